"""Every sentence that the assistant says in its own words: one for each ending, each saying what to do next."""

from collections.abc import Sequence

from assistant.answer import Coverage
from assistant.question import LONGEST_CHARS, Refused
from index.troubles import Kind, find_kind
from ingest.dates import write_date

REJECTED: dict[Refused, str] = {
    "empty": "There is no question yet. Type one, such as: “What did the last inspection find?”",
    "too_long": f"The question is longer than {LONGEST_CHARS} characters. Ask one thing at a time, in a sentence or two.",
    "greeting": "Hello. Ask a question about the council papers, such as: “What was resolved about the school transport policy?”",
    "instruction": "That is an instruction, not a question about the papers, and it was not followed. "
    "Ask what the documents say, such as: “What does the report recommend?”",
    "opinion": "Only what the documents say can be answered, not opinion or advice. "
    "Ask what a report recommends or what a committee decided.",
    "no_words": "No words were found in the question. Ask it in a sentence, such as: “When was the last inspection?”",
}
EMPTY_STORE = "No documents have been read yet. Add some with: council ingest FOLDER"
ERROR = "The question could not be answered because of a fault. Try again; if it happens again, run: council doctor"
STORE_TROUBLES: dict[Kind, str] = {
    "full": "the disk that holds them is full",
    "read only": "the disk that holds them cannot be written to",
    "gone": "the folder that holds them has gone or cannot be opened",
    "damaged": "the files that hold them are damaged",
    "unreadable": "the disk that holds them cannot be read",
    "busy": "they are being changed",
}
"""Said to whoever asks, who need not know which disk or folder."""


NOT_FOUND = "Not found in the documents searched."
TRY_NEXT = "Try other words, or add the paper that would say it."


def say_not_found(missing: Sequence[str]) -> str:
    """An honest refusal: which words of the question were found nowhere, and what to do.

    It states no figure of its own; what was searched stands in the answer's coverage, see `say_coverage`.
    """
    words = f"Found nowhere in them: {', '.join(f'“{word}”' for word in missing[:5])}." if missing else ""
    return " ".join(part for part in (NOT_FOUND, words, TRY_NEXT) if part)


def say_fault(error: BaseException, number: str) -> str:
    """What went wrong and what to do: where it is the store's trouble, which; `number` is that of the request in the log, if it
    has one."""
    kind = find_kind(error)
    if kind is None:
        return f"{ERROR.rstrip('.')}. In the log it has the number {number}." if number else ERROR
    return (
        f"The papers cannot be searched at present: {STORE_TROUBLES[kind]}. Tell whoever runs this service, who finds what to do "
        "with: council doctor"
    )


def say_coverage(coverage: Coverage) -> str:
    """What was searched: "Searched 5 documents (1,061 passages) dated 25 January 2022 to 30 November 2023." """
    dates = ""
    if coverage.first and coverage.last:
        dates = f" dated {write_date(coverage.first)}" + (
            f" to {write_date(coverage.last)}" if coverage.last != coverage.first else ""
        )
    unread = f" {_count(coverage.unread, 'file')} could not be read: council doctor lists them." if coverage.unread else ""
    return f"Searched {_count(coverage.documents, 'document')} ({_count(coverage.passages, 'passage')}){dates}.{unread}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
