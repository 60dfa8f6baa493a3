"""`council eval` as it is called: a run over small papers, resumed and scored again, two runs compared, and what goes wrong."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from eval.report_data import read_report
from eval.run import PAGE, REPORT, SCORES
from index.embedder import WordHashEmbedder
from index.store import Store
from ui.cli import COMMANDS_OF_OTHERS, main

PYPROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))
CASES = [
    {
        "id": "carers", "doc": "fostering.md", "category": "figure", "question": "How many foster carer households are there?",
        "answer": "164.", "must_include": [["164"]],
        "evidence": ["The number of foster carers fell from 175 to 164 households in the year to 31 March 2023."],
    },
    {
        "id": "lent", "doc": "minutes.md", "category": "table", "question": "How many loans in the year had Withybeck?",
        "answer": "12,004.", "must_include": [["12,004"]], "evidence": ["Withybeck\t12,004\tNo"],
    },
    {
        "id": "talk", "doc": "fostering.md", "turns": [
            {"question": "How many children did the Sensory Impairment Service support?", "answer": "41.",
             "must_include": [["41"]], "evidence": ["The Sensory Impairment Service (SIS) supported 41 children."]},
            {"question": "How many teachers has it?", "answer": "Four.", "must_include": [["four", "4"]],
             "evidence": ["The SIS has four teachers."]},
        ],
    },
    {"id": "zeppelin", "question": "Which zeppelin won the regatta?", "unanswerable": True, "why_unanswerable": "None did."},
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command left behind: its exit status and what it wrote."""

    status: int
    out: str
    err: str


Council = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def evaluation_of_this_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command as the package declares it, whether it is installed or not, and no model."""
    [(name, value)] = PYPROJECT["project"]["entry-points"][COMMANDS_OF_OTHERS].items()
    point = EntryPoint(name=name, value=value, group=COMMANDS_OF_OTHERS)
    monkeypatch.setattr("ui.cli.entry_points", lambda group: [point])
    monkeypatch.setattr("assistant.opening.SentenceEmbedder", lambda model, batch: WordHashEmbedder())


@pytest.fixture
def council(capsys: pytest.CaptureFixture[str]) -> Council:
    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ending:
            status = ending.code
        written = capsys.readouterr()
        return Outcome(status=status, out=written.out, err=written.err)

    return run


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are put to the assistant."""
    from assistant.answering import Assistant

    questions: list[str] = []
    explain = Assistant.explain

    def listen(self, text: str, **options):
        questions.append(text)
        return explain(self, text, **options)

    monkeypatch.setattr(Assistant, "explain", listen)
    return questions


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_run_writes_answers_in_the_batch_form_scores_and_a_report(
    council: Council, cases: Path, small_store: Store, tmp_path: Path
):
    outcome = council("eval", "run", cases, "--out", tmp_path / "run", "--store", small_store.folder)
    assert outcome.status == 0, outcome.err
    assert "Cited-correct" in outcome.out and "Always decline" in outcome.out
    answers = lines(tmp_path / "run" / "answers.jsonl")
    assert [line["id"] for line in answers] == ["carers", "lent", "talk", "zeppelin"]
    assert len(answers[2]["answers"]) == 2 and answers[0]["answer"]["status"] == "answered"
    assert [line["id"] for line in lines(tmp_path / "run" / "hits.jsonl")] == ["carers", "lent", "talk/1", "talk/2", "zeppelin"]
    report = read_report(tmp_path / "run" / REPORT)
    assert (report.cases, report.answerable, report.unanswerable) == (5, 4, 1)
    assert report.figure("table_recall_1").n == 1 and report.figure("follow_up_cited_correct").n == 1
    assert report.figure("unanswerable_right").value == 1
    assert {baseline.key for baseline in report.baselines} == {"dense", "bm25", "top", "decline"}
    assert report.figure("peak_memory").value > 1
    wrong = [line["id"] for line in lines(tmp_path / "run" / SCORES) if not line["right"]]
    assert [failure.id for failure in report.failures] == wrong
    assert sum(stage.count for stage in report.stages) == len(wrong)
    assert "<html" in (tmp_path / "run" / PAGE).read_text("utf-8")


