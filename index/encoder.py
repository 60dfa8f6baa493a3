"""The default embedding model run by OpenVINO, about three times as fast as torch on a processor.

The compiled model is kept on disk, so that torch is loaded only once on a machine. This module does not choose what is embedded.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy

from index.compiled import load_compiled
from index.tokens import TokenReader

LONGEST_TOKENS = 256
"""As the published model cuts texts."""


class Encoder:
    """The model of one folder. `digest` names its weights; `cache` holds the compiled model, by default the user's cache."""

    def __init__(self, folder: Path, digest: str, batch: int, cache: Path | None = None):
        self.folder = folder
        self.digest = digest
        self.batch = batch
        self.cache = cache
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        """Unit vectors, float32, one row a text."""
        vectors = numpy.zeros((len(texts), self._width), dtype=numpy.float32)
        for places, ids, mask in self._tokens.read_batches(texts, self.batch):
            # The model answers one at a time, on all cores; a second that asks meanwhile would be refused.
            with self._lock:
                vectors[places] = self._model([ids, mask])[0]
        return vectors

    @property
    def _width(self) -> int:
        return self._model.output(0).partial_shape[1].get_length()

    @cached_property
    def _tokens(self) -> TokenReader:
        return TokenReader(self.folder, LONGEST_TOKENS)

    @cached_property
    def _model(self) -> Any:
        return load_compiled(f"embedding-{self.digest[:16]}", self._layers, self.cache)

    def _layers(self):
        from index.sentence_model import load_layers

        return load_layers(self.folder)
