"""From a document to all of its records."""

from ingest.document import Document
from ingest.records.decisions import find_decisions
from ingest.records.duties import find_duties
from ingest.records.inspections import find_inspections
from ingest.records.record import Record


def read_records(document: Document) -> tuple[Record, ...]:
    """The records of every register that the document holds, register by register, each in the order of the document."""
    return (*find_decisions(document), *find_duties(document), *find_inspections(document))
