"""Web pages: the content without the site around it. Scripts are never run and nothing that a page refers to is fetched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, CData, NavigableString, PageElement, Tag

from ingest.document import Block, Notice, Reading, UnreadableFile
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.text import (
    STYLED_HEADING_CHARS,
    FlowingWords,
    has_header,
    is_heading_like,
    list_headings,
    row_text,
    split_mark,
    tidy_words,
)

_WORDLESS = (
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "audio", "video", "head", "del",
)  # fmt: skip
_CONTROLS = ("button", "input", "select", "textarea", "datalist", "label", "legend")
_SITE = ("nav", "header", "footer", "aside", "dialog", "form")
# Inside the content a header holds its title and an aside its notes.
_SITE_IN_CONTENT = ("nav", "footer", "dialog", "form")
_SITE_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar")
# Class and id words that site software gives to what surrounds a page. Whole words only: "social-care" is content.
_SITE_NAMES = compile_pattern(
    r"(?:^|[\s_-])(?:cookies?[\w-]*(?:banner|bar|notice|consent|message|popup|control|alert)|breadcrumbs?|skip-?(?:link|nav|to)s?"
    r"|pagination|share-(?:this|links?|buttons?)|social-(?:share|sharing|links?|media)|back-to-top)(?:$|[\s_-])",
    IGNORECASE,
)
_COOKIES = compile_pattern(r"(?:^|[\s_-])cookies?(?:$|[\s_-])", IGNORECASE)
_HIDDEN = compile_pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", IGNORECASE)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "td",
    "th", "tr", "ul",
})  # fmt: skip
_LINES = [*_BLOCKS, *_HEADINGS]
_META = {
    "title": ("og:title", "dc.title", "dcterms.title"),
    "author": ("author", "dcterms.creator", "dc.creator"),
    "created": ("dcterms.created", "dc.date.created"),
    "published": ("article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "date"),
    "modified": ("article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified"),
}
LONGEST_NAMES = 1_000
"""Characters of the names of an element that are looked at; a site's own are far shorter."""
MOST_COLUMNS = 200
"""Columns that one cell may be said to span: browsers stop at a thousand, and no table of a paper is so wide."""
NESTING = 150
"""Elements inside elements that are told apart; tags that are never closed nest without end, and Python's calls do not."""


