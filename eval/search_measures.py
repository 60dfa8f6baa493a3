"""The measures of searches, and of the time that searches and answers take. Targets are those of published evaluations of search
(Anthropic's contextual retrieval, Chroma, LegalBench-RAG)."""

from collections.abc import Callable, Sequence

from eval.measure import Measure, Outcome
from eval.retrieval_metrics import CUTOFFS, SHOWN, SearchScore


def _of_search(take: Callable[[SearchScore], float | None]) -> Callable[[Outcome], Sequence[float | None]]:
    return lambda outcome: (take(outcome.search),) if outcome.search else ()


def _of_shown(name: str) -> Callable[[Outcome], Sequence[float | None]]:
    return _of_search(lambda search: getattr(search.shown, name) if search.shown else None)


def _recall(kind: str, k: int) -> Callable[[Outcome], Sequence[float | None]]:
    return _of_search(lambda search: getattr(search, kind)[k])


RECALL_TARGETS = {5: 0.92, 20: 0.981}
SEARCH_MEASURES: tuple[Measure, ...] = (
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
