"""Models are opened from the settings, keys come from the environment alone, and what goes wrong is said with its remedy."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.language_model.providers import KEY, LanguageModelProblem, open_composer, open_model, shape_options, try_model
from assistant.language_model.scripted import ScriptedChatModel, ScriptProblem
from assistant.settings import LanguageModel, SettingsProblem, load_settings

SECRET = "sk-council-0123456789abcdef"
MANY_TRIES = 2


class Server(ThreadingHTTPServer):
    """An OpenAI-compatible server of the tests' own: gives its replies in turn, each (status, words or headers), and keeps what
    it was sent. Status 0 breaks the connection after half of the words."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: list[tuple[int, object]] = []
        self.requests: list[tuple[dict, dict]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers a chat completion with a stream of events."""

    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        server: Server = self.server
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status, what = server.replies[min(len(server.requests), len(server.replies)) - 1]
        if status >= 400:
            self.send_response(status)
            for name, value in (what or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps({"error": {"message": f"bad key {SECRET}", "type": "x"}}).encode())
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        parts = [what[start : start + 20] for start in range(0, len(what), 20)]
        for part in parts[: len(parts) // 2] if status == 0 else parts:
            choice = {"index": 0, "delta": {"role": "assistant", "content": part}, "finish_reason": None}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()
        if status == 0:
            self.connection.close()
            return
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (KEY, "OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def settings(**changed: object) -> LanguageModel:
    defaults = load_settings().language_model
    return defaults.model_validate({**defaults.model_dump(), "retries": 0, "seconds": 10.0, **changed})


def test_without_a_model_nothing_is_opened():
    assert load_settings().language_model.model == "" and open_composer(settings()) is None


@pytest.mark.parametrize("model", ["gpt", "openai:", "nobody:gpt", ":x", "file:///etc/passwd"])
def test_a_model_that_names_no_provider_is_refused_with_those_there_are(model: str):
    with pytest.raises(LanguageModelProblem, match=r"PROVIDER:NAME.*openai.*ollama.*anthropic"):
        open_model(settings(model=model))


def test_a_package_that_is_not_installed_is_named_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(LanguageModelProblem, match=r"pip install 'council-assistant\[ollama\]'"):
        open_model(settings(model="ollama:llama3.2"))


def test_a_key_that_is_missing_is_asked_for_by_the_names_of_its_variables():
    pytest.importorskip("langchain_anthropic")
    with pytest.raises(LanguageModelProblem, match=f"{KEY} or ANTHROPIC_API_KEY"):
        open_model(settings(model="anthropic:claude"))


def test_azure_needs_an_address():
    pytest.importorskip("langchain_openai")
    with pytest.raises(LanguageModelProblem, match="address"):
        open_model(settings(model="azure_openai:gpt"))


@pytest.mark.parametrize(
    "address", ["http://me:hunter2@server/v1", "ftp://server", "server:8080", "https://server/v1?api-key=hunter2", "file:///x"]
)
def test_an_address_with_a_secret_or_without_a_server_is_refused(address: str, tmp_path, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "own.toml"
    own.write_text(f'[language_model]\naddress = "{address}"\n', "utf-8")
    with pytest.raises(SettingsProblem) as refused:
        load_settings(own)
    assert "language_model.address" in str(refused.value) and "hunter2" not in str(refused.value)


@pytest.mark.parametrize("named", ["openai:m", "ollama:m", "anthropic:m", "azure_openai:m"])
def test_every_provider_opens_with_langchains_own_package(named: str, monkeypatch: pytest.MonkeyPatch):
    provider = named.split(":")[0]
    pytest.importorskip({"azure_openai": "langchain_openai"}.get(provider, f"langchain_{provider}"))
    monkeypatch.setenv(KEY, SECRET)
    asked = settings(model=named, address="http://127.0.0.1:9/v1", api_version="2024-10-21")
    composer = open_composer(asked)
    assert composer and composer.name == named and SECRET not in repr(composer.model) + str(vars(composer))
    assert bool(composer.options) == (provider != "anthropic")


def test_the_shape_of_replies_is_asked_for_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("langchain_openai")
    assert shape_options("openai")["extra_body"]["response_format"]["json_schema"]["strict"] is True
    assert open_composer(settings(model="openai:m", address="http://127.0.0.1:9/v1", shape="off")).options == {}


def test_the_key_of_one_provider_is_not_sent_to_another_address(server: Server, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("langchain_openai")
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    server.replies = [(200, "yes")]
    assert try_model(settings(model="openai:m", address=server.address)) < 10
    monkeypatch.setenv(KEY, "the-servers-own")
    try_model(settings(model="openai:m", address=server.address))
    sent = [headers["authorization"] for headers, _ in server.requests]
    assert SECRET not in sent[0] and sent[1] == "Bearer the-servers-own"


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, r"did not accept the key.*" + KEY), (404, r"does not know this model.*/v1"), (429, "allowance"), (500, "fault.*log"),
     (503, "fault"), (400, "did not understand"), (418, "did not accept the request")],
)  # fmt: skip
def test_what_a_server_refuses_is_said_with_its_remedy_and_without_its_words(
    server: Server, status: int, says: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("langchain_openai")
    monkeypatch.setenv(KEY, SECRET)
    server.replies = [(status, None)]
    with caplog.at_level(logging.WARNING), pytest.raises(LanguageModelProblem, match=says) as problem:
        try_model(settings(model="openai:m", address=server.address))
    assert SECRET not in str(problem.value) + caplog.text


def test_a_server_that_is_not_there_is_said_to_be_started():
    pytest.importorskip("langchain_openai")
    with pytest.raises(LanguageModelProblem, match=r"cannot be reached. Start the server at http://127.0.0.1:9/v1"):
        try_model(settings(model="openai:m", address="http://127.0.0.1:9/v1"))


def test_a_model_that_says_nothing_is_no_model(server: Server):
    pytest.importorskip("langchain_openai")
    server.replies = [(200, "")]
    with pytest.raises(LanguageModelProblem, match="said nothing"):
        try_model(settings(model="openai:m", address=server.address))


def test_a_busy_server_is_asked_again_after_the_time_it_asks_for(server: Server, ask_model):
    pytest.importorskip("langchain_openai")
    server.replies = [(429, {"retry-after": "0"}), (503, {"retry-after": "0"}), (200, '{"statements": []}')]
    asked = settings(model="openai:m", address=server.address, retries=MANY_TRIES)
    answer, _ = ask_model("How many foster carers are there?", model=open_model(asked), retries=MANY_TRIES)
    assert len(server.requests) == 3 and "found no answer" in answer.note


def test_a_refused_key_is_not_tried_again(server: Server, ask_model):
    pytest.importorskip("langchain_openai")
    server.replies = [(401, None)]
    answer, _ = ask_model(
        "How many foster carers are there?", model=open_model(settings(model="openai:m", address=server.address)), retries=3
    )
    assert len(server.requests) == 1 and "did not accept the key" in answer.note and answer.status == "answered"


def test_a_server_that_dies_in_mid_answer_leaves_the_papers_words(server: Server, ask_model, ask_without):
    pytest.importorskip("langchain_openai")
    question = "How many foster carers are there?"
    server.replies = [(0, '{"statements": [{"quotes": [{"label": "P1", "words": "The number of foster carers fell from 175 ')]
    model = open_model(settings(model="openai:m", address=server.address))
    answer, _ = ask_model(question, model=model, retries=2)
    assert answer.text == ask_without(question).text and answer.model == "extractive" and answer.note


def test_a_server_that_does_not_know_reply_shapes_is_asked_without(server: Server, small_store):
    pytest.importorskip("langchain_openai")
    from assistant.answering import Assistant

    server.replies = [(400, None), (200, '{"statements": []}')]
    asked = settings(model="openai:m", address=server.address)
    whole = load_settings()
    loose = whole.model_copy(update={"answering": whole.answering.model_copy(update={"least_confidence": 0.3})})
    answer = Assistant(small_store, loose, open_composer(asked)).ask("How many foster carers are there?")
    assert ["response_format" in body for _, body in server.requests] == [True, False]
    assert "found no answer" in answer.note


def test_a_script_in_a_file_is_a_model_for_trying_ones_settings(tmp_path):
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"replies": ["yes", {"statements": []}], "chunk_chars": 3}), "utf-8")
    model = open_model(settings(model=f"scripted:{script}"))
    assert isinstance(model, ScriptedChatModel) and model.replies == ["yes", '{"statements": []}']
    assert try_model(settings(model=f"scripted:{script}")) < 1


@pytest.mark.parametrize("words", ["{", "[]", "{}", '{"replies": []}', '{"replies": ["x"], "chunk_chars": "many"}'])
def test_a_script_that_is_none_is_named(tmp_path, words: str):
    script = tmp_path / "script.json"
    script.write_text(words, "utf-8")
    with pytest.raises(ScriptProblem, match=r"script\.json"):
        open_model(settings(model=f"scripted:{script}"))
    with pytest.raises(ScriptProblem, match="cannot be opened"):
        open_model(settings(model=f"scripted:{tmp_path / 'none.json'}"))
