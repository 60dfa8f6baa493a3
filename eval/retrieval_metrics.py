"""Searches scored against the gold evidence: ranking measures by ir-measures, and the share of characters that matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, Success, nDCG

from eval.answers import GivenHit
from eval.cases import Case
from eval.citation_metrics import Overlap, gold_overlap
from eval.judging import Gold
from eval.matching import squash, strip_markup
from eval.papers import START_LETTERS, Papers, Place

CUTOFFS = (1, 3, 5, 10, 20)
SHOWN = 5
"""Hits whose characters are held against the gold evidence, as in Chroma's evaluation of chunking (Smith and Troynikov 2024)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchScore:
    """How one search did. `every` and `some` say for each cutoff whether all, and any, gold evidence stands in the first hits.

    `ranks` has for each piece of evidence the rank of the first hit that holds it, None where none does.
    `shown` is of the characters of the first `SHOWN` hits against those of the evidence; None where hits give no offsets.
    """

    case: Case
    ranks: tuple[int | None, ...]
    every: Mapping[int, bool]
    some: Mapping[int, bool]
    reciprocal_rank: float
    ndcg: float
    shown: Overlap | None


def rank_evidence(gold: Gold, hits: Sequence[GivenHit], papers: Papers) -> tuple[int | None, ...]:
    """For each piece of evidence the rank, from 1, of the first hit that holds its first words."""
    held = [(set(papers.named(hit.file)), squash(hit.text)) for hit in hits]
    ranks = []
    for piece in gold.evidence:
        documents = {place.document for place in piece.places}
        start = squash(strip_markup(piece.quote))[:START_LETTERS]
        found = (rank for rank, (rows, letters) in enumerate(held, start=1) if rows & documents and start in letters)
        ranks.append(next(found, None))
    return tuple(ranks)


def score_searches(
    cases: Sequence[Case], golds: Mapping[str, Gold], hits: Mapping[str, Sequence[GivenHit]], papers: Papers
) -> list[SearchScore]:
    """A score for every answerable case of which hits are given, in order."""
    asked = [case for case in cases if not case.unanswerable and case.id in hits]
    ranks = {case.id: rank_evidence(golds[case.id], hits[case.id], papers) for case in asked}
    measured = _measure_ranking(ranks, {case.id: len(hits[case.id]) for case in asked})
    scores = []
    for case in asked:
        values = measured[case.id]
        scores.append(
            SearchScore(
                case=case,
                ranks=ranks[case.id],
                every={k: values[R @ k] == 1.0 for k in CUTOFFS},
                some={k: values[Success @ k] == 1.0 for k in CUTOFFS},
                reciprocal_rank=values[RR],
                ndcg=values[nDCG @ 10],
                shown=_compare_shown(golds[case.id], hits[case.id][:SHOWN], papers),
            )
        )
    return scores


def _measure_ranking(ranks: Mapping[str, Sequence[int | None]], lengths: Mapping[str, int]) -> dict[str, dict]:
    """Measure to value for each case. A hit is worth the pieces of evidence that no hit before it holds; a piece that no hit
    holds stands for a hit that was not found."""
    judged: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for case, found in ranks.items():
        worth: dict[str, int] = {}
        for piece, rank in enumerate(found):
            hit = f"hit {rank}" if rank else f"missing {piece}"
            worth[hit] = worth.get(hit, 0) + 1
        judged[case] = worth
        run[case] = {f"hit {rank}": 1 / rank for rank in range(1, lengths[case] + 1)}
    wanted = [RR, nDCG @ 10, *(R @ k for k in CUTOFFS), *(Success @ k for k in CUTOFFS)]
    measured: dict[str, dict] = {case: dict.fromkeys(wanted, 0.0) for case in ranks}
    for metric in ir_measures.iter_calc(wanted, judged, run) if judged else ():
        measured[metric.query_id][metric.measure] = metric.value
    return measured


def _compare_shown(gold: Gold, hits: Sequence[GivenHit], papers: Papers) -> Overlap | None:
    places = []
    for hit in hits:
        if hit.start is None or hit.end is None:
            return None
        places.append([Place(document=row, span=(hit.start, hit.end)) for row in papers.named(hit.file)])
    return gold_overlap(places, gold.evidence)
