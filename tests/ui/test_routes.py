"""Every address that answers, and whom: the table in `routes.tsv` is what is really served, asked over a socket.

A new address of ours, of Gradio or of a library fails here until it stands in the table, where a reader sees to whom it answers.
The columns are statuses for a reader where there are no accounts and, where there are, for somebody who has not signed in, a
member, an officer and an administrator. Addresses that answer nobody are not in it.
"""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from index.registers import Registers
from tests.ui.addresses import list_addresses
from tests.ui.marks import Marks
from ui.people import People
from ui.serve import ServedPage
from ui.service import SESSION, Service
from ui.site.app import build_app
from ui.site.gradio_door import NOT_HERE

TABLE = Path(__file__).with_name("routes.tsv")
PASSWORD = "three random words"
ROLES = ("member", "officer", "administrator")
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
QUESTION = "When does Kelverton library open?"
SENT: dict[str, tuple[dict[str, str], str]] = {
    "/api/v1/ask": (JSON, json.dumps({"question": QUESTION})),
    "/api/v1/search": (JSON, json.dumps({"question": QUESTION})),
    "/feedback": (JSON, json.dumps({"asked": f"q={QUESTION}", "verdict": "right", "comment": ""})),
    "/sign-in": (FORM, urlencode({"name": "nobody", "password": "a wrong password"})),
    "/gradio_api/mcp/": (JSON, json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})),
    "/gradio_api/cancel": (JSON, json.dumps({"fn_index": 0, "event_id": "none", "session_hash": "routes"})),
}
LAST = ("POST", "/sign-out")
"""After it nobody is signed in any more."""


@contextmanager
def serve(app: FastAPI) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, proxy_headers=False, timeout_graceful_shutdown=1)
    page = ServedPage(uvicorn.Server(config), listener, "", "")
    yield listener.getsockname()[1]
    page.close()


def build(assistant, people: People | None) -> tuple[FastAPI, Service]:
    from ui.web import mount_pages

    service = Service(assistant, [QUESTION])
    service.people = people or service.people
    service.warm_up()
    return build_app(service, lambda app: mount_pages(app, service)), service


def find_gradio(app: FastAPI) -> FastAPI:
    return next(route.app.app for route in app.routes if isinstance(route, Mount) and route.path == "")


def fill(address: str, assistant, app: FastAPI) -> str:
    """An address of the pattern, of things that are there; but for what changes papers, where no paper is of that digest."""
    document = next(d for d in assistant.store.catalogue.documents() if d.file == "fostering.md")
    record = Registers(assistant.store.catalogue).list_records("decisions")[0]
    place = f"{record.digest}/{record.record.place.start}-{record.record.place.end}"
    asset = re.search(r"/assets/([^\"]+\.js)", find_page(app))[1]
    values = {
        "/assets/{path:path}": f"/assets/{asset}",
        "/static/{path:path}": "/static/js/iframeResizer.contentWindow.min.js",
        "/site/": "/site/base.css",
        "/documents/{digest}/remove": f"/documents/{'0' * 64}/remove",
        "/gradio_api/queue/data": "/gradio_api/queue/data?session_hash=routes",
        "/paper/{digest}/words": "/paper/{digest}/words?start=0&end=10",
    }
    filled = values.get(address, address)
    for name, value in (
        ("{digest}/{place}", place), ("{digest}", document.digest), ("{number}", "1"), ("{register}", "decisions"),
        ("{name}", "decisions"), ("{ending}", "csv" if "registers" in address else "md"),
    ):  # fmt: skip
        filled = filled.replace(name, value)
    filled += f"?q={QUESTION.replace(' ', '+')}" if address.startswith("/export") else ""
    return re.sub(r"\{[^}]*\}", "x", filled)


def find_page(app: FastAPI) -> str:
    from starlette.testclient import TestClient

    return TestClient(find_gradio(app), base_url="http://127.0.0.1").get("/").text


def ask(port: int, method: str, address: str, pattern: str, token: str, event: int) -> tuple[int, bytes]:
    """Status, and the beginning of the body: some go on for ever."""
    headers, body = SENT.get(pattern, ({}, ""))
    if pattern == "/gradio_api/queue/join":
        headers, body = JSON, json.dumps({"data": [], "fn_index": event, "session_hash": "routes"})
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    cookie = {"cookie": f"{SESSION}={token}"} if token else {}
    connection.request(method, address, body if method == "POST" else None, {**headers, **cookie})
    reply = connection.getresponse()
    begun = reply.read1(200) if reply.status == 404 else b""
    connection.close()
    return reply.status, begun


def list_answers(assistant, folder: Path) -> list[tuple[str, ...]]:
    """The rows of the table as they are now."""
    people = People(folder, Marks())
    for role in ROLES:
        people.add(role, role, PASSWORD)
    closed, _ = build(assistant, people)
    opened, _ = build(assistant, None)
    gradio = find_gradio(closed)
    event = next(d["id"] for d in gradio.get_blocks().config["dependencies"] if d["api_name"] == "stop_model")
    # Below "/" stands Gradio, whose addresses are its own.
    ours = {(method, path) for method, path in list_addresses(closed) if path != "/"}
    addresses = sorted(ours | list_addresses(gradio), key=lambda found: (found == LAST, found[1], found[0]))
    rows = []
    with serve(closed) as port, serve(opened) as open_port:
        tokens = ["", *(people.sign_in(role, PASSWORD) for role in ROLES)]
        for method, pattern in addresses:
            address = fill(pattern, assistant, closed)
            answers = [ask(open_port, method, address, pattern, "", event)]
            answers += [ask(port, method, address, pattern, token, event) for token in tokens]
            # Whoever has not signed in is told so before it is looked whether there is such an address.
            shut = all(
                status == 405 or (status == 404 and (method == "HEAD" or NOT_HERE.encode() in begun))
                for status, begun in (answers[0], *answers[2:])
            )
            if not shut:
                rows.append((method, pattern, *(str(status) for status, _ in answers)))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def read_table() -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def answers(assistant_with, tmp_path_factory) -> list[tuple[str, ...]]:
    return list_answers(assistant_with(least_confidence=0.0), tmp_path_factory.mktemp("people"))


def test_every_address_that_answers_is_in_the_table_with_whom_it_answers(answers):
    listed = read_table()

    new = [row for row in answers if row not in listed]
    gone = [row for row in listed if row not in answers]
    assert (new, gone) == ([], []), f"Look whom these answer, then change {TABLE.name}. Now: {new}. In the table: {gone}."


def test_who_has_not_signed_in_gets_no_further_than_the_sign_in_where_there_are_accounts(answers):
    answered = {path for _, path, _, anonymous, *_ in answers if anonymous != "401"}

    # Measurements are shown to this machine, which asks here.
    assert answered == {"/accessibility", "/health", "/metrics", "/sign-in", "/site/"}


def test_only_officers_and_administrators_change_papers(answers):
    by_address = {path: rest for _, path, *rest in answers}

    assert by_address["/documents/add"] == ["403", "401", "403", "400", "400"]
    assert by_address["/documents/{digest}/remove"] == ["403", "401", "403", "404", "404"]
