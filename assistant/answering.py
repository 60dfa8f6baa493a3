"""A question answered, step by step: understand, retrieve, compose, judge, cite, check."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from assistant import replies
from assistant.answer import Answer, Citation, Coverage, Nearest, Status
from assistant.citations import cite_statements, unsupported_numbers
from assistant.compose import Draft, Scored, choose_statements, count_words, say_row, score_statements, weigh_words
from assistant.question import Question, check_question, understand_question
from assistant.refusal import Judgement, find_missing, judge_draft, name_missing, nearest_passages
from assistant.registers.answering import answer_from_registers
from assistant.settings import Settings
from assistant.statements import Statement, find_statements
from index.catalogue import Filters
from index.retriever import Retrieval, describe_section
from index.store import Store

MODEL = "extractive"
UNDERSTOOD = ("answered", "not_found")
"""Endings that a later question may lean on: a greeting or a fault has no subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What stood behind an answer: the question as understood, the hits, the scored statements and the judgement."""

    question: Question
    retrieval: Retrieval
    scored: tuple[Scored, ...]
    judgement: Judgement


class Assistant:
    """Answers questions from one store under one set of settings."""

    def __init__(self, store: Store, settings: Settings):
        self.store = store
        self.settings = settings

    def ask(self, text: str, *, earlier: Sequence[Answer] = (), filters: Filters | None = None) -> Answer:
        """Answer one question. `earlier` are the answers of the conversation so far, oldest first; they are never evidence."""
        return self.explain(text, earlier=earlier, filters=filters)[0]

    def explain(
        self, text: str, *, earlier: Sequence[Answer] = (), filters: Filters | None = None
    ) -> tuple[Answer, Explanation | None]:
        """An answer, and what stood behind it where a search was made."""
        began = time.perf_counter()
        # A byte that is no UTF-8, or half of a character, can be neither searched for nor printed.
        text = text.encode("utf-8", "replace").decode("utf-8")
        filters = filters or Filters()
        coverage = self.coverage(filters)
        ending = partial(self._ending, text=text, coverage=coverage, began=began)
        refused = check_question(text)
        if refused:
            return ending(status="rejected", sentence=replies.REJECTED[refused]), None
        if not coverage.documents:
            return ending(
                status="not_found", sentence=replies.EMPTY_STORE if filters == Filters() else replies.say_not_found(())
            ), None

        terms, catalogue = self.store.retriever.terms, self.store.catalogue
        question = understand_question(text, terms, tuple(a.search_query for a in earlier if a.status in UNDERSTOOD))
        if listed := answer_from_registers(question, self.store, filters, self.settings.answering):
            return ending(status="answered", sentence=listed[0], citations=listed[1], search_query=question.search_text), None
        retrieval = self.store.retriever.search(question.search_text, k=self.settings.answering.hits, filters=filters)
        # For this question only: papers may be read anew between two questions.
        text_of = lru_cache(maxsize=None)(catalogue.text)
        statements = find_statements(retrieval.hits, text_of)
        counts = catalogue.word_counts(question.words)
        missing = find_missing(question, counts)
        weights = weigh_words(question, counts, max(coverage.passages, 1))
        scored = [
            s
            for s in score_statements(question, statements, weights, terms, self.store.embedder.embed)
            if count_words([s.statement]) <= self.settings.answering.words
        ]
        ending = partial(ending, search_query=question.search_text)
        unsaid = name_missing(question, terms, catalogue.word_counts)
        if not scored:
            return ending(status="not_found", sentence=replies.say_not_found(unsaid), missing=unsaid), None

        draft = choose_statements(scored, statements, weights, question, self.settings.answering)
        judgement = judge_draft(question, draft, missing)
        explanation = Explanation(question=question, retrieval=retrieval, scored=tuple(scored), judgement=judgement)
        said, citations = self._say(draft, text_of, text)
        if judgement.confidence >= self.settings.answering.least_confidence and not unsupported_numbers(said, text, citations):
            return ending(status="answered", sentence=said, citations=citations), explanation
        nearest = tuple(_nearest(s.statement) for s in nearest_passages(scored))
        return ending(status="not_found", sentence=replies.say_not_found(unsaid), missing=unsaid, nearest=nearest), explanation

    def coverage(self, filters: Filters | None = None) -> Coverage:
        """What a search under these filters looks through."""
        totals = self.store.catalogue.totals(filters)
        return Coverage(
            documents=totals.documents, passages=totals.passages, first=totals.first, last=totals.last, unread=totals.unread
        )

    def _say(self, draft: Draft, text_of: Callable[[int], str], question: str) -> tuple[str, tuple[Citation, ...]]:
        citations, numbers = cite_statements(draft.statements, text_of, self.store.catalogue.page_at)
        parts = []
        for place, (statement, number) in enumerate(zip(draft.statements, numbers, strict=True)):
            words = say_row(statement, question) if statement.kind == "row" else statement.text
            last = place + 1 == len(numbers) or numbers[place + 1] != number
            parts.append(f"{_closed(words)} [{number}]" if last else _closed(words))
        return ("\n" if draft.is_list else " ").join(parts), citations

    def _ending(
        self,
        *,
        text: str,
        status: Status,
        sentence: str,
        coverage: Coverage,
        began: float,
        search_query: str | None = None,
        citations: tuple[Citation, ...] = (),
        missing: tuple[str, ...] = (),
        nearest: tuple[Nearest, ...] = (),
    ) -> Answer:
        return Answer(
            question=text,
            search_query=search_query or " ".join(text.split()),
            status=status,
            text=sentence,
            citations=citations,
            coverage=coverage,
            missing=missing,
            nearest=nearest,
            model=MODEL,
            settings=self.settings.digest,
            seconds=round(time.perf_counter() - began, 4),
        )


def _nearest(statement: Statement) -> Nearest:
    document, passage = statement.hit.document, statement.passage
    return Nearest(
        file=document.file,
        document=document.facts.title,
        page=passage.page,
        page_label=passage.page_label,
        section=describe_section(passage),
        text=statement.text,
    )


def _closed(words: str) -> str:
    """A statement with its capital and its full stop, so that statements read on from one another."""
    words = re.sub(r"[;,](?:\s*(?:and|or))?$", "", words.strip())
    words = words[:1].upper() + words[1:]
    return words if re.search(r"[.?!:][’”\"')\]]*$", words) else f"{words}."
