"""Case files: questions with their gold answers and evidence, read strictly. A line that is not as it should be is named.

One JSON object a line: a question that the papers answer, one that they do not, or a conversation of such questions.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, TypeAdapter, ValidationError

from ingest.problem import Problem

Words = Annotated[str, StringConstraints(pattern=r"\S")]
Groups = Annotated[tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...], Field(min_length=1)]
"""Groups of alternatives: an answer has one of each group."""
LIST_GROUPS = 3
"""From this many groups the answer is a list, and may be longer."""
KINDS = ("answerable", "unanswerable", "conversation")
FILTERED = ("category", "difficulty", "id")


class CaseProblem(Problem):
    """A case file that cannot be used: which file and line, what is wrong and what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Evidence(_Strict):
    doc: Words
    quote: Words


class _Asked(_Strict):
    question: Words
    doc: Words | None = None
    docs: Annotated[tuple[Words, ...], Field(min_length=1)] | None = None
    category: Words | None = None
    difficulty: Literal["easy", "medium", "hard"] | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        return self.docs or ((self.doc,) if self.doc else ())


class _Answerable(_Asked):
    answer: Words
    must_include: Groups
    evidence: Annotated[tuple[Words, ...], Field(min_length=1)]
    also: tuple[_Evidence, ...] = ()
    unanswerable: Literal[False] = False


class _Unanswerable(_Asked):
    unanswerable: Literal[True]
    why_unanswerable: Words
    false_premise: bool = False
    accept: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = ()
    may_reject: bool = False


class _Named(_Strict):
    id: Words


class _AnswerableCase(_Named, _Answerable):
    pass


class _UnanswerableCase(_Named, _Unanswerable):
    pass


def _kind_of(value: object) -> str:
    """What a line or a turn says it is, so that what is wrong with it can be said in terms of that kind alone."""
    if isinstance(value, dict) and "turns" in value:
        return "conversation"
    return "unanswerable" if isinstance(value, dict) and value.get("unanswerable") else "answerable"


_Turn = Annotated[
    Annotated[_Answerable, Tag("answerable")] | Annotated[_Unanswerable, Tag("unanswerable")], Discriminator(_kind_of)
]


class _Conversation(_Named):
    turns: Annotated[tuple[_Turn, ...], Field(min_length=1)]
    doc: Words | None = None
    docs: Annotated[tuple[Words, ...], Field(min_length=1)] | None = None
    category: Words | None = None
    difficulty: Literal["easy", "medium", "hard"] | None = None


