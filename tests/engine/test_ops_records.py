"""The registry: every record is complete, and shape rules refuse in words what does not fit."""

import math

import numpy as np
import pytest
from exact import ARRAY, ELEMENTWISE

from chainrule.engine.compile import SCALAR_FORMS
from chainrule.engine.op import Op
from chainrule.engine.ops import OPS, PRIMITIVES, join
from chainrule.engine.symbolic import Expr, trace
from chainrule.errors import ShapeError

EACH = pytest.mark.parametrize("op", OPS.values(), ids=OPS)

LANGUAGE = """
exp log log2 log10 log1p expm1 sqrt cbrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh sigmoid
logsigmoid relu relu6 leaky_relu elu selu gelu silu mish softplus softsign hardtanh hardsigmoid abs sign floor ceil
round square reciprocal erf max min clip where hypot mod pow add sub mul div neg sum mean prod var std norm dot matmul
outer transpose reshape concat stack softmax log_softmax logsumexp conv1d conv2d maxpool2d zeros ones eye arange mse
mae half_squared_error bce bce_with_logits cross_entropy softmax_cross_entropy hinge huber lt le gt ge eq ne maximum
minimum input const identity index
"""


def test_the_registry_holds_exactly_the_ops_of_the_language():
    assert set(OPS) == set(LANGUAGE.split())
    assert all(name == op.name for name, op in OPS.items())


def test_two_records_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two ops are named 'exp'"):
        join([OPS["exp"]], [Op(name="exp", doc="", signature="")])


@EACH
def test_every_record_says_what_a_learner_needs(op):
    assert op.doc.endswith(".")
    assert op.story.endswith(".")
    assert op.headline
    assert not op.headline.endswith(".")
    assert all((op.signature, op.symbol, op.domain_text, op.source))
    assert len(op.symbol) <= 8
    for kink in op.kinks:
        assert kink.at
        assert kink.convention
        assert -1 <= kink.slot < op.arity


@EACH
def test_latex_templates_take_the_operands(op):
    if op.latex:
        text = op.latex.format("A, B") if op.variadic else op.latex.format(*"ABC"[: max(op.arity, 1)])
        assert text.count("{") == text.count("}")
        assert op.arity == 0 or "A" in text


@EACH
def test_every_record_has_the_rules_of_its_kind(op):
    assert not (op.partials and op.pull)
    rules = op.partials or op.pull
    if op.arity == 0:
        assert rules is None
        return
    assert callable(op.forward)
    assert len(rules) == (1 if op.variadic else op.arity)
    assert all(-1 <= slot < op.arity for slot in op.blocked)
    if op.pull:
        assert op.push
        assert op.shape
        assert 1 <= len(op.rule) <= op.arity
        assert all(text.endswith(".") for text in op.rule)


@EACH
def test_rules_have_the_defaults_of_their_parameters(op):
    for rule in (op.forward, *(op.pull or ())):
        given = {param.name: param.default for param in op.params if not param.required}
        if rule is not None and rule.__kwdefaults__:
            given = {name: value for name, value in given.items() if name in rule.__kwdefaults__}
            assert given == {name: rule.__kwdefaults__[name] for name in given}


def heads(tree):
    yield tree.head
    for arg in tree.args:
        if isinstance(arg, Expr):
            yield from heads(arg)


@pytest.mark.parametrize("op", ELEMENTWISE.values(), ids=ELEMENTWISE)
def test_elementwise_rules_use_functions_of_numbers_that_can_be_printed(op):
    names = [f"x{i}" for i in range(op.arity)]
    trees = [trace(op.forward, *names), *(trace(rule, "y", *names) for rule in op.partials)]
    trees += [trace(shown, "y", *names) for shown in op.shown if shown]
    trees += [trace(op.inside, *names)] if op.inside else []
    trees += [trace(kink.when, *names) for kink in op.kinks]
    trees += [trace(side, *names) for kink in op.kinks for side in (kink.left, kink.right) if callable(side)]
    assert {head for tree in trees for head in heads(tree)} <= {*SCALAR_FORMS, "symbol", "number"}


