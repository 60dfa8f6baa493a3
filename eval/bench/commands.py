"""`council eval bench`, `growth` and `soak`: the program against a quick start and under load, as it grows, and over a day."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from ingest.problem import Problem

DONE, FAILED = 0, 1
SAMPLE_CASES = Path(__file__).parents[1] / "samples" / "cases.jsonl"
TABLE, PLOT = "bench.json", "growth.png"


class BenchFolderProblem(Problem):
    """A folder in which nothing can be measured: which, and what to do."""


def add_bench(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands; `add` makes one from its name, what it runs and its help."""
    bench = add("bench", run_bench, "one table: reading and search against a quick start, answers under load, growth")
    bench.add_argument("papers", type=Path, nargs="?", metavar="FOLDER", help="with PDF files (default: the sample papers)")
    bench.add_argument("--rounds", type=_count, default=3, metavar="N", help="how often both sides take their turn (default 3)")
    bench.add_argument("--seconds", type=_count, default=15, metavar="N", help="how long each load lasts (default 15)")
    growth = add("growth", run_growth, "measure how the store grows, with made-up papers and without the embedding model")
    for command, passages in ((bench, 5_000), (growth, 20_000)):
        command.add_argument(
            "--passages", type=_count, default=passages, metavar="N", help=f"how far to grow (default {passages})"
        )
    soak = add("soak", run_soak, "ask and change a served store for a while; exits 1 where it failed or grew")
    soak.add_argument("papers", type=Path, nargs="?", metavar="FOLDER", help="papers to begin with (default: the sample papers)")
    soak.add_argument("--minutes", type=_minutes, default=10.0, metavar="N", help="for how long (default 10)")
    for command in (bench, soak):
        command.add_argument("--cases", type=Path, default=SAMPLE_CASES, metavar="CASES.jsonl", help="the questions to ask")
    for command in (bench, growth, soak):
        command.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for all that is made")


def run_bench(options: argparse.Namespace) -> int:
    from eval.bench.comparing import compare
    from eval.bench.growth import measure_growth, write_growth
    from eval.bench.table import write_table

    out = _new_folder(options.out)
    rows = compare(
        _papers(options.papers), _questions(options.cases), out, rounds=options.rounds, seconds=options.seconds, say=_say
    )
    growth = measure_growth(_new_folder(out / "growth"), options.passages, say=_say)
    _draw(growth, out)
    found = {"rows": [row.as_json() for row in rows], "growth": json.loads((out / "growth" / "growth.json").read_text("utf-8"))}
    (out / TABLE).write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"{write_table(rows)}\n{write_growth(growth)}\nThe results: {out / TABLE}, {out / PLOT}")
    return FAILED if any(row.met is False for row in rows) else DONE


def run_growth(options: argparse.Namespace) -> int:
    from eval.bench.growth import RESULTS, measure_growth, write_growth

    out = _new_folder(options.out)
    growth = measure_growth(out, options.passages, say=_say)
    _draw(growth, out)
    if options.json:
        print((out / RESULTS).read_text("utf-8"), end="")
    else:
        print(f"{write_growth(growth)}\nThe results: {out / RESULTS}, {out / PLOT}")
    return DONE


def run_soak(options: argparse.Namespace) -> int:
    from eval.bench.soak import soak_store, write_soak

    soak = soak_store(
        _papers(options.papers), _questions(options.cases), _new_folder(options.out), minutes=options.minutes, say=_say
    )
    print(json.dumps(soak.as_json(), indent=2) if options.json else write_soak(soak), end="\n" if options.json else "")
    return DONE if soak.good else FAILED


def _draw(growth, out: Path) -> None:
    from eval.plots import save_growth

    save_growth(growth, out / PLOT)


def _papers(given: Path | None) -> Path:
    from ingest.samples import papers_folder

    if given is not None and not given.is_dir():
        raise BenchFolderProblem(f"There is no folder {given}. Name one with papers.")
    return given or papers_folder()


def _questions(cases: Path) -> list[str]:
    from eval.cases import read_case_set

    return [case.question for case in read_case_set(cases).cases]


def _new_folder(out: Path) -> Path:
    if out.exists() and any(out.iterdir()):
        raise BenchFolderProblem(f"{out} is not empty, and only what is new is measured rightly. Name another folder with --out.")
    out.mkdir(parents=True, exist_ok=True)
    return out


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0
    if not 0 < minutes <= 24 * 60:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of minutes up to a day")
    return minutes
