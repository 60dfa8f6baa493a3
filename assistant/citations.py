"""Citations: ranges of documents turned into quotes with their place, and the check that an answer says nothing else."""

from collections.abc import Callable, Sequence

from assistant.answer import Citation
from assistant.quantities import KnownNumbers, Quantity, StatedDate
from assistant.statements import Statement
from index.catalogue import StoredDocument
from index.retriever import describe_section
from ingest.document import Page

AROUND_CHARS = 300


def cite_statements(
    statements: Sequence[Statement], text_of: Callable[[int], str], page_at: Callable[[int, int], Page | None]
) -> tuple[tuple[Citation, ...], list[int]]:
    """One citation for each run of statements that follow one another, and for each statement the number that supports it."""
    ranges: list[tuple[StoredDocument, Statement, int, int]] = []
    numbers: list[int] = []
    for statement in statements:
        document = statement.hit.document
        if (
            ranges
            and ranges[-1][0].row == document.row
            and statement.kind != "row"
            and ranges[-1][1].kind != "row"
            and 0 <= statement.start - ranges[-1][3] <= 2
            and "\n" not in text_of(document.row)[ranges[-1][3] : statement.start]
        ):
            ranges[-1] = (*ranges[-1][:3], statement.end)
        else:
            ranges.append((document, statement, statement.start, statement.end))
        numbers.append(len(ranges))
    return tuple(
        cite_range(
            number,
            document,
            describe_section(first.passage),
            start,
            end,
            text_of(document.row),
            page_at,
            first.hit.newer.file if first.hit.newer else None,
        )
        for number, (document, first, start, end) in enumerate(ranges, start=1)
    ), numbers


def cite_range(
    number: int,
    document: StoredDocument,
    section: str,
    start: int,
    end: int,
    text: str,
    page_at: Callable[[int, int], Page | None],
    newer_version: str | None = None,
) -> Citation:
    """The citation of a range of a document. `text` is the document's whole text, `section` the headings above the range."""
    page = page_at(document.row, start)
    facts = document.facts
    return Citation(
        number=number,
        file=document.file,
        document=facts.title,
        digest=document.digest,
        council=facts.council,
        body=facts.body,
        type=facts.type,
        date=facts.date,
        page=page.number if page else None,
        page_label=page.label if page else None,
        section=section,
        quote=text[start:end],
        start=start,
        end=end,
        before=_whole_words(text[max(0, start - AROUND_CHARS) : start], end=True),
        after=_whole_words(text[end : end + AROUND_CHARS], end=False),
        read_by_ocr=bool(page and page.read_by_ocr),
        newer_version=newer_version,
    )


def _whole_words(text: str, *, end: bool) -> str:
    """Surroundings without a word that the limit has cut."""
    if len(text) < AROUND_CHARS or " " not in text:
        return text
    return text.split(" ", 1)[1] if end else text.rsplit(" ", 1)[0]


def read_known_numbers(question: str, citations: Sequence[Citation]) -> KnownNumbers:
    """The numbers that an answer may state: those of the question, of what is cited, and of the cited papers' titles and dates.
    The name of a file is no evidence."""
    dates = {StatedDate(c.date.day, c.date.month, c.date.year) for c in citations if c.date}
    return KnownNumbers([question, *(text for c in citations for text in (c.quote, c.document))], dates)


def unsupported_numbers(
    text: str, question: str, citations: Sequence[Citation], worked_out: Sequence[Quantity] = ()
) -> tuple[str, ...]:
    """Numbers and dates of an answer that are neither evidence nor worked out from two cited figures, as the answer writes
    them."""
    return read_known_numbers(question, citations).find_unsupported(text, worked_out)
