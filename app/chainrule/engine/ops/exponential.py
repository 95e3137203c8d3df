"""Exponentials, logarithms, roots, and the error function."""

from __future__ import annotations

import math

import numpy as np

from chainrule.engine.op import Kink, Op, Rule
from chainrule.engine.ops.prims import erf

LN2 = math.log(2)
LN10 = math.log(10)
TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)


def _logarithm(name: str, doc: str, forward: Rule, slope: float, latex: str, source: str) -> Op:
    """Return a logarithm whose local gradient is 1 / (x · slope)."""
    return Op(
        name=name,
        doc=doc,
        signature=f"{name}(x)",
        forward=forward,
        # |x| so that −0 answers +∞ as 0 does.
        partials=(lambda y, x: np.where(x < 0, np.nan, 1 / (np.abs(x) * slope)),)
        if slope != 1
        else (lambda y, x: np.where(x < 0, np.nan, 1 / np.abs(x)),),
        shown=(lambda y, x: 1 / (x * slope),) if slope != 1 else (lambda y, x: 1 / x,),
        symbol=name,
        headline="The smaller the value, the more its logarithm answers",
        story="The gradient is divided by the value: the same nudge means much next to 0 and little far out.",
        latex=latex,
        domain=((0.0, 20.0),),
        inside=lambda x: x >= 0,
        domain_text="x > 0",
        kinks=(
            Kink(
                when=lambda x: np.equal(x, 0),
                at="x = 0",
                convention="the local gradient is ∞, the limit from the right; below 0 there is none (NaN)",
                right=math.inf,
            ),
        ),
        source=source,
    )


OPS = (
    Op(
        name="exp",
        doc="e raised to the value.",
        signature="exp(x)",
        forward=lambda x: np.exp(x),
        partials=(lambda y, x: y,),
        symbol="eˣ",
        headline="The exponential is its own slope",
        story="The local gradient is the value that has just been computed: what is large also grows fast.",
        domain=((-30.0, 30.0),),
        domain_text="all real x",
        source="DLMF §4.7(ii)",
    ),
    Op(
        name="expm1",
        doc="exp(x) − 1, accurate also for tiny values.",
        signature="expm1(x)",
        forward=lambda x: np.expm1(x),
        partials=(lambda y, x: np.exp(x),),
        symbol="eˣ−1",
        headline="Taking 1 away does not change the slope",
        story="The local gradient is that of the exponential, since the 1 is constant.",
        latex="e^{{{0}}} - 1",
        domain=((-30.0, 30.0),),
        domain_text="all real x",
        source="DLMF §4.7(ii)",
    ),
    _logarithm("log", "The natural logarithm.", lambda x: np.log(x), 1, r"\ln({0})", "DLMF §4.7(i)"),
    _logarithm(
        "log2",
        "The logarithm to base 2.",
        lambda x: np.log2(x),
        LN2,
        r"\log_{{2}}({0})",
        "DLMF §4.7(i) and a change of base",
    ),
    _logarithm(
        "log10",
        "The logarithm to base 10.",
        lambda x: np.log10(x),
        LN10,
        r"\log_{{10}}({0})",
        "DLMF §4.7(i) and a change of base",
    ),
    Op(
        name="log1p",
        doc="log(1 + x), accurate also for tiny values.",
        signature="log1p(x)",
        forward=lambda x: np.log1p(x),
        partials=(lambda y, x: np.where(x < -1, np.nan, 1 / (1 + x)),),
        shown=(lambda y, x: 1 / (1 + x),),
        symbol="log1p",
        headline="Near 0 the gradient passes almost unchanged",
        story="The gradient is divided by 1 + x, so it grows without bound as x falls towards −1.",
        latex=r"\ln(1 + {0})",
        domain=((-1.0, 20.0),),
        inside=lambda x: x >= -1,
        domain_text="x > −1",
        kinks=(
            Kink(
                when=lambda x: np.equal(x, -1),
                at="x = −1",
                convention="the local gradient is ∞, the limit from the right; below −1 there is none (NaN)",
                right=math.inf,
            ),
        ),
        source="DLMF §4.7(i)",
    ),
    Op(
        name="sqrt",
        doc="The square root.",
        signature="sqrt(x)",
        forward=lambda x: np.sqrt(x),
        partials=(lambda y, x: 0.5 / np.abs(y),),
        shown=(lambda y, x: 1 / (2 * y),),
        symbol="√",
        headline="The square root answers strongly near 0",
        story="The gradient is divided by twice the root, so a small root means a large gradient.",
        domain=((0.0, 20.0),),
        inside=lambda x: x >= 0,
        domain_text="x ≥ 0",
        kinks=(
            Kink(
                when=lambda x: np.equal(x, 0),
                at="x = 0",
                convention="the local gradient is ∞, the limit from the right; below 0 there is none (NaN)",
                right=math.inf,
            ),
        ),
        source="power rule",
    ),
    Op(
        name="cbrt",
        doc="The cube root, also of negative values.",
        signature="cbrt(x)",
        forward=lambda x: np.cbrt(x),
        partials=(lambda y, x: 1 / (3 * (y * y)),),
        shown=(lambda y, x: 1 / (3 * y**2),),
        symbol="∛",
        headline="The cube root answers strongly near 0",
        story="The gradient is divided by three times the squared root, which is positive on both sides of 0.",
        latex=r"\sqrt[3]{{{0}}}",
        domain_text="all real x",
        kinks=(
            Kink(
                when=lambda x: np.equal(x, 0),
                at="x = 0",
                convention="the local gradient is ∞, the limit from both sides",
                left=math.inf,
                right=math.inf,
            ),
        ),
        source="power rule",
    ),
    Op(
        name="erf",
        doc="The error function: how much of a bell curve lies between −x and x.",
        signature="erf(x)",
        forward=lambda x: erf(x),
        partials=(lambda y, x: TWO_OVER_ROOT_PI * np.exp(-(x * x)),),
        symbol="erf",
        headline="The slope of the error function is the bell curve",
        story="Near 0 nearly all of the gradient passes; a few units away hardly any is left.",
        domain=((-6.0, 6.0),),
        domain_text="all real x",
        source="DLMF §7.2(i)",
    ),
)
