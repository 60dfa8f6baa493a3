"""What is indexed beside a passage's own words: the headings above it and what stands around it. Never shown or quoted."""

from typing import Protocol

from index.open_view import OpenView
from ingest.document import Facts


class Indexed(Protocol):
    """What is asked of a passage, read just now or kept; see `Passage`."""

    start: int
    end: int
    path: tuple[str, ...]
    lead_in: tuple[int, int] | None
    header: tuple[int, int] | None


def indexed_words(text: str, facts: Facts, passage: Indexed, view: OpenView | None = None) -> tuple[str, str]:
    """The headings of a passage with the document's title, and its context (council, body, date, lead-in, column names).

    With `view` nothing of it is held back, unless the passage is: whoever sees open papers finds the open ones by words, and
    must not find them by others.
    """
    path, around = passage.path, [span for span in (passage.lead_in, passage.header) if span]
    if view and not view.is_held(passage.start, passage.end):
        facts, path = view.facts, view.path(path)
        around = [span for span in around if not view.is_held(*span)]
    date = f"{facts.date.day} {facts.date:%B %Y}" if facts.date else ""
    heading = " > ".join(dict.fromkeys((facts.title, *path)))
    said = (facts.council, facts.body, facts.type, date, *(text[start:end] for start, end in around))
    context = " | ".join(part for part in said if part)
    return heading, context.replace("\t", " | ").replace("\n", " | ")


def join_indexed(heading: str, context: str, body: str) -> str:
    """What the vector of a passage is made of: its words under its headings and what stands around it."""
    return "\n".join(part for part in (heading, context, body) if part)
