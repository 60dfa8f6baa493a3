"""Questions to go on with and to start with come from what the papers hold."""

from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from ui.asked import Asked, ask_all
from ui.next_questions import MOST, find_next_questions, suggest_questions


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    papers = sorted(papers_folder().glob("*minutes*.pdf"))
    sync_files(papers, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    return Assistant(store, settings.model_copy(update={"answering": bold}))


def test_next_questions_name_other_headings_of_the_cited_paper(assistant: Assistant):
    [turn] = ask_all(assistant, [Asked(question="What was resolved about Withybeck School?")])
    questions = find_next_questions(assistant, turn)
    [document] = assistant.store.catalogue.documents()
    headings = {heading for section in assistant.store.catalogue.sections_of(document.row) for heading in section.path}

    assert 0 < len(questions) <= MOST
    for question in questions:
        named = question.partition("“")[2].partition("”")[0]
        assert any(named in heading for heading in headings) and "Withybeck" not in named


def test_a_refusal_has_no_next_questions(assistant: Assistant):
    [turn] = ask_all(assistant, [Asked(question="hello")])

    assert find_next_questions(assistant, turn) == ()


def test_a_store_suggests_questions_about_its_papers(assistant: Assistant, tmp_path: Path):
    [question] = suggest_questions(assistant.store.catalogue, 5)

    assert question.startswith("What was decided about “")
    assert suggest_questions(Store(tmp_path, WordHashEmbedder(), create=True).catalogue, 5) == ()
