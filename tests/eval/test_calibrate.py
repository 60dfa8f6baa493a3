"""What each least confidence would do, and the labelled questions it is looked at with."""

import json
from pathlib import Path

import pytest

from eval.calibrate import PROBES, Judged, calibrate, read_cases, say_calibration, write_extracts
from eval.cases import read_case_set

OWN = Path(__file__).parent.parent / "probes"


def judged(confidence: float, *, answerable: bool = True, right: bool = True) -> Judged:
    return Judged(confidence=confidence, answerable=answerable, right=right and answerable)


def test_each_threshold_counts_what_it_answers_and_declines():
    without = [judged(confidence, answerable=False) for confidence in (0.6, 0.1)]
    found = calibrate([judged(0.9), judged(0.5, right=False), judged(0.2), *without])
    at = {threshold.least_confidence: threshold for threshold in found.thresholds}
    assert (at[0.3].answered, at[0.3].right, at[0.3].declined) == pytest.approx((2 / 3, 1 / 3, 1 / 2))
    assert (at[0.0].answered, at[0.0].declined) == (1, 0)
    assert found.apart == pytest.approx(4 / 6)
    assert len(list(say_calibration(found))) == 2 + len(found.thresholds)
    assert json.loads(json.dumps(found.as_json()))["probes"] == 5


def test_one_kind_of_question_alone_is_refused():
    for probes in ([judged(0.5)], [judged(0.5, answerable=False)]):
        with pytest.raises(ValueError, match="questions that the papers answer"):
            calibrate(probes)


def test_the_made_up_extracts_become_papers_with_the_words_that_answer(tmp_path: Path):
    probes = write_extracts(tmp_path)
    papers = {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()}
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in PROBES.glob("*.jsonl"))
    assert len(papers) == lines > 200
    assert sum(bool(probe.evidence) for probe in probes) > 200 < 4 * sum(not probe.evidence for probe in probes)


@pytest.mark.parametrize("file", sorted(OWN.glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_labelled_questions_are_cases(file: Path):
    assert len(read_cases(file)) == len(read_case_set(file).cases)
