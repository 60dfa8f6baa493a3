"""Acts, regulations and the provisions of them that words name, as UK papers cite them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TITLE_WORD = r"(?:[A-Z][\w'’-]*|\([A-Z][^()]{2,60}\)|and|of|the|for|to|in|on|etc\.?|&)"
ACT = re.compile(
    rf"(?<![\w-])(?P<name>(?!(?:The|This|That|Under|Section|Part|Schedule|In|By|And|Of|Its"
    rf"|An?)\s)[A-Z][\w'’-]*(?:,? {_TITLE_WORD}){{0,14}}?"
    rf" (?:Act|Measure|Regulations|Order|Rules)(?: \((?:England|Wales|Scotland|Northern Ireland|England and Wales)[^()]*\))*"
    rf"(?: Regulations)?),? ?\(?(?P<year>(?:18|19|20)\d\d)\)?(?!\d)"
)
"""An Act or instrument with its year: "Education and Inspections Act 2006", "Education Act, 1996"."""
_SHORT = re.compile(r"\b(?:[Tt]he )?(?P<year>(?:18|19|20)\d\d) (?:[Aa]ct|[Rr]egulations)\b")
_SAME = re.compile(r"\b(?:the same|that|the said) (?:Act|Regulations)\b")
PROVISION = re.compile(
    r"\b(?P<words>(?:sections?|s\.?|ss\.?|part|schedules?|regulations?|paragraphs?|articles?|chapter)\s?"
    r"(?:\d{1,3}[A-Z]{0,4}(?:\(\w{1,4}\))*|[IVX]{1,4}\b)(?:\s?(?:,|and|&|to|or|-|–)\s?\d{1,3}[A-Z]{0,4}(?:\(\w{1,4}\))*)*"
    r"(?: of (?:part|schedule) \d{1,2}\w?)?)(?![\w.]*\d)",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:this|the|our) (?:report|paper|plan|strategy|agreement|IAA|appendix|guidance|code|policy)\b"
    r"|section 151\b|section 106\b",
    re.IGNORECASE,
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


def _write_act(match: re.Match[str]) -> str:
    """The Act with its year as people cite it."""
    name = re.sub(r"^(?:the|and|of|under|in)\s", "", match["name"], flags=re.IGNORECASE)
    return f"{name.rstrip(',')} {match['year']}"


def _is_local(words: str, match: re.Match[str]) -> bool:
    """Whether a section is one of the paper itself ("section 7.1 of the report") or names an officer."""
    around = words[match.start() : match.end() + 40]
    return bool(_LOCAL.search(around)) or re.match(r"\.\d", words[match.end() : match.end() + 2]) is not None


def _distance(match: re.Match[str], near: int) -> int:
    return min(abs(match.start() - near), abs(match.end() - near))
