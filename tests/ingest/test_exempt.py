"""Exempt papers are told by how they mark themselves; papers that only speak of exemption are open."""

import pytest

from ingest.document import Block, Document, Facts, Reading
from ingest.structure import build_document

SCHEDULE = "paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"


def build(
    *pages: list[str], kind: str = "report", margins: tuple = (), paged: bool = True, rows: tuple[str, ...] = ()
) -> Document:
    blocks = [
        Block(
            kind="row" if words in rows else "paragraph",
            text=words,
            page=number if paged else None,
            table=1 if words in rows else None,
        )
        for number, page in enumerate(pages, 1)
        for words in page
    ]
    labels = (None,) * len(pages) if paged else ()
    facts = Facts(title="A paper", council=None, body=None, date=None, type=kind)
    reading = Reading(blocks=tuple(blocks), page_labels=labels, margins=margins)
    return build_document(file="a.pdf", digest="d", reading=reading, facts=facts)


def exempt_words(document: Document) -> str:
    return "|".join(document.text[start:end] for start, end in document.exempt)


@pytest.mark.parametrize(
    "marking",
    [
        f"NOT FOR PUBLICATION by virtue of {SCHEDULE}",
        "Not for publication",
        f"This report is not for publication under {SCHEDULE}.",
        f"EXEMPT – {SCHEDULE}",
        "Exempt report",
        "CONFIDENTIAL – NOT FOR PUBLICATION",
        f"Agenda Item 9 Not for publication by virtue of {SCHEDULE}",
        f"Sale of land at Kelverton NOT FOR PUBLICATION – {SCHEDULE}",
        f"This appendix contains exempt information as defined in {SCHEDULE}",
    ],
)
def test_a_report_that_says_so_at_its_head_is_exempt_as_a_whole(marking):
    document = build(
        ["Anyshire Council", "Sale of land at Kelverton", marking, "The price is £2 million."], ["It will be paid in May."]
    )

    assert document.exempt == ((0, len(document.text)),)


@pytest.mark.parametrize(
    "words",
    [
        f"Appendix B is not for publication by virtue of {SCHEDULE}.",
        f"The appendix to the report is exempt under {SCHEDULE}.",
        "The press and public may be excluded where exempt information is likely to be disclosed.",
        "Where a report is expected to be exempt, the plan gives the paragraph of Schedule 12A.",
        "Part 2 of the Act applies.",
        "Not for publication date, see the plan",
    ],
)
def test_a_paper_that_speaks_of_other_papers_is_open(words):
    assert build(["Anyshire Council", words, "The Cabinet is asked to agree."]).exempt == ()


def test_a_row_of_the_front_sheet_is_read_and_a_forward_plan_is_not():
    yes, no = "Exempt\tYes, paragraph 3", "Exempt\tNo"
    parts = "Does the report contain exempt information (whether in appendices or not)?\tYes"
    plan = "Sale of land\tTo agree a price\tCabinet\tExempt\tYes"

    assert build(["A report", yes], rows=(yes,)).markings[0].state == "exempt"
    # Whether it is the report or an appendix of its own is not said.
    assert build(["A report", parts], rows=(parts,)).markings[0].state == "in doubt"
    for row in (no, plan):
        assert not build(["A report", row], rows=(row,)).exempt


def test_a_part_of_a_pack_is_exempt_up_to_the_next_item():
    document = build(
        ["Agenda", "1. Apologies"], ["Agenda Item 5", "The library stays open."],
        ["Agenda Item 6", f"Not for publication by virtue of {SCHEDULE}", "The price is £2 million."],
        ["It will be paid in May."], ["Agenda Item 7", "Any other business."], kind="agenda pack",
    )  # fmt: skip

    words = exempt_words(document)
    assert "£2 million" in words and "paid in May" in words
    assert "library" not in words and "other business" not in words


def test_pages_with_a_marking_in_their_header_are_exempt_and_no_others():
    margins = ((2, "Part 2"), (3, "PART II (Exempt)"), (4, "Part 2 – Articles of the constitution"))
    document = build(["Open."], ["Secret one."], ["Secret two."], ["The articles."], kind="agenda pack", margins=margins)

    assert exempt_words(document).split() == ["Secret", "one.", "Secret", "two."]


def test_a_marking_in_the_header_of_a_word_file_closes_all_of_it():
    document = build(["The price is £2 million."], paged=False, margins=((None, "EXEMPT"),))

    assert document.exempt == ((0, len(document.text)),)


def test_an_agenda_that_lists_exempt_items_is_open():
    document = build(
        ["Agenda", "1. Apologies", "2. Minutes", "3. Library hours", "PART 2", "Exempt items", "4. Sale of land at Kelverton",
         f"Not for publication by virtue of {SCHEDULE}"],
        kind="agenda",
    )  # fmt: skip

    assert document.exempt == ()
