"""The parts of a decision: lettered, numbered or bulleted list items below the words that open them, or within one paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.bound import words_of
from ingest.document import Document, PlacedBlock
from ingest.patterns import IGNORECASE, compile_pattern

MARK = compile_pattern(
    r"^(?:\((?P<closed>[A-Za-z]{1,2}|[ivx]{1,5}|\d{1,2})\)\s*|(?P<open>[A-Za-z]{1,2}|[ivx]{1,5}|\d{1,2})[.)]\s+"
    r"|(?P<deep>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+)(?=\S)"
)
FIRST = frozenset({"a", "i", "1"})
"""The marks that begin a list."""
OPENS = compile_pattern(r"(?:[:;]|:\s*[-–—]|\bthat|\bto|\bfollows|\bfollowing|[-–—])\s*$", IGNORECASE)
"""How words end that a list or the decision itself follows."""
_CLOSES = compile_pattern(r"[.!?][”’\"')\]]*$")
_INLINE = compile_pattern(r"(?:(?<=\s)|^)\(?(?P<mark>[a-z]|[ivx]{1,5}|\d{1,2})\)\s+(?=\S)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part as a range of the document's text without its mark; `mark` is the letter or number as printed, without
    brackets."""

    mark: str | None
    start: int
    end: int


def read_parts(document: Document, at: int, last: int, *, opener: str) -> tuple[list[Part], int]:
    """The parts that follow from block `at` on, up to block `last` at most, and the block after them.

    `opener` are the words they complete. What is set deeper than the first part, or belongs to a part that ends with a colon,
    lies within its part. A paragraph is a part only if it bears a mark in order, or completes what the opener leaves open.
    """
    parts: list[Part] = []
    first: PlacedBlock | None = None
    before, nested, inner = opener, False, None
    while at < last:
        block = document.blocks[at]
        words = words_of(document, block)
        if block.kind in ("heading", "row") or not words.strip():
            break
        mark = read_mark(words)
        start = block.start + (mark[1] if mark else 0)
        if first is None:
            if block.kind != "item" and not mark and not OPENS.search(opener):
                break
            first = block
            parts.append(Part(mark=mark[0] if mark else None, start=start, end=block.end))
        elif _is_next(parts[-1], mark, block, first):
            parts.append(Part(mark=mark[0] if mark else None, start=start, end=block.end))
            nested, inner = False, None
        elif _is_title(words, mark):
            break
        elif (nested and not mark and block.kind == "item") or _is_within(block, first, mark, before, inner):
            nested, inner = True, mark[0] if mark else inner
            parts[-1] = Part(mark=parts[-1].mark, start=parts[-1].start, end=block.end)
        elif block.kind == "paragraph" and _goes_on(document, parts, words, before):
            parts.append(Part(mark=None, start=block.start, end=block.end))
        else:
            break
        before = words
        at += 1
    return parts, at


def split_inline(document: Document, start: int, end: int) -> tuple[int, list[Part]]:
    """Where the first part begins and the parts of a range that lists them in one paragraph: "(a) ...; (b) ..."; none where
    fewer than two marks follow each other from the first of their kind."""
    text = document.text[start:end]
    found: list[tuple[str, int, int]] = []
    for match in _INLINE.finditer(text):
        mark = match["mark"]
        if follows(found[-1][0], mark) if found else mark in FIRST:
            found.append((mark, match.start(), match.end()))
    if len(found) < 2:
        return end, []
    ends = [begin for _, begin, _ in found[1:]] + [len(text)]
    parts = [
        Part(mark=mark, start=start + body, end=start + body + len(text[body:stop].rstrip()))
        for (mark, _, body), stop in zip(found, ends, strict=True)
    ]
    return start + found[0][1], parts


def read_mark(words: str) -> tuple[str, int] | None:
    """The mark at the head of a part, without its brackets, and where the words after it begin."""
    match = MARK.match(words)
    if match is None:
        return None
    mark = match["closed"] or match["open"] or match["deep"]
    # "To note" and "No ..." are words; "A." may be one too, but heads no sentence of a decision.
    if len(mark) > 1 and mark.isalpha() and mark.lower() not in _ROMAN and len(set(mark)) > 1:
        return None
    return mark, match.end()


def follows(mark: str, after: str) -> bool:
    """Whether two marks are neighbours: "a" and "b", "1" and "2", "ii" and "iii", "2.1" and "2.2"."""
    if mark.isdigit() and after.isdigit():
        return int(after) == int(mark) + 1
    if "." in mark or "." in after:
        *above, last = mark.split(".")
        *above_next, following = after.split(".")
        return above == above_next and last.isdigit() and following.isdigit() and int(following) == int(last) + 1
    low, low_after = mark.lower(), after.lower()
    if len(low) == len(low_after) == 1 and ord(low_after) == ord(low) + 1:
        return True
    return low in _ROMAN and low_after in _ROMAN and _ROMAN[low_after] == _ROMAN[low] + 1


def list_follows(document: Document, at: int, last: int) -> bool:
    """Whether the block after `at` begins a list although nothing announces it ("... that Cabinet")."""
    if at + 1 >= last:
        return False
    mark = read_mark(words_of(document, document.blocks[at + 1]))
    return mark is not None and mark[0].lower() in FIRST and not _CLOSES.search(words_of(document, document.blocks[at]))


def _is_next(part: Part, mark: tuple[str, int] | None, block: PlacedBlock, first: PlacedBlock) -> bool:
    if part.mark and mark:
        return follows(part.mark, mark[0])
    return not part.mark and not mark and block.kind == first.kind == "item" and block.level <= first.level


def _is_title(words: str, mark: tuple[str, int] | None) -> bool:
    """Whether a numbered block is the title of the next item of business, which plain text does not set apart."""
    if not mark or not mark[0][0].isdigit() or mark[0] == "1" or len(words) > 120:
        return False
    return words[mark[1]].isupper() and not compile_pattern(r"[.;:,]$|\b(?:and|or)$").search(words.rstrip())


def _is_within(block: PlacedBlock, first: PlacedBlock, mark: tuple[str, int] | None, before: str, inner: str | None) -> bool:
    """Whether a block lies within the part before it: an item of another kind of list that begins here or goes on after the
    mark `inner`, or what that part leaves open."""
    open_ended = OPENS.search(before) is not None or not _CLOSES.search(before)
    if mark and ((mark[0].lower() in FIRST and open_ended) or (inner is not None and follows(inner, mark[0]))):
        return block.kind == "item" or OPENS.search(before) is not None or inner is not None
    if block.kind == "item" and not mark:
        return block.level > first.level or first.kind != "item" or OPENS.search(before) is not None
    return not mark and not _CLOSES.search(before) and (OPENS.search(before) is not None or before[-1:].islower())


def _goes_on(document: Document, parts: Sequence[Part], words: str, before: str) -> bool:
    """Whether a plain paragraph is the next of several that make up the decision, each opened by the same word."""
    opening = document.text[parts[0].start : parts[0].end].split(None, 1)[0]
    return parts[-1].mark is None and opening in ("That", "that", "To", "to") and words.split(None, 1)[0] == opening
