"""From the lines of printed pages to blocks: running headers and footers left out, paragraphs joined, headings told from text.

Everything is decided by how the page looks (size, weight, gaps, margins, repetition); no file format is known here.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.cleaning import join_cell, join_hyphens, known_words, uncut_words
from ingest.document import CELL, Block, Reading

MARGIN_SHARE = 0.13
"""Part of the page height, at top and bottom, in which running headers and footers stand."""
HEADING_CHARS = 160
BULLET = re.compile(r"^[•●▪■◼◦‣⁃–—*o-]\s+(?=\S)")
NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}[.)]|\([a-z]{1,2}\)|\([ivx]{1,5}\)|[a-z]\)|[ivx]{1,5}\)|\(\d{1,2}\))(?=\s)")
PLAIN_NUMBER = re.compile(r"^\d{1,3}\s+(?=[A-Z])")
ENDS_SENTENCE = re.compile(r"[.;:?!][’”\"')\]]*$")
BLANK_PAGE = re.compile(r"^this page (?:is|has been)? ?(?:intentionally )?left (?:intentionally )?blank", re.IGNORECASE)
AGENDA_ITEM = re.compile(r"^Agenda\s+Item\s+(?:No\.?\s*)?\d+", re.IGNORECASE)
RESOLUTION = re.compile(r"^(?:IT WAS )?(?:RESOLVED|AGREED|RECOMMENDED)\b")
PAGE_LABEL = re.compile(r"^(?:page\s+)?([A-Z]?\d{1,4}|[ivxlc]{1,7})(?:\s+of\s+\d+)?$", re.IGNORECASE)
TRAILING_LABEL = re.compile(r"\bpage\s+([A-Z]?\d{1,4})(?:\s+of\s+\d+)?$|\s{1,}(\d{1,4})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One character and its box, in points from the page's top left. `index` is its place in the page's own order of
    drawing, `line` the line it stands in; `drawn` is false for spaces that only the gap between letters suggests."""

    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    index: int
    drawn: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line: its words, its box in points from the page's top left, its type size in points, and its weight."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledTable:
    """The cells of a table row by row; `columns` are the left edges in points, `shaded` tells the rows on a coloured ground."""

    rows: tuple[tuple[str, ...], ...]
    shaded: tuple[bool, ...]
    columns: tuple[float, ...]
    top: float
    bottom: float


Element = Line | RuledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """One page as printed: lines and tables in reading order, and how many pictures it holds."""

    number: int
    width: float
    height: float
    elements: tuple[Element, ...]
    pictures: int = 0


def assemble_reading(pages: Sequence[PrintedPage], stated_labels: Sequence[str | None], properties: dict[str, str]) -> Reading:
    """Blocks of all pages in order, with the number printed on each page, or else the label that the file states."""
    running = find_running_lines(pages)
    printed = _printed_labels(pages, running)
    labels = tuple(own or stated for own, stated in zip(printed, stated_labels, strict=True))
    bare = tuple(replace(page, elements=tuple(e for e in page.elements if id(e) not in running)) for page in pages)
    words = known_words(text for page in bare for e in page.elements for text in _texts(e))
    blocks = _join_over_pages([_page_blocks(page, _Style.of(bare), words) for page in bare], words)
    return Reading(blocks=tuple(blocks), page_labels=labels, properties=properties,
                   pages_without_text=tuple(page.number for page in bare if not page.elements))


def _texts(element: Element) -> list[str]:
    """What the words of an element are evidence for: see `uncut_words`."""
    return [element.text] if isinstance(element, Line) else [uncut_words(cell) for row in element.rows for cell in row]


# Running headers and footers


