"""A model's claim against the papers, by code: quotes are found by offset, and a statement says nothing that they do not.

A claim whose quotes are real but whose sentence goes beyond them is repaired: the sentence that was quoted is said instead.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from assistant.language_model.facts import Facts, read_facts
from assistant.language_model.injection import speaks_to_model
from assistant.language_model.locating import find_quote
from assistant.language_model.passages import ADDRESS, LabelledPassage
from assistant.language_model.reply import Claim
from assistant.language_model.sense import find_distortion
from assistant.quantities import Quantity
from assistant.saying import say_statement
from assistant.statements import Statement
from assistant.stems import stems
from ingest.patterns import IGNORECASE, compile_pattern

MOST_WORDS = 60
MOST_QUOTED = 4
"""Sentences or rows that one quote may run over, and quotes that one claim may have."""
MOST_GAP_CHARS = 12
LEAST_STEMS = 2
PERSONAL = compile_pattern(r"\b(?:i|i'm|me|my|you|your|yours|please|sorry|we|our|us|let's|click|hello|thanks?)\b", IGNORECASE)
"""Words by which a model speaks for itself or to its reader; a statement may hold one only where the quote does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Words that may be shown, and the sentences and rows of documents that say them. `repaired` is true where the words are the
    document's own in place of the model's."""

    words: str
    evidence: tuple[Statement, ...]
    repaired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A claim that is not shown: why, for records and tests; the model's words are not kept."""

    why: str


def check_claim(claim: Claim, passages: Sequence[LabelledPassage], *, containment: float, question: str) -> Checked | Dropped:
    """Check one claim. `containment` is the share of a statement's content words, 0 to 1, that must stand in its quotes."""
    evidence = locate_quotes(claim, passages)
    if isinstance(evidence, Dropped):
        return evidence
    says = " ".join(claim.says.split())
    fault = find_fault(says, evidence, containment)
    leads = _lead_ins(evidence, passages) if fault else ()
    if leads and not find_fault(says, (*leads, *evidence), containment):
        evidence, fault = (*leads, *evidence), None
    if fault is None:
        return Checked(words=close_sentence(says), evidence=evidence, repaired=False)
    evidence = (*leads, *evidence)
    words = " ".join(_say(s, question) for s in evidence)
    if len(words.split()) > MOST_WORDS:
        return Dropped(why=fault)
    return Checked(words=words, evidence=evidence, repaired=True)


def _say(statement: Statement, question: str) -> str:
    """A statement in the document's own words; one that opens a list runs on into its item."""
    return close_sentence(say_statement(statement, question))


def locate_quotes(claim: Claim, passages: Sequence[LabelledPassage]) -> tuple[Statement, ...] | Dropped:
    """The whole sentences and rows that the claim's quotes stand in. Every quote must stand under its own label: which passage a
    model meant by a wrong one cannot be known."""
    if not claim.quotes:
        return Dropped(why="no quote")
    if len(claim.quotes) > MOST_QUOTED:
        return Dropped(why="too many quotes")
    by_label = {passage.label: passage for passage in passages}
    found: list[Statement] = []
    for quoted in claim.quotes:
        passage = by_label.get(quoted.label)
        if passage is None:
            return Dropped(why="unknown label")
        if len(stems(quoted.words)) < LEAST_STEMS:
            return Dropped(why="quote too short")
        held = _statements_with(quoted.words, passage)
        if not held:
            return Dropped(why="quote not in the passage")
        if len(held) > MOST_QUOTED:
            return Dropped(why="quote too long")
        found += [statement for statement in held if statement not in found]
    return tuple(found)


def _statements_with(words: str, passage: LabelledPassage) -> list[Statement]:
    """The statements of a passage that hold the quote, without a gap between them; a mark such as "a)" may stand there."""
    texts = [statement.text for statement in passage.statements]
    found = find_quote(words, " ".join(texts))
    if found is None:
        return []
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    held = [
        statement
        for statement, start, after in zip(passage.statements, starts, starts[1:], strict=False)
        if start < found[1] and found[0] < after - 1
    ]
    gaps = (after.start - before.end for before, after in pairwise(held))
    return held if all(0 <= gap <= MOST_GAP_CHARS for gap in gaps) else []


