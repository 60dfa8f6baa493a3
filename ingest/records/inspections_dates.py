"""The days of an inspection as reports and papers write them: "13 May to 24 May 2019", "7 and 8 June 2022", "November 2021".

A month or year that is stated once for several days is given to each of them. Nothing else is added: days without any year,
days that run backwards and days that no calendar has are no days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.patterns import IGNORECASE, Match, compile_opening, compile_pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A label leaves no doubt that a month follows, so one that is misspelt after its first letters ("Febuary") is still that month.
_MONTH = (
    r"(?:jan(?:[a-z]*y)?|feb(?:[a-z]*y)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|[a-z]*ber)?|oct(?:[a-z]*ber)?"
    r"|nov(?:[a-z]*ber)?|dec(?:[a-z]*ber)?)(?![a-z])\.?"
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?\s*+(?:the\s+)?)?+"
_WORDED = (
    rf"{_WEEKDAY}(?P<d>(?>0[1-9]|[12]\d|3[01]|[1-9]))(?:\s?(?:st|nd|rd|th)\b)?+(?!\d)"
    rf"(?:(?:\s*+(?:of\s++)?+|-)(?P<m>{_MONTH})(?:[\s,-]*+(?P<y>{_YEAR}))?)?"
)
_NUMERIC = r"(?P<nd>\d{1,2})(?P<s>[./-])(?P<nm>\d{1,2})(?P=s)(?P<ny>20\d\d|\d\d)(?!\d)"
_PART = compile_pattern(rf"(?:{_NUMERIC}|{_WORDED})", IGNORECASE)
_JOIN = compile_opening(
    r"\s*+(?:(?:,\s*+)?(?<![a-z])(?:to|and|until|till|through|from|between)(?![a-z])|[,;&/–—‒−-])"
    r"(?:\s*+(?:from|between|and)\b)?\s*",
    IGNORECASE,
)
_GOES_ON = compile_opening(r"\s*(?:(?:to|until|till|through)\b|[–—‒−-])[^\n]{0,16}\d", IGNORECASE)
"""Stands after days that were read only in part."""
_LEAD = compile_opening(r"[\s:.–—-]*+(?:(?:from|between|on)\b[\s:]*+)?", IGNORECASE)
_MONTH_ALONE = compile_pattern(
    r"\b(?P<m>January|February|March|April|May|June|July|August|September|October|November|December|"
    rf"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?,?\s+(?P<y>{_YEAR}|[’'‘]?\d\d(?![\d,.]\d|\d))"
)
MOST_PARTS = 20
"""Days that an inspection lists one by one are fewer; a longer row of numbers is none of days."""
LONGEST_DAYS = 120
"""No inspection of a framework since 2013 kept inspectors on site so long; words that say so are misread or misprinted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The first and last day of an inspection in ISO form, or the month alone where no day is stated. `start` and `end` are where
    the words stand in the text."""

    start: int
    end: int
    began: str
    ended: str

    @property
    def has_days(self) -> bool:
        return len(self.began) == len("2022-01-25")


def read_period(text: str, start: int = 0) -> Period | None:
    """The days that `text` states from `start` on, where nothing but white space, "from" or punctuation stands before them."""
    lead = _LEAD.match(text, start)
    first = _PART.match(text, lead.end() if lead else start)
    return _read_parts(text, first) if first else None


def find_periods(text: str) -> Iterator[Period]:
    """The days and months stated in running text, in order and not overlapping."""
    at = 0
    while match := _PART.search(text, at):
        at = match.end()
        if compile_pattern(r"[\d£.,/]$").search(text[max(0, match.start() - 2) : match.start()]):
            continue
        found = _read_parts(text, match)
        if found:
            yield found
            at = found.end


def find_months(text: str) -> Iterator[Period]:
    """Months with their year that stand without a day: "in November 2021", "(November 21)"."""
    for match in _MONTH_ALONE.finditer(text):
        if compile_pattern(r"\d(?:st|nd|rd|th)?\s(?:of\s)?$").search(text[max(0, match.start() - 8) : match.start()]):
            continue
        year = match["y"].lstrip("’'‘")
        month = f"{year if len(year) == 4 else '20' + year}-{_MONTHS.index(match['m'][:3].lower()) + 1:02}"
        yield Period(start=match.start(), end=match.end(), began=month, ended=month)


def _read_parts(text: str, first: Match) -> Period | None:
    parts = [first]
    while (join := _JOIN.match(text, parts[-1].end())) and (part := _PART.match(text, join.end())):
        parts.append(part)
        if len(parts) > MOST_PARTS:
            return None
    # A day at the end that has no month of its own is another number ("24 May 2019, 13 schools").
    while parts and not (parts[-1]["m"] or parts[-1]["nm"]):
        parts.pop()
    days = _fill_days(parts)
    if days and _GOES_ON.match(text, parts[-1].end()):
        return None
    if not days or days != sorted(days) or (days[-1] - days[0]).days > LONGEST_DAYS:
        return None
    return Period(start=first.start(), end=parts[-1].end(), began=days[0].isoformat(), ended=days[-1].isoformat())


def _fill_days(parts: list[Match]) -> list[date]:
    """The days of the parts, none where one of them is no day. What a part lacks stands in the part after it; a year may also
    stand only in the one before."""
    stated = [_stated(part) for part in parts]
    years = [year for _, _, year in stated]
    for number in range(len(stated) - 2, -1, -1):
        day, month, year = stated[number]
        _, month_after, year_after = stated[number + 1]
        stated[number] = (day, month or month_after, year or year_after)
    known: int | None = None
    days: list[date] = []
    for number, (day, month, year) in enumerate(stated):
        known = year or known
        if month is None or known is None:
            return []
        # "12 December to 10 January 2022": the year is that of the second day alone.
        after = stated[number + 1][1] if number + 1 < len(stated) else None
        lent = years[number] is None and after is not None and month > after and month >= 11
        try:
            days.append(date(known - lent, month, day))
        except ValueError:
            return []
    return days


def _stated(part: Match) -> tuple[int, int | None, int | None]:
    if part["nd"]:
        year = int(part["ny"])
        return int(part["nd"]), int(part["nm"]), year if year > 99 else 2000 + year
    month = _MONTHS.index(part["m"][:3].lower()) + 1 if part["m"] else None
    return int(part["d"]), month, int(part["y"]) if part["y"] else None
