"""Questions and statements to scores of an answer, by the trained model run by OpenVINO."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy

from index.compiled import load_compiled
from index.embedder import DEFAULT_WEIGHTS_SHA256, default_folder
from index.tokens import TokenReader

WEIGHTS = Path(__file__).with_name("weights.safetensors")
LONGEST_TOKENS = 110
"""As the model was trained; nearly all sentences and rows are shorter."""
BATCH = 24


class Matcher(Protocol):
    """Says how well statements answer a question."""

    def match(self, question: str, statements: Sequence[str]) -> numpy.ndarray:
        """A logit for each statement, float32: above 0 where it is likelier than not that it answers."""
        ...


class AnswerFinder:
    """The trained model. `cache` holds what was compiled, by default the user's cache."""

    def __init__(self, cache: Path | None = None):
        self.cache = cache
        self._lock = threading.Lock()

    def match(self, question: str, statements: Sequence[str]) -> numpy.ndarray:
        scores = numpy.zeros(len(statements), dtype=numpy.float32)
        if not statements:
            return scores
        # The models answer one at a time, on all cores; a second that asks meanwhile would be refused.
        with self._lock:
            _, asked, _ = next(self._read([question]))
            for places, hidden, mask in self._read(statements):
                joint = numpy.concatenate([numpy.repeat(asked, len(places), axis=0), hidden], axis=1)
                is_question = numpy.zeros(joint.shape[:2], dtype=numpy.float32)
                is_question[:, : asked.shape[1]] = 1
                is_statement = numpy.zeros_like(is_question)
                is_statement[:, asked.shape[1] :] = mask
                scores[places] = self._upper([joint, is_question, is_statement])[0]
        return scores

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[list[int], numpy.ndarray, numpy.ndarray]]:
        """Batches of texts: their places, what the lower layers make of them, and which tokens are theirs."""
        for places, ids, mask in self._tokens.read_batches(texts, BATCH):
            yield places, self._lower([ids, mask])[0], mask

    @cached_property
    def _tokens(self) -> TokenReader:
        return TokenReader(default_folder(), LONGEST_TOKENS)

    @cached_property
    def _lower(self) -> Any:
        return load_compiled(f"answer-lower-{DEFAULT_WEIGHTS_SHA256[:16]}", _make_lower, self.cache)

    @cached_property
    def _upper(self) -> Any:
        return load_compiled(f"answer-upper-{finder_digest()[:16]}", _make_upper, self.cache)


@cache
def finder_digest() -> str:
    """sha256 of the trained weights."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()


@cache
def default_matcher() -> Matcher:
    """The one answer finder of this process."""
    return AnswerFinder()


# Only where nothing compiled is kept are the torch modules, and torch with them, loaded.
def _make_lower():
    from index.answer_finder.layers import load_read

    return load_read(default_folder())


def _make_upper():
    from index.answer_finder.layers import load_match

    return load_match(default_folder(), WEIGHTS)
