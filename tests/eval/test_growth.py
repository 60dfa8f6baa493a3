"""Measuring growth: papers of one shape, exact recall, a fitted curve, and a small run from end to end."""

import json
from pathlib import Path

import numpy
import pytest

from eval.bench.growth import RESULTS, GrowthPoint, fit_growth, measure_growth, measure_recall, write_growth
from eval.bench.made_papers import MadeEmbedder, PaperMaker


def point(passages: int, seconds: float, size: int) -> GrowthPoint:
    return GrowthPoint(
        passages=passages, documents=1, pages=1, passages_a_second=1, add_one_seconds=seconds, store_bytes=size, bytes_a_page=1,
        peak_memory_bytes=1, search_p50_seconds=seconds, search_p95_seconds=seconds, vectors_p95_seconds=seconds, recall_10=1,
        recall_100=1,
    )  # fmt: skip


def test_the_fitted_power_is_that_of_the_points():
    growth = fit_growth([point(n, 0.1, 1000 * n) for n in (1000, 10_000, 100_000)])
    assert growth.power["add_one_seconds"] == pytest.approx(0, abs=1e-6) and growth.far["add_one_seconds"] == pytest.approx(0.1)
    assert growth.power["store_bytes"] == pytest.approx(1) and growth.far["store_bytes"] == pytest.approx(5e9, rel=0.01)


def test_recall_counts_what_was_found_of_the_nearest():
    assert measure_recall([["a", "b"], ["c", "x"]], [["a", "b"], ["c", "d"]], 2) == 0.75
    assert measure_recall([["x", "a"]], [["a", "x"]], 1) == 0.0


def test_a_made_paper_is_the_same_every_time_and_unlike_the_next():
    one, other = PaperMaker(), PaperMaker()
    assert one.make_paper(7) == other.make_paper(7) != one.make_paper(8)
    assert one.make_questions(5, 3) == other.make_questions(5, 3)


def test_passages_of_one_subject_are_nearer_than_those_of_two():
    made = MadeEmbedder().embed(["the bridge of stone", "the bridge of wood", "carers and fees for nurseries"])
    assert numpy.allclose(numpy.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert made[0] @ made[1] > made[0] @ made[2]


def test_a_small_run_measures_every_size_and_writes_its_results(tmp_path: Path):
    growth = measure_growth(tmp_path, 120)
    sizes = [one.passages for one in growth.points]
    assert sizes == sorted(set(sizes)) and all(one.recall_10 == 1 for one in growth.points)
    assert json.loads((tmp_path / RESULTS).read_text())["points"][0]["passages"] == sizes[0]
    assert write_growth(growth).count("\n|") == len(growth.points) + 1
