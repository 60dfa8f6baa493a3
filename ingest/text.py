"""Plain text and Markdown files, and the small rules about words that every reader of flowing text shares.

Marks that only style the words (#, **, [..](..), |) are taken out of them; a printed number stays, because it is text.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.cleaning import join_hyphens, known_words
from ingest.dates import parse_date
from ingest.document import CELL, Block, Reading, UnreadableFile
from ingest.emphasis import strip_pairs
from ingest.long_blocks import LONGEST_CHARS, divide_long_lines
from ingest.patterns import IGNORECASE, compile_opening, compile_pattern

HEADING_CHARS = 100
"""A line that only its looks make a heading (bold, capitals) is at most this long."""
STYLED_HEADING_CHARS = 200
"""A paragraph longer than this is no heading, whatever its style: authors use heading styles for numbered paragraphs."""
DECIDING_CHARS = 8
"""Before raised words: enough to see a number or a unit."""
LABEL_CHARS = 60
"""A cell that names a column is at most this long."""

BULLET = compile_pattern(r"[-*+•◦●○·▪■□‣⁃–—\uf0b7\uf0a7]\s+(?=\S)")
"""A typed bullet; the private characters are the ones that word processors keep for their symbol fonts."""
NUMBERED = compile_pattern(
    r"(?:\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-z][.)]|\(?(?=[ivx])[ivx]{1,5}[.)]|\(?(?=[IVX])[IVX]{2,5}[.)])\s+(?=\S)"
)
"""The number of a list item: 1. 1) (1) a) (a) ii) IV. A paragraph number such as 4.2 is none: it opens a paragraph."""
BRACKETED = compile_pattern(r"\(?(?:\d{1,2}|[a-z]{1,2}|[ivx]{1,5})\)\s+(?=\S)")
OPENS_LIST = compile_pattern(r"\(?(?:1|a|i)[.)]")

_ATX = compile_opening(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = compile_opening(r"\s*(={3,}|-{3,})\s*$")
_DIVIDER = compile_opening(r"\s*[-=*_~`#]{3}[-=*_~`#\s]*$")
_PIPE_RULE = compile_opening(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_PIPE = compile_pattern(r"(?<!\\)\|")
_TABBED = compile_pattern(r"\S[ ]*\t\s*\S")
_TAB_AFTER_NUMBER = compile_opening(r"\s*(?:\(?\d+(?:\.\d+)*[.)]?|\(?[a-zA-Z][.)]|\(?[ivxIVX]+[.)])[ ]*\t[^\t]*$")

# "Date: 25 January 2022" below "Meeting: Cabinet" is a line of its own.
_LABEL = compile_pattern(r"[A-Z][\w ]{1,25}:\s\S")

_TAG = compile_pattern(
    r"</?(?:sup|sub|b|i|u|s|em|strong|del|ins|span|p|div|center|small|font|ul|ol|li|table|tr|td|th|a|input|img|hr|blockquote|code)"
    r"\b[^<>\n]*>",
    IGNORECASE,
)
_BREAK = compile_pattern(r"<br\s*/?>", IGNORECASE)
_LINK = compile_pattern(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_ADDRESS = compile_pattern(r"<((?:https?|mailto):[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_ESCAPED = compile_pattern(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_BOLD_LINE = compile_opening(r"(?:\*\*(?=\S)(?:(?!\*\*).)+\*\*|__(?=\S)(?:(?!__).)+__)\s*$")

_ORDINAL = compile_pattern(r"(?:st|nd|rd|th)$")
_FIGURE = compile_pattern(r"\d")
_YEAR = compile_pattern(r"20\d\d(?:\s?[/-]\s?(?:20)?\d\d)?")
_UNIT = compile_pattern(r"(?<![A-Za-z])(?:k|c|m)?m$|(?<![A-Za-z])ft$")


def read_text(path: Path) -> Reading:
    """The words of a .txt or .md file. A form feed begins a new page; without one the file has no pages.

    Raises UnreadableFile for a file without words or one that is not text.
    """
    text = decode_text(path.read_bytes())
    if not text.strip():
        raise UnreadableFile("The file is empty.", "Ask for a new copy.")
    text = divide_long_lines(text)
    pages = text.split("\f")
    # A form feed at the very end closes the last page and opens none.
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    paged = "\f" in text
    reader = _Lines(known_words([text]), entities=path.suffix.lower() != ".txt")
    blocks = list_headings([block for n, page in enumerate(pages, 1) for block in reader.read_page(page, n if paged else None)])
    if not blocks:
        raise UnreadableFile("The file holds no words.", "Ask for a new copy.")
    with_text = {block.page for block in blocks}
    return Reading(
        blocks=tuple(blocks),
        page_labels=(None,) * len(pages) if paged else (),
        pages_without_text=tuple(n for n in range(1, len(pages) + 1) if n not in with_text) if paged else (),
    )


def tidy_words(text: str) -> str:
    """The words on one line with single spaces between them; characters without width are left out."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def split_mark(text: str) -> tuple[bool, str]:
    """Whether a typed bullet, or a letter or number in brackets, opens the text as a list item; and the words of the item.

    A bullet is no word and goes; a letter or number is what people cite the item by, and stays.
    """
    if bullet := BULLET.match(text):
        return True, text[bullet.end() :]
    return BRACKETED.match(text) is not None, text


