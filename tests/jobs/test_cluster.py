import time

import orjson
import pytest

from chainrule.errors import LimitError
from chainrule.jobs import ClusterPool, LocalPool, open_pool
from chainrule.network import wire
from chainrule.network.sweep import read_sweep

REQUEST = {
    "spec": {"layers": [{"type": "dense", "units": 4, "activation": "tanh"}, {"type": "dense", "units": 1}]},
    "data": "moons", "steps": 200, "learning_rate": 0.1, "seed": 0, "batch_size": 32, "optimizer": "adam",
}  # fmt: skip


def test_without_an_address_the_pool_is_local():
    pool = open_pool(workers=1)
    assert isinstance(pool, LocalPool)
    pool.close()


def test_a_cluster_without_its_extra_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(LimitError, match="cluster"):
        open_pool("tcp://127.0.0.1:1")


def test_a_cluster_that_does_not_answer_is_named():
    with pytest.raises(LimitError, match="no scheduler answers at tcp:"):
        ClusterPool("tcp://127.0.0.1:1", patience=0.3)


def test_a_cluster_that_has_gone_refuses_its_jobs_with_a_sentence(cluster):
    pool = open_pool(cluster)
    pool.close()
    with pytest.raises(LimitError, match="cannot be reached"):
        pool.submit(len, b"")


def there(pool, function, *arguments):
    """What a worker of the pool answers."""
    return pool.submit(function, *arguments).result(60)


def test_a_real_cluster_trains_to_the_same_bits(cluster):
    pool = open_pool(cluster)
    try:
        _, state = wire.begin({**REQUEST, "show": ["parameters", "state", "histograms", "regions", "batch"]})
        ours, theirs = state, state
        more, stops = True, [7, 120, 200]
        while more:
            order = orjson.dumps({"until": stops[0], "seconds": 1e9})
            (ours, *here), (theirs, *elsewhere) = wire.advance(ours, order), there(pool, wire.advance, theirs, order)
            assert here == elsewhere
            more, told = here
            stops = stops[1:] if told[-1][0] == "paused" else stops
            both = [wire.unpack(each)[1] for each in (ours, theirs)]
            assert both[0]["theta"].tobytes() == both[1]["theta"].tobytes()
            assert both[0]["optimizer"]["v"].tobytes() == both[1]["optimizer"]["v"].tobytes()
        assert stops == [200]
    finally:
        pool.close()


def test_a_real_cluster_gives_the_same_sweeps_and_surfaces_to_the_bit(cluster):
    pool = open_pool(cluster)
    try:
        axes = {"learning_rates": [0.1, 1e300], "inits": ["he"], "optimizers": ["sgd", "adam"], "seeds": [0, 1]}
        common = {name: REQUEST[name] for name in ("spec", "data", "batch_size")}
        tasks = read_sweep({**common, **axes, "steps": 40}).tasks
        assert [wire.sweep_run(task) for task in tasks] == [there(pool, wire.sweep_run, task) for task in tasks]
        _, state = wire.begin(REQUEST)
        assert wire.loss_surface(state) == there(pool, wire.timed, wire.loss_surface, state)[0]
        assert wire.decision(state) == there(pool, wire.decision, state)
    finally:
        pool.close()


def test_a_cluster_is_left_as_it_was_and_its_jobs_are_cancelled(cluster):
    pool = open_pool(cluster)
    jobs = [pool.submit(time.sleep, 0.3) for _ in range(4)]
    assert jobs[-1].cancel()
    pool.close()
    again = open_pool(cluster)
    assert there(again, len, b"abc") == 3
    again.close()
