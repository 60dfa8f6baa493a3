"""At every door work that takes too long ends in words, and the next who asks is served, with one at a time in the line."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.catalogue import Catalogue
from index.embedder import WordHashEmbedder
from index.registers import Registers
from index.store import Store
from index.sync import sync_files
from ui import tools
from ui.asked import Asked
from ui.cli import main
from ui.handlers import ask_question
from ui.service import Service
from ui.site.app import build_app

MINUTES = "# Anyshire County Council\n\n## Minutes of the Cabinet\n\n14 October 2025\n\n### 5. Roads\n\nRESOLVED that {}.\n"
WORK_SECONDS = 0.3
SAYS = "longer than 0.3 seconds of work"
WHERE = Request({
    "type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": [(b"host", b"127.0.0.1:7860")],
    "client": ("127.0.0.1", 50000), "state": {"request_id": "test"},
})  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("budget")
    (folder / "papers").mkdir()
    for number, words in enumerate(("Bramble Lane be closed", "Kelverton Bridge be mended")):
        (folder / "papers" / f"{number}.md").write_text(MINUTES.format(words), "utf-8")
    store = Store(folder / "store", WordHashEmbedder(), create=True)
    parts = {"catalogue": store.catalogue, "vectors": store.vectors, "embedder": store.embedder}
    sync_files([folder / "papers"], **parts, seconds_per_file=60)
    settings = load_settings()
    answering = settings.answering.model_copy(update={"least_confidence": 0.0, "work_seconds": WORK_SECONDS})
    serving = settings.serving.model_copy(update={"answers_at_once": 1, "longest_wait": 20.0})
    yield Assistant(store, settings.model_copy(update={"answering": answering, "serving": serving}))
    store.close()


@pytest.fixture(scope="module")
def service(assistant: Assistant) -> Service:
    return Service(assistant)


@pytest.fixture(scope="module")
def client(service: Service) -> TestClient:
    return TestClient(build_app(service, lambda app: None), base_url="http://127.0.0.1:7860")


@pytest.fixture
def slowly() -> Iterator[Callable[[], pytest.MonkeyPatch]]:
    """Makes papers and registers slow to read until it is undone."""
    with pytest.MonkeyPatch.context() as patch:

        def begin() -> pytest.MonkeyPatch:
            for kind, name in ((Catalogue, "newest_versions"), (Registers, "_ask")):
                patch.setattr(kind, name, _after_work(getattr(kind, name)))
            return patch

        yield begin


def _after_work(read: Callable) -> Callable:
    def worked(*given: object) -> object:
        ends = time.thread_time() + WORK_SECONDS + 0.1
        while time.thread_time() < ends:
            pass
        return read(*given)

    return worked


QUESTION = "What was resolved about Bramble Lane?"


def test_a_question_at_the_api_and_the_page(assistant: Assistant, client: TestClient, service: Service, slowly):
    patch = slowly()
    reply = client.post("/api/v1/ask", json={"question": QUESTION})
    assert reply.status_code == 200 and reply.json()["status"] == "error" and SAYS in reply.json()["text"]
    *_, last = ask_question(assistant, Asked(question=QUESTION), (), enter=lambda: service.line.enter("somebody"))
    assert SAYS in last.turns[-1].answer.text and last.box == QUESTION
    patch.undo()
    assert service.line.working == 0
    assert client.post("/api/v1/ask", json={"question": QUESTION}).json()["status"] == "answered"


@pytest.mark.parametrize(("method", "path", "body"), [
    ("POST", "/api/v1/search", {"question": QUESTION}),
    ("GET", "/api/v1/records/decisions", None),
    ("GET", "/registers/decisions", None),
    ("GET", "/registers/decisions.csv", None),
])  # fmt: skip
def test_searches_and_registers_at_the_api_and_the_pages(client: TestClient, slowly, method: str, path: str, body: dict | None):
    patch = slowly()
    reply = client.request(method, path, json=body)
    assert reply.status_code == 400 and SAYS in reply.text
    patch.undo()
    assert client.request(method, path, json=body).status_code == 200


def test_the_tools_of_other_assistants(service: Service, slowly):
    steps: dict[str, Callable] = {}
    patch = slowly()
    patch.setattr(tools.gr, "api", lambda tool, **_: steps.setdefault(tool.__name__, tool))
    tools.offer_tools(service)
    assert SAYS in json.loads(asyncio.run(steps["ask_papers"](QUESTION, WHERE)))["text"]
    assert SAYS in asyncio.run(steps["search_papers"](QUESTION, 5, WHERE))
    assert SAYS in steps["list_records"]("decisions", "", 1, WHERE)
    patch.undo()
    assert json.loads(asyncio.run(steps["search_papers"](QUESTION, 5, WHERE)))


def test_the_command_line_and_its_batches_go_on(assistant: Assistant, tmp_path, monkeypatch: pytest.MonkeyPatch, capsys, slowly):
    own, cases = tmp_path / "own.toml", tmp_path / "cases.jsonl"
    own.write_text(f"[answering]\nwork_seconds = {WORK_SECONDS}\n", "utf-8")
    cases.write_text("".join(json.dumps({"id": number, "question": QUESTION}) + "\n" for number in range(2)), "utf-8")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(own))
    monkeypatch.setattr("assistant.opening.SentenceEmbedder", lambda model, batch: WordHashEmbedder())
    store = ("--store", str(assistant.store.folder))
    slowly()

    for command in ("ask", "search"):
        assert main([command, "--batch", str(cases), *store]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
        assert [line["id"] for line in lines] == [0, 1]
        assert all(SAYS in (line["problem"] if command == "search" else line["answer"]["text"]) for line in lines)
    assert main(["ask", QUESTION, *store]) == 1 and SAYS in capsys.readouterr().out
    for command in (("search", QUESTION), ("records", "decisions")):
        assert main([*command, *store]) == 1
        assert SAYS in capsys.readouterr().err
