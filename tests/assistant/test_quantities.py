"""Numbers and dates read as values with their units, of any length and in any text, and never an error."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quantities import KnownNumbers, StatedDate, read_numbers, without_marks, write_digits

figures = st.text(alphabet="0123456789,./-£% ()[]amn½²٣", max_size=80) | st.integers(300, 2000).map("7".__mul__)
odd = ("\ud800", "\ufffe", "\x00", "99/99/9999", "31 February 2023", "32 May", "2021/22", "twenty-one", "£", "per cent")
hostile = st.lists(
    st.one_of(
        st.text(max_size=30),
        figures,
        st.sampled_from(odd),
    ),
    max_size=8,
).map(" ".join)


def said(text: str) -> list[tuple[Decimal, str]]:
    return [(quantity.value, quantity.unit) for quantity in read_numbers(text).quantities]


@pytest.mark.parametrize(("text", "quantities"), [
    ("9% of 1,064 plans", [(9, "%"), (1064, "")]),
    ("£4.2 million, £300k, £5bn and $7", [(4_200_000, "£"), (300_000, "£"), (5_000_000_000, "£"), (7, "$")]),
    ("nine of Twelve, twenty-one per cent", [(9, ""), (12, ""), (21, "%")]),
    ("2.10 is 2.1", [(Decimal("2.1"), ""), (Decimal("2.1"), "")]),
    ("the 5th, in Q3, of 12 percentage points", [(5, "th"), (3, "Q"), (12, "points")]),
    ("2021/22, 21/22 and 2021-2022", [(2021, ""), (2022, ""), (2021, ""), (2022, ""), (2021, ""), (2022, "")]),
    ("1,1,1 and 12,0045", [(1, ""), (1, ""), (1, ""), (12, ""), (45, "")]),
    ("99/99/9999", [(99, ""), (99, ""), (9999, "")]),
    ("no figures", []),
])  # fmt: skip
def test_the_quantities_that_a_text_states(text: str, quantities: list):
    assert said(text) == quantities


@pytest.mark.parametrize(("text", "dates"), [
    ("25.01.2022 and 3/4/21", [(25, 1, 2022), (3, 4, 2021)]),
    ("3 to 14 October 2022", [(3, 10, 2022), (14, 10, 2022)]),
    ("on 3, 4 and 5 May", [(3, 5, 0), (4, 5, 0), (5, 5, 0)]),
    ("in October 2023", [(0, 10, 2023)]),
    ("it may be 45 March", []),
])  # fmt: skip
def test_the_dates_that_a_text_states(text: str, dates: list):
    assert [date for date in read_numbers(text).dates if date.day or date.year] == [d for d in dates if d]


def test_a_number_of_400_digits_is_the_same_as_itself_and_as_no_other():
    evidence = KnownNumbers(["7" * 400])
    assert evidence.find_unsupported("7" * 400) == ()
    assert evidence.find_unsupported("7" * 399 + "8") == ("7" * 399 + "8",)


def test_a_date_is_known_by_its_parts_and_its_day_counts_nothing():
    evidence = KnownNumbers(["Inspected from 3 to 14 October 2022"], [StatedDate(1, 12, 2022)])
    assert evidence.find_unsupported("3 October 2022, 14/10/2022 and December 2022") == ()
    assert evidence.find_unsupported("14 schools") == ("14",)
    assert evidence.find_unsupported("4 October") == ("10-4",)


def test_marks_of_citations_and_lists_count_nothing_but_a_number_that_ends_a_sentence_does():
    assert KnownNumbers([]).find_unsupported("1) They agreed. [1]\n2) They noted. [12]") == ()
    assert KnownNumbers([]).find_unsupported("They were 12. [1]\n(of 13)") == ("12", "13")
    assert without_marks("Agreed. [1]") == "Agreed.    "


def test_numbers_in_words_are_written_in_digits():
    assert write_digits("Twenty-one of ninety, and none of nineteen") == "21 of 90, and none of 19"


@given(hostile)
def test_no_text_upsets_the_reading_and_every_text_is_its_own_evidence(text: str):
    numbers = read_numbers(text)
    assert all(isinstance(value, Decimal) for value in numbers.values)
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in numbers.quantities)
    assert KnownNumbers([text]).find_unsupported(text) == ()


@pytest.mark.parametrize("part", ["1,", "7", "111,", "one ", "twenty-", "3 and ", "1 May ", "£ ", "2021/22 ", "3, 4 and 5 May "])
def test_a_long_text_is_read_in_time_that_grows_with_its_length(part: str):
    def seconds(chars: int) -> float:
        text, began = part * (chars // len(part)), time.thread_time()
        KnownNumbers([text]).find_unsupported(text)
        return time.thread_time() - began

    # Ten times the text; of time that grows as its square it would take a hundred times as long.
    assert seconds(40_000) < 50 * max(seconds(4_000), 0.002)
