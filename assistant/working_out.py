"""What a question asks that no paper prints, worked out from two figures that are cited: a difference, or a share of a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.quantities import Quantity, read_numbers, read_quantities
from assistant.statements import Statement
from ingest.patterns import IGNORECASE, compile_pattern, escape

ASKS_DIFFERENCE = compile_pattern(
    r"\b(?:gap|shortfall|differences?|differ|how much (?:more|less|higher|lower|bigger|smaller)|by how much"
    r"|how (?:much|far) (?:did|has|have|had|was|were)\b.{0,60}\b(?:rise|risen|fall|fallen|grow|grown|drop\w*|change\w*"
    r"|increase\w*|decrease\w*|go up|gone up|go down|gone down|come down)|left to (?:find|fund|pay))\b",
    IGNORECASE,
)
ASKS_SHARE = compile_pattern(r"\b(?:what|which) (?:rough )?(?:share|percentage|proportion|per ?cent|fraction)\b", IGNORECASE)
_SCALES = {0: "", 2: "00", 3: "k", 6: "m", 9: "bn"}
_OUT_OF = compile_pattern(
    r"\b(?P<part>\d[\d,]{0,30}) (?:out )?of (?:the |its |their |our )?(?P<whole>\d[\d,]{0,30})\b(?![%.]\d|\s?(?:%|per ?cent))",
    IGNORECASE,
)
_OF_THESE = compile_pattern(r"\b(?P<part>\d[\d,]{0,30}) of (?:these|those) (?P<noun>\w+)", IGNORECASE)
Told = tuple[Statement, int]
"""A statement that an answer says, and the number of the citation that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A figure that something is worked out from: as its paper prints it, and the number of the citation that holds it."""

    figure: Quantity
    words: str
    citation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """A sentence that says a figure, with the two cited ones that it was worked out from."""

    sentence: str
    result: Quantity
    sources: tuple[Source, Source]


def work_out(question: str, groups: Sequence[Sequence[Told]]) -> WorkedOut | None:
    """A sentence that says the difference or share asked for, in figures; None where none is asked for, where a paper prints it,
    or where it is not plain between which figures it lies. `groups` are what each part of the answer tells."""
    if ASKS_SHARE.search(question):
        return _share([told for group in groups for told in group])
    if not ASKS_DIFFERENCE.search(question):
        return None
    figures = [found for group in groups if (found := [source for told in group for source in find_figures(*told)])]
    pair = _only_two(figures)
    if pair is None or _kind(pair[0]) != _kind(pair[1]) or pair[0].figure.value == pair[1].figure.value:
        return None
    more, less = sorted(pair, key=lambda source: -source.figure.value)
    gap = more.figure.value - less.figure.value
    if any((source.figure.value, source.figure.unit) == (gap, more.figure.unit) for found in figures for source in found):
        return None
    return _conclude("the difference between {} and {} is", (more, less), _write(gap, more.figure))


def find_figures(statement: Statement, citation: int) -> list[Source]:
    """Amounts of money and percentages of a statement, in order."""
    text = statement.text
    return [
        Source(figure=figure, words=text[figure.start : figure.end], citation=citation)
        for figure in read_numbers(text).quantities
        if figure.unit in ("£", "$", "€", "%")
    ]


def _kind(source: Source) -> tuple[str, int]:
    return source.figure.unit, source.figure.scale


def _only_two(groups: Sequence[Sequence[Source]]) -> tuple[Source, Source] | None:
    """The two figures of one part, or the one of each of two."""
    if len(groups) == 1 and len(groups[0]) == 2:
        return groups[0][0], groups[0][1]
    if len(groups) == 2 and all(len(group) == 1 for group in groups):
        return groups[0][0], groups[1][0]
    return None


def _share(told: Sequence[Told]) -> WorkedOut | None:
    """The share of "83 out of 148", or of "12 of these contacts" after a sentence that counts the contacts."""
    if any(compile_pattern(r"\d\s?(?:%|per ?cent)").search(statement.text) for statement, _ in told):
        return None
    found: list[tuple[Source, Source]] = []
    for place, (statement, citation) in enumerate(told):
        for match in _OUT_OF.finditer(statement.text):
            found += _pair(_read_one(match["part"], citation), _read_one(match["whole"], citation))
        for match in _OF_THESE.finditer(statement.text):
            noun = escape(match["noun"])
            counted = compile_pattern(rf"\b(?P<whole>\d[\d,]{{0,30}}) (?:\w{{1,40}} ){{0,3}}{noun}\b", IGNORECASE)
            before = [*((s.text, number) for s, number in told[:place]), (statement.text[: match.start()], citation)]
            wholes = [(whole["whole"], number) for text, number in before if (whole := counted.search(text))]
            if wholes:
                found += _pair(_read_one(match["part"], citation), _read_one(*wholes[0]))
    if len(found) != 1 or not found[0][1].figure.value:
        return None
    part, whole = found[0]
    share = 100 * part.figure.value / whole.figure.value
    return _conclude("{} of {} is", (part, whole), f"{share:.0f}%") if 0 < share <= 100 else None


def _pair(part: Source | None, whole: Source | None) -> list[tuple[Source, Source]]:
    return [(part, whole)] if part and whole else []


def _read_one(words: str, citation: int) -> Source | None:
    """The one number that these words are; None for a run of several, such as "1,2,3"."""
    numbers = read_quantities(words)
    return Source(figure=numbers[0], words=words, citation=citation) if len(numbers) == 1 else None


def _conclude(said: str, sources: tuple[Source, Source], result: str) -> WorkedOut:
    """The sentence with its sources, each under its own citation where they stand in two."""
    marks = [f"[{number}]" for number in sorted({source.citation for source in sources})]
    named = [source.words if len(marks) == 1 else f"{source.words} [{source.citation}]" for source in sources]
    sentence = f"Worked out: {said.format(*named)} {result}. {' '.join(marks)}"
    return WorkedOut(sentence=sentence, result=read_quantities(result)[0], sources=sources)


def _write(value: Decimal, like: Quantity) -> str:
    """An amount as the figures that it was worked out from are written."""
    number = f"{value.scaleb(-like.scale):,.2f}".rstrip("0").rstrip(".")
    return f"{number} percentage points" if like.unit == "%" else f"{like.unit}{number}{_SCALES[like.scale]}"
