"""One writer at a time, a full disk, differences found and mended, and a store in one file and back."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backup import BackupProblem, back_up, restore
from index.check import check_store
from index.embedder import WordHashEmbedder
from index.lock import LOCK, StoreBusy, hold_store
from index.store import Store
from index.sync import SyncReport, sync_files
from index.troubles import StoreTrouble
from index.vectors import VectorStore

HOLDER = (
    "import sys, pathlib, index.lock as l\nwith l.hold_store(pathlib.Path(sys.argv[1])):\n print('held', flush=True); input()"
)


def sync(store: Store, *paths: Path, **options: object) -> SyncReport:
    return sync_files(
        paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60, **options
    )


def open_store(folder: Path) -> Store:
    return Store(folder, WordHashEmbedder(), create=True)


def contents(store: Store) -> tuple:
    return sorted(document.file for document in store.catalogue.documents()), store.catalogue.passage_keys(), store.vectors.ids()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "minutes.txt").write_text("Minutes of the Cabinet\n\nThe library budget was agreed.\n")
    (folder / "report.md").write_text("# Fostering\n\n" + "\n\n".join(f"1.{n} Carers were {n}." for n in range(1, 30)))
    return folder


@pytest.fixture
def store(tmp_path: Path, papers: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "store")
    sync(store, papers)
    yield store
    store.close()


def test_a_second_writer_is_refused_and_told_who_the_first_is(store: Store, papers: Path):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", HOLDER, str(store.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as first:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match=f"process {first.pid}, since"):
            sync(store, papers)
        # Killed, it leaves its file behind and no lock.
        first.kill()
    assert (store.folder / LOCK).read_text().startswith(str(first.pid))
    assert sync(store, papers).unchanged == ("minutes.txt", "report.md")


def test_a_second_writer_may_wait_for_the_first(store: Store, papers: Path):
    from threading import Timer

    held = hold_store(store.folder)
    held.__enter__()
    Timer(0.5, lambda: held.__exit__(None, None, None)).start()
    assert sync(store, papers, wait_seconds=30).unchanged == ("minutes.txt", "report.md")


def test_a_full_disk_is_named_and_what_was_complete_stays(store: Store, papers: Path):
    before = contents(store)
    db = store.catalogue.reading()
    pages = db.execute("pragma page_count").fetchone()[0]
    db.execute(f"pragma max_page_count = {pages + 2}")
    (papers / "long.txt").write_text("\n\n".join(f"Paragraph {n} of a long paper on roads and drains." * 8 for n in range(400)))
    with pytest.raises(StoreTrouble, match="make room"):
        sync(store, papers)
    assert contents(store)[:2] == before[:2] and store.retriever.search("library budget").hits
    db.execute(f"pragma max_page_count = {pages + 100000}")
    assert sync(store, papers).added == ("long.txt",)
    assert store.vectors.ids() == store.catalogue.passage_keys()


def test_a_changed_file_is_replaced_in_one_step(store: Store, papers: Path):
    told: list[list[str]] = []
    (papers / "minutes.txt").write_text("Minutes of the Cabinet\n\nThe library budget was refused.\n")
    (papers / "new.txt").write_text("A letter.")

    def look(done: int, total: int, file: str) -> None:
        rows = store.catalogue.reading().execute("select text from documents where text like '%library budget%'")
        told.append([row[0].split()[-1] for row in rows])

    assert sync(store, papers, progress=look).updated == ("minutes.txt",)
    assert told[0] == ["agreed."] and told[1:] == [["refused."]] * 3
    assert store.vectors.ids() == store.catalogue.passage_keys()


def test_a_whole_store_has_no_differences(store: Store):
    assert check_store(store.catalogue, store.vectors, store.embedder) == ()


def test_differences_between_the_halves_are_found_and_then_mended(store: Store):
    before = contents(store)
    keys = sorted(store.catalogue.passage_keys())
    report = next(document for document in store.catalogue.documents() if document.file == "report.md")
    wanted = store.vectors.get(keys)
    store.vectors.remove(keys[:5])
    store.vectors.add(report, ["foreign"], WordHashEmbedder().embed(["of no passage"]))
    with store.catalogue.writing() as db:
        db.execute("insert into words (rowid, heading, context, body) values (9999, '', '', 'of no passage')")

    def check(*, mend: bool) -> list[str]:
        found = check_store(store.catalogue, store.vectors, store.embedder, mend=mend)
        assert {difference.state for difference in found} <= {"mended" if mend else "found"}
        return [difference.message for difference in found]

    said = [
        "1 entries of the full text belonged to no passage.",
        "5 passages had no vector.",
        "1 vectors belonged to no passage.",
    ]
    assert check(mend=False) == said == check(mend=True)
    assert check(mend=True) == [] and contents(store) == before
    for key, vector in store.vectors.get(keys).items():
        assert vector == pytest.approx(wanted[key], abs=1e-6)


def test_files_that_are_gone_are_named_with_the_command_that_forgets_them(store: Store, papers: Path):
    shutil.rmtree(papers)
    (found,) = check_store(store.catalogue, store.vectors, store.embedder)
    assert found.state == "found" and "2 files" in found.message and f"council ingest {papers}" in found.remedy


def test_a_backup_made_while_the_store_is_in_use_gives_the_same_store_back(store: Store, tmp_path: Path):
    question = "library budget and carers"
    before, hits = contents(store), store.retriever.search(question).hits
    made = back_up(store.catalogue, store.vectors, tmp_path / "backup.tar.gz")
    assert (made.documents, made.passages) == (2, len(before[1])) and store.retriever.search(question).hits == hits
    restored = restore(tmp_path / "backup.tar.gz", tmp_path / "other", WordHashEmbedder())
    assert restored.kept_aside is None
    other = open_store(tmp_path / "other")
    assert contents(other) == before and other.retriever.search(question).hits == hits
    assert check_store(other.catalogue, other.vectors, other.embedder) == ()
    other.close()


def test_a_restored_store_takes_the_place_of_another_which_is_kept(store: Store, papers: Path, tmp_path: Path):
    back_up(store.catalogue, store.vectors, tmp_path / "backup.tar.gz")
    (papers / "later.txt").write_text("A later letter about trees.")
    sync(store, papers)
    later = contents(store)
    store.close()
    report = restore(tmp_path / "backup.tar.gz", store.folder, WordHashEmbedder())
    aside, now = open_store(Path(report.kept_aside)), open_store(store.folder)
    assert contents(aside) == later and contents(now)[0] == ["minutes.txt", "report.md"]
    aside.close()
    now.close()


def test_what_is_no_whole_backup_is_refused_and_changes_nothing(store: Store, tmp_path: Path):
    before = contents(store)
    good = tmp_path / "backup.tar.gz"
    back_up(store.catalogue, store.vectors, good)
    (tmp_path / "cut.tar.gz").write_bytes(good.read_bytes()[:-500])
    (tmp_path / "text.tar.gz").write_text("no backup")
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as tar:
        tar.add(good, "about.json")
    for name in ("cut.tar.gz", "text.tar.gz", "other.tar.gz", "missing.tar.gz"):
        with pytest.raises(BackupProblem, match=r"Use another|Check the path"):
            restore(tmp_path / name, store.folder, WordHashEmbedder())
    assert contents(store) == before and not list(tmp_path.glob("store.*"))


def test_vectors_come_back_as_they_were_kept(store: Store):
    keys = sorted(store.catalogue.passage_keys())
    assert isinstance(store.vectors, VectorStore) and set(store.vectors.get(["unknown", *keys])) == set(keys)
