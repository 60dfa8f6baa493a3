"""What nobody on the way may keep: whatever is sent to a visitor who sees exempt papers, but for the files of the program."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from ui.service import Service

FILES_OF_PROGRAM = ("/site/", "/assets/", "/static/", "/svelte/")
"""Addresses of our own files and Gradio's, which say nothing of any paper."""
NO_STORE = (b"cache-control", b"no-store")


class WithNoStore:
    """An ASGI application whose answers are not kept where its visitor sees exempt papers and there are any."""

    def __init__(self, app: Callable, service: Service):
        self.app = app
        self.service = service

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http" or scope["path"].startswith(FILES_OF_PROGRAM):
            await self.app(scope, receive, send)
            return
        if not await run_in_threadpool(self.service.shows_exempt, HTTPConnection(scope)):
            await self.app(scope, receive, send)
            return

        async def send_unkept(message: dict) -> None:
            if message["type"] == "http.response.start":
                kept = [header for header in message.get("headers", ()) if header[0].lower() != NO_STORE[0]]
                message = {**message, "headers": [*kept, NO_STORE]}
            await send(message)

        await self.app(scope, receive, send_unkept)
