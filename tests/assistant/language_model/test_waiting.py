"""While a model answers: what is shown has been checked, the wait is bounded, it can be stopped, and its failure is no fault."""

import json
import threading
import time

import pytest

from assistant.answering import Assistant
from assistant.language_model.calling import Call, ModelFailed, ModelStopped, stream_reply
from assistant.language_model.composed import Watch
from assistant.language_model.scripted import ScriptedChatModel
from ui.asked import Asked
from ui.handlers import ask_question

from .conftest import make_reply

CARERS = "How many foster carers are there?"
BOTH = "How many children did the SIS support, and how many teachers has it?"
FELL = ("The number of foster carers fell from 175 to 164 households.", "foster carers fell from 175 to 164 households")
RAISED = ("Allowances were raised by 6.2%.", "Allowances were raised by 6.2%")
WRONG = ("Foster carers doubled to 999.", "foster carers doubled to 999")


class HasStatus(Exception):
    def __init__(self, status_code: int):
        super().__init__("Incorrect key sk-secret")
        self.status_code = status_code


def call(**changed: object) -> Call:
    return Call(**{"deadline": time.monotonic() + 5, "retries": 0, "most_chars": 10_000, **changed})


def test_each_statement_is_shown_as_soon_as_it_is_checked_and_before_the_reply_is_over(ask_model):
    given: list[tuple[str, int]] = []
    model = ScriptedChatModel(replies=[make_reply(WRONG, FELL, RAISED)], chunk_chars=10, chunk_seconds=0.01)
    watch = Watch(on_statement=lambda words: given.append((words, model.given)))
    answer, _ = ask_model(CARERS, model=model, watch=watch)
    assert [words for words, _ in given] == [FELL[0], RAISED[0]]
    assert given[0][1] < given[1][1] <= model.given
    assert all(words in answer.text for words, _ in given) and answer.first_seconds is not None


def test_nothing_is_shown_before_it_answers_as_well_as_the_papers_words(ask_model):
    shown: list[str] = []
    answer, _ = ask_model(CARERS, make_reply(RAISED), watch=Watch(on_statement=shown.append))
    assert shown == [] and "held less" in answer.note and answer.model == "extractive"


def test_a_model_that_is_stopped_leaves_the_papers_words_at_once(ask_model, ask_without):
    stop = threading.Event()
    model = ScriptedChatModel(replies=[make_reply(FELL)], chunk_chars=1, chunk_seconds=0.05)
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    answer, _ = ask_model(CARERS, model=model, watch=Watch(stop=stop))
    assert time.monotonic() - began < 2 and "stopped" in answer.note
    assert answer.text == ask_without(CARERS).text
    given = model.given
    time.sleep(0.3)
    assert model.given <= given + 2


def test_a_model_that_takes_too_long_leaves_the_papers_words(ask_model, ask_without):
    model = ScriptedChatModel(replies=[make_reply(FELL)], chunk_chars=1, chunk_seconds=0.2)
    began = time.monotonic()
    answer, _ = ask_model(CARERS, model=model, seconds=0.5)
    assert time.monotonic() - began < 3 and "took too long" in answer.note and answer.text == ask_without(CARERS).text


def test_a_model_that_never_begins_takes_no_longer(ask_model):
    began = time.monotonic()
    answer, _ = ask_model(CARERS, lambda messages: time.sleep(3) or "", seconds=0.3)
    assert time.monotonic() - began < 2 and "took too long" in answer.note


def test_a_server_that_goes_in_mid_answer_leaves_the_papers_words_with_a_note(ask_model, ask_without):
    model = ScriptedChatModel(replies=[make_reply(FELL, RAISED)], chunk_chars=40, dies_after=6)
    shown: list[str] = []
    answer, _ = ask_model(CARERS, model=model, watch=Watch(on_statement=shown.append), retries=2)
    assert shown == [FELL[0]] and len(model.asked) == 1
    assert answer.text == ask_without(CARERS).text and "cannot be reached" in answer.note and answer.model == "extractive"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_a_busy_server_is_tried_again(ask_model, status: int):
    answer, model = ask_model(CARERS, HasStatus(status), make_reply(FELL))
    assert len(model.asked) == 2 and answer.text.startswith(FELL[0])


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_trying_again_cannot_mend_is_not_tried_again(ask_model, status: int):
    answer, model = ask_model(CARERS, HasStatus(status), make_reply(FELL))
    assert len(model.asked) == 1 and answer.model == "extractive" and "sk-secret" not in json.dumps(answer.as_json())


