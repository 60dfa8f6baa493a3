"""From statements to an answer's words: what each statement shows of the question, which ones to say, and how.

Everything said is words of a document; only joining words and column names are added.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy
import Stemmer

from assistant.citations import numbers_in
from assistant.question import Question, Slot
from assistant.rolls import write_roll
from assistant.settings import Answering
from assistant.statements import Statement, opens_list
from index.retriever import STOP_WORDS
from index.terms import Terms

_STEM = Stemmer.Stemmer("english")
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
GRADE = re.compile(
    r"\b(?:outstanding|good|requires? improvement|inadequate|satisfactory|adequate|exceptional|strong standard|expected standard|"
    r"needs attention|urgent improvement)\b",
    re.IGNORECASE,
)
"""Grades of Ofsted, HMIP and CQC, of this framework and the ones before."""
SIGNS = {
    "money": re.compile(r"£\s?\d|\b\d[\d,.]*\s?(?:million|billion|m|bn|k)\b", re.IGNORECASE),
    "share": re.compile(r"\d\s?%|\bper ?cent\b", re.IGNORECASE),
    "number": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand)\b", re.IGNORECASE
    ),
    "date": re.compile(
        rf"\b(?:{MONTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?:19|20)\d\d|spring|summer|autumn|winter)\b", re.IGNORECASE
    ),
    "person": re.compile(
        r"\b(?:Cllr|Councillor|Mr|Mrs|Ms|Dr|Chair|Director|Officer|Head of|Leader|Manager|Inspector|Member)\b|"
        r"\b[A-Z][a-z]+ [A-Z][a-z]+\b"
    ),
    "grade": GRADE,
    "reason": re.compile(
        r"\b(?:because|due to|so that|in order to|as a result|result of|therefore|reflect|reason|owing|since|led to|cause)",
        re.IGNORECASE,
    ),
}


NO_NAME = (
    r"(?:Board|Councils?|Committee|Cabinet|Executive|Panel|Trust|Services?|Director|Officers?|Head|Leaders?|Managers?|Inspectors?|"
    r"Members?|Chair|Vice|Deputy|Assistant|Chief|Strategic|Operational|Lead|Principal|Senior|Child|Children[’'s]*|Adults?|Young|"
    r"People|Persons?|Care|Social|Health|Education|Skills|Schools?|Academy|College|University|Famil(?:y|ies)|Early|Help|Improvement|"
    r"Development|Plans?|Strategy|Policy|Report|Act|Section|Schedule|Part|Annual|North|South|East|West|Central|City|County|Borough|"
    r"District|Parish|Town|Isle|Royal|London|Local|National|Public|Government|State|Secretary|Department|Ofsted|The|This|These|In|On|"
    r"It|We|Our|Their|All|Any|An|A|Access|Communication|Support|Special|Needs|Business|Case|Option|Virtual|Corporate|Parenting|"
    r"Overview|Scrutiny|Working|Group|Team|Partnership|Work|Workers?|Her|His|Majesty[’'s]*|" + MONTH + r")\b"
)
"""Words that begin with a capital in titles of bodies, posts and papers and are no part of a person's name."""
FILLS = {
    "number": re.compile(
        rf"(?<![\w£.,/-])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?![\w/%-]|\.\d|\s?%|\s?per cent|\s+{MONTH})|"
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|one|none|no)\b",
        re.IGNORECASE,
    ),
    "share": re.compile(
        r"\d[\d.,]*\s?(?:%|per ?cent\b)|\b(?:half|quarter|third|one|two|three|four|five|six|seven|eight|nine|"
        r"ten)(?: per cent| of| in)\b|\b\d[\d,]* (?:out )?of (?:these|those|them|the \d|\d)",
        re.IGNORECASE,
    ),
    "money": re.compile(r"£\s?\d[\d.,]*(?:\s?(?:million|billion|m|bn|k)\b)?", re.IGNORECASE),
    "date": re.compile(
        rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\b(?:\s+\d{{4}})?|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|"
        rf"\b(?:19|20)\d\d(?:[/-]\d\d)?\b|\bat any time\b|\b\d+ (?:days|weeks|months|years)\b",
        re.IGNORECASE,
    ),
    "holder": re.compile(
        rf"\b(?!{NO_NAME})[A-Z][a-zà-ž’'-]+(?:-[A-Z][a-z]+)? (?:[A-Z]\.? )?(?!{NO_NAME})(?:Mc|Mac|O[’'])?[A-Z][a-zà-ž’'-]+"
        r"(?:-[A-Z][a-z]+)?\b"
    ),
    "person": re.compile(
        r"\b(?!The\b|This\b|In\b)[A-Z][\w’'-]+ [A-Z][\w’'-]+|\b(?:Cllr|Councillor|Chair|Director|Officer|Leader|"
        r"Manager|Inspector|Member|Committee|Board|Panel|Group|Council|Trust|governors?|authority|body|agency|"
        r"(?i:councils|trusts|members|officers|executives?|inspectors|schools|head of \w+|parents|carers|partners|agencies))\b"
    ),
    "grade": GRADE,
    "name": re.compile(r"\b(?!The\b|This\b|In\b|It\b|We\b)[A-Z][\w’'-]+(?: (?:of|and|the) [A-Z][\w’'-]+| [A-Z][\w’'-]+)*"),
    "place": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d+ [A-Z]\w+ (?:Street|Road|Lane|Avenue|Way|Square|Close)\b"),
}
"""What fills a slot of each kind."""
UNBOUND = 0.3
"""What a figure or name is worth that stands away from what is asked: "two sessions" does not tell how many came."""
SAME_LIST = 0.8
"""Of the best score, for further items of its list: what was asked for is often several of them."""
NEARLY = 0.85
"""Of the best score, for a statement that holds what the best one leaves open."""
ASKS_FOR_PEOPLE = re.compile(
    r"\bwho\b|\b(?:which|list|name|names of)\b.{0,80}\b(?:members?|councillors|people|officers)\b|\bmembership\b", re.IGNORECASE
)
LEAD_SHARE = 0.4
"""A lead-in is shared by all items of its list, so that it tells less than their own words."""
RESPONSIBLE = re.compile(r"\b(?:lead|author|officer|member|owner|responsible|contact|chair|maker)\b", re.IGNORECASE)
"""Names of columns whose cells name people or posts, if only by a code."""
UNKNOWN_WORD_WEIGHT = 1.5
"""About that of a word in one of every five passages."""
NEIGHBOUR_WORDS = 80
"""A paragraph's sentences are said together up to this length: the second often holds what the first announces."""
LEANS_BACK = re.compile(
    r"(?:This|These|That|Those|They|Their|It|Its|Such|He|She|Both|Neither|However|Therefore|Consequently|As a result|In addition|"
    r"Nevertheless|Nonetheless|Also|Instead|Furthermore|Moreover)\b"
)
"""How a sentence begins that is understood only with the one before it."""
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


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, without words that carry no subject."""
    words = re.findall(r"[^\W_]+", text.lower().replace("’", "'").replace("'s ", " "))
    return frozenset(_STEM.stemWords([word for word in words if word not in STOP_WORDS]))


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
) -> list[Scored]:
    """Statements with their scores, best first. Only the `nearest` by words are embedded."""
    total = sum(weights.values()) or 1.0
    rough = []
    identities: dict[int, frozenset[str]] = {}
    for statement in statements:
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
                fits=_fit(question, statement),
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
        for s, cosine in zip(rough, cosines, strict=True)
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


def fill_slot(slot: Slot, statement: Statement, question: Question) -> float:
    """How well a statement fills a slot: 1 where a thing of its kind stands by what is counted, UNBOUND where it stands anywhere,
    0 where there is none that the question did not hold itself."""
    held = question.text.lower()
    # What a list's lead-in says holds of each of its items: "In October the visit found:".
    parts = statement.cells if statement.kind == "row" else tuple(filter(None, (statement.text, statement.lead_in)))
    best = 0.0
    for place, part in enumerate(parts):
        column = statement.names[place] if place < len(statement.names) else ""
        if slot.kind in ("person", "holder") and part and RESPONSIBLE.search(column):
            return 1.0
        # What a table is of is said above it: "Places by school".
        above = " ".join((*statement.passage.path[-1:], statement.header or "")) if statement.kind == "row" else ""
        named = f"{parts[0]} {column} {above}" if place else above
        for match in FILLS[slot.kind].finditer(part):
            opens_sentence = slot.kind == "name" and not match.start() and " " not in match[0]
            if match[0].lower().strip() in held or opens_sentence:
                continue
            near_by = [named, *part[: match.start()].split()[-8:], match[0], *part[match.end() :].split()[:8]]
            bound = not slot.focus or bool(stems(slot.focus[-1]) & stems(" ".join(near_by)))
            best = max(best, 1.0 if bound else UNBOUND)
    return best


def _fit(question: Question, statement: Statement) -> float:
    """How far the statement holds the kind of thing asked for: a figure, a date, a name, a reason."""
    if statement.kind == "roll":
        return float(ASKS_FOR_PEOPLE.search(question.text) is not None)
    if question.slots:
        return sum(fill_slot(slot, statement, question) for slot in question.slots) / len(question.slots)
    kinds = [kind for kind in question.expected if kind in SIGNS]
    if not kinds:
        return 0.5
    return sum(SIGNS[kind].search(statement.text) is not None for kind in kinds) / len(kinds)


def _said(statement: Statement) -> str:
    """A statement as it reads with its surroundings' nearest words, for comparing its sense with the question's."""
    if statement.kind == "row":
        return " ".join((*statement.passage.path[-1:], say_row(statement)))
    return f"{statement.lead_in} {statement.text}" if statement.lead_in else statement.text


def choose_statements(
    scored: Sequence[Scored], statements: Sequence[Statement], weights: dict[str, float], question: Question, settings: Answering
) -> Draft:
    """The best statement with what belongs to it (the rest of its list, the next sentences of its paragraph), then further
    statements that hold what the question asks and the first ones do not."""
    best = _best(scored, question)
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
    if question.slots and (lead := _lead_that_fills(best.statement, statements, question)):
        chosen = [lead, best.statement]
    found = set(best.found).union(
        *(by_place[place].found for s in chosen if (place := (s.hit.document.row, s.start)) in by_place)
    )
    seeds = 1
    for candidate in scored:
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


def _best(scored: Sequence[Scored], question: Question) -> Scored:
    """The first statement; where it leaves the question's first slot open, the first of those nearly as good that fill it."""
    if not question.slots:
        return scored[0]
    nearly = [s for s in scored if s.score >= NEARLY * scored[0].score]
    return next((s for s in nearly if fill_slot(question.slots[0], s.statement, question) > 0), scored[0])


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
    while first > 0 and last - at >= 0 and count_words(block[first - 1 : last + 1]) <= room:
        first -= 1
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


