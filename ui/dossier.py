"""What stands beside one record: the thread of its matter, the evidence for a duty, and inspections of the same provider."""

from dataclasses import dataclass

from index.evidence import Evidence, find_evidence
from index.later_reports import LaterReport, find_later_reports
from index.registers import Registers, StoredRecord
from index.threads import Step, follow_matter
from ingest.records.inspections_compare import Change, compare_inspections, link_mentions, name_provider
from ingest.records.record import Decision, Duty, Inspection


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two successive inspections of one provider, judgement by judgement."""

    earlier: StoredRecord
    later: StoredRecord
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A record with what belongs to it; () for what its register does not have. `parts` are those of a decision and `whole` the
    decision that a part belongs to; `same` are reports of a mention and mentions of a report; `compared` has the inspection
    as the later one, as the earlier one, or both."""

    stored: StoredRecord
    whole: StoredRecord | None
    parts: tuple[StoredRecord, ...]
    thread: tuple[Step, ...]
    reports: tuple[LaterReport, ...]
    evidence: tuple[Evidence, ...]
    same: tuple[StoredRecord, ...]
    compared: tuple[Compared, ...]


def make_dossier(registers: Registers, stored: StoredRecord) -> Dossier:
    """A record and what is found beside it in the same catalogue."""
    decides, owes = isinstance(stored.record, Decision), isinstance(stored.record, Duty)
    whole = registers.record(stored.parent) if stored.parent is not None else None
    asked = whole or stored
    same, compared = find_relatives(registers, stored) if isinstance(stored.record, Inspection) else ((), ())
    return Dossier(
        stored=stored,
        whole=whole,
        parts=tuple(registers.parts_of(stored.row)) if decides else (),
        thread=tuple(step for step in follow_matter(registers, asked) if step.record.row != asked.row) if decides else (),
        reports=find_later_reports(registers, asked) if decides else (),
        evidence=find_evidence(registers, stored) if owes else (),
        same=same,
        compared=compared,
    )


def find_relatives(registers: Registers, stored: StoredRecord) -> tuple[tuple[StoredRecord, ...], tuple[Compared, ...]]:
    """The reports or mentions of the same inspection, and the comparisons that it is part of."""
    listed = [other for other in registers.list_records("inspections") if is_same_provider(other, stored)]
    # Records that are alike are told apart by which they are, not by what they say.
    by_id = {id(other.record): other for other in listed}
    same = []
    for mention, report in link_mentions([other.record for other in listed]):
        pair = (by_id[id(mention)], by_id[id(report)])
        same += [other for other in pair if stored.row in {one.row for one in pair} and other.row != stored.row]
    compared = []
    for pair in compare_inspections([other.record for other in listed]):
        earlier, later = by_id[id(pair.earlier)], by_id[id(pair.later)]
        if stored.row in (earlier.row, later.row):
            compared.append(Compared(earlier=earlier, later=later, changes=pair.changes))
    return tuple(same), tuple(sorted(compared, key=lambda pair: pair.later.row != stored.row))


def is_same_provider(one: StoredRecord, other: StoredRecord) -> bool:
    """Whether two inspections are of one provider."""
    return name_provider(one.record) == name_provider(other.record)


def list_timelines(registers: Registers, shown: tuple[StoredRecord, ...]) -> tuple[tuple[str, tuple[StoredRecord, ...]], ...]:
    """For each provider among the inspections shown, its name and all its inspections that have a report, the oldest first; of a
    provider without a report, the inspections that are mentioned."""
    grouped: dict[str, list[StoredRecord]] = {}
    for stored in registers.list_records("inspections"):
        grouped.setdefault(name_provider(stored.record), []).append(stored)
    lines = []
    for name in dict.fromkeys(name_provider(stored.record) for stored in shown):
        # One inspection may have its report in the store twice, and be mentioned often.
        everything = sorted(grouped[name], key=lambda stored: (stored.record.source != "report", stored.row))
        apart: dict[tuple, StoredRecord] = {}
        for stored in everything:
            day = find_inspection_day(stored.record)
            if day and (stored.record.source == "report" or everything[0].record.source != "report"):
                apart.setdefault((day, stored.record.kind), stored)
        if apart:
            listed = tuple(sorted(apart.values(), key=lambda stored: find_inspection_day(stored.record)))
            lines.append((listed[-1].record.provider or listed[-1].record.place.council or "Provider not stated", listed))
    return tuple(lines)


def find_inspection_day(record: Inspection) -> str:
    """When an inspection was, as far as stated: its first day, its last, or when its report came out; "" where none is."""
    return record.began or record.ended or record.published or ""
