"""The record of an inspection out of its report or letter: what was inspected, when, by whom, how it was judged and what needs to
improve."""

from collections.abc import Sequence

from ingest.document import CELL, Document, PlacedBlock
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.inspections_dates import Period, find_months, read_period
from ingest.records.inspections_frameworks import name_framework
from ingest.records.inspections_heads import DAYS_LABEL, EARLIER, HEAD_BLOCKS, ReportHead, find_heads, text_of
from ingest.records.inspections_judgements import find_area, has_missing, read_judgements
from ingest.records.inspections_people import find_label, read_lead
from ingest.records.inspections_providers import read_provider
from ingest.records.record import Inspection, Judgement, place_quote

PARAGRAPHS = 6
"""What needs to improve fills no more paragraphs than this where it is not a list."""

_PUBLISHED = compile_pattern(
    r"\b(?:(?:report\s+)?published(?:\s+on)?|(?:date\s+of\s+publication|publication\s+date))\s*+(?::\s*+)?(?=(?:\w+day\s+)?\d)",
    IGNORECASE,
)
_FIELDWORK = compile_pattern(
    r"\bfieldwork (?:started|began|took place|was (?:completed|conducted)|completed)(?: (?:on|in|between|from))?\s+",
    IGNORECASE,
)
_LETTER_DAYS = compile_pattern(
    r"\b(?:visit|inspection|inspected)\b[^.]{0,200}?\b(?:on|from|between)\s{1,9}+(?=(?:\w{1,7}day\s{1,9})?\d)"
    r"|\b(?:on|between|from)\s{1,9}+(?=(?:\w{1,7}day\s{1,9})?\d[^.]{5,60}?\b(?:Ofsted|inspectors|HMI|Majesty))",
    IGNORECASE,
)
_IMPROVE = compile_pattern(
    r"(?:\d+[.)]?\s+)?(?:what (?:does |do )?(?:the |this )?(?:[\w’' ]{0,40} )?needs? (?:to do )?(?:to )?(?:do to )?(?:further )?"
    r"improve(?:ment)?\b.{0,70}|areas? (?:for|of) (?:priority action|improvement|development)s?(?: .{0,60})?|priority actions?"
    r"|recommendations)\W*\d?\W*$",
    IGNORECASE,
)
_NUMBERED = compile_pattern(r"\d{1,2}\.\s?[A-Z]")
_GOES_ON = compile_pattern(r"[a-z]|[–—−-]\s")
_NOTE = compile_pattern(r"\d{1,2}\s+[A-Z]")
_OUTCOMES = compile_pattern(
    r"typically\s+lead\s+to\s+positive\s+experiences(?:\s+and\s+outcomes)?|(?:lead\s+to\s+)?inconsistent\s+experiences(?:\s+and\s+outcomes)?"
    r"|widespread\s+and/?\s?or\s+systemic\s+failings(?:\s+leading\s+to\s+significant\s+concerns)?",
    IGNORECASE,
)


def find_reports(document: Document) -> tuple[Inspection, ...]:
    """An inspection for each report or letter of an inspectorate in the document, in order."""
    return tuple(_read_report(document, head) for head in find_heads(document))


def locate_reports(document: Document) -> tuple[tuple[int, int], ...]:
    """The ranges of the document's text that those reports and letters fill."""
    blocks = document.blocks
    return tuple((blocks[head.first].start, blocks[head.end - 1].end) for head in find_heads(document))


def _read_report(document: Document, head: ReportHead) -> Inspection:
    blocks = document.blocks
    kind = head.kind
    own = blocks[head.first : head.end]
    stop = min(head.end, head.last + HEAD_BLOCKS)
    text = document.text[blocks[head.first].start : blocks[stop - 1].end]
    base = blocks[head.first].start
    period = _read_days(text, head.letter)
    began, ended = (period.began, period.ended) if period else (None, None)
    if kind.graded and began == ended:
        # No full inspection is done in a day: one of the two days was not read.
        began = ended = None
    judgements = read_judgements(document, blocks, head.first, head.end, kind, began)
    if kind.name == "area SEND":
        judgements = _read_outcome(document, own)
    lead = read_lead(text, document.text[own[0].start : own[-1].end], letter=head.letter)
    due = kind.graded or bool(DAYS_LABEL.search(text))
    unreadable = [name for name, value in (("start", began), ("end", ended)) if value is None and due]
    if lead is None and (kind.graded or find_label(text)):
        unreadable.append("lead_inspector")
    if has_missing(judgements):
        unreadable.append("judgements")
    keys = frozenset(find_area(kind, j.area) for j in judgements if j.quote)
    close = max([j.end for j in judgements if j.end and j.start and j.start < base + len(text)], default=0)
    close = max(close, base + (period.end if period else 0), blocks[head.last].end)
    published = _read_published(text)
    title = document.text[base : blocks[head.last].end]
    provider = read_provider(document, title, text, kind)
    return Inspection(
        place=place_quote(
            document,
            base,
            close,
            path=blocks[head.first].path,
            body=kind.inspectorate if document.facts.type != "inspection report" else None,
            date=(published or ended) if document.facts.type != "inspection report" else None,
        ),
        source="report",
        inspectorate=kind.inspectorate,
        provider=provider,
        kind=kind.name,
        framework=name_framework(kind, began, keys),
        began=began,
        ended=ended,
        published=published,
        lead_inspector=lead,
        judgements=judgements,
        improvements=_read_improvements(document, own),
        unreadable=tuple(unreadable),
    )


