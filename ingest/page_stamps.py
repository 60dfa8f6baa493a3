"""What lies over the text of a PDF's pages: stamps, notes written on a page, and small pictures of words, as of a rubber stamp.

The picture of a whole page is for `pdf`, which reads it by OCR.
"""

import ctypes
from collections.abc import Iterator
from hashlib import sha256

import numpy
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Notice

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
COLOURS = 0.12
"""Of the pixels of a picture of words most have one of two colours, ground and ink; of a photograph they differ. At most so many are
far from both."""


class StampReader:
    """Reads what lies over the pages of one file; remembers the pictures that it has read."""

    def __init__(self) -> None:
        self._read: dict[bytes, str] = {}

    def read(self, page: pdfium.PdfPage, number: int) -> Iterator[Notice]:
        """The words over page `number` (from 1)."""
        yield from _read_annotations(page, number)
        for words in self._read_pictures(page):
            yield Notice(words=words, where="picture", page=number)

    def _read_pictures(self, page: pdfium.PdfPage) -> Iterator[str]:
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
            key = sha256(pixels.tobytes()).digest()
            if key not in self._read and len(self._read) < MOST_PICTURES:
                self._read[key] = _read_words(pixels)
            if words := self._read.get(key):
                yield words


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
    spelt = "".join(f" {char}" if char.isupper() and before.islower() else char for before, char in zip(" " + words, words, strict=False))
    return " ".join(spelt.removeprefix("#").split())


def _on_white(bitmap: pdfium.PdfBitmap) -> numpy.ndarray:
    """The picture (height, width, 3; 8 bits), made smaller where it is large, on white where it is clear."""
    picture = bitmap.to_pil().convert("RGBA")
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
    pixels = numpy.asarray(picture).astype(numpy.uint16)
    clear = pixels[:, :, 3:]
    return ((pixels[:, :, :3] * clear + 255 * (255 - clear)) // 255).astype(numpy.uint8)


def _read_words(pixels: numpy.ndarray) -> str:
    if not _shows_words(pixels):
        return ""
    # Loads the models, which most files can do without.
    from ingest.ocr import read_picture

    return " ".join(line.whole.text for line in read_picture(numpy.ascontiguousarray(pixels)).lines)


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
