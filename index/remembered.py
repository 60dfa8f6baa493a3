"""Vectors of words that come again: on the evening before a meeting many ask about the same papers, sentence by sentence."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy

from index.embedder import Embedder

MOST = 20_000
"""Texts whose vectors are kept: about 40 MB for sentences and vectors of 384 numbers."""


class RememberedEmbedder:
    """The embedder given, asked only for what it was not asked for lately. Safe to share between threads."""

    def __init__(self, embedder: Embedder, most: int = MOST):
        self.name = embedder.name
        self._embedder = embedder
        self._most = most
        self._kept: OrderedDict[str, numpy.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def digest(self) -> str:
        return self._embedder.digest

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        """See `Embedder.embed`."""
        with self._lock:
            vectors = {text: self._kept[text] for text in texts if text in self._kept}
        new = list(dict.fromkeys(text for text in texts if text not in vectors))
        if new:
            # Copies, so that one that is kept does not keep all that were made with it.
            vectors |= {text: vector.copy() for text, vector in zip(new, self._embedder.embed(new), strict=True)}
        with self._lock:
            for text in texts:
                self._kept[text] = vectors[text]
                self._kept.move_to_end(text)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return numpy.stack([vectors[text] for text in texts]) if texts else self._embedder.embed(texts)
