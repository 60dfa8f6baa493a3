"""Texts to unit vectors: the real model from files on this machine, and the word hash that needs none."""

from concurrent.futures import ThreadPoolExecutor

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedder import DEFAULT_MODEL, DEFAULT_WEIGHTS_SHA256, ModelProblem, SentenceEmbedder, WordHashEmbedder
from index.remembered import RememberedEmbedder
from index.steps import SteppingEmbedder


@pytest.fixture(scope="session")
def sentences() -> SentenceEmbedder:
    return SentenceEmbedder()


@given(st.lists(st.text(), max_size=5))
def test_hashed_words_give_unit_vectors_and_the_same_ones_every_time(texts: list[str]):
    vectors = WordHashEmbedder().embed(texts)
    assert vectors.shape == (len(texts), 256) and vectors.dtype == numpy.float32
    lengths = numpy.linalg.norm(vectors, axis=1)
    assert numpy.all((numpy.abs(lengths - 1) < 1e-5) | (lengths == 0))
    assert numpy.array_equal(vectors, WordHashEmbedder().embed(texts))


def test_hashed_words_ignore_capitals_order_and_stops():
    first, second, third = WordHashEmbedder().embed(["The budget was agreed.", "agreed was the BUDGET", "Pupils walk to school"])
    assert first @ second == pytest.approx(1) and first @ third < 0.5


def test_the_default_model_is_the_published_one(sentences: SentenceEmbedder):
    assert sentences.name == DEFAULT_MODEL and sentences.digest == DEFAULT_WEIGHTS_SHA256


def test_the_model_gives_unit_vectors_in_which_like_is_near_like(sentences: SentenceEmbedder):
    texts = ["The number of foster carers fell.", "Fewer people look after children in care.", "Bins are emptied weekly."]
    vectors = sentences.embed(texts)
    assert vectors.dtype == numpy.float32 and numpy.allclose(numpy.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_the_model_gives_the_same_vector_alone_and_in_company(sentences: SentenceEmbedder):
    alone = sentences.embed(["The budget was agreed."])[0]
    together = sentences.embed(["The budget was agreed.", "A much longer paragraph about school places. " * 20])[0]
    assert numpy.allclose(alone, together, atol=1e-5)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelProblem, match=str(tmp_path)):
        SentenceEmbedder(str(tmp_path)).embed(["x"])


def test_foreign_weights_are_not_loaded_as_the_default_model(tmp_path):
    embedder = SentenceEmbedder()
    embedder.folder = tmp_path
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelProblem, match="not the published ones"):
        embedder.embed(["x"])


def test_another_model_is_known_by_its_weights(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"some weights")
    first = SentenceEmbedder(str(tmp_path)).digest
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    assert SentenceEmbedder(str(tmp_path)).digest != first


def test_vectors_of_what_comes_again_are_remembered_and_no_more_of_them_than_set():
    asked: list[str] = []

    class Counting(WordHashEmbedder):
        def embed(self, texts):
            asked.extend(texts)
            return super().embed(texts)

    remembered, plain = RememberedEmbedder(Counting(), most=3), WordHashEmbedder()
    for texts in (["a b", "c", "a b"], ["c", "d e", "f"], ["a b"], []):
        assert numpy.array_equal(remembered.embed(texts), plain.embed(texts))
    assert asked == ["a b", "c", "d e", "f", "a b"]


def test_the_default_model_embeds_for_many_threads_at_once_as_for_one():
    model = SentenceEmbedder()
    texts = [f"The cabinet resolved that {number} libraries stay open." for number in range(24)]
    alone = model.embed(texts)
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: model.embed(texts), range(16)):
            assert numpy.allclose(together, alone, atol=1e-5)


def test_embedding_in_steps_gives_the_same_in_the_same_order_and_lets_others_between():
    between: list[int] = []
    texts = ["a long text about the library and its opening hours", "b", "c d", "e f g h", "i", "j k l", "m n", "o p", "q"]
    stepping = SteppingEmbedder(WordHashEmbedder(), lambda: between.append(1))
    assert numpy.array_equal(stepping.embed(texts), WordHashEmbedder().embed(texts)) and len(between) == 3
    assert stepping.embed([]).shape == (0, 256)
