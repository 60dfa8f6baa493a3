"""The judgements of one inspection report: each area with its grade, out of a table, lines or headings, with their words.

A table may reach us as rows, as lines in which area and grade alternate, or as all areas and then all grades. An area without a
grade that can be told for certain has the grade None.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Document, PlacedBlock
from ingest.patterns import IGNORECASE, Match, compile_pattern
from ingest.records.inspections_frameworks import CARE, CARE_AND_LEAVERS, LEAVERS, OVERALL, Area, Kind
from ingest.records.inspections_grades import GRADE
from ingest.records.record import NOT_IN_FRAMEWORK, Judgement

PROSE_WORDS = 24
"""A block of more words than these, in which no two areas are named, is the text after the table."""
TABLE_BLOCKS = 40
"""How many blocks after the head of a report may hold its table; schools give theirs after a page of text."""
HEADING_CHARS = 200
ENTRY = compile_pattern(r"(?:^|[\t:•–—-]|\bgrades?|\bjudge?ments?|\d[.)]?)\s*$", IGNORECASE)
"""What stands on the line before the name of an area in a table or list."""
_BETWEEN = compile_pattern(r"[\s:–—-]*(?:\b(?:is|are|was|were|for|judged|to|be)\b[\s:]*){0,3}['‘“\"]?", IGNORECASE)
_NOT_NOW = compile_pattern(r"previous|last inspection|date of", IGNORECASE)
_IMPROVE = compile_pattern(r"what (?:needs|does|the (?:local authority|school)|.{0,40}\bneeds?\b).{0,40}\bimprove", IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An area and its grade as ranges of the document. `sure` is whether they stand beside each other."""

    area: Area
    start: int
    end: int
    words: str
    grade: str | None
    sure: bool


def read_judgements(
    document: Document, blocks: Sequence[PlacedBlock], first: int, last: int, kind: Kind, began: str | None
) -> tuple[Judgement, ...]:
    """The judgements of the report that fills the blocks `first` to `last` (not included), in the order of its table.

    For a kind that always has the same judgements each of its areas is there: with the grade None where it could not be read,
    and `NOT_IN_FRAMEWORK` where an inspection that began on that ISO day does not judge it.
    """
    if not kind.areas:
        return ()
    table = _read_table(document, blocks[first:last], kind.areas)
    headings = _read_headings(document, blocks[first:last], kind.areas)
    found = {key: item for key, item in table.items() if item.grade or key not in headings}
    for key, item in headings.items():
        if key not in table or table[key].grade is None:
            found[key] = item
        elif not table[key].sure and _plain(table[key].grade) != _plain(item.grade):
            found[key] = _Found(area=item.area, start=item.start, end=item.end, words=item.words, grade=None, sure=False)
    judgements = {key: _judge(document, item) for key, item in found.items()}
    if kind.graded:
        return tuple(_complete(judgements, kind, began))
    return tuple(judgements.values())


def _complete(judgements: dict[str, Judgement], kind: Kind, began: str | None) -> Iterator[Judgement]:
    """The judgements of a kind that always has them, with those that are missing and why."""
    together = CARE_AND_LEAVERS.key in judgements
    for area in kind.areas:
        found = judgements.get(area.key)
        if found and not (area is CARE and together):
            yield found
        elif area is CARE_AND_LEAVERS or (area is CARE and together):
            continue
        else:
            outside = (area is LEAVERS and together) or _is_outside(area, began)
            grade = NOT_IN_FRAMEWORK if outside and not found else None
            yield Judgement(area=area.name, grade=grade, page=None, quote=None, start=None, end=None)


def _is_outside(area: Area, began: str | None) -> bool:
    if began is None:
        return False
    return bool((area.since and began < area.since) or (area.until and began >= area.until))


def _read_table(document: Document, blocks: Sequence[PlacedBlock], areas: Sequence[Area]) -> dict[str, _Found]:
    """The areas of the table with their grades: first from whole rows, then from the lines at the head of the report."""
    found: dict[str, _Found] = {}
    for block in blocks[:TABLE_BLOCKS]:
        text = document.text[block.start : block.end]
        if block.kind == "row" and not _NOT_NOW.search(text):
            for item in _read_lines(document, block.start, block.end, areas):
                if item.grade and item.sure:
                    found.setdefault(item.area.key, item)
    start, end = _table_range(document, blocks, areas)
    for item in _read_lines(document, start, end, areas):
        if item.area.key not in found or found[item.area.key].grade is None:
            found[item.area.key] = item
    return found


def _table_range(document: Document, blocks: Sequence[PlacedBlock], areas: Sequence[Area]) -> tuple[int, int]:
    """From the head of the report to the text after the table."""
    end = blocks[0].start
    for block in blocks[:TABLE_BLOCKS]:
        text = document.text[block.start : block.end]
        named = {area.key for area in areas if area.words.search(text)}
        if _IMPROVE.match(text) or (len(text.split()) > PROSE_WORDS and len(named) < 2):
            break
        end = block.end
    return blocks[0].start, end


