"""The report of the last evaluation as a page: where there is one, to who may see all that it quotes, and without its powers."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ui.people import People
from ui.service import Service
from ui.site.app import build_app

EXEMPT = "# Sale of land\n\nNot for publication by virtue of paragraph 3 of Schedule 12A\n\nThe price is £2 million.\n"
PASSWORD = "three random words"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", WordHashEmbedder(), create=True)


def open_site(store: Store) -> TestClient:
    app = build_app(Service(Assistant(store, load_settings())), lambda app: None)
    return TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)


def write_report(store: Store) -> None:
    (store.folder / "quality").mkdir()
    (store.folder / "quality" / "report.html").write_text("<!doctype html><title>Report</title><p>0.93</p>", "utf-8")


def test_without_a_report_there_is_no_link_to_it(store):
    site = open_site(store)

    assert "/quality" not in site.get("/accessibility").text and site.get("/quality").status_code == 404


def test_a_report_is_shown_in_a_frame_that_can_run_nothing(store):
    write_report(store)
    site = open_site(store)

    assert 'href="/quality"' in site.get("/accessibility").text
    assert 'sandbox=""' in site.get("/quality").text
    report = site.get("/quality/report")
    assert "0.93" in report.text and report.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_report_that_may_quote_exempt_papers_is_kept_from_members(store, tmp_path):
    (tmp_path / "sale.md").write_text(EXEMPT, "utf-8")
    sync_files(
        [tmp_path / "sale.md"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    write_report(store)
    for name, role, status in (("ada", "member", 404), ("olu", "officer", 200)):
        People(store.folder, store.catalogue).add(name, role, PASSWORD)
        site = open_site(store)
        site.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert [site.get(path).status_code for path in ("/quality", "/quality/report")] == [status, status]