def list_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with numbered headings turned into items where a paragraph ending in a colon leads in to two or more of them.

    Authors use a heading style to make a list stand out; as headings its items would head the text that follows the list.
    """
    listed = list(blocks)
    for at, block in enumerate(blocks):
        if block.kind != "paragraph" or not block.text.endswith(":"):
            continue
        run = at + 1
        while run < len(blocks) and blocks[run].kind == "heading" and NUMBERED.match(blocks[run].text):
            run += 1
        if run - at > 2:
            listed[at + 1 : run] = [replace(heading, kind="item", level=1) for heading in blocks[at + 1 : run]]
    return listed


def join_raised(before: str, raised: str) -> str:
    """`before` with raised words after it: an ordinal ending joins its number, a unit its power, a footnote mark stays apart.

    Without the space "2019" with footnote 3 would read as another number.
    """
    if compile_pattern(r"\d\s*$").search(before) and _ORDINAL.match(raised.strip()):
        return before.rstrip() + raised.lstrip()
    if raised.strip()[:1].isdigit() and before and not before[-1].isspace() and not _UNIT.search(before):
        return f"{before} {raised}"
    return before + raised


class FlowingWords:
    """Words put together piece by piece; however many pieces there are, each is copied once."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def add(self, words: str) -> None:
        self._pieces.append(words)

    def add_raised(self, words: str) -> None:
        """Words that are raised above those before them: see `join_raised`."""
        taken: list[str] = []
        while self._pieces and sum(len(piece.strip()) for piece in taken[-DECIDING_CHARS:]) < DECIDING_CHARS:
            taken.append(self._pieces.pop())
        before = "".join(reversed(taken))
        # The last letters decide, and blanks between words count as one at last.
        worded = before.rstrip()
        end = worded[-DECIDING_CHARS:] + " " * (worded != before)
        self._pieces += [worded[:-DECIDING_CHARS], join_raised(end, words)]

    def __str__(self) -> str:
        return "".join(self._pieces)


def is_heading_like(text: str) -> bool:
    """Whether a paragraph that is wholly bold or in capitals reads as a heading: short, no sentence, no bare date or number."""
    words = text.strip()
    return (
        0 < len(words) <= HEADING_CHARS
        and words[-1] not in ".,;:!?*"
        and sum(letter.isalpha() for letter in words) >= 3
        and parse_date(words) is None
    )


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of an unmarked table reads as the names of its columns: short labels, none a figure.

    Two columns of labels are more often a form ("Report title", "Budget") than a table, so there the rows below must differ
    in kind from the labels: figures in the second column, or sentences in the first.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    head, below = rows[0], [row for row in rows[1:] if len(row) > 1]
    if sum(bool(cell) for cell in head) < max(2, len(head) - 1) or not all(_is_label(cell) for cell in head if cell):
        return False
    if len(head) > 2:
        return True
    figures = all(_FIGURE.search(row[1]) for row in below) and not _FIGURE.search(head[1])
    sentences = all(len(row[0].split()) > 4 for row in below) and all(len(cell.split()) < 4 for cell in head)
    return bool(below) and (figures or sentences)


