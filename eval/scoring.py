"""Recorded answers judged against their cases, the program's and those of the baselines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.answers import GivenAnswer, GivenHit, read_answers, read_hits
from eval.baselines import WAYS
from eval.cases import CaseSet
from eval.figures import case_values
from eval.judging import Gold, judge_case, locate_gold
from eval.measure import Outcome
from eval.papers import Papers, match_names
from eval.recording import ANSWERS, HITS, Trace
from eval.report_data import ReportProblem
from eval.retrieval_metrics import score_searches


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The outcomes of a run in the order of the cases, and those of each baseline."""

    outcomes: tuple[Outcome, ...]
    baselines: Mapping[str, tuple[Outcome, ...]]


def score_outcomes(
    cases: CaseSet,
    papers: Papers,
    answers: Mapping[str, GivenAnswer],
    hits: Mapping[str, Sequence[GivenHit]],
    traces: Mapping[str, Trace],
) -> Scored:
    """Judge every case from what was recorded. Without hits or traces the measures that need them have no values."""
    names = match_names(cases.cases, papers)
    golds = {case.id: locate_gold(case, names, papers) for case in cases.cases}
    baselines = {}
    for way in WAYS if traces else ():
        made = {key: trace.baselines[way.key] for key, trace in traces.items()}
        baselines[way.key] = _outcomes(
            cases,
            papers,
            golds,
            {key: GivenAnswer.model_validate(line["answer"]) for key, line in made.items()},
            {key: tuple(map(GivenHit.model_validate, line["hits"])) for key, line in made.items() if "hits" in line},
            {},
        )
    return Scored(outcomes=_outcomes(cases, papers, golds, answers, hits, traces), baselines=baselines)


def _outcomes(
    cases: CaseSet,
    papers: Papers,
    golds: Mapping[str, Gold],
    answers: Mapping[str, GivenAnswer],
    hits: Mapping[str, Sequence[GivenHit]],
    traces: Mapping[str, Trace],
) -> tuple[Outcome, ...]:
    searches = {search.case.id: search for search in score_searches(cases.cases, golds, hits, papers)}
    return tuple(
        Outcome(
            score=judge_case(case, answers[case.id], golds[case.id], papers),
            search=searches.get(case.id),
            confidence=traces[case.id].confidence if case.id in traces else None,
            search_seconds=traces[case.id].search_seconds if case.id in traces else None,
        )
        for case in cases.cases
        if case.id in answers
    )


def score_recorded(folder: Path, cases: CaseSet, papers: Papers, traces: Mapping[str, Trace]) -> Scored:
    """Judge what a run wrote into its folder."""
    return score_outcomes(cases, papers, read_answers(folder / ANSWERS, cases.cases), read_hits(folder / HITS), traces)


class CaseValues(BaseModel):
    """A line of `scores.jsonl`: the measures of one case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    category: str
    question: str
    right: bool
    values: dict[str, float]


def write_scores(path: Path, outcomes: Iterable[Outcome]) -> None:
    """A JSON line a case with its measures, for a comparison of two runs case by case."""
    lines = (
        CaseValues(
            id=outcome.score.case.id,
            category=outcome.score.case.category,
            question=outcome.score.case.question,
            right=outcome.score.right,
            values=case_values(outcome),
        )
        for outcome in outcomes
    )
    path.write_text("".join(line.model_dump_json() + "\n" for line in lines), "utf-8")


def read_scores(path: Path) -> dict[str, CaseValues]:
    """Case id to its measures. Raises ReportProblem."""
    try:
        lines = [CaseValues.model_validate_json(line) for line in path.read_text("utf-8").split("\n") if line]
    except (OSError, ValidationError) as error:
        raise ReportProblem(
            f"The scores {path} cannot be read. Make them with: council eval run CASES.jsonl --out {path.parent}"
        ) from error
    return {line.id: line for line in lines}
