"""What an agenda lists as private: the numbers and titles of its items that are marked, stand under "Part 2", or come after the
exclusion of the public. The listing itself is open; the items' own parts of a pack are not."""

from dataclasses import dataclass

from ingest.exempt.lexicon import normalise, read_tokens
from ingest.exempt.places import Places
from ingest.exempt.wording import is_pure, opens_with_sign, read_line
from ingest.patterns import IGNORECASE, Match, compile_pattern

_ENTRY = compile_pattern(r"(?:item )?(\d{1,2})[a-z]?[.):]?[ -]+(\S.*)", IGNORECASE)
STEP = 3
"""Numbers of a list that are so far apart or less follow one another."""
APART = 40
"""Blocks between two items of a list: each may have some paragraphs of its own."""
EARLY = 4
"""An exclusion among so many first items is a standing item ("to consider whether any items ...")."""
_DAY = compile_pattern(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_NAMED = compile_pattern(r"\bitems? (?:no\.? |nos\.? |numbers? )?(\d{1,2}(?:(?:,| and| to| ?-| &) ?\d{1,2}){0,9})\b", IGNORECASE)
_EXCLUSION = compile_pattern(
    r"\b(?:exclu(?:sion|de|ding) (?:of )?(?:the )?(?:press|public|members of the public)"
    r"|(?:press|public) (?:and (?:the )?(?:press|public) )?(?:be|is|are|will be|to be|may be|should be) excluded"
    r"|gwahardd (?:y |'r )?(?:wasg|cyhoedd)|cau allan)\b"
)
_NONE = compile_pattern(r"\b(?:no items?|there are no|none|nothing|not anticipated|not expected|nil)\b")
_DOUBTFUL = compile_pattern(r"\b(?:if|whether|should|any items?|where)\b")
_PUBLIC = compile_pattern(r"\W*(?:part (?:1|i|a|one)|public|open)\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as an agenda lists it: its number, title in small letters, and why it counts as private (None: it does not)."""

    number: str
    title: str
    private: str | None


def end_of_listing(places: Places) -> int:
    """One past the last block of the list with which an agenda begins: it ends with the page of its last item, and where the
    first part of the pack opens."""
    first = next((opener.at for opener in places.items if opener.at > 0), len(places.blocks))
    entries = _entries(places, first)
    if not entries or not places.pages:
        return first
    page = places.page[max(entries)]
    return next((at for at in range(max(entries), first) if places.page[at] != page), first)


def _entries(places: Places, last: int) -> dict[int, Match]:
    """The items listed before block `last` by their blocks: their numbers follow one another, not far apart."""
    found: dict[int, Match] = {}
    number, before = 0, 0
    for at in range(last):
        match = _ENTRY.match(normalise(places.words[at].replace("\t", " ")))
        if match and 0 < int(match[1]) - number <= STEP and at - before <= APART and not _DAY.match(match[2]):
            found[at] = match
            number, before = int(match[1]), at
    return found


def read_listing(places: Places, last: int) -> list[Entry]:
    """The items that the blocks before `last` list, in order."""
    entries = _entries(places, last)
    rows: list[list] = []
    private: str | None = None
    for at in range(last):
        words = normalise(places.words[at].replace("\t", " "))
        lower = words.lower()
        entry = entries.get(at)
        title = entry[2] if entry else words
        marked = _marks(title)
        if entry:
            rows.append([entry[1], _title(title), private or (words if marked else None)])
        elif marked and is_pure(words) and (places.blocks[at].kind == "heading" or len(words) < 60) and not _speaks_of_law(words):
            private = words
        elif marked and rows:
            rows[-1][2] = rows[-1][2] or words
        elif _PUBLIC.match(lower) and len(words) < 60:
            private = None
        if _EXCLUSION.search(lower) and _excludes(lower, _words_after(places, at, entries, last), early=len(rows) <= EARLY):
            private = _exclude(rows, words, private)
    return [Entry(*row) for row in rows]


def _words_after(places: Places, at: int, entries: dict[int, Match], last: int) -> str:
    """What an agenda says under an item, up to the next."""
    end = next((after for after in range(at + 1, last) if after in entries), min(last, at + 4))
    return " ".join(normalise(places.words[after]).lower() for after in range(at + 1, min(end, at + 4)))


def _excludes(words: str, after: str, *, early: bool) -> bool:
    """Whether an agenda says that the public will be excluded from what follows, and not only that it may come to that."""
    said = f"{words} {after}"
    if _NONE.search(said):
        return False
    return "following" in said or bool(_NAMED.search(said)) or not (early or _DOUBTFUL.search(said))


def _marks(title: str) -> bool:
    return bool(read_line(title) or opens_with_sign(title)) if read_tokens(title) else False


def _speaks_of_law(words: str) -> bool:
    """A marking of one item, which gives its ground, and not the title of a group."""
    return any(
        token.text in ("paragraph", "paragraphs", "category", "virtue", "schedule 12a", "schedule 7a")
        for token in read_tokens(words)
    )


def _exclude(rows: list[list], words: str, private: str | None) -> str | None:
    """After the exclusion of the public the items are private: those that it names, else all that follow."""
    named = {number for found in _NAMED.findall(words) for number in _numbers(found)}
    for row in rows:
        if row[0] in named:
            row[2] = row[2] or words
    return private if named else words


def _numbers(found: str) -> list[str]:
    numbers = [int(number) for number in compile_pattern(r"\d+").findall(found)]
    if len(numbers) == 2 and compile_pattern(r"to|-").search(found):
        return [str(number) for number in range(numbers[0], min(numbers[1], numbers[0] + 30) + 1)]
    return [str(number) for number in numbers]


def _title(words: str) -> str:
    return " ".join(compile_pattern(r"[^\W_]+").findall(words.lower())[:8])
