"""Words of a question that stand in no passage, mended to the nearest word that does: a slip of the keyboard, not a synonym."""

from difflib import SequenceMatcher, get_close_matches
from itertools import islice

from index.catalogue import Catalogue
from index.snapshot import Snapshot
from ingest.patterns import compile_pattern

SHORTEST_CHARS = 6
"""Shorter words have too many near ones."""
LIKENESS = 0.85
"""Of typed and meant word (difflib ratio): one letter wrong, missing, doubled or swapped in a word of seven."""
STEMS_COMPARED = 3
WORD = compile_pattern(r"[^\W\d_]+")


def mend_words(text: str, store: Snapshot) -> str:
    """The text with each longer word that no passage holds written as the passage word most like it, where one is like enough."""
    typed = {word for word in WORD.findall(text) if len(word) >= SHORTEST_CHARS}
    unknown = [word for word, count in store.word_counts(sorted(typed)).items() if not count]
    meant = {
        word: _as_typed(word, found)
        for word in store.budget.each(unknown)
        if (found := _nearest_word(word.lower(), store.catalogue))
    }
    return WORD.sub(lambda match: meant.get(match[0], match[0]), text)


def _as_typed(typed: str, meant: str) -> str:
    """With the capital that says that a word is a name."""
    return meant.capitalize() if typed[0].isupper() else meant


def _nearest_word(word: str, catalogue: Catalogue) -> str | None:
    """Stems that begin alike are compared first, for they are all that the index lists; then the words of a passage that holds
    the nearest stem."""
    listed = catalogue.stems_like(word)
    near = get_close_matches(word, listed, n=max(len(listed), 1), cutoff=0.6)
    # The index lists those of every passage, and what may not be seen must not take the place of what may.
    texts = islice((text for stem in near if (text := catalogue.text_with(stem))), STEMS_COMPARED)
    best, likeness = None, LIKENESS
    for text in texts:
        for candidate in {found.lower() for found in WORD.findall(text)}:
            if abs(len(candidate) - len(word)) > 2:
                continue
            compared = SequenceMatcher(None, word, candidate)
            # An upper bound, which nearly all words of a passage stay below, is known sooner.
            alike = compared.ratio() if compared.quick_ratio() >= likeness else 0.0
            if alike > likeness or (best and alike == likeness and candidate < best):
                best, likeness = candidate, alike
    return best
