"""The stage to blame for a failed case is the first that went wrong, and what it fails on is said in words."""

import pytest

from eval.answers import GivenAnswer, GivenCitation
from eval.cases import Case
from eval.error_tree import MEANINGS, blame_stage, say_reasons
from eval.judging import CaseScore, judge_case, locate_gold
from eval.papers import Papers, match_names
from eval.report_data import StageCount
from index.store import Store

FELL = "The number of foster carers fell from 175 to 164 households in the year to 31 March 2023."
RAISED = "Allowances were raised by 6.2% so that carers stay."
HITS = 12


@pytest.fixture(scope="module")
def papers(small_store: Store) -> Papers:
    return Papers(small_store.catalogue)


def judge(papers: Papers, answer: GivenAnswer, *, evidence: str = FELL, unanswerable: bool = False) -> CaseScore:
    case = Case(
        id="a", line="a", turn=0, earlier=(), category="figure", difficulty=None, question="How many carers?",
        documents=() if unanswerable else ("fostering.md",), answer="164", must_include=() if unanswerable else (("164",),),
        evidence=() if unanswerable else (evidence,), also=(), unanswerable=unanswerable, accept=(),
    )  # fmt: skip
    return judge_case(case, answer, locate_gold(case, match_names([case], papers), papers), papers)


def say(text: str, quote: str) -> GivenAnswer:
    citation = GivenCitation(number=1, file="fostering.md", page=1, quote=quote)
    return GivenAnswer(status="answered", text=f"{text} [1]", citations=(citation,))


DECLINED = GivenAnswer(status="not_found", text="The papers do not say.")


@pytest.mark.parametrize(
    ("answer", "rank", "stage"),
    [
        (DECLINED, 1, "should have answered"),
        (DECLINED, None, "not retrieved"),
        (DECLINED, HITS + 1, "not retrieved"),
        (say(RAISED, RAISED), None, "not retrieved"),
        (say(RAISED, RAISED), HITS, "retrieved but not used"),
        (say("It fell from 175 households.", FELL), 1, "used but misread"),
        (say("There are 164.", RAISED), None, "right but wrongly cited"),
    ],
)
def test_the_first_stage_that_went_wrong_is_blamed(papers: Papers, answer: GivenAnswer, rank: int | None, stage: str):
    assert blame_stage(judge(papers, answer), [rank], HITS) == stage


def test_evidence_that_stands_in_no_paper_was_not_read(papers: Papers):
    assert blame_stage(judge(papers, DECLINED, evidence="Nothing of this kind was ever read."), [None], HITS) == "not read"


def test_an_answer_to_what_the_papers_do_not_say_should_have_been_declined(papers: Papers):
    score = judge(papers, say(RAISED, RAISED), unanswerable=True)
    assert blame_stage(score, [], HITS) == "should have declined"
    assert say_reasons(score) == ("answered, though the papers do not say it",)


def test_reasons_are_those_of_the_score(papers: Papers):
    assert say_reasons(judge(papers, DECLINED)) == ("not answered",)
    assert say_reasons(judge(papers, say("There are 164 of 9,999.", RAISED))) == (
        "a number stands in no cited quote", "no citation meets the gold evidence",
    )  # fmt: skip


def test_every_stage_has_a_meaning_and_a_place_in_the_report():
    for stage, meaning in MEANINGS.items():
        assert StageCount(stage=stage, meaning=meaning, count=0).meaning.endswith(".")
