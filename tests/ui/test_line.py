"""The line in front of the assistant: so many at once, each asker in turn, no more than fit, and a clear word to the others."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.line import Busy, Line, Place


def make_line(at_once: int = 1, waiting: int = 10, longest_wait: float = 5) -> Line:
    return Line(at_once=at_once, waiting=waiting, longest_wait=longest_wait)


def called(places: list[Place]) -> list[str]:
    """Askers in the order in which they are called, each leaving at once."""
    order = []
    while turns := [place for place in places if place.called.done()]:
        for place in turns:
            order.append(place.asker)
            places.remove(place)
            place.leave()
    return order


def test_each_asker_has_a_turn_however_many_questions_one_of_them_sent_before():
    line = make_line()
    places = [line.enter(asker) for asker in "aaaabbc"]
    ahead = [place.count_ahead() for place in places]

    assert called(places) == list("aabcaba")
    assert ahead[0] == 0 and sorted(ahead[1:]) == list(range(6))


@given(st.lists(st.sampled_from("abcd"), max_size=30))
def test_how_many_are_ahead_is_the_order_in_which_they_are_called(askers: str):
    line = make_line(waiting=30)
    places = [line.enter(asker) for asker in askers]
    expected = [place for _, place in sorted((place.count_ahead(), at) for at, place in enumerate(places))]
    order, left = [], list(places)
    while left:
        [place] = [place for place in left if place.called.done()]
        order.append(places.index(place))
        left.remove(place)
        place.leave()

    # The first is not in the line any more, and neither is what was the first after it.
    assert order[0] == 0 if order else not expected
    assert order[1:] == [at for at in expected if at != 0]
    assert (line.working, line.waiting) == (0, 0)


def test_a_full_line_refuses_whoever_comes_and_says_when_to_come_again():
    line = make_line(at_once=2, waiting=3)
    places = [line.enter(f"asker {number}") for number in range(5)]

    with pytest.raises(Busy, match=r"Try again in \d+ second") as caught:
        line.enter("one more")
    assert caught.value.reason == "full" and 1 <= caught.value.retry_seconds <= 120
    assert (line.working, line.waiting, line.refused["full"]) == (2, 3, 1)
    places[0].leave()
    assert line.enter("one more").count_ahead() == 2


def test_one_who_fills_the_line_makes_room_for_others():
    line = make_line(waiting=4)
    many = [line.enter("many") for _ in range(5)]
    other = line.enter("other")

    with pytest.raises(Busy) as caught:
        many[-1].wait(1)
    assert caught.value.reason == "displaced" and line.waiting == 4
    with pytest.raises(Busy):
        line.enter("many")
    many[0].leave()
    many[1].leave()
    assert other.wait(1)


def test_a_turn_that_does_not_come_in_time_is_given_up():
    line = make_line(longest_wait=0.1)
    first, second = line.enter("a"), line.enter("b")

    assert not second.wait(0.01)
    with pytest.raises(Busy) as caught:
        second.wait(1)
    assert caught.value.reason == "late" and line.waiting == 0
    first.leave()
    assert line.working == 0


def test_waiting_takes_no_thread_and_a_turn_that_is_given_up_is_passed_on():
    line = make_line(waiting=40)

    async def wait_and_go(place: Place, went: list[str]) -> None:
        try:
            await place.wait_async()
            went.append(place.asker)
        finally:
            place.leave()

    async def run() -> list[str]:
        went: list[str] = []
        first = line.enter("first")
        tasks = [asyncio.create_task(wait_and_go(line.enter(f"{number}"), went)) for number in range(40)]
        await asyncio.sleep(0.05)
        before = threading.active_count()
        tasks[3].cancel()
        await asyncio.sleep(0.05)
        first.leave()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert threading.active_count() == before
        return went

    before = threading.active_count()
    went = asyncio.run(run())
    assert went == [str(number) for number in range(40) if number != 3]
    assert (line.working, line.waiting, threading.active_count()) == (0, 0, before)


def test_many_threads_are_never_more_at_once_than_allowed_and_all_have_their_turn():
    line, lock, inside, most, done = make_line(at_once=3, waiting=60), threading.Lock(), [0], [0], []

    def ask(number: int) -> None:
        place = line.enter(f"{number % 7}")
        assert place.wait(5)
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.002)
        with lock:
            inside[0] -= 1
            done.append(number)
        place.leave()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(60)]
    run_all(threads, threading.Thread.start, threading.Thread.join)
    assert sorted(done) == list(range(60)) and most[0] <= 3 and (line.working, line.waiting) == (0, 0)


def run_all(threads: list[threading.Thread], *steps: Callable[[threading.Thread], None]) -> None:
    for step in steps:
        for thread in threads:
            step(thread)


def test_work_that_can_wait_goes_on_when_nobody_is_answered():
    line = make_line()
    line.let_pass()
    place = line.enter("a")
    threading.Timer(0.1, place.leave).start()
    began = time.monotonic()
    line.let_pass()
    assert 0.08 < time.monotonic() - began < 0.9 and line.working == 0
