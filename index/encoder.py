"""The default embedding model run by OpenVINO, about three times as fast as torch on a processor.

The compiled model is kept on disk, so that torch is loaded only once on a machine. This module does not choose what is embedded.
"""

import os
import sys
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy

# OpenVINO reports each conversion to its makers where it finds this package, and does without where it does not.
sys.modules.setdefault("openvino_telemetry", None)
import openvino  # noqa: E402
import platformdirs  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

LONGEST_TOKENS = 256
"""As the published model cuts texts."""


class Encoder:
    """The model of one folder. `digest` names its weights; `cache` holds the compiled model, by default the user's cache."""

    def __init__(self, folder: Path, digest: str, batch: int, cache: Path | None = None):
        self.folder = folder
        self.digest = digest
        self.batch = batch
        self._lock = threading.Lock()
        self.cache = cache or platformdirs.user_cache_path("council-assistant")

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        """Unit vectors, float32, one row a text. Texts of like length are run together, so that little is padding."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        vectors = numpy.zeros((len(texts), self._width), dtype=numpy.float32)
        for start in range(0, len(order), self.batch):
            places = order[start : start + self.batch]
            ids = numpy.zeros((len(places), len(tokens[places[-1]])), dtype=numpy.int64)
            mask = numpy.zeros(ids.shape, dtype=numpy.float32)
            for row, place in enumerate(places):
                ids[row, : len(tokens[place])] = tokens[place]
                mask[row, : len(tokens[place])] = 1
            # The model answers one at a time, on all cores; a second that asks meanwhile would be refused.
            with self._lock:
                vectors[places] = self._model([ids, mask])[0]
        return vectors

    @property
    def _width(self) -> int:
        return self._model.output(0).partial_shape[1].get_length()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> openvino.CompiledModel:
        core = openvino.Core()
        kept = self.cache / f"embedding-{self.digest[:16]}-{openvino.__version__.split('-')[0]}.xml"
        if kept.is_file() and kept.with_suffix(".bin").is_file():
            model = core.read_model(kept)
        else:
            from index.sentence_model import load_layers

            layers, example = load_layers(self.folder)
            model = openvino.convert_model(layers, example_input=example)
            self._keep(model, kept)
        return core.compile_model(model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})

    def _keep(self, model: openvino.Model, kept: Path) -> None:
        """Write the model beside and move it into place, weights first, so that no other process reads half of it."""
        beside = kept.with_name(f"{os.getpid()}-{kept.name}")
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            openvino.save_model(model, beside, compress_to_fp16=False)
            beside.with_suffix(".bin").replace(kept.with_suffix(".bin"))
            beside.replace(kept)
        except (OSError, RuntimeError):
            # Where it cannot be kept, the next process converts it again.
            return
