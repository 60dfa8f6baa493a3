"""From blocks to a document: one string, pages and headings as ranges of it. Nothing is read or dropped here."""

import re
from collections.abc import Sequence

from ingest.document import Block, Document, Facts, Page, PlacedBlock, Reading
from ingest.exempt import find_exempt
from ingest.layout import AGENDA_ITEM, BLANK_PAGE

HEADING_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){0,4})[.)]?\s+\S")
CAPTION = re.compile(r"^(?:table|figure|chart|graph|map|picture|diagram|photo|image|box|exhibit)\s+\d", re.IGNORECASE)
CAPTION_RANK = 99
LISTING = re.compile(r"^(?:list of )?(?:appendices|annexes|background (?:papers|documents))$", re.IGNORECASE)
"""A heading whose entries may be set as headings too."""
PATH_DEPTH = 4
"""How many headings above a passage are kept: an agenda item, a report's title, a section and a sub-section."""


def build_document(*, file: str, digest: str, reading: Reading, facts: Facts, exempt: bool | None = None) -> Document:
    """The document with every block placed: blocks joined by line breaks, pages from the first character printed on them.
    `exempt` says of the whole paper what its words would otherwise be asked for."""
    parts: list[str] = []
    blocks: list[PlacedBlock] = []
    begins: dict[int, int] = {}
    offset = 0
    for block, path in zip(reading.blocks, _heading_paths(reading.blocks), strict=True):
        for start, page in ((0, block.page), *block.page_breaks):
            if page is not None:
                begins.setdefault(page, offset + start)
        blocks.append(
            PlacedBlock(
                kind=block.kind,
                start=offset,
                end=offset + len(block.text),
                path=path,
                level=block.level,
                table=block.table,
                names_columns=block.names_columns,
            )
        )
        parts.append(block.text)
        offset += len(block.text) + 1
    text = "\n".join(parts)
    pages = _place_pages(begins, reading.page_labels, len(text), frozenset(reading.pages_read_by_ocr))
    if exempt is None:
        ranges = find_exempt(text, blocks, pages, reading.margins, facts.type)
    else:
        ranges = ((0, len(text)),) if exempt else ()
    return Document(
        file=file,
        digest=digest,
        text=text,
        facts=facts,
        pages=pages,
        blocks=tuple(blocks),
        pages_without_text=reading.pages_without_text,
        exempt=ranges,
    )


def _place_pages(begins: dict[int, int], labels: Sequence[str | None], end: int, scanned: frozenset[int]) -> tuple[Page, ...]:
    pages: list[Page] = []
    for number in range(len(labels), 0, -1):
        start = begins.get(number, end)
        pages.append(Page(number=number, label=labels[number - 1], start=start, end=end, read_by_ocr=number in scanned))
        end = start
    return tuple(reversed(pages))


def _heading_paths(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """For each block the headings above it; a heading stands under those above it and not under itself. A caption stands above
    its table only, an entry of a list of appendices above nothing."""
    stack: list[tuple[float, str]] = []
    paths: list[tuple[str, ...]] = []
    numbered: dict[str, list[tuple[float, str]]] = {}
    parts: set[str] = set()
    for previous, block, following in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        # What opened one part of a pack opens others: each report of a meeting begins with its name and date.
        opens_part = bool(previous and BLANK_PAGE.match(previous.text)) or block.text in parts
        rank = _heading_rank(block, opens_part=opens_part)
        if opens_part and block.kind == "heading":
            parts.add(block.text)
        if stack and stack[-1][0] == CAPTION_RANK and block.kind != "row":
            stack.pop()
        listing = bool(stack and LISTING.match(stack[-1][1]))
        entry = listing and not HEADING_NUMBER.match(block.text) and following is not None and following.kind == "heading"
        opens = block.kind == "heading" and not entry
        while stack and opens and (stack[-1][0] >= rank or listing):
            stack.pop()
            listing = False
        number = HEADING_NUMBER.match(block.text) if opens else None
        if number:
            # The next number stands where the one before it stood, whatever has come between or how either is printed.
            stack = list(numbered.get(_number_before(number[1]), stack))
            numbered[number[1]] = list(stack)
        elif opens and rank < 1:
            numbered = {}
        paths.append(tuple(text for _, text in stack[-PATH_DEPTH:]))
        if opens:
            stack.append((rank, block.text))
    return paths


def _number_before(number: str) -> str:
    """"4.2" for "4.3"; what comes before a first number is no number."""
    *above, last = number.split(".")
    return ".".join([*above, str(int(last) - 1)])


def _heading_rank(block: Block, *, opens_part: bool) -> float:
    """Smaller stands higher: an agenda item or the first heading after a blank page opens a part of the pack; numbered
    headings stand under unnumbered ones of their size, deeper numbers under shorter ones; captions under everything."""
    if AGENDA_ITEM.match(block.text):
        return 0
    if opens_part:
        return 0.5
    if CAPTION.match(block.text):
        return CAPTION_RANK
    number = HEADING_NUMBER.match(block.text)
    return block.level + (0.1 * (number[1].count(".") + 1) if number else 0)
