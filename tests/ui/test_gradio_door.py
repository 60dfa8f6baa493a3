"""The door before Gradio: what the pages need passes, everything else is not there; and a session belongs to who began it."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.testclient import TestClient

from tests.ui.addresses import list_addresses
from tests.ui.marks import Marks
from ui.people import People
from ui.service import Service
from ui.site.app import build_app
from ui.site.gradio_door import OPENINGS, GradioDoor

PASSWORD = "three random words"
QUESTION = "When does Kelverton library open?"
ANSWER = "Sundays"


NEEDED = {
    "/", "/documents", "/theme.css", "/favicon.ico", "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/cancel",
    "/gradio_api/heartbeat/{session_hash}", "/assets/{path:path}", "/static/{path:path}", "/gradio_api/mcp/",
}  # fmt: skip


@pytest.fixture(scope="module")
def app(assistant_with, tmp_path_factory) -> Iterator[FastAPI]:
    from ui.web import mount_pages

    service = Service(assistant_with(least_confidence=0.0), [QUESTION])
    service.people = People(tmp_path_factory.mktemp("people"), Marks())
    for name, role in (("ada", "member"), ("ben", "member"), ("olu", "officer"), ("root", "administrator")):
        service.people.add(name, role, PASSWORD)
    made = build_app(service, lambda app: mount_pages(app, service))
    with TestClient(made) as running:
        made.state.portal, made.state.service = running.portal, service
        yield made


@pytest.fixture(scope="module")
def door(app) -> GradioDoor:
    return next(route.app for route in app.routes if isinstance(route, Mount) and route.path == "")


def sign_in(app: FastAPI, name: str) -> TestClient:
    client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)
    client.portal = app.state.portal
    client.post("/sign-in", data={"name": name, "password": PASSWORD})
    return client


def find_event(client: TestClient, name: str = "answer") -> dict:
    """An event of the asking page: its number, and how many inputs it takes."""
    page = client.get("/").text
    config = json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1])
    return next(d for d in config["dependencies"] if d["api_name"] == name)


def join(client: TestClient, session: str, *inputs: object, event: dict | None = None):
    event = event or find_event(client)
    data = [*inputs, *[None] * (len(event["inputs"]) - len(inputs))]
    return client.post("/gradio_api/queue/join", json={"data": data, "fn_index": event["id"], "session_hash": session})


def read(client: TestClient, session: str) -> str:
    """Everything that is told to a session until it has nothing more to say."""
    told = []
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as reply:
        for line in reply.iter_lines():
            told.append(line)
            if '"close_stream"' in line or '"unexpected_error"' in line:
                break
    return "\n".join(told)


def test_the_pages_and_their_events_work_through_the_door(app):
    client = sign_in(app, "ada")

    assert client.get("/documents").status_code == 200 and client.head("/").status_code == 200
    for address in set(re.findall(r'(?:src|href)="\.?(/(?:assets|static|theme)[^"?]*)', client.get("/").text)):
        assert client.get(address).status_code == 200, address
    assert join(client, "session1", QUESTION).status_code == 200
    assert ANSWER in read(client, "session1")


def test_every_address_of_gradio_that_the_pages_do_not_need_is_shut_to_the_administrator_too(app, door):
    client = sign_in(app, "root")
    tried = 0
    for method, path in sorted(list_addresses(door.app)):
        if path in NEEDED:
            continue
        address = re.sub(r"\{[^}]*\}", "x", path)
        reply = client.request(method, address, headers={"accept": "application/json"})
        assert reply.status_code == 404 and (method == "HEAD" or "nothing at this address" in reply.text), (method, path)
        tried += 1
    assert tried > 60


@pytest.mark.parametrize(
    "address",
    [
        "/gradio_api/file=http://127.0.0.1:1/x", "/gradio_api/file=https://elsewhere.example/x", "/gradio_api/file/http://x.example/",
        "/gradio_api/proxy=http://elsewhere.example/", "/gradio_api/file=/etc/passwd", "/gradio_api/file=pyproject.toml",
        "/config", "/config/", "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/deep_link?session_hash=x",
        "/gradio_api/upload_progress?upload_id=x", "/gradio_api/stream/a/b/1/playlist.m3u8", "/gradio_api/mcp/schema",
        "/gradio_api/mcp/sse", "/gradio_api/app_id", "/gradio_api/token", "/gradio_api/runs", "/monitoring", "/login_check",
        "/gradio_api/custom_component/a/client/b/c", "/assets/../config", "/assets/%2e%2e/config", "/assets//etc/passwd",
        "/static/..%2f..%2fconfig", "/gradio_api//file=/etc/passwd", "/gradio_api/heartbeat/../app_id",
    ],
)  # fmt: skip
def test_no_address_reads_a_file_fetches_from_elsewhere_or_tells_of_the_inside(app, address):
    for name in ("ada", "olu"):
        assert sign_in(app, name).get(address).status_code == 404


@pytest.mark.parametrize("path", ["upload", "component_server", "run/ask_papers", "call/ask_papers", "api/ask_papers", "reset",
                                  "stream/x", "process_recording", "vibe-edit", "call/v2/ask_papers"])  # fmt: skip
def test_nothing_is_taken_by_another_address_of_gradio(app, path):
    assert sign_in(app, "olu").post(f"/gradio_api/{path}", json={"data": ["x"]}).status_code == 404


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and whatever is sent there."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ends = threading.Event()

        def listen() -> None:
            while not ends.is_set():
                try:
                    with server.accept()[0] as came:
                        heard.append(came.recv(100))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        ends.set()
        thread.join()


def file_data(path: str) -> dict:
    return {"path": path, "url": path, "orig_name": "minutes.txt", "meta": {"_type": "gradio.FileData"}}


def test_no_event_and_no_tool_takes_a_file_or_an_address_of_one(app, tmp_path):
    client, secret = sign_in(app, "olu"), tmp_path / "secret.txt"
    secret.write_text("zinnober", "utf-8")
    page = client.get("/").text
    events = json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1])["dependencies"]
    with listening() as (port, heard):
        for path in (str(secret), "/etc/passwd", f"http://127.0.0.1:{port}/x"):
            for given in (file_data(path), [file_data(path)], {"path": path}, {"question": file_data(path)}):
                for event in events:
                    assert join(client, "files", given, event=event).status_code == 400
                params = {"name": "ask_papers", "arguments": {"question": given}}
                message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
                for body in (message, [message]):
                    assert client.post("/gradio_api/mcp/", json=body).status_code == 400
            client.get(f"/gradio_api/file={path}")
            client.get(f"/gradio_api/proxy={path}")
        assert heard == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b'{"data": "x"}', b'{"data": [], "fn_index": {}}', b'{"data": [], "fn_index": 0}', b"[" * 100_000,
     b'{"data": [], "fn_index": 0, "session_hash": 5}', b'{"data": [], "fn_index": 0, "session_hash": "' + b"x" * 101 + b'"}'],
)  # fmt: skip
def test_what_the_pages_would_not_send_is_refused_in_words(app, body):
    reply = sign_in(app, "ada").post("/gradio_api/queue/join", content=body, headers={"content-type": "application/json"})

    assert reply.status_code == 400 and reply.json()["problem"]


def test_an_event_that_the_pages_do_not_have_is_refused_in_words(app):
    client = sign_in(app, "ada")
    tool = find_event(client, "ask_papers")
    for number in (-1, 99, 10**30, "x", 1.5, None, tool["id"]):
        body = {"data": [QUESTION], "fn_index": number, "session_hash": "s"}
        for path in ("/gradio_api/queue/join", "/gradio_api/cancel"):
            reply = client.post(path, json={**body, "event_id": "e"})
            assert reply.status_code == 400 and reply.json()["problem"], (path, number)


def test_whatever_the_browser_says_of_limits_the_question_is_answered(app):
    client = sign_in(app, "ada")
    for number, extra in enumerate(("[" * 20_000, '{"limits": [[1]], "replaces": 1e999}', 7, '{"limits": 5}')):
        join(client, f"limits{number}", QUESTION, extra)
        assert ANSWER in read(client, f"limits{number}")


def test_a_session_of_one_account_is_worth_nothing_to_another(app):
    ada, ben = sign_in(app, "ada"), sign_in(app, "ben")
    # What was asked and is not yet read is read by its own account alone.
    join(ada, "shared-name", QUESTION)
    assert ANSWER not in read(ben, "shared-name")
    assert ANSWER in read(ada, "shared-name")
    # And what a conversation holds is shown to nobody else who goes on with it: "turns" stay on the server.
    give_up = find_event(ada, "give_up")
    join(ben, "shared-name", event=give_up)
    assert ANSWER not in read(ben, "shared-name")
    join(ada, "shared-name", event=give_up)
    assert ANSWER in read(ada, "shared-name")


def test_a_session_is_worth_nothing_after_its_account_lost_a_right(app):
    service: Service = app.state.service
    service.people.add("eve", "officer", PASSWORD)
    eve = sign_in(app, "eve")
    join(eve, "kept", QUESTION)
    assert ANSWER in read(eve, "kept")
    service.people.add("eve", "member", PASSWORD)
    eve = sign_in(app, "eve")
    join(eve, "kept", event=find_event(eve, "give_up"))

    assert ANSWER not in read(eve, "kept")


def test_the_inside_of_a_page_names_no_folder_and_no_saved_state(app, assistant_with):
    client = sign_in(app, "ada")
    page = client.get("/", params={"deep_link": "../../x", "page": "x"}).text

    assert str(assistant_with().store.folder) not in page and '"deep_link_state": "none"' in page.replace('":"', '": "')
    assert "/tmp" not in page


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://localhost:3000", "null", "http://127.0.0.1:1"])
def test_no_other_site_may_read_a_reply(app, origin):
    client = sign_in(app, "ada")

    for method, address in (
        ("GET", "/"), ("GET", "/theme.css"), ("OPTIONS", "/"), ("OPTIONS", "/gradio_api/queue/join"), ("GET", "/config"),
        ("GET", "/gradio_api/queue/data?session_hash=x1"), ("GET", "/api/v1/documents"),
    ):  # fmt: skip
        headers = {"origin": origin, "host": "papers.example", "access-control-request-method": "POST"}
        with client.stream(method, address, headers=headers) as reply:
            assert not [name for name in reply.headers if name.startswith("access-control-")], (method, address)


def test_nobody_decides_by_a_header_what_this_site_is_called(app):
    headers = {"x-forwarded-host": "elsewhere.example", "x-gradio-server": "http://elsewhere.example"}

    assert "elsewhere.example" not in sign_in(app, "ada").get("/", headers=headers).text


def test_every_opening_is_of_an_address_that_gradio_has(app, door):
    paths = {re.sub(r"\{[^}]*\}", "x", path) for _, path in list_addresses(door.app)}

    assert all(any(opening.path.fullmatch(path) for path in paths) for opening in OPENINGS)