def _lead_ins(evidence: Sequence[Statement], passages: Sequence[LabelledPassage]) -> tuple[Statement, ...]:
    """The sentences that open the lists which quoted items stand in."""
    found: list[Statement] = []
    for item in evidence:
        if item.lead_in is None:
            continue
        for passage in passages:
            lead = [s for s in passage.statements if s.text == item.lead_in and s.hit is item.hit and s.start < item.start][-1:]
            found += [s for s in lead if s not in found and s not in evidence]
    return tuple(found)


def find_fault(says: str, evidence: Sequence[Statement], containment: float) -> str | None:
    """Why a statement may not be shown on this evidence; None where every check is passed."""
    quoted = " ".join(s.text for s in evidence)
    beside = " ".join(filter(None, (s.header for s in evidence)))
    stated, held = read_facts(says), [read_facts(text) for text in _sentences(evidence)]
    return (
        _form_fault(says, quoted)
        or _figure_fault(stated, held)
        or _date_fault(stated, held)
        or _name_fault(stated, held, beside)
        or _order_fault(stated, held)
        or find_distortion(stated, held)
        or _content_fault(says, f"{quoted} {beside}", containment)
    )


def _sentences(evidence: Sequence[Statement]) -> list[str]:
    """The texts of the evidence, a list's opening words with each of its items: they are one sentence."""
    opened = {s.lead_in for s in evidence if s.lead_in}
    quoted = {s.text for s in evidence}
    return [
        f"{s.lead_in} {s.text}" if s.lead_in in quoted else s.text for s in evidence if s.text not in opened or s.lead_in
    ] or [s.text for s in evidence]


def _form_fault(says: str, quoted: str) -> str | None:
    words = says.split()
    if len(words) < 3 or len(words) > MOST_WORDS or len(stems(says)) < LEAST_STEMS:
        return "not one sentence"
    strange = {c for c in says if c in "<>[]{}|*_#`~^\\=@" or (unicodedata.category(c)[0] in "CS" and c not in "£$€%+")}
    if strange - set(quoted):
        return "signs that are not in the quote"
    if ADDRESS.search(says) or speaks_to_model(says):
        return "an address or an instruction"
    if says.rstrip(" \"'”’").endswith("?"):
        return "a question"
    if {word.lower() for word in PERSONAL.findall(says)} - {word.lower() for word in PERSONAL.findall(quoted)}:
        return "speaks for itself"
    return None


def _figure_fault(stated: Facts, held: Sequence[Facts]) -> str | None:
    known = {(figure.value, figure.unit) for facts in held for figure in facts.figures}
    known |= {(Decimal(year), "") for facts in held for _, _, year in facts.dates if year}
    missing = [figure for figure in stated.figures if (figure.value, figure.unit) not in known]
    return "a figure that is not in the quote" if missing else None


def _date_fault(stated: Facts, held: Sequence[Facts]) -> str | None:
    known = [date for facts in held for date in facts.dates]
    for date in stated.dates:
        if not any(all(mine in (0, other) for mine, other in zip(date, full, strict=True)) for full in known):
            return "a date that is not in the quote"
    return None


def _name_fault(stated: Facts, held: Sequence[Facts], beside: str) -> str | None:
    """Each name stands in the quotes as one run of words. The word that begins the sentence has a capital anyway, so its own is
    not looked at: a content word that stands there must be in the quotes all the same."""
    texts = [f" {_spaced(facts.words)} " for facts in held] + [
        f" {_spaced(cell)} " for cell in compile_pattern(r"[\t\n]").split(beside)
    ]
    for place, name in enumerate(stated.names):
        runs = [name]
        if place == 0 and stated.words.startswith(name[0]):
            runs = [name, (name[0].lower(), *name[1:])]
        if not any(f" {_spaced(' '.join(run))} " in text for run in runs for text in texts):
            alone = len(name) == 1 and place == 0 and stated.words.startswith(name[0])
            if not (alone and stems(name[0]) <= stems(" ".join(texts))):
                return "a name that is not in the quote"
    first = compile_pattern(r"[^\W\d_][\w'-]*").match(stated.words)
    if first and first[0][0].isupper() and stems(first[0]) - stems(" ".join(texts)):
        return "begins with a word that is not in the quote"
    return None


