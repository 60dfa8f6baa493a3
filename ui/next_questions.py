"""Questions to go on with and to start with, about what the papers hold. Each has been asked here before it is offered: the store
answers it from the place that it was made of, without a language model."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from pathlib import Path

from assistant.answer import Answer
from assistant.answering import Assistant
from index.catalogue import StoredDocument
from index.retriever import subject_words
from ingest.patterns import IGNORECASE, compile_pattern
from ui.asked import Turn
from ui.exports.evidence import name_program
from ui.references import MARK

MOST = 3
TRIED_NEXT = 8
TRIED_TO_START = 60
SECONDS_NEXT = 3.0
SECONDS_TO_START = 30.0
"""So many questions are asked, and so long, before what was found is all that is offered. One takes some tenths of a second."""
MOST_REMEMBERED = 2000
KEPT_IN = "suggestions.json"
"""The file in the store's folder that keeps the questions to start with, for the state of the store in which they were tried."""
DECIDES = ("minutes", "decision notice")
TELLING = compile_pattern(r"[A-Za-z][\w'’&,():–/ -]{5,90}$")
NUMBERED = compile_pattern(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z]\.)\s+|^(?:appendix|annex) \w+\W+", IGNORECASE)
SAYS_LITTLE = compile_pattern(
    r"\b(?:introduction|summary|background|conclusions?|recommendations?|purpose|contents|agenda|minutes|appendix|annex|"
    r"apologies|declarations?|report|dates?|details|decisions?|questions|petitions|announcements|business|welcome|programme|"
    r"plan|implications|contact|author|members|chair|cllr|councillor|inspector|present|part|table|figure|"
    r"options|proposals?|next steps|"
    r"legal|financ(?:e|ial)|resources|governance|risks?|equalit(?:y|ies)|consultation|climate|exempt|exclusion)\b",
    IGNORECASE,
)
"""Headings that every paper has, or that name who rather than what."""
SMALL_WORDS = frozenset({"and", "of", "for", "the", "on", "in", "to", "a", "with", "by", "from", "at"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question that may be offered, and the paper and range of its text that it was made of: an answer must cite them."""

    question: str
    digest: str
    start: int
    end: int


class Suggester:
    """Finds questions for who may see what this assistant sees. What was tried is remembered until the store changes."""

    def __init__(self, assistant: Assistant):
        # A language model is not asked what nobody asked.
        self._assistant = Assistant(assistant.store, assistant.settings)
        self._tried: dict[str, bool] = {}
        self._state = ""

    def find_next(self, turn: Turn, go_on: Callable[[], bool] = lambda: True) -> tuple[str, ...]:
        """Up to `MOST` questions about other sections of the papers that an answer cites, those nearest to what it cites first;
        () for a refusal. Before each is tried, `go_on` is asked whether there is time for it."""
        answer = turn.answer
        if not answer.citations:
            return ()
        self._forget_if_changed(self.read_state())
        known = set(subject_words(f"{answer.question} {answer.citations[0].section}"))
        candidates = takewhile(lambda _: go_on(), self._sections_beside(answer, known))
        return self._choose(candidates, MOST, TRIED_NEXT, SECONDS_NEXT)

    def suggest(self, count: int, let_pass: Callable[[], None] = lambda: None) -> tuple[str, ...]:
        """Questions to start with: one on each of the newest papers, the newest first. They are kept in the store's folder, so
        that they are tried once for each state of the store. `let_pass` is called where others may go first."""
        state, place = self.read_state(), self._assistant.store.folder / KEPT_IN
        if (kept := _read_kept(place, state)) is not None:
            return kept[:count]
        self._forget_if_changed(state)
        found: list[str] = []
        ends, tries = time.monotonic() + SECONDS_TO_START, TRIED_TO_START
        documents = self._assistant.store.catalogue.documents()
        for document in sorted(documents, key=lambda document: str(document.facts.date or ""), reverse=True):
            let_pass()
            candidates = [one for one in self._about(document) if one.question not in found]
            found += self._choose(iter(candidates), 1, min(TRIED_NEXT, tries), ends - time.monotonic())
            tries -= min(len(candidates), TRIED_NEXT)
            if len(found) == count or tries <= 0 or time.monotonic() > ends:
                break
        _keep(place, state, found)
        return tuple(found)

    def read_state(self) -> str:
        """What the questions depend on: the papers, what of each is held back, the settings and the program."""
        documents = sorted(f"{d.digest} {d.exempt}" for d in self._assistant.store.catalogue.documents())
        return sha256("\n".join([name_program(), self._assistant.settings.digest, *documents]).encode()).hexdigest()

    def _forget_if_changed(self, state: str) -> None:
        if state != self._state or len(self._tried) > MOST_REMEMBERED:
            self._state, self._tried = state, {}

    def _choose(self, candidates: Iterator[Candidate], most: int, tries: int, seconds: float) -> tuple[str, ...]:
        found: list[str] = []
        ends = time.monotonic() + seconds
        for _, candidate in zip(range(tries), candidates, strict=False):
            if time.monotonic() > ends:
                break
            if self._is_answered(candidate):
                found.append(candidate.question)
            if len(found) == most:
                break
        return tuple(found)

    def _is_answered(self, candidate: Candidate) -> bool:
        """Whether the answer says more than the heading, and says it from where the question was made of."""
        if candidate.question not in self._tried:
            answer = self._assistant.ask(candidate.question)
            self._tried[candidate.question] = _suits(answer, candidate)
        return self._tried[candidate.question]

    def _sections_beside(self, answer: Answer, known: set[str]) -> Iterator[Candidate]:
        seen: set[str] = set()
        for cited in answer.citations:
            if cited.digest in seen:
                continue
            seen.add(cited.digest)
            document = self._assistant.store.catalogue.find_document(cited.digest)
            if document is None:
                continue
            for candidate, heading in self._sections_near(document, cited.start):
                words = set(subject_words(heading))
                if words and not words <= known and len(words & known) <= len(words) / 2:
                    known |= words
                    yield candidate

    def _about(self, document: StoredDocument) -> Iterator[Candidate]:
        """What may be asked about a paper: of an inspection its judgements, of others their longest sections."""
        facts = document.facts
        if facts.type == "inspection report" and facts.council:
            question = f"What were the judgements of the last inspection of {facts.council}?"
            yield Candidate(question=question, digest=document.digest, start=0, end=len(self._text_of(document)))
        known = set(subject_words(f"{facts.title} {facts.council or ''} {facts.body or ''}"))
        sections = sorted(self._sections_near(document, 0), key=lambda section: section[0].start - section[0].end)
        yield from (candidate for candidate, heading in sections if not set(subject_words(heading)) <= known)

    def _text_of(self, document: StoredDocument) -> str:
        return self._assistant.store.catalogue.text(document.row)

    def _sections_near(self, document: StoredDocument, offset: int) -> Iterator[tuple[Candidate, str]]:
        """The sections of a paper as questions, with their headings, those nearest to the offset first."""
        verb = "was decided" if document.facts.type in DECIDES else "is said"
        catalogue, council = self._assistant.store.catalogue, document.facts.council
        # Where the papers of several councils stand, each has sections of the same names.
        of = f" in the papers of {council}" if council and len(catalogue.values_of("council")) > 1 else ""
        sections = [
            (_write_heading(section.path[-1]), section.start, section.end)
            for section in catalogue.sections_of(document.row)
            if section.path
        ]
        for heading, start, end in sorted(sections, key=lambda section: abs(section[1] - offset)):
            if TELLING.match(heading) and not SAYS_LITTLE.search(heading) and 2 <= len(heading.split()) <= 12:
                question = f"What {verb} about “{heading}”{of}?"
                yield Candidate(question=question, digest=document.digest, start=start, end=end), heading


def _suits(answer: Answer, candidate: Candidate) -> bool:
    if answer.status != "answered":
        return False
    new = set(subject_words(MARK.sub("", answer.text))) - set(subject_words(candidate.question))
    first = answer.citations[0]
    return (
        len(new) > 2
        and first.digest == candidate.digest
        and any(cited.digest == candidate.digest and candidate.start <= cited.start < candidate.end for cited in answer.citations)
    )


def _write_heading(heading: str) -> str:
    """A heading without its number, and in small letters where it is printed in capitals."""
    words = NUMBERED.sub("", heading).strip(" :.-–")
    if not words.isupper():
        return words
    small = [word if word in SMALL_WORDS else word.capitalize() for word in words.lower().split()]
    return " ".join(small)[:1].upper() + " ".join(small)[1:]


def _read_kept(place: Path, state: str) -> tuple[str, ...] | None:
    try:
        kept = json.loads(place.read_text("utf-8"))
        return tuple(map(str, kept["questions"])) if kept["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(place: Path, state: str, questions: list[str]) -> None:
    try:
        place.write_text(json.dumps({"state": state, "questions": questions}, ensure_ascii=False, indent=1), "utf-8")
    except OSError as error:
        log.warning("The questions to start with are not kept, and will be tried again: %s", error)
