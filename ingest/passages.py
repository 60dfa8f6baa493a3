"""From a document to the passages that are indexed. Together they cover every word of it, each a range of its text."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Document, Passage, PlacedBlock
from ingest.layout import BLANK_PAGE
from ingest.long_blocks import divide_words
from ingest.patterns import IGNORECASE, compile_pattern

TARGET_CHARS = 500
"""Short paragraphs of one section are put together up to this length; below it a vector says little."""
MAX_CHARS = 1000
"""About the 256 word pieces that the default embedding model reads; a longer paragraph is divided between sentences."""
ENDLESS_CHARS = 4 * MAX_CHARS
"""A sentence longer than this is divided too, between its clauses or words: a list without line breaks, or no sentence at all."""
LONGEST_SENSE = 4 * MAX_CHARS
"""Of the sentence that opens a list or the row that names columns: more than a hundred names of columns."""
PARAGRAPH_NUMBER = compile_pattern(
    r"^(\d{1,3}(?:\.\d{1,3}){1,4}(?=\.?\s)|\d{1,3}(?=[.)]\s|\.[A-Z][a-z]|\s(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z]))"
)
"""A bare "48" before a small letter is a count, and before a month a date."""
AGENDA_TABLE = compile_pattern(r"^agenda\b|\tpages?(?: no\.?s?| numbers?)?\s*$", IGNORECASE)
"""The first row of a front sheet's list of items: it announces business and says nothing of it."""
AGENDA_ENTRY = compile_pattern(r"\(Pages? \d+(?: ?[-–] ?\d+)?\)")
"""An item of business with the pages of its report, as Modern.gov prints it on a front sheet."""
LEADS_IN = compile_pattern(r"(?::|:[-–—]|follows|following)\s*$")
SENTENCE_END = compile_pattern(r"(?<=[.;?!])[”’\"')]*\s+(?=[A-Z“‘\"'(•])")
STANDING = compile_pattern(
    r"\b(apologies for (?:absence|non)|declarations? of (?:members['’] )?interests?|members['’] declarations|webcast(?:ing)?|"
    r"filming|mobile phones?|evacuation|fire (?:alarm|exit|procedure)|exclusion of (?:the )?(?:press|public)|urgent business|"
    r"access to meetings|press (?:&|and) media|close of meeting|public participation|hearing loop)\b",
    IGNORECASE,
)
"""Headings under which every meeting says the same, in the words of Modern.gov front sheets."""

IMPRINT = compile_pattern(
    r"may (?:be )?re-?use[d]? this (?:information|publication|document)|under the terms of the open government licence|"
    r"crown copyright|regulates and inspects to achieve excellence|in a different format, such as large print",
    IGNORECASE,
)
"""What publishers print at the end of every report, in the words of Ofsted and GOV.UK."""


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    kind: str
    path: tuple[str, ...]
    lead_in: tuple[int, int] | None = None
    header: tuple[int, int] | None = None


def divide_document(document: Document) -> tuple[Passage, ...]:
    """Passages in reading order: a paragraph with its headings, a lead-in with its list, or a table row."""
    items = [block for block in document.blocks if block.kind == "item"]
    starts = [block.start for block in items]
    return tuple(
        _passage(document, part, items[bisect_left(starts, part.start) : bisect_left(starts, part.end)])
        for part in _ranges(document)
    )


def _ranges(document: Document) -> Iterator[_Range]:
    """Ranges of which none is open in one part and held back in another, so that what is open can be found."""
    blocks = document.blocks
    edges = [edge for held_back in document.exempt for edge in held_back]
    at = 0
    while at < len(blocks):
        if blocks[at].kind == "row":
            stop = _while(blocks, at, lambda b, first=blocks[at]: b.kind == "row" and b.table == first.table)
            found = _table_ranges(blocks[at:stop])
        else:
            stop = _text_group(document.text, blocks, at, edges)
            found = _text_ranges(document.text, blocks[at:stop])
        for part in found:
            yield from _cut_at(edges, part, document.text)
        at = stop


def _cut_at(edges: Sequence[int], part: _Range, text: str) -> Iterator[_Range]:
    inside = edges[bisect_right(edges, part.start) : bisect_left(edges, part.end)]
    if not inside:
        yield part
        return
    for start, end in pairwise((part.start, *inside, part.end)):
        words = text[start:end]
        if words.strip():
            start += len(words) - len(words.lstrip())
            yield replace(part, start=start, end=start + len(words.strip()))


def _while(blocks: Sequence[PlacedBlock], at: int, holds) -> int:
    while at < len(blocks) and holds(blocks[at]):
        at += 1
    return at


def _table_ranges(rows: Sequence[PlacedBlock]) -> Iterator[_Range]:
    header: tuple[int, int] | None = None
    for before, row in zip((None, *rows), rows, strict=False):
        if row.names_columns:
            goes_on = header is not None and before is not None and before.names_columns
            header = (header[0] if goes_on else row.start, row.end)
            yield _Range(row.start, row.end, "row", row.path)
        else:
            yield _Range(row.start, row.end, "row", row.path, header=_short(header))


