"""Marks on a page: rectangles over the letters of a quote and over no others, or none."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ingest.page_marks import Box, PrintedChar, find_marks, letters_of, letters_under

WIDE, HIGH = 0.01, 0.02


def print_lines(*lines: str, left: float = 0.1, top: float = 0.1) -> list[PrintedChar]:
    """Characters of lines set one below another, every character as wide as the next."""
    return [
        PrintedChar(char=char, box=place(left + WIDE * column, top + HIGH * row))
        for row, line in enumerate(lines)
        for column, char in enumerate(line)
    ]


def place(left: float, top: float) -> Box:
    return Box(left=left, top=top, right=left + WIDE, bottom=top + HIGH)


def test_a_quote_over_two_lines_has_a_rectangle_on_each():
    chars = print_lines("It was resolved that the", "library open on Sundays.")
    boxes = find_marks(chars, "resolved that the library")

    assert len(boxes) == 2
    assert letters_under(chars, boxes) == "resolvedthatthelibrary"


def test_a_word_that_the_line_cuts_is_marked_whole():
    chars = print_lines("All the infor-", "mation was given.")

    assert letters_under(chars, find_marks(chars, "information was")) == "informationwas"


def test_the_surroundings_choose_between_places_with_the_same_words():
    chars = print_lines("In May 12 plans.", "In June 12 plans.", "In July 12 plans.")
    [box] = find_marks(chars, "12 plans", before="In June ", after=". In July")

    assert abs(box.top - (0.1 + HIGH)) < 1e-9


def test_a_table_row_is_marked_cell_by_cell_where_the_page_draws_its_columns_one_after_another():
    chars = [
        *print_lines("Kelverton", "Withybeck", left=0.1),
        *print_lines("48", "12", left=0.5),
        *print_lines("12", "48", left=0.7),
    ]
    boxes = find_marks(chars, "Withybeck\t12\t48")

    assert sorted(round(box.left, 2) for box in boxes) == [0.1, 0.5, 0.7]
    assert {round(box.top, 2) for box in boxes} == {0.12}


def test_a_cell_of_several_lines_beside_others_is_marked_though_the_page_draws_across():
    chars = [
        *print_lines("Head of", left=0.1), *print_lines("By March", left=0.5),
        *print_lines("Libraries", left=0.1, top=0.1 + HIGH), *print_lines("2026", left=0.5, top=0.1 + HIGH),
    ]  # fmt: skip

    assert Counter(letters_under(chars, find_marks(chars, "Head of Libraries\tBy March 2026"))) == Counter(
        "HeadofLibrariesByMarch2026"
    )


def test_words_that_are_not_on_the_page_are_not_marked():
    chars = print_lines("It was resolved.")

    assert find_marks(chars, "It was refused.") == find_marks(chars, "…") == find_marks([], "It was resolved.") == ()


def test_ligatures_are_their_letters():
    chars = print_lines("the ofﬁce of")

    assert letters_under(chars, find_marks(chars, "office")) == "office"


@given(st.lists(st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=30), min_size=1, max_size=6), st.data())
def test_marked_letters_are_those_of_the_quote(lines: list[str], data: st.DataObject):
    chars = print_lines(*lines)
    text = "\n".join(lines)
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    boxes = find_marks(chars, quote, before=text[:start], after=text[start + len(quote) :])

    assert Counter(letters_under(chars, boxes)) == (Counter(letters_of(quote)) if boxes else Counter())
