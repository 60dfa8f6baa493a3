"""Texts to batches of token ids for a BERT-like model."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy
from tokenizers import Tokenizer


class TokenReader:
    """The tokenizer of the model in a folder, which cuts texts after `longest` tokens."""

    def __init__(self, folder: Path, longest: int):
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.no_padding()

    def read_batches(self, texts: Sequence[str], size: int) -> Iterator[tuple[list[int], numpy.ndarray, numpy.ndarray]]:
        """At most `size` texts at a time, of like length so that little is padding: their places, their ids (int64, 0 where a
        text has ended) and a mask (float32, 1 where it has not)."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        for start in range(0, len(order), size):
            places = order[start : start + size]
            ids = numpy.zeros((len(places), len(tokens[places[-1]])), dtype=numpy.int64)
            mask = numpy.zeros(ids.shape, dtype=numpy.float32)
            for row, place in enumerate(places):
                ids[row, : len(tokens[place])] = tokens[place]
                mask[row, : len(tokens[place])] = 1
            yield places, ids, mask
