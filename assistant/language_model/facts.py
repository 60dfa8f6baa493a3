"""The facts of a sentence that code can compare: its figures with units, its dates and its names. No meaning is guessed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.quantities import Quantity, StatedDate, read_dates, read_quantities, write_digits
from index.retriever import STOP_WORDS
from ingest.patterns import compile_pattern

WORD = compile_pattern(r"[^\W_]+(?:['&.-][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a text states that can be compared: its words as they are compared, figures with their places in these, dates, and
    names (runs of words with capitals, codes such as "Q3" among them), each in the order of the text."""

    words: str
    figures: tuple[Quantity, ...]
    dates: tuple[StatedDate, ...]
    names: tuple[tuple[str, ...], ...]


def plain_words(text: str) -> str:
    """A text with one kind of space, dash and quotation mark, and with numbers written in words as digits."""
    text = unicodedata.normalize("NFKC", text).replace("\t", " ")
    text = compile_pattern(r"[‘’‛`]").sub("'", compile_pattern(r"[‐‑‒–—−]").sub("-", compile_pattern(r"[“”„]").sub('"', text)))
    return compile_pattern(r"\s+").sub(" ", write_digits(text)).strip()


def read_facts(text: str) -> Facts:
    """Read what a text states. The text is one statement: its first word has a capital whether or not it is a name."""
    words = plain_words(text)
    dates, rest = read_dates(words)
    figures = tuple(figure for figure in read_quantities(rest) if not figure.is_code)
    return Facts(words=words, figures=figures, dates=dates, names=tuple(_names(words)))


def _names(words: str) -> Iterator[tuple[str, ...]]:
    """Runs of words with a capital or with letters and digits together; the first word of the text only as part of a longer run
    or where it is written in capitals."""
    run: list[str] = []
    last_end, first = -1, True
    for match in WORD.finditer(words):
        word = compile_pattern(r"'s$").sub("", match[0])
        named = any(c.isupper() for c in word) or (any(c.isdigit() for c in word) and any(c.isalpha() for c in word))
        if named and first and not compile_pattern(r"[A-Z].*[A-Z]|\d").search(word) and word.lower() in STOP_WORDS:
            named = False
        if run and (not named or words[last_end : match.start()] not in (" ", ". ")):
            yield tuple(run)
            run = []
        if named:
            run.append(word)
            last_end = match.start() + len(match[0])
        first = False
    if run:
        yield tuple(run)
