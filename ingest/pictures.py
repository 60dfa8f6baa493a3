"""Pictures of pages (PNG, JPEG, TIFF with one page or several) as papers: every page is read by OCR."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.document import Reading, UnreadableFile
from ingest.layout import PrintedPage, assemble_reading

LARGEST_PIXELS = 2200
"""Of the longer side: A4 at about 190 dots per inch. A sharper picture is made smaller and is read as well and faster."""
A4_INCHES = 11.7


def read_image(path: Path, page_done: Callable[[], None] = lambda: None) -> Reading:
    """The words of every page. `page_done` is called after each. Raises UnreadableFile for a file that is no picture, and for
    pictures that show no text."""
    # Loads the models, which most files can do without.
    from ingest.scans import scan_page

    if path.stat().st_size == 0:
        raise UnreadableFile("The file is empty (0 bytes).", "Ask for a new copy.")
    pages: list[PrintedPage] = []
    try:
        for number, pixels in enumerate(_read_frames(path), start=1):
            # Pictures seldom say truly how large they are on paper; as A4, sizes come out in the usual range.
            pages.append(scan_page(pixels, number=number, dots_per_inch=max(pixels.shape[:2]) / A4_INCHES))
            page_done()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableFile(
            f"The picture is damaged, too large or of another kind ({type(error).__name__}: {str(error)[:80]}).",
            "Open it in a picture viewer and save it again, or scan the page again.",
        ) from error
    reading = assemble_reading(pages, (None,) * len(pages), {})
    if not reading.blocks:
        raise UnreadableFile(
            "It is a picture in which no text can be read.",
            "If it does hold text, scan it again, upright and at 300 dots per inch, so that OCR can read it.",
        )
    return reading


def _read_frames(path: Path) -> Iterator[numpy.ndarray]:
    with Image.open(path) as picture:
        for frame in ImageSequence.Iterator(picture):
            upright = ImageOps.exif_transpose(frame).convert("RGBA")
            paper = Image.new("RGBA", upright.size, "white")
            paper.alpha_composite(upright)
            paper.thumbnail((LARGEST_PIXELS, LARGEST_PIXELS))
            yield numpy.ascontiguousarray(numpy.asarray(paper.convert("RGB")))
