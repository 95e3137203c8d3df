"""Shape and cost rules of the ops, in Python integers: nothing here allocates, and nothing overflows.

A rule raises ``ShapeError`` with ``{}`` for the whole expression and ``{0}``, ``{1}``, … for its operands; the
language puts the text of the program there.
"""

from __future__ import annotations

import math
from typing import Any

from chainrule.engine.op import Shape
from chainrule.errors import ShapeError


def broadcast(*shapes: Shape) -> Shape:
    """Return the shape that NumPy broadcasts ``shapes`` to."""
    rank = max(map(len, shapes), default=0)
    extents = []
    for column in zip(*((1,) * (rank - len(shape)) + shape for shape in shapes), strict=True):
        wide = {n for n in column if n != 1}
        if len(wide) > 1:
            sides = ", ".join(f"{{{i}}} {shape}" for i, shape in enumerate(shapes))
            raise ShapeError(
                f"'{{}}' cannot line up the shapes of its operands: {sides}. "
                "Aligned at their ends, extents must be equal or 1."
            )
        extents.append(wide.pop() if wide else 1)
    return tuple(extents)


def place(axis: int, rank: int, shape: Shape) -> int:
    """Return ``axis`` counted from the front, for an array of ``rank`` axes."""
    if not -rank <= axis < rank:
        has = f"its axes are 0 to {rank - 1}" if rank else "a number has no axes"
        raise ShapeError(f"'{{}}' has no axis {axis}: {{0}} has the shape {shape}, and {has}.")
    return axis % rank


def axes(axis: int | tuple[int, ...] | None, shape: Shape) -> tuple[int, ...]:
    """Return the axes that a reduction runs over, counted from the front."""
    if axis is None:
        return tuple(range(len(shape)))
    found = tuple(place(i, len(shape), shape) for i in ((axis,) if isinstance(axis, int) else axis))
    if len(set(found)) < len(found):
        raise ShapeError(f"'{{}}' names an axis twice: {axis}.")
    return found


def reduced(x: Shape, axis: int | tuple[int, ...] | None = None, keepdims: bool = False, **_: Any) -> Shape:  # noqa: FBT001, FBT002 -- NumPy's own keyword
    """Return the shape of a reduction over ``axis``."""
    gone = axes(axis, x)
    if keepdims:
        return tuple(1 if i in gone else n for i, n in enumerate(x))
    return tuple(n for i, n in enumerate(x) if i not in gone)


