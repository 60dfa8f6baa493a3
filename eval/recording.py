"""A set of cases put to the assistant: what was answered and found is written line by line, so that a run can go on after a stop.

A folder holds `answers.jsonl` and `hits.jsonl` in the form of the batch commands, `trace.jsonl` with what only a run knows, and
`run.json`, which says of what program, settings, store and cases they are. Records of any other are not gone on with.
"""

import hashlib
import importlib.metadata
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from assistant.answering import Assistant
from eval.baselines import K, answer_by_baselines
from eval.cases import Case, CaseSet
from ingest.problem import Problem

ANSWERS, HITS, TRACE, IDENTITY = "answers.jsonl", "hits.jsonl", "trace.jsonl", "run.json"
DISTRIBUTION = "council-assistant"
ANSWERING_PACKAGES = ("ingest", "index", "assistant")
MEGABYTE = 1_000_000


class RecordingProblem(Problem):
    """A folder of a run that cannot be used: which one, what is wrong and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What recorded answers depend on: digests of the cases, the settings, the model, the store's passages and the program."""

    cases: str
    settings: str
    model: str
    store: str
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a run knows of one case beyond its answer: the confidence (None where nothing was weighed), the seconds of a search,
    the memory in use after it, and what the baselines answered and found."""

    id: str
    confidence: float | None
    search_seconds: float
    megabytes: float
    baselines: dict[str, dict]


def identify_run(assistant: Assistant, cases: CaseSet) -> Identity:
    """What answers to these cases depend on."""
    store = assistant.store
    passages = hashlib.sha256("".join(sorted(store.catalogue.passage_keys())).encode()).hexdigest()
    return Identity(
        cases=cases.digest,
        settings=assistant.settings.digest,
        model=store.embedder.digest,
        store=passages,
        program=program_digest(),
    )


def program_version() -> str:
    """The version of the program with the first digits of its digest: two states of one version are told apart."""
    try:
        version = importlib.metadata.version(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        version = "not installed"
    return f"{version} ({program_digest()[:8]})"


def program_digest() -> str:
    """A digest of all that answers are made by: the code and the settings files of the packages."""
    root = Path(__file__).resolve().parent.parent
    files = [file for package in ANSWERING_PACKAGES for kind in ("*.py", "*.toml") for file in (root / package).rglob(kind)]
    files += [root / "eval" / "baselines.py", Path(__file__).resolve()]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(files))).hexdigest()


def record_cases(
    assistant: Assistant, cases: CaseSet, folder: Path, *, resume: bool, done: Callable[[int], None] = lambda count: None
) -> tuple[dict[str, Trace], int]:
    """Ask what is not recorded in the folder yet; the trace of every case by its id, and how many were recorded before.

    `done` is told of each number of cases that are ready. Raises RecordingProblem for a folder that cannot be written.
    """
    identity = identify_run(assistant, cases)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        traces = _keep_whole(folder, cases) if resume and _read_identity(folder) == identity else _start_anew(folder)
        (folder / IDENTITY).write_text(json.dumps(asdict(identity), indent=2) + "\n", "utf-8")
        before = sum(case.id in traces for case in cases.cases)
        done(before)
        if before < len(cases.cases):
            _warm_up(assistant)
        for line in cases.lines:
            if line[0].id not in traces:
                traces |= _record_line(assistant, line, folder)
                done(len(line))
    except OSError as error:
        raise RecordingProblem(
            f"The run cannot be written to {folder} ({error.strerror}). Choose another folder with --out."
        ) from error
    return {case.id: traces[case.id] for case in cases.cases}, before


def _read_identity(folder: Path) -> Identity | None:
    try:
        return Identity(**json.loads((folder / IDENTITY).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _start_anew(folder: Path) -> dict[str, Trace]:
    for name in (ANSWERS, HITS, TRACE):
        (folder / name).unlink(missing_ok=True)
    return {}


def _keep_whole(folder: Path, cases: CaseSet) -> dict[str, Trace]:
    """Keep of the recorded lines those of cases that were recorded whole: a run may have stopped in the middle of a line."""
    read = {name: _read_whole(folder / name) for name in (ANSWERS, HITS, TRACE)}
    whole: set[str] = set()
    for line in cases.lines:
        ids = {case.id for case in line}
        if line[0].line in read[ANSWERS] and ids <= read[HITS].keys() and ids <= read[TRACE].keys():
            whole |= {line[0].line, *ids}
    for name, lines in read.items():
        kept = [line for key, line in lines.items() if key in whole or not _is_selected(key, cases)]
        (folder / name).write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept), "utf-8")
    return {key: Trace(**line) for key, line in read[TRACE].items() if key in whole}


def _is_selected(key: str, cases: CaseSet) -> bool:
    return any(key in (case.id, case.line) for case in cases.cases)


def _read_whole(path: Path) -> dict[str, dict]:
    found = {}
    for line in path.read_text("utf-8").split("\n") if path.is_file() else ():
        try:
            value = json.loads(line)
        except json.JSONDecodeError:
            # The end of the file, empty or cut off.
            continue
        found[value["id"]] = value
    return found


def _warm_up(assistant: Assistant) -> None:
    """Load the model and open the vectors, so that the first question is not timed with it."""
    assistant.store.retriever.search("council", k=1)


def _record_line(assistant: Assistant, line: Sequence[Case], folder: Path) -> dict[str, Trace]:
    answers, traces, hits = [], {}, []
    for case in line:
        answer, explanation = assistant.explain(case.question, earlier=tuple(answers))
        answers.append(answer)
        began = time.perf_counter()
        found = assistant.store.retriever.search(answer.search_query, k=K).hits
        seconds = time.perf_counter() - began
        hits.append({"id": case.id, "hits": [_hit_json(hit) for hit in found]})
        best = found[0].passage.row if found else None
        traces[case.id] = Trace(
            id=case.id,
            confidence=explanation.judgement.confidence if explanation else None,
            search_seconds=round(seconds, 4),
            megabytes=round(psutil.Process().memory_info().rss / MEGABYTE, 1),
            # As it was typed: a simple way of answering knows nothing of the turns before.
            baselines=answer_by_baselines(assistant.store, case.question, best),
        )
    given: dict[str, Any] = {"id": line[0].line}
    given |= {"answers": [a.as_json() for a in answers]} if line[0].turn else {"answer": answers[0].as_json()}
    _append(folder / ANSWERS, [given])
    _append(folder / HITS, hits)
    _append(folder / TRACE, [asdict(trace) for trace in traces.values()])
    return traces


def _hit_json(hit) -> dict:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "file": hit.document.file,
        "document": hit.document.facts.title,
        "page": hit.passage.page,
        "text": hit.text,
        "start": hit.start,
        "end": hit.end,
    }


def _append(path: Path, lines: Sequence[dict]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
