"""References: a citation as words that lead anybody to its place, and an answer with its references as plain text."""

from assistant.answer import Citation
from ingest.dates import write_date
from ingest.document import CELL
from ingest.patterns import compile_pattern
from ui.asked import Turn

MARK = compile_pattern(r"\s?\[(\d+)\]")


def name_place(citation: Citation) -> str:
    """Document, body, date and page: "Minutes of the Board, The Board, 25 January 2022, page 27 (printed 53)"."""
    page = f"page {citation.page}" if citation.page else ""
    if citation.page_label and citation.page_label != str(citation.page):
        page += f" (printed {citation.page_label})"
    dated = write_date(citation.date) if citation.date else ""
    named = citation.document.casefold()
    # A title often holds the body and the date already.
    parts = [part for part in (citation.body, dated) if part and part.casefold() not in named]
    return ", ".join([citation.document, *parts, *([page] if page else [])])


def show_quote(citation: Citation) -> str:
    """The quote on one line, with a bar between the cells of a table row."""
    return " ".join(citation.quote.replace(CELL, " | ").split())


def write_references(turn: Turn) -> str:
    """A question, its answer and the full references as plain text."""
    lines = [turn.asked.question, "", turn.answer.text, *([turn.answer.note] if turn.answer.note else []), ""]
    for citation in turn.answer.citations:
        lines.append(f"[{citation.number}] {name_place(citation)}: “{show_quote(citation)}” ({citation.file})")
    return "\n".join(lines)
