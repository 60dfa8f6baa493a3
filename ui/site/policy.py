"""What browsers are told of every answer: to load nothing from elsewhere, and to take no file for another kind."""

import base64
import hashlib
from collections.abc import Callable, Iterator

from ingest.patterns import compile_pattern

COMMON = (
    "img-src 'self' data: blob:; font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
STRICT = f"default-src 'self'; script-src 'self'; style-src 'self'; {COMMON}"
"""For our own pages: no script and no style but from our own files, so that words of a paper can be neither."""
GRADIO = f"default-src 'self'; script-src 'self' 'unsafe-eval'{{}}; style-src 'self' 'unsafe-inline'; {COMMON}"
"""For the pages of Gradio, with the digests of the scripts that stand in them as they are sent: no other runs, nor does a handler
in an attribute. It makes functions of the `js` of its events, which is evaluation, and sets styles at run time, whose digests
cannot be known beforehand: these two unsafe words stay."""
SOURCE = compile_pattern(r"\bsrc\s*=")
REPORT = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For the report of an evaluation, one file with its style in it, shown in a frame."""
OURS = (
    "/quality",
    "/registers",
    "/paper/",
    "/site/",
    "/accessibility",
    "/api",
    "/sign-",
    "/export",
    "/verify",
    "/documents/",
    "/health",
    "/metrics",
)
HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))


class WithPolicy:
    """An ASGI application with its policy on every answer."""

    def __init__(self, app: Callable):
        self.app = app

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        path = scope.get("path", "")
        policy = REPORT if path == "/quality/report" else STRICT if path.startswith(OURS) else None
        held: list[dict] = []

        async def start(begin: dict, policy: str) -> None:
            kept = [header for header in begin.get("headers", ()) if header[0].lower() != b"content-security-policy"]
            await send({**begin, "headers": [*kept, (b"content-security-policy", policy.encode()), *HEADERS]})

        async def send_with_policy(message: dict) -> None:
            if message["type"] == "http.response.start":
                if policy is None and _is_page(message):
                    held.append(message)
                else:
                    await start(message, policy or GRADIO.format(""))
            elif held and message["type"] == "http.response.body":
                # A page is held back until all of it is there, for its scripts have to be known before it begins.
                held.append(message)
                if not message.get("more_body"):
                    body = b"".join(part.get("body", b"") for part in held[1:])
                    await start(held[0], GRADIO.format(allow_scripts(body)))
                    await send({"type": "http.response.body", "body": body})
                    held.clear()
            else:
                await send(message)

        await self.app(scope, receive, send_with_policy)


def allow_scripts(page: bytes) -> str:
    """The words of a policy that allow the scripts written in a page, each by its digest (CSP Level 3, 2.3.1)."""
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _find_inline(page))
    return "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))


def _find_inline(page: bytes) -> Iterator[bytes]:
    """The scripts that are written in a page rather than fetched."""
    low = page.lower()
    at = 0
    while (begin := low.find(b"<script", at)) >= 0 and (opened := low.find(b">", begin)) >= 0:
        end = low.find(b"</script>", opened)
        if end < 0:
            return
        if not SOURCE.search(low[begin:opened].decode("latin-1")):
            yield page[opened + 1 : end]
        at = end


def _is_page(message: dict) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message.get("headers", ()))