@pytest.mark.parametrize(("place", "measures"), [(0, {"cited_correct", "ndcg_10"}), (3, {"unanswerable_right"})])
def test_a_set_of_one_kind_of_case_is_reported_by_what_bears_on_it(
    council: Council, cases: Path, small_store: Store, tmp_path: Path, place: int, measures: set[str]
):
    cases.write_text(json.dumps(CASES[place]) + "\n", "utf-8")
    outcome = council("eval", "run", cases, "--out", tmp_path / "run", "--store", small_store.folder)
    assert outcome.status == 0, outcome.err
    compared = {measure.key for measure in read_report(tmp_path / "run" / REPORT).baselines[0].measures}
    assert measures <= compared and ("unanswerable_right" in compared) == ("cited_correct" not in compared)


def test_recorded_answers_are_scored_as_the_run_scored_them(council: Council, cases: Path, small_store: Store, tmp_path: Path):
    council("eval", "run", cases, "--out", tmp_path / "run", "--store", small_store.folder)
    report = read_report(tmp_path / "run" / REPORT)
    recorded = [tmp_path / "run" / name for name in ("answers.jsonl", "hits.jsonl")]
    outcome = council(
        *("eval", "score", cases, recorded[0], "--hits", recorded[1], "--store", small_store.folder, "--json")
    )  # fmt: skip
    figures = {figure["key"]: figure["value"] for figure in json.loads(outcome.out)["figures"]}
    assert figures["search_seconds_p50"] is None
    same = {key for key in figures if not key.startswith("search_seconds")}
    assert {key: figures[key] for key in same} == {key: report.figure(key).value for key in same}


def test_reading_is_timed_when_it_is_asked_for(council: Council, cases: Path, small_store: Store, tmp_path: Path):
    outcome = council(
        *("eval", "run", cases, "--out", tmp_path / "run", "--store", small_store.folder, "--limit", 1, "--reading", "--json")
    )  # fmt: skip
    figures = {figure["key"]: figure for figure in json.loads(outcome.out)["figures"]}
    assert outcome.status == 0 and figures["reading_pages"]["value"] > 0


