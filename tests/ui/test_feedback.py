"""Feedback: kept with the answer it is about, and made into eval cases where somebody said that the answer is right."""

from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Coverage
from index.catalogue import Filters
from ui.asked import Asked, Turn
from ui.feedback import FeedbackProblem, judge_turn, keep_feedback, make_cases, read_feedback

COVERAGE = Coverage(documents=1, passages=9, first=None, last=None, unread=0)
WHEN = datetime(2026, 3, 3, 19, 30)


def answer(status: str = "answered", text: str = "A budget of £48,500 was approved in 2023. [1]", **asked) -> Turn:
    citation = Citation(
        number=1, file="minutes.pdf", document="Minutes", digest="d" * 64, council=None, body=None, type="minutes",
        date=date(2023, 3, 5), page=2, page_label=None, section="", quote="a budget of £48,500 be approved", start=10, end=41,
        before="", after="",
    )  # fmt: skip
    citations = (citation,) if status == "answered" else ()
    question = "What budget was approved?"
    found = Answer(question=question, search_query=question, status=status, text=text, citations=citations, coverage=COVERAGE)
    return Turn(asked=Asked(question=question, **asked), answer=found)


def judge(turn: Turn, verdict: str = "right", comment: str = ""):
    return judge_turn(turn, verdict, comment, who="ada", when=WHEN)


def test_feedback_comes_back_as_it_was_kept(tmp_path: Path):
    kept = judge(answer(filters=Filters(body=("Cabinet",))), "wrong_evidence", "Page 3 says it.\nSee there.")
    keep_feedback(tmp_path, kept)
    keep_feedback(tmp_path, judge(answer()))

    assert read_feedback(tmp_path)[0] == kept and len(read_feedback(tmp_path)) == 2


def test_a_right_answer_becomes_a_case_with_its_figures_and_quotes():
    [case] = make_cases([judge(answer())])

    assert case["doc"] == "minutes.pdf" and case["evidence"] == ["a budget of £48,500 be approved"]
    assert case["must_include"] == [["48,500", "48500"], ["2023"]]


def test_a_right_refusal_becomes_a_case_without_an_answer():
    [case] = make_cases([judge(answer("not_found", "Not found."), comment="It was never decided.")])

    assert case["unanswerable"] is True and case["why_unanswerable"] == "It was never decided."


def test_a_wrong_answer_and_one_that_was_judged_wrong_later_are_no_cases():
    assert list(make_cases([judge(answer(), "wrong_answer")])) == []
    assert list(make_cases([judge(answer()), judge(answer(), "wrong_evidence")])) == []


def test_the_digest_changes_with_the_answer():
    assert judge(answer()).digest == judge(answer(), "wrong_answer").digest != judge(answer(text="Another. [1]")).digest


def test_an_unknown_verdict_and_a_damaged_file_are_named(tmp_path: Path):
    with pytest.raises(FeedbackProblem, match="not one of"):
        judge(answer(), "splendid")
    (tmp_path / "feedback.jsonl").write_text("{broken\n", "utf-8")
    with pytest.raises(FeedbackProblem, match="line 1, is damaged"):
        read_feedback(tmp_path)
