"""Numbers and dates that a text states, read as values that can be compared: an amount with its unit, a day of a month.

Every reader of figures uses this one, so that what an answer says, what it cites and what a question asks are read alike.
Nothing here fails on any text: a number of any length is a value, and what cannot be a date is read as plain numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, Context, Decimal
from typing import NamedTuple

from ingest.dates import find_dates
from ingest.patterns import DOTALL, IGNORECASE, MULTILINE, Match, compile_pattern

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_PARTIAL_DATES = tuple(
    compile_pattern(pattern, IGNORECASE)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b\.?(?:,? (?P<year>(?:19|20)\d\d))?(?!\w)",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w%])",
        rf"\b{_MONTH}\b\.?(?:,? (?P<year>(?:19|20)\d\d))?(?!\w)",
    )
)
"""Days without a year, and months: "3 October", "October 3" and "October 2023"; full dates are read by `ingest.dates`."""
_DAY_BEFORE = compile_pattern(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)? ?(?:to|and|until|&|,|[-–—]) ?(?:the )?(?:[A-Z][a-z]{2,8}day,? )?$"
)
"""The "3" before the date in "3 to 14 October 2022"; so many characters are looked at."""
_BEFORE_CHARS = 32
_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD_VALUES = {word: value for value, word in enumerate(_UNIT_WORDS)} | {
    word: 20 + 10 * place for place, word in enumerate(_TEN_WORDS)
}
_IN_WORDS = rf"\b(?:(?:{'|'.join(_TEN_WORDS)})(?:[- ](?:{'|'.join(_UNIT_WORDS[1:10])}))?|(?:{'|'.join(_UNIT_WORDS)}))\b"
_NUMBER_WORDS = compile_pattern(_IN_WORDS, IGNORECASE)
_QUANTITY = compile_pattern(
    r"(?P<sign>[£$€][ \u00a0]?)?"
    rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}}(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th)\b)?|(?P<words>{_IN_WORDS}))"
    r"(?:[ \u00a0-]?(?P<scale>million|billion|thousand|hundred|bn|m|k)\b)?"
    r"(?:[ \u00a0-]?(?P<share>%|per[ \u00a0]?cent\b|percentage[ \u00a0-]points?\b))?",
    IGNORECASE,
)
_SCALES = {"hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9}
"""How many places to the left the decimal point stands."""
_YEARS = compile_pattern(r"(?<![\d£$€/.–-])(?:(?P<first>(?:19|20)\d\d)[/–-]|(?P<short>[12]\d)/)(?P<second>\d\d)(?![\d/–-]|\.\d)")
"""A financial or school year, "2021/22" or "21/22", which ends in 2022."""
_WIDE = Context(prec=MAX_PREC, Emax=MAX_EMAX)
"""Numbers are compared to their last digit, however many they have."""
_LONGEST_CODE_LETTERS = 12
_MARK = compile_pattern(r"\[\d+\]|^[ \t]*\d{1,3}[.)](?=\s)", MULTILINE)
"""The mark of a citation, and the number before an item of a list, which counts nothing."""


class StatedDate(NamedTuple):
    """A day, a month or a year, as far as they are stated; 0 where not."""

    day: int
    month: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts in: "£", "$" or "€", "%", "points" (of percentage), "th" (an ordinal), the letters of a code
    such as "Q" in "Q3", or "" for a plain one. What a plain one counts ("12 schools") is not read here. `scale` is the power of
    ten that was written as a word or letter: 6 for "£4.2m", whose value is 4,200,000. `start` and `end` are its place in the text
    that it was read from."""

    value: Decimal
    unit: str
    scale: int
    start: int
    end: int

    @property
    def is_year(self) -> bool:
        return self.unit == "" and 1900 <= self.value < 2100 and self.value % 1 == 0

    @property
    def is_code(self) -> bool:
        return self.unit.isalpha() and self.unit not in ("points", "th")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What a text states, in the order of the text. The year of a full date is among the quantities too: it may be said alone."""

    quantities: tuple[Quantity, ...]
    dates: tuple[StatedDate, ...]

    @property
    def values(self) -> frozenset[Decimal]:
        """Every value, whatever its unit, and those of days, for comparing loosely."""
        parts = {Decimal(part) for date in self.dates if date.day or date.year for part in date if part}
        return frozenset(quantity.value for quantity in self.quantities) | parts


def read_numbers(text: str) -> Numbers:
    """The quantities and dates of a text."""
    dates, rest = read_dates(text)
    return Numbers(quantities=read_quantities(rest), dates=dates)


def read_dates(text: str) -> tuple[tuple[StatedDate, ...], str]:
    """The dates of a text, and the text with them blotted out at the same length; years of four figures stay."""
    found = [(start, end, StatedDate(day.day, day.month, day.year)) for start, end, day in find_dates(text)]
    text = _blot(text, found)
    for pattern in _PARTIAL_DATES:
        partial = [(match.start(), match.end(), date) for match in pattern.finditer(text) if (date := _read_partial(match))]
        text = _blot(text, partial)
        found += partial
    days: list[tuple[int, int, StatedDate]] = []
    for start, _, date in found:
        while date.day and (before := _DAY_BEFORE.search(text[max(0, start - _BEFORE_CHARS) : start])):
            end, start = start, max(0, start - _BEFORE_CHARS) + before.start()
            if not 1 <= int(before["day"]) <= 31:
                break
            days.append((start, end, date._replace(day=int(before["day"]))))
    return tuple(date for _, _, date in sorted(found + days)), _blot(text, sorted(days))


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, in digits or in words up to ninety-nine, dates read as numbers too."""
    found = []
    centuries = dict(place for match in _YEARS.finditer(text) for place in _centuries(match))
    for match in _QUANTITY.finditer(text):
        if match["digits"]:
            value = Decimal(match["digits"].replace(",", ""))
            unit = _code_before(text, match.start()) if not match["sign"] else ""
        else:
            value, unit = Decimal(_value_of(match["words"])), ""
        if match.start("digits") in centuries:
            value += centuries[match.start("digits")]
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 0
        value = value.scaleb(scale, _WIDE)
        if match["sign"]:
            unit = match["sign"][0]
        elif match["share"]:
            unit = "points" if match["share"].lower().startswith("percentage") else "%"
        elif match["ordinal"]:
            unit = "th"
        found.append(Quantity(value=value, unit=unit, scale=scale, start=match.start(), end=match.end()))
    return tuple(found)


