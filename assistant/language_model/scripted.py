"""A chat model that says what a script tells it: for tests, and for trying one's own settings without a model."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from ingest.problem import Problem

Reply = str | Exception | Callable[[Sequence[BaseMessage]], str]


class ScriptProblem(Problem):
    """A script that cannot be used: which file, what is wrong and what to do."""


class ScriptedChatModel(BaseChatModel):
    """Gives its replies in turn, the last one again and again. A reply is words, an error to raise, or a function of the
    messages.

    It streams `chunk_chars` characters at a time with `chunk_seconds` before each; `dies_after` chunks it raises ConnectionError.
    `asked` holds the messages of every call, `options` what came with them.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    replies: list[Any]
    chunk_chars: int = 24
    chunk_seconds: float = 0.0
    dies_after: int | None = None
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _options: list[dict[str, Any]] = PrivateAttr(default_factory=list)
    _given: int = PrivateAttr(default=0)

    @property
    def asked(self) -> list[list[BaseMessage]]:
        return self._asked

    @property
    def options(self) -> list[dict[str, Any]]:
        return self._options

    @property
    def given(self) -> int:
        """How many chunks were taken of all replies."""
        return self._given

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: list[BaseMessage], options: dict[str, Any]) -> str:
        self._asked.append(list(messages))
        self._options.append(options)
        reply: Reply = self.replies[min(len(self._asked), len(self.replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        return reply(messages) if callable(reply) else reply

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self._next(messages, kwargs)))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        words = self._next(messages, kwargs)
        for number, start in enumerate(range(0, len(words), self.chunk_chars)):
            if number == self.dies_after:
                raise ConnectionError("the scripted server has gone")
            if self.chunk_seconds:
                time.sleep(self.chunk_seconds)
            self._given += 1
            yield ChatGenerationChunk(message=AIMessageChunk(content=words[start : start + self.chunk_chars]))
        if not words:
            yield ChatGenerationChunk(message=AIMessageChunk(content=""))


def read_script(path: Path) -> ScriptedChatModel:
    """A scripted model from a JSON file: {"replies": [words or an object that is said as JSON, ...]}, and, where wanted,
    `chunk_chars`, `chunk_seconds` and `dies_after`. Raises ScriptProblem."""
    try:
        script = json.loads(path.read_text("utf-8"))
        replies = [reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False) for reply in script.pop("replies")]
        if not replies:
            raise ValueError("no replies")
        return ScriptedChatModel(replies=replies, **script)
    except OSError as error:
        raise ScriptProblem(f"The script {path} cannot be opened ({error.strerror}). Check language_model.model.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScriptProblem(f'The script {path} is not one: {error}. It holds {{"replies": ["...", ...]}}.') from error
