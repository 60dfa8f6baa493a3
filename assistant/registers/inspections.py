"""Questions to the register of inspections: when, by whom led, which grades, what is to improve, and how two of them compare."""

import re
from collections.abc import Callable

from assistant.registers.reading import ASKS_COUNT, ASKS_LIST, Asked, Days, drop_repeats, stem_words
from assistant.registers.rows import Listing, Range, Row, cite_record
from index.registers import RecordFilters, Registers, StoredRecord
from ingest.dates import parse_date, write_date
from ingest.records.inspections_compare import Comparison, compare_inspections, name_provider
from ingest.records.inspections_frameworks import KINDS
from ingest.records.inspections_grades import GRADE, rank_grade
from ingest.records.inspections_judgements import find_area
from ingest.records.record import NOT_IN_FRAMEWORK, Inspection, Judgement

_SUBJECT = re.compile(
    r"\b(?:inspect(?:ions?|ed|ors?)|(?:focused|focussed|monitoring) visits?|ofsted|hmip|cqc|judge?ments?|judged|grade[sd]?"
    r"|rat(?:ed|ings?)|(?:needs?|needed) to (?:be )?improved?|areas? for improvement)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:and )?(?:how )?(?:did|does|do)?(?: it| that| they| this)?\s*(?:compared?|comparison|differ)\b.*?"
    r"\b(?:before|previous|earlier|last time|prior)\b(?: (?:one|inspections?|that|it))?(?: before(?: (?:that|it))?)?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\blead inspectors?\b|\bwho (?:led|inspected)\b", re.IGNORECASE)
_WHEN = re.compile(r"\bwhen\b|\b(?:on )?(?:what|which) (?:dates?|days?)\b", re.IGNORECASE)
_IMPROVE = re.compile(
    r"\b(?:what|which|list|name)\b.*?\b(?:needs?(?:ed)? to (?:improve|be improved)|(?:should|must|has to|have to) improve"
    r"|(?:areas?|things?|points?) (?:for|of|to|that need) improve(?:ment)?)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\b(?:grade[sd]?|judge?ments?|judged|rat(?:ed|ings?))\b", re.IGNORECASE)
