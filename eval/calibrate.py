"""The decision to answer, set on labelled questions: what each signal weighs, and what each threshold would do."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant.answering import Assistant
from eval.statistics import fit_logistic
from index.answer_finder import EXTRACTS, is_held_out
from index.sync import sync_files

THRESHOLDS = tuple(step / 50 for step in range(10, 36))


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A question with the words of the papers that answer it; () where they hold no answer."""

    question: str
    evidence: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return bool(self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What spoke for the answer to a probe, whether it has one, and whether what would be said holds words of it."""

    signals: dict[str, float]
    answerable: bool
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What a least confidence would do: the shares of answerable questions answered, and answered with the words that answer
    them, and of others declined."""

    least: float
    answered: float
    right: float
    declined: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights of the signals, and what each threshold does with them; `apart` is how often an answerable question comes out as
    more sure than another (the area under the curve)."""

    probes: int
    weights: dict[str, float]
    thresholds: tuple[Threshold, ...]
    apart: float

    def as_json(self) -> dict:
        return {
            "probes": self.probes,
            "weights": self.weights,
            "apart": round(self.apart, 3),
            "thresholds": [
                {
                    "least_confidence": t.least,
                    "answered": round(t.answered, 3),
                    "right": round(t.right, 3),
                    "declined": round(t.declined, 3),
                }
                for t in self.thresholds
            ],
        }


def read_cases(file: Path) -> list[Probe]:
    """Labelled questions of a case file; conversations are left out, for what they ask depends on the turns before."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Probe(question=case["question"], evidence=tuple(case.get("evidence", ()))) for case in lines if "question" in case]


def write_extracts(folder: Path) -> list[Probe]:
    """All made-up extracts as papers in a folder, and the questions of those that the answer finder was not trained on."""
    probes: list[Probe] = []
    for file in sorted(EXTRACTS.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            extract = json.loads(line)
            (folder / f"{file.stem}-{number:03}.html").write_text(_write_paper(extract), encoding="utf-8")
            if is_held_out(number):
                passages = [passage["sentences"] for passage in extract["passages"]]
                for asked in extract["questions"]:
                    evidence = tuple(passages[at][place] for at, place in asked["gold"])
                    probes.append(Probe(question=asked["q"], evidence=evidence))
                probes += [Probe(question=question) for question in extract["unanswerable"]]
    return probes


def _write_paper(extract: dict) -> str:
    from html import escape

    parts = [f"<h1>{escape(extract['title'])}</h1><p>{escape(extract['council'])}</p>"]
    for passage in extract["passages"]:
        parts.append(f"<h2>{escape(passage['heading'])}</h2><p>{escape(' '.join(passage['sentences']))}</p>")
    return f"<!doctype html><title>{escape(extract['title'])}</title>{''.join(parts)}"


def judge_probes(assistant: Assistant, probes: Sequence[Probe], done: Callable[[], object]) -> Iterator[Judged]:
    """What stands behind each answer; questions that a register answers, or that nothing matches, are left out."""
    for probe in probes:
        finding = assistant.explain(probe.question)[1]
        if finding is not None:
            told = [_letters(statement.text) for statement in finding.draft.statements]
            sought = [_letters(words) for words in probe.evidence]
            right = any(words in text or text in words for words in sought for text in told)
            yield Judged(signals=finding.judgement.signals, answerable=probe.answerable, right=right)
        done()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def calibrate(judged: Sequence[Judged]) -> Calibration:
    """Weights by logistic regression of right answers against questions without one. Wrong answers to questions that have one
    are in the table and not in the regression: to answer them is no better than to decline."""
    names = tuple(judged[0].signals)
    signals = numpy.array([[1.0, *(one.signals[name] for name in names)] for one in judged])
    answerable = numpy.array([one.answerable for one in judged])
    right = numpy.array([one.right for one in judged])
    fitted = right | ~answerable
    weights = fit_logistic(signals[fitted], answerable[fitted])
    rounded = {name: round(float(weight), 2) for name, weight in zip(("sure", *names), weights, strict=True)}
    sure = 1 / (1 + numpy.exp(-(signals @ numpy.array(list(rounded.values())))))
    return Calibration(
        probes=len(judged),
        weights=rounded,
        thresholds=tuple(
            Threshold(
                least=least,
                answered=float((sure[answerable] >= least).mean()),
                right=float(((sure >= least) & right)[answerable].mean()),
                declined=float((sure[~answerable] < least).mean()),
            )
            for least in THRESHOLDS
        ),
        apart=float(numpy.mean(sure[answerable][:, None] > sure[~answerable][None, :])),
    )


def calibrate_on_extracts(assistant: Assistant, folder: Path, done: Callable[[], object]) -> Calibration:
    """Over the made-up extracts, read into the assistant's store, which has to be empty."""
    probes = write_extracts(folder)
    store = assistant.store
    sync_files(
        [folder],
        catalogue=store.catalogue,
        vectors=store.vectors,
        embedder=store.embedder,
        seconds_per_file=assistant.settings.reading.seconds_per_file,
    )
    return calibrate(list(judge_probes(assistant, probes, done)))


def say_calibration(calibration: Calibration) -> Iterator[str]:
    yield f"{calibration.probes} labelled questions; answerable ones come out as more sure in {calibration.apart:.1%} of pairs."
    yield "Weights of the signals: " + ", ".join(f"{name} {weight:g}" for name, weight in calibration.weights.items())
    yield "least_confidence  answered     right  declined"
    for t in calibration.thresholds:
        yield f"{t.least:>16.2f}  {t.answered:>8.1%}  {t.right:>8.1%}  {t.declined:>8.1%}"