def find_running_lines(pages: Sequence[PrintedPage]) -> set[int]:
    """Identities (`id`) of the lines that repeat near the top or bottom of pages: headers, footers, page numbers.

    Digits are ignored in the comparison. A line runs when it stands at the same height on three pages or more, or on both
    pages of a short file when it is a page number.
    """
    seen: dict[tuple[str, str], list[tuple[int, Line]]] = defaultdict(list)
    for page in pages:
        for line in page.elements:
            if isinstance(line, Line):
                edge = _edge(line, page)
                if edge:
                    seen[edge, _shape(line.text)].append((page.number, line))
    running: set[int] = set()
    for (_, shape), found in seen.items():
        heights = Counter(round(line.top / 6) for _, line in found)
        height, _ = heights.most_common(1)[0]
        near = [(number, line) for number, line in found if abs(round(line.top / 6) - height) <= 1]
        enough = 2 if PAGE_LABEL.match(shape.replace("#", "1")) else 3
        if len({number for number, _ in near}) >= enough:
            running.update(id(line) for _, line in near)
    return running


def _edge(line: Line, page: PrintedPage) -> str | None:
    if line.bottom <= page.height * MARGIN_SHARE:
        return "top"
    return "bottom" if line.top >= page.height * (1 - MARGIN_SHARE) else None


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower()).strip()


def _printed_labels(pages: Sequence[PrintedPage], running: set[int]) -> list[str | None]:
    """The number printed on each page, where the running lines of most pages hold numbers that grow with the pages."""
    candidates: list[list[str]] = []
    for page in pages:
        lines = [e for e in page.elements if isinstance(e, Line) and (id(e) in running or _edge(e, page))]
        candidates.append([label for line in lines if (label := _label_in(line.text, id(line) in running))])
    offsets = Counter(int(label) - page.number for page, labels in zip(pages, candidates, strict=True)
                      for label in set(labels) if label.isdigit())
    if not offsets or offsets.most_common(1)[0][1] < max(2, len(pages) * 0.4):
        return [None] * len(pages)
    return [_best_label(page.number, labels, offsets) for page, labels in zip(pages, candidates, strict=True)]


def _label_in(text: str, runs: bool) -> str | None:
    match = PAGE_LABEL.match(text)
    if match:
        return match[1]
    match = TRAILING_LABEL.search(text) if runs else None
    return next((group for group in match.groups() if group), None) if match else None


def _best_label(number: int, labels: Sequence[str], offsets: Counter[int]) -> str | None:
    """Of two numbers on one page (the report's own and the pack's) the one that runs longest through the file."""
    counted = [(offsets[int(label) - number], label) for label in labels if label.isdigit()]
    if counted:
        count, label = max(counted)
        return label if count >= 2 else None
    return labels[0] if labels else None


