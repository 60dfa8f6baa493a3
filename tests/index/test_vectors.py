"""Vectors in a real Chroma on disk: kept, found by likeness, filtered, removed."""

from datetime import date
from pathlib import Path

import numpy
import pytest

from index.catalogue import Catalogue, Filters
from index.embedder import WordHashEmbedder
from index.store import open_vectors
from index.vectors import NARROWEST, VectorStore, search_width
from ingest.document import Document, Facts

EMBEDDER = WordHashEmbedder()


def document(digest: str, **facts: object) -> Document:
    stated = {"title": digest, "council": None, "body": None, "date": None, "type": "paper", **facts}
    return Document(file=digest, digest=digest, text="", facts=Facts(**stated), pages=(), blocks=(), pages_without_text=())


def add(store: VectorStore, digest: str, *texts: str, **facts: object) -> None:
    store.add(document(digest, **facts), [f"{digest}-{n}" for n in range(len(texts))], EMBEDDER.embed(texts))


def search(store: VectorStore, text: str, filters: Filters | None = None, limit: int = 10) -> list[str]:
    return [key for key, _ in store.search(EMBEDDER.embed([text])[0], filters or Filters(), limit)]


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    return VectorStore(tmp_path / "chroma")


def test_the_nearest_come_first_with_their_cosine(store: VectorStore):
    add(store, "a", "school places budget", "bins and recycling", "school places")
    found = store.search(EMBEDDER.embed(["school places"])[0], Filters(), 10)
    assert [key for key, _ in found][:2] == ["a-2", "a-0"]
    assert found[0][1] == pytest.approx(1, abs=1e-5) and all(-1.001 <= score <= 1.001 for _, score in found)


def test_an_empty_store_finds_nothing(store: VectorStore):
    assert search(store, "school") == [] and store.ids() == set()


def test_no_more_are_found_than_asked_for(store: VectorStore):
    add(store, "a", *[f"school number {n}" for n in range(8)])
    assert len(search(store, "school", limit=3)) == 3
    assert len(search(store, "school", limit=100)) == 8


def test_filters_narrow_what_is_found(store: VectorStore):
    add(store, "old", "school places", council="Anyshire Council", body="Cabinet", type="minutes", date=date(2021, 5, 1))
    add(store, "new", "school places", council="Otherton Council", body="Cabinet", type="report", date=date(2024, 5, 1))
    add(store, "bare", "school places")
    assert search(store, "school places", Filters(council=("Anyshire Council",))) == ["old-0"]
    assert sorted(search(store, "school places", Filters(council=("Anyshire Council", "Otherton Council")))) == ["new-0", "old-0"]
    assert search(store, "school places", Filters(body=("Cabinet",), type=("report",))) == ["new-0"]
    assert search(store, "school places", Filters(first=date(2021, 5, 1), last=date(2021, 5, 1))) == ["old-0"]
    assert search(store, "school places", Filters(first=date(2022, 1, 1))) == ["new-0"]
    assert search(store, "school places", Filters(council=("Nowhere Council",))) == []


def test_writing_a_document_again_changes_its_vectors_and_forgets_its_old_facts(store: VectorStore):
    add(store, "a", "school places", council="Anyshire Council", date=date(2021, 5, 1))
    add(store, "a", "bins and recycling")
    assert store.ids() == {"a-0"}
    assert store.search(EMBEDDER.embed(["bins and recycling"])[0], Filters(), 1)[0][1] == pytest.approx(1, abs=1e-5)
    assert search(store, "bins", Filters(council=("Anyshire Council",))) == []
    assert search(store, "bins", Filters(first=date(2020, 1, 1))) == []


def test_what_is_removed_is_found_no_more(store: VectorStore):
    add(store, "a", "school places", "school budget")
    store.remove(["a-0"])
    assert search(store, "school places") == ["a-1"] and store.ids() == {"a-1"}
    store.remove([])
    assert store.ids() == {"a-1"}


def test_vectors_outlive_the_program(tmp_path: Path):
    first = VectorStore(tmp_path / "chroma")
    add(first, "a", "school places")
    first.close()
    second = VectorStore(tmp_path / "chroma")
    assert search(second, "school places") == ["a-0"]
    second.close()


def test_more_vectors_than_one_batch_are_kept(store: VectorStore):
    count = 2300
    store.add(document("a"), [f"a-{n}" for n in range(count)], numpy.eye(1, 256, dtype=numpy.float32).repeat(count, axis=0))
    assert len(store.ids()) == count
    store.remove([f"a-{n}" for n in range(count)])
    assert store.ids() == set()


def test_of_passages_that_are_equally_near_those_that_are_found_do_not_depend_on_when_they_came(tmp_path: Path):
    near, far = numpy.array([[1, 0, 0]], dtype=numpy.float32), numpy.array([[0.6, 0.8, 0]], dtype=numpy.float32)
    found = []
    for name, order in (("one", range(80)), ("other", reversed(range(80)))):
        store = VectorStore(tmp_path / name)
        for number in order:
            store.add(document("paper"), [f"{number:024}"], near if number < 5 else far)
        found.append([store.search(near[0], Filters(), limit) for limit in (5, 20, 79)])
        store.close()
    assert found[0] == found[1]
    # The five nearest are given whole; of the 75 after them all or none.
    assert [len(one) for one in found[0]] == [5, 5, 79]


def test_the_more_passages_there_are_the_more_widely_is_searched():
    widths = [search_width(count) for count in (0, 1_000, 20_000, 93_000, 5_000_000)]
    assert widths == sorted(widths) and widths[0] == widths[1] == NARROWEST < widths[3] < widths[4]
    # As the root, not as the collection: that would be a search through all of it.
    assert widths[4] < 5_000_000 / 100 and all(search_width(n) >= 10 * n**0.5 for n in (0, 1, 30_000, 10**7))


def test_a_collection_that_has_grown_is_searched_more_widely_when_it_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.vectors.NARROWEST", 1)
    monkeypatch.setattr("index.vectors.EQUALS", 1)
    made, count = numpy.random.default_rng(5), 3000
    vectors = made.standard_normal((count, 64)).astype(numpy.float32)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    asked = made.standard_normal((50, 64)).astype(numpy.float32)
    exact = [{str(at) for at in numpy.argsort(-vectors @ one)[:10]} for one in asked]

    def open_and_count_found(passages: int) -> int:
        store = VectorStore(tmp_path, passages=passages)
        found = sum(len(exact[at] & {key for key, _ in store.search(one, Filters(), 10)}) for at, one in enumerate(asked))
        store.close()
        return found

    first = VectorStore(tmp_path)
    first.add(document("a"), [str(at) for at in range(count)], vectors)
    first.close()
    narrow, wide, narrow_again = (open_and_count_found(passages) for passages in (0, count, 0))
    assert narrow < 400 and wide >= 490 and narrow_again < 400


def test_a_store_opens_its_vectors_for_as_many_passages_as_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    opened = []
    monkeypatch.setattr("index.vectors.VectorStore._fit_width", lambda store, width: opened.append(width))
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    for count in (0, 30_000):
        monkeypatch.setattr(catalogue, "count_passages", lambda count=count: count)
        open_vectors(tmp_path, catalogue).close()
    assert opened == [NARROWEST, 2 * NARROWEST]
