"""Accounts: who may do what, and that neither passwords nor sessions can be read from what is kept."""

from pathlib import Path

import pytest
from starlette.requests import Request

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from ui.people import MOST_TRIES, People, PeopleProblem
from ui.service import Service

PASSWORD = "correct horse battery"


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(tmp_path)


def ask_from(address: str = "127.0.0.1", **headers: str) -> Request:
    named = {"host": "127.0.0.1:7860", **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw, "client": (address, 5000), "query_string": b""})


def serve(folder: Path, host: str = "127.0.0.1", **people: object) -> Service:
    settings = load_settings()
    chosen = settings.model_copy(update={"people": settings.people.model_copy(update=people)})
    return Service(Assistant(Store(folder, WordHashEmbedder(), create=True), chosen), host=host)


def test_a_password_lets_in_and_another_does_not(people):
    people.add("Ada  Penhale", "member", PASSWORD)
    token = people.sign_in("ada penhale", PASSWORD)

    assert people.in_session(token).name == "ada penhale"
    for name, password in (("ada penhale", "correct horse batterx"), ("nobody", PASSWORD)):
        with pytest.raises(PeopleProblem, match="do not fit"):
            people.sign_in(name, password)


def test_nothing_that_is_kept_lets_anybody_in(people):
    people.add("ada", "officer", PASSWORD)
    token = people.sign_in("ada", PASSWORD)
    kept = people.path.read_bytes()

    assert PASSWORD.encode() not in kept and token.encode() not in kept and b"$argon2id$" in kept
    assert people.path.stat().st_mode & 0o077 == 0


def test_guessing_is_slowed_down(people):
    people.add("ada", "member", PASSWORD)
    for _ in range(MOST_TRIES):
        with pytest.raises(PeopleProblem, match="do not fit"):
            people.sign_in("ada", "a wrong password")

    with pytest.raises(PeopleProblem, match="Too many"):
        people.sign_in("ada", PASSWORD)


def test_a_new_password_ends_the_sessions_of_the_old_one(people):
    people.add("ada", "member", PASSWORD)
    token = people.sign_in("ada", PASSWORD)
    people.add("ada", "member", "another long password")

    assert people.in_session(token) is None


def test_a_short_password_is_refused_and_a_missing_account_named(people):
    with pytest.raises(PeopleProblem, match="too short"):
        people.add("ada", "member", "short")
    with pytest.raises(PeopleProblem, match="no account"):
        people.remove("ada")


def test_who_comes_by_the_proxy_only_has_no_password_to_guess(people):
    people.add("ada", "officer", None)

    with pytest.raises(PeopleProblem, match="do not fit"):
        people.sign_in("ada", "")


def test_without_accounts_who_has_the_link_may_do_everything_and_others_read_what_is_open(tmp_path):
    own, shared = serve(tmp_path / "a"), serve(tmp_path / "b", host="0.0.0.0")
    cookie = f"{own.owner.cookie}={own.owner.token}"

    for request in (
        ask_from(cookie=cookie),
        ask_from(authorization=f"Bearer {own.owner.token}"),
        ask_from("192.0.2.7", cookie=cookie),
    ):
        assert own.person(request).manages and own.person(request).sees_exempt
    for service, request in (
        (own, ask_from()),
        (own, ask_from(cookie=f"{own.owner.cookie}=")),
        (own, ask_from(authorization="Bearer ")),
        (own, ask_from(authorization=f"Bearer {shared.owner.token}x")),
        (shared, ask_from()),
        (shared, ask_from(cookie=f"{shared.owner.cookie}={shared.owner.token}")),
    ):
        person = service.person(request)
        assert not person.manages and not person.sees_exempt


def test_the_link_is_worth_nothing_once_there_are_accounts(tmp_path):
    service = serve(tmp_path)
    service.people.add("ada", "member", PASSWORD)

    assert service.person(ask_from(authorization=f"Bearer {service.owner.token}")) is None


def test_with_accounts_everybody_signs_in(tmp_path):
    service = serve(tmp_path)
    service.people.add("ada", "member", PASSWORD)
    token = service.people.sign_in("ada", PASSWORD)

    assert service.person(ask_from()) is None
    assert service.person(ask_from(cookie=f"council_session={token}")).name == "ada"


def test_a_proxy_is_believed_from_its_own_address_only(tmp_path):
    service = serve(tmp_path, proxy_header="X-Remote-User", proxy_address="192.0.2.1")
    service.people.add("ada", "officer", None)

    assert service.person(ask_from("192.0.2.1", x_remote_user="ada")).role == "officer"
    assert service.person(ask_from("192.0.2.1", x_remote_user="bob")).role == "member"
    assert service.person(ask_from("192.0.2.9", x_remote_user="ada")) is None
    assert service.person(ask_from("192.0.2.1")) is None


def test_who_sees_open_papers_alone_is_answered_by_the_same_model_and_the_question_kept_as_set(tmp_path):
    composer, kept = object(), []
    assistant = Assistant(Store(tmp_path, WordHashEmbedder(), create=True), load_settings(), composer, on_answer=kept.append)
    service = Service(assistant, host="0.0.0.0")
    limited = service.assistant_for(ask_from("192.0.2.7"))

    assert limited is not assistant and limited.composer is composer
    assert limited.ask("What was decided?") == kept[0]
