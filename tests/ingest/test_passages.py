"""Passages: together every word of the document, each a range of its text that makes sense alone."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Document, Facts, Marking, Passage, Reading
from ingest.passages import MAX_CHARS, divide_document
from ingest.structure import build_document

FACTS = Facts(title="Minutes", council=None, body=None, date=None, type="minutes")
SENTENCE = "The council has a duty to secure enough suitable places for pupils in its area and keeps them under review. "

sentences = st.sampled_from([
    "The report was noted.", "4.2 It is recommended that the Cabinet:", "a) agrees the budget; and", "The points were as follows",
    "RESOLVED that", SENTENCE.strip(), SENTENCE * 12, "x" * 1500, "Is it so? It is. " * 90, "12. Minutes", "Schools",
])  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Document:
    blocks = []
    for _ in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(["heading", "paragraph", "paragraph", "item", "item", "row"]))
        text = " ".join(draw(sentences).split())
        if kind == "row":
            table, header = draw(st.integers(1, 2)), draw(st.booleans())
            blocks.append(row(f"{text}\t12\t", table, header=header))
        else:
            blocks.append(Block(kind=kind, text=text, level=draw(st.integers(1, 2))))
    return build(*blocks, digest=draw(st.sampled_from(["one", "two"])))


def build(*blocks: Block, digest: str = "one", labels: tuple[str | None, ...] = ()) -> Document:
    return build_document(file="a.pdf", digest=digest, reading=Reading(blocks=blocks, page_labels=labels), facts=FACTS)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block(kind="paragraph", text=text, page=page)


def item(text: str) -> Block:
    return Block(kind="item", text=text)


def heading(text: str, level: int = 1) -> Block:
    return Block(kind="heading", text=text, level=level)


def row(text: str, table: int = 1, *, header: bool = False) -> Block:
    return Block(kind="row", text=text, table=table, names_columns=header)


def divide(*blocks: Block) -> tuple[Passage, ...]:
    return divide_document(build(*blocks))


def texts(*blocks: Block) -> list[str]:
    return [passage.text for passage in divide(*blocks)]


@given(documents())
def test_together_they_cover_every_character_but_blanks(document: Document):
    covered = bytearray(len(document.text))
    for passage in divide_document(document):
        for at in range(passage.start, passage.end):
            assert not covered[at], "two passages overlap"
            covered[at] = 1
    assert not [at for at, char in enumerate(document.text) if not char.isspace() and not covered[at]]


@given(documents())
def test_each_is_a_range_of_the_text_in_reading_order(document: Document):
    passages = divide_document(document)
    assert all(passage.text == document.text[passage.start:passage.end] and passage.text.strip() for passage in passages)
    assert [passage.start for passage in passages] == sorted(passage.start for passage in passages)


@given(documents())
def test_their_ids_are_unique_and_stable(document: Document):
    ids = [passage.id for passage in divide_document(document)]
    assert len(set(ids)) == len(ids)
    assert ids == [passage.id for passage in divide_document(document)]


@given(documents())
def test_what_gives_a_passage_its_sense_stands_outside_it(document: Document):
    for passage in divide_document(document):
        for around in (passage.lead_in, passage.header):
            assert around is None or (0 <= around[0] < around[1] <= passage.start)


@given(documents())
def test_they_are_as_long_as_the_embedding_model_reads_where_sentences_allow_it(document: Document):
    for passage in divide_document(document):
        if passage.kind == "text" and len(passage.text) > MAX_CHARS:
            body = passage.text.split("\n")[-1]
            first_sentence = re.split(r"(?<=[.?!]) ", body)[0]
            assert len(passage.text) - len(body) + len(first_sentence) > MAX_CHARS or len(body) <= MAX_CHARS


def test_ids_differ_between_documents():
    blocks = [paragraph("The report was noted.")]
    assert divide_document(build(*blocks, digest="one"))[0].id != divide_document(build(*blocks, digest="two"))[0].id


def test_a_heading_stays_with_the_paragraph_under_it():
    (passage,) = divide(heading("4. Costs"), paragraph("4.1 The scheme costs £9.6 million."))
    assert passage.text == "4. Costs\n4.1 The scheme costs £9.6 million."
    assert passage.path == ("4. Costs",) and passage.number == "4.1"


def test_a_heading_stays_with_the_first_part_of_a_long_paragraph():
    first, *rest = divide(heading("4. Costs"), paragraph("4.1 " + SENTENCE * 15))
    assert first.text.startswith("4. Costs\n4.1 The council") and rest
    assert all(passage.path == ("4. Costs",) for passage in (first, *rest))


def test_a_heading_stays_with_a_paragraph_that_is_just_long_enough():
    text = "x" * (MAX_CHARS - 4)
    assert texts(heading("4. Costs"), paragraph(text)) == [f"4. Costs\n{text}"]


def test_many_headings_without_text_are_divided():
    assert all(len(text) <= MAX_CHARS for text in texts(*[heading(f"Councillor {'A' * 40} {n}") for n in range(60)]))


def test_short_paragraphs_go_together_and_numbered_ones_stand_alone():
    assert texts(paragraph("The chair spoke."), paragraph("It was noted.")) == ["The chair spoke.\nIt was noted."]
    assert texts(paragraph("4.1 The chair spoke."), paragraph("4.2 It was noted.")) == [
        "4.1 The chair spoke.", "4.2 It was noted."]


def test_a_lead_in_stays_with_its_list():
    blocks = [paragraph("RESOLVED that:"), item("a) the budget be agreed; and"), item("b) the report be noted.")]
    assert texts(*blocks, paragraph("The meeting closed.")) == [
        "RESOLVED that:\na) the budget be agreed; and\nb) the report be noted.", "The meeting closed."]


def test_the_items_of_a_long_list_keep_hold_of_its_lead_in():
    document = build(paragraph("4.2 Much was said. It is recommended that the Cabinet:"),
                     *[item(f"{letter}) {SENTENCE.strip()}") for letter in "abcdefghijklmn"])
    first, *rest = divide_document(document)
    assert first.lead_in is None and rest
    assert {document.text[slice(*passage.lead_in)] for passage in rest} == {"It is recommended that the Cabinet:"}


def test_a_long_paragraph_is_divided_between_sentences():
    parts = texts(paragraph((SENTENCE * 20).strip()))
    assert len(parts) > 2 and all(len(part) <= MAX_CHARS and part.endswith("review.") for part in parts)


def test_each_table_row_is_a_passage_that_knows_its_columns():
    document = build(row("Area\tPlans", header=True), row("North\t12"), row("South\t14"))
    header, *rows = divide_document(document)
    assert header.kind == "row" and header.header is None
    assert [(passage.text, document.text[slice(*passage.header)]) for passage in rows] == [
        ("North\t12", "Area\tPlans"), ("South\t14", "Area\tPlans")]


def test_a_title_and_the_row_under_it_name_the_columns_together():
    document = build(row("Plans by area\t", header=True), row("Area\tPlans", header=True), row("North\t12"))
    *_, last = divide_document(document)
    assert document.text[slice(*last.header)] == "Plans by area\t\nArea\tPlans"


def test_the_header_of_one_table_does_not_name_the_columns_of_the_next():
    *_, last = divide(row("Area\tPlans", header=True), row("North\t12"), row("x\ty", 2))
    assert last.header is None


@pytest.mark.parametrize(("text", "number"), [
    ("4.2 It is noted.", "4.2"), ("7.1.3. It is noted.", "7.1.3"), ("12. It is noted.", "12"), ("12.It is noted.", "12"),
    ("2) It is noted.", "2"), ("1 Background is given.", "1"), ("48 posts were filled.", None),
    ("25 January 2022: it met.", None), ("2025 was a good year.", None), ("£4.2 million was spent.", None),
    ("4.2% of pupils", None),
])  # fmt: skip
def test_a_printed_paragraph_number_is_kept(text: str, number: str | None):
    assert divide(paragraph(text))[0].number == number


def test_the_number_is_that_of_the_paragraph_and_not_of_its_heading_or_list():
    (passage,) = divide(heading("2. Recommendations"), paragraph("2.1 It is recommended that:"), item("1) the report be noted."))
    assert passage.number == "2.1"
    assert divide(row("1\tApologies\t5"))[0].number is None


def test_the_page_is_that_on_which_the_passage_begins():
    document = build(paragraph("4.1 One.", 1), paragraph("4.2 Two.", 2), labels=("i", "1"))
    assert [(passage.page, passage.page_label) for passage in divide_document(document)] == [(1, "i"), (2, "1")]


@pytest.mark.parametrize(("title", "standing"), [
    ("Apologies for absence", True), ("Declarations of Interest", True), ("Webcasting", True), ("Fire procedure", True),
    ("Exclusion of the press and public", True), ("Budget 2025/26", False), ("Interest rates", False),
    ("Fire and rescue service", False),
])  # fmt: skip
def test_what_every_meeting_says_is_marked(title: str, standing: bool):
    assert divide(heading(title), paragraph("There were none."))[0].standing is standing


def test_a_page_left_blank_is_marked():
    assert divide(paragraph("This page is intentionally left blank"))[0].standing


def test_a_document_without_words_has_no_passages():
    assert divide() == ()


def test_no_passage_is_open_in_one_part_and_held_back_in_another():
    document = build(heading("Agenda"), paragraph("Item 5 Fees. The fee rises."), paragraph("Item 6 Private. The site is sold."))
    secret = document.text.index("Item 6")
    whole = divide_document(document)
    assert [passage.text.count("Item") for passage in whole] == [2]
    for start, end in ((secret, len(document.text)), (secret + 7, secret + 14), (0, secret)):
        marked = replace(document, markings=(Marking(start=start, end=end, state="exempt", why="made up"),))
        passages = [(passage.start, passage.end) for passage in divide_document(marked)]
        assert all(last <= start or first >= end or start <= first < last <= end for first, last in passages)
        covered = {place for first, last in passages for place in range(first, last)}
        assert all(place in covered for place, letter in enumerate(document.text) if not letter.isspace())
