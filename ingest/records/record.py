"""What a register holds: a record of a decision, a duty or an inspection, with the words of the document that state it.

A field is None where the document does not state it. A field that should be there and could not be read is None too, and its
name stands in `unreadable`; nothing is guessed. Nothing is read here.
"""

from dataclasses import dataclass
from typing import Literal

from ingest.document import Document

Register = Literal["decisions", "duties", "inspections"]
REGISTERS: tuple[Register, ...] = ("decisions", "duties", "inspections")
DecisionStatus = Literal["resolved", "recommended", "decided", "planned"]
NOT_IN_FRAMEWORK = "not in this framework"
"""The grade of a judgement that the framework of an inspection's time does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands and whose it is. `quote` is `document.text[start:end]`; `page` is that on which it begins.

    `date` is the day of the meeting, decision or publication that the record is of, in ISO form or as much of it as is stated
    ("2022-01"). In a pack that is the day of the minutes or report bound into it where they state one, and not of the pack;
    the same holds for `body`. `section` is the headings above the quote, outermost first, with " > " between them.
    """

    council: str | None
    body: str | None
    date: str | None
    page: int | None
    page_label: str | None
    section: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision taken, recommended or planned. `status` is "resolved" by a meeting, "recommended" to one, "decided" by one
    person under their powers, or "planned" in a forward plan.

    `item` is the number of the item of business as printed, `text` the words of the decision, `part` the letter or number of a
    part without its brackets; a part lies within the quote of the decision it belongs to, which goes before it in the list.
    `vote` is in the document's words. The fields from `purpose` on are stated only of planned decisions: `key` is whether it
    is a key decision, `exempt` the words about the private part of a meeting with the paragraph, or "No"; `anticipated` is an
    ISO date as far as stated.
    """

    place: Place
    status: DecisionStatus
    item: str | None
    title: str | None
    text: str
    part: str | None = None
    vote: str | None = None
    purpose: str | None = None
    decision_maker: str | None = None
    key: bool | None = None
    exempt: str | None = None
    consultation: str | None = None
    anticipated: str | None = None
    author: str | None = None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty or power of a public body: a row of a table of duties or a sentence that lays it down.

    `number` and `lead` are the cells of the row as printed, `lead` None where the cell is blank; `heading` is the part of the
    table, or the section, that it stands in. `act` is the Act as named, `provision` its section or schedule. `owner` is who
    owes the duty where a sentence says so.
    """

    place: Place
    duty: str
    number: str | None
    lead: str | None
    heading: str | None
    act: str | None
    provision: str | None
    power: bool
    owner: str | None = None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement of an inspection, area and grade in the report's own words. `quote` is `document.text[start:end]` and begins
    on `page`. `grade` is None where it should be there and could not be read, and `NOT_IN_FRAMEWORK` where the framework of
    that time has no such judgement, with nothing quoted then."""

    area: str
    grade: str | None
    page: int | None
    quote: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """An inspection, from its own report or from a mention in another paper. `began`, `ended` and `published` are ISO dates or
    as much of one as is stated. `improvements` are ranges of the document that say what needs to improve."""

    place: Place
    source: Literal["report", "mention"]
    inspectorate: str | None
    provider: str | None
    kind: str | None
    framework: str | None
    began: str | None
    ended: str | None
    published: str | None
    lead_inspector: str | None
    judgements: tuple[Judgement, ...]
    improvements: tuple[tuple[int, int], ...] = ()
    unreadable: tuple[str, ...] = ()


Record = Decision | Duty | Inspection


def place_quote(
    document: Document,
    start: int,
    end: int,
    *,
    path: tuple[str, ...],
    body: str | None = None,
    date: str | None = None,
) -> Place:
    """The place of a quote, its ends moved off white space. `body` and `date` are those of the document unless given."""
    while start < end and document.text[start].isspace():
        start += 1
    while end > start and document.text[end - 1].isspace():
        end -= 1
    page = document.page_at(start)
    facts = document.facts
    return Place(
        council=facts.council,
        body=body or facts.body,
        date=date or (facts.date.isoformat() if facts.date else None),
        page=page.number if page else None,
        page_label=page.label if page else None,
        section=" > ".join(path),
        quote=document.text[start:end],
        start=start,
        end=end,
    )


def name_register(record: Record) -> Register:
    """The register that a record belongs to."""
    match record:
        case Decision():
            return "decisions"
        case Duty():
            return "duties"
        case Inspection():
            return "inspections"


def write_record(record: Record, *, file: str, document: str) -> dict:
    """A record as the command line prints it: `file` and `document` name the paper and its title.

    In an inspection `start` and `end` are the days of the inspection, so the ends of its quote are `quote_start` and
    `quote_end`.
    """
    place = record.place
    common = {
        "register": name_register(record),
        "file": file,
        "document": document,
        "council": place.council,
        "body": place.body,
        "date": place.date,
        "page": place.page,
        "page_label": place.page_label,
        "section": place.section,
        "quote": place.quote,
        "start": place.start,
        "end": place.end,
    }
    return {**common, **_write_own_fields(record), "unreadable": list(record.unreadable)}


def _write_own_fields(record: Record) -> dict:
    match record:
        case Decision():
            names = (
                "status", "item", "title", "text", "part", "vote", "purpose", "decision_maker", "key", "exempt", "consultation",
                "anticipated", "author",
            )  # fmt: skip
            return {name: getattr(record, name) for name in names}
        case Duty():
            names = ("number", "duty", "lead", "heading", "act", "provision", "power")
            return {name: getattr(record, name) for name in names}
        case Inspection():
            names = ("source", "inspectorate", "provider", "kind", "framework", "published", "lead_inspector")
            return {
                "quote_start": record.place.start,
                "quote_end": record.place.end,
                **{name: getattr(record, name) for name in names},
                "start": record.began,
                "end": record.ended,
                "judgements": [{"area": j.area, "grade": j.grade, "page": j.page, "quote": j.quote} for j in record.judgements],
            }
