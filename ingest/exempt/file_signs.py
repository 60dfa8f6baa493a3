"""What is said of a whole file outside its pages: by its name, its folders, its properties, and headers set for all of it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.document import Marking, Reading
from ingest.exempt.lexicon import State
from ingest.exempt.wording import is_group_title, is_pure, read_line, read_mark
from ingest.patterns import compile_pattern

LINE_CHARS = 200
"""What stands by itself as a line is no longer."""
WHY_CHARS = 160
_PROPERTIES = ("title", "subject", "keywords", "category", "comments", "description", "status", "label")
_PART_OF = compile_pattern(
    r"\bpart (?:2|ii|two|b) (?:agenda|minutes|reports?|papers?|items?|cabinet|committee|council|pack|exempt)\b"
    r"|\b(?:agenda|minutes|reports?|papers?|pack|cabinet|committee|council|supplement|appendix) part (?:2|ii|two|b)\b",
)


def find_of_file(end: int, reading: Reading, file: str) -> Iterator[Marking]:
    """A marking of the whole text, of `end` characters, for each sign. `file` is its name with the folders above it."""
    *folders, name = PurePosixPath(file).parts or (file,)
    for folder in folders:
        if (state := read_mark(spell_name(folder))) or is_pure(spell_name(folder)):
            yield make_marking(0, end, state or "in doubt", f"folder: {folder}")
    stem = PurePosixPath(name).stem
    if state := read_mark(spell_name(stem)) or _read_part(spell_name(stem)):
        yield make_marking(0, end, state, f"file name: {name}")
    for key in _PROPERTIES:
        words = reading.properties.get(key, "")
        if words and (state := read_mark(words)):
            yield make_marking(0, end, state, f"document property “{key}”: {words}")
    for page, words in reading.margins:
        if page is None and (state := read_margin(words)):
            yield make_marking(0, end, state, f"header or footer: {words}")
    for notice in reading.notices:
        if notice.page is None and notice.under is None:
            state = read_line(notice.words) if notice.loose else read_margin(notice.words)
            if state and not (notice.loose and (is_group_title(notice.words) or len(notice.words) > LINE_CHARS)):
                yield make_marking(0, end, state, f"{notice.where}: {notice.words}")


def spell_name(name: str) -> str:
    """A file's or folder's name as words: "w29-AlderCourt_EXEMPT" as "w29 Alder Court EXEMPT"."""
    parted = compile_pattern(r"([a-z])([A-Z])").sub(r"\1 \2", name.replace("%20", " "))
    return " ".join(compile_pattern(r"[_+.-]+").sub(" ", parted).split())


def _read_part(words: str) -> State | None:
    """ "Part 2" in a file's name is a volume as often as a part of a meeting; beside a meeting's papers it is the latter."""
    return "in doubt" if _PART_OF.search(words.lower()) or is_pure(words) else None


def read_margin(words: str) -> State | None:
    """What a line of a header or footer says; a word of exemption that stands there alone is in doubt."""
    return read_mark(words) or ("in doubt" if is_pure(words) else None)


def make_marking(start: int, end: int, state: State, why: str) -> Marking:
    """A marking with its words on one line of bounded length."""
    said = " ".join(why.split())
    return Marking(start=start, end=end, state=state, why=said if len(said) <= WHY_CHARS else f"{said[:WHY_CHARS].rstrip()} …")
