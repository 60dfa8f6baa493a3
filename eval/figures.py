"""What is measured: every measure of a case in one table, and the figures of a run made from it with their intervals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.judging import CaseScore
from eval.report_data import Figure, Group, Unit
from eval.retrieval_metrics import CUTOFFS, SHOWN, SearchScore
from eval.statistics import Statistic, estimate

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


def _of_score(name: str) -> Callable[[Outcome], Sequence[float | None]]:
    return lambda outcome: (getattr(outcome.score, name),)


def _of_each(name: str) -> Callable[[Outcome], Sequence[float | None]]:
    return lambda outcome: getattr(outcome.score, name)


def _of_search(take: Callable[[SearchScore], float | None]) -> Callable[[Outcome], Sequence[float | None]]:
    return lambda outcome: (take(outcome.search),) if outcome.search else ()


def _of_shown(name: str) -> Callable[[Outcome], Sequence[float | None]]:
    return _of_search(lambda search: getattr(search.shown, name) if search.shown else None)


def _recall(kind: str, k: int) -> Callable[[Outcome], Sequence[float | None]]:
    return _of_search(lambda search: getattr(search, kind)[k])


RECALL_TARGETS = {5: 0.92, 20: 0.981}
MEASURES: tuple[Measure, ...] = (
    Measure(
        key="cited_correct",
        group="headline",
        label="Cited-correct",
        meaning="Questions answered rightly and briefly, with real citations, known numbers and a citation of the gold evidence.",
        of=_of_score("right"),
        target=0.85,
    ),
    Measure(
        key="follow_up_cited_correct",
        group="headline",
        label="Cited-correct, follow-up questions",
        meaning="The same for later questions of a conversation.",
        of=_of_score("right"),
        among="follow-ups",
        target=0.85,
    ),
    Measure(
        key="unanswerable_right",
        group="headline",
        label="Unanswerable declined or put right",
        meaning="Questions the papers do not answer that were declined, or whose false premise was put right.",
        of=_of_score("right"),
        among="unanswerable",
        target=0.90,
    ),
    Measure(
        key="truthfulness",
        group="headline",
        label="Truthfulness",
        meaning="Right answers and refusals minus wrong ones, as a share of all questions; a missing answer counts nothing.",
        of=_of_score("truth"),
        among="all",
        unit="score",
        target=0.85,
    ),
    Measure(
        key="correct",
        group="answers",
        label="Correct",
        meaning="Questions whose answer says every part of the gold answer.",
        of=_of_score("correct"),
    ),
    Measure(
        key="follow_up_correct",
        group="answers",
        label="Correct, follow-up questions",
        meaning="The same for later questions of a conversation.",
        of=_of_score("correct"),
        among="follow-ups",
    ),
    Measure(
        key="exact",
        group="answers",
        label="Exact numbers and dates",
        meaning="Of questions whose gold answer has figures, those whose answer says each of them whole.",
        of=_of_score("exact"),
        target=0.95,
    ),
    Measure(
        key="short",
        group="answers",
        label="Short enough",
        meaning="Answers of at most 90 words, lists of at most 170.",
        of=_of_score("short"),
    ),
    Measure(
        key="integrity",
        group="citations",
        label="Answers with every citation real",
        meaning="Questions answered with citations that all stand word for word on the page named; a refusal has none.",
        of=_of_score("integrity"),
    ),
    Measure(
        key="real",
        group="citations",
        label="Citation integrity",
        meaning="Citations whose quote stands word for word in the paper, on the page and at the place named.",
        of=_of_each("real"),
        among="all",
        target=1.0,
    ),
    Measure(
        key="supported",
        group="citations",
        label="Answers with every number known",
        meaning="Questions whose answer has no number but those cited, asked, or worked out from two of them.",
        of=_of_score("supported"),
        target=1.0,
    ),
    Measure(
        key="backed",
        group="citations",
        label="Statement support",
        meaning="Sentences whose numbers, names and most other words stand in what is cited for them.",
        of=_of_each("backed"),
        among="all",
        target=0.99,
    ),
    Measure(
        key="needed",
        group="citations",
        label="Citation precision",
        meaning="Citations that are needed: without them their sentence would not be supported, or they support it alone.",
        of=_of_each("needed"),
        among="all",
        target=0.92,
    ),
    Measure(
        key="gold_cited",
        group="citations",
        label="Gold evidence cited",
        meaning="Questions whose answer cites a part of the gold evidence.",
        of=_of_score("gold_cited"),
    ),
    Measure(
        key="gold_precision",
        group="citations",
        label="Citations of gold evidence",
        meaning="The share of an answer's citations that meet the gold evidence; 0 where there is no answer.",
        of=_of_score("precision"),
    ),
    Measure(
        key="span_f1",
        group="citations",
        label="Gold-span F1",
        meaning="How well the cited characters match those of the gold evidence: 1 is the same words, no more and no less.",
        of=_of_score("span_f1"),
        unit="score",
        target=0.85,
    ),
    Measure(
        key="brevity",
        group="citations",
        label="Words of a citation, median",
        meaning="How much a reader has to read to check a citation.",
        of=_of_each("quote_words"),
        among="all",
        statistic="median",
        unit="words",
        higher_is_better=False,
        target=40,
        is_tested=False,
    ),
    Measure(
        key="unsupported_numbers",
        group="citations",
        label="Unsupported numbers",
        meaning="Numbers said that are neither cited nor asked nor worked out from two that are.",
        of=lambda outcome: [not known for known in outcome.score.known_numbers],
        among="all",
        higher_is_better=False,
        target=0.0,
    ),
    Measure(
        key="abstained",
        group="refusal",
        label="Unanswerable declined",
        meaning="Questions the papers do not answer that were declined.",
        of=lambda outcome: (outcome.score.answer.declined,),
        among="unanswerable",
        target=0.90,
    ),
    Measure(
        key="answered",
        group="refusal",
        label="In-scope answer rate",
        meaning="Questions the papers answer that were answered, rightly or not.",
        of=_of_score("answered"),
        target=0.92,
    ),
    *(
        Measure(
            key=f"recall_all_{k}",
            group="retrieval",
            label=f"Recall at {k}, all evidence",
            meaning=f"Questions of which all gold evidence stands in the first {k} hits.",
            of=_recall("every", k),
            target=RECALL_TARGETS.get(k),
        )
        for k in CUTOFFS
    ),
    *(
        Measure(
            key=f"recall_some_{k}",
            group="retrieval",
            label=f"Recall at {k}, some evidence",
            meaning=f"Questions of which some gold evidence stands in the first {k} hits.",
            of=_recall("some", k),
        )
        for k in CUTOFFS
    ),
    Measure(
        key="mrr",
        group="retrieval",
        label="Mean reciprocal rank",
        meaning="1 divided by the rank of the first hit with gold evidence: 1 where it comes first.",
        of=_of_search(lambda search: search.reciprocal_rank),
        unit="score",
    ),
    Measure(
        key="ndcg_10",
        group="retrieval",
        label="nDCG at 10",
        meaning="Gold evidence in the first 10 hits, earlier counting more, against the best order there could be.",
        of=_of_search(lambda search: search.ndcg),
        unit="score",
    ),
    Measure(
        key="span_recall",
        group="retrieval",
        label="Span recall",
        meaning=f"Characters of the gold evidence that the first {SHOWN} hits show.",
        of=_of_shown("recall"),
        unit="score",
        target=0.92,
    ),
    Measure(
        key="span_precision",
        group="retrieval",
        label="Span precision",
        meaning=f"Characters of the first {SHOWN} hits that are gold evidence.",
        of=_of_shown("precision"),
        unit="score",
    ),
    Measure(
        key="span_iou",
        group="retrieval",
        label="Span IoU",
        meaning=f"Characters that are both, divided by those that are gold evidence or in the first {SHOWN} hits.",
        of=_of_shown("iou"),
        unit="score",
    ),
    *(
        Measure(
            key=f"table_recall_{k}",
            group="retrieval",
            label=f"Table questions: recall at {k}",
            meaning=f"Questions about a table of which all gold evidence stands in the first {k} hits.",
            of=_recall("every", k),
            among="tables",
            target=0.75 if k == 1 else None,
        )
        for k in (1, 5)
    ),
    Measure(
        key="follow_up_recall_20",
        group="retrieval",
        label="Follow-up questions: recall at 20",
        meaning="Later questions of a conversation of which all gold evidence stands in the first 20 hits.",
        of=_recall("every", 20),
        among="follow-ups",
    ),
    *(
        Measure(
            key=f"{what}_seconds_{statistic}",
            group="speed",
            label=f"Seconds of {noun}, {'median' if statistic == 'p50' else '95 of 100 within'}",
            meaning=f"Wall time of {noun} with the model loaded.",
            of=take,
            among="all",
            statistic=statistic,
            unit="seconds",
            higher_is_better=False,
            target=target,
            is_tested=False,
        )
        for what, noun, take, targets in (
            ("search", "a search", lambda outcome: (outcome.search_seconds,), {"p50": 0.025, "p95": 0.06}),
            ("answer", "an answer", lambda outcome: (outcome.score.answer.seconds,), {"p50": None, "p95": 1.0}),
        )
        for statistic, target in targets.items()
    ),
)
"""Targets and their anchors are those of published evaluations: ALCE, Chroma, GOV.UK Chat, CRAG and LegalBench-RAG."""


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
