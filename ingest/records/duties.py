"""The register of duties: rows of duty tables and the duties and powers that sentences lay down, in document order."""

from ingest.bound import divide_papers
from ingest.document import Document
from ingest.records.duty_sentences import find_duty_sentences
from ingest.records.duty_tables import find_duty_rows
from ingest.records.record import Duty


def find_duties(document: Document) -> tuple[Duty, ...]:
    """Every duty and power of a public body that the document states. Inspection reports judge and lay down none."""
    if document.facts.type == "inspection report":
        return ()
    papers = tuple(paper for paper in divide_papers(document) if paper.kind != "inspection report")
    found = [duty for paper in papers for duty in find_duty_rows(document, paper)]
    found += find_duty_sentences(document, papers)
    return tuple(sorted(found, key=lambda duty: duty.place.start))
