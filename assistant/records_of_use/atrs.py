"""A record by the Algorithmic Transparency Recording Standard, filled in from the program as it is set up.

The headings are those of version 3.0 of the standard of the Government Digital Service (overview; owner; description; decision
process; tool, model and data; risks). What only people can know is marked for them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.answer import Coverage
from assistant.settings import Settings
from ingest.dates import write_date
from ingest.problem import Problem

HUMAN = "[TO BE FILLED IN BY YOU"
DPIA = Path(__file__).with_name("dpia.md")


class RecordProblem(Problem):
    """A record that cannot be written: what it lacks and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What an evaluation found: when, over how many cases, and its figures as (label, value, unit)."""

    date: str
    cases: int
    figures: tuple[tuple[str, float, str], ...]


def read_scores(path: Path) -> Scores:
    """The scores in a report.json of `council eval run`, or in the folder that holds one. Raises RecordProblem."""
    path = path / "report.json" if path.is_dir() else path
    try:
        report: dict[str, Any] = json.loads(path.read_text("utf-8"))
        figures = tuple(
            (figure["label"], float(figure["value"]), figure["unit"])
            for figure in report["figures"]
            if figure["value"] is not None
        )
        return Scores(date=str(report["date"]), cases=int(report["cases"]), figures=figures)
    except OSError as error:
        raise RecordProblem(
            f"The report {path} cannot be opened ({error.strerror}). Make one: council eval run CASES.jsonl --out {path.parent}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RecordProblem(f"The file {path} is no report of council eval run ({error!r}). Run the evaluation again.") from error


def write_record(settings: Settings, coverage: Coverage, *, weights: str, scores: Scores | None) -> str:
    """The record as Markdown. `weights` is the sha256 of the embedding model's weights."""
    sections = (
        ("Tier 1: overview", _overview(settings)),
        ("Tier 2, 1: owner and responsibility", _owner(settings)),
        ("Tier 2, 2: description and rationale", _description(settings)),
        ("Tier 2, 3: decision-making process", _process(settings)),
        ("Tier 2, 4: tool, models and data", _specification(settings, coverage, weights, scores)),
        ("Tier 2, 5: risks, mitigations and impact assessments", _risks(settings)),
    )
    lines = ["# Algorithmic transparency record: Council Assistant", ""]
    lines += ["Written from the running configuration. What stands in [SQUARE BRACKETS] only you can know.", ""]
    for heading, entries in sections:
        lines += [f"## {heading}", ""]
        for name, value in entries:
            lines += [f"**{name}**: {value}", ""]
    return "\n".join(lines)


def _for_people(what: str) -> str:
    return f"{HUMAN}: {what}]"


