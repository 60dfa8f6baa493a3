"""From the lines of printed pages to blocks: running headers and footers left out, paragraphs joined, headings told from text.

Everything is decided by how the page looks (size, weight, gaps, margins, repetition); no file format is known here.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.cleaning import join_cell, join_hyphens, known_words, uncut_words
from ingest.document import CELL, Block, Reading
from ingest.patterns import IGNORECASE, compile_pattern

MARGIN_SHARE = 0.13
"""Part of the page height, at top and bottom, in which running headers and footers stand."""
LABEL_SHARE = 0.2
"""The same for lines that hold nothing but a page number."""
HEADING_CHARS = 160
NOT_A_LABEL = compile_pattern(r"^.{81}|^\d{1,3}[.)]|[☐☑☒]")
"""What no cell that names a column holds."""
BULLET = compile_pattern(r"^[•●▪■◼◦‣⁃➢►–—−*o-]\s+(?=\S)")
NUMBER = compile_pattern(
    r"^(?:(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}[.)]|\([a-z]{1,2}\)|\([ivx]{1,5}\)|[a-z]\)|[ivx]{1,5}\)|\(\d{1,2}\))(?=\s)"
    r"|\d{1,3}\.(?=[A-Z][a-z]))"
)
ENDS_SENTENCE = compile_pattern(r"[.;:?!][’”\"')\]]*(?:\s+(?:and|or))?$")
"""Of a line; also where a list goes on after "; and"."""
BLANK_PAGE = compile_pattern(r"^this page (?:is|has been)? ?(?:intentionally )?left (?:intentionally )?blank", IGNORECASE)
AGENDA_ITEM = compile_pattern(r"^Agenda\s+Item\s+(?:No\.?\s*)?\d+", IGNORECASE)
AGENDA_MARK = compile_pattern(r"\bAgenda\s+Item\s+(?:No\.?\s*)?\d+[a-z]?$", IGNORECASE)
"""In the corner of the first page of an agenda item, or of all its pages; it may share a line with the running header."""
FOOTNOTE = compile_pattern(r"^(?:\d{1,2}|[*†‡]{1,3})\s*[^\W\d]")
RESOLUTION = compile_pattern(r"^(?:IT WAS )?(?:RESOLVED|AGREED|RECOMMENDED)\b")
PAGE_LABEL = compile_pattern(r"^(?:page\s+)?([A-Z]?\d{1,4}|[ivxlc]{1,7})(?:\s+of\s+\d+)?$", IGNORECASE)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
TRAILING_LABEL = compile_pattern(r"\bpage\s+([A-Z]?\d{1,4})(?:\s+of\s+\d+)?$|\s{1,}(\d{1,4})$", IGNORECASE)


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
    """The cells of a table row by row; `columns` are the left edges in points, `marked` tells the rows that are set in bold or
    on a coloured ground."""

    rows: tuple[tuple[str, ...], ...]
    marked: tuple[bool, ...]
    columns: tuple[float, ...]
    top: float
    bottom: float


Element = Line | RuledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """One page as printed: lines and tables in reading order, whether it shows more than its few words say (see `pdf`), and
    whether these were read from a picture of it."""

    number: int
    width: float
    height: float
    elements: tuple[Element, ...]
    picture: bool = False
    read_by_ocr: bool = False


def assemble_reading(pages: Sequence[PrintedPage], stated_labels: Sequence[str | None], properties: dict[str, str]) -> Reading:
    """Blocks of all pages in order, with the number printed on each page, or else the label that the file states."""
    running = find_running_lines(pages)
    printed = _printed_labels(pages, running)
    labels = tuple(own or stated for own, stated in zip(printed, stated_labels, strict=True))
    bare = _bare_pages(pages, running, printed)
    words = known_words(text for page in bare for e in page.elements for text in element_texts(e))
    style = _Style.of(bare)
    blocks = _join_over_pages([_page_blocks(page, style, words) for page in bare], words)
    return Reading(
        blocks=tuple(blocks),
        page_labels=labels,
        properties=properties,
        pages_without_text=tuple(page.number for page in bare if page.picture and not page.elements),
        pages_read_by_ocr=tuple(page.number for page in bare if page.read_by_ocr and page.elements),
        margins=tuple((page.number, e.text) for page in pages for e in page.elements if isinstance(e, Line) and _margin(e, page)),
    )


def element_texts(element: Element) -> list[str]:
    """What the words of an element are evidence for: see `uncut_words`."""
    return [element.text] if isinstance(element, Line) else [uncut_words(cell) for row in element.rows for cell in row]


# Running headers and footers


def find_running_lines(pages: Sequence[PrintedPage]) -> set[int]:
    """Identities (`id`) of the lines that repeat near the top or bottom of pages: headers, footers, page numbers.

    Digits are ignored in the comparison. A line runs when it stands at the same distance from the edge on three pages or more,
    or on both pages of a short file when it is a page number. The mark of an agenda item does not run: see `_bare_pages`.
    """
    seen: dict[tuple[str, str], list[tuple[int, Line, int]]] = defaultdict(list)
    for page in pages:
        for line in page.elements:
            margin = _margin(line, page)
            if margin and not AGENDA_MARK.search(line.text):
                seen[margin[0], _shape(line.text)].append((page.number, line, margin[1]))
    running: set[int] = set()
    for (_, shape), found in seen.items():
        ((usual, _),) = Counter(distance for _, _, distance in found).most_common(1)
        near = [(number, line) for number, line, distance in found if abs(distance - usual) <= 1]
        enough = 2 if PAGE_LABEL.match(shape.replace("#", "1")) else 3
        if len({number for number, _ in near}) >= enough:
            running.update(id(line) for _, line in near)
    return running


def _bare_pages(pages: Sequence[PrintedPage], running: set[int], printed: Sequence[str | None]) -> tuple[PrintedPage, ...]:
    """The pages without running lines and page numbers. What shares a line with a running header ("Agenda Item 6") stays, the
    mark of an agenda item only on the first of the pages that bear it."""
    headers = {(_margin(e, page), e.text) for page in pages for e in page.elements if id(e) in running}
    bare: list[PrintedPage] = []
    marks: set[str] = set()
    for page, label in zip(pages, printed, strict=True):
        kept: list[Element] = []
        above, marks = marks, set()
        for element in page.elements:
            margin = _margin(element, page)
            if not margin:
                kept.append(element)
            elif id(element) not in running and not _is_label(element.text, label):
                text = _beside_header(element.text, {header for place, header in headers if place == margin})
                if AGENDA_MARK.search(text):
                    marks.add(text)
                if text not in above:
                    kept.append(replace(element, text=text))
        bare.append(replace(page, elements=tuple(kept)))
    return tuple(bare)


def _beside_header(text: str, headers: set[str]) -> str:
    longest = max((header for header in headers if text.startswith(header + " ")), key=len, default="")
    return text[len(longest) :].strip()


def _is_label(text: str, label: str | None) -> bool:
    match = PAGE_LABEL.match(text)
    return bool(match) and match[1] == label


def _margin(element: Element, page: PrintedPage) -> tuple[str, int] | None:
    """The margin in which a line stands, if any, and how far from the edge, in steps of half a line; tables stand in none."""
    if isinstance(element, RuledTable):
        return None
    share = LABEL_SHARE if PAGE_LABEL.match(element.text) else MARGIN_SHARE
    if element.bottom <= page.height * share:
        return "top", round(element.top / 6)
    return ("bottom", round((page.height - element.bottom) / 6)) if element.top >= page.height * (1 - share) else None


def _shape(text: str) -> str:
    return compile_pattern(r"\d+").sub("#", text.lower()).strip()


def _printed_labels(pages: Sequence[PrintedPage], running: set[int]) -> list[str | None]:
    """The number printed on each page, where the running lines of most pages hold numbers that grow with the pages."""
    candidates: list[list[str]] = []
    for page in pages:
        lines = [e for e in page.elements if _margin(e, page)]
        candidates.append([label for line in lines if (label := _label_in(line.text, id(line) in running))])
    offsets = Counter(
        offset
        for page, labels in zip(pages, candidates, strict=True)
        for offset in {_offset(label, page.number) for label in labels}
    )
    if not offsets or offsets.most_common(1)[0][1] < max(2, len(pages) * 0.4):
        return [None] * len(pages)
    return [_best_label(page.number, labels, offsets) for page, labels in zip(pages, candidates, strict=True)]


def _label_in(text: str, runs: bool) -> str | None:
    match = PAGE_LABEL.match(text)
    if match:
        return match[1]
    match = TRAILING_LABEL.search(text) if runs else None
    return next((group for group in match.groups() if group), None) if match else None


def _offset(label: str, number: int) -> tuple[str, int]:
    """The kind of numbering ("A12" is not of that of "12") and by how much it is ahead of the page's own number."""
    if label[-1].isdigit():
        digits = label.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        return label[: -len(digits)].upper(), int(digits) - number
    return "roman", _roman_value(label.lower()) - number


