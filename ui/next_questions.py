"""Questions to go on with: what else the cited paper says, put as questions whose search has been seen to lead there."""

import re
from collections.abc import Iterator

from assistant.answering import Assistant
from index.catalogue import Catalogue
from index.retriever import subject_words
from ui.asked import Turn

MOST = 3
TRIED = 5
"""Searches made before giving up; each takes some hundredths of a second."""
DECIDES = ("minutes", "decision notice")
TELLING = re.compile(r"[A-Za-z][\w'’&,() /-]{5,70}$")
NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z]\.)\s+|^(?:appendix|annex) \w+\W+", re.IGNORECASE)
SAYS_LITTLE = re.compile(
    r"\b(?:introduction|summary|background|conclusions?|recommendations?|purpose|contents|agenda|minutes|appendix|annex|"
    r"apologies|declarations?|report|dates?|details|decisions?|questions|petitions|announcements|business|welcome|programme|plan|implications|contact|author|members|chair|cllr|councillor|inspector|present|part|table|figure)\b",
    re.IGNORECASE,
)
"""Headings that every paper has, or that name who rather than what."""


def find_next_questions(assistant: Assistant, turn: Turn) -> tuple[str, ...]:
    """Up to `MOST` questions about other sections of the paper that was cited first, each tried; () for a refusal."""
    answer = turn.answer
    if not answer.citations:
        return ()
    first = answer.citations[0]
    known = set(subject_words(f"{answer.question} {first.section}"))
    found: list[str] = []
    tried = 0
    for heading, start, end in _sections_near(assistant.store.catalogue, first.digest, first.start):
        words = set(subject_words(heading))
        if not words or words <= known or len(words & known) > len(words) / 2:
            continue
        tried += 1
        question = f"What is said about “{heading}”?"
        hits = assistant.store.retriever.search(question, k=1).hits
        known |= words
        if any(hit.document.digest == first.digest and start <= hit.passage.start < end for hit in hits):
            found.append(question)
        if len(found) == MOST or tried == TRIED:
            break
    return tuple(found)


def suggest_questions(catalogue: Catalogue, count: int) -> tuple[str, ...]:
    """Questions to start with: one on the longest section of each of the newest papers, the newest first."""
    found: list[str] = []
    for document in sorted(catalogue.documents(), key=lambda document: str(document.facts.date or ""), reverse=True):
        verb = "was decided" if document.facts.type in DECIDES else "is said"
        facts = document.facts
        known = set(subject_words(f"{facts.title} {facts.council or ''} {facts.body or ''}"))
        sections = sorted(_sections_near(catalogue, document.digest, 0), key=lambda section: section[1] - section[2])
        headings = (heading for heading, _, _ in sections if not set(subject_words(heading)) <= known)
        questions = (f"What {verb} about “{heading}”?" for heading in headings)
        found += [question for question in questions if question not in found][:1]
        if len(found) == count:
            break
    return tuple(found)


def _sections_near(catalogue: Catalogue, digest: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Heading, start and end of the sections of a paper, those nearest to the offset first."""
    document = catalogue.find_document(digest)
    if document is None:
        return
    sections = [
        (NUMBERED.sub("", section.path[-1]).strip(" :.-–"), section.start, section.end)
        for section in catalogue.sections_of(document.row)
        if section.path
    ]
    for heading, start, end in sorted(sections, key=lambda section: abs(section[1] - offset)):
        if TELLING.match(heading) and not SAYS_LITTLE.search(heading) and 2 <= len(heading.split()) <= 9:
            yield heading, start, end
