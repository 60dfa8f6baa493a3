"""The sample cases can be trusted as gold: they stand in the papers word for word and every gold answer would be held right."""

import json
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from eval.answers import GivenAnswer
from eval.cases import read_case_set
from eval.judging import judge_case, locate_gold
from eval.papers import Papers, match_names
from index.store import Store
from ingest.reading import read_document
from ingest.samples import papers_folder
from ingest.sources import find_files

SAMPLE_CASES = Path(__file__).resolve().parents[2] / "eval" / "samples" / "cases.jsonl"
CASES = [json.loads(line) for line in SAMPLE_CASES.read_text("utf-8").splitlines()]
QUESTIONS = [
    pytest.param(
        {"docs": case.get("docs") or [case["doc"]], **turn}, id=f"{case['id']}.{number}" if "turns" in case else case["id"]
    )
    for case in CASES
    if "unanswerable" not in case
    for number, turn in enumerate(case.get("turns", [case]), 1)
]
SCANNED = "stanwold-public-notice-withybeck-school-2025-11-06.pdf"


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


def includes(text: str, groups: list[list[str]]) -> bool:
    return all(any(fold(alternative) in fold(text) for alternative in group) for group in groups)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The words of each sample paper as the program reads them; the scanned notice has none."""
    sources = [source for source in find_files([papers_folder()]).files if source.name != SCANNED]
    return {document.file: document.text for document in map(read_document, sources)}


@pytest.mark.parametrize("case", QUESTIONS)
def test_evidence_stands_word_for_word_in_the_paper_that_is_named(case: dict, texts: dict[str, str]):
    assert case["evidence"]
    for quote in case["evidence"]:
        assert any(quote in texts[doc] for doc in case["docs"]), quote
    for other in case.get("also", ()):
        assert other["quote"] in texts[other["doc"]]


@pytest.mark.parametrize("case", QUESTIONS)
def test_the_gold_answer_has_what_an_answer_must_include(case: dict):
    assert case["must_include"] and all(case["must_include"])
    assert includes(case["answer"], case["must_include"])


def test_ids_and_questions_are_used_once():
    questions = [turn["question"] for case in CASES for turn in case.get("turns", [case])]
    assert max(Counter(case["id"] for case in CASES).values()) == 1
    assert max(Counter(questions).values()) == 1


def test_there_are_enough_cases_of_each_kind():
    single = [case for case in CASES if "turns" not in case]
    assert len(single) >= 40
    assert sum("unanswerable" in case for case in single) >= 10
    assert sum("turns" in case for case in CASES) >= 5
    assert sum("docs" in case for case in CASES) >= 3
    assert {"decision", "duty", "figure", "inspection", "list", "money", "plan", "table", "why", "multi"} <= {
        case["category"] for case in CASES
    }


def test_unanswerable_cases_say_why_and_false_premises_are_not_accepted_by_their_own_words():
    for case in CASES:
        if "unanswerable" in case:
            assert case["why_unanswerable"]
            assert not case.get("accept") or not includes(case["question"], case["accept"])


def test_the_evaluation_reads_every_case():
    read = read_case_set(SAMPLE_CASES)
    assert len(read.lines) == len(CASES)
    assert (
        {case.id for case in read.cases if case.may_reject} == {case["id"] for case in CASES if case.get("may_reject")} != set()
    )


def test_a_rejection_is_right_only_where_the_case_allows_it(small_store: Store):
    papers = Papers(small_store.catalogue)
    [allowed] = [case for case in read_case_set(SAMPLE_CASES).cases if case.question.startswith("Should I vote")]
    rejected = GivenAnswer(status="rejected", text="Only what the documents say can be answered.")

    for case, right in ((allowed, True), (replace(allowed, may_reject=False), False)):
        assert judge_case(case, rejected, locate_gold(case, match_names([case], papers), papers), papers).right is right
