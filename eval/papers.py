"""The store's documents as the scores read them: where quotes and gold evidence stand, in offsets of the stored text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from eval.cases import Case
from eval.matching import Span, Squashed, overlap, squash, squash_text, strip_markup
from index.catalogue import Catalogue

START_LETTERS = 60
"""Evidence that does not stand whole in a document (a table read in another order, say) is known by its first letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A range of a document; `document` is its row in the catalogue."""

    document: int
    span: Span

    def shared(self, other: "Place") -> int:
        """How many characters two places share."""
        return overlap(self.span, other.span) if self.document == other.document else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of gold evidence and every place at which it stands; none where the store does not hold its words."""

    quote: str
    places: tuple[Place, ...]


class Papers:
    """Documents of one store, each squashed once."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        self.documents = {document.row: document for document in catalogue.documents()}
        self.text = cache(catalogue.text)
        self._by_name: dict[str, tuple[int, ...]] = {}
        for row, document in self.documents.items():
            name = PurePath(document.file).name
            self._by_name[name] = (*self._by_name.get(name, ()), row)
        self._squashed = cache(lambda row: squash_text(self.text(row)))

    def squashed(self, row: int) -> Squashed:
        return self._squashed(row)

    def named(self, name: str) -> tuple[int, ...]:
        """Rows of the documents with this file name, folders aside."""
        return self._by_name.get(PurePath(name).name, ())

    def places(self, words: str, rows: Iterable[int]) -> tuple[Place, ...]:
        """Every place in the documents at which the words stand."""
        return tuple(Place(document=row, span=span) for row in rows for span in self.squashed(row).spans(words))

    def evidence_places(self, quote: str, rows: Iterable[int]) -> tuple[Place, ...]:
        """Where evidence stands: as it is written, without the markup of a published text, or else by its first letters."""
        rows = tuple(rows)
        bare = strip_markup(quote)
        for words in (quote, bare, squash(bare)[:START_LETTERS]):
            if found := self.places(words, rows):
                return found
        return ()

    def page(self, row: int, offset: int) -> tuple[int | None, str | None]:
        """Number and printed label of the page at an offset; None where the format has no pages or the page no label."""
        page = self.catalogue.page_at(row, offset)
        return (page.number, page.label) if page else (None, None)


def match_names(cases: Iterable[Case], papers: Papers) -> dict[str, tuple[int, ...]]:
    """The stored documents that each document name of the cases stands for.

    A name is that of a file in the store, or else of another form of a paper there (its plain text, say): the documents
    that hold the most of the evidence of the cases that name it.
    """
    votes: dict[str, dict[int, int]] = {}
    for case in cases:
        for name in (*case.documents, *(name for name, _ in case.also)):
            holding = votes.setdefault(name, {})
            if not papers.named(name):
                for quote in (*case.evidence, *(quote for other, quote in case.also if other == name)):
                    for row in {place.document for place in papers.evidence_places(quote, papers.documents)}:
                        holding[row] = holding.get(row, 0) + 1
    return {
        name: papers.named(name) or tuple(row for row, count in holding.items() if count == max(holding.values()))
        for name, holding in votes.items()
    }


def locate_evidence(case: Case, names: Mapping[str, tuple[int, ...]], papers: Papers) -> tuple[Evidence, ...]:
    """The case's evidence in the documents that it names, or in any where it names none."""
    named = {row for name in case.documents for row in names[name]}
    rows = sorted(named) if case.documents else sorted(papers.documents)
    return tuple(Evidence(quote=quote, places=papers.evidence_places(quote, rows)) for quote in case.evidence)


def locate_alternatives(case: Case, names: Mapping[str, tuple[int, ...]], papers: Papers) -> tuple[Place, ...]:
    """Places that are as good as the evidence."""
    return tuple(place for name, quote in case.also for place in papers.evidence_places(quote, names[name]))
