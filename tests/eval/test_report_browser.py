"""The report page in a real Chromium: axe-core finds nothing serious, nothing is fetched, nothing is cut off, all is printed.

Screenshots go to the folder in $SCREENSHOTS, or to the test's own folder.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from eval.report import render_report
from eval.report_data import Report

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright comes with the dev set-up only")
axe_core = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe comes with the dev set-up only")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SCREENSHOTS = os.environ.get("SCREENSHOTS")
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
SEVERE = {"serious", "critical"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(example_report: Report, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(example_report), "utf-8")
    return path.as_uri()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=list(WIDTHS))
def page(browser: "playwright.Browser", request: pytest.FixtureRequest, scheme: str) -> Iterator["playwright.Page"]:
    # axe puts a script of its own into the page, which the page's own policy would refuse.
    context = browser.new_context(viewport=WIDTHS[request.param], color_scheme=scheme, bypass_csp=True)
    yield context.new_page()
    context.close()


def open_all(page: "playwright.Page") -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "opened"])
def test_axe_finds_nothing_serious(page: "playwright.Page", address: str, opened: bool, tmp_path: Path):
    page.goto(address)
    if opened:
        open_all(page)
    found = axe_core.Axe().run(page).response
    page.screenshot(path=Path(SCREENSHOTS or tmp_path) / f"report-{page.viewport_size['width']}-{opened}.png", full_page=True)

    assert found["passes"], "axe ran no rule"
    severe = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"] if each["impact"] in SEVERE]
    assert severe == []


def test_nothing_is_fetched_and_nothing_fails(page: "playwright.Page", address: str):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    open_all(page)

    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert complaints == []


def test_nothing_is_wider_than_the_screen_but_what_scrolls_by_itself(page: "playwright.Page", address: str):
    page.goto(address)
    open_all(page)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = """[...document.querySelectorAll('main *')].filter(each =>
        each.getBoundingClientRect().right > innerWidth && !each.closest('.wide')).map(each => each.outerHTML.slice(0, 80))"""
    assert page.evaluate(cut) == []


def test_one_drawing_of_each_plot_is_seen_and_its_letters_can_be_read(page: "playwright.Page", address: str):
    page.goto(address)
    sizes = page.evaluate("""[...document.querySelectorAll('.plot')].map(plot => {
        const seen = [...plot.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0)
        return seen.map(svg => Math.min(...[...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect().height)))
    })""")

    assert sizes and all(len(heights) == 1 for heights in sizes)
    assert min(heights[0] for heights in sizes) >= 10


def test_the_keyboard_reaches_the_report_past_the_links(page: "playwright.Page", address: str):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_has_what_is_closed_on_the_screen(
    browser: "playwright.Browser", address: str, tmp_path: Path, example_report: Report
):
    page = browser.new_page()
    page.goto(address)
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    page.close()
    printed = " ".join("".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "report.pdf").pages).split())

    for case in example_report.failures:
        assert case.gold_answer in printed
    assert example_report.settings[0].name in printed
