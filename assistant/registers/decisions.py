"""Questions to the register of decisions: what was resolved, recommended or is planned, where, when and about what."""

from collections.abc import Callable

from assistant.registers.reading import ASKS_COUNT, ASKS_LIST, Asked, Days, drop_repeats, select_records, stem_words
from assistant.registers.rows import Listing, Row, cite_record, cite_row
from index.register_tables import fold
from index.registers import RecordFilters, Registers, StoredRecord
from index.snapshot import Snapshot
from ingest.dates import parse_date, write_date
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.record import Decision, DecisionStatus

_PLANNED = compile_pattern(
    r"\b(?:forward[- ](?:plan|list|programme)(?:ned)?|work programme|coming up|lined up|upcoming|forthcoming)\b", IGNORECASE
)
_RECOMMENDED = compile_pattern(r"\brecommend(?:ed|ation|ations|s)?\b", IGNORECASE)
_TAKEN = compile_pattern(r"\b(?:decisions?|decided?|resolutions?|resolved?|agreed?)\b", IGNORECASE)
_LISTED = compile_pattern(r"\b(?:list|which|how many|all|every)\b", IGNORECASE)
_OTHERWISE = compile_pattern(
    r"^\W*(?:who|whose|why|when|how(?! many)|where|is|are|was|were|do|does|did|has|have|had|can|could|will|must)\b", IGNORECASE
)
_EXEMPT = compile_pattern(
    r"\b(?:exempt|confidential|(?:in )?private|behind closed doors|closed to the public)\b(?: session| items?)?", IGNORECASE
)
_PUBLIC = compile_pattern(r"\b(?:not exempt|(?:in|open to the) public)\b", IGNORECASE)
_PART_OF = compile_pattern(r"\b(?:paragraph|reason)s?\b", IGNORECASE)
_KEY = compile_pattern(r"\bkey(?= decision| item|\b)", IGNORECASE)
_PART = compile_pattern(
    r"\b(?:recommendations?|resolutions?|decisions?|parts?) "
    r"(?:\((?P<inner>[a-z])\)|(?P<part>[a-z])(?:\)|(?= (?:of|on|in)\b|\W*$)))",
    IGNORECASE,
)
_ITEM = compile_pattern(r"\b(?:agenda item|item|minute)(?: number| no\.?)? (?P<item>\d{1,4}[a-z]?)\b", IGNORECASE)
_GENERIC = stem_words(
    "decision decide decided resolution resolve resolved agree agreed recommend recommended recommendation forward plan list "
    "item items entry entries report paper minute planned due lined coming scheduled going partly part "
    "member order final formal pass passed"
)

_TAKERS = stem_words("cabinet executive committee panel board forum group council member members leader")
"""Words for who decides: they limit by body and decision maker. Where a day is named and no record of it states them so, the
day alone limits, for a paper may call its panel by another name."""
_ONE_SUBJECT = 3
"""A subject of one word that more decisions share than this was hardly meant by "what was decided about"."""


def ask_decisions(text: str, registers: Registers, filters: RecordFilters, seen: Snapshot) -> Listing | None:
    """The decisions that answer a question; None where it is no question to this register or nothing fits all its words."""
    if _OTHERWISE.match(text) or not ASKS_LIST.search(text):
        return None
    statuses = _find_statuses(text)
    if not statuses:
        return None
    asked, spell_out = Asked(text), seen.terms.spell_out
    planned = statuses == ("planned",)
    wanted_part = None if planned else asked.take(_PART)
    item = asked.take(_ITEM)
    public = planned and asked.take(_PUBLIC)
    exempt = planned and not public and asked.take(_EXEMPT)
    key = asked.take(_KEY) if planned or compile_pattern(r"\bkey decisions?\b", IGNORECASE).search(text) else None
    by_paragraph = exempt and asked.take(_PART_OF)
    days = asked.take_days()
    asked.rest = spell_out(asked.rest)
    councils = asked.take_council(value for value in registers.count_by("decisions", "council") if value)
    left = asked.left(_GENERIC)
    takers = left & _TAKERS
    left -= takers
    if not (days or item or exempt or public or key or left):
        return None
    found = registers.list_records("decisions", filters)
    kept = [
        stored
        for stored in seen.budget.each(found)
        if stored.record.status in statuses
        and (not councils or stored.record.place.council in councils)
        and (not item or stored.record.item == item["item"])
        and (not key or stored.record.key)
        and (not exempt or _is_exempt(stored.record))
        and (not public or (stored.record.exempt is not None and not _is_exempt(stored.record)))
        and (not days or _is_of(stored.record, days))
    ]
    of_takers = [stored for stored in seen.budget.each(kept) if takers <= stem_words(spell_out(_takers(stored)))]
    if not of_takers and not days:
        return None
    kept = of_takers or kept
    kept = select_records(seen.budget.each(kept), left, lambda stored: spell_out(_words(stored)))
    if wanted_part:
        letter = (wanted_part["part"] or wanted_part["inner"]).lower()
        rows = [stored for stored in kept if (stored.record.part or "").lower() == letter]
    else:
        rows = _gather(kept, left, spell_out)
    rows = drop_repeats(rows, lambda stored: _identity(stored.record))
    if not rows:
        return None
    narrow = days or item or exempt or public or key or planned or _LISTED.search(text)
    if not narrow and len({stored.parent or stored.row for stored in rows}) > _ONE_SUBJECT and len(left) < 2:
        return None
    rows.sort(
        key=lambda stored: (stored.record.anticipated or "9", stored.document, stored.record.place.start) if planned else ()
    )
    if not planned and len({stored.parent or stored.row for stored in rows}) == 1 and not ASKS_COUNT.search(text):
        parts = rows if rows[0].record.part else registers.parts_of(rows[0].row)
        if parts:
            return _say_parts(parts)
    show_day = not days or days.first != days.last
    noun, plural = _name(statuses, rows)
    return Listing(
        rows=tuple(_say(stored, show_day=show_day, show_exempt=bool(exempt or by_paragraph)) for stored in rows),
        noun=noun,
        plural=plural,
    )


