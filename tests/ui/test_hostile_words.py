"""Words, numbers, dates and references of any length are read or left by every door: answered or declined, and never a fault."""

import asyncio
import json
from collections.abc import Callable, Iterator

import pytest
from httpx import Response
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.question import LONGEST_CHARS
from assistant.replies import REJECTED
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.registers import RecordFilters
from index.store import Store
from index.sync import sync_files
from ingest.records.record import REGISTERS
from ingest.samples import papers_folder
from ui import tools
from ui.cli import main
from ui.registers import list_view, read_view
from ui.service import Service
from ui.site.app import build_app

FIGURES = "What did the Cabinet decide about " + ",".join(["1"] * 300) + "?"
WORDS = " ".join(f"word{number}" for number in range(4000))
HOSTILE = (
    FIGURES,
    "What did the Cabinet decide about " + ",".join(["123"] * 200) + "?",
    f"How many duties are about {'9' * 400}?",
    f"What was decided about £{'7' * 500}.{'3' * 300} million in {'2' * 60}?",
    "What was resolved on 99/99/9999, 31/02/2023 and 00.00.0000?",
    f"What is on the forward plan under FP/2025/{'4' * 600} for 32 May 20222?",
    f"Who leads on duty {'8' * 800}?",
    f"What was decided under item {'1' * 500}a on 0000-00-00?",
    "What was decided about \ud800 and \udfff in the Cabinet?",
    "What was decided about \ufffe, \uffff, \x00 and \U0010ffff?",
    "?!.,;:()[]{}\"'`~@#$%^&*-_=+|\\/<>" * 20,
    "'\"" * 400,
    "NEAR(" * 150,
    "x" * LONGEST_CHARS,
    "a " * (LONGEST_CHARS // 2),
    "What share is ٣٤٥٦٧ of " + "٩" * 400 + "?",
    "and two months later?",
)
ODD = ("What did the Cabinet decide about", "How many duties", "\ud800", "\ufffe", "99/99/9999", "20 May", '"', "*")
any_words = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.text(alphabet="0123456789.,/-£%", max_size=40),
        st.integers(5, 400).map("9".__mul__),
        st.sampled_from(ODD),
    ),
    max_size=8,
).map(" ".join)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    store = Store(tmp_path_factory.mktemp("hostile") / "store", WordHashEmbedder(), create=True)
    sync_files([papers_folder()], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    chosen = load_settings()
    bold = chosen.answering.model_copy(update={"least_confidence": 0.0})
    yield Assistant(store, chosen.model_copy(update={"answering": bold}))
    store.close()


@pytest.fixture(scope="module")
def service(assistant: Assistant) -> Service:
    return Service(assistant)


@pytest.fixture(scope="module")
def client(service: Service) -> TestClient:
    return TestClient(build_app(service, lambda app: None), base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def send(client: TestClient, path: str, body: dict) -> Response:
    """Half characters go as JSON's escapes, which no encoding of the request's own could write."""
    return client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})


def check_ending(answer: dict) -> None:
    assert answer["status"] in ("answered", "not_found", "rejected") and answer["text"].strip()
    assert (answer["status"] == "answered") == bool(answer["citations"])


@pytest.mark.parametrize("question", HOSTILE)
def test_it_is_answered_or_declined(assistant: Assistant, client: TestClient, question: str):
    first = assistant.ask("What was resolved about Withybeck School in December 2025?")
    check_ending(assistant.ask(question, earlier=[first]).as_json())
    for body in ({"question": question}, {"question": "And then?", "earlier": [question, question]}):
        reply = send(client, "/api/v1/ask", body)
        assert reply.status_code == 200 or (reply.status_code == 422 and "\ud800" in question), reply.text
        if reply.status_code == 200:
            check_ending(reply.json())


@pytest.mark.parametrize("question", [*HOSTILE, WORDS])
def test_it_is_searched_for(assistant: Assistant, client: TestClient, question: str):
    assistant.search(question)
    reply = send(client, "/api/v1/search", {"question": question})
    assert reply.status_code == (422 if "\ud800" in question or len(question) > 2 * LONGEST_CHARS else 200), reply.text


