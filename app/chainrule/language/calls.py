"""Calls: what stands in the brackets of a function, and the node that it makes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.op import Param
from chainrule.engine.ops import OPS
from chainrule.language import arrays, literals, mistakes
from chainrule.language.faults import Fault
from chainrule.language.functions import DECORATION, DISPLAYS, IGNORED, LIST, SEQUENCE, TUPLE, Form
from chainrule.language.literals import Tokens
from chainrule.language.reading import TAKEN, Arguments, Bracket, Reading
from chainrule.language.tokens import is_number, is_whole

ELEMENTWISE = {"max": OPS["maximum"], "min": OPS["minimum"]}


def opens(reading: Reading, word: str) -> Form | None:
    """Return what a bracket without a name begins: an array, the arguments of a call as one list, a shape, a group."""
    group = LIST if word == "[" else None
    if not reading.brackets:
        return group
    form, _, args, *_ = reading.brackets[-1]
    if form is None or not isinstance(args, Arguments):
        return group
    if form.sequence and not args:
        return SEQUENCE
    return TUPLE if word == "(" and parameter(form, args) is not None else group


def parameter(form: Form, args: Arguments) -> Param | None:
    """Return the parameter that the next argument by position is for, None if it is an ordinary one."""
    complete = args.sequence if form.sequence else len(args) >= form.most
    if not complete or not form.positional:
        return None
    last = form.positional[-1]
    if args.taken < len(form.positional):
        return form.positional[args.taken]
    return last if last.kind == "shape" else None


def argument(reading: Reading, form: Form, args: Arguments, x: int, first: int, last: int) -> None:
    """Take one argument of a call: a node, or the literal value of a parameter."""
    if _unnamed(reading, args, x):
        raise Fault("unnamed-argument", first, last)
    if x == TAKEN:
        if reading.listed:
            args.extend(reading.listed)
            args.sequence = True
            reading.listed = []
        return
    param = parameter(form, args)
    if param is None and form.pasted and form.kind == "extreme" and len(args) == 1 and _axis(reading, x, last):
        param = form.positional[0]
    if param is None:
        args.append(x)
        return
    given = integers(reading, x, first, last, param)
    if param.kind == "shape" and param.name in args.keywords:
        given = (*_tuple(args.keywords[param.name]), *_tuple(given))
    args.keywords[param.name] = given
    args.taken += 1


def _unnamed(reading: Reading, args: Arguments, x: int) -> bool:
    """Tell whether an argument without a name follows one with a name."""
    if x == TAKEN and not reading.listed:
        return False
    return len(args.keywords) > args.taken or (bool(args.slots) and len(args) not in args.slots)


def _tuple(given: Any) -> tuple[int, ...]:
    """Return an integer or a tuple of them as a tuple."""
    return given if isinstance(given, tuple) else (given,)


def _axis(reading: Reading, x: int, last: int) -> bool:
    """Tell whether the argument is an integer written out, as the axis in ``np.max(x, 1)`` is."""
    return reading.tape.literal(x) is not None and is_whole(reading.text(last))


def integers(reading: Reading, x: int, first: int, last: int, param: Param) -> Any:
    """Return the literal node ``x`` as the value of ``param``, and take it off the tape."""
    value = reading.tape.literal(x)
    if value is None or np.ndim(value) > 1:
        raise Fault("parameter", first, last, param=param.name, kind=param.kind)
    if param.kind != "float":
        for k in range(first, last + 1):
            if is_number(reading.text(k)) and not is_whole(reading.text(k)):
                raise Fault("whole-number", k, param=param.name)
        if np.max(np.abs(value), initial=0) > literals.WHOLE:
            raise Fault("whole-too-large", first, last, most=literals.WHOLE)
    reading.tape.take(x)
    given = tuple(map(int, value)) if np.ndim(value) else value if param.kind == "float" else int(value)
    try:
        return literals.convert(param, given)
    except ValueError:
        raise Fault("parameter", first, last, param=param.name, kind=param.kind) from None


def keyword(reading: Reading, atom: str, at: int, tokens: Tokens, *, pending: bool) -> tuple[int, str]:
    """Read ``name=value`` in a call; return the token where the parser goes on, with what ended the value there.

    For an argument by name that is the equals sign itself: its value is an expression like any other.
    """
    if not reading.brackets:
        raise mistakes.assignment(reading, at + 1)
    form, args = reading.brackets[-1][0], reading.brackets[-1][2]
    if pending or form is None or form in DISPLAYS or "." in atom or not atom[:1].isalpha():
        raise mistakes.assignment(reading, at + 1)
    if not isinstance(args, Arguments):
        raise Fault("unknown-keyword", at, keyword=atom, form=form, name=reading.text(reading.brackets[-1][1]))
    if atom in form.slots:
        args.slots[len(args)] = form.slots[atom]
        return at, "="
    given, last, end = literals.value(reading, tokens, at)
    if not _foreign(reading, form, atom, given, (at, last)):
        _keep(form, args, atom, given, (at, last))
    return end & ~1, reading.text(end)


def _foreign(reading: Reading, form: Form, atom: str, given: Any, where: tuple[int, int]) -> bool:
    """Tell whether a keyword of pasted code says nothing; raise a fault if it says something that is not so here."""
    if form.param(atom) is not None or (atom == "unbiased" and "correction" in form.fixed):
        return False
    at, last = where
    allowed = IGNORED.get(atom, ()) if form.kind != "wrapper" else ()
    if form.pasted and (atom in DECORATION or given in allowed):
        return True
    if form.pasted and allowed:
        raise Fault("keyword-value", at + 2, last, keyword=atom, allowed=allowed[0])
    raise Fault("unknown-keyword", at, keyword=atom, form=form, name=reading.text(reading.brackets[-1][1]))


def _keep(form: Form, args: Arguments, atom: str, given: Any, where: tuple[int, int]) -> None:
    """Store the value of a keyword."""
    if atom == "unbiased" and isinstance(given, bool):
        atom, given = "correction", int(given)
    at, last = where
    param = form.param(atom)
    if param is None:
        raise Fault("keyword-value", at + 2, last, keyword=atom, allowed=True)
    if param.name in args.keywords:
        raise Fault("keyword-twice", at, keyword=atom)
    try:
        args.keywords[param.name] = literals.convert(param, given)
    except ValueError:
        raise Fault("parameter", at + 2, last, param=atom, kind=param.kind) from None


def close(reading: Reading, form: Form, bracket: Bracket, closer: int) -> int:
    """Return the node of a finished call."""
    _, at, args, inner, begins = bracket
    given = args if isinstance(args, Arguments) else Arguments(*args)
    if form.kind == "wrapper":
        return _unwrap(reading, bracket, closer, inner)
    attrs = {**form.fixed, **given.keywords}
    op, operands = form.op, tuple(given)
    if given.slots and form.kind == "classes":
        operands = _placed(reading, bracket, given, closer)
    elif given.slots or (form.kind == "clip" and len(given) < form.most):
        return _clip(reading, form, bracket, given, closer)
    if form.kind == "extreme" and len(given) > 1:
        if given.keywords:
            raise Fault("axis-of-several", at, closer, name=reading.text(at))
        op = ELEMENTWISE[op.name]
    missing = next((p.name for p in op.params if p.required and p.name not in attrs), None)
    short = len(given) < (op.arity if op.name != "softmax_cross_entropy" or "index" not in attrs else 1)
    if short or missing or len(given) > form.most or ("index" in attrs and len(given) > 1):
        raise arity(reading, bracket, len(given) + given.taken, closer)
    attrs = {key: value for key, value in attrs.items() if value is not None}
    return reading.tape.add(op, operands, begins, closer, attrs)


def arity(reading: Reading, bracket: Bracket, count: int, closer: int) -> Fault:
    """Return the fault of a wrong number of arguments; it spans the argument list."""
    form, at, *_ = bracket
    span = reading.inside(at + 1, closer)
    fields: dict[str, Any] = {"name": reading.text(at), "count": count, "form": form}
    return Fault("wrong-arity", *span, **fields) if span else Fault("wrong-arity", at + 1, after=True, **fields)


def _placed(reading: Reading, bracket: Bracket, args: Arguments, closer: int) -> tuple[int, ...]:
    """Return the arguments of which some have names in the order of the op."""
    places = {args.slots.get(k, k): x for k, x in enumerate(args)}
    if sorted(places) != list(range(len(args))):
        raise arity(reading, bracket, len(args), closer)
    return tuple(x for _, x in sorted(places.items()))


def _clip(reading: Reading, form: Form, bracket: Bracket, args: Arguments, closer: int) -> int:
    """Return the node of a call whose bounds have names; ``clamp`` with one of them only is a max or a min."""
    places = {args.slots.get(k, k): x for k, x in enumerate(args)}
    names: dict[tuple[int, ...], str] = {(0, 1, 2): "clip"}
    if form.kind == "clip":
        names |= {(0, 1): "maximum", (0, 2): "minimum"}
    name = names.get(tuple(sorted(places)))
    if name is None or len(places) < len(args):
        raise arity(reading, bracket, len(args), closer)
    return reading.tape.add(OPS[name], tuple(x for _, x in sorted(places.items())), bracket[4], closer)


def _unwrap(reading: Reading, bracket: Bracket, closer: int, inner: int) -> int:
    """Return the literal inside ``Value(…)`` or ``torch.tensor(…)`` as a node of its own."""
    _, at, args, _, begins = bracket
    if len(args) != 1:
        raise arity(reading, bracket, len(args), closer)
    reading.tape.labels.pop(args[0] if args[0] >= inner else TAKEN, None)  # Value(pi) is a number like any other
    value = reading.tape.literal(args[0], inner)
    if value is None:
        span = reading.inside(at + 1, closer)
        raise Fault("wrapped", *(span or (at, closer)), name=reading.text(at))
    reading.tape.take(args[0])
    return reading.tape.constant(value, begins, closer)


def bracketed(reading: Reading, bracket: Bracket, closer: int, x: int | None, first: int, last: int) -> int:
    """Return what a closed bracket is, in all cases but the plainest.

    ``x`` is its last entry, from token ``first`` to ``last``; None if there is nothing behind the last comma.
    """
    form, at, entries, *_ = bracket
    word = reading.text(closer)
    if (word == "]") != (reading.text(at + 1) == "["):
        raise Fault("mismatched-bracket", closer, opener=at + 1)
    if form is None:
        raise Fault("empty-brackets", at + 1, closer)
    if x is not None and isinstance(entries, Arguments):
        argument(reading, form, entries, x, first, last)
    elif x is not None:
        entries.append(x)
    if form not in DISPLAYS:
        return close(reading, form, bracket, closer)
    if word == ")" and x is not None and len(entries) == 1:
        return entries[0]
    given = arrays.listed(reading, bracket, closer)
    return arrays.array(reading, bracket, closer) if given is None else given
