"""The papers bound into one file: earlier minutes and reports within a pack, each with its own meeting, day and title.

A file that is one paper is one bound paper. What a paper does not state of itself is None, and the file's own facts hold.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.dates import find_dates, parse_date
from ingest.document import CELL, Document, PlacedBlock
from ingest.layout import AGENDA_ITEM, BLANK_PAGE
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.inspections_dates import read_period
from ingest.records.inspections_heads import DAYS_LABEL, ReportHead, find_heads

HEAD_BLOCKS = 16
"""How far from its beginning a paper says what it is; a list of those present may be as long."""
BODY_NOUN = (
    r"(?:sub-? ?committee|committee|cabinet|executive|panel|board|forum|commission|assembly|full council|council"
    r"|working (?:group|party)"
    r"|task (?:and|&) finish group|scrutiny group|partnership)"
)
_MINUTES = compile_pattern(r"^(?:(?:draft|unconfirmed|public|printed)\s+)*minutes\b(?! silence)", IGNORECASE)
_ATTENDANCE = compile_pattern(
    r"^(?:members?(?: (?:present|in attendance))?|present|attendance|attendees|in attendance|councillors? |cllrs? |voting members"
    r"|committee members|apologies)\b|^members\b.{0,20}present",
    IGNORECASE,
)
_MEETING_OF = compile_pattern(
    r"\b(?:meeting|proceedings|minutes) of (?:(?:a|an|the) )?(?:(?:virtual |remote |special "
    r"|ordinary )?meeting of (?:(?:a|an|the) )?)?"
    r"(?P<body>[A-Z].{2,110}?)(?:,?\s+(?:meeting\b|held\b|at \d|at the\b|on (?:mon|tue|wed|thu|fri|sat|sun|\d)"
    r"|in the\b)|,? (?:mon|tues?|wednes|thurs|fri|satur|sun)day\b|:|\s[-–]\s|$)",
    IGNORECASE,
)
_BODY_AND_DAY = compile_pattern(
    rf"^(?P<body>(?:[\w'’,&()-]+ ){{0,9}}{BODY_NOUN}(?: \([^()]+\))?)(?: meeting)?"
    r"\s*[-–—:,]?\s*(?P<day>(?:\w+day,? )?\d.{5,24})$",
    IGNORECASE,
)
_LABELS = (
    (
        "title",
        compile_pattern(r"^(?:report title|title(?: of (?:the )?report)?|report|subject|agenda item title)\s*:?$", IGNORECASE),
    ),
    (
        "body",
        compile_pattern(
            r"^(?:report to|committee|meeting|name of (?:meeting|committee)|body|decision[- ]?maker)\s*:?$", IGNORECASE
        ),
    ),
    ("date", compile_pattern(r"^(?:date|meeting date|date of (?:the )?meeting|date of decision)\s*:?$", IGNORECASE)),
)
_CLOSED = compile_pattern(
    r"\bmeeting (?:was |then |having )?(?:closed|ended|finished|concluded|rose|terminated)\b"
    r"|\bclosed the meeting\b|^close of (?:the )?meeting\b"
    r"|\b\d close of (?:the )?meeting\b",
    IGNORECASE,
)
"""After it the page may be filled with signatures; what begins on another page is another paper."""
_TITLE_LINE = compile_pattern(r"^(?:report )?(?:title|subject)\s*:\s*(?P<title>\S[^\n]{3,200})$", IGNORECASE)
_REPORT_HEAD = compile_pattern(r"^report title\b", IGNORECASE)
_MEETING_DAY = compile_pattern(r"^(?:date of (?:the )?meeting|meeting date|date)\s*[:–-]", IGNORECASE)
_NOT_TITLE = compile_pattern(
    rf"^(?:agenda item|meeting date|date\b|report (?:of|by|to|from)\b|cabinet member|lead (?:officer|member)|wards?\b"
    rf"|(?:.{{0,60}}\b)?council$|(?:[\w'’,&-]+ ){{0,8}}{BODY_NOUN}$"
    r"|(?:public|part (?:1|i|a)|public document pack)$|published by|leader of|list of|contents)",
    IGNORECASE,
)
_SECTION = compile_pattern(
    r"^(?:recommendations?|purpose|(?:executive )?summary|introduction|background|reasons?|(?:legal|financial) implications)\b",
    IGNORECASE,
)
"""Headings within a report: its title stands above them."""
_NUMBERED = compile_pattern(r"^\d{1,2}(?:\.\d+)*[.)]?\s")

Kind = Literal["minutes", "report", "inspection report", "paper"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPaper:
    """The blocks `first` to `last` (not included) of a document are one paper. `body` and `date` (ISO) are those of its
    meeting."""

    first: int
    last: int
    kind: Kind
    title: str | None
    body: str | None
    date: str | None


def divide_papers(document: Document) -> tuple[BoundPaper, ...]:
    """The papers of a document in order; together they hold every block."""
    if not document.blocks:
        return ()
    heads = {head.first: head for head in find_heads(document)} if document.facts.type != "inspection report" else {}
    inside = [at for head in heads.values() for at in range(head.first + 1, head.end)]
    ends = {head.end for head in heads.values()}
    starts = sorted({0, *heads, *ends, *_find_starts(document)} - {*inside, len(document.blocks)})
    papers = []
    for first, last in zip(starts, [*starts[1:], len(document.blocks)], strict=True):
        if first in heads:
            papers.append(_describe_inspection(document, heads[first], last))
        else:
            papers.append(_describe(document, first, last, opens=first == 0))
    return tuple(papers)


def words_of(document: Document, block: PlacedBlock) -> str:
    """The words of one block."""
    return document.text[block.start : block.end]


def _find_starts(document: Document) -> Iterator[int]:
    """Where a paper begins: at the mark of an agenda item, after a blank page, at the title of minutes, at the head of a
    report. A mark and what it announces are one beginning."""
    last, after_blank, closed_at = -HEAD_BLOCKS, False, None
    pages = sorted(page.start for page in document.pages)
    for at, block in enumerate(document.blocks):
        words = words_of(document, block)
        if BLANK_PAGE.match(words):
            after_blank, closed_at = True, None
            continue
        if closed_at is not None and bisect_right(pages, block.start) > closed_at:
            after_blank, closed_at = True, None
        elif _CLOSED.search(words) and len(words) < 300:
            closed_at = bisect_right(pages, block.start)
        mark = block.kind == "heading" and AGENDA_ITEM.match(words) is not None
        day = block.kind == "heading" and _read_body_and_day(words) is not None and len(words) < 100
        head = block.kind == "row" and _REPORT_HEAD.match(words) is not None
        minutes = _opens_minutes(document, at)
        if after_blank or mark or day or head or minutes:
            # The mark of the item, the name of the meeting and the report's own head stand close together.
            announced = at - last <= 5 and not mark and not after_blank
            if not announced:
                yield at
            last = at
        after_blank = False


def _opens_minutes(document: Document, at: int) -> bool:
    block = document.blocks[at]
    words = words_of(document, block)
    if block.kind == "row" or len(words) > 300 or not _MINUTES.match(words):
        return False
    following = document.blocks[at + 1 : at + 1 + HEAD_BLOCKS]
    return any(_ATTENDANCE.match(words_of(document, after)) for after in following)


def _read_body_and_day(words: str) -> tuple[str, str] | None:
    match = _BODY_AND_DAY.match(words)
    if match is None:
        return None
    dates = find_dates(match["day"])
    return (match["body"], dates[0][2].isoformat()) if dates and dates[0][1] == len(match["day"]) else None


def _describe_inspection(document: Document, head: ReportHead, last: int) -> BoundPaper:
    """A report of an inspectorate: its title, the inspectorate as its body, and the last day of the inspection."""
    blocks = document.blocks[head.first : head.last + 1]
    lines = [words_of(document, block) for block in blocks]
    title = next((line for line in lines if head.kind.title.search(line)), None)
    label = DAYS_LABEL.search(lines[-1])
    period = read_period(lines[-1], label.end()) if label else None
    return BoundPaper(
        first=head.first,
        last=last,
        kind="inspection report",
        title=title or f"Inspection ({head.kind.name})",
        body=head.kind.inspectorate,
        date=period.ended if period and period.has_days else None,
    )


def _describe(document: Document, first: int, last: int, *, opens: bool) -> BoundPaper:
    head = document.blocks[first : min(last, first + HEAD_BLOCKS)]
    facts: dict[str, str] = {}
    kind: Kind = "paper"
    for place, block in enumerate(head):
        words = words_of(document, block)
        if kind == "paper" and _opens_minutes(document, first + place):
            kind = "minutes"
            facts = _read_minutes_head(document, head[place:])
            break
        if block.kind == "row":
            _read_label(words, facts)
        elif block.kind == "heading" and (found := _read_body_and_day(words)):
            facts.setdefault("body", _write_name(found[0]))
            facts.setdefault("date", found[1])
        elif named := _TITLE_LINE.match(words):
            facts.setdefault("title", named["title"].strip())
        elif opens and document.facts.type == "minutes" and (day := parse_date(words)):
            facts.setdefault("date", day.isoformat())
        elif _MEETING_DAY.match(words) and (dates := find_dates(words)):
            facts.setdefault("date", dates[0][2].isoformat())
    if kind == "paper" and opens and (document.facts.type == "minutes" or _tells_of_minutes(document, head)):
        kind = "minutes"
    elif kind == "paper" and (_is_report(document, head) or (opens and document.facts.type == "report")):
        kind = "report"
    if opens and kind != "minutes":
        # The front of the file speaks for the whole of it, which its facts do better.
        facts = {name: value for name, value in facts.items() if name == "title"}
    title = facts.get("title") or (_find_title(document, head) if kind != "minutes" else None)
    return BoundPaper(first=first, last=last, kind=kind, title=title, body=facts.get("body"), date=facts.get("date"))


def _read_minutes_head(document: Document, head: Sequence[PlacedBlock]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for block in head[:4]:
        words = words_of(document, block)
        meeting = _MEETING_OF.search(words)
        named = meeting is not None and compile_pattern(BODY_NOUN, IGNORECASE).search(meeting["body"]) is not None
        if meeting and (named or (block is head[0] and not find_dates(meeting["body"]))):
            facts.setdefault("body", _write_name(meeting["body"].strip()))
        if dates := find_dates(words):
            facts.setdefault("date", dates[0][2].isoformat())
            break
    return facts


def _read_label(words: str, facts: dict[str, str]) -> None:
    name, _, value = words.partition(CELL)
    label = next((label for label, cue in _LABELS if cue.match(name.strip())), None)
    value = value.strip().rstrip(CELL)
    if label == "date":
        dates = find_dates(value)
        if dates:
            facts.setdefault("date", dates[0][2].isoformat())
    elif label == "body":
        named = compile_pattern(rf"(?:the )?(?P<body>[^\t]{{0,80}}?{BODY_NOUN}(?: \([^()]+\))?)", IGNORECASE).match(value)
        if named and len(value) < 120:
            facts.setdefault("body", named["body"])
    elif label and value and CELL not in value:
        facts.setdefault(label, value)


def _is_report(document: Document, head: Sequence[PlacedBlock]) -> bool:
    return any(
        AGENDA_ITEM.match(words) or compile_pattern(r"report (?:title|of|to|by|author|from)\b", IGNORECASE).match(words)
        for words in (words_of(document, block) for block in head)
    )


def _tells_of_minutes(document: Document, head: Sequence[PlacedBlock]) -> bool:
    """Whether a web page of Modern.gov or the like holds the minutes under each item of the agenda."""
    names = (words_of(document, block) for block in head if block.kind != "row")
    return any(
        compile_pattern(r"agenda(?:, decisions)?(?: and|,| &) (?:draft )?minutes\b", IGNORECASE).match(words) for words in names
    )


def _find_title(document: Document, head: Sequence[PlacedBlock]) -> str | None:
    for block in head:
        words = words_of(document, block)
        if block.kind == "heading" and _SECTION.match(words):
            return None
        if block.kind == "heading" and not _NUMBERED.match(words) and not _NOT_TITLE.match(words) and not find_dates(words):
            return words
    return None


def _write_name(name: str) -> str:
    """A name that is printed in capitals as people write it; other names as they are."""
    small = {"and", "of", "for", "the", "on", "in", "to"}
    if not name.isupper() or len(name) < 5:
        return name
    words = name.lower().split()
    return " ".join(word if word in small and number else word.capitalize() for number, word in enumerate(words))
