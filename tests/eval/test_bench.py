"""The comparisons: what the table says of a ratio, the quick start that is compared with, and a short soak of a real server."""

import shutil
from pathlib import Path

import pytest

from eval.bench.comparing import BenchProblem, compare
from eval.bench.served import ServedProblem, serve, time_command
from eval.bench.soak import GROWN_BYTES, GROWN_FILES, Soak, soak_store, write_soak
from eval.bench.table import Row, write_table
from ingest.samples import papers_folder, read_suggestions
from ui.cli import main

QUESTIONS = [suggestion.question for suggestion in read_suggestions()]


@pytest.mark.parametrize(
    ("row", "ratio", "met", "line"),
    [
        (
            Row(name="reading", ours=60, against=80, unit="s", most=1.0),
            0.75,
            True,
            "| reading | 60 s | 80 s | 0.75 | at most 1 | yes |",
        ),
        (
            Row(name="reading", ours=90.5, against=80, unit="s", most=1.0),
            1.13125,
            False,
            "| 90.5 s | 80 s | 1.13 | at most 1 | no |",
        ),
        (Row(name="rate", ours=4, against=5, unit="", least=0.5), 0.8, True, "| rate | 4 | 5 | 0.80 | at least 0.5 | yes |"),
        (Row(name="rate", ours=2, against=5, unit="", least=0.5), 0.4, False, "| no |"),
        (Row(name="p95", ours=0.0421, unit="s"), None, None, "| p95 | 42 ms |  |  |  |  |"),
        (Row(name="share", ours=1, against=2, unit=""), 0.5, None, "| 0.50 |  |  |"),
    ],
)
def test_a_row_says_its_ratio_and_whether_that_is_good_enough(row: Row, ratio, met, line: str):
    assert row.ratio == pytest.approx(ratio) and row.met is met and line in write_table([row])


def make_soak(memory: list[float], files: list[float], *faults: str) -> Soak:
    samples = tuple((float(at), *pair) for at, pair in enumerate(zip(memory, files, strict=True)))
    return Soak(seconds=60, asked=10, busy=0, ingests=2, checks=1, samples=samples, faults=faults)


def test_a_soak_is_good_where_nothing_failed_and_nothing_grew_beyond_its_bound():
    level, grown = [5e8] * 6, [5e8] * 4 + [5e8 + GROWN_BYTES + 1] * 2
    assert make_soak(level, [50] * 6).good and not make_soak(level, [50] * 6, "ask: status 500").good
    assert not make_soak(grown, [50] * 6).good and not make_soak(level, [50, 50, 50, 50, 50, 51 + GROWN_FILES]).good
    # What is needed at first and given back is no growth.
    assert make_soak([9e8, 9e8, 5e8, 5e8, 5e8, 5e8], [50] * 6).good
    assert "Fault: ask: status 500" in write_soak(make_soak(level, [50] * 6, "ask: status 500"))


def test_what_cannot_be_measured_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "words.md").write_text("Words.", "utf-8")
    with pytest.raises(BenchProblem, match="holds no PDF file"):
        compare(tmp_path, QUESTIONS, tmp_path / "out", rounds=1, seconds=1, say=lambda words: None)
    with pytest.raises(ServedProblem, match="failed"):
        time_command(["false", "-m", "nothing", "here"])
    with pytest.raises(ServedProblem, match="did not start"), serve(tmp_path / "words.md"):
        pass
    assert main(["eval", "soak", "--out", str(tmp_path)]) == 1 and "is not empty" in capsys.readouterr().err
    assert main(["eval", "bench", str(tmp_path / "none"), "--out", str(tmp_path / "new")]) == 1


@pytest.mark.e2e
def test_the_quick_start_reads_a_paper_and_finds_a_page_of_it(tmp_path: Path):
    from eval.bench.quick_start import TorchEmbeddings, open_database, read_folder

    [minutes] = papers_folder().glob("*minutes*.pdf")
    shutil.copy(minutes, tmp_path)
    chunks = read_folder(tmp_path, tmp_path / "database")
    found = open_database(tmp_path / "database", TorchEmbeddings()).similarity_search(
        "What was resolved about Withybeck School?", k=3
    )
    assert chunks > 3 and any("Withybeck" in document.page_content for document in found)


@pytest.mark.e2e
def test_a_served_store_bears_questions_and_changes_at_once(tmp_path: Path):
    papers = tmp_path / "few"
    papers.mkdir()
    for path in papers_folder().glob("*minutes*.pdf"):
        shutil.copy(path, papers)
    soak = soak_store(papers, QUESTIONS, tmp_path / "out", minutes=0.35)
    assert soak.good, write_soak(soak)
    assert soak.asked > 20 and soak.ingests >= 1 and len(soak.samples) >= 3