def _read_days(text: str, letter: bool) -> Period | None:
    for label in DAYS_LABEL.finditer(text):
        if not EARLIER.search(text[: label.start()]):
            return read_period(text, label.end())
    if letter:
        for cue in _LETTER_DAYS.finditer(text):
            period = read_period(text, cue.end())
            if period:
                return period
    cue = _FIELDWORK.search(text)
    if cue:
        months = (month for month in find_months(text) if month.start == cue.end())
        return read_period(text, cue.end()) or next(months, None)
    return None


def _read_published(text: str) -> str | None:
    cue = _PUBLISHED.search(text)
    period = read_period(text, cue.end()) if cue else None
    return period.began if period and period.began == period.ended else None


def _read_outcome(document: Document, blocks: Sequence[PlacedBlock]) -> tuple[Judgement, ...]:
    """The outcome of an area SEND inspection, which is one of three sentences, as its report words it."""
    heading = next(
        (
            n
            for n, block in enumerate(blocks)
            if compile_pattern(r"inspection outcome\W*$", IGNORECASE).match(text_of(document, block))
        ),
        None,
    )
    if heading is None:
        return ()
    for block in blocks[heading + 1 : heading + 4]:
        text = text_of(document, block)
        match = _OUTCOMES.search(text)
        if match:
            page = document.page_at(block.start)
            sentence = compile_pattern(r"[.!?](?:\s|$)").search(text[match.end() :])
            end = block.start + match.end() + (sentence.end() if sentence else 0)
            return (
                Judgement(
                    area=text_of(document, blocks[heading]),
                    grade=" ".join(match[0].split()),
                    page=page.number if page else None,
                    quote=document.text[block.start : end].rstrip(),
                    start=block.start,
                    end=block.start + len(document.text[block.start : end].rstrip()),
                ),
            )
    return ()


def _read_improvements(document: Document, blocks: Sequence[PlacedBlock]) -> tuple[tuple[int, int], ...]:
    """The list under the heading that says what needs to improve, entry by entry; its paragraphs where it is not a list."""
    found: list[tuple[int, int]] = []
    table: int | None = None
    for number, block in enumerate(blocks):
        text = text_of(document, block)
        if block.kind == "row":
            # A table with a column of areas for improvement, in its last cell.
            if _IMPROVE.match(text.split(CELL)[-1]):
                table = block.table
            elif table is not None and block.table == table and text.split(CELL)[-1].strip():
                found.append((block.start + text.rfind(CELL) + 1, block.end))
        elif _IMPROVE.match(text):
            found += _read_list(document, blocks[number + 1 :])
    return tuple(dict.fromkeys(found))


def _read_list(document: Document, blocks: Sequence[PlacedBlock]) -> list[tuple[int, int]]:
    """The entries of the list that begins the blocks, an entry with the list that it opens as one; paragraphs where there
    is no list."""
    entries: list[tuple[int, int]] = []
    paragraphs: list[tuple[int, int]] = []
    for block in blocks:
        text = text_of(document, block)
        goes_on = bool(_GOES_ON.match(text))
        if block.kind in ("heading", "row") or (block.kind == "paragraph" and entries and not goes_on):
            break
        if block.kind == "paragraph" and paragraphs and (_NUMBERED.match(text) or _NOTE.match(text)):
            break
        under = block.level > 1 if block.kind == "item" else goes_on
        if entries and under and _is_open(document, entries[-1]):
            entries[-1] = (entries[-1][0], block.end)
        elif block.kind == "item":
            entries.append((block.start, block.end))
        else:
            paragraphs.append((block.start, block.end))
    return entries or paragraphs[:PARAGRAPHS]


def _is_open(document: Document, entry: tuple[int, int]) -> bool:
    """Whether an entry ends inside a sentence or has opened a list of its own."""
    words = document.text[slice(*entry)]
    return bool(compile_pattern(r":(?:\n|$)").search(words)) or not compile_pattern(r"[.!?;]\W*$").search(words)
