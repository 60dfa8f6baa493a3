"""What browsers are told of every answer: to load nothing from elsewhere, and to take no file for another kind."""

from collections.abc import Callable

COMMON = (
    "img-src 'self' data: blob:; font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
STRICT = f"default-src 'self'; script-src 'self'; style-src 'self'; {COMMON}"
"""For our own pages: no script and no style but from our own files, so that words of a paper can be neither."""
GRADIO = f"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; {COMMON}"
"""Gradio's own scripts need the two unsafe words; they too may load nothing from elsewhere."""
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
        policy = (
            REPORT if scope.get("path") == "/quality/report" else STRICT if scope.get("path", "").startswith(OURS) else GRADIO
        )

        async def send_with_policy(message: dict) -> None:
            if message["type"] == "http.response.start":
                kept = [header for header in message.get("headers", ()) if header[0].lower() != b"content-security-policy"]
                message["headers"] = [*kept, (b"content-security-policy", policy.encode()), *HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_policy)
