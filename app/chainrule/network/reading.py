"""From plain JSON to a Spec. Parse, don't validate: behind ``read_spec`` nobody checks a spec again."""

from __future__ import annotations

from math import prod
from typing import Any

from chainrule.network.fields import Reader, escape, quote, suggestion
from chainrule.network.initialisation import SCHEMES, canonical
from chainrule.network.limits import PICTURE, Limits
from chainrule.network.spec import (
    ACTIVATIONS,
    LAYERS,
    LOSSES,
    BatchNorm,
    Conv2d,
    Dense,
    Dropout,
    Flatten,
    Init,
    Layer,
    MaxPool2d,
    Shape,
    Spec,
    multiplications,
    out_shape,
    parameter_count,
    weight_shape,
)

FIELDS: dict[str, tuple[str, ...]] = {
    "dense": ("type", "units", "activation", "bias", "weights", "biases"),
    "conv2d": ("type", "filters", "kernel", "stride", "padding", "activation", "bias", "weights", "biases"),
    "maxpool2d": ("type", "size", "stride"),
    "flatten": ("type",),
    "dropout": ("type", "rate", "seed"),
    "batch_norm": ("type", "epsilon", "momentum"),
}
IMAGE = 3
"""The rank of an image: channels, height, width."""


def read_spec(
    data: Any, limits: Limits = PICTURE, *, inputs: int | tuple[int, int, int] | None = None, pointer: str = "/spec"
) -> Spec:
    """The Spec that ``data`` describes.

    ``inputs`` stands in where the spec does not say how many inputs there are (training knows it from the data).
    Raises ``ValueProblem`` or ``LimitError`` with a pointer below ``pointer``; further errors are ``related``.
    """
    reader = Reader(limits)
    spec = _spec(reader, data, inputs, pointer)
    reader.finish()
    return spec


def _spec(reader: Reader, data: Any, inputs: int | tuple[int, int, int] | None, at: str) -> Spec:
    if not isinstance(data, dict):
        reader.wrong(at, f"The spec is {quote(data)}; it should be an object, or one line of text.")
        return Spec(1, ())
    found = reader.record(data, at, ("inputs", "layers", "loss", "init", "l1", "l2"), "a spec")
    if "layers" not in found:
        reader.wrong(f"{at}/layers", "The spec needs 'layers', a list of at least one layer.")
    given = found.get("inputs", inputs)
    first = _inputs(reader, given, f"{at}/inputs") if given is not None else 1
    spec = Spec(
        first,
        _layers(reader, found["layers"], first, f"{at}/layers") if "layers" in found else (),
        reader.choice(found.get("loss", "mse"), f"{at}/loss", LOSSES, "mse"),
        _init(reader, found.get("init", {}), f"{at}/init"),
        reader.number(found.get("l1", 0.0), f"{at}/l1", 0.0),
        reader.number(found.get("l2", 0.0), f"{at}/l2", 0.0),
    )
    if given is None:
        reader.wrong(f"{at}/inputs", "The spec does not say how many inputs there are: write 'inputs': 2, for example.")
    _check_cost(reader, spec, at)
    return spec


def _check_cost(reader: Reader, spec: Spec, at: str) -> None:
    """Note what the whole costs; the parts were held to the limits one by one, so the sums are small integers."""
    limits = reader.limits
    if any(problem.code == "layers" for problem in reader.problems):
        return
    if (count := parameter_count(spec)) > limits.parameters:
        words = (
            f"The network has {count:,} weights and biases, more than the limit of {limits.parameters:,} (parameters)."
        )
        reader.limited(f"{at}/layers", words, "parameters")
    elif (cost := multiplications(spec)) > limits.cost:
        words = f"One row takes {cost:,} multiplications, more than the limit of {limits.cost:,} (cost)."
        reader.limited(f"{at}/layers", words, "cost")


def _inputs(reader: Reader, value: Any, at: str) -> int | tuple[int, int, int]:
    """A number of inputs, or [channels, height, width]."""
    if not isinstance(value, list | tuple):
        return reader.integer(value, at, 1, reader.limits.parameters, "parameters")
    if len(value) != IMAGE:
        reader.wrong(at, f"{quote(value)} should be a number of inputs, or [channels, height, width] of an image.")
        return 1
    channels = reader.integer(value[0], f"{at}/0", 1, reader.limits.parameters, "parameters")
    height, width = (reader.integer(value[i], f"{at}/{i}", 1, reader.limits.side, "side") for i in (1, 2))
    return (channels, height, width)


