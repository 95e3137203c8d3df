"""Errors are read by students: what is wrong, the offending text in quotes, where, and what would be right."""

import pytest
from written import failure, offending

from chainrule.errors import ChainruleError, Fix, LimitError, ProgramError
from chainrule.language import Limits, parse


def test_a_misspelt_function_gets_the_sentence_of_the_language():
    error = failure("y = 2\nz = tahn(y)")
    assert type(error) is ProgramError
    assert error.detail == "I don't know the function 'tahn' (line 2, columns 5–8). Did you mean 'tanh'?"
    assert error.span == (10, 14)
    assert error.code == "unknown-function"


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        # operators and operands
        ("1 + * 2", "missing-value", "*"),
        ("* 2", "missing-value", "*"),
        ("x = 2; / 3", "missing-value", "/"),
        ("x = 2\n/ 3", "missing-value", "/"),
        ("y = x +", "missing-value", ""),
        ("y = x + # more\n\n", "missing-value", ""),
        ("y =", "missing-value", ""),
        ("y =\nz = 2", "missing-value", ""),
        ("y +=\nz = 2", "missing-value", ""),
        ("y = (x + )", "missing-value", ")"),
        ("y = x + ; z", "missing-value", ";"),
        ("y = ; z", "missing-value", ";"),
        ("f(1, , 2)", "unknown-function", "f"),
        ("max(1, , 2)", "missing-value", ","),
        ("max(, 2)", "missing-value", ","),
        ("[1, 2, , 3]", "missing-value", ","),
        ("()", "missing-value", "()"),
        ("y = ²", "missing-value", "²"),
        ("a <", "missing-value", ""),
        ("--", "missing-value", ""),
        ("y = x +\nz = 3", "missing-value", ""),
        # brackets
        ("(1 + 2", "unclosed-bracket", ""),
        ("sin(", "unclosed-bracket", ""),
        ("[1, 2", "unclosed-bracket", ""),
        ("x[0", "unclosed-bracket", ""),
        ("sum(x, axis=0", "unclosed-bracket", ""),
        ("sum(x, axis=[0,", "unclosed-bracket", ""),
        ("y = (1 + 2; z", "unclosed-bracket", ""),
        ("y = (1 + 2\nz = 3", "unclosed-bracket", ""),
        ("y = sin(x\nsin(y)", "unclosed-bracket", ""),
        ("y = (1 + 2\n(3)", "unclosed-bracket", ""),
        ("print(x", "unclosed-bracket", ""),
        ("from y import (x\n, [", "unclosed-bracket", ""),
        ("x = exp(2).backward(1", "unclosed-bracket", ""),
        ("1 + 2)", "unopened-bracket", ")"),
        ("]", "unopened-bracket", "]"),
        ("(1]", "mismatched-bracket", "]"),
        ("[1)", "mismatched-bracket", ")"),
        ("sin(1]", "mismatched-bracket", "]"),
        ("np.zeros((2]", "mismatched-bracket", "]"),
        # juxtaposition
        ("2x", "implicit-multiplication", "x"),
        ("2 x", "implicit-multiplication", "x"),
        ("x y", "implicit-multiplication", "y"),
        ("x 2", "implicit-multiplication", "2"),
        ("2(x + 1)", "implicit-multiplication", "("),
        ("(a)(b)", "implicit-multiplication", "("),
        ("(a) b", "implicit-multiplication", "b"),
        ("(a) 2", "implicit-multiplication", "2"),
        ("x = 2; x(3)", "implicit-multiplication", "("),
        ("x² y", "implicit-multiplication", "y"),
        ("x²(y)", "implicit-multiplication", "("),
        ("sin(x) cos(x)", "implicit-multiplication", "cos"),
        ("αx", "implicit-multiplication", "x"),
        ("[1 2]", "implicit-multiplication", "2"),
        ("5.relu()", "implicit-multiplication", "relu"),
        ("2 e", "implicit-multiplication", "e"),
        ("sqrt x", "missing-brackets", "x"),
        ("a = 1 b = 2", "unexpected-token", "b"),
        ("a = 1 b += 2", "implicit-multiplication", "b"),
        ("f(x = 2) y = 3", "unknown-function", "f"),
        # numbers
        ("1.2.3", "bad-number", ".3"),
        ("1..2", "bad-number", ".2"),
        ("0b101", "bad-number", "b101"),
        ("0x1F", "bad-number", "x1F"),
        ("1e", "bad-number", "e"),
        ("2j", "bad-number", "j"),
        ("1_000", "bad-number", "1_000"),
        ("1e999", "number-too-large", "1e999"),
        ("x = [1, 1e999]", "number-too-large", "1e999"),
        ("sum(x, axis=1e999)", "number-too-large", "1e999"),
        ("1...", "unexpected-token", "."),
        # assignments
        ("a = b = 2", "misplaced-assignment", "="),
        ("x + 1 = 2", "misplaced-assignment", "="),
        ("(a = 2)", "misplaced-assignment", "="),
        ("[a = 2]", "misplaced-assignment", "="),
        ("sin(1 + a = 2)", "misplaced-assignment", "="),
        ("sin(a.b = 2)", "misplaced-assignment", "="),
        ("sin(2 = 2)", "misplaced-assignment", "="),
        ("(a) = 2", "misplaced-assignment", "="),
        ("2 = x", "misplaced-assignment", "2"),
        ("a.b = 2", "misplaced-assignment", "a.b"),
        ("a + b += 2", "misplaced-assignment", "+="),
        ("x = y += 2", "misplaced-assignment", "+="),
        ("x.data -= 2", "unknown-attribute", "data"),
        ("x = 1; x **= 2", "not-in-language", "**="),
        ("a, b = 1, 2", "unexpected-token", ","),
        (",", "unexpected-token", ","),
        ("(1, 2)", "unexpected-token", ","),
        ("f(x) = x^2", "not-in-language", "f"),
        ("f((x)) = x^2", "not-in-language", "f"),
        ("f(x) + 2 = x^2", "unknown-function", "f"),
        ("f(x", "unknown-function", "f"),
        # what other languages have
        ("def f(x):\n  return x", "not-in-language", "def"),
        ("for i in range(3): x", "not-in-language", "for"),
        ("while x > 0: x", "not-in-language", "while"),
        ("while (x > 0): x", "not-in-language", "while"),
        ("if x then y", "not-in-language", "if"),
        ("if (x > 0): y", "not-in-language", "if"),
        ("else: y", "not-in-language", "else"),
        ("class A: pass", "not-in-language", "class"),
        ("return x", "not-in-language", "return"),
        ("y = lambda x: x", "not-in-language", "lambda"),
        ("lambda: 2", "not-in-language", "lambda"),
        ("with torch.no_grad(): y", "not-in-language", "with"),
        ("let x = 2", "not-in-language", "let"),
        ("y = 2 if x else 3", "not-in-language", "if"),
        ("[x for x in y]", "not-in-language", "for"),
        ("[x**2 for x in y]", "not-in-language", "for"),
        ("x and y", "not-in-language", "and"),
        ("not x", "not-in-language", "not"),
        ("not (x)", "not-in-language", "not"),
        ("x in y", "not-in-language", "in"),
        ("x is y", "not-in-language", "is"),
        ("7 mod 3", "not-in-language", "mod"),
        ("y = 2; import numpy, x", "empty-program", ""),
        ("x % 2", "not-in-language", "%"),
        ("x // 2", "not-in-language", "//"),
        ("x && y", "not-in-language", "&&"),
        ("x || y", "not-in-language", "||"),
        ("x | y", "not-in-language", "|"),
        ("|x|", "not-in-language", "|"),
        ("||x||", "not-in-language", "||"),
        ("~x", "not-in-language", "~"),
        ("!x", "not-in-language", "!"),
        ("5!", "not-in-language", "!"),
        ("x ? y : z", "not-in-language", "?"),
        ("x: 2", "not-in-language", ":"),
        ("x := 3", "not-in-language", ":="),
        ("{x: 2}", "not-in-language", "{"),
        ("x }", "not-in-language", "}"),
        ("x <> y", "not-in-language", "<>"),
        ("x => y", "not-in-language", "=>"),
        ("x =< y", "not-in-language", "=<"),
        ("x === y", "not-in-language", "==="),
        ("'abc'", "not-in-language", "'abc'"),
        ('x = "abc', "not-in-language", '"abc'),
        ("x = f'{y}'", "not-in-language", "f'{y}'"),
        ("x = “abc”", "not-in-language", "“"),
        ("\\sqrt{x}", "not-in-language", "\\sqrt"),
        ("x = 2 \\\n + 3", "not-in-language", "\\"),
        ("x = True", "reserved", "True"),
        ("print(1) or x", "not-in-language", "or"),
        ("print(1) + x", "unexpected-token", "+"),
        ("x = exp(2).backward() + 2", "unexpected-token", "+"),
        ("exp(2).backward()\n  .sum", "missing-value", ".sum"),
        ("x $ 2", "unexpected-token", "$"),
        ("x . 2", "unexpected-token", "."),
        ("__proto__", "bad-name", "__proto__"),
        ("x + _y", "bad-name", "_y"),
        # characters
        ("𝑥 + 1", "unknown-character", "𝑥"),
        ("ｓｉｎ(x)", "unknown-character", "ｓｉｎ"),
        ("x⁻¹", "unknown-character", "⁻¹"),
        ("x⁴", "unknown-character", "⁴"),
        ("१२ + 1", "unknown-character", "१२"),
        ("x ∗ y", "unknown-character", "∗"),
        ("x – y", "unknown-character", "–"),
        ("x ≤ y", "unknown-character", "≤"),
        ("√x", "unknown-character", "√"),
        ("хy", "unknown-character", "х"),
        ("naïve", "unknown-character", "ï"),
        ("中", "unknown-character", "中"),
        ("x\u200b+1", "invisible-character", "\u200b"),
        ("x\u00a0+1", "invisible-character", "\u00a0"),
        ("x\u0301", "invisible-character", "\u0301"),
        ("x\r+1", "invisible-character", "\r"),
        ("x\0", "invisible-character", "\0"),
        ("\ud83dx", "invisible-character", "\ud83d"),
        ("x ☃ y", "unexpected-token", "☃"),
    ],
)
def test_a_mistake_is_named_and_its_span_covers_exactly_the_offending_text(text, code, piece):
    if code == "empty-program":
        parse(text.replace(", x", ""))
    else:
        assert offending(text) == (code, piece)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("𝑥 + 1", "'𝑥' (U+1D465, line 1, column 1) is not a letter of the language; did you mean 'x'?"),
        ("x\u200b+1", "U+200B, zero width space"),
        ("x\0", "U+0000, null"),
        ("\ud83dx", "half a character"),
        ("√x", "Write sqrt(…)."),
        (
            "(1 + 2",
            "The bracket '(' opened in line 1, column 1 is never closed: a ')' is missing here (line 1, column 7).",
        ),
        ("2x", "There is no operator between '2' and 'x' (line 1, column 2). Multiplication is written out: 2*x."),
        ("(a)(b)", "(…)*(…)"),
        ("sin(1, 2)", "'sin' takes 1 argument, not 2 (line 1, columns 5–8). Write sin(x)."),
        ("max()", "'max' takes at least 1 argument, not 0"),
        ("arange(1, 2, 3, 4)", "'arange' takes 1 to 3 arguments, not 4"),
        ("x.relu(1)", "'x.relu' takes 1 argument (the value before the dot is the first), not 2"),
        ("sum(x, 1)", "'sum' takes 1 argument, not 2 (line 1, columns 5–8). Write sum(x, axis=None)."),
        ("x = x + 1", "'x' has no value yet where it is used to compute its own (line 1, column 5)."),
        ("a = b\nb = 2", "'b' is used (line 1, column 5) before it gets a value in line 2."),
        ("x % 2", "The remainder is mod(a, b)."),
        ("5!", "there is no factorial"),
        ("x && y", "multiply for 'and'"),
        ("f(2)", "For a product write 'f*(…)'."),
        ("foo = 2; y = foo.bar(2) + 1", "I don't know the method 'bar' (line 1, columns 18–20)."),
        ("x.summ()", "Did you mean 'sum'?"),
        ("np.sine(x)", "Did you mean 'np.sin'?"),
        ("np.relu(x)", "Did you mean 'relu'?"),
        ("np.einsum(x)", "I don't know the function 'np.einsum' (line 1, columns 1–9)."),
        ("ReLU(x)", "Did you mean 'relu'?"),
        ("ln(x)", "Did you mean 'log'?"),
        ("product(x)", "Did you mean 'prod'?"),
        ("x.relu.sum()", "write 'x.relu().sum()'."),
        ("x.relu.T", "write 'x.relu().T'."),
        ("2e", "Write 2e-5, or 2*e for a product."),
        ("x[0]y", "written out: […]*y."),
        ("[1, 2](3)", "written out: […]*(…)."),
        ("2.0.relu()", "write '(2.0).relu()'."),
        ("x = 1; x **= 2 + y", "Write 'x = x ** (2 + y)'."),
        ("x = 1; x %= 2", "Write 'x = mod(x, 2)'."),
        ("x = 1; x //= 2", "Write 'x = floor(x / 2)'."),
        ("cmath.exp(x)", "I don't know the function 'cmath.exp'"),
        ("optimizer.step()", "makes sense only where a model is trained"),
        ("Value(data=3.0)", "'Value' has no keyword 'data'"),
        ("sum(axis=0, x)", "'x' (line 1, column 13) has no name"),
        ("concat(axis=0, [v, w])", "'[v, w]' (line 1, columns 16–21) has no name"),
        ("sum(x, axes=0)", "'sum' has no keyword 'axes' (line 1, columns 8–11). Did you mean 'axis'?"),
        ("sum(x, foo=0)", "It has axis, keepdims."),
        ("sin(x, foo=0)", "Write sin(x)."),
        ("F.mse_loss(x, y, reduction='sum')", "'reduction' can only be 'mean' here"),
        ("F.relu(x, foo=2); y = (2", "'F.relu' has no keyword 'foo'"),
        ("F.elu(x, alpha=2)", "'alpha' can only be 1 here"),
        ("\\frac{a}{b}", "'\\frac' (line 1, columns 1–5) is LaTeX. Write '(a)/(b)'."),
        ("\\tanh(x)", "Write 'tanh(x)'."),
        ("\\foo", "Write plain text, such as (a + b) / c."),
        ("x = 1; x ^= 2", "Write 'x = x ^ 2'."),
        ("[1)", "')' (line 1, column 3) cannot close the '[' opened in line 1, column 1; ']' can."),
        ("[[1],\n [2, 3]]", "(lines 1–2)"),
        ("y = sin" + "x" * 80 + "(2)", "…'"),
        ("y = sin" + "x" * 400 + "(2)", "…'"),
        ("sqrt x", "write 'sqrt(x)' in place of 'sqrt x'"),
    ],
)
def test_the_sentence_says_what_would_be_right(text, words):
    assert words in failure(text).detail


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("2x", "2*x"),
        ("y = 2 x", "y = 2*x"),
        ("2(x + 1)", "2*(x + 1)"),
        ("(a)(b)", "(a)*(b)"),
        ("x = 2; x(3)", "x = 2; x*(3)"),
        ("a = 1 b = 2", "a = 1; b = 2"),
        ("sqrt  x", "sqrt(x)"),
        ("𝑥 + 1", "x + 1"),
        ("ｓｉｎ(x)", "sin(x)"),
        ("x⁻¹", "x^-1"),
        ("x\u00a0+ 1", "x + 1"),
        ("x\u200b+ 1", "x+ 1"),
        ("x ≤ 1", "x <= 1"),
        ("tahn(x)", "tanh(x)"),
        ("np.sine(x)", "np.sin(x)"),
        ("np.relu(x)", "relu(x)"),
        ("ln(x)", "log(x)"),
        ("x = [1, 2]; y = x.summ()", "x = [1, 2]; y = x.sum()"),
        ("sum([1, 2], axes=0)", "sum([1, 2], axis=0)"),
    ],
)
def test_a_correction_can_be_applied_as_it_stands(text, fixed):
    fix = failure(text).fix
    assert isinstance(fix, Fix)
    start, end = fix.span
    assert text[:start] + fix.text + text[end:] == fixed
    parse(fixed)


