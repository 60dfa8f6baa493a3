"""Words and numbers are compared as the scores say: what is left of a text, where it stands, and which numbers follow."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import includes_groups, numbers_said, overlap, squash, squash_text, strip_markup, unsupported_numbers

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=80)
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz%£"


@given(TEXTS)
def test_only_letters_digits_and_two_signs_are_left_and_squashing_again_changes_nothing(text: str):
    squashed = squash(text)
    assert set(squashed) <= set(LETTERS)
    assert squash(squashed) == squashed


@given(TEXTS)
def test_squashing_is_that_of_the_whole_text_in_compatible_form(text: str):
    whole = unicodedata.normalize("NFKC", text).lower()
    # Hangul and a few scripts compose over more than one mark; they leave nothing either way.
    assert squash(text) == "".join(letter for letter in whole if letter in LETTERS)


@given(TEXTS)
def test_each_letter_comes_from_its_offset_and_offsets_do_not_go_back(text: str):
    squashed = squash_text(text)
    assert len(squashed.letters) == len(squashed.offsets)
    assert list(squashed.offsets) == sorted(squashed.offsets)
    assert all(0 <= offset < len(text) for offset in squashed.offsets)


@given(st.text(alphabet="abc 12\n-", min_size=2, max_size=40), st.data())
def test_words_taken_from_a_text_are_found_where_they_stand(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    spans = squash_text(text).spans(words)
    assert all(squash(text[a:b]) == squash(words) for a, b in spans)
    assert (len(squash(words)) > 1) == bool(spans)


def test_spans_are_of_the_text_and_not_of_its_letters():
    text = "Nine per cent –  of plans.\nNINE PER\tCENT!"
    assert [text[a:b] for a, b in squash_text(text).spans("nine per cent")] == ["Nine per cent", "NINE PER\tCENT"]


def test_markup_of_a_published_text_comes_off():
    assert strip_markup("on 22<sup>nd</sup> of <b>May</b>, see [the page](https://x.example)") == "on 22nd of May, see the page"
    assert strip_markup("fewer than <5 and more than 3> of 9") == "fewer than <5 and more than 3> of 9"


def test_one_alternative_of_every_group_must_be_said():
    assert includes_groups("It’s 5 May", [["may", "june"], ["it's"]])
    assert not includes_groups("It’s 5 May", [["may"], ["june"]])
    assert includes_groups("anything", [])


@pytest.mark.parametrize("text", ["175 carers", "£1,575.50", "15", "5.5", "5,500"])
def test_a_whole_number_is_not_a_part_of_another(text: str):
    assert includes_groups(text, [["5"]])
    assert not includes_groups(text, [["5"]], whole_numbers=True)


@pytest.mark.parametrize("text", ["5 carers", "5%", "£5.", "(5)", "5, 6"])
def test_a_whole_number_may_stand_between_signs(text: str):
    assert includes_groups(text, [["5"]], whole_numbers=True)


def test_numbers_are_values_and_marks_are_none():
    assert numbers_said("1,025 children, 22.5% and nine staff [3]") == {1025.0, 22.5, 9.0}
    assert numbers_said("1) on 04.10.22 2. end") == {4.0, 10.0, 22.0}


@pytest.mark.parametrize("said", ["11", "339", "6.7%", "93.7%", "2023", "23"])
def test_a_number_may_follow_from_two_that_are_known(said: str):
    assert unsupported_numbers(said, ["It fell from 175 to 164", "in 2023"]) == set()


@pytest.mark.parametrize("said", ["987", "12.25", "176.5"])
def test_a_number_that_follows_from_nothing_is_unsupported(said: str):
    assert unsupported_numbers(said, ["It fell from 175 to 164"]) == {float(said)}


@given(st.tuples(st.integers(0, 50), st.integers(0, 50)), st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_ranges_share_what_both_hold(one: tuple[int, int], other: tuple[int, int]):
    assert overlap(one, other) == overlap(other, one) == len(set(range(*one)) & set(range(*other)))
