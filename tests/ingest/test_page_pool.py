"""Pages are drawn in processes of their own: what is too slow, too large or broken costs nobody but itself."""

import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest import page_pool
from ingest.page_marks import PrintedChar
from ingest.page_picture import PageProblem, draw_page, measure_page, read_printed_chars
from ingest.page_pool import PagePool, PagesBusy, PageTooSlow
from tests.slow_pages import LINES, WORDS, write_slow_page


@pytest.fixture(scope="module")
def pool() -> Iterator[PagePool]:
    made = PagePool(seconds=5, at_once=1)
    yield made
    made.close()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    canvas = Canvas(str(tmp_path / "plain.pdf"))
    canvas.drawString(100, 700, WORDS)
    canvas.save()
    return tmp_path / "plain.pdf"


# Work for the other process: it is found there by its name.


def say_process(path: Path, number: int) -> int:
    return os.getpid()


def die(path: Path, number: int) -> None:
    os.kill(os.getpid(), 9)


def take_all_memory(path: Path, number: int) -> int:
    return len(bytearray(page_pool.MEMORY_BYTES))


def fail(path: Path, number: int) -> None:
    raise ZeroDivisionError("a fault of a library")


def test_a_page_is_what_it_is_when_drawn_here(pool: PagePool, plain: Path):
    assert pool.run(draw_page, plain, 1, width=700) == draw_page(plain, 1, width=700)
    assert pool.run(measure_page, plain, 1) == measure_page(plain, 1)
    chars: tuple[PrintedChar, ...] = pool.run(read_printed_chars, plain, 1)
    assert chars == read_printed_chars(plain, 1)


def test_one_process_lives_on_and_the_next_page_is_drawn_in_half_a_second(pool: PagePool, plain: Path):
    process = pool.run(say_process, plain, 1)
    began = time.monotonic()
    picture = pool.run(draw_page, plain, 1, width=1000)

    assert time.monotonic() - began < 0.5
    assert Image.open(io.BytesIO(picture)).width == 1000
    assert pool.run(say_process, plain, 1) == process != os.getpid()


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_drawn(tmp_path: Path, plain: Path):
    slow = write_slow_page(tmp_path / "slow.pdf")
    pool = PagePool(seconds=1, at_once=1)
    assert "".join(char.char for char in pool.run(read_printed_chars, slow, 1)) == WORDS * LINES
    began = time.monotonic()
    with pytest.raises(PageTooSlow, match=r"Page 1 of slow\.pdf could not be drawn within 1 seconds"):
        pool.run(draw_page, slow, 1, width=700)

    assert time.monotonic() - began < 2
    assert pool.run(measure_page, plain, 1).width > 0
    pool.close()


@pytest.mark.parametrize(
    ("work", "problem", "said"),
    [
        (die, PageTooSlow, "took all its memory or is damaged"),
        (take_all_memory, PageTooSlow, "took all its memory"),
        (fail, PageProblem, "is damaged and cannot be shown"),
    ],
)
def test_a_page_that_breaks_its_process_is_named_and_the_next_one_drawn(pool: PagePool, plain: Path, work, problem, said: str):
    with pytest.raises(problem, match=said):
        pool.run(work, plain, 1)
    assert pool.run(measure_page, plain, 1).width > 0


def test_a_page_that_is_not_there_is_said_to_be_so(pool: PagePool, plain: Path):
    with pytest.raises(PageProblem, match=r"plain\.pdf has no page 9: it has 1"):
        pool.run(draw_page, plain, 9, width=700)


def test_a_crowd_waits_for_no_longer_than_two_pages_and_is_told_to_come_again(tmp_path: Path, plain: Path):
    slow = write_slow_page(tmp_path / "slow.pdf")
    pool = PagePool(seconds=1, at_once=1)
    pool.run(measure_page, plain, 1)
    said: list[Exception] = []

    def ask() -> None:
        try:
            pool.run(draw_page, slow, 1, width=700)
        except PageProblem as problem:
            said.append(problem)

    crowd = [threading.Thread(target=ask) for _ in range(40)]
    began = time.monotonic()
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

    assert time.monotonic() - began < 10
    assert len(said) == 40 and sum(isinstance(problem, PagesBusy) for problem in said) >= 40 - page_pool.MOST_WAITING
    assert any(type(problem) is PageTooSlow for problem in said)
    assert pool.run(measure_page, plain, 1).width > 0, "nobody is left waiting"
    pool.close()


def test_who_asks_is_gone_and_the_page_is_given_up_all_the_same(tmp_path: Path):
    slow = write_slow_page(tmp_path / "slow.pdf")
    pool = PagePool(seconds=1, at_once=1)
    process = pool.run(say_process, slow, 1)
    pool._idle.queue[-1]._pipe.send((draw_page, slow, 1, {"width": 2800}, 1))
    end = time.monotonic() + 10
    while time.monotonic() < end and Path(f"/proc/{process}/stat").read_text().split()[2] != "Z":
        time.sleep(0.1)
    assert time.monotonic() < end
    pool.close()
