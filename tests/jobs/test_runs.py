import json

import pytest
from hands import Clock, HandPool, counted

from chainrule.errors import LimitError
from chainrule.jobs import Chain, Desk, Fan, Frames


def words(code, sentence):
    return json.dumps({"code": code, "detail": sentence}).encode()


@pytest.fixture
def pool():
    return HandPool()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def chain(pool, clock):
    return Chain(pool, counted, b"0", words, clock=clock)


def data(run):
    return [frame.data for frame in run.frames.since()]


def ending(run):
    last = run.frames.since()[-1]
    return last.kind, json.loads(last.data)["code"]


def test_a_chain_carries_its_state_from_step_to_step(chain, pool):
    chain.go()
    pool.work(5)
    assert data(chain) == [b"1", b"2", b"3", b"4", b"5"]
    assert chain.ended
    assert chain.state == b"5"
    assert not pool.waiting


def test_nothing_starts_before_go(chain, pool):
    assert chain.paused
    assert not pool.waiting


def test_a_pause_waits_after_the_present_step_and_go_goes_on(chain, pool):
    chain.go()
    chain.pause()
    pool.work()
    assert data(chain) == [b"1"]
    assert not pool.waiting
    chain.go(b"4")
    pool.work()
    assert chain.ended


def test_a_single_step_can_be_made_while_it_waits(chain, pool):
    chain.once(b"2")
    chain.once(b"2")
    pool.work()
    assert data(chain) == [b"1", b"2"]
    assert chain.paused
    assert not pool.waiting


def test_cancelling_stops_the_running_step(chain, pool):
    chain.go()
    chain.cancel()
    assert ending(chain) == ("done", "cancelled")
    assert pool.waiting[0][0].cancelled()
    chain.go()
    assert len(pool.waiting) == 1


def test_a_step_whose_worker_died_is_run_again(chain, pool):
    chain.go()
    for _ in range(2):
        future, *_ = pool.waiting.pop(0)
        future.set_exception(LimitError("died", code="died"))
    pool.work(5)
    assert data(chain) == [b"1", b"2", b"3", b"4", b"5"]


def test_a_step_that_keeps_failing_ends_the_run_with_its_limit(chain, pool):
    chain.go()
    for _ in range(3):
        future, *_ = pool.waiting.pop(0)
        future.set_exception(LimitError("died", code="died"))
    assert ending(chain) == ("limit", "died")


def test_a_mistake_of_ours_ends_the_run_without_its_inside(chain, pool):
    chain.go()
    future, *_ = pool.waiting.pop(0)
    future.set_exception(RuntimeError("/secret/path"))
    assert ending(chain) == ("limit", "failed")
    assert b"secret" not in data(chain)[-1]


def test_a_full_pool_ends_the_run_with_a_limit(chain, pool):
    pool.refuse = LimitError("full", code="busy")
    chain.go()
    assert ending(chain) == ("limit", "busy")


def test_a_run_stops_fifteen_seconds_after_its_last_watcher_left(chain, pool, clock):
    leave = chain.watch()
    chain.go()
    clock.now += 1000
    pool.work()
    assert not chain.ended
    leave()
    leave()
    clock.now += 15
    pool.work()
    assert not chain.ended
    clock.now += 0.1
    pool.work()
    assert ending(chain) == ("done", "deserted")


def test_a_watcher_who_returns_in_time_keeps_it_alive(chain, pool, clock):
    chain.watch()()
    clock.now += 14
    back = chain.watch()
    clock.now += 100
    chain.go()
    pool.work(4)
    assert not chain.ended
    back()


def test_a_fan_reports_in_the_order_of_its_tasks(pool, clock):
    fan = Fan(pool, bytes.upper, [b"a", b"b", b"c", b"d"], words, width=3, clock=clock)
    fan.go()
    assert len(pool.waiting) == 3
    pool.waiting.reverse()
    pool.work(2)
    assert data(fan) == []
    pool.work(2)
    assert [frame.data for frame in fan.frames.since()][:4] == [b"A", b"B", b"C", b"D"]
    assert fan.progress == (4, 4)
    assert ending(fan) == ("done", "done")


