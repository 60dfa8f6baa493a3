"""The report of a run as values: every figure, table, curve and failed case, read from and written to `report.json`.

Nothing is measured and nothing is drawn here.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.problem import Problem

Unit = Literal["share", "score", "seconds", "characters", "words", "megabytes", "pages a second", "ratio", "count"]
"""`share` and `score` lie within 0 and 1 (truthfulness, right minus wrong, within -1 and 1)."""
Stage = Literal[
    "not read",
    "not retrieved",
    "retrieved but not used",
    "used but misread",
    "right but wrongly cited",
    "should have declined",
    "should have answered",
]
"""Where a failed case went wrong, first to last in the order in which an answer is made."""
Group = Literal["headline", "retrieval", "answers", "citations", "refusal", "speed"]


class ReportProblem(Problem):
    """A report that cannot be read: which file, what is wrong and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part):
    """One measured number. `value` is None where no case bears on it (`n` is 0 then), `low` and `high` the 95% interval."""

    group: Group
    key: str
    label: str
    meaning: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = Field(ge=0)
    unit: Unit = "share"
    higher_is_better: bool = True
    target: float | None = None


class CategoryRow(_Part):
    """How the cases of one category went: shares of the `n` cases; a category of unanswerable cases has no `correct`."""

    category: str
    n: int
    right: float
    correct: float | None
    answered: float


class RecallPoint(_Part):
    """Recall at `k` hits: the share of cases of which all, and of which some, gold evidence stands in the first `k`."""

    k: int
    every: float
    some: float


class RiskPoint(_Part):
    """Of all answerable and unanswerable cases, the share answered at or above `confidence`, and the share of those wrong."""

    confidence: float
    coverage: Annotated[float, Field(ge=0, le=1)]
    risk: Annotated[float, Field(ge=0, le=1)]


class Measure(_Part):
    """A measure by one way of answering: `ratio` is ours divided by it (None where it is 0 or missing), `p` the chance of so
    great a difference by luck (paired permutation test)."""

    key: str
    label: str
    value: float | None
    ratio: float | None
    p: float | None = None


class Baseline(_Part):
    """A simple way of answering, measured on the same cases in the same run."""

    key: str
    name: str
    meaning: str
    measures: tuple[Measure, ...]


class CitedPlace(_Part):
    """A citation or a piece of gold evidence: `page` is the file's own page count from 1, None where it has no pages."""

    file: str
    page: int | None
    page_label: str | None = None
    quote: str


class FailedCase(_Part):
    """A case that is not right: what was asked, what was said, what should have been said, and the stage to blame.

    `question` of a later turn of a conversation stands alone; `earlier` are the questions before it. `reasons` say what the case
    fails on, in words. `gold_answer` of an unanswerable case says why there is no answer; `declining` is true of such a case.
    """

    id: str
    category: str
    question: str
    earlier: tuple[str, ...] = ()
    status: str
    answer: str
    citations: tuple[CitedPlace, ...]
    gold_answer: str
    gold_evidence: tuple[CitedPlace, ...]
    declining: bool
    stage: Stage
    reasons: tuple[str, ...]
    confidence: float | None


class StageCount(_Part):
    """How many failed cases one stage is to blame for; every stage is listed, those with none included."""

    stage: Stage
    meaning: str
    count: int


class Coverage(_Part):
    """What the store held: `first` and `last` are ISO dates of its documents."""

    documents: int
    pages: int
    passages: int
    unread: int
    first: str | None
    last: str | None


class Setting(_Part):
    """A setting of the program as `section.name` and its value."""

    name: str
    value: str


class Model(_Part):
    """A model that took part, with the sha256 of its weights."""

    name: str
    role: str
    digest: str


class Report(_Part):
    """One run over one set of cases. `date` is ISO; `cases` counts questions asked, each turn of a conversation apart."""

    title: str
    date: str
    program_version: str
    settings: tuple[Setting, ...]
    settings_digest: str
    models: tuple[Model, ...]
    store: Coverage
    cases_file: str
    cases_digest: str
    selection: str
    cases: int
    answerable: int
    unanswerable: int
    seconds: float
    figures: tuple[Figure, ...]
    categories: tuple[CategoryRow, ...]
    recall: tuple[RecallPoint, ...]
    risk: tuple[RiskPoint, ...]
    baselines: tuple[Baseline, ...]
    stages: tuple[StageCount, ...]
    failures: tuple[FailedCase, ...]

    def figure(self, key: str) -> Figure:
        """The figure with this key. Raises KeyError."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)

    def to_json(self) -> str:
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Report":
        return cls.model_validate_json(text)


def read_report(path: Path) -> Report:
    """The report in a file. Raises ReportProblem."""
    try:
        return Report.from_json(path.read_text("utf-8"))
    except OSError as error:
        raise ReportProblem(
            f"The report {path} cannot be opened ({error.strerror}). Make one: council eval run CASES.jsonl --out {path.parent}"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ReportProblem(
            f"The report {path} was made by another version of the program ({'.'.join(map(str, first['loc']))}: {first['msg']}). "
            "Run the evaluation again."
        ) from error
