"""From the text to the finished program, or to its errors."""

from __future__ import annotations

from chainrule.errors import ChainruleError, LimitError, ProgramError
from chainrule.language import wording
from chainrule.language.faults import Fault
from chainrule.language.limits import Limits
from chainrule.language.messages import SENTENCES
from chainrule.language.parser import read
from chainrule.language.program import Notice, Program
from chainrule.language.reading import Reading
from chainrule.language.tape import INPUT
from chainrule.language.tokens import NEWLINES, Pair, count, scan

DEFAULT = Limits()
SINGLE = 50
"""So many names without a value are spoken of one by one."""


def parse(text: str, limits: Limits = DEFAULT) -> Program:
    """Return the program that ``text`` is.

    Raise ProgramError or LimitError for the leftmost thing that is wrong; ``related`` holds what else is.
    """
    if len(text) > limits.characters:
        detail = SENTENCES["program-too-long"][1].format(length=len(text), most=limits.characters)
        raise LimitError(detail, code="program-too-long", span=(limits.characters, len(text)))
    pairs = scan(text)
    kept = pairs[: _fitting(pairs, limits.tokens)] if 2 * len(pairs) > limits.tokens else pairs
    reading = Reading(text, kept, limits)
    read(reading)
    if len(kept) < len(pairs):
        _too_long(reading, pairs)
    elif not reading.faults:
        _check(reading)
    if reading.faults:
        raise _errors(reading)
    return _program(reading)


def _fitting(pairs: list[Pair], most: int) -> int:
    """Return how many pairs hold ``most`` tokens."""
    total = 0
    for i, (atom, op) in enumerate(pairs):
        total += (atom != "") + (op != "" and op not in NEWLINES)
        if total > most:
            return i
    return len(pairs)


def _too_long(reading: Reading, pairs: list[Pair]) -> None:
    """Add the fault of too many tokens, and drop what the cut itself has made wrong."""
    end = reading.preceding(2 * len(reading.pairs))
    reading.faults = [fault for fault in reading.faults if not (fault.after and fault.first == end)]
    reading.pairs = pairs
    at = reading.following(end)
    reading.faults.append(Fault("too-many-tokens", at, length=count(pairs), most=reading.limits.tokens))


def _check(reading: Reading) -> None:
    """Look for what is only known at the end."""
    tape, most = reading.tape, reading.limits.nodes
    for name, used in tape.constants.items():
        if name in tape.env:
            bound = next(node for node, known in tape.named.items() if known == name)
            fault = Fault("use-before-assignment", used, part=name, name=name, until=tape.firsts[bound])
            reading.faults.append(fault)
    if len(tape.ops) > most:
        fault = Fault("too-many-nodes", tape.firsts[most], tape.lasts[most], length=len(tape.ops), most=most)
        reading.faults.append(fault)
    longest = max(tape.env, key=len, default="")
    if len(longest) > reading.limits.name:
        at = next(2 * i for i, (atom, _) in enumerate(reading.pairs) if len(atom) > reading.limits.name)
        reading.faults.append(Fault("name-too-long", at, most=reading.limits.name, length=len(reading.text(at))))


def _errors(reading: Reading) -> ChainruleError:
    """Return the leftmost error, with the others behind it."""
    errors = [wording.error(reading, fault) for fault in reading.faults]
    errors.sort(key=lambda error: error.span or (0, 0))
    errors[0].related = tuple(errors[1 : reading.limits.errors])
    return errors[0]


def _program(reading: Reading) -> Program:
    """Return the finished program."""
    tape, text = reading.tape, reading.places.text
    if reading.last < 0:
        detail = SENTENCES["empty-program"][1].format(length=len(text))
        raise ProgramError(detail, code="empty-program", span=(0, len(text)))
    graph = tape.graph(reading.last, reading.places)
    inputs: dict[str, int] = {}
    for node in sorted(tape.literals):
        if tape.ops[node] is INPUT:
            name = graph.labels[node]
            inputs[graph.ids[node] if name in inputs else name] = node
    return Program(
        text=text,
        graph=graph,
        inputs=inputs,
        defaults=tuple(tape.defaults),
        names=tape.env,
        notices=_notices(reading) if tape.defaults or reading.notices else (),
        limits=reading.limits,
    )


def _notices(reading: Reading) -> tuple[Notice, ...]:
    """Return what is to be said about a program that is right."""
    defaults = list(reading.tape.defaults.items())
    for name, at in defaults[:SINGLE]:
        reading.notice("default", at, at, part=name, name=name)
    if len(defaults) > SINGLE:
        at = defaults[SINGLE][1]
        reading.notice("defaults", at, at, number=len(defaults) - SINGLE)
    notices = []
    for fault in sorted(reading.notices, key=lambda notice: notice.first):
        span = wording.span_of(reading, fault)
        said = wording.sentence(reading, fault, span)
        alike = fault.code == "default" and not said.hinted
        notices.append(Notice(span, said.detail, fault.fields.get("name"), alike))
    return tuple(notices)
