"""Two runs over the same cases: what moved, which cases flipped, and whether anything was lost by more than luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.figures import MEASURES
from eval.measure import Measure
from eval.report_data import Report, ReportProblem, read_report
from eval.run import REPORT, SCORES
from eval.scoring import CaseValues, read_scores
from eval.statistics import adjust_for_many, difference_p

SIGNIFICANT = 0.05
PRIMARY = "cited_correct"
"""The measure that is judged by itself; the chances of the others are adjusted for their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A measure in both runs over the `n` cases that have it in both; `p` is the adjusted chance of such a difference by luck."""

    measure: Measure
    before: float
    after: float
    n: int
    p: float

    @property
    def gain(self) -> float:
        """How much better the second run is; below 0 it is worse."""
        change = self.after - self.before
        return change if self.measure.higher_is_better else -change

    @property
    def is_loss(self) -> bool:
        return self.gain < 0 and self.p < SIGNIFICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All moves, and the cases that were right in one run alone."""

    before: Report
    after: Report
    shared: int
    moves: tuple[Move, ...]
    gained: tuple[CaseValues, ...]
    lost: tuple[CaseValues, ...]

    @property
    def losses(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.is_loss)

    def as_json(self) -> dict:
        return {
            "cases": self.shared,
            "moves": [
                {"key": m.measure.key, "before": m.before, "after": m.after, "n": m.n, "p": m.p, "loss": m.is_loss}
                for m in self.moves
            ],
            "gained": [case.id for case in self.gained],
            "lost": [case.id for case in self.lost],
        }


def compare_runs(before: Path, after: Path) -> Comparison:
    """The run in one folder against that in another. Raises ReportProblem where they share no case or asked different things."""
    old, new = read_scores(before / SCORES), read_scores(after / SCORES)
    shared = [key for key in old if key in new and old[key].question == new[key].question]
    if not shared:
        raise ReportProblem(f"The runs in {before} and {after} have no case in common. Compare runs over the same cases.")
    return Comparison(
        before=read_report(before / REPORT),
        after=read_report(after / REPORT),
        shared=len(shared),
        moves=_find_moves({key: old[key] for key in shared}, new),
        gained=tuple(new[key] for key in shared if new[key].right and not old[key].right),
        lost=tuple(new[key] for key in shared if old[key].right and not new[key].right),
    )


def _find_moves(old: Mapping[str, CaseValues], new: Mapping[str, CaseValues]) -> tuple[Move, ...]:
    found = []
    for measure in MEASURES:
        pairs = [
            (case.values[measure.key], new[key].values[measure.key])
            for key, case in old.items()
            if measure.key in case.values and measure.key in new[key].values
        ]
        if pairs:
            ours, theirs = [after for _, after in pairs], [before for before, _ in pairs]
            found.append((measure, sum(theirs) / len(pairs), sum(ours) / len(pairs), len(pairs), difference_p(ours, theirs)))
    others = [row for row in found if row[0].key != PRIMARY]
    adjusted = dict(zip([row[0].key for row in others], adjust_for_many([row[4] for row in others]), strict=True))
    return tuple(
        Move(measure=measure, before=before, after=after, n=n, p=adjusted.get(measure.key, p))
        for measure, before, after, n, p in found
    )
