"""Answers and hits as the batch commands print them, read back for scoring: what was said, cited and found.

Scores are worked out from these lines alone, so that a run and `council eval score` over its output agree.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases import Case
from ingest.problem import Problem


class AnswerProblem(Problem):
    """Recorded answers or hits that cannot be used: which file and line, what is wrong and what to do."""


class _Recorded(BaseModel):
    # The contract lets the program add fields.
    model_config = ConfigDict(extra="ignore", frozen=True)


class GivenCitation(_Recorded):
    """A citation as it was given; nothing of it is taken for true."""

    number: int | None = None
    file: str = ""
    document: str = ""
    date: str | None = None
    page: int | None = None
    page_label: str | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def beside(self) -> str:
        """The document's name, title and date, whose numbers an answer may say too."""
        return f"{self.file} {self.document} {self.date or ''}".replace("-", " ")


class GivenAnswer(_Recorded):
    """An answer as it was given. One that is missing has the status "nothing"."""

    status: str = "nothing"
    text: str = ""
    citations: tuple[GivenCitation, ...] = ()
    search_query: str | None = None
    seconds: float | None = None

    @property
    def answered(self) -> bool:
        return self.status == "answered"

    @property
    def declined(self) -> bool:
        return self.status == "not_found"


class GivenHit(_Recorded):
    """A hit as it was given; `start` and `end` are offsets into the document's text, where they are stated."""

    file: str
    text: str
    start: int | None = None
    end: int | None = None


class AnswerLine(_Recorded):
    """A line of `council ask --batch`: one answer, or those of the turns of a conversation."""

    id: str
    answer: GivenAnswer | None = None
    answers: tuple[GivenAnswer, ...] | None = None


class HitLine(_Recorded):
    """A line of `council search --batch`."""

    id: str
    hits: tuple[GivenHit, ...]


Line = TypeVar("Line", AnswerLine, HitLine)


def read_answers(path: Path, cases: Sequence[Case]) -> dict[str, GivenAnswer]:
    """Case id to its answer; a case without one gets an answer of status "nothing". Raises AnswerProblem."""
    return spread_answers(_read_lines(path, AnswerLine), cases)


def read_hits(path: Path) -> dict[str, tuple[GivenHit, ...]]:
    """Case id to its hits, best first. Raises AnswerProblem."""
    return {line.id: line.hits for line in _read_lines(path, HitLine)}


def spread_answers(lines: Sequence[AnswerLine], cases: Sequence[Case]) -> dict[str, GivenAnswer]:
    """The answers of the lines by the ids of the cases, turns of a conversation one by one."""
    given = {line.id: line for line in lines}
    found: dict[str, GivenAnswer] = {}
    for case in cases:
        line = given.get(case.line)
        answers = () if line is None else line.answers or () if case.turn else (line.answer,) if line.answer else ()
        place = max(case.turn, 1) - 1
        found[case.id] = answers[place] if place < len(answers) else GivenAnswer()
    return found


def _read_lines(path: Path, kind: type[Line]) -> list[Line]:
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerProblem(f"{path} cannot be read ({error}). Give the output of the batch command or of a run.") from error
    read = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise AnswerProblem(
                f"{path}, line {number}: {f'{place}: ' if place else ''}{first['msg']}. Give the output of the batch command."
            ) from error
    return read
