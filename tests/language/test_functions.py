"""Calls: plain, as methods, with another library's prefix; arrays and indices."""

import numpy as np
import pytest
from written import last, lines, offending

from chainrule.engine.check import check
from chainrule.engine.ops import OPS
from chainrule.engine.passes import run
from chainrule.errors import ChainruleError
from chainrule.language import parse
from chainrule.language.functions import FORMS, IGNORED, METHODS, PREFIXED

LISTED = """
    exp log log2 log10 log1p expm1 sqrt cbrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh sigmoid
    logsigmoid relu relu6 leaky_relu elu selu gelu silu mish softplus softsign hardtanh hardsigmoid abs sign floor ceil
    round square reciprocal erf max min clip where hypot mod pow add sub mul div neg sum mean prod max min var std norm
    dot matmul outer transpose reshape concat stack softmax log_softmax logsumexp conv1d conv2d maxpool2d zeros ones eye
    arange mse mae half_squared_error bce bce_with_logits cross_entropy softmax_cross_entropy hinge huber
"""
V = "v = [1, 2]; w = [3, 4]; c = 1; "


def test_the_language_has_exactly_the_functions_that_it_lists():
    assert set(FORMS) == set(LISTED.split())


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.exact > 0])
def test_a_plain_function_makes_a_node_of_its_op(name):
    arguments = ["v", "w", "c"][: FORMS[name].exact]
    assert last(f"{V}{name}({', '.join(arguments)})") == f":1 = {name}({', '.join(arguments)})"


@pytest.mark.parametrize("name", [name for name, form in METHODS.items() if form.op.arity == 1 and not form.op.params])
def test_a_method_is_the_function_with_the_value_first(name):
    assert last(f"{V}v.{name}()") == f":1 = {METHODS[name].op.name}(v)"
    assert last(f"{V}(v * w).{name}()") == f":2 = {METHODS[name].op.name}(:1)"


