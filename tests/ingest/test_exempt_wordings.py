"""Ways in which councils of all four nations mark a report at its head: each must be held back, exempt or in doubt.

Beside them papers of several parts, of which one is marked and the others must stay open.
"""

import pytest

from ingest.document import CELL, Block, Document, Facts, Reading
from ingest.structure import build_document

SECRET = "Larkfield pays £5 million."

WORDINGS = [
    "THIS REPORT IS NOT FOR PUBLICATION BY VIRTUE OF PARAGRAPH 3",
    "Confidential – contains commercially sensitive information",
    "Not for publication until the contract is signed",
    "Private report – members of the Committee only",
    "The contents of this report are exempt information within the meaning of Schedule 12A",
    "EXEMPT BUSINESS – PUBLIC EXCLUDED",
    "For consideration in the absence of the press and public",
    "To be considered following the exclusion of the press and public",
    "This item is likely to be taken in private session",
    "STRICTLY PRIVATE",
    "Report containing exempt information: paragraphs 1, 2 and 3",
    "Commercial-in-Confidence",
    "Secret and confidential",
    "OFFICIAL – SENSITIVE [PERSONAL]",
    "Protective marking: OFFICIAL-SENSITIVE",
    "Report status: Not for publication",
    "Publication status: Withheld",
    "Is the report open or exempt? Exempt",
    "Press and public: excluded",
    "Public document: No",
    "Suitable for publication? No",
    "Freedom of Information status: Closed",
    "Access to information: Exempt – category 3",
    "Category of report: Part II",
    "Restriction on publication: Exempt",
    "This report has been classified as confidential",
    "This paper is to be treated as confidential until further notice",
    "Members are asked to treat this report as confidential",
    "Please treat as confidential",
    "Members are reminded that this report must not be disclosed",
    "Members should not disclose the contents of this report to any other person",
    "It is considered that this report contains exempt information",
    "Taken in private under paragraph 9 of Schedule 7A",
    "Item for private consideration: Schedule 7A, paragraphs 6 and 8",
    "Exempt under section 50J of the Local Government (Scotland) Act 1973",
    "Confidential business – Section 42 Local Government Act (NI) 2014",
    "RESTRICTED ITEM",
    "ITEM IN COMMITTEE",
    "In Confidence",
    "Reported in confidential business",
    "EITHRIEDIG RHAG EI GYHOEDDI",
    "Adroddiad Cyfrinachol",
    "Gwybodaeth eithriedig: paragraff 14",
    "BLUE PAPER – PRIVATE",
    "Part II item (public excluded)",
    "Non-public report",
    "Not for the public domain",
    "Copy for Members' information only – not to be passed on",
    "CONFIDENTIAL: LEGAL ADVICE PRIVILEGED",
    "Contains legally privileged advice",
    "Agenda Item No. 12 (Exempt)",
    "NOT FOR PUBLICATION (Local Government Act 1972, Schedule 12A, Part 1, paragraph 3)",
    "Appendix 2 (NOT FOR PUBLICATION)",
    "This document is confidential and contains personal data",
    "Report is not for publication as it contains exempt information",
    "RESTRICTED – NOT FOR PUBLICATION",
    "OFFICIAL-SENSITIVE: COMMERCIAL",
    "Exempt from Publication under Paragraph 1 Schedule 12A LGA 1972",
    "Exempt by virtue of paragraph(s) 3 of Part 1 of Schedule 12A",
    "PRIVATE ITEM",
    "Private Cabinet report",
    "CLOSED REPORT",
    "Confidential Cabinet Report",
    "Exclusion Paragraph: 3",
    "Exempt Paragraph 3",
    "Exempt – Commercially Sensitive",
    "Confidential – do not copy",
    "DRAFT – CONFIDENTIAL",
    "Confidential until 1 July 2025",
    "EMBARGOED UNTIL 5 JUNE",
    "Not for onward transmission",
    "Strictly not for circulation",
    "Not for wider circulation",
    "For Members' eyes only",
    "Pink report",
    "Printed on yellow paper",
    "Gold papers",
    "Appendix A is attached on pink paper and this report is exempt",
    "Report no 12/25 – EXEMPT INFORMATION",
    "PART 2 – NOT OPEN TO THE PUBLIC",
    "PART B – Private Business",
    "PART II – Closed to press and public",
    "Document restricted under paragraph 3",
    "Restricted: Paragraph 3",
    "Paragraph 3 applies: information relating to financial or business affairs",
    "Disclosure of exempt information: paragraph 1",
    "The information contained in this report is exempt",
    "The information in this document is commercially sensitive",
    "This is a confidential report",
    "This is an exempt item",
    "The whole of this report is private",
    "None of this report may be made public",
    "Public access: None",
    "Open / Private: Private",
    "Report type: Confidential",
    "Security marking: RESTRICTED",
    "Classification: Confidential",
    "Status: RESTRICTED",
    "Part: II",
    "Private or public: private",
    "Available to the public? No",
    "Publish on website: No",
    "Cyfrinachol – nid i'w rannu",
    "Ddim ar gyfer y cyhoedd",
    "Wedi'i eithrio rhag ei gyhoeddi",
    "Rhan II",
    "Taken in committee",
    "Not for press",
    "Schedule 12A, paragraph 3",
    "Para 3 exempt",
    "Item 14 – Private session",
    "This matter is exempt from publication",
    "For private discussion",
    "Confidential briefing for Group Leaders",
    "Reserved item",
    "Not for general release",
    "NOT FOR PRESS OR PUBLIC",
    "Circulated to Members only",
    "Schedule 12A Local Government Act 1972 – information relating to an individual",
    "Contains information relating to the financial affairs of the Council's partner: exempt",
    "The press and public are likely to be excluded for this item",
    "This report will be considered in the private part of the meeting",
    "This report is presented in Part 2 of the agenda",
    "To be taken in Part II",
    "Exempt/Confidential",
    "Exempt/Confidential: Confidential",
    "Open/Exempt: Exempt",
    "Private/Confidential papers",
    "EXEMPT – NOT FOR PUBLICATION – Paras 1 and 2",
    "SECTION B – EXEMPT ITEMS",
    "Category: Exempt (Para 3)",
    "Report Classification: Part B",
    "Security Classification – Official Sensitive",
    "Document classification: Confidential",
    "Handling: do not forward",
    "In-Committee report",
    "Closed part of the meeting",
    "CONFIDENTIAL (embargoed to 3 May)",
    "Privileged and confidential",
    "Without public access",
    "Exempt annex",
    "RESTRICTED: POLICY",
    "Pre-decision – not for circulation",
    "Sensitive – handle with care",
    "Item deemed private by the Proper Officer",
    "Deemed exempt by the Monitoring Officer",
    "Exempt papers – please return after the meeting",
    "Please shred after use – confidential",
    "Lilac papers",
    "Pink sheet",
    "To follow on pink paper – exempt",
    "Adroddiad preifat",
    "Atodiad eithriedig",
    "Nid yw'r adroddiad hwn i'w gyhoeddi",
]


