"""What is known of one case of a run, and what a measure of it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.judging import CaseScore
from eval.report_data import Group, Unit
from eval.retrieval_metrics import SearchScore
from eval.statistics import Statistic

Among = Literal["asked", "follow-ups", "unanswerable", "tables", "all"]
"""Which cases a measure is of. "asked" are those that the papers answer, follow-up turns apart."""
TABLE = "table"
"""The category of questions whose answer stands in a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that is known of one case of a run; `search` is None where the search was not recorded."""

    score: CaseScore
    search: SearchScore | None = None
    confidence: float | None = None
    search_seconds: float | None = None

    def is_among(self, among: Among) -> bool:
        case = self.score.case
        match among:
            case "all":
                return True
            case "unanswerable":
                return case.unanswerable
            case "follow-ups":
                return case.is_follow_up and not case.unanswerable
            case "tables":
                return case.category == TABLE and not case.unanswerable
            case "asked":
                return not case.is_follow_up and not case.unanswerable


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure. `of` gives the values of a case, none where it has none: one for the case, or one for each of its citations,
    statements or numbers. The figure is the statistic of all values together."""

    key: str
    group: Group
    label: str
    meaning: str
    of: Callable[[Outcome], Sequence[float | None]]
    among: Among = "asked"
    statistic: Statistic = "mean"
    unit: Unit = "share"
    higher_is_better: bool = True
    target: float | None = None
    is_tested: bool = True
    """Whether a loss in it between two runs counts; times differ with what else a machine does."""

    def values(self, outcomes: Iterable[Outcome]) -> list[float]:
        """The values of the cases that the measure is of."""
        chosen = (outcome for outcome in outcomes if outcome.is_among(self.among))
        return [float(value) for outcome in chosen for value in self.of(outcome) if value is not None]