@pytest.mark.parametrize("name", list(PREFIXED))
def test_every_prefixed_name_leads_to_an_op(name):
    assert OPS[PREFIXED[name].op.name] is PREFIXED[name].op


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("np.arcsin(c)", "asin(c)"),
        ("np.abs(v)", "abs(v)"),
        ("np.power(v, c)", "pow(v, c)"),
        ("np.maximum(v, w)", "maximum(v, w)"),
        ("jnp.log(v)", "log(v)"),
        ("math.exp(c)", "exp(c)"),
        ("torch.sigmoid(v)", "sigmoid(v)"),
        ("torch.mm(v, w)", "matmul(v, w)"),
        ("torch.nn.functional.relu(v)", "relu(v)"),
        ("F.mse_loss(v, w)", "mse(v, w)"),
        ("F.l1_loss(v, w, reduction='mean')", "mae(v, w)"),
        ("F.binary_cross_entropy_with_logits(v, w)", "bce_with_logits(v, w)"),
        ("F.huber_loss(v, w, delta=2)", "huber(v, w) delta=2.0"),
        ("F.gelu(v, approximate='none')", "gelu(v)"),
        ("F.leaky_relu(v, negative_slope=0.01, inplace=True)", "leaky_relu(v)"),
        ("F.elu(v, alpha=1.0)", "elu(v)"),
        ("torch.norm(v, p=2)", "norm(v)"),
        ("np.linalg.norm(v, ord=None)", "norm(v)"),
        ("np.sum(v, dtype=np.float64)", "sum(v)"),
        ("np.greater(v, w)", "gt(v, w)"),
        ("pow(v, c)", "pow(v, c)"),
        ("v.pow(c)", "pow(v, c)"),
        ("v.dot(w)", "dot(v, w)"),
        ("v.t()", "transpose(v)"),
        ("torch.std(v)", "std(v) correction=1"),
        ("torch.var(v, 0)", "var(v) correction=1 axis=0"),
        ("torch.var(v, unbiased=False)", "var(v) correction=0"),
        ("torch.var(v, correction=0)", "var(v) correction=0"),
        ("np.var(v, ddof=1)", "var(v) correction=1"),
        ("var(v)", "var(v)"),
        ("v.var()", "var(v)"),
        ("sum(v, axis=None)", "sum(v)"),
        ("sum(v, axis=-1, keepdims=True)", "sum(v) axis=-1 keepdims=True"),
        ("torch.sum(v, dim=0, keepdim=True)", "sum(v) axis=0 keepdims=True"),
        ("sum(v, axis=(0))", "sum(v) axis=0"),
        ("sum(v, axis=(0,))", "sum(v) axis=(0,)"),
        ("sum(v, axis=[0, -1])", "sum(v) axis=(0, -1)"),
        ("np.max(v, 1)", "max(v) axis=1"),
        ("np.mean(v, (0, 1))", "mean(v) axis=(0, 1)"),
        ("np.sum((v), (0))", "sum(v) axis=0"),
        ("v.sum(-1)", "sum(v) axis=-1"),
        ("F.softmax(v, dim=0)", "softmax(v) axis=0"),
        ("v.softmax(0)", "softmax(v) axis=0"),
        ("max(v)", "max(v)"),
        ("max(v, axis=0)", "max(v) axis=0"),
        ("max(v, w)", "maximum(v, w)"),
        ("min(v, w, c)", "minimum(v, w, c)"),
        ("v.max()", "max(v)"),
        ("v.max(0)", "max(v) axis=0"),
        ("v.max(w)", "maximum(v, w)"),
        ("torch.max(v, w)", "maximum(v, w)"),
        ("torch.min(v, -1)", "min(v) axis=-1"),
        ("clip(v, c, w)", "clip(v, c, w)"),
        ("clip(v, hi=c, lo=w)", "clip(v, w, c)"),
        ("v.clamp(c, w)", "clip(v, c, w)"),
        ("torch.clamp(v, min=c)", "maximum(v, c)"),
        ("torch.clamp(v, max=c)", "minimum(v, c)"),
        ("torch.clamp(v, c)", "maximum(v, c)"),
        ("v.clamp(max=c, min=w)", "clip(v, w, c)"),
        ("np.clip(v, a_min=c, a_max=w)", "clip(v, c, w)"),
        ("reshape(v, [2, 1])", "reshape(v) shape=(2, 1)"),
        ("reshape(v, 2)", "reshape(v) shape=2"),
        ("reshape(v, [])", "reshape(v) shape=()"),
        ("np.reshape(v, (2, -1))", "reshape(v) shape=(2, -1)"),
        ("v.reshape(2, 1)", "reshape(v) shape=(2, 1)"),
        ("v.view(-1)", "reshape(v) shape=-1"),
        ("reshape(v, shape=[2, 1])", "reshape(v) shape=(2, 1)"),
        ("zeros(2)", "zeros() shape=2"),
        ("np.zeros((2, 3))", "zeros() shape=(2, 3)"),
        ("torch.ones(2, 3)", "ones() shape=(2, 3)"),
        ("eye(2)", "eye() n=2"),
        ("arange(5)", "arange() start=5.0"),
        ("arange(0, 1e30, 1e29)", "arange() start=0.0 stop=1e+30 step=1e+29"),
        ("arange(0, 1, 0.25)", "arange() start=0.0 stop=1.0 step=0.25"),
        ("concat(v, w)", "concat(v, w)"),
        ("concat(v, w, axis=0)", "concat(v, w) axis=0"),
        ("concat([v, w])", "concat(v, w)"),
        ("concat([v, w], axis=0)", "concat(v, w) axis=0"),
        ("torch.cat([v, w], 0)", "concat(v, w) axis=0"),
        ("np.concatenate((v, w,), axis=0)", "concat(v, w) axis=0"),
        ("np.stack([v, w])", "stack(v, w)"),
        ("stack(v, w, axis=1)", "stack(v, w) axis=1"),
        ("stack((v), w)", "stack(v, w)"),
        ("conv2d(v, w, stride=2, padding=1)", "conv2d(v, w) stride=2 padding=1"),
        ("maxpool2d(v, 2)", "maxpool2d(v) size=2"),
        ("F.max_pool2d(v, 2, 1)", "maxpool2d(v) size=2 stride=1"),
        ("F.max_pool2d(v, kernel_size=2)", "maxpool2d(v) size=2"),
        ("F.cross_entropy(v, 1)", "softmax_cross_entropy(v, :1) classes=True"),
        ("F.cross_entropy(v, torch.tensor([0, 1]))", "softmax_cross_entropy(v, :1) classes=True"),
        ("F.cross_entropy(v, [0, 2])", "softmax_cross_entropy(v, :1) classes=True"),
        ("F.cross_entropy(v, w)", "softmax_cross_entropy(v, w) classes=True"),
        ("F.cross_entropy(target=w, input=v)", "softmax_cross_entropy(v, w) classes=True"),
        ("F.cross_entropy(v, target=torch.tensor([0, 1]))", "softmax_cross_entropy(v, :1) classes=True"),
        ("softmax_cross_entropy(v, index=1)", "softmax_cross_entropy(v) index=1"),
        ("softmax_cross_entropy(v, w)", "softmax_cross_entropy(v, w)"),
        ("sin(v,)", "sin(v)"),
    ],
)
def test_a_call_is_read_as(text, node):
    assert last(V + text).partition(" = ")[2] == node