def test_a_run_that_was_stopped_goes_on_where_it_was(
    council: Council, cases: Path, small_store: Store, tmp_path: Path, asked: list[str]
):
    folder = tmp_path / "run"
    council("eval", "run", cases, "--out", folder, "--store", small_store.folder, "--limit", 2)
    assert len(asked) == 2
    # As a stop in the middle of a line leaves it.
    with (folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "talk", "answers": [{"quest')
    asked.clear()
    outcome = council("eval", "run", cases, "--out", folder, "--store", small_store.folder)
    assert outcome.status == 0, outcome.err
    assert len(asked) == 3 and "2 of 5 cases were answered before" in outcome.out
    assert [line["id"] for line in lines(folder / "answers.jsonl")] == ["carers", "lent", "talk", "zeppelin"]
    asked.clear()
    council("eval", "run", cases, "--out", folder, "--store", small_store.folder)
    assert asked == []
    council("eval", "run", cases, "--out", folder, "--store", small_store.folder, "--no-resume")
    assert len(asked) == 5


def test_a_limit_keeps_what_was_recorded_beyond_it(
    council: Council, cases: Path, small_store: Store, tmp_path: Path, asked: list[str]
):
    folder = tmp_path / "run"
    council("eval", "run", cases, "--out", folder, "--store", small_store.folder)
    tables = ("--filter", "category=table", "--json")
    outcome = council("eval", "run", cases, "--out", folder, "--store", small_store.folder, *tables)
    assert json.loads(outcome.out)["cases"] == 1
    asked.clear()
    council("eval", "run", cases, "--out", folder, "--store", small_store.folder)
    assert asked == []


@pytest.mark.parametrize("changed", ["cases", "settings"])
def test_answers_of_other_cases_or_settings_are_not_gone_on_with(
    council: Council,
    cases: Path,
    small_store: Store,
    tmp_path: Path,
    asked: list[str],
    changed: str,
    monkeypatch: pytest.MonkeyPatch,
):
    council("eval", "run", cases, "--out", tmp_path / "run", "--store", small_store.folder)
    asked.clear()
    if changed == "cases":
        cases.write_text(cases.read_text("utf-8") + "\n", "utf-8")
    else:
        own = tmp_path / "own.toml"
        own.write_text("[answering]\nwords = 60\n", "utf-8")
        monkeypatch.setenv("COUNCIL_SETTINGS", str(own))
    council("eval", "run", cases, "--out", tmp_path / "run", "--store", small_store.folder)
    assert len(asked) == 5


def test_a_loss_by_more_than_luck_ends_with_1(council: Council, small_store: Store, tmp_path: Path):
    cases = tmp_path / "many.jsonl"
    many = [{**CASES[0], "id": f"carers {number}"} for number in range(8)]
    cases.write_text("".join(json.dumps(case) + "\n" for case in many), "utf-8")
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        assert council("eval", "run", cases, "--out", folder, "--store", small_store.folder).status == 0
    same = council("eval", "compare", before, after)
    assert same.status == 0 and "Nothing moved." in same.out

    worse = [{**line, "right": False, "values": {**line["values"], "cited_correct": 0.0}} for line in lines(after / SCORES)]
    (after / SCORES).write_text("".join(json.dumps(line) + "\n" for line in worse), "utf-8")
    lost = council("eval", "compare", before, after)
    assert lost.status == 1
    assert "Cited-correct" in lost.out and "Wrong now, right before: 8" in lost.out and "Lost by more than luck" in lost.out
    gained = council("eval", "compare", after, before, "--json")
    assert gained.status == 0 and len(json.loads(gained.out)["gained"]) == 8

    # Two of eight may be luck.
    few = [*worse[:2], *lines(before / SCORES)[2:]]
    (after / SCORES).write_text("".join(json.dumps(line) + "\n" for line in few), "utf-8")
    assert council("eval", "compare", before, after).status == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["run", "none.jsonl", "--out", "x"], 1, "none.jsonl cannot be read"),
        (["run", "CASES", "--out", "x", "--store", "none"], 1, "There is no store in none"),
        (["run", "CASES", "--out", "x", "--filter", "category=none"], 1, "No case of"),
        (["run", "CASES", "--out", "x", "--filter", "colour=red"], 2, "not one of category"),
        (["run", "CASES", "--out", "x", "--limit", "0"], 2, "not a whole number from 1"),
        (["run", "CASES"], 2, "--out"),
        (["run", "CASES", "--out", "CASES"], 1, "cannot be written"),
        (["score", "CASES", "none.jsonl"], 1, "none.jsonl cannot be read"),
        (["score", "CASES", "CASES"], 1, "line 1: answer"),
        (["compare", "none", "none"], 1, "cannot be read"),
        ([], 2, "PART"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(
    council: Council,
    cases: Path,
    small_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    said: str,
):
    monkeypatch.chdir(tmp_path)
    arguments = [str(cases) if word == "CASES" else word for word in arguments]
    if arguments and "--store" not in arguments and arguments[0] != "compare":
        arguments += ["--store", str(small_store.folder)]
    outcome = council("eval", *arguments)
    assert outcome.status == status, outcome.err
    assert said in outcome.err and "Traceback" not in outcome.err


def test_a_line_that_is_no_answer_is_named(council: Council, cases: Path, small_store: Store, tmp_path: Path):
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"id": "a", "answer": {}}\n{"id": "b", "answer": {"text": 5}}\n', "utf-8")
    outcome = council("eval", "score", cases, answers, "--store", small_store.folder)
    assert outcome.status == 1 and "line 2: answer.text" in outcome.err


def test_libraries_that_are_missing_are_named_with_what_to_install(
    council: Council, cases: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("eval.commands.NEEDED", ("json", "no_such_library"))
    outcome = council("eval", "run", cases, "--out", "x")
    assert outcome.status == 1 and "no_such_library" in outcome.err and "pip install" in outcome.err
