"""What can be called, under which names: the op records, and the names that NumPy, PyTorch and math give them.

Closed tables: what a program calls is looked up here and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from chainrule.engine.op import Op, Param
from chainrule.engine.ops import OPS

MANY = sys.maxsize


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One way to call an op.

    ``exact`` is the number of arguments of a function that takes a fixed number of them and nothing else, and -1 of
    all others. ``least`` and ``most`` count the arguments that are nodes, ``positional`` are the keywords that may
    follow them without their name, ``slots`` the arguments that may be given by name. ``sequence`` says that the
    arguments may come as one list, ``pasted`` that this is another library's way of writing it.
    """

    op: Op
    usage: str
    exact: int = -1
    least: int = 1
    most: int = 1
    positional: tuple[Param, ...] = ()
    slots: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    sequence: bool = False
    pasted: bool = False
    kind: Literal["function", "extreme", "clip", "classes", "wrapper"] = "function"

    def param(self, keyword: str) -> Param | None:
        """Return the keyword of that name or alias."""
        return next((p for p in self.op.params if keyword == p.name or keyword in p.aliases), None)


def _form(op: Op) -> Form:
    """Return how the language itself writes a call of ``op``."""
    positional = tuple(p for p in op.params if p.required or not op.arity)
    plain = not op.variadic and not op.params
    return Form(
        op,
        op.signature,
        exact=op.arity if plain else -1,
        least=op.arity,
        most=MANY if op.variadic else op.arity,
        positional=positional,
        sequence=op.name in ("concat", "stack"),
    )


def _extreme(op: Op) -> Form:
    """Return the form of max and min, which reduce one array or compare several."""
    return replace(_form(op), usage=f"{op.name}(a, b) or {op.signature}", most=MANY, kind="extreme")