def _layers(reader: Reader, value: Any, first: int | tuple[int, int, int], at: str) -> tuple[Layer, ...]:
    limit = reader.limits.layers
    if not isinstance(value, list | tuple) or not value:
        reader.wrong(at, f"The layers are {quote(value)}; a network needs a list of at least one layer.")
        return ()
    if len(value) > limit:
        reader.limited(at, f"There are {len(value):,} layers, more than the limit of {limit} (layers).", "layers")
        return ()
    shape: Shape = (first,) if isinstance(first, int) else first
    layers: list[Layer] = []
    for i, entry in enumerate(value):
        layer = _layer(reader, entry, shape, f"{at}/{i}")
        if layer is None:  # what stands behind it cannot be judged
            break
        layers.append(layer)
        shape = out_shape(layer, shape)
        if getattr(layer, "activation", "") == "softmax" and i < len(value) - 1:
            reader.wrong(
                f"{at}/{i}/activation", "'softmax' stands on the last layer only; try 'sigmoid' or 'tanh' here."
            )
        if prod(shape) > reader.limits.elements:
            words = (
                f"The layer has {prod(shape):,} entries, more than the limit of {reader.limits.elements:,} (elements)."
            )
            reader.limited(f"{at}/{i}", words, "elements")
    else:
        if len(shape) == IMAGE:
            words = f"The network ends in images {_by(shape)}; add a 'flatten' layer and a 'dense' one behind it."
            reader.wrong(f"{at}/{len(value) - 1}", words)
    return tuple(layers)


def _layer(reader: Reader, data: Any, shape: Shape, at: str) -> Layer | None:
    """One layer for rows of ``shape``; None after a fault that leaves its kind or its shape unknown."""
    if not isinstance(data, dict):
        reader.wrong(at, f'A layer is {quote(data)}; it should be an object such as {{"type": "dense", "units": 3}}.')
        return None
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in LAYERS:
        words = "A layer needs a type" if kind is None else f"{quote(kind)} is not a type of layer"
        if not any(reader.is_vast(value, f"{at}/{escape(key)}") for key, value in data.items()):
            reader.wrong(f"{at}/type", f"{words}. {suggestion(kind, tuple(LAYERS))}")
        return None
    found = reader.record(data, at, FIELDS[kind], f"a '{kind}' layer")
    return {
        "dense": _dense,
        "conv2d": _conv2d,
        "maxpool2d": _maxpool2d,
        "flatten": lambda *_: Flatten(),
        "dropout": _dropout,
        "batch_norm": _batch_norm,
    }[kind](reader, found, shape, at)


def _dense(reader: Reader, found: dict[str, Any], shape: Shape, at: str) -> Layer | None:
    if len(shape) == IMAGE:
        reader.wrong(at, f"A 'dense' layer stands behind an image {_by(shape)}; put a 'flatten' layer between them.")
        return None
    units = _count(reader, found, "units", at)
    return _with_arrays(reader, Dense(units, *_activation(reader, found, at)), found, shape, at)


def _conv2d(reader: Reader, found: dict[str, Any], shape: Shape, at: str) -> Layer | None:
    limit = reader.limits.side
    before = len(reader.problems)
    filters = _count(reader, found, "filters", at)
    kernel = _kernel(reader, found.get("kernel", 3), f"{at}/kernel")
    stride = reader.integer(found.get("stride", 1), f"{at}/stride", 1, limit, "side")
    padding = reader.integer(found.get("padding", 0), f"{at}/padding", 0, limit, "side")
    layer = Conv2d(filters, kernel, stride, padding, *_activation(reader, found, at))
    count = filters * prod(kernel)
    if count > reader.limits.parameters:
        words = f"{filters:,} filters of {kernel[0]} × {kernel[1]} have {count:,} weights or more"
        reader.limited(at, f"{words}; the limit is {reader.limits.parameters:,} (parameters).", "parameters")
    if len(reader.problems) > before or not _is_image(reader, "conv2d", shape, at):
        return None
    if any(k > side + 2 * padding for k, side in zip(kernel, shape[1:], strict=True)):
        words = (
            f"The kernel {kernel[0]} × {kernel[1]} is larger than the image {_by(shape)} with its padding of {padding}"
        )
        reader.wrong(f"{at}/kernel", f"{words}; a smaller kernel is wanted.")
        return None
    return _with_arrays(reader, layer, found, shape, at)


