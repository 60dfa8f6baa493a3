"""A store that is deleted or damaged, or whose disk is full, while it is served: a sentence that says what to do, and the service
goes on."""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.records_of_use.question_log import FOLDER, QuestionLog
from assistant.settings import load_settings
from index.backup import back_up, restore
from index.catalogue import Filters
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from index.vectors import GRAPH
from ui.asked import Asked
from ui.feedback import FEEDBACK
from ui.handlers import ask_question
from ui.service import Service
from ui.site.app import build_app

QUESTION = "Which opening hours were agreed for the library in part 7?"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose graph stands in files."""
    monkeypatch.setattr("index.vectors.GRAPH", {**GRAPH, "batch_size": 20, "sync_threshold": 40})
    papers = tmp_path / "papers"
    papers.mkdir()
    said = "\n\n".join(f"1.{n} For the library in part {n} opening hours from {n} o'clock were agreed." for n in range(1, 80))
    (papers / "minutes.md").write_text(f"# Minutes of the Library Board\n\n{said}\n")
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync_files([papers], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    yield store
    store.close()


@pytest.fixture
def service(store: Store) -> Service:
    return Service(Assistant(store, load_settings()))


@pytest.fixture
def client(service: Service) -> TestClient:
    app = build_app(service, lambda app: None)
    return TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000), raise_server_exceptions=False)


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def hurt_catalogue(folder: Path) -> None:
    held = bytearray((folder / "catalogue.sqlite").read_bytes())
    for start in range(0, len(held), 4096):
        held[start : start + 200] = b"\xa5" * 200
    (folder / "catalogue.sqlite").write_bytes(held)
    (folder / "catalogue.sqlite-wal").unlink(missing_ok=True)


def hurt_vectors(folder: Path) -> None:
    for path in (folder / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xa5" * path.stat().st_size)


@pytest.mark.parametrize("hurt", [remove, hurt_catalogue, hurt_vectors])
def test_what_happens_to_a_store_while_it_is_served_ends_in_a_sentence(
    service: Service, client: TestClient, store: Store, tmp_path: Path, hurt: Callable[[Path], None]
):
    asked = {"question": QUESTION}
    assert client.post("/api/v1/ask", json=asked).json()["status"] == "answered"
    store.catalogue.reading().execute("pragma wal_checkpoint(truncate)")
    kept = shutil.copytree(store.folder, tmp_path / "kept")
    hurt(store.folder)
    for path, given in (("/api/v1/ask", asked), ("/api/v1/search", asked), ("/api/v1/documents", None), ("/feedback", None)):
        reply = client.post(path, json=given) if given else client.get(path)
        said = reply.text
        assert "Traceback" not in said and str(tmp_path) not in said
        # What was read before may still be there to answer from.
        assert reply.status_code in (200, 405) or (reply.status_code == 503 and "council doctor" in reply.json()["problem"])
    if hurt is remove:
        assert client.post("/api/v1/ask", json=asked).status_code == 503 and client.get("/health").status_code == 503
        *_, view = ask_question(service.full, Asked(question=QUESTION, filters=Filters()), ())
        ending = view.turns[-1].answer
        assert ending.status == "error" and "has gone" in ending.text and "council doctor" in ending.text
        assert not store.folder.exists()
        kept.rename(store.folder)
        assert client.post("/api/v1/ask", json=asked).json()["status"] == "answered"


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_question_is_answered_where_it_cannot_be_kept(store: Store, monkeypatch: pytest.MonkeyPatch, caplog):
    log = QuestionLog(store.folder, 7, now=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    assistant = Assistant(store, load_settings(), on_answer=log.keep)
    with monkeypatch.context() as full:
        full.setattr("assistant.records_of_use.question_log.os.open", refuse)
        assert assistant.ask(QUESTION).status == "answered"
    assert "is not kept" in caplog.text and "No space left" in caplog.text
    assert assistant.ask(QUESTION).status == "answered"
    assert [path.name for path in (store.folder / FOLDER).iterdir()] == ["2026-03-02.jsonl"]


def test_feedback_that_cannot_be_kept_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog):
    judged = {"asked": f"q={QUESTION.replace(' ', '+')}", "verdict": "right"}
    open_file = Path.open

    def refuse_feedback(path: Path, *arguments: object, **options: object) -> object:
        return refuse() if path.name == FEEDBACK else open_file(path, *arguments, **options)

    with monkeypatch.context() as full:
        full.setattr("pathlib.Path.open", refuse_feedback)
        reply = client.post("/feedback", json=judged)
    assert reply.status_code == 400 and "could not be kept" in reply.json()["problem"] and "make room" in caplog.text
    assert client.post("/feedback", json=judged).status_code == 200
    assert os.sep not in reply.json()["problem"]


def test_a_store_is_backed_up_and_read_into_while_it_answers(client: TestClient, store: Store, tmp_path: Path):
    ended, said = threading.Event(), []

    def ask() -> None:
        while not ended.is_set():
            reply = client.post("/api/v1/ask", json={"question": QUESTION})
            said.append((reply.status_code, reply.json().get("status")))

    asking = threading.Thread(target=ask)
    asking.start()
    papers, before = tmp_path / "papers", store.catalogue.passage_keys()
    for number in range(2):
        back_up(store.catalogue, store.vectors, tmp_path / f"{number}.tar.gz")
        (papers / f"letter-{number}.txt").write_text(f"Letter {number} about trees.")
        sync_files([papers], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    ended.set()
    asking.join(timeout=60)
    assert len(said) > 2 and set(said) == {(200, "answered")}
    for number, more in ((0, 0), (1, 1)):
        restore(tmp_path / f"{number}.tar.gz", tmp_path / f"restored-{number}", store.embedder)
        other = Store(tmp_path / f"restored-{number}", WordHashEmbedder())
        assert before <= other.catalogue.passage_keys() == other.vectors.ids() and len(other.catalogue.documents()) == 1 + more
        other.close()
