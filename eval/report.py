"""The report of a run as one HTML page that a committee can read. Nothing in it is fetched from elsewhere or measured here.

The words and tables are in `templates/report.html` and `eval.report_words`, the drawing is in `eval.plots`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import jinja2

from eval.plots import Bar, Plot, draw_bars, draw_recall, draw_risk
from eval.report_data import Group, Measure, RecallPoint, Report, RiskPoint, Stage, Unit
from eval.report_words import (
    find_figure,
    summarise,
    write_date,
    write_interval,
    write_place,
    write_quote,
    write_ratio,
    write_standing,
    write_value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A measure by which ways of answering are compared."""

    key: str
    label: str
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of answering as a row of the comparison: ours (no ratios) or a baseline, a cell for each measure."""

    name: str
    meaning: str
    measures: tuple[Measure | None, ...]
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Ways of answering as rows, ours first, and the measures of each in the order of the columns."""

    columns: tuple[Column, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plot and what it shows, in words for those who do not see it."""

    plot: Plot
    words: str


def render_report(report: Report) -> str:
    """The report as a self-contained HTML page. What comes from papers, questions and answers is escaped."""
    pages = jinja2.Environment(
        loader=jinja2.PackageLoader("eval"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {
        "measured": write_value,
        "interval": write_interval,
        "standing": write_standing,
        "times": write_ratio,
        "place": write_place,
        "cells": write_quote,
        "day": write_date,
    }
    comparison = compare_ways(report)
    return pages.get_template("report.html").render(
        report=report,
        summary=summarise(report),
        groups={group: [figure for figure in report.figures if figure.group == group] for group in get_args(Group)},
        failures={stage: [case for case in report.failures if case.stage == stage] for stage in get_args(Stage)},
        comparison=comparison,
        plots=draw_plots(report, comparison),
    )


# Comparison


def compare_ways(report: Report) -> Comparison:
    """Ours and each baseline by every measure that a baseline has, in the order of the first that has it."""
    labels = {measure.key: measure.label for baseline in report.baselines for measure in baseline.measures}
    figures = {key: find_figure(report, key) for key in labels}
    columns = [Column(key=key, label=labels[key], unit=figure.unit if figure else "share") for key, figure in figures.items()]
    ours = [
        Measure(key=key, label=labels[key], value=figure.value, ratio=None) if figure else None for key, figure in figures.items()
    ]
    ways = [Way(name="Council Assistant", meaning="the program as it is", measures=tuple(ours), ours=True)]
    for baseline in report.baselines:
        known = {measure.key: measure for measure in baseline.measures}
        ways.append(Way(name=baseline.name, meaning=baseline.meaning, measures=tuple(map(known.get, labels)), ours=False))
    return Comparison(columns=tuple(columns), ways=tuple(ways))


# Plots and what they show, in words


def draw_plots(report: Report, comparison: Comparison) -> dict[str, Shown]:
    """The plots for which there is something to draw, by name."""
    plots = {}
    if report.failures:
        bars = [Bar(name=stage.stage, length=stage.count, words=str(stage.count)) for stage in report.stages]
        words = "Bar chart of failed cases by the stage to blame"
        plots["stages"] = _show(draw_bars("stages", bars, longest=max(bar.length for bar in bars)), words, bars)
    if report.recall:
        plots["recall"] = Shown(plot=draw_recall(report.recall), words=describe_recall(report.recall))
    if report.risk:
        plots["risk"] = Shown(plot=draw_risk(report.risk), words=describe_risk(report.risk))
    if bars := draw_first_measure(comparison):
        words = f"Bar chart of {comparison.columns[0].label.lower()} by way of answering"
        plots["ways"] = _show(draw_bars("ways", bars, longest=max(1, *(bar.length for bar in bars))), words, bars)
    return plots


def draw_first_measure(comparison: Comparison) -> list[Bar]:
    """A bar for each way that has the first measure; none where there is no baseline."""
    if not comparison.columns:
        return []
    unit = comparison.columns[0].unit
    first = [(way, way.measures[0]) for way in comparison.ways]
    return [
        Bar(name=way.name, length=max(0.0, cell.value), words=write_value(cell.value, unit), ours=way.ours)
        for way, cell in first
        if cell is not None and cell.value is not None
    ]


def _show(plot: Plot, words: str, bars: Sequence[Bar]) -> Shown:
    return Shown(plot=plot, words=f"{words}. {'; '.join(f'{bar.name}: {bar.words}' for bar in bars)}.")


def describe_recall(points: Sequence[RecallPoint]) -> str:
    said = [f"{point.k}: all {point.every:.0%}, some {point.some:.0%}" for point in points]
    return f"Line chart of the evidence found by the number of passages looked at. {'; '.join(said)}."


def describe_risk(points: Sequence[RiskPoint]) -> str:
    """The curve at five places, its ends among them."""
    ordered = sorted(points, key=lambda point: point.coverage)
    places = dict.fromkeys(round(step * (len(ordered) - 1) / 4) for step in range(5))
    said = [f"with {ordered[place].coverage:.0%} answered {ordered[place].risk:.0%} are wrong" for place in places]
    return f"Step chart of wrong answers by the share of questions answered, surest first: {', '.join(said)}."
