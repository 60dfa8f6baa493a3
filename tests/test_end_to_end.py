"""The real program over the sample papers: real embedder, real Chroma, and every quote looked up in the paper itself.

The papers are read here a second time by other means (pypdf page by page, python-docx, python-pptx, BeautifulSoup), and quotes
are compared with that on letters and digits, so that a fault of our own reading cannot hide behind itself.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import bs4
import docx
import pptx
import pypdf
import pytest

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.citations import unsupported_numbers
from index.sync import sync_files
from ingest.samples import Suggestion, papers_folder, read_suggestions

CHECKOUT = Path(__file__).resolve().parent.parent
SUGGESTIONS = read_suggestions()
NONSENSE = (
    "Which zeppelin won the marmalade regatta?", "How many penguins does the lighthouse keeper of Atlantis feed?",
    "asdf qwer zxcv", "What did Stanwold Council decide about its nuclear submarines?",
)  # fmt: skip
BETWEEN_PAGES = 150
"""Letters of headers and footers that may stand between two pages in a quote that runs over the page end."""

pytestmark = pytest.mark.e2e


# The papers, read by other means


def squash(text: str) -> str:
    """Letters and digits alone; readers differ in spaces, hyphens at line ends and the ends of cells."""
    return re.sub(r"[\W_]", "", text).casefold()


@cache
def read_pages(file: str) -> tuple[str, ...]:
    """What stands on each page or slide, squashed; all of it as one where the format has no pages."""
    path = papers_folder() / file
    match path.suffix:
        case ".pdf":
            return tuple(squash(page.extract_text()) for page in pypdf.PdfReader(path).pages)
        case ".pptx":
            return tuple(squash("\n".join(read_shapes(slide.shapes))) for slide in pptx.Presentation(path).slides)
        case ".docx":
            return (squash("\n".join(read_blocks(docx.Document(path)))),)
        case _:
            return (squash(bs4.BeautifulSoup(path.read_bytes(), "lxml").get_text(" ")),)


def read_blocks(paper) -> Iterator[str]:
    for block in paper.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                # A merged cell comes once for every cell that it spans.
                yield " ".join({id(cell._tc): cell.text for cell in row.cells}.values())
        else:
            yield block.text


def read_shapes(shapes) -> Iterator[str]:
    for shape in shapes:
        if shape.has_table:
            yield from (" ".join(cell.text for cell in row.cells) for row in shape.table.rows)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def stands_in_paper(file: str, page: int | None, words: str) -> bool:
    """Whether the words stand in the file, beginning on the page that is named."""
    pages, wanted = read_pages(file), squash(words)
    if not any(pages):
        # A scan has no words to other readers; what OCR makes of pages is tested with the reading of scans.
        return any(letter.isalnum() for letter in words)
    if page is None:
        return len(pages) == 1 and wanted in pages[0]
    here, after = pages[page - 1], pages[page] if page < len(pages) else ""
    if wanted in here:
        return True
    length = next((length for length in range(len(wanted) - 1, 7, -1) if wanted[:length] in here), None)
    if length is None:
        return False
    at, over = here.find(wanted[:length]) + length, after.find(wanted[length:])
    return len(here) - at <= BETWEEN_PAGES and 0 <= over <= BETWEEN_PAGES


def check_integrity(answer: Answer) -> None:
    """Everything that must hold of any answer, whatever was asked."""
    assert (answer.status == "answered") == bool(answer.citations)
    assert len(answer.text.split()) <= (170 if "\n" in answer.text else 90)
    assert [c for c in answer.citations if not squash(c.quote) or not stands_in_paper(c.file, c.page, c.quote)] == []
    if answer.citations:
        assert unsupported_numbers(answer.text, answer.question, answer.citations) == ()
        assert {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)} == {c.number for c in answer.citations}


# Answers


@pytest.fixture(scope="session")
def ask(sample_assistant: Assistant) -> Callable[[str], Answer]:
    """Asks a first question; each is answered once, however many tests look at its answer."""
    return cache(sample_assistant.ask)


@pytest.mark.parametrize("suggestion", SUGGESTIONS, ids=lambda suggestion: suggestion.question)
def test_a_suggested_question_is_answered_rightly_from_the_paper_that_says_it(ask, suggestion: Suggestion):
    answer = ask(suggestion.question)
    said = " ".join(answer.text.lower().split())
    assert answer.status == "answered"
    assert [group for group in suggestion.must_include if not any(words in said for words in group)] == [], answer.text
    assert suggestion.file in {citation.file for citation in answer.citations}


@pytest.mark.parametrize("suggestion", SUGGESTIONS, ids=lambda suggestion: suggestion.question)
def test_every_quote_of_an_answer_stands_in_its_paper_on_its_page(ask, suggestion: Suggestion):
    check_integrity(ask(suggestion.question))


def test_a_quote_that_does_not_stand_in_its_paper_would_be_noticed(ask):
    (citation, *_) = next(ask(suggestion.question) for suggestion in SUGGESTIONS if suggestion.page).citations
    file, page, quote = citation.file, citation.page, citation.quote
    assert stands_in_paper(file, page, quote)
    assert not stands_in_paper(file, page, f"{quote[:-3]} not {quote[-3:]}")
    other_page = page % len(read_pages(file)) + 1
    assert not stands_in_paper(file, other_page, quote) and not stands_in_paper(SUGGESTIONS[-1].file, 1, quote)


@pytest.mark.parametrize("question", NONSENSE)
def test_what_no_paper_says_is_not_found(ask, question: str):
    answer = ask(question)
    check_integrity(answer)
    assert answer.status == "not_found", answer.text
    assert answer.coverage.documents == 6 and answer.coverage.unread == 0


def test_a_follow_up_is_completed_and_answered(sample_assistant: Assistant, ask):
    first = ask("How many EHC plans did Stanwold Council maintain in January 2025?")
    second = sample_assistant.ask("And in January 2022?", earlier=[first])
    assert second.search_query.startswith("And in January 2022?") and "plans" in second.search_query.lower()
    check_integrity(second)
    assert second.status == "answered" and "1,486" in second.text


def test_the_same_question_has_the_same_answer_again(sample_assistant: Assistant, ask):
    for question in (SUGGESTIONS[0].question, NONSENSE[0]):
        assert replace(sample_assistant.ask(question), seconds=0) == replace(ask(question), seconds=0)


def test_the_program_as_people_start_it_says_the_same_and_nothing_else(sample_store: Path, tmp_path: Path, ask):
    """In a process of its own, from another folder, with a batch of a question and a conversation."""
    first, nonsense = SUGGESTIONS[0].question, NONSENSE[0]
    cases = [{"id": "one", "question": first}, {"id": "talk", "turns": [{"question": nonsense}, {"question": first}]}]
    (tmp_path / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)), "utf-8")
    outcome = subprocess.run(
        [sys.executable, "-m", "ui.cli", "ask", "--batch", str(tmp_path / "cases.jsonl")],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(CHECKOUT), "COUNCIL_STORE": str(sample_store)}, capture_output=True,
        text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == ""
    one, talk = map(json.loads, outcome.stdout.splitlines())
    for shown, question in ((one["answer"], first), (talk["answers"][0], nonsense), (talk["answers"][1], first)):
        assert {**shown, "seconds": 0} == json.loads(json.dumps({**ask(question).as_json(), "seconds": 0}))


# Reading


def test_a_second_reading_changes_nothing(sample_assistant: Assistant):
    store = sample_assistant.store
    before = (store.catalogue.passage_keys(), store.vectors.ids())
    report = sync_files(
        [papers_folder()], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120
    )
    assert (report.added, report.updated, report.removed) == ((), (), ()) and len(report.unchanged) == 6
    assert (store.catalogue.passage_keys(), store.vectors.ids()) == before and before[0] == before[1]


def test_the_scanned_notice_is_read_by_ocr(sample_assistant: Assistant):
    catalogue = sample_assistant.store.catalogue
    (notice,) = (document for document in catalogue.documents() if document.file.startswith("stanwold-public-notice"))
    assert catalogue.skipped() == [] and all(page.read_by_ocr for page in catalogue.pages_of(notice.row))


def test_every_line_of_the_passages_stands_in_its_paper_on_its_page(sample_assistant: Assistant):
    """All of them, not those alone that some answer has quoted."""
    catalogue = sample_assistant.store.catalogue
    places = catalogue.places_of_keys(sorted(catalogue.passage_keys()))
    documents = {document.row: document for document in catalogue.documents()}
    lines = []
    for passage in catalogue.passages(place.row for place in places.values()).values():
        text = catalogue.text(passage.document)
        for line in re.finditer(r".+", text[passage.start : passage.end]):
            page = catalogue.page_at(passage.document, passage.start + line.start())
            lines.append((documents[passage.document].file, page.number if page else None, line[0]))
    assert len(lines) > 400 and [line for line in lines if not stands_in_paper(*line)] == []
