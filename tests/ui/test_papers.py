"""A place in a paper as it is opened: the page, the words around a quote, its marks, and an honest word where there are none."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.page_pool import PagePool, PagesBusy
from ingest.samples import papers_folder
from tests.slow_pages import WORDS, write_slow_page
from ui.kept_pages import KeptPages
from ui.page.viewer import place_address, render_viewer
from ui.papers import AROUND_CHARS, PaperProblem, WithheldPage, draw_picture, find_original, find_paper, find_place
from ui.service import Service
from ui.site.app import build_app

MINUTES = "# Minutes\n\nThe Board resolved that the library open on Sundays.\n\n" + "Other business was dealt with.\n\n" * 400


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("papers")
    for paper in papers_folder().glob("*.pdf"):
        (folder / paper.name).write_bytes(paper.read_bytes())
    (folder / "minutes.md").write_text(MINUTES, encoding="utf-8")
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)
    return store


def find(store: Store, ending: str):
    return max((d for d in store.catalogue.documents() if d.file.endswith(ending)), key=lambda d: d.pages)


def test_every_passage_of_the_sample_papers_is_marked_on_its_page(store):
    missed = []
    for document in store.catalogue.documents():
        text = store.catalogue.text(document.row)
        for page in store.catalogue.pages_of(document.row):
            for section in store.catalogue.sections_of(document.row):
                start, end = max(section.start, page.start), min(section.end, page.end, section.start + 400)
                if start < end and text[start:end].strip():
                    place = find_place(store.catalogue, document.digest, start=start, end=end)
                    missed += [] if place.marks else [(document.file, page.number, text[start:end])]

    assert missed == []


def test_the_page_before_says_where_the_quote_is_and_marks_nothing(store):
    document = find(store, ".pdf")
    page = store.catalogue.pages_of(document.row)[3]
    place = find_place(store.catalogue, document.digest, number=2, start=page.start, end=page.start + 20)

    assert place.marks == () and place.quote_page == 4
    assert (
        f'begin on <a href="{place_address(document.digest, 4, page.start, page.start + 20).replace("&", "&amp;")}'
        in render_viewer(place)
    )


def test_a_range_that_is_not_in_the_paper_opens_the_page_without_marks(store):
    place = find_place(store.catalogue, find(store, ".pdf").digest, number=2, start=10**9, end=10**9 + 5)

    assert place.page.number == 2 and place.marks == () and place.start is None


def test_a_paper_without_pages_shows_the_words_around_the_quote(store):
    document = find(store, ".md")
    start = store.catalogue.text(document.row).index("open on Sundays")
    place = find_place(store.catalogue, document.digest, start=start, end=start + len("open on Sundays"))

    assert place.words.quote == "open on Sundays" and len(place.words.after) < AROUND_CHARS + 100
    shown = render_viewer(place)
    assert '<mark id="quote">open on Sundays</mark>' in shown and '<p class="heading">Minutes</p>' in shown
    assert f'href="{place_address(document.digest, None, place.words.end)}">Later words' in shown and "Earlier" not in shown
    later = find_place(store.catalogue, document.digest, start=place.words.end)
    assert later.words.end == later.chars and not later.words.quote
    assert 'id="place"' in render_viewer(later) and "<mark" not in render_viewer(later)


def test_a_file_that_changed_is_not_shown_as_what_was_read(store, tmp_path):
    document = find(store, ".pdf")
    path = Path(document.path)
    kept = path.read_bytes()
    page = store.catalogue.pages_of(document.row)[3]
    try:
        path.write_bytes(kept + b"\n% changed")
        with pytest.raises(PaperProblem, match="has changed since it was read"):
            draw_picture(store.catalogue, document, 1, 700)
        viewer = render_viewer(find_place(store.catalogue, document.digest, start=page.start, end=page.start + 20))
        assert "has changed since it was read" in viewer and "<mark" in viewer and "<img" not in viewer
        path.unlink()
        with pytest.raises(PaperProblem, match="no longer where it was read"):
            find_original(document)
    finally:
        path.write_bytes(kept)


def test_a_paper_or_page_that_is_not_there_is_named(store):
    with pytest.raises(PaperProblem, match="not among those"):
        find_paper(store.catalogue, "0" * 64)
    with pytest.raises(PaperProblem, match="has no page 900"):
        find_place(store.catalogue, find(store, ".pdf").digest, number=900)


@pytest.fixture
def slow_store(tmp_path: Path, monkeypatch) -> Iterator[Store]:
    (tmp_path / "papers").mkdir()
    write_slow_page(tmp_path / "papers" / "slow.pdf")
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync_files(
        [tmp_path / "papers"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    pool = PagePool(seconds=1, at_once=1)
    monkeypatch.setattr("ui.papers._POOL", pool)
    monkeypatch.setattr("ui.papers._KEPT", KeptPages())
    yield store
    pool.close()


def test_a_page_that_cannot_be_drawn_in_time_says_so_and_offers_its_words(slow_store):
    document = find(slow_store, ".pdf")
    start = slow_store.catalogue.text(document.row).index(WORDS)
    quote = {"start": start, "end": start + len(WORDS)}
    with TestClient(build_app(Service(Assistant(slow_store, load_settings())), lambda app: None)) as browser:
        address = f"/paper/{document.digest}/page/1"
        opened = browser.get(address, params=quote)
        assert "<img" in opened.text and "<rect" in opened.text, "its size and its words are known at once"
        began = time.monotonic()
        missing = browser.get(f"{address}.png", params={"width": 1000})
        assert missing.status_code == 404 and time.monotonic() - began < 3
        assert "could not be drawn within 1 seconds" in missing.text and "Its words can be read instead" in missing.text

        began = time.monotonic()
        again = browser.get(address, params=quote)
        assert browser.get(f"{address}.png", params={"width": 2000}).status_code == 404
        assert time.monotonic() - began < 1, "it is not tried again at once"
    assert "could not be drawn within 1 seconds" in again.text and "Its words are below" in again.text
    assert "<img" not in again.text and f'<mark id="quote">{WORDS}</mark>' in again.text


def test_a_picture_that_is_kept_is_asked_for_after_the_check_of_access_only(store, monkeypatch):
    document = find(store, ".pdf")
    assert draw_picture(store.catalogue, document, 1, 700).startswith(b"\x89PNG")
    monkeypatch.setattr(type(store.catalogue), "withholds", lambda *_: True)
    with pytest.raises(WithheldPage):
        draw_picture(store.catalogue, document, 1, 700)
    with pytest.raises(WithheldPage):
        find_place(store.catalogue, document.digest, number=1)


def test_a_crowd_of_pictures_is_told_to_come_again(store, monkeypatch):
    def refuse(*_, **__):
        raise PagesBusy("Many pages are being drawn at the moment.")

    monkeypatch.setattr("ui.papers._KEPT", KeptPages())
    monkeypatch.setattr("ui.papers._POOL.run", refuse)
    with TestClient(build_app(Service(Assistant(store, load_settings())), lambda app: None)) as browser:
        reply = browser.get(f"/paper/{find(store, '.pdf').digest}/page/1.png")
    assert reply.status_code == 503 and "Many pages are being drawn" in reply.text