@pytest.mark.parametrize("limit", ["council", "body", "type"])
def test_half_a_character_in_a_limit_or_a_field_that_is_none_is_no_fault(client: TestClient, limit: str):
    for path in ("ask", "search"):
        for value in ("\ud800", "x" * 5000, "\x00 \ufffe"):
            limited = {"question": "What was resolved?", "limits": {limit: [value]}}
            assert send(client, f"/api/v1/{path}", limited).status_code == 200
        unknown = send(client, f"/api/v1/{path}", {"question": "x", "\ud800": "\ud800"})
        assert unknown.status_code == 422


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("words", [*HOSTILE, WORDS])
def test_a_register_is_limited_by_it(assistant: Assistant, register: str, words: str):
    names = ("text", "council", "body", "status", "lead", "heading", "power", "provider", "grade", "from", "to", "sort", "page")
    registers = assistant.open_registers()
    for name in names:
        listing = list_view(registers, read_view(register, [(name, words)]))
        assert listing.total <= listing.beyond
    everything = RecordFilters(
        council=(words,), body=(words,), type=(words,), status=(words,), lead=(words,) * 3000, heading=(words,), grade=(words,),
        title=(words,), text=words,
    )  # fmt: skip
    assert registers.list_records(register, everything) == []


def test_words_that_all_stand_in_a_record_find_it_however_often_they_are_said(assistant: Assistant):
    registers = assistant.open_registers()
    [one, *_] = registers.list_records("decisions", RecordFilters(text="Withybeck"))
    said = f"{one.record.text} " * 50
    assert one.row in {found.row for found in registers.list_records("decisions", RecordFilters(text=said))}


def test_a_register_is_shown_and_saved_limited_by_thousands_of_words(client: TestClient):
    # As long an address as a server takes; the API and the tools are not bound by it.
    words = WORDS[:30_000]
    for path in ("/registers/decisions", "/registers/decisions.csv", "/api/v1/records/decisions"):
        for query in ({"text": words}, {"lead": words}, {"text": "\ufffe \x00", "page": "9" * 400}):
            reply = client.get(path, params=query)
            assert reply.status_code == 200 or (path.startswith("/api") and "page" in query and reply.status_code == 422)
    assert client.get("/api/v1/documents/%ED%A0%80").status_code == 404
    assert client.get(f"/registers/decisions/%00/{'9' * 30}-1").status_code == 404


@pytest.fixture
def steps(service: Service, monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable]:
    """The tools for other assistants, by their names."""
    found: dict[str, Callable] = {}
    monkeypatch.setattr(tools.gr, "api", lambda tool, **_: found.setdefault(tool.__name__, tool))
    tools.offer_tools(service)
    return found


@pytest.mark.parametrize("words", [*HOSTILE, WORDS])
def test_the_tools_of_other_assistants_take_it(steps: dict[str, Callable], words: str):
    request = Request({
        "type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": [(b"host", b"127.0.0.1:7860")],
        "client": ("127.0.0.1", 50000), "state": {"request_id": "test"},
    })  # fmt: skip
    answered = asyncio.run(steps["ask_papers"](words, request))
    found = asyncio.run(steps["search_papers"](words, 5, request))
    if len(words) > LONGEST_CHARS:
        assert answered == found == REJECTED["too_long"]
    else:
        check_ending(json.loads(answered))
        assert isinstance(json.loads(found), list)
    assert "records" in json.loads(steps["list_records"]("decisions", words, 10**30, request))
    assert "register" in steps["list_records"](words, "", 1, request)
    assert "paper" in steps["read_page"](words, 10**30, request)


def test_the_command_line_takes_it(assistant: Assistant, tmp_path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr("assistant.opening.SentenceEmbedder", lambda model, batch: WordHashEmbedder())
    store, cases = ("--store", str(assistant.store.folder)), tmp_path / "cases.jsonl"
    cases.write_text("".join(json.dumps({"id": n, "question": q}) + "\n" for n, q in enumerate([*HOSTILE, WORDS])), "utf-8")
    for command in ("ask", "search"):
        capsys.readouterr()
        assert main([command, "--batch", str(cases), *store]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
        assert [line["id"] for line in lines] == list(range(len(HOSTILE) + 1))
        assert all(isinstance(line["hits"], list) if command == "search" else not check_ending(line["answer"]) for line in lines)
    for words in (FIGURES, "\udcff\udc80", WORDS):
        assert main(["records", "decisions", "--text", words, *store]) == 0
        # No record has such a lead, which is said in a line.
        assert main(["records", "duties", "--lead", words, *store]) == 1
        assert "No record of duties has the lead" in capsys.readouterr().err


@given(words=any_words)
@example(words="What did the Cabinet decide about 20 May, 99/99/9999 and \ud800?")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_words_upset_the_question_the_search_or_a_register(assistant: Assistant, words: str):
    check_ending(assistant.ask(words).as_json())
    assistant.search(words)
    registers = assistant.open_registers()
    for register in REGISTERS:
        for name in ("text", "lead", "provider", "from", "page"):
            list_view(registers, read_view(register, [(name, words)]))
