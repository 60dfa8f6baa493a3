"""Exempt papers stay with those who may see them, whichever door is tried, and nothing but "some papers were left out" is said.

A store holds an open paper, an exempt one, and a pack with an exempt part. Every address of the application is tried by somebody
who may not see them; the words, the names and the pages of what is exempt must be in no reply.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.registers import Registers
from index.store import Store
from index.sync import sync_files
from ingest.records.record import REGISTERS
from ui.page.viewer import place_address
from ui.people import People
from ui.service import LEFT_OUT, Service
from ui.site.app import build_app

SECRET = "zinnober"
"""A word that stands in nothing that is open."""
SECRET_TITLE = "Wexcombe"
SCHEDULE = "paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"
OPEN = """# Anyshire Council

# Minutes of the Library Board

5 March 2024

5.1 The Board resolved that Kelverton library shall open on Sundays.

5.2 The council must provide libraries under section 7 of the Public Libraries and Museums Act 1964.
"""
EXEMPT = f"""# Anyshire Council

# Sale of land at {SECRET_TITLE}

NOT FOR PUBLICATION by virtue of {SCHEDULE}

5 March 2024

1.1 The Zinnober Yard Partnership (ZYP) offers £2,345,678 for the yard and the Kelverton library.

1.2 The Board resolved that the offer of Zinnober be accepted.

1.3 The council must consult Zinnober on the libraries under section 9 of the Town and Country Planning Act 1990.

