"""The registers in a real Chromium: from a register to the marked page, limits, files, a phone, dark colours, paging."""

import re
from collections.abc import Iterator

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from tests.ui.browsing import DESKTOP, PHONE, needs_chromium, playwright, serve, start_browser, take_picture, visit

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("papers")
    lines = ["# Anyshire Council", "", "## Minutes of the Works Board", "", "5 March 2024", ""]
    for number in range(1, 1001):
        lines += [f"### {number}. Repair of bridge number {number}", "", f"RESOLVED that bridge {number} be repaired.", ""]
    (folder / "works-board-minutes.md").write_text("\n".join(lines), "utf-8")
    (folder / "manifest.csv").write_text("file,type\nworks-board-minutes.md,minutes\n", "utf-8")
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files(
        [folder, papers_folder()],
        catalogue=store.catalogue,
        vectors=store.vectors,
        embedder=store.embedder,
        seconds_per_file=120,
    )
    return Assistant(store, load_settings())


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    yield from serve(assistant, ["What was decided?"])


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    yield from start_browser()


def test_a_register_leads_to_the_marked_page_by_keyboard_alone(browser, address, tmp_path):
    for page in visit(browser, address, viewport=DESKTOP):
        page.get_by_role("link", name="Registers").focus()
        page.keyboard.press("Enter")
        playwright.expect(page.get_by_role("heading", name=re.compile("decisions with"))).to_be_visible()
        page.get_by_label("Words").focus()
        page.keyboard.type("Withybeck")
        page.keyboard.press("Enter")
        playwright.expect(page.get_by_role("link", name="Remove the limit Words: Withybeck")).to_be_visible()
        take_picture(page, tmp_path, "registers-1-limited")
        cited = page.get_by_role("link", name=re.compile(r"^Page \d+")).first
        cited.focus()
        page.keyboard.press("Enter")
        playwright.expect(page.locator(".marks rect").first).to_be_in_viewport()
        playwright.expect(page.locator(".sheet img")).to_have_js_property("complete", True)
        take_picture(page, tmp_path, "registers-2-cited-page")


def test_a_register_is_limited_sorted_counted_and_saved(browser, address, tmp_path):
    for page in visit(browser, address, "registers/decisions", viewport=DESKTOP):
        take_picture(page, tmp_path, "registers-3-thousand")
        page.get_by_role("link", name="Later in the list").click()
        playwright.expect(page.locator("nav.pages")).to_contain_text("51 to 100 of 1,")
        page.get_by_label("Status").select_option("recommended")
        page.get_by_role("button", name="Show").click()
        total = int(re.match(r"\d+", page.locator("#records").inner_text())[0])
        playwright.expect(page.locator(".register tbody tr")).to_have_count(total)
        page.get_by_role("link", name="Decision", exact=True).click()
        playwright.expect(page.locator("th[aria-sort=ascending]")).to_have_text("Decision ▲")
        page.get_by_text("Counts", exact=True).click()
        take_picture(page, tmp_path, "registers-4-counts")
        with page.expect_download() as download:
            page.get_by_role("link", name="Save as CSV").click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.read_text("utf-8-sig").startswith("register,file,")


@pytest.mark.parametrize("shape", ["desktop", "phone", "dark"])
def test_every_register_and_record_is_accessible_and_fits(browser, address, tmp_path, shape):
    options = {
        "desktop": {"viewport": DESKTOP},
        "phone": {"viewport": PHONE},
        "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    }
    for register in ("decisions", "duties", "inspections"):
        for page in visit(browser, address, f"registers/{register}?sort=title", **options[shape]):
            take_picture(page, tmp_path, f"registers-{register}-{shape}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            page.locator(f".register a[href^='/registers/{register}/']").first.click()
            playwright.expect(page.get_by_role("heading", name="The words of the paper")).to_be_visible()
            take_picture(page, tmp_path, f"record-{register}-{shape}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
