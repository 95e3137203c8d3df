"""From a fault to its sentence: the words that depend on the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from chainrule.errors import ChainruleError, Fix, LimitError, ProgramError
from chainrule.language.faults import Fault
from chainrule.language.functions import FORMS, METHODS, PREFIXED, Form
from chainrule.language.messages import SENTENCES
from chainrule.language.names import CANDIDATES, CLOSE_FROM, char_name, suggestion
from chainrule.language.reading import Reading
from chainrule.language.recovery import LIMITS
from chainrule.language.span import Span, code_point, line_column, quote, where
from chainrule.language.tokens import ENDS

KINDS = {
    "int": "a whole number",
    "ints": "a whole number or several in brackets, such as [0, 1]",
    "shape": "a whole number or several in brackets, such as [2, 3]",
    "float": "a number",
    "bool": "True or False",
}
LATEX = {
    "frac": "(a)/(b)",
    "cdot": "a*b",
    "times": "a*b",
    "div": "a/b",
    "left": "(",
    "right": ")",
    "sigma": "sigmoid(x)",
    "ln": "log(x)",
    "le": "<=",
    "ge": ">=",
    "ne": "!=",
}
TRAINING = frozenset({"step", "train", "eval"})
"""Methods of optimisers and models, which are not here."""
SHORT = 2
"""Names up to this length in front of a bracket may be meant as factors."""
MANY_SHOWN = 64
NAMED = 3
"""So many characters of a word are named by their code points."""
CLOSING = {"(": ")", "[": "]", "{": "}"}
REASONS = {
    "import": "loads a library, and what the language knows is already there",
    "from": "loads a library, and what the language knows is already there",
    "backward": "starts backpropagation, which happens here by itself",
    "zero_grad": "clears gradients, which here are always computed afresh",
    "grad": "sets a gradient, which here comes from the seed",
    "label": "gives a value a label, and here its name is the label",
    "requires_grad": "asks for a gradient, and here every value has one",
    "requires_grad_": "asks for a gradient, and here every value has one",
    "retain_grad": "asks for a gradient, and here every value has one",
}


def span_of(reading: Reading, fault: Fault) -> Span:
    """Return the span of a fault in code points; empty for a place behind a token."""
    if fault.after:
        end = reading.places.token(fault.first)[1] if fault.first >= 0 else 0
        return end, end
    start, end = reading.places.span(fault.first, fault.last)
    if fault.part:
        start += f".{reading.text(fault.first)}".index(f".{fault.part}")
        end = start + len(fault.part)
    return start, end


class Wording(NamedTuple):
    """What is said of a fault.

    ``code`` is for machines, ``detail`` the sentence, ``meant`` the word that may stand in place of a misspelt one, or
    empty, and ``hinted`` tells whether the sentence ends with a hint of its own.
    """

    code: str
    detail: str
    meant: str
    hinted: bool


def sentence(reading: Reading, fault: Fault, span: Span) -> Wording:
    """Return what is said of a fault."""
    text = reading.places.text
    code, template = SENTENCES[fault.code]
    shown = text[span[0] : span[1]]
    fields = {key: _short(value) if isinstance(value, str) else value for key, value in fault.fields.items()}
    fields |= {"what": quote(shown), "text": _short(shown), "where": where(text, span)}
    details = DETAILS.get(fault.code)
    if details is not None:
        fields |= details(reading, fault)
    meant = fields.get("meant", "") if fault.code in MISSPELT else ""
    return Wording(code or fault.code, template.format(**fields), meant, bool(fields.get("hint")))


def error(reading: Reading, fault: Fault) -> ChainruleError:
    """Return the error that people see for a fault."""
    span = span_of(reading, fault)
    said = sentence(reading, fault, span)
    kind = LimitError if fault.code in LIMITS else ProgramError
    result = kind(said.detail, code=said.code, span=span)
    if said.meant:
        result.fix = Fix(span, said.meant)
    if fault.fix is not None:
        first, last, text = fault.fix
        gap = reading.places.token(last)[1], reading.places.token(first)[0]
        result.fix = Fix(gap if first > last else reading.places.span(first, last), text)
    return result


def _short(text: str) -> str:
    """Return a text as it may stand inside a sentence, without its quotes."""
    return quote(text)[1:-1]


def _did_you_mean(name: str | None) -> str:
    """Return the question after a misspelling."""
    return f" Did you mean '{name}'?" if name else ""


def _meant(name: str | None) -> dict[str, str]:
    """Return the word that is like a misspelt one, and the question."""
    whole = name is not None and name.replace(".", "_").isidentifier()  # not "[…]"
    return {"hint": _did_you_mean(name), "meant": name if name and whole else ""}


def _function(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the hint for a function that nobody knows."""
    name = fault.fields["name"]
    head, dot, last = name.rpartition(".")
    meant = suggestion(last, _beside(head) if head else FORMS)
    if meant and f"{head}{dot}{meant}" in PREFIXED:
        meant = f"{head}{dot}{meant}"
    if head and not meant:
        meant = last if last in FORMS else suggestion(last, FORMS)
    if not meant and (len(name) <= SHORT or name in reading.tape.env):
        return {"hint": f" For a product write '{_short(name)}*(…)'."}
    return _meant(meant)


def _beside(head: str) -> list[str]:
    """Return the functions that are known with the prefix ``head``."""
    return [name.removeprefix(f"{head}.") for name in PREFIXED if name.startswith(f"{head}.")]


