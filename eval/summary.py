"""The report of a run, put together from its outcomes: figures, tables, curves, failed cases and what it was a run of."""

import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from eval.baselines import WAYS
from eval.cases import CaseSet
from eval.confidence import make_confidence_figures, trace_risk
from eval.error_tree import MEANINGS, blame_stage, say_reasons
from eval.figures import MEASURES, make_figures
from eval.measure import Measure, Outcome
from eval.papers import Papers, Place
from eval.recording import Trace, program_version
from eval.report_data import (
    Baseline,
    CategoryRow,
    CitedPlace,
    Coverage,
    FailedCase,
    Figure,
    Model,
    RecallPoint,
    Report,
    Setting,
    StageCount,
)
from eval.report_data import Measure as Measured
from eval.retrieval_metrics import CUTOFFS
from eval.scoring import Scored
from eval.statistics import difference_p
from index.store import Store
from index.sync import sync_files

COMPARED = (
    "cited_correct",
    "correct",
    "gold_cited",
    "unanswerable_right",
    "truthfulness",
    "recall_all_5",
    "recall_all_20",
    "ndcg_10",
)
"""Measures by which the baselines are compared with the program."""


def time_reading(assistant: Assistant) -> Figure:
    """Pages a second that the store's papers take to be read into a new store; no value where their files have gone."""
    store = assistant.store
    files = [path for document in store.catalogue.documents() if (path := Path(document.path)).is_file()]
    pages = 0
    seconds = 0.0
    if files:
        with tempfile.TemporaryDirectory() as folder:
            new = Store(Path(folder), store.embedder, create=True)
            try:
                began = time.perf_counter()
                pages = sync_files(
                    files,
                    catalogue=new.catalogue,
                    vectors=new.vectors,
                    embedder=new.embedder,
                    seconds_per_file=assistant.settings.reading.seconds_per_file,
                ).pages
                seconds = time.perf_counter() - began
            finally:
                new.close()
    return _machine_figure(
        "reading_pages",
        "Pages read a second",
        f"Reading the store's {len(files)} papers into a new store, on this machine.",
        pages / seconds if pages else None,
        "pages a second",
        pages,
        higher_is_better=True,
    )


def make_report(
    scored: Scored,
    *,
    cases: CaseSet,
    assistant: Assistant,
    papers: Papers,
    traces: Mapping[str, Trace],
    seconds: float,
    reading: Figure | None,
) -> Report:
    """All that a run tells, as values. `seconds` is how long it took, `reading` the rate of reading where it was timed."""
    outcomes = scored.outcomes
    totals = assistant.store.catalogue.totals()
    embedder = assistant.store.embedder
    failures = _failures(outcomes, assistant.settings, papers)
    memory = max((trace.megabytes for trace in traces.values()), default=None)
    memory_figure = _machine_figure(
        "peak_memory", "Peak memory", "The most memory in use after any question.", memory, "megabytes", len(traces)
    )
    return Report(
        title=f"Evaluation: {cases.path.stem}",
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        program_version=program_version(),
        settings=_list_settings(assistant.settings),
        settings_digest=assistant.settings.digest,
        models=(Model(name=embedder.name, role="embedding of passages and questions", digest=embedder.digest),),
        store=Coverage(
            documents=totals.documents,
            pages=totals.pages,
            passages=totals.passages,
            unread=totals.unread,
            first=totals.first.isoformat() if totals.first else None,
            last=totals.last.isoformat() if totals.last else None,
        ),
        cases_file=cases.path.name,
        cases_digest=cases.digest,
        selection=cases.selection,
        cases=len(outcomes),
        answerable=sum(not outcome.score.case.unanswerable for outcome in outcomes),
        unanswerable=sum(outcome.score.case.unanswerable for outcome in outcomes),
        seconds=round(seconds, 1),
        figures=(*make_figures(outcomes), *make_confidence_figures(outcomes), memory_figure, *([reading] if reading else [])),
        categories=_categories(outcomes),
        recall=_recall(outcomes),
        risk=trace_risk(outcomes),
        baselines=_compare_baselines(scored),
        stages=tuple(
            StageCount(stage=stage, meaning=meaning, count=sum(failure.stage == stage for failure in failures))
            for stage, meaning in MEANINGS.items()
        ),
        failures=failures,
    )


