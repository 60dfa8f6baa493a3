"""What an export holds, whatever its form: questions, answers and references as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.replies import say_coverage
from ingest.dates import write_date
from ui.asked import Turn
from ui.page.shell import NAME, UNSEEN
from ui.page.viewer import place_address
from ui.references import name_place, show_quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One citation: where it stands, the words, and the permanent address."""

    number: int
    place: str
    file: str
    quote: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A question with its answer; `asides` are what it was taken to mean, what the search was limited to, and a
    language model's part in the answer."""

    question: str
    asides: tuple[str, ...]
    lines: tuple[str, ...]
    references: tuple[Reference, ...]
    searched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A conversation to be written out. `foot` says what made it and when."""

    title: str
    replies: tuple[Reply, ...]
    notes: tuple[str, ...]
    foot: str


def make_export(turns: Sequence[Turn], *, site: str, made: datetime, left_out: str) -> Export:
    """The content of an export. `site` is the address of this program, without a slash at its end."""
    first = _clean(turns[0].asked.question)
    title = first if len(turns) == 1 else f"{first} and {len(turns) - 1} more question{'s' if len(turns) > 2 else ''}"
    day = f"{write_date(made.date())}, {made:%H:%M}"
    notes = ("Every quote is word for word from the paper that is named with it.", *([left_out] if left_out else []))
    return Export(title=title, replies=tuple(_reply(turn, site) for turn in turns), notes=notes, foot=f"Made by {NAME} on {day}.")


def _reply(turn: Turn, site: str) -> Reply:
    answer = turn.answer
    asides = []
    if answer.search_query.split() != answer.question.split() and answer.status != "rejected":
        asides.append(f"Taken to mean: {_clean(answer.search_query)}")
    if turn.asked.limits:
        asides.append("Only in: " + _clean(turn.asked.describe_limits()))
    if answer.note:
        asides.append(_clean(answer.note))
    references = tuple(
        Reference(
            number=citation.number,
            place=_clean(name_place(citation)),
            file=_clean(citation.file),
            quote=_clean(show_quote(citation)),
            address=site + place_address(citation.digest, citation.page, citation.start, citation.end),
        )
        for citation in answer.citations
    )
    return Reply(
        question=_clean(turn.asked.question),
        asides=tuple(asides),
        lines=tuple(_clean(line) for line in answer.text.split("\n")),
        references=references,
        searched=say_coverage(answer.coverage),
    )


def _clean(words: str) -> str:
    return UNSEEN.sub("", words)
