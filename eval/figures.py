"""The figures of a run: every measure over all of its cases, with its interval."""

from collections.abc import Sequence

from eval.answer_measures import ANSWER_MEASURES
from eval.measure import Measure, Outcome
from eval.report_data import Figure
from eval.search_measures import SEARCH_MEASURES
from eval.statistics import estimate

MEASURES: tuple[Measure, ...] = (*ANSWER_MEASURES, *SEARCH_MEASURES)


def make_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """A figure for every measure."""
    return tuple(_make_figure(measure, outcomes) for measure in MEASURES)


def _make_figure(measure: Measure, outcomes: Sequence[Outcome]) -> Figure:
    found = estimate(measure.values(outcomes), measure.statistic, is_share=measure.unit == "share")
    return Figure(
        group=measure.group,
        key=measure.key,
        label=measure.label,
        meaning=measure.meaning,
        value=found.value,
        low=found.low,
        high=found.high,
        n=found.n,
        unit=measure.unit,
        higher_is_better=measure.higher_is_better,
        target=measure.target,
    )


def case_values(outcome: Outcome) -> dict[str, float]:
    """The mean of each tested measure over one case, for those that it has values of."""
    found = {measure.key: measure.values([outcome]) for measure in MEASURES if measure.is_tested}
    return {key: sum(values) / len(values) for key, values in found.items() if values}
