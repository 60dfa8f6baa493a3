"""From statements to what is said: weights of words, the order of statements, what belongs together, and rows as words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.compose import Draft, choose_statements
from assistant.quantities import read_quantities
from assistant.question import Question, Slot, SlotKind, understand_question
from assistant.saying import count_words, say_row
from assistant.scoring import Scored, score_statements, weigh_words
from assistant.settings import Answering, load_settings
from assistant.slots import fill_slot
from assistant.statements import Statement, find_statements
from assistant.stems import stems
from index.store import Store
from index.terms import Terms
from ingest.document import CELL

QUESTIONS = (
    "When shall Kelverton library open on Sundays?", "How many loans had Withybeck?", "What did children in care ask for?",
    "Who spoke about the visits to Kelverton library?", "Why is Bramble Lane closed?", "What are the resolutions of the Cabinet?",
    "How many children did the SIS support?", "Which zeppelin won the regatta?", "carers",
)  # fmt: skip
ANSWERING = load_settings().answering


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with all that is composed from."""

    question: Question
    statements: list[Statement]
    weights: dict[str, float]
    scored: list[Scored]

    def choose(self, answering: Answering = ANSWERING) -> Draft:
        return choose_statements(self.scored, self.statements, self.weights, self.question, answering)


def ask(store: Store, text: str) -> Asked:
    question = understand_question(text, store.retriever.terms)
    statements = find_statements(store.retriever.search(question.search_text, k=ANSWERING.hits).hits, store.catalogue.text)
    weights = weigh_words(question, store.catalogue.word_counts(question.words), store.catalogue.totals().passages)
    scored = score_statements(question, statements, weights, store.retriever.terms, store.embedder.embed)
    return Asked(question=question, statements=statements, weights=weights, scored=scored)


@pytest.fixture(scope="module")
def row(small_store: Store) -> Statement:
    """Kelverton, its loans, and whether it opens on Sundays."""
    return next(s for s in ask(small_store, "loans").statements if s.kind == "row")


def understand(text: str) -> Question:
    return understand_question(text, Terms({}))


# Weights


def test_stems_bring_forms_of_a_word_together_and_leave_out_words_without_subject():
    assert stems("The councils' libraries") == stems("council library") and stems("of the and") == frozenset()
    assert stems("Stanwold’s schools") == stems("stanwold school")


@given(st.text(max_size=80))
def test_any_text_has_stems(text: str):
    assert all(stem and " " not in stem for stem in stems(text))


def test_a_rare_word_weighs_more_than_a_common_one_and_every_word_something():
    question = understand("Is Bramble a common place?")
    weights = weigh_words(question, {"bramble": 1, "common": 90, "place": 100}, 100)
    (bramble, common, place) = (weights[next(iter(stems(word)))] for word in ("bramble", "common", "place"))
    assert bramble > common >= place > 0


def test_a_name_that_stands_nowhere_outweighs_a_plain_word_that_stands_nowhere():
    question = understand("Did bosses visit Zeppelinton?")
    weights = weigh_words(question, dict.fromkeys(question.words, 0), 1000)
    assert weights["zeppelinton"] > weights["boss"]


def test_words_carried_over_weigh_less_than_the_questions_own():
    question = understand_question("And how many potholes?", Terms({}), ("How many libraries are there in Kelverton?",))
    weights = weigh_words(question, dict.fromkeys(question.words, 5), 100)
    assert weights[next(iter(stems("potholes")))] > weights[next(iter(stems("libraries")))] > 0


# Scores


@pytest.mark.parametrize("text", QUESTIONS)
def test_statements_are_scored_best_first_and_the_same_every_time(small_store: Store, text: str):
    asked = ask(small_store, text)
    assert [s.score for s in asked.scored] == sorted((s.score for s in asked.scored), reverse=True)
    assert {s.statement.start for s in asked.scored} <= {s.start for s in asked.statements}
    assert all(0 <= s.own <= 1.0001 and 0 <= s.fits <= 1 and s.found <= set(asked.weights) for s in asked.scored)
    assert ask(small_store, text).scored == asked.scored


def test_no_more_statements_are_embedded_than_asked_for(small_store: Store):
    asked, embedded = ask(small_store, QUESTIONS[0]), []

    def embed(texts: Sequence[str]):
        embedded.append(len(texts))
        return small_store.embedder.embed(texts)

    scored = score_statements(asked.question, asked.statements, asked.weights, Terms({}), embed, nearest=3)
    assert len(scored) == 3 and embedded == [4]
    assert score_statements(asked.question, [], asked.weights, Terms({}), embed) == [] and embedded == [4]


@pytest.mark.parametrize(("text", "said"), [
    ("When shall Kelverton library open on Sundays?", "shall open on Sundays"), ("How many loans had Withybeck?", "12,004"),
    ("Why is Bramble Lane closed?", "drains are mended"), ("How many children did the SIS support?", "supported 41 children"),
    ("How many foster carers are there?", "fell from 175 to 164"),
])  # fmt: skip
def test_the_statement_that_answers_is_the_one_an_answer_is_built_around(small_store: Store, text: str, said: str):
    asked = ask(small_store, text)
    assert said in asked.scored[0].statement.text and asked.choose().best == asked.scored[0]


# Slots


