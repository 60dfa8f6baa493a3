"""Questions to the register of inspections: when, by whom led, which grades, what is to improve, and how two of them compare."""

from assistant.registers.inspection_rows import (
    area_key,
    correct_grade,
    list_inspections,
    say_areas_graded,
    say_comparison_before,
    say_days,
    say_grades,
    say_improvements,
    say_lead,
)
from assistant.registers.reading import ASKS_LIST, Asked, Days, stem_words
from assistant.registers.rows import Listing
from index.register_tables import fold
from index.registers import RecordFilters, Registers, StoredRecord
from index.snapshot import Snapshot
from ingest.patterns import IGNORECASE, compile_pattern, escape
from ingest.records.inspections_compare import name_provider
from ingest.records.inspections_grades import GRADE
from ingest.records.record import Inspection

_SUBJECT = compile_pattern(
    r"\b(?:inspect(?:ions?|ed|ors?)|(?:focused|focussed|monitoring) visits?|ofsted|hmip|cqc|judge?ments?|judged|grade[sd]?"
    r"|rat(?:ed|ings?)|(?:needs?|needed) to (?:be )?improved?|(?:areas? for|list of) improvements?)\b",
    IGNORECASE,
)
_COMPARES = compile_pattern(
    r"\b(?:and )?(?:how )?(?:did|does|do)?(?: it| that| they| this)?\s*(?:compared?|comparison|differ)\b.*?"
    r"\b(?:before|previous|earlier|last time|prior)\b(?: (?:one|inspections?|that|it))?(?: before(?: (?:that|it))?)?",
    IGNORECASE,
)
_LEAD = compile_pattern(r"\blead inspectors?\b|\bwho (?:led|inspected|headed(?: up)?|ran|was in charge)\b", IGNORECASE)
_WHEN = compile_pattern(r"\bwhen\b|\b(?:on )?(?:what|which) (?:dates?|days?)\b", IGNORECASE)
_IMPROVE = compile_pattern(
    r"\b(?:what|which|list|name|give|show)\b.*?\b(?:needs?(?:ed)? to (?:improve|be improved)"
    r"|(?:should|must|has to|have to) improve|(?:asked?|told|tell) .*\bto improve"
    r"|(?:areas?|things?|points?|lists?) (?:for|of|to|that need) improve(?:ments?)?)\b"
    r"|\bto-?do list\b",
    IGNORECASE,
)
_GRADE = compile_pattern(
    r"\b(?:grade[sd]?|judge?ments?|judged|rat(?:ed|ings?))\b|\bhow (?:well )?did\b.*\b(?:do|fare|perform)\b", IGNORECASE
)
_WHICH_AREAS = compile_pattern(
    r"\b(?:which|what)\b(?: \w+){0,3}? (?:judge?ments?|areas?|parts?|grades?|services?)\b|\bwhat (?:was|were|is|are)\b",
    IGNORECASE,
)
_LIST = compile_pattern(
    r"\b(?:list|show|name|give|which|what|how many)\b(?: \w+){0,6}? "
    r"(?:inspections|visits|inspection reports|councils|providers|authorities|schools|services)\b",
    IGNORECASE,
)
_LAST = compile_pattern(r"\b(?:last|latest|most recent|newest)\b", IGNORECASE)
_ONLY_ONE = compile_pattern(r"\b(?:first|earliest|next|second|third|ever)\b", IGNORECASE)
_WHY = compile_pattern(r"\bwhy\b|\bhow come\b", IGNORECASE)
_GENERIC = stem_words(
    "ofsted hmip cqc ilacs inspection inspections inspected inspector inspectors inspect report reports visit visits children "
    "services service local authority authorities council councils providers social care grade grades graded judgement "
    "judgements judgment judgments judged rate rated rating ratings led lead start began end ended finish date dates publish "
    "go come came need needs needed improve improved improvement area areas things points last latest recent compare "
    "compared comparison previous effectiveness experience experiences progress received achieve awarded according letter full "
    "team visit told tell asked ask find found list lists improvements come came fare perform well headed ran charge parts "
    "two three four five six seven eight nine ten "
    "drop dropped fall fell rise rose went left autumn winter spring summer late early"
)
_INSPECTORATE = compile_pattern(r"\b(?:ofsted|hmip|cqc)\b", IGNORECASE)
_VISIT = {"focus": "focused visit", "monitor": "monitoring visit"}
_AREAS = {
    "children in care and care leavers": r"children in care and (?:care )?leavers",
    "help and protection": r"help and protection",
    "children in care": r"(?:children|young people) in care|looked[- ]after children",
    "care leavers": r"care leavers|care[- ]experienced young people",
    "impact of leaders": r"(?:the )?impact of leaders|leadership|leaders",
    "overall effectiveness": r"overall(?: effectiveness)?|all round|on the whole",
}
"""What people call the areas that inspections of children's services judge; other areas are known by their own names."""


