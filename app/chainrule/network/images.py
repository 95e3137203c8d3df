"""Stages for images: cross-correlation as one matrix product over gathered windows, max-pooling, flattening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from chainrule.network.calls import Array
from chainrule.network.spec import Conv2d, Flatten, Layer, MaxPool2d
from chainrule.network.stages import Stage, activate


def windows(
    image: Array, size: tuple[int, int], stride: int, fits: tuple[int, int]
) -> Iterator[tuple[int, int, Array]]:
    """For every place of the window the view of all entries that stand there, over all positions of the window."""
    for i, j in product(*map(range, size)):
        down, across = (slice(k, k + stride * (n - 1) + 1, stride) for k, n in zip((i, j), fits, strict=True))
        yield i, j, image[..., down, across]


def conv2d(stage: Stage, layer: Conv2d) -> None:
    """Compute z = kernel ⋆ a + b: ``columns`` holds every window as a row, to be multiplied with all kernels."""
    a = stage.before.value
    rows, channels, height, width = a.shape
    pad, (tall, broad) = layer.padding, layer.kernel
    fits = stage.after.value.shape[2], stage.after.value.shape[3]
    padded = np.zeros((rows, channels, height + 2 * pad, width + 2 * pad))
    inner = padded[:, :, pad : pad + height, pad : pad + width]
    columns = np.zeros((rows, *fits, channels, tall, broad))
    flat = columns.reshape(rows * fits[0] * fits[1], -1)
    kernels = stage.parameter("w").reshape(layer.filters, -1)
    sums = np.zeros((len(flat), layer.filters))
    stage.forward.add(np.copyto, inner, a)
    for i, j, view in windows(padded, layer.kernel, layer.stride, fits):
        stage.forward.add(np.copyto, columns[..., i, j], view.transpose(0, 2, 3, 1))
    stage.forward.dot(flat, kernels.T, sums)
    if layer.bias:
        stage.forward.add(np.add, sums, stage.parameter("b"), sums)
    stage.z = sums.reshape(rows, *fits, layer.filters).transpose(0, 3, 1, 2)
    activate(stage, layer.activation, stage.z)
    if stage.after.gradient is not None:
        _conv2d_back(stage, layer, padded, columns)


def _conv2d_back(stage: Stage, layer: Conv2d, padded: Array, columns: Array) -> None:
    delta = stage.after.gradient
    if delta is None:
        return
    rows, _, high, wide = delta.shape
    flat = columns.reshape(rows * high * wide, -1)
    tall = np.zeros((len(flat), layer.filters))
    stage.backward.add(np.copyto, tall.reshape(rows, high, wide, -1), delta.transpose(0, 2, 3, 1))
    stage.backward.dot(tall.T, flat, stage.slope("w").reshape(layer.filters, -1))
    if layer.bias:
        stage.backward.add(np.add.reduce, tall, 0, None, stage.slope("b"))
    if stage.before.gradient is None:
        return
    back, spread = np.zeros_like(padded), np.zeros_like(columns)
    stage.backward.dot(tall, stage.parameter("w").reshape(layer.filters, -1), spread.reshape(flat.shape))
    stage.backward.add(np.copyto, back, np.zeros(()))
    for i, j, view in windows(back, layer.kernel, layer.stride, (high, wide)):
        stage.backward.add(np.add, view, spread[..., i, j].transpose(0, 3, 1, 2), view)
    pad, (height, width) = layer.padding, stage.before.gradient.shape[2:]
    stage.backward.add(np.copyto, stage.before.gradient, back[:, :, pad : pad + height, pad : pad + width])


def maxpool2d(stage: Stage, layer: MaxPool2d) -> None:
    """The greatest entry of each window; on the way back its first holder, row by row, gets the whole gradient."""
    a, out = stage.before.value, stage.after.value
    fits = out.shape[2], out.shape[3]
    places = [view for _, _, view in windows(a, (layer.size, layer.size), layer.step, fits)]
    stage.forward.add(np.copyto, out, places[0])
    for view in places[1:]:
        stage.forward.add(np.maximum, out, view, out)
    if stage.before.gradient is None or stage.after.gradient is None:
        return
    free, hit, share = np.ones(out.shape, bool), np.ones(out.shape, bool), np.zeros(out.shape)
    stage.backward.add(np.copyto, free, np.ones((), bool))
    stage.backward.add(np.copyto, stage.before.gradient, np.zeros(()))
    back = windows(stage.before.gradient, (layer.size, layer.size), layer.step, fits)
    for view, (_, _, target) in zip(places, back, strict=True):
        stage.backward.add(np.equal, view, out, hit)
        stage.backward.add(np.logical_and, hit, free, hit)
        stage.backward.add(np.logical_xor, free, hit, free)
        stage.backward.add(np.multiply, stage.after.gradient, hit, share)
        stage.backward.add(np.add, target, share, target)


def flatten(stage: Stage, layer: Flatten) -> None:
    """The image of each row as one vector, channel by channel, row by row."""
    del layer
    rows = len(stage.before.value)
    stage.forward.add(np.copyto, stage.after.value, stage.before.value.reshape(rows, -1))
    if stage.before.gradient is not None and stage.after.gradient is not None:
        stage.backward.add(np.copyto, stage.before.gradient.reshape(rows, -1), stage.after.gradient)


STAGES: dict[type[Layer], Callable[..., None]] = {Conv2d: conv2d, MaxPool2d: maxpool2d, Flatten: flatten}
