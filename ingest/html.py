"""Web pages: the content without the site around it. Scripts are never run and nothing that a page refers to is fetched."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, CData, NavigableString, Tag

from ingest.document import Block, Reading, UnreadableFile
from ingest.text import (
    STYLED_HEADING_CHARS,
    has_header,
    is_heading_like,
    join_raised,
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
_SITE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?[\w-]*(?:banner|bar|notice|consent|message|popup|control|alert)|breadcrumbs?|skip-?(?:link|nav|to)s?"
    r"|pagination|share-(?:this|links?|buttons?)|social-(?:share|sharing|links?|media)|back-to-top)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"(?:^|[\s_-])cookies?(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "td",
    "th", "tr", "ul",
})  # fmt: skip
_META = {
    "title": ("og:title", "dc.title", "dcterms.title"),
    "author": ("author", "dcterms.creator", "dc.creator"),
    "created": ("dcterms.created", "dc.date.created"),
    "published": ("article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "date"),
    "modified": ("article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified"),
}
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
    blocks = tuple(list_headings(list(_Walk().read(_find_content(soup)))))
    if not blocks:
        raise UnreadableFile(
            "The web page holds no words: they may be loaded by a script.", "Open it in a browser and save it as PDF."
        )
    return Reading(blocks=blocks, properties=properties)


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


def _find_content(soup: BeautifulSoup) -> Tag:
    """The element that holds the page's own content, with what belongs to the site taken out of it."""
    for tag in soup.find_all(_WORDLESS):
        tag.decompose()
    mains = [tag for tag in soup.find_all(lambda tag: tag.name == "main" or tag.get("role") == "main") if _count_words(tag)]
    articles = [tag for tag in soup.find_all("article") if _count_words(tag)]
    # Several articles are a list of teasers, of which none is the page.
    content = max(mains, key=_count_words) if mains else articles[0] if len(articles) == 1 else soup.body or soup
    inside_content = bool(mains) or len(articles) == 1
    total = _count_words(content)
    for tag in [tag for tag in content.find_all(True) if _belongs_to_site(tag, inside_content)]:
        # Site software puts whole pages into one form or wrapper, which then is no part of the site around them.
        if not tag.decomposed and _count_words(tag) * 2 <= total:
            tag.decompose()
    for tag in content.find_all(_CONTROLS):
        tag.decompose()
    return content


def _belongs_to_site(tag: Tag, inside_content: bool) -> bool:
    names = " ".join([*(tag.get("class") or []), str(tag.get("id") or "")])
    site = tag.name in (_SITE_IN_CONTENT if inside_content else _SITE)
    # Inside the content, what is hidden is what a reader unfolds; outside it is a menu for small screens.
    hidden = not inside_content and (tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")))
    named = _SITE_NAMES.search(names) or (not inside_content and _COOKIES.search(names))
    return bool(site or hidden or named or tag.get("role") in _SITE_ROLES)


def _count_words(tag: Tag) -> int:
    return len(tag.get_text(" ").split())


class _Walk:
    """Walks the content once, gathering words until a block ends."""

    def __init__(self) -> None:
        self.words = ""
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
            self.words += " "
            self.breaks += 1
            # One break parts two lines of a paragraph, two in a row part two paragraphs.
            if self.breaks > 1:
                yield from self._flush()
        elif tag.name == "sup":
            self.words = join_raised(self.words, tag.get_text())
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
        self.words += words

    def _flush(self) -> Iterator[Block]:
        text, plain = tidy_words(self.words), self.plain
        self.words, self.plain, self.breaks = "", False, 0
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
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        cells = [[cell for cell in row.find_all(("td", "th")) if cell.find_parent("tr") is row] for row in rows]
        if table.find("table") or table.get("role") == "presentation" or max(map(len, cells), default=0) < 2:
            # A table that only lays the page out, or boxes a text in.
            yield from self._children(table, depth, bold=False)
            yield from self._flush()
            return
        if (caption := table.find("caption")) and _text_of(caption):
            yield Block(kind="paragraph", text=_text_of(caption))
        self.tables += 1
        texts = _spread_cells(cells)
        marked = [len(row) > 1 and (all(c.name == "th" for c in row) or row[0].find_parent("thead") is not None) for row in cells]
        unmarked = not any(marked) and has_header([text for text in texts if any(text)])
        for text, header in zip(texts, marked, strict=True):
            if line := row_text(text):
                yield Block(kind="row", text=line, table=self.tables, names_columns=header or unmarked)
                unmarked = False

    def _definitions(self, tag: Tag) -> Iterator[Block]:
        self.tables += 1
        term = ""
        for part in tag.find_all(("dt", "dd")):
            if part.find_parent("dl") is not tag:
                continue
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
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(line), len(line) + across):
                covered[column] = down - 1
            line += [_text_of(cell)] + [""] * (across - 1)
            cell = next(waiting, None)
        texts.append(line)
    return texts


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name) or "1").strip()
    # More is a slip or an attack; browsers stop at a thousand columns.
    return min(max(int(stated), 1), 1000) if stated.isascii() and stated.isdigit() else 1


def _text_of(tag: Tag) -> str:
    """All the words of an element on one line, those of separate blocks apart."""
    words = ""
    for part in tag.descendants:
        if isinstance(part, Tag):
            if part.name == "br" or part.name in _BLOCKS or part.name in _HEADINGS:
                words += " "
        elif type(part) in (NavigableString, CData):
            raised = part.find_parent("sup")
            words = join_raised(words, str(part)) if raised and tag in raised.parents else words + str(part)
    return tidy_words(words)
