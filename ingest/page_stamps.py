"""What lies over the text of a PDF's pages: stamps, notes written on a page, and small pictures of words, as of a rubber stamp.

The picture of a whole page is for `pdf`, which reads it by OCR.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import numpy
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Notice
from ingest.patterns import compile_pattern

KINDS = {raw.FPDF_ANNOT_FREETEXT: "note", raw.FPDF_ANNOT_STAMP: "stamp", raw.FPDF_ANNOT_WATERMARK: "watermark"}
"""Annotations that are shown on the page; sticky notes, links and highlights say nothing of the page."""
KEYS = (b"Contents", b"Name", b"Subj")
MOST_ANNOTATIONS = 200
MOST_PICTURES = 12
"""Of a file, those of one content counted once: a logo on every page is read once."""
LEAST_WIDTH, MOST_WIDTH = 0.1, 0.75
LEAST_HEIGHT, MOST_HEIGHT = 0.015, 0.2
"""Shares of the page that a picture of a stamp fills; a line of a map or a photograph is outside them."""
LEAST_ASPECT = 1.5
"""A stamp is wider than it is high by this much at least."""
MOST_PIXELS = 900
"""Of the longer side of a picture that is read: letters of a stamp are large."""
MARGIN = 20
"""Pixels that are added around a picture: words at its very edge are missed."""
COLOURS = 0.12
"""Of the pixels of a picture of words most have one of two colours, ground and ink; of a photograph they differ. At most so many
are far from both."""


def read_notices(page: pdfium.PdfPage, number: int, pictures: dict[bytes, str]) -> Iterator[Notice]:
    """The words over page `number` (from 1). `pictures` are the pictures of the file that were read before, by their digests."""
    yield from _read_annotations(page, number)
    width, height = page.get_size()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        wide, high = (right - left) / width, (top - bottom) / height
        shaped = LEAST_WIDTH <= wide <= MOST_WIDTH and LEAST_HEIGHT <= high <= MOST_HEIGHT
        if not shaped or right - left < LEAST_ASPECT * (top - bottom):
            continue
        try:
            bitmap = picture.get_bitmap(render=True)
        except pdfium.PdfiumError:
            # A picture of a kind that is not drawn either.
            continue
        pixels = _on_white(bitmap)
        digest = sha256(pixels.tobytes()).digest()
        if digest not in pictures and len(pictures) < MOST_PICTURES:
            pictures[digest] = _read_once(_Pixels(digest, pixels))
        if words := pictures.get(digest):
            yield Notice(words=words, where="picture", page=number)


def _read_annotations(page: pdfium.PdfPage, number: int) -> Iterator[Notice]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = KINDS.get(raw.FPDFAnnot_GetSubtype(annotation))
        if kind:
            said = [words for key in KEYS if (words := _spell(_value(annotation, key)))]
            for words in dict.fromkeys(said):
                yield Notice(words=words, where=kind, page=number)
        raw.FPDFPage_CloseAnnot(annotation)


def _value(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", errors="replace")


def _spell(words: str) -> str:
    """The words of a note; a stamp's name as words: "NotForPublicRelease"."""
    spelt = compile_pattern(r"([a-z])([A-Z])").sub(r"\1 \2", words)
    return " ".join(spelt.removeprefix("#").split())


def _on_white(bitmap: pdfium.PdfBitmap) -> numpy.ndarray:
    """The picture (height, width, 3; 8 bits), made smaller where it is large, on white where it is clear."""
    picture = bitmap.to_pil().convert("RGBA")
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
    pixels = numpy.asarray(picture).astype(numpy.uint16)
    clear = pixels[:, :, 3:]
    return ((pixels[:, :, :3] * clear + 255 * (255 - clear)) // 255).astype(numpy.uint8)


@dataclass(frozen=True, eq=False, slots=True)
class _Pixels:
    """A picture that is known by its digest."""

    digest: bytes
    pixels: numpy.ndarray

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pixels) and other.digest == self.digest


@lru_cache(maxsize=64)
def _read_once(picture: _Pixels) -> str:
    """The words of a picture. A council's logo stands on all of its papers and is read for the first of them."""
    if not _shows_words(picture.pixels):
        return ""
    # Loads the models, which most files can do without.
    from ingest.ocr import read_picture
    from ingest.scans import order_lines

    edged = numpy.pad(picture.pixels, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), mode="edge")
    seen = read_picture(numpy.ascontiguousarray(edged))
    return " ".join(line.whole.text for line in order_lines(seen.lines, seen.width))


def _shows_words(pixels: numpy.ndarray) -> bool:
    """Whether a picture has a ground and one ink, as a stamp has and a photograph or a coloured logo has not."""
    flat = pixels.reshape(-1, 3).astype(int)
    ground = numpy.median(flat, axis=0)
    away = numpy.abs(flat - ground).max(axis=1)
    inked = flat[away > 128]
    if len(inked) < 20 or len(inked) > len(flat) / 2:
        return False
    ink = numpy.median(inked, axis=0)
    # Pixels at the edges of letters lie between the two.
    along = (flat - ground) @ (ink - ground) / max(float((ink - ground) @ (ink - ground)), 1.0)
    off = numpy.abs(flat - ground - along[:, None] * (ink - ground)).max(axis=1)
    return bool((off > 64).mean() < COLOURS * len(inked) / len(flat))
