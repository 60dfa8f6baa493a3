"""An answer that is broken on purpose lowers the measures of what was broken and no other."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from eval.answers import GivenAnswer, GivenCitation
from eval.cases import Case
from eval.figures import MEASURES
from eval.judging import CaseScore, judge_case, locate_gold
from eval.measure import Outcome
from eval.papers import Papers, match_names
from index.store import Store

FELL = "The number of foster carers fell from 175 to 164 households in the year to 31 March 2023."
RAISED = "Allowances were raised by 6.2% so that carers stay."
TEXT = f"The number of foster carers fell from 175 to 164 households. [1] {RAISED} [2]"
ASKED = Case(
    id="a", line="a", turn=0, earlier=(), category="figure", difficulty=None, question="How many foster carers are there?",
    documents=("fostering.md",), answer="164 households.", must_include=(("164",),), evidence=(FELL,), also=(),
    unanswerable=False, accept=(),
)  # fmt: skip
EMPTY = Case(
    id="u", line="u", turn=0, earlier=(), category="unanswerable", difficulty=None, question="How many adopters are there?",
    documents=(), answer="The papers do not say.", must_include=(), evidence=(), also=(), unanswerable=True,
    accept=(("fell from 175",),),
)  # fmt: skip
DECLINED = GivenAnswer(status="not_found", text="The papers do not say.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Judges answers against the small papers."""

    papers: Papers

    def cite(self, number: int, quote: str) -> GivenCitation:
        [place] = self.papers.places(quote, self.papers.named("fostering.md"))
        page, label = self.papers.page(place.document, place.span[0])
        start, end = place.span[0], place.span[0] + len(quote)
        return GivenCitation(number=number, file="fostering.md", page=page, page_label=label, quote=quote, start=start, end=end)

    def judge(self, answer: GivenAnswer, case: Case = ASKED) -> CaseScore:
        return judge_case(case, answer, locate_gold(case, match_names([case], self.papers), self.papers), self.papers)

    def measure(self, answer: GivenAnswer, case: Case = ASKED) -> dict[str, float]:
        outcome = Outcome(score=self.judge(answer, case))
        values = {measure.key: measure.values([outcome]) for measure in MEASURES if measure.is_tested}
        return {key: sum(found) / len(found) for key, found in values.items() if found}

    @property
    def answer(self) -> GivenAnswer:
        return GivenAnswer(status="answered", text=TEXT, citations=(self.cite(1, FELL), self.cite(2, RAISED)))


@pytest.fixture(scope="module")
def bench(small_store: Store) -> Bench:
    return Bench(papers=Papers(small_store.catalogue))


def change(answer: GivenAnswer, place: int, **values: object) -> GivenAnswer:
    citations = list(answer.citations)
    citations[place] = citations[place].model_copy(update=values)
    return answer.model_copy(update={"citations": tuple(citations)})


def test_the_answer_that_is_to_be_broken_is_perfect(bench: Bench):
    measured = bench.measure(bench.answer)
    assert bench.judge(bench.answer).right
    partial = {"gold_precision", "span_f1", "unsupported_numbers"}
    assert {key for key, value in measured.items() if value != 1} == partial
    assert measured["unsupported_numbers"] == 0


