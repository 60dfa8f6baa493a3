"""The nouns that reading produces: blocks, readings, documents, pages and passages. No file is opened here.

A document is one string, its words in reading order. Pages, blocks and passages are ranges of that string, so a quote is
`document.text[start:end]` and nothing else.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row"]
CELL = "\t"
"""Stands between two cells of a table row in a block's text; cells themselves hold no tabs or line breaks."""


class UnreadableFile(Exception):
    """A file that cannot be read: why, in words for the person who owns the file, and what that person can do."""

    def __init__(self, reason: str, advice: str):
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice

    def __reduce__(self) -> tuple:
        return type(self), (self.reason, self.advice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, list item or table row as a reader found it, in reading order.

    `text` is the words on one line (cells of a row divided by `CELL`). `page` is the file's own page count from 1, or None
    where the format has no pages. `level` is the depth of a heading (1 is the highest) or of a list item (1 is the outermost).
    `page_breaks` are (offset in `text`, page that begins there) for a block that runs over a page end.
    `table` numbers the table that a row belongs to; `names_columns` is true of its header rows.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int = 1
    page_breaks: tuple[tuple[int, int], ...] = ()
    table: int | None = None
    names_columns: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(self.text.split(CELL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Words that a file shows beside its text: a stamp, a watermark, a note on a page, the banner of a web page, the print header
    of a sheet. `where` names what they are; `page` is theirs, or `under` the title of their sheet, or both None: the whole file.
    `loose` for one of many lines around the text, such as those of a site's menu."""

    words: str
    where: str
    page: int | None = None
    under: str | None = None
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader got out of one file. `page_labels` has an entry for every page: the number printed on it, or None.

    `properties` are the file's own title, author, created and modified, where it states them. `pages_without_text` are the
    numbers of pages that hold no words, such as scans; `pages_read_by_ocr` those whose words were read from a picture, so that a
    letter or figure may be wrong. `margins` are the lines of headers and footers, which are in no block, each with its page, or
    None where the file sets it for all of its pages. `notices` are other words beside the text.
    """

    blocks: tuple[Block, ...]
    page_labels: tuple[str | None, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    pages_without_text: tuple[int, ...] = ()
    pages_read_by_ocr: tuple[int, ...] = ()
    margins: tuple[tuple[int | None, str], ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a document is: None is "not stated". `date` is that of the meeting, or of publication where there is no meeting."""

    title: str
    council: str | None
    body: str | None
    date: date | None
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page (or slide) as a range of the document's text; empty for a page without words. `read_by_ocr` where its words were
    read from a picture of it."""

    number: int
    label: str | None
    start: int
    end: int
    read_by_ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBlock:
    """A block and the range of the document's text that it fills, with the headings above it (outermost first)."""

    kind: BlockKind
    start: int
    end: int
    path: tuple[str, ...]
    level: int
    table: int | None
    names_columns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A range of a document's text that is held back from the public: `exempt` where the paper says so plainly, `in doubt` where
    it carries a sign of exemption that was not wholly understood. `why` is for officers: the words of the sign and where they
    stand ("header of page 3: RESTRICTED")."""

    start: int
    end: int
    state: Literal["exempt", "in doubt"]
    why: str


def join_ranges(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges of a text joined where they touch, or where one character divides them, and in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was read. `digest` is the sha256 of the file's bytes and is the document's identity; `file` its name for
    people. `markings` are the ranges of the text that are held back from the public, in order; () for an open paper."""

    file: str
    digest: str
    text: str
    facts: Facts
    pages: tuple[Page, ...]
    blocks: tuple[PlacedBlock, ...]
    pages_without_text: tuple[int, ...]
    markings: tuple[Marking, ...] = ()

    @property
    def exempt(self) -> tuple[tuple[int, int], ...]:
        """The ranges that are marked, exempt or in doubt, joined where they touch and in order."""
        return join_ranges((marking.start, marking.end) for marking in self.markings)

    def page_at(self, offset: int) -> Page | None:
        """The page on which the character at `offset` stands; None where the format has no pages."""
        return next((page for page in self.pages_between(offset, offset + 1) if page.start <= offset < page.end), None)

    def pages_between(self, start: int, end: int) -> Iterator[Page]:
        """The pages on which the characters from `start` to `end` stand, found without looking at the others."""
        # Of pages that begin at one place all but the last are empty.
        at = max(bisect_right(self.pages, start, key=lambda page: page.start) - 1, 0)
        while at < len(self.pages) and self.pages[at].start < end:
            if start < self.pages[at].end:
                yield self.pages[at]
            at += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A range of one document that is indexed as one: a paragraph, a lead-in with its list, or a table row.

    `id` is a digest of document, position and text. `path` holds the headings above it, `number` its printed paragraph
    number ("4.2"). `lead_in` and `header` are ranges outside the passage that give it its sense: the sentence that opens
    its list, the row that names its columns; `items` is the part of it that is a list.
    `standing` marks words that every meeting repeats (apologies, webcasting), `read_by_ocr` those that were read from a picture.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    kind: Literal["text", "row"]
    page: int | None
    page_label: str | None
    path: tuple[str, ...]
    number: str | None
    lead_in: tuple[int, int] | None
    header: tuple[int, int] | None
    items: tuple[int, int] | None
    standing: bool
    read_by_ocr: bool = False
