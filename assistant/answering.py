"""A question answered, step by step: understand, retrieve, compose, judge, cite, check."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from assistant import replies
from assistant.answer import Answer, Citation, Coverage, Nearest, Status
from assistant.citations import cite_statements, read_known_numbers
from assistant.compose import Draft
from assistant.finding import Finder, Finding
from assistant.language_model.composed import Composed, Watch
from assistant.parts import compares_papers, split_question, suits_side
from assistant.question import Question, check_question, understand_question
from assistant.refusal import name_missing, nearest_passages
from assistant.registers.answering import answer_from_registers
from assistant.saying import say_statement
from assistant.settings import Settings
from assistant.stages import StageClock
from assistant.statements import Statement
from assistant.working_out import Told, work_out
from index.budget import Budget, OutOfTime
from index.catalogue import Filters, Totals
from index.registers import Registers
from index.retriever import Hit, Retrieval, describe_section
from index.snapshot import Snapshot
from index.spelling import mend_words
from index.store import Store
from index.stored import whole_characters
from ingest.patterns import compile_pattern

if TYPE_CHECKING:
    from assistant.language_model.composer import Composer

MODEL = "extractive"
UNDERSTOOD = ("answered", "not_found")
"""Endings that a later question may lean on: a greeting or a fault has no subject."""


NEARLY = 0.6
"""A second paper is told of where its best statement matches at least so well as the best of all."""


class Assistant:
    """Answers questions from one store under one set of settings."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        composer: "Composer | None" = None,
        on_answer: Callable[[Answer], None] = lambda answer: None,
    ):
        self.store = store
        self.settings = settings
        self.composer = composer
        self.on_answer = on_answer

    def ask(
        self,
        text: str,
        *,
        earlier: Sequence[Answer] = (),
        filters: Filters | None = None,
        on_hits: Callable[[Retrieval], None] = lambda retrieval: None,
        watch: Watch | None = None,
    ) -> Answer:
        """Answer one question. `earlier` are the answers of the conversation so far, oldest first; they are never evidence.
        `on_hits` is told what was found as soon as it is, before it is read for an answer; `watch` what a language model says
        as soon as it is checked, and can stop it."""
        # From one state of the store, whatever is read in meanwhile; not for as long as a language model may take.
        with nullcontext() if self.composer else self.store.catalogue.reading_one_state():
            answer = self.explain(text, earlier=earlier, filters=filters, on_hits=on_hits, watch=watch)[0]
        self.on_answer(answer)
        return answer

    def search(self, text: str, *, k: int = 20, filters: Filters | None = None) -> tuple[Hit, ...]:
        """The passages found, best first, within the budget of a question. Raises OutOfTime."""
        return self.store.retriever.search(text, k=k, filters=filters, budget=self._budget()).hits

    def open_registers(self) -> Registers:
        """The registers for one view of them, within the budget of a question."""
        return Registers(self.store.catalogue, self._budget())

    def _budget(self) -> Budget:
        return Budget(self.settings.answering.work_seconds)

    def explain(
        self,
        text: str,
        *,
        earlier: Sequence[Answer] = (),
        filters: Filters | None = None,
        on_hits: Callable[[Retrieval], None] = lambda retrieval: None,
        watch: Watch | None = None,
    ) -> tuple[Answer, Finding | None]:
        """An answer, and what stood behind it where a search was made. Work that takes more processor time than the settings
        allow is given up, and the answer says so."""
        seen = self.store.retriever.look(filters, self._budget())
        clock, text = StageClock(), whole_characters(text)
        try:
            with self.store.catalogue.within(seen.budget):
                return self._explain(text, earlier, seen, clock, on_hits, watch)
        except OutOfTime as problem:
            coverage = Coverage(documents=0, passages=0, first=None, last=None, unread=0)
            return self._ending(text=text, status="error", sentence=str(problem), coverage=coverage, clock=clock), None

    def _explain(
        self,
        text: str,
        earlier: Sequence[Answer],
        seen: Snapshot,
        clock: StageClock,
        on_hits: Callable[[Retrieval], None],
        watch: Watch | None,
    ) -> tuple[Answer, Finding | None]:
        coverage = _cover(seen.totals)
        ending = partial(self._ending, text=text, coverage=coverage, clock=clock)
        refused = check_question(text)
        if refused:
            return ending(status="rejected", sentence=replies.REJECTED[refused]), None
        if not coverage.documents:
            return ending(
                status="not_found", sentence=replies.EMPTY_STORE if seen.filters == Filters() else replies.say_not_found(())
            ), None

        before = tuple(a.search_query for a in earlier if a.status in UNDERSTOOD)
        question = understand_question(mend_words(text, seen), seen.terms, before)
        clock.end("understand")
        if listed := answer_from_registers(question, seen, self.settings.answering):
            return ending(status="answered", sentence=listed[0], citations=listed[1], search_query=question.search_text), None
        clock.end("registers")
        # A register needs no model, so that none is asked, or waited for, before it has been looked into.
        if self.composer and question.search_text != question.text:
            question = self.composer.complete(question, before, seen.terms)
            clock.end("model")
        finder = Finder(self.store, self.settings.answering, seen)
        retrieval = finder.search(question)
        clock.end("search")
        on_hits(retrieval)
        finding = finder.work_out(question, retrieval)
        clock.end("compose")
        ending = partial(ending, search_query=question.search_text)
        unsaid = name_missing(question, seen.terms, seen.word_counts)
        if finding is None:
            return ending(status="not_found", sentence=replies.say_not_found(unsaid), missing=unsaid), None

        drafts = [(side, part.draft) for side, part in self._answer_parts(question, finder) if self._is_sure(part)]
        clock.end("parts")
        if len(drafts) < 2 and self._is_sure(finding):
            drafts = [("", finding.draft)]
        if drafts:
            said, citations, told = self._say(drafts, seen.text, text)
            known = read_known_numbers(text, citations)
            supported = not known.find_unsupported(said)
            if (worked := work_out(text, told)) and not known.find_unsupported(worked.sentence, [worked.result]):
                whole = f"{said}\n{worked.sentence}"
                said = whole if len(whole.split()) <= self.settings.answering.words else said
            clock.end("cite")
            if supported:
                composed = self._compose(finding, [draft for _, draft in drafts], seen.text, text, watch)
                clock.end("model")
                if composed and composed.text:
                    model = {"model": self.composer.name, "note": composed.note, "first_seconds": composed.first_seconds}
                    return ending(status="answered", sentence=composed.text, citations=composed.citations, **model), finding
                note = composed.note if composed else ""
                return ending(status="answered", sentence=said, citations=citations, note=note), finding
        nearest = tuple(_nearest(s.statement) for s in nearest_passages(finding.scored))
        return ending(status="not_found", sentence=replies.say_not_found(unsaid), missing=unsaid, nearest=nearest), finding

    def _compose(
        self, finding: Finding, drafts: Sequence[Draft], text_of: Callable[[int], str], asked: str, watch: Watch | None
    ) -> Composed | None:
        """The answer as a language model words it and code has checked it; None where none is set."""
        if self.composer is None:
            return None
        settings = self.settings.answering
        return self.composer.compose(
            finding=finding,
            drafts=drafts,
            asked=asked,
            text_of=text_of,
            page_at=self.store.catalogue.page_at,
            most_words=settings.list_words if any(draft.is_list for draft in drafts) else settings.words,
            watch=watch or Watch(),
        )

    def _answer_parts(self, question: Question, finder: Finder) -> list[tuple[str, Finding]]:
        """Each part of a question that asks several things, or of several times or councils, worked out for itself, with the time
        or council it is about; [] where the question asks one thing."""
        councils = {d.facts.council for d in finder.seen.documents.values() if d.facts.council}
        compared = compares_papers(question.search_text)
        if compared and len(papers := self._by_paper(compared, finder)) > 1:
            return papers
        parts = split_question(question.search_text, councils)
        found: list[tuple[str, Finding]] = []
        told: set[tuple[int, int]] = set()
        for part in parts:
            asked = understand_question(part.text, finder.seen.terms)
            same = any(asked.slots and asked.slots[0].kind == f.question.slots[0].kind for _, f in found if f.question.slots)
            finding = finder.work_out(
                asked,
                finder.search(asked),
                keep=partial(_suits, part.side, told if part.apart or same else set()),
                words=self.settings.answering.words // len(parts),
            )
            if finding:
                found.append((part.side, finding))
                told |= {(s.hit.document.row, s.start) for s in finding.draft.statements}
        if not any(part.side for part in parts):
            return found
        return sorted(found, key=lambda one: _age(one[1].draft)) if len(found) > 1 else []

    def _by_paper(self, text: str, finder: Finder) -> list[tuple[str, Finding]]:
        """What the two papers that know most of it say, oldest first, each under its month."""
        asked = understand_question(text, finder.seen.terms)
        retrieval = finder.search(asked)
        whole = finder.work_out(asked, retrieval)
        best = whole.scored[0].score if whole else 0.0
        rows = dict.fromkeys(s.statement.hit.document.row for s in (whole.scored if whole else ()) if s.score >= NEARLY * best)
        found = [
            finding
            for row in list(rows)[:2]
            if (
                finding := finder.work_out(
                    asked, retrieval, keep=partial(_stands_in, row), words=self.settings.answering.words // 2
                )
            )
        ]
        dated = [(f"{date:%B %Y}" if (date := f.draft.best.statement.hit.document.facts.date) else "", f) for f in found]
        return sorted(dated, key=lambda one: _age(one[1].draft))

    def _is_sure(self, finding: Finding) -> bool:
        return finding.judgement.confidence >= self.settings.answering.least_confidence

    def coverage(self, filters: Filters | None = None) -> Coverage:
        """What a search under these filters looks through."""
        return _cover(self.store.catalogue.totals(filters))

    def _say(
        self, drafts: Sequence[tuple[str, Draft]], text_of: Callable[[int], str], question: str
    ) -> tuple[str, tuple[Citation, ...], list[list[Told]]]:
        """The drafts as one text, a paragraph a draft under the side it is about; what one says the next do not say again. With
        it its citations, and what each draft tells with the numbers of its citations."""
        seen: set[tuple[int, int]] = set()
        lines: list[tuple[str, list[Statement]]] = []
        fresh: list[list[Statement]] = []
        for side, draft in drafts:
            new = [s for s in draft.statements if (s.hit.document.row, s.start) not in seen]
            seen |= {(s.hit.document.row, s.start) for s in new}
            lines += [(side, [s]) for s in new] if draft.is_list else [(side, new)] if new else []
            fresh.append(new)
        statements = [statement for new in fresh for statement in new]
        citations, numbers = cite_statements(statements, text_of, self.store.catalogue.page_at)
        said, place = [], 0
        for side, line in lines:
            parts = [f"{side[:1].upper()}{side[1:]}:"] if side else []
            for at, statement in enumerate(line):
                number = numbers[place]
                words = say_statement(statement, question)
                last = at + 1 == len(line) or numbers[place + 1] != number
                parts.append(f"{_closed(words)} [{number}]" if last else _closed(words))
                place += 1
            said.append(" ".join(parts))
        cited = iter(numbers)
        return "\n".join(said), citations, [[(statement, next(cited)) for statement in new] for new in fresh]

    def _ending(
        self,
        *,
        text: str,
        status: Status,
        sentence: str,
        coverage: Coverage,
        clock: StageClock,
        search_query: str | None = None,
        citations: tuple[Citation, ...] = (),
        missing: tuple[str, ...] = (),
        nearest: tuple[Nearest, ...] = (),
        model: str = MODEL,
        note: str = "",
        first_seconds: float | None = None,
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
            model=model,
            settings=self.settings.digest,
            seconds=round(clock.whole(), 4),
            note=note,
            first_seconds=first_seconds,
            stage_seconds=clock.seconds,
        )


def _cover(totals: Totals) -> Coverage:
    return Coverage(
        documents=totals.documents, passages=totals.passages, first=totals.first, last=totals.last, unread=totals.unread
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


def _stands_in(document: int, statement: Statement) -> bool:
    return statement.hit.document.row == document


def _suits(side: str, told: set[tuple[int, int]], statement: Statement) -> bool:
    """Whether a statement is about one side of a question and has not been told of another part."""
    return (statement.hit.document.row, statement.start) not in told and (not side or suits_side(side, statement))


def _age(draft: Draft) -> tuple[bool, str]:
    """For putting drafts in the order of their documents, oldest first; those without a date last."""
    date = draft.best.statement.hit.document.facts.date
    return date is None, str(date)


def _closed(words: str) -> str:
    """A statement with its capital and its full stop, so that statements read on from one another."""
    words = compile_pattern(r"[;,](?:\s*(?:and|or))?$").sub("", words.strip())
    words = words[:1].upper() + words[1:]
    return words if compile_pattern(r"[.?!:][’”\"')\]]*$").search(words) else f"{words}."
