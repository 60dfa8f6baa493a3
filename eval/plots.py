"""Plots of a report as inline SVG whose text, colours and typeface are the page's own. The only user of matplotlib.

Each plot is drawn twice, for a desk and for a telephone, because text that is scaled down with its plot cannot be read.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import FuncFormatter, MaxNLocator

from eval.bench.growth import FAR, Growth
from eval.report_data import RecallPoint, RiskPoint
from ingest.patterns import DOTALL, Match, compile_pattern

INK, QUIET, RULE, FIRST, SECOND = "#010101", "#020202", "#030303", "#040404", "#050505"
COLOURS = {INK: "var(--ink)", QUIET: "var(--quiet)", RULE: "var(--rule)", FIRST: "var(--accent)", SECOND: "var(--second)"}
"""Stand-ins that matplotlib writes, and what the page knows them as, so that they follow its light and dark colours."""

STYLE = {
    "svg.fonttype": "none",  # Words stay words: the page's typeface, and sharp at any size.
    "svg.hashsalt": "council-assistant",  # The same report gives the same bytes.
    "font.size": 13,
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 2.5,
    "lines.markersize": 7,
}
POINTS_A_PIXEL = 0.75
DOTS_AN_INCH = 96
DESK_PIXELS, PHONE_PIXELS = 720, 350
PERCENT = FuncFormatter(lambda value, _: f"{value:.0%}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One plot as two `<svg>` elements without a name of their own: what shows them must describe them in words."""

    desk: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its name and the words at its end. `ours` marks the one to compare the others with."""

    name: str
    length: float
    words: str
    ours: bool = True


def draw_bars(name: str, bars: Sequence[Bar], *, longest: float) -> Plot:
    """Horizontal bars, first on top; a bar as long as `longest` fills the width. `name` begins every id in the SVG."""

    def draw(axes: Axes, narrow: bool) -> None:
        places = range(len(bars), 0, -1)
        lengths = [bar.length for bar in bars]
        axes.barh(list(places), lengths, height=0.34 if narrow else 0.6, color=[FIRST if bar.ours else SECOND for bar in bars])
        for place, bar in zip(places, bars, strict=True):
            if narrow:
                axes.text(0, place + 0.27, bar.name, va="bottom", ha="left", color=INK)
            axes.annotate(bar.words, (bar.length, place), xytext=(5, 0), textcoords="offset points", va="center", color=INK)
        axes.set_yticks(list(places), labels=[] if narrow else [bar.name for bar in bars])
        axes.set_ylim(0.5, len(bars) + (0.85 if narrow else 0.5))
        axes.set_xlim(0, longest * 1.14 or 1)
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)

    return _draw(name, draw, desk_height=34 * len(bars) + 24, phone_height=48 * len(bars) + 16)


def draw_recall(points: Sequence[RecallPoint]) -> Plot:
    """How often the evidence stands among the first k passages, all of it and some of it, over k."""

    def draw(axes: Axes, narrow: bool) -> None:
        places = list(range(len(points)))
        some, every = [point.some for point in points], [point.every for point in points]
        axes.plot(places, some, color=SECOND, marker="s", linestyle="--", label="some of the evidence", clip_on=False)
        axes.plot(places, every, color=FIRST, marker="o", label="all of the evidence", clip_on=False)
        axes.set_xticks(places, labels=[str(point.k) for point in points])
        axes.set_xlabel("passages looked at")
        _show_shares(axes)
        axes.legend(frameon=False, loc="lower right")

    return _draw("recall", draw, desk_height=330, phone_height=300)


def draw_risk(points: Sequence[RiskPoint]) -> Plot:
    """The share of answers that are wrong over the share of questions answered, the surest answers first."""

    def draw(axes: Axes, narrow: bool) -> None:
        ordered = sorted(points, key=lambda point: point.coverage)
        coverage, risk = [point.coverage for point in ordered], [point.risk for point in ordered]
        axes.plot(coverage, risk, color=FIRST, drawstyle="steps-post", clip_on=False)
        axes.plot(coverage[-1:], risk[-1:], color=FIRST, marker="o", clip_on=False)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 10))
        axes.xaxis.set_major_formatter(PERCENT)
        axes.set_xlabel("questions answered, surest first")
        _show_shares(axes, highest=max(0.25, *risk) if risk else 1)
        axes.set_ylabel("" if narrow else "answers that are wrong")

    return _draw("risk", draw, desk_height=330, phone_height=300)


def save_growth(growth: Growth, path: Path) -> None:
    """How times and size grow with the store, with the fitted curves, as a picture of its own in a file."""
    curves = (
        ("search, 95th percentile", "search_p95_seconds", "seconds"),
        ("adding one paper", "add_one_seconds", "seconds"),
        ("the store", "store_bytes", "bytes"),
    )
    sizes = [point.passages for point in growth.points]
    drawing = Drawing(figsize=(12, 3.6), layout="constrained")
    for axes, (title, name, unit) in zip(drawing.subplots(1, len(curves)), curves, strict=True):
        values = [getattr(point, name) for point in growth.points]
        fitted = [growth.far[name] * (size / FAR) ** growth.power[name] for size in sizes]
        axes.loglog(sizes, values, marker="o", linestyle="", color="#1d4f91")
        axes.loglog(sizes, fitted, color="#8a8f98", linestyle="--", label=f"passages^{growth.power[name]:.2f}")
        # A decade at least, so that what hardly grows looks so.
        axes.set_ylim(min(values) / 3, max(values) * 3)
        axes.set_title(title)
        axes.set_xlabel("passages")
        axes.set_ylabel(unit)
        axes.legend(frameon=False)
    drawing.savefig(path, dpi=110)


def _show_shares(axes: Axes, *, highest: float = 1) -> None:
    axes.set_ylim(0, highest * 1.02)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(PERCENT)
    axes.grid(visible=False, axis="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _draw(name: str, draw: Callable[[Axes, bool], None], *, desk_height: int, phone_height: int) -> Plot:
    return Plot(
        desk=_write_svg(f"{name}-desk", draw, DESK_PIXELS, desk_height, narrow=False),
        phone=_write_svg(f"{name}-phone", draw, PHONE_PIXELS, phone_height, narrow=True),
    )


def _write_svg(name: str, draw: Callable[[Axes, bool], None], width: int, height: int, *, narrow: bool) -> str:
    # matplotlib counts in points, 72 to the inch, and the page in pixels, 96 to the inch.
    with _style():
        drawing = Drawing(figsize=(width / DOTS_AN_INCH, height / DOTS_AN_INCH), layout="constrained")
        draw(drawing.add_subplot(), narrow)
        written = io.StringIO()
        drawing.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _adopt(written.getvalue(), name)


@contextmanager
def _style() -> Iterator[None]:
    sizes = {
        key: value * POINTS_A_PIXEL for key, value in STYLE.items() if key in ("font.size", "lines.linewidth", "lines.markersize")
    }
    with matplotlib.rc_context({**STYLE, **sizes}):
        yield


def _name_typeface(found: Match) -> str:
    return "font-family: var(--sans)" if found[0].startswith("font-family") else " var(--sans)"


def _adopt(svg: str, name: str) -> str:
    """The `<svg>` element alone, its ids its own, its colours and typeface the page's, hidden from screen readers."""
    svg = svg[svg.index("<svg") :].strip()
    svg = compile_pattern(r"<metadata>.*?</metadata>\s*", DOTALL).sub("", svg)
    svg = compile_pattern(r"<!--.*?-->\s*", DOTALL).sub("", svg)
    svg = compile_pattern(r'\bid="').sub(f'id="{name}-', svg)
    svg = compile_pattern(r'(href="|url\()#').sub(rf"\1#{name}-", svg)
    svg = compile_pattern(r"<style.*?</style>\s*", DOTALL).sub("", svg)
    svg = compile_pattern(r"font-family: [^;\"]*|(?<=px) '[^;\"]*").sub(_name_typeface, svg)
    for written, known in COLOURS.items():
        svg = svg.replace(written, known)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