def row_text(cells: Sequence[str]) -> str:
    """The text of a row block: cells on one line each and divided by CELL, empty ones at the end left out; "" without words."""
    return CELL.join(tidy_words(cell) for cell in cells).rstrip()


def _is_label(cell: str) -> bool:
    words = len(cell.split())
    sentence = cell.endswith((";", ":")) or (cell.endswith(".") and words > 3)
    return len(cell) <= LABEL_CHARS and not sentence and (any(c.isalpha() for c in cell) or _YEAR.fullmatch(cell) is not None)


def decode_text(data: bytes) -> str:
    """The characters of a text file, by its byte order mark, its zeros or what fits. Raises UnreadableFile for other data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    zeros = data[:2000].count(0)
    if zeros:
        # Words of Western languages in UTF-16 have a zero in every second byte: in the first for big-endian, else the second.
        big = data[0:2000:2].count(0)
        if zeros < len(data[:2000]) * 0.3 or min(big, zeros - big) > zeros * 0.2:
            raise UnreadableFile("The file is not text.", "Check what kind of file it is and give it the right ending.")
        return data.decode("utf-16-be" if big > zeros / 2 else "utf-16-le", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in cp1252; latin-1 gives every byte a character.
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def count_table_rows(lines: Sequence[str]) -> list[int]:
    """For each line how many lines from it on are rows of one table; 0 where no table begins.

    Worked out from the last line to the first, so that a line is looked at once however many lines its table has.
    """
    counts = [0] * len(lines)
    # Of the lines with bars that go on below: how many, whether each begins with a bar, whether all have as many bars.
    piped, fenced, even, bars = 0, True, True, 0
    # Of the lines with tabs that go on below.
    tabbed = 0
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        tabbed = tabbed + 1 if _TABBED.search(line) else 0
        if "|" not in line:
            piped, fenced, even = 0, True, True
            # A number and a tab open a numbered paragraph, not a row.
            counts[at] = tabbed if tabbed > 1 and not _TAB_AFTER_NUMBER.match(line.rstrip()) else 0
            continue
        here = len(_PIPE.findall(line))
        even = even and (piped == 0 or here == bars)
        piped, fenced, bars = piped + 1, fenced and line.strip().startswith("|"), here
        ruled = piped > 1 and _PIPE_RULE.match(lines[at + 1]) is not None
        counts[at] = piped if fenced or ruled or (even and piped > 1) else 0
    return counts


class _Lines:
    """Reads the lines of a file into blocks; remembers heading depth and table count from page to page."""

    def __init__(self, words: frozenset[str], entities: bool):
        self.words = words
        self.entities = entities
        self.heading_level = 0
        self.tables = 0

    def read_page(self, text: str, page: int | None) -> Iterator[Block]:
        lines = text.splitlines()
        tables = count_table_rows(lines)
        at = 0
        after_item: list[int] = []
        while at < len(lines):
            line = lines[at].strip()
            heading = _ATX.match(line)
            rows = tables[at]
            if not line:
                at += 1
            elif heading:
                after_item = []
                yield from self._heading(heading[2], len(heading[1]), page)
                at += 1
            elif rows:
                after_item = []
                yield from self._rows(lines[at : at + rows], page)
                at += rows
            elif _DIVIDER.match(line):
                at += 1
            else:
                end = self._paragraph_end(lines, tables, at, bool(after_item))
                block, after_item = self._paragraph(lines, at, end, after_item, page)
                if block.text:
                    yield block
                at = end + (end < len(lines) and _UNDERLINE.match(lines[end]) is not None)

    def _heading(self, words: str, level: int, page: int | None) -> Iterator[Block]:
        self.heading_level = level
        if text := self._inline(words):
            yield Block(kind="heading", text=text, page=page, level=level)

    def _paragraph_end(self, lines: list[str], tables: list[int], start: int, in_list: bool) -> int:
        """The line after the last one that belongs to the paragraph or item that begins at `start`."""
        in_list = in_list or _opens_item(lines[start])
        length = len(lines[start])
        for at in range(start + 1, len(lines)):
            line = lines[at].strip()
            length += len(line)
            # A wrapped line may begin with a number, so a numbered item opens inside a paragraph only as the first of a list.
            numbered = NUMBERED.match(line) and (in_list or OPENS_LIST.match(line))
            labelled = _LABEL.match(line) and _LABEL.match(lines[start].strip())
            opens = numbered or labelled or any(mark.match(line) for mark in (_TAB_AFTER_NUMBER, BULLET, _ATX, _DIVIDER))
            if not line or opens or length > LONGEST_CHARS or tables[at]:
                return at
        return len(lines)

    def _paragraph(self, lines: list[str], start: int, end: int, indents: list[int], page: int | None) -> tuple[Block, list[int]]:
        """The block of these lines, and the indents of the list it stands in, outermost first."""
        first = lines[start].expandtabs(4)
        joined = join_hyphens([line.strip() for line in lines[start:end]], self.words)
        marked, words = split_mark(joined)
        text = self._inline(words)
        if marked or NUMBERED.match(joined):
            indent = len(first) - len(first.lstrip())
            indents = [*(i for i in indents if i < indent), indent]
            return Block(kind="item", text=text, page=page, level=len(indents)), indents
        underline = _UNDERLINE.match(lines[end]) if end < len(lines) else None
        if underline and end == start + 1 and len(text) <= HEADING_CHARS:
            self.heading_level = 1 if underline[1][0] == "=" else 2
            return Block(kind="heading", text=text, page=page, level=self.heading_level), []
        bold = _BOLD_LINE.match(joined) is not None
        capitals = end == start + 1 and text.isupper() and len(text.split()) > 1 and not text[:1].isdigit()
        if (bold or capitals) and is_heading_like(text):
            return Block(kind="heading", text=text, page=page, level=self.heading_level + 1), []
        return Block(kind="paragraph", text=text, page=page), []

    def _rows(self, lines: list[str], page: int | None) -> Iterator[Block]:
        self.tables += 1
        rules = [n for n, line in enumerate(lines) if _PIPE_RULE.match(line) and "-" in line]
        no_rows = frozenset(rules)
        rows = [(n, self._cells(line)) for n, line in enumerate(lines) if n not in no_rows]
        rows = [(n, cells) for n, cells in rows if any(cells)]
        unmarked = has_header([cells for _, cells in rows])
        for place, (n, cells) in enumerate(rows):
            header = n < rules[0] if rules else place == 0 and unmarked
            yield Block(kind="row", text=row_text(cells), page=page, table=self.tables, names_columns=header)

    def _cells(self, line: str) -> list[str]:
        if "|" not in line:
            return [self._inline(cell) for cell in line.split("\t")]
        cells = _PIPE.split(line.strip())
        cells = cells[1:] if not cells[0].strip() else cells
        cells = cells[:-1] if cells and not cells[-1].strip() else cells
        return [self._inline(cell) for cell in cells]

    def _inline(self, text: str) -> str:
        """The words of a line without the marks that style them."""
        text = _ADDRESS.sub(r"\1", _BREAK.sub(" ", text))
        text = _LINK.sub(r"\1", _TAG.sub("", text))
        for _ in range(2):
            text = strip_pairs(strip_pairs(text, "*"), "_", apart=True)
        text = _ESCAPED.sub(r"\1", text).replace("`", "")
        return tidy_words(html.unescape(text) if self.entities else text)


def _opens_item(line: str) -> bool:
    return bool(BULLET.match(line.strip()) or NUMBERED.match(line.strip()))
