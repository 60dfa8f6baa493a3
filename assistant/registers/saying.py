"""A listing as an answer's words and citations, within the number of words that an answer may have.

A count is said only when all the rows it counts are cited and it stands in their quotes, the question or the papers' titles and
dates, or is the sum, difference or percentage of two such numbers; otherwise the rows are numbered, which tells it too.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.citations import cite_range, numbers_in, unsupported_numbers
from assistant.registers.reading import ASKS_COUNT
from assistant.registers.rows import Listing, Range, Row
from assistant.settings import Answering
from index.catalogue import Catalogue, StoredDocument

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


def say_listing(
    listing: Listing, question: str, catalogue: Catalogue, documents: dict[int, StoredDocument], settings: Answering
) -> tuple[str, tuple[Citation, ...]] | None:
    """The text and its citations; None where it cannot be said within the limits with every row cited."""
    most = settings.list_words if len(listing.rows) >= LIST_ROWS else settings.words
    numbers: dict[Range, int] = {}
    for wanted in (*listing.opening_cites, *(cited for row in listing.rows for cited in row.cites)):
        numbers.setdefault(wanted, len(numbers) + 1)
    citations = tuple(_cite(number, wanted, catalogue, documents) for wanted, number in numbers.items())
    for form in _FORMS:
        said = _say(listing, form, question, catalogue.text, numbers, citations)
        if said and len(said.split()) <= most and not _unsupported(said, question, citations):
            return said, citations
    return None


def _say(
    listing: Listing,
    form: _Form,
    question: str,
    text_of: Callable[[int], str],
    numbers: dict[Range, int],
    citations: Sequence[Citation],
) -> str | None:
    lines = []
    for row in listing.rows:
        marks = " ".join(f"[{numbers[cited]}]" for cited in row.cites)
        cited = [citations[numbers[one] - 1] for one in row.cites]
        if form.marks:
            if not row.mark:
                return None
            lines.append(f"{row.mark} {marks}")
            continue
        own = [*cited, *(citations[numbers[one] - 1] for one in listing.opening_cites)]
        lines.append(f"{_say_row(row, form.words, question, own, text_of)} {marks}")
    head = _open(listing, question, numbers, citations)
    if listing.noun and len(lines) > 1 and not head[:1].isdigit() and not form.marks:
        lines = [f"{place}) {line}" for place, line in enumerate(lines, start=1)]
    if form.marks:
        return f"{head}{'; '.join(lines)}"
    return "\n".join([head.rstrip(), *lines] if head else lines)


def _open(listing: Listing, question: str, numbers: dict[Range, int], citations: Sequence[Citation]) -> str:
    """What stands before the rows: how many there are, or what they belong to."""
    count = len(listing.rows)
    if listing.noun:
        if count == 1 and not ASKS_COUNT.search(question):
            return ""
        if not _may_say(count, question, citations):
            return f"{listing.plural[:1].upper()}{listing.plural[1:]}: " if count > 1 else ""
        return f"{count} {listing.noun if count == 1 else listing.plural}: "
    if not listing.opening:
        return ""
    opening = listing.opening
    if numbers_in(opening) - _numbers_beside(question, citations):
        return ""
    marks = " ".join(f"[{numbers[cited]}]" for cited in listing.opening_cites)
    return f"{opening[:1].upper()}{opening[1:]}{f' {marks}' if marks else ''}: "


def _say_row(row: Row, most: int, question: str, cited: Sequence[Citation], text_of: Callable[[int], str]) -> str:
    """A row's name, words and extra, as many as there is room for; a name with a number that nothing cited holds is left out."""
    name = "" if numbers_in(row.name) - _numbers_beside(question, cited) else row.name
    words = (
        row.words
        if row.name
        else row.words or " ".join(text_of(row.cites[0].document)[row.cites[0].start : row.cites[0].end].split())
    )
    body = "; ".join(part for part in (words, row.extra) if part) if most > 20 else words or ""
    if not name and not body:
        body = row.extra
    said = f"{name}: {body}" if name and body else name or body
    return _closed(_cut(said, most))


def _cut(text: str, most: int) -> str:
    words = text.split()
    if len(words) <= most:
        return " ".join(words)
    return f"{' '.join(words[:most]).rstrip(' ,;:–-')}…"


def _closed(words: str) -> str:
    words = re.sub(r"[;,](?:\s*(?:and|or))?$", "", words.strip())
    if not re.match(r"\w{1,3}\) ", words):
        words = words[:1].upper() + words[1:]
    return words if re.search(r"[.?!:…][’”\"')\]]*$", words) else f"{words}."


def _cite(number: int, wanted: Range, catalogue: Catalogue, documents: dict[int, StoredDocument]) -> Citation:
    return cite_range(
        number,
        documents[wanted.document],
        wanted.section,
        wanted.start,
        wanted.end,
        catalogue.text(wanted.document),
        catalogue.page_at,
    )


def _numbers_beside(question: str, citations: Sequence[Citation]) -> set[float]:
    """Every number that an answer may say: those of the quotes, the question, and the papers' titles, names and dates."""
    known = numbers_in(question)
    for citation in citations:
        known |= numbers_in(citation.quote)
        known |= numbers_in(f"{citation.document} {citation.file} {citation.date or ''}".replace("-", " "))
    return known


def _may_say(count: int, question: str, citations: Sequence[Citation]) -> bool:
    """Whether a count stands in what is cited or asked, or is the sum, difference or percentage of two numbers that do. Years are
    also known by their last two figures."""
    known = _numbers_beside(question, citations)
    if {count, count + 2000, count - 2000} & known:
        return True
    return any(
        count in (a + b, a - b) or (b and round(100 * a / b) == count) or (b and round(100 * (a - b) / b) == count)
        for a in known
        for b in known
        if a != b
    )


def _unsupported(said: str, question: str, citations: Sequence[Citation]) -> bool:
    return any(not _may_say(int(number), question, citations) for number in unsupported_numbers(said, question, citations))
