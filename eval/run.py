"""One run from cases to report: ask or go on asking, judge, sum up, and write every file of the run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.answering import Assistant
from eval.cases import CaseSet
from eval.papers import Papers
from eval.recording import record_cases
from eval.report import render_report
from eval.report_data import Report
from eval.scoring import score_recorded, write_scores
from eval.summary import make_report, time_reading

SCORES, REPORT, PAGE = "scores.jsonl", "report.json", "report.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished run: its report, and how many of its cases had been answered by an earlier one."""

    report: Report
    resumed: int


def run_cases(
    assistant: Assistant,
    cases: CaseSet,
    folder: Path,
    *,
    resume: bool = True,
    with_reading: bool = False,
    done: Callable[[int], None] = lambda count: None,
) -> Run:
    """Ask every case, score the answers and write the folder of the run. `done` is told of each number of cases that are ready.

    With `with_reading` the papers are read once more into a new store, to time it. Raises a Problem.
    """
    began = time.perf_counter()
    traces, resumed = record_cases(assistant, cases, folder, resume=resume, done=done)
    papers = Papers(assistant.store.catalogue)
    scored = score_recorded(folder, cases, papers, traces)
    reading = time_reading(assistant) if with_reading else None
    seconds = time.perf_counter() - began
    report = make_report(scored, cases=cases, assistant=assistant, papers=papers, traces=traces, seconds=seconds, reading=reading)
    write_scores(folder / SCORES, scored.outcomes)
    (folder / REPORT).write_text(report.to_json(), "utf-8")
    (folder / PAGE).write_text(render_report(report), "utf-8")
    return Run(report=report, resumed=resumed)
