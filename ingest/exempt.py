"""Which part of a paper is not for publication, from how the paper marks itself. A paper that only speaks of exemption is open.

Councils mark exempt papers ("Part 2 papers") under Schedule 12A to the Local Government Act 1972: at the head of a report, in the
header of its pages, or in a row of its front sheet. What is marked counts as exempt up to the next agenda item of a pack, and
otherwise to the end of the file: a word too many kept back can be asked for, a word too few cannot be taken back.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.document import Marking, Page, PlacedBlock
from ingest.layout import AGENDA_ITEM

HEAD_BLOCKS = 12
"""A marking stands among so many blocks at the head of a page or paper; after them other papers are spoken of."""
BOUND_BLOCKS = 4
"""The same for a part of a pack, whose agenda says of the items it lists which are exempt."""
LONGEST_CHARS = 400
BOUND = frozenset({"agenda pack", "agenda", "minutes"})
"""Types that bind exempt parts behind open ones: a marking in them closes its own part only."""

_PAPER = r"(?:report|appendix|annex|annexe|paper|document|minutes?|briefing|schedule)"
_MARKED = re.compile(
    rf"[\W_]*(?:agenda item (?:no\.? ?)?\d+[a-z]?[\W_]+)?(?:(?:strictly )?(?:private and )?confidential[\W_]+)?(?:"
    # "NOT FOR PUBLICATION by virtue of paragraph 3 of Part 1 of Schedule 12A".
    r"not for publication\b(?! (?:date|scheme))"
    rf"|(?:this|the (?:following|attached|whole)|the whole of this) {_PAPER}s?\b.{{0,40}}\b(?:is|are) (?:therefore )?"
    r"(?:not for publication|exempt\b|confidential\b)"
    rf"|this {_PAPER} contains (?:confidential|exempt)(?: or exempt)? information\b.{{0,80}}\b(?:paragraph|schedule 12a)"
    rf"|exempt (?:{_PAPER}|from publication)s?\b[\W_]*(?:\w+[\W_]*){{0,3}}$"
    r"|exempt\b.{0,60}\b(?:paragraph|schedule 12a)\b"
    # Set in capitals it is a marking also where a title stands on the line before.
    r"|.{0,150}(?-i:\bNOT FOR PUBLICATION\b)"
    r")",
    re.IGNORECASE,
)
"""How a block says of its own paper that it is exempt. "Appendix B is exempt" says it of another."""
_MARGIN = re.compile(
    r"[\W_]*(?:part (?:2|ii|two|b)\b[\W_]*(?:\(?(?:exempt|confidential|private|closed|not for publication)\b.{0,60})?$"
    r"|(?:(?:private and |strictly )?confidential|exempt)[\W_]*$)",
    re.IGNORECASE,
)
"""What says so in a header or footer only: "Part 2" in a text may head a chapter, and in an agenda a list of items."""
_ROW = re.compile(
    r"(?!.*(?:contain|appendi|annex))[^\t]{0,40}\b(?:exempt|not for publication|part (?:2|ii))\b[^\t]{0,40}\t\s*yes\b[^\t]*$",
    re.IGNORECASE,
)
"""A row of a front sheet: "Exempt | Yes (paragraph 3)"."""


def find_exempt(
    text: str, blocks: Sequence[PlacedBlock], pages: Sequence[Page], margins: Sequence[tuple[int | None, str]], kind: str
) -> tuple[Marking, ...]:
    """Ranges of a document's text that are not for publication, in order; () for an open paper.

    `margins` are the words in the headers and footers with their page, None for those of the whole file; `kind` is the type.
    """
    found = [
        Marking(start=0, end=len(text), state="exempt", why=f"header or footer: {words}")
        for page, words in margins
        if page is None and _marks_margin(words)
    ]
    if found:
        return tuple(found[:1])
    at = {page.number: page for page in pages}
    for number, words in margins:
        if number in at and _marks_margin(words):
            page, why = at[number], f"header or footer of page {number}: {words}"
            found.append(Marking(start=page.start, end=page.end, state="exempt", why=why))
    found += _find_marked(text, blocks, pages, kind)
    return tuple(sorted(found, key=lambda marking: (marking.start, marking.end)))


def _marks_margin(words: str) -> bool:
    return bool(_MARGIN.match(words) or _MARKED.match(words))


def _find_marked(text: str, blocks: Sequence[PlacedBlock], pages: Sequence[Page], kind: str) -> Iterator[Marking]:
    begins = {page.start: page for page in pages}
    since, opened = 0, 0
    for block in blocks:
        if block.start in begins:
            since, opened = 0, block.start
        since += 1
        words = text[block.start : block.end]
        if (
            since > (BOUND_BLOCKS if kind in BOUND else HEAD_BLOCKS)
            or len(words) > LONGEST_CHARS
            or not (_ROW if block.kind == "row" else _MARKED).match(words)
        ):
            continue
        if kind not in BOUND:
            # At the head of the paper it speaks for all of it, on a later page for what is bound in from there.
            yield Marking(start=opened, end=len(text), state="exempt", why=words)
        else:
            later = (b.start for b in blocks if b.start > block.start and AGENDA_ITEM.match(text[b.start : b.end]))
            start = opened if pages else block.start
            yield Marking(start=start, end=next(later, len(text)), state="exempt", why=words)
