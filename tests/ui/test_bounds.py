"""Nobody fills the program's memory by sending much to one of its addresses, with or without saying how long it is."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.ui.addresses import list_addresses
from ui.service import Service
from ui.site.app import build_app
from ui.site.bounds import MOST_BODY_BYTES, UNBOUNDED

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def app(assistant_with) -> FastAPI:
    from ui.web import mount_pages

    service = Service(assistant_with(least_confidence=0.0))
    return build_app(service, lambda app: mount_pages(app, service))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    yield TestClient(app, base_url="http://127.0.0.1:7860")


class Endless:
    """A body of 64 KB parts, which says how many of them were asked for."""

    def __init__(self, begin: bytes):
        self.begin = begin
        self.parts = 0

    def __iter__(self) -> Iterator[bytes]:
        yield self.begin
        for _ in range(200):
            self.parts += 1
            yield b"x" * 2**16


def test_no_address_but_that_of_papers_takes_a_long_body(app: FastAPI, client: TestClient):
    sending = {path for method, path in list_addresses(app) if method == "POST"} | {
        "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/mcp/", "/nowhere",
    }  # fmt: skip
    assert {UNBOUNDED, "/api/v1/ask", "/feedback"} <= sending
    for path in sorted(sending - {UNBOUNDED}):
        address = path.replace("{digest}", "0" * 64)
        for kind in (JSON, {"content-type": "application/x-www-form-urlencoded"}):
            reply = client.post(address, content=b"x" * (MOST_BODY_BYTES + 1), headers=kind)
            assert reply.status_code == 413 and "Shorten" in reply.json()["problem"], path


@pytest.mark.parametrize(
    ("path", "begin"),
    [("/api/v1/ask", b'{"question": "'), ("/feedback", b'{"asked": "'), ("/gradio_api/queue/join", b'{"data": ["')],
)
def test_a_body_that_does_not_say_its_length_is_given_up(app: FastAPI, path: str, begin: bytes):
    import anyio

    body, said = Endless(begin), []
    parts = iter(body)

    async def receive() -> dict:
        return {"type": "http.request", "body": next(parts), "more_body": True}

    async def send(message: dict) -> None:
        said.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
        "headers": [(b"host", b"127.0.0.1:7860"), (b"content-type", b"application/json")], "http_version": "1.1",
        "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 7860),
    }  # fmt: skip
    anyio.run(app, scope, receive, send)
    assert said[0]["status"] in (400, 413) and body.parts <= MOST_BODY_BYTES // 2**16 + 1


def test_the_longest_conversation_is_taken(client: TestClient):
    reply = client.post("/api/v1/ask", json={"question": "When does it open?", "earlier": ["\U0001f333" * 1000] * 20})
    assert reply.status_code == 200