def test_primitives_are_known_by_the_heads_of_their_trees():
    assert all(function.__name__ == head for head, function in PRIMITIVES.items())
    assert not set(PRIMITIVES) - {"erf", "erfc"} & set(SCALAR_FORMS)


def test_elementwise_and_array_ops_and_leaves_are_all_there_is():
    leaves = {name for name, op in OPS.items() if op.arity == 0}
    assert leaves == {"input", "const", "zeros", "ones", "eye", "arange"}
    assert leaves | set(ELEMENTWISE) | set(ARRAY) == set(OPS)


# Refusals --------------------------------------------------------------------------------------------------------

REFUSED = [
    (
        "matmul",
        [(2, 3), (4, 5)],
        {},
        "'{}' needs the columns of {0} (3) to equal the rows of {1} (4): (2, 3) @ (4, 5).",
    ),
    ("matmul", [(3,), (4,)], {}, "'{}' needs the length of {0} (3) to equal the length of {1} (4): (3,) @ (4,)."),
    ("matmul", [(), (4,)], {}, "needs an array on both sides"),
    ("matmul", [(2, 2, 3), (3, 3, 2)], {}, "cannot line up the shapes"),
    ("dot", [(2, 2, 2), (2,)], {}, "vectors and matrices"),
    ("outer", [(2, 2), (2,)], {}, "two vectors"),
    ("mse", [(3,), (4,)], {}, "'{}' cannot line up the shapes of its operands: {0} (3,), {1} (4,)."),
    ("sum", [(2, 3)], {"axis": 2}, "'{}' has no axis 2: {0} has the shape (2, 3), and its axes are 0 to 1."),
    ("softmax", [()], {}, "a number has no axes"),
    ("sum", [(2, 3)], {"axis": (0, -2)}, "names an axis twice"),
    ("max", [(0,)], {}, "nothing to choose from"),
    ("min", [(2, 0)], {"axis": 1}, "nothing to choose from"),
    ("reshape", [(2, 3)], {"shape": (4, 2)}, "'{}' cannot put the 6 entries of {0} (2, 3) into the shape (4, 2)."),
    ("reshape", [(2, 3)], {"shape": (-1, 4)}, "cannot put the 6 entries"),
    ("reshape", [(2, 3)], {"shape": (-1, -1)}, "cannot put the 6 entries"),
    ("reshape", [(0,)], {"shape": (-1, 0)}, "cannot put the 0 entries"),
    ("concat", [(2, 3), (2, 2)], {"axis": 0}, "{0} has the shape (2, 3), {1} the shape (2, 2)."),
    ("concat", [(2,), (2, 2)], {}, "all other extents must agree"),
    ("concat", [(), ()], {}, "has no axis 0"),
    ("stack", [(2,), (3,)], {}, "'{}' stacks equal shapes"),
    ("stack", [(2,), (2,)], {"axis": 2}, "has no axis 2"),
    ("index", [(3,)], {"key": (3,)}, "'{}' reaches beyond {0}: there is no index 3, the last index of axis 0 is 2."),
    ("index", [(0,)], {"key": (0,)}, "axis 0 is empty"),
    ("index", [(3,)], {"key": (0, 0)}, "has 2 indices, but {0} has 1 axes"),
    ("conv1d", [(3,), (4,)], {}, "'{}' cannot fit a window of 4 into 3 entries."),
    ("conv1d", [(3,), (6,)], {"padding": 1}, "into 3 entries with 1 on each side."),
    ("conv1d", [(3,), (2,)], {"stride": 0}, "a stride of at least 1"),
    ("conv1d", [(3,), (2,)], {"padding": 2}, "a window of 2 over 3 entries can use at most 1."),
    ("conv1d", [(1,), (5,)], {"padding": 2}, "a window of 5 over 1 entries can use at most 1."),
    ("maxpool2d", [(3, 3)], {"size": 2, "stride": 0}, "a stride of at least 1"),
    ("mse", [(3, 1), (3,)], {}, "{0} (3, 1) and {1} (3,) stretch one another to (3, 3)."),
    ("conv2d", [(3, 3), (2,)], {}, "kernel (channels out, channels in, height, width)"),
    ("conv2d", [(3, 5, 5), (2, 2, 2, 2)], {}, "the 3 channels of {0} (3, 5, 5) to be the 2 of {1}"),
    ("maxpool2d", [(3,)], {"size": 2}, "at least two axes"),
    ("maxpool2d", [(3, 3)], {"size": 4}, "cannot fit a window of 4"),
    ("huber", [(3,), (3,)], {"delta": 0.0}, "needs a positive delta, not 0."),
    ("softmax_cross_entropy", [()], {"index": 0}, "one entry a class"),
    ("softmax_cross_entropy", [(3,)], {}, "needs a target"),
    ("softmax_cross_entropy", [(3,)], {"index": (0, 1)}, "one class index for each row"),
    ("softmax_cross_entropy", [(2, 3)], {"index": (0, 3)}, "'{}' has no class 3: {0} (2, 3) has the classes 0 to 2."),
    ("zeros", [], {"shape": (2, -1)}, "extents of at least 0, not (2, -1)"),
    ("eye", [], {"n": -1}, "extents of at least 0"),
    ("arange", [], {"start": 1.0, "stop": 2.0, "step": 0.0}, "a step other than 0"),
    ("arange", [], {"start": -1e300, "stop": 1e300, "step": 1e-300}, "the step is too small"),
]