def _roman_value(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _best_label(number: int, labels: Sequence[str], offsets: Counter[tuple[str, int]]) -> str | None:
    """Of two numbers on one page (the report's own and the pack's) the one that runs longest through the file."""
    count, label = max(((offsets[_offset(label, number)], label) for label in labels), default=(0, None))
    return label if count >= 2 else None


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
    body, notes = _divide_footnotes(page.elements, style)
    right = max((e.x1 for e in page.elements if isinstance(e, Line)), default=page.width)
    above, below = (_flow_blocks(elements, page.number, right, style, words) for elements in (body, notes))
    if below and above and _is_open(above[-1]):
        # The paragraph goes on overleaf, and its words must run on.
        return [*above[:-1], *below, above[-1]]
    return above + below


def _divide_footnotes(elements: Sequence[Element], style: _Style) -> tuple[Sequence[Element], Sequence[Element]]:
    """The elements of a page, and the footnotes in small type that end it."""
    small = len(elements)
    while small and isinstance(elements[small - 1], Line) and elements[small - 1].size < style.body_size * 0.9:
        small -= 1
    if small == len(elements) or not FOOTNOTE.match(elements[small].text):
        return elements, ()
    return elements[:small], elements[small:]


def _flow_blocks(elements: Sequence[Element], page: int, right: float, style: _Style, words: frozenset[str]) -> list[Block]:
    """Blocks of lines and tables in the order given; `right` is where full lines end."""
    blocks: list[Block] = []
    group: list[Line] = []
    for element in elements:
        if isinstance(element, RuledTable):
            blocks += _text_blocks(group, page, style, words)
            group = []
            blocks += _table_blocks(element, page, words)
        else:
            if group and _starts_block(group, element, style.line_gap, right):
                blocks += _text_blocks(group, page, style, words)
                group = []
            group.append(element)
    return blocks + _text_blocks(group, page, style, words)


def _usual_gap(pages: Sequence[PrintedPage]) -> float:
    """The commonest white space under a line that runs to the right margin, so that its paragraph probably goes on."""
    gaps: Counter[float] = Counter()
    for page in pages:
        lines = [e for e in page.elements if isinstance(e, Line)]
        right = max((line.x1 for line in lines), default=page.width)
        gaps.update(
            round((after.top - before.bottom) / max(before.size, 1), 1)
            for before, after in pairwise(lines)
            if before.x1 > 0.85 * right
            and abs(after.size - before.size) < 0.6
            and after.top > before.top
            and after.top - before.bottom < before.size
        )
    return gaps.most_common(1)[0][0] if gaps else 0.3


def _starts_block(group: Sequence[Line], line: Line, usual_gap: float, right: float) -> bool:
    before, first = group[-1], group[0]
    if abs(line.top - before.top) < 2 and line.x0 > before.x1 - 1:
        return False
    if BLANK_PAGE.match(line.text):
        return True
    if any(pattern.match(line.text) for pattern in (BULLET, NUMBER, AGENDA_ITEM, RESOLUTION)):
        return not _is_wrapped(group, line, usual_gap, right)
    if line.bold != before.bold or abs(line.size - before.size) > 0.9:
        return not _continues(before, line)
    if line.top < before.top - 2:
        return not _flows_on(before, line)
    outdented = line.x0 < before.x0 - 3 and line.x0 <= first.x0 + 1 and _marker(first.text)
    if outdented or _gap(before, line) > usual_gap + 0.3:
        return not _is_broken(group, line)
    short = before.x1 < right - 0.18 * max(right - first.x0, 1)
    return short and bool(ENDS_SENTENCE.search(before.text)) and line.text[:1].isupper()


def _gap(before: Line, line: Line) -> float:
    """White space between two lines as a share of the type size."""
    return (line.top - before.bottom) / max(before.size, 1)


def _is_wrapped(group: Sequence[Line], line: Line, usual_gap: float, right: float) -> bool:
    """Whether the line above ended only for want of room, so that the number or dash at the head of this one stands inside a
    sentence ("between 8.30 and" / "9.00 am")."""
    before = group[-1]
    if line.text[0] == "•" or ENDS_SENTENCE.search(before.text) or abs(_gap(before, line) - usual_gap) > 0.2:
        return False
    if _follows(_marker(group[0].text), _marker(line.text)):
        return False
    letter = (before.x1 - before.x0) / len(before.text)
    full = before.x1 + letter * (len(line.text.split()[0]) + 1) > right
    return full and (abs(line.x0 - before.x0) < 2 if len(group) > 1 else line.x0 > before.x0 - 2)


def _follows(marker: str | None, after: str | None) -> bool:
    """Whether two marks are neighbours in a list: "4.9" and "4.10", "(a)" and "(b)", "i)" and "ii)"."""
    if not marker or not after:
        return False
    *above, last = compile_pattern(r"\d+|[a-z]+").findall(marker) or [""]
    *above_next, following = compile_pattern(r"\d+|[a-z]+").findall(after) or [""]
    if above != above_next or not last or last.isdigit() != following.isdigit():
        return False
    if last.isdigit():
        return int(following) == int(last) + 1
    roman = set(last + following) <= set(ROMAN) and _roman_value(following) == _roman_value(last) + 1
    return roman or (len(last + following) == 2 and ord(following) == ord(last) + 1)


def _is_broken(group: Sequence[Line], line: Line) -> bool:
    """Whether the file breaks a paragraph inside a sentence here: it ends none, and no paragraph begins with a small letter."""
    return line.text[0].islower() and not ENDS_SENTENCE.search(group[-1].text) and sum(len(part.text) for part in group) > 60


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
        text = text[bullet.end() :]
        return [Block(kind="item", text=text, page=page, level=2 if bullet[0][0] in "o–−-◦" else 1)] if text else []
    kind = "item" if _is_list_number(text) else "paragraph"
    return [Block(kind=kind, text=text, page=page)]


PARTICULARS = compile_pattern(
    r"(?:(?:(?:inspection )?dates?|time|venue|place|location|tel|telephone|phone|textphone|minicom|fax|"
    r"e-?mail|website|contact|published|wards?|version|"
    r"reference|ref|chair(?:man|person)?|clerk|present|in attendance|apologies|(?:lead |senior )?inspectors?|"
    r"(?:report )?authors?|(?:committee|governance|democratic services|scrutiny|contact|proper|responsible|lead) "
    r"(?:administrator|officer|manager|clerk|adviser|support)|portfolio holder|cabinet member|executive member)"
    r"\s*:\s*\S.*|date(?:\s+\d.*)?|(?:Councillors?|Cllrs?)\s+[A-Z][\w’'-]+.*|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]+,?\s+(?:19|20)\d\d)$",
    IGNORECASE,
)
"""Lines that may be set in bold but open nothing: a meeting's date and place, names, addresses, a post code."""


def _is_list_number(text: str) -> bool:
    """A lettered or bracketed mark, or a bare "1." or "1)": a list's. "4.2" and the like number paragraphs."""
    match = NUMBER.match(text)
    return bool(match) and not compile_pattern(r"\d{1,3}[.]").match(text)


def _is_heading(group: Sequence[Line], text: str, style: _Style) -> bool:
    if PARTICULARS.match(text):
        return False
    if len(text) > HEADING_CHARS or len(group) > 4 or RESOLUTION.match(text) or not compile_pattern(r"[A-Za-z]{2}").search(text):
        return False
    if AGENDA_ITEM.match(text):
        return not text.endswith(".")
    if BULLET.match(text) or compile_pattern(r"[.;,]$").search(text):
        return False
    # The number of a footnote has no letters and is small.
    if all(style.stands_out(line) for line in group if compile_pattern(r"[A-Za-z]").search(line.text)):
        return True
    if len(group) > 1 or text.endswith(":"):
        return False
    numbered = compile_pattern(r"(\d{1,3}(?:\.\d{1,2})?\.?)\s+[A-Z]").match(text)
    if numbered and len(text) <= 90 and not compile_pattern(r"[.?!]\s").search(text[numbered.end() :]):
        return True
    letters = compile_pattern(r"[^A-Za-z]").sub("", text)
    return len(letters) >= 8 and letters.isupper()


def _table_blocks(table: RuledTable, page: int, words: frozenset[str]) -> list[Block]:
    headers = _header_rows(table)
    return [
        Block(
            kind="row",
            text=CELL.join(join_cell(cell, words) for cell in row),
            page=page,
            table=round(table.top * 10),
            names_columns=number < headers,
        )
        for number, row in enumerate(table.rows)
        if compile_pattern(r"\w").search("".join(row))
    ]


def _header_rows(table: RuledTable) -> int:
    """How many rows at the top name the columns: a title over all columns, then marked rows or a row of labels."""
    filled = [[cell for cell in row if cell] for row in table.rows]
    title = next((number for number, cells in enumerate(filled) if len(cells) > 1), len(filled))
    if len(table.columns) < 2 or len(filled) < title + 2 or any(NOT_A_LABEL.search(cell) for cell in filled[title]):
        return 0
    if table.marked[title] and not all(table.marked[title:]):
        count = next(number for number, marked in enumerate(table.marked[title:]) if not marked)
        # A marked row with one cell names the section under it and not the columns.
        return title + next((number for number in range(1, min(count, 3)) if len(filled[title + number]) == 1), min(count, 3))
    return title + 1 if _are_labels(filled[title], table.rows[title + 1 :], entitled=table.marked[0] and title > 0) else 0


def _are_labels(first: Sequence[str], rows: Sequence[Sequence[str]], *, entitled: bool) -> bool:
    """Whether unmarked cells name the columns of the rows below, which hold figures or more words than they do. Under a
    marked title less is enough."""
    numbers = [
        cell for cell in first if compile_pattern(r"\d").search(cell) and not compile_pattern(r"(?:19|20)\d\d").match(cell)
    ]
    below = [cell for row in rows for cell in row[not entitled :] if cell]
    if len(numbers) >= len(first) / 2 or not below:
        return False
    figures = sum(bool(compile_pattern(r"^[£(+\-–<>]?\d").match(cell)) for cell in below)
    longer = sum(map(len, below)) / len(below) > (1.3 if entitled else 2.5) * sum(map(len, first)) / len(first)
    return longer or figures >= len(below) / 2


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
            if opens and number == 0 and before and before.kind == "row" and _is_row_rest(before, block):
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


def _is_open(block: Block) -> bool:
    """A paragraph or list item that stops inside a sentence, or inside a word."""
    unfinished = len(block.text) > 60 and not ENDS_SENTENCE.search(block.text)
    return block.kind in ("paragraph", "item") and (unfinished or bool(compile_pattern(r"\w-$").search(block.text)))


def _is_cut(before: Block, block: Block) -> bool:
    return _is_open(before) and block.kind == "paragraph" and not NUMBER.match(block.text) and not BLANK_PAGE.match(block.text)


def _is_row_rest(before: Block, block: Block) -> bool:
    """The rest of a row that the page end cut: only its last filled cell goes on, so its words still run in order."""
    if len(before.cells) != len(block.cells):
        return False
    filled = [number for number, cell in enumerate(block.cells) if cell]
    last = max((number for number, cell in enumerate(before.cells) if cell), default=-1)
    return filled == [last] and last > 0


def _join(before: Block, block: Block, words: frozenset[str]) -> Block:
    rest = block.text.strip(CELL)
    head = before.text.rstrip(CELL)
    cells = head.rfind(CELL) + 1
    text = head[:cells] + join_hyphens([head[cells:], rest], words)
    page_break = (len(text) - len(rest), block.page or 0)
    return replace(before, text=text + before.text[len(head) :], page_breaks=(*before.page_breaks, page_break))
