"""Softmax and its relatives, along an axis (the last one unless told otherwise)."""

from __future__ import annotations

import numpy as np

from chainrule.engine.op import Op, Param
from chainrule.engine.ops import shapes
from chainrule.engine.ops.prims import spread, total
from chainrule.engine.ops.stable import log_softmax, log_softmax_pull, logsumexp, softmax, softmax_pull

ALONG = (Param("axis", "ints", -1, aliases=("dim",)),)
OVER_LAST = (*ALONG, Param("keepdims", "bool", default=False, aliases=("keepdim",)))

OPS = (
    Op(
        name="softmax",
        doc="Positive weights that sum to 1: exp of each entry over the sum of all exps.",
        signature="softmax(x, axis=-1)",
        forward=lambda x, axis=-1: softmax(x, axis),
        pull=(lambda g, y, x, axis=-1: softmax_pull(g, y, axis),),
        # The Jacobian is symmetric, so forward mode is the same formula.
        push=lambda slot, t, y, x, axis=-1: softmax_pull(t, y, axis),
        shape=shapes.along,
        params=ALONG,
        rule=(
            "Each entry gets its weight times how far its upstream gradient lies above the weighted average of all.",
        ),
        symbol="soft",
        headline="Softmax sets gradients against one another",
        story="What one entry wins the others lose, so the gradients that it hands back sum to 0.",
        latex=r"\operatorname{{softmax}}({0})",
        domain_text="any array",
        source="Bridle 1990; quotient rule",
    ),
    Op(
        name="log_softmax",
        doc="The logarithm of the softmax, accurate also for tiny weights.",
        signature="log_softmax(x, axis=-1)",
        forward=lambda x, axis=-1: log_softmax(x, axis),
        pull=(lambda g, y, x, axis=-1: log_softmax_pull(g, y, axis),),
        push=lambda slot, t, y, x, axis=-1: t - spread(total(np.exp(y) * t, axis, True), x, axis, True),
        shape=shapes.along,
        params=ALONG,
        rule=(
            "Each entry gets its upstream gradient less its softmax weight times the sum of all upstream gradients.",
        ),
        symbol="log soft",
        headline="Each entry pays its share of the whole gradient",
        story="An entry gets its own gradient, and all entries together give it back in proportion to their weights.",
        latex=r"\ln \operatorname{{softmax}}({0})",
        domain_text="any array",
        source="chain rule on x − log Σ exp(x)",
    ),
    Op(
        name="logsumexp",
        doc="The logarithm of the sum of the exps: a smooth maximum.",
        signature="logsumexp(x, axis=-1)",
        forward=lambda x, axis=-1, keepdims=False: total(logsumexp(x, axis), axis, keepdims),
        pull=(lambda g, y, x, axis=-1, keepdims=False: spread(g, x, axis, keepdims) * softmax(x, axis),),
        push=lambda slot, t, y, x, axis=-1, keepdims=False: total(t * softmax(x, axis), axis, keepdims),
        shape=lambda x, axis=-1, keepdims=False: shapes.reduced(x, axis, keepdims),
        cost=shapes.whole,
        params=OVER_LAST,
        rule=("Every entry gets the upstream gradient times its softmax weight.",),
        symbol="lse",
        headline="A smooth maximum shares its gradient by softmax",
        story="The greatest entry gets most of the gradient, close rivals get nearly as much, the rest hardly any.",
        latex=r"\ln \sum e^{{{0}}}",
        domain_text="any array",
        source="chain rule; its gradient is the softmax",
    ),
)