def read_html(path: Path) -> Reading:
    """The content of a web page in order, without navigation, banners, forms and scripts; it has no pages.

    `properties` may also hold "published", the day of publication that the page states in its head.
    Raises UnreadableFile for a file without words or one that is not a web page.
    """
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableFile("The file is empty.", "Save the page again.")
    if b"\x00" in data[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("The file is not a web page.", "Check what kind of file it is and give it the right ending.")
    soup = BeautifulSoup(data, "lxml")
    properties = _read_properties(soup)
    around: list[str] = []
    blocks = tuple(list_headings(list(_Walk().read(_find_content(soup, around)))))
    if not blocks:
        raise UnreadableFile(
            "The web page holds no words: they may be loaded by a script.", "Open it in a browser and save it as PDF."
        )
    lines = dict.fromkeys(around)
    notices = tuple(Notice(words=words, where="outside the content of the web page", loose=True) for words in lines)
    return Reading(blocks=blocks, properties=properties, notices=notices)


def _read_lines(parts: Iterable[PageElement]) -> Iterator[str]:
    """The lines that pieces of text make, those of one block on one line; links, which lead elsewhere, are left out."""
    for _, line in groupby(parts, key=lambda part: id(part.find_parent(_LINES))):
        words = tidy_words("".join(str(part) for part in line if type(part) is NavigableString and part.find_parent("a") is None))
        if words:
            yield words


def _read_properties(soup: BeautifulSoup) -> dict[str, str]:
    stated = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        if name and (content := tidy_words(str(meta.get("content") or ""))):
            stated.setdefault(name, content)
    properties = {}
    for key, names in _META.items():
        if value := next((stated[name] for name in names if name in stated), None):
            properties[key] = value
    if soup.title and (title := tidy_words(soup.title.get_text())):
        properties["title"] = title
    return properties


def _find_content(soup: BeautifulSoup, around: list[str]) -> Tag:
    """The element that holds the page's own content, with what belongs to the site taken out of it; the lines of that go to
    `around`."""
    for tag in soup.find_all(_WORDLESS):
        tag.decompose()
    words = _count_words(soup)
    mains = [tag for tag in soup.find_all(_is_main) if words.get(id(tag))]
    articles = [tag for tag in soup.find_all("article") if words.get(id(tag))]
    # Several articles are a list of teasers, of which none is the page.
    content = max(mains, key=lambda tag: words[id(tag)]) if mains else articles[0] if len(articles) == 1 else soup.body or soup
    inside_content = bool(mains) or len(articles) == 1
    if inside_content:
        within = {id(part) for part in content.find_all(string=True)}
        around += _read_lines(part for part in (soup.body or soup).find_all(string=True) if id(part) not in within)
    total = words.get(id(content), 0)
    for tag in [tag for tag in content.find_all(True) if _belongs_to_site(tag, inside_content)]:
        # Site software puts whole pages into one form or wrapper, which then is no part of the site around them.
        if not tag.decomposed and words.get(id(tag), 0) * 2 <= total:
            around += _read_lines(tag.find_all(string=True))
            tag.decompose()
    for tag in content.find_all(_CONTROLS):
        tag.decompose()
    return content


def _is_main(tag: Tag) -> bool:
    return tag.name == "main" or tag.get("role") == "main"


def _count_words(soup: BeautifulSoup) -> dict[int, int]:
    """The number of words in every element that holds any, by its identity: each text is looked at once, and each element."""
    counts: dict[int, int] = {}
    tags: list[Tag] = [soup]
    for part in soup.descendants:
        if isinstance(part, Tag):
            tags.append(part)
        elif type(part) in (NavigableString, CData) and (count := len(part.split())):
            counts[id(part.parent)] = counts.get(id(part.parent), 0) + count
    # Elements come before those within them, so that from the last to the first each hands on all that it holds.
    for tag in reversed(tags):
        if tag.parent is not None and (count := counts.get(id(tag))):
            counts[id(tag.parent)] = counts.get(id(tag.parent), 0) + count
    return counts


def _belongs_to_site(tag: Tag, inside_content: bool) -> bool:
    names = " ".join([*(tag.get("class") or []), str(tag.get("id") or "")])[:LONGEST_NAMES]
    site = tag.name in (_SITE_IN_CONTENT if inside_content else _SITE)
    # Inside the content, what is hidden is what a reader unfolds; outside it is a menu for small screens.
    hidden = not inside_content and (tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")))
    named = _SITE_NAMES.search(names) or (not inside_content and _COOKIES.search(names))
    return bool(site or hidden or named or tag.get("role") in _SITE_ROLES)


class _Walk:
    """Walks the content once, gathering words until a block ends."""

    def __init__(self) -> None:
        self.words = FlowingWords()
        self.plain = False
        self.item_level: int | None = None
        self.heading_level = 0
        self.tables = 0
        self.breaks = 0
        self.nesting = 0

    def read(self, content: Tag) -> Iterator[Block]:
        yield from self._children(content, depth=0, bold=False)
        yield from self._flush()

    def _children(self, tag: Tag, depth: int, bold: bool) -> Iterator[Block]:
        for child in tag.children:
            if isinstance(child, Tag) and self.nesting < NESTING:
                self.nesting += 1
                yield from self._element(child, depth, bold)
                self.nesting -= 1
            elif isinstance(child, Tag):
                self._add(f" {_text_of(child)} ", bold)
            elif type(child) in (NavigableString, CData):
                self._add(str(child), bold)

    def _element(self, tag: Tag, depth: int, bold: bool) -> Iterator[Block]:
        if tag.name in _HEADINGS:
            yield from self._flush()
            yield from self._heading(tag)
        elif tag.name == "br":
            self.words.add(" ")
            self.breaks += 1
            # One break parts two lines of a paragraph, two in a row part two paragraphs.
            if self.breaks > 1:
                yield from self._flush()
        elif tag.name == "sup":
            self.words.add_raised(tag.get_text())
            self.plain = self.plain or not bold
        elif tag.name == "table":
            yield from self._flush()
            yield from self._table(tag, depth)
        elif tag.name == "dl":
            yield from self._flush()
            yield from self._definitions(tag)
        elif tag.name == "li":
            yield from self._flush()
            self.item_level = max(depth, 1)
            yield from self._children(tag, depth, bold)
            yield from self._flush()
            self.item_level = None
        elif tag.name in ("ul", "ol"):
            yield from self._flush()
            yield from self._children(tag, depth + 1, bold)
            yield from self._flush()
        elif tag.name in _BLOCKS:
            yield from self._flush()
            yield from self._children(tag, depth, bold)
            yield from self._flush()
        else:
            yield from self._children(tag, depth, bold or tag.name in ("b", "strong"))

    def _add(self, words: str, bold: bool) -> None:
        if words.strip():
            self.breaks = 0
            self.plain = self.plain or not bold
        self.words.add(words)

    def _flush(self) -> Iterator[Block]:
        text, plain = tidy_words(str(self.words)), self.plain
        self.words, self.plain, self.breaks = FlowingWords(), False, 0
        if not text:
            return
        marked, words = split_mark(text)
        if self.item_level is not None or marked:
            yield Block(kind="item", text=words, level=self.item_level or 1)
            # What follows the first paragraph of an item explains it and is no item itself.
            self.item_level = None
        elif not plain and is_heading_like(text):
            yield Block(kind="heading", text=text, level=self.heading_level + 1)
        else:
            yield Block(kind="paragraph", text=text)

    def _heading(self, tag: Tag) -> Iterator[Block]:
        text = _text_of(tag)
        if len(text) > STYLED_HEADING_CHARS:
            yield Block(kind="paragraph", text=text)
        elif text:
            self.heading_level = _HEADINGS[tag.name]
            yield Block(kind="heading", text=text, level=self.heading_level)

    def _table(self, table: Tag, depth: int) -> Iterator[Block]:
        rows, nested = _own_rows(table)
        cells = [row.cells for row in rows]
        if nested or table.get("role") == "presentation" or max(map(len, cells), default=0) < 2:
            # A table that only lays the page out, or boxes a text in.
            yield from self._children(table, depth, bold=False)
            yield from self._flush()
            return
        if (caption := table.find("caption")) and _text_of(caption):
            yield Block(kind="paragraph", text=_text_of(caption))
        self.tables += 1
        texts = _spread_cells(cells)
        marked = [len(row.cells) > 1 and (row.in_head or all(cell.name == "th" for cell in row.cells)) for row in rows]
        unmarked = not any(marked) and has_header([text for text in texts if any(text)])
        for text, header in zip(texts, marked, strict=True):
            if line := row_text(text):
                yield Block(kind="row", text=line, table=self.tables, names_columns=header or unmarked)
                unmarked = False

    def _definitions(self, tag: Tag) -> Iterator[Block]:
        self.tables += 1
        term = ""
        for part in _own_parts(tag):
            text = _text_of(part)
            if part.name == "dt":
                if term:
                    yield Block(kind="row", text=term, table=self.tables)
                term = text
            elif text:
                yield Block(kind="row", text=row_text([term, text]), table=self.tables)
                term = ""
        if term:
            yield Block(kind="row", text=term, table=self.tables)


@dataclass(slots=True)
class _TableRow:
    """The cells of one row of a table, and whether it stands in the table's head."""

    cells: list[Tag]
    in_head: bool


def _own_rows(table: Tag) -> tuple[list[_TableRow], bool]:
    """The rows of a table, without those of tables in it, and whether there are any in it. Each element is looked at once."""
    rows: list[_TableRow] = []
    nested = False
    # Each element with the row in which it stands, where it may be a cell of that row, and whether it stands in the head.
    waiting: list[tuple[Any, _TableRow | None, bool]] = [(child, None, False) for child in reversed(table.contents)]
    while waiting:
        tag, row, in_head = waiting.pop()
        if not isinstance(tag, Tag):
            continue
        if tag.name == "table":
            nested = True
            continue
        if tag.name == "tr":
            row = _TableRow([], in_head)
            rows.append(row)
        elif tag.name in ("td", "th") and row is not None:
            row.cells.append(tag)
            # What stands in a cell is of its text.
            row = None
        in_head = in_head or tag.name == "thead"
        waiting += [(child, row, in_head) for child in reversed(tag.contents)]
    return rows, nested


def _own_parts(definitions: Tag) -> Iterator[Tag]:
    """The terms and descriptions of a list of definitions, without those of lists in them. Each element is looked at once."""
    waiting = list(reversed(definitions.contents))
    while waiting:
        tag = waiting.pop()
        if not isinstance(tag, Tag) or tag.name == "dl":
            continue
        if tag.name in ("dt", "dd"):
            yield tag
        else:
            waiting += reversed(tag.contents)


def _spread_cells(rows: list[list[Tag]]) -> list[list[str]]:
    """The texts of a table's cells in their columns: a cell over several columns or rows stands once, and empty ones after it."""
    texts: list[list[str]] = []
    covered: dict[int, int] = {}
    for row in rows:
        line: list[str] = []
        waiting = iter(row)
        cell = next(waiting, None)
        while cell is not None or covered.get(len(line)):
            if covered.get(len(line)):
                covered[len(line)] -= 1
                line.append("")
                continue
            across, down = _span(cell, "colspan") if len(line) < MOST_COLUMNS else 1, _span(cell, "rowspan")
            for column in range(len(line), len(line) + across):
                covered[column] = down - 1
            line += [_text_of(cell)] + [""] * (across - 1)
            cell = next(waiting, None)
        texts.append(line)
    return texts


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name) or "1").strip()
    # More is a slip or an attack.
    return min(max(int(stated[:9]), 1), MOST_COLUMNS) if stated.isascii() and stated.isdigit() else 1


def _text_of(tag: Tag) -> str:
    """All the words of an element on one line, those of separate blocks apart."""
    words = FlowingWords()
    # Each part with whether it is raised; reversed, so that the first one is taken first.
    waiting: list[tuple[Any, bool]] = [(child, False) for child in reversed(tag.contents)]
    while waiting:
        part, raised = waiting.pop()
        if isinstance(part, Tag):
            if part.name == "br" or part.name in _BLOCKS or part.name in _HEADINGS:
                words.add(" ")
            raised = raised or part.name == "sup"
            waiting += [(child, raised) for child in reversed(part.contents)]
        elif type(part) in (NavigableString, CData):
            (words.add_raised if raised else words.add)(str(part))
    return tidy_words(str(words))
