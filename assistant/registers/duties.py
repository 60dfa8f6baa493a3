"""Questions to the register of duties: who leads on which, and how many there are about a subject, under a heading or an Act."""

from assistant.registers.reading import ASKS_LIST, Asked, add_long_forms, drop_repeats, select_records, stem_words
from assistant.registers.rows import Listing, Row, cite_row
from index.register_tables import fold
from index.registers import RecordFilters, Registers, StoredRecord, divide_leads
from index.snapshot import Snapshot
from ingest.patterns import IGNORECASE, compile_pattern, escape
from ingest.records.record import Duty

_DUTIES = compile_pattern(r"\b(?:duties|powers)\b", IGNORECASE)
_NUMBERS = compile_pattern(
    r"\b(?:duty|duties|power|powers)(?: number| no\.?)? (?P<first>\d{1,4})\b"
    r"(?:,? ?(?:and|or|&|,) ?(?P<second>\d{1,4})\b)?",
    IGNORECASE,
)
_WHO_LEADS = compile_pattern(
    r"\bwho(?:'s| is| are|se)?(?: the)? (?:lead(?:s|er|ing)?(?: officers?)?|responsible)\b(?: (?:on|for))?", IGNORECASE
)
_LEAD_WORD = compile_pattern(
    r"\b(?:leads?|led|leading|responsible|in charge|assigned|owns?|owned|belongs?|charged)\b", IGNORECASE
)
_NO_LEAD = compile_pattern(
    r"\b(?:(?:no|without(?: an?)?|missing an?|lack(?:s|ing)?(?: an?)?)(?: named)? leads?(?: officers?)?"
    r"|(?:has|have) no one leading|leads? (?:is|are) blank|blank leads?)\b",
    IGNORECASE,
)
_DESCRIBED_LEAD = compile_pattern(r"\b(?:the )?(?:[\w-]{1,30} ){0,3}?lead(?: officer)? \((?=[^)]{0,80}\))", IGNORECASE)
_UNDER = compile_pattern(r"\b(?:under|in)(?: the)? (?:heading|section headed|part headed) (?P<heading>.+)", IGNORECASE)
_SECTION = compile_pattern(r"\b(?:section|regulation|schedule) (?P<number>\d+[a-z]*(?:\(\w+\))*)(?: of(?: the)?)?", IGNORECASE)
_GENERIC = stem_words(
    "duty duties power powers statutory legal lead leads leading led officer officers responsible responsibility table listed "
    "list council authority act register belongs owns owned assigned charge"
)
_PARTY = compile_pattern(r"\b(?:the )?(?:local authority|LA|council)(?:'s)?\b")
MOST_LED = 3
"""Who leads on a subject is told for so many duties; a subject of more is a list, and has to be asked for as one."""


