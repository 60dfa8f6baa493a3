"""Files that are sent: names never collide, what is refused changes nothing, only officers send, and only so much."""

import io
import json
import os
import shutil
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import ui.site.adding as adding
from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.folder_files import ARRIVING
from index.store import Store
from index.sync import sync_files
from ui.adding import add_papers
from ui.page.adding import LINK, render_adding
from ui.service import Service
from ui.site.app import build_app
from ui.uploads import ADDED

FIRST = "# Minutes of the Harbour Board\n\n3 March 2026\n\n1.1 The Board resolved that the light be repaired.\n"
SECOND = "# Minutes of the Harbour Board\n\n7 April 2026\n\n1.1 The Board resolved that the dues rise.\n"
PASSWORD = "three random words"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return Assistant(Store(tmp_path / "store", WordHashEmbedder(), create=True), load_settings())


@pytest.fixture
def service(assistant: Assistant) -> Service:
    service = Service(assistant)
    for name, role in (("member", "member"), ("officer", "officer")):
        service.people.add(name, role, PASSWORD)
    return service


def sign_in(service: Service, name: str) -> TestClient:
    client = TestClient(build_app(service, lambda app: None), base_url="http://127.0.0.1:7860")
    if name:
        client.post("/sign-in", data={"name": name, "password": PASSWORD}, follow_redirects=False)
    return client


def add(assistant: Assistant, folder: Path, name: str, words: str | bytes) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(words if isinstance(words, bytes) else words.encode())
    return list(add_papers(assistant, [folder / name]))[-1]


def send(client: TestClient, *files: tuple[str, bytes]):
    return client.post("/documents/add", files=[("files", (name, io.BytesIO(words))) for name, words in files])


def state(assistant: Assistant) -> tuple:
    """Everything that an upload may change: documents, the files known and refused, what is found, and the files kept."""
    catalogue, folder = assistant.store.catalogue, assistant.store.folder / ADDED
    documents = [(d.digest, d.file, d.path, catalogue.text(d.row)) for d in catalogue.documents()]
    kept = {path.name: path.read_bytes() for path in folder.glob("*")}
    hits = [hit.text for hit in assistant.store.retriever.search("light", k=5).hits]
    return documents, catalogue.sources(), catalogue.skipped(), kept, hits


def test_a_second_paper_of_a_name_stands_beside_the_first(assistant, tmp_path):
    add(assistant, tmp_path / "sent", "minutes.txt", FIRST)
    said = add(assistant, tmp_path / "sent", "minutes.txt", SECOND)

    assert "was added" in said and "kept as “minutes (2).txt”" in said
    texts = [assistant.store.catalogue.text(d.row) for d in assistant.store.catalogue.documents()]
    assert len(texts) == 2 and any("light be repaired" in text for text in texts) and any("dues rise" in text for text in texts)
    folder = assistant.store.folder / ADDED
    assert {p.name: p.read_text() for p in folder.iterdir()} == {"minutes.txt": FIRST, "minutes (2).txt": SECOND}


def test_the_same_bytes_again_are_there_already_under_whatever_name(assistant, tmp_path):
    add(assistant, tmp_path / "sent", "minutes.txt", FIRST)
    before = state(assistant)

    for name in ("minutes.txt", "other name.md"):
        assert "was here already" in add(assistant, tmp_path / "sent", name, FIRST)
        assert state(assistant) == before


def test_the_same_bytes_as_a_paper_that_was_read_where_it_lies_are_there_already(assistant, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "board.md").write_text(FIRST, "utf-8")
    store = assistant.store
    sync_files([papers], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    before = state(assistant)

    assert "was here already" in add(assistant, tmp_path / "sent", "board.md", FIRST) and state(assistant) == before


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("minutes.txt", b"", "The file is empty"),
        ("minutes.pdf", b"%PDF-1.4 and nothing more", "was not added"),
        ("minutes.txt", b"\x00" * 4000, "was not added"),
        ("minutes.odp", b"PK", "files of this kind are not read"),
        ("minutes.xlsx", b"PK\x03\x04 nothing", "was not added"),
        ("manifest.csv", b"file,exempt\nminutes.txt,yes\n", "is a manifest"),
        ("Manifest.CSV", b"file,exempt\nminutes.txt,yes\n", "council ingest FOLDER"),
    ],
)
def test_what_is_refused_changes_nothing_at_all(assistant, tmp_path, name, words, said):
    add(assistant, tmp_path / "sent", "minutes.txt", FIRST)
    before = state(assistant)

    assert said in add(assistant, tmp_path / "sent", name, words) and state(assistant) == before


def test_a_paper_that_is_too_large_or_comes_while_another_writes_changes_nothing(assistant, tmp_path, monkeypatch):
    add(assistant, tmp_path / "sent", "minutes.txt", FIRST)
    before = state(assistant)

    monkeypatch.setattr("ui.uploads.LARGEST_BYTES", 100)
    assert "larger than" in add(assistant, tmp_path / "sent", "minutes.txt", SECOND * 3) and state(assistant) == before
    monkeypatch.undo()
    monkeypatch.setattr("ui.uploads.WAIT_SECONDS", 0)
    other = Store(assistant.store.folder, WordHashEmbedder())
    with other.catalogue.hold(wait_seconds=0):
        assert "notice fault" in add(assistant, tmp_path / "sent", "minutes.txt", SECOND)
    assert state(assistant) == before


