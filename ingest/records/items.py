"""The item of business that a block stands under: its number and title as printed. And decisions made of parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.bound import BoundPaper, words_of
from ingest.document import CELL, Document
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.lists import Part
from ingest.records.record import Decision, DecisionStatus, place_quote

ITEM = compile_pattern(
    r"^(?:(?:agenda )?item (?:no\.? ?)?"
    r"|minute (?:no\.? ?)?)?(?P<number>(?:[A-Z]{1,6}[ ./-]?)?\d{1,4}(?:[a-z](?=[\s.:)]))?(?:/\d{1,4}){0,2}(?:\.\d{1,2})?)"
    r"[.:)]?\s+(?:[-–—]\s+)?(?P<title>[^\W\d_].*)$",
    IGNORECASE,
)
_REFERENCED = compile_pattern(r"^(?P<number>\d{1,4})[.:)]\s+(?P<title>\d[\w/-]*\s.*[A-Za-z]{3}.*)$")
"""An item whose title begins with a reference: "121. 22/00094 - Proposal to expand a school"."""
_DECISION_HEADING = compile_pattern(
    r"^(?:it was |the \w+ )?(?:unanimously )?(?:resolved|resolution|agreed|recommended|recommendations?"
    r"|decisions?|decided|action)\b",
    IGNORECASE,
)
_MONTH = compile_pattern(r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", IGNORECASE)
_BESIDE = compile_pattern(r"\s*\((?:agenda )?(?:items?|pages?|pp\.?) [^()]*\)$", IGNORECASE)
"""Where the item stood on the agenda, which minutes print beside its title."""
LONGEST_TITLE = 150
LOOK_BACK = 60
"""Blocks above a resolution among which its item is looked for where no heading names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of business as printed; None is "not stated"."""

    number: str | None
    title: str | None


def find_item(document: Document, paper: BoundPaper, at: int) -> Item:
    """The item that block `at` stands under: the nearest numbered heading above it in its paper, else the nearest heading,
    else a short numbered line."""
    if item := _read_row(document, at):
        return item
    last_heading: str | None = None
    for back in range(at - 1, max(paper.first - 1, at - LOOK_BACK * 3), -1):
        block = document.blocks[back]
        words = words_of(document, block)
        if block.kind == "heading" and not _DECISION_HEADING.match(words):
            if item := read_item(words):
                return item
            last_heading = last_heading or words
        elif block.kind != "row" and at - back < LOOK_BACK and last_heading is None and len(words) < 150:
            item = read_item(words)
            if item and item.title and item.title[0].isupper() and not compile_pattern(r"[.;,:]$|;? (?:and|or)$").search(words):
                return item
    return Item(number=None, title=last_heading)


def _read_row(document: Document, at: int) -> Item | None:
    """The item that a row of minutes set as a table holds: its number in the first cell, its title in the next."""
    block = document.blocks[at]
    number, cell, rest = words_of(document, block).partition(CELL)
    if block.kind != "row" or not cell or not compile_pattern(r"\d{1,4}[a-z]?[.)]?").fullmatch(number.strip()):
        return None
    title = compile_pattern(r"\s(?:Minutes|Decision)s?\s*:|\s(?:RESOLVED|AGREED)\b|\t").split(rest, maxsplit=1)[0]
    return Item(number=number.strip(" .)"), title=title.strip()[:LONGEST_TITLE] or None)


def read_item(words: str) -> Item | None:
    """Number and title of an item's heading; None for one without a number. A day ("3 May 2022") is no item."""
    match = ITEM.match(words.strip()) or _REFERENCED.match(words.strip())
    if match is None or _MONTH.match(match["title"]) or not compile_pattern(r"[A-Za-z]{2}").search(match["title"]):
        return None
    title = _BESIDE.sub("", match["title"]).strip(" *")
    return Item(number=match["number"].strip(), title=title or None)


def make_decisions(
    document: Document,
    paper: BoundPaper,
    *,
    status: DecisionStatus,
    item: Item,
    path: tuple[str, ...],
    start: int,
    end: int,
    text: str,
    parts: Sequence[Part],
    vote: str | None = None,
    body: str | None = None,
    decision_maker: str | None = None,
    key: bool | None = None,
) -> list[Decision]:
    """A decision and its parts. `text` are its words without what opens them ("RESOLVED that:"); a single part without a mark
    is the decision itself."""

    def make(start: int, end: int, words: str, mark: str | None) -> Decision:
        return Decision(
            place=place_quote(document, start, end, path=path, body=body or paper.body, date=paper.date),
            status=status,
            item=item.number,
            title=item.title,
            text=join_words(words),
            part=mark,
            vote=vote,
            decision_maker=decision_maker,
            key=key,
        )

    decisions = [make(start, end, text, None)]
    if len(parts) > 1 or any(part.mark for part in parts):
        decisions += [make(part.start, part.end, document.text[part.start : part.end], part.mark) for part in parts]
    return decisions


def join_words(words: str) -> str:
    """Words of a quote on one line."""
    return " ".join(words.split())
