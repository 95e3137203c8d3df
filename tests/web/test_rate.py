import pytest

from chainrule.web.rate import Buckets, client


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def buckets(clock):
    return Buckets(rate=2, burst=3, clients=2, clock=clock)


def test_a_bucket_gives_its_burst_and_then_says_how_long_to_wait(buckets):
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_bucket_fills_with_time_up_to_its_burst(buckets, clock):
    for _ in range(3):
        buckets.take("a")
    clock.now = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    clock.now = 1_000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_clients_do_not_take_from_one_another(buckets):
    for _ in range(4):
        buckets.take("a")
    assert buckets.take("b") == 0


def test_work_that_was_done_may_overdraw_a_bucket(buckets, clock):
    buckets.charge("a", 5)
    assert buckets.wait("a") == 1
    assert buckets.take("a") == 1.5
    clock.now = 1
    assert buckets.wait("a") == 0


def test_a_bucket_that_never_fills_makes_one_wait_for_ever():
    assert Buckets(rate=0, burst=0, clients=1).take("a") == float("inf")


def test_only_so_many_clients_are_remembered(buckets):
    for name in ("a", "b", "c"):
        buckets.charge(name, 10)
    assert buckets.take("a") == 0
    assert buckets.take("c") > 0


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unix socket", ""),
        (None, ""),
    ],
)
def test_an_address_counts_as_one_client(address, name):
    assert client(address) == name
