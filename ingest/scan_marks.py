"""The letters of a scanned page with the boxes that they fill on its picture, read again as they were read at first."""

import threading
from collections.abc import Iterator

import numpy

from ingest.ocr import SeenPicture, SeenText, place_as_shown, read_picture
from ingest.page_marks import Box, PrintedChar
from ingest.scans import order_lines

ONE_AT_A_TIME = threading.Lock()
"""Each reading takes every core for some seconds: two at once would both be late."""


def read_seen_chars(pixels: numpy.ndarray) -> tuple[PrintedChar, ...]:
    """Every character seen on the picture of a page (height, width, 3), in reading order. Takes some seconds."""
    with ONE_AT_A_TIME:
        seen = read_picture(pixels)
    return tuple(
        char for line in order_lines(seen.lines, seen.width) for word in line.words for char in place_letters(word, seen)
    )


def place_letters(word: SeenText, seen: SeenPicture) -> Iterator[PrintedChar]:
    """The letters of a word, which share its width evenly: only the word's own box is known."""
    step = (word.x1 - word.x0) / max(len(word.text), 1)
    for at, letter in enumerate(word.text):
        part = SeenText(text=letter, x0=word.x0 + at * step, x1=word.x0 + (at + 1) * step, top=word.top, bottom=word.bottom)
        left, top, right, bottom = place_as_shown(seen, part)
        yield PrintedChar(char=letter, box=Box(left=left, top=top, right=right, bottom=bottom))
