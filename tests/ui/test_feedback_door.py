"""Feedback over HTTP and the tools wait in the line of questions and take no longer ones."""

import json
from collections.abc import Callable, Iterator

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.question import LONGEST_CHARS
from ui.feedback import FEEDBACK, LONGEST_COMMENT, read_feedback
from ui.service import Service
from ui.site.app import build_app

QUESTION = "How many foster carers were there?"
JUDGED = {"asked": f"q={QUESTION}", "verdict": "right"}


@pytest.fixture
def serve(assistant_with) -> Iterator[Callable[..., tuple[Service, TestClient]]]:
    folders = []

    def make(**serving: object) -> tuple[Service, TestClient]:
        plain = assistant_with(least_confidence=0.0)
        settings = plain.settings.model_copy(update={"serving": plain.settings.serving.model_copy(update=serving)})
        service = Service(Assistant(plain.store, settings))
        folders.append(service.full.store.folder)
        (folders[-1] / FEEDBACK).unlink(missing_ok=True)
        client = TestClient(
            build_app(service, lambda app: None), base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000),
            raise_server_exceptions=False,
        )  # fmt: skip
        return service, client

    yield make
    for folder in folders:
        (folder / FEEDBACK).unlink(missing_ok=True)


def test_feedback_waits_in_the_line_and_is_told_when_to_come_again(serve):
    service, client = serve(answers_at_once=1, waiting=0)
    place = service.line.enter("somebody")
    busy = client.post("/feedback", json=JUDGED)
    place.leave()

    assert busy.status_code == 503 and int(busy.headers["retry-after"]) >= 1 and "Try again in" in busy.json()["problem"]
    assert client.post("/feedback", json=JUDGED).status_code == 200 and service.line.working == 0
    assert len(read_feedback(service.full.store.folder)) == 1
    assert (service.full.store.folder / FEEDBACK).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"comment": "x" * (LONGEST_COMMENT + 1)}, "comment is longer than"),
        ({"asked": "q=" + "x" * (LONGEST_CHARS + 1)}, "question is longer than"),
        ({"asked": "q=Why?&" * 10_000}, "conversation is longer than"),
        ({"asked": ""}, "no question"),
        ({"verdict": "splendid"}, "not one of"),
    ],
)
def test_feedback_that_is_too_long_or_is_none_is_refused_in_words(serve, changed, said):
    service, client = serve()
    reply = client.post("/feedback", json={**JUDGED, **changed})

    assert reply.status_code == 400 and said in reply.json()["problem"]
    assert read_feedback(service.full.store.folder) == ()


@pytest.mark.parametrize("odd", ["\ud800", "a\ufffe", "\x00", "%ED%A0%80"])
def test_feedback_with_any_characters_is_kept(serve, odd):
    service, client = serve()
    body = json.dumps({"asked": f"q={QUESTION} {odd}", "verdict": "right", "comment": odd})

    assert client.post("/feedback", content=body, headers={"content-type": "application/json"}).status_code == 200
    assert read_feedback(service.full.store.folder)[0].question.startswith(QUESTION)


def test_tools_wait_in_the_line_and_take_no_longer_questions(serve):
    gradio = pytest.importorskip("gradio")
    from ui.tools import offer_tools

    service, _ = serve(answers_at_once=1, waiting=0)
    with gradio.Blocks() as pages:
        offer_tools(service)
    tools = {function.api_name: function.fn for function in pages.fns.values()}
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "client": ("127.0.0.1", 5000),
             "headers": [(b"host", b"127.0.0.1:7860")]}  # fmt: skip

    def use(tool: str, *given: object) -> str:
        import asyncio

        return asyncio.run(tools[tool](*given, Request(scope)))

    place = service.line.enter("somebody")
    assert "Try again in" in use("search_papers", QUESTION, 5) and "Try again in" in use("ask_papers", QUESTION)
    place.leave()
    for tool, *more in (("search_papers", 5), ("ask_papers",)):
        assert f"longer than {LONGEST_CHARS} characters" in use(tool, "x" * (LONGEST_CHARS + 1), *more)
    for count in (5, "5", float("inf"), float("nan"), None, 10**400):
        assert 1 <= len(json.loads(use("search_papers", QUESTION, count))) <= 50
