"""The decision to answer or to say "not found", from how well the best statements match."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.compose import Draft
from assistant.quantities import read_numbers
from assistant.question import Question
from assistant.scoring import Scored
from assistant.slots import GRADE
from index.retriever import subject_words
from index.terms import Terms
from ingest.patterns import IGNORECASE, compile_pattern

WORD = compile_pattern(r"(?!(?<=['’])s(?![^\W_]))[^\W_]+(?:['’](?!s(?![^\W_]))[^\W_]+)?")
NEAR_ENOUGH = 0.25
"""Share of a question's weight from which a passage is worth showing as near."""
FOREIGN = 0.4
"""A draft about other figures or names is answered only if all else matches very well."""
MISSING = 0.04
"""Askers use words of their own, so that a word which stands nowhere says little."""
TAKEN_GRADE = compile_pattern(
    rf"\b(?:rate|judge|grade|find|found|f[ae]ll|drop|ris|rose|go|went|come|came|slip|improve)\w*\b[^?,;]{{0,80}}?(?P<grade>{GRADE.pattern})",
    IGNORECASE,
)


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
    """Weigh a draft. Where the question leaves something open (a figure, a date, a name), the statement that fills it has to hold
    the question too; otherwise what counts is how near the best statement is in sense. A figure of the question that stands
    nowhere by the answer, and a name that stands nowhere at all, speak against it: the answer would be about something else.
    `council eval calibrate` shows what the confidence does on labelled questions."""
    near = max(draft.best.near, 0.0)
    confidence = min(draft.bound, 1.0) if question.slots else near
    if question.slots and question.slots[0].kind == "meaning":
        # Nothing but a definition holds both the term and its meaning.
        confidence = draft.filled
    if not states_figures(question, draft):
        confidence *= FOREIGN
    if not states_grade(question, draft):
        confidence *= FOREIGN
    if (question.names & set(missing)) - _names_of(draft):
        confidence *= FOREIGN
    confidence -= MISSING * min(len(missing), 3)
    return Judgement(
        confidence=round(max(0.0, min(1.0, confidence)), 4),
        covered=draft.covered,
        near=near,
        filled=draft.filled,
        missing=missing,
    )


def _names_of(draft: Draft) -> set[str]:
    """Words that name the papers of a draft: their titles, days and file names, as people refer to them."""
    documents = [statement.hit.document for statement in draft.statements]
    named = (f"{d.facts.title} {d.facts.date:%B %Y} {d.file}" if d.facts.date else f"{d.facts.title} {d.file}" for d in documents)
    return set(subject_words(compile_pattern(r"[_-]").sub(" ", " ".join(named))))


def states_figures(question: Question, draft: Draft) -> bool:
    """Whether every figure of the question stands in what would be said, around it or in its paper's title ("Quarter 2"); but
    years in full, for which papers have their dates."""
    numbers = read_numbers(question.text)
    asked = set()
    for figure in numbers.quantities:
        words = question.text[figure.start : figure.end]
        # A number in words is mostly no figure: "what are the two of them?".
        if compile_pattern(r"\d").search(words) and not (figure.is_year and len(words) == 4):
            asked.add(figure.value)
    days = {date.day for date in numbers.dates if date.day}
    if not (asked or days):
        return True
    around = "\n".join(part for s in draft.statements for part in (s.text, s.lead_in or "", s.header or "", *s.passage.path))
    held = read_numbers(around).values
    # The day in a title is the paper's, and says nothing of what was done on it.
    titles = read_numbers("\n".join(s.hit.document.facts.title for s in draft.statements)).quantities
    # "Nov 21" may name a day or a year.
    return asked <= held | {figure.value for figure in titles} and all(day in held or day + 2000 in held for day in days)


def states_grade(question: Question, draft: Draft) -> bool:
    """Whether the grade that a question takes for granted ("why was it rated good?") stands in what would be said."""
    taken = TAKEN_GRADE.search(question.text)
    if not taken:
        return True
    return any(taken["grade"].lower() in f"{s.text} {s.header or ''}".lower() for s in draft.statements)


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
