"""Evidence found for a duty: passages elsewhere that speak of what it is about, newest first. No verdict is given.

One or two sentences count that hold most of the weight of the duty's own words, rarer words weighing more; whether they show what
was done is for the reader to judge.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import Stemmer

from index.catalogue import Catalogue, Filters, StoredDocument, StoredPassage
from index.registers import Registers, StoredRecord
from index.terms import load_terms
from ingest.document import Page
from ingest.passages import SENTENCE_END
from ingest.patterns import compile_pattern
from ingest.records.record import Duty

LEAST_SHARE = 0.6
"""Of the weight of a duty's words that two sentences must hold to be of its subject."""
LEAST_WORDS = 2
"""Subject words without which a duty is too general to look for."""
LEAST_TOLD = 8
"""Words that a sentence has at the least which tells something; headings and names have fewer."""
CANDIDATES = 200
_WORD = compile_pattern(r"[A-Za-z][A-Za-z'’]+")
_STOP = frozenset(
    "a an and any are as at be been by can do each for from has have in into is it its may must not of on or other shall should "
    "so such that the their them they this to under up which who will with where when if all about also act section regulation "
    "regulations council authority authorities local la las duty duties power provide ensure make arrangements arrange have has "
    "regard appropriate relevant including secure sufficient available area".split()
)
"""Words that duties of every subject share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words that speak of a duty's subject: `quote` is the document's `start:end`, `share` the part of the weight of the
    duty's words that they hold."""

    document: StoredDocument
    passage: StoredPassage
    page: Page | None
    quote: str
    start: int
    end: int
    share: float


def find_evidence(registers: Registers, duty: StoredRecord, *, limit: int = 5) -> tuple[Evidence, ...]:
    """Passages that show what is said about a duty elsewhere, the newest paper first and within a paper the fullest.

    The registers' own rows and sentences of duties are no evidence for them, nor are headings or what every meeting repeats.
    """
    assert isinstance(duty.record, Duty)
    catalogue = registers.catalogue
    terms = load_terms(catalogue.abbreviations())
    weights = _weigh(catalogue, _subject_words(terms.spell_out(duty.record.duty)))
    words = list(weights)
    if len(words) < LEAST_WORDS:
        return ()
    documents = {document.row: document for document in catalogue.documents()}
    with catalogue.within(registers.budget):
        found = catalogue.match_words(words, Filters(), CANDIDATES)
    passages = catalogue.passages(row for row, _ in found)
    own = _own_ranges(registers)
    texts: dict[int, str] = {}
    evidence: list[Evidence] = []
    for row, _ in registers.budget.each(found):
        passage = passages[row]
        if passage.standing or any(start < passage.end and passage.start < end for start, end in own.get(passage.document, ())):
            continue
        if passage.document not in texts:
            texts[passage.document] = catalogue.text(passage.document)
        text = texts[passage.document][passage.start : passage.end]
        share, start, end = max(
            ((_share(terms.spell_out(text[start:end]), weights), start, end) for start, end in _windows(text)),
            key=lambda window: (window[0], window[1] - window[2]),
        )
        if share >= LEAST_SHARE:
            evidence.append(
                Evidence(
                    document=documents[passage.document],
                    passage=passage,
                    page=catalogue.page_at(passage.document, passage.start + start),
                    quote=text[start:end],
                    start=passage.start + start,
                    end=passage.start + end,
                    share=round(share, 2),
                )
            )
    newest = sorted(evidence, key=lambda found: (-_ordinal(found.document), -found.share, found.start))
    return tuple(newest[:limit])


def _subject_words(duty: str) -> list[str]:
    """The words of a duty that say what it is about, each once."""
    said = _WORD.findall(duty)
    return list(dict.fromkeys(word.lower() for word in said if word.lower() not in _STOP and len(word) > 2))


def _weigh(catalogue: Catalogue, words: list[str]) -> dict[str, float]:
    """The weight of each word by its stem: rarer words say more, and one that stands in no other passage says nothing."""
    counts = catalogue.word_counts(words)
    total = max(catalogue.totals().passages, 1)
    stem = Stemmer.Stemmer("english").stemWord
    return {stem(word): math.log(1 + total / counts[word]) for word in words if counts[word] > 1}


def _share(text: str, weights: dict[str, float]) -> float:
    stem = Stemmer.Stemmer("english").stemWord
    said = {stem(word.lower()) for word in _WORD.findall(text)}
    return sum(weight for word, weight in weights.items() if word in said) / sum(weights.values())


def _own_ranges(registers: Registers) -> dict[int, list[tuple[int, int]]]:
    """Where the register of duties itself stands, by document."""
    ranges: dict[int, list[tuple[int, int]]] = {}
    for stored in registers.list_records("duties"):
        ranges.setdefault(stored.document, []).append((stored.record.place.start, stored.record.place.end))
    return ranges


def _windows(text: str) -> list[tuple[int, int]]:
    """Every sentence, list item or row of a passage by itself and with the one after it: words that stand further apart need
    not be of one subject."""
    cuts = sorted(
        {
            0,
            len(text),
            *(match.end() for match in compile_pattern(r"\n").finditer(text)),
            *(m.end() for m in SENTENCE_END.finditer(text)),
        }
    )
    parts = [(start, start + len(text[start:end].rstrip())) for start, end in pairwise(cuts) if text[start:end].strip()]
    told = [(start, end) for start, end in parts if len(text[start:end].split()) >= LEAST_TOLD]
    return told + [(first[0], second[1]) for first, second in pairwise(parts)] or parts


def _ordinal(document: StoredDocument) -> int:
    return document.facts.date.toordinal() if document.facts.date else 0
