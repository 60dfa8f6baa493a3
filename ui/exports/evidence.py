"""The evidence record: what was answered from which bytes, so that a program can check it again later.

A record names for each quote the SHA-256 of the file it was read from and the range of the document's text. It bears a digest of
itself, which shows damage, and a signature by the key of its store, which shows who made it. `ui.exports.verifying` checks it.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.patterns import compile_bytes, compile_pattern
from ingest.problem import Problem
from ui.asked import MOST_QUESTIONS, Turn
from ui.exports.signing import sign

KIND = "council-evidence"
VERSION = 2
LARGEST_BYTES = 5 * 1024 * 1024
"""Twenty answers with long lists of citations stay far below."""
DEEPEST = 10
"""Brackets within brackets; a record has five."""
MOST_CITATIONS = 200
HALF = compile_pattern("[\ud800-\udfff]")
"""Halves of characters, which cannot be written as UTF-8."""
Words = Annotated[str, Field(max_length=100_000)]
Whole = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""A number that every program reads alike; whether it is a place in a paper is checked with the paper."""
BARE = ("sha256", "signature")
"""What stands for the others of a record and is not among what it stands for."""


class EvidenceProblem(Problem):
    """A record that cannot be read: which file, and why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Quote(_Part):
    """A citation of the record."""

    number: Whole
    document: Words
    file: Words
    council: Words | None
    body: Words | None
    date: Words | None
    page: Whole | None
    page_label: Words | None
    section: Words
    sha256: Words
    start: Whole
    end: Whole
    quote: Words


class Answered(_Part):
    """A question and its answer in the record."""

    question: Words
    limits: Annotated[list[Annotated[list[Words], Field(min_length=2, max_length=2)]], Field(max_length=200)]
    search_query: Words
    status: Words
    text: Words
    model: Words
    settings: Words
    citations: Annotated[list[Quote], Field(max_length=MOST_CITATIONS)]


class Signature(_Part):
    """Which key signed a record, and what it made of the canonical JSON."""

    key: Words
    hmac_sha256: Words


class Evidence(_Part):
    """A whole record. `sha256` is the digest of the others as canonical JSON (sorted keys, no white space), `signature` what the
    store's key makes of the same; records of version 1 have none."""

    kind: Literal["council-evidence"]
    version: Literal[1, 2]
    program: Words
    made: Words
    left_out: bool
    answers: Annotated[list[Answered], Field(max_length=MOST_QUESTIONS)]
    sha256: Words
    signature: Signature | None = None


def name_program() -> str:
    """Name and version of this program."""
    try:
        return f"council-assistant {metadata.version('council-assistant')}"
    except metadata.PackageNotFoundError:
        return "council-assistant (not installed, run from its source)"


def write_evidence(turns: Sequence[Turn], *, made: datetime, left_out: bool, key: bytes | None = None) -> bytes:
    """The record of a conversation, UTF-8 JSON, signed where there is a key. Halves of characters in a question are replaced."""
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
        "version": VERSION,
        "program": name_program(),
        "made": made.isoformat(timespec="seconds"),
        "left_out": left_out,
        "answers": answers,
    }
    record = _without_halves(record)
    bare = write_canonical(record)
    stands = {"sha256": hashlib.sha256(bare).hexdigest(), **({"signature": sign(bare, key)} if key else {})}
    return (json.dumps({**record, **stands}, ensure_ascii=False, indent=2) + "\n").encode()


def write_canonical(record: dict) -> bytes:
    """What digest and signature are of: the record without them, keys sorted, no white space, UTF-8."""
    kept = {name: value for name, value in record.items() if name not in BARE}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_evidence(path: Path) -> tuple[Evidence, bytes]:
    """A record, and the canonical JSON that its digest and signature are to be of. Raises EvidenceProblem."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise EvidenceProblem(f"The record {path} cannot be opened ({error.strerror}). Check the path.") from error
    if len(data) > LARGEST_BYTES:
        raise EvidenceProblem(f"{path} is no evidence record: it is larger than {LARGEST_BYTES // 2**20} MB. Save it again.")
    if is_deeper(data, DEEPEST):
        raise EvidenceProblem(f"{path} is no evidence record: it has brackets within more than {DEEPEST} others. Save it again.")
    try:
        raw = json.loads(data.decode("utf-8-sig"))
        return Evidence.model_validate(raw), write_canonical(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise EvidenceProblem(f"{path} is no evidence record of this program: {place}: {first['msg']}. Save it again.") from error
    except UnicodeEncodeError as error:
        raise EvidenceProblem(f"{path} is no evidence record: it holds half a character. Save it again from the page.") from error
    except (ValueError, TypeError) as error:
        raise EvidenceProblem(f"{path} is no evidence record: it is not JSON. Save it again from the page.") from error


def is_deeper(data: bytes, most: int) -> bool:
    """Whether more than so many brackets stand within one another, strings left aside; told before anything is built of them."""
    depth, at = 0, 0
    for mark in compile_bytes(rb'[\[\]{}"]').finditer(data):
        if mark.start() < at:
            continue
        if mark[0] == b'"':
            at = _end_of_string(data, mark.end())
        elif mark[0] in b"[{":
            depth += 1
            if depth > most:
                return True
        else:
            depth -= 1
    return False


def _end_of_string(data: bytes, start: int) -> int:
    """The place after the quotation mark that ends a string."""
    end = start
    while (end := data.find(b'"', end)) >= 0:
        slashes = 0
        while end - slashes > start and data[end - slashes - 1 : end - slashes] == b"\\":
            slashes += 1
        if slashes % 2 == 0:
            return end + 1
        end += 1
    return len(data)


def _without_halves(value):
    """The same lists, names and words; each half of a character in words is replaced by U+FFFD."""
    match value:
        case str():
            return HALF.sub("\ufffd", value)
        case dict():
            return {name: _without_halves(part) for name, part in value.items()}
        case list() | tuple():
            return [_without_halves(part) for part in value]
        case _:
            return value
