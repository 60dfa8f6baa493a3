"""Copies of papers that are cut off, changed in some bits or spliced from two: each is read, or refused in words, in good time,
and the process that reads lives on. What is changed, and how, follows from the seed alone."""

import hashlib
import multiprocessing
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document import UnreadableFile
from ingest.reading import READERS, ReadingProcess
from ingest.samples import papers_folder
from ingest.sources import SourceFile

WORDS = {
    "words.txt": "MINUTES OF THE CABINET\n\n14 October 2025\n\n1. Apologies\n\nRESOLVED that the report be noted.\n\n" * 4,
    "words.md": "# Minutes\n\n| Name | Sum |\n|---|---|\n| Library | £12,400 |\n\n- **Agreed** to [open](https://a.org)\n" * 4,
    "words.csv": 'Branch,Loans,"Opening, in words"\nKelverton,48210,"open on Sundays"\n' * 6,
    "words.eml": "From: a@example.org\nTo: b@example.org\nSubject: =?utf-8?q?Papers?=\nDate: Tue, 3 Mar 2026 09:12:00 +0000\n"
    'Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/html; charset=utf-8\n\n<p>Agreed</p>\n--B--\n',
}
SECONDS = 20
"""For one copy; the papers themselves take up to three."""
LARGEST_BYTES = 150_000
"""Of the papers that the quick run changes, so that it stays one."""


def change(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """A copy that is cut off, changed in some bits, or goes on as another paper."""
    at = dice.randrange(1, len(data))
    match dice.choice(("cut", "flip", "flip", "splice", "repeat")):
        case "cut":
            return data[:at]
        case "flip":
            changed = bytearray(data)
            for _ in range(dice.choice((1, 8, 64, 512))):
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
            return bytes(changed)
        case "splice":
            return data[:at] + other[dice.randrange(len(other)) :]
        case _:
            return data[:at] + data[max(0, at - dice.randrange(1, 5_000)) :]


def read_changed(papers: dict[str, bytes], folder: Path, *, seed: int, copies: int) -> tuple[list[str], dict[str, int]]:
    """What is wrong with how any of so many copies of each paper was read, as sentences; and how they ended."""
    wrong: list[str] = []
    ended: dict[str, int] = {}
    with ReadingProcess(SECONDS) as reader:
        processes = None
        for name, data in sorted(papers.items()):
            for copy in range(copies):
                dice = random.Random(f"{seed} {name} {copy}")
                path = folder / f"{copy}{Path(name).suffix}"
                path.write_bytes(change(data, papers[dice.choice(sorted(papers))], dice))
                said = f"copy {copy} of {name} with seed {seed}"
                began = time.monotonic()
                try:
                    document = reader.read(_source(path))
                except UnreadableFile as refusal:
                    ended[refusal.reason[:40]] = ended.get(refusal.reason[:40], 0) + 1
                    if not (refusal.reason.strip().endswith(".") and refusal.advice) or "Traceback" in str(refusal):
                        wrong.append(f"{said} was refused without clear words: {refusal}")
                    if "crash" in refusal.reason or "longer than" in refusal.reason:
                        wrong.append(f"{said} cost its process: {refusal.reason}")
                else:
                    ended["read"] = ended.get("read", 0) + 1
                    if not document.text.strip():
                        wrong.append(f"{said} was read and has no words")
                if (took := time.monotonic() - began) > SECONDS:
                    wrong.append(f"{said} took {took:.0f} seconds")
                now = {child.pid for child in multiprocessing.active_children()}
                processes = processes or now
                if now != processes:
                    wrong.append(f"{said} ended the process that read it")
                    processes = now
    return wrong, ended


def _source(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(
        path=path, root=path.parent, name=path.name, digest=hashlib.sha256(data).hexdigest(), size=len(data), overrides={}
    )


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    samples = {path.name: path.read_bytes() for path in sorted(papers_folder().iterdir())}
    return samples | {name: words.encode() for name, words in WORDS.items()}


def test_changed_copies_of_papers_are_read_or_refused_in_words(papers: dict[str, bytes], tmp_path: Path):
    small = {name: data for name, data in papers.items() if len(data) < LARGEST_BYTES}
    wrong, ended = read_changed(small, tmp_path, seed=1, copies=6)
    assert wrong == []
    assert ended.pop("read") > 5 and len(ended) > 3, "both happen, and for several reasons"


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 6))
def test_many_changed_copies_of_papers_are_read_or_refused_in_words(papers: dict[str, bytes], tmp_path: Path, seed: int):
    wrong, _ = read_changed(papers, tmp_path, seed=seed, copies=40)
    assert wrong == []


def _awkward(shared: Path) -> Iterator[Path]:
    return (path for path in sorted((shared / "awkward").iterdir()) if path.suffix in READERS and path.stat().st_size > 0)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_changed_copies_of_awkward_files_are_read_or_refused_in_words(shared: Path, tmp_path: Path):
    papers = {path.name: path.read_bytes() for path in _awkward(shared) if path.stat().st_size < LARGEST_BYTES}
    wrong, _ = read_changed(papers, tmp_path, seed=7, copies=10)
    assert wrong == []
