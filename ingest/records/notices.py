"""Decision notices: what one person, or a meeting whose decisions are published by themselves, decided."""

from collections.abc import Iterator

from ingest.bound import BoundPaper, words_of
from ingest.dates import find_dates
from ingest.document import Document
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.cells import Row, find_forms, match_columns
from ingest.records.items import Item, make_decisions
from ingest.records.lists import OPENS, Part, read_mark, read_parts
from ingest.records.record import Decision

_HEADING = compile_pattern(
    r"^(?:\d{1,2}(?:\.\d+)*[.)]?\s+)?(?:(?:the|details of(?: the)?|summary of(?: the)?|officer|delegated"
    r"|executive|member|final|record of(?: the)?) )*"
    r"decisions?(?: (?:made|taken|details|agreed|is))?\s*:?(?: that)?$",
    IGNORECASE,
)
_LABEL = compile_pattern(
    r"^(?:(?:the|details of(?: the)?|summary of(?: the)?|record of(?: the)?) )*decisions?(?: (?:made|taken|agreed))?\s*:?$",
    IGNORECASE,
)
_STATUS = compile_pattern(
    r"^(?:decision )?(?:made|taken|approved|implemented|published|recommendations? approved|for determination|yes|no)\W*$",
    IGNORECASE,
)
_FIELDS = tuple(
    (field, compile_pattern(cue, IGNORECASE))
    for field, cue in (
        ("number", r"reference|^ref\b|^decision (?:no|number)"),
        ("title", r"^(?:report |decision )?title|^subject|^name of decision|^decision title"),
        ("key", r"\bkey decision"),
        ("decision_maker", r"decision[- ]?(?:maker|taker)|(?:made|taken) by|^officer making|^name of (?:officer|decision)"),
        ("date", r"^date(?: of)?(?: the)? decision|^decision date|^date (?:taken|made)|^date$"),
    )
)
_NOT_TITLE = compile_pattern(
    r"^(?:decision (?:details|notice|record)|record of|officer decision|delegated|details)\b", IGNORECASE
)


def find_notices(document: Document, paper: BoundPaper) -> Iterator[Decision]:
    """The decisions that a decision notice records, each before its parts."""
    if document.facts.type != "decision notice" or paper.kind == "minutes":
        return
    facts = _read_facts(document, paper)
    for at in range(paper.first, paper.last):
        block = document.blocks[at]
        words = words_of(document, block)
        if block.kind == "row":
            label, _, cell = words.partition("\t")
            if _LABEL.match(label.strip()) and cell.strip() and not _STATUS.match(cell.strip()):
                start = block.start + len(label) + 1
                yield from _make(document, paper, facts, at, start, block.end, [])
        elif _HEADING.match(words) and at + 1 < paper.last:
            parts, _after = _read_below(document, paper, at + 1)
            if parts:
                yield from _make(document, paper, facts, at + 1, parts[0][0], max(part.end for part in parts[0][1]), parts[0][1])


def _read_below(document: Document, paper: BoundPaper, at: int) -> tuple[list[tuple[int, list[Part]]], int]:
    """The decision below its heading: a list, an opener with its list, or paragraphs up to the next heading."""
    block = document.blocks[at]
    words = words_of(document, block)
    if block.kind in ("heading", "row"):
        return [], at
    if block.kind == "paragraph" and OPENS.search(words) and not read_mark(words):
        parts, after = read_parts(document, at + 1, paper.last, opener=words)
        return ([(block.start, parts)], after) if parts else ([], at)
    parts, after = read_parts(document, at, paper.last, opener=":")
    while after < paper.last and not any(part.mark for part in parts) and document.blocks[after].kind == "paragraph":
        # Plain paragraphs up to the next heading are the decision too, unless a short line names a table.
        words = words_of(document, document.blocks[after])
        if block.kind == "item" or not words.rstrip().endswith((".", ";")):
            break
        parts = [*parts, Part(mark=None, start=document.blocks[after].start, end=document.blocks[after].end)]
        after += 1
    return [(block.start, parts)] if parts else [], after


def _read_facts(document: Document, paper: BoundPaper) -> dict[str, str | None]:
    rows: list[Row] = [row for form in find_forms(document, paper) for row in form]
    columns = match_columns([row.cells[0] for row in rows], _FIELDS)
    facts = {field: rows[number].cell(1) for field, number in columns.items()}
    if not facts.get("title"):
        headings = (block for block in document.blocks[paper.first : paper.last] if block.kind == "heading")
        names = (words_of(document, block) for block in headings)
        facts["title"] = next((name for name in names if not _NOT_TITLE.match(name) and not _HEADING.match(name)), None)
    return facts


def _make(
    document: Document,
    paper: BoundPaper,
    facts: dict[str, str | None],
    at: int,
    start: int,
    end: int,
    parts: list[Part],
) -> list[Decision]:
    block = document.blocks[at]
    key = facts.get("key")
    days = find_dates(facts.get("date") or "")
    dated = BoundPaper(
        first=paper.first,
        last=paper.last,
        kind=paper.kind,
        title=paper.title,
        body=paper.body,
        date=days[0][2].isoformat() if days else paper.date,
    )
    return make_decisions(
        document,
        dated,
        status="decided",
        item=Item(number=facts.get("number"), title=facts.get("title") or document.facts.title),
        path=block.path,
        start=start,
        end=end,
        text=document.text[start:end],
        parts=parts,
        decision_maker=facts.get("decision_maker"),
        key=key.lower().startswith("yes") if key and key.lower().startswith(("yes", "no")) else None,
    )
