"""What whoever keeps the service running sees: numbers of requests, a log without questions, /health, /metrics, and who may."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant import replies
from assistant.answering import Assistant
from assistant.settings import SettingsProblem, load_settings
from ui.asked import Asked
from ui.handlers import View, ask_question
from ui.logs import JsonLines, LogProblem, follow_request, name_request, request_id, start_log, tell
from ui.service import Service
from ui.site.app import build_app

QUESTION = "How many foster carers were there in the zeppelin year?"
SECRET = "zeppelin"
Serve = Callable[..., tuple[Service, Callable[..., TestClient]]]


@pytest.fixture
def serve(assistant_with) -> Iterator[Serve]:
    """Makes a service with settings changed, and clients of its addresses that come from somewhere."""

    def make(**changed: dict) -> tuple[Service, Callable[..., TestClient]]:
        plain = assistant_with(least_confidence=0.0)
        sections = {section: getattr(plain.settings, section).model_copy(update=values) for section, values in changed.items()}
        service = Service(Assistant(plain.store, plain.settings.model_copy(update=sections)))
        app = build_app(service, lambda app: None)

        def client(peer: str = "127.0.0.1", **headers: str) -> TestClient:
            base = "http://127.0.0.1:7860" if peer == "127.0.0.1" else "http://council.example"
            return TestClient(app, base_url=base, client=(peer, 5000), raise_server_exceptions=False, headers=headers)

        return service, client

    yield make


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict]]]:
    """What the log says, as it is written without the words of questions."""
    written, ours = io.StringIO(), logging.getLogger("ui")
    handler, level = logging.StreamHandler(written), ours.level
    handler.setFormatter(JsonLines(questions=False))
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    ours.removeHandler(handler)
    ours.setLevel(level)


def test_every_reply_and_every_line_of_the_log_bears_the_number_of_its_request(serve, lines):
    _, client = serve()
    reply = client().post("/api/v1/ask", json={"question": QUESTION})
    given = client().get("/api/v1/documents", headers={"X-Request-ID": "proxy-12345678"})

    number = reply.headers["x-request-id"]
    told = [line for line in lines() if line.get("request_id") == number]
    assert reply.status_code == 200 and {line["event"] for line in told} == {"answer", "request"}
    assert given.headers["x-request-id"] == "proxy-12345678"
    assert client().get("/", headers={"X-Request-ID": "x\tbad number"}).headers["x-request-id"] != "x\tbad number"


def test_a_log_says_where_the_time_went_and_not_what_was_asked(serve, lines):
    service, client = serve()
    reply = client().post("/api/v1/ask", json={"question": QUESTION}).json()
    client().get("/export.md", params={"q": QUESTION})

    answers = [line for line in lines() if line["event"] == "answer"]
    assert len(answers) == 2 and answers[0]["status"] == reply["status"]
    assert {"understand", "search", "compose", "cite"} <= answers[0]["stages"].keys()
    assert sum(answers[0]["stages"].values()) == pytest.approx(answers[0]["seconds"], abs=0.05)
    assert SECRET not in json.dumps(lines()) and SECRET not in service.metrics.write().decode()


def test_the_words_of_questions_are_logged_where_that_is_set(serve, lines):
    _, client = serve(logging={"questions": True})
    client().post("/api/v1/ask", json={"question": QUESTION})
    assert [line["question"] for line in lines() if line["event"] == "answer"] == [QUESTION]


def test_a_fault_is_answered_with_its_number_and_the_log_tells_where_it_happened_not_its_words(serve, lines, monkeypatch):
    service, client = serve()

    def break_down(*_: object, **__: object) -> None:
        raise ValueError(f"fts5: syntax error near {SECRET}")

    monkeypatch.setattr(service.full.store.retriever, "search", break_down)
    owner = client(authorization=f"Bearer {service.owner.token}")
    reply = owner.post("/api/v1/search", json={"question": QUESTION})

    assert reply.status_code == 500 and reply.json()["problem"].startswith(replies.ERROR)
    assert reply.json()["request_id"] == reply.headers["x-request-id"]
    [line] = [line for line in lines() if line.get("error")]
    assert line["request_id"] == reply.headers["x-request-id"] and line["error"] == "ValueError"
    assert any("break_down" in place for place in line["at"]) and SECRET not in json.dumps(lines())


def test_a_full_line_is_answered_with_busy_and_when_to_come_again(serve):
    service, client = serve(serving={"answers_at_once": 1, "waiting": 0})
    place = service.line.enter("somebody")
    reply = client().post("/api/v1/ask", json={"question": QUESTION})
    place.leave()

    assert reply.status_code == 503 and int(reply.headers["retry-after"]) >= 1
    assert "Try again in" in reply.json()["problem"]
    assert 'council_busy_total{reason="full"} 1.0' in service.metrics.write().decode()
    assert client().post("/api/v1/ask", json={"question": QUESTION}).status_code == 200
    assert (service.line.working, service.line.waiting) == (0, 0)


def test_the_page_says_how_many_are_before_and_that_it_is_busy(serve):
    service, _ = serve(serving={"answers_at_once": 1, "waiting": 2})
    first, second = service.line.enter("somebody"), service.line.enter("another")

    def ask(asker: str) -> Iterator[View]:
        return ask_question(service.full, Asked(question=QUESTION), (), None, lambda: service.line.enter(asker))

    views = ask("me")
    waits = [next(views), next(views)]
    refused = list(ask("a third"))
    second.leave()
    first.leave()
    answered = list(views)[-1]

    assert "1 question before yours" in waits[1].status
    assert "Try again in" in refused[-1].conversation and refused[-1].box == QUESTION
    assert answered.turns[0].answer.status == "answered" and service.line.working == 0


def test_a_page_that_is_closed_leaves_the_line(serve):
    service, _ = serve(serving={"answers_at_once": 1, "waiting": 2})
    first, _ = service.line.enter("somebody"), service.line.enter("another")
    views = ask_question(service.full, Asked(question=QUESTION), (), None, lambda: service.line.enter("me"))
    next(views), next(views)
    assert service.line.waiting == 2
    views.close()
    assert service.line.waiting == 1
    first.leave()


def test_health_says_to_everybody_whether_it_is_well_and_to_this_machine_how(serve):
    service, client = serve()
    assert client().get("/health").status_code == 503 and client().get("/health").json()["model"] == "loading"
    service.warm_up()

    near, far = client().get("/health"), client("203.0.113.9").get("/health")
    assert (near.status_code, far.status_code) == (200, 200) and far.json() == {"status": "ok"}
    assert near.json()["newest_paper"] == "2025-10-14" and near.json()["store"] == "open"


@pytest.mark.parametrize(
    ("readers", "peer", "headers", "may"),
    [
        ("", "127.0.0.1", {}, True),
        ("", "127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, False),
        ("", "203.0.113.9", {}, False),
        ("203.0.113.0/24", "203.0.113.9", {}, True),
        ("10.0.0.5, 203.0.113.9", "203.0.113.9", {}, True),
        ("10.0.0.5", "203.0.113.9", {}, False),
        ("203.0.113.9", "203.0.113.9", {"x-forwarded-for": "198.51.100.1"}, False),
        ("203.0.113.9", "198.51.100.1", {"x-forwarded-for": "203.0.113.9"}, False),
    ],
)
def test_measurements_are_for_this_machine_and_the_addresses_that_are_set(serve, readers, peer, headers, may):
    _, client = serve(monitoring={"readers": readers})
    asked = client(peer, **headers)
    assert asked.get("/metrics").status_code == (200 if may else 403)
    assert ("store" in asked.get("/health").json()) == may


def test_where_people_sign_in_measurements_need_no_session_from_here_and_one_who_manages_from_elsewhere(serve):
    service, client = serve()
    people = service.people
    for name, role in (("member", "member"), ("officer", "officer")):
        people.add(name, role, "three random words")
    try:
        assert client().get("/metrics").status_code == 200 and client().get("/api/v1/documents").status_code == 401
        for name, status in (("member", 403), ("officer", 200)):
            visitor = client("203.0.113.9")
            assert visitor.get("/metrics").status_code == 403 and visitor.get("/health").status_code == 503
            visitor.post("/sign-in", data={"name": name, "password": "three random words"})
            assert visitor.get("/metrics").status_code == status
    finally:
        for person in people.everybody():
            people.remove(person.name)


def test_measurements_count_answers_by_status_and_tell_of_stages_line_store_and_process(serve):
    _, client = serve()
    for question in (QUESTION, "Hello", QUESTION):
        client().post("/api/v1/ask", json={"question": question})
    said = client().get("/metrics").text

    assert 'council_answers_total{status="answered"} 2.0' in said and 'council_answers_total{status="rejected"} 1.0' in said
    assert 'council_stage_seconds_count{stage="whole"} 3.0' in said and 'council_stage_seconds_count{stage="wait"} 3.0' in said
    assert "council_line_waiting 0.0" in said and "council_documents 3.0" in said
    assert "process_resident_memory_bytes" in said and "process_open_fds" in said


def test_readers_that_are_no_networks_are_refused_by_name(tmp_path: Path):
    (tmp_path / "own.toml").write_text('[monitoring]\nreaders = "everybody"\n', "utf-8")
    with pytest.raises(SettingsProblem, match=r"monitoring\.readers"):
        load_settings(tmp_path / "own.toml")


def test_the_log_goes_to_a_file_as_lines_of_json_and_a_file_that_cannot_be_written_is_named(tmp_path: Path):
    settings, root = load_settings().logging, logging.getLogger()
    before, levels = (
        list(root.handlers),
        {name: logging.getLogger(name).level for name in ("", "ui", "index", "ingest", "assistant")},
    )
    try:
        start_log(settings.model_copy(update={"file": str(tmp_path / "log.jsonl")}))
        tell(logging.getLogger("ui.test"), logging.INFO, "tried", times=2)
        logging.getLogger("library").info("chatter")
        logging.getLogger("library").warning("asked %s", SECRET)
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            handler.close()
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    first, second = map(json.loads, (tmp_path / "log.jsonl").read_text("utf-8").splitlines())
    assert (first["event"], first["times"], first["level"]) == ("tried", 2, "info")
    assert second["event"] == "asked %s"
    with pytest.raises(LogProblem, match=r"nowhere.*logging\.file"):
        start_log(settings.model_copy(update={"file": str(tmp_path / "nowhere" / "log")}))


def test_a_generator_belongs_to_its_request_in_every_step():
    request = Request({"type": "http", "state": {"request_id": "12345678"}})

    def numbers() -> Iterator[str]:
        yield request_id.get()
        yield request_id.get()

    assert list(follow_request(request, numbers())) == ["12345678", "12345678"] and request_id.get() == ""
    assert name_request("12345678") == "12345678" and len(name_request("short")) == 16
