"""Words as they are compared: their stems, without those that carry no subject."""

import Stemmer

from index.retriever import STOP_WORDS
from ingest.patterns import compile_pattern

_STEM = Stemmer.Stemmer("english")


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, without words that carry no subject."""
    words = compile_pattern(r"[^\W_]+").findall(text.lower().replace("’", "'").replace("'s ", " "))
    return frozenset(_STEM.stemWords([word for word in words if word not in STOP_WORDS]))