def extreme(x: Shape, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Shape:  # noqa: FBT001, FBT002 -- NumPy's own keyword
    """Return the shape of max or min over ``axis``; there must be something to choose from."""
    result = reduced(x, axis, keepdims)
    if not math.prod(x[i] for i in axes(axis, x)):
        raise ShapeError(f"'{{}}' has nothing to choose from: {{0}} has the shape {x}.")
    return result


def along(x: Shape, axis: int | tuple[int, ...] = -1) -> Shape:
    """Return the unchanged shape of a function along ``axis``, such as softmax."""
    axes(axis, x)
    return x


def matmul(a: Shape, b: Shape) -> Shape:
    """Return the shape of a @ b by NumPy's rules: vectors lose their axis, stacks of matrices broadcast."""
    if not a or not b:
        raise ShapeError(f"'{{}}' needs an array on both sides: {a} @ {b}. A number multiplies with '*'.")
    inner = b[-2] if len(b) > 1 else b[0]
    if a[-1] != inner:
        across = "columns" if len(a) > 1 else "length"
        down = "rows" if len(b) > 1 else "length"
        raise ShapeError(
            f"'{{}}' needs the {across} of {{0}} ({a[-1]}) to equal the {down} of {{1}} ({inner}): {a} @ {b}."
        )
    return broadcast(a[:-2], b[:-2]) + a[:-1][-1:] + (b[-1:] if len(b) > 1 else ())


def matmul_cost(out: Shape, a: Shape, b: Shape) -> int:
    """Count the multiplications of a @ b."""
    del b
    return math.prod(out) * a[-1]


def dot(a: Shape, b: Shape) -> Shape:
    """Return the shape of a dot product: two vectors, or matrices as in a @ b."""
    if max(len(a), len(b)) > 2:  # noqa: PLR2004 -- a matrix has two axes
        raise ShapeError(f"'{{}}' takes vectors and matrices, not {a} and {b}; '@' takes stacks of matrices.")
    return matmul(a, b)


def outer(a: Shape, b: Shape) -> Shape:
    """Return the shape of the outer product of two vectors."""
    if len(a) != 1 or len(b) != 1:
        raise ShapeError(f"'{{}}' takes two vectors, not the shapes {a} and {b}.")
    return a + b


def reshape(x: Shape, shape: int | tuple[int, ...]) -> Shape:
    """Return ``shape``, with a single −1 worked out from the number of entries of x."""
    target = (shape,) if isinstance(shape, int) else tuple(shape)
    size = math.prod(x)
    known = math.prod(n for n in target if n != -1)
    if target.count(-1) == 1 and known > 0 and size % known == 0:
        target = tuple(size // known if n == -1 else n for n in target)
    if min(target, default=0) < 0 or math.prod(target) != size:
        raise ShapeError(f"'{{}}' cannot put the {size} entries of {{0}} {x} into the shape {target}.")
    return target


def concat(*parts: Shape, axis: int = 0) -> Shape:
    """Return the shape of arrays joined along ``axis``; the other extents must agree."""
    first = parts[0]
    at = place(axis, len(first), first)
    for i, shape in enumerate(parts):
        if len(shape) != len(first) or any(
            n != m for j, (n, m) in enumerate(zip(shape, first, strict=True)) if j != at
        ):
            raise ShapeError(
                f"'{{}}' joins along axis {axis}, so all other extents must agree: "
                f"{{0}} has the shape {first}, {{{i}}} the shape {shape}."
            )
    return (*first[:at], sum(shape[at] for shape in parts), *first[at + 1 :])


def stack(*parts: Shape, axis: int = 0) -> Shape:
    """Return the shape of equal arrays beside one another along a new axis."""
    first = parts[0]
    at = place(axis, len(first) + 1, first)
    for i, shape in enumerate(parts):
        if shape != first:
            raise ShapeError(
                f"'{{}}' stacks equal shapes: {{0}} has the shape {first}, {{{i}}} the shape {shape}. "
                "'concat' joins along an axis that is there."
            )
    return (*first[:at], len(parts), *first[at:])


def index(x: Shape, key: tuple[int | slice, ...]) -> Shape:
    """Return the shape of x[key]: an integer drops its axis, a slice shortens it."""
    if len(key) > len(x):
        raise ShapeError(f"'{{}}' has {len(key)} indices, but {{0}} has {len(x)} axes: its shape is {x}.")
    kept = []
    for at, (entry, n) in enumerate(zip(key, x, strict=False)):
        if isinstance(entry, slice):
            kept.append(len(range(*entry.indices(n))))
        elif not -n <= entry < n:
            last = f"the last index of axis {at} is {n - 1}" if n else f"axis {at} is empty"
            raise ShapeError(f"'{{}}' reaches beyond {{0}}: there is no index {entry}, {last}.")
    return (*kept, *x[len(key) :])


def whole(out: Shape, *inputs: Shape, **_: Any) -> int:
    """Count the entries that a reduction reads."""
    return max(map(math.prod, (out, *inputs)))


def _windows(n: int, size: int, stride: int, padding: int) -> int:
    """Return how many windows of ``size`` fit along an axis of n entries."""
    if stride < 1 or padding < 0:
        raise ShapeError(
            f"'{{}}' needs a stride of at least 1 and a padding of at least 0, not {stride} and {padding}."
        )
    if not 1 <= size <= n + 2 * padding:
        padded = f" with {padding} on each side" if padding else ""
        raise ShapeError(f"'{{}}' cannot fit a window of {size} into {n} entries{padded}.")
    # More would only add windows of nothing but zeros, and could ask for any amount of memory.
    if padding > min(n, size - 1):
        raise ShapeError(
            f"'{{}}' pads with {padding} zeros on each side, but a window of {size} over {n} entries can use at most "
            f"{min(n, size - 1)}."
        )
    return (n + 2 * padding - size) // stride + 1


def correlate(x: Shape, w: Shape, spatial: int, stride: int = 1, padding: int = 0) -> Shape:
    """Return the shape of a cross-correlation over the last ``spatial`` axes.

    x is (*extent), (channels, *extent) or (batch, channels, *extent); w is (*size) for the first, else
    (channels out, channels in, *size).
    """
    plain = len(x) == len(w) == spatial
    if not plain and not (len(w) == spatial + 2 and spatial < len(x) <= spatial + 2):
        sizes = ", ".join(("length",) if spatial == 1 else ("height", "width"))
        raise ShapeError(
            f"'{{}}' takes ({sizes}) with a kernel of as many axes, or ([batch,] channels, {sizes}) with a kernel "
            f"(channels out, channels in, {sizes}), not {{0}} {x} and {{1}} {w}."
        )
    if not plain and x[-spatial - 1] != w[1]:
        raise ShapeError(f"'{{}}' needs the {x[-spatial - 1]} channels of {{0}} {x} to be the {w[1]} of {{1}} {w}.")
    extent = zip(x[-spatial:], w[-spatial:], strict=True)
    fits = tuple(_windows(n, size, stride, padding) for n, size in extent)
    return fits if plain else (*x[: -spatial - 1], w[0], *fits)


def correlate_cost(out: Shape, x: Shape, w: Shape, spatial: int, padding: int = 0, **_: int) -> int:
    """Count the multiplications of a cross-correlation, and at least the entries of the padded picture."""
    per_entry = math.prod(w if len(w) == spatial else w[1:])
    padded = math.prod(x[:-spatial]) * math.prod(n + 2 * padding for n in x[-spatial:])
    return max(padded, math.prod(out) * per_entry)


def pool(x: Shape, size: int, stride: int | None = None) -> Shape:
    """Return the shape of a pooling over the last two axes."""
    if len(x) < 2:  # noqa: PLR2004 -- a picture has two axes
        raise ShapeError(f"'{{}}' needs an array of at least two axes, not {x}.")
    return (*x[:-2], *(_windows(n, size, size if stride is None else stride, 0) for n in x[-2:]))


def pool_cost(out: Shape, x: Shape, size: int, stride: int | None = None) -> int:
    """Count the comparisons of a pooling, and at least the entries of the picture."""
    del stride
    return max(math.prod(x), math.prod(out) * size * size)


def scalar(p: Shape, t: Shape, **_: Any) -> Shape:
    """Return the shape of a loss, a number. One operand may be stretched to the other, but not both."""
    wide = broadcast(p, t)
    if wide not in {p, t}:
        raise ShapeError(
            f"'{{}}' would compare all entries with all: {{0}} {p} and {{1}} {t} stretch one another to {wide}. "
            "'reshape' one of them to the shape of the other."
        )
    return ()


def scalar_cost(out: Shape, *inputs: Shape, **_: Any) -> int:
    """Count the entries that a loss compares."""
    del out
    return math.prod(broadcast(*inputs))


def alike(p: Shape, t: Shape) -> Shape:
    """Return the shape of a loss, a number, of operands that must have one shape."""
    if p != t:
        raise ShapeError(f"'{{}}' needs a target of the shape of {{0}} {p}, one weight a class, not {{1}} {t}.")
    return ()


def per_class(
    z: Shape,
    t: Shape | None = None,
    index: int | tuple[int, ...] | None = None,
    classes: bool = False,  # noqa: FBT001, FBT002 -- a keyword of the op
) -> Shape:
    """Return the shape of a loss over classes, a number; the target is an array or one class index a row.

    With ``classes`` the array may hold class indices: then it has one axis less than the logits.
    """
    if not z:
        raise ShapeError("'{}' needs an array with one entry a class, not a single number.")
    if t is not None:
        return _with_indices(z, t) if classes else alike(z, t)
    if index is None:
        raise ShapeError("'{}' needs a target: the weights of the classes, or the index of the right one.")
    given = () if isinstance(index, int) else (len(index),)
    if given != z[:-1]:
        raise ShapeError(f"'{{}}' needs one class index for each row of {{0}} {z}, not {index}.")
    for i in (index,) if isinstance(index, int) else index:
        if not 0 <= i < z[-1]:
            raise ShapeError(f"'{{}}' has no class {i}: {{0}} {z} has the classes 0 to {z[-1] - 1}.")
    return ()


def _with_indices(z: Shape, t: Shape) -> Shape:
    """Return the shape of a loss whose target is weights of the classes, or one class index a row."""
    if t not in (z, z[:-1]):
        raise ShapeError(
            f"'{{}}' needs a target of the shape {z} of {{0}}, one weight a class, or of the shape {z[:-1]}, one class "
            f"index a row; {{1}} has the shape {t}."
        )
    return ()
