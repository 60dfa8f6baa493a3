"""Where the reports and letters of inspectorates begin and end, in a file of their own or bound into a pack."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.document import Document, PlacedBlock
from ingest.layout import AGENDA_ITEM, BLANK_PAGE
from ingest.patterns import IGNORECASE, MULTILINE, compile_pattern
from ingest.records.inspections_dates import read_period
from ingest.records.inspections_frameworks import Kind, recognise_kind
from ingest.records.inspections_people import find_label
from ingest.records.inspections_providers import NAME_CHARS, names_provider

HEAD_BLOCKS = 14
"""Title, days, lead inspector and provider of a report stand within so many blocks."""
ABOVE_BLOCKS = 6
TITLE_CHARS = 220
SIGNATURE_BLOCKS = 4
IMPRINT_BLOCKS = 12
"""The lines of an imprint stand within so many blocks of each other."""
LETTER_BLOCKS = 8

DAYS_LABEL = compile_pattern(
    r"\b(?:inspection(?:\s+and\s+\w+)?\s+date(?:s|\(s\))?|dates?\s+of\s+(?:the\s+|this\s+)?(?:inspection|visit|assessment)"
    r"(?:\s+visits?)?|visit\s+dates?|inspected(?:\s+on)?(?=\s*:)|dates?\s+inspected)\s*(?=[:\t\n–—-]|\s(?:from\b|between\b|\d))",
    IGNORECASE,
)
EARLIER = compile_pattern(r"\b(?:previous|last|next|full)\s*$", IGNORECASE)
_INSPECTORATE = compile_pattern(
    r"\bOfsted\b|Inspectorate of Probation|\bHMI Probation\b|\bHMIP\b|Care Quality Commission|\bCQC\b"
)
_IMPRINT = compile_pattern(
    r"Crown copyright|Open Government Licence|report is available at|gov\.uk/ofsted|ofsted\.gov\.uk",
    IGNORECASE,
)
_SIGNATURE = compile_pattern(r"Yours (?:sincerely|faithfully)\b", IGNORECASE)
_OTHER_PAPER = compile_pattern(
    r"(?:report (?:title|of the|by the|author)|purpose of (?:the |this )?report|public document pack|agenda item)\b", IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """Where a report begins: its blocks from the title to the label of its days, or to the greeting of a letter. Its last
    block is the one before `end`."""

    first: int
    last: int
    end: int
    kind: Kind
    letter: bool


def find_heads(document: Document) -> list[ReportHead]:
    """The reports and letters in a document, in order."""
    heads = list(_find_heads(document))
    limits = [*(head.first for head in heads), len(document.blocks)][1:]
    return [replace(head, end=_find_end(document, head, limit)) for head, limit in zip(heads, limits, strict=True)]


def text_of(document: Document, block: PlacedBlock) -> str:
    return document.text[block.start : block.end]


def _find_end(document: Document, head: ReportHead, limit: int) -> int:
    """Where a report ends that is bound into a pack: after its imprint or signature, else where another paper begins."""
    if document.facts.type == "inspection report":
        return limit
    imprint: int | None = None
    for number in range(head.last + 1, limit):
        block = document.blocks[number]
        text = text_of(document, block)
        if _SIGNATURE.match(text):
            return min(limit, number + SIGNATURE_BLOCKS)
        if _IMPRINT.search(text):
            imprint = number
        elif imprint is not None and number - imprint > IMPRINT_BLOCKS:
            return imprint + 1
        elif imprint is None and (_OTHER_PAPER.match(text) or BLANK_PAGE.match(text) or AGENDA_ITEM.match(text)):
            return number
    return limit if imprint is None else imprint + 1


def _find_heads(document: Document) -> Iterator[ReportHead]:
    """Where reports begin: a label for the days of an inspection, or a letter to those inspected, with a title beside it."""
    blocks = document.blocks
    done = 0
    whole = document.facts.type == "inspection report"
    for number, block in enumerate(blocks):
        if number < done:
            continue
        text = text_of(document, block)
        label = DAYS_LABEL.search(text[:TITLE_CHARS])
        if label and not EARLIER.search(text[: label.start()]):
            first = max(done, number - ABOVE_BLOCKS)
            above = _title_blocks(document, first, number)
            near = "\n".join(text_of(document, b) for b in blocks[above : number + HEAD_BLOCKS])
            title = "\n".join([*(text_of(document, b) for b in blocks[above:number]), text])
            kind = recognise_kind(title) or recognise_kind(near[:1500])
            # The label alone also stands in forms and tables about inspections.
            if kind and (read_period(text, label.end()) or find_label(near) or recognise_kind(title)):
                yield ReportHead(first=above, last=number, end=number + 1, kind=kind, letter=False)
                done = number + HEAD_BLOCKS
                continue
        if compile_pattern(r"dear\b", IGNORECASE).match(text) and len(text) < TITLE_CHARS:
            near = "\n".join(text_of(document, b) for b in blocks[number : number + LETTER_BLOCKS])
            above = _title_blocks(document, max(done, number - ABOVE_BLOCKS), number)
            kind = recognise_kind(near)
            if kind and compile_pattern(r"Majesty['’]s|\bOfsted\b|\bHMI\b|\binspectors\b").search(near):
                yield ReportHead(first=above, last=number, end=number + 1, kind=kind, letter=True)
                done = number + HEAD_BLOCKS
                continue
        if len(text) < TITLE_CHARS and block.kind != "row" and (kind := _titled(text, whole=whole and number < ABOVE_BLOCKS)):
            near = "\n".join(text_of(document, b) for b in blocks[number : number + HEAD_BLOCKS])
            labelled = DAYS_LABEL.search(near) or compile_pattern(r"^dear\b", IGNORECASE | MULTILINE).search(near)
            if not labelled and (whole or _INSPECTORATE.search(near[: 4 * TITLE_CHARS])):
                yield ReportHead(first=number, last=number, end=number + 1, kind=kind, letter=False)
                done = number + HEAD_BLOCKS


def _titled(text: str, *, whole: bool) -> Kind | None:
    """The kind of a report that states its days otherwise than under a label, if `text` is its title."""
    kind = recognise_kind(text)
    own = (
        kind
        and kind.inspectorate in ("HMIP", "CQC")
        and compile_pattern(r"(?:an? )?(?:joint )?(?:re-?)?inspection of|.{2,60}: local", IGNORECASE).match(text)
    )
    return kind if own or (whole and kind and kind.graded) else None


def _title_blocks(document: Document, first: int, label: int) -> int:
    """The first block of the title that stands above the label, on its page."""
    blocks = document.blocks
    page = document.page_at(blocks[label].start)
    at = label
    while at > first:
        above = blocks[at - 1]
        other = document.page_at(above.start)
        if above.kind == "row" or len(text_of(document, above)) > TITLE_CHARS or (other and page and other.number != page.number):
            break
        at -= 1
    for number in range(label - 1, at - 1, -1):
        title = text_of(document, blocks[number])
        if recognise_kind(title):
            above = blocks[number - 1] if number > at else None
            # Older reports have the authority on a line of its own above a title that names none.
            apart = above and above.kind == "heading" and above.end - above.start < NAME_CHARS
            return number - 1 if apart and not names_provider(title) else number
    return at
