"""A listing as an answer's words and citations, within the number of words that an answer may have.

A count is said only when it stands in the quotes of the rows, the question or the papers' titles and dates; otherwise the rows
are numbered, which tells it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation
from assistant.citations import cite_range, read_known_numbers
from assistant.quantities import KnownNumbers
from assistant.registers.reading import ASKS_COUNT
from assistant.registers.rows import Listing, Range, Row
from assistant.settings import Answering
from index.snapshot import Snapshot
from ingest.patterns import compile_pattern

LIST_ROWS = 3
"""From so many rows on an answer is a list and may be as long as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How rows are said: in how many words each at most, or by their marks alone."""

    words: int
    marks: bool = False


_FORMS = (
    *(_Form(words=words) for words in (90, 60, 40, 34, 30, 26, 23, 20, 18, 16, 14, 12, 10, 9, 8, 7, 6, 5, 4)),
    _Form(words=0, marks=True),
)
"""From the fullest to the shortest; a row of fewer than four words says too little, and then only its mark is said."""


def say_listing(listing: Listing, question: str, seen: Snapshot, settings: Answering) -> tuple[str, tuple[Citation, ...]] | None:
    """The text and its citations; None where it cannot be said within the limits with every row cited."""
    most = settings.list_words if len(listing.rows) >= LIST_ROWS else settings.words
    numbers: dict[Range, int] = {}
    for wanted in (*listing.opening_cites, *(cited for row in listing.rows for cited in row.cites)):
        numbers.setdefault(wanted, len(numbers) + 1)
    citations = tuple(_cite(number, wanted, seen) for wanted, number in seen.budget.each(numbers.items()))
    known = read_known_numbers(question, citations)
    head = _open(listing, question, numbers, known)
    rows = [_keep_stated(row, listing, question, numbers, citations) for row in seen.budget.each(listing.rows)]
    numbered = bool(listing.noun) and not head[:1].isdigit() and (len(rows) > 1 or ASKS_COUNT.search(question) is not None)
    for form in seen.budget.each(_FORMS):
        said = _say(rows, form, head, numbers, numbered=numbered)
        if said and len(said.split()) <= most and not known.find_unsupported(said):
            return said, citations
    return None


def _say(rows: Sequence[Row], form: _Form, head: str, numbers: dict[Range, int], *, numbered: bool) -> str | None:
    lines = []
    for row in rows:
        marks = " ".join(f"[{numbers[cited]}]" for cited in row.cites)
        if form.marks:
            if not row.mark:
                return None
            lines.append(f"{row.mark} {marks}")
            continue
        lines.append(f"{_say_row(row, form.words)} {marks}")
    if form.marks:
        return f"{head}{'; '.join(lines)}"
    if numbered:
        lines = [f"{place}) {line}" for place, line in enumerate(lines, start=1)]
    return "\n".join([head.rstrip(), *lines] if head else lines)


def _open(listing: Listing, question: str, numbers: dict[Range, int], known: KnownNumbers) -> str:
    """What stands before the rows: how many there are, or what they belong to."""
    count = len(listing.rows)
    if listing.noun:
        if count == 1 and not ASKS_COUNT.search(question):
            return ""
        if not known.holds(count):
            return f"{listing.plural[:1].upper()}{listing.plural[1:]}: " if count > 1 else ""
        return f"{count} {listing.noun if count == 1 else listing.plural}: "
    opening = listing.opening
    if not opening or known.find_unsupported(opening):
        return ""
    marks = " ".join(f"[{numbers[cited]}]" for cited in listing.opening_cites)
    return f"{opening[:1].upper()}{opening[1:]}{f' {marks}' if marks else ''}: "


def _keep_stated(row: Row, listing: Listing, question: str, numbers: dict[Range, int], citations: Sequence[Citation]) -> Row:
    """The row without what holds a number that nothing cited for the row or before the rows holds, such as a date that stands
    over its column; its words stay where it has no name. A row without either says what it cites."""
    cited = [citations[numbers[one] - 1] for one in (*row.cites, *listing.opening_cites)]
    known = read_known_numbers(question, cited)
    if not (row.name or row.words):
        return replace(row, words=" ".join(cited[0].quote.split()))
    name, words, extra = ("" if known.find_unsupported(said) else said for said in (row.name, row.words, row.extra))
    return replace(row, name=name, words=words or ("" if name else row.words), extra=extra)


def _say_row(row: Row, most: int) -> str:
    """A row's name, words and extra, as many as there is room for."""
    body = "; ".join(part for part in (row.words, row.extra) if part) if most > 20 else row.words
    body = body or ("" if row.name else row.extra)
    said = f"{row.name}: {body}" if row.name and body else row.name or body
    return _closed(_cut(said, most))


def _cut(text: str, most: int) -> str:
    words = text.split()
    if len(words) <= most:
        return " ".join(words)
    kept = words[:most]
    # Half a date or amount is another one.
    while len(kept) > 1 and compile_pattern(r"\d").search(kept[-1]):
        kept.pop()
    return f"{' '.join(kept).rstrip(' ,;:–-')}…"


def _closed(words: str) -> str:
    words = compile_pattern(r"[;,](?:\s*(?:and|or))?$").sub("", words.strip())
    if not compile_pattern(r"\w{1,3}\) ").match(words):
        words = words[:1].upper() + words[1:]
    return words if compile_pattern(r"[.?!:…][’”\"')\]]*$").search(words) else f"{words}."


def _cite(number: int, wanted: Range, seen: Snapshot) -> Citation:
    return cite_range(
        number,
        seen.documents[wanted.document],
        wanted.section,
        wanted.start,
        wanted.end,
        seen.text(wanted.document),
        seen.catalogue.page_at,
    )
