"""Spec: what a network is, as frozen records, and the arithmetic of its shapes.

Numbering follows the note: layer 1 is the input, entry i of ``layers`` is layer i + 2, and w^n stands before
layer n. ``weights[j][k]`` leads from neuron k of the layer before to neuron j.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import prod
from typing import Any, ClassVar

Matrix = tuple[tuple[float, ...], ...]
Nested = tuple[Any, ...]
Shape = tuple[int, ...]

ACTIVATIONS = (
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "softplus",
    "softmax",
    "selu",
    "relu6",
    "mish",
    "softsign",
    "hardtanh",
    "hardsigmoid",
    "logsigmoid",
)
"""``linear`` is the op ``identity``; ``softmax`` is for the last layer; the others are ops of the same name."""

LOSSES = (
    "half_squared_error",
    "mse",
    "mae",
    "bce",
    "bce_with_logits",
    "cross_entropy",
    "softmax_cross_entropy",
    "hinge",
    "huber",
)
"""Each is an op of the same name for one row; over several rows the mean of the rows' losses is taken."""


@dataclass(frozen=True, slots=True)
class Init:
    """How weights that are not given are drawn. ``seed`` None leaves it to the caller (a training run's seed)."""

    scheme: str = "standard_normal"
    seed: int | None = None
    low: float = -1.0
    high: float = 1.0
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Dense:
    """z = w a + b, then the activation."""

    type: ClassVar[str] = "dense"
    units: int
    activation: str = "linear"
    bias: bool = True
    weights: Matrix | None = None
    biases: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Conv2d:
    """A cross-correlation with ``filters`` kernels, then the activation. Images are (channels, height, width)."""

    type: ClassVar[str] = "conv2d"
    filters: int
    kernel: tuple[int, int] = (3, 3)
    stride: int = 1
    padding: int = 0
    activation: str = "linear"
    bias: bool = True
    weights: Nested | None = None
    biases: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class MaxPool2d:
    """The greatest entry of each window."""

    type: ClassVar[str] = "maxpool2d"
    size: int = 2
    stride: int | None = None

    @property
    def step(self) -> int:
        """The stride that counts: windows lie side by side unless it is given."""
        return self.stride or self.size


@dataclass(frozen=True, slots=True)
class Flatten:
    """An image as one row of numbers."""

    type: ClassVar[str] = "flatten"


@dataclass(frozen=True, slots=True)
class Dropout:
    """In training each entry is zeroed with probability ``rate``, and the others are divided by 1 − rate."""

    type: ClassVar[str] = "dropout"
    rate: float = 0.5
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class BatchNorm:
    """Batch normalisation with a learnt scale and shift (Ioffe and Szegedy 2015), for vectors and images."""

    type: ClassVar[str] = "batch_norm"
    epsilon: float = 1e-5
    momentum: float = 0.1


Layer = Dense | Conv2d | MaxPool2d | Flatten | Dropout | BatchNorm
LAYERS: dict[str, type[Layer]] = {kind.type: kind for kind in (Dense, Conv2d, MaxPool2d, Flatten, Dropout, BatchNorm)}


@dataclass(frozen=True, slots=True)
class Spec:
    """A network: inputs (a number, or an image's shape), layers, loss, initialisation and penalties.

    The loss has ``l1`` · Σ|w| and ½ ``l2`` · Σw² added over all weights (biases, scales and shifts are spared), so
    that ``l2`` is the factor of w in the gradient.
    """

    inputs: int | tuple[int, int, int]
    layers: tuple[Layer, ...]
    loss: str = "mse"
    init: Init = Init()
    l1: float = 0.0
    l2: float = 0.0

    @property
    def input_shape(self) -> Shape:
        """The shape of one row of x."""
        return (self.inputs,) if isinstance(self.inputs, int) else self.inputs

    @property
    def outputs(self) -> Shape:
        """The shape of one row of the prediction."""
        return shapes(self)[-1]


def out_shape(layer: Layer, shape: Shape) -> Shape:
    """The shape of one row behind ``layer``, for rows of ``shape``, which must fit (``read_spec`` sees to it)."""
    if isinstance(layer, Dense):
        return (layer.units,)
    if isinstance(layer, Flatten):
        return (prod(shape),)
    if isinstance(layer, Conv2d):
        pad, step = 2 * layer.padding, layer.stride
        sides = ((side + pad - k) // step + 1 for side, k in zip(shape[1:], layer.kernel, strict=True))
        return (layer.filters, *sides)
    if isinstance(layer, MaxPool2d):
        return (shape[0], *((side - layer.size) // layer.step + 1 for side in shape[1:]))
    return shape


def shapes(spec: Spec) -> list[Shape]:
    """The shape of one row at each layer from 1 on."""
    found = [spec.input_shape]
    for layer in spec.layers:
        found.append(out_shape(layer, found[-1]))
    return found


def weight_shape(layer: Layer, shape: Shape) -> Shape:
    """The shape of w^n for rows of ``shape`` before it; () where the layer has no weights."""
    if isinstance(layer, Dense):
        return (layer.units, prod(shape))
    if isinstance(layer, Conv2d):
        return (layer.filters, shape[0], *layer.kernel)
    return ()


def parameter_shapes(layer: Layer, shape: Shape) -> dict[str, Shape]:
    """The learnt arrays of a layer by letter: w and b; γ and β of a batch normalisation go by ``g`` and ``b``."""
    if isinstance(layer, BatchNorm):
        return {"g": (shape[0],), "b": (shape[0],)}
    if not isinstance(layer, Dense | Conv2d):
        return {}
    weights = weight_shape(layer, shape)
    return {"w": weights, "b": weights[:1]} if layer.bias else {"w": weights}


def named_parameters(spec: Spec) -> Iterator[tuple[str, int, Shape]]:
    """Name, layer number and shape of every learnt array in order, the first of them ``w2``."""
    for n, (layer, shape) in enumerate(zip(spec.layers, shapes(spec), strict=False), 2):
        for letter, size in parameter_shapes(layer, shape).items():
            yield f"{letter}{n}", n, size


def parameter_count(spec: Spec) -> int:
    """How many numbers are learnt."""
    return sum(prod(shape) for _, _, shape in named_parameters(spec))


def multiplications(spec: Spec) -> int:
    """How many multiplications of a weight one row costs on its way forward; a step costs about three times that."""
    total = 0
    for layer, before in zip(spec.layers, shapes(spec), strict=False):
        if isinstance(layer, Dense):
            total += prod(weight_shape(layer, before))
        elif isinstance(layer, Conv2d):
            total += prod(weight_shape(layer, before)) * prod(out_shape(layer, before)[1:])
    return total


def to_json(spec: Spec) -> dict[str, Any]:
    """The spec as CONTRACT.md writes it: plain lists and numbers; what has its default value is left out."""
    answer: dict[str, Any] = {"inputs": _plain(spec.inputs), "layers": [_layer_json(layer) for layer in spec.layers]}
    answer["loss"] = spec.loss
    answer["init"] = {"scheme": spec.init.scheme, **_changed(spec.init, skip=("scheme",))}
    return answer | _changed(spec, skip=("inputs", "layers", "loss", "init"))


def _layer_json(layer: Layer) -> dict[str, Any]:
    return {"type": layer.type, **_changed(layer)}


def _changed(record: Any, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of a record that differ from their defaults."""
    pairs = ((field.name, getattr(record, field.name), field.default) for field in fields(record))
    return {name: _plain(value) for name, value, default in pairs if name not in skip and value != default}


def _plain(value: Any) -> Any:
    return [_plain(entry) for entry in value] if isinstance(value, tuple) else value
