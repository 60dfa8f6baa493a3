"""Inspection reports and letters, alone or bound into a pack: what was inspected, when, by whom, how it was judged and what needs
to improve."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Document, PlacedBlock
from ingest.metadata import find_inspected
from ingest.records.inspections_dates import Period, read_period
from ingest.records.inspections_frameworks import Kind, name_framework, recognise_kind
from ingest.records.inspections_judgements import find_area, has_missing, read_judgements
from ingest.records.record import Inspection, Judgement, place_quote

HEAD_BLOCKS = 14
"""Title, days, lead inspector and provider of a report stand within so many blocks."""
ABOVE_BLOCKS = 6
TITLE_CHARS = 220
LETTER_BLOCKS = 8

_DAYS_LABEL = re.compile(
    r"\b(?:inspection(?:\s+and\s+\w+)?\s+dates?|dates?\s+of\s+(?:the\s+|this\s+)?(?:inspection|visit|assessment)(?:\s+visits?)?|visit\s+dates?"
    r"|inspected(?:\s+on)?(?=\s*:)|dates?\s+inspected)\s*(?=[:\t\n–—-]|\s(?:from\b|between\b|\d))",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:previous|last|next|full)\s*$", re.IGNORECASE)
_LEAD_LABEL = re.compile(r"\blead\s+(?:ofsted\s+|CQC\s+)?inspector(?P<many>s|\(s\))?\s*[:\t\n–—-]?\s*(?=\S)", re.IGNORECASE)
_NAME_PART = r"(?:(?:[A-Z](?:['’][A-Z])?|Mc|Mac|De|O['’])[\w'’-]*[a-zà-ÿ][\w'’-]*|[A-Z]{2,}(?:-[A-Z]+)?|[A-Z]\.?|de|van|der|den|von|la|le|al|bin|ap)"
_NAME = re.compile(rf"(?:(?:Dr|Mrs?|Ms|Miss|Prof(?:essor)?|Sir|Dame)\.?\s+)?{_NAME_PART}(?:\s+{_NAME_PART}){{1,4}}")
_ROLE = re.compile(
    r"\s*(?:[,(–—-]\s*)?\b(?:(?:Senior\s+)?(?:Her|His|HM|Ofsted|Senior|Social|Regional|National|Specialist|Assistant|Deputy|CQC|HMIs?"
    r"|Inspectors?|Lead|Judge?ments?|Grades?|Inspection|Dates?|Report|Age|Published|Principal|The|Overall|What|Team|Children|Services?"
    r"|Acting|Interim)\b)",
)
_OFFICE = re.compile(
    r"(?:Senior\s+)?(?:(?:Her|His|HM)\s+(?:Majesty['’]?s?|Senior)\s*(?:Majesty['’]s\s*)?)?Inspectors?,?\s+", re.IGNORECASE
)
_TEAM_LEAD = re.compile(
    rf"(?P<name>{_NAME.pattern})\s*(?:[,(–—\t-]\s*|\s)(?:Ofsted\s+|CQC\s+)?(?:(?:HMI|H(?:er|is) Majesty['’]s Inspector|Ofsted(?: HMI)?)"
    r",?\s+)?[Ll]ead [Ii]nspector"
)
_SIGNED = re.compile(
    rf"\bYours\s+(?:sincerely|faithfully)\s*,?\s*(?P<name>{_NAME.pattern})(?=\s*[,\n\t]|\s+(?:H(?:er|is)\s+Majesty|HMI|Senior|Lead))"
)
_PUBLISHED = re.compile(
    r"\b(?:(?:report\s+)?published(?:\s+on)?|(?:date\s+of\s+publication|publication\s+date))\s*[:\t]?\s*(?=(?:\w+day\s+)?\d)",
    re.IGNORECASE,
)
_LETTER_DAYS = re.compile(
    r"\b(?:visit|inspection|inspected)\b[^.]{0,200}?\b(?:on|from|between)\s+(?=(?:\w+day\s+)?\d)|\b(?:on|between|from)\s+(?=(?:\w+day\s+)?\d[^.]{5,60}?"
    r"\b(?:Ofsted|inspectors|HMI|Majesty))",
    re.IGNORECASE,
)
_IMPROVE = re.compile(
    r"(?:\d+[.)]?\s+)?(?:what (?:(?:does |do )?(?:the |this )?(?:[\w’' ]{0,40} )?needs?(?: to do)?(?: to)?(?: do to)? (?:further )?improve(?:ment)?\b)"
    r".{0,70}|areas? (?:for|of) (?:priority action|improvement|development)s?(?: .{0,60})?|priority actions?|recommendations)"
    r"\W*\d?\W*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,2}\.\s?[A-Z]")
_NOTE = re.compile(r"\d{1,2}\s+[A-Z]")
_OUTCOMES = re.compile(
    r"typically\s+lead\s+to\s+positive\s+experiences(?:\s+and\s+outcomes)?|(?:lead\s+to\s+)?inconsistent\s+experiences(?:\s+and\s+outcomes)?"
    r"|widespread\s+and/?\s?or\s+systemic\s+failings(?:\s+leading\s+to\s+significant\s+concerns)?",
    re.IGNORECASE,
)
_PROVIDER = (
    re.compile(
        r"(?:visit\s+to|inspection\s+of|visit\s+of)\s+(?:the\s+)?(?P<area>[A-Z][^\n.:;]{1,90}?)(?:['’]s)?\s+(?:local\s+authority\s+)?"
        r"(?:[Cc]hildren['’]?s?(?:['’]s)?\s+(?:social\s+care\s+)?[Ss]ervices|[Ll]ocal\s+[Aa]rea\s+[Pp]artnership|on\s+\d)"
    ),
    re.compile(r"(?i:youth\s+(?:offending|justice)\s+(?:services?|work|teams?)\s+in)\s+(?P<area>[A-Z][^\n.:;]{1,60})"),
    re.compile(r"(?i:inspection\s+of)\s+(?P<area>(?:the\s+)?[A-Z][^\n.:;]{1,80}(?:Trust|Children\s+First))\b"),
    re.compile(r"(?P<area>[A-Z][^\n:;]{1,60}):\s+local\s+authority\s+assessment"),
    re.compile(
        r"(?i:local\s+area\s+of|inspection\s+in|response\s+[^\n]{3,140}\s+in)\s+(?P<area>[A-Z][\w’',&-]+(?:\s+(?:and\s+|of\s+|upon\s+|on\s+)?[A-Z][\w’'-]+){0,5})"
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """Where a report begins: its blocks from the title to the label of its days, or to the greeting of a letter."""

    first: int
    last: int
    kind: Kind
    letter: bool


def find_reports(document: Document) -> tuple[Inspection, ...]:
    """An inspection for each report or letter of an inspectorate in the document, in order."""
    heads = list(_find_heads(document))
    ends = [*(head.first for head in heads), len(document.blocks)][1:]
    return tuple(_read_report(document, head, end) for head, end in zip(heads, ends, strict=True))


def _text(document: Document, block: PlacedBlock) -> str:
    return document.text[block.start : block.end]


def _find_heads(document: Document) -> Iterator[_Head]:
    """Where reports begin: a label for the days of an inspection, or a letter to those inspected, with a title beside it."""
    blocks = document.blocks
    done = 0
    whole = document.facts.type == "inspection report"
    for number, block in enumerate(blocks):
        if number < done:
            continue
        text = _text(document, block)
        label = _DAYS_LABEL.search(text[:TITLE_CHARS])
        if label and not _EARLIER.search(text[: label.start()]):
            first = max(done, number - ABOVE_BLOCKS)
            above = _title_blocks(document, first, number)
            near = "\n".join(_text(document, b) for b in blocks[above : number + HEAD_BLOCKS])
            title = "\n".join([*(_text(document, b) for b in blocks[above:number]), text])
            kind = recognise_kind(title) or recognise_kind(near[:1500])
            # The label alone also stands in forms and tables about inspections.
            if kind and (read_period(text, label.end()) or _LEAD_LABEL.search(near) or recognise_kind(title)):
                yield _Head(first=above, last=number, kind=kind, letter=False)
                done = number + HEAD_BLOCKS
                continue
        if re.match(r"dear\b", text, re.IGNORECASE) and len(text) < TITLE_CHARS:
            near = "\n".join(_text(document, b) for b in blocks[number : number + LETTER_BLOCKS])
            above = _title_blocks(document, max(done, number - ABOVE_BLOCKS), number)
            kind = recognise_kind(near)
            if kind and re.search(r"Majesty['’]s|\bOfsted\b|\bHMI\b|\binspectors\b", near):
                yield _Head(first=above, last=number, kind=kind, letter=True)
                done = number + HEAD_BLOCKS
                continue
        if whole and number == 0 and blocks:
            near = "\n".join(_text(document, b) for b in blocks[:HEAD_BLOCKS])
            if not _DAYS_LABEL.search(near) and not re.search(r"^dear\b", near, re.IGNORECASE | re.MULTILINE):
                kind = recognise_kind(near)
                if kind:
                    yield _Head(first=0, last=0, kind=kind, letter=False)
                    done = HEAD_BLOCKS


def _title_blocks(document: Document, first: int, label: int) -> int:
    """The first block of the title that stands above the label, on its page."""
    blocks = document.blocks
    page = document.page_at(blocks[label].start)
    at = label
    while at > first:
        above = blocks[at - 1]
        other = document.page_at(above.start)
        if above.kind == "row" or len(_text(document, above)) > TITLE_CHARS or (other and page and other.number != page.number):
            break
        at -= 1
    for number in range(label, at - 1, -1):
        if recognise_kind(_text(document, blocks[number])) and number < label:
            # Older reports have the authority on a line of its own above the title.
            named = number > at and blocks[number - 1].kind == "heading" and len(_text(document, blocks[number - 1])) < 80
            area = bool(named) and not re.search(r"\bcouncil\b", _text(document, blocks[number]), re.IGNORECASE)
            return (
                number - 1
                if area and re.match(r"Inspection of (?:local authority )?children", _text(document, blocks[number]))
                else number
            )
    return at


def _read_report(document: Document, head: _Head, end: int) -> Inspection:
    blocks = document.blocks
    kind = head.kind
    stop = min(end, head.last + HEAD_BLOCKS)
    text = document.text[blocks[head.first].start : blocks[stop - 1].end]
    base = blocks[head.first].start
    period = _read_days(text, head.letter)
    began, ended = (period.began, period.ended) if period else (None, None)
    if kind.graded and began == ended:
        # No full inspection is done in a day: one of the two days was not read.
        began = ended = None
    judgements = read_judgements(document, blocks, head.first, end, kind, began)
    if kind.name == "area SEND":
        judgements = _read_outcome(document, blocks[head.first : end])
    lead = _read_lead(document, text, blocks[head.first : end], head.letter)
    unreadable = [name for name, value in (("start", began), ("end", ended)) if value is None]
    if lead is None and (kind.graded or _LEAD_LABEL.search(text)):
        unreadable.append("lead_inspector")
    if has_missing(judgements):
        unreadable.append("judgements")
    keys = frozenset(find_area(kind, j.area) for j in judgements if j.quote)
    close = max([j.end for j in judgements if j.end and j.start and j.start < base + len(text)], default=0)
    close = max(close, base + (period.end if period else 0), blocks[head.last].end)
    published = _read_published(text)
    provider = _read_provider(document, text, head)
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
        improvements=_read_improvements(document, blocks[head.first : end]),
        unreadable=tuple(unreadable),
    )


def _read_days(text: str, letter: bool) -> Period | None:
    for label in _DAYS_LABEL.finditer(text):
        if not _EARLIER.search(text[: label.start()]):
            return read_period(text, label.end())
    if letter:
        for cue in _LETTER_DAYS.finditer(text):
            period = read_period(text, cue.end())
            if period:
                return period
    return None


def _read_lead(document: Document, head: str, blocks: Sequence[PlacedBlock], letter: bool) -> str | None:
    """The lead inspector: as labelled at the head, as marked in the list of the team, or who signed the letter."""
    label = _LEAD_LABEL.search(head)
    if label:
        return _read_name(head, label.end(), many=bool(label["many"]))
    whole = document.text[blocks[0].start : blocks[-1].end]
    signed = _SIGNED.search(whole) if letter else None
    if signed:
        return " ".join(signed["name"].split())
    team = _TEAM_LEAD.search(whole)
    return " ".join(team["name"].split()) if team else None


def _read_name(text: str, at: int, *, many: bool) -> str | None:
    """The name that stands at an offset, without title of office; of several inspectors all."""
    office = _OFFICE.match(text, at)
    at = office.end() if office else at
    # What follows a line of its own is no part of the name.
    line = text[at : text.find("\n", at) if text.find("\n", at) > 0 else len(text)]
    role = _ROLE.search(line)
    line = line[: role.start()] if role else line
    names = [match[0] for match in re.finditer(_NAME.pattern, line)]
    if not names or not line.strip().startswith(names[0]):
        return None
    kept = names if many else names[:1]
    return " and ".join(" ".join(name.split()) for name in kept)


def _read_published(text: str) -> str | None:
    cue = _PUBLISHED.search(text)
    period = read_period(text, cue.end()) if cue else None
    return period.began if period and period.began == period.ended else None


def _read_provider(document: Document, text: str, head: _Head) -> str | None:
    """Who was inspected, as the title names it; of a report that is a document of its own, the authority's formal name."""
    if head.kind.family in ("school", "children's home", "care service"):
        return _name_setting(text, head.kind)
    for cue in _PROVIDER:
        match = cue.search(text)
        if match and re.search(r"Trust|Children\s+First", match["area"]):
            return " ".join(match["area"].split())
    if document.facts.type == "inspection report" and document.facts.council:
        return document.facts.council
    found = next((match for cue in _PROVIDER if (match := cue.search(text))), None)
    if found:
        return " ".join(found["area"].removeprefix("the ").split())
    return find_inspected(text[:600], ()) or document.facts.council


