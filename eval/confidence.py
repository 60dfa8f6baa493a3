"""How well the program's own confidence tells right answers from wrong ones: the risk-coverage curve and what is read off it."""

from collections.abc import Sequence

from eval.measure import Outcome
from eval.report_data import Figure, RiskPoint
from eval.statistics import estimate

MOST_SURE = 0.8
"""The share of answers, the most sure ones, whose accuracy is told."""


def trace_risk(outcomes: Sequence[Outcome]) -> tuple[RiskPoint, ...]:
    """For each confidence at which an answer was given, from the highest: the share of all questions that are answered at or
    above it, and the share of those answers that are wrong (El-Yaniv and Wiener 2010)."""
    ranked = _rank_answers(outcomes)
    points, wrong = [], 0
    for place, (confidence, is_wrong) in enumerate(ranked, start=1):
        wrong += is_wrong
        if place == len(ranked) or ranked[place][0] != confidence:
            points.append(RiskPoint(confidence=confidence, coverage=place / len(outcomes), risk=wrong / place))
    return tuple(points)


def _rank_answers(outcomes: Sequence[Outcome]) -> list[tuple[float, bool]]:
    """Confidence of every answer and whether it is wrong, the most sure first."""
    given = [(o.confidence, o.score.truth < 0) for o in outcomes if o.score.answered and o.confidence is not None]
    return sorted(given, key=lambda answer: -answer[0])


def make_confidence_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """The area under the risk-coverage curve, and the accuracy of the answers that the program is most sure of."""
    ranked = _rank_answers(outcomes)
    points = trace_risk(outcomes)
    covered = [point.coverage for point in points]
    widths = [here - before for before, here in zip([0.0, *covered], covered, strict=False)]
    area = sum(width * point.risk for width, point in zip(widths, points, strict=True)) / covered[-1] if points else None
    sure = estimate([not wrong for _, wrong in ranked[: max(1, round(MOST_SURE * len(ranked)))]], is_share=True)
    return (
        Figure(
            group="refusal",
            key="risk_area",
            label="Risk over coverage, mean",
            meaning="Share of wrong answers, averaged over every place at which the program could have stopped answering.",
            value=area,
            n=len(ranked),
            unit="score",
            higher_is_better=False,
        ),
        Figure(
            group="refusal",
            key="sure_accuracy",
            label=f"Accuracy of the {MOST_SURE:.0%} most sure answers",
            meaning="Answers that are correct among those of the highest confidence; says whether the confidence can be trusted.",
            value=sure.value,
            low=sure.low,
            high=sure.high,
            n=sure.n,
            target=0.97,
        ),
    )
