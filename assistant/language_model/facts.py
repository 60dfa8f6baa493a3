"""The facts of a sentence that code can compare: its figures with units, its dates and its names. No meaning is guessed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from index.retriever import STOP_WORDS

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
WRITTEN_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?{MONTH}\b\.?(?:,? (?P<year>(?:19|20)\d\d))?(?!\w)", re.IGNORECASE
)
MONTH_FIRST = re.compile(rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>(?:19|20)\d\d))?(?![\w%])", re.IGNORECASE)
NUMERIC_DATE = re.compile(r"\b(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>(?:19|20)?\d\d)\b")
ISO_DATE = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b")
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORD_VALUES = {word: value for value, word in enumerate(UNITS)} | {word: 20 + 10 * place for place, word in enumerate(TENS)}
TEN_WORDS = re.compile(rf"\b({'|'.join(TENS)})(?:[- ]({'|'.join(UNITS[1:10])}))?\b|\b({'|'.join(UNITS)})\b", re.IGNORECASE)
FIGURE = re.compile(
    r"(?P<money>[£$€]\s?)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?(?!\w)?"
    r"(?P<scale>\s?(?:million|billion|thousand|hundred|m|bn|k)\b)?(?P<share>\s?(?:%|per ?cent\b|percentage points?\b))?",
    re.IGNORECASE,
)
SCALES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3, "k": 1e3, "hundred": 1e2}
WORD = re.compile(r"[^\W_]+(?:['&.-][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it counts in: "£", "%", "th" (an ordinal) or "" for a plain one. `place` is its offset in `words`."""

    value: float
    unit: str
    place: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a text states that can be compared: its words as they are compared, figures, dates (day, month, year; 0 where not
    stated) and names (runs of words with capitals), each in the order of the text."""

    words: str
    figures: tuple[Figure, ...]
    dates: tuple[tuple[int, int, int], ...]
    names: tuple[tuple[str, ...], ...]


def plain_words(text: str) -> str:
    """A text with one kind of space, dash and quotation mark, and with numbers written in words as digits."""
    text = unicodedata.normalize("NFKC", text).replace("\t", " ")
    text = re.sub(r"[‘’‛`]", "'", re.sub(r"[‐‑‒–—−]", "-", re.sub(r"[“”„]", '"', text)))
    return re.sub(r"\s+", " ", TEN_WORDS.sub(_as_digits, text)).strip()


def read_facts(text: str) -> Facts:
    """Read what a text states. The text is one statement: its first word has a capital whether or not it is a name."""
    words = plain_words(text)
    dates, rest = _take_dates(words)
    figures = tuple(_figures(rest))
    return Facts(words=words, figures=figures, dates=dates, names=tuple(_names(words)))


def _as_digits(match: re.Match) -> str:
    tens, unit, alone = match.groups()
    return str(WORD_VALUES[alone.lower()] if alone else WORD_VALUES[tens.lower()] + (WORD_VALUES[unit.lower()] if unit else 0))


def _take_dates(words: str) -> tuple[tuple[tuple[int, int, int], ...], str]:
    """The dates, and the words with the days blotted out at the same length; years stay, for a year may be said alone."""
    found: list[tuple[int, tuple[int, int, int]]] = []

    def take(match: re.Match) -> str:
        named = match.groupdict()
        if (named.get("month") or "").lower() == "may" and not (named.get("day") or named.get("year")):
            return match[0]
        month = MONTHS.index(named["month"].lower()[:3]) + 1 if named.get("month") else int(named["number"])
        year = int(named["year"] or 0)
        found.append((match.start(), (int(named["day"] or 0), month, year + 2000 if 0 < year < 100 else year)))
        return match[0] if not named["day"] else re.sub(r"\d+", lambda d: d[0] if len(d[0]) == 4 else " " * len(d[0]), match[0])

    for pattern in (ISO_DATE, NUMERIC_DATE, WRITTEN_DATE, MONTH_FIRST):
        words = pattern.sub(take, words)
    return tuple(date for _, date in sorted(found)), words


def _figures(words: str) -> Iterator[Figure]:
    for match in FIGURE.finditer(words):
        if match.start() and (words[match.start() - 1].isalpha() or re.search(r"\d[.,]$", words[: match.start()])):
            continue
        scale = SCALES.get((match["scale"] or "").strip().lower(), 1.0)
        unit = "£" if match["money"] else "%" if match["share"] else "th" if match["ordinal"] else ""
        value = float(match["value"].replace(",", "")) * scale
        yield Figure(value=round(value, 6), unit=unit, place=match.start(), end=match.end())


def _names(words: str) -> Iterator[tuple[str, ...]]:
    """Runs of words with a capital or with letters and digits together; the first word of the text only as part of a longer run
    or where it is written in capitals."""
    run: list[str] = []
    last_end, first = -1, True
    for match in WORD.finditer(words):
        word = re.sub(r"'s$", "", match[0])
        named = any(c.isupper() for c in word) or (any(c.isdigit() for c in word) and any(c.isalpha() for c in word))
        if named and first and not re.search(r"[A-Z].*[A-Z]|\d", word) and word.lower() in STOP_WORDS:
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