ROWS = "p = [[2, -1, 0], [3, 4, 1]]; "
HOT = "[[1, 0, 0], [0, 1, 0]]"


@pytest.mark.parametrize(
    "text",
    [
        "F.cross_entropy(p, [0, 1])",
        "t = torch.tensor([0, 1]); F.cross_entropy(p, t)",
        "F.cross_entropy(p, target=torch.tensor([0, 1]))",
        f"F.cross_entropy(p, {HOT})",
        "(F.cross_entropy(p[0], 0) + F.cross_entropy(p[1], [0, 1, 0])) / 2",
    ],
)
def test_the_rank_of_its_target_tells_cross_entropy_whether_it_is_class_indices(text):
    expected = run(parse(f"{ROWS}softmax_cross_entropy(p, {HOT})").graph)
    found = run(parse(ROWS + text).graph)
    assert np.isclose(found.values[-1], expected.values[-1], rtol=1e-14)
    np.testing.assert_allclose(found.gradients[0], expected.gradients[0], rtol=1e-13)


def test_class_indices_may_be_an_input_and_get_the_gradient_zero():
    program = parse("F.cross_entropy(z, t)")
    graph = program.bind({"z": [[2, -1], [3, 4]], "t": [0, 1]})
    found = run(graph)
    assert np.isclose(found.values[-1], 0.18092451954598246)
    np.testing.assert_array_equal(found.gradients[program.inputs["t"]], [0, 0])
    assert all(entry["error"] < 1e-9 for entry in check(graph))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("F.cross_entropy(p[0], 1.5)", "needs class indices, whole numbers from 0 to 2, not 1.5."),
        ("F.cross_entropy(p, [0, 3])", "whole numbers from 0 to 2, not 3."),
        ("F.cross_entropy(p, [0, -1])", "whole numbers from 0 to 2, not -1."),
        ("F.cross_entropy(p, [0, 1, 2])", "the shape (2, 3) of p, one weight a class, or of the shape (2,)"),
        ("F.cross_entropy(p, 1)", "has the shape ()"),
        ("softmax_cross_entropy(p, [1, 0, 0])", "needs a target of the shape of p (2, 3)"),
        ("cross_entropy(p, [1, 0, 0])", "needs a target of the shape of p (2, 3)"),
    ],
)
def test_a_target_that_is_neither_weights_nor_class_indices_is_refused_with_its_place(text, words):
    program = parse(ROWS + text)
    with pytest.raises(ChainruleError) as refusal:
        run(program.graph)
    located = program.locate(refusal.value)
    assert words in located.detail
    assert program.text[slice(*located.span)] == text


def test_a_list_that_is_not_alone_is_an_ordinary_argument():
    assert lines("concat([1, 2], [3, 4])") == [":1 = [1.0, 2.0] const", ":2 = [3.0, 4.0] const", ":3 = concat(:1, :2)"]
    assert lines("v = 1; np.stack(-v, v)")[-1] == ":2 = stack(:1, v)"
    assert lines("v = 1; np.stack([v, v] + v)")[-1] == ":3 = stack(:2)"
    assert lines("v = 1; stack((v + v) * 2, v)")[-1] == ":4 = stack(:3, v)"


def test_calls_and_brackets_nest():
    assert last(V + "sum(max([v, w.exp()], axis=0) * (c + 1))") == ":7 = sum(:6)"