def ask_inspections(text: str, registers: Registers, filters: RecordFilters, seen: Snapshot) -> Listing | None:
    """What the inspections answer; None where it is no question to this register or something in it fits none."""
    takes_for_granted = _WHY.search(text) is not None
    if not (_SUBJECT.search(text) or takes_for_granted) or _ONLY_ONE.search(text):
        return None
    stored = registers.list_records("inspections", filters)
    if not stored:
        return None
    asked = Asked(text)
    compares = asked.take(_COMPARES)
    days = asked.take_days()
    asked.rest = seen.terms.spell_out(asked.rest)
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
    kept = [
        one
        for one in seen.budget.each(stored)
        if (provider is None or _is_of(one, provider)) and (days is None or _is_in(one.record, days))
    ]
    if inspectorate := _INSPECTORATE.search(text):
        kept = [one for one in kept if fold(one.record.inspectorate or "") in ("", "joint", fold(inspectorate[0]))]
    if kind:
        kept = [one for one in kept if one.record.kind == _VISIT[kind[1].lower()]]
    if not kept:
        return None
    lists = bool(_LIST.search(text)) and bool(ASKS_LIST.search(text))
    if lists and not compares and (grade or (not area_names and not _IMPROVE.search(text) and not _WHEN.search(text))):
        return list_inspections(kept, grade[0] if grade else None, area_names, text)
    if provider is None or (grade and not takes_for_granted and not _WHICH_AREAS.search(text)):
        return None
    reports = [one for one in kept if one.record.source == "report"]
    if days and len({one.record.began for one in reports}) > 1 and not _LAST.search(text):
        return None
    latest = max(reports or kept, key=lambda one: one.record.began or one.record.published or "")
    if takes_for_granted:
        return correct_grade(latest, grade[0], area_names) if grade else None
    if compares:
        return say_comparison_before(latest, stored)
    if grade:
        return say_areas_graded(latest, grade[0])
    if _LEAD.search(text):
        return say_lead(latest)
    if _IMPROVE.search(text):
        return say_improvements(latest)
    if _GRADE.search(text):
        return say_grades(latest, area_names)
    if _WHEN.search(text) and not area_names:
        return say_days(latest, kept)
    return None


def _names_of(stored: list[StoredRecord]) -> list[str]:
    """Providers that records state; that a council's paper mentions an inspection does not make it one of the council."""
    names = {name_provider(one.record) for one in stored if one.record.provider}
    return [form for name in names if name for form in (name, f"{name} council")]


def _is_of(one: StoredRecord, provider: str) -> bool:
    return one.record.provider is not None and name_provider(one.record) == provider


def _is_in(record: Inspection, days: Days) -> bool:
    return any(days.holds(stated) for stated in (record.began, record.ended, record.published))


def _take_areas(asked: Asked, stored: list[StoredRecord]) -> list[str]:
    keys = {area_key(one.record, judgement) for one in stored for judgement in one.record.judgements}
    found = []
    for key in sorted(keys, key=lambda key: (-len(key), key)):
        if asked.take(rf"\b(?:{_AREAS.get(key, escape(key))})\b"):
            found.append(key)
    return found
