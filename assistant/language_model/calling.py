"""One call of a chat model: streamed, bounded in time and length, tried again where that may help, and stopped when asked.

No answer is made here. What providers say about an error is not passed on, for it may hold a key.
"""

import queue
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langsmith.run_helpers import tracing_context

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
POLL_SECONDS = 0.05
TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses that pass: too many requests, conflicts and faults of the server."""
REASONS = {
    400: "did not understand the request",
    401: "did not accept the key",
    403: "does not allow this",
    404: "does not know this model or address",
    413: "found the request too long",
    422: "did not understand the request",
    429: "is asked too often, or its allowance is used up",
}


class ModelFailed(Exception):
    """A model that gave no whole reply. `reason` continues the words "The language model ..."; `status` is that of HTTP: None
    where no answer came, 0 where trying again is of no use. `retry_after` is the wait in seconds that the server asks for."""

    def __init__(self, reason: str, status: int | None = None, retry_after: float | None = None):
        super().__init__(f"The language model {reason}.")
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


class ModelStopped(Exception):
    """The person who asked has stopped the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Bounds of one call: `deadline` on the clock of `time.monotonic`, tries beyond the first, most characters of a reply."""

    deadline: float
    retries: int
    most_chars: int
    stop: threading.Event = field(default_factory=threading.Event)


def stream_reply(model: BaseChatModel, messages: Sequence[BaseMessage], call: Call, **options: object) -> Iterator[str]:
    """The reply's words as they come, cut at `call.most_chars`. Raises ModelFailed or ModelStopped.

    A call that fails before its first word is made again, after a wait that doubles; later, what came cannot be taken back.
    """
    for attempt in range(call.retries + 1):
        began = False
        try:
            for words in _stream_once(model, messages, call, options):
                began = True
                yield words
            return
        except ModelFailed as failed:
            wait = _wait_seconds(failed, attempt)
            late = time.monotonic() + wait >= call.deadline
            if began or attempt == call.retries or failed.status not in (*TRY_AGAIN, None) or late:
                raise
            if call.stop.wait(wait):
                raise ModelStopped from None


def _stream_once(model: BaseChatModel, messages: Sequence[BaseMessage], call: Call, options: dict[str, object]) -> Iterator[str]:
    """One try. The provider's library works in a thread of its own, so that neither a silent server nor its own waiting can hold
    up the deadline or the stop."""
    words: queue.Queue[str | Exception | None] = queue.Queue()
    gone = threading.Event()
    threading.Thread(target=_work, args=(model, messages, options, words, gone), daemon=True).start()
    length = 0
    try:
        while length < call.most_chars:
            if call.stop.is_set():
                raise ModelStopped
            if time.monotonic() >= call.deadline:
                raise ModelFailed("took too long", 0)
            try:
                came = words.get(timeout=min(POLL_SECONDS, max(call.deadline - time.monotonic(), 0.001)))
            except queue.Empty:
                continue
            if came is None:
                return
            if isinstance(came, Exception):
                raise _describe(came) from None
            length += len(came)
            yield came[: len(came) - max(length - call.most_chars, 0)]
    finally:
        gone.set()


def _work(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    options: dict[str, object],
    words: queue.Queue,
    gone: threading.Event,
) -> None:
    try:
        # A tracing service that the environment names would be sent the question and the passages.
        with tracing_context(enabled=False):
            stream = model.stream(list(messages), **options)
            for chunk in stream:
                if gone.is_set():
                    stream.close()
                    return
                if text := str(chunk.text):
                    words.put(text)
        words.put(None)
    except Exception as error:  # noqa: BLE001 - each provider has errors of its own; all of them end the same way
        words.put(error)


def _describe(error: Exception) -> ModelFailed:
    """An error of a provider's library in our words. Those with a status carry it themselves or in their response."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int) and status > 0:
        asked = str((getattr(response, "headers", None) or {}).get("retry-after", ""))
        reason = REASONS.get(status, "has a fault" if status >= 500 else "did not accept the request")
        return ModelFailed(reason, status, float(asked) if asked.isdecimal() else None)
    if isinstance(error, ValueError) and "No generation" in str(error):
        return ModelFailed("said nothing", 0)
    if "timeout" in type(error).__name__.lower():
        return ModelFailed("took too long", None)
    if isinstance(error, OSError) or any(
        word in type(error).__name__ for word in ("Connect", "Transport", "Protocol", "Network")
    ):
        return ModelFailed("cannot be reached", None)
    return ModelFailed(f"could not be used ({type(error).__name__})", 0)


def _wait_seconds(failed: ModelFailed, attempt: int) -> float:
    """The server's own wish where it has one, else a wait that doubles, with chance in it so that callers come apart."""
    if failed.retry_after is not None:
        return failed.retry_after
    return min(FIRST_WAIT_SECONDS * 2**attempt, LONGEST_WAIT_SECONDS) * random.uniform(0.75, 1.25)