def _method(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the hint for a method that nobody knows."""
    del reading
    if fault.fields["name"] in TRAINING:
        return {"hint": " Such a line makes sense only where a model is trained; delete it."}
    return _meant(suggestion(fault.fields["name"], METHODS))


def _use(reading: Reading, fault: Fault) -> dict[str, Any]:
    """Return the line in which a name that was used gets its value."""
    return {"line": line_column(reading.places.text, reading.places.token(fault.fields["until"])[0])[0]}


def _arity(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return how many arguments a function takes."""
    del reading
    form: Form = fault.fields["form"]
    name = fault.fields["name"]
    required = sum(p.required for p in form.op.params)
    least, most = form.least + required, form.most + max(required, len(form.positional))
    plural = "s" * (least != 1)
    if most > MANY_SHOWN:
        takes = f"at least {least} argument{plural}"
    else:
        takes = f"{least} argument{plural}" if least == most else f"{least} to {most} arguments"
    method = form.pasted and "." in name and name not in PREFIXED
    return {"takes": takes + " (the value before the dot is the first)" * method, "usage": form.usage}


def _keyword(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the hint for a keyword that a function does not have."""
    form: Form = fault.fields["form"]
    known = [p.name for p in form.op.params if p.kind != "index"] + list(form.slots)
    meant = suggestion(fault.fields["keyword"], [*known, *(a for p in form.op.params for a in p.aliases)])
    listed = f" It has {', '.join(known)}." if known else f" Write {form.usage}."
    del reading
    return _meant(meant) if meant else {"hint": listed}


def _allowed(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the one value that a foreign keyword can have."""
    del reading
    allowed = fault.fields["allowed"]
    return {"allowed": quote(allowed) if isinstance(allowed, str) else str(allowed)}


def _kind(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return in words what a parameter takes."""
    del reading
    return {"kind": KINDS[fault.fields["kind"]]}


def _product(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return a product with its operator."""
    left, right = fault.fields["left"], fault.fields["right"]
    sides = {")": "(…)", "]": "[…]"}.get(left, left), (f"{right}…)" if right == "(" else right)
    del reading
    return {"left": quote(left), "right": quote(right), "product": _short("*".join(sides))}


def _bracket(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the words about the bracket that a fault is about."""
    opener = fault.fields["opener"]
    place = where(reading.places.text, reading.places.token(opener))
    bracket = reading.text(opener)
    return {"bracket": bracket, "opened": place, "closer": CLOSING[bracket]}


def _augmented(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return an augmented assignment written out, with the program's own name and value."""
    sign, name, first = reading.text(fault.first)[:-1], reading.text(fault.first - 1), fault.first + 1
    last = first
    while reading.text(last + 1) not in ENDS and last >> 1 < len(reading.pairs):
        last += 1
    value = reading.places.text[slice(*reading.places.span(first, last))].strip()
    if not name[:1].isalpha() or not value:
        name, value = "a", "b"
    plain = value if reading.text(last) == value or sign == "%" else f"({value})"
    written = {"%": f"mod({name}, {plain})", "//": f"floor({name} / {plain})"}.get(sign, f"{name} {sign} {plain}")
    return {"plain": _short(f"{name} = {written}")}


def _latex(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return what is written in place of a LaTeX command."""
    del reading
    name = fault.fields["name"]
    plain = LATEX.get(name) or (f"{name}(x)" if name in FORMS else "")
    return {"plain": f"'{plain}'" if plain else "plain text, such as (a + b) / c"}


def _characters(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the names of the characters that a fault is about."""
    text = "".join(reading.text(k) for k in range(fault.first, fault.last + 1))
    kind = "a letter" if text.isalpha() else "a digit" if text.isdigit() else "a sign"
    points = ", ".join(map(code_point, text[:NAMED])) + ", …" * (len(text) > NAMED)
    return {"point": code_point(text[0]), "points": points, "character": char_name(text[0]), "kind": kind}


def _default(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return the hint for a name without a value: a constant by its letter, or a misspelt name."""
    name = fault.fields["name"]
    if name in ("π", "τ"):
        return {"hint": f" The constant is written '{'pi' if name == 'π' else 'tau'}'."}
    if name.casefold() in NOT_FINITE:
        return {"hint": " Numbers in a program are finite; an input can be given such a value in its field."}
    env = reading.tape.env
    if len(env) > CANDIDATES or len(name) < CLOSE_FROM:
        return {"hint": ""}
    meant = suggestion(name, [known for known in env if known not in reading.tape.defaults])
    return {"hint": _did_you_mean(meant if meant in env else None)}


def _skipped(reading: Reading, fault: Fault) -> dict[str, str]:
    """Return why a line is skipped."""
    word = reading.text(fault.first).rpartition(".")[2]
    return {"why": REASONS.get(word, "has no meaning here: every value and gradient is shown anyway")}


NOT_FINITE = frozenset({"nan", "inf", "infinity"})
"""Names that stand for a value that is not finite elsewhere."""
MISSPELT = frozenset({"unknown-function", "unknown-method", "unknown-keyword"})
"""Faults at a word that may be replaced as it stands by one that is like it."""

DETAILS: Mapping[str, Callable[[Reading, Fault], dict[str, Any]]] = {
    "unknown-function": _function,
    "unknown-method": _method,
    "use-before-assignment": _use,
    "wrong-arity": _arity,
    "unknown-keyword": _keyword,
    "keyword-value": _allowed,
    "parameter": _kind,
    "implicit-multiplication": _product,
    "unclosed-bracket": _bracket,
    "mismatched-bracket": _bracket,
    "augmented": _augmented,
    "latex": _latex,
    "look-alike": _characters,
    "foreign-sign": _characters,
    "foreign-letter": _characters,
    "invisible-character": _characters,
    "unexpected-token": _characters,
    "default": _default,
    "skipped-line": _skipped,
    "skipped-method": _skipped,
}
