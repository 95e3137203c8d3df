"""Activation functions of neural networks.

The forms that run use e = exp(−|x|), which never overflows, so that both tails keep all their digits; the textbook
forms stand in ``shown``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine.op import Kink, Op
from chainrule.engine.ops.prims import erf, erfc
from chainrule.engine.ops.stable import sigmoid, softplus

ROOT_HALF = math.sqrt(0.5)
ROOT_TWO_PI = math.sqrt(2 * math.pi)
LEAK = 0.01
# Constants of the SELU paper, to all digits of a double.
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
SELU_SLOPE = SELU_SCALE * SELU_ALPHA


def _bell(x: Any) -> Any:
    """Return the density of the standard normal distribution."""
    return np.exp(-0.5 * (x * x)) / ROOT_TWO_PI


def _normal(x: Any) -> Any:
    """Return the distribution function of the standard normal distribution, accurate in the left tail."""
    return 0.5 * erfc(-ROOT_HALF * x)


def _sigmoid_slope(x: Any) -> Any:
    """Return σ(x)(1 − σ(x)), which is even in x."""
    e = np.exp(-np.abs(x))
    return e / np.square(1 + e)


def _mish_gate(x: Any) -> Any:
    """Return tanh(softplus(x)) as a ratio of polynomials in e = exp(−|x|)."""
    e = np.exp(-np.abs(x))
    return np.where(x > 0, 1 + 2 * e, e * (2 + e)) / np.where(x > 0, 1 + 2 * e * (1 + e), 2 + e * (2 + e))


def _mish_gate_slope(x: Any) -> Any:
    """Return the derivative of ``_mish_gate``."""
    e = np.exp(-np.abs(x))
    bottom = np.where(x > 0, 1 + 2 * e * (1 + e), 2 + e * (2 + e))
    return 4 * e * (1 + e) * np.where(x > 0, e, 1.0) / np.square(bottom)


def _zero(at: float, convention: str, left: float, right: float) -> Kink:
    """Return a corner of a function of one number."""
    return Kink(
        when=lambda x: np.equal(x, at),
        at=f"x = {at:g}".replace("-", "−"),
        convention=convention,
        left=left,
        right=right,
    )


OPS = (
    Op(
        name="sigmoid",
        doc="The logistic function 1/(1 + e⁻ˣ): an S-curve from 0 to 1.",
        signature="sigmoid(x)",
        forward=lambda x: sigmoid(x),
        partials=(lambda y, x: _sigmoid_slope(x),),
        shown=(lambda y, x: y * (1 - y),),
        symbol="σ",
        headline="The sigmoid lets at most a quarter through",
        story="At 0 a quarter of the gradient passes; where the curve is flat, nearly nothing does: it saturates.",
        latex=r"\sigma({0})",
        domain_text="all real x",
        source="Nielsen, Neural Networks and Deep Learning, chapter 1; quotient rule",
    ),
    Op(
        name="logsigmoid",
        doc="The logarithm of the sigmoid, accurate for large values of both signs.",
        signature="logsigmoid(x)",
        forward=lambda x: np.minimum(x, 0.0) - np.log1p(np.exp(-np.abs(x))),
        partials=(lambda y, x: sigmoid(-x),),
        shown=(lambda y, x: 1 - 1 / (1 + np.exp(-x)),),
        symbol="log σ",
        headline="A confident answer gets no more gradient",
        story="For very negative values the whole gradient passes; for very positive ones none is left to gain.",
        latex=r"\ln \sigma({0})",
        domain_text="all real x",
        source="chain rule on log(1/(1 + e⁻ˣ))",
    ),
    Op(
        name="relu",
        doc="The rectifier: positive values as they are, 0 for negative ones.",
        signature="relu(x)",
        forward=lambda x: np.maximum(x, 0.0),
        partials=(lambda y, x: np.where(x > 0, 1.0, 0.0),),
        symbol="relu",
        headline="ReLU is a gate: open for positive values, shut for the rest",
        story="If the gate is open the gradient passes whole; if it is shut nothing passes, and the unit is dead.",
        latex=r"\operatorname{{relu}}({0})",
        domain_text="all real x",
        kinks=(_zero(0, "relu′(0) = 0", 0.0, 1.0),),
        source="Nair and Hinton 2010; convention relu′(0) = 0 of Bertoin et al. 2021",
    ),
    Op(
        name="relu6",
        doc="The rectifier capped at 6.",
        signature="relu6(x)",
        forward=lambda x: np.minimum(np.maximum(x, 0.0), 6.0),
        partials=(lambda y, x: np.where((x > 0) & (x < 6), 1.0, 0.0),),  # noqa: PLR2004 -- the 6 of relu6
        symbol="relu6",
        headline="The gate is open between 0 and 6",
        story="In between the gradient passes whole; below 0 and above 6 the curve is flat and nothing passes.",
        latex=r"\operatorname{{relu6}}({0})",
        domain_text="all real x",
        kinks=(_zero(0, "relu6′(0) = 0", 0.0, 1.0), _zero(6, "relu6′(6) = 0", 1.0, 0.0)),
        source="Krizhevsky, Convolutional Deep Belief Networks on CIFAR-10, 2010",
    ),
    Op(
        name="leaky_relu",
        doc="The rectifier with a small slope of 0.01 for negative values.",
        signature="leaky_relu(x)",
        forward=lambda x: np.where(x > 0, x, LEAK * x),
        partials=(lambda y, x: np.where(x > 0, 1.0, LEAK),),
        symbol="leaky",
        headline="The gate never shuts quite",
        story="For negative values one hundredth of the gradient still gets through, so the unit can recover.",
        latex=r"\operatorname{{leaky\_relu}}({0})",
        domain_text="all real x",
        kinks=(_zero(0, "leaky_relu′(0) = 0.01, the slope on the left", LEAK, 1.0),),
        source="Maas, Hannun and Ng 2013",
    ),
    Op(
        name="elu",
        doc="Positive values as they are, eˣ − 1 for negative ones.",
        signature="elu(x)",
        forward=lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0.0))),
        partials=(lambda y, x: np.where(x > 0, 1.0, np.exp(np.minimum(x, 0.0))),),
        shown=(lambda y, x: np.where(x > 0, 1.0, np.exp(x)),),
        symbol="elu",
        headline="Open for positive values, fading for negative ones",
        story="Left of 0 the gradient fades like the exponential; at 0 the two pieces meet with the same slope.",
        latex=r"\operatorname{{elu}}({0})",
        domain_text="all real x",
        source="Clevert, Unterthiner and Hochreiter 2015",
    ),
    Op(
        name="selu",
        doc="The scaled ELU, whose constants keep mean 0 and variance 1 from layer to layer.",
        signature="selu(x)",
        forward=lambda x: np.where(x > 0, SELU_SCALE * x, SELU_SLOPE * np.expm1(np.minimum(x, 0.0))),
        partials=(lambda y, x: np.where(x > 0, SELU_SCALE, SELU_SLOPE * np.exp(np.minimum(x, 0.0))),),
        shown=(lambda y, x: np.where(x > 0, SELU_SCALE, SELU_SLOPE * np.exp(x)),),
        symbol="selu",
        headline="Slightly strengthened for positive values, fading for negative ones",
        story="Right of 0 the gradient grows by 5 %; just left of 0 it is even stronger, then it fades away.",
        latex=r"\operatorname{{selu}}({0})",
        domain_text="all real x",
        kinks=(_zero(0, "selu′(0) = 1.7581, the slope on the left", SELU_SLOPE, SELU_SCALE),),
        source="Klambauer et al. 2017",
    ),
    Op(
        name="gelu",
        doc="The value times the chance that a standard normal number is smaller (exact, by erf).",
        signature="gelu(x)",
        forward=lambda x: x * _normal(x),
        partials=(lambda y, x: _normal(x) + x * _bell(x),),
        shown=(lambda y, x: 0.5 * (1 + erf(x / np.sqrt(2.0))) + x * _bell(x),),
        symbol="gelu",
        headline="A gate that opens softly",
        story="Large values pass the gradient whole, very negative ones stop it; in between the gate is partly open.",
        latex=r"\operatorname{{gelu}}({0})",
        domain_text="all real x",
        source="Hendrycks and Gimpel 2016",
    ),
    Op(
        name="silu",
        doc="The value times its sigmoid, also called swish.",
        signature="silu(x)",
        forward=lambda x: x * sigmoid(x),
        partials=(lambda y, x: sigmoid(x) * (1 + x * sigmoid(-x)),),
        shown=(lambda y, x: (1 + x * (1 - 1 / (1 + np.exp(-x)))) / (1 + np.exp(-x)),),
        symbol="silu",
        headline="A gate that opens softly",
        story="Large values pass the gradient whole; left of its dip at −1.28 the sign even turns, then all fades.",
        latex=r"\operatorname{{silu}}({0})",
        domain_text="all real x",
        source="Elfwing, Uchibe and Doya 2017; Ramachandran, Zoph and Le 2017",
    ),
    Op(
        name="mish",
        doc="The value times the hyperbolic tangent of its softplus.",
        signature="mish(x)",
        forward=lambda x: x * _mish_gate(x),
        partials=(lambda y, x: _mish_gate(x) + x * _mish_gate_slope(x),),
        shown=(
            lambda y, x: np.tanh(np.log(1 + np.exp(x))) + x / np.cosh(np.log(1 + np.exp(x))) ** 2 / (1 + np.exp(-x)),
        ),
        symbol="mish",
        headline="A gate that opens softly",
        story="Large values pass the gradient whole; left of its dip at −1.19 the sign even turns, then all fades.",
        latex=r"\operatorname{{mish}}({0})",
        domain_text="all real x",
        source="Misra 2019",
    ),
    Op(
        name="softplus",
        doc="log(1 + eˣ): a smooth rectifier.",
        signature="softplus(x)",
        forward=lambda x: softplus(x),
        partials=(lambda y, x: sigmoid(x),),
        shown=(lambda y, x: 1 / (1 + np.exp(-x)),),
        symbol="soft+",
        headline="The slope of softplus is the sigmoid",
        story="It is a gate that opens gradually: half open at 0, open for large values, shut for very negative ones.",
        latex=r"\ln(1 + e^{{{0}}})",
        domain_text="all real x",
        source="Dugas et al. 2001; DLMF §4.7(i)",
    ),
    Op(
        name="softsign",
        doc="x/(1 + |x|): an S-curve that flattens slowly.",
        signature="softsign(x)",
        forward=lambda x: x / (1 + np.abs(x)),
        partials=(lambda y, x: np.square(1 / (1 + np.abs(x))),),
        shown=(lambda y, x: 1 / (1 + np.abs(x)) ** 2,),
        symbol="soft±",
        headline="It dims more gently than tanh",
        story="At 0 the gradient passes whole; it fades with the square of the distance and never quite vanishes.",
        domain_text="all real x",
        source="Bergstra et al. 2009; quotient rule",
    ),
    Op(
        name="hardtanh",
        doc="The value, clipped to −1 … 1.",
        signature="hardtanh(x)",
        forward=lambda x: np.minimum(np.maximum(x, -1.0), 1.0),
        partials=(lambda y, x: np.where(np.abs(x) <= 1, 1.0, 0.0),),
        symbol="hardtanh",
        headline="Open between −1 and 1, shut outside",
        story="In between the gradient passes whole; a clipped value no longer moves, so nothing passes.",
        latex=r"\operatorname{{hardtanh}}({0})",
        domain_text="all real x",
        kinks=(
            _zero(-1, "hardtanh′(−1) = 1: at a bound the gradient still passes", 0.0, 1.0),
            _zero(1, "hardtanh′(1) = 1: at a bound the gradient still passes", 1.0, 0.0),
        ),
        source="Collobert 2004; piecewise linear function",
    ),
    Op(
        name="hardsigmoid",
        doc="relu6(x + 3)/6: a sigmoid made of three straight lines.",
        signature="hardsigmoid(x)",
        forward=lambda x: np.minimum(np.maximum(x + 3.0, 0.0), 6.0) / 6,
        partials=(lambda y, x: np.where(np.abs(x) < 3, 1 / 6, 0.0),),  # noqa: PLR2004 -- 6/2, half its width
        symbol="hardσ",
        headline="A sixth passes in the middle, nothing outside",
        story="On the slope between −3 and 3 a sixth of the gradient passes; on the flat pieces none.",
        latex=r"\operatorname{{hardsigmoid}}({0})",
        domain_text="all real x",
        kinks=(_zero(-3, "hardsigmoid′(−3) = 0", 0.0, 1 / 6), _zero(3, "hardsigmoid′(3) = 0", 1 / 6, 0.0)),
        source="Howard et al. 2019; piecewise linear function",
    ),
)
