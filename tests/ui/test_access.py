"""Who sees a paper: what officers are told is held back and why, at the command line and on the page, and what they rule."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.standing import ONLY_LISTED
from index.store import Store
from index.sync import sync_files
from tests.ui.test_doors import PASSWORD, sign_in
from ui.cli import main
from ui.doctor import check_all
from ui.people import People
from ui.service import Service
from ui.site.app import build_app

OPEN = "# Minutes of the Library Board\n\nAnyshire Council\n\n5 March 2024\n\n5.1 The library opens on Sundays.\n"
DEAL = "# Deal\n\nAnyshire Council\n\n5 March 2024\n\n1.1 Zinnober Holdings pays a price.\n"
MARKED = "# Sale\n\nNOT FOR PUBLICATION by virtue of paragraph 3 of Part 1 of Schedule 12A\n\n1.1 Vermilion Holdings pays.\n"


@pytest.fixture(autouse=True)
def embedder_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assistant.opening", "ui.doctor"):
        monkeypatch.setattr(f"{module}.SentenceEmbedder", lambda model, batch: WordHashEmbedder())


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "b").mkdir(parents=True)
    for name, words in (("minutes.md", OPEN), ("deal.md", DEAL), ("sale.md", MARKED), ("b/sale.md", MARKED + "\nThe end.\n")):
        (folder / name).write_text(words, "utf-8")
    (folder / "manifest.csv").write_text("file,exempt\ndeal.md,yes\n", "utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path, papers: Path) -> Path:
    assert main(["ingest", str(papers), "--store", str(tmp_path / "store"), "--json"]) == 0
    return tmp_path / "store"


@pytest.fixture
def council(store: Path, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main([*arguments, "--store", str(store)])
        except SystemExit as ending:
            status = ending.code
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def put_in_doubt(store: Path, file: str) -> None:
    """As a reader does that does not wholly understand a mark."""
    opened = Store(store, WordHashEmbedder())
    with opened.catalogue.writing() as db:
        db.execute(
            "update markings set state = 'in doubt', why = 'header of page 3: RESTRICTED' "
            "where document in (select id from documents where file = ?)",
            (file,),
        )
    opened.close()


def test_ingest_says_what_it_held_back_and_why(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["ingest", str(papers), "--store", str(tmp_path / "store")]) == 0
    said = capsys.readouterr().out

    assert "exempt: deal.md\n    the manifest says so of deal.md\n" in said
    assert "exempt: sale.md\n" in said and "paragraph 3 of Part 1 of Schedule 12A" in said
    assert "3 papers exempt and 0 in doubt, wholly or in part, are held back." in said


def test_papers_are_listed_with_why_they_are_held_back_and_those_in_doubt_alone(council, store: Path):
    put_in_doubt(store, "sale.md")
    status, listed, _ = council("papers", "list", "--json")
    in_doubt = json.loads(council("papers", "list", "--in-doubt", "--json")[1])

    assert status == 0 and {(p["file"], p["state"]) for p in json.loads(listed)} == {
        ("b/sale.md", "exempt"), ("deal.md", "exempt"), ("sale.md", "in doubt"),
    }  # fmt: skip
    assert [(p["file"], p["why"]) for p in in_doubt] == [("sale.md", ["header of page 3: RESTRICTED"])]
    words = council("papers", "list", "--in-doubt")[1]
    assert "in doubt: sale.md\n    header of page 3: RESTRICTED\n" in words and "council papers open FILE" in words


def test_an_officer_rules_at_the_command_line_by_name_path_or_digest(council, papers: Path):
    assert council("papers", "open", "deal.md")[0] == 0
    assert council("papers", "exempt", str(papers / "minutes.md"))[0] == 0
    shown = json.loads(council("papers", "list", "--json")[1])
    states = {paper["file"]: (paper["state"], paper["ruling"]) for paper in shown}
    assert states["deal.md"] == ("open", "open") and states["minutes.md"] == ("exempt", "exempt")

    digest = next(paper["digest"] for paper in shown if paper["file"] == "deal.md")
    [back] = json.loads(council("papers", "as-marked", digest[:12], "--json")[1])
    assert (back["state"], back["ruling"], back["why"]) == ("exempt", None, ["the manifest says so of deal.md"])


def test_a_paper_that_is_not_there_or_is_one_of_two_of_its_name_is_named(council, papers: Path):
    (papers / "b" / "deal.md").write_text(DEAL + "\nMore.\n", "utf-8")
    assert council("ingest", str(papers))[0] == 0

    for arguments, status, said in (
        (("open", "none.md"), 1, "There is no paper none.md"),
        (("open", "b/sale.md"), 0, ""),
        (("open",), 2, "council papers open FILE"),
        (("list", "deal.md"), 2, "name no file"),
    ):
        found, _, error = council("papers", *arguments)
        assert found == status and said in error and "Traceback" not in error, arguments
    (papers / "sale.md").unlink()
    (papers / "deal.md").unlink()
    (papers / "c").mkdir()
    (papers / "c" / "sale.md").write_text(MARKED, "utf-8")
    assert council("ingest", str(papers))[0] == 0
    found, _, error = council("papers", "open", "sale.md")
    assert found == 1 and "2 papers go by the name sale.md" in error and "b/sale.md" in error


def test_doctor_says_what_is_held_back_and_names_each_paper_in_doubt(store: Path):
    before = {check.name: check for check in check_all(store)}
    put_in_doubt(store, "sale.md")
    after = {check.name: check for check in check_all(store)}

    assert before["held back"].severity == "ok" and "3 exempt, 0 in doubt" in before["held back"].message
    assert "in doubt" not in before and after["held back"].severity == "note"
    assert "sale.md. header of page 3: RESTRICTED" in after["in doubt"].message
    assert "council papers open 'sale.md'" in after["in doubt"].remedy


def test_a_setting_publishes_only_what_is_listed_open(council, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "settings.toml"
    own.write_text(f'[store]\npublish = "{ONLY_LISTED}"\n', "utf-8")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(own))
    assert council("search", "library")[0] == 0

    states = {paper["file"]: paper for paper in json.loads(council("papers", "list", "--json")[1])}
    assert states["minutes.md"]["state"] == "exempt" and "not listed" in states["minutes.md"]["why"][0]
    assert council("papers", "open", "minutes.md")[0] == 0
    opened = Store(store, WordHashEmbedder())
    assert [d.file for d in opened.open_papers().catalogue.documents()] == ["minutes.md"]
    opened.close()


@pytest.fixture
def served(papers: Path, tmp_path: Path) -> Iterator[tuple[Assistant, object]]:
    from ui.web import mount_pages

    store = Store(tmp_path / "served", WordHashEmbedder(), create=True)
    sync_files([papers], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    people = People(store.folder, store.catalogue)
    for name in ("member", "officer"):
        people.add(name, name, PASSWORD)
    people.add("cleared", "member", PASSWORD, exempt=True)
    assistant = Assistant(store, load_settings())
    service = Service(assistant, ["When does the library open?"])
    app = build_app(service, lambda app: mount_pages(app, service))
    with TestClient(app) as running:
        app.state.portal = running.portal
        yield assistant, app
    store.close()


def digest_of(assistant: Assistant, file: str) -> str:
    return next(d.digest for d in assistant.store.catalogue.documents() if d.file == file)


def may_see(client: TestClient, digest: str) -> bool:
    return client.get(f"/paper/{digest}").status_code == 200


def test_an_officer_rules_on_the_page_and_it_takes_effect_at_once_for_everybody(served):
    assistant, app = served
    officer, member, digest = sign_in(app, "officer"), sign_in(app, "member"), digest_of(assistant, "deal.md")
    page = officer.get(f"/paper/{digest}").text
    assert "Exempt" in page and "the manifest says so of deal.md" in page and f'action="/documents/{digest}/ruling"' in page
    assert not may_see(member, digest)

    reply = officer.post(f"/documents/{digest}/ruling", data={"ruling": "open"})
    assert reply.status_code == 303 and may_see(member, digest)
    assert re.search(r"Ruled open by officer on \d", officer.get(f"/paper/{digest}").text)
    shown = member.get(f"/paper/{digest}").text
    assert "ruling" not in shown and "Ruled" not in shown and "manifest" not in shown

    officer.post(f"/documents/{digest}/ruling", data={"ruling": "as-marked"})
    assert not may_see(member, digest)


def test_only_officers_rule_and_in_no_other_sites_name(served):
    assistant, app = served
    digest = digest_of(assistant, "deal.md")
    for name, headers in (("member", {}), ("cleared", {}), ("officer", {"sec-fetch-site": "cross-site"})):
        reply = sign_in(app, name).post(f"/documents/{digest}/ruling", data={"ruling": "open"}, headers=headers)
        assert reply.status_code == 403, name
    assert sign_in(app, "officer").post(f"/documents/{digest}/ruling", data={"ruling": "burn"}).status_code == 400
    assert sign_in(app, "member").post(f"/documents/{digest}/ruling").status_code == 403
    assert not may_see(sign_in(app, "member"), digest)


def test_the_page_of_documents_lists_for_officers_what_is_held_back(served):
    from starlette.requests import Request

    from ui.page.documents import render_documents
    from ui.service import SESSION
    from ui.site.documents import find_holding

    assistant, app = served
    service, shown = Service(assistant), {}
    for name in ("officer", "cleared", "member"):
        cookie = f"{SESSION}={sign_in(app, name).cookies[SESSION]}".encode()
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"cookie", cookie)], "query_string": b""}
        shown[name] = render_documents(find_holding(service, Request({**scope, "client": ("192.0.2.1", 1)})))

    assert 'id="held-back"' in shown["officer"] and "the manifest says so of deal.md" in shown["officer"]
    assert "held-back" not in shown["cleared"] + shown["member"] and "Zinnober" not in shown["member"]


def test_whatever_is_sent_to_who_sees_exempt_papers_is_not_kept(served):
    assistant, app = served
    digest, open_digest = digest_of(assistant, "deal.md"), digest_of(assistant, "minutes.md")
    addresses = (
        f"/paper/{digest}", f"/paper/{digest}/words", f"/paper/{digest}/original", f"/api/v1/documents/{digest}",
        "/api/v1/documents", "/registers/decisions", "/registers/decisions.csv", "/export.md?q=price", f"/paper/{open_digest}",
    )  # fmt: skip
    for name in ("officer", "cleared"):
        client = sign_in(app, name)
        kept = {address: client.get(address).headers.get("cache-control") for address in addresses}
        assert set(kept.values()) == {"no-store"}, kept
        assert client.post("/api/v1/ask", json={"question": "What is the price?"}).headers["cache-control"] == "no-store"
        assert "no-store" not in client.get("/site/base.css").headers.get("cache-control", "")
    assert sign_in(app, "member").get(f"/paper/{open_digest}").headers.get("cache-control") != "no-store"
