from chainrule.jobs import Frames


def filled(many, **options):
    frames = Frames(**options)
    for k in range(1, many + 1):
        frames.add("frame", str(k).encode())
    return frames


def numbers(found):
    return [frame.id for frame in found]


def test_a_reader_gets_every_frame_in_order():
    frames = filled(5)
    assert numbers(frames.since()) == [1, 2, 3, 4, 5]
    assert [frame.data for frame in frames.since(3)] == [b"4", b"5"]
    assert frames.last == 5


def test_a_last_event_id_resumes_where_it_left():
    frames = filled(3)
    seen = numbers(frames.since())
    frames.add("frame", b"4")
    assert numbers(frames.since(seen[-1])) == [4]
    assert frames.since(4) == []


def test_the_newest_win_when_there_are_too_many():
    assert numbers(filled(7, count=3).since()) == [5, 6, 7]


def test_the_newest_win_when_they_are_too_large():
    frames = Frames(size=100)
    for _ in range(10):
        frames.add("frame", b"x" * 40)
    assert numbers(frames.since()) == [9, 10]
    frames.add("frame", b"x" * 1000)
    assert numbers(frames.since()) == [11]


def test_an_ending_is_never_dropped_and_comes_last():
    frames = filled(3, count=2)
    frames.add("done", b"{}")
    frames.close()
    assert [frame.kind for frame in frames.since()] == ["frame", "frame", "done"]
    assert [frame.kind for frame in frames.since(3)] == ["done"]
    assert frames.closed


def test_a_reader_who_is_behind_gets_the_newest_and_the_ending():
    frames = filled(9)
    assert numbers(frames.newest(2)) == [9]
    frames.add("limit", b"{}")
    assert [frame.kind for frame in frames.newest(2)] == ["frame", "limit"]


def test_a_reader_who_is_behind_gets_the_pause_after_the_newest_frame():
    frames = filled(3)
    frames.add("paused", b"{}")
    frames.add("frame", b"5")
    frames.add("paused", b"{}")
    assert numbers(frames.newest()) == [5, 6]
    assert numbers(frames.newest(5)) == [6]
    assert numbers(frames.since(2)) == [3, 4, 5, 6]


def test_pauses_are_forgotten_with_their_frames_and_the_newest_of_both_stays():
    frames = Frames(size=100)
    for _ in range(50):
        frames.add("frame", b"x" * 300)
        frames.add("paused", b"{}")
    assert numbers(frames.since()) == [99, 100]


def test_frames_that_are_distinct_are_never_skipped():
    frames = filled(9, distinct=True)
    assert numbers(frames.newest(2)) == [3, 4, 5, 6, 7, 8, 9]


def test_listeners_are_woken_until_they_leave():
    frames, calls = Frames(), []
    stop = frames.listen(lambda: calls.append(frames.last))
    frames.add("frame", b"")
    frames.close()
    stop()
    stop()
    frames.add("frame", b"")
    assert calls == [1, 1]
