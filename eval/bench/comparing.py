"""The table of `make bench`: reading and search against the quick start, and answers under load, all in one run.

The machine may be busy with other things, so that the two sides of a ratio take turns, and the middle one of several counts.
"""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy

from assistant.opening import open_store
from assistant.settings import load_settings
from eval.bench.made_papers import PaperMaker
from eval.bench.served import Asked, Served, command, environment, serve, time_command
from eval.bench.table import Row
from index.catalogue import Filters
from ingest.problem import Problem

FOUND = 20
"""Passages that a search brings, on both sides."""
ASKERS = (1, 8, 50)
BESIDE = 8
"""Askers while papers are read in."""
MADE_PAPERS = 400
"""More than can be read in while the answers are timed."""


class BenchProblem(Problem):
    """A comparison that cannot be made: what is missing."""


def compare(
    folder: Path, questions: Sequence[str], out: Path, *, rounds: int, seconds: float, say: Callable[[str], None]
) -> list[Row]:
    """Measure over the PDF files of a folder, under `out`; so many rounds of reading and of answers beside reading, and so many
    seconds for each load. Raises BenchProblem where the folder has no PDF."""
    papers = out / "papers"
    papers.mkdir(parents=True)
    pdfs = sorted(folder.rglob("*.pdf"))
    if not pdfs:
        raise BenchProblem(f"{folder} holds no PDF file, and the quick start reads only those. Name another folder.")
    for number, path in enumerate(pdfs):
        shutil.copyfile(path, papers / f"{number:04} {path.name}")
    rows = [compare_reading(papers, out, rounds, say)]
    store, database = out / "store-0", out / "quick-0"
    rows += compare_search(store, database, questions, say)
    with serve(store) as served:
        rows += measure_answers(served, questions, seconds, say)
        rows += measure_beside(served, store, questions, rounds, seconds, say)
    return rows


def compare_reading(papers: Path, out: Path, rounds: int, say: Callable[[str], None]) -> Row:
    """Both as a user runs them: a program from its start to its end."""
    ours, theirs = [], []
    # What else the machine does must slow both sides alike.
    settings = out / "equal.toml"
    settings.write_text("[reading]\nniceness = 0\n", "utf-8")
    for number in range(rounds):
        say(f"Reading, round {number + 1} of {rounds}")
        ours.append(time_command(command("ingest", papers, "--store", out / f"store-{number}"), COUNCIL_SETTINGS=str(settings)))
        quick = [sys.executable, "-m", "eval.bench.quick_start", str(papers), str(out / f"quick-{number}")]
        theirs.append(time_command(quick))
    count = len(list(papers.iterdir()))
    return Row(
        name=f"reading {count} PDF files, with tables and registers, against the quick start",
        ours=statistics.median(ours),
        against=statistics.median(theirs),
        unit="s",
        most=1.0,
    )


def compare_search(store: Path, database: Path, questions: Sequence[str], say: Callable[[str], None]) -> list[Row]:
    """Question by question in turn: our whole search, the quick start's, and Chroma alone with our own embedding."""
    from eval.bench.quick_start import TorchEmbeddings, open_database

    say("Searching")
    ours = open_store(store, load_settings(asking=False))
    theirs = open_database(database, TorchEmbeddings())
    ways: dict[str, Callable[[str], object]] = {
        "ours": lambda question: ours.retriever.search(question, k=FOUND),
        "quick start": lambda question: theirs.similarity_search(question, k=FOUND),
        "bare": lambda question: ours.vectors.search(ours.embedder.embed([question])[0], Filters(), FOUND),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number, question in enumerate([*questions[:3], *questions, *questions]):
        # Each comes first as often: whoever embeds a question after another finds the model prepared for its length.
        first = number % len(ways)
        for name, search in [*ways.items()][first:] + [*ways.items()][:first]:
            began = time.perf_counter()
            search(question)
            if number >= 3:
                # The first ones load what the others find loaded.
                times[name].append(time.perf_counter() - began)
    ours.close()
    p95 = {name: float(numpy.quantile(taken, 0.95)) for name, taken in times.items()}
    return [
        Row(name="search p95, against the quick start's", ours=p95["ours"], against=p95["quick start"], unit="s", most=1.5),
        Row(name="search p95, against Chroma and our embedding alone", ours=p95["ours"], against=p95["bare"], unit="s", most=1.5),
    ]


def measure_answers(served: Served, questions: Sequence[str], seconds: float, say: Callable[[str], None]) -> list[Row]:
    """Answers a second over HTTP, of new questions and then by how many ask at once, the first of those for comparison."""
    say("Every question for the first time")
    new = served.ask_once(questions, BESIDE)
    rows: list[Row] = [Row(name=f"answers a second, {BESIDE} asking, each question for the first time", ours=new.rate, unit="")]
    first = None
    for askers in ASKERS:
        say(f"{askers} asking at once")
        asked = served.ask(questions, askers, seconds)
        first = first or asked.rate
        rows.append(Row(name=f"answers a second, {askers} asking, the same ones again", ours=asked.rate, against=first, unit=""))
        if askers > 1:
            rows.append(Row(name=f"the slowest of 20 of them, {askers} asking", ours=asked.quantile(0.95), unit="s"))
    refused = sum(count for status, count in asked.statuses.items() if status != 200)
    return [*rows, Row(name=f"refused or failed, {ASKERS[-1]} asking", ours=refused, unit="")]


def measure_beside(
    served: Served, store: Path, questions: Sequence[str], rounds: int, seconds: float, say: Callable[[str], None]
) -> list[Row]:
    """Answers while another process reads papers into the same store, in turn with answers alone."""
    alone, beside, maker = [], [], PaperMaker()
    for number in range(rounds):
        say(f"Answers beside reading, round {number + 1} of {rounds}")
        alone.append(served.ask(questions, BESIDE, seconds))
        made = store.parent / f"made-{number}"
        maker.write_papers(made, number * MADE_PAPERS, MADE_PAPERS)
        with subprocess.Popen(
            command("ingest", made, "--store", store), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as reading:
            # Until it has loaded what it needs and reads.
            time.sleep(5)
            beside.append(served.ask(questions, BESIDE, seconds))
            still = reading.poll() is None
            reading.terminate()
        if not still:
            raise BenchProblem("The papers were read before the answers were timed. Give fewer --seconds.")
    names = {0.5: "half of the answers came within", 0.95: "95 of 100 answers came within"}
    return [
        Row(
            name=f"{BESIDE} asking while papers are read in: {words}",
            ours=_middle(beside, share),
            against=_middle(alone, share),
            unit="s",
            most=1.5,
        )
        for share, words in names.items()
    ]


def _middle(asked: Sequence[Asked], share: float) -> float:
    return statistics.median(one.quantile(share) for one in asked)
