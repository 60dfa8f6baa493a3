"""Words as they are compared: their stems, without those that carry no subject."""

import re

import Stemmer

from index.retriever import STOP_WORDS

_STEM = Stemmer.Stemmer("english")


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, without words that carry no subject."""
    words = re.findall(r"[^\W_]+", text.lower().replace("’", "'").replace("'s ", " "))
    return frozenset(_STEM.stemWords([word for word in words if word not in STOP_WORDS]))
