"""Differences and shares worked out from figures that are cited."""

from types import SimpleNamespace

import pytest

from assistant.working_out import find_figures, work_out


def worked(question, *groups):
    found = work_out(question, [[SimpleNamespace(text=text)] for text in groups])
    return found.sentence if found else None


@pytest.mark.parametrize(
    ("question", "groups", "sentence"),
    [
        (
            "What is the gap?",
            ["It costs £6.5m, of which £3m is found."],
            "Worked out: the difference between £6.5m and £3m is £3.5m",
        ),
        (
            "What is the difference between the two?",
            ["94 per cent of the one are good.", "82 per cent of the other are."],
            "Worked out: the difference between 94 per cent and 82 per cent is 12 percentage points",
        ),
        ("What proportion are academies?", ["Some 83 out of 148 are academies."], "Worked out: 83 of 148 is 56%"),
        (
            "What share of first contacts became referrals?",
            ["There were 4,000 first contacts, 20 more than last year. 1,000 of these contacts became referrals."],
            "Worked out: 1,000 of 4,000 is 25%",
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
    assert [(figure.value, figure.unit) for figure in find_figures("£1,250, £2 million and 4.5%")] == [
        (1250.0, "£"),
        (2.0, "£m"),
        (4.5, "%"),
    ]
