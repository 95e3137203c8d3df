"""Graphs for tests: the note's example, and random graphs as hypothesis draws them."""

from hypothesis import strategies as st

from chainrule.engine.graph import Builder
from chainrule.engine.infer import Bounds

BOUNDLESS = Bounds(*[2**63] * 6)
UNARY = ("neg", "tanh", "sin", "sigmoid", "square", "relu", "abs", "identity", "atan", "softplus")
BINARY = ("add", "sub", "mul", "maximum", "minimum", "hypot", "pow", "lt", "ge")


def note():
    """Return f = (x + y) · z at −2, 5, −4, written as one would: q = x + y, then f = q * z."""
    build = Builder()
    x, y = build.input("x", -2), build.input("y", 5)
    q = build.node("add", x, y, name="q")
    build.node("mul", q, build.input("z", -4), name="f")
    return build.graph()


def unary(op, x, **attrs):
    """Return the graph of one function of an input x."""
    build = Builder()
    build.node(op, build.input("x", x), name="y", **attrs)
    return build.graph()


def chain(length, op="sin", x=1.0):
    """Return op(op(…op(x))), so many times."""
    build = Builder()
    last = build.input("x", x)
    for _ in range(length):
        last = build.node(op, last)
    return build.graph()


numbers = st.floats(-2, 2, allow_subnormal=False)


@st.composite
def scalar_graphs(draw, most=25, binary=BINARY, unaries=UNARY):
    """Draw a graph of numbers: two to four inputs, then ops that take any nodes before them."""
    build = Builder()
    for name in "abcd"[: draw(st.integers(2, 4))]:
        build.input(name, draw(numbers))
    for _ in range(draw(st.integers(1, most))):
        node = st.integers(0, len(build.ops) - 1)
        kind = draw(st.sampled_from(("unary", "binary", "binary", "const", "where", "three")))
        if kind == "unary":
            build.node(draw(st.sampled_from(unaries)), draw(node))
        elif kind == "binary":
            build.node(draw(st.sampled_from(binary)), draw(node), draw(node))
        elif kind == "const":
            build.const(draw(numbers))
        elif kind == "where":
            build.node("where", draw(node), draw(node), draw(node))
        else:
            build.node("maximum", draw(node), draw(node), draw(node))
    return build.graph()


SHAPES = ((), (3,), (2, 3), (2, 1), (1, 3))


@st.composite
def array_graphs(draw, most=8):
    """Draw a graph of arrays that broadcast, with sums, means and softmax between; its output is one number."""
    build = Builder()
    last = [build.input("a", draw(arrays((2, 3))))]
    last += [build.input(name, draw(arrays(draw(st.sampled_from(SHAPES))))) for name in "bc"]
    for _ in range(draw(st.integers(1, most))):
        pick = st.sampled_from(last)
        kind = draw(st.sampled_from(("unary", "binary", "softmax", "mean")))
        if kind == "unary":
            last.append(build.node(draw(st.sampled_from(("tanh", "sin", "sigmoid", "neg"))), draw(pick)))
        elif kind == "binary":
            last.append(build.node(draw(st.sampled_from(("add", "sub", "mul"))), draw(pick), draw(pick)))
        elif kind == "softmax":
            last.append(build.node("softmax", build.node("add", 0, draw(pick))))
        else:
            last.append(build.node("mean", draw(pick)))
    build.node("sum", last[-1], name="L")
    return build.graph()


def arrays(shape):
    """Return a strategy of nested lists of a shape."""
    strategy = numbers
    for extent in reversed(shape):
        strategy = st.lists(strategy, min_size=extent, max_size=extent)
    return strategy