@pytest.mark.parametrize("text", ["np.einsum(x)", "f(2)", "sum(x, foo=0)", "jax.array([1], 2)"])
def test_where_no_word_is_like_it_nothing_is_offered(text):
    assert failure(text).fix is None


def test_mistakes_in_several_statements_are_listed_from_left_to_right():
    text = "a = 2x\nb = sni(a)\nc = (1 + 2\nd = b + c; e = 3 %\nf = a + b + c + d + e"
    error = failure(text)
    found = [error, *error.related]
    assert [e.code for e in found] == [
        "implicit-multiplication",
        "unknown-function",
        "unclosed-bracket",
        "not-in-language",
    ]
    assert [e.span for e in found] == sorted(e.span for e in found)


def test_the_leftmost_mistake_comes_first_lexical_or_not():
    assert offending("y = x + 1\nx = 2 $ 3")[1] == "x"
    assert offending("y = sni(2) + $")[1] == "sni"
    assert offending("y = $ + sni(2)")[1] == "$"


def test_a_mistake_is_reported_once_and_makes_up_no_others():
    for text in (
        "y = (1 + 2 x\n + 3)\nz = y",
        "y = foo(1,\n 2)\nz = y",
        "def f(x):\n    y = x\n\n    return y\nz = 2\nw = z",
        "x = 2 3\nx += 1",
        "a = b\nb = a\nb = a",
        "y = 3 $ $ $\n(",
    ):
        error = failure(text)
        assert len(error.related) == text.count("\n("), [e.detail for e in error.related]


