"""Questions as they were asked, with what the search was limited to: as values, and as the query of a permanent link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.question import LONGEST_CHARS
from assistant.replies import REJECTED
from index.catalogue import FILTERED, Catalogue, Filters
from ingest.dates import write_date
from ingest.problem import Problem

MOST_QUESTIONS = 20
"""In one link; a longer conversation is saved from its last ones."""


class QuestionProblem(Problem):
    """A question that is not taken: why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and its filters."""

    question: str
    filters: Filters = field(default_factory=Filters)

    @property
    def limits(self) -> tuple[tuple[str, str], ...]:
        """The filters as pairs of name and value, such as ("body", "Cabinet") and ("from", "2022-01-25")."""
        pairs = [(name, value) for name in FILTERED for value in getattr(self.filters, name)]
        days = (("from", self.filters.first), ("to", self.filters.last))
        return (*pairs, *((name, day.isoformat()) for name, day in days if day))

    def describe_limits(self) -> str:
        """The filters in words: "body Cabinet; from 25 January 2022"."""
        days = {"from": self.filters.first, "to": self.filters.last}
        return "; ".join(f"{name} {write_date(days[name]) if days.get(name) else value}" for name, value in self.limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question and its answer."""

    asked: Asked
    answer: Answer


def write_query(asked: Sequence[Asked]) -> str:
    """The query of a link that asks the same again: `q` for each question, and `in` for the limits of each."""
    pairs = [
        pair for one in asked[-MOST_QUESTIONS:] for pair in (("q", one.question[:LONGEST_CHARS]), ("in", urlencode(one.limits)))
    ]
    return urlencode(pairs)


def check_length(question: str) -> str:
    """The question. Raises QuestionProblem for one that is longer than may be asked."""
    if len(question) > LONGEST_CHARS:
        raise QuestionProblem(REJECTED["too_long"])
    return question


def read_query(query: str, catalogue: Catalogue) -> tuple[Asked, ...]:
    """The questions of a link. Limits that no document here has are left out, and so is what is no limit. Halves of characters,
    which a program may send, are replaced."""
    query = query.encode("utf-8", "replace").decode()
    pairs = parse_qsl(query, keep_blank_values=True)
    questions = [value for name, value in pairs if name == "q" and value.strip()][:MOST_QUESTIONS]
    limits = [value for name, value in pairs if name == "in"]
    limits += [""] * (len(questions) - len(limits))
    return tuple(
        Asked(question=question, filters=read_limits(parse_qsl(limit), catalogue))
        for question, limit in zip(questions, limits, strict=False)
    )


def read_limits(pairs: Sequence[tuple[str, str]], catalogue: Catalogue) -> Filters:
    """Filters from pairs of name and value."""
    chosen = {name: tuple(value for key, value in pairs if key == name) for name in FILTERED}
    known = {}
    for name, values in chosen.items():
        if values:
            # Each is asked for once, however often a link says it.
            here = set(catalogue.values_of(name))
            known[name] = tuple(value for value in dict.fromkeys(values) if value in here)
    days = {name: _read_day(value) for name, value in pairs if name in ("from", "to")}
    return Filters(**known, first=days.get("from"), last=days.get("to"))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def ask_all(assistant: Assistant, asked: Sequence[Asked]) -> tuple[Turn, ...]:
    """Every question answered in order, each seeing those before it: what a link leads to and an export holds."""
    turns: list[Turn] = []
    for one in asked:
        answer = assistant.ask(one.question, earlier=tuple(turn.answer for turn in turns), filters=one.filters)
        turns.append(Turn(asked=one, answer=answer))
    return tuple(turns)
