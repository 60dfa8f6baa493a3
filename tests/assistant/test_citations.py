"""Citations: quotes that are ranges of their documents, and the check that an answer states no number of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.citations import AROUND_CHARS, cite_statements, unsupported_numbers
from assistant.statements import Statement, find_statements
from index.store import Store

CITATION = Citation(number=1, file="fostering-2023-09-05.pdf", document="Fostering annual report 2023", digest="d" * 64,
                    council=None, body=None, type="report", date=date(2023, 9, 5), page=1, page_label=None, section="",
                    quote="Carers fell from 175 to 1,064, or 6.5%.", start=0, end=39, before="", after="")  # fmt: skip
any_text = st.text(max_size=120) | st.text(alphabet="0123456789.,/-£% ()[]a", max_size=60)


@pytest.fixture(scope="module")
def statements(small_store: Store) -> list[Statement]:
    hits = small_store.retriever.search("library carers children lane loans Cabinet", k=50).hits
    return find_statements(hits, small_store.catalogue.text)


def cite(store: Store, statements: Sequence[Statement]) -> tuple[tuple[Citation, ...], list[int]]:
    return cite_statements(statements, store.catalogue.text, store.catalogue.page_at)


def having(statements: Sequence[Statement], *words: str) -> list[Statement]:
    return [next(s for s in statements if part in s.text) for part in words]


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quote_is_its_range_of_the_document_and_holds_its_statements(small_store: Store, statements, data: st.DataObject):
    chosen = data.draw(st.lists(st.sampled_from(range(len(statements))), min_size=1, max_size=6, unique=True))
    chosen = [statements[place] for place in chosen]
    citations, numbers = cite(small_store, chosen)
    texts = {d.file: small_store.catalogue.text(d.row) for d in small_store.catalogue.documents()}
    assert [c.number for c in citations] == list(range(1, len(citations) + 1))
    assert len(numbers) == len(chosen) and set(numbers) == {c.number for c in citations}
    for citation in citations:
        assert citation.quote == texts[citation.file][citation.start : citation.end] and "\n" not in citation.quote
        assert (citation.before + citation.quote + citation.after) in texts[citation.file]
        assert max(len(citation.before), len(citation.after)) <= AROUND_CHARS
    for statement, number in zip(chosen, numbers, strict=True):
        citation = citations[number - 1]
        assert citation.file == statement.hit.document.file and citation.start <= statement.start < statement.end <= citation.end


def test_a_citation_says_where_its_quote_stands(small_store: Store, statements: Sequence[Statement]):
    ((citation,), numbers) = cite(small_store, having(statements, "41 children"))
    assert numbers == [1] and citation.quote == "The Sensory Impairment Service (SIS) supported 41 children."
    assert (citation.file, citation.document) == ("fostering.md", "Fostering annual report")
    assert (citation.council, citation.body, citation.type) == ("Otherton Borough Council", "Overview Panel", "report")
    assert citation.date == date(2023, 9, 5)
    assert (citation.page, citation.section) == (2, "Fostering annual report > 2. Children > 2.1")
    assert citation.before.endswith("2.1 ") and citation.after.startswith(" The SIS has four teachers.")


def test_a_document_without_pages_is_cited_without_one(small_store: Store, statements: Sequence[Statement]):
    ((citation,), _) = cite(small_store, having(statements, "Bramble Lane"))
    assert (citation.page, citation.page_label, citation.date, citation.council) == (None, None, None, None)


def test_sentences_that_follow_one_another_are_one_quote(small_store: Store, statements: Sequence[Statement]):
    ((citation,), numbers) = cite(small_store, having(statements, "41 children", "four teachers"))
    assert numbers == [1, 1]
    assert citation.quote == "The Sensory Impairment Service (SIS) supported 41 children. The SIS has four teachers."


@pytest.mark.parametrize("words", [
    ("four teachers", "41 children"),  # the other way round
    ("considered a report", "busiest in the county"),  # a sentence between them
    ("busiest in the county", "resolved that"),  # another paragraph
    ("48,210", "12,004"),  # rows
    ("41 children", "Buses stop"),  # another document
])  # fmt: skip
def test_statements_apart_are_quoted_apart(small_store: Store, statements: Sequence[Statement], words: tuple[str, ...]):
    citations, numbers = cite(small_store, having(statements, *words))
    assert numbers == [1, 2] and len(citations) == 2
    assert all(part in citation.quote for part, citation in zip(words, citations, strict=True))


def test_a_row_is_quoted_cell_by_cell(small_store: Store, statements: Sequence[Statement]):
    ((citation,), _) = cite(small_store, having(statements, "48,210"))
    assert citation.quote == "Kelverton\t48,210\tYes"


def test_a_number_is_supported_by_a_quote_the_question_or_the_cited_document():
    assert unsupported_numbers("It fell from 175 to 1064 (6.5%). [1]", "", (CITATION,)) == ()
    assert unsupported_numbers("Of 30 asked, 12 came.", "Did 30 come, or twelve?", ()) == ()
    assert unsupported_numbers("On 5 September 2023", "", (CITATION,)) == ()
    assert unsupported_numbers("In 2023 it fell.", "", (CITATION,)) == ()


@pytest.mark.parametrize(("said", "missing"), [
    ("It fell from 175 to 164. [1]", ("164",)),
    ("It fell to three. [1]", ("three",)),
    ("It fell to 1.5. [1]", ("1.5",)),
    ("It fell by 65%. [1]", ("65%",)),
    ("It fell by 6.5 points of 175. [1]", ("6.5",)),  # the paper says 6.5 per cent
    ("It cost £175. [1]", ("£175",)),
    ("It fell to 17. [1]", ("17",)),
    ("Of 889 carers [1]", ("889",)),  # 1,064 less 175
    ("On 9 May 2023 [1]", ("2023-5-9",)),
    ("There were 5. [1]", ("5",)),  # the paper is of the 5th
    ("It fell by 6. [1]", ("6",)),  # the paper says 6.5
])  # fmt: skip
def test_a_number_that_stands_nowhere_is_told(said: str, missing: tuple[str, ...]):
    assert unsupported_numbers(said, "How far?", (CITATION,)) == missing


def test_the_name_of_a_file_is_no_evidence():
    named = replace(CITATION, file="report-4711-of-38-pages.pdf")
    assert unsupported_numbers("There are 38 pages. [1]", "", (named,)) == ("38",)


@given(st.lists(any_text, min_size=1, max_size=4))
def test_a_text_of_quotes_alone_states_nothing_of_its_own(quotes: list[str]):
    citations = [replace(CITATION, quote=quote) for quote in quotes]
    for quote in quotes:
        assert unsupported_numbers(quote, "", citations) == ()
