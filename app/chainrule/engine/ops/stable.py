"""Formulas that several ops share, written so that neither overflow nor cancellation costs digits."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.ops.prims import Axis, count, largest, spread, total


def sigmoid(x: Any) -> Any:
    """Return 1/(1 + exp(−x)) with full relative accuracy in both tails."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1 + e)


def softplus(x: Any) -> Any:
    """Return log(1 + exp(x))."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


def xlogy(t: Any, p: Any) -> Any:
    """Return t · log(p), and 0 where both are 0."""
    return t * np.log(np.where(np.equal(t, 0) & np.equal(p, 0), 1.0, p))


def xlog1m(t: Any, p: Any) -> Any:
    """Return t · log(1 − p), and 0 where t is 0 and p is 1."""
    return t * np.log1p(-np.where(np.equal(t, 0) & np.equal(p, 1), 0.0, p))


def over(t: Any, p: Any) -> Any:
    """Return t / p, the slope of t · log(p): 0 where both are 0, NaN where p < 0 has no logarithm."""
    return t / np.where(p < 0, np.nan, np.where(np.equal(t, 0) & np.equal(p, 0), 1.0, np.abs(p)))


def centred(x: Any, axis: Axis) -> Any:
    """Return x less its mean. The second round removes the rounding error of the first mean."""
    n = count(x, axis)
    once = x - spread(total(x, axis, True) / n, x, axis, True)
    return once - spread(total(once, axis, True) / n, x, axis, True)


def _rest(x: Any, top: Any, axis: Axis) -> Any:
    """Return Σ exp(xᵢ − top) over all entries but one greatest one."""
    at_top = np.equal(x, spread(top, x, axis, True))
    small = np.where(at_top, 0.0, np.exp(x - spread(top, x, axis, True)))
    return total(small, axis, True) + (total(np.where(at_top, 1.0, 0.0), axis, True) - 1)


def logsumexp(x: Any, axis: Axis) -> Any:
    """Return log Σ exp(xᵢ) with the axis kept: the greatest entry, plus what the others add to it."""
    top = largest(x, axis, True)
    return top + np.log1p(_rest(x, top, axis))


def log_softmax(x: Any, axis: Axis) -> Any:
    """Return log of the softmax, accurate also where one class has nearly all the weight."""
    top = largest(x, axis, True)
    return (x - spread(top, x, axis, True)) - spread(np.log1p(_rest(x, top, axis)), x, axis, True)


def softmax(x: Any, axis: Axis) -> Any:
    """Return exp(xᵢ) / Σ exp(xⱼ)."""
    e = np.exp(x - spread(largest(x, axis, True), x, axis, True))
    return e / spread(total(e, axis, True), x, axis, True)


def softmax_pull(g: Any, y: Any, axis: Axis) -> Any:
    """Hand ``g`` back through y = softmax(x): yᵢ (gᵢ − Σ gⱼ yⱼ).

    A class that holds more than half of the weight is measured from: with c its gradient, gᵢ − c and Σ (gⱼ − c) yⱼ
    leave out the one term that would cancel.
    """
    c = spread(total(np.where(y > 0.5, g, 0.0), axis, True), y, axis, True)  # noqa: PLR2004 -- half of the weight
    away = g - c
    return y * (away - spread(total(away * y, axis, True), y, axis, True))


def log_softmax_pull(g: Any, y: Any, axis: Axis) -> Any:
    """Hand ``g`` back through y = log_softmax(x): gᵢ − pᵢ Σ gⱼ with p = exp(y).

    Where pᵢ is nearly 1 the two terms cancel, so there gᵢ (1 − pᵢ) − pᵢ Σ_{j≠i} gⱼ is summed instead.
    """
    p = np.exp(y)
    heavy = p > 0.5  # noqa: PLR2004 -- half of the weight
    rest = spread(total(np.where(heavy, 0.0, g), axis, True), y, axis, True)
    everything = spread(total(g, axis, True), y, axis, True)
    return np.where(heavy, g * -np.expm1(y) - p * rest, g - p * everything)