@pytest.mark.parametrize(("name", "shapes", "attrs", "words"), REFUSED)
def test_shapes_that_do_not_fit_are_refused_in_words(name, shapes, attrs, words):
    with pytest.raises(ShapeError) as refusal:
        OPS[name].shape(*shapes, **attrs)
    assert words in refusal.value.detail
    assert refusal.value.detail.startswith("'{}' ")
    assert refusal.value.code == "shape"


def test_shapes_are_inferred_without_allocating_and_without_overflow():
    assert OPS["zeros"].shape(shape=(10**9, 10**9, 10**9)) == (10**9,) * 3
    assert OPS["outer"].shape((10**12,), (10**12,)) == (10**12, 10**12)
    assert OPS["matmul"].cost((10**9, 10**9), (10**9, 10**9), (10**9, 10**9)) == 10**27
    assert OPS["arange"].shape(start=1e300) == (math.ceil(1e300),)


def test_costs_count_what_is_computed():
    assert OPS["matmul"].cost((2, 5), (2, 3), (3, 5)) == 30
    assert OPS["sum"].cost((), (4, 5)) == 20
    assert OPS["conv2d"].cost((4, 3, 3), (2, 5, 5), (4, 2, 3, 3)) == 4 * 9 * 2 * 9
    assert OPS["conv1d"].cost((4,), (5,), (2,)) == 8
    assert OPS["conv1d"].cost((1,), (5,), (2,), stride=9, padding=1) == 7
    assert OPS["maxpool2d"].cost((2, 2), (4, 4), size=2) == 16
    assert OPS["maxpool2d"].cost((1, 1), (4, 4), size=1, stride=9) == 16
    assert OPS["mse"].cost((), (4, 3), (3,)) == 12
    assert OPS["maximum"].cost((5,), (5,), (), ()) == 15
    assert OPS["index"].cost((), (4, 3), key=(0, 0)) == 12


# What functions give, where no general test knows ------------------------------------------------------------------

PICTURE = np.arange(16.0).reshape(4, 4)


def test_convolutions_are_cross_correlations():
    result = OPS["conv1d"].forward(np.array([1.0, 2.0, 4.0, 7.0]), np.array([1.0, -1.0]))
    np.testing.assert_array_equal(result, [-1, -2, -3])
    result = OPS["conv1d"].forward(np.array([1.0, 2.0, 4.0]), np.array([1.0, 10.0]), stride=2, padding=1)
    np.testing.assert_array_equal(result, [10, 42])
    result = OPS["conv2d"].forward(PICTURE, np.array([[1.0, 0.0], [0.0, 2.0]]), stride=2)
    np.testing.assert_array_equal(result, [[10, 16], [34, 40]])


