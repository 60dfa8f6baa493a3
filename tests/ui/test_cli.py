"""The command line, run in this process: the contract's fields and exit statuses, and a line with a remedy for every fault."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.embedder import SentenceEmbedder, WordHashEmbedder
from ui.cli import DEFAULT_STORE, build_parser, main

CHECKOUT = Path(__file__).resolve().parents[2]
MINUTES = "Anyshire County Council\n\nMinutes of the Cabinet\n\n14 October 2025\n\nThe Cabinet agreed a budget of £4.2 million.\n"
REPORT = """# Fostering report

Otherton Borough Council

## Carers

1.1 The number of foster carers fell from 175 to 164 households.

Ward | Carers
--- | ---
North | 91
South | 73
"""
CARERS = "How many foster carers are there?"
NONSENSE = "Which zeppelin won the marmalade regatta?"
INGEST_FIELDS = {
    "added": list,
    "updated": list,
    "unchanged": list,
    "removed": list,
    "skipped": list,
    "documents": int,
    "pages": int,
    "passages": int,
    "seconds": float,
}
HIT_FIELDS = {
    "rank": int,
    "score": float,
    "file": str,
    "document": str,
    "page": int | None,
    "page_label": str | None,
    "read_by_ocr": bool,
    "newer_version": str | None,
    "section": str,
    "text": str,
}
ANSWER_FIELDS = {
    "question": str,
    "search_query": str,
    "status": str,
    "text": str,
    "citations": list,
    "coverage": dict,
    "model": str,
    "settings": str,
    "seconds": float,
}
CITATION_FIELDS = {
    "number": int,
    "file": str,
    "document": str,
    "date": str | None,
    "page": int | None,
    "page_label": str | None,
    "section": str,
    "quote": str,
    "start": int,
    "end": int,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command left behind: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self) -> list:
        return [json.loads(line) for line in self.out.split("\n") if line]


Council = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def embedder_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assistant.opening", "ui.doctor"):
        monkeypatch.setattr(f"{module}.SentenceEmbedder", lambda model, batch: WordHashEmbedder())


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


def write_papers(folder: Path) -> Path:
    folder.mkdir()
    (folder / "minutes.txt").write_text(MINUTES, "utf-8")
    (folder / "report.md").write_text(REPORT, "utf-8")
    (folder / "broken.pdf").write_bytes(b"no pdf")
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Two papers and a file that is none."""
    return write_papers(tmp_path / "papers")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the papers, made by the command itself. Tests only read it."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.opening.SentenceEmbedder", lambda model, batch: WordHashEmbedder())
        assert main(["ingest", str(write_papers(folder / "papers")), "--store", str(folder / "store")]) == 0
    return folder / "store"


@pytest.fixture
def cases(tmp_path: Path):
    """Writes a file of cases, one a line, and gives its path."""

    def write(*lines: object, text: str | None = None) -> Path:
        path = tmp_path / "cases.jsonl"
        path.write_text("\n".join(json.dumps(line) for line in lines) if text is None else text, "utf-8")
        return path

    return write


def check_fields(found: dict, fields: dict) -> None:
    assert {name: found.get(name, "missing") for name in fields if not isinstance(found.get(name, ...), fields[name])} == {}


def check_refusal(outcome: Outcome, *said: str, status: int = 1) -> None:
    """One line on the error output that names the fault and what to do; no traceback, and nothing else."""
    assert outcome.status == status and outcome.out == ""
    assert outcome.err.startswith("council: ") and outcome.err.count("\n") == 1 and "Traceback" not in outcome.err
    for words in said:
        assert words in outcome.err


def check_wrong_call(outcome: Outcome, *said: str) -> None:
    assert outcome.status == 2 and outcome.out == "" and "Traceback" not in outcome.err
    for words in said:
        assert words in outcome.err.splitlines()[-1]


# Ingest


def test_ingest_tells_the_fields_of_the_contract(council: Council, papers: Path, tmp_path: Path):
    outcome = council("ingest", papers, "--store", tmp_path / "store", "--json")
    report = outcome.json
    assert outcome.status == 0
    check_fields(report, INGEST_FIELDS)
    assert report["added"] == ["minutes.txt", "report.md"] and report["documents"] == 2 and report["passages"] > 2
    (skipped,) = report["skipped"]
    assert skipped["file"] == "broken.pdf" and skipped["reason"] and skipped["advice"]