def build(file: str, kind: str, *pages: list[str], margins: tuple = ()) -> Document:
    """A paper of these pages: "# " opens a heading, "| " a row; the pages of a Word file or sheet are none."""
    paged = file.endswith((".pdf", ".pptx"))
    blocks = []
    for number, page in enumerate(pages, 1):
        for words in page:
            row = words.startswith("| ")
            text = CELL.join(words[2:].split(" | ")) if row else words.removeprefix("# ")
            block = "heading" if words.startswith("# ") else "row" if row else "paragraph"
            blocks.append(Block(kind=block, text=text, page=number if paged else None, table=1 if row else None))
    reading = Reading(blocks=tuple(blocks), page_labels=(None,) * len(pages) if paged else (), margins=margins)
    facts = Facts(title="A paper", council=None, body=None, date=None, type=kind)
    return build_document(file=file, digest="d", reading=reading, facts=facts)


def held_words(document: Document) -> str:
    return "\n".join(document.text[start:end] for start, end in document.exempt)


@pytest.mark.parametrize("wording", WORDINGS)
def test_a_report_that_is_marked_at_its_head_is_held_back(wording):
    head = ["Norvale Borough Council", wording, "# Cabinet", "12 March 2024", "# Sale of Alder Court", "Report of the Director"]
    document = build(
        "alder.pdf", "report", [*head, "# 1. Purpose", "1.1 To agree the sale.", SECRET], ["2.9 More words.", SECRET]
    )

    assert held_words(document).count(SECRET) == 2