def test_arrays_of_numbers_are_one_constant_and_others_are_stacked():
    assert lines("sum([[1, -2], [+3, 4e1]])")[0] == ":1 = [[1.0, -2.0], [3.0, 40.0]] const"
    assert lines("x = 1; [[1, x], [2, 3],]")[1:] == [
        ":1 = 1 const",
        ":2 = stack(:1, x)",
        ":3 = [2.0, 3.0] const",
        ":4 = stack(:2, :3)",
    ]
    assert lines("[1, pi]")[-1] == ":3 = stack(:1, :2)"
    assert lines("[--1, 2]")[-1] == ":5 = stack(:3, :4)"
    assert lines("[1 + 2, 3]")[-1] == ":5 = stack(:3, :4)"
    assert lines("[-[1, 2], [3, 4]]")[-1] == ":4 = stack(:2, :3)"
    assert lines("x = [1]; [x, x]")[-1] == ":1 = stack(x, x)"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("v[0]", (0,)),
        ("v[-1]", (-1,)),
        ("v[+1]", (1,)),
        ("v[1:2]", (slice(1, 2),)),
        ("v[:-1]", (slice(None, -1),)),
        ("v[1:]", (slice(1, None),)),
        ("v[1, :]", (1, slice(None))),
        ("v[:, 0,]", (slice(None), 0)),
        ("v[0][1:]", (slice(1, None),)),
        ("v.T[0]", (0,)),
        ("exp(v)[0]", (0,)),
        ("[1, 2][0]", (0,)),
        ("(v)[0]", (0,)),
    ],
)
def test_indices_and_slices_are_read_as_in_python(text, key):
    graph = parse("v = [[1, 2], [3, 4]]; " + text).graph
    assert graph.ops[-1].name == "index"
    assert graph.attrs[-1] == {"key": key}


def test_transposes_follow_names_calls_and_brackets():
    assert last(V + "v.T") == ":1 = transpose(v)"
    assert last(V + "v.T.T") == ":2 = transpose(:1)"
    assert last(V + "exp(v).T @ w") == ":3 = matmul(:2, w)"
    assert last(V + "[v, w].T.sum(axis=0)") == ":3 = sum(:2) axis=0"
    assert last(V + "v.T.sum(0)") == ":2 = sum(:1) axis=0"
    assert last(V + "(v\n .exp()\n .sum())") == ":2 = sum(:1)"
    assert last("α = 2; α.exp()") == ":1 = exp(α)"


def test_a_wrapped_literal_inside_an_expression_is_one_constant():
    assert lines("x = 1; y = x * Value(-2.0) + np.array([1, -2])")[1:] == [
        ":1 = -2 const",
        ":2 = mul(x, :1)",
        ":3 = [1.0, -2.0] const",
        "y = add(:2, :3)",
    ]


def test_methods_that_change_nothing_add_no_node():
    assert lines("x = torch.tensor([2.0]).double().requires_grad_()") == ["x = [2.0]"]
    assert lines("x = 2; y = x.float() * 2")[-1] == "y = mul(x, :1)"


