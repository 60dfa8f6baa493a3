"""Seventy invented words that stand only in what is held back: no door tells any of them to who may see open papers only.

They stand in titles, headings, names of files and folders, cells of tables, short forms, names of councils and bodies, and what
the registers draw from: of papers held back as a whole, by a manifest, a folder, a zip folder or an officer, and in parts of
papers whose other parts are open. Every route of the application is asked, those that are added later too.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.pending import renew_indexes
from index.registers import RecordFilters, Registers
from index.ruling import rule_on
from index.standing import apply_standing, keep_markings
from index.store import Store
from index.sync import sync_files
from ingest.document import Marking
from ingest.records.record import REGISTERS
from tests.ui.addresses import list_addresses
from tests.ui.test_doors import PASSWORD, read_words, sign_in, use_tool
from tests.ui.test_routes import find_gradio
from ui.asked import Asked, ask_all
from ui.handlers import find_further
from ui.page.documents import render_documents
from ui.page.limits import render_limits
from ui.people import People
from ui.rendering import render_opening
from ui.service import SESSION, Service
from ui.site.app import build_app
from ui.site.documents import find_holding

WORDS = tuple(
    head + tail
    for head in ("Quab", "Vezz", "Zorn", "Jexl", "Kwim", "Plov", "Xand", "Ybro", "Grulf", "Thwip")
    for tail in ("rixo", "undle", "ashko", "empic", "orvath", "iblet", "uskin")
)
SHORT = "QVP"
CONTROL = "Smorfadin"
"""A word like the others that stands nowhere at all."""
QUESTIONS = (
    "What was accepted?", "What price does the partnership offer for the court?", "Who was dismissed?", "List the bidders.",
    "What did the inspectors judge inadequate?", "What must the council do?", "When does the library open?",
    "What was resolved about the hedges?", "What does the policy say about trees?",
)  # fmt: skip
POLICY = " ".join(f"Rule {n}: a tree of kind {n} is cut in month {n} by the team of ward {n}." for n in range(1, 30))
STREAMS = ("/sse", "/heartbeat", "/queue", "/dev/", "/messages")
"""Routes of Gradio that hold a connection open."""


def write_papers(folder: Path) -> None:
    words = iter(WORDS)

    def w(count: int = 1) -> str:
        return " ".join(next(words) for _ in range(count))

    def write(name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    manifest = ["file,type,exempt"]
    # Held back by the manifest, the whole of it. The short form is that of the first and eighth word.
    long_form = f"{WORDS[0]} {WORDS[7]} Partnership ({SHORT})"
    taken = {WORDS[0], WORDS[7]}
    words = iter(word for word in WORDS if word not in taken)
    sale = f"{w()}-sale.md".lower()
    write(
        sale,
        f"# {w()} Borough Council\n\n# Minutes of the {w()} Committee\n\n5 March 2024\n\n## 1. Sale of {w()} Court\n\n"
        f"1.1 The {long_form} offers a price.\n\nBidder | {w()} price\n--- | ---\n{w()} | {w()}\n{w()} | 7\n\n"
        f"1.2 The Committee resolved that the offer of {w()} be accepted.\n\n"
        f"1.3 The council must consult {w()} under section 9 of the {w()} Planning Act 1990.\n\n"
        f"1.4 Ofsted inspected {w()} children's home from 4 to 6 March 2024 and judged its overall effectiveness Inadequate.\n",
    )
    manifest.append(f"{sale},minutes,yes")
    # A pack with an item that is held back.
    write(
        "cabinet-pack.md",
        "# Anyshire Council\n\n# Agenda\n\nCabinet\n\n5 March 2024\n\n1. Apologies\n\f\n## Agenda Item 2\n\n## Library hours\n\n"
        "RESOLVED: That the Kelverton library open on Sundays.\n\f\n"
        f"## Agenda Item 3\n\n## Dismissal of {w(2)}\n\n### 3. The case of {w()}\n\n"
        f"3.1 The following were heard by {w()}:\n\n- {w()};\n- {w()}; and\n- {w()}.\n\n"
        f"Name | Post at {w()}\n--- | ---\n{w()} | {w()}\n\n"
        f"3.2 The {w()} {w()} Service ({w()}) advised.\n\nRESOLVED: That {w()} be dismissed.\n\n"
        f"3.4 The council must pay {w()} under section 2 of the {w()} Act 1972.\n\n#### Appendix {w()}\n\nA letter of {w()}.\n"
        "\f\n## Agenda Item 4\n\n## Roads\n\nRESOLVED: That twelve roads be mended.\n",
    )
    manifest.append("cabinet-pack.md,agenda pack,")
    # A report whose first page is held back, with its title and facts and the headings that go on over the others.
    write(
        "report-7.md",
        f"# Purchase of {w()} Farm\n\n{w()} District Council\n\nPlanning {w()} Panel\n\n12 March 2024\n\n## {w(2)} valuation\n\n"
        f"1.1 The first words are of {w()}.\n\f\n2.1 Then open words about hedges and ditches.\n\n"
        "RESOLVED: That the hedges be cut.\n\n2.2 The council must keep its hedges under section 7 of the Hedges Act 1964.\n",
    )
    manifest.append("report-7.md,report,")
    write("policy.md", f"# Tree policy\n\nAnyshire Council\n\n1 May 2024\n\n{POLICY}\n")
    revised = f"policy-revised-{w()}.md".lower()
    write(revised, f"# Tree policy\n\nAnyshire Council\n\n1 May 2024\n\n{POLICY}\n\nThe tree of {w()} stays.\n")
    manifest.append(f"{revised},,yes")
    write("brief.md", f"# Brief on {w()}\n\nAnyshire Council\n\n{w()} was told of {w()}.\n")
    write("manifest.csv", "\n".join(manifest) + "\n")
    # A folder that is declared exempt, with a file that cannot be read.
    hidden = f"part2/{w()}".lower()
    write("part2/manifest.csv", "file,exempt\n*,all\n")
    write(f"{hidden}/note-{w()}.md".lower(), f"# Note for {w()}\n\n{w()} Town Council\n\n{w()} and {w()} agreed with {w()}.\n")
    write(f"{hidden}/{w()}.pdf".lower(), "no PDF at all")
    with zipfile.ZipFile(folder / "papers.zip", "w") as packed:
        name = f"{w()}/deal.md".lower()
        packed.writestr(name, f"# Deal with {w()}\n\n{w()} Council\n\nThe {w()} of {w()} pays {w()}.\n")
        packed.writestr("manifest.csv", f"file,exempt\n{name},yes\n")
    for word in words:
        write(f"part2/{word}.md".lower(), f"# {word}\n\n{word} of the {word}.\n")


def hold_back(store: Store, file: str, first: str, before: str) -> None:
    """Mark a part of a paper, from some words to before others, as a reader would that knows every sign."""
    document = next(d for d in store.catalogue.documents() if d.file == file)
    text = store.catalogue.text(document.row)
    start = text.index(first)
    marking = Marking(start=start, end=text.index(before, start), state="in doubt", why="a stamp on the page: PRIVATE")
    with store.catalogue.writing() as db:
        keep_markings(db, document.row, [marking])
        apply_standing(db, document.row)
    renew_indexes(store.catalogue, store.vectors, store.embedder, document.digest)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("papers")
    write_papers(folder)
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    hold_back(store, "cabinet-pack.md", "Agenda Item 3", "Agenda Item 4")
    hold_back(store, "report-7.md", "Purchase of", "2.1 Then")
    brief = next(d for d in store.catalogue.documents() if d.file == "brief.md")
    rule_on(store.catalogue, store.vectors, store.embedder, brief.digest, "exempt", who="", day=date(2024, 5, 1))
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    yield Assistant(store, settings.model_copy(update={"answering": bold}))
    store.close()


@contextmanager
def serve(assistant: Assistant, *, host: str) -> Iterator[tuple[Service, FastAPI]]:
    from ui.web import mount_pages

    service = Service(assistant, host=host)
    service.warm_up()
    app = build_app(service, lambda app: mount_pages(app, service))
    # The tools are answered by tasks that live as long as the application does.
    with TestClient(app) as running:
        app.state.portal = running.portal
        yield service, app


@pytest.fixture(scope="module", params=["anonymous", "member"])
def visitor(request: pytest.FixtureRequest, assistant: Assistant) -> Iterator[tuple[Service, TestClient]]:
    """Somebody on another machine where no accounts are kept, and a member who may not see exempt papers where there are."""
    people = People(assistant.store.folder, assistant.store.catalogue)
    if request.param == "member":
        people.add("member", "member", PASSWORD)
        with serve(assistant, host="127.0.0.1") as (service, app):
            yield service, sign_in(app, "member")
        people.remove("member")
    else:
        people.path.unlink(missing_ok=True)
        with serve(assistant, host="0.0.0.0") as (service, app):
            yield service, sign_in(app, None)


def told_in(words: str) -> list[str]:
    found = words.casefold()
    return [word for word in WORDS if word.casefold() in found] + ([SHORT] if SHORT.casefold() in found else [])


def fill_in(path: str, assistant: Assistant) -> list[str]:
    """Addresses of a route: one for each paper, page, record and form of file that its parameters can mean."""
    catalogue = assistant.store.catalogue
    documents = catalogue.documents()
    records = [
        (register, stored.digest, f"{stored.record.place.start}-{stored.record.place.end}")
        for register in REGISTERS
        for stored in Registers(catalogue).list_records(register)
    ]
    endings = ("md", "json", "docx", "pdf") if path.startswith("/export") else ("csv", "xlsx")
    name = "{name}" if "{name}" in path else "{register}"
    addresses = [path]
    if "{place}" in path:
        addresses = [path.replace(name, r).replace("{digest}", d).replace("{place}", p) for r, d, p in records]
    for parameter, values in (
        ("{digest}", [document.digest for document in documents]),
        ("{number}", ["1", "2", "3", "4", "99"]),
        ("{name}", REGISTERS),
        ("{register}", REGISTERS),
        ("{ending}", endings),
    ):
        if any(parameter in address for address in addresses):
            addresses = [address.replace(parameter, value) for address in addresses for value in values]
    left = {parameter for address in addresses for parameter in re.findall(r"{[^}]*}", address)}
    assert not left, f"{path}: say here what {left} can be"
    return addresses


def queries_for(path: str) -> list[str]:
    if path.startswith("/export"):
        return ["?" + "&".join(f"q={question}" for question in QUESTIONS)]
    if path.endswith("/words") or path.endswith("/page/{number}"):
        return ["", "?start=0&end=60", "?start=0&end=100000&part=1"]
    return [""]


SENT = {
    "/api/v1/ask": [{"question": question} for question in QUESTIONS] + [{"question": QUESTIONS[1], "earlier": [QUESTIONS[0]]}],
    "/api/v1/search": [{"question": question, "k": 100} for question in QUESTIONS],
    "/feedback": [{"asked": f"q={QUESTIONS[0]}", "verdict": "right", "comment": ""}],
    "/documents/{digest}/remove": [None],
    "/documents/{digest}/ruling": [None],
    "/documents/add": [None],
}
"""What is sent to the routes that take something."""
OF_SIGNING_IN = ("/sign-in", "/sign-out", "/login", "/login/", "/logout")
TOOLS = [
    use_tool("ask_papers", question=QUESTIONS[0]), use_tool("search_papers", question=QUESTIONS[1], count=50),
    use_tool("list_documents"), *(use_tool("list_records", register=register, text="", page=1) for register in REGISTERS),
]  # fmt: skip


def test_the_papers_hold_every_word_and_who_may_see_them_is_told(assistant):
    catalogue = assistant.store.catalogue
    everything = " ".join(catalogue.text(d.row) + d.file for d in catalogue.documents())
    everything += " ".join(entry["path"] for entry in catalogue.skipped())

    assert len(WORDS) == len(set(WORDS)) == 70
    assert [word for word in WORDS if word.casefold() not in everything.casefold()] == []


def test_no_route_of_the_program_tells_a_word(visitor, assistant):
    _, client = visitor
    asked = 0
    for method, path in sorted(list_addresses(client.app)):
        # What lies at "/" is Gradio's.
        if path in ("/", *OF_SIGNING_IN) or method in ("HEAD", "OPTIONS") or path.startswith("/site"):
            continue
        assert method == "GET" or path in SENT, f"{method} {path}: say in SENT what is sent to it"
        for address in fill_in(path, assistant):
            for query in queries_for(path) if method == "GET" else [""]:
                for body in SENT.get(path, [None]) if method != "GET" else [None]:
                    reply = client.request(method, address + query, json=body)
                    asked += 1
                    assert reply.status_code < 500, (method, address, query)
                    said = read_words(reply) + str(reply.headers)
                    assert told_in(said.replace(address, "")) == [], (method, address, query, body)
    assert asked > 200


def test_no_route_of_gradio_and_no_tool_tells_a_word(visitor, assistant):
    _, client = visitor
    for method, path in sorted(list_addresses(find_gradio(client.app))):
        if method == "GET" and not any(part in path for part in ("{", *STREAMS)):
            assert told_in(read_words(client.get(path))) == [], path
    pages = [
        use_tool("read_page", digest=d.digest, page=number) for d in assistant.store.catalogue.documents() for number in (1, 2, 3)
    ]
    for method, address, body in (*TOOLS, *pages):
        reply = client.request(method, address, json=body)
        assert reply.status_code == 200 and told_in(read_words(reply)) == [], body


def test_what_the_pages_of_gradio_show_tells_no_word(visitor):
    service, client = visitor
    cookie = f"{SESSION}={client.cookies.get(SESSION, '')}".encode()
    host = client.base_url.host.encode()
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"cookie", cookie), (b"host", host)]}
    request = Request({**scope, "client": ("192.0.2.7", 5000), "scheme": "http", "server": ("papers.example", 80)})
    assistant = service.assistant_for(request)
    assert assistant is not service.full
    turns = ask_all(assistant, [Asked(question=question) for question in QUESTIONS])

    assert service.suggestions != () and told_in(" ".join(service.suggestions)) == []
    for shown in (
        render_documents(find_holding(service, request)),
        render_limits(assistant.store.catalogue),
        render_opening(assistant.coverage(), service.left_out(request)),
        *(find_further(service.suggester_for(request), turns[: number + 1]) for number in range(len(turns))),
    ):
        assert told_in(shown) == []


def test_a_word_that_is_held_back_is_answered_as_one_that_stands_nowhere(assistant):
    # Sure of itself as it is by default, so that it may find nothing.
    shown = Assistant(assistant.store.open_papers(), load_settings())
    registers, catalogue = Registers(shown.store.catalogue), shown.store.catalogue

    def ask(word: str) -> str:
        said = shown.ask(f"What is {word}?")
        hits = {(hit.document.file, hit.start, hit.words_score) for hit in shown.store.retriever.search(word, k=100).hits}
        records = [registers.count_records(name, RecordFilters(text=word)) for name in REGISTERS]
        told = (said.status, said.text, said.search_query, sorted(hits), records, catalogue.word_counts([word]))
        return str(told).replace(word, "?").replace(word.lower(), "?")

    assert told_in(str(catalogue.abbreviations())) == [] and shown.store.retriever.terms.spell_out(SHORT) == SHORT
    control = ask(CONTROL)
    assert "Found nowhere in them" in control
    assert [word for word in WORDS if ask(word) != control] == []


def test_a_slip_is_never_mended_to_a_word(assistant):
    shown, full = assistant.store.open_papers().retriever, assistant.store.retriever
    slips = [word[:4].lower() + word[5:] for word in WORDS]

    assert [slip for slip in slips if shown.search(slip).question != slip] == []
    assert any(full.search(slip).question != slip for slip in slips)


def test_the_open_parts_of_the_same_papers_still_answer(visitor):
    _, client = visitor
    for question, words, file in (
        ("When does the Kelverton library open?", "Sundays", "cabinet-pack.md"),
        ("How many roads were mended?", "twelve roads", "cabinet-pack.md"),
        ("What was resolved about the hedges?", "hedges", "report-7.md"),
    ):
        answer = client.post("/api/v1/ask", json={"question": question}).json()
        assert words in answer["text"] and file in {cited["file"] for cited in answer["citations"]}, question
    decisions = client.get("/api/v1/records/decisions").json()
    assert {record["file"] for record in decisions["records"]} >= {"cabinet-pack.md", "report-7.md"}