def test_a_fault_while_a_paper_is_read_leaves_no_file_behind(assistant, tmp_path, monkeypatch):
    add(assistant, tmp_path / "sent", "minutes.txt", FIRST)
    before = state(assistant)

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("the reader broke down")

    monkeypatch.setattr("ui.uploads.sync_files", break_down)
    assert "because of a fault" in add(assistant, tmp_path / "sent", "minutes.txt", SECOND) and state(assistant) == before


def test_an_officer_sends_papers_and_what_comes_of_each_is_said(service, assistant):
    reply = send(
        sign_in(service, "officer"), ("minutes.txt", FIRST.encode()), ("minutes.txt", SECOND.encode()), ("x.pdf", b"%PDF")
    )
    lines = [json.loads(line) for line in reply.text.splitlines()]

    assert reply.status_code == 200 and lines[-2]["done"].count("was added") == 2 and "x.pdf” was not added" in lines[-2]["done"]
    assert lines[-1]["holding"].count("Harbour Board</h2>") == 1 and len(assistant.store.catalogue.documents()) == 2


@pytest.mark.parametrize("name", ["", "member"])
def test_nobody_else_sends_papers(service, assistant, name):
    client = sign_in(service, name)
    before = state(assistant)

    assert send(client, ("minutes.txt", FIRST.encode())).status_code == (403 if name else 401)
    assert send(sign_in(service, "officer"), ("minutes.txt", FIRST.encode())).status_code == 200
    assert state(assistant) != before


def test_papers_are_not_sent_in_the_name_of_another_sites_page(service, assistant):
    client = sign_in(service, "officer")
    client.headers["sec-fetch-site"] = "cross-site"

    assert send(client, ("minutes.txt", FIRST.encode())).status_code == 403 and not assistant.store.catalogue.documents()


def test_too_many_or_too_large_is_refused_whole(service, assistant, monkeypatch):
    client = sign_in(service, "officer")
    many = [(f"{number}.txt", b"words") for number in range(adding.MOST_FILES + 1)]

    refused = send(client, *many)
    assert refused.status_code == 400 and f"1 to {adding.MOST_FILES} files" in refused.json()["problem"]
    assert client.post("/documents/add", content=b"no form").status_code == 400
    monkeypatch.setattr(adding, "MOST_BYTES", 1000)
    large = send(client, ("large.txt", b"words " * 500))
    assert large.status_code == 413 and "Send fewer files" in large.json()["problem"]
    assert not assistant.store.catalogue.documents() and not (assistant.store.folder / ADDED).exists()
    # A place that a refused sending had is free again.
    monkeypatch.undo()
    assert [send(client, ("minutes.txt", FIRST.encode())).status_code for _ in range(adding.MOST_AT_ONCE + 1)] == [200] * 3


def test_nothing_that_was_sent_outlives_its_reading(service, assistant, monkeypatch):
    arriving, seen = assistant.store.folder / ARRIVING, []
    real = adding.add_papers

    def watch(assistant, files, let_pass):
        seen.append([path.name for path in files])
        assert len(list(arriving.iterdir())) == 1 and arriving.stat().st_mode & 0o077 == 0
        yield from real(assistant, files, let_pass)

    monkeypatch.setattr(adding, "add_papers", watch)
    officer = sign_in(service, "officer")
    send(officer, ("../../minutes.txt", FIRST.encode()))
    send(officer, ("broken.pdf", b"%PDF"))

    assert seen == [["minutes.txt"], ["broken.pdf"]] and not list(arriving.iterdir())


def test_what_a_killed_program_left_goes_with_the_next_sending(service, assistant):
    arriving = assistant.store.folder / ARRIVING
    for name, age in (("old", adding.LEFT_SECONDS + 60), ("new", 60)):
        (arriving / name).mkdir(parents=True)
        (arriving / name / "minutes.txt").write_text(FIRST, "utf-8")
        os.utime(arriving / name, (time.time() - age,) * 2)
    send(sign_in(service, "officer"), ("minutes.txt", SECOND.encode()))

    assert [path.name for path in arriving.iterdir()] == ["new"]


def test_what_is_still_being_read_stays_however_long_it_takes_and_its_place_is_given_back(service, assistant, monkeypatch):
    arriving, officer = assistant.store.folder / ARRIVING, sign_in(service, "officer")

    def read_for_hours(assistant, files, let_pass):
        os.utime(files[0].parent.parent, (0, 0))
        monkeypatch.setattr(adding, "add_papers", lambda assistant, files, let_pass: [files[0].read_text()])
        assert send(officer, ("second.txt", b"second")).status_code == 200
        yield files[0].read_text()
        for path in arriving.iterdir():
            # By hand, or by whoever tidies the disk.
            shutil.rmtree(path)

    for _ in range(adding.MOST_AT_ONCE + 1):
        monkeypatch.setattr(adding, "add_papers", read_for_hours)
        reply = send(officer, ("first.txt", b"the first words"))
        assert reply.status_code == 200 and "the first words" in reply.text


def test_who_may_not_add_papers_is_told_of_the_link_only_where_that_is_the_way():
    assert LINK in render_adding(False, by_link=True) and render_adding(False, by_link=False) == ""
    assert 'type="file"' in render_adding(True, by_link=True) and LINK not in render_adding(True, by_link=True)
