"""The commands that keep house: accounts, feedback and the check of evidence and the transparency record, as typed."""

import json
from pathlib import Path

import pytest

from index.embedder import WordHashEmbedder
from index.store import Store, open_catalogue
from ui.cli import main
from ui.people import People

PASSWORD = "three random words"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    Store(tmp_path / "store", WordHashEmbedder(), create=True).close()
    return tmp_path / "store"


def run(capsys, *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_an_account_is_made_listed_and_removed(store, capsys, monkeypatch):
    monkeypatch.setenv("COUNCIL_PASSWORD", PASSWORD)

    assert "There are no accounts" in run(capsys, "user", "list", "--store", store)[1]
    status, said, _ = run(capsys, "user", "add", "Ada Penhale", "--role", "officer", "--store", store)
    assert status == 0 and "everybody must sign in" in said
    assert People(store, open_catalogue(store)).sign_in("ada penhale", PASSWORD)
    listed = json.loads(run(capsys, "user", "list", "--json", "--store", store)[1])
    assert listed == [{"name": "ada penhale", "role": "officer", "exempt": True}]
    assert run(capsys, "user", "remove", "ada penhale", "--store", store)[0] == 0
    assert not People(store, open_catalogue(store)).exist()


@pytest.mark.parametrize(
    ("words", "said"),
    [(("user", "add"), "Say who"), (("user", "remove", "nobody"), "no account"), (("user", "add", "ada"), "too short")],
)
def test_what_is_wrong_with_an_account_is_one_line(store, capsys, monkeypatch, words, said):
    monkeypatch.setenv("COUNCIL_PASSWORD", "short")
    status, _, error = run(capsys, *words, "--store", store)

    assert status == 1 and said in error and error.count("\n") == 1


def test_an_account_for_a_store_that_is_not_there_is_refused(tmp_path, capsys):
    status, _, error = run(capsys, "user", "add", "ada", "--store", tmp_path / "none")

    assert status == 1 and "council ingest" in error


def test_feedback_is_listed_and_written_as_cases(store, tmp_path, capsys):
    entry = {
        "when": "2026-03-03T19:30:00", "who": "", "verdict": "right", "comment": "As minuted", "question": "What was approved?",
        "limits": [], "status": "not_found", "text": "Not found.", "evidence": [], "digest": "abc",
    }  # fmt: skip
    assert "Nobody has said" in run(capsys, "feedback", "--store", store)[1]
    wrong = {**entry, "verdict": "wrong_answer", "digest": "def"}
    (store / "feedback.jsonl").write_text(f"{json.dumps(entry)}\n{json.dumps(wrong)}\n", "utf-8")

    listed = run(capsys, "feedback", "--store", store)[1]
    assert "What was approved?" in listed and "As minuted" in listed and "wrong answer" in listed
    assert "1 cases" in run(capsys, "feedback", "--cases", tmp_path / "cases.jsonl", "--store", store)[1]
    assert json.loads((tmp_path / "cases.jsonl").read_text("utf-8"))["unanswerable"] is True


def test_a_record_that_cannot_be_read_is_named(store, tmp_path, capsys):
    status, _, error = run(capsys, "verify", tmp_path / "none.json", "--store", store)

    assert status == 1 and "cannot be opened" in error


def test_the_template_of_an_assessment_is_printed_or_written(store, tmp_path, capsys):
    status, said, _ = run(capsys, "atrs", "--dpia", "--store", store)
    assert status == 0 and said.startswith("# ")
    assert run(capsys, "atrs", "--dpia", "--out", tmp_path / "dpia.md", "--store", store)[0] == 0
    assert (tmp_path / "dpia.md").read_text("utf-8").strip() == said.strip()
    status, _, told = run(capsys, "atrs", "--dpia", "--out", tmp_path / "none" / "dpia.md", "--store", store)
    assert status == 1 and "Choose another --out" in told
