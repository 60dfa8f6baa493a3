"""One question worked out from the store: searched, its statements scored, the best of them drafted and judged."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.compose import Draft, choose_statements
from assistant.question import Question
from assistant.refusal import Judgement, find_missing, judge_draft
from assistant.saying import count_words
from assistant.scoring import Scored, score_statements, weigh_words
from assistant.settings import Answering
from assistant.statements import Statement, find_statements
from index.retriever import Retrieval
from index.snapshot import Snapshot
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
    """Works questions out from what is seen of one store, for as long as one answer takes. Raises OutOfTime where its budget is
    spent."""

    def __init__(self, store: Store, settings: Answering, seen: Snapshot):
        self.store = store
        self.settings = settings
        self.seen = seen

    def search(self, question: Question) -> Retrieval:
        return self.store.retriever.search(question.search_text, k=self.settings.hits, seen=self.seen)

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
        seen, budget = self.seen, self.seen.budget
        statements = [one for one in find_statements(retrieval.hits, seen.text, budget) if keep(one)]
        counts = seen.word_counts(question.words)
        weights = weigh_words(question, counts, max(seen.totals.passages, 1))
        scored = [
            s
            for s in score_statements(question, statements, weights, seen.terms, self.store.sentences.embed, budget=budget)
            if count_words([s.statement]) <= settings.words
        ]
        if not scored:
            return None
        draft = choose_statements(scored, statements, weights, question, settings, budget=budget)
        return Finding(
            question=question,
            retrieval=retrieval,
            scored=tuple(scored),
            draft=draft,
            judgement=judge_draft(question, draft, find_missing(question, counts)),
        )
