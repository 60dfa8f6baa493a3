"""The register of decisions: what was resolved, recommended, decided and planned, in the order of the document."""

from ingest.bound import divide_papers
from ingest.document import Document
from ingest.records.notices import find_notices
from ingest.records.plans import find_plans
from ingest.records.recommendations import find_recommendations
from ingest.records.record import Decision
from ingest.records.resolutions import find_resolutions


def find_decisions(document: Document) -> tuple[Decision, ...]:
    """Every decision that the document records, a decision before its parts. A range of words is one record only."""
    found: list[Decision] = []
    if document.facts.type == "inspection report":
        return ()
    for paper in divide_papers(document):
        if paper.kind == "inspection report":
            continue
        found += find_resolutions(document, paper)
        found += find_recommendations(document, paper)
        found += find_notices(document, paper)
        found += find_plans(document, paper)
    kept: dict[tuple[int, int, str | None], Decision] = {}
    for decision in found:
        kept.setdefault((decision.place.start, decision.place.end, decision.part), decision)
    return tuple(sorted(kept.values(), key=lambda d: (d.place.start, -d.place.end, d.part is not None)))
