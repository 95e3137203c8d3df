"""Every sentence that people read about a program, in one place.

``{what}`` is the offending text in quotes and ``{where}`` its place; the other fields come with the fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# The key is the fault's; where several share one code for machines, it stands first.
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # names and calls
        "unknown-function": ("", "I don't know the function {what} ({where}).{hint}"),
        "unknown-method": ("", "I don't know the method {what} ({where}).{hint}"),
        "method-uncalled": ("missing-brackets", "{what} ({where}) is a function here: write '{name}'."),
        "attribute": (
            "unknown-attribute",
            "Values have no attribute {what} ({where}). The only one is '.T', the transpose.",
        ),
        "reserved": ("", "{what} ({where}) is not in the language. Comparisons give 0 or 1."),
        "use-before-assignment": (
            "",
            (
                "{what} is used ({where}) before it gets a value in line {line}. Put that line first. "
                "A name is an input only if the program never assigns it."
            ),
        ),
        "self-assignment": (
            "use-before-assignment",
            "{what} has no value yet where it is used to compute its own ({where}). Give it one before: '{name} = 1'.",
        ),
        "wrong-arity": ("", "'{name}' takes {takes}, not {count} ({where}). Write {usage}."),
        "unknown-keyword": ("", "'{name}' has no keyword {what} ({where}).{hint}"),
        "unnamed-argument": (
            "misplaced-argument",
            "{what} ({where}) has no name, so it stands before the arguments that have one.",
        ),
        "keyword-twice": ("", "The keyword {what} is given twice ({where})."),
        "keyword-literal": (
            "",
            (
                "'{keyword}' is fixed before anything is computed, so its value must be written out, "
                "such as {keyword}=0; {what} ({where}) is not."
            ),
        ),
        "keyword-value": ("", "'{keyword}' can only be {allowed} here, not {what} ({where})."),
        "parameter": ("", "'{param}' must be {kind}, written out; {what} ({where}) is not."),
        "whole-number": ("", "'{param}' must be a whole number, not {what} ({where})."),
        "axis-of-several": (
            "axis-of-several",
            (
                "{what} ({where}) compares several values entry by entry, so there is no axis. "
                "To reduce one array, write '{name}(x, axis=0)'."
            ),
        ),
        "wrapped": (
            "",
            (
                "'{name}(…)' stands around a number or an array of numbers, not around {what} ({where}). "
                "An array of values is written [a, b]."
            ),
        ),
        "call-brackets": (
            "missing-brackets",
            "A function needs its brackets: write '{name}({argument})' in place of '{name} {argument}' ({where}).",
        ),
        "number-method": (
            "missing-brackets",
            "A number needs brackets before a method ({where}): write '({number}){method}'.",
        ),
        # operators and brackets
        "implicit-multiplication": (
            "",
            "There is no operator between {left} and {right} ({where}). Multiplication is written out: {product}.",
        ),
        "two-statements": (
            "unexpected-token",
            "A second statement begins with {what} ({where}). Put it on a new line, or a ';' before it.",
        ),
        "missing-after": ("missing-value", "A value is missing after '{name}' ({where})."),
        "missing-before": ("missing-value", "A value is missing before {what} ({where})."),
        "missing-between": ("missing-value", "A value is missing between '{before}' and {what} ({where})."),
        "missing-at": ("missing-value", "There should be a value before {what} ({where}), after '{before}'."),
        "empty-brackets": ("missing-value", "There is nothing in the brackets {what} ({where})."),
        "unclosed-bracket": (
            "",
            "The bracket '{bracket}' opened in {opened} is never closed: a '{closer}' is missing here ({where}).",
        ),
        "unopened-bracket": ("", "{what} ({where}) closes a bracket that was never opened."),
        "mismatched-bracket": ("", "{what} ({where}) cannot close the '{bracket}' opened in {opened}; '{closer}' can."),
        "tuple": (
            "unexpected-token",
            (
                "The comma ({where}) separates nothing: commas stand in calls and in arrays. "
                "An array is written [1, 2], and each name gets a line of its own."
            ),
        ),
        "chained-comparison": (
            "",
            (
                "{what} ({where}) is a second comparison in a row. Compare two values at a time, "
                "and multiply for 'and': (a < x) * (x < b)."
            ),
        ),
        "double-power": ("unexpected-token", "{what} ({where}) can be read in two ways. Write (x^2)^3 or x^(2^3)."),
        "assign-twice": ("misplaced-assignment", "The second {what} ({where}): one line gives one name a value."),
        "assign-to-expression": (
            "misplaced-assignment",
            "{what} ({where}) gives a value to one name, and nothing else stands on its left. To compare, write '=='.",
        ),
        "assign-to-number": (
            "misplaced-assignment",
            "A value cannot be given to the number {what} ({where}), only to a name.",
        ),
        "assign-to-attribute": (
            "misplaced-assignment",
            "A value cannot be given to {what} ({where}), only to a name: [A-Za-z], then letters, digits and '_'.",
        ),
        "equals-in-brackets": (
            "misplaced-assignment",
            "{what} ({where}) stands inside brackets, where nothing can be assigned. To compare, write '=='.",
        ),
        "augmented": (
            "not-in-language",
            "{what} ({where}) is not in the language, only += -= *= /=. Write '{plain}'.",
        ),
        # numbers
        "number-too-large": ("", "The number {what} ({where}) is beyond the largest one there is, about 1.8e308."),
        "two-points": ("bad-number", "'{number}' is no number: there is a second point in {what} ({where})."),
        "notation": ("bad-number", "'{number}' ({where}) is not decimal. Numbers are written like 12, 0.5 or 1e-5."),
        "exponent": (
            "bad-number",
            "The exponent of '{number}' is incomplete ({where}). Write {number}-5, or {product} for a product.",
        ),
        "imaginary": ("bad-number", "'{number}' ({where}): there are no complex numbers. For a product write '*'."),
        "digit-separator": ("bad-number", "{what} ({where}): digits are written without '_'."),
        # indices and arrays
        "index": (
            "bad-index",
            (
                "{what} ({where}) cannot stand in an index: indices are whole numbers and slices, such as x[0], "
                "x[-1], x[1:3]."
            ),
        ),
        "index-step": ("bad-index", "{what} ({where}): slices have no step. Write x[a:b]."),
        "index-empty": ("bad-index", "An index is missing before {what} ({where}): write x[0], x[1, :] or x[1:3]."),
        "ragged-array": ("", "The rows of {what} ({where}) differ in length or depth; all must be alike."),
        # what other languages have
        "definition": (
            "not-in-language",
            "{what} ({where}): functions cannot be defined here. Write the expression itself, one line for each name.",
        ),
        "return": (
            "not-in-language",
            "{what} ({where}) is not in the language. The last line of the program is its output.",
        ),
        "class": (
            "not-in-language",
            "{what} ({where}): there are no classes here, only lines such as 'y = relu(w*x + b)'.",
        ),
        "loop": (
            "not-in-language",
            "{what} ({where}): there are no loops here. Write the lines out, or use arrays: sum(x * w).",
        ),
        "condition": (
            "not-in-language",
            "{what} ({where}): there are no branches here. Write where(condition, a, b), such as where(x > 0, x, 0).",
        ),
        "comprehension": (
            "not-in-language",
            "{what} ({where}): there are no comprehensions here. Arrays are computed as a whole: [1, 2, 3] ** 2.",
        ),
        "block": (
            "not-in-language",
            "{what} ({where}) is not in the language. A program is lines such as 'y = x * w + b'.",
        ),
        "declaration": ("not-in-language", "{what} ({where}) is not needed: write 'x = 2'."),
        "import": ("not-in-language", "{what} ({where}): a line that imports is skipped only if it stands by itself."),
        "logic": (
            "not-in-language",
            (
                "{what} ({where}) is not in the language. "
                "Comparisons give 0 or 1: multiply for 'and', max for 'or', 1 - a for 'not'."
            ),
        ),
        "membership": (
            "not-in-language",
            "{what} ({where}) is not in the language. The comparisons are < <= > >= == !=.",
        ),
        "walrus": ("not-in-language", "{what} ({where}) is not in the language. Write '=' on a line of its own."),
        "percent": ("not-in-language", "{what} ({where}) is not in the language. The remainder is mod(a, b)."),
        "floor-division": ("not-in-language", "{what} ({where}) is not in the language. Write floor(a / b)."),
        "factorial": ("not-in-language", "{what} ({where}): there is no factorial here. Write the product out."),
        "bars": (
            "not-in-language",
            "{what} ({where}) is not in the language. The absolute value is abs(x), 'or' is max(a, b).",
        ),
        "braces": (
            "not-in-language",
            "{what} ({where}): there are no braces here. Group with ( ), write arrays as [1, 2].",
        ),
        "string": ("not-in-language", "{what} ({where}): there are no strings here, only numbers and arrays."),
        "colon": ("not-in-language", "{what} ({where}) is not in the language, except in slices such as x[1:3]."),
        "latex": ("not-in-language", "{what} ({where}) is LaTeX. Write {plain}."),
        "backslash": (
            "not-in-language",
            "{what} ({where}) is not needed: a line goes on inside brackets and after an operator.",
        ),
        "equality": ("not-in-language", "{what} ({where}) is not in the language. Write '=='."),
        "not-equal": ("not-in-language", "{what} ({where}) is not in the language. Write '!='."),
        "at-least": ("not-in-language", "{what} ({where}) is not in the language. Write '>='."),
        "at-most": ("not-in-language", "{what} ({where}) is not in the language. Write '<='."),
        # characters
        "underscore": ("bad-name", "{what} ({where}) is no name: names begin with a letter."),
        "stray-dot": (
            "unexpected-token",
            "The point ({where}) belongs to nothing. Numbers are written like 0.5, methods like x.sum().",
        ),
        "stray-sign": ("unexpected-token", "{what} ({where}) is not a sign of the language."),
        "unexpected-token": ("", "{what} ({point}, {where}) is not a sign of the language."),
        "look-alike": (
            "unknown-character",
            "{what} ({points}, {where}) is not {kind} of the language; did you mean '{meant}'?",
        ),
        "foreign-sign": (
            "unknown-character",
            "{what} ({point}, {where}) is not a sign of the language. Write {meant}.",
        ),
        "foreign-letter": (
            "unknown-character",
            (
                "{what} ({point}, {where}) is not a letter of the language. "
                "Names are made of A–Z, a–z, 0–9 and '_', or are one Greek letter."
            ),
        ),
        "invisible-character": (
            "",
            "There is an invisible or unusual character: {point}, {character} ({where}). Delete it and type it anew.",
        ),
        # limits
        "program-too-long": ("", "The program has {length:,} characters; at most {most:,} are read."),
        "too-many-tokens": ("", "The program has {length:,} signs and words; at most {most:,} are read ({where})."),
        "too-many-nodes": ("", "The program makes {length:,} nodes; at most {most:,} are computed ({where})."),
        "too-many-arguments": ("", "A call has at most {most} arguments; here is one more ({where})."),
        "nesting": ("", "Brackets, signs and powers may be nested {most} deep; here they go deeper ({where})."),
        "rank": ("", "An array has at most {most} axes; {what} ({where}) has more."),
        "index-rank": ("", "An array has at most {most} axes, so an index has at most {most} parts ({where})."),
        "number-too-long": ("", "The number {what} ({where}) has {length:,} characters; at most {most} are read."),
        "whole-too-large": ("", "{what} ({where}) is too large for a shape, an axis or an index: at most {most:,}."),
        "name-too-long": ("", "The name {what} ({where}) has {length:,} characters; at most {most} are allowed."),
        "empty-program": (
            "",
            ("There is no statement in the program (of {length:,} characters). Write one, such as 'y = x^2'."),
        ),
        # notices
        "default": ("", "{what} has no value, so it is an input, and 1 unless you say otherwise ({where}).{hint}"),
        "default-names": (
            "",
            "{names} have no value, so they are inputs, and 1 each unless you say otherwise (from {where}).",
        ),
        "defaults": ("", "{number} more names have no value; they are inputs too, each 1 unless you say otherwise."),
        "skipped-line": ("", "Skipped {what} ({where}): it {why}."),
        "skipped-method": ("", "Skipped {what} ({where}): it {why}."),
    }
)