def write_digits(text: str) -> str:
    """The text with its numbers in words up to ninety-nine written in digits."""
    return _NUMBER_WORDS.sub(lambda match: str(_value_of(match[0])), text)


def without_marks(text: str) -> str:
    """An answer without the marks of its citations and of the items of its lists, at the same length."""
    return _MARK.sub(lambda mark: " " * len(mark[0]), text)


class KnownNumbers:
    """What an answer may state: the numbers of its evidence, read once."""

    def __init__(self, texts: Iterable[str], dates: Iterable[StatedDate] = ()):
        # A line break or the edge of a table cell divides a number from its unit, until an answer says both on one line.
        read = [read_numbers(form) for text in texts for form in {text, " ".join(text.split())}]
        self._dates = {date for one in read for date in one.dates} | set(dates)
        self._quantities = {(quantity.value, quantity.unit) for one in read for quantity in one.quantities}
        self._quantities |= {(Decimal(date.year), "") for date in self._dates if date.year}

    def holds(self, value: Decimal | int, unit: str = "") -> bool:
        """Whether this amount in this unit is stated."""
        return (Decimal(value), unit) in self._quantities

    def holds_date(self, date: StatedDate) -> bool:
        """Whether a date is stated that has each part of this one; the year may be stated elsewhere, as for "3 to 14 October"."""
        return any(
            date.month == other.month
            and date.day in (0, other.day)
            and (date.year in (0, other.year) or (other.year == 0 and self.holds(date.year)))
            for other in self._dates
        )

    def find_unsupported(self, text: str, worked_out: Iterable[Quantity] = ()) -> tuple[str, ...]:
        """The numbers and dates of a text, as it writes them, that are neither stated here nor worked out; marks of citations and
        of lists aside."""
        text = without_marks(text)
        numbers = read_numbers(text)
        allowed = {(quantity.value, quantity.unit) for quantity in worked_out}
        missing = [
            text[quantity.start : quantity.end]
            for quantity in numbers.quantities
            if not self.holds(quantity.value, quantity.unit) and (quantity.value, quantity.unit) not in allowed
        ]
        # A month alone is a word.
        missing += [
            "-".join(str(part) for part in reversed(date) if part)
            for date in numbers.dates
            if (date.day or date.year) and not self.holds_date(date)
        ]
        return tuple(dict.fromkeys(missing))


def _read_partial(match: Match) -> StatedDate | None:
    """The date of such a match; None for a day that no month has, and for "may", which mostly is a verb."""
    named = match.groupdict()
    day, year = int(named.get("day") or 0), int(named.get("year") or 0)
    if day > 31 or (named["month"].lower() == "may" and not (day or year)):
        return None
    return StatedDate(day, MONTHS.index(named["month"].lower()[:3]) + 1, year)


def _blot(text: str, spans: Sequence[tuple[int, int, StatedDate]]) -> str:
    """The text with spaces for all of these ranges but their years; ranges within one another are taken together."""
    parts, at = [], 0
    for start, end, _ in spans:
        parts.append(text[at:start])
        if end > at:
            part = text[max(start, at) : end]
            parts.append(compile_pattern(r"(?<!\d)\d{4}(?!\d)|(.)", DOTALL).sub(lambda sign: " " if sign[1] else sign[0], part))
            at = end
    return "".join((*parts, text[at:]))


def _centuries(match: Match) -> list[tuple[int, int]]:
    """What is left out of the parts of a year, by the place of the part: 2000 for the "22" of "2021/22"."""
    first, second = int(match["first"] or match["short"]), int(match["second"])
    if match["short"]:
        return [(match.start("short"), 2000), (match.start("second"), 2000)] if second == first + 1 else []
    return [(match.start("second"), first // 100 * 100)] if second > first % 100 else []


def _value_of(words: str) -> int:
    return sum(_WORD_VALUES[word] for word in compile_pattern("[- ]").split(words.lower()))


def _code_before(text: str, place: int) -> str:
    """The letters that stand right before a number and make it a code; "" before a plain number."""
    start = place
    while start > max(0, place - _LONGEST_CODE_LETTERS) and text[start - 1].isalpha():
        start -= 1
    return text[start:place].upper()
