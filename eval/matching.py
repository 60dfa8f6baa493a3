"""Comparison of words and numbers as the scores need it: what stands where, what was said, and what follows from what.

Independent of the rules by which the program answers, so that a fault in those cannot hide itself here.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.patterns import compile_pattern, escape

Span = tuple[int, int]
"""Start and end (not included) of a range of a document's text, in characters."""

KEPT = compile_pattern(r"[0-9a-z%£]")
CLUSTER = compile_pattern(r"[A-Za-z0-9%£\x80-\U0010ffff][\u0300-\u036f]*")
"""A character that may count, with the accents written after it: the two are one letter."""
LINK = compile_pattern(r"!?\[([^\]]*)\]\([^)]*\)")
TAG = compile_pattern(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
CITATION_MARK = compile_pattern(r"\[\d+(?:,\s*\d+)*\]")
LIST_MARK = compile_pattern(r"\[\d+\]|(?<!\S)\d{1,2}\)|\b\d{1,2}\.(?=\s)")
SMALL_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
WORD_NUMBERS = {word: float(value) for value, word in enumerate(SMALL_NUMBERS, start=1)}
WHOLE_TOLERANCE, PART_TOLERANCE, LARGE_TOLERANCE = 0.6, 0.06, 0.001
"""How far a number may stand from what it is worked out as: one said whole, one with decimals, and as a share of a large one."""
CENTURY = 2000
"""A year may be said without it: 23 is 2023."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Squashed:
    """A text's letters, digits, % and £ alone, in small letters; `offsets` says where in the text each comes from."""

    letters: str
    offsets: tuple[int, ...]

    def spans(self, words: str) -> tuple[Span, ...]:
        """Every range of the text at which the words stand; () for words of less than two letters."""
        wanted = squash(words)
        found, at = [], self.letters.find(wanted) if len(wanted) > 1 else -1
        while at >= 0:
            found.append((self.offsets[at], self.offsets[at + len(wanted) - 1] + 1))
            at = self.letters.find(wanted, at + 1)
        return tuple(found)


def squash(text: str) -> str:
    """What of a text is compared: spaces, dashes, bullets, table rules and accented letters make no difference."""
    return squash_text(text).letters


def squash_text(text: str) -> Squashed:
    """A text ready to be searched for words."""
    letters, offsets = [], []
    for found in CLUSTER.finditer(text):
        for letter in unicodedata.normalize("NFKC", found[0]).lower():
            if KEPT.match(letter):
                letters.append(letter)
                offsets.append(found.start())
    return Squashed(letters="".join(letters), offsets=tuple(offsets))


def strip_markup(text: str) -> str:
    """Words of a published text without its tags and with links as they are read."""
    return TAG.sub("", LINK.sub(r"\1", text))


def strip_citation_marks(text: str) -> str:
    return CITATION_MARK.sub("", text)


def includes_groups(text: str, groups: Sequence[Sequence[str]], *, whole_numbers: bool = False) -> bool:
    """Whether one alternative of every group stands in the text, capitals and the form of apostrophes aside.

    With `whole_numbers` an alternative that begins or ends in a digit must not be a part of a longer number there.
    """
    low = _levelled(text)
    return all(any(_stands_in(_levelled(choice), low, whole_numbers) for choice in group) for group in groups)


def _levelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")


def _stands_in(choice: str, text: str, whole_numbers: bool) -> bool:
    if not whole_numbers:
        return choice in text
    before = r"(?<!\d)(?<!\d[.,])" if choice[:1].isdecimal() else ""
    after = r"(?![.,]?\d)" if choice[-1:].isdecimal() else ""
    return compile_pattern(before + escape(choice) + after).search(text) is not None


def numbers_said(text: str) -> set[float]:
    """The values of all numbers, in digits or as words up to twelve; list marks such as 1) and citation marks aside."""
    text = LIST_MARK.sub(" ", text.lower())
    text = compile_pattern(r"(\d{1,2})[./](\d{1,2})[./](\d{2,4})").sub(r"\1 \2 \3", text)
    in_digits = {float(number.replace(",", "")) for number in compile_pattern(r"\d[\d,]*(?:\.\d+)?").findall(text)}
    return in_digits | {WORD_NUMBERS[word] for word in compile_pattern(r"[a-z]+").findall(text) if word in WORD_NUMBERS}


def unsupported_numbers(text: str, known_texts: Sequence[str]) -> set[float]:
    """Numbers of a text that stand in none of the others and are no sum, difference, ratio or percentage of two that do."""
    known: set[float] = set().union(*map(numbers_said, known_texts))
    return {number for number in numbers_said(text) if not _follows(number, known)}


def _follows(number: float, known: set[float]) -> bool:
    if known & {number, number - CENTURY, number + CENTURY}:
        return True
    tolerance = max(WHOLE_TOLERANCE if number == int(number) else PART_TOLERANCE, abs(number) * LARGE_TOLERANCE)
    return any(
        abs(value - number) <= tolerance
        for one in known
        for other in known
        if one != other
        for value in (one - other, one + other, *([100 * one / other, 100 * (one - other) / other] if other else []))
    )


def overlap(one: Span, other: Span) -> int:
    """How many characters two ranges share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
