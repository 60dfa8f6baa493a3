"""A disk that is full, that may not be written to, or that has gone: what is there is still read, and what to do is said."""

import errno
import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backup import back_up
from index.check import check_folder
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from index.troubles import StoreTrouble, describe_trouble, find_kind
from index.vectors import VectorsProblem

QUESTION = "library budget"


def sync(store: Store, *paths: Path):
    return sync_files(paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)


def mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "minutes.txt").write_text("Minutes of the Cabinet\n\nThe library budget was agreed.\n")
    return folder


@pytest.fixture
def store(tmp_path: Path, papers: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync(store, papers)
    yield store
    store.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not mount("-t", "tmpfs", "-o", "size=20m", "tmpfs", str(place)):
        pytest.skip("nothing may be mounted here; the same faults are put in by hand in other tests")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def error_of(code: int, words: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


TROUBLES = [
    (OSError(errno.ENOSPC, "No space left on device"), "full", "make room"),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), "full", "make room"),
    (error_of(sqlite3.SQLITE_FULL, "database or disk is full"), "full", "make room"),
    (OSError(errno.EROFS, "Read-only file system"), "read only", "not mounted read-only"),
    (PermissionError(errno.EACCES, "Permission denied"), "read only", "this user may write"),
    (error_of(sqlite3.SQLITE_READONLY_DBMOVED, "attempt to write a readonly database"), "read only", "this user may write"),
    (error_of(sqlite3.SQLITE_CANTOPEN, "unable to open database file"), "gone", "its disk is there"),
    (error_of(sqlite3.SQLITE_IOERR_READ, "disk I/O error"), "unreadable", "See to the disk first"),
    (error_of(sqlite3.SQLITE_CORRUPT, "database disk image is malformed"), "damaged", "council restore FILE"),
    (error_of(sqlite3.SQLITE_BUSY, "database is locked"), "busy", "Try again when"),
    (VectorsProblem("Vectors: attempt to write a readonly database (code: 8)"), "read only", "this user may write"),
]


@pytest.mark.parametrize(("error", "kind", "words"), TROUBLES, ids=[f"{kind}: {error}" for error, kind, _ in TROUBLES])
def test_troubles_are_told_apart_and_say_what_to_do(tmp_path: Path, error: Exception, kind: str, words: str):
    assert find_kind(error) == kind
    said = describe_trouble(error, tmp_path)
    assert words in said and str(tmp_path) in said
    # A disk that is full or may not be written to is mended, and no paper is read again.
    assert kind in ("gone", "damaged", "unreadable") or "council ingest" not in said
    assert describe_trouble(ValueError("anything else"), tmp_path) is None


def test_a_full_disk_is_read_from_named_and_gone_on_with(disk: Path, papers: Path, tmp_path: Path):
    store = Store(disk / "store", WordHashEmbedder(), create=True)
    sync(store, papers)
    with (disk / "fill").open("wb") as file, pytest.raises(OSError, match="No space"):
        while True:
            os.write(file.fileno(), b"0" * 4096)
    (papers / "long.txt").write_text("\n\n".join(f"Paragraph {n} of a long paper on roads and drains." * 4 for n in range(200)))
    with pytest.raises(StoreTrouble, match="make room"):
        sync(store, papers)
    assert store.retriever.search(QUESTION).hits
    store.close()
    store = Store(disk / "store", WordHashEmbedder())
    assert store.retriever.search(QUESTION).hits
    with pytest.raises(StoreTrouble, match="make room"):
        sync(store, papers)
    assert back_up(store.catalogue, store.vectors, tmp_path / "backup.tar.gz").documents == 1
    store.close()
    (disk / "fill").unlink()
    store = Store(disk / "store", WordHashEmbedder())
    assert sync(store, papers).added == ("long.txt",)
    store.close()
    assert check_folder(disk / "store", WordHashEmbedder()) == ()


def test_a_disk_that_may_not_be_written_to_is_read_from(disk: Path, papers: Path, tmp_path: Path):
    store = Store(disk / "store", WordHashEmbedder(), create=True)
    sync(store, papers)
    (papers / "letter.txt").write_text("A letter about trees.")
    store.close()
    assert mount("-o", "remount,ro", str(disk))
    store = Store(disk / "store", WordHashEmbedder())
    assert store.retriever.search(QUESTION).hits and len(store.open_papers().catalogue.documents()) == 1
    with pytest.raises(StoreTrouble, match="may not be written to"):
        sync(store, papers)
    assert back_up(store.catalogue, store.vectors, tmp_path / "backup.tar.gz").documents == 1
    store.close()
    assert mount("-o", "remount,rw", str(disk))
    store = Store(disk / "store", WordHashEmbedder())
    assert sync(store, papers).added == ("letter.txt",)
    store.close()


def test_a_catalogue_that_cannot_be_opened_as_a_writer_is_read(store: Store, monkeypatch: pytest.MonkeyPatch):
    """The same without a disk of its own: every opening for writing fails."""
    store.close()
    connect = sqlite3.connect

    def refuse(database: object, *arguments: object, **options: object) -> sqlite3.Connection:
        if "mode=rw" in str(database):
            raise error_of(sqlite3.SQLITE_CANTOPEN, "unable to open database file")
        return connect(database, *arguments, **options)

    monkeypatch.setattr("index.sqlite_database.sqlite3.connect", refuse)
    assert [document.file for document in store.catalogue.documents()] == ["minutes.txt"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.catalogue.keep_setting("any", "thing")


def test_vectors_that_cannot_be_opened_as_a_writer_are_searched_in_a_copy(store: Store, monkeypatch: pytest.MonkeyPatch):
    from index import vectors

    connect, folder = vectors._connect, store.folder / "chroma"

    def refuse(place: object) -> object:
        if place == folder:
            raise vectors.ChromaError("attempt to write a readonly database (code: 8)")
        return connect(place)

    document = store.catalogue.documents()[0]
    monkeypatch.setattr(vectors, "_connect", refuse)
    copied = vectors.VectorStore(folder)
    assert copied.ids() == store.catalogue.passage_keys()
    for change in (lambda: copied.remove(["any"]), lambda: copied.add(document, ["any"], store.embedder.embed(["word"]))):
        with pytest.raises(StoreTrouble, match="may not be written to"):
            change()
    place = Path(copied._copy.name)
    copied.close()
    assert not place.exists()


def test_a_store_that_is_deleted_while_it_is_used_is_said_to_have_gone_and_is_not_made_anew(store: Store):
    assert store.retriever.search(QUESTION).hits
    shutil.rmtree(store.folder)
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(StoreTrouble) as caught:
            store.retriever.search(QUESTION)
        told.append(str(caught.value))

    ask()
    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert len(told) == 2 and all("has gone" in said and "council restore" in said for said in told)
    assert not store.folder.exists()
    # So is the file alone.
    store.folder.mkdir()
    ask()
    assert not any(store.folder.iterdir())
