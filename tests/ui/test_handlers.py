"""What the page shows for a question: first that it is being searched for, then its ending; every ending has a view."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant import replies
from assistant.answer import Answer, Coverage
from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import keep_document
from ingest.document import Facts
from ingest.structure import build_document
from ingest.text import read_text
from ui.asked import Asked, Turn
from ui.handlers import View, ask_question, start_conversation, stop_asking

COVERAGE = Coverage(documents=2, passages=9, first=None, last=None, unread=0)
FAULT = "sqlite3.OperationalError: database disk image is malformed"

MINUTES = """# Minutes of the Library Board

## 5. Opening hours of Kelverton library

The Board resolved that Kelverton library shall open on Sundays from 10 am to 4 pm.

## 6. Lending

Branch | Loans in the year
--- | ---
Kelverton | 48,210
Withybeck <script>alert(1)</script> | 12,004
"""


class ScriptedAssistant:
    """Gives the endings it was told to give, one a question, and remembers the earlier answers it was shown."""

    composer = None

    def __init__(self, *endings: Answer | Exception):
        self.endings = list(endings)
        self.earlier: list[Sequence[Answer]] = []

    def coverage(self, filters=None) -> Coverage:
        return COVERAGE

    def ask(self, text: str, *, earlier: Sequence[Answer], filters=None, on_hits=None, watch=None) -> Answer:
        self.earlier.append(earlier)
        ending = self.endings.pop(0)
        if isinstance(ending, Exception):
            raise ending
        return ending


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    """A real assistant over one small paper, with the embedder that needs no model. It never refuses for doubt."""
    path = tmp_path / "minutes.md"
    path.write_text(MINUTES, encoding="utf-8")
    title = "Minutes of the Library Board"
    facts = Facts(title=title, council="Anyshire Council", body="Library Board", date=date(2024, 3, 5), type="minutes")
    document = build_document(file=path.name, digest="d" * 64, reading=read_text(path), facts=facts)
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    keep_document(
        document, path=str(path), version="1", catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder
    )
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    yield Assistant(store, settings.model_copy(update={"answering": bold}))
    store.close()


def end(status: str, question: str = "A question?") -> Answer:
    text = f"Words of {status}."
    return Answer(question=question, search_query=question, status=status, text=text, citations=(), coverage=COVERAGE)


def ask(assistant, question: str, turns: Sequence[Turn] = ()) -> list[View]:
    return list(ask_question(assistant, Asked(question=question), turns))


def test_a_question_is_shown_then_its_papers_then_its_sources_then_its_words_and_then_what_can_be_done(assistant):
    searching, reading, sourced, *_, answered = ask(assistant, "When shall Kelverton library open on Sundays?")

    assert "Searching 1 document…" in searching.status and searching.turns == ()
    assert "When shall Kelverton library open on Sundays?" in searching.conversation
    assert searching.box == "" and answered.box is None
    assert "Minutes of the Library Board" in reading.conversation and reading.waiting is not None
    assert 'id="source-1-1"' in sourced.sources and "10 am" not in sourced.conversation

    assert [turn.answer.status for turn in answered.turns] == ["answered"]
    assert 'data-source="source-1-1"' in answered.conversation and "data-copy" in answered.conversation
    assert "from 10 am to 4 pm" in answered.sources.partition("<mark>")[2].partition("</mark>")[0]


def test_an_answer_is_worked_out_after_its_papers_are_shown(assistant):
    done = []
    assistant.on_answer = done.append
    views = ask_question(assistant, Asked(question="When shall Kelverton library open on Sundays?"), ())
    next(views)
    reading = next(views)

    assert 'class="reading"' in reading.conversation and done == []
    assert [turn.answer.status for turn in list(views)[-1].turns] == ["answered"] and len(done) == 1


def test_an_answer_is_announced_once_and_only_when_it_is_complete(assistant):
    views = ask(assistant, "When shall Kelverton library open on Sundays?")

    heard = [view.status for view in views if "data-heard" in view.status]
    assert len(set(heard)) == 1 and all("data-heard" not in view.status for view in views if view.waiting)


def test_what_was_stopped_stands_in_the_box_again():
    view = stop_asking((), Asked(question="A question?"))

    assert (view.box, view.waiting, view.turns) == ("A question?", None, ())


def test_markup_in_a_paper_is_shown_as_its_words(assistant):
    *_, view = ask(assistant, "How many loans in the year had Withybeck?")

    assert view.turns[0].answer.status == "answered"
    assert "&lt;script&gt;" in view.sources and "<script" not in view.conversation + view.sources + view.status


def test_a_conversation_grows_and_a_question_sees_the_answers_before_it(assistant):
    *_, first = ask(assistant, "When shall Kelverton library open on Sundays?")
    *_, second = ask(assistant, "Who won the football?", first.turns)

    assert [turn.asked.question for turn in second.turns] == [first.turns[0].asked.question, "Who won the football?"]
    assert second.conversation.count('class="turn"') == 2


def test_a_fault_is_logged_and_becomes_an_alert_that_says_what_to_do(caplog):
    *_, view = ask(ScriptedAssistant(RuntimeError(FAULT)), "A question?")

    assert FAULT in caplog.text
    shown = view.conversation + view.sources + view.status
    assert "data-alarm=" in shown and replies.ERROR in shown
    assert FAULT not in shown and "Traceback" not in shown and "RuntimeError" not in shown


def test_after_a_fault_the_question_stands_in_the_box_to_be_sent_again():
    assistant = ScriptedAssistant(RuntimeError(FAULT), end("not_found"))

    *_, failed = ask(assistant, "A question?")
    assert failed.box == "A question?"
    *_, view = ask(assistant, failed.box, failed.turns)
    assert [turn.answer.status for turn in view.turns] == ["error", "not_found"]


def test_a_new_conversation_is_empty():
    view = start_conversation()

    assert (view.conversation, view.sources, view.box, view.turns) == ("", "", "", ())
