"""Losses: how far a prediction is from its target, as one number to make small.

Operands broadcast, and ``fold`` hands each its gradient in its own shape. The upstream gradient g is one number.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.op import Kink, Op, Param, Rule, Shape
from chainrule.engine.ops import shapes
from chainrule.engine.ops.prims import count, fold, one_hot, rows, spread, total, unless_index
from chainrule.engine.ops.stable import log_softmax, log_softmax_pull, over, sigmoid, softplus, xlog1m, xlogy
from chainrule.errors import ShapeError


def _entries(terms: Any) -> Any:
    """Return by what a mean over all entries divides."""
    return count(terms, None)


def _once(terms: Any) -> float:
    """Return by what a plain sum divides."""
    del terms
    return 1.0


def _loss(name: str, term: Rule, slopes: tuple[Rule, Rule], divisor: Rule, **texts: Any) -> Op:
    """Return the loss Σ term(p, t) / divisor, from the slopes of its term for p and t."""

    def forward(p: Any, t: Any, **attrs: Any) -> Any:
        terms = term(p, t, **attrs)
        return total(terms, None, False) / divisor(terms)

    def local(slot: int, p: Any, t: Any, **attrs: Any) -> Any:
        slope = spread(slopes[slot](p, t, **attrs), p - t, None, False)
        return slope / divisor(slope)

    return Op(
        name=name,
        forward=forward,
        arity=2,
        pull=(
            lambda g, y, p, t, **attrs: fold(g * local(0, p, t, **attrs), p),
            lambda g, y, p, t, **attrs: fold(g * local(1, p, t, **attrs), t),
        ),
        push=lambda slot, tangent, y, p, t, **attrs: total(local(slot, p, t, **attrs) * tangent, None, False),
        cost=shapes.scalar_cost,
        **{"signature": f"{name}(p, t)", "shape": shapes.scalar, "symbol": name, **texts},
    )


def _huber_shape(p: Shape, t: Shape, delta: float = 1.0) -> Shape:
    """Return (), after a look at delta."""
    if not delta > 0:
        raise ShapeError(f"'{{}}' needs a positive delta, not {delta:g}.")
    return shapes.scalar(p, t)


def _huber(p: Any, t: Any, delta: Any = 1.0) -> Any:
    """Return ½e² near 0 and a straight line from |e| = delta on."""
    e = np.abs(p - t)
    return np.where(e <= delta, 0.5 * np.square(e), delta * (e - 0.5 * delta))


def _class_weights(z: Any, t: Any, index: Any) -> Any:
    """Return the weights of the classes, made from class indices where the target is such."""
    return one_hot(z, index if t is None else t)


def _softmax_cross_entropy(z: Any, t: Any = None, index: Any = None, classes: Any = None) -> Any:
    """Return −Σ t log softmax(z) over the last axis, averaged over rows; a class of weight 0 counts 0."""
    del classes  # says which shapes the target may have
    target = _class_weights(z, t, index)
    terms = np.where(np.equal(target, 0), 0.0, target * log_softmax(z, -1))
    return -total(terms, None, False) / rows(terms)


def _logit_slope(z: Any, t: Any, index: Any) -> Any:
    """Return the gradient for the logits, (softmax(z) Σt − t) / rows."""
    slope = log_softmax_pull(-_class_weights(z, t, index), log_softmax(z, -1), -1)
    return slope / rows(slope)


def _target_slope(z: Any, t: Any) -> Any:
    """Return the gradient for the target, −log softmax(z) / rows; class indices get 0."""
    return unless_index(-log_softmax(z, -1) / rows(z), t)


def _softmax_cross_entropy_push(
    slot: int, tangent: Any, y: Any, z: Any, t: Any = None, index: Any = None, classes: Any = None
) -> Any:
    """Return how the loss moves with the logits (slot 0) or the target (slot 1)."""
    del y, classes
    slope = _target_slope(z, t) if slot else _logit_slope(z, t, index)
    return total(slope * tangent, None, False)


PULLS_BOTH_TEXT = "The target gets the same with the opposite sign."

OPS = (
    _loss(
        "mse",
        lambda p, t: np.square(p - t),
        (lambda p, t: 2 * (p - t), lambda p, t: -2 * (p - t)),
        _entries,
        doc="The mean of the squared differences between prediction and target.",
        rule=(
            "The prediction gets twice its difference from the target, divided by the number of entries.",
            PULLS_BOTH_TEXT,
        ),
        headline="The gradient is the error itself, doubled and averaged",
        story="A prediction twice as far off is pulled twice as hard towards its target.",
        latex=r"\operatorname{{mse}}({0}, {1})",
        domain_text="any two arrays that broadcast",
        source="power rule and sum rule",
    ),
    _loss(
        "mae",
        lambda p, t: np.abs(p - t),
        (lambda p, t: np.sign(p - t), lambda p, t: -np.sign(p - t)),
        _entries,
        doc="The mean of the absolute differences between prediction and target.",
        rule=("The prediction gets the sign of its difference, divided by the number of entries.", PULLS_BOTH_TEXT),
        headline="Only the direction of the error counts, not its size",
        story="Every prediction that is off is pulled towards its target equally hard, near or far.",
        latex=r"\operatorname{{mae}}({0}, {1})",
        domain_text="any two arrays that broadcast",
        kinks=(
            Kink(
                when=lambda p, t: total(np.where(np.equal(p, t), 1.0, 0.0), None, False) > 0,
                at="a prediction equals its target",
                convention="an entry without error gets 0, halfway between the two sides",
                slot=-1,
                left=lambda p, t: -1 / count(p - t, None),
                right=lambda p, t: 1 / count(p - t, None),
            ),
        ),
        source="piecewise linear function",
    ),
    _loss(
        "half_squared_error",
        lambda p, t: 0.5 * np.square(p - t),
        (lambda p, t: p - t, lambda p, t: t - p),
        _once,
        doc="Half the sum of the squared differences between prediction and target.",
        symbol="½Σe²",
        rule=("The prediction gets its difference from the target.", PULLS_BOTH_TEXT),
        headline="The gradient is the error itself",
        story="The ½ is there to cancel the 2 of the power rule: what is handed back is prediction minus target.",
        latex=r"\tfrac12 \sum ({0} - {1})^{{2}}",
        domain_text="any two arrays that broadcast",
        source="power rule and sum rule",
    ),
    _loss(
        "huber",
        _huber,
        (
            lambda p, t, delta=1.0: np.minimum(np.maximum(p - t, -delta), delta),
            lambda p, t, delta=1.0: -np.minimum(np.maximum(p - t, -delta), delta),
        ),
        _entries,
        doc="The mean of half the squared errors, with a straight line from delta on.",
        signature="huber(p, t, delta=1)",
        shape=_huber_shape,
        params=(Param("delta", "float", 1.0),),
        rule=("The prediction gets its error, clipped to ±delta, divided by the number of entries.", PULLS_BOTH_TEXT),
        headline="Small errors pull by their size, large ones no harder than delta",
        story="An outlier cannot shout: beyond delta its pull stays the same.",
        latex=r"\operatorname{{huber}}({0}, {1})",
        domain_text="any two arrays that broadcast, delta > 0",
        source="Huber 1964",
    ),
    _loss(
        "hinge",
        lambda p, t: np.maximum(1 - t * p, 0.0),
        (
            lambda p, t: np.where(t * p < 1, -t, 0.0),
            lambda p, t: np.where(t * p < 1, -p, 0.0),
        ),
        _entries,
        doc="The mean of max(0, 1 − t·p) for targets of ±1: no loss from a margin of 1 on.",
        rule=(
            "A prediction inside the margin gets minus its target, divided by the number of entries; others get 0.",
            "A target whose prediction is inside the margin gets minus that prediction, divided by their number.",
        ),
        headline="Who is on the right side by a margin is left in peace",
        story="Only predictions that are wrong or too close to call are pushed, all equally hard.",
        latex=r"\operatorname{{hinge}}({0}, {1})",
        domain_text="targets −1 and 1",
        kinks=(
            Kink(
                when=lambda p, t: total(np.where(np.equal(t * p, 1), 1.0, 0.0), None, False) > 0,
                at="t·p = 1",
                convention="at the margin the local gradient is 0, as for relu",
                left=lambda p, t: np.minimum(-t, 0.0) / count(p - t, None),
                right=lambda p, t: np.maximum(-t, 0.0) / count(p - t, None),
            ),
        ),
        source="Cortes and Vapnik 1995; piecewise linear function",
    ),
    _loss(
        "bce",
        lambda p, t: -(xlogy(t, p) + xlog1m(1 - t, p)),
        (
            lambda p, t: over(1 - t, 1 - p) - over(t, p),
            lambda p, t: np.log1p(-p) - np.log(p),
        ),
        _entries,
        doc="Binary cross-entropy: the mean surprise of probabilities p at the targets t.",
        rule=(
            "A probability gets −t/p + (1 − t)/(1 − p), divided by the number of entries.",
            "A target gets log(1 − p) − log(p), divided by the number of entries.",
        ),
        headline="Being confidently wrong is punished without limit",
        story="The gradient is divided by the probability given to what happened, so a tiny one is pulled up hard.",
        latex=r"\operatorname{{bce}}({0}, {1})",
        domain=((0.0, 1.0), (0.0, 1.0)),
        inside=lambda p, t: (p >= 0) & (p <= 1),
        log_of_zero=lambda p, t: (np.equal(p, 0) & np.not_equal(t, 0)) | (np.equal(p, 1) & np.not_equal(t, 1)),
        domain_text="probabilities 0 ≤ p ≤ 1, targets 0 ≤ t ≤ 1; 0·log 0 is 0",
        source="Bishop 2006, section 4.3; DLMF §4.7(i)",
    ),
    _loss(
        "bce_with_logits",
        lambda z, t: t * softplus(-z) + (1 - t) * softplus(z),
        (
            lambda z, t: (1 - t) * sigmoid(z) - t * sigmoid(-z),
            lambda z, t: -z,
        ),
        _entries,
        doc="Binary cross-entropy of sigmoid(z), straight from the logits z.",
        signature="bce_with_logits(z, t)",
        symbol="bce σ",
        rule=(
            "A logit gets σ(z) − t, divided by the number of entries.",
            "A target gets −z, divided by the number of entries.",
        ),
        headline="Sigmoid and cross-entropy cancel to prediction minus target",
        story="The steep logarithm makes up for the flat sigmoid: a confident mistake still gets a full pull.",
        latex=r"\operatorname{{bce}}(\sigma({0}), {1})",
        domain=(None, (0.0, 1.0)),
        domain_text="all real z, targets 0 ≤ t ≤ 1",
        source="Bishop 2006, section 4.3; chain rule",
    ),
    _loss(
        "cross_entropy",
        lambda p, t: -xlogy(t, p),
        (lambda p, t: -over(t, p), lambda p, t: -np.log(p)),
        rows,
        doc="−Σ t log p over the classes, averaged over rows if there are rows.",
        shape=shapes.alike,
        symbol="CE",
        rule=(
            "A probability gets −t/p, divided by the number of rows; 0 where its class has weight 0.",
            "A target gets −log p, divided by the number of rows.",
        ),
        headline="Only the right class is pulled, the harder the less it was believed",
        story="The gradient is divided by the probability given to the right class; the others are left alone.",
        latex=r"-\sum {1} \ln {0}",
        domain=((0.0, 1.0), (0.0, 1.0)),
        inside=lambda p, t: p >= 0,
        log_of_zero=lambda p, t: np.equal(p, 0) & np.not_equal(t, 0),
        domain_text="probabilities p ≥ 0; 0·log 0 is 0",
        source="Bishop 2006, section 4.3; DLMF §4.7(i)",
    ),
    Op(
        name="softmax_cross_entropy",
        doc="−Σ t log softmax(z) over the classes, straight from the logits z, averaged over rows if there are rows.",
        signature="softmax_cross_entropy(z, t)",
        forward=_softmax_cross_entropy,
        arity=2,
        pull=(
            lambda g, y, z, t=None, index=None, classes=None: g * _logit_slope(z, t, index),
            lambda g, y, z, t, index=None, classes=None: g * _target_slope(z, t),
        ),
        push=_softmax_cross_entropy_push,
        shape=shapes.per_class,
        cost=shapes.whole,
        # With ``index`` in place of the array t, the op has one operand; with ``classes`` t may hold class indices.
        params=(Param("index", "ints"), Param("classes", "bool", default=False)),
        rule=(
            "A logit gets its softmax weight less its target, divided by the number of rows.",
            (
                "A target gets −log of the softmax weight, divided by the number of rows; class indices get 0, "
                "for there is nothing between two classes."
            ),
        ),
        symbol="CE soft",
        headline="Softmax and cross-entropy cancel to prediction minus target",
        story="Every class is pulled by exactly how far its weight is from where it should be.",
        latex=r"-\sum {1} \ln \operatorname{{softmax}}({0})",
        domain=(None, (0.0, 1.0)),
        domain_text="one logit a class",
        source="Bishop 2006, section 4.3; chain rule",
    ),
)
