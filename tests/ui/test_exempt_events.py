"""Exempt words at Gradio's own doors: no event of a page, no session of another and no address shows them to a member."""

import json
import re

import pytest

from tests.ui.addresses import list_addresses
from tests.ui.test_doors import ASKED, LEFT_OUT, SECRET_TITLE, SECRETS, app, assistant, sign_in, without_echo
from tests.ui.test_gradio_door import find_event, join, read
from tests.ui.test_routes import find_gradio

# Fixtures of the other module.
__all__ = ("app", "assistant")

PRICE = "2,345,678"


def find_events(client, path: str) -> list[dict]:
    page = client.get(path).text
    config = json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1])
    return config["dependencies"]


def check_words(words: str, where: object) -> None:
    left = without_echo(words.casefold())
    assert not [secret for secret in SECRETS if secret in left], where


@pytest.mark.parametrize("path", ["/", "/documents"])
def test_no_event_of_a_page_tells_a_member_what_is_exempt(app, path):
    client = sign_in(app, "member")
    events = find_events(client, path)
    for number, event in enumerate(events):
        for question in (ASKED, f"What was said of {SECRET_TITLE}?"):
            session = f"member-{number}"
            if join(client, session, *[question] * bool(event["inputs"]), event=event).status_code == 200:
                check_words(read(client, session), event["api_name"])
    assert events


def test_a_members_conversation_has_no_exempt_words_and_says_that_papers_were_left_out(app):
    client = sign_in(app, "member")
    join(client, "conversation", ASKED)
    check_words(read(client, "conversation"), "answer")
    join(client, "arrival", event=find_event(client, "arrive"))
    assert LEFT_OUT in read(client, "arrival")


def test_the_session_of_an_officer_tells_a_member_nothing(app):
    officer, member = sign_in(app, "officer"), sign_in(app, "member")
    join(officer, "shared", ASKED)
    join(member, "shared", event=find_event(member, "give_up"))
    check_words(read(member, "shared"), "queue")
    assert PRICE in read(officer, "shared")
    # The officer's own page goes on with it.
    join(officer, "shared", event=find_event(officer, "give_up"))
    assert PRICE in read(officer, "shared")
    member.get("/", params={"session_hash": "shared", "deep_link": "shared"})
    join(member, "shared", event=find_event(member, "give_up"))
    check_words(read(member, "shared"), "state")


def test_no_address_of_gradio_tells_a_member_what_is_exempt(app):
    member = sign_in(app, "member")
    for method, path in sorted(list_addresses(find_gradio(app))):
        if "heartbeat" in path or "queue/data" in path:
            # Without an end; what they tell is read above.
            continue
        for value in ("x", "ask_papers", "shared"):
            body = {"data": [ASKED], "session_hash": "shared", "fn_index": 0, "event_id": "x"}
            sent = {"json": body} if method == "POST" else {}
            check_words(member.request(method, re.sub(r"\{[^}]*\}", value, path), **sent).text, (method, path))
