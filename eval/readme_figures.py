"""The table of figures in the README: written from a report, read back by the test that tells when it has gone stale.

`python -m eval.readme_figures REPORT.json README.md` puts the figures of a report into the README; `make figures` measures first.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.report_data import Figure, Report, read_report
from eval.report_words import write_date, write_interval, write_value
from ingest.patterns import compile_pattern
from ingest.problem import Problem

ROWS = {
    "cited_correct": "questions answered rightly, with true citations that bear on them",
    "follow_up_cited_correct": "the same of follow-up questions",
    "unanswerable_right": "questions without an answer in the papers that were declined or put right",
    "answered": "questions with an answer in the papers that were answered",
    "real": "citations whose quote stands word for word on the page named",
    "supported": "answers in which every number is cited, asked or worked out from such",
    "recall_all_5": "questions whose evidence is all in the first five passages found",
    "answer_seconds_p95": "time within which 95 of 100 answers came",
}
"""Key of each figure that the README shows and what it is called there."""

BEGIN, END = "<!-- figures: written by `make figures` -->\n", "<!-- end of figures -->"
ROUNDING = 0.0051
"""Half of the last place in which shares are written, and a hair for the arithmetic."""


class ReadmeProblem(Problem):
    """A README that has no place for the figures: what is missing and where it belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A share as the README shows it, with its 95% interval."""

    value: float
    low: float
    high: float


def write_table(report: Report) -> str:
    """The sentence and the table that stand between the marks."""
    lines = [
        f"Measured on {write_date(report.date)} over {report.store.documents} papers of {report.store.pages} pages:",
        "",
        "| measure | result | 95% interval | n |",
        "|---|--:|--:|--:|",
    ]
    for key, name in ROWS.items():
        figure = report.figure(key)
        value = write_value(figure.value, figure.unit)
        lines.append(f"| {name} | {value} | {write_interval(figure)} | {figure.n} |")
    return "\n".join(lines) + "\n"


def put_table(readme: str, table: str) -> str:
    """The README with the table in the place of the old one. Raises ReadmeProblem."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ReadmeProblem(f"The README has no place for the figures. Put {BEGIN.strip()} and {END} where they belong.")
    return before + begin + table + end + after


def read_rows(readme: str) -> dict[str, Row]:
    """The shares of the README's table by the key of their figure."""
    table = readme.partition(BEGIN)[2].partition(END)[0]
    names = {name: key for key, name in ROWS.items()}
    rows = {}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in names and (value := _read_share(cells[1])) is not None:
            low, _, high = cells[2].partition(" to ")
            rows[names[cells[0]]] = Row(value=value, low=_read_share(low) or 0.0, high=_read_share(high) or 1.0)
    return rows


def _read_share(words: str) -> float | None:
    """A share as `write_value` writes it; one that is only said to be near a whole counts as that whole."""
    found = compile_pattern(r"(?:over |under )?(\d+)%").fullmatch(words)
    if not found:
        return None
    return 1.0 if words.startswith("over") else 0.0 if words.startswith("under") else int(found[1]) / 100


def find_stale(rows: dict[str, Row], figures: Sequence[Figure]) -> list[str]:
    """A sentence for every row whose figure is missing, or now lies outside the interval that the README gives."""
    measured = {figure.key: figure.value for figure in figures}
    stale = []
    for key, row in rows.items():
        value = measured.get(key)
        if value is None:
            stale.append(f"{ROWS[key]}: {row.value:.0%} in the README, not measured now")
        elif not row.low - ROUNDING <= value <= row.high + ROUNDING:
            stale.append(f"{ROWS[key]}: {row.low:.0%} to {row.high:.0%} in the README, {value:.1%} now")
    return stale


def main(arguments: Sequence[str]) -> None:
    report, readme = map(Path, arguments)
    readme.write_text(put_table(readme.read_text("utf-8"), write_table(read_report(report))), "utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Problem, OSError, ValueError) as error:
        sys.exit(f"{error} Usage: python -m eval.readme_figures REPORT.json README.md")