1.4 Ofsted inspected Zinnober children's home from 4 to 6 March 2024 and judged its overall effectiveness Inadequate.
"""
ASKED = f"What does {SECRET} offer for the yard at Kelverton?"
SECRETS = (
    "2,345,678", "paid in may", "zinnober yard", "sale-wexcombe", "sale of land at", "offers £", "offer of zinnober",
    "consult zinnober", "zinnober children", "inadequate</",
)  # fmt: skip
PASSWORD = "three random words"


def draw_pack(path: Path) -> None:
    canvas = Canvas(str(path))
    for lines in (
        ["Anyshire Council", "Agenda", "Cabinet", "5 March 2024", "1. Apologies", "2. Library hours", "3. Sale of land"],
        ["Agenda Item 2", "Library hours", "The Kelverton library opens on Sundays."],
        ["Agenda Item 3", f"Not for publication by virtue of {SCHEDULE}", f"{SECRET_TITLE}: {SECRET} offers £2,345,678."],
        ["The rest of the offer of zinnober is paid in May."],
        ["Agenda Item 4", "Any other business of the Kelverton library."],
    ):
        for number, line in enumerate(lines):
            canvas.drawString(70, 640 - 24 * number, line)
        canvas.showPage()
    canvas.save()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "library-board.md").write_text(OPEN, "utf-8")
    (folder / "sale-wexcombe.md").write_text(EXEMPT, "utf-8")
    draw_pack(folder / "cabinet-agenda-pack.pdf")
    (folder / "manifest.csv").write_text(
        "file,type,exempt\ncabinet-agenda-pack.pdf,agenda pack,\nsale-wexcombe.md,minutes,yes\n", "utf-8"
    )
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    people = People(store.folder, store.catalogue)
    people.add("member", "member", PASSWORD)
    people.add("cleared", "member", PASSWORD, exempt=True)
    people.add("officer", "officer", PASSWORD)
    yield Assistant(store, settings.model_copy(update={"answering": bold}))
    store.close()


@pytest.fixture(scope="module")
def app(assistant: Assistant):
    from ui.web import mount_pages

    service = Service(assistant, ["When does the library open?"])
    made = build_app(service, lambda app: mount_pages(app, service))
    # The tools are answered by tasks that live as long as the application does.
    with TestClient(made) as running:
        made.state.portal = running.portal
        yield made


def sign_in(app, name: str | None) -> TestClient:
    accepted = {"accept": "application/json, text/event-stream"}
    client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False, headers=accepted)
    client.portal = app.state.portal
    if name:
        reply = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert reply.status_code == 303
    return client


def use_tool(name: str, **arguments: object) -> tuple[str, str, dict]:
    """Method, address and body of a call of a tool, as MCP has it."""
    params = {"name": name, "arguments": arguments}
    return "POST", "/gradio_api/mcp/", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


def find(assistant: Assistant, ending: str):
    return next(d for d in assistant.store.catalogue.documents() if d.file.endswith(ending))


def doors(assistant: Assistant) -> dict[str, tuple[str, str, dict | None]]:
    """Method, address and body of every way to words of papers."""
    exempt, pack = find(assistant, "wexcombe.md"), find(assistant, "pack.pdf")
    secret = [(d, assistant.store.catalogue.text(d.row).casefold().index(SECRET)) for d in (exempt, pack)]
    found: dict[str, tuple[str, str, dict | None]] = {
        "ask": ("POST", "/api/v1/ask", {"question": ASKED}),
        "ask a title": ("POST", "/api/v1/ask", {"question": f"What was said of {SECRET_TITLE}?"}),
        "ask an abbreviation": ("POST", "/api/v1/ask", {"question": "What is ZYP?"}),
        "follow up": ("POST", "/api/v1/ask", {"question": "And for the yard?", "earlier": [ASKED]}),
        "search": ("POST", "/api/v1/search", {"question": ASKED, "k": 100}),
        "documents": ("GET", "/api/v1/documents", None),
        "feedback": ("POST", "/feedback", {"asked": f"q={ASKED}", "verdict": "right", "comment": ""}),
        "ask tool": use_tool("ask_papers", question=ASKED),
        "search tool": use_tool("search_papers", question=ASKED, count=50),
        "documents tool": use_tool("list_documents"),
        "page tool": use_tool("read_page", digest=pack.digest, page=3),
        "paper tool": use_tool("read_page", digest=exempt.digest, page=1),
        "records tool": use_tool("list_records", register="duties", text="", page=1),
        "searched records tool": use_tool("list_records", register="decisions", text=SECRET, page=1),
        "start page": ("GET", "/", None),
        "documents page": ("GET", "/documents", None),
        "config": ("GET", "/config", None),
        "openapi": ("GET", "/api/openapi.json", None),
    }  # fmt: skip
    for ending in ("md", "json", "docx", "pdf"):
        found[f"export {ending}"] = ("GET", f"/export.{ending}?q={ASKED}&q={SECRET_TITLE}", None)
    for register in REGISTERS:
        found[f"{register} page"] = ("GET", f"/registers/{register}", None)
        found[f"{register} CSV"] = ("GET", f"/registers/{register}.csv", None)
        found[f"{register} workbook"] = ("GET", f"/registers/{register}.xlsx", None)
        found[f"{register} api"] = ("GET", f"/api/v1/records/{register}", None)
        found[f"{register} chosen"] = ("GET", f"/registers/{register}?text={SECRET}&grade=Inadequate&body={SECRET}", None)
        for stored in Registers(assistant.store.catalogue).list_records(register):
            place = f"{register}/{stored.digest}/{stored.record.place.start}-{stored.record.place.end}"
            found[f"{place} page"] = ("GET", f"/registers/{place}", None)
            found[f"{place} api"] = ("GET", f"/api/v1/records/{place}", None)
    for document, start in secret:
        name, of = document.file, f"/paper/{document.digest}"
        found[f"{name} facts"] = ("GET", of, None)
        found[f"{name} original"] = ("GET", f"{of}/original", None)
        found[f"{name} words"] = ("GET", f"{of}/words?start={start}&end={start + 8}", None)
        found[f"{name} api"] = ("GET", f"/api/v1/documents/{document.digest}", None)
        for number in range(1, 6):
            found[f"{name} page {number}"] = ("GET", place_address(document.digest, number, start, start + 8), None)
            found[f"{name} part {number}"] = ("GET", f"{of}/page/{number}?part=1", None)
            found[f"{name} api page {number}"] = ("GET", f"/api/v1/documents/{document.digest}/pages/{number}", None)
    return found


def read_words(reply) -> str:
    """The words of a reply, whatever form it has."""
    kind = reply.headers.get("content-type", "")
    if kind == "application/pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(reply.content) as document:
            return " ".join(page.get_textpage().get_text_range() for page in document).casefold()
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(reply.content)) as book:
            return " ".join(book.read(name).decode() for name in book.namelist()).casefold()
    if "wordprocessing" in kind:
        import docx

        return " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(reply.content)).paragraphs).casefold()
    return reply.text.casefold()


def without_echo(words: str) -> str:
    """What is left without the question itself, which its asker knows."""
    for said in (ASKED, f"What was said of {SECRET_TITLE}?", SECRET_TITLE + '"', f"# {SECRET_TITLE}"):
        for form in (said, json.dumps(said)[1:-1], said.replace("?", "\\?")):
            words = words.replace(form.casefold(), "")
    return words


def test_every_door_is_shut_to_who_has_not_signed_in(app, assistant):
    client = sign_in(app, None)

    for name, (method, address, body) in doors(assistant).items():
        reply = client.request(method, address, json=body)
        assert reply.status_code in (303, 401), name
        page = client.request(method, address, json=body, headers={"accept": "text/html"})
        assert method != "GET" or page.headers["location"].startswith("/sign-in?next="), name


def test_no_door_shows_a_member_what_is_exempt(app, assistant):
    client = sign_in(app, "member")

    for name, (method, address, body) in doors(assistant).items():
        reply = client.request(method, address, json=body)
        words = without_echo(read_words(reply))
        for secret in SECRETS:
            assert secret not in words, f"{name}: {secret}"
        assert reply.status_code < 500, name


def test_pictures_and_files_of_exempt_pages_are_refused_to_a_member_and_the_others_are_shown(app, assistant):
    client, pack = sign_in(app, "member"), find(assistant, "pack.pdf")

    statuses = {
        door: [client.get(address.format(n=n)).status_code for n in range(1, 6)]
        for door, address in (
            ("picture", f"/paper/{pack.digest}/page/{{n}}.png"),
            ("api picture", f"/api/v1/documents/{pack.digest}/pages/{{n}}.png"),
            ("page", f"/paper/{pack.digest}/page/{{n}}"),
        )
    }
    assert all(found == [200, 200, 403, 403, 200] for found in statuses.values()), statuses
    assert client.get(f"/paper/{pack.digest}/original").status_code == 403
    assert client.get(f"/paper/{find(assistant, 'wexcombe.md').digest}").status_code == 404


def test_what_is_left_out_is_said_and_no_more_whatever_is_asked(app):
    client = sign_in(app, "member")

    said = {client.post("/api/v1/ask", json={"question": q}).json()["left_out"] for q in (ASKED, "When does the library open?")}
    assert said == {LEFT_OUT}


def test_a_search_of_the_open_papers_knows_no_word_or_abbreviation_of_the_exempt_ones(assistant):
    full, open_papers = assistant.store.catalogue, assistant.store.open_papers().catalogue

    assert full.word_counts([SECRET])[SECRET] > 0 and open_papers.word_counts([SECRET]) == {SECRET: 0}
    assert "ZYP" in full.abbreviations() and "ZYP" not in open_papers.abbreviations()
    assert not any(SECRET in open_papers.text(document.row).casefold() for document in open_papers.documents())


@pytest.mark.parametrize("name", ["officer", "cleared"])
def test_who_may_see_exempt_papers_sees_them(app, assistant, name):
    client, pack = sign_in(app, name), find(assistant, "pack.pdf")
    reply = client.post("/api/v1/ask", json={"question": ASKED}).json()

    assert "2,345,678" in reply["text"] and reply["left_out"] is None
    assert client.get(f"/paper/{pack.digest}/page/3.png").status_code == 200
    assert client.get(f"/paper/{pack.digest}/original").status_code == 200


def test_only_officers_and_administrators_remove_papers(app, assistant):
    open_paper = find(assistant, "board.md")

    for name in ("member", "cleared"):
        assert sign_in(app, name).post(f"/documents/{open_paper.digest}/remove").status_code == 403
    assert find(assistant, "board.md")


def test_nothing_is_done_in_the_name_of_another_sites_page(app, assistant):
    client = sign_in(app, "officer")
    address = f"/documents/{find(assistant, 'board.md').digest}/remove"

    assert client.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post(address, headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert find(assistant, "board.md")


def test_a_sign_in_leads_to_no_other_site(app):
    client = sign_in(app, None)

    for next in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"):
        reply = client.post("/sign-in", params={"next": next}, data={"name": "member", "password": PASSWORD})
        assert reply.headers["location"] == "/"
    assert (
        client.post("/sign-in", params={"next": "/?q=What"}, data={"name": "member", "password": PASSWORD}).headers["location"]
        == "/?q=What"
    )


def test_a_session_ends_when_its_owner_signs_out(app):
    client = sign_in(app, "member")
    assert client.get("/api/v1/documents").status_code == 200
    token = client.cookies["council_session"]
    client.post("/sign-out")
    client.cookies.set("council_session", token)

    assert client.get("/api/v1/documents").status_code == 401


def test_a_register_of_the_open_papers_has_no_record_that_draws_on_an_exempt_one(assistant):
    full, open_papers = assistant.store.catalogue, assistant.store.open_papers().catalogue
    kept = {"decisions": "kelverton", "duties": "libraries"}

    for register in REGISTERS:
        everything = json.dumps([r.as_json() for r in Registers(full).list_records(register)]).casefold()
        shown = json.dumps([r.as_json() for r in Registers(open_papers).list_records(register)]).casefold()
        assert SECRET in everything and SECRET not in shown and "sale-wexcombe" not in shown, register
        assert kept.get(register, "") in shown, register
    assert "Inadequate" in Registers(full).grades() and "Inadequate" not in Registers(open_papers).grades()


def test_whoever_may_see_exempt_papers_finds_their_records_at_every_register_door(app):
    client, secret = sign_in(app, "officer"), "offer of zinnober"

    for address in (
        "/registers/decisions",
        "/registers/decisions.csv",
        "/registers/decisions.xlsx",
        "/api/v1/records/decisions",
    ):
        assert secret in read_words(client.get(address)), address
    method, address, body = use_tool("list_records", register="decisions", text=SECRET, page=1)
    assert secret in client.request(method, address, json=body).text.casefold()


def test_the_command_line_can_list_a_register_as_the_public_sees_it(assistant, capsys):
    from ui.cli import main

    for register in REGISTERS:
        assert main(["records", register, "--json", "--open", "--store", str(assistant.store.folder)]) == 0
        shown = capsys.readouterr().out.casefold()
        assert main(["records", register, "--json", "--store", str(assistant.store.folder)]) == 0
        assert SECRET in capsys.readouterr().out.casefold() and SECRET not in shown