_LIST = re.compile(
    r"\b(?:list|show|name|give|which|what|how many)\b(?: \w+){0,6}? "
    r"(?:inspections|visits|inspection reports|councils|providers|authorities|schools|services)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"\b(?:last|latest|most recent|newest)\b", re.IGNORECASE)
_ONLY_ONE = re.compile(r"\b(?:first|earliest|next|second|third|ever|why)\b", re.IGNORECASE)
_GENERIC = stem_words(
    "ofsted hmip cqc ilacs inspection inspections inspected inspector inspectors inspect report reports visit visits children "
    "services service local authority authorities council councils providers social care grade grades graded judgement judgements "
    "judgment judgments judged rate rated rating ratings led lead start began end ended finish date dates publish go come came "
    "need needs needed improve improved improvement area areas things points last latest recent compare compared comparison "
    "previous effectiveness experience experiences progress received achieve achieved awarded"
)
_OVERALL = ("overall effectiveness", "overall")
_PROVIDERS = re.compile(r"\b(?:councils|providers|authorities|schools|services)\b", re.IGNORECASE)
_VISIT = {"focus": "focused visit", "monitor": "monitoring visit"}
_AREAS = {
    "children in care and care leavers": r"children in care and (?:care )?leavers",
    "help and protection": r"help and protection",
    "children in care": r"(?:children|young people) in care|looked[- ]after children",
    "care leavers": r"care leavers|care[- ]experienced young people",
    "impact of leaders": r"(?:the )?impact of leaders|leadership|leaders",
    "overall effectiveness": r"overall(?: effectiveness)?",
}
"""What people call the areas that inspections of children's services judge; other areas are known by their own names."""


def ask_inspections(text: str, registers: Registers, filters: RecordFilters, spell_out: Callable[[str], str]) -> Listing | None:
    """What the inspections answer; None where it is no question to this register or something in it fits none."""
    if not _SUBJECT.search(text) or _ONLY_ONE.search(text):
        return None
    stored = registers.list_records("inspections", filters)
    if not stored:
        return None
    asked = Asked(text)
    compares = asked.take(_COMPARES)
    days = asked.take_days()
    asked.rest = spell_out(asked.rest)
    provider = asked.take_name(_names_of(stored))
    if provider:
        asked.take(r"^\W*(?:children's services|council)\b")
    kind = asked.take(r"\b(focus|monitor)(?:s?ed|ing) visits?\b")
    area_names = _take_areas(asked, stored)
    asked.take(r"\bschools\b")
    grade = asked.take(GRADE)
    if asked.left(_GENERIC):
        return None
    provider = provider.removesuffix(" council") if provider else None
    kept = [one for one in stored if (provider is None or _is_of(one, provider)) and (days is None or _is_in(one.record, days))]
    if kind:
        kept = [one for one in kept if one.record.kind == _VISIT[kind[1].lower()]]
    if not kept:
        return None
    lists = bool(_LIST.search(text)) and bool(ASKS_LIST.search(text))
    if lists and not compares and (grade or (not area_names and not _IMPROVE.search(text) and not _WHEN.search(text))):
        return _list_inspections(kept, grade[0] if grade else None, area_names, text)
    if provider is None or grade:
        return None
    reports = [one for one in kept if one.record.source == "report"]
    if days and len({one.record.began for one in reports}) > 1 and not _LAST.search(text):
        return None
    latest = max(reports or kept, key=lambda one: one.record.began or one.record.published or "")
    if compares:
        return _compare(latest, stored)
    if _LEAD.search(text):
        return _say_lead(latest)
    if _IMPROVE.search(text):
        return _say_improvements(latest)
    if _GRADE.search(text):
        return _say_grades(latest, area_names)
    if _WHEN.search(text) and not area_names:
        return _say_days(latest, kept)
    return None


def _names_of(stored: list[StoredRecord]) -> list[str]:
    names = {name_provider(one.record) for one in stored if one.record.provider or one.record.place.council}
    return [form for name in names if name for form in (name, f"{name} council")]


def _is_of(one: StoredRecord, provider: str) -> bool:
    return name_provider(one.record) == provider


def _is_in(record: Inspection, days: Days) -> bool:
    return any(days.holds(stated) for stated in (record.began, record.ended, record.published))


def _area_key(record: Inspection, judgement: Judgement) -> str:
    kind = next((kind for kind in KINDS if kind.name == record.kind), None)
    return find_area(kind, judgement.area) if kind else judgement.area.lower()


def _take_areas(asked: Asked, stored: list[StoredRecord]) -> list[str]:
    keys = {_area_key(one.record, judgement) for one in stored for judgement in one.record.judgements}
    found = []
    for key in sorted(keys, key=lambda key: (-len(key), key)):
        if asked.take(rf"\b(?:{_AREAS.get(key, re.escape(key))})\b"):
            found.append(key)
    return found


def _head(one: StoredRecord, upto: str) -> Range | None:
    """From the beginning of a record's quote to the end of the line in which the words stand."""
    quote = one.record.place.quote
    at = quote.find(upto)
    if at < 0:
        return None
    end = quote.find("\n", at)
    start = quote.rfind("\n", 0, at) + 1
    return cite_record(one, one.record.place.start + start, one.record.place.start + (end if end >= 0 else len(quote)))


def _when_range(one: StoredRecord) -> Range:
    """The line of the head that states the days, else the whole quote."""
    quote = one.record.place.quote
    found = re.search(r"^.*\binspect(?:ion|ed)\b.*\bdates?\b.*$", quote, re.IGNORECASE | re.MULTILINE)
    if not found:
        return cite_record(one)
    return cite_record(one, one.record.place.start + found.start(), one.record.place.start + found.end())


def said_days(record: Inspection) -> str:
    """The days of an inspection: "3 to 14 October 2022", "October 2023"; "" where none is stated."""
    first, last = (parse_date(stated or "") for stated in (record.began, record.ended))
    if first and last and first != last:
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first.day if same else write_date(first)} to {write_date(last)}"
    stated = record.began or record.published
    if not stated:
        return ""
    return _said_stated(stated)


def _said_stated(stated: str) -> str:
    day = parse_date(stated)
    if day:
        return write_date(day)
    if re.fullmatch(r"\d{4}-\d\d", stated):
        return write_date(parse_date(f"{stated}-01")).split(" ", 1)[1]
    return stated


def _title(one: StoredRecord) -> str:
    record = one.record
    return " ".join(
        part for part in (record.inspectorate, record.kind, f"inspection of {record.provider or record.place.council}") if part
    )


def _say_days(latest: StoredRecord, kept: list[StoredRecord]) -> Listing | None:
    record = latest.record
    if not said_days(record) or (record.source == "mention" and len({said_days(one.record) for one in kept} - {""}) > 1):
        return None
    verb = "" if record.began else "published "
    return Listing(rows=(Row(cites=(_when_range(latest),), name=_title(latest), words=f"{verb}{said_days(record)}"),))


def _say_lead(latest: StoredRecord) -> Listing | None:
    lead = latest.record.lead_inspector
    cited = lead and _head(latest, lead)
    if not cited:
        return None
    return Listing(
        rows=(
            Row(
                cites=(cited, _when_range(latest)),
                name=f"{_title(latest)}, {said_days(latest.record)}",
                words=f"lead inspector {lead}",
            ),
        )
    )


