"""Papers that try to be more than words: whatever they hold, the pages, exports and API show it as text and load nothing."""

from collections.abc import Iterator

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from tests.ui.browsing import DESKTOP, ask, needs_chromium, playwright, serve, start_browser, take_picture, visit

pytestmark = needs_chromium
TRICKS = (
    "<script>document.title = 'taken'</script>",
    '<img src="http://192.0.2.1/pixel.png" onerror="document.title = \'taken\'">',
    "![pixel](http://192.0.2.1/pixel.png)",
    "[press here](javascript:document.title='taken')",
    "<a href=\"data:text/html,<script>document.title='taken'</script>\">data</a>",
    "<style>* { display: none }</style>",
    "</p></blockquote></article><iframe src='http://192.0.2.1/'></iframe>",
    "{{ 7 * 7 }} ${alert(1)}",
    "paid \u202e000,1£\u202c to the contractor",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("papers")
    body = "\n\n".join(f"{n}.1 The Kelverton contractor said number {n}: {trick}" for n, trick in enumerate(TRICKS, 1))
    (folder / "tricks <b>bold<b>.txt").write_text(f"MINUTES OF THE <U>BOARD</U>\n\n{body}\n", "utf-8")
    (folder / "page.html").write_text(
        "<!doctype html><title>Notice <script>1</script></title><h1>Notice of the harbour</h1>"
        "<p>The harbour master closes the harbour.</p><script>document.title = 'taken'</script>", "utf-8")  # fmt: skip
    (folder / "line.txt").write_text("The lighthouse keeper wrote one line. " + "word " * 2_000_000, "utf-8")
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=240)
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    yield from serve(
        Assistant(store, settings.model_copy(update={"answering": bold})), ["<script>document.title='taken'</script>"]
    )


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    yield from start_browser()


def test_tricks_are_words_on_every_page(browser, address, tmp_path):
    for page in visit(browser, address, viewport=DESKTOP):
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        for number in range(1, len(TRICKS) + 1):
            ask(page, f"What did the Kelverton contractor say number {number}?")
        take_picture(page, tmp_path, "injected-1-answers")
        page.locator(".cite").first.click()
        playwright.expect(page.locator("#pane .viewer")).to_be_visible()
        take_picture(page, tmp_path, "injected-2-words")
        assert page.title() == "Council Assistant"
        assert page.locator("#conversation :is(script, img, iframe, style), #pane :is(script, iframe, style)").count() == 0
        assert "\u202e" not in page.locator("body").inner_text()
        link = page.locator(".source .foot-of-source a").first.get_attribute("href").split("?")[0].removesuffix("/words")
        for path in (link, f"{link}/words", "/documents"):
            page.goto(address + path.lstrip("/"))
            page.wait_for_timeout(700)
            assert "taken" not in page.title() and page.locator("main :is(iframe, style)").count() == 0


def test_a_web_page_among_the_papers_is_saved_and_not_run(browser, address):
    for page in visit(browser, address, "api/v1/documents", viewport=DESKTOP):
        documents = page.evaluate("fetch('/api/v1/documents').then(reply => reply.json())")["documents"]
        digest = next(document["digest"] for document in documents if document["file"] == "page.html")
        reply = page.request.get(f"{address}paper/{digest}/original")
        assert reply.headers["content-disposition"].startswith("attachment")
        assert reply.headers["content-type"] == "application/octet-stream"
        assert reply.headers["x-content-type-options"] == "nosniff"


def test_ten_megabytes_on_one_line_are_shown_in_part(browser, address):
    for page in visit(browser, address, viewport=DESKTOP):
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        ask(page, "What did the lighthouse keeper write?")
        page.locator(".cite").first.click()
        playwright.expect(page.locator("#pane .viewer")).to_be_visible()
        assert len(page.locator("#pane").inner_text()) < 20_000
