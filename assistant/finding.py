"""One question worked out from the store: searched, its statements scored, the best of them drafted and judged."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.compose import Draft, choose_statements
from assistant.question import Question
from assistant.refusal import Judgement, find_missing, judge_draft
from assistant.saying import count_words
from assistant.scoring import Scored, score_statements, weigh_words
from assistant.settings import Answering
from assistant.statements import Statement, find_statements
from index.catalogue import Filters
from index.retriever import Retrieval
from index.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What stood behind an answer: the question as understood, the hits, the scored statements, the draft and its judgement."""

    question: Question
    retrieval: Retrieval
    scored: tuple[Scored, ...]
    draft: Draft
    judgement: Judgement


class Finder:
    """Works questions out from one store, for as long as one answer takes: papers may be read anew between two answers."""

    def __init__(self, store: Store, settings: Answering, filters: Filters, passages: int):
        self.store = store
        self.settings = settings
        self.filters = filters
        self.passages = passages
        self.text_of: Callable[[int], str] = lru_cache(maxsize=None)(store.catalogue.text)

    def search(self, question: Question) -> Retrieval:
        return self.store.retriever.search(question.search_text, k=self.settings.hits, filters=self.filters)

    def work_out(
        self,
        question: Question,
        retrieval: Retrieval,
        *,
        keep: Callable[[Statement], bool] = lambda statement: True,
        words: int = 0,
    ) -> Finding | None:
        """The best draft of the statements to `keep`, at most `words` long (0: as the settings say); None where there is none."""
        settings = self.settings if not words else self.settings.model_copy(update={"words": words, "list_words": words})
        terms, catalogue = self.store.retriever.terms, self.store.catalogue
        statements = [statement for statement in find_statements(retrieval.hits, self.text_of) if keep(statement)]
        counts = catalogue.word_counts(question.words)
        weights = weigh_words(question, counts, max(self.passages, 1))
        scored = [
            s
            for s in score_statements(question, statements, weights, terms, self.store.sentences.embed)
            if count_words([s.statement]) <= settings.words
        ]
        if not scored:
            return None
        draft = choose_statements(scored, statements, weights, question, settings)
        return Finding(
            question=question,
            retrieval=retrieval,
            scored=tuple(scored),
            draft=draft,
            judgement=judge_draft(question, draft, find_missing(question, counts)),
        )
