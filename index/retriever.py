"""Search: full text and vectors, fused by rank, each hit grown to the section it stands in. No answer is made here."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.budget import UNLIMITED, Budget
from index.catalogue import Catalogue, Filters, PassagePlace, StoredDocument, StoredPassage
from index.embedder import Embedder
from index.snapshot import Snapshot
from index.spelling import mend_words
from index.stored import whole_characters
from index.terms import Terms, load_terms
from index.vectors import VectorStore
from ingest.patterns import IGNORECASE, compile_pattern

STOP_WORDS = frozenset(
    "a about actually again all almost already also altogether always am an and any anyone anything approximately are around as "
    "at be been being both but by can could currently did do does doing down each either else ever every everyone everything "
    "exactly for from get give given go got had has have having he her here hers him his how however i if in instead into is it "
    "its itself just like list mainly many may maybe me might more most mostly much must my neither never no none nor not "
    "nothing of off often on once only or other our out over own perhaps please put quite rather really roughly same say says "
    "she should so some someone something still such tell than that the their them then there these they this those though "
    "through to too under until up us very was we were what when where whether which while who whom whose why will with would "
    "yet you your aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't let's shouldn't wasn't weren't won't "
    "wouldn't".split()
)
"""Words that carry no subject. Council words (public, members, report) stay: BM25 weighs them down by itself."""
COUNCIL_WORDS = frozenset("council county city borough district metropolitan unitary london royal combined authority".split())
"""Words that say what kind of council it is, not which."""
AGREES, DIFFERS = 1.3, 0.75
NAMED_SHARE = 0.75
LATEST = compile_pattern(
    r"\b(?:latest|most recent(?:ly)?|newest|current(?:ly)?|now|nowadays|these days|at present|so far)\b", IGNORECASE
)
NEWEST = 1.2
"""The newest paper where a question asks for the latest; the others stand between it and 1 by their age."""
OLDER = 0.8
"""A passage of a paper with a newer version stands below the same passage of that one, and above what is less to the point."""
LOOKED_FURTHER = 4
"""So many times more vectors are looked at where too few of the nearest are of open papers."""
LONGEST_CHARS = 4000
"""So much of what is searched for is read; the embedding model too reads only its first hundreds of words."""
RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009): score = sum of weight / (k + rank)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """How a search is done: candidates taken from each index, weights of the two in the fusion, characters to grow a hit to."""

    candidates: int = 100
    lexical_weight: float = 1.0
    dense_weight: float = 0.7
    grown_chars: int = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that matched and the words around it that are shown with it: `text` is the document's `start:end`.

    `words_score` is BM25 (None where no word matched), `vector_score` the cosine similarity (None where not among the nearest),
    `affinity` how the question's council and year suit the document: 1 where it names none, less for an older version; `newer`
    is the newest version of the document, where there is one.
    """

    rank: int
    score: float
    words_score: float | None
    vector_score: float | None
    affinity: float
    document: StoredDocument
    passage: StoredPassage
    start: int
    end: int
    text: str
    parts: tuple[StoredPassage, ...]
    newer: StoredDocument | None = None

    @property
    def section(self) -> str:
        return describe_section(self.passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """What a search brought: hits, best first, and the seconds of its steps."""

    question: str
    hits: tuple[Hit, ...]
    seconds: dict[str, float]


class Retriever:
    """Searches one store."""

    def __init__(self, catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, settings: SearchSettings | None = None):
        self.catalogue = catalogue
        self.vectors = vectors
        self.embedder = embedder
        self.settings = settings or SearchSettings()
        self._terms: tuple[dict[str, str], Terms] | None = None

    @property
    def terms(self) -> Terms:
        """General terms and those that the documents define; made again only when documents have come or gone."""
        return self._make_terms(self.catalogue.abbreviations())

    def look(self, filters: Filters | None = None, budget: Budget = UNLIMITED) -> Snapshot:
        """The catalogue as one answer or search sees it."""
        return Snapshot(self.catalogue, filters, budget, self._make_terms)

    def search(
        self,
        question: str,
        *,
        k: int = 20,
        filters: Filters | None = None,
        budget: Budget = UNLIMITED,
        seen: Snapshot | None = None,
    ) -> Retrieval:
        """At most `k` hits that do not overlap one another, from one state of the catalogue. What is `seen` of it already brings
        its own filters and budget. Raises OutOfTime where the budget is spent."""
        seen = seen or self.look(filters, budget)
        with self.catalogue.reading_one_state(), self.catalogue.within(seen.budget):
            return self._search(question, k, seen)

    def _make_terms(self, learned: Mapping[str, str]) -> Terms:
        if self._terms is None or self._terms[0] != learned:
            self._terms = (learned, load_terms(learned))
        return self._terms[1]

    def _search(self, question: str, k: int, seen: Snapshot) -> Retrieval:
        began = time.perf_counter()
        # Half a character, as a broken encoding leaves it, can be neither looked up nor embedded.
        question = mend_words(whole_characters(question[:LONGEST_CHARS]), seen)
        documents, terms, filters = seen.documents, seen.terms, seen.filters
        asked = terms.spell_out(question)
        affinities = weigh_documents(asked, seen.budget.each(documents.values()))
        lexical = self._search_words(words_query(question, terms, identity_words(asked, documents.values())), filters)
        after_words = time.perf_counter()
        dense = self._search_vectors(question, filters)
        after_vectors = time.perf_counter()
        affinities.update({row: affinities[row] * OLDER for row in seen.newest if row in affinities})
        hits = self._grow(self._fuse(lexical, dense), dict(lexical), dict(dense), affinities, k, seen)
        return Retrieval(
            question=question,
            hits=hits,
            seconds={
                "words": after_words - began,
                "vectors": after_vectors - after_words,
                "grow": time.perf_counter() - after_vectors,
            },
        )

    def _search_words(self, phrases: Sequence[str], filters: Filters) -> list[tuple[PassagePlace, float]]:
        found = self.catalogue.match_words(phrases, filters, self.settings.candidates)
        places = self.catalogue.places_of([row for row, _ in found])
        return [(places[row], score) for row, score in found]

    def _search_vectors(self, question: str, filters: Filters) -> list[tuple[PassagePlace, float]]:
        if not question.strip():
            return []
        vector, wanted = self.embedder.embed([question])[0], self.settings.candidates
        looked = wanted
        while True:
            found = self.vectors.search(vector, filters, looked)
            places = self.catalogue.places_of_keys([key for key, _ in found])
            seen = [(places[key], score) for key, score in found if key in places]
            # What this catalogue leaves out takes no place from what it shows.
            if len(seen) >= wanted or not self.catalogue.open_only or looked >= self.vectors.count():
                return seen[:wanted]
            looked *= LOOKED_FURTHER

    def _fuse(
        self, lexical: Sequence[tuple[PassagePlace, float]], dense: Sequence[tuple[PassagePlace, float]]
    ) -> dict[PassagePlace, float]:
        scores: dict[PassagePlace, float] = {}
        for ranked, weight in ((lexical, self.settings.lexical_weight), (dense, self.settings.dense_weight)):
            for rank, (place, _) in enumerate(ranked, start=1):
                scores[place] = scores.get(place, 0.0) + weight / (RANK_CONSTANT + rank)
        return scores

    def _grow(
        self,
        fused: Mapping[PassagePlace, float],
        lexical: Mapping[PassagePlace, float],
        dense: Mapping[PassagePlace, float],
        affinities: Mapping[int, float],
        k: int,
        seen: Snapshot,
    ) -> tuple[Hit, ...]:
        documents = seen.documents
        ordered = sorted(
            ((score * affinities[place.document], place) for place, score in fused.items() if place.document in affinities),
            # Not by row: that depends on when a paper was read.
            key=lambda item: (-item[0], documents[item[1].document].file, item[1].start),
        )
        covered: dict[int, list[tuple[int, int]]] = {}
        hits: list[Hit] = []
        for score, place in seen.budget.each(ordered):
            if len(hits) == k:
                break
            spans = covered.setdefault(place.document, [])
            if any(start <= place.start and place.end <= end for start, end in spans):
                continue
            passage, parts = self._section_around(place, spans)
            start, end = parts[0].start, parts[-1].end
            spans.append((start, end))
            hits.append(
                Hit(
                    rank=len(hits) + 1,
                    score=score,
                    words_score=lexical.get(place),
                    vector_score=dense.get(place),
                    affinity=affinities[place.document],
                    document=documents[place.document],
                    passage=passage,
                    start=start,
                    end=end,
                    text=seen.text(place.document)[start:end],
                    parts=parts,
                    newer=seen.newest.get(place.document),
                )
            )
        return tuple(hits)

    def _section_around(
        self, place: PassagePlace, taken: Sequence[tuple[int, int]]
    ) -> tuple[StoredPassage, tuple[StoredPassage, ...]]:
        """The passage, and it with its neighbours under the same headings, nearest first, up to the set length; none that is
        taken."""
        section = self.catalogue.section_of(place, self.settings.grown_chars)
        at = first = last = next(n for n, p in enumerate(section) if p.row == place.row)
        free = [not any(start < p.end and p.start < end for start, end in taken) for p in section]
        while True:
            room = self.settings.grown_chars - (section[last].end - section[first].start)
            after = last + 1 < len(section) and free[last + 1] and section[last + 1].end - section[last].end <= room
            before = first > 0 and free[first - 1] and section[first].start - section[first - 1].start <= room
            if after and (not before or last - at <= at - first):
                last += 1
            elif before:
                first -= 1
            else:
                return section[at], tuple(section[first : last + 1])


def weigh_documents(question: str, documents: Iterable[StoredDocument]) -> dict[int, float]:
    """How each document suits the council, the body and the time that a question names: above 1 where they agree, below where
    the councils differ.

    A council is named when every word of its name but the general ones is; "North" and "West" so tell councils apart.
    """
    kept = list(documents)
    said = set(subject_words(question))
    councils, bodies = named_councils(said, kept), named_bodies(said, kept)
    years = {word for word in said if compile_pattern(r"20\d\d").fullmatch(word)}
    factors: dict[int, float] = {}
    days = sorted({document.facts.date for document in kept if document.facts.date}) if LATEST.search(question) else []
    for document in kept:
        facts, factor = document.facts, 1.0
        if councils and facts.council:
            factor *= AGREES if facts.council in councils else DIFFERS
        if facts.body in bodies:
            factor *= AGREES
        if years and facts.date and str(facts.date.year) in years:
            factor *= AGREES
            factor *= AGREES if f"{facts.date:%B}".lower() in said or f"{facts.date:%b}".lower() in said else 1.0
        if facts.date in days:
            factor *= 1 + (NEWEST - 1) * (days.index(facts.date) + 1) / len(days)
        factors[document.row] = factor
    return factors


def named_councils(said: set[str], documents: Iterable[StoredDocument]) -> set[str]:
    """Councils of these documents that a question's words name."""
    councils = {d.facts.council for d in documents if d.facts.council}
    return {council for council in councils if (own := set(subject_words(council)) - COUNCIL_WORDS) and own <= said}


def named_bodies(said: set[str], documents: Iterable[StoredDocument]) -> set[str]:
    """Bodies of these documents that a question's words name, one word of four at most left out."""
    bodies = {d.facts.body for d in documents if d.facts.body}
    return {body for body in bodies if len(own := set(subject_words(body))) > 1 and len(own & said) >= NAMED_SHARE * len(own)}


def identity_words(question: str, documents: Iterable[StoredDocument]) -> set[str]:
    """Words of a question that say which documents it is about, not what of them: names of councils and bodies."""
    kept, said = list(documents), set(subject_words(question))
    names = named_councils(said, kept) | named_bodies(said, kept)
    return said & {word for name in names for word in subject_words(name)}


def words_query(question: str, terms: Terms, without: Collection[str] = ()) -> list[str]:
    """Phrases of which any may match: words of the question and other forms of them; none where no word carries a subject.
    Words that name a whole document are left out, unless there are no others."""
    words = [*subject_words(question), *subject_words(terms.spell_out(question))]
    words = [word for word in words if word not in without] or words
    others = [" ".join(compile_pattern(r"\w+").findall(form)) for form in terms.other_forms(question)]
    return [phrase for phrase in dict.fromkeys([*words, *others]) if phrase]


def subject_words(question: str) -> list[str]:
    """The words of a question that carry its subject, in order, each once."""
    words = compile_pattern(r"[^\W_]+(?:'[^\W_]+)?").findall(question.lower().replace("’", "'"))
    bare = [compile_pattern(r"'(?:s|d|ll|re|ve|m)$").sub("", word) for word in words if word not in STOP_WORDS]
    return list(dict.fromkeys(word for word in bare if word not in STOP_WORDS))


def describe_section(passage: StoredPassage) -> str:
    """The headings above a passage and its paragraph number, outermost first, as a citation shows them."""
    return " > ".join((*passage.path, *([passage.number] if passage.number else [])))
