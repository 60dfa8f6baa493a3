"""PDF files: opened and described by pypdf, their words and rules placed by pdfium. What the lines mean is for `layout`.

pypdf knows the document (encryption, page labels, properties); pdfium gives the same words in the same order with their
positions, drops letters that are drawn twice, and cannot be held up by one slow page.
"""

import ctypes
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pypdf
import pypdf.errors
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.cleaning import SOFT_HYPHEN
from ingest.document import Notice, Reading, UnreadableFile
from ingest.layout import Glyph, Line, PrintedPage, assemble_reading, element_texts
from ingest.page_stamps import read_notices
from ingest.quality import is_doubled, is_garbled, usual_share
from ingest.tables import Rule, find_tables, place_tables

BOLD_WEIGHT = 600
"""Font weight from which a line counts as bold; regular faces report 400 to 450, semibold 600, fonts that are not embedded 0."""
BOLD_FACES = (b"bold", b"black", b"heavy")
STAMPED_LINES = 4
"""At most so many lines (a header, a page number) are put on a scanned page afterwards."""
INK_OF_PICTURE = 0.002
"""Share of a page without words that differs from its ground where something is shown; ten times that on a stamped page."""
MORE_SEEN = 3
"""A page with a stamp or a caption of its own is read by OCR where so many times as much is seen on it."""
UNNAMED = frozenset({0, 0xFFFD, 0xFFFF})
LARGEST_PIXELS = 3000
"""Of the longer side of a page that is rendered for OCR: a plan of a metre is read coarsely and not at full size."""
TURN = 0.2
"""Radians from which two characters do not stand on one line."""
THIN_POINTS = 3.0
"""A filled shape narrower than this is a drawn rule, not a panel."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

DAMAGED = "Open it in a PDF viewer and save or print it to a new PDF, or ask for a new copy."
LOCKED = "Write its password into the column “password” of manifest.csv, or ask the sender for a copy without a password."
WRONG_PASSWORD = "Correct the password in manifest.csv, or ask the sender for a copy without a password."
SCANNED = (
    "If they do hold text, scan it again, upright and at 300 dots per inch, so that OCR can read it, or ask for the paper as it "
    "was written."
)
BLANK = "Check that it is the right file, or ask for a new copy."


def read_pdf(path: Path, password: str | None = None, page_done: Callable[[], None] = lambda: None) -> Reading:
    """The words of a PDF in reading order; those of pages that are pictures by OCR. `page_done` is called after each of these,
    which take seconds. Raises UnreadableFile for a damaged, locked or empty file, or pictures that show no text."""
    reader = _open_described(path, password)
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        raise UnreadableFile("The PDF is damaged: its pages cannot be opened.", DAMAGED) from error
    pictures: dict[bytes, str] = {}
    notices: list[Notice] = []
    try:
        pages = tuple(_read_page(document, number, page_done, pictures, notices) for number in range(1, len(document) + 1))
    finally:
        document.close()
    reading = assemble_reading(pages, _stated_labels(reader, len(pages)), _properties(reader))
    if not reading.blocks:
        raise _without_text(pages)
    return replace(reading, notices=tuple(notices))


def _without_text(pages: Sequence[PrintedPage]) -> UnreadableFile:
    if any(page.picture for page in pages):
        return UnreadableFile("The pages are pictures in which no text can be read.", SCANNED)
    return UnreadableFile("The pages hold no text.", BLANK)


def _open_described(path: Path, password: str | None) -> pypdf.PdfReader:
    if path.stat().st_size == 0:
        raise UnreadableFile("The file is empty (0 bytes).", "Ask for a new copy.")
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(password or ""):
            if password:
                raise UnreadableFile("The PDF is locked, and the password given does not open it.", WRONG_PASSWORD)
            raise UnreadableFile("The PDF is locked with a password.", LOCKED)
        if not len(reader.pages):
            raise UnreadableFile("The PDF has no pages.", DAMAGED)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableFile(f"The PDF is damaged ({type(error).__name__}: {str(error)[:80]}).", DAMAGED) from error
    return reader


def _stated_labels(reader: pypdf.PdfReader, pages: int) -> tuple[str | None, ...]:
    """The labels that the file itself gives its pages; None for all where it gives none."""
    try:
        if "/PageLabels" not in reader.trailer["/Root"]:
            return (None,) * pages
        labels = [label or None for label in reader.page_labels]
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return (None,) * pages
    return tuple((labels + [None] * pages)[:pages])


def _properties(reader: pypdf.PdfReader) -> dict[str, str]:
    try:
        stated = reader.metadata or {}
        return {name.lstrip("/").lower(): str(value).strip() for name, value in stated.items() if str(value).strip()}
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _read_page(
    document: pdfium.PdfDocument, number: int, page_done: Callable[[], None], pictures: dict[bytes, str], notices: list[Notice]
) -> PrintedPage:
    """One page; what lies over its text is added to `notices`."""
    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UnreadableFile(f"The PDF is damaged: page {number} cannot be opened.", DAMAGED) from error
    width, height = page.get_size()
    glyphs, lines, unnamed = _read_lines(text, height)
    rules = _read_rules(page, height)
    elements = place_tables(lines, glyphs, find_tables(rules))
    picture = _shows_picture(page, len(lines))
    printed = PrintedPage(number=number, width=width, height=height, elements=elements, picture=picture)
    words = "\n".join(line.text for line in lines)
    garbled = is_garbled(words, unnamed)
    if picture or garbled:
        scanned = _scan_page(page, number)
        page_done()
        if _is_better(scanned, words, garbled):
            printed = scanned
    if not printed.read_by_ocr:
        notices += read_notices(page, number, pictures)
    text.close()
    page.close()
    return printed


def _scan_page(page: pdfium.PdfPage, number: int) -> PrintedPage:
    """The page as it is seen, read by OCR."""
    # Loads the models, which most files can do without.
    from ingest.scans import DOTS_PER_INCH, scan_page

    dots = min(DOTS_PER_INCH, LARGEST_PIXELS * 72 / max(page.get_size()))
    pixels = page.render(scale=dots / 72, rev_byteorder=True, prefer_bgrx=False).to_numpy()[:, :, :3]
    return scan_page(numpy.ascontiguousarray(pixels), number=number, dots_per_inch=dots)


def _is_better(scanned: PrintedPage, words: str, garbled: bool) -> bool:
    """Whether what was seen of a page says more than its own words: far more of them, or words in place of none."""
    seen = " ".join(text for element in scanned.elements for text in element_texts(element))
    return usual_share(seen) >= usual_share(words) if garbled else len(seen) > MORE_SEEN * len(words)


def _shows_picture(page: pdfium.PdfPage, lines: int) -> bool:
    """Whether a page with few words or none shows something else, such as a scan. An empty page and an empty scan do not."""
    if lines > STAMPED_LINES:
        return False
    pixels = page.render(scale=0.2, grayscale=True).to_numpy().astype(int)
    ink = numpy.mean(numpy.abs(pixels - numpy.median(pixels)) > 32)
    return bool(ink > INK_OF_PICTURE * (10 if lines else 1))


def _read_lines(text: pdfium.PdfTextPage, height: float) -> tuple[list[Glyph], list[Line], int]:
    """Every character with its box, and the lines that they stand in, in the order in which the file draws them; and how many
    characters the fonts of the page do not name."""
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    lines: list[Line] = []
    first = unnamed = 0
    count = text.count_chars()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (10, 13):
            first = _end_line(text, glyphs, lines, first)
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        if len(glyphs) > first and glyphs[-1].char == SOFT_HYPHEN and height - box.top > glyphs[-1].bottom - 1:
            # pdfium goes on after a hyphen at the line end as if there were no end.
            first = _end_line(text, glyphs, lines, first)
        drawn = raw.FPDFText_IsGenerated(text, index) == 0
        unnamed += drawn and (code in UNNAMED or raw.FPDFText_HasUnicodeMapError(text, index) == 1)
        glyphs.append(
            Glyph(
                char=_clean_char(code),
                x0=box.left,
                x1=box.right,
                top=height - box.top,
                bottom=height - box.bottom,
                index=index,
                drawn=drawn,
                line=len(lines),
            )
        )
    _end_line(text, glyphs, lines, first)
    return glyphs, lines, unnamed


def _end_line(text: pdfium.PdfTextPage, glyphs: list[Glyph], lines: list[Line], first: int) -> int:
    """Close the line that began at glyph `first`; the glyph at which the next one begins."""
    row = [glyph for glyph in glyphs[first:] if glyph.drawn and not glyph.char.isspace()]
    if len(row) > 1 and _turned(text, row[0], row[-1]):
        # A watermark or a note up the margin, which pdfium takes into the line drawn before it.
        at = next(glyph.index for glyph in row if _turned(text, row[0], glyph))
        later = [replace(glyph, line=len(lines) + 1) for glyph in glyphs[first:] if glyph.index >= at]
        glyphs[first:] = [glyph for glyph in glyphs[first:] if glyph.index < at]
        between = _end_line(text, glyphs, lines, first)
        glyphs += later
        return _end_line(text, glyphs, lines, between)
    if is_doubled([glyph.char for glyph in row]):
        # Bold made by drawing every letter twice, further apart than pdfium takes for one letter.
        spare = {glyph.index for glyph in row[1::2]}
        glyphs[first:] = [glyph for glyph in glyphs[first:] if glyph.index not in spare]
        row = row[::2]
    if row:
        height = max(glyph.bottom - glyph.top for glyph in row)
        # A bullet, a paragraph number or the mark of a footnote often has another face than the words of its line.
        words = [g for g in row if g.char.isalpha() and g.bottom - g.top > 0.8 * height] or row
        probes = {words[0].index, words[len(words) // 2].index, words[-1].index}
        sizes = Counter(round(raw.FPDFText_GetFontSize(text, index) * 2) / 2 for index in probes)
        lines.append(
            Line(
                text=" ".join("".join(glyph.char for glyph in glyphs[first:]).split()),
                x0=min(glyph.x0 for glyph in row),
                x1=max(glyph.x1 for glyph in row),
                top=min(glyph.top for glyph in row),
                bottom=max(glyph.bottom for glyph in row),
                size=_true_size(sizes.most_common(1)[0][0], height),
                bold=all(_is_bold(text, index) for index in probes),
            )
        )
    else:
        del glyphs[first:]
    return len(glyphs)


def _turned(text: pdfium.PdfTextPage, one: Glyph, other: Glyph) -> bool:
    """Whether two characters of a line run in different directions."""
    first, second = (raw.FPDFText_GetCharAngle(text, glyph.index) for glyph in (one, other))
    return abs(first - second) > TURN


def _true_size(stated: float, height: float) -> float:
    """Points. A font drawn at size 1 and scaled by the page says nothing of its size; its height on the page does."""
    return stated if stated > 2 else round(height / 1.2 * 2) / 2


def _is_bold(text: pdfium.PdfTextPage, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), ctypes.c_int())
    return any(face in name.value.lower() for face in BOLD_FACES)


def _clean_char(code: int) -> str:
    if code in (0x02, 0xFFFE, 0xAD):
        return SOFT_HYPHEN
    # Codes from E000 are private: dingbats of Wingdings and Symbol, which papers use as bullets.
    if code in (0x7F, 0x25FC, 0x25AA, 0x25CF, 0x25A0, 0x2023, 0x25E6, 0x2043) or 0xE000 <= code <= 0xF8FF:
        return "•"
    if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " "
    return chr(code)


def _read_rules(page: pdfium.PdfPage, height: float) -> list[Rule]:
    """The straight rules and filled panels drawn on the page, which tables are made of."""
    rules: list[Rule] = []
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = shape.get_bounds()
        width, depth = right - left, top - bottom
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(shape, fill, stroke)
        if min(width, depth) <= THIN_POINTS:
            rules.append(Rule(x0=left, x1=right, top=height - top, bottom=height - bottom, panel=False))
        elif raw.FPDFPath_CountSegments(shape) <= 5:
            rules.append(
                Rule(
                    x0=left,
                    x1=right,
                    top=height - top,
                    bottom=height - bottom,
                    panel=True,
                    filled=bool(fill.value) and not _is_white(shape),
                    stroked=bool(stroke.value),
                )
            )
    return rules


def _is_white(shape: pdfium.PdfObject) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha)
    return min(red.value, green.value, blue.value) >= 250 or alpha.value == 0
