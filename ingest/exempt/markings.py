"""From the signs of a paper to the ranges of its text that are held back, each with its state and the words that say so.

A sign holds for its page, section, agenda item, appendix, minute, sheet or slide up to the next that is plainly another, and for
the rest, in doubt, where the end is not plain. At the head of a paper it holds for all of it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from ingest.document import CELL, Marking, Page, PlacedBlock, Reading
from ingest.exempt.file_signs import LINE_CHARS, find_of_file, make_marking, read_margin
from ingest.exempt.labels import is_access_label, is_denial, read_value, split_label
from ingest.exempt.lexicon import State, normalise, read_tokens
from ingest.exempt.listed import end_of_listing, read_listing
from ingest.exempt.places import LISTING, Opener, Places
from ingest.exempt.wording import (
    find_named,
    is_group_title,
    is_pure,
    opens_with_sign,
    read_line,
    read_mark,
    read_sentences,
)  # fmt: skip
from ingest.patterns import IGNORECASE, compile_pattern

HEAD_BLOCKS = 30
"""A paper or part says of itself among so many blocks what it is; a front sheet of twenty lines is not rare."""
FRONT_BLOCKS = 60
"""The rows of a front sheet stand among so many."""
TITLE_BLOCKS = 3
COVER_BLOCKS = 6
COVER_CHARS = 90
"""Lines so short among the first of a paper or part are its title, its body, its day, and what it is marked with."""
NEAR_BLOCKS = 6
"""A marking belongs to the title above it where so many blocks or fewer stand between."""
BOUND = frozenset({"agenda pack", "agenda", "minutes"})
"""Types that bind parts of their own: a marking in them closes its own part only."""
LISTS = frozenset({"forward plan"})
"""Types that list other papers and say of each whether it will be exempt."""
_BODY = compile_pattern(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]? +)?(?:purpose|recommendations?|(?:executive )?summary|introduction|background|reasons?)\b"
    r"|^\d{1,2}\.\d{1,2}[.)]? ",
    IGNORECASE,
)
"""Where the head of a report ends and its sections begin."""
_CHAPTER = compile_pattern(r"part (?:3|iii|three|c|4|iv|four|d)\b", IGNORECASE)
_FIRST = compile_pattern(r"(?:part|rhan) (?:1|i|one|a|un)\b", IGNORECASE)
_NUMBERED = compile_pattern(r"(?:item )?\d{1,2}[a-z]?[.):]?\s+\S", IGNORECASE)
_WHOLE = compile_pattern(
    r"\b(?:this|these) (?:workbook|spreadsheet|file|presentation|pack|agenda|slides|papers|minutes)\b", IGNORECASE
)
_THIS_APPENDIX = compile_pattern(r"\b(?:this|following|attached) (?:appendix|annexe?)\b")
_LISTS_APPENDICES = compile_pattern(
    r"(?:list of )?(?:appendices|annexes|enclosures|attachments|background|supporting|documents)\b"
)
_SAYS = compile_pattern(r"\b(?:is|are|be|contains?|has|have|will|was|were|includes?)\b")
"""In a line that names an appendix: it says something of it and is not its title."""
_DISCLAIMER = compile_pattern(r"\b(?:e-?mail|message|transmission|communication)\b", IGNORECASE)
"""What every message of an organisation says at its foot; it is no sign of this one."""


def find_exempt(
    text: str, blocks: Sequence[PlacedBlock], pages: Sequence[Page], reading: Reading, *, kind: str, file: str
) -> tuple[Marking, ...]:
    """Ranges of a document's text that are not for the public, in order; () for an open paper. `kind` is the type, `file` its
    name with the folders above it."""
    found = list(find_of_file(len(text), reading, file))
    suffix = PurePosixPath(file).suffix.lower()
    places = Places(text, blocks, pages, numbered=kind in BOUND, sheets=suffix in (".xlsx", ".xlsm"))
    search = _Search(places, reading, kind=kind, slides=suffix == ".pptx", mail=suffix == ".eml")
    found += search.find()
    return tuple(sorted(found, key=lambda marking: (marking.start, marking.end)))


class _Search:
    """Goes through the places of one paper and gathers markings."""

    def __init__(self, places: Places, reading: Reading, *, kind: str, slides: bool, mail: bool):
        self.places = places
        self.reading = reading
        self.kind = kind
        self.slides = slides
        self.mail = mail
        numbers = {opener.label for opener in places.items}
        self.is_pack = kind in ("agenda pack", "agenda") or len(numbers) > 1
        self.bound = kind in BOUND or self.is_pack
        """Where it binds parts of their own."""
        self.listing = end_of_listing(places) if self.is_pack and kind != "minutes" else 0
        """The blocks before it list the agenda."""
        self.chapters = self._has_chapters()

    def find(self) -> Iterator[Marking]:
        yield from self._find_on_pages()
        named: dict[str, str] = {}
        for at in range(len(self.places.blocks)):
            yield from self._find_at(at)
            for label in self._named_at(at):
                named.setdefault(label, self.places.words[at])
        yield from self._find_named(named)
        yield from self._find_listed()

    def _has_chapters(self) -> bool:
        """Whether "Part 2" is a chapter here: there is a part 3, or a part 1 in a paper that is not a meeting's."""
        lines = [plain for plain in self.places.plain if plain[:5].lower() == "part "]
        lines += [words for _, words in self.reading.margins if words[:5].lower() == "part "]
        first = self.kind not in BOUND and any(_FIRST.match(line) for line in lines)
        return first or any(_CHAPTER.match(line) for line in lines)

    # Headers, footers and stamps

    def _find_on_pages(self) -> Iterator[Marking]:
        places = self.places
        said: dict[int, tuple[State, str]] = {}
        shapes: dict[str, set[int]] = {}
        for page, words in self.reading.margins:
            if page is not None:
                shapes.setdefault(compile_pattern(r"\d+").sub("#", words.lower()), set()).add(page)
        for page, words in self._margin_lines():
            runs = len(shapes.get(compile_pattern(r"\d+").sub("#", words.lower()), ())) > 1
            state = self.read_margin_line(words, runs)
            if state:
                said.setdefault(page, (state, f"header or footer of page {page}: {words}"))
        for notice in self.reading.notices:
            if notice.page is not None and (state := read_margin(notice.words)):
                said.setdefault(notice.page, (state, f"{notice.where} on page {notice.page}: {notice.words}"))
            elif notice.under is not None and (state := read_margin(notice.words)):
                yield from self._mark_sheet(notice.under, state, f"{notice.where}: {notice.words}")
        by_number = {page.number: page for page in places.pages}
        marked = sorted(number for number in said if number in by_number)
        for number in marked:
            yield make_marking(by_number[number].start, by_number[number].end, *said[number])
        yield from self._fill_gaps(marked, by_number, said)
        if len(marked) == 1 and len(places.pages) > 1:
            # The first page alone bears it: what follows belongs to it up to the next part.
            page, why = by_number[marked[0]], said[marked[0]][1]
            after = next((at for at, block in enumerate(places.blocks) if block.start >= page.end), len(places.blocks))
            end = places.next_plain_part(after - 1)[0] if after < len(places.blocks) else after
            if not self.slides or marked[0] == 1:
                yield from self._range(places.offset(after), end, "in doubt", why)

    def _margin_lines(self) -> Iterator[tuple[int, str]]:
        """The lines in headers and footers, and two neighbours as one where a marking is broken over them."""
        lines = [(page, words) for page, words in self.reading.margins if page is not None]
        for at, (page, words) in enumerate(lines):
            yield page, words
            if at + 1 < len(lines) and lines[at + 1][0] == page and _BREAKS_OFF.search(words.lower()):
                yield page, f"{words} {lines[at + 1][1]}"

    def read_margin_line(self, words: str, runs: bool) -> State | None:
        if words[:1].islower() and not runs:
            return None
        if is_pure(words):
            bare = read_line(words) == "in doubt" and not any(t.is_strong for t in read_tokens(words))
            return None if bare and self.chapters else read_line(words)
        return read_mark(words) if runs else read_line(words) if len(words) <= 120 and not words.endswith((".", ",")) else None

    def _fill_gaps(
        self, marked: Sequence[int], by_number: dict[int, Page], said: dict[int, tuple[State, str]]
    ) -> Iterator[Marking]:
        """Headers that stand on every other page, or are missed on one: the page between belongs to the same part unless another
        begins there."""
        for one, two in pairwise(marked):
            for number in range(one + 1, two) if two - one <= 3 else ():
                page = by_number[number]
                opens = any(page.start <= self.places.offset(item.at) < page.end for item in self.places.items)
                if not opens:
                    yield make_marking(page.start, page.end, "in doubt", f"between marked pages; {said[one][1]}")

    def _mark_sheet(self, title: str, state: State, why: str) -> Iterator[Marking]:
        for opener in self.places.openers:
            if self.places.words[opener.at] == title:
                yield from self._range(self.places.offset(opener.at), self.places.end_of(opener)[0], state, why)

    # Lines and sentences of the text

    def _find_at(self, at: int) -> Iterator[Marking]:
        read = self._read_block(at)
        if read is None:
            return
        state, reach = read
        place = self._say_place(at)
        why = f"{place}: {self.places.words[at]}"
        if at < self.listing and not (self.kind != "minutes" and self._heads_agenda(at)):
            return
        if reach == "whole" or self._heads_paper(at) or (at < self.listing and self._heads_agenda(at)):
            yield make_marking(0, self.places.text_end, state, why)
        else:
            yield from self._mark_part(at, state, why, reach)

    def _read_block(self, at: int) -> tuple[State, str] | None:
        """The state that a block's words give, and of what: "whole", "item", "appendix", "here"."""
        block, words = self.places.blocks[at], self.places.words[at]
        if block.kind == "row":
            return self._read_row(at)
        if not read_tokens(words) and not self._joined(at) and not self._labelled(at):
            return None
        if label := self._labelled(at):
            said = self._read_label(at, *label)
            if said or not opens_with_sign(words) or is_denial(label[1]):
                return said
        line = read_line(words) if len(words) <= LINE_CHARS and not self._is_listed(at) else None
        if line and self._stands_alone(at):
            return line, "here"
        if (joined := self._joined(at)) and (state := read_line(joined)):
            return state, "here"
        if self._is_title(at) and not is_group_title(words) and (state := read_mark(words)):
            return state, "here"
        if (state := opens_with_sign(words)) and block.kind != "item" and not find_named(words) and not _DISCLAIMER.search(words):
            return state, "here"
        if self.mail and _DISCLAIMER.search(words):
            return None
        found = read_sentences(words, head=self._in_head(at) and at >= self.listing)
        if found is None or self.kind in LISTS:
            return None
        state, subject = found
        if subject in ("workbook", "spreadsheet", "file", "presentation", "pack", "agenda") or _WHOLE.search(words):
            return state, "whole"
        return state, "appendix" if subject.startswith(("append", "annex", "enclos", "attach")) else (
            "here"
            if subject in ("section", "part", "page", "slide", "sheet", "minute", "minutes", "item", "items", "information")
            else "item"
        )

    def _stands_alone(self, at: int) -> bool:
        """Whether a line with a sign in it is one, and not the title of a section, an entry of a list or a chapter."""
        places, words = self.places, self.places.words[at]
        tokens = read_tokens(words)
        head = self._in_head(at)
        bare = not any(t.is_strong for t in tokens)
        if bare and (self.chapters or not is_pure(words) or not (head or self.bound)):
            return False
        if self.kind in LISTS and not (at < TITLE_BLOCKS and is_pure(words)):
            return False
        block = places.blocks[at]
        if block.kind == "item" and not is_pure(words) and not _NUMBERED.match(words):
            return False
        if is_group_title(words) and at >= TITLE_BLOCKS and self.kind != "minutes":
            return False
        if is_pure(words) and at + 1 < len(places.blocks) and is_denial(places.plain[at + 1]):
            return False
        return is_pure(words) or not words.rstrip().endswith((".", ","))

    def _is_title(self, at: int) -> bool:
        """A title, sheet's name, slide's title or subject: any sign in it counts."""
        places, block = self.places, self.places.blocks[at]
        if at < self.listing or self.kind in LISTS:
            return False
        if block.kind == "paragraph":
            words = places.plain[at]
            return 0 < len(words) <= COVER_CHARS and at - self._part_start(at) < COVER_BLOCKS and self._is_cover(at)
        if block.kind != "heading":
            return False
        if places.sheets or self.mail:
            return True
        if self.slides:
            return places.order[at] == 0
        return at < TITLE_BLOCKS

    def _is_cover(self, at: int) -> bool:
        """Whether a line stands above the text of a paper and is none of its sentences."""
        ends = self.places.words[at].rstrip().endswith((".", ",", ";"))
        return self.kind != "minutes" and not self.mail and not ends and self._in_head(at) and not self._is_listed(at)

    def _joined(self, at: int) -> str | None:
        """A block with the one after it, or two, where a marking is broken over lines: "NOT FOR" / "PUBLICATION"."""
        words = self.places.plain[at]
        if not words or len(words) > 60 or not _BREAKS_OFF.search(words.lower()):
            return None
        for last in (at + 1, at + 2):
            joined = " ".join(self.places.plain[at : last + 1])
            if last < len(self.places.blocks) and len(joined) <= 120 and read_line(joined) and not read_line(words):
                return joined
        return None

    def _labelled(self, at: int) -> tuple[str, str] | None:
        """A label with its value, in one block or in two: "Exempt: Yes", "Exempt information" / "Yes, paragraph 3"."""
        plain = self.places.plain[at]
        if not plain:
            return None
        parted = split_label(plain)
        if parted and len(parted[0].split()) > 22:
            return None
        label, value = parted or (plain, "")
        if not is_access_label(label):
            return None
        if value:
            return label, value
        after = self.places.plain[at + 1] if at + 1 < len(self.places.blocks) else ""
        asks = plain.endswith(("?", ":")) or is_group_title(plain)
        return (label, after) if asks and 0 < len(after) <= 60 and self.places.blocks[at + 1].kind != "row" else None

    def _read_label(self, at: int, label: str, value: str) -> tuple[State, str] | None:
        if at < self.listing or self.kind in LISTS or not self._in_front(at):
            return None
        words = self.places.words[at]
        state = read_value(label, value)
        if state:
            return state, "item"
        if not is_denial(value) and not normalise(label).endswith("?"):
            line = read_line(words)
            if line and self._stands_alone(at) and not self._is_listed(at):
                return line, "here"
            found = read_sentences(words, head=self._in_head(at))
            if found:
                return found[0], "item"
        return None

    def _read_row(self, at: int) -> tuple[State, str] | None:
        """A row of a front sheet: label and value, or two pairs of them, or a marking across the table."""
        if self.kind in LISTS or at < self.listing or not self._in_front(at):
            return None
        block = self.places.blocks[at]
        cells = [cell.strip() for cell in self.places.words[at].split(CELL)]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            words = filled[0]
            parted = split_label(words)
            state = read_value(*parted) if parted and parted[1] else read_line(words) if len(words) <= LINE_CHARS else None
            state = state or (opens_with_sign(words) if not find_named(words) else None)
            return (state, "item") if state and not is_group_title(words) else None
        if len(filled) not in (2, 4) or (self.places.sheets and len(filled) != 2):
            return None
        if self._is_column(at):
            return None
        for label, value in zip(filled[::2], filled[1::2], strict=True):
            if state := read_value(label, value):
                return state, "item"
            if is_pure(value) and value.isupper() and not block.names_columns and (state := read_line(value)):
                return state, "item"
        return None

    def _is_column(self, at: int) -> bool:
        """Whether the row's table has a row that names columns and is not itself a label with its value."""
        table = self.places.blocks[at].table
        for block, words in zip(self.places.blocks, self.places.words, strict=True):
            if block.table == table and block.kind == "row" and block.names_columns:
                cells = [cell for cell in words.split(CELL) if cell.strip()]
                return len(cells) > 2 or any(len(read_tokens(cell)) and is_access_label(cell) for cell in cells[1:])
        return False

    def _named_at(self, at: int) -> frozenset[str]:
        words = self.places.words[at]
        return (
            find_named(words.replace(CELL, " "))
            if "ppendi" in words or "PPENDI" in words or "nne" in words or "nclosure" in words
            else frozenset()
        )

    def _find_named(self, named: dict[str, str]) -> Iterator[Marking]:
        """The parts of appendices that the paper calls exempt elsewhere."""
        for opener in self.places.openers:
            if opener.kind == "appendix" and opener.label in named:
                why = f"the paper says of this appendix: {named[opener.label]}"
                yield from self._range(self.places.offset(opener.at), self.places.end_of(opener)[0], "exempt", why)

    def _find_listed(self) -> Iterator[Marking]:
        """The parts of a pack that its agenda lists as private."""
        if not self.listing or not self.places.items:
            return
        entries = read_listing(self.places, self.listing)
        private = {entry.number: entry.private for entry in entries if entry.private}
        for opener in self.places.items:
            if opener.at >= self.listing and opener.label in private:
                why = f"listed as private in the agenda: {private[opener.label]}"
                yield from self._range(self.places.offset(opener.at), self.places.end_of(opener)[0], "in doubt", why)

    # How far a marking reaches

    def _in_head(self, at: int) -> bool:
        """Whether a block stands at the head of the paper or of its part: before the sections of its text begin."""
        start = self._part_start(at)
        if at - start > HEAD_BLOCKS:
            return False
        return not any(_BODY.match(self.places.plain[n]) for n in range(start, at))

    def _in_front(self, at: int) -> bool:
        return at - self._part_start(at) <= FRONT_BLOCKS

    def _part_start(self, at: int) -> int:
        opener = self.places.last_opener(at, ("item", "appendix"))
        return opener.at if opener else 0

    def _heads_paper(self, at: int) -> bool:
        """Whether what a block says holds for the whole file: it stands at the head of one that binds no parts of their own."""
        if self.places.sheets or self.slides:
            return False
        if self.kind == "minutes":
            return at <= HEAD_BLOCKS and not any(opener.kind == "number" and opener.at <= at for opener in self.places.openers)
        return not self.is_pack and self._part_start(at) <= TITLE_BLOCKS and self._in_head(at)

    def _heads_agenda(self, at: int) -> bool:
        """Above the first item that an agenda lists, a marking is the agenda's own."""
        words = self.places.words
        return at < NEAR_BLOCKS and is_pure(words[at]) and not any(_NUMBERED.match(words[n]) for n in range(at + 1))

    def _is_listed(self, at: int) -> bool:
        """An entry of a list of appendices: it speaks of another paper."""
        plain = self.places.plain
        opener = self.places.opener_at(at)
        if opener and opener.kind in ("appendix", "item"):
            return False
        lower = plain[at].lower()
        if not (find_named(lower) or "appendi" in lower) or _THIS_APPENDIX.search(lower):
            return False
        if _SAYS.search(lower):
            return True
        lists = _LISTS_APPENDICES.match(lower) or len(find_named(lower)) > 1 or bool(at and LISTING.match(plain[at - 1]))
        titled = self.places.blocks[at].kind == "heading" or self.places.at_head_of_page(at)
        return self.places.blocks[at].kind == "item" or bool(lists) or not titled

    def _say_place(self, at: int) -> str:
        kind = {"heading": "heading", "row": "table row"}.get(self.places.blocks[at].kind, "text")
        return f"{kind} on page {self.places.page[at]}" if self.places.pages else kind

    def _mark_part(self, at: int, state: State, why: str, reach: str) -> Iterator[Marking]:
        places = self.places
        if self.slides:
            page = places.pages[places.page[at] - 1]
            yield make_marking(page.start, page.end, state, why)
            if page.number == 1:
                yield make_marking(page.end, places.text_end, "in doubt", why)
            return
        start, opener = self._find_start(at, reach)
        if opener is None:
            end, plain = places.next_plain_part(at)
        else:
            end, plain = places.end_of(opener)
        end, plain = self._until_reopened(at, end, plain)
        if plain or not places.pages or end <= at + 1:
            yield from self._range(start, end, state, why)
            return
        last = next((n for n in range(at, end) if places.page[n] != places.page[at]), end)
        yield from self._range(start, last, state, why)
        yield from self._range(places.offset(last), end, "in doubt" if opener is None else state, why)

    def _until_reopened(self, at: int, end: int, plain: bool) -> tuple[int, bool]:
        reopened = next((n for n in range(at + 1, end) if self.places.reopens(n)), None)
        return (end, plain) if reopened is None else (reopened, True)

    def _find_start(self, at: int, reach: str) -> tuple[int, Opener | None]:
        """Where the part begins that a sign at block `at` stands in, and what opens it; None where nothing does."""
        places = self.places
        own = places.opener_at(at)
        if (
            own
            and (own.kind in ("item", "appendix", "number") or places.sheets)
            and not (own.kind == "heading" and is_pure(places.words[at]))
        ):
            return places.offset(at), own
        if places.sheets:
            opener = places.last_opener(at)
            return (places.offset(opener.at), opener) if opener else (0, None)
        if reach == "appendix" and (opener := places.last_opener(at, ("appendix",))):
            return places.offset(opener.at), opener
        outer = places.last_opener(at, ("item", "appendix"))
        overleaf = outer is not None and places.page[at] > places.page[outer.at] and places.at_head_of_page(at)
        if outer and (reach == "item" or (self._in_head(at) and not overleaf and not self._near_number(at, outer.at))):
            return places.offset(outer.at), outer
        if reach == "item" and not self.bound:
            return 0, None
        if own and not is_pure(places.words[at]):
            return places.offset(at), own
        above = self._title_above(at)
        at_foot = places.ends_page(at) and is_pure(places.words[at])
        if above and not (at_foot and above.at < at - 1):
            return places.offset(above.at), above
        if places.at_head_of_page(at) or at_foot:
            return places.page_start(at), None
        return places.offset(at), None

    def _near_number(self, at: int, start: int) -> bool:
        """Whether a numbered minute stands between the head of the part and the sign."""
        return self.kind == "minutes" and any(o.kind == "number" and start < o.at <= at for o in self.places.openers)

    def _title_above(self, at: int) -> Opener | None:
        """The title that a marking stands under, not far above it; the number of a minute rather than of a paragraph in it."""
        places = self.places
        near = [o for o in places.openers if at - NEAR_BLOCKS <= o.at < at and not is_pure(places.words[o.at])]
        if places.blocks[at].kind == "heading":
            # A title of its own, unless nothing but lines stand between it and the one above.
            near = [o for o in near if not any(places.words[n].endswith(".") for n in range(o.at + 1, at))]
        minutes = [o for o in near if o.kind == "number" and o.depth == 0]
        return minutes[-1] if minutes else near[-1] if near else None

    def _range(self, start: int, last: int, state: State, why: str) -> Iterator[Marking]:
        end = self.places.offset(last)
        if end > start:
            yield make_marking(start, end, state, why)


_BREAKS_OFF = compile_pattern(
    r"\b(?:not|not for|not to be|not for public|private and|private &|strictly|exempt from|official|commercial in|in|schedule|nid"
    r"|nid i'w|document is|part)$"
)
"""How a marking that goes on in the next line ends in this one."""
