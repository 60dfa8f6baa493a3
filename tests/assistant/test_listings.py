"""What a register's answer may state: numbers of its quotes, the question and the papers' titles and dates, and no others."""

from collections.abc import Callable

import pytest

from assistant.registers.rows import Listing, Range, Row
from assistant.registers.saying import _Form, say_listing
from assistant.settings import load_settings
from index.store import Store

VISITS = "by 12% since 2023, to 61,400 in the year"
CARERS = "1.1 The number of foster carers fell from 175 to 164 households in the year to 31 March 2023."


@pytest.fixture
def say(small_store: Store) -> Callable[..., str | None]:
    """Says rows of (quote, words, name) as an answer, each citing its quote."""
    documents = {document.row: document for document in small_store.catalogue.documents()}
    texts = {row: small_store.catalogue.text(row) for row in documents}

    def cite(quote: str) -> Range:
        row, start = next((row, text.index(quote)) for row, text in texts.items() if quote in text)
        return Range(document=row, section="", start=start, end=start + len(quote))

    def listed(*rows: tuple[str, str, str], question: str = "How many are there?") -> str | None:
        listing = Listing(
            rows=tuple(Row(cites=(cite(quote),), words=words, name=name) for quote, words, name in rows),
            noun="thing",
            plural="things",
        )
        said = say_listing(listing, question, small_store.retriever.look(), load_settings().answering)
        return said[0] if said else None

    return listed


def test_a_count_that_no_paper_states_is_told_by_numbering_the_rows(say):
    """Of 175 and 164 and their like nearly every number is a sum, a difference or a percentage."""
    said = say((VISITS, "visits rose by 12%", ""), (CARERS, "carers fell to 164", ""))
    assert said.startswith("Things:\n1) Visits rose by 12%. [1]\n2) Carers")
    assert say((CARERS, "carers fell to 164", "")) == "1) Carers fell to 164. [1]"


def test_a_count_that_the_question_states_is_said(say):
    said = say((VISITS, "visits rose", ""), (CARERS, "carers fell", ""), question="Which two things changed?")
    assert said.startswith("2 things:\nVisits rose. [1]")


@pytest.mark.parametrize("words", [
    "carers fell by 11",  # 175 less 164
    "carers fell to 94%",  # 164 of 175
    "339 carers in all",  # 175 and 164
    "carers fell to 164.5",
    "carers fell to £164",
    "carers fell by 64",
    "31 carers",  # a day of March
])  # fmt: skip
def test_a_row_that_states_what_its_quote_does_not_is_not_said(say, words: str):
    assert say((CARERS, words, "")) is None
    assert say((CARERS, words, "Foster carers")) == "1) Foster carers. [1]"


def test_a_name_with_a_number_of_its_own_is_left_out(say):
    assert say((CARERS, "carers fell to 164", "Paper 99")) == "1) Carers fell to 164. [1]"


def test_a_row_that_is_cut_does_not_end_in_half_a_date(say, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.registers.saying._FORMS", (_Form(words=12),))
    said = say((CARERS, "In the whole of the year to the day of the 31 March 2023 they fell.", ""))
    assert said == "1) In the whole of the year to the day of the… [1]"
