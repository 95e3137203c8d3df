"""What the server knows without being asked about a program: ops, examples and limits, made once and sent as bytes."""

from __future__ import annotations

from typing import Any

import orjson

from chainrule.engine.op import Kink, Op
from chainrule.engine.ops import OPS
from chainrule.examples import Example
from chainrule.view.formulas import latex_of_op
from chainrule.web.settings import Settings


def op_entry(op: Op) -> dict[str, Any]:
    """What people read about an op: its record, with the rules printed."""
    latex, local_latex = latex_of_op(op)
    return {
        "name": op.name,
        "signature": op.signature,
        "sentence": op.doc,
        "latex": latex,
        "local_latex": local_latex,
        "domain": op.domain_text,
        "kinks": [kink_entry(kink) for kink in op.kinks],
        "source": op.source,
        "symbol": op.symbol,
        "headline": op.headline,
        "story": op.story,
    }


def kink_entry(kink: Kink) -> dict[str, Any]:
    """Where a derivative is a convention, and which."""
    return {"at": kink.at, "convention": kink.convention, "input": kink.slot}


def example_entry(example: Example) -> dict[str, Any]:
    """What the gallery shows of an example."""
    return {
        "id": example.id,
        "title": example.title,
        "sentence": example.sentence,
        "program": example.program,
        "inputs": example.inputs,
        "output": example.output,
        "source": example.source,
    }


def ops() -> bytes:
    """The body of ``/api/v1/ops``."""
    return orjson.dumps({"ops": [op_entry(op) for op in OPS.values()]})


def examples(every: list[Example]) -> bytes:
    """The body of ``/api/v1/examples``."""
    return orjson.dumps({"examples": [example_entry(example) for example in every]})


def limits(settings: Settings) -> bytes:
    """The body of ``/api/v1/limits``."""
    return orjson.dumps({"limits": settings.limits()})
