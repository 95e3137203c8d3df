import pytest

from chainrule.errors import LimitError
from chainrule.jobs import LocalPool, open_pool
from chainrule.network import wire

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


@pytest.mark.filterwarnings("ignore")
def test_a_real_cluster_gives_the_same_bits():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        pool = open_pool(cluster.scheduler_address)
        try:
            _, state = wire.begin(REQUEST)
            here, there = (
                wire.advance(state, b'{"steps": 200}'),
                pool.submit(wire.advance, state, b'{"steps": 200}').result(60),
            )
            assert here[1:] == there[1:]
            ours, theirs = (wire.unpack(found[0])[1]["theta"].tobytes() for found in (here, there))
            assert ours == theirs
        finally:
            pool.close()
