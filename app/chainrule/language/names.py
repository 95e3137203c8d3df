"""What a misspelt or foreign name or sign was probably meant to be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

FAIR_FROM, CLOSE_FROM = 2, 5
"""Names from these lengths may differ by one and by two letters and still be taken for a misspelling."""
CANDIDATES = 300
"""Among more names than this nobody looks for a likeness."""

SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "ln": "log", "lg": "log10", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2",
        "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "tg": "tan", "arctg": "atan", "sgn": "sign",
        "power": "pow", "absolute": "abs", "fabs": "abs", "average": "mean", "avg": "mean", "maximum": "max",
        "minimum": "min", "amax": "max", "amin": "min", "clamp": "clip", "concatenate": "concat", "cat": "concat",
        "negative": "neg", "subtract": "sub", "multiply": "mul", "divide": "div", "swish": "silu",
        "logistic": "sigmoid", "σ": "sigmoid", "Σ": "sum", "Π": "prod", "Γ": "", "remainder": "mod", "fmod": "mod",
        "mm": "matmul", "view": "reshape", "array": "[…]", "mse_loss": "mse", "l1_loss": "mae", "huber_loss": "huber",
        "binary_cross_entropy": "bce", "nll": "cross_entropy", "max_pool2d": "maxpool2d", "maxpool": "maxpool2d",
        "conv": "conv2d", "inverse": "reciprocal", "step": "sign", "stdev": "std", "variance": "var",
    }
)  # fmt: skip

# Letters that look like Latin ones and that Unicode's own folding does not touch.
_TWINS = dict(
    zip("авеікмнорсстухѕјАВЕІКМНОРСТУХЅЈ", "abeikmhopcctyxsjABEIKMHOPCTYXSJ", strict=True),
)
SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "–": "-", "—": "-", "‐": "-", "‑": "-", "⁃": "-", "∗": "*", "∙": "*", "⋅": "*", "•": "*", "✕": "*",
        "✖": "*", "⨯": "*", "∕": "/", "⁄": "/", "≤": "<=", "≥": ">=", "≠": "!=", "⩽": "<=", "⩾": ">=", "≈": "==",
        "√": "sqrt(…)", "∛": "cbrt(…)", "∑": "sum(…)", "∏": "prod(…)", "≔": "=", "←": "=", "¬": "1 - …", "⊙": "*",
        "∘": "*", "⟨": "(", "⟩": ")", "′": "", "½": "1/2", "¼": "1/4", "¾": "3/4",
    }
)  # fmt: skip
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n")


def distance(a: str, b: str, most: int) -> int:
    """Return how many letters lie between ``a`` and ``b``; two that changed places are one. Above ``most``, most + 1.

    >>> distance("tahn", "tanh", 2)
    1
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def suggestion(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that ``name`` was probably meant to be.

    >>> suggestion("siin", ["sin", "sinh", "cos"])
    'sin'
    """
    if len(name) > CANDIDATES:
        return None
    candidates = sorted(known)
    if len(candidates) > CANDIDATES:
        return None
    if name in SYNONYMS:
        return SYNONYMS[name] or None
    folded = name.casefold()
    same = [k for k in candidates if k.casefold() == folded and k != name]
    if same:
        return same[0]
    most = (len(name) >= FAIR_FROM) + (len(name) >= CLOSE_FROM)
    near = min(((distance(name, k, most), set(k) != set(name), k) for k in candidates if k != name), default=None)
    if near and near[0] <= most and near[0] < len(near[2]):
        return near[2]
    whole = [k for k in candidates if len(k) > FAIR_FROM and folded.startswith(k)]  # product is prod
    return max(whole, key=len, default=None)


def plain(char: str) -> str | None:
    """Return the ASCII (or Greek) text that ``char`` looks like, None where it looks like nothing of ours.

    >>> plain("𝑥")
    'x'
    """
    if char in SIGNS:
        return SIGNS[char] or None
    if char in _TWINS:
        return _TWINS[char]
    power = char.translate(_POWERS)
    if power != char:
        return f"^{power}"
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded != char and folded.strip() and _ours(folded) else None


def _ours(text: str) -> bool:
    """Tell whether ``text`` is made of characters that the language has."""
    return all((c.isascii() and c.isprintable()) or ("Α" <= c <= "ω" and c.isalpha()) for c in text)


def unseen(char: str) -> bool:
    """Tell whether ``char`` is invisible, a mark on its neighbour, or a blank that is no space."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"}


def char_name(char: str) -> str:
    """Return Unicode's name of ``char`` in small letters."""
    control = {
        "\0": "null",
        "\a": "bell",
        "\b": "backspace",
        "\r": "carriage return",
        "\f": "form feed",
        "\x85": "next line",
    }
    surrogate = "half a character" if unicodedata.category(char) == "Cs" else "an unnamed character"
    return control.get(char) or unicodedata.name(char, surrogate).lower()
