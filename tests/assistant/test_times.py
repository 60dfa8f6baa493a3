"""The time that a follow-up counts from the question before it."""

import pytest

from assistant.times import move_time


@pytest.mark.parametrize(
    ("text", "before", "moved"),
    [
        ("And two months later?", "What share was on time in September 2021?", "And in November 2021?"),
        ("And the year before?", "What was the deficit in 2020/21?", "And in 2019/20?"),
        ("What about a year later?", "How many joined in 21/22?", "What about in 2022/23?"),
        ("and the following year?", "How many joined in 2019?", "and in 2020?"),
        ("And six months on?", "Who chaired it in November 2021?", "And in May 2022?"),
        ("And two months earlier?", "Who chaired it in January 2022?", "And in November 2021?"),
        ("And two months later?", "How many joined in 2019?", "And two months later?"),
        ("And a year later?", "Who chairs the board?", "And a year later?"),
        ("And in 2020?", "How many joined in 2019?", "And in 2020?"),
    ],
)
def test_a_time_is_counted_from_the_last_one_named(text, before, moved):
    assert move_time(text, before) == moved