def _name_setting(text: str, kind: Kind) -> str | None:
    title = re.search(
        r"\binspection (?:of|report:?)\s+(?:an? )?(?:(?:good|outstanding) school:\s*)?(?P<name>[A-Z][^\n:]{2,90})",
        text,
        re.IGNORECASE,
    )
    if title:
        return " ".join(title["name"].split())
    first = text.strip().split("\n")[0]
    return first if 3 < len(first) < 90 and not kind.title.search(first) else None


def _read_outcome(document: Document, blocks: Sequence[PlacedBlock]) -> tuple[Judgement, ...]:
    """The outcome of an area SEND inspection, which is one of three sentences, as its report words it."""
    heading = next(
        (n for n, block in enumerate(blocks) if re.match(r"inspection outcome\W*$", _text(document, block), re.I)), None
    )
    if heading is None:
        return ()
    for block in blocks[heading + 1 : heading + 4]:
        text = _text(document, block)
        match = _OUTCOMES.search(text)
        if match:
            page = document.page_at(block.start)
            sentence = re.search(r"[.!?](?:\s|$)", text[match.end() :])
            end = block.start + match.end() + (sentence.end() if sentence else 0)
            return (
                Judgement(
                    area=_text(document, blocks[heading]),
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
    for number, block in enumerate(blocks):
        if block.kind == "row" or not _IMPROVE.match(_text(document, block)):
            continue
        following: list[PlacedBlock] = []
        for after in blocks[number + 1 :]:
            text = _text(document, after)
            listed = any(other.kind == "item" for other in following)
            if after.kind in ("heading", "row") or (listed and after.kind != "item"):
                break
            if after.kind == "paragraph" and following and (_NUMBERED.match(text) or _NOTE.match(text)):
                break
            following.append(after)
        items = [other for other in following if other.kind == "item"] or following[:6]
        found += [(item.start, item.end) for item in items]
    return tuple(dict.fromkeys(found))
