"""What fills what a question leaves open: figures and names beside what is asked, definitions, how often, how to reach people."""

from types import SimpleNamespace

import pytest

from assistant.question import Question, understand_question
from assistant.slots import UNBOUND, fill_slot, fit_question
from index.terms import load_terms

TERMS = load_terms({})


def understand(text: str) -> Question:
    return understand_question(text, TERMS)


def said(text: str, lead_in: str | None = None, kind: str = "sentence") -> SimpleNamespace:
    return SimpleNamespace(
        text=text, kind=kind, lead_in=lead_in, header=None, names=(), cells=(text,), passage=SimpleNamespace(path=())
    )


def fill(question: str, text: str, lead_in: str | None = None) -> float:
    asked = understand(question)
    return fill_slot(asked.slots[0], said(text, lead_in), asked)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many headteachers came?", "Some 34 headteachers came."),
        ("How many days was the visit?", "It was a 2-day visit."),
        ("What share of leavers went to university?", "Nineteen per cent have entered university."),
        ("What proportion were academies?", "Of these, 83 out of 148 were."),
        ("How long has she been in post?", "She has been in post for six years."),
        ("What is the vacancy rate?", "Vacancies stand at 16.5%."),
        ("What did the bridge cost?", "The bridge was built for £1.2m."),
        ("How much has the team grown?", "The team has been doubled."),
        ("How often does the board meet?", "It meets every two months."),
        ("What does SPA stand for?", "Referrals go to the Single Point of Access (SPA)."),
        ("What is the phone number of the clerk?", "Clerk: 01632 960 113"),
        ("Who chairs the harbour board?", "The board is chaired by Ann Thorne."),
        ("Who is the director of public health?", "Ann Thorne, Director of Public Health, spoke."),
        ("When was the visit?", "The visit was in October 2023."),
    ],
)
def test_what_is_asked_for_fills(question: str, text: str):
    assert fill(question, text) == 1


@pytest.mark.parametrize(
    ("question", "text", "most"),
    [
        ("How many headteachers came?", "Two sessions were held for everyone who wished to hear about the new model.", UNBOUND),
        ("Who is the director of public health?", "The Director of Public Health told the Improvement Board.", 0),
        ("Who chairs the harbour board?", "The Harbour Board meets monthly.", 0),
        ("What does SPA stand for?", "The SPA is busy.", 0),
        ("How often does the board meet?", "The board met at the harbour.", 0),
        ("How big is the grant for leavers?", "The grant for leavers has been increased.", 0),
        ("What is the weekly allowance?", "The allowance was raised.", 0),
        ("How many came in 2023?", "They came in 2023.", 0),
    ],
)
def test_what_stands_elsewhere_or_is_no_answer_does_not_fill(question: str, text: str, most: float):
    assert fill(question, text) <= most


def test_a_figure_is_not_taken_for_part_of_one_in_the_question():
    assert fill("How many days was the visit in 2023?", "It was a visit of 2 days.") == 1


def test_what_a_lead_in_says_holds_of_its_items():
    assert fill("When did inspectors see progress?", "Services are improving.", lead_in="In October 2020 the visit found:") == 1


def test_a_statement_that_tells_of_a_change_fits_a_question_about_one():
    asked = understand("How has the share of plans on time changed?")
    assert fit_question(asked, said("It was 58%, compared with 41% the year before.")) == 1
    assert fit_question(asked, said("It was 58%.")) < 1


def test_a_roll_fits_where_people_are_asked_for():
    roll = said("Present: Ann Thorne, Bob Lee", kind="roll")
    assert fit_question(understand("Who attended?"), roll) == 1
    assert fit_question(understand("What was agreed?"), roll) == 0
