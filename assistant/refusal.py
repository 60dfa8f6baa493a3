"""The decision to answer or to say "not found", from how well the best statements match."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.compose import Draft, Scored
from assistant.question import Question
from index.retriever import subject_words
from index.terms import Terms

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?<!['’]s)")
NEAR_ENOUGH = 0.25
"""Share of a question's weight from which a passage is worth showing as near."""
UNFILLED = 0.5
"""An answer to "how many" without a figure is no answer, however well its words match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Confidence from 0 to 1 that the draft answers, what it was made of, and the question's words found nowhere."""

    confidence: float
    covered: float
    near: float
    filled: float
    missing: tuple[str, ...]


def find_missing(question: Question, counts: dict[str, int]) -> tuple[str, ...]:
    """Words of the question that stand in no passage."""
    return tuple(word for word in question.own_words if not counts.get(word))


def name_missing(question: Question, terms: Terms, counts_of: Callable[[Sequence[str]], dict[str, int]]) -> tuple[str, ...]:
    """Words of the question, as they were typed, that stand in no passage, neither so nor as what they are short for."""
    typed = {word.lower(): word for word in WORD.findall(question.text) if subject_words(word)}
    forms = {word: (subject_words(word), subject_words(terms.spell_out(word))) for word in typed.values()}
    counts = counts_of(sorted({part for both in forms.values() for form in both for part in form}))
    return tuple(word for word, both in forms.items() if not any(all(counts[part] for part in form) for form in both))


def judge_draft(question: Question, draft: Draft, missing: tuple[str, ...]) -> Judgement:
    """Weigh a draft: the share of the question's weight that its statements and their surroundings hold, and how near the best
    one is in sense. A kind of thing that was asked for and is not there (a figure, a date, a name) speaks against it."""
    near = max(draft.best.near, 0.0)
    confidence = 0.5 * draft.covered + 0.5 * near
    confidence -= UNFILLED * (1 - draft.filled)
    confidence -= 0.08 * min(len(missing), 3)
    return Judgement(
        confidence=round(max(0.0, min(1.0, confidence)), 4),
        covered=draft.covered,
        near=near,
        filled=draft.filled,
        missing=missing,
    )


def nearest_passages(scored: Sequence[Scored], count: int = 3) -> list[Scored]:
    """The statements that came nearest, each from another place; none that has little to do with the question."""
    kept: list[Scored] = []
    for candidate in scored:
        if candidate.own + candidate.around >= NEAR_ENOUGH and all(
            candidate.statement.passage.row != other.statement.passage.row for other in kept
        ):
            kept.append(candidate)
        if len(kept) == count:
            break
    return kept
