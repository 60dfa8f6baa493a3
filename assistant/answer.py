"""What an answer is: grounded in citations, or a refusal. An answer with claims and no citation cannot be built."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal

Status = Literal["answered", "not_found", "rejected", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote and where it stands. `quote` is `document.text[start:end]` and nothing else.

    `page` is the file's own page count from 1, None where the format has no pages; `page_label` the number printed there.
    `before` and `after` are the words around the quote, for a reader who wants its surroundings; they are not cited.
    `read_by_ocr` where the words were read from a picture of the page, so that a letter or figure may be wrong.
    `newer_version` is the file of the newest version of the document, where there is one.
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
    read_by_ocr: bool = False
    newer_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was searched: how many documents and passages, and the first and last date among them."""

    documents: int
    passages: int
    first: date | None
    last: date | None
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A passage that came near and is not an answer: where it stands and its words."""

    file: str
    document: str
    page: int | None
    page_label: str | None
    section: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One ending of a question. `answered` has at least one citation; every other status has none and says what to do next.

    `missing` are words of the question that stand in no document; `nearest` the passages that fell short, for a refusal.
    `note` says what a language model's part in the answer was, where one is set; `first_seconds` how long its first checked
    statement took. `stage_seconds` says where the time went, for whoever watches the service; it is not printed.
    """

    question: str
    search_query: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    coverage: Coverage
    missing: tuple[str, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    model: str = ""
    settings: str = ""
    seconds: float = 0.0
    note: str = ""
    first_seconds: float | None = None
    stage_seconds: Mapping[str, float] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if (self.status == "answered") != bool(self.citations):
            raise ValueError(f"an answer is grounded or a refusal: status {self.status} with {len(self.citations)} citations")

    def as_json(self) -> dict:
        """The answer as the command line prints it; dates in ISO form."""
        coverage = self.coverage
        return {
            "question": self.question,
            "search_query": self.search_query,
            "status": self.status,
            "text": self.text,
            "citations": [{**asdict(c), "date": c.date.isoformat() if c.date else None} for c in self.citations],
            "coverage": {
                "documents": coverage.documents,
                "passages": coverage.passages,
                "unread": coverage.unread,
                "from": coverage.first.isoformat() if coverage.first else None,
                "to": coverage.last.isoformat() if coverage.last else None,
            },
            "missing": list(self.missing),
            "nearest": [asdict(n) for n in self.nearest],
            "model": self.model,
            "settings": self.settings,
            "seconds": self.seconds,
            "note": self.note,
            "first_seconds": self.first_seconds,
        }