def count_words(statements: Sequence[Statement]) -> int:
    """How many words an answer of these statements has, citation marks included."""
    return sum(len(say_statement(s).split()) + 1 for s in statements)


def say_statement(statement: Statement, question: str = "") -> str:
    """The words of a statement as an answer says them: a row or a roll on one line, anything else as it stands."""
    if statement.kind == "row":
        return say_row(statement, question)
    return write_roll(statement.text) if statement.kind == "roll" else statement.text


def say_row(statement: Statement, question: str = "") -> str:
    """A table row as words: "Primary schools – number: 148; academies: 83".

    Where the question names columns, such as "2027/28", only those cells are said. A column name that holds a figure is
    otherwise left out, for the figure would stand in no quote.
    """
    cells, names = statement.cells, statement.names
    if len(names) == len(cells) and len(cells) > 1:
        first, rest = cells[0], [(name, cell) for name, cell in zip(names[1:], cells[1:], strict=True) if cell]
        asked = [(name, cell) for name, cell in rest if re.search(r"\d", name) and name.casefold() in question.casefold()]
        said = "; ".join(
            f"{name.rstrip(' :')}: {cell}" if name and (asked or (not numbers_in(name) and not re.search(r"\d", name))) else cell
            for name, cell in asked or rest
        )
        return f"{first} – {said}" if first and said else first or said
    filled = [cell for cell in cells if cell]
    return f"{filled[0].rstrip(' :')}: {'; '.join(filled[1:])}" if len(filled) > 1 else " ".join(filled)
