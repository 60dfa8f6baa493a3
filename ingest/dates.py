"""Full dates as UK papers write them. A month without its day is no date here, and nothing is read off a clock."""

from datetime import date
from pathlib import PurePosixPath

from ingest.patterns import IGNORECASE, Match, compile_pattern

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}

_WEEKDAY = r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?\s+(?:the\s+)?)?"
_DAY = r"(?>0[1-9]|[12]\d|3[01]|[1-9])"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th)\b)?+"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_GAP = r"[\s,.\-]{0,3}+"
# No date begins or ends inside a longer number, sum of money or paragraph number.
_BEFORE = r"(?<![\d£])(?<!\d[/.\-])"
_AFTER = r"(?!\d)(?![/.\-]\d)"

# "Tuesday 25 January 2022", "22nd December, 2022", "the 25th day of January 2022", "25-Jan-2022": the order of UK papers.
_DAY_FIRST = (
    rf"{_WEEKDAY}(?<!\d)(?<!\d[.,/])(?P<d1>{_DAY}){_ORDINAL}(?:\s+day)?+(?:\s+of)?+{_GAP}"
    rf"(?P<m1>{_MONTH}){_GAP}(?P<y1>{_YEAR})(?!\d)"
)
# "January 25, 2022": what a word processor set to US English inserts; the words leave no doubt about the order.
_MONTH_FIRST = rf"{_WEEKDAY}\b(?P<m2>{_MONTH})\b\.?\s+(?P<d2>{_DAY}){_ORDINAL},?\s+(?P<y2>{_YEAR})(?!\d)"
# "2022-01-25": file names and exports.
_YEAR_FIRST = rf"{_BEFORE}(?P<y3>{_YEAR})(?P<s3>[-/.])(?P<m3>0?[1-9]|1[0-2])(?P=s3)(?P<d3>\d{{1,2}}){_AFTER}"
# "25/01/2022", "1/2/22": always day, month, year in the UK.
_NUMBERS = rf"{_BEFORE}(?P<d4>\d{{1,2}})(?P<s4>[-/.])(?P<m4>\d{{1,2}})(?P=s4)(?P<y4>{_YEAR}){_AFTER}"
_SHORT_SLASHES = rf"{_BEFORE}(?P<d5>\d{{1,2}})/(?P<m5>\d{{1,2}})/(?P<y5>\d\d){_AFTER}"
# "25.01.22": both day and month need two digits, or paragraph number 4.2.11 would be a day in February.
_SHORT_DOTS = rf"{_BEFORE}(?P<d6>\d\d)(?P<s6>[-.])(?P<m6>\d\d)(?P=s6)(?P<y6>\d\d){_AFTER}"

_FORMS = 6
_DATE = compile_pattern("|".join((_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST, _NUMBERS, _SHORT_SLASHES, _SHORT_DOTS)), IGNORECASE)

# "20220125" and "25012022": file names only; in running text eight digits are a reference or a telephone number.
_COMPACT = compile_pattern(r"(?<!\d)(?:(?P<y1>20\d\d)(?P<m1>\d\d)(?P<d1>\d\d)|(?P<d2>\d\d)(?P<m2>\d\d)(?P<y2>20\d\d))(?!\d)")


def find_dates(text: str) -> tuple[tuple[int, int, date], ...]:
    """Every full date in `text` as (start, end, date), in order and not overlapping; a weekday before it belongs to the range."""
    found = ((match.start(), match.end(), _read_match(match, _FORMS)) for match in _DATE.finditer(text))
    return tuple((start, end, day) for start, end, day in found if day is not None)


def parse_date(text: str) -> date | None:
    """The date that `text` is, as a whole; None for anything else."""
    text = text.strip()
    return next((day for start, end, day in find_dates(text) if (start, end) == (0, len(text))), None)


def find_date_in_name(name: str) -> date | None:
    """The first full date in a file name ("2022-01-25", "25_01_2022", "20220125", "25th-january-2022")."""
    # Underscores and web-encoded spaces stand where a hyphen or a space would.
    words = PurePosixPath(name).stem.replace("_", "-").replace("%20", " ").replace("+", " ")
    dates = find_dates(words)
    if dates:
        return dates[0][2]
    days = (_read_match(match, 2) for match in _COMPACT.finditer(words))
    return next((day for day in days if day is not None), None)


def write_date(day: date) -> str:
    """A date as a UK reader writes it: 25 January 2022."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def _read_match(match: Match, forms: int) -> date | None:
    form = next(n for n in range(1, forms + 1) if match[f"y{n}"] is not None)
    year, month, day = match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]
    number = int(month) if month.isdigit() else _MONTH_NUMBERS[month[:3].lower()]
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), number, int(day))
    except ValueError:
        return None