_LINE = TypeAdapter(
    Annotated[
        Annotated[_AnswerableCase, Tag("answerable")]
        | Annotated[_UnanswerableCase, Tag("unanswerable")]
        | Annotated[_Conversation, Tag("conversation")],
        Discriminator(_kind_of),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with its gold. `turn` counts from 1 within a conversation and is 0 for a question that stands alone;
    `earlier` are the questions before it; `line` is the id of the line that it stands in.

    `documents` are the names that the case gives its papers, `also` places (document, quote) that are as good as the evidence.
    An unanswerable case has no evidence; its `answer` says why, and `accept` what may be said to put a false premise right.
    `may_reject` is true of what is no question of fact (a demand, a plea for advice): to reject it is as right as not to find it.
    """

    id: str
    line: str
    turn: int
    earlier: tuple[str, ...]
    category: str
    difficulty: str | None
    question: str
    documents: tuple[str, ...]
    answer: str
    must_include: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...]
    also: tuple[tuple[str, str], ...]
    unanswerable: bool
    accept: tuple[tuple[str, ...], ...]
    may_reject: bool = False

    @property
    def is_follow_up(self) -> bool:
        return self.turn > 1

    @property
    def is_list(self) -> bool:
        return len(self.must_include) >= LIST_GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSet:
    """The cases of a file in order. `digest` is that of the file's bytes; `selection` says which of its cases these are."""

    path: Path
    digest: str
    cases: tuple[Case, ...]
    selection: str = "all"

    @property
    def lines(self) -> tuple[tuple[Case, ...], ...]:
        """The cases of each line together, in order: the turns of a conversation, or one case alone."""
        grouped: dict[str, list[Case]] = {}
        for case in self.cases:
            grouped.setdefault(case.line, []).append(case)
        return tuple(map(tuple, grouped.values()))


def read_case_set(path: Path) -> CaseSet:
    """All cases of a file. Raises CaseProblem, which names the line and the field."""
    try:
        content = path.read_bytes()
        # Not splitlines: it would also break at characters that JSON allows within its strings.
        lines = content.decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseProblem(f"The cases {path} cannot be read ({error}). Give a UTF-8 file with a JSON object a line.") from error
    cases: list[Case] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read = list(_read_line(line))
        except json.JSONDecodeError as error:
            raise CaseProblem(f"{path}, line {number}: not JSON ({error.msg}). Each line is one object.") from error
        except ValidationError as error:
            raise CaseProblem(f"{path}, line {number}: {_say_first(error)}. Correct the line.") from error
        if read[0].line in seen:
            first = seen[read[0].line]
            raise CaseProblem(f"{path}, line {number}: the id “{read[0].line}” is that of line {first} too. Change one.")
        seen[read[0].line] = number
        cases += read
    if not cases:
        raise CaseProblem(f"{path} holds no cases. Give a file with a JSON object a line.")
    return CaseSet(path=path, digest=hashlib.sha256(content).hexdigest(), cases=tuple(cases))


def select_cases(cases: CaseSet, wanted: Sequence[tuple[str, str]] = (), limit: int | None = None) -> CaseSet:
    """Lines of which every case has all the (field, value) wanted, then the first `limit` of them. Raises CaseProblem."""
    lines = [line for line in cases.lines if all(str(getattr(case, name)) == value for case in line for name, value in wanted)]
    if not lines:
        asked = ", ".join(f"{name}={value}" for name, value in wanted)
        known = {name: sorted({str(getattr(case, name)) for case in cases.cases}) for name, _ in wanted}
        offered = "; ".join(f"{name}: {', '.join(values[:20])}" for name, values in known.items())
        raise CaseProblem(f"No case of {cases.path} has {asked}. There is {offered}.")
    parts = [*(f"{name}={value}" for name, value in wanted), *([f"first {limit}"] if limit else [])]
    kept = tuple(case for line in lines[:limit] for case in line)
    return replace(cases, cases=kept, selection=", ".join(parts) or cases.selection)


def _read_line(line: str) -> Iterator[Case]:
    read = _LINE.validate_python(json.loads(line), strict=False)
    if not isinstance(read, _Conversation):
        category = read.category or ("unanswerable" if read.unanswerable else "uncategorised")
        place = {"id": read.id, "line": read.id, "turn": 0, "earlier": (), "category": category}
        yield _case(read, **place, difficulty=read.difficulty, documents=read.documents)
        return
    for number, turn in enumerate(read.turns, start=1):
        yield _case(
            turn,
            id=f"{read.id}/{number}",
            line=read.id,
            turn=number,
            earlier=tuple(t.question for t in read.turns[: number - 1]),
            category=turn.category or read.category or ("first turn" if number == 1 else "follow-up"),
            difficulty=turn.difficulty or read.difficulty,
            documents=turn.documents or read.docs or ((read.doc,) if read.doc else ()),
        )


def _case(asked: _Answerable | _Unanswerable, **place) -> Case:
    if isinstance(asked, _Unanswerable):
        gold = {
            "answer": asked.why_unanswerable,
            "must_include": (),
            "evidence": (),
            "also": (),
            "accept": asked.accept,
            "may_reject": asked.may_reject,
        }
    else:
        gold = {
            "answer": asked.answer,
            "must_include": asked.must_include,
            "evidence": asked.evidence,
            "also": tuple((other.doc, other.quote) for other in asked.also),
            "accept": (),
        }
    return Case(question=asked.question, unanswerable=asked.unanswerable, **gold, **place)


def _say_first(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in KINDS)
    return f"{place}: {first['msg']}" if place else first["msg"]
