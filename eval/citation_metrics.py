"""What citations are worth: whether they are real, whether they support what is said, and how near the gold evidence they lie."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.statements import split_sentences
from eval.answers import GivenCitation
from eval.matching import squash, unsupported_numbers
from eval.papers import Evidence, Papers, Place
from ingest.patterns import MULTILINE, compile_pattern

CONTAINED = 0.7
"""Share of a statement's words that its citations must hold. Words that join, and names of columns, are the answer's own."""
MARKS = compile_pattern(r"(?:\s*\[\d+(?:,\s*\d+)*\])+")
WORD = compile_pattern(r"[^\W_]+")
NAME = compile_pattern(r"(?<![.?!:]\s)(?<!^)\b[A-Z](?:[’'-]*\w)+", MULTILINE)
"""A word with a capital that does not begin a sentence."""
LABEL = compile_pattern(r"(?:^|(?<=[;–]))\s*+([^:;–\s][^:;–]*):+(?=\s)")
"""What a table row's value is introduced by: the name of its column, which stands in the table's head and not in the row."""
LEAST_LETTERS = 4
"""Shorter words join; they say nothing of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence of an answer and the citations (by their place in the answer's list) that are marked after it."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Characters of the given ranges, of the gold evidence, and of both."""

    shared: int
    given: int
    gold: int

    @property
    def precision(self) -> float:
        return self.shared / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.shared / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.shared / (self.given + self.gold) if self.given + self.gold else 0.0

    @property
    def iou(self) -> float:
        """What both hold as a share of what either holds."""
        return self.shared / (self.given + self.gold - self.shared) if self.given + self.gold else 0.0


def place_citation(citation: GivenCitation, papers: Papers) -> tuple[Place, ...]:
    """Where a citation points: at the offsets it gives, and wherever its words stand in the file it names."""
    rows = papers.named(citation.file) if citation.file else ()
    by_words = papers.places(citation.quote, rows)
    by_offset = tuple(
        Place(document=row, span=(citation.start, citation.end))
        for row in rows
        if citation.start is not None and citation.end is not None and 0 <= citation.start < citation.end <= len(papers.text(row))
    )
    return tuple(dict.fromkeys((*by_offset, *by_words)))


def is_real(citation: GivenCitation, papers: Papers) -> bool:
    """Whether the quote stands word for word in the file, at the offsets given, and begins on the page that is named."""
    rows = papers.named(citation.file) if citation.file else ()
    for place in papers.places(citation.quote, rows):
        number, _ = papers.page(place.document, place.span[0])
        given = (citation.start, citation.end)
        if number == citation.page and (None in given or _holds(papers.text(place.document), citation)):
            return True
    return False


def _holds(text: str, citation: GivenCitation) -> bool:
    return squash(text[citation.start : citation.end]) == squash(citation.quote)


def split_answer(text: str, citations: Sequence[GivenCitation]) -> list[Said]:
    """The sentences of an answer. A mark such as [2] stands after all that its citation supports, back to the mark before."""
    numbers = {citation.number or place: place - 1 for place, citation in enumerate(citations, start=1)}
    said, start = [], 0
    ends = [*((found.start(), found.end(), found[0]) for found in MARKS.finditer(text)), (len(text), len(text), "")]
    for end, after, marks in ends:
        cited = tuple(dict.fromkeys(numbers[int(n)] for n in compile_pattern(r"\d+").findall(marks) if int(n) in numbers))
        for line in text[start:end].split("\n"):
            line = line.strip()
            said += [Said(text=line[a:b], cited=cited) for a, b in split_sentences(line) if WORD.search(line[a:b])]
        start = after
    return said


def supports(said: str, citations: Sequence[GivenCitation], question: str, papers: Papers) -> bool:
    """Rule form of ALCE's support (Gao et al. 2023): every number and name of the statement, and most of its words, stand in what
    is cited for it. They may also be the question's, the cited document's name, title or date, or its name of a column."""
    said = LABEL.sub(lambda label: " " if _stands_in(label[1].rstrip(), citations, papers) else label[0], said)
    quotes = [citation.quote for citation in citations]
    beside = [question, *(citation.beside for citation in citations)]
    if not quotes or unsupported_numbers(said, [*quotes, *beside]):
        return False
    held = {word for text in quotes for word in _words(text)}
    around = held | {word for text in beside for word in _words(text)}
    if any(not set(_words(name)) <= around for name in NAME.findall(said) if squash(name) not in squash(" ".join(quotes))):
        return False
    words = [word for word in _words(said) if len(word) >= LEAST_LETTERS]
    return not words or sum(word in around for word in words) >= CONTAINED * len(words)


def _stands_in(words: str, citations: Sequence[GivenCitation], papers: Papers) -> bool:
    return any(papers.places(words, papers.named(citation.file)) for citation in citations if citation.file)


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def are_needed(said: Sequence[Said], citations: Sequence[GivenCitation], question: str, papers: Papers) -> list[bool]:
    """For each citation whether it is needed (ALCE's citation precision): it stands after a statement that is supported, and
    supports it alone or is missed by it. One that is marked nowhere is not needed."""
    needed = [False] * len(citations)
    for statement in said:
        cited = [citations[place] for place in statement.cited]
        if not supports(statement.text, cited, question, papers):
            continue
        for place in statement.cited:
            others = [citations[other] for other in statement.cited if other != place]
            alone = supports(statement.text, [citations[place]], question, papers)
            needed[place] |= alone or not supports(statement.text, others, question, papers)
    return needed


def gold_overlap(places: Sequence[Sequence[Place]], evidence: Sequence[Evidence]) -> Overlap:
    """Ranges given (cited, or shown) against the gold evidence, in characters.

    `places` holds for each range where it may be. Words that stand in several places count as the place that suits best.
    """
    given = _merge(_best(own, [place for piece in evidence for place in piece.places]) for own in places if own)
    gold = _merge(_best(piece.places, given) for piece in evidence if piece.places)
    shared = sum(one.shared(other) for one in given for other in gold)
    return Overlap(shared=shared, given=_length(given), gold=_length(gold))


def _best(places: Sequence[Place], others: Sequence[Place]) -> Place:
    return max(places, key=lambda place: sum(place.shared(other) for other in others))


def _merge(places) -> list[Place]:
    """The places without overlaps, in order."""
    merged: list[Place] = []
    for place in sorted(places, key=lambda place: (place.document, place.span)):
        last = merged[-1] if merged else None
        if last and last.document == place.document and place.span[0] <= last.span[1]:
            merged[-1] = Place(document=last.document, span=(last.span[0], max(last.span[1], place.span[1])))
        else:
            merged.append(place)
    return merged


def _length(places: Sequence[Place]) -> int:
    return sum(place.span[1] - place.span[0] for place in places)
