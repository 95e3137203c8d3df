import os
import signal
import time
from collections import Counter
from concurrent.futures import CancelledError, wait
from contextlib import suppress

import pytest
from hands import Deadly, Odd, broken, die, doze, hog, leave, nothing, odd, spin, variables

from chainrule.errors import LimitError
from chainrule.jobs import LocalPool, WorkerLimits
from chainrule.network import wire

LIMITS = WorkerLimits(cpu_seconds=0.5, wall_seconds=30.0)


@pytest.fixture(scope="module")
def pool():
    pool = LocalPool(2, queue=8, limits=LIMITS)
    yield pool
    pool.close()


def code(future):
    with pytest.raises(LimitError) as caught:
        future.result(timeout=20)
    return caught.value.code


def test_a_worker_has_its_limits_and_one_blas_thread(pool):
    _, threads, files, size = pool.submit(variables).result(timeout=20)
    assert (threads, files, size) == ("1", 32, 0)


def test_an_error_of_the_function_is_handed_on(pool):
    with pytest.raises(ZeroDivisionError):
        pool.submit(broken).result(timeout=20)


@pytest.mark.parametrize(
    ("function", "arguments", "expected"), [(spin, (), "cpu"), (hog, (), "memory"), (die, (), "died")]
)
def test_what_ends_a_job_is_named(pool, function, arguments, expected):
    assert code(pool.submit(function, *arguments)) == expected


def test_a_job_that_sleeps_meets_the_wall_clock():
    pool = LocalPool(1, limits=WorkerLimits(wall_seconds=0.3))
    try:
        assert code(pool.submit(doze, 30)) == "wall"
    finally:
        pool.close()


def test_a_death_is_nobody_elses(pool):
    futures = [pool.submit(doze, 0.2), pool.submit(die), pool.submit(doze, 0.1), pool.submit(len, b"abc")]
    assert futures[0].result(timeout=20) == 0.2
    assert code(futures[1]) == "died"
    assert futures[3].result(timeout=20) == 3


def pids(pool):
    return [seat._worker[0].pid for seat in pool._seats if seat._worker]


def test_workers_that_die_without_a_job_take_no_later_job_with_them():
    pool = LocalPool(2, queue=8, limits=LIMITS)
    try:
        for _ in range(3):
            wait([pool.submit(doze, 0.05) for _ in range(4)], timeout=20)
            for pid in pids(pool):
                os.kill(pid, signal.SIGKILL)
            assert [job.result(timeout=20) for job in [pool.submit(len, b"abc") for _ in range(8)]] == [3] * 8
    finally:
        pool.close()


def test_all_jobs_are_answered_whenever_workers_are_killed():
    """A worker may be killed while it takes a job or gives its answer: nobody else's job waits for it."""
    pool = LocalPool(2, queue=16, limits=LIMITS)
    try:
        pool.submit(doze, 0).result(timeout=20)
        for later in range(60):
            killed = pids(pool)
            jobs = [pool.submit(doze, 0.002) for _ in range(12)]
            time.sleep(later % 30 * 0.0007)
            for pid in killed:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            assert not wait(jobs, timeout=20).not_done
            ends = Counter(getattr(job.exception(), "code", None) for job in jobs)
            assert ends["died"] <= len(killed)
            assert ends["died"] + ends[None] == 12
    finally:
        pool.close()


def test_a_job_that_no_worker_can_begin_is_given_up(pool):
    assert code(pool.submit(len, Deadly())) == "died"
    assert pool.submit(len, b"abc").result(timeout=20) == 3


def test_a_result_or_an_error_that_cannot_be_sent_is_an_error_of_its_job_alone(pool):
    for function in (nothing, odd, leave):
        with pytest.raises(Exception, match=function.__name__) as caught:
            pool.submit(function).result(timeout=20)
        assert not isinstance(caught.value, Odd | SystemExit | LimitError)
    with pytest.raises(AttributeError):
        pool.submit(lambda: 0).result(timeout=20)
    assert pool.submit(len, b"abc").result(timeout=20) == 3


def test_an_error_brings_its_trace_along(pool):
    error = pool.submit(broken).exception(timeout=20)
    assert "in broken" in error.__notes__[0]


def test_a_pool_that_closes_answers_what_runs_and_what_waits():
    pool = LocalPool(2, limits=LIMITS)
    jobs = [pool.submit(doze, 20) for _ in range(5)]
    time.sleep(0.1)
    start = time.monotonic()
    pool.close()
    assert time.monotonic() - start < 10
    assert all(job.cancelled() for job in jobs)
    assert not pids(pool)


def test_a_closed_pool_says_so():
    pool = LocalPool(1, limits=LIMITS)
    assert pool.submit(len, b"a").result(timeout=20) == 1
    pool.close()
    with pytest.raises(LimitError) as caught:
        pool.submit(len, b"a")
    assert caught.value.code == "stopping"


def test_a_running_job_can_be_cancelled(pool):
    running, start = pool.submit(doze, 20), time.monotonic()
    while not (running.seat and running.seat._job) and time.monotonic() < start + 20:
        time.sleep(0.01)
    assert running.cancel()
    with pytest.raises(CancelledError):
        running.result(timeout=20)
    assert pool.submit(len, b"ab").result(timeout=20) == 2


def test_a_full_queue_refuses_and_recovers():
    pool = LocalPool(2, queue=8, limits=LIMITS)
    try:
        futures = [pool.submit(doze, 0.05) for _ in range(8)]
        with pytest.raises(LimitError) as caught:
            pool.submit(len, b"")
        assert caught.value.code == "busy"
        wait(futures, timeout=20)
        assert pool.submit(len, b"a").result(timeout=20) == 1
    finally:
        pool.close()


def test_processor_time_is_counted_a_job_not_a_life():
    pool = LocalPool(1, limits=WorkerLimits(cpu_seconds=1.0))
    try:
        pids = {pool.submit(_busy, 0.4).result(timeout=20) for _ in range(5)}
        assert len(pids) == 1
    finally:
        pool.close()


def _busy(seconds):
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass
    return os.getpid()


def test_a_training_run_gives_the_same_bits_in_a_worker(pool):
    request = {
        "spec": {"layers": [{"type": "dense", "units": 4, "activation": "tanh"}, {"type": "dense", "units": 1}]},
        "data": "xor", "steps": 100, "learning_rate": 0.5, "seed": 0, "batch_size": 3, "optimizer": "adam",
    }  # fmt: skip
    _, state = wire.begin(request)
    here, there = wire.advance(state), pool.submit(wire.advance, state).result(timeout=20)
    assert here[1:] == there[1:]
    ours, theirs = (wire.unpack(found[0])[1] for found in (here, there))
    assert ours["theta"].tobytes() == theirs["theta"].tobytes()
