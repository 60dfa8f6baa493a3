"""`council eval`: run cases, score recorded answers, compare two runs. The command line finds it by its entry point."""

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.settings import load_settings
from eval.bench.commands import add_bench
from ingest.problem import Problem

DONE, FAILED = 0, 1
NEEDED = ("ir_measures", "jinja2", "matplotlib", "psutil", "scipy")
"""What the evaluation needs beyond the program."""


class EvaluationProblem(Problem):
    """An evaluation that cannot be done: what is missing and what to do."""


def add_commands(commands, store: argparse.ArgumentParser) -> None:
    """Add `eval` to the commands of the program; `store` is the parser of the option that all of them take."""
    words = "measure the answers against cases whose answers are known"
    parser = commands.add_parser("eval", help=words, description=words[0].upper() + words[1:] + ".")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")

    def add(name: str, run, words: str, **options) -> argparse.ArgumentParser:
        part = parts.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".", **options)
        part.set_defaults(run=run)
        part.add_argument("--json", action="store_true", help="one JSON document instead of words")
        return part

    run = add("run", run_run, "answer a set of cases, score the answers and write a report page", parents=[store])
    run.add_argument("cases", type=Path, metavar="CASES.jsonl")
    run.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder of the run, made where it is missing")
    run.add_argument("--limit", type=_positive, metavar="N", help="only the first N cases")
    run.add_argument(
        "--filter", type=_wanted, action="append", default=[], metavar="FIELD=VALUE", help="only cases such as category=duty"
    )
    run.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="go on with what the folder holds of the same cases, store, settings and program (default)",
    )
    run.add_argument("--reading", action="store_true", help="also time the reading of the papers into a new store")
    score = add("score", run_score, "score answers that were recorded with `council ask --batch`", parents=[store])
    score.add_argument("cases", type=Path, metavar="CASES.jsonl")
    score.add_argument("answers", type=Path, metavar="ANSWERS.jsonl")
    score.add_argument("--hits", type=Path, metavar="HITS.jsonl", help="the output of `council search --batch`, to score it too")
    words = "show on labelled questions what each least confidence would answer, rightly or not, and decline"
    calibrate = add("calibrate", run_calibrate, words, parents=[store])
    calibrate.add_argument(
        "cases", type=Path, nargs="*", metavar="CASES.jsonl", help="cases over the store; without them, the made-up extracts"
    )
    add_bench(add)
    compare = add("compare", run_compare, "compare two runs; exits 1 where something was lost by more than luck")
    compare.add_argument("before", type=Path, metavar="DIR_A")
    compare.add_argument("after", type=Path, metavar="DIR_B")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")
    return int(text)


def _wanted(text: str) -> tuple[str, str]:
    from eval.cases import FILTERED

    name, sign, value = text.partition("=")
    if not sign or name not in FILTERED:
        raise argparse.ArgumentTypeError(f"“{text}” is not one of {', '.join(FILTERED)} with = and a value")
    return name, value


def run_run(options: argparse.Namespace) -> int:
    _check_libraries()
    from assistant.opening import open_assistant
    from eval.cases import read_case_set, select_cases
    from eval.run import PAGE, run_cases

    cases = select_cases(read_case_set(options.cases), options.filter, options.limit)
    assistant = open_assistant(options.store, load_settings())
    with _progress(len(cases.cases)) as done:
        run = run_cases(assistant, cases, options.out, resume=options.resume, with_reading=options.reading, done=done)
    if options.json:
        print(run.report.to_json(), end="")
        return DONE
    if run.resumed:
        print(f"{run.resumed} of {len(cases.cases)} cases were answered before; --no-resume asks all of them again.")
    _print_report(run.report)
    print(f"\nThe report: {options.out / PAGE}")
    return DONE


def run_score(options: argparse.Namespace) -> int:
    _check_libraries()
    from assistant.opening import open_store
    from eval.answers import read_answers, read_hits
    from eval.cases import read_case_set
    from eval.figures import make_figures
    from eval.papers import Papers
    from eval.printing import say_figures
    from eval.scoring import score_outcomes

    cases = read_case_set(options.cases)
    answers = read_answers(options.answers, cases.cases)
    hits = read_hits(options.hits) if options.hits else {}
    papers = Papers(open_store(options.store, load_settings(asking=False)).catalogue)
    figures = make_figures(score_outcomes(cases, papers, answers, hits, {}).outcomes)
    if options.json:
        print(json.dumps({"figures": [figure.model_dump() for figure in figures]}, ensure_ascii=False, indent=2))
    else:
        _print_lines(say_figures(figures))
    return DONE


def run_calibrate(options: argparse.Namespace) -> int:
    _check_libraries()
    from tempfile import TemporaryDirectory

    from assistant.opening import open_assistant
    from eval.calibrate import calibrate, calibrate_on_extracts, judge_probes, read_cases, say_calibration

    try:
        if options.cases:
            probes = [probe for file in options.cases for probe in read_cases(file)]
            with _progress(len(probes)) as done:
                found = calibrate(list(judge_probes(open_assistant(options.store, load_settings()), probes, done)))
        else:
            with TemporaryDirectory() as folder, _progress(0) as done:
                papers = Path(folder) / "papers"
                papers.mkdir()
                found = calibrate_on_extracts(open_assistant(Path(folder) / "store", load_settings(), create=True), papers, done)
    except ValueError as error:
        raise EvaluationProblem(str(error)) from error
    if options.json:
        print(json.dumps(found.as_json(), indent=2))
    else:
        _print_lines(list(say_calibration(found)))
    return DONE


def run_compare(options: argparse.Namespace) -> int:
    _check_libraries()
    from eval.compare import compare_runs
    from eval.printing import say_comparison

    comparison = compare_runs(options.before, options.after)
    if options.json:
        print(json.dumps(comparison.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_lines(say_comparison(comparison))
    return FAILED if comparison.losses else DONE


def _check_libraries() -> None:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise EvaluationProblem(
            f"The evaluation needs {', '.join(missing)}. Install what it needs with: pip install 'council-assistant[eval]'"
        )


@contextmanager
def _progress(total: int) -> Iterator:
    from tqdm import tqdm

    with tqdm(total=total, unit="case", disable=not sys.stderr.isatty(), leave=False) as bar:
        yield bar.update


def _print_report(report) -> None:
    from eval.printing import say_report

    _print_lines(say_report(report))


def _print_lines(lines: Sequence[str]) -> None:
    from ingest.sources import display_name

    print("\n".join(display_name(line) for line in lines))
