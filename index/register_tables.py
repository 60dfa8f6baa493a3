"""The tables of the registers in the catalogue, and how records go into them and come out. Queries are in `registers`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from index.database import Connection
from index.open_papers import CUT_FIELDS
from index.open_view import OpenView
from ingest.patterns import compile_pattern
from ingest.records.record import Decision, Duty, Inspection, Judgement, Place, Record, name_register

SCHEMA = """
create table if not exists records (id integer primary key, document integer not null references documents on delete cascade,
  register text not null, parent integer references records on delete cascade, start integer not null, "end" integer not null,
  council text, body text, date text, status text, title text, item text, heading text, lead text, number text, act text,
  power integer, due text, words text not null, fields text not null);
create index if not exists records_by_place on records (document, register, start);
create index if not exists records_by_register on records (register, date);
create table if not exists record_grades (record integer not null references records on delete cascade, area text not null,
  grade text not null);
create index if not exists grades_by_record on record_grades (record);
create table if not exists cut_records (record integer primary key references records on delete cascade,
  council text, body text, date text, title text, item text, heading text, lead text, number text, act text, due text,
  words text not null, fields text not null);
"""
COLUMNS = (
    "council", "body", "date", "status", "title", "item", "heading", "lead", "number", "act", "power", "due", "words", "fields",
)  # fmt: skip
"""Those of a record that are made of what it says, in order."""
TYPES = {"decisions": Decision, "duties": Duty, "inspections": Inspection}


def add_records(db: Connection, document: int, records: Sequence[Record], *, abbreviations: Mapping[str, str]) -> None:
    """Keep the records of a document, within the transaction that keeps the document itself. They are removed with it. A short
    form that the document defines is found by its long form too."""
    above: dict[str, tuple[int, Record]] = {}
    for record in records:
        register = name_register(record)
        outer = above.get(register)
        parent = outer[0] if outer and _is_part(record, outer[1]) else None
        row = db.execute(
            f'insert into records (document, register, parent, start, "end", {", ".join(COLUMNS)}) '
            f"values ({', '.join('?' * (len(COLUMNS) + 5))}) returning id",
            (document, register, parent, *find_reach(record), *_columns(record, abbreviations)),
        ).fetchone()[0]
        if parent is None:
            above[register] = (row, record)
        if isinstance(record, Inspection):
            grades = [(row, j.area, j.grade) for j in record.judgements if j.grade is not None]
            db.executemany("insert into record_grades values (?, ?, ?)", grades)


def cut_records(db: Connection, document: int, view: OpenView | None, *, abbreviations: Mapping[str, str]) -> None:
    """Keep what is open of a document's records where it is less than what they say; None where all or nothing of it is open.
    `abbreviations` are those that its open parts define."""
    db.execute("delete from cut_records where record in (select id from records where document = ?)", (document,))
    if view is None:
        return
    for row in db.execute('select id, register, start, "end", fields from records where document = ?', (document,)).fetchall():
        if view.is_held(row["start"], row["end"]):
            continue
        columns = dict(zip(COLUMNS, _columns(view.cut_record(read_record(row)), abbreviations), strict=True))
        marks = ", ".join("?" * len(CUT_FIELDS))
        db.execute(
            f"insert into cut_records (record, {', '.join(CUT_FIELDS)}) values (?, {marks})",
            (row["id"], *(columns[name] for name in CUT_FIELDS)),
        )


def find_reach(record: Record) -> tuple[int, int]:
    """From where to where in its document a record draws on the words: its quote and, of an inspection, those of its judgements
    and of what needs to improve. Where any of it is exempt, the record is."""
    ranges = [(record.place.start, record.place.end)]
    if isinstance(record, Inspection):
        ranges += [(j.start, j.end) for j in record.judgements if j.start is not None and j.end is not None]
        ranges += record.improvements
    return min(start for start, _ in ranges), max(end for _, end in ranges)


def read_record(row: Any) -> Record:
    """The record of a row of the table `records`."""
    fields = json.loads(row["fields"])
    fields["place"] = Place(**fields["place"])
    fields["unreadable"] = tuple(fields["unreadable"])
    if row["register"] == "inspections":
        fields["judgements"] = tuple(Judgement(**judgement) for judgement in fields["judgements"])
        fields["improvements"] = tuple((start, end) for start, end in fields["improvements"])
    return TYPES[row["register"]](**fields)


def fold(words: str) -> str:
    """Words as they are compared: in small letters, single-spaced, with plain apostrophes and dashes."""
    plain = words.casefold().replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
    return " ".join(plain.split())


def spread_words(text: str) -> str:
    """The words of a text as they are looked up: folded, without punctuation, each with a space on both sides."""
    words = (word.strip(".'-/") for word in compile_pattern(r"[\w£%&'/.-]+").findall(fold(text)))
    return f" {' '.join(word for word in words if word)} "


def _is_part(record: Record, outer: Record) -> bool:
    """Whether a decision lies within the one before it."""
    inner, whole = record.place, outer.place
    within = whole.start <= inner.start and inner.end <= whole.end and (inner.start, inner.end) != (whole.start, whole.end)
    return isinstance(record, Decision) and isinstance(outer, Decision) and within


def _columns(record: Record, abbreviations: Mapping[str, str]) -> tuple:
    """The values of `COLUMNS`."""
    place = record.place
    fields = asdict(record)
    title = {"decisions": "title", "duties": "duty", "inspections": "provider"}[name_register(record)]
    said = " ".join((*_texts(fields), place.quote))
    short = {word for word in compile_pattern(r"\w[\w&]*").findall(said) if word in abbreviations}
    words = " ".join((said, *(abbreviations[word] for word in sorted(short))))
    power = fields.get("power")
    return (
        place.council,
        place.body,
        place.date,
        fields.get("status"),
        fields[title],
        fields.get("item"),
        fields.get("heading"),
        fields.get("lead"),
        fields.get("number"),
        fields.get("act"),
        None if power is None else int(power),
        fields.get("anticipated"),
        spread_words(words),
        json.dumps(fields, ensure_ascii=False),
    )


def _texts(fields: dict) -> list[str]:
    """What the fields of a record say in words, those of its judgements included; the heading it stands under says nothing of
    its own."""
    texts = [value for name, value in fields.items() if isinstance(value, str) and name not in ("status", "text", "heading")]
    for judgement in fields.get("judgements", ()):
        texts += [value for value in (judgement["area"], judgement["grade"], judgement["quote"]) if value]
    return texts
