"""Inspections set side by side: mentions with the reports that they speak of, and each inspection of a provider with the one
before. Records in, pairs out; nothing is read here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from ingest.metadata import name_area
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.inspections_frameworks import CARE, CARE_AND_LEAVERS, KINDS
from ingest.records.inspections_grades import rank_grade
from ingest.records.inspections_judgements import find_area
from ingest.records.record import NOT_IN_FRAMEWORK, Inspection, Judgement

PUBLISHED_DAYS = 200
"""A report comes out within so many days of the last day of its inspection."""
Outcome = Literal["better", "worse", "the same", "not comparable"]
_SERVICE = compile_pattern(
    r"\b(?:children(?:['’]s)?(?: and families)?(?: services)?(?: trust)?|children first|youth (?:justice|offending)"
    r"(?: service| team)|local area partnership|services?|trust)\b",
    IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One area in two inspections. A judgement is None where that inspection's report has none on the area; `outcome` is "not
    comparable" where a grade is missing, not in the framework or of another scale."""

    area: str
    earlier: Judgement | None
    later: Judgement | None
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two successive inspections of one provider by frameworks of one family, area by area in the order of the later report."""

    earlier: Inspection
    later: Inspection
    changes: tuple[Change, ...]


def compare_inspections(records: Sequence[Inspection]) -> tuple[Comparison, ...]:
    """Each inspection that has a report with judgements, beside the one before it of the same provider and family; the oldest
    pair of a provider first."""
    groups: dict[tuple[str, str], list[Inspection]] = {}
    for record in records:
        if record.source == "report" and record.judgements and record.began:
            groups.setdefault((name_provider(record), _family(record)), []).append(record)
    return tuple(pair for group in groups.values() for pair in _compare_group(group))


def link_mentions(records: Sequence[Inspection]) -> tuple[tuple[Inspection, Inspection], ...]:
    """The mentions whose report is among the records, each with it: the same provider and kind, and days that overlap or a day of
    publication that fits. A mention that fits several reports is linked to none."""
    reports = [record for record in records if record.source == "report"]
    pairs = []
    for mention in records:
        fitting = [report for report in reports if mention.source == "mention" and _speaks_of(mention, report)]
        if len({(report.began, report.kind) for report in fitting}) == 1:
            pairs.append((mention, fitting[0]))
    return tuple(pairs)


def name_provider(record: Inspection) -> str:
    """What the providers of two records are compared by: the place, without the forms of councils, services and trusts."""
    provider = record.provider or record.place.council or ""
    return " ".join(_SERVICE.sub(" ", name_area(provider)).replace("-", " ").split()).removesuffix("'s").strip(" ,.")


def _family(record: Inspection) -> str:
    return next((kind.family for kind in KINDS if kind.name == record.kind), record.kind or "")


def _compare_group(group: Sequence[Inspection]) -> Iterator[Comparison]:
    """One inspection may have its report in the store twice, alone and in a pack."""
    apart = {record.began: record for record in group}
    for earlier, later in pairwise(apart[began] for began in sorted(apart)):
        yield Comparison(earlier=earlier, later=later, changes=tuple(_compare_areas(earlier, later)))


def _compare_areas(earlier: Inspection, later: Inspection) -> Iterator[Change]:
    before, after = _by_area(earlier), _by_area(later)
    for key in (*after, *(key for key in before if key not in after)):
        old, new = before.get(key), after.get(key)
        yield Change(area=(new or old).area, earlier=old, later=new, outcome=_compare_grades(old, new))


def _by_area(record: Inspection) -> dict[str, Judgement]:
    """Care leavers were judged together with children in care until 2022: that judgement stands beside the later one on children
    in care, in its own words."""
    kind = next((kind for kind in KINDS if kind.name == record.kind), None)
    keys = ((find_area(kind, judgement.area) if kind else judgement.area.lower(), judgement) for judgement in record.judgements)
    return {CARE.key if key == CARE_AND_LEAVERS.key else key: judgement for key, judgement in keys}


def _compare_grades(earlier: Judgement | None, later: Judgement | None) -> Outcome:
    grades = [judgement.grade for judgement in (earlier, later) if judgement and judgement.grade != NOT_IN_FRAMEWORK]
    ranks = [rank for grade in grades if (rank := rank_grade(grade))]
    if len(ranks) < 2 or ranks[0][0] != ranks[1][0]:
        return "not comparable"
    return "the same" if ranks[0] == ranks[1] else "better" if ranks[1] > ranks[0] else "worse"


def _speaks_of(mention: Inspection, report: Inspection) -> bool:
    if name_provider(mention) != name_provider(report) or (mention.kind and mention.kind != report.kind):
        return False
    if not report.began or not report.ended:
        return False
    if mention.began and mention.ended:
        return _first_day(mention.began) <= _last_day(report.ended) and _last_day(mention.ended) >= _first_day(report.began)
    if mention.published:
        return _last_day(report.ended) <= _last_day(mention.published) <= _last_day(report.ended) + timedelta(days=PUBLISHED_DAYS)
    return False


def _first_day(stated: str) -> date:
    """The first day of an ISO day, month or year."""
    parts = [int(part) for part in stated.split("-")]
    return date(*parts, *[1] * (3 - len(parts)))


def _last_day(stated: str) -> date:
    first = _first_day(stated)
    if len(stated) == len("2022-01-25"):
        return first
    month = 12 if len(stated) == len("2022") else first.month
    return date(first.year + (month == 12), month % 12 + 1, 1) - timedelta(days=1)