def test_a_second_ingest_changes_nothing(council: Council, papers: Path, tmp_path: Path):
    first, second = (council("ingest", papers, "--store", tmp_path / "store", "--json").json for _ in range(2))
    assert (second["added"], second["updated"], second["removed"]) == ([], [], [])
    assert second["unchanged"] == first["added"]
    same = ("skipped", "documents", "pages", "passages")
    assert [second[name] for name in same] == [first[name] for name in same]


def test_ingest_says_in_words_what_it_did(council: Council, papers: Path, tmp_path: Path):
    outcome = council("ingest", papers, "--store", tmp_path / "store")
    assert outcome.status == 0 and outcome.err == ""
    assert "added: minutes.txt\n" in outcome.out and "skipped: broken.pdf\n" in outcome.out
    assert "2 added, 0 updated, 0 unchanged, 0 removed, 1 skipped" in outcome.out and "holds 2 documents" in outcome.out


def test_a_changed_file_is_updated_and_one_that_is_gone_removed(council: Council, papers: Path, tmp_path: Path):
    council("ingest", papers, "--store", tmp_path / "store")
    (papers / "report.md").unlink()
    (papers / "minutes.txt").write_text(MINUTES.replace("agreed", "refused"), "utf-8")
    report = council("ingest", papers, "--store", tmp_path / "store", "--json").json
    assert (report["updated"], report["removed"], report["documents"]) == (["minutes.txt"], ["report.md"], 1)


def test_a_path_that_is_not_there_is_named_and_nothing_is_made(council: Council, papers: Path, tmp_path: Path):
    check_refusal(council("ingest", papers, tmp_path / "nowhere", "--store", tmp_path / "store"), "nowhere", "Check the path")
    assert not (tmp_path / "store").exists()


def test_a_path_of_control_characters_cannot_reach_the_terminal(council: Council, tmp_path: Path):
    outcome = council("ingest", tmp_path / "no\nsuch\x1b[31m\u202efolder", "--store", tmp_path / "store")
    check_refusal(outcome, "There is no file or folder")
    assert not has_control_characters(outcome.err)


def test_a_file_where_the_store_should_be_is_refused(council: Council, papers: Path):
    check_refusal(council("ingest", papers, "--store", papers / "minutes.txt"), "minutes.txt", "--store")
    assert (papers / "minutes.txt").read_text("utf-8") == MINUTES


HOSTILE = [
    "--json.txt", "- a.txt", "a\nb.txt", "x\x1b[31mred\x07.txt", "q'; drop table documents; --.txt",
    "<img src=x onerror=alert(1)>.md", "\u202egnp.exe.txt", "ünï 🙂.txt", "n" * 200 + ".txt",
    os.fsdecode(b"\xff\xfe.txt"), "%s%n{0}$HOME`id`.txt", "tab\there.txt",
]  # fmt: skip


