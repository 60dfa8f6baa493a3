"""The README's figures are those of the program as it is: all sample cases are asked again, of the real thing."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy
import pytest

from assistant.answering import Assistant
from assistant.opening import open_assistant
from assistant.settings import load_settings
from eval.answers import GivenAnswer, GivenHit
from eval.cases import read_case_set
from eval.figures import make_figures
from eval.papers import Papers
from eval.readme_figures import BEGIN, END, ROWS, ReadmeProblem, Row, find_stale, main, put_table, read_rows, write_table
from eval.report_data import Figure, Report
from eval.scoring import score_outcomes
from index.sync import sync_files
from ingest.samples import papers_folder

CHECKOUT = Path(__file__).resolve().parents[2]
README = CHECKOUT / "README.md"
ENOUGH_HITS = 5


def remember(embed: Callable[[Sequence[str]], numpy.ndarray]) -> Callable[[Sequence[str]], numpy.ndarray]:
    """The same vectors, each worked out once: most sentences are weighed for many of the questions."""
    known: dict[str, numpy.ndarray] = {}

    def embed_new(texts: Sequence[str]) -> numpy.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, embed(new), strict=True))
        return numpy.array([known[text] for text in texts], dtype=numpy.float32)

    return embed_new


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = open_assistant(tmp_path_factory.mktemp("store"), load_settings(), create=True)
    store = assistant.store
    store.embedder.embed = remember(store.embedder.embed)
    sync_files([papers_folder()], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)
    yield assistant
    store.close()


@pytest.fixture
def report(example_report: Report) -> Report:
    """A report with every figure that the README shows."""
    known = {figure.key for figure in example_report.figures}
    more = [
        Figure(group="speed", key=key, label=key, meaning=key, value=0.5, low=0.4, high=0.6, n=10,
               unit="seconds" if key.endswith("p95") else "share")
        for key in ROWS if key not in known
    ]  # fmt: skip
    return example_report.model_copy(update={"figures": (*example_report.figures, *more)})


@pytest.mark.e2e
def test_the_figures_of_the_readme_are_not_stale(assistant: Assistant):
    cases = read_case_set(CHECKOUT / "eval" / "samples" / "cases.jsonl")
    answers, hits = {}, {}
    for line in cases.lines:
        turns = []
        for case in line:
            answer, _ = assistant.explain(case.question, earlier=tuple(turns))
            turns.append(answer)
            answers[case.id] = GivenAnswer.model_validate(answer.as_json())
            found = assistant.store.retriever.search(answer.search_query, k=ENOUGH_HITS).hits
            hits[case.id] = [GivenHit(file=hit.document.file, text=hit.text, start=hit.start, end=hit.end) for hit in found]
    scored = score_outcomes(cases, Papers(assistant.store.catalogue), answers, hits, {})
    rows = read_rows(README.read_text("utf-8"))

    assert {key for key in ROWS if not key.endswith("p95")} == set(rows)
    assert find_stale(rows, make_figures(scored.outcomes)) == [], "make figures"


def test_the_readme_counts_the_questions_as_they_are():
    cases = read_case_set(CHECKOUT / "eval" / "samples" / "cases.jsonl").cases
    empty = sum(case.unanswerable for case in cases)
    text = " ".join(README.read_text("utf-8").split())
    assert f"asks {len(cases)} questions" in text
    assert f"{len(cases) - empty} that the papers answer" in text and f"and {empty} that they do not" in text


def test_a_figure_is_stale_when_it_leaves_the_interval_of_the_readme(report: Report):
    rows = read_rows(put_table(f"{BEGIN}{END}", write_table(report)))
    assert rows["cited_correct"] == Row(value=0.62, low=0.51, high=0.72)
    assert find_stale(rows, report.figures) == []

    def measure_again(value: float | None) -> list[str]:
        changed = report.figure("cited_correct").model_copy(update={"value": value})
        return find_stale(rows, [figure for figure in report.figures if figure.key != "cited_correct"] + [changed])

    assert measure_again(0.7249) == measure_again(0.5051) == []
    assert [len(measure_again(value)) for value in (0.74, 0.49, None)] == [1, 1, 1]


def test_a_new_table_takes_the_place_of_the_old_one(report: Report, tmp_path: Path):
    readme, source = tmp_path / "README.md", tmp_path / "report.json"
    readme.write_text(f"Before.\n{BEGIN}old\n{END}\nAfter.\n", "utf-8")
    source.write_text(report.to_json(), "utf-8")
    main([str(source), str(readme)])

    text = readme.read_text("utf-8")
    assert text.startswith("Before.\n") and text.endswith(f"{END}\nAfter.\n") and "old" not in text
    assert all(name in text for name in ROWS.values())


def test_a_readme_without_a_place_for_the_figures_is_refused():
    with pytest.raises(ReadmeProblem):
        put_table("# Nothing\n", "table")
