"""What each statement shows of a question: its words, those around it, its sense, and the kind of thing asked for."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy

from assistant.question import Question
from assistant.saying import say_row
from assistant.slots import fit_question
from assistant.statements import Statement
from assistant.stems import stems
from index.budget import UNLIMITED, Budget
from index.terms import Terms

LEAD_SHARE = 0.4
"""A lead-in is shared by all items of its list, so that it tells less than their own words."""
UNKNOWN_WORD_WEIGHT = 1.5
"""About that of a word in one of every five passages."""
CARRIED_SHARE = 0.3
"""Words carried over from an earlier question count for less than those of the question itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A statement with what speaks for it, each from 0 to 1: `own` and `around` are shares of the question's weight found in
    its words and in the words around it (headings, title, lead-in, column names); `near` is the cosine to the question. Words
    that name the document's council or body count as around all its statements alike, whichever of them repeat the name."""

    statement: Statement
    own: float
    around: float
    near: float
    fits: float
    score: float
    found: frozenset[str]


def weigh_words(question: Question, counts: dict[str, int], passages: int) -> dict[str, float]:
    """Each stem of the question with its weight: inverse document frequency over passages.

    A plain word that stands nowhere in the documents is the asker's own ("roughly", "bosses") and weighs as much as a common
    one; a name or figure that stands nowhere keeps its full weight, for an answer without it would be about something else.
    """
    weights: dict[str, float] = {}
    for word in question.words:
        rarity = math.log(1 + (passages - counts[word] + 0.5) / (counts[word] + 0.5))
        if not counts[word] and word not in question.names:
            rarity = min(rarity, UNKNOWN_WORD_WEIGHT)
        if word not in question.own_words:
            rarity *= CARRIED_SHARE
        for stem in stems(word):
            weights[stem] = max(weights.get(stem, 0.0), rarity, 0.1)
    return weights


def score_statements(
    question: Question,
    statements: Sequence[Statement],
    weights: dict[str, float],
    terms: Terms,
    embed: Callable[[Sequence[str]], numpy.ndarray],
    nearest: int = 60,
    budget: Budget = UNLIMITED,
) -> list[Scored]:
    """Statements with their scores, best first. Only the `nearest` by words are embedded. Raises OutOfTime."""
    total = sum(weights.values()) or 1.0
    rough = []
    identities: dict[int, frozenset[str]] = {}
    for statement in budget.each(statements):
        document = statement.hit.document
        if document.row not in identities:
            identities[document.row] = frozenset(weights) & stems(f"{document.facts.council or ''} {document.facts.body or ''}")
        identity = identities[document.row]
        own = stems(terms.spell_out(statement.text)) - identity
        around = stems(terms.spell_out(_surroundings(statement))) - own - identity
        lead = stems(terms.spell_out(statement.lead_in)) - own - around - identity if statement.lead_in else frozenset()
        found = frozenset(stem for stem in weights if stem in own)
        near_by = frozenset(stem for stem in weights if stem in around)
        rough.append(
            Scored(
                statement=statement,
                own=sum(weights[s] for s in found) / total,
                near=0.0,
                score=0.0,
                around=(sum(weights[s] for s in near_by | identity) + LEAD_SHARE * sum(weights.get(s, 0.0) for s in lead))
                / total,
                fits=fit_question(question, statement),
                found=found | near_by | identity | (lead & weights.keys()),
            )
        )
    rough.sort(
        key=lambda s: (
            -(s.own + 0.9 * s.around + 0.2 * s.fits + 0.2 / s.statement.hit.rank),
            s.statement.hit.rank,
            s.statement.start,
        )
    )
    rough = rough[:nearest]
    if not rough:
        return []
    vectors = embed([question.search_text, *(_said(s.statement) for s in rough)])
    # What a vector was computed together with changes its last digits, and must not change what is said.
    cosines = numpy.round(vectors[1:] @ vectors[0], 5)
    asked, leads, expects_list = (
        frozenset(weights),
        frozenset(s.lead_in for s in statements if s.lead_in),
        "list" in question.expected,
    )
    scored = [
        replace(s, near=float(cosine), score=_score(s, float(cosine), asked, leads, expects_list))
        for s, cosine in budget.each(zip(rough, cosines, strict=True))
    ]
    return sorted(scored, key=lambda s: (-s.score, s.statement.hit.rank, s.statement.start))


def _score(scored: Scored, cosine: float, asked: frozenset[str], leads: frozenset[str], expects_list: bool) -> float:
    """Each line is one reason for or against saying the statement. Weights set on one half of the development questions."""
    statement = scored.statement
    value = 1.0 * scored.own + 0.6 * scored.around + 0.5 * max(cosine, 0.0) + 0.3 * scored.fits + 0.35 / (1 + statement.hit.rank)
    value += 0.7 * (statement.hit.affinity - 1)
    if statement.passage.standing:
        value -= 0.2
    if statement.text in leads:
        return value + (0.1 if expects_list else 0.0)
    if statement.text.rstrip().endswith("?") or (statement.kind == "heading" and ":" not in statement.text):
        value -= 0.7
    if len(stems(statement.text) - asked) <= 1:
        value -= 0.4
    return value


def _surroundings(statement: Statement) -> str:
    """Council, body, title, date, headings and column names; a list's lead-in is shared by all its items and left out."""
    facts, passage = statement.hit.document.facts, statement.passage
    date = f"{facts.date.day} {facts.date:%B %Y}" if facts.date else ""
    return " ".join(part for part in (facts.council, facts.body, facts.title, date, *passage.path, statement.header) if part)


def _said(statement: Statement) -> str:
    """A statement as it reads with its surroundings' nearest words, for comparing its sense with the question's."""
    if statement.kind == "row":
        return " ".join((*statement.passage.path[-1:], say_row(statement)))
    return f"{statement.lead_in} {statement.text}" if statement.lead_in else statement.text