def has_control_characters(text: str) -> bool:
    return any(unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n" for char in text)


def test_words_of_a_paper_cannot_steer_the_terminal(council: Council, tmp_path: Path):
    (tmp_path / "paper.txt").write_text("The depot\x1b[2J has 41 \u202egritting\x07 lorries.", "utf-8")
    council("ingest", tmp_path / "paper.txt", "--store", tmp_path / "store")
    for command in ("search", "ask"):
        shown = council(command, "How many lorries has the depot?", "--store", tmp_path / "store").out
        assert "41" in shown and not has_control_characters(shown)


def test_hostile_file_names_are_read_and_shown_safely(council: Council, tmp_path: Path):
    papers = tmp_path / "papers"
    papers.mkdir()
    for number, name in enumerate(HOSTILE):
        (papers / name).write_text(f"Depot number {number + 100} has a gritting lorry called Lorry{number}.", "utf-8")
    (papers / "manifest.csv").write_text("file,council\n" + "--json.txt,Anyshire Council\n", "utf-8")
    words = council("ingest", papers, "--store", tmp_path / "store")
    assert words.status == 0 and not has_control_characters(words.out) and f"{len(HOSTILE)} added" in words.out
    assert words.out.count("\n") == len(HOSTILE) + 2
    report = council("ingest", papers, "--store", tmp_path / "store", "--json").json
    assert set(report["unchanged"]) == {os.fsencode(name).decode("utf-8", "backslashreplace") for name in HOSTILE}
    hits = council("search", "gritting lorry depot", "--store", tmp_path / "store", "--json").json["hits"]
    assert {hit["file"] for hit in hits} == set(report["unchanged"])
    for command in (("search", "gritting lorry"), ("ask", "Which lorry has depot number 102?"), ("doctor",)):
        assert not has_control_characters(council(*command, "--store", tmp_path / "store").out)


# Search


def test_search_tells_the_fields_of_the_contract(council: Council, store: Path):
    outcome = council("search", CARERS, "--store", store, "--json")
    assert outcome.status == 0 and list(outcome.json) == ["hits"]
    hits = outcome.json["hits"]
    for rank, hit in enumerate(hits, start=1):
        check_fields(hit, HIT_FIELDS)
        assert set(hit) == set(HIT_FIELDS) and hit["rank"] == rank
    assert hits[0]["file"] == "report.md" and "fell from 175 to 164" in hits[0]["text"]


def test_the_text_of_a_hit_is_the_papers_own_words(council: Council, store: Path):
    texts = {"minutes.txt": re.sub(r"\W+", " ", MINUTES), "report.md": re.sub(r"[\W]+", " ", REPORT)}
    for hit in council("search", "foster carers ward budget", "--store", store, "--json").json["hits"]:
        assert re.sub(r"\W+", " ", hit["text"]).strip() in texts[hit["file"]]


def test_search_gives_as_many_passages_as_asked_for(council: Council, store: Path):
    assert len(council("search", "carers budget", "--k", 1, "--store", store, "--json").json["hits"]) == 1
    for number in ("0", "-1", "many", "1.5", "²"):
        check_wrong_call(council("search", CARERS, "--k", number, "--store", store), "--k", "whole number from 1")


def test_search_in_words_shows_place_and_text_or_says_what_to_try(council: Council, store: Path):
    shown = council("search", CARERS, "--store", store).out
    assert shown.startswith("1. ") and "fell from 175 to 164" in shown and "\t" not in shown
    assert "Try other words" in council("search", "carers", "--from", "2030-01-01", "--store", store).out


# Ask


def test_ask_tells_the_fields_of_the_contract(council: Council, store: Path):
    answer = council("ask", CARERS, "--store", store, "--json").json
    check_fields(answer, ANSWER_FIELDS)
    assert answer["status"] == "answered" and "164" in answer["text"] and "[1]" in answer["text"]
    for citation in answer["citations"]:
        check_fields(citation, CITATION_FIELDS)
    assert answer["citations"][0]["file"] == "report.md" and "164 households" in answer["citations"][0]["quote"]
    assert set(answer["coverage"]) >= {"documents", "passages", "from", "to"} and answer["coverage"]["documents"] == 2


@pytest.mark.parametrize(
    ("question", "status"), [(NONSENSE, "not_found"), ("Hello", "rejected"), ("", "rejected"), ("\udcff?", "rejected")]
)
def test_a_refusal_is_no_failure(council: Council, store: Path, question: str, status: str):
    outcome = council("ask", question, "--store", store, "--json")
    assert (outcome.status, outcome.json["status"], outcome.json["citations"]) == (0, status, [])
    check_fields(outcome.json, ANSWER_FIELDS)


def test_an_answer_in_words_has_its_sources_and_what_was_searched(council: Council, store: Path):
    shown = council("ask", CARERS, "--store", store)
    assert shown.status == 0 and shown.err == ""
    assert re.search(r"^\[1\] Fostering report.*\(report\.md\)$", shown.out, re.MULTILINE)
    assert "“The number of foster carers" in shown.out and "Searched 2 documents" in shown.out
    assert shown.out.endswith(" 1 file could not be read: council doctor lists them.\n")
    refused = council("ask", NONSENSE, "--store", store)
    assert "Not found" in refused.out and "“zeppelin”" in refused.out and "Searched 2 documents" in refused.out


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_command_without_its_question_is_a_wrong_call(council: Council, store: Path, cases, command: str):
    check_refusal(council(command, "--store", store), "question", "--batch", status=2)
    check_refusal(
        council(command, CARERS, "--batch", cases({"id": "a", "question": CARERS}), "--store", store), "--batch", status=2
    )


def test_an_empty_search_is_a_wrong_call(council: Council, store: Path):
    check_refusal(council("search", "  ", "--store", store), "question is empty", status=2)


# Filters


def test_filters_know_councils_by_a_part_of_their_name(council: Council, store: Path):
    answer = council("ask", CARERS, "--council", "otherton", "--store", store, "--json").json
    assert answer["coverage"]["documents"] == 1 and answer["citations"][0]["file"] == "report.md"
    hits = council("search", CARERS, "--council", "Anyshire County Council", "--store", store, "--json").json["hits"]
    assert {hit["file"] for hit in hits} == {"minutes.txt"}


@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_unknown_council_is_refused_with_the_known_ones(council: Council, store: Path, command: str):
    outcome = council(command, CARERS, "--council", "Borchester", "--store", store)
    check_refusal(outcome, "“Borchester”", "Anyshire County Council; Otherton Borough Council")


def test_dates_limit_what_is_searched_and_are_read_as_people_write_them(council: Council, store: Path):
    for day in ("2025-10-14", "14 October 2025", "14/10/2025"):
        coverage = council("ask", CARERS, "--from", day, "--to", day, "--store", store, "--json").json["coverage"]
        assert (coverage["documents"], coverage["from"], coverage["to"]) == (1, "2025-10-14", "2025-10-14")


@pytest.mark.parametrize("day", ["soon", "2025-13-01", "31 June 2025", "October 2025", ""])
@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_bad_date_is_a_wrong_call_that_shows_a_good_one(council: Council, store: Path, option: str, day: str):
    check_wrong_call(council("search", CARERS, option, day, "--store", store), option, "is not a date; write 2022-01-25")


# Batches


CASES = [
    {"id": "b", "question": CARERS, "must_include": [["999"]], "evidence": ["gold"]},
    {"id": "a", "question": NONSENSE, "unanswerable": True},
    {
        "id": 7,
        "turns": [{"question": "How many carers has the North ward?", "evidence": ["gold"]}, {"question": "And the South ward?"}],
    },
    {"id": "z", "question": "Hello"},
]


def without_seconds(value: object) -> object:
    if isinstance(value, dict):
        return {name: without_seconds(inner) for name, inner in value.items() if name != "seconds"}
    return [without_seconds(inner) for inner in value] if isinstance(value, list) else value


def test_a_batch_of_questions_is_answered_in_order_with_turns_that_see_the_ones_before(council: Council, store: Path, cases):
    outcome = council("ask", "--batch", cases(*CASES), "--store", store)
    assert outcome.status == 0 and outcome.err == ""
    assert [list(line) for line in outcome.lines] == [["id", "answer"], ["id", "answer"], ["id", "answers"], ["id", "answer"]]
    assert [line["id"] for line in outcome.lines] == ["b", "a", 7, "z"]
    statuses = [line["answer"]["status"] for line in outcome.lines if "answer" in line]
    assert statuses == ["answered", "not_found", "rejected"]
    first, second = outcome.lines[2]["answers"]
    for answer in (first, second, outcome.lines[0]["answer"]):
        check_fields(answer, ANSWER_FIELDS)
    assert second["question"] == "And the South ward?" and "carers" in second["search_query"] and "73" in second["text"]


def test_a_batch_answers_as_single_questions_do(council: Council, store: Path, cases):
    (line,) = council("ask", "--batch", cases(CASES[0]), "--store", store).lines
    single = council("ask", CARERS, "--store", store, "--json").json
    assert without_seconds(line["answer"]) == without_seconds(single)


def test_what_a_case_says_beside_its_question_changes_nothing(council: Council, store: Path, cases):
    bare = [{"id": case["id"], **({"turns": [{"question": turn["question"]} for turn in case["turns"]]} if "turns" in case
                                  else {"question": case["question"]})} for case in CASES]  # fmt: skip
    full, plain = (council("ask", "--batch", cases(*lines), "--store", store) for lines in (CASES, bare))
    assert without_seconds(full.lines) == without_seconds(plain.lines)
    assert "gold" not in full.out and "999" not in full.out


def test_a_batch_of_searches_gives_hits_in_order(council: Council, store: Path, cases):
    outcome = council("search", "--batch", cases(CASES[0], CASES[1]), "--k", 2, "--store", store)
    assert [line["id"] for line in outcome.lines] == ["b", "a"] and all(set(line) == {"id", "hits"} for line in outcome.lines)
    assert len(outcome.lines[0]["hits"]) <= 2
    single = council("search", CARERS, "--k", 2, "--store", store, "--json").json
    assert outcome.lines[0]["hits"] == single["hits"]


def test_filters_hold_for_a_whole_batch(council: Council, store: Path, cases):
    outcome = council("ask", "--batch", cases(*CASES), "--council", "Anyshire", "--store", store)
    files = {c["file"] for line in outcome.lines for a in line.get("answers", [line.get("answer")]) for c in a["citations"]}
    assert files <= {"minutes.txt"}


@pytest.mark.parametrize(("line", "said"), [
    ("{not json", "not JSON"), ('"a string"', "needs `id` and `question`"), ('{"question": "What?"}', "needs `id`"),
    ('{"id": 1}', "needs `id` and `question`"), ('{"id": 1, "question": 5}', "needs `id`"),
    ('{"id": 1, "turns": []}', "needs `id`"), ('{"id": 1, "turns": [{"text": "What?"}]}', "needs `id`"),
    ('{"id": 1, "turns": "What?"}', "needs `id`"), ("[]", "needs `id`"), ("null", "needs `id`"),
])  # fmt: skip
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_bad_line_is_named_by_its_number_after_the_lines_before_it(
    council: Council, store: Path, cases, command: str, line, said
):
    path = cases(
        text=f"{json.dumps({'id': 'first', 'question': CARERS})}\n\n{line}\n{json.dumps({'id': 'last', 'question': 'x'})}\n"
    )
    outcome = council(command, "--batch", path, "--store", store)
    assert outcome.status == 1 and [found["id"] for found in outcome.lines] == ["first"]
    assert f"{path}, line 3: " in outcome.err and said in outcome.err and outcome.err.count("\n") == 1


def test_lines_are_told_apart_by_line_ends_alone(council: Council, store: Path, cases):
    ids = ["one\u2028two", "form\x0cfeed", "next\x85line"]
    text = "\ufeff" + "\r\n".join(json.dumps({"id": name, "question": CARERS}, ensure_ascii=False) for name in ids) + "\r\n\r\n"
    outcome = council("search", "--batch", cases(text=text), "--store", store)
    assert outcome.err == "" and [line["id"] for line in outcome.lines] == ids


def test_half_a_character_neither_stops_a_batch_nor_its_output(council: Council, store: Path, cases):
    path = cases(text='{"id": "\\ud800", "question": "foster carers \\udcff"}\n{"id": "b", "question": "carers"}')
    for command in ("ask", "search"):
        outcome = council(command, "--batch", path, "--store", store)
        assert outcome.err == "" and [line["id"] for line in outcome.lines] == ["\ud800", "b"]


def test_cases_that_cannot_be_read_are_named(council: Council, store: Path, tmp_path: Path):
    check_refusal(council("ask", "--batch", tmp_path / "none.jsonl", "--store", store), "none.jsonl", "cannot be read")
    (tmp_path / "latin.jsonl").write_bytes('{"id": 1, "question": "Café?"}'.encode("latin-1"))
    check_refusal(council("search", "--batch", tmp_path / "latin.jsonl", "--store", store), "latin.jsonl", "UTF-8")
    check_refusal(council("ask", "--batch", tmp_path, "--store", store), "cannot be read")


def test_an_empty_batch_has_no_lines(council: Council, store: Path, cases):
    outcome = council("ask", "--batch", cases(text="\n \n"), "--store", store)
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")


# Stores and settings


@pytest.mark.parametrize("command", [("ask", CARERS), ("search", CARERS), ("search", CARERS, "--json")])
def test_a_store_that_is_not_there_is_named_with_the_command_that_makes_it(
    council: Council, tmp_path: Path, command: Sequence[str]
):
    check_refusal(council(*command, "--store", tmp_path / "none"), "none", "council ingest FOLDER")
    assert not (tmp_path / "none").exists()


def test_the_environment_names_the_store_and_the_option_stands_above_it(
    council: Council, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COUNCIL_STORE", str(store))
    assert council("ask", CARERS, "--json").json["status"] == "answered"
    check_refusal(council("ask", CARERS, "--store", tmp_path / "none"), "none")
    monkeypatch.setenv("COUNCIL_STORE", "")
    assert build_parser().parse_args(["doctor"]).store == Path(DEFAULT_STORE)


def test_the_default_store_is_a_folder_that_can_be_seen():
    assert not DEFAULT_STORE.startswith(".") and not Path(DEFAULT_STORE).is_absolute()


def test_a_store_of_another_model_is_refused_by_both_names(council: Council, store: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.opening.SentenceEmbedder", SentenceEmbedder)
    for command in (("ask", CARERS), ("search", CARERS), ("ingest", store.parent / "papers" / "report.md")):
        check_refusal(
            council(*command, "--store", store), "another embedding model", "word-hash", "all-MiniLM-L6-v2", "Set the model back"
        )


def test_a_model_that_is_not_there_is_refused(council: Council, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.opening.SentenceEmbedder", SentenceEmbedder)
    monkeypatch.setenv("COUNCIL_MODEL", str(tmp_path / "model"))
    check_refusal(council("ask", CARERS, "--store", store), "No embedding model", "model")


def test_wrong_settings_are_refused_by_name(council: Council, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "own.toml").write_text("[answering]\nwrods = 40\n")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(tmp_path / "own.toml"))
    for command in (("ask", CARERS), ("search", CARERS), ("ingest", store.parent / "papers")):
        check_refusal(council(*command, "--store", store), "answering.wrods", "own.toml")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(tmp_path / "none.toml"))
    check_refusal(council("ask", CARERS, "--store", store), "none.toml", "COUNCIL_SETTINGS")


def test_settings_of_ones_own_are_used_and_change_the_digest(council: Council, store: Path, tmp_path: Path, monkeypatch):
    digest = council("ask", NONSENSE, "--store", store, "--json").json["settings"]
    (tmp_path / "own.toml").write_text("[answering]\nleast_confidence = 0.0\n")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(tmp_path / "own.toml"))
    bold = council("ask", NONSENSE, "--store", store, "--json").json
    assert bold["status"] == "answered" and bold["settings"] != digest


def test_a_damaged_catalogue_is_refused(council: Council, tmp_path: Path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "catalogue.sqlite").write_bytes(b"this is no database, and it is long enough to be looked at" * 20)
    check_refusal(council("ask", CARERS, "--store", tmp_path / "store"), "is damaged", "council restore")


def test_damaged_vectors_are_one_line_too(council: Council, store: Path, tmp_path: Path):
    shutil.copytree(store, tmp_path / "store")
    (tmp_path / "store" / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 200)
    check_refusal(council("ask", CARERS, "--store", tmp_path / "store"))


# The front door


def test_a_fault_nobody_foresaw_is_one_line_and_can_be_traced(council: Council, store: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("first\nsecond line")

    monkeypatch.setattr("assistant.answering.Assistant.ask", fail)
    check_refusal(council("ask", CARERS, "--store", store), "RuntimeError: first second line", "council doctor", "COUNCIL_DEBUG")
    monkeypatch.setenv("COUNCIL_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["ask", CARERS, "--store", str(store)])


def test_a_command_that_is_stopped_says_how_to_go_on(council: Council, store: Path, monkeypatch: pytest.MonkeyPatch):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.sync.sync_files", stop)
    check_refusal(
        council("ingest", store.parent / "papers" / "report.md", "--store", store), "Stopped", "the same command goes on"
    )


def test_a_page_that_cannot_be_served_says_where_else(council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from ui.serve import PageProblem

    def fail(*_: object, **__: object) -> None:
        raise PageProblem(
            "The page cannot be served at port 7860: it is taken. Choose another, such as: council serve --port 7861"
        )

    monkeypatch.setattr("ui.serve.serve_page", fail)
    outcome = council("serve", "--store", tmp_path / "store")
    check_refusal(outcome, "council serve --port 7861")
    assert "PageProblem" not in outcome.err and "doctor" not in outcome.err


def test_the_page_offers_questions_on_the_samples_only_where_they_are_in_the_store(
    council: Council, store: Path, monkeypatch: pytest.MonkeyPatch
):
    served = []
    monkeypatch.setattr("ui.serve.serve_page", lambda assistant, suggestions, **where: served.append((suggestions, where)))
    assert council("serve", "--store", store, "--samples", "--port", "8123").status == 0
    assert served == [([], {"host": "127.0.0.1", "port": 8123})]


@pytest.mark.parametrize("arguments", [
    (), ("aks", "x"), ("ask", "x", "--wrong"), ("ingest",), ("serve", "--port", "none"), ("ask", "x", "y"),
])  # fmt: skip
def test_what_is_no_command_is_a_wrong_call(council: Council, arguments: Sequence[str]):
    outcome = council(*arguments)
    assert outcome.status == 2 and "usage: council" in outcome.err and outcome.out == ""


@pytest.mark.parametrize("command", ["ingest", "search", "ask", "serve", "doctor"])
def test_every_command_explains_itself_and_takes_a_store(council: Council, command: str):
    outcome = council(command, "--help")
    assert outcome.status == 0 and "--store DIR" in outcome.out and f"usage: council {command}" in outcome.out
    assert command in council("--help").out


def test_a_reader_that_goes_away_early_is_no_fault(tmp_path: Path):
    command = [sys.executable, "-m", "ui.cli", "doctor", "--store", str(tmp_path / "none")]
    # Without PYTHONUNBUFFERED, so that the words are written at the very end, as they are for people.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b"" and running.wait() == 0


# A wrong language model


WRONG_MODELS = ('model = "nobody:x"', 'address = "ftp://nowhere"', "seconds = -1", 'modell = "openai:x"')


@pytest.mark.parametrize("wrong", WRONG_MODELS)
def test_only_asking_needs_the_language_model_of_the_settings(
    council: Council, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
):
    own, store = tmp_path / "own.toml", tmp_path / "store"
    own.write_text(f"[language_model]\n{wrong}\n", "utf-8")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(own))
    done = (
        council("ingest", papers, "--store", store),
        council("search", CARERS, "--store", store),
        council("records", "decisions", "--store", store),
        council("check", "--store", store),
        council("backup", tmp_path / "kept.zip", "--store", store),
        council("restore", tmp_path / "kept.zip", "--store", tmp_path / "again"),
    )
    assert [outcome.err for outcome in done if outcome.status] == []
    check_refusal(council("ask", CARERS, "--store", store), "language_model")
    checks = {check["name"]: check for check in council("doctor", "--store", store, "--json").json}
    wrong_check = checks["settings"] if checks["settings"]["severity"] == "error" else checks["language model"]
    assert wrong_check["severity"] == "error" and "language_model" in wrong_check["message"]
    assert checks["agreement"]["severity"] == "ok"


def test_opening_a_store_leaves_the_log_of_questions_alone(council: Council, papers: Path, tmp_path: Path):
    store = tmp_path / "store"
    council("ingest", papers, "--store", store)
    (store / "questions").mkdir()
    (kept := store / "questions" / "2020-01-01.jsonl").write_text("{}\n", "utf-8")
    for command in (("search", CARERS), ("check",), ("ingest", papers)):
        council(*command, "--store", store)
    assert kept.is_file()
    council("ask", CARERS, "--store", store)
    assert not kept.exists(), "settings that keep no questions delete those of before when one is answered"
