"""Versions of one paper: recognised, told apart from other papers, and the newest preferred."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from index.versions import likeness, sign_text

HEAD = "Anyshire County Council\n\n{mark} Minutes of the Cabinet\n\n{day}\n\n"
WORDS = [
    f"{start}{end}" for start in ("fen", "mar", "tol", "wick", "hart", "bram", "kel") for end in ("ley", "ton", "by", "ford", "")
]


def prose(seed: int, words: int = 400) -> str:
    made = random.Random(seed)
    return " ".join(made.choice(WORDS) for _ in range(words))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    yield store
    store.close()


def read(store: Store, folder: Path, **papers: str) -> dict[str, str]:
    """Read papers and tell for each that has a newer version which it is."""
    folder.mkdir(exist_ok=True)
    for name, text in papers.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    names = {document.row: document.file.removesuffix(".txt") for document in store.catalogue.documents()}
    return {names[row]: names[newest] for row, newest in store.catalogue.newest_versions().items()}


def minutes(mark: str, body: str, day: str = "14 October 2025") -> str:
    return HEAD.format(mark=mark, day=day) + body


def test_final_minutes_are_newer_than_their_draft_and_stand_first(store: Store, tmp_path: Path):
    body = prose(1)
    changed = body + "\n\nThe library budget was approved as amended at the meeting."
    newer = read(store, tmp_path / "papers", final=minutes("Approved", changed), draft=minutes("Draft", body))
    assert newer == {"draft": "final"}
    hits = store.retriever.search(body[:120]).hits
    assert hits[0].document.file == "final.txt"
    assert {hit.document.file: hit.newer and hit.newer.file for hit in hits} == {"final.txt": None, "draft.txt": "final.txt"}


def test_minutes_of_two_meetings_are_no_versions(store: Store, tmp_path: Path):
    forms = "Apologies were received. Members were asked to declare their interests. The minutes were signed. " * 3
    papers = {f"m{day}": minutes("", forms + prose(day, 300), day=f"{day} October 2025") for day in (7, 14)}
    assert read(store, tmp_path / "papers", **papers) == {}


@pytest.mark.parametrize(
    ("older", "newest"), [("report_v1", "report_v2"), ("superseded_report", "report"), ("report", "revised_report")]
)
def test_a_report_that_was_issued_again_is_newer(store: Store, tmp_path: Path, older: str, newest: str):
    body = prose(3, 900)
    assert read(store, tmp_path / "papers", **{older: body, newest: body + " One more line."}) == {older: newest}


def test_when_the_newest_has_gone_the_one_before_it_stands_for_itself(store: Store, tmp_path: Path):
    body = prose(4, 900)
    folder = tmp_path / "papers"
    assert read(store, folder, report_v1=body, report_v2=body + " a", report_v3=body + " b") == {
        "report_v1": "report_v3",
        "report_v2": "report_v3",
    }
    (folder / "report_v3.txt").unlink()
    assert read(store, folder) == {"report_v1": "report_v2"}


def test_papers_of_two_councils_are_no_versions(store: Store, tmp_path: Path):
    body = prose(5)
    other = minutes("Draft", body).replace("Anyshire County", "Otherton Borough")
    assert read(store, tmp_path / "papers", ours=minutes("", body), theirs=other) == {}


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_likeness_is_near_the_share_of_runs_in_common(seed: int, share: float):
    words = [str(number) for number in random.Random(seed).sample(range(100_000), 800)]
    kept = int(400 * share)
    one, other = words[:400], words[:kept] + words[400 : 800 - kept]
    # Of two papers of 400 runs with `kept` in common; twice 64 hashes are within a fifth of it nearly always.
    expected = kept / (800 - kept)
    assert abs(likeness(sign_text(" ".join(one)), sign_text(" ".join(other))) - expected) < 0.3


def test_a_text_that_is_too_short_to_tell_has_no_signature():
    assert sign_text("Closed on Monday.") is None
