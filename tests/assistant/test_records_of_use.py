"""Records of use: questions are kept only where set and really deleted; the transparency record follows the settings."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Coverage
from assistant.records_of_use.atrs import DPIA, HUMAN, RecordProblem, find_human_fields, read_scores, write_record
from assistant.records_of_use.question_log import QuestionLog
from assistant.settings import Settings, load_settings

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
COVERAGE = Coverage(documents=5, passages=987, first=None, last=None, unread=0)


def answer(question: str) -> Answer:
    return Answer(
        question=question, search_query=question, status="not_found", text="Not found.", citations=(), coverage=COVERAGE
    )


def log(folder: Path, days: int, after: int = 0) -> QuestionLog:
    return QuestionLog(folder, days, now=lambda: NOW + timedelta(days=after))


def kept(folder: Path) -> list[str]:
    return [
        json.loads(line)["question"]
        for path in sorted((folder / "questions").glob("*"))
        for line in path.read_text("utf-8").splitlines()
    ]


def changed(**language_model: object) -> Settings:
    settings = load_settings()
    return settings.model_copy(update={"language_model": settings.language_model.model_copy(update=language_model)})


def test_questions_are_not_kept_unless_a_setting_says_so(tmp_path: Path):
    assert load_settings().question_log.days == 0
    log(tmp_path, load_settings().question_log.days).keep(answer("What of me?"))
    assert list(tmp_path.iterdir()) == []


def test_a_question_is_kept_for_as_many_days_as_set_and_then_its_file_is_gone(tmp_path: Path):
    log(tmp_path, 2).keep(answer("first?"))
    log(tmp_path, 2, after=1).keep(answer("second?"))
    assert kept(tmp_path) == ["first?", "second?"]
    log(tmp_path, 2, after=2).keep(answer("third?"))
    assert kept(tmp_path) == ["second?", "third?"]
    assert not any("first?" in path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())


def test_keeping_none_deletes_what_was_kept_and_leaves_other_files_alone(tmp_path: Path):
    log(tmp_path, 30).keep(answer("kept?"))
    (tmp_path / "questions" / "notes.jsonl").write_text("mine", "utf-8")
    assert log(tmp_path, 0).delete_old() == 1
    assert [path.name for path in (tmp_path / "questions").iterdir()] == ["notes.jsonl"]


def test_what_is_kept_is_the_question_and_how_it_ended_for_the_owner_of_the_store_alone(tmp_path: Path):
    log(tmp_path, 1).keep(answer("Wer’s “da”?\n"))
    (path,) = (tmp_path / "questions").iterdir()
    assert set(json.loads(path.read_text("utf-8"))) == {"time", "question", "status", "model", "seconds"}
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0


def test_an_assistant_over_a_store_keeps_questions_as_set(small_store, assistant_with):
    asked: list[str] = []
    assistant = assistant_with()
    assistant.on_answer = lambda given: asked.append(given.question)
    assistant.ask("How many loans had Withybeck?")
    assert asked == ["How many loans had Withybeck?"]


# The transparency record


def test_the_record_says_what_is_set_up_and_marks_what_only_people_know():
    record = write_record(load_settings(), COVERAGE, weights="abc123", scores=None)
    for words in ("No language model is used", "sha256 abc123", "5 documents in 987 passages", "Questions are not kept.",
                  load_settings().digest, "all-MiniLM-L6-v2"):  # fmt: skip
        assert words in record
    assert record.count("## Tier") == 6 and len(find_human_fields(record)) >= 15
    assert {"your council", "post"} <= set(find_human_fields(record))


def test_the_record_follows_the_settings_and_holds_no_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_LANGUAGE_MODEL_KEY", "sk-secret")
    settings = changed(model="openai:qwen", address="http://127.0.0.1:8080/v1", containment=0.9)
    settings = settings.model_copy(update={"question_log": settings.question_log.model_copy(update={"days": 30})})
    record = write_record(settings, COVERAGE, weights="abc", scores=None)
    assert "openai:qwen at http://127.0.0.1:8080/v1" in record and "90%" in record and "kept for 30 days" in record
    assert "sk-secret" not in record and "No language model is used" not in record
    plain = write_record(load_settings(), COVERAGE, weights="abc", scores=None)
    assert "invents" in record and "invents" not in plain


def test_the_record_states_the_scores_of_an_evaluation(tmp_path: Path):
    figures = [{"label": "right", "value": 0.64, "unit": "share"}, {"label": "95 of 100", "value": 3.06, "unit": "seconds"},
               {"label": "none", "value": None, "unit": "share"}]  # fmt: skip
    (tmp_path / "report.json").write_text(json.dumps({"date": "2026-11-22", "cases": 91, "figures": figures}), "utf-8")
    record = write_record(load_settings(), COVERAGE, weights="abc", scores=read_scores(tmp_path))
    assert "Measured on 2026-11-22 over 91 questions. right: 64%; 95 of 100: 3.06 s." in record


@pytest.mark.parametrize("words", ["{", "[]", '{"date": "2026"}', '{"date": "x", "cases": "many", "figures": []}'])
def test_a_report_that_is_none_is_named_with_the_command_that_makes_one(tmp_path: Path, words: str):
    with pytest.raises(RecordProblem, match="council eval run"):
        read_scores(tmp_path)
    (tmp_path / "report.json").write_text(words, "utf-8")
    with pytest.raises(RecordProblem, match=r"report\.json"):
        read_scores(tmp_path / "report.json")


def test_the_impact_assessment_comes_as_a_template():
    words = DPIA.read_text("utf-8")
    assert "question_log.days" in words and words.count("[") >= 20 and HUMAN not in words