def ask_duties(text: str, registers: Registers, filters: RecordFilters, seen: Snapshot) -> Listing | None:
    """The duties that answer a question; None where it is no question to this register or nothing fits all its words."""
    asked = Asked(text)
    numbers = asked.take(_NUMBERS)
    who = asked.take(_WHO_LEADS)
    listed = bool(_DUTIES.search(text)) and ASKS_LIST.search(text)
    if not (numbers or who or listed) or len(compile_pattern(r"\bwho\b", IGNORECASE).findall(text)) > 1:
        return None
    stored_duties = registers.list_records("duties", filters)
    if not stored_duties:
        return None
    wanted_power = (
        None if numbers or who else bool(compile_pattern(r"\bpowers\b", IGNORECASE).search(text)) and "duties" not in text.lower()
    )
    blank = asked.take(_NO_LEAD)
    lead = None
    if not blank and not who and _LEAD_WORD.search(asked.rest):
        asked.rest = _DESCRIBED_LEAD.sub(" (", asked.rest)
        lead = _take_lead(asked, registers.leads())
    heading = asked.take(_UNDER)
    asked.take(_PARTY)
    asked.rest = seen.terms.spell_out(asked.rest)
    act = asked.take_name(value for value in registers.count_by("duties", "act") if value)
    section = asked.take(_SECTION) if act else None
    councils = asked.take_council(value for value in registers.count_by("duties", "council") if value)
    left = asked.left(_GENERIC)
    if not (numbers or lead or blank or heading or act or left) or (
        _LEAD_WORD.search(asked.rest) and not (numbers or lead or blank)
    ):
        return None
    wanted = {value for value in (numbers or {}) and numbers.groups() if value}
    kept = [
        stored
        for stored in seen.budget.each(stored_duties)
        if (not wanted or stored.record.number in wanted)
        and (wanted_power is None or stored.record.power == wanted_power)
        and (not blank or (stored.record.number is not None and stored.record.lead is None and _says(stored.record)))
        and (lead is None or _leads(stored.record, lead))
        and (not act or stored.record.act == act)
        and (not section or _is_section(stored.record, section["number"]))
        and (not councils or stored.record.place.council in councils)
        and (not heading or stem_words(heading["heading"]) <= stem_words(stored.record.heading or ""))
        and (not who or stored.record.number is not None)
    ]
    if not heading:
        kept = select_records(seen.budget.each(kept), left, lambda stored: add_long_forms(_words(stored), seen.abbreviations))
    kept = drop_repeats(kept, lambda stored: _identity(stored.record))
    if not kept or (who and not wanted and len(kept) > MOST_LED):
        return None
    kept.sort(key=lambda stored: (stored.document, stored.record.place.start))
    lead_first = bool(who or wanted)
    show_lead = lead is None and not blank
    noun, plural = ("power", "powers") if wanted_power else ("duty", "duties")
    rows = tuple(_say(stored, lead_first=lead_first, show_lead=show_lead) for stored in kept)
    return Listing(rows=rows) if who or wanted else Listing(rows=rows, noun=noun, plural=plural)


def _identity(record: Duty) -> tuple:
    """What makes two records one duty: a table of duties is put before one meeting after another."""
    return record.place.council, record.number, fold(record.duty), record.lead


def _take_lead(asked: Asked, leads: list[str]) -> str | None:
    """The lead named. Short forms in capitals are named in capitals: "TRUST" is not "trust"."""
    for lead in sorted(leads, key=len, reverse=True):
        found = asked.take(
            compile_pattern(rf"(?<![\w-]){escape(lead)}(?![\w-])", 0 if lead.isupper() and "-" not in lead else IGNORECASE)
        )
        if found:
            return lead
    return None


def _leads(record: Duty, lead: str) -> bool:
    if record.lead is None:
        return False
    return record.lead.lower() == lead.lower() or lead.lower() in (one.lower() for one in divide_leads(record.lead))


def _says(record: Duty) -> bool:
    """Whether a row of a table states a duty; a row kept free may say that it is blank."""
    return record.duty.strip().lower() not in ("blank", "not used", "deleted", "-")


def _is_section(record: Duty, number: str) -> bool:
    return bool(
        compile_pattern(rf"\b(?:section|regulation|schedule) {escape(number)}$", IGNORECASE).search(record.provision or "")
    )


def _words(stored: StoredRecord) -> str:
    """What a duty can be asked for by: its own words. The heading it stands under says nothing of its own."""
    record = stored.record
    return " ".join(words for words in (record.duty, record.owner, record.act, record.provision) if words)


def _say(stored: StoredRecord, *, lead_first: bool, show_lead: bool) -> Row:
    record = stored.record
    kind = "Power" if record.power else "Duty"
    lead = f"lead: {record.lead}" if record.lead else "no lead is stated" if record.number else ""
    duty = " ".join(record.duty.split())
    return Row(
        cites=cite_row(stored),
        name=f"{kind} {record.number}" if record.number else "",
        words=f"{lead} – {duty}" if lead_first and lead else duty,
        extra=lead if show_lead and not lead_first else "",
        mark=record.number or "",
    )
