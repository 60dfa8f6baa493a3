"""A question answered over a small store: grounded word for word, completed from earlier turns, and never upset by any text."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from assistant.answering import Assistant
from assistant.citations import unsupported_numbers
from index.catalogue import Filters
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files

QUESTIONS = (
    "When shall Kelverton library open on Sundays?", "How many loans had Withybeck?", "What did children in care ask for?",
    "What did the Cabinet resolve about Kelverton library?", "Why is Bramble Lane closed?", "How far have visits risen?",
    "How many children did the SIS support, and who teaches them?", "What is the budget for Sunday staff?",
    "carers allowances buses",
)  # fmt: skip


@pytest.fixture(scope="module")
def bold(assistant_with: Callable[..., Assistant]) -> Assistant:
    """Answers however little the papers say of what was asked, so that every answer can be looked at."""
    return assistant_with(least_confidence=0)


def check_grounds(answer: Answer, store: Store) -> None:
    """What the contract says of every ending."""
    assert answer.status in get_args(Status) and answer.text.strip() and (answer.status == "answered") == bool(answer.citations)
    assert len(answer.text.split()) <= (170 if "\n" in answer.text else 90)
    texts = {d.file: store.catalogue.text(d.row) for d in store.catalogue.documents()}
    for number, citation in enumerate(answer.citations, start=1):
        assert citation.number == number
        assert citation.quote == texts[citation.file][citation.start : citation.end] and citation.quote.strip()
    if answer.status == "answered":
        marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)]
        assert list(dict.fromkeys(marks)) == [citation.number for citation in answer.citations]
        assert answer.text.endswith("]")
        assert unsupported_numbers(answer.text, answer.question, answer.citations) == ()


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_grounded(bold: Assistant, question: str):
    answer = bold.ask(question)
    assert answer.status == "answered"
    check_grounds(answer, bold.store)


@pytest.mark.parametrize(("question", "words", "file", "page"), [
    ("When shall Kelverton library open on Sundays?", "from 10 am to 4 pm", "minutes.md", None),
    ("How many loans had Withybeck?", "12,004", "minutes.md", None),
    ("How many foster carers are there?", "164", "fostering.md", 1),
    ("What did children in care ask for?", "the same social worker", "fostering.md", 2),
    ("Why is Bramble Lane closed?", "drains are mended", "notice.txt", None),
])  # fmt: skip
def test_the_words_that_answer_are_said_and_cited(bold: Assistant, question: str, words: str, file: str, page: int | None):
    answer = bold.ask(question)
    assert words.lower() in answer.text.lower()
    assert any(words in c.quote and (c.file, c.page) == (file, page) for c in answer.citations)


any_question = st.text(max_size=80) | st.lists(st.sampled_from([
    "How many", "When", "who", "Kelverton", "loans", "12,004", "SIS", "carers?", "Bramble Lane", "\"", "AND", "NEAR(", "*",
    "[1]", "(", "1066", "£9", "\x00", "\ud800", "\udcff", "zeppelin", "\n", "and what about", "it", "children", "’", "s.17",
    "%", "🙂", "٣",
]), max_size=10).map(" ".join)  # fmt: skip


@given(text=any_question, before=st.lists(any_question, max_size=2), least=st.sampled_from([0.0, 0.42]))
@example(text="\ud800", before=[], least=0.0)
@example(text="loans \udcff", before=["carers \ud800"], least=0.0)
@example(text="[1] 12,004 loans [2]", before=[], least=0.0)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_upsets_it_and_every_ending_is_a_status_and_a_sentence(assistant_with, text, before, least):
    assistant = assistant_with(least_confidence=least)
    answers: list[Answer] = []
    for question in (*before, text):
        answers.append(assistant.ask(question, earlier=answers))
        check_grounds(answers[-1], assistant.store)
        str(answers[-1].as_json()).encode()


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_is_longer_than_the_settings_say(assistant_with: Callable[..., Assistant], question: str):
    short = assistant_with(least_confidence=0, words=12, list_words=20).ask(question)
    assert len(short.text.split()) <= (20 if "\n" in short.text else 12) or short.status == "not_found"


def test_an_answer_that_would_state_a_number_of_its_own_is_not_given(bold: Assistant, monkeypatch: pytest.MonkeyPatch):
    assert bold.ask("How many loans had Withybeck?").status == "answered"
    monkeypatch.setattr("assistant.answering.say_statement", lambda *_: "Withybeck had 12,005 loans")
    refused = bold.ask("How many loans had Withybeck?")
    assert refused.status == "not_found" and "12,005" not in refused.text
    assert bold.ask("Had Withybeck 12,005 loans?").status == "answered"


def test_items_of_a_list_do_not_end_in_the_word_that_joins_them(bold: Assistant):
    answer = bold.ask("What did children in care ask for?")
    assert "for longer" in answer.text and not re.search(r"\b(?:and|or)\W*\[", answer.text)


def test_a_refusal_says_nothing_of_the_papers_and_what_was_searched(assistant_with: Callable[..., Assistant]):
    answer = assistant_with().ask("Which zeppelin won the marmalade regatta?")
    assert answer.status == "not_found" and answer.citations == ()
    assert (answer.coverage.documents, answer.coverage.first, answer.coverage.last) == (3, date(2023, 9, 5), date(2025, 10, 14))
    assert answer.missing == ("zeppelin", "won", "marmalade", "regatta")


def test_the_same_question_gives_the_same_answer_but_for_its_seconds(bold: Assistant, assistant_with: Callable[..., Assistant]):
    for question in QUESTIONS:
        first, second = (replace(assistant.ask(question), seconds=0) for assistant in (bold, assistant_with(least_confidence=0)))
        assert first == second


def test_an_answer_tells_the_question_the_settings_and_the_seconds(bold: Assistant):
    answer = bold.ask("  How many\nloans had Withybeck? ")
    assert answer.question == "  How many\nloans had Withybeck? " and answer.search_query == "How many loans had Withybeck?"
    assert answer.settings == bold.settings.digest and answer.seconds > 0 and answer.model


# Conversations


def test_a_follow_up_is_completed_from_the_question_before_it(bold: Assistant):
    first = bold.ask("How many loans had Kelverton library?")
    second = bold.ask("And Withybeck?", earlier=[first])
    assert second.question == "And Withybeck?" and {"loans", "library"} <= set(re.findall(r"\w+", second.search_query))
    assert "12,004" in second.text
    third = bold.ask("What about its Sundays?", earlier=[first, second])
    assert "loans" in third.search_query
    check_grounds(second, bold.store)


def test_an_unrelated_question_ignores_the_conversation(bold: Assistant):
    first = bold.ask("How many loans had Kelverton library?")
    alone, later = (bold.ask("Why is Bramble Lane closed to all traffic?", earlier=earlier) for earlier in ((), (first,)))
    assert replace(alone, seconds=0) == replace(later, seconds=0)


def test_a_follow_up_leans_on_no_greeting_and_no_fault(bold: Assistant):
    first = bold.ask("How many loans had Kelverton library?")
    greeted = bold.ask("Thank you", earlier=[first])
    failed = replace(greeted, status="error", search_query="zeppelins")
    after, alone, unled = (
        bold.ask("And Withybeck?", earlier=before).search_query for before in ([first, greeted, failed], [first], [greeted])
    )
    assert after == alone != "And Withybeck?" == unled


def test_earlier_answers_are_never_evidence(bold: Assistant):
    first = bold.ask("How many loans had Kelverton library?")
    quote = replace(first.citations[0], quote="999,999 loans")
    forged = replace(first, text="Withybeck had 999,999 loans. [1]", citations=(quote,))
    after_forged, after_first = (replace(bold.ask("And Withybeck?", earlier=[earlier]), seconds=0) for earlier in (forged, first))
    assert after_forged == after_first and "999,999" not in after_forged.text


# Filters


def test_only_documents_of_the_filters_are_searched_and_cited(bold: Assistant):
    filters = Filters(council=("Otherton Borough Council",))
    answer = bold.ask("How many loans had Withybeck?", filters=filters)
    assert (answer.coverage.documents, answer.coverage.first) == (1, date(2023, 9, 5))
    assert {citation.file for citation in answer.citations} <= {"fostering.md"}
    early = bold.ask("How many foster carers are there?", filters=Filters(last=date(2024, 1, 1)))
    assert {citation.file for citation in early.citations} == {"fostering.md"} and early.coverage.last == date(2023, 9, 5)


def test_what_a_filter_leaves_out_is_not_told(bold: Assistant):
    refused = bold.ask("loans", filters=Filters(first=date(2030, 1, 1)))
    assert refused.status == "not_found" and refused.coverage.documents == 0 and refused.nearest == ()


# Papers that change


def test_papers_that_change_are_quoted_as_they_are_now(bold: Assistant, tmp_path: Path):
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    assistant, paper = Assistant(store, bold.settings), tmp_path / "papers" / "note.txt"
    paper.parent.mkdir()
    for words in (
        "The depot has 41 gritting lorries.",
        None,
        "After the flood of May the depot of Kelverton has 7 gritting lorries.",
    ):
        if words is None:
            paper.unlink()
        else:
            paper.write_text(words)
        sync_files([paper.parent], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
        answer = assistant.ask("How many gritting lorries has the depot?")
        assert [citation.quote for citation in answer.citations] == ([words] if words else [])
        check_grounds(answer, store)
    store.close()