def _text_group(text: str, blocks: Sequence[PlacedBlock], at: int, edges: Sequence[int]) -> int:
    """Where the passage that begins at block `at` ends: headings, then a paragraph with its list, or several short paragraphs, up
    to where what is held back begins or ends."""
    stop = _while(blocks, at, lambda b: b.kind == "heading")
    if stop == len(blocks) or blocks[stop].kind == "row":
        return max(stop, at + 1)
    first = stop
    stop += 1
    while stop < len(blocks) and blocks[stop].kind in ("paragraph", "item"):
        block, before = blocks[stop], blocks[stop - 1]
        follows_lead = LEADS_IN.search(text[before.start : before.end]) is not None
        in_list = block.kind == "item" and (before.kind == "item" or follows_lead)
        short = block.end - blocks[first].start <= TARGET_CHARS and not _is_numbered(text, block) and block.kind == "paragraph"
        crosses = bisect_right(edges, before.start) != bisect_right(edges, block.start)
        if crosses or not (in_list or follows_lead or short):
            break
        if before.kind == "item" and block.kind == "paragraph" and not follows_lead:
            break
        stop += 1
    return stop


def _is_numbered(text: str, block: PlacedBlock) -> bool:
    return PARAGRAPH_NUMBER.match(text[block.start : block.end]) is not None


def _text_ranges(text: str, blocks: Sequence[PlacedBlock]) -> Iterator[_Range]:
    """One range, or several where the blocks are too long together; the items of a long list keep hold of its lead-in."""
    path = blocks[-1].path
    if blocks[-1].end - blocks[0].start <= MAX_CHARS:
        yield _Range(blocks[0].start, blocks[-1].end, "text", path)
        return
    lead: tuple[int, int] | None = None
    start = blocks[0].start
    for before, block in zip((None, *blocks), blocks, strict=False):
        words = text[block.start : block.end]
        # A heading stays with what stands under it.
        if block.end - start > MAX_CHARS and before and (before.kind != "heading" or block.kind == "heading"):
            yield _Range(start, before.end, "text", path, lead_in=_lead_above(lead, start))
            start = block.start
        if block.end - start > MAX_CHARS:
            for (_, end), (begin, _) in pairwise(_sentence_parts(words)):
                yield _Range(start, block.start + end, "text", path, lead_in=_lead_above(lead, start))
                start = block.start + begin
        if LEADS_IN.search(words):
            lead = (block.start + _last_sentence(words), block.end)
    yield _Range(start, blocks[-1].end, "text", path, lead_in=_lead_above(lead, start))


def _lead_above(lead: tuple[int, int] | None, start: int) -> tuple[int, int] | None:
    return _short(lead) if lead and lead[1] <= start else None


def _short(sense: tuple[int, int] | None) -> tuple[int, int] | None:
    """A range that gives passages their sense; None for one so long that to look at it for each of them would have no end."""
    return sense if sense and sense[1] - sense[0] <= LONGEST_SENSE else None


def _sentence_parts(words: str) -> list[tuple[int, int]]:
    """Parts of a long paragraph, each of whole sentences and up to MAX_CHARS where sentences allow it."""
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(words)), len(words)]
    cuts = [at + end for at, after in pairwise(ends) for _, end in _divide_endless(words[at:after])][:-1]
    parts, start, last = [], 0, 0
    for cut in [*cuts, len(words)]:
        if cut - start > MAX_CHARS and last > start:
            parts.append((start, last))
            start = last
        last = cut
    return [(begin, begin + len(words[begin:end].rstrip())) for begin, end in [*parts, (start, len(words))]]


def _divide_endless(sentence: str) -> Iterator[tuple[int, int]]:
    """A sentence as its one range, or as several that end where the next one begins."""
    parts = list(divide_words(sentence, MAX_CHARS)) if len(sentence) > ENDLESS_CHARS else [(0, len(sentence))]
    for (start, _), (after, _) in pairwise((*parts, (len(sentence), 0))):
        yield start, after


def _last_sentence(words: str) -> int:
    cuts = [match.end() for match in SENTENCE_END.finditer(words)]
    return cuts[-1] if cuts else 0


def _passage(document: Document, part: _Range, items: Sequence[PlacedBlock]) -> Passage:
    text = document.text[part.start : part.end]
    page = document.page_at(part.start)
    number = PARAGRAPH_NUMBER.match(next((line for line in text.split("\n") if line not in part.path), text))
    headings = " ".join((*part.path[-2:], text.split("\n")[0] if "\n" in text else ""))
    identity = hashlib.sha256(f"{document.digest}:{part.start}:{text}".encode()).hexdigest()[:24]
    return Passage(
        id=identity,
        document=document.digest,
        start=part.start,
        end=part.end,
        text=text,
        kind=part.kind,
        page=page.number if page else None,
        page_label=page.label if page else None,
        path=part.path,
        number=number[1] if number and part.kind == "text" else None,
        lead_in=part.lead_in,
        header=part.header,
        items=(items[0].start, min(items[-1].end, part.end)) if items else None,
        standing=_is_standing(document, part, headings),
        read_by_ocr=any(page.read_by_ocr for page in document.pages_between(part.start, part.end)),
    )


def _is_standing(document: Document, part: _Range, headings: str) -> bool:
    names = document.text[slice(*part.header)] if part.header else ""
    text = document.text[part.start : part.end]
    return bool(
        STANDING.search(headings)
        or BLANK_PAGE.match(text)
        or IMPRINT.search(text)
        or AGENDA_ENTRY.search(text)
        or AGENDA_TABLE.search(names)
        or part.path[-1:] == ("Agenda",)
    )