# Blocks of one page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What is normal in this file: the body's type size and weight, heading sizes from the largest, and the white space
    between two lines of a paragraph as a share of the type size."""

    body_size: float
    body_bold: bool
    heading_sizes: tuple[float, ...]
    line_gap: float

    @classmethod
    def of(cls, pages: Sequence[PrintedPage]) -> "_Style":
        lines = [e for page in pages for e in page.elements if isinstance(e, Line)]
        weights: Counter[tuple[float, bool]] = Counter()
        for line in lines:
            weights[line.size, line.bold] += len(line.text)
        (size, bold), _ = weights.most_common(1)[0] if weights else ((10.0, False), 0)
        larger = sorted({line.size for line in lines if line.size > size * 1.08}, reverse=True)
        return cls(body_size=size, body_bold=bold, heading_sizes=tuple(larger), line_gap=_usual_gap(pages))

    def stands_out(self, line: Line) -> bool:
        return line.size > self.body_size * 1.08 or (line.bold and not self.body_bold and line.size >= self.body_size * 0.9)

    def heading_level(self, line: Line) -> int:
        """1 is the highest. Sizes count from the largest, bold text of body size comes after them."""
        return self.heading_sizes.index(line.size) + 1 if line.size in self.heading_sizes else len(self.heading_sizes) + 1


def _page_blocks(page: PrintedPage, style: _Style, words: frozenset[str]) -> list[Block]:
    right = max((e.x1 for e in page.elements if isinstance(e, Line)), default=page.width)
    blocks: list[Block] = []
    group: list[Line] = []
    for element in page.elements:
        if isinstance(element, RuledTable):
            blocks += _text_blocks(group, page.number, style, words)
            group = []
            blocks += _table_blocks(element, page.number, words)
        else:
            if group and _starts_block(group, element, style.line_gap, right):
                blocks += _text_blocks(group, page.number, style, words)
                group = []
            group.append(element)
    return blocks + _text_blocks(group, page.number, style, words)


def _usual_gap(pages: Sequence[PrintedPage]) -> float:
    """The commonest white space under a line that runs to the right margin, so that its paragraph probably goes on."""
    gaps: Counter[float] = Counter()
    for page in pages:
        lines = [e for e in page.elements if isinstance(e, Line)]
        right = max((line.x1 for line in lines), default=page.width)
        gaps.update(round((after.top - before.bottom) / max(before.size, 1), 1)
                    for before, after in zip(lines, lines[1:], strict=False)
                    if before.x1 > 0.85 * right and abs(after.size - before.size) < 0.6
                    and after.top > before.top and after.top - before.bottom < before.size)
    return gaps.most_common(1)[0][0] if gaps else 0.3


def _starts_block(group: Sequence[Line], line: Line, usual_gap: float, right: float) -> bool:
    before, first = group[-1], group[0]
    if abs(line.top - before.top) < 2 and line.x0 > before.x1 - 1:
        return False
    if BULLET.match(line.text) or NUMBER.match(line.text) or AGENDA_ITEM.match(line.text) or RESOLUTION.match(line.text):
        return True
    if BLANK_PAGE.match(line.text):
        return True
    if line.bold != before.bold or abs(line.size - before.size) > 0.9:
        return not _continues(before, line)
    if line.top < before.top - 2:
        return not _flows_on(before, line)
    gap = (line.top - before.bottom) / max(before.size, 1)
    if gap > usual_gap + 0.3:
        return True
    if _marker(first.text) and line.x0 <= first.x0 + 1 and len(group) > 1 and group[1].x0 > first.x0 + 3:
        return True
    short = before.x1 < right - 0.18 * max(right - first.x0, 1)
    return short and bool(ENDS_SENTENCE.search(before.text)) and line.text[:1].isupper()


def _continues(before: Line, line: Line) -> bool:
    """A bold run that ends or begins inside a sentence does not break the paragraph."""
    unfinished = before.text.endswith((",", " and")) or (line.text[:1].islower() and not ENDS_SENTENCE.search(before.text))
    return unfinished and abs(line.size - before.size) <= 0.9 and abs(line.top - before.bottom) < before.size


def _flows_on(before: Line, line: Line) -> bool:
    """From the foot of one column to the head of the next."""
    return not ENDS_SENTENCE.search(before.text) and line.text[:1].islower()


def _marker(text: str) -> str | None:
    match = BULLET.match(text) or NUMBER.match(text)
    return match[0] if match else None


def _text_blocks(group: Sequence[Line], page: int, style: _Style, words: frozenset[str]) -> list[Block]:
    if not group:
        return []
    text = join_hyphens([line.text for line in group], words)
    if _is_heading(group, text, style):
        return [Block(kind="heading", text=text, page=page, level=style.heading_level(group[0]))]
    bullet = BULLET.match(text)
    if bullet:
        text = text[bullet.end():]
        return [Block(kind="item", text=text, page=page, level=2 if bullet[0][0] in "o–-◦" else 1)] if text else []
    kind = "item" if _is_list_number(text) else "paragraph"
    return [Block(kind=kind, text=text, page=page)]


def _is_list_number(text: str) -> bool:
    """A lettered or bracketed mark, or a bare "1." or "1)": a list's. "4.2" and the like number paragraphs."""
    match = NUMBER.match(text)
    return bool(match) and not re.match(r"\d{1,3}[.]", text)


def _is_heading(group: Sequence[Line], text: str, style: _Style) -> bool:
    if len(text) > HEADING_CHARS or len(group) > 4 or RESOLUTION.match(text) or not re.search(r"[A-Za-z]{2}", text):
        return False
    if AGENDA_ITEM.match(text):
        return True
    if BULLET.match(text) or re.search(r"[.;,]$", text):
        return False
    if all(style.stands_out(line) for line in group):
        return True
    if len(group) > 1 or text.endswith(":"):
        return False
    numbered = re.match(r"(\d{1,3}(?:\.\d{1,2})?\.?)\s+[A-Z]", text)
    if numbered and len(text) <= 90 and not re.search(r"[.?!]\s", text[numbered.end():]):
        return True
    letters = re.sub(r"[^A-Za-z]", "", text)
    return len(letters) >= 8 and letters.isupper()


