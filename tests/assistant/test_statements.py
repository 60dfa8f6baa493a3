"""What an answer can be made of: sentences, list items and rows of the hits, each a range of its document."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.statements import MARK, Statement, find_statements, opens_list, split_sentences
from index.retriever import Hit
from index.store import Store

EVERYTHING = "library carers children lane loans Cabinet"
blocks = st.text(alphabet=st.characters(exclude_characters="\n"), max_size=120) | st.text(
    alphabet="aBc 12.;:?!•()“”‘’\"'£–\t", max_size=80
) | st.lists(st.sampled_from([
    "4.2 ", "a) ", "• ", "(ii) ", "The Board met.", "Cllr. Smith", " e.g. ", "No. 5", "; and ", "; The rest", "“Yes.” ", "1. ",
    " ", "£4.2 million.", "Is it? ", "(See para. 3.) ",
]), max_size=12).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def hits(small_store: Store) -> tuple[Hit, ...]:
    return small_store.retriever.search(EVERYTHING, k=50).hits


@pytest.fixture(scope="module")
def statements(small_store: Store, hits: Sequence[Hit]) -> list[Statement]:
    return find_statements(hits, small_store.catalogue.text)


def sentences(block: str) -> list[str]:
    return [block[start:end] for start, end in split_sentences(block)]


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def one(statements: Sequence[Statement], words: str) -> Statement:
    (found,) = [statement for statement in statements if words in statement.text]
    return found


@given(blocks)
@example("The caretaker said “No.” She left.")
@example("1. 2. 3. ")
@example("  • one • two")
def test_sentences_hold_every_letter_and_digit_after_the_mark_in_order_without_overlap(block: str):
    ranges = split_sentences(block)
    assert all(0 <= start < end <= len(block) for start, end in ranges)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ranges))
    mark = MARK.match(block)
    assert "".join(letters(sentence) for sentence in sentences(block)) == letters(block[mark.end() if mark else 0 :])


@pytest.mark.parametrize(("block", "expected"), [
    ("The Board met. It agreed the budget.", ["The Board met.", "It agreed the budget."]),
    ("4.2 The Board met. It agreed.", ["The Board met.", "It agreed."]),
    ("a) agree the budget; and", ["agree the budget; and"]),
    ("(ii) note the report", ["note the report"]),
    ("• one • two", ["one", "two"]),
    ("Is it late? Yes, by 12 days.", ["Is it late?", "Yes, by 12 days."]),
    ("Cllr. Penhale asked Mr. Ho about para. 3 of the paper.", ["Cllr. Penhale asked Mr. Ho about para. 3 of the paper."]),
    ("Fees rose by £4.2 million, or 6.5%, in 2024.", ["Fees rose by £4.2 million, or 6.5%, in 2024."]),
    ("See e.g. The Care Act.", ["See e.g. The Care Act."]),
    ("It cost £12. £3 was refunded.", ["It cost £12.", "£3 was refunded."]),
    ("", []), ("   ", []), ("4.2 ", []), ("•", []),
])  # fmt: skip
def test_a_block_is_split_into_its_sentences(block: str, expected: list[str]):
    assert sentences(block) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Board resolved that:",
        "The points were as follows",
        "It asked for the following:",
        "Members are to note the following.",
        "Resolved:-",
    ],
)
def test_a_sentence_that_announces_what_comes_after_it_opens_a_list(text: str):
    assert opens_list(text)


@pytest.mark.parametrize("text", ["The following day it rained.", "At 10:30 the meeting ended.", "", "Note: this is all."])
def test_other_sentences_open_none(text: str):
    assert not opens_list(text)


def test_a_statement_is_a_range_of_its_document_within_its_passage(small_store: Store, statements: Sequence[Statement]):
    assert statements
    for s in statements:
        assert s.text == small_store.catalogue.text(s.hit.document.row)[s.start : s.end]
        assert s.passage.start <= s.start < s.end <= s.passage.end and s.passage in s.hit.parts


def test_statements_of_a_hit_stand_in_reading_order_without_overlap(hits: Sequence[Hit], statements: Sequence[Statement]):
    for hit in hits:
        own = [s for s in statements if s.hit is hit]
        assert all(before.end <= after.start and before.line <= after.line for before, after in itertools.pairwise(own))


def test_sentences_of_one_paragraph_share_a_line_and_paragraphs_do_not(statements: Sequence[Statement]):
    considered, visits = one(statements, "considered a report"), one(statements, "visits had risen")
    assert considered.line == visits.line != one(statements, "resolved that").line
    assert considered.kind == visits.kind == "sentence"


def test_headings_are_told_from_sentences(statements: Sequence[Statement]):
    assert {s.kind for s in statements if s.text.endswith("Opening hours of Kelverton library")} == {"heading"}


def test_an_item_knows_the_sentence_that_opens_its_list(statements: Sequence[Statement]):
    sunday, moves = one(statements, "shall open on Sundays"), one(statements, "fewer moves")
    assert (sunday.kind, moves.kind) == ("item", "item")
    assert "The Cabinet resolved that:" in sunday.lead_in and "asked for the following:" in moves.lead_in
    assert one(statements, "resolved that").lead_in is None


def test_a_row_knows_the_names_of_its_columns_and_the_header_is_no_statement(statements: Sequence[Statement]):
    row = one(statements, "48,210")
    assert (row.kind, row.cells) == ("row", ("Kelverton", "48,210", "Yes"))
    assert row.names == ("Branch", "Loans in the year", "Open on Sundays")
    assert not any("Loans in the year" in s.text for s in statements)


def test_only_rows_have_names_and_lists_alone_a_lead_in(statements: Sequence[Statement]):
    assert all(s.names == () for s in statements if s.kind != "row")
    assert all(s.lead_in is None for s in statements if s.kind != "item")


def test_no_hits_have_no_statements(small_store: Store):
    assert find_statements((), small_store.catalogue.text) == []
