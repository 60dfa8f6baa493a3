"""Rolls of people: lines of names under the words that say who they are ("Present:", "To members of the Planning Committee")."""

from collections.abc import Sequence

from ingest.patterns import compile_opening, compile_pattern

_TITLE = r"(?>Councillors?|Cllrs?\.?|Mrs?\.?|Ms\.?|Miss|Dr\.?|Prof(?:essor|\.)?|Rev\.?|Sir|Dame|Lord|Lady)"
# A word of a name is read in one way only: it is no title, and of a double name "-King" is never half of the first word.
_WORD = (
    rf"(?!{_TITLE} )"
    r"(?>(?:Mc|Mac|[DO][’'])?[A-Z](?:[a-zà-ž’']|-(?![A-Z]))+(?:-[A-Z][a-z]+)?|MBE|OBE|CBE|BEM|MP|JP|[A-Z]\.?)"
)
_BRACKET = r"(?: ?\([^()]{1,60}\))?+"
_PERSON = rf"(?>(?:{_TITLE} ){{1,3}}{_WORD}(?: {_WORD}){{0,3}}|{_WORD}(?: {_WORD}){{1,3}}){_BRACKET}"
_SURNAME = rf"(?>{_WORD}(?: ?{_WORD}){{0,3}}){_BRACKET}"
_BETWEEN = rf"(?>\s*[,;&]\s*(?:and )?|\s+and\s+|\s+(?={_TITLE} )|(?<=\)) )"
_LINE = compile_opening(
    rf"(?:[A-Z][\w ]{{2,40}}:\s*)?(?:{_PERSON}(?:{_BETWEEN}{_PERSON})*+|Councillors {_SURNAME}(?:{_BETWEEN}{_SURNAME})*+)[\s.,;]*"
)
_HAS_TITLE = compile_pattern(rf"\b{_TITLE} [A-Z]")
_ASIDE = compile_pattern(r"\([^()]*\)")
_DIVIDES = compile_pattern(r"[,;&]+|\band\b|\) (?=[A-Z])")
LEAD_WORDS = 14
"""A line that announces names is at most so long."""
LEAST_NAMES = 3


def find_rolls(blocks: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of blocks, each from the line that announces people to the last line of their names, as (first, after the last).

    Three names at the least make a roll, one of them with a title or a bracket, for titles of papers begin with capitals too.
    """
    rolls: list[tuple[int, int]] = []
    at = 0
    while at < len(blocks):
        last = at
        while last < len(blocks) and _LINE.fullmatch(blocks[last]):
            last += 1
        words = ",".join(blocks[at:last])
        divided = _DIVIDES.split(_ASIDE.sub("()", words.strip(" .,;")))
        named = max(len(_HAS_TITLE.findall(words)), len(divided))
        if last > at and named >= LEAST_NAMES and (_HAS_TITLE.search(words) or "(" in words):
            first = at - 1 if at and _announces(blocks[at - 1]) else at
            rolls.append((first, last))
        at = max(last, at + 1)
    return rolls


def write_roll(text: str) -> str:
    """A roll on one line: what announces the people, a colon, then their names with commas between."""
    lead, *names = text.split("\n")
    if not names or _LINE.fullmatch(lead):
        return ", ".join(line.strip().rstrip(",;") for line in text.split("\n"))
    return f"{lead.rstrip(' :–-')}: {', '.join(line.strip().rstrip(',;') for line in names)}"


def _announces(line: str) -> bool:
    return len(line.split()) <= LEAD_WORDS and not compile_pattern(r"[.;!?]\s*$").search(line)