def _maxpool2d(reader: Reader, found: dict[str, Any], shape: Shape, at: str) -> Layer | None:
    size = reader.integer(found.get("size", 2), f"{at}/size", 1, reader.limits.side, "side")
    stride = found.get("stride")
    step = None if stride is None else reader.integer(stride, f"{at}/stride", 1, reader.limits.side, "side")
    if not _is_image(reader, "maxpool2d", shape, at):
        return None
    if size > min(shape[1:]):
        reader.wrong(f"{at}/size", f"The window {size} × {size} is larger than the image {_by(shape)}.")
        return None
    return MaxPool2d(size, step)


def _dropout(reader: Reader, found: dict[str, Any], shape: Shape, at: str) -> Layer | None:
    del shape
    rate = reader.number(found.get("rate", 0.5), f"{at}/rate", 0.0, 1.0)
    if rate == 1.0:
        reader.wrong(f"{at}/rate", "A rate of 1 drops everything; the rate should be less than 1.")
    return Dropout(rate, reader.seed(found.get("seed"), f"{at}/seed"))


def _batch_norm(reader: Reader, found: dict[str, Any], shape: Shape, at: str) -> Layer | None:
    del shape
    epsilon = reader.number(found.get("epsilon", 1e-5), f"{at}/epsilon", 0.0, 1.0, open_ends=True)
    return BatchNorm(epsilon, reader.number(found.get("momentum", 0.1), f"{at}/momentum", 0.0, 1.0))


def _count(reader: Reader, found: dict[str, Any], name: str, at: str) -> int:
    if name not in found:
        reader.wrong(f"{at}/{name}", f"The layer needs '{name}', a whole number such as 3.")
        return 1
    return reader.integer(found[name], f"{at}/{name}", 1, reader.limits.parameters, "parameters")


def _kernel(reader: Reader, value: Any, at: str) -> tuple[int, int]:
    """One side, or [height, width]."""
    limit = reader.limits.side
    if not isinstance(value, list | tuple):
        side = reader.integer(value, at, 1, limit, "side")
        return (side, side)
    if len(value) != IMAGE - 1:
        reader.wrong(at, f"{quote(value)} should be one number or [height, width].")
        return (1, 1)
    height, width = (reader.integer(side, f"{at}/{i}", 1, limit, "side") for i, side in enumerate(value))
    return (height, width)


def _activation(reader: Reader, found: dict[str, Any], at: str) -> tuple[str, bool]:
    name = reader.choice(found.get("activation", "linear"), f"{at}/activation", ACTIVATIONS, "linear")
    return name, reader.flag(found.get("bias", True), f"{at}/bias")


def _is_image(reader: Reader, kind: str, shape: Shape, at: str) -> bool:
    if len(shape) == IMAGE:
        return True
    reader.wrong(at, f"'{kind}' needs an image; write 'inputs' as [channels, height, width].")
    return False


def _with_arrays(reader: Reader, layer: Dense | Conv2d, found: dict[str, Any], shape: Shape, at: str) -> Layer:
    """The layer with the weights and biases that were given. Their size is checked against the limit first."""
    size = weight_shape(layer, shape)
    weights = biases = None
    if found.get("weights") is not None and prod(size) <= reader.limits.parameters:
        weights = reader.array(found["weights"], f"{at}/weights", size, "weights")
    if found.get("biases") is not None:
        if not layer.bias:
            reader.wrong(f"{at}/biases", "The layer has 'bias': false and biases; drop one of the two.")
        biases = reader.array(found["biases"], f"{at}/biases", size[:1], "biases")
    if isinstance(layer, Dense):
        return Dense(layer.units, layer.activation, layer.bias, weights, biases)
    return Conv2d(
        layer.filters, layer.kernel, layer.stride, layer.padding, layer.activation, layer.bias, weights, biases
    )


def _init(reader: Reader, data: Any, at: str) -> Init:
    if isinstance(data, str):
        data = {"scheme": data}
    found = reader.record(data, at, ("scheme", "seed", "low", "high", "value"), "an initialisation")
    scheme = canonical(found.get("scheme", "standard_normal"))
    init = Init(
        reader.choice(scheme, f"{at}/scheme", SCHEMES, "standard_normal"),
        reader.seed(found.get("seed"), f"{at}/seed"),
        reader.number(found.get("low", -1.0), f"{at}/low"),
        reader.number(found.get("high", 1.0), f"{at}/high"),
        reader.number(found.get("value", 0.0), f"{at}/value"),
    )
    if init.low >= init.high:
        reader.wrong(f"{at}/high", f"'high' ({init.high:g}) should be greater than 'low' ({init.low:g}).")
    return init


def _by(shape: Shape) -> str:
    return " × ".join(map(str, shape))
