"""Models run by OpenVINO: converted from torch once on a machine, kept in the user's cache, compiled for its processor."""

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

# OpenVINO reports each conversion to its makers where it finds this package, and does without where it does not.
sys.modules.setdefault("openvino_telemetry", None)
import openvino  # noqa: E402
import platformdirs  # noqa: E402


def load_compiled(
    name: str, make: Callable[[], tuple[Any, tuple[Any, ...]]], cache: Path | None = None
) -> openvino.CompiledModel:
    """The model that `make` gives as a torch module with an example of its input, compiled; `make` is called only where none is
    kept under this name, which has to tell the weights. `cache` is by default the user's own."""
    folder = cache or platformdirs.user_cache_path("council-assistant")
    kept = folder / f"{name}-{openvino.__version__.split('-')[0]}.xml"
    core = openvino.Core()
    if kept.is_file() and kept.with_suffix(".bin").is_file():
        model = core.read_model(kept)
    else:
        module, example = make()
        with warnings.catch_warnings():
            # The tracer notes every branch of the layers that does not depend on their input.
            warnings.simplefilter("ignore")
            model = openvino.convert_model(module, example_input=example)
        _keep(model, kept)
    return core.compile_model(model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})


def _keep(model: openvino.Model, kept: Path) -> None:
    """Write the model beside and move it into place, weights first, so that no other process reads half of it."""
    beside = kept.with_name(f"{os.getpid()}-{kept.name}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        openvino.save_model(model, beside, compress_to_fp16=False)
        beside.with_suffix(".bin").replace(kept.with_suffix(".bin"))
        beside.replace(kept)
    except (OSError, RuntimeError):
        # Where it cannot be kept, the next process converts it again.
        return