def test_tries_are_bounded_and_waits_grow(monkeypatch: pytest.MonkeyPatch):
    model = ScriptedChatModel(replies=[HasStatus(503)])
    waits: list[float] = []
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda seconds: waits.append(seconds) or False)
    with pytest.raises(ModelFailed):
        list(stream_reply(model, [], call(retries=3, stop=stop, deadline=time.monotonic() + 60)))
    assert len(model.asked) == 4 and 0.3 < waits[0] < waits[1] < waits[2] < 4


def test_a_wait_for_another_try_can_be_stopped_and_is_not_begun_beyond_the_deadline():
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(ModelStopped):
        list(stream_reply(ScriptedChatModel(replies=[HasStatus(503)]), [], call(retries=5, stop=stop)))
    model = ScriptedChatModel(replies=[HasStatus(503)])
    with pytest.raises(ModelFailed):
        list(stream_reply(model, [], call(retries=5, deadline=time.monotonic() + 0.2)))
    assert len(model.asked) == 1


def test_an_endless_reply_is_cut():
    words = "".join(stream_reply(ScriptedChatModel(replies=["x" * 100_000]), [], call(most_chars=500)))
    assert len(words) == 500


def test_what_providers_write_about_an_error_is_not_passed_on(ask_model):
    answer, _ = ask_model(CARERS, RuntimeError("https://user:sk-secret@server"))
    assert "sk-secret" not in json.dumps(answer.as_json()) and "could not be used (RuntimeError)" in answer.note


def test_no_tracing_service_is_told(monkeypatch: pytest.MonkeyPatch):
    from langsmith.utils import get_env_var, tracing_is_enabled

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    get_env_var.cache_clear()
    seen: list[bool] = []
    list(stream_reply(ScriptedChatModel(replies=[lambda messages: str(seen.append(tracing_is_enabled()))]), [], call()))
    get_env_var.cache_clear()
    assert seen == [False]


# The page


def ask_page(ask_model, monkeypatch: pytest.MonkeyPatch, model: ScriptedChatModel, stop: threading.Event | None = None) -> list:
    """What the page shows, view after view, for one question."""
    kept = []
    asked = Assistant.ask
    monkeypatch.setattr(Assistant, "ask", lambda self, *a, **k: kept.append(self) or asked(self, *a, **k))
    ask_model(CARERS, '{"statements": []}')
    assistant = kept[0]
    assistant.composer.model = model
    return list(ask_question(assistant, Asked(question=CARERS), (), stop))


def test_the_page_shows_checked_statements_as_they_come_and_then_the_answer(ask_model, monkeypatch: pytest.MonkeyPatch):
    views = ask_page(ask_model, monkeypatch, ScriptedChatModel(replies=[make_reply(FELL, WRONG, RAISED)]))
    searching, reading, first, second, *answered = views
    assert all(view.waiting for view in (searching, reading, first, second)) and not any(view.waiting for view in answered)
    assert FELL[0] not in searching.conversation + reading.conversation
    assert FELL[0] in first.conversation and RAISED[0] in second.conversation
    assert all(FELL[0] in view.conversation and RAISED[0] in view.conversation for view in answered)
    assert "First words after" in first.status and "First words after" in views[-1].status
    assert "left out because the papers do not say so" in views[-1].conversation
    assert not any("999" in view.conversation for view in views)


def test_the_page_can_stop_the_model(ask_model, monkeypatch: pytest.MonkeyPatch):
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    model = ScriptedChatModel(replies=[make_reply(FELL)], chunk_chars=1, chunk_seconds=0.1)
    views = ask_page(ask_model, monkeypatch, model, stop)
    assert "The language model was stopped." in views[-1].conversation and views[-1].turns[-1].answer.status == "answered"
