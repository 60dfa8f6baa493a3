"""Killed at any moment: the store opens and answers, and the next run ends where one that was left alone ends."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("ingest_process.py")


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


def start(store: Path, papers: Path) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(store), str(papers)], stdout=subprocess.PIPE, text=True, env=environment
    )


def run(store: Path, papers: Path) -> tuple[dict, dict, float]:
    """What the store held before and after, and the seconds of the reading."""
    with start(store, papers) as process:
        before = json.loads(process.stdout.readline())
        assert process.stdout.readline() == "reading\n"
        began = time.monotonic()
        after = json.loads(process.stdout.readline())
        seconds = time.monotonic() - began
    assert process.returncode == 0
    return before, after, seconds


def kill_after(store: Path, papers: Path, seconds: float) -> dict:
    """Start a run and kill it so long after it began to read; what the store held when that run opened it."""
    with start(store, papers) as process:
        before = json.loads(process.stdout.readline())
        assert process.stdout.readline() == "reading\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    return before


def check_answers_come_from_what_is_complete(held: dict) -> None:
    # Vectors of what was begun may be there already; what is found is in the catalogue, and what is in it can be found.
    assert set(held["hits"]) <= set(held["keys"]) <= set(held["vectors"])
    assert bool(held["hits"]) == bool(held["keys"])


@pytest.mark.parametrize("kills", [pytest.param(6, id="6 kills"), pytest.param(50, id="50 kills", marks=pytest.mark.slow)])
@pytest.mark.timeout(1800)
def test_a_run_that_was_killed_again_and_again_ends_where_one_left_alone_ends(tmp_path: Path, kills: int):
    papers, moments = tmp_path / "papers", random.Random(kills)
    write_papers(papers, first=0, count=10)
    run(tmp_path / "alone", papers)
    *_, seconds = run(tmp_path / "measured", papers)
    for number in range(kills):
        if number == kills // 2:
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
