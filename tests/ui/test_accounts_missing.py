"""Accounts that are gone, emptied or damaged: the page is shut to everybody, whatever is done short of removing them by
command."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.backup import back_up, restore
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ui.cli import main
from ui.doctor import check_all
from ui.people import People
from ui.service import Service
from ui.site.app import build_app

pytestmark = pytest.mark.usefixtures("quick_passwords")
PASSWORD = "three random words"
EXEMPT = (
    "# Sale of the depot\n\nNot for publication by virtue of paragraph 3 of Part 1 of Schedule 12A to the Local Government Act "
    "1972\n\n1.1 Zinnober offers £2,345,678 for the depot.\n"
)
DOORS = ("/", "/sign-in", "/api/v1/documents", "/documents", "/site/base.css", "/registers", "/metrics", "/gradio_api/info")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "sale.md").write_text(EXEMPT, "utf-8")
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync_files(
        [tmp_path / "sale.md"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    return store


def open_site(store: Store) -> TestClient:
    service = Service(Assistant(store, load_settings()))
    app = build_app(service, lambda app: None)
    return TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000), follow_redirects=False)


def reopen(store: Store) -> Store:
    store.close()
    return Store(store.folder, WordHashEmbedder())


def spoil_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xa5" * 4096
    path.write_bytes(data)


def empty_tables(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("delete from people")


HARMS: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "cut to a part": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "cut within its head": lambda path: path.write_bytes(path.read_bytes()[:60]),
    "no database": lambda path: path.write_bytes(b"this is no database, and it is long enough" * 200),
    "a page spoilt": spoil_page,
    "a database of nothing": lambda path: (path.unlink(), sqlite3.connect(path).execute("create table other (x)").close()),
    "without its rows": empty_tables,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_accounts_that_are_harmed_shut_the_page_while_it_is_served_and_after_a_restart(store, harm, monkeypatch):
    monkeypatch.setattr("ui.doctor.SentenceEmbedder", lambda model, batch: WordHashEmbedder())
    People(store.folder, store.catalogue).add("ada", "administrator", PASSWORD)
    site = open_site(store)
    assert site.get("/api/v1/documents").status_code == 401
    harm(store.folder / "people.sqlite")

    for again in (site, open_site(reopen(store))):
        for path in DOORS:
            reply = again.get(path, headers={"accept": "text/html"})
            assert reply.status_code == 503 and "council user add NAME" in reply.text and "2,345,678" not in reply.text, path
        asked = again.post("/api/v1/ask", json={"question": "What does Zinnober offer for the depot?"})
        assert asked.status_code == 503 and "make an administrator anew" in asked.json()["problem"]
        signed = again.post("/sign-in", data={"name": "ada", "password": PASSWORD})
        assert signed.status_code == 503
        health = again.get("/health")
        assert health.status_code == 503 and health.json()["accounts"] == "missing"
        assert "from a backup" in health.json()["problem"]
    [check] = [check for check in check_all(store.folder) if check.name == "accounts"]
    assert check.severity == "error" and "missing or cannot be read" in check.message and "council user add" in check.remedy


@pytest.mark.parametrize("harm", ["deleted", "cut to a part", "cut within its head", "no database", "a page spoilt"])
def test_an_administrator_made_anew_on_the_command_line_opens_it_again(store, harm, monkeypatch, capsys):
    People(store.folder, store.catalogue).add("ada", "administrator", PASSWORD)
    HARMS[harm](store.folder / "people.sqlite")
    monkeypatch.setenv("COUNCIL_PASSWORD", PASSWORD)
    site = open_site(store)

    assert main(["user", "list", "--store", str(store.folder)]) == 1
    assert "missing or cannot be read" in capsys.readouterr().err
    assert main(["user", "add", "olu", "--role", "administrator", "--store", str(store.folder)]) == 0
    assert site.get("/api/v1/documents").status_code == 401
    assert site.post("/sign-in", data={"name": "olu", "password": PASSWORD}).status_code == 303
    assert "2,345,678" in site.post("/api/v1/search", json={"question": "Zinnober depot"}).text
    assert (store.folder / "people.sqlite").stat().st_mode & 0o777 == 0o600


def test_only_removing_the_last_account_opens_the_page_again(store, monkeypatch, capsys):
    people = People(store.folder, store.catalogue)
    for name in ("ada", "olu"):
        people.add(name, "administrator", PASSWORD)
    site = open_site(store)

    assert main(["user", "remove", "ada", "--store", str(store.folder)]) == 0
    assert "last account" not in capsys.readouterr().out and site.get("/api/v1/documents").status_code == 401
    assert main(["user", "remove", "olu", "--store", str(store.folder)]) == 0
    assert "last account" in capsys.readouterr().out
    assert site.get("/api/v1/documents").status_code == 200
    (store.folder / "people.sqlite").unlink()
    assert open_site(reopen(store)).get("/api/v1/documents").status_code == 200


def test_accounts_of_an_earlier_version_are_marked_when_the_page_is_served(store):
    People(store.folder, store.catalogue).add("ada", "member", PASSWORD)
    with store.catalogue.writing() as db:
        db.execute("delete from settings where name = 'accounts'")
    open_site(store)

    assert store.catalogue.setting("accounts") == "kept"


def test_a_page_that_has_seen_accounts_stays_shut_where_both_marks_are_gone(store):
    People(store.folder, store.catalogue).add("ada", "member", PASSWORD)
    site = open_site(store)
    site.get("/api/v1/documents")
    (store.folder / "people.sqlite").unlink()
    with store.catalogue.writing() as db:
        db.execute("delete from settings where name = 'accounts'")

    assert site.get("/api/v1/documents").status_code == 503


def test_a_catalogue_that_does_not_answer_lets_nobody_in_as_owner(store, monkeypatch):
    site = open_site(store)

    def fail(name: str) -> str:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(store.catalogue, "setting", fail)
    assert site.get("/api/v1/documents").status_code == 503 and site.get("/health").status_code == 503


def test_an_account_that_cannot_be_kept_leaves_the_page_as_it_was(store):
    (store.folder / "people.sqlite").mkdir()
    site = open_site(store)
    assert site.get("/api/v1/documents").status_code == 503
    (store.folder / "people.sqlite").rmdir()
    assert site.get("/api/v1/documents").status_code == 200


def test_a_restored_store_without_its_accounts_is_shut_or_has_those_that_were_there(store, tmp_path):
    people = People(store.folder, store.catalogue)
    back_up(store.catalogue, store.vectors, tmp_path / "bare.tar.gz")
    people.add("ada", "administrator", PASSWORD)
    store.close()
    report = restore(tmp_path / "bare.tar.gz", store.folder, WordHashEmbedder())
    restored = Store(store.folder, WordHashEmbedder())

    site = open_site(restored)
    assert site.get("/api/v1/documents").status_code == 401 and report.accounts_kept
    assert site.post("/sign-in", data={"name": "ada", "password": PASSWORD}).status_code == 303
    (restored.folder / "people.sqlite").unlink()
    assert open_site(restored).get("/api/v1/documents").status_code == 503
