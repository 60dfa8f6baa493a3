"""The figures are those of the independent script beside the development cases, on the same recorded answers."""

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from eval.answers import AnswerLine, spread_answers
from eval.cases import CaseSet, read_case_set
from eval.judging import CaseScore, judge_case, locate_gold
from eval.papers import Papers, match_names
from eval.recording import ANSWERS, HITS, record_cases
from eval.retrieval_metrics import CUTOFFS
from eval.scoring import Scored, score_recorded
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files

NAMES = ("questions", "cross", "unanswerable", "conversations")
SAME = {
    "right": "right",
    "correct": "correct",
    "answered": "answered",
    "short": "short",
    "integrity": "integrity",
    "supported": "supported",
    "gold_cited": "gold_cited",
    "precise": "precision",
}
"""Names of the script's measures and of ours."""

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def script(shared: Path) -> ModuleType:
    path = shared / "eval" / "score.py"
    if not path.is_file():
        pytest.skip(f"no {path} to compare with")
    spec = importlib.util.spec_from_file_location("score_script", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def assistant(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Over the papers that the cases are about, with an embedder that needs no model: some answers are right and many are not."""
    store = Store(tmp_path_factory.mktemp("score") / "store", WordHashEmbedder(), create=True)
    sync_files(
        [shared / "corpus"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=300
    )
    yield Assistant(store, load_settings())
    store.close()


@pytest.fixture(scope="module")
def recorded(shared: Path, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple]:
    """The cases of a name, the folder of their run and their scores; every second case, to be done in good time."""
    made: dict[str, tuple[CaseSet, Path, Scored]] = {}

    def record(name: str) -> tuple[CaseSet, Path, Scored]:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            lines = (shared / "eval" / "dev" / f"{name}.jsonl").read_text("utf-8").splitlines()
            chosen = folder / f"{name}.jsonl"
            chosen.write_text("\n".join(lines[::2]) + "\n", "utf-8")
            cases = read_case_set(chosen)
            traces, _ = record_cases(assistant, cases, folder, resume=False)
            made[name] = (cases, folder, score_recorded(folder, cases, Papers(assistant.store.catalogue), traces))
        return made[name]

    return record


def judge_by_script(script: ModuleType, shared: Path, cases: CaseSet, answers: dict) -> dict[str, dict]:
    corpus = script.Corpus(shared)
    return {case["id"]: script.judge(corpus, case, given) for case, given, _ in script.flat(script.read(cases.path), answers)}


def differences(theirs: dict[str, dict], ours: dict[str, CaseScore]) -> list[tuple]:
    return [
        (key, name, judged[name], getattr(ours[key], SAME[name]))
        for key, judged in theirs.items()
        for name in SAME
        if name in judged and float(judged[name]) != pytest.approx(float(getattr(ours[key], SAME[name])))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_case_of_a_run_is_judged_as_the_script_judges_it(
    script: ModuleType, shared: Path, recorded: Callable[[str], tuple], name: str
):
    cases, folder, scored = recorded(name)
    answers = {line["id"]: line for line in map(json.loads, (folder / ANSWERS).read_text("utf-8").splitlines())}
    ours = {outcome.score.case.id: outcome.score for outcome in scored.outcomes}
    theirs = judge_by_script(script, shared, cases, answers)
    assert ours.keys() == theirs.keys() and len(ours) > 3
    assert differences(theirs, ours) == []
    abstained = {key: judged["abstained"] for key, judged in theirs.items() if "abstained" in judged}
    assert abstained == {key: ours[key].answer.declined for key in abstained}


def test_gold_answers_with_gold_citations_are_judged_alike(
    script: ModuleType, shared: Path, assistant: Assistant, recorded: Callable[[str], tuple]
):
    """Answers made of the gold itself, of which many are right; the words that they cite are the store's own."""
    cases, _, _ = recorded("questions")
    papers = Papers(assistant.store.catalogue)
    names = match_names(cases.cases, papers)
    golds = {case.id: locate_gold(case, names, papers) for case in cases.cases}
    lines = {}
    for case in cases.cases:
        citations = []
        for number, piece in enumerate(golds[case.id].evidence, start=1):
            for place in piece.places[:1]:
                start, end = place.span
                citations.append(
                    {
                        "number": number,
                        "file": papers.documents[place.document].file,
                        "page": papers.page(place.document, start)[0],
                        "quote": papers.text(place.document)[start:end],
                        "start": start,
                        "end": end,
                    }
                )
        lines[case.id] = {"id": case.id, "answer": {"status": "answered", "text": case.answer, "citations": citations}}
    given = spread_answers([AnswerLine.model_validate(line) for line in lines.values()], cases.cases)
    ours = {case.id: judge_case(case, given[case.id], golds[case.id], papers) for case in cases.cases}
    theirs = judge_by_script(script, shared, cases, lines)
    assert differences(theirs, ours) == []
    assert sum(score.right for score in ours.values()) > len(ours) / 2


def test_recall_is_that_of_the_script(
    script: ModuleType, recorded: Callable[[str], tuple], shared: Path, capsys: pytest.CaptureFixture[str]
):
    cases, folder, scored = recorded("questions")
    script.score_search(script.Corpus(shared), script.read(cases.path), script.read(folder / HITS), False)
    searches = [outcome.search for outcome in scored.outcomes]
    expected = [
        f"recall@{k}: all evidence {sum(s.every[k] for s in searches) / len(searches):.3f}, "
        f"some {sum(s.some[k] for s in searches) / len(searches):.3f} (n={len(searches)})"
        for k in CUTOFFS
    ]
    assert capsys.readouterr().out.splitlines() == expected
