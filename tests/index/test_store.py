"""A store on disk is opened for the model and the version that made it, or not at all."""

from pathlib import Path

import pytest

from index.embedder import WordHashEmbedder
from index.store import CATALOGUE, Store, StoreProblem


class OtherEmbedder(WordHashEmbedder):
    name = "other-hash"
    digest = "other-hash-256"


def test_a_store_is_made_where_there_is_none_only_when_asked(tmp_path: Path):
    with pytest.raises(StoreProblem, match="There is no store") as caught:
        Store(tmp_path / "store", WordHashEmbedder())
    assert "council ingest" in str(caught.value) and not (tmp_path / "store").exists()
    Store(tmp_path / "deep" / "store", WordHashEmbedder(), create=True).close()
    assert (tmp_path / "deep" / "store" / CATALOGUE).is_file()


def test_a_store_opens_again_for_the_same_model(tmp_path: Path):
    Store(tmp_path, WordHashEmbedder(), create=True).close()
    store = Store(tmp_path, WordHashEmbedder())
    assert store.catalogue.totals().documents == 0 and store.vectors.ids() == set()
    store.close()


def test_a_store_of_another_model_is_refused_by_both_names(tmp_path: Path):
    Store(tmp_path, WordHashEmbedder(), create=True).close()
    with pytest.raises(StoreProblem) as caught:
        Store(tmp_path, OtherEmbedder(), create=True)
    assert "word-hash" in str(caught.value) and "other-hash" in str(caught.value) and str(tmp_path) in str(caught.value)


def test_a_store_of_the_same_model_with_other_weights_is_refused(tmp_path: Path):
    Store(tmp_path, WordHashEmbedder(), create=True).close()
    other = WordHashEmbedder()
    other.digest = "word-hash-512"
    with pytest.raises(StoreProblem, match="another embedding model"):
        Store(tmp_path, other)


def test_a_catalogue_that_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / CATALOGUE).write_bytes(b"not a database, by any means" * 50)
    with pytest.raises(StoreProblem, match=r"is damaged.*council restore FILE"):
        Store(tmp_path, WordHashEmbedder())


def test_a_store_cannot_be_made_inside_a_file(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreProblem, match="cannot be made"):
        Store(tmp_path / "file" / "store", WordHashEmbedder(), create=True)


def test_two_stores_do_not_see_each_other(tmp_path: Path):
    first, second = (Store(tmp_path / name, WordHashEmbedder(), create=True) for name in ("a", "b"))
    first.catalogue.keep_source(path="/a.pdf", root="/", file="a.pdf", digest="a")
    assert first.catalogue.sources() and not second.catalogue.sources()
    first.close()
    second.close()
