"""Words of the trade: short forms read as the long ones, in capitals only where they are capitals, and nothing else changed."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retriever import words_query
from index.terms import GENERAL, Terms, load_terms

TERMS = Terms({"SEND": "special educational needs", "EHCP": "education health care plan", "EHCPs": "education health care plan",
               "EHC plan": "education health care plan", "Cllr": "councillor", "kids": "children"})  # fmt: skip


@pytest.mark.parametrize(("text", "spelled"), [
    ("SEND in schools", "special educational needs in schools"),
    ("How are EHCPs reviewed?", "How are education health care plan reviewed?"),
    ("(EHCP)", "(education health care plan)"),
    ("An EHC plan and an ehc plan", "An education health care plan and an education health care plan"),
    ("Cllr Penhale asked CLLR Ho", "councillor Penhale asked councillor Ho"),
    ("KIDS and Kids", "children and children"),
])  # fmt: skip
def test_a_short_form_is_read_as_its_long_form(text: str, spelled: str):
    assert TERMS.spell_out(text) == spelled


@pytest.mark.parametrize("text", ["Please send the report.", "sending kidskin", "RESEND", "ehcp", "EHCPX", "SEND_2", ""])
def test_other_words_stay_as_they_are(text: str):
    assert TERMS.spell_out(text) == text


@pytest.mark.parametrize(("text", "spelled"), [
    ("s17 enquiries", "section 17 enquiries"), ("under S106", "under section 106"), ("s151 officer", "section 151 officer"),
    ("s.17 and s.117A", "section 17 and section 117A"), ("(s.14(3))", "(section 14(3))"),
])  # fmt: skip
def test_a_section_is_read_as_one(text: str, spelled: str):
    assert Terms({}).spell_out(text) == spelled


@pytest.mark.parametrize("text", ["it's 14 days", "in classes 17", "is17", "the 1980s.17 were", "s1234", "council's.17"])
def test_an_s_that_is_no_section_is_left_alone(text: str):
    assert Terms({}).spell_out(text) == text


def test_the_longest_form_is_read_first():
    terms = Terms({"EHC": "one", "EHC NEEDS": "two", "school bus": "three", "school bus pass": "four"})
    assert terms.spell_out("EHC NEEDS, EHC, a school bus pass, a school bus") == "two, one, a four, a three"


def test_other_forms_of_what_a_text_says_are_told():
    assert TERMS.other_forms("Children with special educational needs") == ["SEND", "kids"]
    assert TERMS.other_forms("SEND kids") == [] == TERMS.other_forms("potholes")


def test_a_passage_that_writes_the_other_form_can_match():
    assert "send" in [phrase.lower() for phrase in words_query("special educational needs", TERMS)]
    assert "educational" in words_query("SEND", TERMS)


def test_what_the_documents_define_stands_above_the_general_terms():
    assert load_terms({}).spell_out("DSG") == "dedicated schools grant"
    assert load_terms({"DSG": "Duke Street gardens", "SIS": "Sensory Impairment Service"}).spell_out("DSG and SIS") == (
        "Duke Street gardens and Sensory Impairment Service"
    )


def test_no_general_form_is_listed_twice_or_stands_for_itself():
    sections = tomllib.loads(GENERAL.read_text("utf-8"))
    pairs = [(form, long) for section in sections.values() for long, forms in section.items() for form in forms]
    forms = [form for form, _ in pairs]
    assert len(set(forms)) == len(forms)
    assert [form for form, long in pairs if form.lower() == long.lower()] == []


@pytest.mark.parametrize("text", ["What is the LA doing?", "la plata", "the ta", "Who is the ep?", "ri", "Is TA costly?"])
def test_general_short_forms_of_capitals_leave_small_words_alone(text: str):
    spelled = load_terms({}).spell_out(text)
    assert (spelled == text) == (text not in ("What is the LA doing?", "Is TA costly?"))


@given(st.text(max_size=100))
def test_any_text_can_be_spelled_out_twice_without_a_change_by_forms_of_capitals(text: str):
    capitals = Terms({"QZX": "quick zebra crossing", "DfE": "department for education"})
    once = capitals.spell_out(text)
    assert capitals.spell_out(once) == once


@given(st.text(max_size=100))
def test_no_text_upsets_the_general_terms(text: str):
    terms = load_terms({"(": "bracket", "a.b*": "pattern"})
    assert isinstance(terms.spell_out(text), str)
    assert all(form.lower() not in text.lower() for form in terms.other_forms(text))


def test_terms_without_forms_change_nothing():
    assert Terms({}).spell_out("SEND") == "SEND" and Terms({}).other_forms("SEND") == []
