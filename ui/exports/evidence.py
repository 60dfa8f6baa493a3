"""The evidence record: what was answered from which bytes, so that a program can check it again later, and that check.

A record names for each quote the SHA-256 of the file it was read from and the range of the document's text. It bears a digest of
itself, which shows damage; who made it, it does not show.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.catalogue import Catalogue
from ingest.problem import Problem
from ui.asked import Turn
from ui.papers import PaperProblem, find_original

KIND = "council-evidence"
Verdict = Literal["holds", "moved", "changed", "missing"]
GOOD: tuple[Verdict, ...] = ("holds",)


class EvidenceProblem(Problem):
    """A record that cannot be read: which file, and why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Quote(_Part):
    """A citation of the record."""

    number: int
    document: str
    file: str
    council: str | None
    body: str | None
    date: str | None
    page: int | None
    page_label: str | None
    section: str
    sha256: str
    start: int
    end: int
    quote: str


class Answered(_Part):
    """A question and its answer in the record."""

    question: str
    limits: list[tuple[str, str]]
    search_query: str
    status: str
    text: str
    model: str
    settings: str
    citations: list[Quote]


class Evidence(_Part):
    """A whole record. `sha256` is the digest of the others as canonical JSON: sorted keys, no white space."""

    kind: Literal["council-evidence"]
    version: Literal[1]
    program: str
    made: str
    left_out: bool
    answers: list[Answered]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check of one thing found: a quote, or the record itself as number 0."""

    question: str
    number: int
    verdict: Verdict
    said: str

    def as_json(self) -> dict:
        return asdict(self)


def name_program() -> str:
    """Name and version of this program."""
    try:
        return f"council-assistant {metadata.version('council-assistant')}"
    except metadata.PackageNotFoundError:
        return "council-assistant (not installed, run from its source)"


def write_evidence(turns: Sequence[Turn], *, made: datetime, left_out: bool) -> bytes:
    """The record of a conversation, UTF-8 JSON."""
    answers = [
        {
            "question": turn.asked.question,
            "limits": turn.asked.limits,
            "search_query": turn.answer.search_query,
            "status": turn.answer.status,
            "text": turn.answer.text,
            "model": turn.answer.model,
            "settings": turn.answer.settings,
            "citations": [
                {
                    "number": c.number,
                    "document": c.document,
                    "file": c.file,
                    "council": c.council,
                    "body": c.body,
                    "date": c.date.isoformat() if c.date else None,
                    "page": c.page,
                    "page_label": c.page_label,
                    "section": c.section,
                    "sha256": c.digest,
                    "start": c.start,
                    "end": c.end,
                    "quote": c.quote,
                }
                for c in turn.answer.citations
            ],
        }
        for turn in turns
    ]
    record = {
        "kind": KIND,
        "version": 1,
        "program": name_program(),
        "made": made.isoformat(timespec="seconds"),
        "left_out": left_out,
        "answers": answers,
    }
    return (json.dumps({**record, "sha256": digest_record(record)}, ensure_ascii=False, indent=2) + "\n").encode()


def digest_record(record: dict) -> str:
    """The digest that a record bears of itself."""
    kept = {name: value for name, value in record.items() if name != "sha256"}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_evidence(path: Path) -> tuple[Evidence, bool]:
    """A record, and whether it bears its own digest. Raises EvidenceProblem."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
        return Evidence.model_validate(raw), digest_record(raw) == raw["sha256"]
    except OSError as error:
        raise EvidenceProblem(f"The record {path} cannot be opened ({error.strerror}). Check the path.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise EvidenceProblem(f"{path} is no evidence record of this program: {place}: {first['msg']}. Save it again.") from error
    except (ValueError, TypeError) as error:
        raise EvidenceProblem(f"{path} is no evidence record: it is not JSON. Save it again from the page.") from error


def verify_evidence(evidence: Evidence, intact: bool, catalogue: Catalogue) -> Iterator[Finding]:
    """A finding for the record and one for each of its quotes."""
    said = "The record is as it was made." if intact else "The record was changed after it was made: its digest does not fit."
    yield Finding(question="", number=0, verdict="holds" if intact else "changed", said=said)
    for answer in evidence.answers:
        for quote in answer.citations:
            verdict, said = _verify_quote(quote, catalogue)
            yield Finding(question=answer.question, number=quote.number, verdict=verdict, said=said)


def _verify_quote(quote: Quote, catalogue: Catalogue) -> tuple[Verdict, str]:
    document = catalogue.find_document(quote.sha256)
    if document is None:
        return (
            "missing",
            f"{quote.file}: no document with this content is in the store. Add the file as it was with council ingest.",
        )
    try:
        find_original(document)
    except PaperProblem as problem:
        return "changed", str(problem)
    text = catalogue.text(document.row)
    if text[quote.start : quote.end] == quote.quote:
        return "holds", f"{quote.file}: the file is the same and the quote stands where it was."
    if quote.quote in text:
        return (
            "moved",
            f"{quote.file}: the file is the same; the quote stands in it, at another place of its text as it is read now.",
        )
    return "changed", f"{quote.file}: the file is the same, but the quote is not in its text."
