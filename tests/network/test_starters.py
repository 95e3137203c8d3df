import pytest

from chainrule.network.data import SETS
from chainrule.network.requests import read_training
from chainrule.network.starters import STARTERS
from chainrule.network.train import Trainer


def last(name, seed):
    frames = [
        event.data for event in Trainer(read_training({**STARTERS[name], "seed": seed})).run() if event.kind == "frame"
    ]
    return frames[-1]


def test_every_set_has_a_starter():
    assert set(STARTERS) == set(SETS)


@pytest.mark.parametrize("seed", range(20))
def test_xor_is_learnt_from_every_seed(seed):
    frame = last("xor", seed)
    assert frame["loss"] < 0.01
    assert frame["accuracy"] == 1.0


@pytest.mark.parametrize("name", [name for name in STARTERS if SETS[name].kind == "classes"])
def test_a_starter_tells_the_classes_apart(name):
    assert last(name, 0)["accuracy"] >= 0.98


@pytest.mark.parametrize("name", ["sine", "line"])
def test_a_starter_follows_the_curve(name):
    frame = last(name, 0)
    assert frame["loss"] < 0.02
    assert frame["test_loss"] < 0.02
