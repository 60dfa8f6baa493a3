"""What `council records` shows beside a record: the matter a decision is part of, and the evidence found for a duty."""

from collections.abc import Sequence

from index.catalogue import StoredDocument
from index.evidence import find_evidence
from index.later_reports import find_later_reports
from index.registers import Registers, StoredRecord
from index.threads import follow_matter
from ingest.dates import parse_date, write_date
from ingest.document import CELL, Page
from ingest.records.record import Decision, Duty


def find_beside(
    registers: Registers, records: Sequence[StoredRecord], *, threads: bool, evidence: bool
) -> dict[int, dict[str, list[dict]]]:
    """By the row of a record: `thread`, the other decisions of its matter and later reports, or `evidence` for a duty. Parts of
    decisions have the thread of their decision."""
    beside: dict[int, dict[str, list[dict]]] = {}
    for stored in records:
        # Each is a view of its own.
        registers = registers.renewed()
        if threads and isinstance(stored.record, Decision) and stored.parent is None:
            beside[stored.row] = {"thread": _follow(registers, stored)}
        elif evidence and isinstance(stored.record, Duty):
            found = find_evidence(registers, stored)
            beside[stored.row] = {
                "evidence": [{**_cite(e.document, e.page, e.quote, e.start, e.end), "share": e.share} for e in found]
            }
    return beside


def describe_beside(beside: dict[str, list[dict]]) -> list[str]:
    """The same as lines for a person."""
    return [*map(_describe_step, beside.get("thread", ())), *map(_describe_evidence, beside.get("evidence", ()))]


def _follow(registers: Registers, stored: StoredRecord) -> list[dict]:
    steps = [
        {"day": step.day, "confidence": step.confidence, "why": step.why, "record": step.record.as_json()}
        for step in follow_matter(registers, stored)
        if step.record.row != stored.row
    ]
    reports = [
        {
            "day": report.document.facts.date.isoformat() if report.document.facts.date else None,
            "confidence": report.confidence,
            "why": f"its heading is “{report.heading}”",
            "report": _cite(report.document, report.page, report.quote, report.start, report.end),
        }
        for report in find_later_reports(registers, stored)
    ]
    return steps + reports


def _cite(document: StoredDocument, page: Page | None, quote: str, start: int, end: int) -> dict:
    return {
        "file": document.file,
        "document": document.facts.title,
        "date": document.facts.date.isoformat() if document.facts.date else None,
        "page": page.number if page else None,
        "page_label": page.label if page else None,
        "quote": quote,
        "start": start,
        "end": end,
    }


def _describe_step(step: dict) -> str:
    record = step.get("record") or {**step["report"], "status": "later report", "title": step["report"]["document"]}
    sure = f"({step['confidence']:.0%} sure: {step['why']})"
    return f"    > {record['status']}, {_say_day(step['day'])}: {record['title']} [{record['file']}] {sure}"


def _describe_evidence(found: dict) -> str:
    page = f", page {found['page']}" if found["page"] else ""
    quote = " ".join(found["quote"].replace(CELL, " | ").split())
    return f"    > evidence found, {_say_day(found['date'])}: “{quote}” [{found['file']}{page}]"


def _say_day(words: str | None) -> str:
    day = parse_date(words) if words else None
    return write_date(day) if day else words or "no date stated"
