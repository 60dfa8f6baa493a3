"""Words that a line end has cut are put together again, and nothing else happens to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import SOFT_HYPHEN, join_cell, join_hyphens, known_words, uncut_words

WORDS = known_words(["The information was given by the post-holder to the Executive on multi-agency working."])

lines = st.lists(st.text(alphabet=f"abcdeXYZ0123 -‐{SOFT_HYPHEN}'’.\t", max_size=24), max_size=6)


def letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def test_a_cut_word_is_joined_only_where_the_whole_word_stands_elsewhere():
    assert join_hyphens(["The informa-", "tion given"], WORDS) == "The information given"
    assert join_hyphens(["The improve-", "ment given"], WORDS) == "The improve-ment given"


def test_a_hyphen_that_belongs_to_the_word_stays():
    assert join_hyphens(["the post-", "holder and multi-", "agency teams"], WORDS) == "the post-holder and multi-agency teams"
    both = known_words(["a re-form of the reform"])
    assert join_hyphens(["the re-", "form"], both) == "the re-form"


def test_a_hyphen_before_a_capital_or_a_number_is_no_cut():
    assert join_hyphens(["the Smith-", "Jones report"], known_words(["smithjones"])) == "the Smith- Jones report"
    assert join_hyphens(["between 2020-", "21 and 2022"], WORDS) == "between 2020- 21 and 2022"


@pytest.mark.parametrize("hyphen", [SOFT_HYPHEN, "-", "‐"])
def test_every_kind_of_hyphen_cuts(hyphen: str):
    assert join_hyphens([f"the informa{hyphen}", "tion"], WORDS) == "the information"


def test_a_soft_hyphen_inside_a_line_goes_or_becomes_a_hyphen():
    assert join_hyphens([f"informa{SOFT_HYPHEN}tion for the post{SOFT_HYPHEN}holder"], WORDS) == "information for the post-holder"


def test_lines_become_one_with_single_spaces():
    assert join_hyphens(["  The   report ", "", "was\tnoted."], WORDS) == "The report was noted."
    assert join_hyphens([], WORDS) == ""


def test_a_raised_ordinal_ending_returns_to_its_number():
    assert join_hyphens(["on 22 nd December and the 1 st of May"], WORDS) == "on 22nd December and the 1st of May"
    assert join_hyphens(["at 10 St Giles Street"], WORDS) == "at 10 St Giles Street"


def test_a_narrow_cell_cuts_words_without_a_hyphen():
    assert join_cell("Executiv\ne", WORDS) == "Executive"
    assert join_cell("Executi\nve\nmember", WORDS) == "Executive member"
    assert join_cell("The\nExecutive", WORDS) == "The Executive"


def test_words_of_a_cell_that_are_words_by_themselves_are_not_joined():
    words = known_words(["for people of the forpeople"])
    assert join_cell("for\npeople", words) == "for people"


def test_words_beside_a_line_break_of_a_cell_are_no_evidence():
    assert uncut_words("Head of Inclu\nsion and Attend\nance") == "Head of and"
    assert uncut_words("one line") == "one line"


def test_known_words_are_whole_and_in_lower_case():
    assert known_words([f"Multi-agency re{SOFT_HYPHEN}ports"]) == {"multi-agency", "re-ports"}


@given(lines, st.sets(st.text(alphabet="abcdexyz", min_size=1, max_size=6)))
def test_joining_never_adds_or_loses_a_letter_or_digit(parts: list[str], words: set[str]):
    assert letters_and_digits(join_hyphens(parts, frozenset(words))) == letters_and_digits("".join(parts))


@given(lines, st.sets(st.text(alphabet="abcdexyz", min_size=1, max_size=6)))
def test_a_cell_keeps_its_letters_and_digits_and_is_one_line(parts: list[str], words: set[str]):
    joined = join_cell("\n".join(parts), frozenset(words))
    assert letters_and_digits(joined) == letters_and_digits("".join(parts))
    assert "\n" not in joined and "\t" not in joined and SOFT_HYPHEN not in joined
