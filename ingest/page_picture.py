"""One page of a PDF as a reader sees it: drawn as a picture, and its characters with the boxes that they fill."""

import ctypes
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.page_marks import Box, PrintedChar
from ingest.problem import Problem

MOST_PIXELS = 12_000_000
"""Of one picture: an A4 page at four times the size of a laptop's screen, and no more of a poster."""
GRID = 100_000
"""Whole units across a page in which pdfium gives places."""
ONE_AT_A_TIME = threading.Lock()
"""pdfium is not safe to use from two threads at once, not even on two files."""


class PageProblem(Problem):
    """A page that cannot be drawn: which, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShape:
    """How large a page is as it is shown, in points (1/72 inch)."""

    width: float
    height: float


def measure_page(path: Path, number: int) -> PageShape:
    """The size of page `number` (from 1). Raises PageProblem."""
    with _open_page(path, number) as page:
        width, height = page.get_size()
        return PageShape(width=width, height=height)


def draw_page(path: Path, number: int, *, width: int) -> bytes:
    """Page `number` (from 1) as a PNG picture about so many pixels wide. Raises PageProblem."""
    with _open_page(path, number) as page:
        points_wide, points_high = page.get_size()
        scale = min(width / points_wide, (MOST_PIXELS / (points_wide * points_high)) ** 0.5)
        picture = page.render(scale=scale).to_pil()
    out = io.BytesIO()
    # Pages are mostly white: the fastest compression is nearly the smallest.
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def draw_pixels(path: Path, number: int, *, dots_per_inch: float):
    """Page `number` (from 1) as an array (height, width, 3; 8 bits, red first). Raises PageProblem."""
    with _open_page(path, number) as page:
        wide, high = page.get_size()
        scale = min(dots_per_inch / 72, (MOST_PIXELS / (wide * high)) ** 0.5)
        return page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].copy()


def read_printed_chars(path: Path, number: int) -> tuple[PrintedChar, ...]:
    """Every character that page `number` (from 1) draws, in the file's order. Raises PageProblem."""
    with _open_page(path, number) as page:
        text = page.get_textpage()
        try:
            return tuple(_read_chars(page, text))
        finally:
            text.close()


def _read_chars(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Iterator[PrintedChar]:
    edges = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) == 1 or code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, edges)
        x0, y0 = _place(page, edges.left, edges.top)
        x1, y1 = _place(page, edges.right, edges.bottom)
        box = Box(left=min(x0, x1), top=min(y0, y1), right=max(x0, x1), bottom=max(y0, y1))
        yield PrintedChar(char=chr(code), box=box)


def _place(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page as shares of its width and height as it is shown, turned and cropped as the file says."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, GRID, GRID, 0, x, y, across, down)
    return across.value / GRID, down.value / GRID


@contextmanager
def _open_page(path: Path, number: int) -> Iterator[pdfium.PdfPage]:
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise PageProblem(f"{path.name} cannot be opened to show its pages. Check that the file is still there.") from error
        try:
            if not 1 <= number <= len(document):
                raise PageProblem(f"{path.name} has no page {number}: it has {len(document)}.")
            try:
                page = document[number - 1]
                yield page
                page.close()
            except pdfium.PdfiumError as error:
                raise PageProblem(f"Page {number} of {path.name} is damaged and cannot be shown.") from error
        finally:
            document.close()
