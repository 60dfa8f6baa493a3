"""A language model that is slow to write, in a real Chromium: what it says is shown as it is checked, and it can be sent away."""

from collections.abc import Iterator

import pytest

from assistant.answering import Assistant
from assistant.language_model.composer import Composer
from assistant.language_model.scripted import ScriptedChatModel
from tests.assistant.language_model.conftest import make_reply
from tests.ui.browsing import DESKTOP, needs_chromium, playwright, serve, start_browser, take_picture, visit, wait_for_answer

pytestmark = needs_chromium
CARERS = "How many foster carers are there?"
FELL = ("The number of foster carers fell from 175 to 164 households.", "foster carers fell from 175 to 164 households")
RAISED = ("Allowances were raised by 6.2%.", "Allowances were raised by 6.2%")


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    yield from start_browser()


def slow(assistant: Assistant) -> Assistant:
    """The assistant with a model that writes for half a minute."""
    model = ScriptedChatModel(replies=[make_reply(FELL, RAISED)], chunk_chars=4, chunk_seconds=0.4)
    settings = assistant.settings.language_model
    return Assistant(assistant.store, assistant.settings, Composer(model, settings, name="scripted:test"))


def begin(page) -> None:
    page.get_by_label("Your question").fill(CARERS)
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("button", name="Stop")).to_be_visible()


def test_what_has_been_checked_is_shown_and_the_papers_words_can_be_had_at_once(browser, assistant_with, tmp_path):
    for address in serve(slow(assistant_with()), []):
        for page in visit(browser, address, viewport=DESKTOP):
            begin(page)
            playwright.expect(page.locator(".turn.waiting .reply")).to_contain_text(FELL[0], timeout=30_000)
            playwright.expect(page.locator("#status")).to_contain_text("First words after")
            take_picture(page, tmp_path, "model-1-writing")
            page.get_by_role("button", name="Answer in the papers’ words now").click()
            wait_for_answer(page)
            playwright.expect(page.locator(".reply")).to_contain_text("The language model was stopped.")
            playwright.expect(page.locator("#unaided")).to_be_hidden()
            take_picture(page, tmp_path, "model-2-papers-words")


def test_a_question_that_is_stopped_stops_the_model(browser, assistant_with):
    assistant = slow(assistant_with())
    for address in serve(assistant, []):
        for page in visit(browser, address, viewport=DESKTOP):
            begin(page)
            for _ in range(300):
                if assistant.composer.model.given:
                    break
                page.wait_for_timeout(100)
            assert assistant.composer.model.given
            page.get_by_role("button", name="Stop").click()
            playwright.expect(page.get_by_label("Your question")).to_have_value(CARERS)
            page.wait_for_timeout(1500)
            given = assistant.composer.model.given
            page.wait_for_timeout(2000)
            assert assistant.composer.model.given <= given + 1
