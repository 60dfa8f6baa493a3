"""The parts of a question: clauses, times, councils and papers set side by side."""

import pytest

from assistant.parts import compares_papers, split_question

COUNCILS = {"Stanwold Council", "East Harrow District Council", "West Harrow District Council"}


def split(text: str) -> list[tuple[str, str]]:
    return [(part.side, part.text) for part in split_question(text, COUNCILS)]


@pytest.mark.parametrize(
    "text",
    [
        "How many homes were built in 2021/22?",
        "What did the Cabinet agree on parking and waste?",
        "Who wrote the report, and when was it published?",
        "By the start of November, what share of plans was late?",
    ],
)
def test_a_question_about_one_thing_has_no_parts(text: str):
    assert split(text) == []


def test_clauses_with_subjects_of_their_own_are_parts():
    assert split("How many homes were built in Stanwold, and what did the library refurbishment cost?") == [
        ("", "How many homes were built in Stanwold?"),
        ("", "what did the library refurbishment cost?"),
    ]


def test_a_clause_about_another_time_is_completed_and_stands_apart():
    first, second = split_question("What was planned for the youth centre in June 2022 and how did it turn out?", COUNCILS)
    assert (first.apart, second.apart) == (False, True)
    assert "youth" in second.text and "2022" not in second.text


def test_the_topic_before_a_colon_is_every_clauses():
    parts = split("Family hubs: what was planned for this year, and how far has the east got by November?")
    assert [text.startswith("Family hubs: ") for _, text in parts] == [True, True]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("How did the vacancy rate change between 2020/21 and 2021/22?", ["2020/21", "2021/22"]),
        ("How did the vacancy rate change between 20/21 and 21/22?", ["20/21", "21/22"]),
        ("How do East Harrow and West Harrow deal with fly-tipping?", ["East Harrow", "West Harrow"]),
    ],
)
def test_times_and_councils_side_by_side_are_parts(text: str, sides: list[str]):
    parts = split(text)
    assert [side for side, _ in parts] == sides
    assert all(sides[1 - at] not in asked for at, (_, asked) in enumerate(parts))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "What share of visits is on time - do the dashboard and the annual report agree?",
            "What share of visits is on time",
        ),
        ("Compare the vacancy rate with that of the later update.", "the vacancy rate with that of the later update."),
        ("What is the vacancy rate?", ""),
    ],
)
def test_papers_are_compared_where_the_question_says_so(text: str, asked: str):
    assert compares_papers(text) == asked
