"""What was drawn of a page is kept: made once, up to a bound, and what could not be made is not tried again at once."""

import threading
import time

import pytest

from ingest.page_picture import PageProblem
from ingest.page_pool import PagesBusy, PageTooSlow
from ui.kept_pages import FAILURE_BYTES, KeptPages


def test_a_page_is_drawn_once_however_many_ask_at_the_same_time():
    kept, made, got = KeptPages(), [], []

    def draw() -> bytes:
        time.sleep(0.2)
        made.append(None)
        return b"picture"

    crowd = [threading.Thread(target=lambda: got.append(kept.get("page", draw, len))) for _ in range(10)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert got == [b"picture"] * 10 and len(made) == 1


def test_the_longest_unused_goes_first_and_the_bound_holds():
    kept = KeptPages(most_bytes=10)
    for name in "abc":
        kept.get(name, lambda: b"12345", len)
        if name == "b":
            kept.get("a", lambda: pytest.fail("it is kept"), len)
    assert kept.get("a", lambda: pytest.fail("it is kept"), len) == b"12345"
    assert kept.get("b", lambda: b"anew", len) == b"anew"
    assert kept._bytes <= 10
    kept.get("large", lambda: b"0" * 11, len)
    assert kept._bytes == 0 and kept.get("large", lambda: b"small", len) == b"small"


def test_a_page_that_could_not_be_drawn_says_so_at_once_and_is_tried_again_later():
    kept, tried = KeptPages(failure_seconds=0.3), []

    def draw() -> bytes:
        tried.append(None)
        raise PageTooSlow("Page 1 could not be drawn.")

    for _ in range(3):
        with pytest.raises(PageTooSlow, match="Page 1 could not"):
            kept.get("page", draw, len)
    assert len(tried) == 1 and kept._bytes == FAILURE_BYTES
    time.sleep(0.4)
    assert kept.get("page", lambda: b"picture", len) == b"picture"


def test_a_page_that_was_only_asked_for_at_a_busy_moment_is_tried_again():
    kept = KeptPages()

    def wait() -> bytes:
        raise PagesBusy("Many pages are being drawn.")

    with pytest.raises(PagesBusy):
        kept.get("page", wait, len)
    assert kept.get("page", lambda: b"picture", len) == b"picture"
    kept.fail("page", PageProblem("It is too much."))
    with pytest.raises(PageProblem, match="too much"):
        kept.get("page", lambda: b"picture", len)
