"""A question that takes more work than the settings allow ends in a sentence that says so, and the next one is answered."""

import threading
import time
from collections.abc import Callable

import pytest

from assistant.answering import Assistant
from index.catalogue import Catalogue

QUESTION = "How many loans had Withybeck?"


def burn(seconds: float) -> None:
    """Work, not sleep, for so long."""
    ends = time.thread_time() + seconds
    while time.thread_time() < ends:
        pass


def check_given_up(answer, work_seconds: float) -> None:
    assert answer.status == "error" and answer.citations == ()
    assert f"longer than {work_seconds:g} seconds of work" in answer.text and "one thing at a time" in answer.text


@pytest.mark.parametrize("step", [
    "assistant.scoring.fit_question",
    "assistant.compose._repeats",
    "assistant.statements.split_sentences",
    "index.spelling._nearest_word",
    "assistant.registers.decisions._is_of",
])  # fmt: skip
def test_a_slow_step_in_a_loop_ends_the_question_and_the_next_is_answered(
    assistant_with: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch, step: str
):
    assistant = assistant_with(least_confidence=0, work_seconds=0.3)
    asked = "List the decisions of 2025" if "registers" in step else "How many lloans had Wiithybeck librrary in the yeaar?"
    name, _, function = step.rpartition(".")
    with monkeypatch.context() as slow:
        before = getattr(__import__(name, fromlist=[function]), function)

        def slowly(*given: object, **named: object) -> object:
            burn(0.1)
            return before(*given, **named)

        slow.setattr(step, slowly)
        began = time.thread_time()
        check_given_up(assistant.ask(asked), 0.3)
        assert time.thread_time() - began < 2
    assert assistant.ask(QUESTION).status == "answered"


def test_a_thread_that_worked_on_it_is_free_for_others(
    assistant_with: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch
):
    assistant, endings = assistant_with(least_confidence=0, work_seconds=0.2), []
    slow = threading.Event()
    before = Catalogue.text

    def read(self: Catalogue, document: int) -> str:
        burn(0.6 if slow.is_set() else 0)
        return before(self, document)

    monkeypatch.setattr(Catalogue, "text", read)

    def work() -> None:
        slow.set()
        endings.append(assistant.ask(QUESTION))
        slow.clear()
        endings.append(assistant.ask(QUESTION))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    check_given_up(endings[0], 0.2)
    assert endings[1].status == "answered"


def test_time_that_others_work_is_not_counted(assistant_with: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.answering.check_question", lambda text: time.sleep(0.6))
    assert assistant_with(least_confidence=0, work_seconds=0.5).ask(QUESTION).status == "answered"
