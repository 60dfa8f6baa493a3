"""What a question says to a register: the dates, names and words that it limits records by. What is left over must match too."""

from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import Stemmer

from index.register_tables import fold
from index.registers import StoredRecord
from index.retriever import STOP_WORDS
from ingest.dates import find_dates
from ingest.metadata import name_area
from ingest.patterns import IGNORECASE, Match, Pattern, compile_pattern, escape

_STEM = Stemmer.Stemmer("english")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = compile_pattern(
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?,? (?P<year>20\d\d)\b",
    IGNORECASE,
)
_YEAR = compile_pattern(
    r"\b(?:in|during|since|after|from|before|until|of|to|by|for|and|the|'s)? ?(?P<year>20\d\d)\b(?![/-]\d)", IGNORECASE
)
_SINCE = compile_pattern(r"\b(?:since|after|from)\W*$", IGNORECASE)
_UNTIL = compile_pattern(r"\b(?:before|until|till|up to|by)\W*$", IGNORECASE)
_RANGE = compile_pattern(r"^\W*(?:and|to|until|till|-)\W*$", IGNORECASE)
ASKS_COUNT = compile_pattern(r"\bhow many\b|\bnumber of\b|\bcount\b", IGNORECASE)
ASKS_LIST = compile_pattern(
    r"\b(?:list|show|name|give|tell|set out|what|what's|which|how many|count|number of|are there|were there)\b", IGNORECASE
)
_FILLER = frozenset(
    "actually ago anything asked being called complete concern concerned concerning currently day each ever every everything "
    "exactly find found full give happen happened held include included including know latest listed made make matter matters "
    "me meet meeting meetings mention named number one people's recorded regard regarding relate related relating relation "
    "respect say set show shown stand stated subject take taken there total under whole".split()
)
"""Words that ask and limit nothing, whatever is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A span of days that a question names, both ends included; None is open."""

    first: date | None
    last: date | None

    def holds(self, stated: str | None) -> bool:
        """Whether a record's date, or a day of the month or year that it states, lies in the span."""
        if stated is None:
            return False
        first, last = self.first, self.last
        return (first is None or stated >= first.isoformat()[: len(stated)]) and (
            last is None or stated <= last.isoformat()[: len(stated)]
        )


class Asked:
    """The words of a question, of which each reading takes away what it has understood."""

    def __init__(self, text: str):
        self.rest = " ".join(text.split())

    def take(self, pattern: Pattern | str) -> Match | None:
        """The first match, taken away from what is left; None where nothing matches."""
        found = (compile_pattern(pattern, IGNORECASE) if isinstance(pattern, str) else pattern).search(self.rest)
        if found:
            self._drop(found.start(), found.end())
        return found

    def _drop(self, start: int, end: int) -> None:
        self.rest = " ".join(f"{self.rest[:start]} {self.rest[end:]}".split())

    def take_days(self) -> Days | None:
        """The date, month, year or span that the question names; of several that make no span the question is not understood,
        and they stay."""
        spans = [(start, end, day, day) for start, end, day in find_dates(self.rest)]
        for pattern in (_MONTH, _YEAR):
            for found in pattern.finditer(self.rest):
                if not any(start < found.end() and found.start() < end for start, end, *_ in spans):
                    spans.append((found.start("month" if pattern is _MONTH else "year"), found.end(), *_month_or_year(found)))
        spans.sort()
        if not spans or len(spans) > 2:
            return None
        start, end, first, last = spans[0]
        before = self.rest[:start]
        if len(spans) == 2:
            if not _RANGE.match(self.rest[end : spans[1][0]]):
                return None
            end, last = spans[1][1], spans[1][3]
        elif _SINCE.search(before):
            last = None
        elif _UNTIL.search(before):
            first = None
        self._drop(start, end)
        return Days(first=first, last=last)

    def take_name(self, names: Iterable[str]) -> str | None:
        """The longest of the names that stands in the question as words, in any letters."""
        low = fold(self.rest)
        for name in sorted({name for name in names if name}, key=len, reverse=True):
            found = compile_pattern(rf"(?<![\w-]){escape(fold(name))}(?:'s|')?(?![\w-])").search(low)
            if found and len(low) == len(self.rest):
                self._drop(found.start(), found.end())
                return name
        return None

    def take_council(self, councils: Iterable[str]) -> tuple[str, ...]:
        """The councils of the name that stands in the question, with or without the word council."""
        by_area: dict[str, list[str]] = {}
        for council in councils:
            by_area.setdefault(name_area(council), []).append(council)
        area = self.take_name([*by_area, *(f"{area} council" for area in by_area)])
        return tuple(by_area[area.removesuffix(" council")]) if area else ()

    def left(self, known: Iterable[str]) -> frozenset[str]:
        """The stems of the words that are left and are neither filler nor among the known stems."""
        return stem_words(self.rest) - _FILLER_STEMS - frozenset(known)


def stem_words(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry a subject; a short form of one letter says nothing."""
    words = compile_pattern(r"[^\W_]+").findall(compile_pattern(r"'s?(?!\w)").sub(" ", fold(text)))
    return frozenset(_STEM.stemWords([word for word in words if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]))


_FILLER_STEMS = frozenset(_STEM.stemWords(list(_FILLER)))


def select_records(
    records: Iterable[StoredRecord], stems: frozenset[str], words_of: Callable[[StoredRecord], str]
) -> list[StoredRecord]:
    """The records in whose words all the stems stand."""
    return [record for record in records if stems <= stem_words(words_of(record))] if stems else list(records)


def drop_repeats(records: Iterable[StoredRecord], key_of: Callable[[StoredRecord], Hashable]) -> list[StoredRecord]:
    """The records without those that say what one before them says: one paper may stand in the store alone and in a pack."""
    return list({key_of(record): record for record in reversed(list(records))}.values())[::-1]


def add_long_forms(text: str, abbreviations: Mapping[str, str]) -> str:
    """A text with the long form of every short form that the documents define."""
    short = {word for word in compile_pattern(r"\w[\w&]*").findall(text) if word in abbreviations}
    return " ".join((text, *(abbreviations[word] for word in sorted(short))))


def _month_or_year(found: Match) -> tuple[date, date]:
    year = int(found["year"])
    month = found.groupdict().get("month")
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    number = _MONTHS.index(month[:3].lower()) + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])
