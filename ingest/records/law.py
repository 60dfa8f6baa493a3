"""Acts, regulations and the provisions of them that words name, as UK papers cite them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.patterns import IGNORECASE, Match, compile_pattern

_TITLE_WORD = r"(?:[A-Z][\w'’-]{0,40}+|\([A-Z][^()]{2,60}\)|and|of|the|for|to|in|on|etc\.?|&)"
ACT = compile_pattern(
    rf"(?<![\w-])(?P<name>(?!(?:The|This|That|Under|Section|Part|Schedule|In|By|And|Of|Its"
    rf"|An?)\s)[A-Z][\w'’-]{{0,40}}+(?:,? {_TITLE_WORD}){{0,14}}?"
    rf" (?:Act|Measure|Regulations|Order|Rules)(?: \((?:England|Wales|Scotland|Northern Ireland)[^()]{{0,60}}\)){{0,2}}+"
    rf"(?: Regulations)?+),? ?\(?(?P<year>(?:18|19|20)\d\d)\)?(?!\d)"
)
"""An Act or instrument with its year: "Education and Inspections Act 2006", "Education Act, 1996"."""
_SHORT = compile_pattern(r"\b(?:[Tt]he )?(?P<year>(?:18|19|20)\d\d) (?:[Aa]ct|[Rr]egulations)\b")
_SAME = compile_pattern(r"\b(?:the same|that|the said) (?:Act|Regulations)\b")
PROVISION = compile_pattern(
    r"\b(?P<words>(?>sections?|schedules?|part|regulations?|paragraphs?|articles?|chapter|ss?\.?)\s?"
    r"(?:\d{1,3}(?:(?!(?:and|to|or)\s?\d)[A-Z]){0,4}+(?:\(\w{1,4}\)){0,6}+|[IVX]{1,4}\b)"
    r"(?:\s?(?:,|and|&|to|or|-|–)\s?\d{1,3}(?:(?!(?:and|to|or)\s?\d)[A-Z]){0,4}+(?:\(\w{1,4}\)){0,6}+){0,30}+"
    r"(?: of (?:part|schedule) \d{1,2}\w?)?)(?![\w.]{0,20}\d)",
    IGNORECASE,
)
_LOCAL = compile_pattern(
    r"\b(?:this|the|our) (?:report|paper|plan|strategy|agreement|IAA|appendix|guidance|code|policy)\b"
    r"|section 151\b|section 106\b",
    IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """An Act and a provision of it as named; None where none is."""

    act: str | None
    provision: str | None

    @property
    def named(self) -> bool:
        return self.act is not None or self.provision is not None


def find_law(words: str, *, earlier: Sequence[str] = ()) -> Law:
    """The first Act in the words, with the provision nearest to it. "The 2006 Act" is the Act of that year and "the same Act"
    the Act that was named last before (`earlier`, in order); a section without an Act is kept by itself."""
    acts = find_acts(words)
    act, near = None, 0
    if acts:
        act, near = acts[0]
    elif short := _SHORT.search(words):
        act = next((name for name in reversed(earlier) if name.endswith(short["year"])), None)
        near = short.start()
    elif same := _SAME.search(words):
        act, near = next(((name, same.start()) for name in reversed(earlier)), (None, same.start()))
    provisions = [match for match in PROVISION.finditer(words) if not _is_local(words, match)]
    nearest = min(provisions, key=lambda match: _distance(match, near), default=None)
    if nearest is None or (act and _distance(nearest, near) > 160):
        return Law(act=act, provision=None)
    return Law(act=act, provision=nearest["words"].strip())


def find_acts(words: str) -> Sequence[tuple[str, int]]:
    """Every Act or instrument named in full, and where in the words."""
    return [(_write_act(match), match.start()) for match in ACT.finditer(words)]


def _write_act(match: Match) -> str:
    """The Act with its year as people cite it."""
    name = compile_pattern(r"^(?:the|and|of|under|in)\s", IGNORECASE).sub("", match["name"])
    return f"{name.rstrip(',')} {match['year']}"


def _is_local(words: str, match: Match) -> bool:
    """Whether a section is one of the paper itself ("section 7.1 of the report") or names an officer."""
    around = words[match.start() : match.end() + 40]
    return bool(_LOCAL.search(around)) or compile_pattern(r"\.\d").match(words[match.end() : match.end() + 2]) is not None


def _distance(match: Match, near: int) -> int:
    return min(abs(match.start() - near), abs(match.end() - near))
