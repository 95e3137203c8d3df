"""Op: what a primitive is. One frozen record holds all that the house knows about a function.

A rule is a plain NumPy expression. On arrays it computes; on a symbolic stand-in (``symbolic.Expr``) the same rule
becomes an expression tree, which is printed as Python, JavaScript, LaTeX and MathML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Rule = Callable[..., Any]
Shape = tuple[int, ...]
Attrs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kink:
    """A set of points where the derivative is a convention.

    ``when(*inputs, **attrs)`` is true there (elementwise; for array ops a truth value a result). ``slot`` is the
    input whose derivative it is about (-1: each input alike); ``left`` and ``right`` give its one-sided derivatives
    as rules of the inputs and attributes (or numbers), None (or NaN from a rule) where there is none.
    ``convention`` says in words what the house answers, ``at`` where that is.
    """

    when: Rule
    convention: str
    at: str
    slot: int = 0
    left: Rule | float | None = None
    right: Rule | float | None = None


@dataclass(frozen=True, slots=True)
class Param:
    """A keyword of a function that is fixed when the program is read, such as ``axis`` or ``delta``.

    ``kind`` says which literals are allowed: ``ints`` is an integer or a tuple of integers, ``shape`` the same, and
    ``index`` a tuple of integers and slices (what stands in ``x[…]``). Lists arrive as tuples. Parameters stand in
    the order in which they may be given by position after the inputs.
    """

    name: str
    kind: Literal["int", "ints", "float", "bool", "shape", "index"]
    default: Any = None
    required: bool = False
    aliases: tuple[str, ...] = ()


# A record is itself alone (eq=False): two ops are the same only if they are the same object, and hashing is quick.
@dataclass(frozen=True, slots=True, eq=False)
class Op:
    """A primitive: how it is computed, differentiated, shown and bounded.

    Exactly one of ``partials`` and ``pull`` is given (leaves have neither). Attributes that are left out of
    ``attrs`` have their ``Param``'s default in every rule.

    * ``forward(*inputs, **attrs)`` returns the value.
    * ``partials[i](y, *inputs, **attrs)`` is d(y)/d(input i) elementwise, in the numerically stable form that runs.
      A variadic op has one rule, ``(y, own, *others)``, with the input it is about first. A rule may answer one
      number for a partial that is the same everywhere: 1.0 stands for ones.
    * ``pull[i](g, y, *inputs, **attrs)`` hands the upstream gradient ``g`` (of y's shape) back to input i (of its
      shape). A variadic op has one rule ``(g, y, slot, *inputs, **attrs)``.
    * ``push`` is the forward-mode rule: a callable ``(slot, tangent, y, *inputs, **attrs)`` gives the tangent of y
      for a tangent of one input. ``"linear"`` says that ``forward`` itself does it with the other inputs zero,
      ``"multilinear"`` that it does with the other inputs as they are. Elementwise ops need none.
    * ``shown[i](y, *inputs)`` is the textbook form of a partial where it differs from the one that runs.
    """

    name: str
    doc: str
    """One sentence for learners: what the function gives."""
    signature: str
    """As one types it: ``clip(x, lo, hi)``."""
    forward: Rule | None = None
    arity: int = 1
    """Number of inputs, or the least number where ``variadic``."""
    variadic: bool = False
    partials: tuple[Rule, ...] | None = None
    shown: tuple[Rule | None, ...] = ()
    pull: tuple[Rule, ...] | None = None
    push: Rule | Literal["linear", "multilinear"] | None = None
    shape: Callable[..., Shape] | None = None
    """``shape(*input_shapes, **attrs)``; None broadcasts. Raises ``errors.ShapeError`` whose detail may name
    operands as ``{0}``, ``{1}`` and the whole expression as ``{}``."""
    cost: Callable[..., int] | None = None
    """Element operations as ``cost(out_shape, *input_shapes, **attrs)``; None counts the elements of the result."""
    params: tuple[Param, ...] = ()
    blocked: tuple[int, ...] = ()
    """Inputs that no gradient flows to, such as the condition of ``where``. -1 stands for all inputs."""
    factor: Rule | None = None
    """``factor(slot, *inputs, **attrs)`` → (operand index, array) for ops whose local gradient is a matrix that the
    learner knows, as w for the a of ``a @ w``."""
    rule: tuple[str, ...] = ()
    """In words, a slot each (the last one repeats): how an array op hands the upstream gradient back."""
    symbol: str = ""
    """What stands in the roundel of a card: ``+``, ``×``, ``tanh``."""
    infix: str = ""
    """The operator between two operands, where there is one: ``@``."""
    headline: str = ""
    """A short sentence in bold about what the op does to a gradient: "Addition hands its gradient on unchanged"."""
    story: str = ""
    """One more sentence in plain words about the backward step, without numbers."""
    latex: str = ""
    """The value as LaTeX with ``{0}``, ``{1}`` for the operands (``{}`` for all those of a variadic op), where the
    printer's own form is not wanted."""
    domain: tuple[tuple[float, float] | None, ...] = ()
    """For each input the open interval from which tests draw points; None, and nothing at all, is all reals."""
    inside: Rule | None = None
    """``inside(*inputs)``: true (elementwise) within the domain and at its ends; outside the local gradient is NaN."""
    log_of_zero: Rule | None = None
    """``log_of_zero(*inputs)``: true where a loss takes the logarithm of 0, at probability 0 for what has weight."""
    domain_text: str = ""
    """The domain in words or symbols, for people: ``x > 0``."""
    kinks: tuple[Kink, ...] = ()
    source: str = ""
    """Where the derivative is published (DLMF section, paper, or the calculus rule by name)."""

    @property
    def elementwise(self) -> bool:
        """Whether every entry of the result depends on one entry of each (broadcast) input."""
        return self.partials is not None

    def slot_rule(self, rules: tuple[Any, ...], slot: int) -> Any:
        """The entry of ``rules`` for an input; a variadic op has one for all."""
        return rules[min(slot, len(rules) - 1)]
