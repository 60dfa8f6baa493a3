"""Papers that are nearly one another's copies: draft and final minutes, a report that was issued again, a paper in two formats.

Found by MinHash (Broder 1997): the papers whose runs of four words overlap most share most of their least hashes. Only papers
that share a band of these are compared, so that adding a paper costs the same in a large store as in a small one.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy

from index.database import Connection
from ingest.document import Document
from ingest.patterns import IGNORECASE, compile_pattern

SCHEMA = """
create table if not exists signatures (document integer primary key references documents on delete cascade, least blob not null,
  standing real not null);
create table if not exists bands (document integer not null references documents on delete cascade, band integer not null,
  hash integer not null, primary key (document, band)) without rowid;
create index if not exists bands_by_hash on bands (band, hash);
create table if not exists kin (document integer not null references documents on delete cascade,
  other integer not null references documents on delete cascade, primary key (document, other)) without rowid;
"""
RUN_WORDS = 4
LEAST_RUNS = 30
"""A paper shorter than this (a slip, a notice of three lines) may be like another by its form alone."""
HASHES, BANDS = 64, 16
PRIME = (1 << 31) - 1
SAME_MEETING = 0.5
"""Share of runs in common from which two papers of one type, body and day are versions."""
ANY_MEETING = 0.9
"""The same for other papers: minutes of two meetings share their forms, and yearly reports their headings."""
HEAD_CHARS = 600
MARKS = (
    (compile_pattern(r"\b(?:superseded|withdrawn|replaced by)\b", IGNORECASE), -100.0),
    (compile_pattern(r"\b(?:draft|unconfirmed|unapproved|subject to (?:approval|confirmation))\b", IGNORECASE), -10.0),
    (compile_pattern(r"\b(?:final|approved|confirmed|adopted|signed)\b", IGNORECASE), 5.0),
    (compile_pattern(r"\b(?:revised|amended|corrected|re-?issued|replacement|updated)\b", IGNORECASE), 3.0),
)
"""Words in the name or at the head of a paper that say how it stands to its other versions."""
REVISION = compile_pattern(r"(?:\b|_)(?:v|version|rev|revision|issue)[ ._-]?(\d{1,2})(?:\b|_)", IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    row: int
    council: str | None
    body: str | None
    date: str | None
    type: str
    likeness: float


def keep_kin(db: Connection, row: int, document: Document) -> None:
    """Find the papers that a new one is a version of, in the transaction that adds it."""
    least = sign_text(document.text)
    if least is None:
        return
    db.execute("insert into signatures values (?, ?, ?)", (row, least.tobytes(), judge_standing(document.file, document)))
    bands = _bands(least)
    found = {
        other
        for band, value in enumerate(bands)
        for (other,) in db.execute("select document from bands where band = ? and hash = ? limit 200", (band, value))
    }
    db.executemany("insert into bands values (?, ?, ?)", [(row, band, value) for band, value in enumerate(bands)])
    for other in sorted(found - {row}):
        if _is_version(document, _compare(db, other, least)):
            db.execute("insert into kin values (?, ?) on conflict do nothing", (min(row, other), max(row, other)))


def newest_versions(db: Connection) -> dict[int, int]:
    """For every paper that has a newer version the newest one, both by their rows."""
    families: dict[int, set[int]] = {}
    for one, other in db.execute("select document, other from kin"):
        joined = families.get(one, {one}) | families.get(other, {other})
        for row in joined:
            families[row] = joined
    if not families:
        return {}
    marks = ",".join("?" * len(families))
    order = {
        row: (standing, date or "", pages > 0, row)
        for row, standing, date, pages in db.execute(
            "select s.document, s.standing, d.date, d.pages from signatures s join documents d on d.id = s.document "
            f"where s.document in ({marks})",
            list(families),
        )
    }
    last = (-1000.0, "", False, 0)
    newest = {row: max(family, key=lambda member: order.get(member, last)) for row, family in families.items()}
    return {row: best for row, best in newest.items() if best != row}


def judge_standing(file: str, document: Document) -> float:
    """How a paper stands to its other versions by what its name and its head say; higher is newer."""
    said = f"{compile_pattern(r'[-_./]+').sub(' ', file)} {document.facts.title} {document.text[:HEAD_CHARS]}"
    standing = sum(worth for mark, worth in MARKS if mark.search(said))
    revision = REVISION.search(f"{file} {document.facts.title}")
    return standing + (int(revision[1]) * 0.1 if revision else 0.0)


def sign_text(text: str) -> numpy.ndarray | None:
    """The least of each of `HASHES` hashes over the runs of words of a text; None for a text that is too short to tell."""
    words = [zlib.crc32(word.encode()) for word in compile_pattern(r"\w+").findall(text.lower())]
    if len(words) < LEAST_RUNS + RUN_WORDS:
        return None
    numbers = numpy.asarray(words, dtype=numpy.uint64)
    runs = numpy.zeros(len(numbers) - RUN_WORDS + 1, dtype=numpy.uint64)
    for place in range(RUN_WORDS):
        # Wraps round at 64 bits, which is as good as any other way of mixing.
        runs = runs * numpy.uint64(1_000_003) + numbers[place : place + len(runs)]
    runs = numpy.unique(runs) % numpy.uint64(PRIME)
    factors, offsets = _factors()
    return numpy.asarray(
        [((runs * factor + offset) % numpy.uint64(PRIME)).min() for factor, offset in zip(factors, offsets, strict=True)],
        dtype=numpy.uint32,
    )


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of equal least hashes, which estimates the share of runs that two texts have in common (0 to 1)."""
    return float(numpy.mean(numpy.asarray(one) == numpy.asarray(other)))


def _factors() -> tuple[numpy.ndarray, numpy.ndarray]:
    made = numpy.random.default_rng(20250101)
    return made.integers(1, PRIME, HASHES, dtype=numpy.uint64), made.integers(0, PRIME, HASHES, dtype=numpy.uint64)


def _bands(least: numpy.ndarray) -> list[int]:
    edges = range(0, HASHES + 1, HASHES // BANDS)
    return [zlib.crc32(least[start:end].tobytes()) for start, end in pairwise(edges)]


def _compare(db: Connection, other: int, least: numpy.ndarray) -> _Other:
    council, body, date, kind, kept = db.execute(
        "select d.council, d.body, d.date, d.type, s.least from documents d join signatures s on s.document = d.id "
        "where d.id = ?",
        (other,),
    ).fetchone()
    alike = likeness(numpy.frombuffer(kept, dtype=numpy.uint32), least)
    return _Other(row=other, council=council, body=body, date=date, type=kind, likeness=alike)


def _is_version(document: Document, other: _Other) -> bool:
    facts = document.facts
    if facts.council and other.council and facts.council != other.council:
        return False
    day = facts.date.isoformat() if facts.date else None
    same_meeting = day is not None and (day, facts.body, facts.type) == (other.date, other.body, other.type)
    return other.likeness >= (SAME_MEETING if same_meeting else ANY_MEETING)
