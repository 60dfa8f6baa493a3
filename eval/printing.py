"""Reports and comparisons as lines for a terminal."""

from collections.abc import Sequence

from eval.compare import Comparison
from eval.report_data import Figure, Report

LABEL_WIDTH = 46
DECIMALS = {"seconds": 3, "share": 3, "score": 3, "ratio": 2, "pages a second": 1}
GROUPS = {
    "headline": "The headline",
    "answers": "Answers",
    "citations": "Citations",
    "refusal": "Refusal",
    "retrieval": "Retrieval",
    "speed": "Speed and memory",
}
QUESTION_CHARS = 100
LEAST_CHANCE = 0.001


def say_report(report: Report) -> list[str]:
    """What a run found, for a person who reads it in a terminal; the page says more."""
    lines = [
        f"{report.title} ({report.selection}): {report.cases} questions, {report.unanswerable} of them without an answer in the "
        f"papers, in {report.seconds:.0f} s.",
        *say_figures(report.figures),
    ]
    if report.baselines:
        lines += ["", "Simple ways of answering (ours as a multiple of each)"]
        for baseline in report.baselines:
            shown = ", ".join(
                f"{m.label.lower()} {m.value:.3f}" + (f" (x{m.ratio:.2f})" if m.ratio is not None else "")
                for m in baseline.measures
                if m.value is not None
            )
            lines.append(f"  {baseline.name}: {shown}")
    if report.failures:
        lines += ["", f"{len(report.failures)} questions were not answered rightly"]
        lines += [f"  {stage.stage}: {stage.count}" for stage in report.stages if stage.count]
    return lines


def say_figures(figures: Sequence[Figure]) -> list[str]:
    """Figures that have a value, by group, each with its interval and number of cases."""
    lines = []
    for group, title in GROUPS.items():
        shown = [figure for figure in figures if figure.group == group and figure.value is not None]
        lines += ["", title, *map(_say_figure, shown)] if shown else []
    return lines


def _say_figure(figure: Figure) -> str:
    decimals = DECIMALS.get(figure.unit, 0)
    unit = "" if figure.unit in ("share", "score") else f" {figure.unit}"
    between = "" if figure.low is None else f" [{figure.low:.{decimals}f} to {figure.high:.{decimals}f}]"
    return f"  {figure.label:<{LABEL_WIDTH}} {figure.value:.{decimals}f}{unit}{between} (n={figure.n})"


def say_comparison(comparison: Comparison) -> list[str]:
    """What moved between two runs, which cases flipped, and the verdict in the last line."""
    lines = [f"{comparison.shared} questions in both runs.", ""]
    for move in comparison.moves:
        if move.before != move.after:
            mark = "LOST" if move.is_loss else "better" if move.gain > 0 else "worse"
            lines.append(
                f"  {move.measure.label:<{LABEL_WIDTH}} {move.before:.3f} -> {move.after:.3f} {mark} (p={move.p:.3f}, n={move.n})"
            )
    if len(lines) == 2:
        lines.append("  Nothing moved.")
    for title, cases in (("Right now, wrong before", comparison.gained), ("Wrong now, right before", comparison.lost)):
        if cases:
            lines += ["", f"{title}: {len(cases)}", *(f"  {case.id} {case.question[:QUESTION_CHARS]}" for case in cases)]
    losses = ", ".join(move.measure.label for move in comparison.losses)
    return [*lines, "", f"Lost by more than luck: {losses}." if losses else "Nothing was lost by more than luck."]
