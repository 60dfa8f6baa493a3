"""The page in a real Chromium over the sample papers: asked by mouse and by keyboard, and nothing leaves this machine.

Every state is looked at by axe-core. Screenshots go to the folder in $SCREENSHOTS, or to the test's own folder.
"""

import itertools
import json
import re
import socket
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.opening import open_assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder, read_suggestions
from tests.ui.browsing import (
    DESKTOP,
    PHONE,
    SCREENSHOTS,
    Address,
    ask,
    needs_chromium,
    playwright,
    serve,
    start_browser,
    take_picture,
    visit,
    wait_for_answer,
)

NONSENSE = "Which zeppelin won the marmalade regatta?"
QUESTIONS = [suggestion.question for suggestion in read_suggestions()]

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real thing over the sample papers."""
    assistant = open_assistant(tmp_path_factory.mktemp("store"), load_settings(), create=True)
    store = assistant.store
    sync_files([papers_folder()], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)
    return assistant


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    yield from serve(assistant, QUESTIONS)


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    yield from start_browser()


@pytest.fixture
def page(browser, address: str) -> Iterator["playwright.Page"]:
    for page in visit(browser, address, viewport=DESKTOP):
        playwright.expect(page.get_by_label("Your question")).to_be_visible()
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        yield page


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def follow(page, number: int = 0) -> None:
    page.locator(".cite").nth(number).click()
    playwright.expect(page.locator("#pane .viewer")).to_be_visible()


# Asking


def test_a_suggested_question_is_answered_and_its_citation_opens_the_marked_page(page, tmp_path):
    take_picture(page, tmp_path, "ask-1-start")
    page.get_by_role("button", name=QUESTIONS[1]).click()
    wait_for_answer(page)
    playwright.expect(page.locator(".next button").first).to_be_visible()
    take_picture(page, tmp_path, "ask-2-answered")

    playwright.expect(page.get_by_role("heading", name=QUESTIONS[1])).to_be_visible()
    assert "answered" in page.locator(".reply").get_attribute("class")
    assert not page.locator(".suggestion").first.is_visible()

    follow(page)
    playwright.expect(page.locator("#viewer-title")).to_be_focused()
    picture = page.locator("#pane .sheet img")
    page.wait_for_function("document.querySelector('#pane .sheet img').complete")
    assert picture.evaluate("picture => picture.naturalWidth") >= 600
    playwright.expect(page.locator("#pane .marks rect").first).to_be_in_viewport()
    take_picture(page, tmp_path, "ask-3-source")
    answer, beside = page.locator("#answer-1").bounding_box(), page.locator("#pane").bounding_box()
    assert beside["x"] >= answer["x"] + answer["width"]


def test_the_viewer_turns_pages_and_enlarges_them_sharply(page, tmp_path):
    ask(page, QUESTIONS[0])
    follow(page)
    at = page.locator("#pane .at").inner_text()
    for _ in range(3):
        page.get_by_role("button", name="Larger").click()
    page.wait_for_function("document.querySelector('#pane .sheet img').currentSrc.includes('width=1400')")
    take_picture(page, tmp_path, "viewer-1-larger")
    page.get_by_role("link", name="Next page").click()
    playwright.expect(page.locator("#pane .at")).not_to_have_text(at)
    playwright.expect(page.locator("#pane .notice")).to_contain_text("The quoted words begin on page")
    page.wait_for_function("document.querySelector('#pane .sheet img').complete")
    take_picture(page, tmp_path, "viewer-2-next-page")
    page.locator("#pane .notice a").click()
    playwright.expect(page.locator("#pane .at")).to_have_text(at)
    page.keyboard.press("Escape")
    playwright.expect(page.locator("#pane")).to_be_hidden()
    assert focused(page) == "cite"


def test_a_citation_is_a_link_that_works_by_itself(page, browser, address, tmp_path):
    ask(page, QUESTIONS[0])
    link = page.locator(".cite").first.get_attribute("href")
    for alone in visit(browser, address, link.lstrip("/"), viewport=DESKTOP):
        playwright.expect(alone.locator(".marks rect").first).to_be_in_viewport()
        take_picture(alone, tmp_path, "viewer-3-alone")
        original = alone.request.get(address + alone.locator(".original").get_attribute("href").lstrip("/"))
        assert original.headers["content-type"] == "application/pdf" and original.body().startswith(b"%PDF")


def test_a_quote_on_a_scanned_page_is_marked_when_it_has_been_looked_for(browser, address, assistant, tmp_path):
    catalogue = assistant.store.catalogue
    document = next(d for d in catalogue.documents() if catalogue.pages_by_ocr().get(d.digest))
    text = catalogue.text(document.row)
    start = text.index("The current capacity")
    link = f"paper/{document.digest}/page/1?start={start}&end={text.index('.', start) + 1}"
    for page in visit(browser, address, link, viewport=DESKTOP):
        playwright.expect(page.locator(".caution")).to_contain_text("Read by OCR")
        playwright.expect(page.locator(".marks rect").first).to_be_attached(timeout=60_000)
        playwright.expect(page.locator(".notice")).to_have_count(0)
        page.wait_for_function("document.querySelector('.sheet img').complete")
        take_picture(page, tmp_path, "viewer-5-scanned")


def test_the_papers_found_are_shown_within_half_a_second(page, tmp_path):
    """Half of the questions at least, so that other work on a test machine does not fail it; the times are written beside."""
    page.evaluate("""() => {
        window.shown = [];
        document.addEventListener('keydown', (event) => { if (event.key === 'Enter') window.sent = performance.now(); }, true);
        new MutationObserver(() => {
            // What a register answers needs no reading.
            if (!window.sent || !document.querySelector('.turn.waiting .reading, .turn.arriving')) return;
            window.shown.push((performance.now() - window.sent) / 1000);
            window.sent = 0;
        }).observe(document.body, { childList: true, subtree: true });
    }""")
    asked = QUESTIONS[:6]
    for question in asked:
        ask(page, question)
    times = page.evaluate("window.shown")
    folder = Path(SCREENSHOTS) if SCREENSHOTS else tmp_path
    (folder / "first-words.json").write_text(json.dumps({"seconds": times}), encoding="utf-8")
    assert len(times) == len(asked)
    # The first question may have to load the model.
    assert statistics.median(times[1:]) < 0.5


def test_a_page_finds_its_own_questions_to_start_with(browser, assistant, tmp_path):
    for address in serve(assistant, []):
        for page in visit(browser, address, viewport=DESKTOP):
            for _ in range(60):
                if page.locator(".suggestion").first.is_visible():
                    break
                page.wait_for_timeout(500)
                page.reload()
                playwright.expect(page.locator(".opening .held")).to_be_visible()
                page.wait_for_timeout(500)
            take_picture(page, tmp_path, "ask-10-own-questions")
            page.locator(".suggestion").first.click()
            wait_for_answer(page)
            assert "answered" in page.locator(".reply").get_attribute("class")


def test_a_question_without_an_answer_says_so_and_what_was_searched(page, tmp_path):
    ask(page, NONSENSE)
    take_picture(page, tmp_path, "ask-4-not-found")

    reply = page.locator(".reply")
    playwright.expect(reply).to_contain_text("Not found in the papers")
    playwright.expect(reply).to_contain_text("Searched 6 documents")
    assert page.locator(".cite").count() == 0


def test_an_empty_question_gets_a_hint_and_no_turn(page):
    page.get_by_role("button", name="Ask", exact=True).click()

    playwright.expect(page.locator("#status")).to_contain_text("There is no question yet.")
    assert page.locator(".turn").count() == 0


def test_the_keyboard_alone_asks_follows_a_citation_and_comes_back(page, tmp_path):
    playwright.expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(QUESTIONS[0])
    page.keyboard.press("Enter")
    wait_for_answer(page)

    playwright.expect(page.get_by_label("Your question")).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if focused(page) == "cite":
            break
    take_picture(page, tmp_path, "keyboard-1-focus")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#viewer-title")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "cite"


def test_a_screen_reader_is_told_once_for_each_answer(page):
    page.evaluate("""() => {
        window.heard = [];
        for (const name of ['said', 'alarm'])
            new MutationObserver(() => {
                const words = document.getElementById(name).textContent;
                if (words) window.heard.push(words);
            }).observe(document.getElementById(name), { childList: true, characterData: true, subtree: true });
    }""")
    ask(page, QUESTIONS[0])
    page.wait_for_timeout(1500)
    heard = page.evaluate("window.heard")
    assert len(heard) == 1 and re.match(r"\d+ sources?\. ", heard[0])
    live = page.evaluate("[...document.querySelectorAll('[aria-live], [role=status], [role=alert]')].map(e => e.id)")
    assert sorted(filter(None, live)) == ["alarm", "said"]


def test_a_follow_up_is_understood_and_earlier_sources_come_back(page, tmp_path):
    ask(page, QUESTIONS[1])
    page.locator(".next button").first.click()
    wait_for_answer(page, 2)
    ask(page, NONSENSE)
    take_picture(page, tmp_path, "ask-5-conversation")
    assert not page.locator("#source-1-1").is_visible()
    follow(page)
    page.get_by_role("button", name="Back to the answer").click()
    playwright.expect(page.locator("#source-1-1")).to_be_visible()


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_every_suggested_question_leads_on(page, question: str):
    ask(page, question)
    playwright.expect(page.locator(".next button").first).to_be_visible(timeout=30_000)
    page.locator(".next button").first.click()
    wait_for_answer(page, 2)
    assert "answered" in page.locator(".reply").last.get_attribute("class")


def test_a_question_can_be_edited_and_asked_again(page, tmp_path):
    ask(page, QUESTIONS[0])
    ask(page, NONSENSE)
    page.locator("[data-edit='2']").click()
    playwright.expect(page.get_by_label("Your question")).to_have_value(NONSENSE)
    playwright.expect(page.get_by_role("button", name="Stop editing question 2")).to_be_visible()
    page.get_by_label("Your question").fill(QUESTIONS[1])
    take_picture(page, tmp_path, "ask-6-editing")
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("heading", name=QUESTIONS[1])).to_be_visible()
    wait_for_answer(page, 2)
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_timeout(500)
    wait_for_answer(page, 2)
    assert page.locator(".turn").count() == 2


def test_limits_are_chips_that_can_be_removed(page, tmp_path):
    page.get_by_text("Limit the search").click()
    page.get_by_label("Body").select_option("Cabinet")
    page.get_by_label("From").fill("2025-01-01")
    take_picture(page, tmp_path, "ask-7-limits")
    ask(page, QUESTIONS[0])
    playwright.expect(page.locator(".turn .understood").first).to_contain_text("Only in: body Cabinet; from 1 January 2025")
    assert {"Cabinet"} == set(page.locator(".source .facts span:nth-child(2)").all_inner_texts())
    page.get_by_role("button", name="Remove the limit Body: Cabinet").click()
    assert page.locator(".chips li").count() == 1
    assert "in=body%3DCabinet" in page.url


def test_an_answer_can_be_stopped_and_its_question_is_kept(browser, assistant, tmp_path):
    class Slow(Assistant):
        def ask(self, text, **options):
            time.sleep(4)
            return super().ask(text, **options)

    for address in serve(Slow(assistant.store, assistant.settings), []):
        for page in visit(browser, address, viewport=DESKTOP):
            playwright.expect(page.locator(".opening .held")).to_be_visible()
            page.get_by_label("Your question").fill("What was decided?")
            page.keyboard.press("Enter")
            playwright.expect(page.locator("#status")).to_contain_text("Searching 6 documents…")
            playwright.expect(page.get_by_role("button", name="New conversation")).to_be_hidden()
            take_picture(page, tmp_path, "ask-8-searching")
            page.get_by_role("button", name="Stop").click()
            playwright.expect(page.get_by_label("Your question")).to_have_value("What was decided?")
            playwright.expect(page.locator(".turn")).to_have_count(0)
            page.wait_for_timeout(5000)
            assert page.locator(".reply").count() == 0


def test_a_new_conversation_begins_with_suggestions_and_the_browser_remembers_the_old_one(page, address, tmp_path):
    ask(page, NONSENSE)
    page.get_by_role("button", name="New conversation").click()

    playwright.expect(page.locator(".turn")).to_have_count(0)
    playwright.expect(page.locator(".suggestion").first).to_be_visible()
    playwright.expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_text("Your earlier questions").click()
    take_picture(page, tmp_path, "ask-9-history")
    page.get_by_role("link", name=NONSENSE).click()
    wait_for_answer(page)
    assert json.loads(page.evaluate("localStorage.getItem('council-history')"))[0]["questions"] == [NONSENSE]
    page.goto(address)
    page.get_by_text("Your earlier questions").click()
    page.get_by_role("button", name="Forget them all").click()
    assert json.loads(page.evaluate("localStorage.getItem('council-history')")) == []


def test_a_link_asks_its_questions_again(browser, address, page):
    ask(page, QUESTIONS[0])
    ask(page, QUESTIONS[1])
    link = page.url.removeprefix(address)
    for other in visit(browser, address, link, viewport=DESKTOP):
        wait_for_answer(other, 2)
        assert other.locator(".reply").all_inner_texts() == page.locator(".reply").all_inner_texts()


def test_an_answer_is_copied_with_its_references(browser, address):
    for page in visit(browser, address, viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"]):
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        ask(page, QUESTIONS[0])
        page.get_by_role("button", name="Copy with references").click()
        playwright.expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(QUESTIONS[0]) and "[1] " in copied.split("\n\n")[2]


def test_an_answer_is_saved_and_its_evidence_holds(page, assistant, tmp_path, capsys):
    from ui.cli import main

    ask(page, QUESTIONS[0])
    page.get_by_text("Keep or share").click()
    take_picture(page, tmp_path, "keep-1-forms")
    saved = {}
    for name in ("Word", "PDF", "Markdown", "Evidence record"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        saved[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[name])
    assert saved["Word"].read_bytes()[:2] == b"PK" and saved["PDF"].read_bytes()[:4] == b"%PDF"
    assert "[1\\]" in saved["Markdown"].read_text("utf-8")

    store = str(assistant.store.folder)
    assert main(["verify", str(saved["Evidence record"]), "--store", store]) == 0
    record = json.loads(saved["Evidence record"].read_text("utf-8"))
    record["answers"][0]["citations"][0]["quote"] = "words that nobody wrote"
    saved["Evidence record"].write_text(json.dumps(record), "utf-8")
    assert main(["verify", str(saved["Evidence record"]), "--store", store]) == 1
    assert "changed" in capsys.readouterr().out


def test_feedback_is_kept_in_the_store(page, assistant, tmp_path):
    from ui.feedback import read_feedback

    ask(page, QUESTIONS[0])
    page.get_by_text("Is this right?").click()
    page.get_by_role("button", name="Send").click()
    playwright.expect(page.locator("#alarm")).to_contain_text("Choose one of the four first")
    take_picture(page, tmp_path, "feedback-1-form")
    page.get_by_label("Right", exact=True).check()
    page.get_by_label(re.compile("^Comment")).fill("As minuted.")
    page.get_by_role("button", name="Send").click()
    playwright.expect(page.locator(".notice.good")).to_be_focused(timeout=60_000)
    [kept] = read_feedback(assistant.store.folder)
    assert (kept.verdict, kept.comment, kept.question) == ("right", "As minuted.", QUESTIONS[0])


def test_a_double_click_asks_once(page):
    page.get_by_label("Your question").fill("hello")
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    wait_for_answer(page)
    page.wait_for_timeout(500)

    assert page.locator(".turn").count() == 1
    playwright.expect(page.locator("#status")).not_to_contain_text("There is no question yet.")


def test_on_a_phone_the_paper_takes_the_screen_and_nothing_is_wider_than_it(browser, address, tmp_path):
    for phone in visit(browser, address, viewport=PHONE, has_touch=True, device_scale_factor=2):
        playwright.expect(phone.locator(".opening .held")).to_be_visible()
        take_picture(phone, tmp_path, "phone-1-start")
        phone.locator(".suggestion").first.tap()
        wait_for_answer(phone)
        take_picture(phone, tmp_path, "phone-2-answered")
        phone.locator(".cite").first.tap()
        playwright.expect(phone.locator("#pane .marks rect").first).to_be_in_viewport()
        take_picture(phone, tmp_path, "phone-3-source")
        assert phone.locator("#side").bounding_box()["width"] == PHONE["width"]
        phone.get_by_role("button", name="Back to the answer").tap()
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for path, name in (
            ("documents", "phone-4-documents"),
            ("accessibility", "phone-5-accessibility"),
            ("api", "phone-6-api"),
        ):
            phone.goto(address + path)
            playwright.expect(phone.get_by_role("heading", level=1)).to_be_visible()
            take_picture(phone, tmp_path, name)
            assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name


def test_at_200_per_cent_nothing_is_cut(browser, address):
    for page in visit(browser, address, viewport={"width": 640, "height": 450}):
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        ask(page, QUESTIONS[0])
        assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_movement_is_reduced_where_that_is_asked_for(browser, address):
    for page in visit(browser, address, viewport=DESKTOP, reduced_motion="reduce"):
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        ask(page, QUESTIONS[0])
        moving = "[...document.querySelectorAll('.turn *, #status *')].filter(e => getComputedStyle(e).animationName !== 'none')"
        assert page.evaluate(f"{moving}.length") == 0


def test_the_page_is_in_british_english_with_headings_in_order(page):
    ask(page, QUESTIONS[0])

    assert page.evaluate("document.documentElement.lang") == "en-GB"
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].filter(h => h.offsetParent).map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_browser_is_told_to_load_nothing_from_elsewhere(page):
    blocked = page.evaluate("fetch('http://192.0.2.1/').then(() => 'sent', () => 'refused')")

    assert blocked == "refused"


def test_the_dark_page_is_dark_in_every_state(browser, address, tmp_path):
    for page in visit(browser, address, viewport=DESKTOP, color_scheme="dark"):
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        take_picture(page, tmp_path, "dark-1-start")
        ask(page, QUESTIONS[0])
        take_picture(page, tmp_path, "dark-2-answered")
        follow(page)
        take_picture(page, tmp_path, "dark-3-source")
        assert page.evaluate("getComputedStyle(document.querySelector('.reply')).backgroundColor") == "rgb(28, 37, 48)"
        page.goto(address + "documents")
        playwright.expect(page.locator("#documents table").first).to_be_visible()
        take_picture(page, tmp_path, "dark-4-documents")


def test_an_empty_store_says_what_to_do(browser, tmp_path):
    empty = Assistant(Store(tmp_path / "store", WordHashEmbedder(), create=True), load_settings())
    for address in serve(empty, ["What was decided?"]):
        for page in visit(browser, address, viewport=DESKTOP):
            playwright.expect(page.locator(".empty-store")).to_contain_text("council ingest FOLDER")
            take_picture(page, tmp_path, "empty-1-start")
            assert not page.locator(".suggestion").first.is_visible()


def test_a_fault_is_an_alarm_without_its_details(browser, assistant, tmp_path):
    class Broken(Assistant):
        def ask(self, text, **options):
            raise RuntimeError("disk image is malformed")

    for address in serve(Broken(assistant.store, assistant.settings), []):
        for page in visit(browser, address, viewport=DESKTOP):
            playwright.expect(page.locator(".opening .held")).to_be_visible()
            ask(page, "What was decided?")
            take_picture(page, tmp_path, "fault-1-alarm")

            playwright.expect(page.locator("#alarm")).to_contain_text("Try again")
            assert "malformed" not in page.content()
            playwright.expect(page.get_by_label("Your question")).to_have_value("What was decided?")


def test_a_restart_while_a_question_is_typed_loses_nothing(browser, assistant, tmp_path):
    from ui.serve import open_page

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    served = open_page(assistant, [], host="127.0.0.1", port=port)
    for page in visit(browser, Address(served.local_url, ""), viewport=DESKTOP):
        box = page.get_by_label("Your question")
        playwright.expect(page.locator(".opening .held")).to_be_visible(timeout=60_000)
        box.fill("What was resolved about the school")
        served.close()
        # Typing goes on while nothing is there, and after it has come back.
        box.press_sequentially(" transport")
        served = open_page(assistant, [], host="127.0.0.1", port=port)
        page.wait_for_timeout(1500)
        box.press_sequentially(" policy?")
        playwright.expect(box).to_have_value("What was resolved about the school transport policy?")
        take_picture(page, tmp_path, "restart-1-typed")
        box.press("Enter")
        wait_for_answer(page)
        playwright.expect(page.locator(".reply")).to_contain_text("Home to School Travel")
        take_picture(page, tmp_path, "restart-2-asked")
    served.close()


def test_a_port_that_is_taken_is_named_with_a_remedy(assistant):
    from ui.serve import PageProblem, open_page

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PageProblem, match="--port"):
        open_page(assistant, [], host="127.0.0.1", port=taken.getsockname()[1])


# Documents


def test_documents_are_listed_added_and_removed(browser, tmp_path):
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    assistant = Assistant(store, load_settings())
    good, bad = tmp_path / "harbour-board.md", tmp_path / "damaged.pdf"
    good.write_text(
        "# Minutes of the Harbour Board\n\n3 March 2026\n\nThe Board resolved that the light be repaired for £12,400.\n"
    )
    bad.write_bytes(b"%PDF-1.4 and nothing more")
    for address in serve(assistant, []):
        for page in visit(browser, address, "documents", viewport=DESKTOP):
            playwright.expect(page.locator("#documents")).to_contain_text("No documents have been read yet", timeout=60_000)
            page.locator("#files input[type=file]").set_input_files([good, bad])
            playwright.expect(page.locator("#done .notice")).to_have_count(2, timeout=60_000)
            playwright.expect(page.locator("#done .good")).to_contain_text("harbour-board.md” was added")
            playwright.expect(page.locator("#done .fault")).to_contain_text("The PDF is damaged")
            playwright.expect(page.locator("#documents table").first).to_contain_text("Harbour Board")
            take_picture(page, tmp_path, "documents-1-added")
            page.get_by_role("link", name="Harbour Board").first.click()
            playwright.expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Board")
            take_picture(page, tmp_path, "documents-2-one")
            page.once("dialog", lambda dialog: dialog.accept())
            page.get_by_role("button", name="Remove this paper").click()
            playwright.expect(page.locator("#documents")).to_contain_text("No documents have been read yet", timeout=60_000)
            assert store.catalogue.documents() == [] and not (store.folder / "papers" / good.name).exists()


def test_every_page_of_ours_is_accessible(browser, address, assistant, tmp_path):
    digest = next(d.digest for d in assistant.store.catalogue.documents() if d.file.endswith(".html"))
    pages = {"documents-3-list": "documents", "api-1": "api", "accessibility-1": "accessibility", "sign-in-1": "sign-in",
             "documents-4-outline": f"paper/{digest}", "viewer-4-words": f"paper/{digest}/words?start=300&end=380",
             "missing-1": f"paper/{'0' * 64}"}  # fmt: skip
    for name, path in pages.items():
        for page in visit(browser, address, path, viewport=DESKTOP):
            playwright.expect(page.get_by_role("heading", level=1)).to_have_count(1)
            page.wait_for_timeout(500)
            take_picture(page, tmp_path, name)
