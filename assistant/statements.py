"""What an answer can be made of: the sentences, list items and table rows of the hits, each a range of its document."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from assistant.rolls import find_rolls
from index.budget import UNLIMITED, Budget
from index.catalogue import StoredPassage
from index.retriever import Hit
from ingest.document import CELL
from ingest.patterns import compile_pattern

ABBREVIATIONS = (
    r"\b(?:Cllrs?|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|No|Nos|para|paras|eg|e\.g|ie|i\.e|etc|vs|approx|cf|pp?|Ltd|Co|s|"
    r"ss|Art|Reg|Sch|Sec)$"
)
SENTENCE_BREAK = compile_pattern(r"(?<=[.?!;])[”’\"')\]]*\s+(?=[A-Z0-9“‘\"'(£•])|(?<!\s)\s+(?=•\s)")
MARK = compile_pattern(
    r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]{1,2}|[ivx]{1,5})[.)]+\s+|\d{1,3}\.(?=[A-Z])|\d{1,3}(?:\.\d{1,3}){1,4}\s+|•\s*)"
)
"""A paragraph number, list letter or bullet before the words of a statement."""


Kind = Literal["sentence", "item", "row", "heading", "roll"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, list item, heading line, table row, or roll of people with the line that announces them. `text` is the
    document's `start:end` without the mark before it.

    `header` is the row that names a table row's columns. `lead_in` is the sentence that opens the list an item stands in.
    `line` numbers the block within its hit, so that statements of one paragraph or list can be told from others.
    """

    hit: Hit
    passage: StoredPassage
    kind: Kind
    start: int
    end: int
    text: str
    header: str | None
    lead_in: str | None
    line: int

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(self.text.split(CELL))

    @property
    def names(self) -> tuple[str, ...]:
        """Column names of a table row, () where its table has none; of a header of several rows the last names the columns."""
        return tuple(self.header.rsplit("\n", 1)[-1].split(CELL)) if self.header else ()


def find_statements(hits: Sequence[Hit], text_of: Callable[[int], str], budget: Budget = UNLIMITED) -> list[Statement]:
    """All statements of the hits in reading order within each hit. `text_of(document row)` gives a document's text. Raises
    OutOfTime."""
    return [statement for hit in hits for statement in budget.each(_hit_statements(hit, text_of(hit.document.row)))]


def _hit_statements(hit: Hit, text: str) -> Iterator[Statement]:
    line = 0
    headers = {passage.header for passage in hit.parts if passage.header}
    for passage in hit.parts:
        if any(start <= passage.start and passage.end <= end for start, end in headers):
            continue
        lead = text[slice(*passage.lead_in)] if passage.lead_in else None
        if passage.kind == "row":
            header = text[slice(*passage.header)] if passage.header else None
            yield Statement(
                hit=hit,
                passage=passage,
                kind="row",
                start=passage.start,
                end=passage.end,
                text=text[passage.start : passage.end],
                header=header,
                lead_in=None,
                line=line,
            )
            line += 1
            continue
        yield from _text_statements(hit, passage, text, lead, line)
        line += text.count("\n", passage.start, passage.end) + 1


def _text_statements(hit: Hit, passage: StoredPassage, text: str, lead: str | None, line: int) -> Iterator[Statement]:
    """Sentences of a passage that is no table row. The line before a list, be it a sentence or a heading, is its lead-in."""
    make = partial(Statement, hit=hit, passage=passage, header=None)
    headings = set(passage.path)
    first_item, last_item = passage.items or (passage.end, passage.end)
    blocks = text[passage.start : passage.end].split("\n")
    rolls = dict(find_rolls(blocks))
    offset, roll_ends = passage.start, 0
    for number, block in enumerate(blocks):
        if number in rolls:
            roll_ends = rolls[number]
            whole = "\n".join(blocks[number:roll_ends])
            yield make(kind="roll", start=offset, end=offset + len(whole), text=whole, lead_in=None, line=line)
        is_item = first_item <= offset < last_item
        kind = "item" if is_item else "heading" if block in headings else "sentence"
        for start, end in split_sentences(block) if number >= roll_ends else ():
            if compile_pattern(r"\w").search(block[start:end]):
                yield make(
                    kind=kind,
                    start=offset + start,
                    end=offset + end,
                    text=block[start:end],
                    lead_in=lead if is_item else None,
                    line=line,
                )
        if not is_item:
            lead = block[split_sentences(block)[-1][0] :] if split_sentences(block) else lead
        line += 1
        offset += len(block) + 1


def opens_list(text: str) -> bool:
    """Whether a sentence announces what comes after it."""
    return compile_pattern(r"(?::[-–—]?|\b(?:as follows|the following)\b[.:;]?)\s*$").search(text) is not None


def split_sentences(block: str) -> list[tuple[int, int]]:
    """Ranges of the sentences of one block, each without the paragraph number, letter or bullet before it."""
    mark = MARK.match(block)
    first = mark.end() if mark else 0
    ranges, start = [], first
    for found in SENTENCE_BREAK.finditer(block, first):
        before = block[start : found.start()].rstrip(".")
        if compile_pattern(ABBREVIATIONS).search(before) or (block[found.start() - 1] == ";" and found.start() - start < 25):
            continue
        ranges.append((start, found.start()))
        start = found.end()
    ranges.append((start, len(block.rstrip())))
    trimmed = []
    for begin, end in ranges:
        inner = MARK.match(block[begin:end]) if begin != first else None
        trimmed.append((begin + (inner.end() if inner and inner[0].startswith("•") else 0), end))
    return [(begin, end) for begin, end in trimmed if end > begin]