def _table_blocks(table: RuledTable, page: int, words: frozenset[str]) -> list[Block]:
    headers = _header_rows(table)
    return [Block(kind="row", text=CELL.join(join_cell(cell, words) for cell in row), page=page, table=round(table.top * 10),
                  names_columns=number < headers)
            for number, row in enumerate(table.rows) if re.search(r"\w", "".join(row))]


def _header_rows(table: RuledTable) -> int:
    """How many rows at the top name the columns: shaded ones, or a first row of labels over rows that hold figures."""
    if len(table.rows) < 2 or len(table.columns) < 2:
        return 0
    first = [cell for cell in table.rows[0] if cell]
    if any(len(cell) > 80 or NUMBER.match(cell + " ") for cell in first):
        return 0
    if table.shaded[0] and not all(table.shaded):
        count = next(number for number, shaded in enumerate(table.shaded) if not shaded)
        return count if count <= 3 else 1
    if len(first) < 2 or sum(bool(re.search(r"\d", cell)) for cell in first) > len(first) / 2:
        return 0
    below = [cell for row in table.rows[1:] for cell in row[1:] if cell]
    figures = sum(bool(re.match(r"^[£(+\-–<>]?\d", cell)) for cell in below)
    longer = sum(len(cell) for cell in below) / max(len(below), 1) > 2.5 * sum(map(len, first)) / len(first)
    return 1 if below and (figures >= len(below) / 2 or longer) else 0


# Over page ends


def _join_over_pages(pages: Sequence[list[Block]], words: frozenset[str]) -> list[Block]:
    """All blocks in order; a paragraph or table row cut by a page end is one again, and each table has its own number."""
    out: list[Block] = []
    drawn, tables = None, 0
    for blocks in pages:
        for number, block in enumerate(blocks):
            before = out[-1] if out else None
            if block.kind != "row":
                drawn = None
                if number == 0 and before and _is_cut(before, block):
                    out[-1] = _join(before, block, words)
                else:
                    out.append(block)
                continue
            opens = (block.page, block.table) != drawn
            drawn = (block.page, block.table)
            header = _header_of(out)
            if opens and not (before and before.kind == "row" and len(before.cells) == len(block.cells)):
                tables, header = tables + 1, None
            if opens and number == 0 and header and before and _is_row_rest(before, block):
                out[-1] = _join(before, block, words)
                continue
            names = block.names_columns and (header is None or header.text == block.text or before is header)
            out.append(replace(block, table=tables, names_columns=names))
    return out


def _header_of(out: Sequence[Block]) -> Block | None:
    """The header row of the table that the last block belongs to."""
    table = out[-1].table if out else None
    for block in reversed(out):
        if block.kind != "row" or block.table != table:
            break
        if block.names_columns:
            return block
    return None


def _is_cut(before: Block, block: Block) -> bool:
    if before.kind not in ("paragraph", "item") or block.kind != "paragraph" or BLANK_PAGE.match(block.text):
        return False
    return not ENDS_SENTENCE.search(before.text) and (block.text[:1].islower() or not NUMBER.match(block.text)) and len(before.text) > 60


def _is_row_rest(before: Block, block: Block) -> bool:
    """The rest of a row that the page end cut: only its last filled cell goes on, so its words still run in order."""
    filled = [number for number, cell in enumerate(block.cells) if cell]
    last = max((number for number, cell in enumerate(before.cells) if cell), default=-1)
    return filled == [last] and last > 0


def _join(before: Block, block: Block, words: frozenset[str]) -> Block:
    rest = block.text.strip(CELL)
    tail = before.text[len(before.text.rstrip(CELL)):]
    head = before.text.rstrip(CELL)
    text = join_hyphens([head, rest], words)
    start = len(text) - len(rest)
    return replace(before, text=text + tail, page_breaks=(*before.page_breaks, (start, block.page or 0)))
