"""What passes between an answer and the language model that words it: who waits for it, and what came of it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.answer import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who waits for an answer: told each checked statement as soon as it may be shown, and able to stop the model."""

    on_statement: Callable[[str], None] = lambda words: None
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What came of asking a model. `text` is "" where nothing may be shown, and `note` then says why; otherwise it says what was
    left out, if anything was. Seconds: to the first statement shown, and spent on checks."""

    text: str
    citations: tuple[Citation, ...]
    note: str
    first_seconds: float | None
    check_seconds: float
    kept: int = 0
    repaired: int = 0
    dropped: tuple[str, ...] = ()
