"""What the tests in a real Chromium share: pages that watch what they request, pictures of what they show, and axe-core."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.answering import Assistant

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright comes with the dev set-up only")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe comes with the dev set-up only")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Without COUNCIL_ before it: tests start free of the caller's settings of the program.
SCREENSHOTS = os.environ.get("SCREENSHOTS")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed: apt-get install chromium"),
]


def start_browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Address(str):
    """Where pages are served, with the link that makes its reader their owner; empty where there are accounts."""

    __slots__ = ("link",)

    def __new__(cls, address: str, link: str) -> "Address":
        made = super().__new__(cls, address)
        made.link = link
        return made


def serve(assistant: Assistant, suggestions: list[str]) -> Iterator[str]:
    from ui.serve import open_page

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = open_page(assistant, suggestions, host="127.0.0.1", port=port)
    yield Address(page.local_url, page.owner_url)
    page.close()


def visit(browser, address: str, path: str = "", **options) -> Iterator["playwright.Page"]:
    """A page in a fresh context, of the owner where there are no accounts. Whatever it requested and whatever its scripts
    complained of is looked at in the end."""
    context = browser.new_context(**options)
    if address.link:
        context.request.get(address.link)
    page = context.new_page()
    faults: list[str] = []
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address + path)
    yield page
    context.close()
    assert faults == []
    assert {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


def take_picture(page, folder: Path, name: str, *, check: bool = True) -> None:
    """A screenshot of a state, and what axe-core says of it: nothing serious or critical."""
    folder = Path(SCREENSHOTS) if SCREENSHOTS else folder
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    if check:
        found = axe.Axe().run(page).response["violations"]
        grave = [
            f"{entry['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for entry in found
            if entry["impact"] in ("serious", "critical")
            for node in entry["nodes"]
        ]
        assert grave == [], f"{name}: {grave}"


def ask(page, question: str) -> None:
    """Ask with Enter and wait for the answer and what can be done with it."""
    asked = page.locator(".reply").count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    wait_for_answer(page, asked + 1)


def wait_for_answer(page, number: int = 1) -> None:
    playwright.expect(page.locator(".turn:not(.arriving) .reply")).to_have_count(number, timeout=60_000)
    playwright.expect(page.locator("#stop")).to_be_hidden(timeout=60_000)
