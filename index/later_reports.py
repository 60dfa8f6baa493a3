"""What later papers report on a matter: sections whose headings speak of it. The decisions of a matter are in `threads`."""

from dataclasses import dataclass

from index.catalogue import Filters, StoredDocument, StoredPassage
from index.registers import Registers, StoredRecord
from index.threads import MOST_BY_TITLE, compare_titles, find_day, is_standing, stem_title, weigh_titles
from ingest.dates import parse_date
from ingest.document import Page

LEAST_COMMON = 3
"""Words that a heading has in common with a title at the least; two ("School places") are the name of a service."""
LEAST_SIMILARITY = 0.75
CANDIDATES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterReport:
    """A section of a later paper: its heading, the place of its first words (`start` to `end` of the document's text) and from
    0 to 1 how sure it is that it is of the matter."""

    document: StoredDocument
    passage: StoredPassage
    page: Page | None
    heading: str
    quote: str
    start: int
    end: int
    confidence: float


def find_later_reports(registers: Registers, asked: StoredRecord, *, limit: int = 5) -> tuple[LaterReport, ...]:
    """Sections of papers of a later day than the decision, the earliest first. None for a standing item or one without a day."""
    catalogue, day = registers.catalogue, parse_date(find_day(asked) or "")
    words = stem_title(asked.record.title or "")
    if day is None or is_standing(asked) or len(words) < LEAST_COMMON:
        return ()
    documents = {d.row: d for d in catalogue.documents(Filters(first=day)) if d.facts.date != day and d.row != asked.document}
    found_there = catalogue.match_words(sorted(words), Filters(first=day), CANDIDATES, headings_only=True)
    passages = catalogue.passages(row for row, _ in found_there)
    weights = weigh_titles([words, *(stem_title(heading) for passage in passages.values() for heading in passage.path)])
    found: dict[tuple[int, int], LaterReport] = {}
    for passage in registers.budget.each(sorted(passages.values(), key=lambda passage: (passage.document, passage.start))):
        if passage.document not in documents or (passage.document, passage.section) in found:
            continue
        # A title slide or the first passage of a section holds its heading; the others stand under it.
        for heading in reversed(passage.path):
            theirs = stem_title(heading)
            alike = compare_titles(words, theirs, weights)
            if len(words & theirs) >= LEAST_COMMON and alike >= LEAST_SIMILARITY:
                text = catalogue.text(passage.document)
                found[passage.document, passage.section] = LaterReport(
                    document=documents[passage.document],
                    passage=passage,
                    page=catalogue.page_at(passage.document, passage.start),
                    heading=heading,
                    quote=text[passage.start : passage.end],
                    start=passage.start,
                    end=passage.end,
                    confidence=min(MOST_BY_TITLE, round(alike * 0.9, 2)),
                )
                break
    return tuple(sorted(found.values(), key=lambda report: (report.document.facts.date, report.start))[:limit])
