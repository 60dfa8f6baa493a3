"""The pages served over HTTP by uvicorn, until they are closed."""

import os
import socket
import threading
import time
from collections.abc import Sequence

import uvicorn

from assistant.answering import Assistant
from ingest.problem import Problem
from ui.logs import start_log
from ui.page.shell import NAME
from ui.service import Service
from ui.site.app import build_app

STARTING_SECONDS = 30


class PageProblem(Problem):
    """A page that cannot be served: why, and what to do."""


class ServedPage:
    """The pages while they are served. `local_url` is where they are; `owner_url` is the link for their owner, empty where
    accounts decide who may do what."""

    def __init__(self, server: uvicorn.Server, listener: socket.socket, local_url: str, owner_url: str):
        self.local_url, self.owner_url = local_url, owner_url
        self._server = server
        self._thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        ends = time.monotonic() + STARTING_SECONDS
        while not server.started and self._thread.is_alive() and time.monotonic() < ends:
            time.sleep(0.02)
        if not server.started:
            raise PageProblem("The page did not start. Run council doctor; COUNCIL_DEBUG=1 shows what happened.")

    def block_thread(self) -> None:
        """Wait until the server ends or is interrupted."""
        try:
            while self._thread.is_alive():
                self._thread.join(timeout=1)
        finally:
            self.close()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


def serve_page(assistant: Assistant, suggestions: Sequence[str], *, host: str, port: int) -> None:
    """Serve the page until it is interrupted. Raises PageProblem where it cannot be served at that address, and LogProblem."""
    start_log(assistant.settings.logging)
    page = open_page(assistant, suggestions, host=host, port=port)
    print(f"{NAME} is at {page.local_url} (Ctrl+C stops it)", flush=True)
    if page.owner_url:
        print(f"To see and change everything in it, and not only read open papers, open {page.owner_url}", flush=True)
    page.block_thread()


def open_page(assistant: Assistant, suggestions: Sequence[str], *, host: str, port: int) -> ServedPage:
    """The page, served until its `close()`. Raises PageProblem."""
    _bypass_proxy(host)
    listener = _listen(host, port)
    from ui.web import mount_pages

    service = Service(assistant, suggestions, host=host)
    app = build_app(service, lambda app: mount_pages(app, service))
    # The first question would else wait for the model to be loaded.
    threading.Thread(target=service.warm_up, daemon=True).start()
    # uvicorn would put what X-Forwarded-For says in the place of the true peer.
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=2
    )
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    name = f"[{reached}]" if ":" in reached else reached
    local_url = f"http://{name}:{port}/"
    owner_url = "" if service.people.exist() else service.owner.link(local_url)
    return ServedPage(uvicorn.Server(config), listener, local_url, owner_url)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise PageProblem(
            f"The page cannot be served at {host}, port {port}: it is taken or not allowed. "
            f"Choose another, such as: council serve --port {port + 1}"
        ) from error


def _bypass_proxy(host: str) -> None:
    """Gradio may look whether its own page is up, and that must not go through the council's proxy."""
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    os.environ["no_proxy"] = ",".join(dict.fromkeys([*filter(None, known.split(",")), "localhost", "127.0.0.1", host]))
