"""The API: what the pages do, as JSON, described by OpenAPI, with problems as words and status; and the tools for assistants."""

import asyncio
import json
import socket
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from ui.service import Service
from ui.site.app import build_app


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    papers = sorted(papers_folder().glob("*minutes*.pdf"))
    sync_files(papers, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    yield Assistant(store, settings.model_copy(update={"answering": bold}))
    store.close()


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return TestClient(build_app(Service(assistant), lambda app: None), base_url="http://127.0.0.1:7860")


def test_a_question_is_answered_with_addresses_that_lead_to_the_marked_page(client):
    reply = client.post("/api/v1/ask", json={"question": "What was resolved about Withybeck School?"}).json()

    [first, *_] = reply["citations"]
    place = first["address"].replace("/paper/", "/api/v1/documents/").replace("/page/", "/pages/")
    page = client.get(place).json()
    assert reply["status"] == "answered" and page["page"] == first["page"] and page["marks"]
    assert page["text"][first["start"] - page["start"] : first["end"] - page["start"]] == first["quote"]
    assert client.get(first["address"]).status_code == 200


def test_documents_their_outline_and_their_pictures_are_there(client):
    [document] = client.get("/api/v1/documents").json()["documents"]
    whole = client.get(f"/api/v1/documents/{document['digest']}").json()

    assert whole["sections"] and whole["pages"] == document["pages"]
    picture = client.get(f"/api/v1/documents/{document['digest']}/pages/1.png", params={"width": 700})
    assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")


def test_registers_are_limited_and_their_records_lead_to_the_page_and_to_what_belongs_to_them(client):
    whole = client.get("/api/v1/records/decisions").json()
    found = client.get("/api/v1/records/decisions", params={"text": "Withybeck", "status": "resolved", "sort": "-date"}).json()

    assert 0 < found["total"] < whole["total"] and all(record["status"] == "resolved" for record in found["records"])
    first = found["records"][0]
    assert client.get(first["address"]).status_code == 200
    one = client.get(first["record_address"].replace("/registers/", "/api/v1/records/")).json()
    assert one["quote"] == first["quote"] and [part["part"] for part in one["parts"]] == ["a", "b", "c", "d", "e"]
    assert client.get("/api/v1/records/zebras").status_code == 422


def test_a_search_is_limited_as_it_is_asked(client):
    found = client.post("/api/v1/search", json={"question": "school", "k": 3}).json()["hits"]
    none = client.post("/api/v1/search", json={"question": "school", "limits": {"last": "2001-01-01"}}).json()["hits"]

    assert 0 < len(found) <= 3 and none == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/v1/ask", {"question": "x", "colour": "red"}, 422),
        ("POST", "/api/v1/search", {"question": "x", "k": 1000}, 422),
        ("GET", f"/api/v1/documents/{'0' * 64}", None, 404),
        ("GET", "/api/v1/documents/x/pages/1.png", None, 404),
        ("GET", "/export.exe?q=what", None, 404),
        ("GET", "/export.pdf", None, 404),
    ],
)
def test_what_cannot_be_done_is_said_with_a_status(client, method, path, body, status):
    assert client.request(method, path, json=body).status_code == status


def test_every_address_is_described_and_the_page_of_the_description_needs_no_script(client):
    schema = client.get("/api/openapi.json").json()
    page = client.get("/api").text

    assert {
        "/api/v1/ask",
        "/api/v1/search",
        "/api/v1/records/{register}",
        "/api/v1/documents/{digest}/pages/{number}.png",
    } <= set(schema["paths"])
    assert all(path in page for path in schema["paths"])
    assert "http://" not in page.replace("http://127.0.0.1", "") and "https://" not in page


def test_every_reply_tells_browsers_to_load_nothing_from_elsewhere(client):
    for path in ("/api", "/accessibility", "/site/base.css", "/api/v1/documents", "/sign-in"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy


def test_an_assistant_can_use_the_steps_as_tools(assistant):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    from ui.serve import open_page

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = open_page(assistant, [], host="127.0.0.1", port=port)

    async def use() -> tuple[set[str], dict]:
        async with (
            streamablehttp_client(f"{page.local_url}gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name for tool in (await session.list_tools()).tools}
            said = await session.call_tool("ask_papers", {"question": "What was resolved about Withybeck School?"})
            return tools, json.loads(said.content[0].text)

    try:
        tools, answer = asyncio.run(use())
    finally:
        page.close()
    assert tools == {"ask_papers", "search_papers", "list_documents", "read_page", "list_records"}
    assert answer["status"] == "answered" and answer["citations"][0]["address"].startswith("/paper/")
