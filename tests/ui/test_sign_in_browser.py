"""Signing in and being refused an exempt paper, in a real Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from tests.ui.browsing import DESKTOP, ask, needs_chromium, playwright, serve, start_browser, take_picture, visit
from ui.people import People

pytestmark = needs_chromium
PASSWORD = "three random words"
MINUTES = "# Minutes of the Harbour Board\n\n3 March 2026\n\n1.1 The Board resolved that the harbour light be repaired.\n"
EXEMPT = (
    "# Sale of the harbour master’s house\n\nNot for publication by virtue of paragraph 3 of Part 1 of Schedule 12A to the Local "
    "Government Act 1972\n\n3 March 2026\n\n1.1 The harbour house is offered at £321,000.\n"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "minutes.md").write_text(MINUTES, "utf-8")
    (folder / "house.md").write_text(EXEMPT, "utf-8")
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    people = People(store.folder, store.catalogue)
    people.add("ada", "member", PASSWORD)
    people.add("olu", "officer", PASSWORD)
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    return Assistant(store, settings.model_copy(update={"answering": bold}))


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    yield from serve(assistant, [])


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    yield from start_browser()


def sign_in(page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_member_signs_in_and_is_refused_an_exempt_paper(browser, address, assistant, tmp_path: Path):
    digest = next(d.digest for d in assistant.store.catalogue.documents() if d.exempt)
    for page in visit(browser, address, viewport=DESKTOP):
        sign_in(page, "ada", "not the password")
        playwright.expect(page.get_by_role("alert")).to_contain_text("do not fit")
        take_picture(page, tmp_path, "people-1-refused")
        sign_in(page, "ada")
        playwright.expect(page.locator(".opening .held")).to_contain_text("Some papers were left out.")
        playwright.expect(page.locator(".bar .who")).to_contain_text("ada")
        take_picture(page, tmp_path, "people-2-member")
        ask(page, "At what price is the harbour house offered?")
        assert "321,000" not in page.content()
        page.goto(f"{address}paper/{digest}/words")
        playwright.expect(page.get_by_role("alert")).to_contain_text("not among those that can be read here")
        take_picture(page, tmp_path, "people-3-exempt-refused")
        page.goto(f"{address}documents")
        playwright.expect(page.locator("#documents table").first).to_be_visible()
        assert "harbour master" not in page.content() and not page.locator("#files").is_visible()
        page.get_by_role("button", name="Sign out", exact=True).click()
        playwright.expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_officer_sees_it_and_where_it_is_marked_as_exempt(browser, address, tmp_path: Path):
    for page in visit(browser, address, "documents", viewport=DESKTOP):
        sign_in(page, "olu")
        playwright.expect(page.locator("#documents .tag")).to_have_text("Exempt")
        playwright.expect(page.locator("#files")).to_be_visible()
        take_picture(page, tmp_path, "people-4-officer")
        page.goto(address)
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        ask(page, "At what price is the harbour house offered?")
        playwright.expect(page.locator(".reply")).to_contain_text("£321,000")


def test_an_officer_rules_on_a_paper_from_the_list_after_being_asked(browser, address, assistant, tmp_path: Path):
    for page in visit(browser, address, "documents", viewport=DESKTOP):
        sign_in(page, "olu")
        row = page.locator(".held-back tbody tr")
        playwright.expect(row).to_contain_text("paragraph 3 of Part 1 of Schedule 12A")
        take_picture(page, tmp_path, "people-5-held-back")
        page.once("dialog", lambda dialog: dialog.dismiss())
        row.get_by_role("button", name="Open to everybody").click()
        playwright.expect(row).to_be_visible()
        assert len(assistant.store.open_papers().catalogue.documents()) == 1
        page.once("dialog", lambda dialog: dialog.accept())
        row.get_by_role("button", name="Open to everybody").click()
        playwright.expect(page.get_by_text("Ruled open by olu")).to_be_visible()
        take_picture(page, tmp_path, "people-6-ruled")
        assert len(assistant.store.open_papers().catalogue.documents()) == 2
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="As it is marked").click()
        playwright.expect(page.locator("#access + p")).to_have_text("Exempt")


def test_a_session_that_ends_while_the_page_is_open_keeps_the_question(browser, address, tmp_path: Path):
    question = "What did the Harbour Board resolve about the light?"
    for page in visit(browser, address, viewport=DESKTOP):
        sign_in(page, "ada")
        playwright.expect(page.locator(".opening .held")).to_be_visible()
        ask(page, "What did the Harbour Board resolve?")
        kept = page.context.cookies()
        page.context.clear_cookies()
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        playwright.expect(page.locator("#ended")).to_contain_text("Your question is kept")
        playwright.expect(page.locator("#alarm")).to_contain_text("no longer signed in")
        playwright.expect(page.get_by_role("link", name="Sign in again")).to_be_focused()
        assert kept and page.get_by_label("Your question").input_value() == question
        take_picture(page, tmp_path, "people-5-session-ended")
        page.keyboard.press("Enter")
        sign_in(page, "ada")
        playwright.expect(page.locator("#answer-1 .reply")).to_be_visible(timeout=60_000)
        playwright.expect(page.get_by_label("Your question")).to_have_value(question, timeout=60_000)