PARTS = {
    "the subtitle of an appendix": ("a.pdf", "report", ["# Roads", "Report of the Director", "# 1. Purpose", "1.1 Open words."],
        ["# Appendix 3", "Confidential – commercial terms", SECRET], ["# Appendix 4", "Open words too."]),
    "an appendix that the report calls exempt": ("a.pdf", "report",
        ["# Roads", "Report of the Director", "1.1 Open words. Appendix 3 to this report is not for publication."],
        ["# Appendix 3", SECRET], ["# Appendix 4", "Open words too."]),
    "the title of a minute": ("m.docx", "minutes",
        ["# Minutes of the Cabinet", "# 12. Roads", "Open words.", "# 13. Staffing matter (private minute)", SECRET,
         "# 14. Close", "Open words too."]),
    "a section of minutes": ("m.docx", "minutes",
        ["# Minutes of the Cabinet", "# 12. Roads", "Open words.", "# CONFIDENTIAL SECTION", "# 13. Staffing", SECRET]),
    "minutes that go on in public": ("m.docx", "minutes",
        ["# Minutes of the Cabinet", "# 12. Roads", "Open words.", "# CONFIDENTIAL SECTION", "# 13. Staffing", SECRET,
         "The public were readmitted.", "# 14. Close", "Open words too."]),
    "the name of a sheet": ("b.xlsx", "paper",
        ["# Summary", "| Open words. | 2", "# Private – pay", f"| {SECRET} | 3", "# Notes", "| Open words too. | 3"]),
    "a slide": ("b.pptx", "presentation",
        ["# Library", "Open words."], ["# Alder Court", "Commercial in confidence", SECRET], ["# Next", "Open words too."]),
    "an item that the agenda calls private": ("p.pdf", "agenda pack",
        ["# Agenda", "1. Apologies", "2. Roads", "3. Alder Court – to be considered in private", "4. Parks"],
        ["# Agenda Item 2", "Open words."], ["# Agenda Item 3", "# Alder Court", SECRET], ["# Agenda Item 4", "Open words too."]),
    "the private part of an agenda": ("p.pdf", "agenda pack",
        ["# Agenda", "Part 1 – open to the public", "1. Apologies", "2. Roads", "Part 2 – closed to the public",
         "3. Alder Court"],
        ["# Agenda Item 2", "Open words."], ["# Agenda Item 3", "# Alder Court", SECRET]),
    "an item for which the public is excluded": ("p.pdf", "agenda pack",
        ["# Agenda", "1. Apologies", "2. Roads", "3. Parks", "4. Bins", "5. Trees", "6. Exclusion of the public",
         "To resolve that the public be excluded during item 7.", "7. Alder Court"],
        ["# Agenda Item 2", "Open words."], ["# Agenda Item 7", "# Alder Court", SECRET]),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_a_marked_part_is_held_back_and_the_others_are_open(name):
    document = build(*PARTS[name])

    held = held_words(document)
    assert SECRET in held
    assert "Open words" not in held


def test_an_item_named_within_an_exempt_part_does_not_end_it():
    document = build(
        "p.pdf", "agenda pack", ["# Agenda", "1. Apologies", "6. Alder Court", "7. Roads"],
        ["# Agenda Item 6", "Not for publication by virtue of paragraph 3 of Schedule 12A",
         "Agenda Item 4 of the last meeting dealt with the first offer.", "Agenda Item 7 refers to the road.", SECRET],
        ["# Agenda Item 7", "Open words."],
    )  # fmt: skip

    held = held_words(document)
    assert SECRET in held and "first offer" in held
    assert "Open words" not in held


def test_an_item_whose_mark_title_and_words_are_one_block_is_held_back_to_the_next():
    marked = f"Agenda Item 3 Not for publication by virtue of paragraph 3 of Schedule 12A Alder Court: {SECRET}"
    document = build(
        "p.pdf", "agenda pack", ["# Agenda", "1. Apologies", "2. Roads", "3. Land"], ["Agenda Item 2 Roads Open words."],
        [marked],
        [SECRET], ["Agenda Item 4 Any other business. Open words too."],
    )  # fmt: skip

    held = held_words(document)
    assert held.count(SECRET) == 2
    assert "Open words" not in held


def test_a_header_on_the_first_page_alone_leaves_the_rest_in_doubt():
    document = build("a.pdf", "report", ["# Alder Court", SECRET], [SECRET], margins=((1, "EXEMPT"),))

    assert [(marking.state, marking.why) for marking in document.markings] == [
        ("exempt", "header or footer of page 1: EXEMPT"),
        ("in doubt", "header or footer of page 1: EXEMPT"),
    ]
    assert held_words(document).count(SECRET) == 2


def test_a_name_of_the_file_or_of_a_folder_above_it_counts():
    for file in (
        "2024/Exempt/alder.pdf",
        "Part 2/alder.pdf",
        "alder_court-CONFIDENTIAL.pdf",
        "CabinetExemptReport.pdf",
        "private%20report.pdf",
    ):
        assert build(file, "report", ["# Alder Court", SECRET]).markings[0].state in ("exempt", "in doubt"), file
    for file in ("2024/Open/alder.pdf", "private-hire-policy.pdf", "local-plan-part-2.pdf", "council-tax-exemptions.pdf"):
        assert build(file, "report", ["# Alder Court", "Open words."]).markings == (), file
