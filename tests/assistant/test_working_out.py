"""Differences and shares worked out from figures that are cited."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from assistant.working_out import find_figures, work_out


def worked(question, *groups):
    """What is worked out where each text is cited by itself."""
    found = work_out(question, [[(SimpleNamespace(text=text), number)] for number, text in enumerate(groups, start=1)])
    return found.sentence if found else None


@pytest.mark.parametrize(
    ("question", "groups", "sentence"),
    [
        (
            "What is the gap?",
            ["It costs £6.5m, of which £3m is found."],
            "Worked out: the difference between £6.5m and £3m is £3.5m. [1]",
        ),
        (
            "What is the difference between the two?",
            ["94 per cent of the one are good.", "82 per cent of the other are."],
            "Worked out: the difference between 94 per cent [1] and 82 per cent [2] is 12 percentage points. [1] [2]",
        ),
        ("What proportion are academies?", ["Some 83 out of 148 are academies."], "Worked out: 83 of 148 is 56%. [1]"),
        (
            "What share of first contacts became referrals?",
            ["There were 4,000 first contacts, 20 more than last year. 1,000 of these contacts became referrals."],
            "Worked out: 1,000 of 4,000 is 25%. [1]",
        ),
    ],
)
def test_what_no_paper_prints_is_worked_out(question, groups, sentence):
    assert worked(question, *groups) == sentence


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("What does it cost?", ["It costs £6.5m, of which £3m is found."]),
        ("What is the gap?", ["It costs £6.5m, of which £3m is found and £1m is asked for."]),
        ("What is the gap?", ["It costs £6.5m; £300k is found."]),
        ("What is the gap?", ["It costs £6.5m, of which 10% is found."]),
        ("What is the gap?", ["It costs £5m.", "£2m is found, a gap of £3m."]),
        ("What proportion are academies?", ["Some 83 out of 148 (56%) are academies."]),
        ("What proportion are academies?", ["83 of 148 and 4 of 5 are academies."]),
        ("How many more places are there?", ["It costs £6.5m, of which £3m is found."]),
    ],
)
def test_where_it_is_not_asked_printed_already_or_not_plain_nothing_is_worked_out(question, groups):
    assert worked(question, *groups) is None


def test_figures_keep_their_scale():
    found = find_figures(SimpleNamespace(text="On 3 May 2023 £1,250, £2 million and 4.5%"), 7)
    assert [(source.figure.value, source.figure.unit, source.figure.scale, source.citation) for source in found] == [
        (1250, "£", 0, 7),
        (2_000_000, "£", 6, 7),
        (Decimal("4.5"), "%", 0, 7),
    ]


def test_what_is_worked_out_carries_its_two_sources_and_their_citations():
    """The 5% of the second quote stands within the 15% of the first too."""
    told = [[(SimpleNamespace(text="In the north 15% came."), 1)], [(SimpleNamespace(text="In the south 5% came."), 2)]]
    found = work_out("What is the difference?", told)
    assert [(source.words, source.citation) for source in found.sources] == [("15%", 1), ("5%", 2)]
    assert (found.result.value, found.result.unit) == (10, "points")
    assert found.sentence == "Worked out: the difference between 15% [1] and 5% [2] is 10 percentage points. [1] [2]"


def test_a_run_of_figures_is_no_part_of_a_whole():
    assert worked("What share came?", "1,2,3 of 4,5 came.") is None
