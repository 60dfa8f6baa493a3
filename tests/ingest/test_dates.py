"""Dates as UK papers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import find_date_in_name, find_dates, parse_date, write_date

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


def ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


FORMS = {
    "written": write_date,
    "weekday": lambda d: f"{d:%A} {write_date(d)}",
    "ordinal": lambda d: f"{d.day}{ordinal(d.day)} {d:%B}, {d.year}",
    "parted ordinal": lambda d: f"{d.day} {ordinal(d.day)} {d:%B} {d.year}",
    "formal": lambda d: f"{d:%A}, the {d.day}{ordinal(d.day)} day of {d:%B}, {d.year}",
    "short month": lambda d: f"{d.day:02}-{d:%b}-{d.year}",
    "month first": lambda d: f"{d:%B} {d.day}, {d.year}",
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "short slashes": lambda d: f"{d.day}/{d.month}/{d:%y}",
    "dots": lambda d: f"{d:%d.%m.%y}",
    "iso": lambda d: d.isoformat(),
}


@given(day=DAYS, form=st.sampled_from(sorted(FORMS)))
def test_every_uk_form_of_a_date_is_found_whole(day: date, form: str) -> None:
    written = FORMS[form](day)
    text = f"Cabinet met on {written}; nobody was late."
    assert find_dates(text) == ((15, 15 + len(written), day),)
    assert parse_date(f" {written} ") == day


@given(text=st.text(alphabet="0123456789/.- ,thndrsJanuaryfebMAYdctor\n£'", max_size=60))
def test_ranges_are_ordered_and_read_the_same_alone(text: str) -> None:
    last = 0
    for start, end, day in find_dates(text):
        assert last <= start < end <= len(text)
        assert find_dates(text[start:end]) == ((0, end - start, day),)
        last = end


@pytest.mark.parametrize(
    "text",
    [
        "June 2022", "in May 2022", "0 May 2022", "31 June 2022", "2021/22", "13/13/2022",
        "paragraph 4.2.11 applies", "1.2.3.2022", "£10.11.12", "01832 742113", "20220125",
    ],
)
def test_what_is_no_full_date_is_left_alone(text: str) -> None:
    assert find_dates(text) == ()


def test_a_range_of_days_gives_its_full_end() -> None:
    assert [day for _, _, day in find_dates("Inspection dates: 30 October to 3 November 2023")] == [date(2023, 11, 3)]
    assert [day for _, _, day in find_dates("13 December 2018 to 14 January 2019")] == [date(2018, 12, 13), date(2019, 1, 14)]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("cabinet/2022-01-25 agenda.pdf", date(2022, 1, 25)),
        ("report_25_01_2022.docx", date(2022, 1, 25)),
        ("Minutes 20220125.pdf", date(2022, 1, 25)),
        ("agenda25012022.pdf", date(2022, 1, 25)),
        ("item-4-25th-january-2022.html", date(2022, 1, 25)),
        ("Public%20pack%2025%20January%202022.pdf", date(2022, 1, 25)),
        ("june-2022.pdf", None),
        ("ref-99999999.pdf", None),
        ("2022-01-25/agenda.pdf", None),
    ],
)
def test_a_file_name_gives_its_date_and_never_half_of_one(name: str, day: date | None) -> None:
    assert find_date_in_name(name) == day


def test_a_sentence_with_a_date_is_not_a_date() -> None:
    assert parse_date("on 25 January 2022") is None
    assert parse_date("") is None