def _plain() -> dict[str, Form]:
    """Return the functions of the language by name."""
    hidden = {"input", "const", "identity", "index", "lt", "le", "gt", "ge", "eq", "ne", "maximum", "minimum"}
    forms = {name: _form(op) for name, op in OPS.items() if name not in hidden}
    for name, infix in {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**", "matmul": "@"}.items():
        forms[name] = replace(forms[name], usage=f"{name}(a, b) or a {infix} b")
    forms["neg"] = replace(forms["neg"], usage="neg(x) or -x")
    forms["transpose"] = replace(forms["transpose"], usage="transpose(x) or x.T")
    forms["max"] = _extreme(OPS["max"])
    forms["min"] = _extreme(OPS["min"])
    forms["clip"] = replace(forms["clip"], exact=-1, slots={"lo": 1, "hi": 2})
    forms["softmax_cross_entropy"] = replace(forms["softmax_cross_entropy"], least=1)
    return forms


def _pasted(form: Form) -> Form:
    """Return a form as other libraries write it: an axis may follow without its name."""
    op = form.op
    axis = tuple(p for p in op.params[:1] if p.name == "axis" and op.name != "norm")
    if op.name == "maxpool2d":
        return replace(form, exact=-1, positional=op.params, pasted=True)
    if op.name == "clip":
        names = {"lo": 1, "hi": 2, "min": 1, "max": 2, "a_min": 1, "a_max": 2}
        return replace(form, exact=-1, least=1, slots=names, kind="clip", pasted=True)
    return replace(form, exact=-1, positional=(*axis, *form.positional), pasted=True)


FORMS = _plain()
"""The functions of the language."""

_NUMPY = """
    exp log log2 log10 log1p expm1 sqrt cbrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh abs sign
    floor ceil round square reciprocal sum mean prod max min var std dot matmul outer transpose reshape concat stack
    clip where hypot mod pow zeros ones eye arange
    arcsin=asin arccos=acos arctan=atan arctan2=atan2 arcsinh=asinh arccosh=acosh arctanh=atanh absolute=abs fabs=abs
    around=round rint=round power=pow float_power=pow add=add subtract=sub multiply=mul divide=div true_divide=div
    negative=neg remainder=mod concatenate=concat amax=max amin=min linalg.norm=norm identity=eye
    permute_dims=transpose maximum=maximum minimum=minimum
    less=lt less_equal=le greater=gt greater_equal=ge equal=eq not_equal=ne
"""
_TORCH = """
    exp log log2 log10 log1p expm1 sqrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh sigmoid relu
    selu softmax log_softmax logsumexp abs sign floor ceil round square reciprocal erf max min clip where hypot pow add
    sub mul div neg sum mean prod var std norm dot matmul outer reshape concat stack zeros ones eye arange
    arcsin=asin arccos=acos arctan=atan arctan2=atan2 arcsinh=asinh arccosh=acosh arctanh=atanh absolute=abs clamp=clip
    subtract=sub multiply=mul divide=div true_divide=div negative=neg remainder=mod mm=matmul mv=matmul
    bmm=matmul t=transpose cat=concat concatenate=concat amax=max amin=min linalg.norm=norm special.expit=sigmoid
    ger=outer
    maximum=maximum minimum=minimum lt=lt le=le gt=gt ge=ge eq=eq ne=ne
"""
_FUNCTIONAL = """
    relu relu6 leaky_relu elu selu gelu silu mish softplus softsign hardtanh hardsigmoid sigmoid tanh logsigmoid softmax
    log_softmax conv1d conv2d
    max_pool2d=maxpool2d mse_loss=mse l1_loss=mae smooth_l1_loss=huber huber_loss=huber binary_cross_entropy=bce
    binary_cross_entropy_with_logits=bce_with_logits cross_entropy=softmax_cross_entropy
"""
_MATH = """
    exp log log2 log10 log1p expm1 sqrt cbrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh erf pow
    hypot floor ceil fabs=abs
"""
_METHODS = "clamp=clip mm=matmul mv=matmul view=reshape t=transpose absolute=abs remainder=mod power=pow subtract=sub"
_ALIASES = {
    "np": _NUMPY,
    "numpy": _NUMPY,
    "jnp": _NUMPY,
    "jax.numpy": _NUMPY,
    "torch": _TORCH,
    "F": _FUNCTIONAL,
    "nn.functional": _FUNCTIONAL,
    "torch.nn.functional": _FUNCTIONAL,
    "math": _MATH,
}
_WRAPPERS = """
    Value np.array np.asarray np.float64 np.float32 numpy.array numpy.asarray jnp.array jnp.asarray jnp.float32
    torch.tensor torch.Tensor torch.as_tensor torch.FloatTensor torch.DoubleTensor torch.nn.Parameter nn.Parameter
"""

MODULES = frozenset(_ALIASES) | {
    "jax",
    "nn",
    "torch.nn",
    "tf",
    "scipy",
    "cmath",
    "mpmath",
    "sympy",
    "autograd",
    "tensorflow",
}
"""What stands before a dot in pasted code and is no variable."""


def _named(name: str) -> Form:
    """Return the pasted form of the function or op ``name``."""
    return _pasted(FORMS[name] if name in FORMS else _form(OPS[name]))


def _table(words: str) -> Iterable[tuple[str, Form]]:
    """Read a table of ``theirs=ours`` and of names that are the same."""
    for word in words.split():
        theirs, _, ours = word.partition("=")
        yield theirs, _named(ours or theirs)


def _prefixed() -> dict[str, Form]:
    """Return the functions with another library's prefix."""
    forms = {f"{prefix}.{name}": form for prefix, words in _ALIASES.items() for name, form in _table(words)}
    for spread in ("var", "std"):
        forms[f"torch.{spread}"] = replace(forms[f"torch.{spread}"], fixed={"correction": 1})
    for prefix in ("F", "nn.functional", "torch.nn.functional"):
        losses = forms[f"{prefix}.cross_entropy"]
        forms[f"{prefix}.cross_entropy"] = replace(
            losses,
            usage=f"{prefix}.cross_entropy(z, t)",
            least=2,
            slots={"input": 0, "target": 1},
            fixed={"classes": True},
            kind="classes",
        )
    for name in ("maximum", "minimum"):
        for prefix in ("np", "numpy", "jnp", "jax.numpy", "torch"):
            forms[f"{prefix}.{name}"] = replace(forms[f"{prefix}.{name}"], most=2, usage=f"{prefix}.{name}(a, b)")
    return forms


def _methods() -> dict[str, Form]:
    """Return the functions that may follow a value and a dot."""
    forms = {name: _pasted(form) for name, form in FORMS.items() if form.least and name != "where"}
    return forms | dict(_table(_METHODS))


WRAPPERS = {name: Form(OPS["const"], f"{name}(2.0)", kind="wrapper", pasted=True) for name in _WRAPPERS.split()}
"""What stands around a literal in pasted code and adds nothing to it."""
PREFIXED = _prefixed() | WRAPPERS
METHODS = _methods()

IGNORED: Mapping[str, tuple[object, ...]] = MappingProxyType(
    {
        "reduction": ("mean",),
        "approximate": ("none",),
        "negative_slope": (0.01,),
        "alpha": (1,),
        "beta": (1,),
        "p": (2, "fro"),
        "ord": (2, None, "fro"),
        "weight": (None,),
        "bias": (None,),
        "out": (None,),
    }
)
"""Keywords of pasted code that change nothing as long as they have one of these values."""
DECORATION = frozenset({"dtype", "requires_grad", "device", "label", "inplace", "copy"})
"""Keywords of pasted code that change nothing whatever their value."""
NEUTRAL = frozenset({"requires_grad_", "retain_grad", "double", "float"})
"""Methods of pasted code that change no value and no gradient."""

CONSTANTS: Mapping[str, float] = MappingProxyType(
    {"pi": 3.141592653589793, "e": 2.718281828459045, "tau": 6.283185307179586}
)
PREFIXED_CONSTANTS: Mapping[str, str] = MappingProxyType(
    {f"{m}.{c}": c for m in ("np", "numpy", "jnp", "jax.numpy", "math", "torch") for c in CONSTANTS}
)

LIST, SEQUENCE, TUPLE = (Form(OPS["const"], usage) for usage in ("[a, b]", "[a, b]", "(a, b)"))
"""What a bracket without a name may be: an array; the arguments of a call as one list; a shape in parentheses."""
DISPLAYS = frozenset({LIST, SEQUENCE, TUPLE})
