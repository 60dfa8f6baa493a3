"""Damaged vectors and catalogues: each ends in a sentence that says what to do, and check mends what can be mended."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.check import check_folder
from index.embedder import WordHashEmbedder
from index.servers import CATALOGUE, VECTORS
from index.store import Store, StoreProblem
from index.sync import sync_files
from index.troubles import note_backup
from index.vectors import GRAPH, VectorsProblem

QUESTION = "How many carers were approved in part 117?"
EMBEDDER = WordHashEmbedder()


def contents(store: Store) -> tuple:
    hits = [hit.passage.key for hit in store.retriever.search(QUESTION).hits]
    return store.catalogue.passage_keys(), store.vectors.ids(), hits


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple]]:
    """A closed store and what is in it. Its graph stands in files, which else takes a thousand passages."""
    folder = tmp_path_factory.mktemp("sound")
    papers = folder / "papers"
    papers.mkdir()
    made = random.Random(7)
    words = [f"{start}{end}" for start in "bdfglmprst" for end in ("andor", "ellis", "orran", "istek", "unda", "erri")]
    for paper in range(4):
        parts = [f"{paper}.{n} Carers: {' '.join(made.sample(words, 12))} in part {paper}{n}." for n in range(1, 40)]
        (papers / f"report-{paper}.md").write_text(f"# Report {paper}\n\n" + "\n\n".join(parts))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.vectors.GRAPH", {**GRAPH, "batch_size": 20, "sync_threshold": 40})
        store = Store(folder / "store", EMBEDDER, create=True)
    sync_files([papers], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    held = contents(store)
    store.close()
    assert {path.name for path in graph_files(folder / "store")} >= {"data_level0.bin", "index_metadata.pickle"}
    yield folder / "store", held


@pytest.fixture
def store(sound: tuple[Path, tuple], tmp_path: Path) -> Path:
    return shutil.copytree(sound[0], tmp_path / "store")


def graph_files(folder: Path) -> list[Path]:
    return sorted((folder / VECTORS).glob("*/*"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    held, made = bytearray(path.read_bytes()), random.Random(3)
    for _ in range(len(held) // 50):
        held[made.randrange(len(held))] ^= 0xFF
    path.write_bytes(held)


def empty(path: Path) -> None:
    path.write_bytes(b"")


HURT = [
    ("data_level0.bin", flip),
    ("data_level0.bin", Path.unlink),
    ("header.bin", flip),
    ("length.bin", empty),
    ("index_metadata.pickle", cut),
    ("chroma.sqlite3", cut),
    ("chroma.sqlite3", Path.unlink),
    ("", shutil.rmtree),
]


@pytest.mark.parametrize(("name", "hurt"), HURT, ids=[f"{name or 'folder'} {hurt.__name__}" for name, hurt in HURT])
def test_damaged_vectors_end_in_a_sentence_and_check_makes_them_anew(
    sound: tuple[Path, tuple], store: Path, name: str, hurt: Callable[[Path], object]
):
    (place,) = (store / VECTORS).rglob(name) if name else [graph_files(store)[0].parent]
    hurt(place)
    with pytest.raises(VectorsProblem, match=f"council check --store {store}"):
        Store(store, EMBEDDER)
    (done,) = [difference for difference in check_folder(store, EMBEDDER) if "papers are no longer" not in difference.message][:1]
    assert done.state == "mended" and f"{len(sound[1][0])} of them" in done.message
    mended = Store(store, EMBEDDER)
    assert contents(mended) == sound[1]
    mended.close()


def test_damage_that_is_only_to_be_named_is_not_mended(store: Path):
    graph_files(store)[0].write_bytes(b"")
    for _ in range(2):
        (told,) = check_folder(store, EMBEDDER, mend=False)[:1]
        assert told.state == "found" and "made anew" in told.message and "council check" in told.remedy


def test_a_sound_store_is_tried_only_when_its_files_are_not_as_they_were_left(store: Path, monkeypatch: pytest.MonkeyPatch):
    tried = []
    for path in graph_files(store):
        path.touch()
    monkeypatch.setattr("index.store.find_damage", lambda folder, catalogue: tried.append(folder))
    for _ in range(2):
        Store(store, EMBEDDER).close()
    # Written anew, by whomever: once.
    assert tried == [store]
    Store(store, EMBEDDER, careful=True).close()
    assert tried == [store] * 2


def test_a_catalogue_that_is_damaged_is_named_with_the_newest_backup(store: Path, tmp_path: Path):
    for backup in ("old.tar.gz", "new.tar.gz", "gone.tar.gz"):
        (tmp_path / backup).write_bytes(b"a backup")
        note_backup(store, tmp_path / backup)
    (tmp_path / "gone.tar.gz").unlink()
    catalogue = store / CATALOGUE
    held = bytearray(catalogue.read_bytes())
    for start in range(8192, len(held), 4096):
        held[start : start + 64] = b"\xff" * 64
    catalogue.write_bytes(held)
    command = f"council restore {tmp_path / 'new.tar.gz'} --store {store}"
    try:
        (found,) = check_folder(store, EMBEDDER)
    except (StoreProblem, sqlite3.DatabaseError) as error:
        assert command in str(error)
    else:
        assert found.state == "found" and "damaged" in found.message and command in found.remedy


def test_an_emptied_catalogue_is_never_mended_by_deleting_the_vectors(sound: tuple[Path, tuple], store: Path):
    kept = (store / CATALOGUE).read_bytes()
    for hurt in ("delete", "empty file"):
        if hurt == "delete":
            db = sqlite3.connect(store / CATALOGUE)
            db.execute("pragma foreign_keys = on")
            db.execute("delete from words")
            db.execute("delete from documents")
            db.commit()
            db.close()
        else:
            (store / CATALOGUE).write_bytes(b"")
        (found,) = check_folder(store, EMBEDDER)
        count = len(sound[1][1])
        assert found.state == "found" and f"{count} passages" in found.message and "council restore" in found.remedy
    (store / CATALOGUE).write_bytes(kept)
    back = Store(store, EMBEDDER)
    assert contents(back) == sound[1]
    back.close()


class OtherEmbedder(WordHashEmbedder):
    name = "other-hash"
    digest = "other-hash-256"


def test_another_embedding_model_makes_the_vectors_anew_where_that_is_asked_for(sound: tuple[Path, tuple], store: Path):
    with pytest.raises(StoreProblem, match=f"council check --new-model --store {store}"):
        Store(store, OtherEmbedder())
    with pytest.raises(StoreProblem, match="--new-model"):
        check_folder(store, OtherEmbedder())
    (done, *_) = check_folder(store, OtherEmbedder(), new_model=True)
    assert done.state == "mended" and "word-hash" in done.message
    other = Store(store, OtherEmbedder())
    assert contents(other) == sound[1]
    other.close()
    with pytest.raises(StoreProblem, match="made with another embedding model"):
        Store(store, EMBEDDER)


def test_making_vectors_anew_that_was_stopped_is_finished_by_the_next_check(
    sound: tuple[Path, tuple], store: Path, monkeypatch: pytest.MonkeyPatch
):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    graph_files(store)[0].write_bytes(b"")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("index.rebuild.note_known", stop)
        check_folder(store, EMBEDDER)
    with pytest.raises(StoreProblem, match="stopped half-way"):
        Store(store, EMBEDDER)
    assert "stopped half-way" in check_folder(store, EMBEDDER)[0].message
    mended = Store(store, EMBEDDER)
    assert contents(mended) == sound[1]
    mended.close()