@pytest.mark.parametrize(("kind", "question", "words", "filled"), [
    ("number", "How many carers?", "There are 164 foster carers.", True),
    ("number", "How many carers?", "Carers are welcome.", False),
    ("number", "How many of the 164 carers?", "There are 164 carers.", False),
    ("share", "What share?", "It was 12%.", True), ("share", "What share?", "It was 12.", False),
    ("money", "How much?", "It cost £4.2 million.", True),
    ("money", "How much?", "It cost a lot.", False), ("date", "When?", "It opens on 1 September 2027.", True),
    ("date", "When?", "It opens soon.", False), ("person", "Who?", "The report was by Ada Penhale.", True),
    ("person", "Who?", "the report was late.", False), ("place", "What is the address?", "Write to SX1 4QD.", True),
])  # fmt: skip
def test_a_slot_is_filled_by_a_thing_of_its_kind_that_the_question_does_not_hold(
    small_store: Store, kind: SlotKind, question: str, words: str, filled: bool
):
    statement = replace(ask(small_store, "carers").statements[0], kind="sentence", text=words, header=None)
    assert (fill_slot(Slot(kind=kind), statement, understand(question)) > 0) is filled


def test_a_cell_of_a_column_for_people_fills_the_slot_of_a_person(row: Statement):
    named = replace(row, text="Review plans\tHoS-SEND", header="Duty\tLead officer")
    assert fill_slot(Slot(kind="person"), named, understand("Who reviews plans?")) == 1


# What is chosen


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("words", [20, ANSWERING.words])
def test_what_is_chosen_are_statements_of_the_hits_each_once_within_the_limit(small_store: Store, text: str, words: int):
    asked = ask(small_store, text)
    draft = asked.choose(ANSWERING.model_copy(update={"words": words, "list_words": 60}))
    places = [(s.hit.document.row, s.start) for s in draft.statements]
    assert draft.statements and len(set(places)) == len(places)
    assert all(s in asked.statements for s in draft.statements)
    assert 0 <= draft.filled <= 1 and 0 <= draft.covered <= 1.0001
    limit = 60 if draft.is_list else words
    assert count_words(draft.statements) <= limit or len(draft.statements) == 1


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_statement_it_is_built_around_is_said(small_store: Store, text: str):
    draft = ask(small_store, text).choose()
    assert draft.best.statement in draft.statements


def test_a_list_is_said_whole_with_the_sentence_that_opens_it(small_store: Store):
    draft = ask(small_store, "What did children in care ask for?").choose()
    assert draft.is_list
    assert [s.text for s in draft.statements] == [
        "Children in care asked for the following:",
        "fewer moves;",
        "the same social worker for longer; and",
        "news of their brothers and sisters.",
    ]


def test_a_sentence_brings_the_next_of_its_paragraph(small_store: Store):
    draft = ask(small_store, "How many children did the SIS support?").choose()
    assert [s.text for s in draft.statements][:2] == [
        "The Sensory Impairment Service (SIS) supported 41 children.",
        "The SIS has four teachers.",
    ]


def test_one_statement_is_enough_where_the_settings_say_so(small_store: Store):
    draft = ask(small_store, "How many loans had Withybeck?").choose(ANSWERING.model_copy(update={"statements": 1}))
    assert [s.text for s in draft.statements] == ["Withybeck\t12,004\tNo"]


# Rows as words


def test_a_row_is_said_with_the_names_of_its_columns(row: Statement):
    assert say_row(row) == "Kelverton – Loans in the year: 48,210; Open on Sundays: Yes"


@pytest.mark.parametrize(("header", "text", "said"), [
    ("Branch\tLoans\tOpen", "Kelverton\t\tYes", "Kelverton – Open: Yes"),
    ("Branch\tLoans\tOpen", "Kelverton\t\t", "Kelverton"),
    ("Branch\tLoans", "\t12", "Loans: 12"),
    ("Branch\t2023/24\tLoans", "Kelverton\t7\t8", "Kelverton – 7; Loans: 8"),
    ("Branch\tLoans\tOpen", "Kelverton\t12", "Kelverton: 12"),
    ("Year 1\nBranch\tLoans", "Kelverton\t12", "Kelverton – Loans: 12"),
    (None, "Kelverton\t12\tYes", "Kelverton: 12; Yes"),
    (None, "Kelverton\t\t", "Kelverton"),
    (None, "Total", "Total"),
])  # fmt: skip
def test_rows_of_every_shape_can_be_said(row: Statement, header: str | None, text: str, said: str):
    assert say_row(replace(row, header=header, text=text)) == said


cells = st.lists(st.text(alphabet="abC 0123456789£%.,", max_size=8).map(str.strip), min_size=1, max_size=5)


@given(names=st.none() | cells, found=cells)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_is_said_with_all_its_cells_and_no_number_of_another(row: Statement, names: list[str] | None, found: list[str]):
    statement = replace(row, text=CELL.join(found), header=CELL.join(names) if names else None)
    said = say_row(statement)
    places = [said.find(cell) for cell in found if cell]
    assert -1 not in places and CELL not in said
    assert set(re.findall(r"\d+", said)) <= set(re.findall(r"\d+", statement.text))


@pytest.mark.parametrize("name", ["Places in 2024", "Stage one", "Top five", "Band 2)", "Twelve months"])
def test_a_number_in_the_name_of_a_column_is_not_said(row: Statement, name: str):
    said = say_row(replace(row, text="Kelverton\t48,210", header=f"Branch\t{name}"))
    assert [quantity.value for quantity in read_quantities(said)] == [48210]


def test_a_column_that_the_question_names_is_the_one_that_is_said(row: Statement):
    statement = replace(row, text="Kelverton\t12\t18\tYes", header="Branch\t2026/27\t2027/28\tOpen")
    assert say_row(statement, "How many places has Kelverton in 2027/28?") == "Kelverton – 2027/28: 18"
    assert say_row(statement, "How many places has Kelverton in 2031?") == "Kelverton – 12; 18; Open: Yes"


def test_words_are_counted_as_they_are_said(row: Statement):
    said = say_row(row)
    assert count_words([row]) == len(f"{said} [1]".split())
