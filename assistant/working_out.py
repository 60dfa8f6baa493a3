"""What a question asks that no paper prints, worked out from figures that are cited: a difference, or a share of a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.statements import Statement

ASKS_DIFFERENCE = re.compile(
    r"\b(?:gap|shortfall|differences?|differ|how much (?:more|less|higher|lower|bigger|smaller)|by how much"
    r"|how (?:much|far) (?:did|has|have|had|was|were)\b.{0,60}\b(?:rise|risen|fall|fallen|grow|grown|drop\w*|change\w*"
    r"|increase\w*|decrease\w*|go up|gone up|go down|gone down|come down)|left to (?:find|fund|pay))\b",
    re.IGNORECASE,
)
ASKS_SHARE = re.compile(r"\b(?:what|which) (?:rough )?(?:share|percentage|proportion|per ?cent|fraction)\b", re.IGNORECASE)
_SCALES = {"m": "m", "million": "m", "bn": "bn", "billion": "bn", "k": "k", "thousand": "k", "": ""}
_FIGURE = re.compile(
    r"(?P<pounds>£\s?)(?P<money>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>million|billion|thousand|bn|m|k)?\b"
    r"|(?P<share>\d[\d,]*(?:\.\d+)?)\s?(?:%|per ?cent\b)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"\b(?P<part>\d[\d,]*) (?:out )?of (?:the |its |their |our )?(?P<whole>\d[\d,]*)\b(?![%.]\d|\s?(?:%|per ?cent))",
    re.IGNORECASE,
)
_OF_THESE = re.compile(r"\b(?P<part>\d[\d,]*) of (?:these|those) (?P<noun>\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as a paper prints it: its value, its unit ("£", "£m", "%") and its words."""

    value: float
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A sentence with the words of the figures that it was worked out from."""

    sentence: str
    figures: tuple[str, ...]


def work_out(question: str, groups: Sequence[Sequence[Statement]]) -> WorkedOut | None:
    """A sentence that says the difference or share asked for, in figures; None where none is asked for, where a paper prints it,
    or where it is not plain between which figures it lies. `groups` are the statements of each part of the answer."""
    words = [" ".join(statement.text for statement in group) for group in groups]
    if ASKS_SHARE.search(question):
        return _share(" ".join(words))
    if not ASKS_DIFFERENCE.search(question):
        return None
    pair = _only_two([figures for text in words if (figures := find_figures(text))])
    if pair is None or pair[0].unit != pair[1].unit or pair[0].value == pair[1].value:
        return None
    more, less = sorted(pair, key=lambda figure: -figure.value)
    gap = round(more.value - less.value, 6)
    if any(figure.value == gap for text in words for figure in find_figures(text)):
        return None
    sentence = f"Worked out: the difference between {more.words} and {less.words} is {_write(gap, more.unit)}"
    return WorkedOut(sentence, (more.words, less.words))


def find_figures(text: str) -> list[Figure]:
    """Amounts of money and percentages of a text, in order."""
    found = []
    for match in _FIGURE.finditer(text):
        if match["share"]:
            found.append(Figure(float(match["share"].replace(",", "")), "%", match[0]))
        else:
            scale = _SCALES[(match["scale"] or "").lower()]
            found.append(Figure(float(match["money"].replace(",", "")), f"£{scale}", match[0]))
    return found


def _only_two(groups: Sequence[Sequence[Figure]]) -> tuple[Figure, Figure] | None:
    """The two figures of one text, or the one of each of two."""
    if len(groups) == 1 and len(groups[0]) == 2:
        return groups[0][0], groups[0][1]
    if len(groups) == 2 and all(len(group) == 1 for group in groups):
        return groups[0][0], groups[1][0]
    return None


def _share(text: str) -> WorkedOut | None:
    """The share of "83 out of 148", or of "12 of these contacts" after a sentence that counts the contacts."""
    if re.search(r"\d\s?(?:%|per ?cent)", text):
        return None
    found = [(match["part"], match["whole"], (match[0],)) for match in _OUT_OF.finditer(text)]
    for match in _OF_THESE.finditer(text):
        whole = re.search(rf"\b(?P<whole>\d[\d,]*) (?:\w+ ){{0,3}}{match['noun']}\b", text[: match.start()], re.IGNORECASE)
        if whole:
            found.append((match["part"], whole["whole"], (whole["whole"], match["part"])))
    if len(found) != 1:
        return None
    part, whole, figures = found[0]
    share = 100 * float(part.replace(",", "")) / (float(whole.replace(",", "")) or float("inf"))
    return WorkedOut(f"Worked out: {part} of {whole} is {share:.0f}%", figures) if 0 < share <= 100 else None


def _write(value: float, unit: str) -> str:
    number = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{number} percentage points" if unit == "%" else f"£{number}{unit[1:]}"
