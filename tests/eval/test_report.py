"""The report page: nothing from elsewhere, nothing unescaped, headings and tables in order, every failed case told."""

import itertools
import re

import lxml.html
import pytest

from eval.plots import draw_recall
from eval.report import describe_risk, render_report
from eval.report_data import Figure, RecallPoint, Report, RiskPoint
from eval.report_words import summarise, write_interval, write_standing, write_value


@pytest.fixture(scope="module")
def page(example_report: Report) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(render_report(example_report))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_page_asks_for_nothing_from_elsewhere(page: lxml.html.HtmlElement):
    for element, attribute, link, _ in page.iterlinks():
        assert link.startswith(("#", "data:")), (element.tag, attribute, link)
    for style in page.iter("style"):
        assert "url(" not in style.text and "@import" not in style.text
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")


def test_words_of_a_question_or_paper_are_shown_and_not_run(page: lxml.html.HtmlElement, example_report: Report):
    assert page.xpath("//script | //img | //*[@onerror]") == []
    (case,) = [case for case in example_report.failures if case.declining]
    assert case.question in words(page)


def test_headings_go_down_one_level_at_a_time(page: lxml.html.HtmlElement):
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_of_one_says_what_it_heads(page: lxml.html.HtmlElement):
    tables = page.xpath("//table")
    assert tables
    for table in tables:
        assert words(table.find("caption"))
    assert set(page.xpath("//th/@scope")) == {"col", "row"}
    assert page.xpath("//th[not(@scope)]") == []


def test_links_lead_somewhere_and_no_id_is_used_twice(page: lxml.html.HtmlElement):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(ids)


def test_every_plot_is_described_in_words(page: lxml.html.HtmlElement):
    labels = page.xpath("//*[@role='img']/@aria-label")
    assert len(labels) == 4 == len(page.xpath("//figure"))
    assert any("not retrieved: 1" in label for label in labels)
    assert any("5: all 77%, some 86%" in label for label in labels)
    assert all(svg.get("aria-hidden") == "true" for svg in page.iter("svg"))


def test_it_begins_with_what_was_measured_and_how_far_to_trust_it(page: lxml.html.HtmlElement):
    first = page.xpath("//main/section")[0]
    assert "91 questions about 5 papers (42 pages, dated 28 November 2024 to 25 November 2025)" in words(first)
    assert "62% (95% interval 51% to 72%)" in words(first)
    assert "misses the target of 85%" in words(first)


def test_quotations_are_called_true_only_when_every_one_is(example_report: Report):
    assert "Every quotation" in summarise(example_report)[1]
    figures = [
        figure.model_copy(update={"value": 0.98, "low": None, "high": None}) if figure.key == "real" else figure
        for figure in example_report.figures
    ]
    changed = summarise(example_report.model_copy(update={"figures": tuple(figures)}))[1]
    assert "Every quotation" not in changed and "98% of its quotations" in changed


def test_every_failed_case_stands_under_the_stage_to_blame(page: lxml.html.HtmlElement, example_report: Report):
    section = page.xpath("//section[@aria-labelledby='cases']")[0]
    for case in example_report.failures:
        (shown,) = [details for details in section.iter("details") if case.id in words(details.find("summary"))]
        heading = shown.xpath("preceding-sibling::h3[1]")[0]
        assert words(heading).lower().startswith(case.stage)
        assert all(part in words(shown) for part in (case.gold_answer, *case.reasons, *case.earlier))


def test_pages_and_table_cells_of_evidence_can_be_read(page: lxml.html.HtmlElement):
    assert "minutes.pdf, page 3, printed 47" in words(page)
    assert "Developers’ contributions (section 106) | 0 | 500 | 350 | 850" in words(page)


def test_a_run_without_failures_baselines_or_answers_has_a_page_too(example_report: Report):
    bare = example_report.model_copy(
        update={
            "failures": (),
            "baselines": (),
            "risk": (),
            "recall": (),
            "categories": (),
            "figures": tuple(
                f.model_copy(update={"value": None, "low": None, "high": None, "n": 0}) for f in example_report.figures
            ),
            "stages": tuple(stage.model_copy(update={"count": 0}) for stage in example_report.stages),
        }
    )
    shown = words(lxml.html.fromstring(render_report(bare)))
    assert "No case failed." in shown and "No simpler way was measured" in shown and "not measured" in shown


def test_the_same_report_gives_the_same_page(example_report: Report):
    assert render_report(example_report) == render_report(example_report)


def test_a_plot_takes_its_colours_and_typeface_from_the_page():
    plot = draw_recall([RecallPoint(k=1, every=0.5, some=0.6), RecallPoint(k=5, every=0.7, some=0.8)])
    for svg in (plot.desk, plot.phone):
        assert not re.search(r"#[0-9a-f]{6}\b", svg) and "DejaVu" not in svg
        assert "var(--accent)" in svg and "var(--sans)" in svg
        assert "some of the evidence" in svg


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1.0, "share", "100%"), (0.9991, "share", "over 99%"), (0.001, "share", "under 1%"), (0.0, "share", "0%"),
        (-0.12, "score", "−0.12"), (0.0412, "seconds", "41 ms"), (2.345, "seconds", "2.35 s"), (38.2, "seconds", "38.2 s"),
        (1234.4, "megabytes", "1,234 MB"), (31.0, "words", "31 words"), (None, "share", "not measured"),
    ],
)  # fmt: skip
def test_figures_are_written_for_people(value: float | None, unit: str, said: str):
    assert write_value(value, unit) == said


@pytest.mark.parametrize(
    ("value", "higher_is_better", "said"),
    [(0.9, True, "meets"), (0.8, True, "misses"), (0.8, False, "meets"), (0.9, False, "misses")],
)
def test_a_target_is_met_from_the_right_side(value: float, higher_is_better: bool, said: str):
    figure = Figure(
        group="speed", key="x", label="X", meaning="x", value=value, n=9, target=0.85, higher_is_better=higher_is_better
    )
    assert write_standing(figure) == f"{said} the target of 85%"
    assert write_interval(figure) == ""


def test_the_risk_curve_is_described_at_its_ends():
    points = [RiskPoint(confidence=0.9 - place / 10, coverage=place / 5, risk=place / 20) for place in range(1, 5)]
    assert "with 20% answered 5% are wrong" in describe_risk(points)
    assert "with 80% answered 20% are wrong" in describe_risk(points)
