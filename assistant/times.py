"""Times as questions name them, and the time that a follow-up means by "two months later" or "the year before"."""

from ingest.patterns import IGNORECASE, Match, compile_pattern

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
TIME = compile_pattern(
    rf"\b(?:(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH} )?(?:early |late |mid[- ])?(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?|"
    r"(?<![/.£])[12]\d/[123]\d)\b(?!/)",
    IGNORECASE,
)
"""A month, a year or a financial year ("2021/22", "21/22")."""
NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
COUNTS = {word: number for number, word in enumerate(("a", "two", "three", "four", "five", "six"), start=1)} | {"one": 1}
_MOVES = compile_pattern(
    r"\b(?:(?P<count>an?|one|two|three|four|five|six|\d{1,2}) (?P<unit>month|year)s? "
    r"(?P<way>later|after(?:wards)?|on|earlier|before)"
    r"|(?:in )?the (?P<named>following|next|previous|preceding) (?P<of>month|year)"
    r"|(?:in )?the (?P<by>month|year) (?P<side>after|before))\b",
    IGNORECASE,
)
_BACK = ("earlier", "before", "previous", "preceding")
_PARTS = compile_pattern(
    rf"(?:(?P<month>{MONTH}) )?(?P<year>(?:19|20)\d\d)(?P<second>\s?[/–-]\s?(?:20)?\d\d)?|(?P<short>\d\d)/\d\d", IGNORECASE
)


def move_time(text: str, before: str) -> str:
    """A follow-up with the time that it counts from the last one named before it; as it is where it counts none, or from none."""
    moved, named = _MOVES.search(text), list(TIME.finditer(before))
    start = _PARTS.search(named[-1][0]) if moved and named else None
    if not (moved and start):
        return text
    unit = (moved["unit"] or moved["of"] or moved["by"]).lower()
    count = int(moved["count"]) if (moved["count"] or "").isdigit() else COUNTS.get((moved["count"] or "a").lower(), 1)
    if (moved["way"] or moved["named"] or moved["side"]).lower() in _BACK:
        count = -count
    time = _shift(start, count, unit)
    return f"{text[: moved.start()]}in {time}{text[moved.end() :]}" if time else text


def _shift(start: Match, count: int, unit: str) -> str:
    """A time so many months or years on; empty for months from a year."""
    year = int(start["year"] or f"20{start['short']}")
    if start["second"] or start["short"]:
        return f"{year + count}/{(year + count + 1) % 100:02}" if unit == "year" else ""
    if not start["month"]:
        return str(year + count) if unit == "year" else ""
    month = next(number for number, name in enumerate(NAMES) if name.lower().startswith(start["month"][:3].lower()))
    months = year * 12 + month + count * (12 if unit == "year" else 1)
    return f"{NAMES[months % 12]} {months // 12}"
