"""Papers without pictures of their pages in a real Chromium: spreadsheets, CSV files, e-mails, Word files and slides, by day, by
night and on a phone. Every state is looked at by axe-core; screenshots go to the folder in $SCREENSHOTS."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.page_pool import PagePool
from ingest.samples import papers_folder
from tests.slow_pages import WORDS, write_slow_page
from tests.ui.browsing import DESKTOP, PHONE, needs_chromium, playwright, serve, start_browser, take_picture, visit

EMAIL = """From: Clerk <clerk@example.org>
To: Harbour Board <board@example.org>
Date: Tue, 3 Mar 2026 09:12:00 +0000
Subject: The light on the north pier
Content-Type: text/plain; charset=utf-8

Dear members,

The lamp of the north pier failed on 27 February and a replacement costs £12,400.
Please tell me by Friday whether it may be ordered before the meeting.

- The insurer has been told.
- The coastguard has been told.

Kind regards,
The Clerk
"""
LOOKS = {
    "light": {"viewport": DESKTOP},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True},
}
QUOTES = {"xlsx": "12,400", "csv": "Withybeck", "eml": "a replacement costs £12,400", "docx": "318 children", "pptx": "£640,000"}

pytestmark = needs_chromium


def write_papers(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Harbour accounts"
    years = [f"{year}/{year - 1999}" for year in range(2018, 2027)]
    sheet.append(["Harbour accounts, in pounds"])
    sheet.append(["Head of expenditure", *years, "Remarks"])
    for head in ("Lights and buoys", "Dredging of the outer basin", "Quay repairs", "Pilots"):
        sheet.append([head, *(f"{len(head) * 700 + 400 * n:,}" for n in range(len(years))), "as approved by the Board"])
    sheet.cell(row=3, column=5).value = "12,400"
    book.save(folder / "accounts.xlsx")
    rows = "\n".join(f'{name},{loans},"{note}"' for name, loans, note in (
        ("Kelverton", "48210", "open on Sundays, from 10 am"), ("Withybeck", "12004", "<b>closed</b> on Mondays")))  # fmt: skip
    (folder / "loans.csv").write_text(f"Branch,Loans in the year,Opening\n{rows}\n", encoding="utf-8")
    (folder / "light.eml").write_text(EMAIL, encoding="utf-8")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, store = tmp_path_factory.mktemp("papers"), Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    write_papers(folder)
    papers = [*sorted(folder.iterdir()), *sorted(papers_folder().glob("*.docx")), *sorted(papers_folder().glob("*.pptx"))]
    sync_files(papers, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    return Assistant(store, load_settings())


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    yield from serve(assistant, [])


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    yield from start_browser()


def find_link(assistant: Assistant, ending: str) -> str:
    catalogue = assistant.store.catalogue
    document = next(d for d in catalogue.documents() if d.file.endswith(ending))
    start = catalogue.text(document.row).index(QUOTES[ending])
    page = next((p.number for p in catalogue.pages_of(document.row) if p.start <= start < p.end), None)
    return f"paper/{document.digest}/{f'page/{page}' if page else 'words'}?start={start}&end={start + len(QUOTES[ending])}"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ending", QUOTES)
def test_the_words_are_marked_in_their_surroundings(browser, address, assistant, tmp_path, ending: str, look: str):
    for page in visit(browser, address, find_link(assistant, ending), **LOOKS[look]):
        playwright.expect(page.locator(".words mark").first).to_be_in_viewport()
        assert "".join(page.locator(".words mark").all_inner_texts()) == QUOTES[ending]
        take_picture(page, tmp_path, f"words-{ending}-{look}")
        assert page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look]["viewport"]["width"]


def test_a_sheet_is_a_table_whose_columns_have_names(browser, address, assistant):
    for page in visit(browser, address, find_link(assistant, "csv"), viewport=DESKTOP):
        assert page.locator(".words th").all_inner_texts() == ["Branch", "Loans in the year", "Opening"]
        assert page.locator(".words td").last.inner_text() == "<b>closed</b> on Mondays"


def test_the_outline_leads_to_the_section_and_marks_nothing(browser, address, assistant, tmp_path):
    document = next(d for d in assistant.store.catalogue.documents() if d.file.endswith(".docx"))
    for page in visit(browser, address, f"paper/{document.digest}", viewport=DESKTOP):
        last = page.locator(".outline a").last
        heading = last.inner_text()
        last.click()
        playwright.expect(page.locator(".words #place")).to_be_in_viewport()
        playwright.expect(page.locator(".words .heading", has_text=heading).last).to_be_in_viewport()
        assert page.locator(".words mark").count() == 0
        take_picture(page, tmp_path, "words-outline")


def test_a_picture_that_cannot_be_drawn_gives_way_to_the_words_and_says_why(browser, tmp_path, monkeypatch):
    (tmp_path / "papers").mkdir()
    write_slow_page(tmp_path / "papers" / "slow.pdf")
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync_files(
        [tmp_path / "papers"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    monkeypatch.setattr("ui.papers._POOL", PagePool(seconds=1, at_once=1))
    [document] = store.catalogue.documents()
    start = store.catalogue.text(document.row).index(WORDS)
    place = f"paper/{document.digest}/page/1?start={start}&end={start + len(WORDS)}"
    for served in serve(Assistant(store, load_settings()), []):
        for page in visit(browser, served, place, viewport=DESKTOP):
            notice = page.locator(".viewer .notice")
            playwright.expect(notice).to_contain_text("could not be drawn within 1 seconds", timeout=20_000)
            playwright.expect(page.locator(".viewer .words mark")).to_have_text(WORDS)
            assert page.locator(".viewer img").count() == 0
            take_picture(page, tmp_path, "slow-page")