def test_at_most_twenty_mistakes_are_listed():
    error = failure("2 x\n" * 50)
    assert len(error.related) == 19


def test_nothing_is_made_up_behind_a_bracket_that_never_closes():
    assert failure("y = sin(2 x, (\nz = 2 x").related == ()


def test_a_program_with_constants_used_before_they_are_bound_names_the_use():
    error = failure("y = pi\nz = e\npi = 3\ne = 2")
    assert [e.span for e in (error, *error.related)] == [(4, 6), (11, 12)]


def test_a_constant_used_before_a_computed_value_takes_its_name_is_named():
    for value in ("y * 2", "sin(y)", "3"):
        error = failure(f"y = e == 2\ne = {value}")
        assert error.detail.startswith("'e' is used (line 1, column 5) before it gets a value in line 2.")


def test_among_very_many_names_nobody_looks_for_a_likeness():
    program = parse("\n".join(f"name{k} = {k}" for k in range(301)))
    with pytest.raises(ChainruleError, match=r"could be its output\.$"):
        program.bind(output="nmae1")
    assert "mean" not in parse("\n".join([*(f"name{k} = {k}" for k in range(301)), "nmae1"])).notices[0].detail


def test_details_never_hold_characters_that_hide():
    for text in ("x\u202e+1", "y\ud83d", "x = 'a\u200bb\x07'", "\u0301x", "f\u200b(2)"):
        detail = failure(text).detail
        assert all(char.isprintable() for char in detail)
        detail.encode()


