"""Cross-correlation and max-pooling as primitives, for one or two spatial axes.

A window sweep pairs pieces of the picture x, the kernel w and the result g. It can run over the entries of the
kernel (all results at once) or over the results (the whole kernel at once); it takes the shorter way, so that it is
neither slow for large kernels nor needs the memory of all windows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from chainrule.engine.op import Rule
from chainrule.engine.ops.prims import primitive

Slices = tuple[Any, ...]


def sweep(size: tuple[int, ...], fits: tuple[int, ...], stride: int) -> Iterator[tuple[Slices, Slices, Slices]]:
    """Yield slices of the spatial axes of x, w and g that belong together."""
    if math.prod(size) <= math.prod(fits):
        for offset in product(*map(range, size)):
            ends = zip(offset, fits, strict=True)
            yield tuple(slice(k, k + stride * (n - 1) + 1, stride) for k, n in ends), offset, (...,)
    else:
        for place in product(*map(range, fits)):
            ends = zip(place, size, strict=True)
            yield tuple(slice(p * stride, p * stride + n) for p, n in ends), (...,), place


def _planes(x: Any, spatial: int) -> Any:
    """Return x as (batch, channels, *extent), or a kernel as (channels out, channels in, *size)."""
    return np.reshape(x, (1,) * (spatial + 2 - np.ndim(x)) + np.shape(x))


def _padded(x: Any, spatial: int, padding: int) -> Any:
    """Return the planes of x with zeros around them."""
    return np.pad(_planes(x, spatial), ((0, 0), (0, 0), *((padding, padding),) * spatial))


def _letters(size: tuple[int, ...], fits: tuple[int, ...]) -> tuple[str, str, str]:
    """Return the einsum subscripts of the pieces of x, w and g that ``sweep`` yields."""
    s = "pq"[: len(size)]
    if math.prod(size) <= math.prod(fits):
        return f"nc{s}", "oc", f"no{s}"
    return f"nc{s}", f"oc{s}", "no"


@primitive
def correlated(x: Any, w: Any, spatial: int, stride: int, padding: int) -> Any:
    """Return the cross-correlation of x with the kernel w over the last ``spatial`` axes."""
    planes, kernel = _padded(x, spatial, padding), _planes(w, spatial)
    size = kernel.shape[2:]
    fits = tuple((n - k) // stride + 1 for n, k in zip(planes.shape[2:], size, strict=True))
    result = np.zeros_like(planes, shape=(len(planes), len(kernel), *fits))
    xs, ws, gs = _letters(size, fits)
    for of_x, of_w, of_g in sweep(size, fits, stride):
        result[:, :, *of_g] += np.einsum(f"{xs},{ws}->{gs}", planes[:, :, *of_x], kernel[:, :, *of_w])
    return result.reshape(result.shape[spatial + 2 - np.ndim(x) :])


@primitive
def correlated_to_picture(g: Any, x: Any, w: Any, spatial: int, stride: int, padding: int) -> Any:
    """Hand g back to the x of ``correlated``: every window gets the kernel times the g of its result."""
    upstream, kernel = _planes(g, spatial), _planes(w, spatial)
    result = np.zeros_like(_padded(x, spatial, padding))
    size, fits = kernel.shape[2:], upstream.shape[2:]
    xs, ws, gs = _letters(size, fits)
    for of_x, of_w, of_g in sweep(size, fits, stride):
        result[:, :, *of_x] += np.einsum(f"{gs},{ws}->{xs}", upstream[:, :, *of_g], kernel[:, :, *of_w])
    inner = tuple(slice(padding, n - padding) for n in result.shape[2:])
    return result[:, :, *inner].reshape(np.shape(x))


@primitive
def correlated_to_kernel(g: Any, x: Any, w: Any, spatial: int, stride: int, padding: int) -> Any:
    """Hand g back to the w of ``correlated``: the sum of all windows, each times the g of its result."""
    upstream, planes = _planes(g, spatial), _padded(x, spatial, padding)
    result = np.zeros_like(_planes(w, spatial))
    size, fits = result.shape[2:], upstream.shape[2:]
    xs, ws, gs = _letters(size, fits)
    for of_x, of_w, of_g in sweep(size, fits, stride):
        result[:, :, *of_w] += np.einsum(f"{gs},{xs}->{ws}", upstream[:, :, *of_g], planes[:, :, *of_x])
    return result.reshape(np.shape(w))


def _pictures(x: Any) -> Any:
    """Return x as (pictures, height, width)."""
    return np.reshape(x, (-1, *np.shape(x)[-2:]))


@primitive
def pooled(x: Any, size: int, stride: int | None) -> Any:
    """Return the greatest entry of every window of size × size, moved by ``stride`` (default: side by side)."""
    step = stride or size
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(-2, -1))
    return np.max(views[..., ::step, ::step, :, :], axis=(-2, -1))


def _matches(x: Any, y: Any, size: int, step: int) -> Iterator[tuple[Slices, Slices, Any]]:
    """Yield slices of pictures x and maxima y that belong together, and where x holds its maximum."""
    for of_x, of_w, of_y in sweep((size, size), y.shape[1:], step):
        # Against a whole window stands one maximum, stretched over it.
        places = (*of_y, None, None) if of_w == (...,) else of_y
        yield of_x, places, x[:, *of_x] == y[:, *places]


def _first_places(x: Any, y: Any, size: int, step: int) -> Iterator[tuple[Slices, Slices, Any]]:
    """Yield the same with, a window, only the first place that holds the maximum, row by row."""
    free = np.ones(y.shape, bool)
    for of_x, of_y, hit in _matches(x, y, size, step):
        if None in of_y:
            flat = hit.reshape(len(x), -1)
            first = np.arange(flat.shape[1]) == np.argmax(flat, axis=1)[:, None]
            yield of_x, of_y, (flat & first).reshape(hit.shape)
        else:
            yield of_x, of_y, hit & free
            free &= ~hit


@primitive
def first_hits(g: Any, y: Any, x: Any, size: int, stride: int | None) -> Any:
    """Put each entry of g at the first place, row by row, where its window of x holds its maximum y."""
    upstream = _pictures(g)
    result = np.zeros_like(_pictures(x))
    for of_x, of_g, hit in _first_places(_pictures(x), _pictures(y), size, stride or size):
        result[:, *of_x] += np.where(hit, upstream[:, *of_g], 0.0)
    return result.reshape(np.shape(x))


@primitive
def picked(t: Any, y: Any, x: Any, size: int, stride: int | None) -> Any:
    """Return, a window, the entry of t at the first place where x holds the maximum y: the other way round."""
    tangent = _pictures(t)
    result = np.zeros_like(_pictures(y))
    for of_x, of_g, hit in _first_places(_pictures(x), _pictures(y), size, stride or size):
        piece = np.where(hit, tangent[:, *of_x], 0.0)
        result[:, *of_g] += np.sum(piece, axis=(1, 2), keepdims=True) if None in of_g else piece
    return result.reshape(np.shape(y))


@primitive
def tied_windows(y: Any, x: Any, size: int, stride: int | None) -> Any:
    """Tell, a window, whether its maximum y stands in it more than once."""
    hits = np.zeros_like(_pictures(y), dtype=int)
    for _, of_y, hit in _matches(_pictures(x), _pictures(y), size, stride or size):
        hits[:, *of_y] += np.sum(hit, axis=(1, 2), keepdims=True) if None in of_y else hit
    return hits.reshape(np.shape(y)) > 1


PRIMITIVES: dict[str, Rule] = {
    function.__name__: function
    for function in (correlated, correlated_to_picture, correlated_to_kernel, pooled, first_hits, picked, tied_windows)
}