def _find_statuses(text: str) -> tuple[DecisionStatus, ...]:
    if _PLANNED.search(text):
        return ("planned",)
    if _RECOMMENDED.search(text):
        return ("recommended",)
    return ("resolved", "decided") if _TAKEN.search(text) else ()


def _is_of(record: Decision, days: Days) -> bool:
    if record.status == "planned":
        return days.holds(record.anticipated)
    return days.holds(record.place.date)


def _is_exempt(record: Decision) -> bool:
    return bool(record.exempt) and not compile_pattern(r"(?:no|none|n/a|public|open)\b", IGNORECASE).match(record.exempt)


def _words(stored: StoredRecord) -> str:
    """What a decision can be asked for by: its words, its title, who takes it and where."""
    record = stored.record
    said = (
        record.title,
        record.text,
        record.purpose,
        record.decision_maker,
        record.author,
        record.place.body,
        record.place.quote,
    )
    return " ".join((*(words for words in said if words), stored.title))


def _identity(record: Decision) -> tuple:
    """What makes two records one decision: a plan is published again and again, minutes alone and in the next agenda."""
    if record.status == "planned":
        return record.place.council, fold(record.title or record.text), record.anticipated
    return record.place.council, record.status, record.place.date, record.item, record.part, fold(record.text)


def _takers(stored: StoredRecord) -> str:
    record = stored.record
    return " ".join(words for words in (record.place.body, record.decision_maker, record.place.council) if words)


def _gather(kept: list[StoredRecord], left: frozenset[str], spell_out: Callable[[str], str]) -> list[StoredRecord]:
    """Decisions in place of their parts; but only the parts where these alone hold the words asked for."""
    wholes = [stored for stored in kept if stored.parent is None]
    rows: list[StoredRecord] = []
    for whole in wholes:
        named = f"{whole.record.title or ''} {whole.record.place.body or ''} {whole.record.decision_maker or ''} {whole.title}"
        parts = [stored for stored in kept if stored.parent == whole.row]
        rows += parts if parts and not left <= stem_words(spell_out(named)) else [whole]
    return rows


def _say_parts(parts: list[StoredRecord]) -> Listing:
    """Parts of one decision, each with its own citation."""
    rows = tuple(
        Row(cites=(cite_record(part),), words=f"{part.record.part}) {part.record.text}" if part.record.part else part.record.text)
        for part in parts
    )
    return Listing(rows=rows, opening=parts[0].record.title or "")


def _say(stored: StoredRecord, *, show_day: bool, show_exempt: bool) -> Row:
    record = stored.record
    if record.status == "planned":
        day = _said_day(record.anticipated) if show_day and record.anticipated else ""
        aside = "; ".join(part for part in (day, f"exempt: {record.exempt}" if show_exempt else "") if part)
        return Row(
            cites=cite_row(stored),
            name=record.title or "",
            words=aside,
            extra=record.purpose or "",
        )
    text = " ".join(record.text.split())
    if record.part:
        text = f"{record.part}) {text}"
    return Row(cites=cite_row(stored), name=record.title or "", words=text)


def _said_day(stated: str) -> str:
    day = parse_date(stated)
    return write_date(day) if day else stated


def _name(statuses: tuple[DecisionStatus, ...], rows: list[StoredRecord]) -> tuple[str, str]:
    if statuses == ("planned",):
        return "planned item", "planned items"
    parts = all(stored.record.part for stored in rows)
    noun = "recommendation" if statuses == ("recommended",) else "decision"
    return (f"part of a {noun}", f"parts of {noun}s") if parts else (noun, f"{noun}s")