def test_channels_of_a_convolution_are_summed():
    x = np.stack([PICTURE, 10 * PICTURE])
    w = np.ones((3, 2, 1, 1)) * np.array([1.0, 2.0, 3.0]).reshape(3, 1, 1, 1)
    np.testing.assert_array_equal(OPS["conv2d"].forward(x, w), 11 * PICTURE * np.array([1, 2, 3]).reshape(3, 1, 1))


def test_windows_are_swept_the_shorter_way_with_the_same_result():
    x, w = np.random.default_rng(1).normal(size=(2, 6)), np.random.default_rng(2).normal(size=(3, 2, 5))
    result = OPS["conv1d"].forward(x, w)
    for o in range(3):
        for p in range(2):
            assert math.isclose(result[o, p], np.sum(x[:, p : p + 5] * w[o]), rel_tol=1e-12)


def test_pooling_takes_windows_side_by_side_unless_a_stride_is_given():
    np.testing.assert_array_equal(OPS["maxpool2d"].forward(PICTURE, size=2), [[5, 7], [13, 15]])
    np.testing.assert_array_equal(OPS["maxpool2d"].forward(PICTURE, size=3, stride=1), [[10, 11], [14, 15]])


def test_rounding_goes_to_the_even_half_and_mod_takes_the_sign_of_the_divisor():
    np.testing.assert_array_equal(OPS["round"].forward(np.array([0.5, 1.5, 2.5, -0.5])), [0, 2, 2, 0])
    np.testing.assert_array_equal(OPS["mod"].forward(np.array([5.0, -5.0]), np.array([-3.0, 3.0])), [-1, 1])


def test_norms_of_huge_and_tiny_entries_neither_overflow_nor_vanish():
    assert OPS["norm"].forward(np.array([5.0, 12.0])) == 13
    assert math.isclose(OPS["norm"].forward(np.array([3e200, 4e200])), 5e200)
    assert math.isclose(OPS["norm"].forward(np.array([3e-200, 4e-200])), 5e-200)
    assert OPS["norm"].forward(np.array([-np.inf, 1.0])) == np.inf
    assert OPS["norm"].forward(np.zeros(0)) == 0


def test_deviations_of_large_numbers_close_together_keep_their_digits():
    x = 1e9 + np.array([0.0, 0.1, 0.3])
    exact = float(np.var(x - 1e9))
    assert math.isclose(OPS["var"].forward(x), exact, rel_tol=1e-14)
    assert math.isclose(OPS["std"].forward(x, correction=1), math.sqrt(exact * 1.5), rel_tol=1e-14)


def test_a_nearly_certain_class_has_a_loss_and_gradient_with_all_digits():
    z, t = np.array([50.0, 0.0, -1.0]), np.array([1.0, 0.0, 0.0])
    rest = math.exp(-50) + math.exp(-51)
    loss = OPS["softmax_cross_entropy"]
    assert math.isclose(loss.forward(z, t), rest, rel_tol=1e-13)
    assert math.isclose(loss.pull[0](1.0, rest, z, t)[0], -rest, rel_tol=1e-13)


def test_class_indices_mean_the_same_as_one_hot_targets():
    z = np.random.default_rng(3).normal(size=(2, 4))
    loss, hot = OPS["softmax_cross_entropy"], np.eye(4)[[2, 0]]
    assert loss.forward(z, index=(2, 0)) == loss.forward(z, hot)
    np.testing.assert_array_equal(loss.pull[0](1.0, 0.0, z, index=(2, 0)), loss.pull[0](1.0, 0.0, z, hot))
    assert loss.forward(z[0], index=2) == loss.forward(z[0], hot[0])


def test_infinite_logits_give_what_ieee_arithmetic_says():
    with np.errstate(invalid="ignore"):
        low = np.array([-np.inf, -np.inf])
        assert OPS["logsumexp"].forward(low) == -np.inf
        assert np.isnan(OPS["logsumexp"].pull[0](1.0, -np.inf, low)).all()
        assert np.isnan(OPS["softmax"].forward(np.array([np.inf, 0.0]))).any()
        assert OPS["softmax_cross_entropy"].forward(np.array([0.0, -np.inf]), np.array([1.0, 0.0])) == 0
