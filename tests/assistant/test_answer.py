"""An answer is grounded or it is a refusal: no other one can be built, and its JSON is the contract's."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import get_args

import pytest

from assistant.answer import Answer, Citation, Coverage, Nearest, Status

COVERAGE = Coverage(documents=2, passages=31, first=date(2022, 1, 25), last=date(2023, 11, 30), unread=1)
QUOTE = "The number of foster carers fell from 175 to 164."
CITATION = Citation(number=1, file="fostering.pdf", document="Fostering annual report", digest="d" * 64,
                    council="Otherton Council", body=None, type="report", date=date(2023, 9, 5), page=4, page_label="12",
                    section="1. Carers > 1.1", quote=QUOTE, start=120, end=120 + len(QUOTE), before="1. Carers",
                    after="1.2 Allowances")  # fmt: skip
NEAREST = Nearest(
    file="budget.pdf", document="Budget", page=None, page_label=None, section="2. Savings", text="Savings are needed."
)
ANSWER_FIELDS = {
    "question": str, "search_query": str, "status": str, "text": str, "citations": list, "coverage": dict, "model": str,
    "settings": str, "seconds": float,
}  # fmt: skip
CITATION_FIELDS = {
    "number": int, "file": str, "document": str, "date": str, "page": int, "page_label": str, "section": str, "quote": str,
    "start": int, "end": int,
}  # fmt: skip


def build(status: Status, citations: tuple[Citation, ...] = (), **fields: object) -> Answer:
    return Answer(
        question="How many carers?",
        search_query="How many carers?",
        status=status,
        text="Words.",
        citations=citations,
        coverage=COVERAGE,
        **fields,
    )


def test_claims_without_a_citation_cannot_be_built():
    with pytest.raises(ValueError, match="grounded or a refusal"):
        build("answered")


@pytest.mark.parametrize("status", [status for status in get_args(Status) if status != "answered"])
def test_a_refusal_with_a_citation_cannot_be_built(status: Status):
    with pytest.raises(ValueError, match="grounded or a refusal"):
        build(status, (CITATION,))
    assert build(status).citations == ()


def test_an_answer_cannot_lose_its_citations_or_change_its_status_later():
    answer = build("answered", (CITATION,))
    with pytest.raises(ValueError, match="grounded or a refusal"):
        replace(answer, citations=())
    with pytest.raises(ValueError, match="grounded or a refusal"):
        replace(answer, status="not_found")
    with pytest.raises(FrozenInstanceError):
        answer.status = "error"


def test_the_json_of_an_answer_has_the_fields_of_the_contract():
    shown = build("answered", (CITATION,), model="extractive", settings="0123456789ab", seconds=0.21).as_json()
    assert {name: type(shown[name]) for name in ANSWER_FIELDS} == ANSWER_FIELDS
    assert {name: type(shown["citations"][0][name]) for name in CITATION_FIELDS} == CITATION_FIELDS
    assert shown["citations"][0]["date"] == "2023-09-05" and shown["citations"][0]["quote"] == QUOTE
    assert shown["coverage"] == {"documents": 2, "passages": 31, "unread": 1, "from": "2022-01-25", "to": "2023-11-30"}
    assert json.loads(json.dumps(shown)) == shown


def test_what_is_not_known_is_null_in_the_json():
    nowhere = replace(CITATION, date=None, page=None, page_label=None)
    shown = replace(build("answered", (nowhere,)), coverage=replace(COVERAGE, first=None, last=None)).as_json()
    assert [shown["citations"][0][name] for name in ("date", "page", "page_label")] == [None, None, None]
    assert (shown["coverage"]["from"], shown["coverage"]["to"]) == (None, None)


def test_a_refusal_tells_what_came_near_and_what_was_found_nowhere():
    shown = build("not_found", nearest=(NEAREST,), missing=("zeppelin",)).as_json()
    assert shown["citations"] == [] and shown["missing"] == ["zeppelin"]
    assert shown["nearest"] == [{"file": "budget.pdf", "document": "Budget", "page": None, "page_label": None,
                                 "section": "2. Savings", "text": "Savings are needed."}]  # fmt: skip
    assert json.loads(json.dumps(shown)) == shown
