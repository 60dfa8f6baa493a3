"""Citations of real papers on their pages: the words under the marks are the words of the quote, for at least 0.98 of them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.page_marks import letters_of, letters_under
from ingest.page_picture import read_printed_chars
from ui.papers import find_place

LEAST_SHARE = 0.98


@pytest.mark.e2e
def test_the_words_under_the_marks_are_those_of_the_quotes(shared: Path, tmp_path: Path):
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    papers = sorted((shared / "corpus").glob("*.pdf"))
    sync_files(papers, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)
    settings = load_settings()
    # Every question is answered, well or badly: here only the places of quotes are looked at.
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    assistant = Assistant(store, settings.model_copy(update={"answering": bold}))
    lines = (shared / "eval" / "dev" / "questions.jsonl").read_text("utf-8").splitlines()
    citations = [citation for line in lines for citation in assistant.ask(json.loads(line)["question"]).citations]
    missed = [citation for citation in citations if not is_marked(store, citation)]

    assert len(citations) > 100
    assert len(missed) <= (1 - LEAST_SHARE) * len(citations), [(c.file, c.page, c.quote[:80]) for c in missed]


def is_marked(store: Store, citation) -> bool:
    """Whether the marks on every page that the quote touches hold its letters there and no others."""
    document = store.catalogue.find_document(citation.digest)
    text = store.catalogue.text(document.row)
    for page in store.catalogue.pages_of(document.row):
        start, end = max(page.start, citation.start), min(page.end, citation.end)
        if start >= end or not letters_of(text[start:end]):
            continue
        place = find_place(store.catalogue, citation.digest, number=page.number, start=citation.start, end=citation.end)
        under = letters_under(read_printed_chars(Path(document.path), page.number), place.marks)
        if Counter(under) != Counter(letters_of(text[start:end])):
            return False
    return True