def _overview(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "Name", "Council Assistant"
    yield (
        "Description",
        "Answers questions about council papers with quotations that can be checked at the page they stand on, or says that the "
        f"papers hold no answer. {_say_model(settings)}",
    )
    yield "Website", _for_people("the address where people can use or read about it")
    yield "Contact", _for_people("an e-mail address for questions about this record")


def _owner(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "Organisation", _for_people("your council")
    yield "Team", _for_people("the team that runs it")
    yield "Senior responsible owner", _for_people("post")
    supplier = (
        _for_people("the provider of the language model, its role and its access to data")
        if settings.language_model.model
        else "None."
    )
    yield "External suppliers", supplier


def _description(settings: Settings) -> Iterator[tuple[str, str]]:
    yield (
        "How it works",
        "Papers are read into one text each. A question is searched for by words (BM25) and by sense (a "
        "sentence-embedding model); the "
        "sentences, list items and table rows found are weighed against the question, and the best are quoted with "
        "their pages. Below "
        f"a confidence of {settings.answering.least_confidence:g} the question is declined.",
    )
    yield "Scope", "Finding and quoting what papers say. It makes no decision, gives no advice and does not add up."
    yield "Benefit", _for_people("who saves what, and how you know")
    yield "Previous process", _for_people("how such questions were answered before")
    yield "Alternatives considered", _for_people("such as the search of your committee system")


def _process(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "Place in decisions", _for_people("where its answers are used; it makes none itself")
    yield (
        "What it gives",
        "Short answers with numbered quotations, document, date and page; or that nothing was found.",
    )
    yield "Frequency and scale", _for_people("how many people ask how many questions")
    yield (
        "Human review",
        "Every answer shows the words it rests on beside it. " + _for_people("who reads them before they are used"),
    )
    yield "Training", _for_people("what people are told before they use it")
    yield "Appeal", _for_people("how a wrong answer is reported and put right")


def _specification(settings: Settings, coverage: Coverage, weights: str, scores: Scores | None) -> Iterator[tuple[str, str]]:
    yield "Version", f"{_program_version()}; settings {settings.digest}"
    yield "Phase", _for_people("pilot, in use or withdrawn")
    yield "Embedding model", f"{settings.search.model}, weights sha256 {weights}; runs on this machine"
    yield "Language model", _say_model(settings)
    if settings.language_model.model:
        model = settings.language_model
        yield (
            "Checks of the language model",
            "By code: each quote is found in the paper by offset; each figure, date, amount and name of a statement stands "
            "in its quotes; "
            f"at least {model.containment:.0%} of its content words do; negations and reserves are kept. What fails is put "
            f"in the paper's "
            f"own words or left out. At most {model.statements} statements, {model.seconds:g} seconds, {model.reply_tokens} "
            f"tokens.",
        )
    yield "Performance", _say_scores(scores)
    dated = f", dated {write_date(coverage.first)} to {write_date(coverage.last)}" if coverage.first and coverage.last else ""
    yield (
        "Data",
        f"{coverage.documents} documents in {coverage.passages} passages{dated}. " + _for_people("whose papers, and from where"),
    )
    yield "Personal and sensitive data", _for_people("what the papers say about people, and whether exempt papers are among them")
    yield "Retention of questions", _say_retention(settings)
    yield "Training of models", "None: no model is trained or tuned with your data by this program."


def _risks(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "Impact assessments", _for_people("your data protection impact assessment; a template: council atrs --dpia")
    yield (
        "A wrong or misleading answer",
        "Quotes are ranges of the papers' text; figures must stand in them; weak matches are declined.",
    )
    if settings.language_model.model:
        yield (
            "A language model that invents, or is steered by words in a paper",
            "Nothing it says is shown before code has found it in the papers; it has no tools; sentences that speak to "
            "models are withheld.",
        )
    yield "Personal data made easier to find", _for_people("what you do about it")
    yield "Reliance on answers without reading", _for_people("what you do about it")


def _say_model(settings: Settings) -> str:
    model = settings.language_model
    if not model.model:
        return "No language model is used; all answers are in the papers' own words."
    return f"A language model, {model.model} at {model.address or 'its provider'}, words answers, and code checks them."


def _say_retention(settings: Settings) -> str:
    days = settings.question_log.days
    return f"Questions are kept for {days} days and then deleted." if days else "Questions are not kept."


def _say_scores(scores: Scores | None) -> str:
    if scores is None:
        return _for_people("run council eval run over cases of your own, then council atrs --scores DIR")
    shown = [f"{label}: {_say_value(value, unit)}" for label, value, unit in scores.figures]
    return f"Measured on {scores.date} over {scores.cases} questions. " + "; ".join(shown) + "."


def _say_value(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.0%}"
    return f"{value:.2f} s" if unit == "seconds" else f"{value:.2f}" + ("" if unit in ("score", "ratio", "count") else f" {unit}")


def _program_version() -> str:
    try:
        return f"council-assistant {version('council-assistant')}"
    except PackageNotFoundError:
        return "council-assistant, run from its source"


def find_human_fields(record: str) -> Sequence[str]:
    """What a record still asks people for."""
    return [part.split("]", 1)[0].lstrip(": ") for part in record.split(HUMAN)[1:]]
