"""Rules computed with mpmath: the reference that every op is held to.

An op's forward rule is traced to its tree, and the tree is evaluated on mpmath numbers, so no function is spelled
twice: what is tested is that the derivative rules belong to the forward rule, and that double precision is enough.
The array primitives are NumPy code, which works on arrays of mpmath numbers as it is.
"""

import itertools
import math

import mpmath
import numpy as np

from chainrule.engine.op import Op
from chainrule.engine.ops import OPS, PRIMITIVES
from chainrule.engine.symbolic import Expr, trace
from chainrule.errors import ShapeError

EPS = 2.0**-52
TINY = 2.0**-1074

ELEMENTWISE = {name: op for name, op in OPS.items() if op.elementwise}
ARRAY = {name: op for name, op in OPS.items() if op.pull}


FUNCTIONS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b if b else mpmath.nan if a == 0 else mpmath.sign(a) * mpmath.inf,
    "negative": lambda a: -a,
    "power": mpmath.power,
    "square": lambda a: a * a,
    "remainder": lambda a, b: a - b * mpmath.floor(a / b),
    "absolute": abs,
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "rint": mpmath.nint,
    "maximum": max,
    "minimum": min,
    "where": lambda c, a, b: a if c else b,
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "not_equal": lambda a, b: a != b,
    "logical_and": lambda a, b: a and b,
    "sqrt": mpmath.sqrt,
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
    "hypot": mpmath.hypot,
    "exp": mpmath.exp,
    "expm1": mpmath.expm1,
    "log": mpmath.log,
    "log2": lambda x: mpmath.log(x, 2),
    "log10": mpmath.log10,
    "log1p": mpmath.log1p,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "arcsin": mpmath.asin,
    "arccos": mpmath.acos,
    "arctan": mpmath.atan,
    "arctan2": mpmath.atan2,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "arcsinh": mpmath.asinh,
    "arccosh": mpmath.acosh,
    "arctanh": mpmath.atanh,
    "erf": mpmath.erf,
    # mpmath cannot say how small erfc(1e200) is.
    "erfc": lambda x: mpmath.erfc(x) if abs(x) < 1e9 else mpmath.mpf(0 if x > 0 else 2),
}


def _everywhere(function):
    """Apply a function of numbers to numbers and to arrays of them."""
    many = {n: np.frompyfunc(function, n, 1) for n in (1, 2, 3)}

    def apply(*args):
        return (many[len(args)] if any(isinstance(arg, np.ndarray) for arg in args) else function)(*args)

    return apply


EVERYWHERE = {head: _everywhere(function) for head, function in FUNCTIONS.items()}


def exact(value):
    """Return floats as mpmath numbers, entry by entry."""
    if isinstance(value, np.ndarray):
        return np.frompyfunc(mpmath.mpf, 1, 1)(value)
    return mpmath.mpf(float(value)) if isinstance(value, float | int) else value


def evaluate(tree: Expr, values, functions=EVERYWHERE):
    """Return the value of a tree, each part computed once."""
    known = {}

    def value(part):
        if id(part) not in known:
            known[id(part)] = compute(part)
        return known[id(part)]

    def compute(part):
        if part.head == "symbol":
            return values[part.args[0]]
        if part.head == "static":
            return part.args[0]
        if part.head == "number":
            return exact(part.args[0]) if functions is EVERYWHERE else part.args[0]
        args = tuple(map(value, part.args))
        if part.head in functions:
            return functions[part.head](*args)
        result = (PRIMITIVES.get(part.head) or getattr(np, part.head))(*args)
        return exact(result) if functions is EVERYWHERE and isinstance(result, np.floating) else result

    return value(tree)


def forward(op: Op, arity: int, attrs):
    """Return the op's forward rule as a function of mpmath numbers."""
    names = [f"x{i}" for i in range(arity)]
    tree = trace(op.forward, *names, **attrs)
    return lambda *inputs: evaluate(tree, dict(zip(names, inputs, strict=True)))


def evaluate_safely(function, inputs):
    """Return a value of mpmath's, NaN where it is no real number."""
    try:
        value = function(*inputs)
    except (ValueError, ZeroDivisionError):
        return mpmath.nan
    return value if isinstance(value, mpmath.mpf) else mpmath.nan


def slope(function, inputs, slot, step=None):
    """Return the derivative by one number among the inputs: a central difference, exact to half the digits."""
    x = inputs[slot]
    h = step or mpmath.mpf(10) ** -30 * (min(1, abs(x)) or 1)
    ahead, behind = ((*inputs[:slot], x + d, *inputs[slot + 1 :]) for d in (h, -h))
    return (function(*ahead) - function(*behind)) / (2 * h)


