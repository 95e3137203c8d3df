"""What holds for any text, and for any program."""

import contextlib
import time
from itertools import groupby

from hypothesis import example, given, settings
from hypothesis import strategies as st
from written import same

from chainrule.errors import ChainruleError
from chainrule.language import parse, print_program
from chainrule.language.functions import FORMS, METHODS, PREFIXED
from chainrule.language.span import quote
from chainrule.language.tokens import Places, scan

SIGNS = ["**", "==", "<=", "+=", "//", "\r\n", "\u200b", *"+-*/^@()[],=;\n.²³:<>!|&%'\"\\_{}#$ \t"]
ATOMS = """
    x y α e pi 2 0.5 1e5 .5 x.T .sum .T a b.c np.pi axis= dim=0 index=1 min= reduction='mean' Value torch.tensor
    for if def import print lambda True and not x.backward() x.label 𝑥 0x1 1_0
"""
WORDS = [*SIGNS, *ATOMS.split(), *FORMS, *METHODS, *list(PREFIXED)[::7]]
NAMES = ["x", "y", "z", "w1", "α"]
UNARY = ["sin", "exp", "relu", "sum", "x.exp", "abs"]


def check(text):
    """Any text is a program, or gives errors whose spans lie inside it, in order."""
    try:
        program = parse(text)
    except ChainruleError as error:
        for found in (error, *error.related):
            assert 0 <= found.span[0] <= found.span[1] <= len(text)
            assert found.detail.isprintable()
            assert found.code
            if found.fix:
                assert 0 <= found.fix.span[0] <= found.fix.span[1] <= len(text)
        spans = [found.span for found in (error, *error.related)]
        assert spans == sorted(spans)
    else:
        graph = program.graph
        assert len(set(graph.ids)) == len(graph)
        assert all(operand < node for node, operands in enumerate(graph.operands) for operand in operands)
        assert all(0 <= start < end <= len(text) for start, end in graph.spans)
        assert same(parse(print_program(graph)).graph, graph)


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_read_or_refused_in_its_place(text):
    check(text)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_words_of_the_language_are_read_or_refused_in_their_place(text):
    check(text)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
@settings(max_examples=500, deadline=None)
def test_any_words_with_blanks_between_them_too(text):
    check(text)


@given(st.text())
@example("#\x000")
def test_tokens_cover_all_of_a_text_but_blanks_and_comments(text):
    pairs = scan(text)
    places = Places(text)
    spans = [places.token(k) for k in range(2 * len(pairs))]
    assert spans == sorted(spans)
    assert all(text[start:end] == pairs[k >> 1][k & 1] for k, (start, end) in enumerate(spans[:-1]))
    covered = {at for start, end in spans for at in range(start, end)}
    runs = groupby(range(len(text)), covered.__contains__)
    left = ["".join(text[at] for at in run) for inside, run in runs if not inside]
    assert all(not piece.strip(" \t") or piece.lstrip(" \t").startswith("#") for piece in left)


@given(st.text())
def test_a_quotation_is_printable_and_short(text):
    assert quote(text).isprintable()


def expressions():
    """Expressions as text, from the leaves up."""
    leaves = st.sampled_from([*NAMES, "2", "0.5", "1e-3", "pi", "[1, 2]", "[1, -2, 3]", "Value(-2)"])

    def grown(inner):
        return st.one_of(
            st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-", "*", "/", "@", "^", "**"]), inner),
            st.builds("({})".format, inner),
            st.builds("-{}".format, inner),
            st.builds("(({})²)".format, inner),
            st.builds("({} < {})".format, inner, inner),
            st.builds("{}({})".format, st.sampled_from(["sin", "exp", "sum", "np.mean", "F.relu"]), inner),
            st.builds(
                "({}).{}".format, inner, st.sampled_from(["relu()", "sum(axis=0)", "T", "reshape(2, -1)", "max(0)"])
            ),
            st.builds("max({}, {})".format, inner, inner),
            st.builds("where({}, {}, {})".format, inner, inner, inner),
            st.builds("[{}, sin({})]".format, inner, inner),
            st.builds("({})[0, 1:]".format, inner),
            st.builds("np.stack([{}, {}], axis=1)".format, inner, inner),
        )

    return st.recursive(leaves, grown, max_leaves=25)


def programs():
    """Programs as text: names bound once or more often, augmented assignments, bare expressions."""
    statement = st.one_of(
        st.builds("{} = {}".format, st.sampled_from(["f", "g", "c"]), expressions()),
        st.builds("c {} {}".format, st.sampled_from(["+=", "-=", "*=", "/="]), expressions()),
        expressions(),
    )
    return st.lists(statement, min_size=1, max_size=6).map(lambda lines: "\n".join(["c = 1", *lines]))


@given(programs())
@settings(max_examples=300, deadline=None)
def test_a_printed_program_is_read_as_the_same_graph(text):
    graph = parse(text).graph
    printed = print_program(graph)
    again = parse(printed).graph
    assert same(again, graph)
    assert print_program(again) == printed


def seconds(text):
    """The processor time that the reading of a text takes."""
    start = time.thread_time()
    with contextlib.suppress(ChainruleError):
        parse(text)
    return time.thread_time() - start


def test_no_text_takes_long():
    pieces = [
        "(",
        "x",
        "2 ",
        "x + ",
        "f(",
        "[1, ",
        "1e1",
        "'",
        "x.",
        "\\",
        "a=b\n",
        "|",
        "x[0]",
        "2 x\n",
        "y = 2 $\n",
        "é",
        "-",
        "#",
    ]
    for piece in [*pieces, "x, ", "print(x)\n", "def f\n y\n\n", ")\n", "x = 1\nx += x\n", "axis=[0, "]:
        assert seconds(piece * (99_000 // len(piece))) < 1, piece
    names = [f"x{k}" for k in range(10_000)]
    assert seconds(f"[{', '.join(names)}]") < 1
    assert seconds(f"[x * {', '.join(names)}]") < 1
    assert seconds("\n".join(f"y{name} = {name}" for name in names[:5000])) < 1


def test_a_program_of_twenty_thousand_nodes_is_read():
    assert len(parse("x" + " + x" * 19_999).graph) == 20_000
    assert len(parse("x = 1\n" + "x += x\n" * 10_000).graph) == 10_001