EDGES = {
    "characters": (lambda n: "x" + " " * (n - 1), 1000),
    "tokens": (lambda n: "-" * (1 - n % 2) + "x" + " + x" * ((n - 1) // 2), 99),
    "nesting": (lambda n: "(" * n + "x" + ")" * n, 100),
    "name": (lambda n: "x" * n, 64),
    "arguments": (lambda n: f"max({', '.join('x' * n)})", 64),
    "number": (lambda n: "1" * n, 40),
    "rank": (lambda n: "[" * n + "1" + "]" * n, 6),
    "nodes": (lambda n: "x" + "+x" * (n - 1), 500),
}


@pytest.mark.parametrize("name", EDGES)
def test_limits_may_be_reached_but_not_passed(name):
    make, most = EDGES[name]
    limits = Limits(**{name: most})
    parse(make(most - 1), limits)
    parse(make(most), limits)
    error = failure(make(most + 1), limits)
    assert isinstance(error, LimitError)
    assert error.span is not None
    assert f"{most:,}" in error.detail


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "-" * n + "x",
        lambda n: "+" * n + "x",
        lambda n: "x" + "^x" * n,
        lambda n: "exp(" * n + "x" + ")" * n,
        lambda n: "[" * n + "x" + "]" * n,
        lambda n: "(-" * (n // 2) + "-" * (n % 2) + "x" + ")" * (n // 2),
        lambda n: "(x+x*x+" * n + "x" + ")" * n,
    ],
)
def test_brackets_signs_and_powers_count_as_nesting_together(make):
    parse(make(99))
    parse(make(100))
    error = failure(make(101))
    assert (type(error), error.code) == (LimitError, "nesting")


def test_sums_are_no_nesting():
    assert len(parse("x" + "+x" * 10_000).graph) == 10_001


def test_more_limits_are_named():
    assert failure("y = " + "x" * 65).code == "name-too-long"
    assert failure("x" * 65 + " = 2").code == "name-too-long"
    assert failure("2" + "x" * 65).code == "name-too-long"
    assert failure("|" * 200 + "x").code == "nesting"
    assert failure("x = " + "1" * 41).code == "number-too-long"
    assert failure("sum(x, axis=" + "1" * 41 + ")").code == "number-too-long"


def test_what_was_wrong_before_the_limit_of_tokens_comes_first():
    limits = Limits(tokens=10)
    error = failure("2 x\n" + "y + " * 20 + "y", limits)
    assert error.code == "implicit-multiplication"
    assert error.related[-1].code == "too-many-tokens"
    assert failure("(" * 20, limits).code == "too-many-tokens"
    assert failure("((((x + y", Limits(tokens=6)).code == "too-many-tokens"


def test_an_error_is_an_exception_with_its_sentence():
    error = ChainruleError("so", code="x")
    assert (str(error), error.fix, error.related) == ("so", None, ())
