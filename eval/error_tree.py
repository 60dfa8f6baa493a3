"""Which stage is to blame for a case that failed: the first one, in the order in which an answer is made, that went wrong."""

from collections.abc import Sequence

from eval.judging import CaseScore
from eval.report_data import Stage

MEANINGS: dict[Stage, str] = {
    "not read": "The words of the gold evidence stand in no document of the store: the paper is missing or was read wrongly.",
    "not retrieved": "The search brought less than all of the gold evidence to what is answered from.",
    "retrieved but not used": "The search brought the gold evidence, and the answer cites other words.",
    "used but misread": "The answer cites the gold evidence and does not say what was asked.",
    "right but wrongly cited": "The answer says what was asked, but is not short, fully cited and fully known.",
    "should have declined": "The papers do not answer the question, and an answer was given.",
    "should have answered": "The search brought the gold evidence, and no answer was given.",
}


def blame_stage(score: CaseScore, ranks: Sequence[int | None], hits: int) -> Stage:
    """The stage to blame for a case that is not right. `ranks` are those of the evidence, `hits` how many are answered from."""
    if score.case.unanswerable:
        return "should have declined"
    if score.correct:
        return "right but wrongly cited"
    if not all(piece.places for piece in score.gold.evidence):
        return "not read"
    if any(rank is None or rank > hits for rank in ranks):
        return "not retrieved"
    if not score.answered:
        return "should have answered"
    cited = [place for own in score.cited_places for place in own]
    used = all(any(place.shared(other) for place in piece.places for other in cited) for piece in score.gold.evidence)
    return "used but misread" if used else "retrieved but not used"


def say_reasons(score: CaseScore) -> tuple[str, ...]:
    """What a case that is not right fails on, in words."""
    if score.case.unanswerable:
        if not score.answered:
            return (f"the answer was neither given nor declined (status {score.answer.status})",)
        return ("answered, though the papers do not say it",)
    if not score.answered:
        return ("not answered",)
    failed = {
        "a part of the gold answer is missing": not score.correct,
        "too long": not score.short,
        "a quote does not stand at the place that is named": not score.integrity,
        "a number stands in no cited quote": not score.supported,
        "no citation meets the gold evidence": not score.gold_cited,
    }
    return tuple(reason for reason, is_so in failed.items() if is_so)
