"""Signing in over HTTP: who is slowed down by whom, and the ends of sessions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from ui.cli import main
from ui.service import Service
from ui.site.app import build_app
from ui.throttle import MOST_TRIES

pytestmark = pytest.mark.usefixtures("quick_passwords")
PASSWORD = "three random words"


@pytest.fixture
def visit(tmp_path: Path) -> Callable[..., TestClient]:
    """Makes visitors of one page with an account, who come from an address; the sign-on proxy is at 192.0.2.1."""
    settings = load_settings()
    people = settings.people.model_copy(update={"proxy_address": "192.0.2.1"})
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    service = Service(Assistant(store, settings.model_copy(update={"people": people})))
    service.people.add("ada", "member", PASSWORD)
    app = build_app(service, lambda app: None)

    def make(address: str, **headers: str) -> TestClient:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        base = "http://council.example"
        return TestClient(app, base_url=base, client=(address, 5000), headers=named, follow_redirects=False)

    return make


def sign_in(visitor: TestClient, password: str = PASSWORD, **more: str) -> int:
    return visitor.post("/sign-in", data={"name": "ada", "password": password, **more}).status_code


def test_wrong_passwords_from_one_address_are_answered_429_there_and_nowhere_else(visit):
    attacker, other = visit("198.51.100.1"), visit("198.51.100.2")
    assert sign_in(other) == 303
    assert {sign_in(attacker, "a wrong password") for _ in range(MOST_TRIES)} == {401}
    refused = attacker.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= 301 and "Too many" in refused.text
    assert other.get("/api/v1/documents").status_code == 200 and sign_in(visit("198.51.100.2")) == 303


def test_behind_the_proxy_the_address_that_it_saw_counts_and_from_others_the_header_is_nothing(visit):
    for number in range(MOST_TRIES):
        assert sign_in(visit("192.0.2.1", x_forwarded_for=f"203.0.113.{number}, 198.51.100.1"), "a wrong password") == 401
    assert sign_in(visit("192.0.2.1", x_forwarded_for="203.0.113.99, 198.51.100.1")) == 429
    assert sign_in(visit("192.0.2.1", x_forwarded_for="198.51.100.1, 198.51.100.2")) == 303
    for number in range(MOST_TRIES):
        assert sign_in(visit("198.51.100.7", x_forwarded_for=f"203.0.113.{number}"), "a wrong password") == 401
    assert sign_in(visit("198.51.100.7", x_forwarded_for="203.0.113.99")) == 429


def test_sessions_elsewhere_end_where_asked(visit, tmp_path, capsys):
    first, second, third = visit("198.51.100.1"), visit("198.51.100.2"), visit("198.51.100.3")
    assert sign_in(first) == sign_in(second) == 303
    assert 'name="everywhere"' in third.get("/sign-in").text
    assert first.get("/api/v1/documents").status_code == 200
    assert sign_in(third, everywhere="true") == 303
    assert [one.get("/api/v1/documents").status_code for one in (first, second, third)] == [401, 401, 200]
    assert sign_in(first) == 303 and "Sign out everywhere" in first.get("/accessibility").text
    first.post("/sign-out", data={"everywhere": "true"})
    assert [one.get("/api/v1/documents").status_code for one in (first, third)] == [401, 401]
    assert sign_in(second) == 303
    assert main(["user", "end-sessions", "nobody", "--store", str(tmp_path / "store")]) == 1
    assert "no account" in capsys.readouterr().err
    assert main(["user", "end-sessions", "ada", "--store", str(tmp_path / "store")]) == 0
    assert second.get("/api/v1/documents").status_code == 401


def test_signing_out_alone_leaves_other_sessions(visit):
    first, second = visit("198.51.100.1"), visit("198.51.100.2")
    assert sign_in(first) == sign_in(second) == 303
    first.post("/sign-out")
    assert [one.get("/api/v1/documents").status_code for one in (first, second)] == [401, 200]


@pytest.mark.parametrize(
    "body", [b"name=%ED%A0%80&password=%ED%A0%80", b"name=ada&password=" + b"x" * 100_000, b"name=%00&password=%00"]
)
def test_no_form_is_a_fault(visit, body):
    reply = visit("198.51.100.1").post(
        "/sign-in", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert reply.status_code == 401
