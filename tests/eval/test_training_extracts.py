"""The made-up extracts to train on are of the form that docs/training-data.md describes, and every label points at words."""

import json
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "eval" / "training"
FILES = sorted(FOLDER.glob("*.jsonl"))
KINDS = {"other year", "other place", "other figure", "other person", "reason not given", "false premise", "not said"}


def read(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def labels(extract: dict) -> list[list[list[int]]]:
    """Every list of places that is given as the answer, or as what contradicts a question."""
    asked = [*extract["questions"], *(turn for turns in extract.get("conversations", ()) for turn in turns)]
    return [one["gold"] for one in asked] + [one["truth"] for one in extract["unanswerable"] if one["kind"] == "false premise"]


def test_there_are_some():
    assert FILES and sum(len(extract["questions"]) for file in FILES for extract in read(file)) > 1000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_label_points_at_a_sentence_or_a_row(file: Path):
    for extract in read(file):
        lengths = [len(passage["sentences"]) for passage in extract["passages"]]
        for gold in labels(extract):
            assert gold, extract["title"]
            assert all(0 <= passage < len(lengths) and 0 <= place < lengths[passage] for passage, place in gold), extract["title"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rows_have_as_many_cells_as_their_table_has_columns(file: Path):
    for extract in read(file):
        for passage in extract["passages"]:
            if table := passage.get("table"):
                assert {len(row.split("\t")) for row in passage["sentences"]} == {len(table["columns"])}, extract["title"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_unanswerable_questions_say_of_what_kind_they_are_and_are_about_a_third(file: Path):
    extracts = read(file)
    others = [one for extract in extracts for one in extract["unanswerable"]]
    assert {one["kind"] for one in others} <= KINDS
    assert 0.2 < len(others) / (len(others) + sum(len(extract["questions"]) for extract in extracts)) < 0.45


def test_no_question_is_asked_twice_and_no_council_is_met_in_two_files():
    extracts = [extract for file in FILES for extract in read(file)]
    asked = Counter(one["q"] for extract in extracts for one in (*extract["questions"], *extract["unanswerable"]))
    assert [question for question, count in asked.items() if count > 1] == []
    met = Counter(council for file in FILES for council in {extract["council"] for extract in read(file)})
    assert [council for council, count in met.items() if count > 1] == []
