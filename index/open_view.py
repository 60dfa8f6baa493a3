"""What of one paper may be told to whoever sees open papers only: its facts, headings and records, cut as its words are cut.

One rule holds for all of them: what is told stands, word for word and in one run, in a part of the paper that is open, in the
name of its file, or in the manifest that names the paper. Whatever was read from a part that is held back so falls away.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath

from index.open_papers import open_words
from ingest.dates import find_date_in_name, find_dates, write_date
from ingest.document import Facts
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.record import Place, Record

CODES = frozenset({"status", "source"})
"""Fields of records whose values are the program's own words."""
DATES = frozenset({"began", "ended", "published", "anticipated"})
_WORD = compile_pattern(r"\w+")
_MADE = compile_pattern(r"(?:agenda pack|agenda|minutes)(?: of\b|:)?\s*", IGNORECASE)
"""What the program writes before a body's name where it names a paper by it."""
_GAP = " \0 "

Ranges = Sequence[tuple[int, int]]


class OpenView:
    """One paper without its held-back ranges. `stated` are the names of the facts that a manifest states, which are as they
    are."""

    def __init__(self, text: str, held: Ranges, *, file: str, facts: Facts, stated: Collection[str] = ()):
        self.held = tuple(held)
        self.text = open_words(text, json.dumps(held))
        self._file = file
        self._whole = facts
        self._stated = stated
        self._told: dict[str, bool] = {}

    @cached_property
    def _said(self) -> str:
        """The words of the open parts, each between spaces, with a mark where something is left out between two of them."""
        parts, at = [], 0
        for start, end in (*self.held, (len(self.text), len(self.text))):
            parts.append(_run(self.text[at:start]))
            at = end
        return _GAP.join((*parts, _run(compile_pattern(r"[_-]").sub(" ", self._file))))

    @cached_property
    def _days(self) -> frozenset[date]:
        named = find_date_in_name(self._file)
        return frozenset([day for *_, day in find_dates(self.text)] + ([named] if named else []))

    def says(self, words: str) -> bool:
        """Whether words stand in an open part, or in the file's name, next to one another."""
        return _run(words) in self._said

    def states_day(self, day: str) -> bool:
        """Whether a day, month or year (ISO) is that of a date in an open part or in the file's name."""
        return any(known.isoformat().startswith(day) for known in self._days) or (len(day) == 4 and self.says(day))

    def is_held(self, start: int, end: int) -> bool:
        """Whether a range touches what is held back."""
        return any(begin < end and start < stop for begin, stop in self.held)

    def tells(self, name: str) -> bool:
        """Whether a title or heading is open: said so, or made by the program of a body and a day that are."""
        if name not in self._told:
            # Every passage of a section asks for the same ones.
            self._told[name] = self.says(name) or self.says(_MADE.sub("", self._leave_out_days(name), count=1))
        return self._told[name]

    def _leave_out_days(self, name: str) -> str:
        for start, end, day in reversed(find_dates(name)):
            if day in self._days:
                name = name[:start] + name[end:]
        return name

    @cached_property
    def facts(self) -> Facts:
        """The facts of the paper as far as they are open; in place of a title that is not, one that says whose paper it is."""
        whole = self._whole
        council = self._keep("council", whole.council)
        body = self._keep("body", whole.body)
        day = whole.date if whole.date and ("date" in self._stated or whole.date in self._days) else None
        told = "title" in self._stated or self.tells(whole.title)
        title = whole.title if told else _name_paper(body or council, day, self._file)
        return Facts(title=title, council=council, body=body, date=day, type=whole.type)

    def _keep(self, name: str, value: str | None) -> str | None:
        return value if value is not None and (name in self._stated or self.says(value)) else None

    def path(self, path: Sequence[str]) -> tuple[str, ...]:
        """The headings above a passage that are open."""
        return tuple(heading for heading in path if self.tells(heading))

    def cut_record(self, record: Record) -> Record:
        """A record of an open range without what its fields took from elsewhere and is not open."""
        changed: dict[str, object] = {"place": self._cut_place(record.place)}
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, str) and field.name not in CODES and not self._tells_field(field.name, value):
                # The words of a decision or duty are never missing: those that were put together are given as they stand.
                changed[field.name] = record.place.quote if field.name in ("text", "duty") else None
        return replace(record, **changed)

    def _tells_field(self, name: str, value: str) -> bool:
        return self.states_day(value) if name in DATES else self.says(value)

    def _cut_place(self, place: Place) -> Place:
        whole, told = self._whole, self.facts
        council = told.council if place.council == whole.council else self._keep("", place.council)
        body = told.body if place.body == whole.body else self._keep("", place.body)
        same_day = whole.date is not None and place.date == whole.date.isoformat()
        day = place.date if place.date and (told.date is not None if same_day else self.states_day(place.date)) else None
        section = " > ".join(self.path(place.section.split(" > "))) if place.section else ""
        return replace(place, council=council, body=body, date=day, section=section)


def _run(text: str) -> str:
    """The words of a text as they are compared, each between spaces."""
    return f" {' '.join(_WORD.findall(text.casefold()))} " if text.strip() else " "


def _name_paper(whose: str | None, day: date | None, file: str) -> str:
    said = [f"A paper of {whose}" if whose else "", write_date(day) if day and whose else ""]
    return ", ".join(filter(None, said)) or PurePosixPath(file).name