def jacobian(function, inputs, slot):
    """Return d(result)/d(entries of one input), its last axis the entries."""
    numbers = [exact(x) for x in inputs]
    h = mpmath.mpf(10) ** -30
    columns = []
    for place in np.ndindex(np.shape(inputs[slot])):
        mask = np.zeros(np.shape(inputs[slot]), dtype=object)
        mask[place] = h
        ahead, behind = (
            np.asarray(function(*numbers[:slot], numbers[slot] + sign * mask[()], *numbers[slot + 1 :]))
            for sign in (1, -1)
        )
        columns.append((ahead - behind) / (2 * h))
    return np.stack(columns, axis=-1)


# Points and cases ------------------------------------------------------------------------------------------------


def halton(i: int, base: int) -> float:
    """Return the i-th number of van der Corput's sequence: evenly scattered between 0 and 1, without chance."""
    result, share = 0.0, 1.0
    while i:
        share /= base
        result += share * (i % base)
        i //= base
    return result


PRIMES = (2, 3, 5, 7)
TAILS = (1e-300, 1e-20, 1e-9, 8.0, 20.0, 36.7, 100.0, 300.0, 700.0, 1e4, 1e200)


def interval(op: Op, slot: int):
    return (op.domain[min(slot, len(op.domain) - 1)] if op.domain else None) or (-4.0, 4.0)


def points(op: Op, arity: int, count: int):
    """Yield points scattered over the op's domain."""
    for i in range(1, count + 1):
        ends = [interval(op, slot) for slot in range(arity)]
        yield tuple(lo + (hi - lo) * halton(i, PRIMES[slot]) for slot, (lo, hi) in enumerate(ends))


def tails(op: Op):
    """Yield points far out, or close to the ends of the domain, for functions of one number."""
    if not op.domain or op.domain[0] is None:
        yield from ((sign * x,) for x in TAILS for sign in (1, -1))
        return
    lo, hi = op.domain[0]
    for near in (1e-3, 1e-9, 1e-15):
        yield from ((x,) for x in (lo + near * max(1, abs(lo)), hi - near * max(1, abs(hi))))
    if lo == 0:
        yield from ((x,) for x in (1e-300, 1e-20, 1e300))


SHAPES = ((), (3,), (2,), (2, 3), (3, 2), (1, 3), (5,), (4, 4), (2, 4), (2, 2, 3), (2, 1, 2), (3, 2, 2), (2, 2, 3, 4))
SHAPES += ((2, 2, 2, 2),)
EMPTY = ((0,), (0, 3), (2, 0))
CHOICES = {
    "ints": (0, 1, -1, (0, 1), (2, 0)),
    "int": (1, 2, -1),
    "bool": (True,),
    "float": (0.5, 2.0),
    "shape": (6, (3, 2), (-1, 2), (2, 1, 3)),
    "index": ((0,), (-1,), (slice(None), 1), (slice(1, None),), (1, slice(0, 2)), (slice(0, -1, 2), 0)),
}


def _attributes(op: Op):
    """Yield keywords: every parameter left out (where it may be), or one of the choices for its kind."""
    options = [([] if param.required else [None]) + list(CHOICES[param.kind]) for param in op.params]
    for chosen in itertools.product(*options):
        yield {param.name: v for param, v in zip(op.params, chosen, strict=True) if v is not None}


def _fitting(op: Op, arities, pool):
    for attrs in _attributes(op):
        if "classes" in attrs:  # wants whole numbers
            continue
        for arity in arities:
            for shapes in itertools.product(pool, repeat=arity):
                try:
                    op.shape(*shapes, **attrs)
                except (ShapeError, TypeError):
                    continue
                if sum(map(math.prod, shapes)) <= 32:
                    yield shapes, attrs


def cases(op: Op, count: int, pool=SHAPES):
    """Return up to ``count`` of all fitting shapes and attributes of an array op, evenly chosen."""
    arities = (1, 2, 3) if op.variadic else (op.arity,)
    if any(param.name == "index" for param in op.params):
        arities = (op.arity - 1, op.arity)
    found = list(_fitting(op, arities, pool))
    every = max(1, len(found) // count)
    return found[::every][:count] if len(found) > count else found


def arrays(op: Op, shapes, seed: int, spread: float = 1.0):
    """Return inputs of these shapes, scattered over the op's domain; ``spread`` stretches an unbounded one."""
    numbers = np.random.default_rng(seed)
    inputs = []
    for slot, shape in enumerate(shapes):
        lo, hi = interval(op, slot)
        if not op.domain or op.domain[min(slot, len(op.domain) - 1)] is None:
            lo, hi = lo * spread, hi * spread
        inputs.append(np.asarray(numbers.uniform(lo, hi, shape)) if shape else np.float64(numbers.uniform(lo, hi)))
    return inputs