def _read_lines(document: Document, start: int, end: int, areas: Sequence[Area]) -> list[_Found]:
    text = document.text[start:end]
    grades = [match for match in GRADE.finditer(text) if not _NOT_NOW.search(_line_before(text, match.start()))]
    # Grades may stand between the lines of an area, so areas are sought where grades are blank.
    blank = list(text)
    for match in grades:
        blank[match.start() : match.end()] = " " * len(match[0])
    places = _find_areas("".join(blank), areas, [match.end() for match in grades])
    if not places:
        return []
    after = [_grades_from(grades, place[0], following[0] if following else len(text)) for place, following in _pairs(places)]
    items: list[_Found] = []
    if not all(after):
        columns = _read_columns(text, places, grades)
        if columns:
            for (begin, stop, area), match in zip(places, columns, strict=True):
                words = _own_words("".join(blank), begin, stop)
                low, high = min(begin, match.start()), max(stop, match.end())
                items.append(
                    _Found(area=area, start=start + low, end=start + high, words=words, grade=_tidy(match[0]), sure=False)
                )
            return items
    for (begin, stop, area), own in zip(places, after, strict=True):
        grade, high = _join_grade(text, stop, own)
        words = _own_words("".join(blank), begin, stop)
        items.append(
            _Found(area=area, start=start + begin, end=start + max(stop, high), words=words, grade=grade, sure=grade is not None)
        )
    return items


def _line_before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _find_areas(text: str, areas: Sequence[Area], grade_ends: Sequence[int]) -> list[tuple[int, int, Area]]:
    """Where areas are named as entries of a table or list, in order, the longest of those that overlap; the first place of each.
    Grades are blank in `text` and end at `grade_ends`."""
    spans = sorted(
        ((match.start(), match.end(), area) for area in areas for match in area.words.finditer(text)),
        key=lambda span: (span[0], -span[1]),
    )
    kept: list[tuple[int, int, Area]] = []
    for begin, stop, area in spans:
        before = max((end for end in (*grade_ends, *(stop for _, stop, _ in kept)) if end <= begin), default=None)
        # Inside a sentence other words stand before the name.
        entry = ENTRY.search(_line_before(text, begin)) or (
            before is not None and not compile_pattern(r"\w").search(text[before:begin])
        )
        if entry and (not kept or begin >= kept[-1][1]) and all(area.key != other.key for _, _, other in kept):
            kept.append((begin, stop, area))
    return kept


def _pairs(places: Sequence[tuple[int, int, Area]]) -> list[tuple[tuple[int, int, Area], tuple[int, int, Area] | None]]:
    return list(zip(places, [*places[1:], None], strict=True))


def _grades_from(grades: Sequence[Match], start: int, end: int) -> list[Match]:
    return [match for match in grades if start <= match.start() < end]


def _join_grade(text: str, stop: int, own: Sequence[Match]) -> tuple[str | None, int]:
    """The grade out of the matches between one area and the next, and where it ends."""
    if not own:
        return None, stop
    first = own[0]
    if len(own) == 1 and _is_whole(first[0]):
        return _tidy(first[0]), first.end()
    if _is_whole(first[0]) and first.start() >= stop and _BETWEEN.fullmatch(text, stop, first.start()):
        return _tidy(first[0]), first.end()
    # "Requires improvement to be" and, after a line of the area, "good".
    joined = " ".join(match[0] for match in own[:2])
    if not _is_whole(first[0]) and GRADE.fullmatch(joined) and _is_whole(joined):
        return _tidy(joined), own[1].end()
    return None, stop


def _is_whole(grade: str) -> bool:
    return not compile_pattern(r"\bto\s+be$", IGNORECASE).search(grade)


def _read_columns(text: str, places: Sequence[tuple[int, int, Area]], grades: Sequence[Match]) -> list[Match] | None:
    """The grade of each area where all areas stand first, or a grade stands before each area; None where that is not so."""
    if len(grades) != len(places) or not all(_is_whole(match[0]) for match in grades):
        return None
    last = places[-1][1]
    if all(match.start() >= last for match in grades) or all(match.end() <= places[0][0] for match in grades):
        run = text[grades[0].start() : grades[-1].end()]
        return list(grades) if not compile_pattern(r"\w").search(GRADE.sub("", run)) else None
    before = all(match.end() <= begin for match, (begin, _, _) in zip(grades, places, strict=True))
    between = all(match.start() >= stop for match, (_, stop, _) in zip(grades[1:], places, strict=False))
    return list(grades) if before and between else None


def _read_headings(document: Document, blocks: Sequence[PlacedBlock], areas: Sequence[Area]) -> dict[str, _Found]:
    """The areas whose section is headed by their name and grade: "The experiences and progress of care leavers: good"."""
    found: dict[str, _Found] = {}
    for block in blocks:
        text = document.text[block.start : block.end]
        if block.kind == "row" or len(text) > HEADING_CHARS:
            continue
        for area in areas:
            name = area.words.match(text)
            grade = GRADE.match(text, _BETWEEN.match(text, name.end()).end()) if name else None
            if name and grade and _is_whole(grade[0]) and not compile_pattern(r"\w").search(text[grade.end() :]):
                item = _Found(
                    area=area,
                    start=block.start,
                    end=block.start + grade.end(),
                    words=name[0],
                    grade=_tidy(grade[0]),
                    sure=True,
                )
                found.setdefault(area.key, item)
    return found


def _judge(document: Document, item: _Found) -> Judgement:
    page = document.page_at(item.start)
    return Judgement(
        area=_tidy(item.words),
        grade=item.grade,
        page=page.number if page else None,
        quote=document.text[item.start : item.end],
        start=item.start,
        end=item.end,
    )


def _own_words(blank: str, begin: int, stop: int) -> str:
    return _tidy(blank[begin:stop])


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _plain(grade: str | None) -> str:
    return (grade or "").lower().removesuffix(" to be good")


def has_missing(judgements: Sequence[Judgement]) -> bool:
    """Whether a judgement that should be there could not be read."""
    return any(judgement.grade is None for judgement in judgements)


def find_area(kind: Kind, name: str) -> str:
    """The key of the area that a judgement is on, by its words."""
    spans = [(-(match.end() - match.start()), area.key) for area in kind.areas if (match := area.words.search(name))]
    return min(spans)[1] if spans else OVERALL.key if name == OVERALL.name else _tidy(name).lower()
