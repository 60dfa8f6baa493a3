"""The doctor finds what is wrong, says what to do about it, and changes nothing."""

import json
import shutil
import sqlite3
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import get_args

import pytest

from index.embedder import SentenceEmbedder, WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from index.vectors import VectorStore
from ui.cli import main
from ui.doctor import Check, Severity, check_all


@pytest.fixture(autouse=True)
def embedder_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.doctor.SentenceEmbedder", lambda model, batch: WordHashEmbedder())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a paper of two pages, the second without words, and a file that could not be read."""
    folder = tmp_path_factory.mktemp("doctor")
    (folder / "papers").mkdir()
    (folder / "papers" / "notice.txt").write_text("Bramble Lane will be closed.\f\n", "utf-8")
    (folder / "papers" / "minutes.txt").write_text("The budget was agreed.\f \fThe road was mended.", "utf-8")
    (folder / "papers" / "broken.pdf").write_bytes(b"no pdf")
    store = Store(folder / "store", WordHashEmbedder(), create=True)
    sync_files(
        [folder / "papers"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    store.close()
    return folder / "store"


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be harmed."""
    return Path(shutil.copytree(made, tmp_path / "store"))


def look(folder: Path) -> dict[str, Check]:
    """The worst check of each name."""
    order = get_args(Severity)
    return {check.name: check for check in sorted(check_all(folder), key=lambda check: order.index(check.severity))}


def errors(folder: Path) -> list[str]:
    return [check.name for check in check_all(folder) if check.severity == "error"]


def test_a_sound_program_and_store_have_no_error(made: Path):
    found = look(made)
    assert errors(made) == []
    assert {"python", "libraries", "sqlite", "settings", "model", "language model", "disk", "store", "agreement"} <= set(found)
    assert "2 documents" in found["store"].message and found["agreement"].severity == "ok"


def test_every_check_is_a_sentence_and_all_but_the_good_ones_have_a_remedy(made: Path, tmp_path: Path):
    for check in (*check_all(made), *check_all(tmp_path / "none")):
        assert check.severity in get_args(Severity) and check.message.endswith((".", ")"))
        assert (check.remedy is None) == (check.severity == "ok")
        with pytest.raises(FrozenInstanceError):
            check.severity = "ok"


def test_files_that_were_not_read_and_pages_without_words_are_listed(made: Path):
    checks = check_all(made)
    (skipped,) = [check for check in checks if check.name == "skipped"]
    assert "broken.pdf" in skipped.message and skipped.severity == "note" and skipped.remedy
    (pages,) = [check for check in checks if check.name == "pages"]
    assert "minutes.txt: 2" in pages.message and "OCR" in pages.remedy


def test_papers_that_an_earlier_version_read_are_to_be_read_again(store: Path):
    assert "read again" not in look(store)
    with sqlite3.connect(store / "catalogue.sqlite") as db:
        db.execute("update documents set reader = ''")
    found = look(store)["read again"]
    assert found.message.startswith("2 papers are to be read again") and "council ingest" in found.remedy


def test_a_store_that_is_not_there_is_a_note_and_is_not_made(tmp_path: Path):
    check = look(tmp_path / "deep" / "none")["store"]
    assert check.severity == "note" and f"council ingest FOLDER --store {tmp_path / 'deep' / 'none'}" in check.remedy
    assert not (tmp_path / "deep").exists()


def test_an_empty_store_is_a_note(tmp_path: Path):
    Store(tmp_path / "store", WordHashEmbedder(), create=True).close()
    assert look(tmp_path / "store")["store"].severity == "note" and errors(tmp_path / "store") == []


def test_a_store_of_another_model_is_an_error(store: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ui.doctor.SentenceEmbedder", SentenceEmbedder)
    check = look(store)["store"]
    assert check.severity == "error" and "word-hash" in check.message and "all-MiniLM-L6-v2" in check.message


def test_a_damaged_catalogue_is_an_error(tmp_path: Path):
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database, and it is long enough to be looked at" * 20)
    assert errors(tmp_path) == ["store"]


def test_damaged_vectors_are_an_error(store: Path):
    (store / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 200)
    assert errors(store) == ["store"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_catalogue_that_was_cut_short_is_an_error(store: Path, share: float):
    path = store / "catalogue.sqlite"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert errors(store) == ["store"]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_catalogue_with_damage_within_can_be_looked_at(store: Path, share: float):
    data = bytearray((store / "catalogue.sqlite").read_bytes())
    start = int(len(data) * share)
    data[start : start + len(data) // 6] = b"\xa5" * (len(data) // 6)
    (store / "catalogue.sqlite").write_bytes(data)
    assert all(check.remedy for check in check_all(store) if check.severity == "error")


def test_vectors_that_are_gone_are_an_error(store: Path):
    shutil.rmtree(store / "chroma")
    check = look(store)["store"]
    assert check.severity == "error" and f"council check --store {store}" in check.message
    assert not (store / "chroma").exists()


def test_passages_without_a_vector_are_an_error(store: Path):
    vectors = VectorStore(store / "chroma")
    vectors.remove(sorted(vectors.ids())[:1])
    vectors.close()
    check = look(store)["agreement"]
    assert check.severity == "error" and "1 passages have no vector" in check.message and "council check" in check.remedy


def test_a_damaged_catalogue_is_to_be_restored_from_the_newest_backup(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("assistant.opening.make_embedder", lambda settings: WordHashEmbedder())
    assert main(["backup", str(tmp_path / "backup.tar.gz"), "--store", str(store)]) == 0
    path = store / "catalogue.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    check = look(store)["store"]
    assert check.severity == "error" and f"council restore {tmp_path / 'backup.tar.gz'} --store {store}" in (
        f"{check.message} {check.remedy}"
    )
    assert main(["restore", str(tmp_path / "backup.tar.gz"), "--store", str(store)]) == 0
    assert errors(store) == []


def test_files_that_everybody_on_the_machine_may_read_are_a_warning(store: Path):
    store.chmod(0o755)
    (store / "feedback.jsonl").write_text("")
    (store / "feedback.jsonl").chmod(0o644)
    check = look(store)["rights"]
    assert check.severity == "warning" and "feedback.jsonl" in check.message and f"chmod -R o-rwx {store}" in check.remedy
    store.chmod(0o700)
    assert look(store)["rights"].severity == "ok"


def test_wrong_settings_are_an_error_and_nothing_further_is_looked_at(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "own.toml").write_text("[answering]\nwrods = 40\n")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(tmp_path / "own.toml"))
    found = look(made)
    assert found["settings"].severity == "error" and "answering.wrods" in found["settings"].message
    assert "store" not in found and "model" not in found


def test_a_model_that_is_not_there_is_an_error(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ui.doctor.SentenceEmbedder", SentenceEmbedder)
    monkeypatch.setenv("COUNCIL_MODEL", str(tmp_path / "model"))
    assert errors(made) == ["model"]


def test_a_library_that_is_missing_is_an_error(made: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ui.doctor.LIBRARIES", ("pypdf", "zeppelin-reader"))
    check = look(made)["libraries"]
    assert check.severity == "error" and "zeppelin-reader" in check.message and "pypdf" not in check.message


def test_a_disk_that_is_nearly_full_is_a_warning(made: Path, monkeypatch: pytest.MonkeyPatch):
    usage = shutil.disk_usage(made)
    monkeypatch.setattr("ui.doctor.shutil.disk_usage", lambda path: usage._replace(free=1000))
    assert look(made)["disk"].severity == "warning" and errors(made) == []


def test_nothing_is_changed_by_looking(store: Path):
    def contents() -> tuple:
        with sqlite3.connect(store / "catalogue.sqlite") as db:
            return tuple(
                db.execute(f"select * from {table}").fetchall() for table in ("settings", "documents", "passages", "skipped")
            )

    before = contents()
    check_all(store)
    assert contents() == before


def test_the_command_prints_every_check_and_fails_for_an_error(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["doctor", "--store", str(made)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ok ") and any(line.startswith("note ") for line in lines)
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database, and it is long enough to be looked at" * 20)
    assert main(["doctor", "--store", str(tmp_path), "--json"]) == 1
    written = capsys.readouterr()
    checks = json.loads(written.out)
    assert written.err == "" and {"name", "severity", "message", "remedy"} == set(checks[0])
    assert [check["name"] for check in checks if check["severity"] == "error"] == ["store"]


# The language model


def set_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **values: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[language_model]\n" + "".join(f'{name} = "{value}"\n' for name, value in values.items()), "utf-8")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(own))


def test_without_a_language_model_all_is_well(made: Path):
    check = look(made)["language model"]
    assert check.severity == "ok" and "papers' own words" in check.message


def test_a_language_model_is_asked_one_tiny_question(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script = tmp_path / "script.json"
    script.write_text('{"replies": ["yes"]}', "utf-8")
    set_model(monkeypatch, tmp_path, model=f"scripted:{script}")
    check = look(made)["language model"]
    assert check.severity == "ok" and "answered in" in check.message


def test_a_language_model_that_cannot_be_used_is_said_and_the_store_looked_at_all_the_same(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    set_model(monkeypatch, tmp_path, model="nobody:x")
    found = look(made)
    assert found["language model"].severity == "error" and "PROVIDER:NAME" in found["language model"].message
    assert "without it" in found["language model"].remedy and found["store"].severity == "ok"


def test_passages_sent_over_a_network_in_the_open_are_warned_of(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script = tmp_path / "script.json"
    script.write_text('{"replies": ["yes"]}', "utf-8")
    set_model(monkeypatch, tmp_path, model=f"scripted:{script}", address="http://models.example/v1")
    check = look(made)["language model"]
    assert check.severity == "warning" and "models.example" in check.message and "https" in check.remedy
