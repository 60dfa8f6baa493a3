"""The page in a real Chromium over the sample papers: asked by mouse and by keyboard, and nothing leaves this machine.

Screenshots go to the folder in $SCREENSHOTS, or to the test's own folder.
"""

import itertools
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.answering import Assistant
from assistant.opening import open_assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder, read_suggestions

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright comes with the dev set-up only")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
# Without COUNCIL_ before it: tests start free of the caller's settings of the program.
SCREENSHOTS = os.environ.get("SCREENSHOTS")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NONSENSE = "Which zeppelin won the marmalade regatta?"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real thing over the sample papers."""
    assistant = open_assistant(tmp_path_factory.mktemp("store"), load_settings(), create=True)
    store = assistant.store
    sync_files([papers_folder()], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)
    return assistant


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    yield from serve(assistant, [suggestion.question for suggestion in read_suggestions()])


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def requests() -> list[str]:
    """The address of every request that the page of the test made."""
    return []


@pytest.fixture
def page(browser, address: str, requests: list[str]) -> Iterator["playwright.Page"]:
    yield from visit(browser, address, requests, viewport=DESKTOP)


@pytest.fixture
def phone(browser, address: str, requests: list[str]) -> Iterator["playwright.Page"]:
    yield from visit(browser, address, requests, viewport=PHONE, has_touch=True)


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    folder = Path(SCREENSHOTS) if SCREENSHOTS else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def serve(assistant: Assistant, suggestions: list[str]) -> Iterator[str]:
    from ui.serve import open_page

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = open_page(assistant, suggestions, host="127.0.0.1", port=port)
    yield page.local_url
    page.close()


def visit(browser, address: str, requests: list[str], **options) -> Iterator["playwright.Page"]:
    """A page in a fresh context. Whatever it requested and whatever its scripts complained of is looked at in the end."""
    context = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    playwright.expect(page.get_by_label("Your question")).to_be_visible()
    yield page
    context.close()
    assert faults == []
    assert {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


def ask(page, question: str) -> None:
    """Ask with Enter and wait for the answer."""
    asked = page.locator(".reply").count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    wait_for_answer(page, asked + 1)


def wait_for_answer(page, number: int = 1) -> None:
    playwright.expect(page.locator(".reply")).to_have_count(number, timeout=60_000)


def focused_id(page) -> str:
    return page.evaluate("document.activeElement.id")


def test_a_suggested_question_is_answered_and_its_citation_leads_to_the_marked_quote(page, screenshots):
    page.screenshot(path=screenshots / "desktop-1-start.png")
    question = read_suggestions()[0].question
    page.get_by_role("button", name=question).click()
    wait_for_answer(page)
    page.screenshot(path=screenshots / "desktop-2-answered.png")

    playwright.expect(page.get_by_role("heading", name=question)).to_be_visible()
    assert "answered" in page.locator(".reply").get_attribute("class")
    assert page.locator(".suggestion").count() == 0 or not page.locator(".suggestion").first.is_visible()

    page.get_by_role("link", name=re.compile(r"^\[1\] Source: ")).first.click()
    page.screenshot(path=screenshots / "desktop-3-source.png")
    source = page.locator("#source-1-1")
    playwright.expect(source).to_be_focused()
    playwright.expect(source).to_have_class(re.compile("followed"))
    playwright.expect(source.locator("mark")).to_be_in_viewport()
    answer, beside = page.locator("#answer-1").bounding_box(), source.bounding_box()
    assert beside["x"] >= answer["x"] + answer["width"]


def test_a_question_without_an_answer_says_so_and_what_was_searched(page, screenshots):
    ask(page, NONSENSE)
    page.screenshot(path=screenshots / "desktop-4-not-found.png")

    reply = page.locator(".reply")
    playwright.expect(reply).to_contain_text("Not found in the papers")
    playwright.expect(reply).to_contain_text("Searched 5 documents")
    assert page.locator(".cite").count() == 0


def test_an_empty_question_gets_a_hint_and_no_turn(page):
    page.get_by_role("button", name="Ask", exact=True).click()

    playwright.expect(page.locator("#status")).to_contain_text("There is no question yet.")
    assert page.locator(".turn").count() == 0


def test_the_keyboard_alone_asks_follows_a_citation_and_comes_back(page):
    playwright.expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(read_suggestions()[0].question)
    page.keyboard.press("Enter")
    wait_for_answer(page)

    playwright.expect(page.get_by_label("Your question")).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "cite":
            break
    page.keyboard.press("Enter")
    assert focused_id(page).startswith("source-1-")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "cite"


def test_a_suggested_question_chosen_by_keyboard_moves_the_keyboard_to_its_answer(page):
    page.locator(".suggestion").first.focus()
    page.keyboard.press("Enter")
    wait_for_answer(page)

    assert focused_id(page) == "answer-1"


def test_sources_of_an_earlier_answer_come_back_when_its_citation_is_followed(page, screenshots):
    ask(page, read_suggestions()[0].question)
    ask(page, read_suggestions()[1].question)
    ask(page, NONSENSE)
    page.screenshot(path=screenshots / "desktop-5-conversation.png")
    assert not page.locator("#source-1-1").is_visible()

    page.locator("#answer-1 .cite").first.click()
    playwright.expect(page.locator("#source-1-1")).to_be_focused()
    assert not page.locator("#source-2-1").is_visible()


def test_a_new_conversation_begins_with_the_suggestions_again(page):
    ask(page, NONSENSE)
    page.get_by_role("button", name="New conversation").click()

    playwright.expect(page.locator(".turn")).to_have_count(0)
    playwright.expect(page.locator(".suggestion").first).to_be_visible()
    playwright.expect(page.get_by_label("Your question")).to_be_focused()


def test_a_double_click_asks_once(page):
    page.get_by_label("Your question").fill("hello")
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    wait_for_answer(page)
    page.wait_for_timeout(500)

    assert page.locator(".turn").count() == 1
    playwright.expect(page.locator("#status")).not_to_contain_text("There is no question yet.")


def test_on_a_phone_the_sources_stand_below_and_nothing_is_wider_than_the_screen(phone, screenshots):
    phone.screenshot(path=screenshots / "phone-1-start.png")
    phone.locator(".suggestion").first.tap()
    wait_for_answer(phone)
    phone.screenshot(path=screenshots / "phone-2-answered.png")
    phone.locator(".cite").first.tap()
    phone.screenshot(path=screenshots / "phone-3-source.png")

    playwright.expect(phone.locator("#source-1-1 mark")).to_be_in_viewport()
    assert phone.locator("#source-1-1").bounding_box()["y"] > phone.locator("#answer-1").bounding_box()["y"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_is_in_british_english_with_headings_in_order(page):
    ask(page, read_suggestions()[0].question)

    assert page.evaluate("document.documentElement.lang") == "en-GB"
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].filter(h => h.offsetParent).map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_browser_is_told_to_load_nothing_from_elsewhere(page):
    blocked = page.evaluate("fetch('http://192.0.2.1/').then(() => 'sent', () => 'refused')")

    assert blocked == "refused"


def test_the_dark_page_is_dark(browser, address, requests, screenshots):
    for page in visit(browser, address, requests, viewport=DESKTOP, color_scheme="dark"):
        ask(page, read_suggestions()[0].question)
        page.locator(".cite").first.click()
        page.screenshot(path=screenshots / "desktop-6-dark.png")

        assert page.evaluate("getComputedStyle(document.querySelector('.reply')).backgroundColor") == "rgb(28, 37, 48)"


def test_an_empty_store_says_what_to_do(browser, requests, screenshots, tmp_path):
    empty = Assistant(Store(tmp_path / "store", WordHashEmbedder(), create=True), load_settings())
    for address in serve(empty, ["What was decided?"]):
        for page in visit(browser, address, requests, viewport=DESKTOP):
            page.screenshot(path=screenshots / "desktop-7-empty.png")
            playwright.expect(page.locator(".empty-store")).to_contain_text("council ingest FOLDER")
            assert not page.locator(".suggestion").first.is_visible()


def test_a_fault_is_an_alert_without_its_details(browser, requests, screenshots, assistant):
    class Broken(Assistant):
        def ask(self, text, **options):
            raise RuntimeError("disk image is malformed")

    for address in serve(Broken(assistant.store, assistant.settings), []):
        for page in visit(browser, address, requests, viewport=DESKTOP):
            ask(page, "What was decided?")
            page.screenshot(path=screenshots / "desktop-8-fault.png")

            playwright.expect(page.get_by_role("alert")).to_contain_text("Try again")
            assert "malformed" not in page.content()
            playwright.expect(page.get_by_label("Your question")).to_have_value("What was decided?")


def test_a_new_conversation_is_offered_once_the_answer_is_there(browser, requests, assistant):
    class Slow(Assistant):
        def ask(self, text, **options):
            time.sleep(2)
            return super().ask(text, **options)

    for address in serve(Slow(assistant.store, assistant.settings), []):
        for page in visit(browser, address, requests, viewport=DESKTOP):
            anew = page.get_by_role("button", name="New conversation")
            page.get_by_label("Your question").fill("What was decided?")
            page.keyboard.press("Enter")
            playwright.expect(page.locator("#status")).to_contain_text("Searching 5 documents…")
            playwright.expect(anew).to_be_hidden()
            wait_for_answer(page)
            anew.click()
            playwright.expect(page.locator(".turn")).to_have_count(0)

            ask(page, NONSENSE)
            assert page.locator(".turn").count() == 1


def test_a_port_that_is_taken_is_named_with_a_remedy(assistant):
    from ui.serve import PageProblem, open_page

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PageProblem, match="--port"):
        open_page(assistant, [], host="127.0.0.1", port=taken.getsockname()[1])