def test_constants_with_a_prefix():
    assert np.isclose(parse("2 * math.pi + np.e + torch.pi").graph.literals[1], np.pi)


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("sin()", "wrong-arity", ""),
        ("sin(1, 2)", "wrong-arity", "1, 2"),
        ("sin( 1 ,2 )", "wrong-arity", "1 ,2"),
        ("atan2(1)", "wrong-arity", "1"),
        ("clip(1, 2)", "wrong-arity", "1, 2"),
        ("torch.clamp(1)", "wrong-arity", "1"),
        ("torch.clamp(1, 2, min=3)", "wrong-arity", "1, 2, min=3"),
        ("sum(1, 2)", "wrong-arity", "1, 2"),
        ("max()", "wrong-arity", ""),
        ("reshape(1)", "wrong-arity", "1"),
        ("reshape(1, 2, 3.5)", "whole-number", "3.5"),
        ("zeros()", "wrong-arity", ""),
        ("eye(2, 3)", "wrong-arity", "2, 3"),
        ("np.maximum(1, 2, 3)", "wrong-arity", "1, 2, 3"),
        ("softmax_cross_entropy([1, 2])", "wrong-arity", "[1, 2]"),
        ("softmax_cross_entropy([1], [1], index=0)", "wrong-arity", "[1], [1], index=0"),
        ("Value()", "wrong-arity", ""),
        ("Value(1, 2)", "wrong-arity", "1, 2"),
        ("F.relu(x, 1)", "wrong-arity", "x, 1"),
        ("x.relu(1)", "wrong-arity", "1"),
        ("clip(1, 2, lo=3)", "wrong-arity", "1, 2, lo=3"),
        ("clip(1, lo=2, lo=3)", "wrong-arity", "1, lo=2, lo=3"),
        ("clip(1, lo=2)", "wrong-arity", "1, lo=2"),
        ("torch.var(x, unbiased=2)", "keyword-value", "2"),
        ("var(x, unbiased=True)", "unknown-keyword", "unbiased"),
        ("Value(2, alpha=1)", "unknown-keyword", "alpha"),
        ("max(1, 2, axis=0)", "axis-of-several", "max(1, 2, axis=0)"),
        ("torch.tensor(x + 1)", "wrapped", "x + 1"),
        ("torch.tensor([x, 1])", "wrapped", "[x, 1]"),
        ("sin(x, axis=0)", "unknown-keyword", "axis"),
        ("sum(x, axes=0)", "unknown-keyword", "axes"),
        ("Value(2, axis=0)", "unknown-keyword", "axis"),
        ("sum(x, out=None)", "unknown-keyword", "out"),
        ("sum(x, axis=0, axis=1)", "keyword-twice", "axis"),
        ("sum(x, axis=0, dim=1)", "keyword-twice", "dim"),
        ("F.mse_loss(x, y, reduction='sum')", "keyword-value", "'sum'"),
        ("F.gelu(x, approximate=tanh)", "keyword-value", "tanh"),
        ("sum(x, axis=0.5)", "parameter", "0.5"),
        ("sum(x, axis=[0, 1.5])", "parameter", "[0, 1.5]"),
        ("sum(x, axis=y)", "parameter", "y"),
        ("sum(x, axis=True)", "parameter", "True"),
        ("sum(x, keepdims=1)", "parameter", "1"),
        ("huber(x, y, delta=True)", "parameter", "True"),
        ("reshape(x, shape=None)", "parameter", "None"),
        ("sum(x, axis=1 + 2)", "keyword-literal", "+"),
        ("sum(x, axis=--1)", "keyword-literal", "-"),
        ("sum(x, axis=)", "keyword-literal", ")"),
        ("sum(x, axis=[1 2])", "keyword-literal", "2"),
        ("sum(x, axis=@)", "keyword-literal", "@"),
        ("reshape(x, [2, y])", "parameter", "[2, y]"),
        ("reshape(x, y)", "parameter", "y"),
        ("reshape(x, [[2]])", "parameter", "[[2]]"),
        ("eye([2])", "parameter", "[2]"),
        ("np.sum(x, y)", "parameter", "y"),
        ("reshape(x, [2.0, 3])", "whole-number", "2.0"),
        ("np.sum(x, 1e0)", "whole-number", "1e0"),
        ("zeros(99999999999999999)", "whole-too-large", "99999999999999999"),
        ("x[99999999999999999]", "whole-too-large", "99999999999999999"),
        ("x[1.5]", "bad-index", "1.5"),
        ("x[y]", "bad-index", "y"),
        ("x[1 2]", "bad-index", "2"),
        ("x[²]", "bad-index", "²"),
        ("x[-]", "bad-index", "-"),
        ("x[- -1]", "bad-index", "-"),
        ("x[...]", "bad-index", "."),
        ("x[::2]", "bad-index", ":"),
        ("x[]", "bad-index", "]"),
        ("x[,0]", "bad-index", ","),
        ("x[0,,1]", "bad-index", ","),
        ("x[0, 0, 0, 0, 0, 0, 0]", "index-rank", ","),
        ("[[1, 2], [3]]", "ragged-array", "[[1, 2], [3]]"),
        ("[1, [2]]", "ragged-array", "[1, [2]]"),
        ("[[[[[[[1]]]]]]]", "rank", "[[[[[[[1]]]]]]]"),
        ("sum(x, axis=[[[[[[[0]]]]]]])", "rank", "["),
        ("x.foo", "unknown-attribute", "foo"),
        ("x.T.shape.T", "unknown-attribute", "shape"),
        ("x.sum", "missing-brackets", "sum"),
        ("x.foo()", "unknown-method", "foo"),
        ("exp(x).foo()", "unknown-method", "foo"),
        ("exp(x).foo", "unknown-attribute", "foo"),
        ("x.where(1, 2)", "unknown-method", "where"),
        ("np.load(x)", "unknown-function", "np.load"),
        ("np.foo", "unknown-function", "np.foo"),
        ("np.float(2)", "unknown-function", "np.float"),
        ("foo.bar.baz(2)", "unknown-method", "baz"),
        (".sum()", "missing-value", ".sum"),
        ("*.T", "missing-value", "*"),
    ],
)
def test_a_wrong_call_is_refused_at_the_offending_text(text, code, piece):
    assert offending(text) == (code, piece)


def test_foreign_keywords_are_closed_tables():
    assert all(isinstance(values, tuple) for values in IGNORED.values())