BREAKS: list[tuple[str, Callable[[GivenAnswer], GivenAnswer], set[str]]] = [
    (
        "one digit of a quote",
        lambda answer: change(answer, 0, quote=FELL.replace("2023", "2024")),
        {"integrity", "real", "cited_correct"},
    ),
    (
        "a page moved on by one",
        lambda answer: change(answer, 0, page=answer.citations[0].page + 1),
        {"integrity", "real", "cited_correct"},
    ),
    (
        "a page moved back by one",
        lambda answer: change(answer, 0, page=answer.citations[0].page - 1),
        {"integrity", "real", "cited_correct"},
    ),
    (
        "offsets that hold other words",
        lambda answer: change(answer, 1, start=answer.citations[1].start + 4, end=answer.citations[1].end + 4),
        {"integrity", "real", "cited_correct"},
    ),
    ("citations swapped", lambda answer: change(change(answer, 0, number=2), 1, number=1), {"backed", "needed"}),
    (
        "a number of its own",
        lambda answer: answer.model_copy(update={"text": TEXT.replace("by 6.2%", "by 6.2%, or 987 pounds,")}),
        {"supported", "unsupported_numbers", "backed", "needed", "cited_correct"},
    ),
    (
        "a part of the gold answer left out",
        lambda answer: answer.model_copy(update={"text": TEXT.replace(" to 164", "")}),
        {"correct", "exact", "truthfulness", "cited_correct"},
    ),
    (
        "a figure that is longer than the gold one",
        lambda answer: answer.model_copy(update={"text": TEXT.replace("164", "9,164")}),
        {"exact", "supported", "unsupported_numbers", "backed", "needed", "cited_correct"},
    ),
    (
        "too many words",
        lambda answer: answer.model_copy(update={"text": TEXT + " Allowances were raised so that carers stay. [2]" * 20}),
        {"short", "cited_correct"},
    ),
    (
        "the citation of the evidence left out",
        lambda answer: answer.model_copy(update={"citations": answer.citations[1:], "text": f"164 of 175. {RAISED} [2]"}),
        {"gold_cited", "gold_precision", "span_f1", "supported", "unsupported_numbers", "backed", "cited_correct"},
    ),
]


@pytest.mark.parametrize(("broken", "lowered"), [pytest.param(b, k, id=name) for name, b, k in BREAKS])
def test_what_is_broken_is_lowered_and_nothing_else(
    bench: Bench, broken: Callable[[GivenAnswer], GivenAnswer], lowered: set[str]
):
    before, after = bench.measure(bench.answer), bench.measure(broken(bench.answer))
    better = {measure.key: 1 if measure.higher_is_better else -1 for measure in MEASURES}
    assert {key for key in before if after[key] != before[key]} == lowered
    assert all((after[key] - before[key]) * better[key] < 0 for key in lowered)


def test_an_unanswerable_case_that_is_answered_lowers_what_is_said_of_refusals(bench: Bench):
    answered = GivenAnswer(status="answered", text=f"{RAISED} [1]", citations=(bench.cite(1, RAISED),))
    before, after = bench.measure(DECLINED, EMPTY), bench.measure(answered, EMPTY)
    assert {key for key in before if after[key] < before[key]} == {"unanswerable_right", "abstained", "truthfulness"}
    assert before["unanswerable_right"] == 1 and after["unanswerable_right"] == 0


def test_a_false_premise_that_is_put_right_is_right_and_not_declined(bench: Bench):
    measured = bench.measure(bench.answer, EMPTY)
    assert measured["unanswerable_right"] == 1 and measured["abstained"] == 0 and measured["truthfulness"] == 1


def test_a_refusal_of_what_the_papers_answer_is_neither_right_nor_untrue(bench: Bench):
    measured = bench.measure(DECLINED)
    assert measured["cited_correct"] == measured["answered"] == measured["truthfulness"] == 0


def test_a_missing_answer_is_no_refusal(bench: Bench):
    assert not bench.judge(GivenAnswer(), EMPTY).right


@pytest.mark.parametrize("name", ["other.md", ""])
def test_a_citation_of_a_paper_that_is_not_there_is_not_real(bench: Bench, name: str):
    assert bench.judge(change(bench.answer, 0, file=name)).real == (False, True)


def test_evidence_is_found_in_the_store_whatever_the_case_calls_the_paper(bench: Bench):
    case = Case(**{name: getattr(ASKED, name) for name in ASKED.__slots__} | {"documents": ("0042.txt",)})
    names = match_names([case], bench.papers)
    assert names == {"0042.txt": bench.papers.named("fostering.md")}
    assert locate_gold(case, names, bench.papers) == locate_gold(ASKED, match_names([ASKED], bench.papers), bench.papers)
