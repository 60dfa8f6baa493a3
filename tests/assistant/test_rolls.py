"""Rolls of people: what is one, and how it is said."""

import time

import pytest

from assistant.rolls import find_rolls, write_roll

PANEL = [
    "To members of the Harbour Panel",
    "Councillor Ann Thorne (Chair), Councillor Bob Lee,",
    "Councillor Cy O’Dell and Councillor D. Roe",
]


@pytest.mark.parametrize(
    ("blocks", "roll"),
    [
        (PANEL, (0, 3)),
        ([*PANEL, "Members are invited to attend."], (0, 3)),
        (["Northern members:", "Ann Thorne (Chair, Lab), Bob Lee (Con) Cy Dell (Con)."], (0, 2)),
        (["Members", "Councillor Ann Thorne (Chair)", "Councillor Bob Lee", "Councillor Cy Dell", "Officers"], (0, 4)),
        (["Present: Councillor Ann Thorne (Chair) Councillor Bob Lee Councillor Cy Dell"], (0, 1)),
        (["Councillors Thorne (Chair), Lee, Dell and Roe"], (0, 1)),
    ],
)
def test_lines_of_names_are_one_roll_with_what_announces_them(blocks, roll):
    assert find_rolls(blocks) == [roll]


@pytest.mark.parametrize(
    "blocks",
    [
        ["Special Schools", "Proper Officer", "Harbour District Council"],
        ["The Cabinet agreed the plan.", "Councillor Ann Thorne"],
        ["Councillor Ann Thorne moved the motion, which Councillor Bob Lee and Councillor Cy Dell opposed."],
        [""],
    ],
)
def test_titles_and_sentences_are_no_roll(blocks):
    assert find_rolls(blocks) == []


def test_a_roll_is_said_on_one_line():
    assert write_roll("\n".join(PANEL)) == (
        "To members of the Harbour Panel: Councillor Ann Thorne (Chair), Councillor Bob Lee, "
        "Councillor Cy O’Dell and Councillor D. Roe"
    )


@pytest.mark.parametrize(
    "words", ["Councillors " + "Ab " * 3000, "Ab Cd, " * 3000 + "x", "Ab Cd (x) " * 3000 + "!", "A. " * 4000]
)
def test_long_lines_are_looked_through_at_once(words):
    began = time.perf_counter()
    find_rolls([words])
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("count", [60, 400])
@pytest.mark.parametrize("tail", ["", " and the officers"])
def test_long_rows_of_members_are_looked_through_at_once(count, tail):
    """Minutes of a county council name all their members in one paragraph; with words behind it the row is no roll."""
    names = ", ".join(("Mr Baker", "Mrs Ann Barrington-King", "Cllr A. B. O’Dell (Chair)")[n % 3] for n in range(count))
    began = time.perf_counter()
    found = find_rolls(["Members present:", names + tail])
    assert time.perf_counter() - began < 0.2
    assert found == ([] if tail else [(0, 2)])
