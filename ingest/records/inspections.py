"""The register of inspections of one document: those whose report or letter it is or holds, and those that it mentions."""

from ingest.document import Document
from ingest.records.inspections_mentions import find_mentions
from ingest.records.inspections_reports import find_reports, locate_reports
from ingest.records.record import Inspection


def find_inspections(document: Document) -> tuple[Inspection, ...]:
    """The inspections that a document reports or mentions, in the order of their quotes. What a report says of earlier
    inspections is no mention of its own."""
    reports = find_reports(document)
    if document.facts.type == "inspection report":
        return reports
    mentions = find_mentions(document, locate_reports(document))
    return tuple(sorted((*reports, *mentions), key=lambda record: record.place.start))
