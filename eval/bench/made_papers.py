"""Made-up papers of the shape of council reports, in any number, and an embedder that needs no model: for measuring the store.

A paper has numbered sections and paragraphs, a table now and then, and about a dozen pages. Its words are drawn from a common
stock by Zipf's law and from the stock of its subject, so that passages of one subject lie near one another, as true ones do.
"""

import random
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy

from ingest.patterns import compile_pattern

SYLLABLES = [first + second for first in "bcdfghklmnprstvw" for second in ("a", "e", "i", "o", "u", "ar", "en", "ol")]
COMMON_WORDS, SUBJECTS, SUBJECT_WORDS = 4000, 150, 250
DIMENSIONS = 384
"""As many as the default embedding model has."""
PASSAGES_A_PAPER = 135
"""About."""


class PaperMaker:
    """Writes papers; paper number n is the same every time."""

    def __init__(self, seed: int = 1):
        made = random.Random(seed)
        self.seed = seed
        self.common = _make_words(made, COMMON_WORDS)
        self.subjects = [_make_words(made, SUBJECT_WORDS) for _ in range(SUBJECTS)]
        weights = [1 / (rank + 3) for rank in range(COMMON_WORDS)]
        self._cumulative = list(numpy.cumsum(weights))

    def write_papers(self, folder: Path, first: int, count: int) -> None:
        """Write papers `first` and on as Markdown, 50 to a folder."""
        for number in range(first, first + count):
            place = folder / f"{number // 50:05}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"paper-{number:07}.md").write_text(self.make_paper(number), "utf-8")

    def make_paper(self, number: int) -> str:
        """The words of one paper; a form feed begins a page."""
        made = random.Random(f"{self.seed} {number}")
        stock = made.choice(self.subjects)
        day = f"{made.randint(1, 28)} {made.choice(['March', 'June', 'October'])} {made.randint(2015, 2025)}"
        parts = [f"# {self._words(made, stock, 6).capitalize()} {number}", f"Report to the Cabinet, {day}"]
        paragraphs = 0
        for section in range(1, 12):
            parts.append(f"## {section}. {self._words(made, stock, 4).capitalize()}")
            for paragraph in range(1, made.randint(6, 13)):
                parts.append(f"{section}.{paragraph} {self._sentences(made, stock)}")
                paragraphs += 1
                if paragraphs % 8 == 0:
                    parts[-1] += "\n\f"
            if made.random() < 0.4:
                parts.append("\n".join(self._table(made, stock)))
        return "\n\n".join(parts) + "\n"

    def make_questions(self, papers: int, count: int) -> list[str]:
        """Questions in words of one paper's subject and common ones."""
        made = random.Random(f"{self.seed} questions")
        questions = []
        for _ in range(count):
            paper = self.make_paper(made.randrange(papers)).split("\n\n")
            words = compile_pattern(r"[a-z]{4,}").findall(made.choice(paper[3:]))
            questions.append("What of " + " ".join(made.sample(words, min(6, len(words)))) + "?")
        return questions

    def _table(self, made: random.Random, stock: Sequence[str]) -> Iterator[str]:
        yield "| Ward | Visits | Cost |"
        yield "|---|---|---|"
        for _ in range(made.randint(3, 9)):
            yield f"| {self._words(made, stock, 2)} | {made.randint(10, 9999):,} | £{made.randint(100, 99999):,} |"

    def _sentences(self, made: random.Random, stock: Sequence[str]) -> str:
        lengths = [made.randint(12, 28) for _ in range(made.randint(2, 5))]
        return " ".join(self._words(made, stock, length).capitalize() + "." for length in lengths)

    def _words(self, made: random.Random, stock: Sequence[str], count: int) -> str:
        common = made.choices(self.common, cum_weights=self._cumulative, k=count)
        return " ".join(made.choice(stock) if made.random() < 0.4 else word for word in common)


class MadeEmbedder:
    """A text is the sum of fixed random directions of its words, rarer ones longer: near for texts that share words."""

    name = "made-up"
    digest = "made-up-384-1"

    def embed(self, texts: Sequence[str]) -> numpy.ndarray:
        """float32, unit vectors, one row a text."""
        rows = numpy.zeros((len(texts), DIMENSIONS), dtype=numpy.float32)
        for at, text in enumerate(texts):
            words = compile_pattern(r"[a-z]{2,}").findall(text.lower())
            for word in set(words):
                rows[at] += self._direction(word)
        lengths = numpy.linalg.norm(rows, axis=1, keepdims=True)
        return rows / numpy.where(lengths == 0, 1, lengths)

    def _direction(self, word: str) -> numpy.ndarray:
        known = self._directions.get(word)
        if known is None:
            made = numpy.random.default_rng(int.from_bytes(word.encode()[:16].ljust(16, b"\0"), "big"))
            weight = 0.3 if len(word) < 4 else 1.0
            known = self._directions[word] = (made.standard_normal(DIMENSIONS) * weight).astype(numpy.float32)
        return known

    @cached_property
    def _directions(self) -> dict[str, numpy.ndarray]:
        return {}


def _make_words(made: random.Random, count: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(made.choices(SYLLABLES, k=made.randint(2, 4)))] = None
    return list(words)
