"""What browsers are told: only the scripts that a page is sent with may run, and nothing is loaded from elsewhere."""

import asyncio
import base64
import hashlib

from ui.site.policy import WithPolicy, allow_scripts

PAGE = (
    b'<script>window.config = {"a": "<b>"};</script><script src="/x.js"></script>'
    b"<SCRIPT type=module>go()</SCRIPT><p onclick='x()'>words</p>"
)


def digest(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def policy_of(path: str, kind: bytes, *parts: bytes) -> tuple[str, bytes]:
    """The policy and the body that come out for an application that sends these parts."""
    sent: list[dict] = []

    async def app(scope: dict, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        for at, part in enumerate(parts):
            await send({"type": "http.response.body", "body": part, "more_body": at + 1 < len(parts)})

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(WithPolicy(app)({"type": "http", "path": path}, None, send))
    [policy] = [value.decode() for name, value in sent[0]["headers"] if name == b"content-security-policy"]
    return policy, b"".join(message["body"] for message in sent[1:])


def test_scripts_in_a_page_are_allowed_by_their_digests_and_no_others():
    assert allow_scripts(PAGE).split() == [digest(b'window.config = {"a": "<b>"};'), digest(b"go()")]
    assert allow_scripts(b"<p>words</p>") == ""


def test_a_gradio_page_in_parts_comes_whole_with_the_digests_of_its_scripts():
    policy, body = policy_of("/", b"text/html; charset=utf-8", PAGE[:40], PAGE[40:])

    assert body == PAGE and digest(b"go()") in policy
    assert "script-src 'self' 'unsafe-eval' 'sha256-" in policy and "http" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_what_is_no_page_is_not_held_back_and_our_pages_allow_no_script_in_them():
    policy, body = policy_of("/gradio_api/queue/data", b"text/event-stream", b"one", b"two")
    assert body == b"onetwo" and "sha256" not in policy
    policy, _ = policy_of("/documents/x", b"text/html", PAGE)
    assert "unsafe" not in policy and "sha256" not in policy
