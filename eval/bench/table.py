"""One table of what was measured: ours, what it is held against, their ratio, and the ratio that was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measurement. `against` is what it is divided by, None where nothing is; `most` the largest ratio that is good enough,
    `least` the smallest."""

    name: str
    ours: float
    unit: str
    against: float | None = None
    most: float | None = None
    least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a share of the other."""
        return self.ours / self.against if self.against else None

    @property
    def met(self) -> bool | None:
        """Whether the ratio is good enough; None where none was aimed at."""
        if self.ratio is None or (self.most is None and self.least is None):
            return None
        return (self.most is None or self.ratio <= self.most) and (self.least is None or self.ratio >= self.least)

    def as_json(self) -> dict:
        return {
            "name": self.name, "ours": self.ours, "against": self.against, "unit": self.unit, "ratio": self.ratio,
            "most": self.most, "least": self.least, "met": self.met,
        }  # fmt: skip


def write_table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| measured | ours | against | ratio | aimed at | met |", "|---|--:|--:|--:|--:|---|"]
    for row in rows:
        aim = f"at most {row.most:g}" if row.most is not None else f"at least {row.least:g}" if row.least is not None else ""
        met = {True: "yes", False: "no", None: ""}[row.met]
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        against = _say(row.against, row.unit) if row.against is not None else ""
        lines.append(f"| {row.name} | {_say(row.ours, row.unit)} | {against} | {ratio} | {aim} | {met} |")
    return "\n".join(lines) + "\n"


def _say(value: float, unit: str) -> str:
    if unit == "s" and value < 10:
        return f"{value * 1000:.0f} ms"
    return f"{value:.1f} {unit}" if value < 100 and value != int(value) else f"{value:,.0f} {unit}".rstrip()
