"""A place in a paper as a reader opens it: the page, the words around a quote, and where on the page the quote stands."""

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.catalogue import Catalogue, StoredDocument
from ingest.document import Page
from ingest.page_marks import Box, PrintedChar, find_marks, letters_of
from ingest.page_picture import PageProblem, PageShape, draw_page, draw_pixels, measure_page, read_printed_chars
from ingest.page_pool import PagePool, PagesBusy, PageTooSlow
from ingest.problem import Problem
from ui.kept_pages import KeptPages

AROUND_CHARS = 10_000
"""Words shown on either side of a place in a paper without pages: some printed pages in all, so that most papers show whole."""
CONTEXT_CHARS = 300
WIDTHS = (700, 1000, 1400, 2000, 2800)
"""Pixels across a picture; a browser takes the smallest that is sharp at its zoom and screen."""
USUAL_WIDTH = WIDTHS[1]
CHAR_BYTES = 250
"""Of memory for a character of a page with its box."""


class PaperProblem(Problem):
    """A paper or a part of it that cannot be shown: what, and what to do."""


class PictureBusy(PaperProblem):
    """A picture that may be asked for again in a moment: too many are being drawn."""


class WithheldPage(PaperProblem):
    """A page or file that this visitor may not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of a paper: those before a quote, the quote and those after it. Without a quote all stand in `before`."""

    before: str
    quote: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is shown of a paper. `page` is None for a format without pages, `shape` where there is no picture.

    `start` and `end` are the range of the document's text that was asked for, None where none was. `marks` cover exactly the
    part of it that stands on this page, or are () where it cannot be marked; `quote_page` is the page on which it begins.
    `newer` is the newest version of the paper, None where this is it; `unlooked` is whether marks are still to be looked for.
    `unpictured` says why a page that should have a picture has none; it is "" where nothing is amiss.
    `headings` are those of the paper, `at` is where to begin reading where nothing is quoted, and `chars` the length of its text.
    """

    document: StoredDocument
    page: Page | None
    words: Words
    shape: PageShape | None
    marks: tuple[Box, ...]
    start: int | None
    end: int | None
    quote_page: int | None
    goes_on: bool
    newer: StoredDocument | None = None
    unlooked: bool = False
    unpictured: str = ""
    headings: frozenset[str] = frozenset()
    at: int = 0
    chars: int = 0


def find_place(
    catalogue: Catalogue,
    digest: str,
    *,
    number: int | None = None,
    start: int | None = None,
    end: int | None = None,
    look: bool = True,
) -> Place:
    """The page `number` of a paper, or the page on which `start` stands, or its beginning; with `start` alone, nothing is quoted.
    Raises PaperProblem.

    Where a quote stands on a scanned page is found by reading its picture again, which takes some seconds: without `look` it
    is left for later.
    """
    document = find_paper(catalogue, digest)
    text, pages = catalogue.text(document.row), catalogue.pages_of(document.row)
    asked = start is not None and end is not None and 0 <= start < end <= len(text)
    at = start if start is not None and end is None and 0 <= start < len(text) else 0
    start, end = (start, end) if asked else (None, None)
    quote_page = next((p.number for p in pages if p.start <= start < p.end), None) if asked else None
    newer = find_newer(catalogue, document)
    headings = frozenset(heading for section in catalogue.sections_of(document.row) for heading in section.path)
    if not pages:
        return replace(_place_words(document, text, at, start, end), newer=newer, headings=headings, at=at, chars=len(text))
    number = number or quote_page or 1
    page = next((page for page in pages if page.number == number), None)
    if page is None:
        raise PaperProblem(f"“{document.facts.title}” has no page {number}: it has {len(pages)}.")
    if catalogue.withholds(document, page):
        raise WithheldPage("This page is not open to everybody and was left out.")
    words = _cut_words(text, page.start, page.end, start, end)
    shape, chars, unpictured = None, (), ""
    if draws_pages(document):
        try:
            shape = _measure(document, number)
        except (PaperProblem, PageProblem) as problem:
            # Its words are shown instead, and why the picture is missing.
            unpictured = str(problem)
    if shape and words.quote:
        chars = _find_chars(document, page, look)
    marks = ()
    if words.quote and shape and chars:
        at = page.start + len(words.before)
        marks = find_marks(
            chars,
            words.quote,
            before=text[max(0, at - CONTEXT_CHARS) : at],
            after=text[at + len(words.quote) : at + len(words.quote) + CONTEXT_CHARS],
        )
    return Place(
        document=document,
        page=page,
        words=words,
        shape=shape,
        marks=marks,
        start=start,
        end=end,
        quote_page=quote_page,
        goes_on=bool(words.quote and end > page.end and letters_of(text[page.end : end])),
        newer=newer,
        unlooked=bool(words.quote and shape and page.read_by_ocr and not look),
        unpictured=unpictured,
        headings=headings,
        chars=len(text),
    )


def find_newer(catalogue: Catalogue, document: StoredDocument) -> StoredDocument | None:
    """The newest version of a paper, where there is one that may be seen here."""
    newest = catalogue.newest_versions().get(document.row)
    return next((d for d in catalogue.documents() if d.row == newest), None) if newest is not None else None


def find_paper(catalogue: Catalogue, digest: str) -> StoredDocument:
    """The document with this digest. Raises PaperProblem."""
    document = catalogue.find_document(digest)
    if document is None:
        raise PaperProblem("This paper is not among those that can be read here. It may have been removed or replaced.")
    return document


def draws_pages(document: StoredDocument) -> bool:
    """Whether the pages of a document can be shown as pictures."""
    return document.path.lower().endswith(".pdf")


def find_original(document: StoredDocument) -> Path:
    """The file that was read, if it is still what was read. Raises PaperProblem."""
    path = Path(document.path)
    try:
        changed = path.stat().st_mtime_ns
        same = _digest(path, changed) == document.digest
    except OSError as error:
        raise PaperProblem(
            f"The file of “{document.facts.title}” is no longer where it was read. Put it back, or run council ingest again."
        ) from error
    if not same:
        raise PaperProblem(f"The file of “{document.facts.title}” has changed since it was read. Run council ingest again.")
    return path


def open_original(catalogue: Catalogue, document: StoredDocument) -> Path:
    """The file for a reader of this catalogue: none that holds what the catalogue leaves out. Raises PaperProblem."""
    if catalogue.withholds(document):
        raise WithheldPage(
            "A part of this paper is not open to everybody, so its file was left out. Its other pages can be read here."
        )
    return find_original(document)


def draw_picture(catalogue: Catalogue, document: StoredDocument, number: int, width: int) -> bytes:
    """A page as a PNG picture, in the next of `WIDTHS`. Raises PaperProblem."""
    page = next((page for page in catalogue.pages_of(document.row) if page.number == number), None)
    if page and catalogue.withholds(document, page):
        raise WithheldPage("This page is not open to everybody and was left out.")
    if not draws_pages(document):
        raise PaperProblem(f"The pages of “{document.facts.title}” cannot be drawn: only those of PDF files can.")
    wide = next((known for known in WIDTHS if known >= width), WIDTHS[-1])
    try:
        return _draw(document, number, wide)
    except PagesBusy as error:
        raise PictureBusy(str(error)) from error
    except PageProblem as error:
        raise PaperProblem(f"{error} Its words can be read instead.") from error


def _find_chars(document: StoredDocument, page: Page, look: bool) -> tuple[PrintedChar, ...]:
    """The characters of a page with their boxes; () where they cannot be had, or only by OCR and without `look`."""
    try:
        if not page.read_by_ocr:
            return _chars(document, page.number)
        return _seen_chars(document, page.number) if look else ()
    except (PaperProblem, PageProblem):
        # The page is shown without marks, and says so.
        return ()


def _place_words(document: StoredDocument, text: str, at: int, start: int | None, end: int | None) -> Place:
    first, last = (at, at) if start is None or end is None else (start, end)
    begin = max(0, text.rfind("\n", 0, max(0, first - AROUND_CHARS)) + 1)
    stop = text.find("\n", min(len(text), last + AROUND_CHARS))
    stop = len(text) if stop < 0 else stop
    # A paper that is one endless line is cut all the same.
    begin, stop = max(begin, first - 2 * AROUND_CHARS), min(stop, last + 2 * AROUND_CHARS)
    return Place(
        document=document,
        page=None,
        words=_cut_words(text, begin, stop, start, end),
        shape=None,
        marks=(),
        start=start,
        end=end,
        quote_page=None,
        goes_on=False,
    )


def _cut_words(text: str, begin: int, stop: int, start: int | None, end: int | None) -> Words:
    first = min(max(start if start is not None else stop, begin), stop)
    last = min(max(end if end is not None else stop, first), stop)
    return Words(before=text[begin:first], quote=text[first:last], after=text[last:stop], start=begin, end=stop)


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Started by the first page that somebody looks at, and shared by all who look.
_POOL = PagePool()
_KEPT = KeptPages()


def _draw(document: StoredDocument, number: int, width: int) -> bytes:
    def draw() -> bytes:
        try:
            return _POOL.run(draw_page, path, number, width=width)
        except PageTooSlow as error:
            if width <= USUAL_WIDTH:
                # Whoever opens the page again is told at once. A larger picture may fail where a smaller one is drawn.
                _KEPT.fail((document.digest, number, "shape"), error)
            raise

    path = find_original(document)
    _measure(document, number)
    return _KEPT.get((document.digest, number, width), draw, len)


def _chars(document: StoredDocument, number: int) -> tuple[PrintedChar, ...]:
    path = find_original(document)
    return _KEPT.get(
        (document.digest, number, "chars"), lambda: _POOL.run(read_printed_chars, path, number), _size_of_chars
    )


def _seen_chars(document: StoredDocument, number: int) -> tuple[PrintedChar, ...]:
    # It loads the models of the reader, which most stores never need here.
    from ingest.scan_marks import read_seen_chars
    from ingest.scans import DOTS_PER_INCH

    path = find_original(document)

    def read() -> tuple[PrintedChar, ...]:
        return read_seen_chars(_POOL.run(draw_pixels, path, number, dots_per_inch=DOTS_PER_INCH))

    return _KEPT.get((document.digest, number, "seen"), read, _size_of_chars)


def _measure(document: StoredDocument, number: int) -> PageShape:
    path = find_original(document)
    return _KEPT.get((document.digest, number, "shape"), lambda: _POOL.run(measure_page, path, number))


def _size_of_chars(chars: tuple[PrintedChar, ...]) -> int:
    return CHAR_BYTES * (len(chars) + 1)
