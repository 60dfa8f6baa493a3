"""From blocks to a document: one string, pages and headings as ranges of it. Nothing is read or dropped here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.bound import BoundPaper, divide_papers, words_of
from ingest.document import Document, Facts, Page, PlacedBlock, Reading
from ingest.exempt import find_exempt
from ingest.layout import AGENDA_ITEM, BLANK_PAGE
from ingest.patterns import IGNORECASE, compile_pattern

HEADING_NUMBER = compile_pattern(r"^(\d{1,3}(?:\.\d{1,3}){0,4})[.)]?\s+\S")
CAPTION = compile_pattern(r"^(?:table|figure|chart|graph|map|picture|diagram|photo|image|box|exhibit)\s+\d", IGNORECASE)
CAPTION_RANK = 99
LISTING = compile_pattern(r"^(?:list of )?(?:appendices|annexes|background (?:papers|documents))$", IGNORECASE)
"""A heading whose entries may be set as headings too."""
LONGEST_HEADING = 400
"""Characters; the longest titles of reports have about half as many."""
PATH_DEPTH = 4
"""How many headings above a passage are kept: an agenda item, a report's title, a section and a sub-section."""


def build_document(*, file: str, digest: str, reading: Reading, facts: Facts) -> Document:
    """The document with every block placed: blocks joined by line breaks, pages from the first character printed on them."""
    parts: list[str] = []
    blocks: list[PlacedBlock] = []
    begins: dict[int, int] = {}
    offset = 0
    for block in reading.blocks:
        for start, page in ((0, block.page), *block.page_breaks):
            if page is not None:
                begins.setdefault(page, offset + start)
        blocks.append(
            PlacedBlock(
                kind=block.kind,
                start=offset,
                end=offset + len(block.text),
                path=(),
                level=block.level,
                table=block.table,
                names_columns=block.names_columns,
            )
        )
        parts.append(block.text)
        offset += len(block.text) + 1
    text = "\n".join(parts)
    pages = _place_pages(begins, reading.page_labels, len(text), frozenset(reading.pages_read_by_ocr))
    document = Document(
        file=file,
        digest=digest,
        text=text,
        facts=facts,
        pages=pages,
        blocks=tuple(blocks),
        pages_without_text=reading.pages_without_text,
        markings=find_exempt(text, blocks, pages, reading, kind=facts.type, file=file),
    )
    return _place_under_headings(document)


def _place_pages(begins: dict[int, int], labels: Sequence[str | None], end: int, scanned: frozenset[int]) -> tuple[Page, ...]:
    pages: list[Page] = []
    for number in range(len(labels), 0, -1):
        start = begins.get(number, end)
        pages.append(Page(number=number, label=labels[number - 1], start=start, end=end, read_by_ocr=number in scanned))
        end = start
    return tuple(reversed(pages))


def _place_under_headings(document: Document) -> Document:
    """The document with the headings above each block, under the name of the paper where it is one of several in the file."""
    placed: list[PlacedBlock] = []
    papers = divide_papers(document)
    for paper in papers:
        blocks = document.blocks[paper.first : paper.last]
        words = [words_of(document, block) for block in blocks]
        name = name_paper(paper, document.facts) if len(papers) > 1 else None
        for block, path in zip(blocks, _heading_paths(blocks, words, is_bound=paper.first > 0), strict=True):
            placed.append(replace(block, path=_under_name(path, name, (words[0], paper.title)) if name else path))
    return replace(document, blocks=tuple(placed))


def _under_name(path: tuple[str, ...], name: str, said: tuple[str | None, ...]) -> tuple[str, ...]:
    """The headings under a paper's name, which stands below the mark of its agenda item and in the place of its title and of
    the heading that opens it."""
    mark = path[:1] if path and AGENDA_ITEM.match(path[0]) else ()
    return (*mark, name, *(heading for heading in path[len(mark) :] if heading not in said))


def name_paper(paper: BoundPaper, facts: Facts) -> str | None:
    """What a paper bound into a file is called, with its body and day where they are not the file's; None where nothing on it
    says more than the headings in it."""
    body = paper.body if paper.body != facts.body else None
    day = date.fromisoformat(paper.date) if paper.date and paper.date != str(facts.date) else None
    if paper.kind == "minutes":
        title = f"Minutes of {paper.body}" if paper.body else "Minutes"
    elif paper.kind == "paper" or not paper.title:
        return None
    else:
        title = ": ".join(part for part in (body, paper.title) if part)
    return f"{title}, {day.day} {day:%B %Y}" if day else title


def _heading_paths(blocks: Sequence[PlacedBlock], words: Sequence[str], *, is_bound: bool) -> list[tuple[str, ...]]:
    """For each block of one paper the headings above it; a heading stands under those above it and not under itself. A caption
    stands above its table only, an entry of a list of appendices above nothing."""
    stack: list[tuple[float, str]] = []
    paths: list[tuple[str, ...]] = []
    numbered: dict[str, list[tuple[float, str]]] = {}
    for at, (block, text) in enumerate(zip(blocks, words, strict=True)):
        rank = _heading_rank(block, text, opens_paper=bool(BLANK_PAGE.match(words[at - 1])) if at else is_bound)
        if stack and stack[-1][0] == CAPTION_RANK and block.kind != "row":
            stack.pop()
        listing = bool(stack and LISTING.match(stack[-1][1]))
        entry = listing and not HEADING_NUMBER.match(text) and at + 1 < len(blocks) and blocks[at + 1].kind == "heading"
        # What is longer is no heading, whatever it was set as, and is not said with everything below it.
        opens = block.kind == "heading" and not entry and len(text) <= LONGEST_HEADING
        while stack and opens and (stack[-1][0] >= rank or listing):
            stack.pop()
            listing = False
        number = HEADING_NUMBER.match(text) if opens else None
        if number:
            # The next number stands where the one before it stood, whatever has come between or how either is printed.
            stack = list(numbered.get(_number_before(number[1]), stack))
            numbered[number[1]] = list(stack)
        elif opens and rank < 1:
            numbered = {}
        paths.append(tuple(heading for _, heading in stack[-PATH_DEPTH:]))
        if opens:
            stack.append((rank, text))
    return paths


def _number_before(number: str) -> str:
    """ "4.2" for "4.3"; what comes before a first number is no number."""
    *above, last = number.split(".")
    return ".".join([*above, str(int(last) - 1)])


def _heading_rank(block: PlacedBlock, text: str, *, opens_paper: bool) -> float:
    """Smaller stands higher: an agenda item or the first heading of a paper; numbered headings stand under unnumbered ones of
    their size, deeper numbers under shorter ones; captions under everything."""
    if AGENDA_ITEM.match(text):
        return 0
    if opens_paper:
        return 0.5
    if CAPTION.match(text):
        return CAPTION_RANK
    number = HEADING_NUMBER.match(text)
    return block.level + (0.1 * (number[1].count(".") + 1) if number else 0)
