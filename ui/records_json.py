"""Records as programs get them: the fields of the command line, with permanent addresses."""

from collections.abc import Sequence

from index.catalogue import StoredDocument
from index.registers import StoredRecord
from ingest.document import Page
from ingest.records.record import Judgement
from ui.dossier import Compared, Dossier
from ui.page.viewer import place_address
from ui.registers import Listing, cited_address, record_address


def record_json(stored: StoredRecord) -> dict:
    """A record as the command line prints it, with its digest and its permanent addresses."""
    return {
        **stored.as_json(),
        "digest": stored.digest,
        "address": cited_address(stored),
        "record_address": record_address(stored),
    }


def listing_json(listing: Listing) -> dict:
    """A view of a register: one page of it with the parts of decisions, and how many records there are."""
    return {
        "register": listing.view.register,
        "total": listing.total,
        "parts": listing.total_parts,
        "page": listing.view.page,
        "pages": listing.pages,
        "counts": {
            name: [{"value": value, "count": count} for value, count in counts.items()] for name, counts in listing.counts.items()
        },
        "records": [record_json(each) for stored in listing.records for each in (stored, *listing.parts.get(stored.row, ()))],
    }


def dossier_json(dossier: Dossier) -> dict:
    """A record with its parts, its thread, the evidence found and the inspections it is compared with."""
    return {
        **record_json(dossier.stored),
        "parts": _list_records(dossier.parts),
        "part_of": record_json(dossier.whole) if dossier.whole else None,
        "thread": [
            {"day": step.day, "confidence": step.confidence, "why": step.why, "record": record_json(step.record)}
            for step in dossier.thread
        ],
        "later_reports": [
            {"heading": r.heading, "confidence": r.confidence, **_cite(r.document, r.page, r.quote, r.start, r.end)}
            for r in dossier.reports
        ],
        "evidence": [{"share": e.share, **_cite(e.document, e.page, e.quote, e.start, e.end)} for e in dossier.evidence],
        "same_inspection": _list_records(dossier.same),
        "compared": [_compared_json(pair) for pair in dossier.compared],
    }


def _list_records(records: Sequence[StoredRecord]) -> list[dict]:
    return [record_json(stored) for stored in records]


def _compared_json(pair: Compared) -> dict:
    return {
        "earlier": record_json(pair.earlier),
        "later": record_json(pair.later),
        "changes": [
            {
                "area": change.area,
                "earlier": _judgement_json(pair.earlier, change.earlier),
                "later": _judgement_json(pair.later, change.later),
                "outcome": change.outcome,
            }
            for change in pair.changes
        ],
    }


def _judgement_json(stored: StoredRecord, judgement: Judgement | None) -> dict | None:
    if judgement is None:
        return None
    address = place_address(stored.digest, judgement.page, judgement.start, judgement.end) if judgement.quote else None
    return {"grade": judgement.grade, "quote": judgement.quote, "page": judgement.page, "address": address}


def _cite(document: StoredDocument, page: Page | None, quote: str, start: int, end: int) -> dict:
    number = page.number if page else None
    return {
        "file": document.file,
        "document": document.facts.title,
        "digest": document.digest,
        "date": document.facts.date.isoformat() if document.facts.date else None,
        "page": number,
        "page_label": page.label if page else None,
        "quote": quote,
        "start": start,
        "end": end,
        "address": place_address(document.digest, number, start, end),
    }
