"""What a report recommends to a meeting: its section of recommendations, or sentences that say "it is recommended"."""

from collections.abc import Iterator

from ingest.bound import BODY_NOUN, BoundPaper, words_of
from ingest.document import Document
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.items import Item, find_item, make_decisions
from ingest.records.lists import OPENS, Part, list_follows, read_mark, read_parts, split_inline
from ingest.records.record import Decision

SECTION = compile_pattern(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:(?:officers?['’]?|key|proposed|draft|summary of|report|detailed"
    r"|formal|the) )*recommendations?(?:\(s\))?"
    r"(?:\s*(?:/|and|or|&) ?(?:decisions?|actions?)(?: (?:required|requested|sought"
    r"|needed))?)?(?: to (?:the )?[A-Z][\w ,&-]{2,60})?"
    r"(?: that)?\s*:?$",
    IGNORECASE,
)
"""A heading or a line of its own under which a report puts its recommendations."""
_DECIDES = (
    r"(?:note|approve|agree|consider|endorse|comment|recommend|delegate|adopt|receive|review|determine|scrutinise|support|confirm"
    r"|authorise|accept|grant|ratify|refer|appoint|discuss|resolve|give)"
)
_ASKED = (
    rf"(?:is|are) (?:therefore |also |further |hereby )*(?:asked|recommended|invited|requested) (?:to|that)\b:?(?: {_DECIDES}\b)?"
)
CUE = compile_pattern(
    rf"^(?:it is (?:therefore |further |also )*(?:recommended|proposed|requested)(?: to [\w ]{{3,40}})?(?: that)?\b"
    rf"|recommend(?:ed|ations?)\b(?:\(s\))?(?: to [\w ]{{3,40}})?(?: that\b|\s*[:–-])"
    rf"|(?:the |that )?(?:members|[\w'’,& -]{{0,70}}?{BODY_NOUN}|schools forum)\b(?: members)?,? {_ASKED})",
    IGNORECASE,
)
"""The opening words of a recommendation outside of such a section."""
_DOES = compile_pattern(
    rf"^(?:that\b|to\b|(?:{_DECIDES}|delegate|instruct|request|ask|establish|commission|publish|award|enter"
    rf"|allocate|set|write|form|create"
    rf"|commend|continue|extend|procure|withdraw|vary|waive|designate|nominate|elect)(?:s|es)?\b)",
    IGNORECASE,
)
"""How a recommendation begins that nothing opens."""
_STOPS = compile_pattern(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:\(?reasons?\b|alternative|other options|options? considered"
    r"|background|the reasons?|rationale|note:|purpose|introduction"
    r"|(?:corporate|financial|legal) implications)",
    IGNORECASE,
)
_NUMBER = compile_pattern(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=\S)")
_ADDRESSED = compile_pattern(
    rf"\b(?:that|the|to)\s+(?:the )?(?P<body>(?:[A-Z][\w'’&-]* (?:(?:and|of|for|the|&) )*){{0,8}}(?i:{BODY_NOUN})"
    rf"|Cabinet|Executive|Council)\b"
)
_GENERIC = frozenset(
    {"committee", "panel", "board", "sub-committee", "forum", "commission", "working group", "partnership", "assembly"}
)


def find_recommendations(document: Document, paper: BoundPaper) -> Iterator[Decision]:
    """The recommendations of one paper in order, each before its parts; those that a meeting made are among its resolutions."""
    if paper.kind == "minutes":
        return
    found = False
    for at in range(paper.first, paper.last):
        block = document.blocks[at]
        if block.kind not in ("heading", "paragraph") or not SECTION.match(words_of(document, block)):
            continue
        for decision in _read_section(document, paper, at + 1):
            found = True
            yield decision
    if not found and paper.kind == "report":
        yield from _read_sentences(document, paper)


def _read_section(document: Document, paper: BoundPaper, at: int) -> Iterator[Decision]:
    """The recommendations of the section that begins with block `at`."""
    marks: list[str] = []
    opened = words_of(document, document.blocks[at - 1]).rstrip().endswith(("that", ":"))
    while at < paper.last:
        block = document.blocks[at]
        words = words_of(document, block)
        if block.kind in ("heading", "row") or _STOPS.match(words):
            return
        number = _NUMBER.match(words)
        begins = number.end() if number else 0
        if CUE.match(words[begins:]) or (OPENS.search(words) and not read_mark(words)):
            decisions, at = _read_lead(document, paper, at, begins)
            yield from decisions
            opened = False
        elif opened or _DOES.match(words[begins:]) or (read_mark(words) and _DOES.match(words[read_mark(words)[1] :])):
            mark = read_mark(words)
            decisions, at = _read_single(document, paper, at, mark)
            yield from decisions
            marks.append(mark[0] if mark else "")
        else:
            return


def _read_lead(document: Document, paper: BoundPaper, at: int, begins: int) -> tuple[list[Decision], int]:
    """A paragraph that opens a list of recommendations, or holds one."""
    block = document.blocks[at]
    start, end = block.start + begins, block.end
    words = document.text[start:end]
    parts: list[Part] = []
    after = at + 1
    if OPENS.search(words) or list_follows(document, at, paper.last):
        parts, after = read_parts(document, at + 1, paper.last, opener=words)
    else:
        _, parts = split_inline(document, start, end)
    end = max([end, *(part.end for part in parts)])
    text_start = start
    if opening := compile_pattern(
        r"(?:it is (?:therefore |further |also )*(?:recommended|proposed|requested)|recommend(?:ed"
        r"|ations?)(?:\(s\))?)(?:\s*[:–-]+|,? that)*\s*",
        IGNORECASE,
    ).match(words):
        text_start += opening.end()
    if parts and not document.text[text_start:end].strip():
        text_start = parts[0].start
    return _make(document, paper, at, start, end, document.text[text_start:end], parts), after


def _read_single(document: Document, paper: BoundPaper, at: int, mark: tuple[str, int] | None) -> tuple[list[Decision], int]:
    """A recommendation that stands by itself in a list without an opener; its letter is kept as its part."""
    block = document.blocks[at]
    start, end, after = block.start + (mark[1] if mark else 0), block.end, at + 1
    parts: list[Part] = []
    if OPENS.search(document.text[start:end]) and document.text[start:end].rstrip().endswith((":", "-", "–")):
        parts, after = read_parts(document, at + 1, paper.last, opener=document.text[start:end])
        end = max([end, *(part.end for part in parts)])
    decisions = _make(document, paper, at, start, end, document.text[start:end], parts)
    return decisions, after


def _read_sentences(document: Document, paper: BoundPaper) -> Iterator[Decision]:
    """Recommendations of a report that has no section for them."""
    at = paper.first
    while at < paper.last:
        block = document.blocks[at]
        words = words_of(document, block)
        number = _NUMBER.match(words)
        begins = number.end() if number else 0
        if (
            block.kind in ("paragraph", "item")
            and (match := CUE.match(words[begins:]))
            and "recommendations set out" not in words
        ):
            opens = OPENS.search(words) is not None or compile_pattern(rf"\b{_DECIDES}$|\bthat$|[:–-]$", IGNORECASE).search(
                match[0].strip()
            )
            if opens:
                decisions, at = _read_lead(document, paper, at, begins)
                yield from decisions
                continue
        at += 1


def _make(document: Document, paper: BoundPaper, at: int, start: int, end: int, text: str, parts: list[Part]) -> list[Decision]:
    block = document.blocks[at]
    found = find_item(document, paper, paper.first + 1)
    item = Item(number=found.number if found.title and not paper.title else None, title=paper.title or document.facts.title)
    addressed = _ADDRESSED.search(document.text[start : start + 160])
    body = addressed["body"].removeprefix("the ") if addressed and addressed["body"].lower() not in _GENERIC else None
    return make_decisions(
        document,
        paper,
        status="recommended",
        item=item,
        path=block.path,
        start=start,
        end=end,
        text=text,
        parts=parts,
        body=paper.body or (body if body and body.lower() in ("cabinet", "executive", "full council", "council") else None),
    )
