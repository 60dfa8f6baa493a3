"""Scripted replies over the small store: what a model says, with the label that the passage really has in the prompt."""

import json
import re
from collections.abc import Callable, Sequence

import pytest
from langchain_core.messages import BaseMessage

from assistant.answering import Assistant
from assistant.language_model.composer import Composer
from assistant.language_model.scripted import ScriptedChatModel
from assistant.settings import load_settings

PASSAGE = re.compile(r'<passage label="(P\d+)">\n(.*?)\n</passage>', re.DOTALL)


def label_of(words: str, messages: Sequence[BaseMessage]) -> str:
    """The label under which the prompt shows the words; P1 where it shows them nowhere."""
    shown = PASSAGE.findall(str(messages[-1].content))
    return next((label for label, text in shown if words in text), "P1")


def make_reply(*statements: tuple[str, ...]) -> Callable[[Sequence[BaseMessage]], str]:
    """A reply of statements, each (what it says, quote, ...), with the labels that the quotes have."""

    def reply(messages: Sequence[BaseMessage]) -> str:
        said = [
            {"quotes": [{"label": label_of(quote, messages), "words": quote} for quote in quotes], "says": says}
            for says, *quotes in statements
        ]
        return json.dumps({"statements": said}, ensure_ascii=False)

    return reply


@pytest.fixture
def ask_model(small_store) -> Callable[..., tuple]:
    """Asks one question of the small store with a scripted model; the answer and the model."""

    def ask(question: str, *replies: object, watch=None, earlier=(), model=None, **changed: object) -> tuple:
        settings = load_settings()
        language = settings.language_model.model_validate({**settings.language_model.model_dump(), **changed})
        model = model or ScriptedChatModel(replies=list(replies))
        answering = settings.answering.model_copy(update={"least_confidence": 0.3})
        assistant = Assistant(
            small_store,
            settings.model_copy(update={"answering": answering, "language_model": language}),
            Composer(model, language, name="scripted:test"),
        )
        return assistant.ask(question, watch=watch, earlier=earlier), model

    return ask


@pytest.fixture
def ask_without(assistant_with) -> Callable:
    """The extractive answer to a question, for comparison."""
    return assistant_with(least_confidence=0.3).ask
