"""Where on a printed page a quote stands: rectangles over its letters, or none where they cannot be placed exactly.

Only letters and digits are compared: a page breaks lines, cuts words and draws bullets, and a document's text does not. No file
is opened here; `ingest.page_picture` gives the characters of a page.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.patterns import compile_pattern

CONTEXT_CHARS = 80
"""Letters on either side that tell one place of the same words from another."""
SHORTEST_PIECE = 2
"""Words of a cell that the page draws in another order are looked for in pieces of at least so many letters, or whole words."""
OFF_ROW = 50
"""How many times as far as across it is to go up or down the page from one cell of a row to another."""
SAME_LINE = 0.5
"""Share of the lower of two heights by which boxes on one line overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in shares of the page's width and height, from its top left corner as it is shown."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        """Whether the middle of the other box lies in this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def joined(self, other: "Box") -> "Box":
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedChar:
    """One character that a page draws and the box that it fills."""

    char: str
    box: Box


def letters_of(text: str) -> str:
    """The letters and digits of a text, ligatures and wide forms spelt out, in their order."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def find_marks(chars: Sequence[PrintedChar], quote: str, *, before: str = "", after: str = "") -> tuple[Box, ...]:
    """Rectangles, a line each, that hold the letters of the quote and no other; () where there are none such.

    `before` and `after` are the document's words around the quote: they choose between places that bear the same words.
    """
    page = _Letters(chars)
    wanted = letters_of(quote)
    if not wanted:
        return ()
    found = page.place(wanted, letters_of(before)[-CONTEXT_CHARS:], letters_of(after)[:CONTEXT_CHARS])
    at = set(found) if found else _place_pieces(page, quote)
    if not at:
        return ()
    boxes = tuple(_join_lines(page, sorted(at)))
    return boxes if Counter(letters_under(chars, boxes)) == Counter(wanted) else ()


def letters_under(chars: Sequence[PrintedChar], boxes: Sequence[Box]) -> str:
    """The letters and digits that stand under the rectangles, in the order in which the page draws them."""
    return letters_of("".join(char.char for char in chars if any(box.holds(char.box) for box in boxes)))


class _Letters:
    """The letters of a page as one string; `owners[n]` is the character that draws letter n."""

    def __init__(self, chars: Sequence[PrintedChar]):
        self.chars = chars
        drawn = [(letter, index) for index, char in enumerate(chars) for letter in letters_of(char.char)]
        self.text = "".join(letter for letter, _ in drawn)
        self.owners = [index for _, index in drawn]

    def box(self, letter: int) -> Box:
        return self.chars[self.owners[letter]].box

    def occurrences(self, wanted: str) -> Iterator[int]:
        at = self.text.find(wanted)
        while at >= 0:
            yield at
            at = self.text.find(wanted, at + 1)

    def place(self, wanted: str, before: str, after: str) -> range | None:
        """Where the letters stand in one run, in the surroundings that agree best; None where they do not."""

        def agreement(at: int) -> int:
            head = self.text[max(0, at - len(before)) : at]
            tail = self.text[at + len(wanted) : at + len(wanted) + len(after)]
            return _common_start(head[::-1], before[::-1]) + _common_start(tail, after)

        at = max(self.occurrences(wanted), key=agreement, default=None)
        return None if at is None else range(at, at + len(wanted))


def _common_start(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _place_pieces(page: _Letters, quote: str) -> set[int]:
    """Letters of a quote that the page draws in another order, as it does with the cells of a table: the longest piece is an
    anchor, and every other piece is taken where it stands nearest to what has been placed."""
    pieces = [piece for piece in (letters_of(part) for part in compile_pattern(r"[\t\n]").split(quote)) if piece]
    placed: set[int] = set()
    for _, part in sorted(((-len(piece), piece) for piece in pieces), key=lambda entry: entry[0]):
        taken = _place_piece(page, part, placed)
        if taken is None:
            return set()
        placed |= taken
    return placed


def _place_piece(page: _Letters, piece: str, placed: set[int]) -> set[int] | None:
    """The letters of one cell; a cell whose lines the page does not draw one after another is taken line by line."""
    taken: set[int] = set()
    rest = piece
    while rest:
        length = _longest_prefix(page.text, rest)
        while length:
            at = _nearest_free(page, rest[:length], placed | taken)
            if at is not None:
                break
            length -= 1
        if not length or (length < SHORTEST_PIECE and length < len(rest)):
            return None
        taken |= set(range(at, at + length))
        rest = rest[length:]
    return taken


def _longest_prefix(text: str, wanted: str) -> int:
    """How many letters from the beginning of `wanted` stand in the text in one run."""
    return bisect_left(range(1, len(wanted) + 1), True, key=lambda length: wanted[:length] not in text)


def _nearest_free(page: _Letters, piece: str, placed: set[int]) -> int | None:
    free = [at for at in page.occurrences(piece) if placed.isdisjoint(range(at, at + len(piece)))]
    if not placed:
        return free[0] if free else None
    around = [page.box(letter) for letter in placed]
    top, bottom = min(box.top for box in around), max(box.bottom for box in around)
    left, right = min(box.left for box in around), max(box.right for box in around)

    def distance(at: int) -> float:
        box = page.box(at)
        middle = (box.top + box.bottom) / 2
        # A row is a band across the page: what stands beside it is near, what stands above or below is not.
        return OFF_ROW * max(top - middle, middle - bottom, 0) + max(left - box.right, box.left - right, 0)

    return min(free, key=distance, default=None)


def _join_lines(page: _Letters, letters: Sequence[int]) -> Iterator[Box]:
    """One rectangle for each run of letters on a line."""
    line: Box | None = None
    last = -2
    for letter in letters:
        box = page.box(letter)
        if line is not None and letter - last <= 1 and _on_one_line(line, box) and box.left >= line.left - 0.005:
            line = line.joined(box)
        else:
            if line is not None:
                yield line
            line = box
        last = letter
    if line is not None:
        yield line


def _on_one_line(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_LINE * min(one.bottom - one.top, other.bottom - other.top)
