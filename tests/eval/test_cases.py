"""Case files are read strictly: a line that is not as it should be is named by its number and what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.cases import CaseProblem, read_case_set, select_cases

GOOD = {
    "id": "a", "doc": "x.pdf", "question": "How many?", "answer": "Five.", "must_include": [["5", "five"]], "evidence": ["five"],
}  # fmt: skip
NONE = {"id": "n", "question": "How many?", "unanswerable": True, "why_unanswerable": "The papers do not say."}
TURN = {key: value for key, value in GOOD.items() if key not in ("id", "doc")}
TALK = {"id": "t", "doc": "x.pdf", "turns": [TURN, {**TURN, "question": "And then?"}]}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_lines(*lines: object) -> Path:
        path = tmp_path / "cases.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
        return path

    return write_lines


def without(case: dict, name: str) -> dict:
    return {key: value for key, value in case.items() if key != name}


def test_each_kind_is_read_and_turns_know_what_came_before(write: Write):
    cases = read_case_set(write(GOOD, "", NONE, TALK))
    assert [case.id for case in cases.cases] == ["a", "n", "t/1", "t/2"]
    assert [case.category for case in cases.cases] == ["uncategorised", "unanswerable", "first turn", "follow-up"]
    assert cases.cases[3].earlier == ("How many?",) and cases.cases[3].is_follow_up
    assert cases.cases[3].documents == ("x.pdf",)
    assert cases.cases[1].unanswerable and not cases.cases[1].evidence
    assert [len(line) for line in cases.lines] == [1, 1, 2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[1]", ""),
        (without(GOOD, "answer"), "answer: Field required"),
        (without(GOOD, "id"), "id: Field required"),
        ({**GOOD, "anwser": "x"}, "anwser: Extra inputs"),
        ({**GOOD, "must_include": []}, "must_include"),
        ({**GOOD, "must_include": [[]]}, "must_include.0"),
        ({**GOOD, "must_include": [["  "]]}, "must_include.0.0"),
        ({**GOOD, "evidence": []}, "evidence"),
        ({**GOOD, "question": " "}, "question"),
        ({**GOOD, "question": 5}, "question"),
        ({**GOOD, "difficulty": "impossible"}, "difficulty"),
        ({**GOOD, "also": [{"doc": "x"}]}, "also.0.quote"),
        (without(NONE, "why_unanswerable"), "why_unanswerable"),
        ({**NONE, "evidence": ["x"]}, "evidence: Extra inputs"),
        ({**TALK, "turns": []}, "turns"),
        ({**TALK, "turns": [TURN, without(TURN, "evidence")]}, "turns.1.evidence"),
    ],
)
def test_a_wrong_line_is_named_by_number_and_reason(write: Write, line: object, said: str):
    with pytest.raises(CaseProblem) as caught:
        read_case_set(write(NONE, "", line))
    assert "line 3:" in str(caught.value) and said in str(caught.value)


def test_two_lines_with_one_id_are_refused(write: Write):
    with pytest.raises(CaseProblem, match="line 2: the id “a” is that of line 1"):
        read_case_set(write(GOOD, {**NONE, "id": "a"}))


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_a_file_that_holds_no_cases_is_named(tmp_path: Path, content: bytes | None):
    path = tmp_path / "cases.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CaseProblem, match=r"cases\.jsonl"):
        read_case_set(path)


def test_cases_are_chosen_by_field_and_number(write: Write):
    cases = read_case_set(write({**GOOD, "category": "duty"}, NONE, {**GOOD, "id": "b", "category": "duty"}, TALK))
    assert [case.id for case in select_cases(cases, [("category", "duty")]).cases] == ["a", "b"]
    assert select_cases(cases, [("category", "duty")], 1).selection == "category=duty, first 1"
    assert [case.id for case in select_cases(cases, limit=4).cases] == ["a", "n", "b", "t/1", "t/2"]
    assert select_cases(cases).selection == "all"
    with pytest.raises(CaseProblem, match=r"category=money.*duty"):
        select_cases(cases, [("category", "money")])
