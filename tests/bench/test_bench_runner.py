import json
import time

import measure
import pytest
import run
from measure import Row, compare, rated

BENCH = """
from measure import rated

def bench_good():
    return rated("good", "peer", 2, 1.0, 3.0, unit="ns")

def bench_several():
    return [rated("rate", "peer", 2, 30.0, 10.0, unit="1/s", higher=True)]

def bench_absent():
    return None

def helper():
    raise AssertionError
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "things.py").write_text(BENCH)
    (tmp_path / "test_things.py").write_text("raise AssertionError")
    return tmp_path


def test_all_rows_are_printed_and_written(folder, tmp_path, capsys):
    output = tmp_path / "build" / "bench.json"
    assert run.main((), folder, output) == 0
    rows = json.loads(output.read_text("utf-8"))
    assert rows == [
        {"name": "good", "peer": "peer", "ratio": 3.0, "floor": 2, "ours": 1.0, "theirs": 3.0, "unit": "ns"},
        {"name": "rate", "peer": "peer", "ratio": 3.0, "floor": 2, "ours": 30.0, "theirs": 10.0, "unit": "1/s"},
    ]
    assert "good" in capsys.readouterr().out


def test_a_part_of_a_name_chooses(folder, tmp_path):
    output = tmp_path / "bench.json"
    run.main(("several",), folder, output)
    assert [row["name"] for row in json.loads(output.read_text("utf-8"))] == ["rate"]


def test_a_row_below_its_floor_makes_the_run_fail(tmp_path, capsys):
    (tmp_path / "slow.py").write_text(BENCH.replace("3.0, unit", "1.5, unit"))
    assert run.main((), tmp_path, tmp_path / "bench.json") == 1
    assert "below its floor" in capsys.readouterr().out


def test_both_sides_of_the_engine_bench_compute_the_same():
    pytest.importorskip("micrograd")
    import engine  # noqa: PLC0415 -- it needs the peer

    for graph in (engine.Program(300).build.graph(), engine.wide(300)):
        results = []
        engine.straight(graph, engine.Value, results.append)()
        assert abs(len(graph) - 300) < 30
        assert results[0].data == pytest.approx(engine.run(graph).values[graph.output])


def burn(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_the_ratio_says_how_many_times_quicker_ours_is():
    row = compare("burn", "peer", 2, lambda: burn(0.001), lambda: burn(0.004), unit="ms", rounds=3)
    assert row.ratio == pytest.approx(4, rel=0.3)
    assert row.ours == pytest.approx(1, rel=0.3)
    assert row.unit == "ms"


def test_a_row_below_its_floor_is_measured_again(monkeypatch):
    times = iter([(2.0, 1.0), (1.0, 1.5), (1.0, 3.0), (1.0, 9.0)])
    monkeypatch.setattr(measure, "by_turns", lambda *_: next(times))
    row = compare("again", "peer", 2, None, None, unit="s", per=2)
    assert row == Row("again", "peer", 3.0, 2, 0.5, 1.5, "s/node")


def test_a_rate_is_better_when_it_is_higher():
    assert rated("rate", "peer", 1, 20, 10, unit="1/s", higher=True).ratio == 2
