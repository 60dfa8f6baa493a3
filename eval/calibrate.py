"""The least confidence for an answer, looked at on labelled questions: what each would answer, rightly or not, and decline."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

import numpy

from assistant.answering import Assistant
from index.sync import sync_files
from ingest.patterns import compile_pattern

PROBES = Path(__file__).with_name("probes")
"""Made-up extracts of council papers, JSON Lines: passages, questions with the sentences that answer them, and questions that
look like those and have no answer there. No council, person or figure in them is real."""
ASKED = 12
"""The questions of one in so many extracts are asked; all extracts are in the store."""
THRESHOLDS = tuple(step / 20 for step in range(0, 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A question with the words of the papers that answer it; () where they hold no answer."""

    question: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How sure the program was of a probe, whether it has an answer, and whether what would be said holds words of it."""

    confidence: float
    answerable: bool
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What a least confidence would do: the shares of answerable questions answered, and answered with the words that answer
    them, and of others declined."""

    least_confidence: float
    answered: float
    right: float
    declined: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What each threshold does; `apart` is how often an answerable question comes out as more sure than another (the area under
    the curve)."""

    probes: int
    apart: float
    thresholds: tuple[Threshold, ...]

    def as_json(self) -> dict:
        return asdict(self)


def read_cases(file: Path) -> list[Probe]:
    """Labelled questions of a case file; conversations are left out, for what they ask depends on the turns before."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Probe(question=case["question"], evidence=tuple(case.get("evidence", ()))) for case in lines if "question" in case]


def write_extracts(folder: Path) -> list[Probe]:
    """All made-up extracts as papers in a folder, and the questions that are asked of them."""
    probes: list[Probe] = []
    for file in sorted(PROBES.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            extract = json.loads(line)
            (folder / f"{file.stem}-{number:03}.html").write_text(_write_paper(extract), encoding="utf-8")
            if number % ASKED == 0:
                passages = [passage["sentences"] for passage in extract["passages"]]
                for asked in extract["questions"]:
                    evidence = tuple(passages[at][place] for at, place in asked["gold"])
                    probes.append(Probe(question=asked["q"], evidence=evidence))
                probes += [Probe(question=question) for question in extract["unanswerable"]]
    return probes


def _write_paper(extract: dict) -> str:
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
            yield Judged(confidence=finding.judgement.confidence, answerable=bool(probe.evidence), right=right)
        done()


def _letters(text: str) -> str:
    return compile_pattern(r"[\W_]").sub("", text).casefold()


def calibrate(judged: Sequence[Judged]) -> Calibration:
    """Raises ValueError where there are no answerable questions, or no others."""
    sure = numpy.array([one.confidence for one in judged])
    answerable = numpy.array([one.answerable for one in judged], dtype=bool)
    right = numpy.array([one.right for one in judged], dtype=bool)
    if not answerable.any() or answerable.all():
        raise ValueError("There have to be questions that the papers answer, and questions that they do not.")
    return Calibration(
        probes=len(judged),
        apart=float(numpy.mean(sure[answerable][:, None] > sure[~answerable][None, :])),
        thresholds=tuple(
            Threshold(
                least_confidence=least,
                answered=float((sure[answerable] >= least).mean()),
                right=float(((sure >= least) & right)[answerable].mean()),
                declined=float((sure[~answerable] < least).mean()),
            )
            for least in THRESHOLDS
        ),
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
    yield "least_confidence  answered     right  declined"
    for t in calibration.thresholds:
        yield f"{t.least_confidence:>16.2f}  {t.answered:>8.1%}  {t.right:>8.1%}  {t.declined:>8.1%}"
