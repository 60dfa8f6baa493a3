"""What an answer is: grounded in citations, or a refusal. An answer with claims and no citation cannot be built."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["answered", "not_found", "rejected", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote and where it stands. `quote` is `document.text[start:end]` and nothing else.

    `page` is the file's own page count from 1, None where the format has no pages; `page_label` the number printed there.
    `before` and `after` are the words around the quote, for a reader who wants its surroundings; they are not cited.
    """

    number: int
    file: str
    document: str
    digest: str
    council: str | None
    body: str | None
    type: str
    date: date | None
    page: int | None
    page_label: str | None
    section: str
    quote: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was searched: how many documents and passages, and the first and last date among them."""

    documents: int
    passages: int
    first: date | None
    last: date | None
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One ending of a question. `answered` has at least one citation; every other status has none and says what to do next."""

    question: str
    search_query: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    coverage: Coverage
    model: str
    settings: str
    seconds: float

    def __post_init__(self) -> None:
        if (self.status == "answered") != bool(self.citations):
            raise ValueError(f"an answer is grounded or a refusal: status {self.status} with {len(self.citations)} citations")
