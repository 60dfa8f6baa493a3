"""One case and the answer given to it, judged: every measure of a single answer, without a model and the same every time."""

from collections.abc import Mapping
from dataclasses import dataclass

from eval.answers import GivenAnswer
from eval.cases import Case
from eval.citation_metrics import are_needed, gold_overlap, is_real, place_citation, split_answer, supports
from eval.matching import includes_groups, numbers_said, strip_citation_marks, unsupported_numbers
from eval.papers import Evidence, Papers, Place, locate_alternatives, locate_evidence

WORDS, LIST_WORDS = 90, 170
"""The most words of an answer, and of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """Where the gold of a case stands in the store."""

    evidence: tuple[Evidence, ...]
    alternatives: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return (*(place for piece in self.evidence for place in piece.places), *self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScore:
    """How one answer did.

    `right` is cited-correct for a case that the papers answer; for one that they do not, that it was declined or put right.
    `correct` is one alternative of every group said; `exact` the same for groups of figures, each figure whole, None where the
    case asks for none. `integrity` and `supported` are of the whole answer: every citation is real, every number known.
    Tuples have a value for each citation (`real`, `needed`, `quote_words`), statement (`backed`) or number (`known_numbers`).
    `truth` is 1 for a correct answer (or a right refusal), -1 for a wrong one, 0 for a refusal of what the papers answer.
    """

    case: Case
    answer: GivenAnswer
    gold: Gold
    right: bool
    correct: bool
    exact: bool | None
    short: bool
    integrity: bool
    supported: bool
    gold_cited: bool
    precision: float
    span_f1: float
    truth: int
    real: tuple[bool, ...]
    needed: tuple[bool, ...]
    quote_words: tuple[int, ...]
    backed: tuple[bool, ...]
    known_numbers: tuple[bool, ...]
    cited_places: tuple[tuple[Place, ...], ...]

    @property
    def answered(self) -> bool:
        return self.answer.answered


def locate_gold(case: Case, names: Mapping[str, tuple[int, ...]], papers: Papers) -> Gold:
    """Where the case's evidence stands; `names` says which documents its names stand for."""
    return Gold(evidence=locate_evidence(case, names, papers), alternatives=locate_alternatives(case, names, papers))


def judge_case(case: Case, answer: GivenAnswer, gold: Gold, papers: Papers) -> CaseScore:
    """Every measure of one answer. The answer is right when it is correct, short enough, all its citations are real, all its
    numbers known, and one citation overlaps the gold evidence."""
    text = strip_citation_marks(answer.text)
    citations = answer.citations
    places = tuple(place_citation(citation, papers) for citation in citations)
    real = tuple(is_real(citation, papers) for citation in citations)
    said = split_answer(answer.text, citations)
    known = [case.question, " ".join(c.quote for c in citations), " ".join(c.beside for c in citations)]
    numbers = sorted(numbers_said(text)) if answer.answered else []
    unknown = unsupported_numbers(text, known)
    meets_gold = [any(place.shared(other) for place in own for other in gold.places) for own in places]
    exact_groups = [group for group in case.must_include if any(any(map(str.isdecimal, choice)) for choice in group)]
    correct = answer.answered and not case.unanswerable and includes_groups(text, case.must_include)
    checks = {
        "short": len(text.split()) <= (LIST_WORDS if case.is_list else WORDS),
        "integrity": bool(real) and all(real),
        "supported": not unknown,
        "gold_cited": any(meets_gold),
    }
    put_right = answer.answered and bool(case.accept) and includes_groups(text, case.accept)
    rejected = case.may_reject and answer.status == "rejected"
    fitting = (answer.declined or put_right or rejected) if case.unanswerable else correct
    return CaseScore(
        case=case,
        answer=answer,
        gold=gold,
        right=fitting if case.unanswerable else correct and all(checks.values()),
        correct=correct,
        exact=answer.answered and includes_groups(text, exact_groups, whole_numbers=True) if exact_groups else None,
        **checks,
        precision=sum(meets_gold) / len(citations) if citations else 0.0,
        span_f1=gold_overlap(places, gold.evidence).f1,
        truth=1 if fitting else -1 if answer.answered else 0,
        real=real,
        needed=tuple(are_needed(said, citations, case.question, papers)),
        quote_words=tuple(len(citation.quote.split()) for citation in citations),
        backed=tuple(supports(s.text, [citations[n] for n in s.cited], case.question, papers) for s in said)
        if answer.answered
        else (),
        known_numbers=tuple(number not in unknown for number in numbers),
        cited_places=places,
    )
