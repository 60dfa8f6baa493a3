"""An answer worded by a language model: asked, streamed, checked statement by statement, and given up where it falls short."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.language_models import BaseChatModel

from assistant.citations import cite_statements, unsupported_numbers
from assistant.compose import Draft
from assistant.finding import Finding
from assistant.language_model import follow_up, notes
from assistant.language_model.calling import Call, ModelFailed, ModelStopped, stream_reply
from assistant.language_model.checking import Checked, Dropped, check_claim
from assistant.language_model.composed import Composed, Watch
from assistant.language_model.injection import speaks_to_model
from assistant.language_model.passages import LabelledPassage, label_passages
from assistant.language_model.prompt import write_messages
from assistant.language_model.reply import Claim, read_claims
from assistant.question import Question
from assistant.settings import LanguageModel
from assistant.slots import fill_slot
from assistant.statements import Statement
from index.retriever import Hit
from index.terms import Terms
from ingest.document import Page

CHARS_A_TOKEN = 6
"""English has about four characters a token; a reply that is longer than this many has gone astray."""
BAD_REQUEST = (400, 422)


class Composer:
    """Words answers with one chat model. `name` is what answers say of it; `options` go with each call, as the provider needs
    them for replies of a fixed shape."""

    def __init__(self, model: BaseChatModel, settings: LanguageModel, *, name: str, options: dict[str, object] | None = None):
        self.model = model
        self.settings = settings
        self.name = name
        self.options = options or {}

    def complete(self, question: Question, earlier: Sequence[str], terms: Terms) -> Question:
        """A follow-up completed by the model; as the rules completed it where the model fails or brings in words of its own."""
        return follow_up.complete_question(self.model, question, earlier, terms, self._call(threading.Event()))

    def compose(
        self,
        *,
        finding: Finding,
        drafts: Sequence[Draft],
        asked: str,
        text_of: Callable[[int], str],
        page_at: Callable[[int, int], Page | None],
        most_words: int,
        watch: Watch,
    ) -> Composed:
        """Ask for an answer from the passages found. `drafts` are the extractive answer: what the model says has to show as much
        of the question as they do, and is held back until it does. `most_words` bounds the answer."""
        began = time.monotonic()
        passages = label_passages(
            _order_hits(drafts, finding), text_of, passages=self.settings.passages, chars=self.settings.passage_chars
        )
        work = _Work(
            finding=finding, drafts=drafts, asked=asked, passages=passages, settings=self.settings, most_words=most_words,
            began=began, watch=watch,
        )  # fmt: skip
        try:
            for claim in self._claims(asked if finding.question.search_text == finding.question.text
                                      else finding.question.search_text, passages, watch):  # fmt: skip
                work.take(claim)
        except ModelStopped:
            return work.give_up(notes.STOPPED)
        except ModelFailed as failed:
            return work.give_up(notes.say_failed(failed.reason))
        return work.finish(text_of, page_at)

    def _claims(self, question: str, passages: Sequence[LabelledPassage], watch: Watch) -> Iterator[Claim]:
        """The claims of one reply, each as soon as it is whole. A server that does not know reply shapes is asked without."""
        messages = write_messages(question, passages, statements=self.settings.statements)
        for options in (self.options, {}) if self.options else ({},):
            text, told = "", 0
            try:
                for words in stream_reply(self.model, messages, self._call(watch.stop), **options):
                    text += words
                    if "}" not in words:
                        continue
                    claims = read_claims(text, complete=False)
                    yield from claims[told:]
                    told = len(claims)
                    if told > self.settings.statements * 2:
                        return
                yield from read_claims(text, complete=True)[told:]
                return
            except ModelFailed as failed:
                if failed.status not in BAD_REQUEST or not options:
                    raise

    def _call(self, stop: threading.Event) -> Call:
        settings = self.settings
        return Call(
            deadline=time.monotonic() + settings.seconds,
            retries=settings.retries,
            most_chars=settings.reply_tokens * CHARS_A_TOKEN,
            stop=stop,
        )


def _order_hits(drafts: Sequence[Draft], finding: Finding) -> list[Hit]:
    """The hits that the extractive answer is made of, then the others, best first."""
    return [*(s.hit for draft in drafts for s in draft.statements), *finding.retrieval.hits]


@dataclass(slots=True, kw_only=True)
class _Work:
    """One answer in the making: what was accepted, what was dropped, and what has been shown."""

    finding: Finding
    drafts: Sequence[Draft]
    asked: str
    passages: Sequence[LabelledPassage]
    settings: LanguageModel
    most_words: int
    began: float
    watch: Watch
    kept: list[Checked] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    shown: int = 0
    first_seconds: float | None = None
    check_seconds: float = 0.0

    def take(self, claim: Claim) -> None:
        began = time.perf_counter()
        checked = check_claim(claim, self.passages, containment=self.settings.containment, question=self.asked)
        if isinstance(checked, Checked):
            checked = self._fitting(checked)
        if isinstance(checked, Dropped):
            self.dropped.append(checked.why)
        elif checked is not None:
            self.kept.append(checked)
        ready = self._suffices()
        self.check_seconds += time.perf_counter() - began
        if ready:
            for one in self.kept[self.shown :]:
                self.first_seconds = self.first_seconds or round(time.monotonic() - self.began, 3)
                self.watch.on_statement(one.words)
            self.shown = len(self.kept)

    def _fitting(self, checked: Checked) -> Checked | Dropped | None:
        """A statement that there is room for; None for one that says what has been said, which is no loss."""
        said = {_place(s) for one in self.kept for s in one.evidence}
        if any(one.words == checked.words for one in self.kept) or (
            checked.repaired and {_place(s) for s in checked.evidence} <= said
        ):
            return None
        count = sum(len(one.words.split()) + len(one.evidence) for one in (*self.kept, checked))
        if len(self.kept) == self.settings.statements or count > self.most_words:
            return Dropped(why="no room")
        return checked

    def _suffices(self) -> bool:
        """Whether what was accepted answers as well as the extractive answer: every word of the question that the drafts show
        is shown, every list is whole, and what the question leaves open (a figure, a date, a name) is filled as well by the words
        said."""
        if not self.kept:
            return False
        question = self.finding.question
        evidence = [s for one in self.kept for s in one.evidence]
        places = {_place(s) for s in evidence}
        found_at = {_place(scored.statement): scored.found for scored in self.finding.scored}
        cited = frozenset().union(*(found_at.get(place, frozenset()) for place in places))
        for draft in self.drafts:
            # The model was not shown what speaks to models, and need not say it.
            drafted = {_place(s) for s in draft.statements if not speaks_to_model(s.text)}
            if draft.is_list and not drafted <= places:
                return False
            if not frozenset().union(*(found_at.get(place, frozenset()) for place in drafted)) <= cited:
                return False
        if not question.slots:
            return True
        asked = max(draft.filled for draft in self.drafts)
        return max(fill_slot(question.slots[0], s, question) for s in self._said()) >= asked

    def _said(self) -> Iterator[Statement]:
        """What was accepted as statements of its own words, in the place of the first sentence that each rests on."""
        for one in self.kept:
            first = one.evidence[0]
            if one.repaired and len(one.evidence) == 1:
                yield first
            else:
                yield replace(first, kind="sentence", text=one.words, header=None)

    def give_up(self, note: str) -> Composed:
        return Composed(
            text="", citations=(), note=note, first_seconds=self.first_seconds, check_seconds=self.check_seconds,
            kept=len(self.kept), repaired=sum(one.repaired for one in self.kept), dropped=tuple(self.dropped),
        )  # fmt: skip

    def finish(self, text_of: Callable[[int], str], page_at: Callable[[int, int], Page | None]) -> Composed:
        """What was accepted, as one text with its citations."""
        if not self.kept:
            return self.give_up(notes.NOTHING_HELD if self.dropped else notes.FOUND_NOTHING)
        if not self._suffices():
            return self.give_up(notes.FELL_SHORT)
        began = time.perf_counter()
        evidence: list[Statement] = []
        seen: set[tuple[int, int]] = set()
        for one in self.kept:
            for statement in one.evidence:
                if _place(statement) not in seen:
                    seen.add(_place(statement))
                    evidence.append(statement)
        citations, numbers = cite_statements(evidence, text_of, page_at)
        number_at = {_place(s): number for s, number in zip(evidence, numbers, strict=True)}
        lines = []
        for one in self.kept:
            marks = sorted({number_at[_place(s)] for s in one.evidence})
            lines.append(" ".join((one.words, *(f"[{mark}]" for mark in marks))))
        text = ("\n" if any(draft.is_list for draft in self.drafts) else " ").join(lines)
        self.check_seconds += time.perf_counter() - began
        if unsupported_numbers(text, self.asked, citations):
            return self.give_up(notes.FELL_SHORT)
        note = notes.say_left_out(len([why for why in self.dropped if why != "no room"]), sum(one.repaired for one in self.kept))
        return replace(self.give_up(note), text=text, citations=citations)


def _place(statement: Statement) -> tuple[int, int]:
    return statement.hit.document.row, statement.start
