"""Questions to go on with and to start with come from what the papers hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from ui.asked import Asked, ask_all
from ui.next_questions import KEPT_IN, MOST, Suggester
from ui.service import Service


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    papers = sorted(papers_folder().glob("*minutes*.pdf"))
    sync_files(papers, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    return Assistant(store, settings.model_copy(update={"answering": bold}))


def test_next_questions_name_other_headings_of_the_cited_paper_and_are_answered_there(assistant: Assistant):
    [turn] = ask_all(assistant, [Asked(question="What was resolved about Withybeck School?")])
    questions = Suggester(assistant).find_next(turn)
    [document] = assistant.store.catalogue.documents()
    headings = {heading for section in assistant.store.catalogue.sections_of(document.row) for heading in section.path}

    assert 0 < len(questions) <= MOST
    for question in questions:
        named = question.partition("“")[2].partition("”")[0]
        assert any(named in heading for heading in headings) and "Withybeck" not in named
        assert assistant.ask(question).status == "answered"


def test_a_refusal_has_no_next_questions(assistant: Assistant):
    [turn] = ask_all(assistant, [Asked(question="hello")])

    assert Suggester(assistant).find_next(turn) == ()


def test_a_store_suggests_questions_about_its_papers(assistant: Assistant, tmp_path: Path):
    [question] = Suggester(assistant).suggest(5)

    assert question.startswith("What was decided about “") and assistant.ask(question).status == "answered"
    empty = Assistant(Store(tmp_path, WordHashEmbedder(), create=True), load_settings())
    assert Suggester(empty).suggest(5) == ()


def test_what_the_store_does_not_answer_from_that_place_is_not_offered(assistant: Assistant, monkeypatch: pytest.MonkeyPatch):
    [turn] = ask_all(assistant, [Asked(question="What was resolved about Withybeck School?")])
    (assistant.store.folder / KEPT_IN).unlink(missing_ok=True)
    # Every question is answered from where this one is, so that only the section that was cited could be asked about.
    monkeypatch.setattr(Assistant, "ask", lambda self, text, **options: turn.answer)
    assert Suggester(assistant).find_next(turn) == ()
    (assistant.store.folder / KEPT_IN).unlink(missing_ok=True)
    refused = replace(turn.answer, status="not_found", citations=())
    monkeypatch.setattr(Assistant, "ask", lambda self, text, **options: refused)
    assert Suggester(assistant).suggest(5) == ()
    (assistant.store.folder / KEPT_IN).unlink()


def test_questions_are_tried_once_for_each_state_of_the_store(assistant: Assistant, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    ask = Assistant.ask
    monkeypatch.setattr(Assistant, "ask", lambda self, text, **options: asked.append(text) or ask(self, text, **options))
    (assistant.store.folder / KEPT_IN).unlink(missing_ok=True)
    first, tried = Suggester(assistant).suggest(5), len(asked)

    assert tried > 0 and Suggester(assistant).suggest(5) == first and len(asked) == tried
    suggester = Suggester(assistant)
    [turn] = ask_all(assistant, [Asked(question="What was resolved about Withybeck School?")])
    further, tried = suggester.find_next(turn), len(asked)
    assert suggester.find_next(turn) == further and len(asked) == tried
    (assistant.store.folder / KEPT_IN).write_text("{", encoding="utf-8")
    assert Suggester(assistant).suggest(5) == first and len(asked) > tried


def test_a_page_offers_the_questions_given_or_those_found_in_the_open_papers(assistant: Assistant):
    given, finding = Service(assistant, ["When does the library open?"]), Service(assistant)
    given.find_suggestions()
    assert given.suggestions == ("When does the library open?",) and finding.suggestions == ()
    finding.find_suggestions()
    assert finding.suggestions == Suggester(Assistant(assistant.store.open_papers(), assistant.settings)).suggest(5) != ()