def _machine_figure(key, label, meaning, value, unit, n, *, higher_is_better: bool = False) -> Figure:
    return Figure(
        group="speed", key=key, label=label, meaning=meaning, value=value, n=n, unit=unit, higher_is_better=higher_is_better
    )


def _list_settings(settings: Settings) -> tuple[Setting, ...]:
    sections = settings.model_dump()
    return tuple(
        Setting(name=f"{section}.{name}", value=str(value))
        for section, entries in sections.items()
        for name, value in entries.items()
    )


def _categories(outcomes: Sequence[Outcome]) -> tuple[CategoryRow, ...]:
    grouped: dict[tuple[bool, str], list[Outcome]] = {}
    for outcome in outcomes:
        case = outcome.score.case
        grouped.setdefault((case.unanswerable, case.category), []).append(outcome)
    return tuple(
        CategoryRow(
            category=category if not unanswerable or category == "unanswerable" else f"{category} (unanswerable)",
            n=len(group),
            right=_share(o.score.right for o in group),
            correct=None if unanswerable else _share(o.score.correct for o in group),
            answered=_share(o.score.answered for o in group),
        )
        for (unanswerable, category), group in sorted(grouped.items())
    )


def _share(values: Iterable[bool]) -> float:
    kept = list(values)
    return sum(kept) / len(kept)


def _recall(outcomes: Sequence[Outcome]) -> tuple[RecallPoint, ...]:
    searches = [outcome.search for outcome in outcomes if outcome.search and outcome.is_among("asked")]
    return tuple(
        RecallPoint(k=k, every=_share(s.every[k] for s in searches), some=_share(s.some[k] for s in searches))
        for k in (CUTOFFS if searches else ())
    )


def _compare_baselines(scored: Scored) -> tuple[Baseline, ...]:
    ours = {outcome.score.case.id: outcome for outcome in scored.outcomes}
    compared = [measure for measure in MEASURES if measure.key in COMPARED and measure.values(scored.outcomes)]
    return tuple(
        Baseline(
            key=way.key,
            name=way.name,
            meaning=way.meaning,
            measures=tuple(
                _compare(measure, [(ours[other.score.case.id], other) for other in scored.baselines[way.key]])
                for measure in compared
            ),
        )
        for way in WAYS
        if way.key in scored.baselines
    )


def _compare(measure: Measure, pairs: Sequence[tuple[Outcome, Outcome]]) -> Measured:
    """Ours against a baseline, over the cases of which both have the measure."""
    values = [(measure.values([one]), measure.values([other])) for one, other in pairs]
    ours = [own[0] for own, theirs in values if own and theirs]
    others = [theirs[0] for own, theirs in values if own and theirs]
    value = _mean(others)
    ratio = _mean(ours) / value if value and value > 0 else None
    return Measured(key=measure.key, label=measure.label, value=value, ratio=ratio, p=difference_p(ours, others))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _failures(outcomes: Sequence[Outcome], settings: Settings, papers: Papers) -> tuple[FailedCase, ...]:
    return tuple(_failure(outcome, settings.answering.hits, papers) for outcome in outcomes if not outcome.score.right)


def _failure(outcome: Outcome, hits: int, papers: Papers) -> FailedCase:
    score, case = outcome.score, outcome.score.case
    return FailedCase(
        id=case.id,
        category=case.category,
        question=case.question,
        earlier=case.earlier,
        status=score.answer.status,
        answer=score.answer.text,
        citations=tuple(
            CitedPlace(file=c.file, page=c.page, page_label=c.page_label, quote=c.quote) for c in score.answer.citations
        ),
        gold_answer=case.answer,
        gold_evidence=tuple(_cited_place(piece.quote, piece.places, case.documents, papers) for piece in score.gold.evidence),
        declining=case.unanswerable,
        stage=blame_stage(score, outcome.search.ranks if outcome.search else (), hits),
        reasons=say_reasons(score),
        confidence=outcome.confidence,
    )


def _cited_place(quote: str, places: Sequence[Place], documents: Sequence[str], papers: Papers) -> CitedPlace:
    if not places:
        return CitedPlace(file=", ".join(documents) or "no file named", page=None, quote=quote)
    page, label = papers.page(places[0].document, places[0].span[0])
    return CitedPlace(file=papers.documents[places[0].document].file, page=page, page_label=label, quote=quote)