def _order_fault(stated: Facts, held: Sequence[Facts]) -> str | None:
    """Figures, dates and names keep the order in which one quoted sentence has them, so that none is tied to another's."""
    for said, known in (
        (_counted(stated), [_counted(facts) for facts in held]),
        (list(stated.dates), [list(facts.dates) for facts in held]),
    ):
        if len(said) < 2:
            continue
        whole = [fact for facts in known for fact in facts]
        if not any(_in_order(said, sentence) for sentence in (*known, whole)):
            return "figures in another order"
    names = [" ".join(name) for name in stated.names[0 if stated.names and len(stated.names[0]) > 1 else 1 :]]
    text = _spaced(" ".join(facts.words for facts in held))
    at = 0
    for name in names:
        place = text.find(_spaced(name), at)
        if place < 0 and _spaced(name) in text:
            return "names in another order"
        at = max(at, place)
    return _binding_fault(stated, held)


def _counted(facts: Facts) -> list[tuple[Decimal, str]]:
    """Figures but for years, which move freely within a sentence."""
    years = {year for _, _, year in facts.dates}
    return [(f.value, f.unit) for f in facts.figures if f.value not in years or f.unit]


def _binding_fault(stated: Facts, held: Sequence[Facts]) -> str | None:
    """What a statement counts is what the quote counts with that figure: the content word after a figure stands nearer to it in
    the quote than to any other figure; and a figure and the names said with it stand in one quoted sentence."""
    for figure in stated.figures:
        homes = [facts for facts in held if any((f.value, f.unit) == (figure.value, figure.unit) for f in facts.figures)]
        homes = homes or [facts for facts in held if any(figure.value == year for _, _, year in facts.dates)]
        counted = compile_pattern(r"\W*(?:of the |of |more |other |new )?([^\W\d_]{3,})").match(stated.words[figure.end :])
        stem = stems(counted[1]) if counted else frozenset()
        if stem and homes and not any(_counts(facts, figure.value, stem) for facts in homes):
            return "a figure that counts something else"
        if len(held) > 1 and homes:
            around = _clause_around(stated.words, figure.start)
            names = [" ".join(name) for name in read_facts(f"x {around}").names]
            shared = [_spaced(name) for name in names if any(_spaced(name) in _spaced(facts.words) for facts in held)]
            if shared and not any(all(name in _spaced(facts.words) for name in shared) for facts in homes):
                return "a figure tied to another's name"
    return None


def _counts(facts: Facts, value: Decimal, stem: frozenset[str]) -> bool:
    places = [m.start() for m in compile_pattern(r"[^\W\d_]{3,}").finditer(facts.words) if stems(m[0]) & stem]
    if not places:
        return True
    mine = [f for f in facts.figures if f.value == value] or list(facts.figures)
    others = [f for f in facts.figures if f.value != value]
    return any(
        min(_gap(place, f) for f in mine) <= min((_gap(place, f) for f in others), default=10**6) for place in places if mine
    )


def _gap(place: int, figure: Quantity) -> int:
    """Characters from a figure to a word after it; a word before it counts as twice as far."""
    return place - figure.end if place >= figure.end else 2 * (figure.start - place)


def _clause_around(words: str, place: int) -> str:
    start = max((m.end() for m in compile_pattern(r"[;,]\s|\b(?:and|while|but|whereas)\b").finditer(words[:place])), default=0)
    end = compile_pattern(r"[;,]\s|\b(?:and|while|but|whereas)\b").search(words[place:])
    return words[start : place + end.start() if end else len(words)]


def _content_fault(says: str, quoted: str, containment: float) -> str | None:
    said = {stem for stem in stems(_unpointed(says)) if not stem.isdigit()}
    held = stems(_unpointed(quoted))
    if said and len(said & held) < containment * len(said):
        return "words that are not in the quote"
    return None


def _unpointed(text: str) -> str:
    return compile_pattern(r"'s\b").sub("", text.replace("’", "'"))


def _in_order(said: list, known: list) -> bool:
    rest = iter(known)
    return all(fact in rest for fact in said)


def _spaced(text: str) -> str:
    """Words alone, single spaces between them, plurals and possessives of names as they are said."""
    return " ".join(compile_pattern(r"[^\W_]+").findall(compile_pattern(r"'s\b").sub("", text.lower())))


def close_sentence(words: str) -> str:
    """A statement with its capital and its full stop."""
    words = compile_pattern(r"[;,](?:\s*(?:and|or))?$").sub("", words.strip())
    words = words[:1].upper() + words[1:]
    return words if compile_pattern(r"[.?!:][’”\"')\]]*$").search(words) else f"{words}."
