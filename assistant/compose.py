"""Which statements an answer says: the best one with what belongs to it, then those that hold more of what was asked.

Everything said is words of a document; only joining words and column names are added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.question import Question
from assistant.saying import count_words
from assistant.scoring import Scored
from assistant.settings import Answering
from assistant.slots import fill_slot
from assistant.statements import Statement, opens_list
from assistant.stems import stems
from index.budget import UNLIMITED, Budget
from ingest.patterns import compile_pattern

SAME_LIST = 0.8
"""Of the best score, for further items of its list: what was asked for is often several of them."""
NEARLY = 0.85
"""Of the best score, for a statement that holds what the best one leaves open."""
NEIGHBOUR_WORDS = 80
"""A paragraph's sentences are said together up to this length: the second often holds what the first announces."""
LEANS_BACK = compile_pattern(
    r"(?:This|These|That|Those|They|Their|It|Its|Such|He|She|Both|Neither|However|Therefore|Consequently|As a result|In addition|"
    r"Nevertheless|Nonetheless|Also|Instead|Furthermore|Moreover)\b"
)
"""How a sentence begins that is understood only with the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would be said: statements in the order of their saying, the one they were built around, the share of the question's
    weight that they cover, how well they fill what the question leaves open (1 is well), and the share of its weight that the
    statement which fills it and its surroundings hold."""

    statements: tuple[Statement, ...]
    is_list: bool
    best: Scored
    covered: float
    filled: float
    bound: float


def choose_statements(
    scored: Sequence[Scored],
    statements: Sequence[Statement],
    weights: dict[str, float],
    question: Question,
    settings: Answering,
    *,
    budget: Budget = UNLIMITED,
) -> Draft:
    """The best statement with what belongs to it (the rest of its list, the next sentences of its paragraph), then further
    statements that hold what the question asks and the first ones do not. Raises OutOfTime."""
    best = _best(scored, question, budget)
    listed = _list_of(best.statement, statements, question)
    if listed and count_words(listed) <= (settings.list_words if "list" in question.expected else settings.words):
        return Draft(
            statements=tuple(listed),
            is_list=True,
            best=best,
            covered=_share(best.found, weights),
            filled=_filled(listed, question),
            bound=best.own + best.around,
        )
    by_place = {(s.statement.hit.document.row, s.statement.start): s for s in scored}
    chosen = _with_neighbours(best.statement, statements, settings.words)
    lead = _lead_that_fills(best.statement, statements, question) if question.slots else None
    if lead and count_words([lead, best.statement]) <= settings.words:
        chosen = [lead, best.statement]
    found = set(best.found).union(
        *(by_place[place].found for s in chosen if (place := (s.hit.document.row, s.start)) in by_place)
    )
    seeds = 1
    for candidate in budget.each(scored):
        if seeds == settings.statements:
            break
        if candidate.statement in chosen or _repeats(candidate.statement, chosen):
            continue
        gain = _share(candidate.found - found, weights)
        # What announces a list says nothing without it.
        more = _list_of(candidate.statement, statements, question) or [candidate.statement]
        if count_words([*chosen, *more]) <= settings.words and (
            candidate.score >= best.score * (SAME_LIST if _shares_list(candidate.statement, best.statement) else 0.95)
            or (gain >= 0.15 and candidate.score >= best.score * 0.6)
        ):
            chosen += [statement for statement in more if statement not in chosen]
            found |= candidate.found
            seeds += 1
    if len({s.hit.document.row for s in chosen}) == 1:
        chosen.sort(key=lambda s: s.start)
    return Draft(
        statements=tuple(chosen),
        is_list=False,
        best=best,
        covered=_share(found, weights),
        filled=_filled(chosen, question),
        bound=_bound(chosen, by_place, question),
    )


def _best(scored: Sequence[Scored], question: Question, budget: Budget) -> Scored:
    """The first statement; where it leaves the question's first slot open, the first of those nearly as good that fill it."""
    if not question.slots:
        return scored[0]
    nearly = [s for s in scored if s.score >= NEARLY * scored[0].score]
    return next((s for s in budget.each(nearly) if fill_slot(question.slots[0], s.statement, question) > 0), scored[0])


def _filled(chosen: Sequence[Statement], question: Question) -> float:
    """How well the first slot of the question is filled by the best of the statements; 1 where the question has none."""
    return max(fill_slot(question.slots[0], s, question) for s in chosen) if question.slots else 1.0


def _bound(chosen: Sequence[Statement], by_place: dict[tuple[int, int], Scored], question: Question) -> float:
    """How much of the question the statement that fills its first slot holds, with its surroundings."""
    if not question.slots:
        return 1.0
    told = [
        (fill_slot(question.slots[0], statement, question), scored.own + scored.around)
        for statement in chosen
        if (scored := by_place.get((statement.hit.document.row, statement.start)))
    ]
    return max((fill * held for fill, held in told), default=0.0)


def _with_neighbours(best: Statement, statements: Sequence[Statement], most_words: int) -> list[Statement]:
    """The statement with the sentence that it leans on, then those after it in its paragraph, then those before it, while they
    are few words."""
    block = [s for s in statements if s.hit is best.hit and s.line == best.line]
    at = first = last = block.index(best)
    room = min(most_words, NEIGHBOUR_WORDS)
    while first > 0 and LEANS_BACK.match(block[first].text) and count_words(block[first - 1 : last + 1]) <= room:
        first -= 1
    while last + 1 < len(block) and count_words(block[first : last + 2]) <= room:
        last += 1
    while first > 0 and count_words(block[first - 1 : last + 1]) <= room:
        first -= 1
    while last > at and opens_list(block[last].text):
        last -= 1
    return block[first : last + 1]


def _lead_that_fills(item: Statement, statements: Sequence[Statement], question: Question) -> Statement | None:
    """The lead-in of an item that holds what the question asks for and the item does not."""
    if not item.lead_in or fill_slot(question.slots[0], replace(item, lead_in=None), question):
        return None
    leads = [s for s in statements if s.hit is item.hit and s.text == item.lead_in and s.start < item.start]
    return leads[-1] if leads and fill_slot(question.slots[0], leads[-1], question) else None


def _shares_list(one: Statement, other: Statement) -> bool:
    return one.lead_in is not None and one.hit is other.hit and one.lead_in == other.lead_in


def _repeats(candidate: Statement, chosen: Sequence[Statement]) -> bool:
    own = stems(candidate.text)
    return any(len(own & stems(s.text)) >= 0.8 * max(len(own), 1) for s in chosen)


def _list_of(best: Statement, statements: Sequence[Statement], question: Question) -> list[Statement]:
    """The list that answers: the best statement is its lead-in, or one of its items where a list is asked for."""
    members = [s for s in statements if s.hit is best.hit]
    if best.kind == "item" and "list" in question.expected:
        lead = [s for s in members if s.text == best.lead_in and s.start < best.start][-1:]
        items = [s for s in members if s.kind == "item" and s.lead_in == best.lead_in]
        return [*lead, *items] if len(items) > 1 else []
    after = [s for s in members if s.start > best.start]
    if after and after[0].kind == "item" and after[0].lead_in == best.text:
        return [best, *(s for s in after if s.kind == "item" and s.lead_in == best.text)]
    return [best, *after[:2]] if opens_list(best.text) and after else []


def _share(found, weights: dict[str, float]) -> float:
    return sum(weights[stem] for stem in found) / (sum(weights.values()) or 1.0)
