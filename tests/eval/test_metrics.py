"""Every measure stays in its range whatever is answered and found, and the ranking measures are what their names say."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.answers import GivenAnswer, GivenCitation, GivenHit
from eval.cases import Case
from eval.citation_metrics import gold_overlap, split_answer
from eval.confidence import make_confidence_figures, trace_risk
from eval.figures import MEASURES, make_figures
from eval.judging import judge_case, locate_gold
from eval.measure import Outcome
from eval.papers import Evidence, Papers, Place, match_names
from eval.report_data import Figure
from eval.retrieval_metrics import CUTOFFS, score_searches
from index.store import Store

FELL = "The number of foster carers fell from 175 to 164 households in the year to 31 March 2023."
RAISED = "Allowances were raised by 6.2% so that carers stay."
FILE = "fostering.md"
WORDS = [FELL, RAISED, FELL[:30], "164", "6.2%", "", "nothing of the kind", "a) 9,999", "The Sensory Impairment Service"]


def case(name: str, *, evidence: tuple[str, ...] = (FELL, RAISED), unanswerable: bool = False, turn: int = 0) -> Case:
    return Case(
        id=name, line=name, turn=turn, earlier=(), category="table", difficulty=None, question="How many carers?",
        documents=() if unanswerable else (FILE,), answer="164", must_include=() if unanswerable else (("164",),),
        evidence=() if unanswerable else evidence, also=(), unanswerable=unanswerable, accept=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def papers(small_store: Store) -> Papers:
    return Papers(small_store.catalogue)


CITATIONS = st.builds(
    GivenCitation,
    number=st.none() | st.integers(-1, 4),
    file=st.sampled_from([FILE, "minutes.md", "none.md", ""]),
    page=st.none() | st.integers(-1, 3),
    quote=st.sampled_from(WORDS),
    start=st.none() | st.integers(-5, 400),
    end=st.none() | st.integers(-5, 99999),
)
ANSWERS = st.builds(
    GivenAnswer,
    status=st.sampled_from(["answered", "not_found", "rejected", "error", "nothing"]),
    text=st.lists(st.sampled_from([*WORDS, "[1]", "[2]", "[1, 9]", "\n"]), max_size=8).map(" ".join),
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    seconds=st.none() | st.floats(0, 10),
)
HITS = st.lists(
    st.builds(
        GivenHit,
        file=st.sampled_from([FILE, "minutes.md", "none.md"]),
        text=st.sampled_from(WORDS),
        start=st.none() | st.integers(0, 300),
        end=st.integers(301, 900),
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(ANSWERS, HITS, st.booleans(), st.integers(0, 2), st.none() | st.floats(0, 1)), min_size=1, max_size=4))
def test_figures_stay_in_range_whatever_is_answered_and_found(papers: Papers, drawn: list):
    cases = [case(str(place), unanswerable=none, turn=turn) for place, (_, _, none, turn, _) in enumerate(drawn)]
    names = match_names(cases, papers)
    golds = {one.id: locate_gold(one, names, papers) for one in cases}
    searches = score_searches(cases, golds, {one.id: hits for one, (_, hits, *_) in zip(cases, drawn, strict=True)}, papers)
    by_id = {search.case.id: search for search in searches}
    outcomes = [
        Outcome(
            score=judge_case(one, answer, golds[one.id], papers), search=by_id.get(one.id), confidence=sure, search_seconds=0.1
        )
        for one, (answer, _, _, _, sure) in zip(cases, drawn, strict=True)
    ]
    for figure in (*make_figures(outcomes), *make_confidence_figures(outcomes)):
        assert (figure.value is None) == (figure.n == 0)
        assert in_range(figure), figure
    points = trace_risk(outcomes)
    assert [point.coverage for point in points] == sorted(point.coverage for point in points)
    for search in searches:
        assert [search.every[k] for k in CUTOFFS] == sorted(search.every[k] for k in CUTOFFS)
        assert all(search.some[k] or not search.every[k] for k in CUTOFFS)


def in_range(figure: Figure) -> bool:
    lowest = {"truthfulness": -1}.get(figure.key, 0)
    highest = 1 if figure.unit in ("share", "score") else float("inf")
    return all(value is None or lowest <= value <= highest for value in (figure.value, figure.low, figure.high))


def test_keys_of_measures_are_used_once():
    keys = [measure.key for measure in MEASURES]
    assert len(keys) == len(set(keys))


def search(papers: Papers, *texts: str):
    asked = [case("a")]
    golds = {"a": locate_gold(asked[0], match_names(asked, papers), papers)}
    [found] = score_searches(asked, golds, {"a": [GivenHit(file=FILE, text=text) for text in texts]}, papers)
    return found


def test_all_and_some_evidence_are_told_apart(papers: Papers):
    found = search(papers, "nothing", FELL, "nothing", "nothing", RAISED)
    assert found.ranks == (2, 5)
    assert found.some == {1: False, 3: True, 5: True, 10: True, 20: True}
    assert found.every == {1: False, 3: False, 5: True, 10: True, 20: True}
    assert found.reciprocal_rank == 0.5


def test_evidence_in_another_paper_is_not_found(papers: Papers):
    asked = [case("a")]
    golds = {"a": locate_gold(asked[0], match_names(asked, papers), papers)}
    [found] = score_searches(asked, golds, {"a": [GivenHit(file="minutes.md", text=FELL)]}, papers)
    assert found.ranks == (None, None) and found.ndcg == 0


def test_the_best_order_is_worth_1_and_saying_it_again_is_worth_nothing(papers: Papers):
    assert search(papers, FELL, RAISED).ndcg == search(papers, f"{FELL} {RAISED}").ndcg == 1
    assert search(papers, FELL, FELL, RAISED).ndcg < 1
    assert search(papers).ndcg == search(papers).reciprocal_rank == 0


def place(start: int, end: int) -> Place:
    return Place(document=1, span=(start, end))


def test_cited_characters_are_held_against_those_of_the_evidence():
    evidence = [Evidence(quote="x", places=(place(0, 100), place(500, 600)))]
    found = gold_overlap([[place(50, 100)], [place(90, 150)]], evidence)
    assert (found.shared, found.given, found.gold) == (50, 100, 100)
    assert (found.precision, found.recall, found.f1, found.iou) == (0.5, 0.5, 0.5, 50 / 150)
    assert gold_overlap([[place(510, 520), place(0, 10)]], evidence).shared == 10
    assert gold_overlap([], evidence).f1 == gold_overlap([], []).iou == 0


def test_a_mark_stands_after_all_that_its_citation_supports():
    citations = [GivenCitation(number=1), GivenCitation(number=2)]
    said = split_answer("One is here. Two is there. [1] Three. [2, 1]\nFour [1] [2]. Five.", citations)
    assert [(one.text, one.cited) for one in said] == [
        ("One is here.", (0,)), ("Two is there.", (0,)), ("Three.", (1, 0)), ("Four", (0, 1)), ("Five.", ()),
    ]  # fmt: skip
