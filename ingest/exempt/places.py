"""Where one part of a paper ends and another begins: agenda items, appendices, numbered minutes and sections, headings, sheets
and slides. What the words mean is not asked here."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ingest.document import Page, PlacedBlock
from ingest.exempt.lexicon import normalise
from ingest.patterns import IGNORECASE, compile_pattern

LINE_CHARS = 200
"""A longer block opens nothing."""
PAGE_HEAD = 4
"""A marking or the title of a part stands among so many blocks at the head of a page."""
MINUTE_STEP = 3
"""The number after a minute's is at most so much larger: one may be missing, but "12 members" opens nothing."""

Kind = Literal["item", "appendix", "number", "heading"]

_ITEM = compile_pattern(
    r"(?:(?:public|private|open|exempt|confidential|restricted|part [12ab]) )?(?:agenda )?item(?: no\.?| number)?:? ?"
    r"\(?(\d{1,3})[a-z]?(?:\.\d{1,2})?\)?(?:$|[ .:|)-](.*))",
    IGNORECASE,
)
_CORNER = compile_pattern(r"agenda item(?: no\.?| number)?:? ?(\d{1,3})[a-z]?$", IGNORECASE)
"""The mark of an agenda item at the end of a line with other words."""
_RUNS_ON = compile_pattern(
    r"(?:of|was|is|in|at|on|dealt|refers?|above|below|had|has|and|to|from|for|were|will|which|that|as|by|about|before|after|or|should|"
    r"concerned|related|covers?|deals?|gave|asked|may|also)\b"
)
"""How a sentence goes on after "Agenda Item 4" or "Appendix B"; a title begins with a capital or another word."""
_APPENDIX = compile_pattern(
    r"(?:[a-z]+ ){0,4}(?:appendix|annex|annexe|enclosure|schedule|attachment|atodiad) (?:no\.? ?)?"
    r"([a-z]|\d{1,2}[a-z]?|[ivx]{1,5}|[a-z]\d{1,2})\b(.*)",
    IGNORECASE,
)
_BELONGS = compile_pattern(
    r"to (?:the |this )?(?:agenda )?(?:item|report|paper|minute)(?: no\.?)?(?: \d{1,3}[a-z]?)?(?:$|[^\w ]| - )", IGNORECASE
)
"""How the title "Appendix B to item 5" goes on."""
_BEFORE_APPENDIX = frozenset(
    "exempt confidential private restricted not for publication part open public and strictly the to report supplementary "
    "additional draft revised".split()
)
_NUMBER = compile_pattern(r"(?:[A-Za-z]{1,6}\.?[/ -])?((?:\d{1,4}[./])*\d{1,4})[a-z]?[.):]?[ -]+([A-Z'\"(\[£].*)")
_DAY = compile_pattern(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_REOPENS = compile_pattern(
    r"\b(?:(?:public|press) (?:and (?:public|press) )?(?:were |was )?(?:re-?admitted|readmitted|returned|invited back|rejoined)"
    r"|re-?admission of (?:the )?(?:public|press)|return(?:ed)? to (?:open|public) (?:session|business)"
    r"|(?:public|open|meeting) (?:session |meeting )?(?:was )?(?:resumed|reopened|re-opened))\b"
    r"|^(?:open|public) (?:session|business|items?|minutes|part|reports?)$|^part (?:1|i|a|one)\b",
)
LISTING = compile_pattern(
    r"(?:list of )?(?:appendices|annexes|enclosures|attachments|background (?:papers|documents)|contents|documents attached)"
    r"[ :]*$",
    IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opener:
    """Block `at` opens a part of the paper: `label` is its number or letter, `depth` how deep it stands (numbers: dots; headings:
    level)."""

    at: int
    kind: Kind
    label: str
    depth: int = 0


class Places:
    """The blocks of a paper as parts."""

    def __init__(self, text: str, blocks: Sequence[PlacedBlock], pages: Sequence[Page], *, numbered: bool, sheets: bool):
        """`numbered`: paragraphs with a number may open a part, as in minutes; `sheets`: every heading is a sheet."""
        self.blocks = blocks
        self.words = [text[block.start : block.end] for block in blocks]
        self.text_end = len(text)
        self.pages = pages
        self.numbered = numbered
        self.sheets = sheets
        starts = [page.start for page in pages]
        self.page = [bisect_right(starts, block.start) for block in blocks] if pages else [0] * len(blocks)

    @cached_property
    def plain(self) -> list[str]:
        return [normalise(words) if len(words) <= LINE_CHARS else "" for words in self.words]

    @cached_property
    def order(self) -> list[int]:
        """How many blocks stand above each on its page; on one without pages, in the paper."""
        order: list[int] = []
        for at in range(len(self.blocks)):
            order.append(order[-1] + 1 if at and self.page[at] == self.page[at - 1] else 0)
        return order

    def ends_page(self, at: int) -> bool:
        """Whether a block is the last of its page; of the paper where it has no pages."""
        return at + 1 == len(self.blocks) or self.page[at + 1] != self.page[at]

    def page_start(self, at: int) -> int:
        """Where the page of a block begins in the text; its agenda item where the paper has no pages."""
        if self.pages:
            return self.pages[self.page[at] - 1].start
        item = self.last_opener(at, ("item",))
        return self.offset(item.at) if item else 0

    def at_head_of_page(self, at: int) -> bool:
        return bool(self.pages) and self.order[at] < PAGE_HEAD

    @cached_property
    def openers(self) -> list[Opener]:
        return [opener for at in range(len(self.blocks)) if (opener := self._opener(at))]

    def _opener(self, at: int) -> Opener | None:
        block, plain = self.blocks[at], self.plain[at]
        if block.kind == "row":
            return None
        if not self.sheets and self.pages and self.order[at] == 0 and (item := self._run_in(at)):
            return item
        if not plain:
            return None
        if self.sheets:
            return Opener(at, "heading", plain, 1) if block.kind == "heading" else None
        return self._item(at) or self._appendix(at) or self._number(at) or self._heading(at)

    def _item(self, at: int) -> Opener | None:
        plain, heading = self.plain[at], self.blocks[at].kind == "heading"
        if corner := _CORNER.search(plain):
            return (
                Opener(at, "item", corner[1])
                if len(plain) <= 80 and (heading or self.order[at] < PAGE_HEAD or corner.start() == 0)
                else None
            )
        match = _ITEM.match(plain)
        if match is None or plain.endswith("."):
            return None
        rest = (match[2] or "").strip()
        agenda = "agenda" in plain[: match.end(1)].lower()
        placed = heading or (self.pages and self.order[at] < 2) or not rest
        if _RUNS_ON.match(rest) or not placed or not (agenda or heading or not rest):
            return None
        return Opener(at, "item", match[1])

    def _run_in(self, at: int) -> Opener | None:
        """The mark of an agenda item at the very top of a page, with the words after it in one block."""
        match = _ITEM.match(normalise(self.words[at][:LINE_CHARS]))
        titled = match is not None and match[0].lower().startswith("agenda item") and (match[2] or "").strip()[:1].isupper()
        return Opener(at, "item", match[1]) if match and titled else None

    def _appendix(self, at: int) -> Opener | None:
        plain, block = self.plain[at], self.blocks[at]
        match = _APPENDIX.match(plain)
        if match is None or not set(plain[: match.start(1)].lower().split()[:-1]) <= _BEFORE_APPENDIX | {"-"}:
            return None
        rest = match[2].strip()
        if (
            (_RUNS_ON.match(rest) and not _BELONGS.match(rest))
            or rest.endswith(".")
            or (rest[:1].isalnum() and block.kind != "heading" and not _BELONGS.match(rest))
        ):
            return None
        if not (block.kind == "heading" or self.at_head_of_page(at) or len(rest) <= 60) or self._is_listed(at):
            return None
        return Opener(at, "appendix", match[1].lower())

    def _is_listed(self, at: int) -> bool:
        """An entry of a list of appendices: it stands under the name of such a list or beside another entry."""
        near = [self.plain[n] for n in (at - 1, at + 1) if 0 <= n < len(self.blocks) and self.blocks[n].kind != "row"]
        if at and LISTING.match(self.plain[at - 1]):
            return True
        same = _APPENDIX.match(self.plain[at])
        others = [match for words in near if (match := _APPENDIX.match(words))]
        return any(same and other[1].lower() != same[1].lower() for other in others)

    def _number(self, at: int) -> Opener | None:
        plain, block = self.plain[at], self.blocks[at]
        if block.kind != "heading" and not (self.numbered and len(plain) <= 120 and not plain.endswith((".", ";"))):
            return None
        match = _NUMBER.match(plain)
        if match is None or _DAY.match(match[2]):
            return None
        return Opener(at, "number", match[1], len(compile_pattern(r"[./]").split(match[1])) - 1)

    def _heading(self, at: int) -> Opener | None:
        block = self.blocks[at]
        return Opener(at, "heading", self.plain[at], block.level) if block.kind == "heading" else None

    @cached_property
    def items(self) -> list[Opener]:
        return [opener for opener in self.openers if opener.kind == "item"]

    @cached_property
    def _opener_of(self) -> dict[int, Opener]:
        return {opener.at: opener for opener in self.openers}

    def opener_at(self, at: int) -> Opener | None:
        return self._opener_of.get(at)

    def last_opener(self, at: int, kinds: Sequence[Kind] = ("item", "appendix", "number", "heading")) -> Opener | None:
        """The nearest opener of these kinds at or above a block."""
        return next((opener for opener in reversed(self.openers) if opener.at <= at and opener.kind in kinds), None)

    def reopens(self, at: int) -> bool:
        """Whether the paper says here that it is open to the public again."""
        return bool(self.plain[at]) and bool(_REOPENS.search(self.plain[at].lower()))

    def end_of(self, opener: Opener) -> tuple[int, bool]:
        """One past the last block of a part, and whether that is plain: another part begins there."""
        for other in self.openers:
            if other.at > opener.at and self._ends(opener, other):
                return other.at, True
        return len(self.blocks), False

    def _ends(self, opener: Opener, other: Opener) -> bool:
        if self.sheets:
            return True
        if other.kind == "item":
            return opener.kind != "item" or int(other.label) > int(opener.label)
        if opener.kind == "item":
            return False
        if other.kind == "appendix":
            return opener.kind != "appendix" or other.label != opener.label
        if opener.kind == "number":
            return other.kind == "number" and _follows(opener.label, other.label)
        if opener.kind == "heading":
            return (
                other.kind in ("heading", "number")
                and self.blocks[other.at].kind == "heading"
                and (self.blocks[other.at].level <= opener.depth)
            )
        return False

    def next_plain_part(self, at: int) -> tuple[int, bool]:
        """One past the last block of what begins at block `at` under no title of its own: up to the next agenda item, appendix,
        or word that the meeting is open again."""
        for after in range(at + 1, len(self.blocks)):
            opener = self.opener_at(after) if self.blocks[after].kind != "row" else None
            if (opener and opener.kind in ("item", "appendix")) or self.reopens(after):
                return after, True
        return len(self.blocks), False

    def offset(self, at: int) -> int:
        """Where block `at` begins in the text; the end of the text for one past the last."""
        return self.blocks[at].start if at < len(self.blocks) else self.text_end


def _follows(label: str, other: str) -> bool:
    """Whether a number comes after another in the same numbering: 47 after 46, 4.3 after 4.2, 5 after 4.2."""
    one, two = ([int(part) for part in compile_pattern(r"[./]").split(text)] for text in (label, other))
    if len(two) > len(one):
        return False
    same = one[: len(two)]
    return same[:-1] == two[:-1] and 0 < two[-1] - same[-1] <= MINUTE_STEP
