"""The decision to answer or to refuse: confidence is a share, what is missing or unfilled speaks against, and it can be set."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from assistant.answering import Assistant
from assistant.compose import Draft, choose_statements
from assistant.question import understand_question
from assistant.refusal import find_missing, judge_draft, nearest_passages, states_figures, states_grade
from assistant.scoring import weigh_words
from assistant.settings import load_settings
from assistant.statements import find_statements
from index.terms import load_terms

ANSWERABLE = "How many children did the Sensory Impairment Service support?"
QUESTIONS = (ANSWERABLE, "How many loans had Withybeck?", "Which zeppelin won the marmalade regatta?", "What is EHCP?", "carers")


@pytest.fixture(scope="module")
def bold(assistant_with: Callable[..., Assistant]) -> Assistant:
    """Answers however little the papers say of what was asked."""
    return assistant_with(least_confidence=0)


@pytest.fixture(scope="module")
def careful(assistant_with: Callable[..., Assistant]) -> Assistant:
    """Answers only what it is wholly sure of."""
    return assistant_with(least_confidence=1)


def draft(assistant: Assistant, text: str) -> Draft:
    explanation, catalogue = assistant.explain(text)[1], assistant.store.catalogue
    statements = find_statements(explanation.retrieval.hits, catalogue.text)
    weights = weigh_words(explanation.question, catalogue.word_counts(explanation.question.words), catalogue.totals().passages)
    return choose_statements(explanation.scored, statements, weights, explanation.question, assistant.settings.answering)


@pytest.mark.parametrize("question", QUESTIONS)
def test_confidence_is_a_share(bold: Assistant, question: str):
    judgement = bold.explain(question)[1].judgement
    assert 0 <= judgement.confidence <= 1 and 0 <= judgement.filled <= 1


def test_what_the_papers_say_is_more_sure_than_what_they_do_not(bold: Assistant):
    confidence = {question: bold.explain(question)[1].judgement.confidence for question in QUESTIONS}
    assert confidence[ANSWERABLE] == max(confidence.values())
    assert confidence["Which zeppelin won the marmalade regatta?"] < load_settings().answering.least_confidence


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_given_where_confidence_reaches_the_settings(assistant_with: Callable[..., Assistant], question: str):
    for least in (0.0, 0.3, 0.5, 0.99):
        answer, explanation = assistant_with(least_confidence=least).explain(question)
        assert (answer.status == "answered") == (explanation.judgement.confidence >= least)


def test_words_that_stand_nowhere_are_missing_and_speak_against(bold: Assistant):
    explanation = bold.explain("How many children did the zeppelin support?")[1]
    assert explanation.judgement.missing == ("zeppelin",)
    question = bold.explain(ANSWERABLE)[1].question
    judged = judge_draft(question, draft(bold, ANSWERABLE), ())
    assert judge_draft(question, draft(bold, ANSWERABLE), ("zeppelin",)).confidence < judged.confidence


def test_a_figure_that_was_asked_for_and_is_not_there_speaks_against(bold: Assistant):
    asked = bold.explain("How many buses stop at the war memorial?")[1].judgement
    assert asked.filled == 0 and asked.confidence < bold.explain("Do buses stop at the war memorial?")[1].judgement.confidence


def test_nothing_is_missing_of_words_that_stand_somewhere(bold: Assistant):
    question = bold.explain(ANSWERABLE)[1].question
    assert find_missing(question, dict.fromkeys(question.words, 1)) == ()
    assert set(find_missing(question, {})) == set(question.own_words)


@pytest.mark.parametrize(("text", "missing"), [
    ("Which zeppelin won?", ("zeppelin", "won")),
    ("What did the Zeppelin’s children in care ask?", ("Zeppelin",)),
    ("What does the DSG pay?", ("DSG", "pay")),
    ("Who juggles children with sensory impairments?", ("juggles",)),
    ("How many are cared for by the SIS?", ()),
])  # fmt: skip
def test_a_reader_is_told_which_of_the_typed_words_stand_nowhere(careful: Assistant, text: str, missing: tuple[str, ...]):
    answer = careful.ask(text)
    assert answer.status == "not_found" and answer.missing == missing
    assert all(f"“{word}”" in answer.text for word in missing)


def test_a_word_is_not_missing_where_its_long_form_stands_in_the_papers(careful: Assistant):
    assert careful.ask("What does the CQC do about an Impairment Service?").missing == ("CQC",)
    assert careful.ask("Who led the Sensory Impairment Services in 1066?").missing == ("led", "1066")


def test_the_nearest_passages_are_different_ones_best_first(bold: Assistant):
    scored = bold.explain("library carers children")[1].scored
    near = nearest_passages(scored)
    assert 1 < len(near) <= 3 and near[0] == scored[0]
    assert len({s.statement.passage.row for s in near}) == len(near)
    assert nearest_passages(scored, 1) == [scored[0]] and nearest_passages(()) == []


def test_a_refusal_shows_what_came_near(careful: Assistant):
    refused = careful.ask("Which councillor spoke of zeppelin visits to Kelverton?")
    assert refused.status == "not_found" and refused.citations == () and 1 <= len(refused.nearest) <= 3
    texts = {d.file: careful.store.catalogue.text(d.row) for d in careful.store.catalogue.documents()}
    assert all(near.text in texts[near.file] for near in refused.nearest)


@pytest.mark.parametrize(("text", "states"), [
    ("Why was the service rated outstanding?", False), ("Why was the service rated good?", True),
    ("What is good about it?", True),
])  # fmt: skip
def test_a_grade_taken_for_granted_has_to_be_said(text: str, states: bool):
    question = understand_question(text, load_terms({}))
    said = SimpleNamespace(statements=(SimpleNamespace(text="The service was judged good.", header=None),))
    assert states_grade(question, said) is states


@pytest.mark.parametrize(("text", "states"), [
    ("Did 5 carers come?", False), ("Did 15 carers come?", True), ("Was it 15 per cent?", True), ("Was it 1.5?", False),
    ("How many came in 1999?", True), ("How many came in 2021/22?", True), ("How many came in 2018/19?", False),
    ("How many came in Nov 21?", True), ("How many came on 21 November?", True), ("How many came on 20 March 2021?", False),
    ("How many came in Quarter 3?", True), ("How many came in Quarter 2?", False), ("Which two came?", True),
    (f"Did {'7' * 400} come?", False),
])  # fmt: skip
def test_a_figure_of_the_question_is_looked_for_as_a_number(text: str, states: bool):
    question = understand_question(text, load_terms({}))
    passage = SimpleNamespace(path=("In 2021/22",))
    hit = SimpleNamespace(document=SimpleNamespace(facts=SimpleNamespace(title="Carers in Quarter 3: report of 20 March 2021")))
    statement = SimpleNamespace(text="15 carers came.", lead_in=None, header=None, passage=passage, hit=hit)
    said = SimpleNamespace(statements=(statement,))
    assert states_figures(question, said) is states
