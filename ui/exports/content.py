"""What an export holds, whatever its form: questions, answers and references as plain values."""

from collections.abc import Callable, Sequence
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
    """The content of an export. `site` is the address of this program, without a slash at its end. Characters that cannot be
    written or seen are left out, and a note says how many."""
    cleaner = _Cleaner()
    first = UNSEEN.sub("", turns[0].asked.question)
    title = first if len(turns) == 1 else f"{first} and {len(turns) - 1} more question{'s' if len(turns) > 2 else ''}"
    day = f"{write_date(made.date())}, {made:%H:%M}"
    replies = tuple(_reply(turn, site, cleaner.clean) for turn in turns)
    notes = ["Every quote is word for word from the paper that is named with it.", *([left_out] if left_out else [])]
    if cleaner.left_out:
        count = "1 character" if cleaner.left_out == 1 else f"{cleaner.left_out} characters"
        notes.append(f"Left out: {count} that cannot be written or seen.")
    return Export(title=title, replies=replies, notes=tuple(notes), foot=f"Made by {NAME} on {day}.")


class _Cleaner:
    """Leaves out what cannot be written or seen, and counts it."""

    def __init__(self) -> None:
        self.left_out = 0

    def clean(self, words: str) -> str:
        cleaned, removed = UNSEEN.subn("", words)
        self.left_out += removed
        return cleaned


def _reply(turn: Turn, site: str, clean: Callable[[str], str]) -> Reply:
    answer = turn.answer
    asides = []
    if answer.search_query.split() != answer.question.split() and answer.status != "rejected":
        asides.append(f"Taken to mean: {clean(answer.search_query)}")
    if turn.asked.limits:
        asides.append("Only in: " + clean(turn.asked.describe_limits()))
    if answer.note:
        asides.append(clean(answer.note))
    references = tuple(
        Reference(
            number=citation.number,
            place=clean(name_place(citation)),
            file=clean(citation.file),
            quote=clean(show_quote(citation)),
            address=site + place_address(citation.digest, citation.page, citation.start, citation.end),
        )
        for citation in answer.citations
    )
    return Reply(
        question=clean(turn.asked.question),
        asides=tuple(asides),
        lines=tuple(clean(line) for line in answer.text.split("\n")),
        references=references,
        searched=say_coverage(answer.coverage),
    )