def test_a_fan_can_be_cancelled_or_deserted(pool, clock):
    fan = Fan(pool, bytes.upper, [b"a"] * 10, words, width=2, clock=clock)
    fan.go()
    fan.cancel()
    assert ending(fan) == ("done", "cancelled")
    assert all(future.cancelled() for future, *_ in pool.waiting)
    lonely = Fan(HandPool(), bytes.upper, [b"a"] * 10, words, width=2, clock=clock)
    lonely.go()
    clock.now += 16
    lonely._pool.work()
    assert ending(lonely) == ("done", "deserted")


def test_a_fan_waits_for_room_and_fails_without_any(pool, clock):
    full = LimitError("full", code="busy")
    fan = Fan(pool, bytes.upper, [b"a", b"b"], words, width=1, clock=clock)
    fan.go()
    pool.refuse = full
    pool.work()
    assert ending(fan) == ("limit", "busy")


def test_a_task_that_fails_ends_the_fan(pool, clock):
    fan = Fan(pool, bytes.upper, [b"a", 3], words, width=2, clock=clock)
    fan.go()
    pool.work(2)
    assert ending(fan) == ("limit", "failed")


def dead(future):
    future.set_running_or_notify_cancel()
    future.set_exception(LimitError("The worker died.", code="died"))


def test_a_task_whose_worker_died_is_run_again(pool, clock):
    fan = Fan(pool, bytes.upper, [b"a", b"b", b"c"], words, width=2, clock=clock)
    fan.go()
    dead(pool.waiting.pop(0)[0])
    assert [arguments for *_, arguments in pool.waiting] == [(b"b",), (b"a",)]
    pool.work(3)
    assert data(fan)[:3] == [b"A", b"B", b"C"]
    assert ending(fan) == ("done", "done")


def test_a_task_whose_workers_die_each_time_ends_the_fan(pool, clock):
    fan = Fan(pool, bytes.upper, [b"a", b"b"], words, width=1, clock=clock)
    fan.go()
    for _ in range(3):
        dead(pool.waiting.pop(0)[0])
    assert not pool.waiting
    assert ending(fan) == ("limit", "died")


def test_a_desk_finds_runs_by_unguessable_ids(pool, chain, clock):
    desk = Desk(clock=clock)
    name = desk.add(chain)
    assert len(name) >= 20
    assert desk.get(name) is chain
    assert desk.get("guessed") is None
    assert name != Chain(pool, counted, b"0", words).id


def test_a_desk_forgets_ended_runs_and_cancels_deserted_ones(chain, clock):
    desk = Desk(kept=60, clock=clock)
    name = desk.add(chain)
    clock.now += 16
    desk.tidy()
    assert ending(chain) == ("done", "cancelled")
    assert desk.get(name) is chain
    clock.now += 61
    desk.tidy()
    assert desk.get(name) is None


def test_a_desk_has_its_limit_and_closes_everything(pool, clock):
    desk = Desk(1, clock=clock)
    chain = Chain(pool, counted, b"0", words, clock=clock)
    desk.add(chain)
    with pytest.raises(LimitError):
        desk.add(Chain(pool, counted, b"0", words, clock=clock))
    desk.close()
    assert chain.ended


def test_a_full_desk_forgets_who_ended_first(pool, clock):
    desk = Desk(2, clock=clock)
    first, second, third = (Chain(pool, counted, b"0", words, clock=clock) for _ in range(3))
    desk.add(second)
    desk.add(first)
    first.cancel()
    clock.now += 1
    second.cancel()
    desk.add(third)
    assert (desk.get(first.id), desk.get(second.id), desk.get(third.id)) == (None, second, third)


def test_frames_of_a_run_survive_its_end(chain, pool):
    chain.go()
    pool.work(5)
    assert isinstance(chain.frames, Frames)
    assert len(chain.frames.since(2)) == 3