def _say_improvements(latest: StoredRecord) -> Listing | None:
    from_text = latest.record.improvements
    if not from_text:
        return None
    return Listing(
        rows=tuple(Row(cites=(cite_record(latest, start, end),)) for start, end in from_text),
        opening=f"{_title(latest)}, {said_days(latest.record)}",
        opening_cites=(_when_range(latest),),
    )


def _judgement_range(one: StoredRecord, judgement: Judgement) -> Range:
    return cite_record(one, judgement.start, judgement.end)


def _say_grades(latest: StoredRecord, area_names: list[str]) -> Listing | None:
    record = latest.record
    judgements = [j for j in record.judgements if not area_names or _area_key(record, j) in area_names]
    absent = [j for j in judgements if j.grade == NOT_IN_FRAMEWORK]
    if absent and area_names:
        # What is not judged apart may be judged together with something else.
        stems = stem_words(" ".join(j.area for j in absent))
        judgements += [j for j in record.judgements if j.quote and j not in judgements and len(stem_words(j.area) & stems) > 1
                       and all(stem_words(name) <= stem_words(j.area) for name in area_names)]  # fmt: skip
    graded = [j for j in judgements if j.grade and j.quote]
    if not graded:
        return None
    rows = tuple(Row(cites=(_judgement_range(latest, j),), name=j.area, words=j.grade or "") for j in graded)
    days = said_days(record)
    return Listing(rows=rows, opening=f"{_title(latest)}{f', {days}' if days else ''}", opening_cites=(_when_range(latest),))


def _compare(latest: StoredRecord, stored: list[StoredRecord]) -> Listing | None:
    by_record = {id(one.record): one for one in stored}
    pairs = [pair for pair in compare_inspections([one.record for one in stored]) if pair.later is latest.record]
    return _say_comparison(pairs[0], by_record) if pairs else None


def _say_comparison(pair: Comparison, by_record: dict[int, StoredRecord]) -> Listing:
    later, earlier = by_record[id(pair.later)], by_record[id(pair.earlier)]
    rows = []
    for change in pair.changes:
        said, cites = [], []
        for one, judgement in ((later, change.later), (earlier, change.earlier)):
            if judgement is None:
                said.append("not judged")
            elif judgement.quote:
                said.append(judgement.grade or "not readable")
                cites.append(_judgement_range(one, judgement))
            else:
                said.append(judgement.grade or "not readable")
        if cites:
            outcome = "" if change.outcome == "not comparable" else f" ({change.outcome})"
            name = _short_area(pair.later, change.later or change.earlier)
            rows.append(Row(cites=tuple(cites), name=name, words=f"{said[0]}, before {said[1]}{outcome}"))
    return Listing(
        rows=tuple(rows),
        opening=f"{_title(later)}, {said_days(later.record)}, beside that of {said_days(earlier.record)}",
        opening_cites=(_when_range(later), _when_range(earlier)),
    )


def _short_area(record: Inspection, judgement: Judgement) -> str:
    key = _area_key(record, judgement)
    return key[:1].upper() + key[1:]


def _list_inspections(kept: list[StoredRecord], grade: str | None, area_names: list[str], text: str) -> Listing | None:
    """The inspections, the newest first. Only reports are counted: papers mention one inspection many times."""
    if re.search(r"\bschools\b", text, re.IGNORECASE):
        kept = [one for one in kept if one.record.kind == "school"]
    counts = ASKS_COUNT.search(text) is not None
    reports = [one for one in kept if one.record.source == "report"]
    if counts and not reports:
        return None
    listed = drop_repeats(
        sorted(reports or kept, key=lambda one: one.record.began or one.record.published or "", reverse=True),
        lambda one: (name_provider(one.record), one.record.kind, one.record.began or one.record.published if reports else ""),
    )
    rows: list[Row] = []
    named: list[str] = []
    for one in listed:
        days = said_days(one.record)
        if grade is None:
            rows += [Row(cites=(_when_range(one),), name=_title(one), words=days)] if days else []
            continue
        for judgement in one.record.judgements:
            key = _area_key(one.record, judgement)
            fits = key in (area_names or _OVERALL) and rank_grade(judgement.grade) == rank_grade(grade)
            if fits and judgement.quote:
                said = f"{_short_area(one.record, judgement)}: {judgement.grade}"
                name = f"{_title(one)}, {days}" if days else _title(one)
                rows.append(Row(cites=(_judgement_range(one, judgement), _when_range(one)), name=name, words=said))
                named.append(name_provider(one.record))
    if not rows or (counts and _PROVIDERS.search(text) and len(set(named)) < len(rows)):
        return None
    return (
        Listing(rows=tuple(rows), noun="inspection report", plural="inspection reports") if reports else Listing(rows=tuple(rows))
    )
