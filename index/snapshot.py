"""The catalogue as one answer or search sees it: its papers, their terms, versions and counts, each read once.

A second look within one answer so finds what the first one found, whatever is read in meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from index.budget import UNLIMITED, Budget
from index.catalogue import Catalogue
from index.stored import Filters, StoredDocument, Totals, sum_up
from index.terms import Terms, load_terms

WORDS_AT_ONCE = 20
"""Words that are counted between two looks at the budget."""


class Snapshot:
    """What `filters` leave of a catalogue, for work within a budget. `make_terms` makes terms of the short forms that the papers
    define. For one thread, and for no longer than the work takes."""

    def __init__(
        self,
        catalogue: Catalogue,
        filters: Filters | None = None,
        budget: Budget = UNLIMITED,
        make_terms: Callable[[Mapping[str, str]], Terms] = load_terms,
    ):
        self.catalogue = catalogue
        self.filters = filters or Filters()
        self.budget = budget
        self._make_terms = make_terms
        self._counts: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    @cached_property
    def documents(self) -> Mapping[int, StoredDocument]:
        """The papers by their rows, in order of their dates."""
        return {document.row: document for document in self.budget.each(self.catalogue.documents(self.filters))}

    @cached_property
    def newest(self) -> Mapping[int, StoredDocument]:
        """For every paper that has a newer version among these the newest one, by the row of the older."""
        pairs = self.catalogue.newest_versions().items()
        return {row: self.documents[newest] for row, newest in pairs if newest in self.documents}

    @cached_property
    def abbreviations(self) -> Mapping[str, str]:
        """Short forms that the papers of the store define, and what they stand for."""
        return self.catalogue.abbreviations()

    @cached_property
    def terms(self) -> Terms:
        """General terms and those that the papers define."""
        return self._make_terms(self.abbreviations)

    @cached_property
    def totals(self) -> Totals:
        """How much there is."""
        return sum_up(self.documents.values(), self.catalogue.count_unread())

    def text(self, document: int) -> str:
        """The whole text of a paper."""
        if document not in self._texts:
            self.budget.check()
            self._texts[document] = self.catalogue.text(document)
        return self._texts[document]

    def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages of the store each word (or a form of it) stands."""
        new = list(dict.fromkeys(word for word in words if word not in self._counts))
        for start in range(0, len(new), WORDS_AT_ONCE):
            self.budget.check()
            self._counts |= self.catalogue.word_counts(new[start : start + WORDS_AT_ONCE])
        return {word: self._counts[word] for word in words}
