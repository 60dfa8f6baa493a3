"""A place in a paper as it is opened: the page, the words around a quote, its marks, and an honest word where there are none."""

from pathlib import Path

import pytest

from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from ui.page.viewer import place_address, render_viewer
from ui.papers import AROUND_CHARS, PaperProblem, draw_picture, find_original, find_paper, find_place

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
        assert "moved or changed" in viewer and "<mark" in viewer and "<img" not in viewer
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
