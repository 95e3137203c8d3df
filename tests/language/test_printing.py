"""From a graph back to a program."""

import numpy as np
import pytest
from written import same

from chainrule.engine.graph import Graph
from chainrule.engine.ops import OPS
from chainrule.language import parse, print_program


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("x = -2.0; y=x+x", "x = -2\ny = x + x\n"),
        ("f = x*y", "x = 1\ny = 1\nf = x * y\n"),
        ("x=1; x - (x - x) - x", "x = 1\nx - (x - x) - x\n"),
        ("x=1; (x ^ x) ^ x ^ x", "x = 1\n(x ** x) ** x ** x\n"),
        ("x=1; (-x)^2 - -x^2", "x = 1\n(-x) ** 2 - -x ** 2\n"),
        ("x=1; 2^(-x) * -(x * x)", "x = 1\n2 ** -x * -(x * x)\n"),
        ("x=1; (x < 2) * (x + 1 >= 3)", "x = 1\n(x < 2) * (x + 1 >= 3)\n"),
        ("x=1; (x < 2) < (x == 3)", "x = 1\n(x < 2) < (x == 3)\n"),
        ("x=1; x / (x * x) @ x", "x = 1\nx / (x * x) @ x\n"),
        ("c = 1; c += c * 2; c", "c = 1\nc = c + c * 2\n"),
        ("a = 2; b = a; a", "a = 2\nb = a\na\n"),
        ("v = [[1, -2.5], [1e-30, 4]]", "v = [[1, -2.5], [1e-30, 4]]\n"),
        ("v = [1]; [v, [2, 3]] + [1, 2]", "v = [1]\n[v, [2, 3]] + [1, 2]\n"),
        ("stack(1, 2)", "stack(1, 2)\n"),
        ("v = [1]; v[0, 1:, :-2] + (v * 2)[1]", "v = [1]\nv[0, 1:, :-2] + (v * 2)[1]\n"),
        ("v = [1]; v.T.sum(0) + max(v, v)", "v = [1]\nsum(transpose(v), axis=0) + max(v, v)\n"),
        ("v = [1]; np.sum(v, (0, 1), keepdims=True)", "v = [1]\nsum(v, axis=[0, 1], keepdims=True)\n"),
        ("zeros((2, 3)) + arange(0, 2, .5)", "zeros([2, 3]) + arange(0, stop=2, step=0.5)\n"),
        ("v = [1]; v.reshape(1, 1)", "v = [1]\nreshape(v, [1, 1])\n"),
        ("v = [1]; F.cross_entropy(v, 0)", "v = [1]\nsoftmax_cross_entropy(v, 0, classes=True)\n"),
        ("x = 1; x * Value(-2)", "x = 1\nx * Value(-2)\n"),
        ("2 * pi", "2 * pi\n"),
        ("pi = 3; np.pi * pi", "pi = 3\nmath.pi * pi\n"),
        ("torch.var(x)", "x = 1\nvar(x, correction=1)\n"),
        ("x = 5e-324; y = x * 1e300", "x = 5e-324\ny = x * 1e+300\n"),
    ],
)
def test_a_program_is_printed_with_no_more_brackets_than_needed(text, printed):
    graph = parse(text).graph
    assert print_program(graph) == printed
    assert same(parse(printed).graph, graph)
    assert parse(printed).graph.output == graph.output


def test_more_arguments_than_a_call_may_have_are_printed_as_a_list():
    for text in ("np.concatenate([%s])", "[%s]", "np.stack([%s], axis=0)"):
        graph = parse("x = 1; " + text % ", ".join(["x"] * 100)).graph
        assert same(parse(print_program(graph)).graph, graph)


def test_a_long_sum_and_a_deep_nest_are_printed_without_recursion():
    wide = f"[{'sin(x), ' * 9_000}]"
    deep = ["exp(" * 100 + "x" + ")" * 100, "x" + " ^ 2" * 100, "-" * 100 + "x"]
    for text in ("x" + " + x" * 19_998, wide, *deep):
        graph = parse(text).graph
        assert same(parse(print_program(graph)).graph, graph)


def test_two_hundred_methods_in_a_row_are_cut_into_statements():
    graph = parse("x = 1; y = x" + ".exp()" * 250).graph
    again = parse(print_program(graph)).graph
    assert [op.name for op in again.ops] == [op.name for op in graph.ops]
    assert list(again.operands) == list(graph.operands)
    assert "t1 = exp(" in print_program(graph)


def graph_of(*nodes, output=-1):
    """A graph put together by hand: (op, operands, id, literal)."""
    return Graph(
        ops=[OPS[op] for op, *_ in nodes],
        operands=[operands for _, operands, *_ in nodes],
        attrs=[None] * len(nodes),
        ids=[name for _, _, name, *_ in nodes],
        labels=["" if name.startswith(":") else name.split(".")[0] for _, _, name, *_ in nodes],
        literals=[rest[0] if rest else None for _, _, _, *rest in nodes],
        output=output % len(nodes),
    )


def test_an_intermediate_result_that_is_used_twice_gets_a_name():
    graph = graph_of(("input", (), "t1", 2.0), ("exp", (0,), ":1"), ("mul", (1, 1), "y"))
    assert print_program(graph) == "t1 = 2\nt2 = exp(t1)\ny = t2 * t2\n"


def test_an_intermediate_result_of_an_earlier_stretch_gets_a_name():
    graph = graph_of(("input", (), "x", 2.0), ("exp", (0,), ":1"), ("sin", (0,), "y"), ("mul", (1, 2), "z"))
    assert print_program(graph) == "x = 2\nt1 = exp(x)\ny = sin(x)\nz = t1 * y\n"


def test_names_that_are_none_and_versions_out_of_order_are_replaced():
    graph = graph_of(
        ("input", (), "w[0,1]", 2.0), ("input", (), "w_0_1_", 3.0), ("input", (), "2b", 4.0), ("mul", (0, 1), "y")
    )
    assert print_program(graph) == "w_0_1_ = 2\nw_0_1__2 = 3\nn2b = 4\ny = w_0_1_ * w_0_1__2\n"
    stale = graph_of(("input", (), "c", 2.0), ("exp", (0,), "c.2"), ("mul", (0, 1), "d"))
    assert print_program(stale) == "c = 2\nc_2 = exp(c)\nd = c * c_2\n"
    parse(print_program(stale))


def test_inputs_and_identities_without_a_name_get_one():
    graph = graph_of(("input", (), ":1", 2.0), ("identity", (0,), ":2"), ("mul", (0, 1), ":3"))
    assert print_program(graph) == "t1 = 2\nt2 = t1\nt1 * t2\n"


def test_the_output_is_kept_where_a_program_can_say_it():
    graph = graph_of(("input", (), "x", 2.0), ("exp", (0,), "y"), ("sin", (1,), "z"), output=1)
    assert print_program(graph) == "x = 2\ny = exp(x)\nz = sin(y)\ny\n"
    graph = graph_of(("input", (), "x", np.eye(2)), ("exp", (0,), ":1"), ("sin", (1,), "z"), output=1)
    assert print_program(graph) == "x = [[1, 0], [0, 1]]\nz = sin(exp(x))\n"
