"""Accounts: who may do what, and that neither passwords nor sessions can be read from what is kept."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.requests import Request

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from tests.ui.marks import Marks
from ui.people import CHECKED_AT_ONCE, SESSION_SECONDS, People, PeopleProblem, SignInRefused
from ui.service import Service
from ui.throttle import MOST_TRIES, MOST_TRIES_OF_ADDRESS, TRIES_SECONDS, Throttle, name_network

pytestmark = pytest.mark.usefixtures("quick_passwords")
PASSWORD = "correct horse battery"


class Clock:
    """Tells whatever time it is set to."""

    def __init__(self, now: float = 1_800_000_000.0):
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> People:
    return People(tmp_path, Marks(), clock=clock)


def refuse(people: People, name: str, address: str, match: str = "do not fit") -> None:
    with pytest.raises(PeopleProblem, match=match):
        people.sign_in(name, "a wrong password", address=address)


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


def test_guessing_is_slowed_down_for_who_guesses_and_for_nobody_else(people):
    people.add("ada", "member", PASSWORD)
    for _ in range(MOST_TRIES):
        refuse(people, "ada", "192.0.2.1")

    with pytest.raises(SignInRefused, match="Too many") as refused:
        people.sign_in("ada", PASSWORD, address="192.0.2.1")
    assert 0 < refused.value.retry_seconds <= TRIES_SECONDS + 1
    assert people.in_session(people.sign_in("ada", PASSWORD, address="192.0.2.2"))


def test_an_address_that_tries_many_names_is_slowed_down_and_who_is_signed_in_there_is_not(people):
    people.add("ada", "member", PASSWORD)
    token = people.sign_in("ada", PASSWORD, address="192.0.2.1")
    for number in range(MOST_TRIES_OF_ADDRESS):
        refuse(people, f"name {number}", "192.0.2.1")

    refuse(people, "another", "192.0.2.1", match="Too many")
    assert people.in_session(token).name == "ada"
    assert people.sign_in("ada", PASSWORD, address="192.0.2.1", session=token)
    refuse(people, "ada", "192.0.2.1", match="Too many")


def test_the_right_password_forgives_what_was_mistyped(people):
    people.add("ada", "member", PASSWORD)
    for _ in range(3):
        for _ in range(MOST_TRIES - 1):
            refuse(people, "ada", "192.0.2.1")
        assert people.sign_in("ada", PASSWORD, address="192.0.2.1")


def test_tries_are_forgotten_after_a_while_by_a_clock_that_only_goes_forward():
    clock = Clock(now=50.0)
    throttle = Throttle(clock)
    assert [throttle.take("ada", "192.0.2.1") for _ in range(MOST_TRIES)] == [0.0] * MOST_TRIES
    assert throttle.take("ada", "192.0.2.1") == TRIES_SECONDS
    clock.now += TRIES_SECONDS - 1
    assert throttle.take("ada", "192.0.2.1") == 1
    clock.now += 1
    assert throttle.take("ada", "192.0.2.1") == 0


def test_an_address_of_one_ipv6_network_counts_as_the_others_of_it():
    assert name_network("2001:db8:1:2:aaaa::1") == name_network("2001:db8:1:2:bbbb::9") != name_network("2001:db8:1:3::1")
    assert name_network("::ffff:192.0.2.7") == name_network("192.0.2.7") and name_network("no address") == "no address"


def test_setting_the_clock_shuts_nobody_out_who_may_try(people, clock):
    people.add("ada", "member", PASSWORD)
    for _ in range(MOST_TRIES - 1):
        refuse(people, "ada", "192.0.2.1")
    for jump in (-10 * 365 * 86400, 20 * 365 * 86400):
        clock.now += jump
        assert people.in_session(people.sign_in("ada", PASSWORD, address="192.0.2.1"))


def test_a_session_that_was_made_while_the_clock_was_wrong_is_not_trusted_when_it_is_right_again(people, clock):
    people.add("ada", "member", PASSWORD)
    clock.now += 10 * 365 * 86400
    token = people.sign_in("ada", PASSWORD)
    assert people.in_session(token)
    clock.now -= 10 * 365 * 86400
    assert people.in_session(token) is None
    token = people.sign_in("ada", PASSWORD)
    # A clock that is put right by a minute signs nobody out.
    clock.now -= 60
    assert people.in_session(token)
    clock.now += SESSION_SECONDS + 61
    assert people.in_session(token) is None


def test_a_known_and_an_unknown_name_cost_one_verification_and_no_hash(people, monkeypatch):
    people.add("ada", "member", PASSWORD)
    people.add("proxied", "member", None)
    done: list[str] = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: done.append("verify") or verify(*given))
    monkeypatch.setattr(PasswordHasher, "hash", lambda *given: done.append("hash"))
    for name in ("ada", "nobody", "proxied", "", "x" * 5000, "half a character \ud800"):
        done.clear()
        refuse(people, name, "192.0.2.1")
        assert done == ["verify"], name


def test_who_comes_while_too_many_are_signing_in_is_told_to_wait_and_has_lost_no_try(people, monkeypatch):
    monkeypatch.setattr("ui.people.CHECK_WAIT_SECONDS", 0.01)
    people.add("ada", "member", PASSWORD)
    for _ in range(CHECKED_AT_ONCE):
        people._checking.acquire()
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(SignInRefused, match="Many people are signing in"):
            people.sign_in("ada", PASSWORD)
    people._checking.release()
    assert people.sign_in("ada", PASSWORD)


def test_a_password_of_any_length_and_letters_is_refused_in_words(people):
    people.add("ada", "member", PASSWORD)
    for password in ("", "x" * 5_000_000, "\x00", "\ud800" * 20):
        with pytest.raises(PeopleProblem, match="do not fit"):
            people.sign_in("ada", password)


def test_signing_in_and_out_ends_other_sessions_where_asked(people):
    for name in ("ada", "olu"):
        people.add(name, "member", PASSWORD)
    first, other = people.sign_in("ada", PASSWORD), people.sign_in("olu", PASSWORD)
    second = people.sign_in("ada", PASSWORD)
    assert people.in_session(first) and people.in_session(second)
    third = people.sign_in("ada", PASSWORD, end_others=True)
    assert [bool(people.in_session(token)) for token in (first, second, third, other)] == [False, False, True, True]
    fourth = people.sign_in("ada", PASSWORD)
    people.sign_out(third, everywhere=True)
    assert [bool(people.in_session(token)) for token in (third, fourth, other)] == [False, False, True]
    assert people.end_sessions("olu") == 1 and people.in_session(other) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(people):
    people.add("ada", "member", PASSWORD)
    token = people.sign_in("ada", PASSWORD)
    people.add("ada", "member", "another long password")

    assert people.in_session(token) is None


def test_common_passwords_are_refused_and_random_words_are_not(people):
    for password in (
        "passwordpassword", "P@ssw0rd2024!!", "Summer2024!!!", "qwertyuiop12", "1qaz2wsx3edc4rfv", "abcabcabcabc", "aaaaaaaaaaaa",
        "123456789012", "liverpoolfc1892", "councilcouncil", "Ada.Penhale.1984", "Anyshire2024!", "AnyshireCouncil24",
    ):  # fmt: skip
        with pytest.raises(PeopleProblem, match="tried first"):
            people.add("ada penhale", "member", password, local_words=["Anyshire County Council"])
    for password in (PASSWORD, "stapler orbit walnut", "vG7#kq91LzpX", "quiet blue ladder", "another long password"):
        people.add("ada penhale", "member", password, local_words=["Anyshire County Council"])


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
