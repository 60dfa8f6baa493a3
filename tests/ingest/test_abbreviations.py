"""Short forms that a document defines: only where the letters are those of the words before the brackets."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.abbreviations import SMALL_WORDS, find_abbreviations

words = st.sampled_from([
    "Sensory", "Impairment", "Service", "of", "and", "the", "In-Year", "Children’s", "St.", "2", "–", "(SIS)", "(IYS)",
    "(the “CS”)", "(CS)", "('SI')", "(ISC)", "(aS)", "\n", "R&D", "(R&D)", "(Chair)", "-", "/", "(S", ")",
])  # fmt: skip
texts = st.lists(words, max_size=25).map(" ".join) | st.text(max_size=150)


@pytest.mark.parametrize(("text", "short", "long"), [
    ("The Sensory Impairment Service (SIS) supported 41 children.", "SIS", "Sensory Impairment Service"),
    ("a Dedicated Schools Grant (“DSG”) of £9m", "DSG", "Dedicated Schools Grant"),
    ("the Department for Education (DfE)", "DfE", "Department for Education"),
    ("the Director of Children’s Services (DCS)", "DCS", "Director of Children’s Services"),
    ("every Education, Health and Care Plan. Personal Education Plans (PEPs) are", "PEP", "Personal Education Plans"),
    ("Not in Education, Employment. In-Year Fair Access (IYFA) panel", "IYFA", "In-Year Fair Access"),
    ("a Head of Service (HoS)", "HoS", "Head of Service"),
    ("the youth offending team ('YOT')", "YOT", "youth offending team"),
])  # fmt: skip
def test_a_definition_is_found(text: str, short: str, long: str):
    assert find_abbreviations(text) == {short: long}


@pytest.mark.parametrize("text", [
    "Cllr Ada Penhale (Chair)", "Penhale (Independent)", "The report (FINAL) was noted.", "members (AP) and", "the plan (the)",
    "a Service Improvement (SIS)", "Grant (G)", "The Board met (TBC later", "", "(SIS)", "Sensory Impairment\nService(SIS)",
])  # fmt: skip
def test_other_words_in_brackets_define_nothing(text: str):
    assert find_abbreviations(text) == {}


def test_the_first_definition_of_a_short_form_stands():
    text = "Annual Report (AR) and Appeals Register (AR) and Local Plan (LP)"
    assert find_abbreviations(text) == {"AR": "Annual Report", "LP": "Local Plan"}


def test_the_long_form_is_as_short_as_its_letters_allow():
    assert find_abbreviations("Services in School: Sensory Impairment Service (SIS)") == {"SIS": "Sensory Impairment Service"}
    assert find_abbreviations("the Special Important Sensory Impairment Service (SIS)") == {"SIS": "Sensory Impairment Service"}


@given(texts)
def test_every_definition_stands_in_the_text_and_its_letters_are_those_of_its_words(text: str):
    for short, long in find_abbreviations(text).items():
        assert re.search(re.escape(long).replace(r"\ ", r"\s+") + r" \([‘“\"']?" + re.escape(short), text)
        assert len(re.findall(r"[A-Z]", short)) >= 2
        initials = [part[0].lower() for part in re.split(r"[ /-]", long) if part and part[0].isalpha()]
        letters = [letter.lower() for letter in short if letter.isalpha()]
        content = [word[0].lower() for word in long.split() if word.lower() not in SMALL_WORDS and word[0].isalpha()]
        assert letters in (initials, content)


def test_a_long_text_without_definitions_is_read_quickly():
    assert find_abbreviations("word " * 60_000) == {}
