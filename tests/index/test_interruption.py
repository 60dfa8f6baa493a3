"""Killed at any moment: the store opens and answers, and the next run ends where one that was left alone ends."""

import multiprocessing
import random
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.index.ingest_process import read_folder

KILLS = 8


def write_papers(folder: Path, *, first: int, count: int, edition: str = "first") -> None:
    folder.mkdir(exist_ok=True)
    words = [
        f"{start}{middle}{end}" for start in "bdfglmprst" for middle in ("and", "ell", "orr", "ist") for end in ("a", "en", "or")
    ]
    for number in range(first, first + count):
        # No two parts alike: among passages that are equally near, which is found is chance.
        made = random.Random(f"{edition} {number}")
        parts = [
            f"{part}.1 Of the library budget and of carers: {' '.join(made.sample(words, 20))}; it costs £{number * 100 + part}."
            for part in range(1, 40)
        ]
        (folder / f"paper-{number:02}.md").write_text(f"# Paper {number}\n\n" + "\n\n".join(parts), "utf-8")


def start(store: Path, papers: Path) -> tuple[BaseProcess, Connection]:
    """A process of its own. Its libraries are loaded once for all of them, by a server that copies itself."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.index.ingest_process"])
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=read_folder, args=(str(store), str(papers), telling))
    process.start()
    telling.close()
    return process, told


def run(store: Path, papers: Path) -> tuple[dict, dict, float]:
    """What the store held before and after, and the seconds of the reading."""
    process, told = start(store, papers)
    before = told.recv()
    assert told.recv() == "reading"
    began = time.monotonic()
    after = told.recv()
    seconds = time.monotonic() - began
    process.join()
    assert process.exitcode == 0
    return before, after, seconds


def kill_after(store: Path, papers: Path, seconds: float) -> dict:
    """Start a run and kill it so long after it began to read; what the store held when that run opened it."""
    process, told = start(store, papers)
    before = told.recv()
    assert told.recv() == "reading"
    time.sleep(seconds)
    process.kill()
    process.join()
    return before


def check_answers_come_from_what_is_complete(held: dict) -> None:
    # Vectors of what was begun may be there already; what is found is in the catalogue, and what is in it can be found.
    assert set(held["hits"]) <= set(held["keys"]) <= set(held["vectors"])
    assert bool(held["hits"]) == bool(held["keys"])


def test_a_run_that_was_killed_again_and_again_ends_where_one_left_alone_ends(tmp_path: Path):
    papers, moments = tmp_path / "papers", random.Random(KILLS)
    write_papers(papers, first=0, count=10)
    run(tmp_path / "alone", papers)
    *_, seconds = run(tmp_path / "measured", papers)
    for number in range(KILLS):
        if number == KILLS // 2:
            # Some papers change and some go, so that half of the kills fall into replacing and forgetting.
            run(tmp_path / "killed", papers)
            write_papers(papers, first=0, count=5, edition="second")
            (papers / "paper-09.md").unlink()
        check_answers_come_from_what_is_complete(kill_after(tmp_path / "killed", papers, moments.uniform(0, seconds)))
    held, ended, _ = run(tmp_path / "killed", papers)
    check_answers_come_from_what_is_complete(held)
    _, alone, _ = run(tmp_path / "alone", papers)
    assert len(ended["keys"]) > 100 and len(ended["files"]) == 9
    assert {name: ended[name] for name in ("files", "keys", "vectors")} == {
        name: alone[name] for name in ("files", "keys", "vectors")
    }
    # Nor do searches tell the two apart, by words, by vectors or by both, down to the last passage found.
    assert {question: found for question, found in ended["found"].items() if found != alone["found"][question]} == {}
    assert ended["keys"] == ended["vectors"]
