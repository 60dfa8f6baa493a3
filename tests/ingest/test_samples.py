"""The sample papers: they can be read, are what the script builds, and hold the evidence for every suggested question."""

import importlib.metadata
import itertools
import re
from pathlib import Path

import bs4
import docx
import pptx
import pypdf
import pytest

from ingest.samples import Suggestion, papers_folder, read_suggestions

PACK = "stanwold-cabinet-agenda-pack-2025-10-14.pdf"
MINUTES = "stanwold-cabinet-draft-minutes-2025-10-14.pdf"
MEMBER_REPORT = "stanwold-cabinet-member-report-2024-11-28.docx"
SLIDES = "stanwold-childrens-performance-2025-11-18.pptx"
DECISION = "stanwold-decision-home-to-school-travel-2025-11-25.html"
SCAN = "stanwold-public-notice-withybeck-school-2025-11-06.pdf"
SUGGESTIONS = read_suggestions()

BUILT_WITH = {"reportlab": "5.1.0", "pillow": "12.3.0", "python-docx": "1.2.0", "python-pptx": "1.0.2"}
"""The versions that wrote the committed papers; another version may write the same paper in other bytes."""


@pytest.fixture(scope="module")
def pack() -> pypdf.PdfReader:
    return pypdf.PdfReader(papers_folder() / PACK)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("reportlab", reason="ReportLab, which builds the sample papers, comes with the dev set-up only")
    from ingest.samples.build import build_papers

    folder = tmp_path_factory.mktemp("papers")
    build_papers(folder)
    return folder


def read_pages(path: Path) -> list[str]:
    """The words of each page or slide; of the whole file where the format has no pages."""
    if path.suffix == ".pdf":
        return [page.extract_text() for page in pypdf.PdfReader(path).pages]
    if path.suffix == ".pptx":
        return ["\n".join(read_shape(shape) for shape in slide.shapes) for slide in pptx.Presentation(path).slides]
    if path.suffix == ".docx":
        return ["\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)]
    return [bs4.BeautifulSoup(path.read_bytes(), "lxml").get_text(" ")]


def read_shape(shape) -> str:
    if shape.has_table:
        return "\n".join(cell.text for row in shape.table.rows for cell in row.cells)
    return shape.text_frame.text if shape.has_text_frame else ""


def keep_letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def test_the_folder_holds_the_six_papers_and_nothing_else():
    assert {path.name for path in papers_folder().iterdir()} == {PACK, MINUTES, MEMBER_REPORT, SLIDES, DECISION, SCAN}


def test_the_papers_are_small_enough_to_keep_in_the_repository():
    assert sum(path.stat().st_size for path in papers_folder().iterdir()) < 1_500_000
    assert (papers_folder() / SCAN).stat().st_size < 250_000


def test_the_pack_is_as_long_as_a_real_one(pack):
    assert len(pack.pages) >= 25


def test_the_labels_printed_in_the_pack_differ_from_its_page_numbers(pack):
    printed = [re.search(r"Page ([ivx]+|\d+)\s*$", page.extract_text()) for page in pack.pages]

    assert all(printed)
    assert [label[1] for label in printed] == pack.page_labels
    assert not {(number, label) for number, label in enumerate(pack.page_labels, start=1) if label == str(number)}


def test_every_item_begins_on_the_page_that_the_agenda_gives(pack):
    given = re.findall(r"(?m)^(\d+)\.\s(?:.*?)\(Pages (\d+) - \d+\)", pack.pages[0].extract_text())
    begins = {
        found[1]: label
        for page, label in zip(pack.pages, pack.page_labels, strict=True)
        if (found := re.search(r"Agenda Item (\d+)\s", page.extract_text()))
    }

    assert len(given) == 6
    assert dict(given) == begins


def test_the_pack_has_pages_left_blank_words_broken_at_line_ends_and_a_paragraph_over_a_page_end(pack):
    pages = [page.extract_text() for page in pack.pages]

    assert sum("intentionally left blank" in text for text in pages) >= 2
    assert re.search(r"[a-z]-\n[a-z]", "\n".join(pages))
    assert any(
        re.search(r"[a-z],?\s*\nPage \d+\s*$", before) and re.search(r"14 October 2025\s*\n[a-z]", after)
        for before, after in itertools.pairwise(pages)
    )


def test_the_pound_sign_the_dash_and_the_bullet_come_out_of_the_pack(pack):
    text = "\n".join(page.extract_text() for page in pack.pages)

    assert all(sign in text for sign in ("£9.6 million", "Cabinet – 14 October 2025", "• Stage 1 would open", "council’s"))


def test_the_scanned_notice_is_one_picture_without_text():
    [page] = pypdf.PdfReader(papers_folder() / SCAN).pages

    assert page.extract_text().strip() == ""
    assert len(page.images) == 1


def test_the_later_minutes_change_a_figure_of_the_pack():
    minutes = keep_letters_and_digits("".join(read_pages(papers_folder() / MINUTES)))

    assert keep_letters_and_digits("£9.85 million, £250,000 more than the figure of £9.6 million in the report") in minutes


def test_there_are_enough_suggestions_of_a_length_to_read_at_a_glance():
    assert len(SUGGESTIONS) >= 10
    assert [each.question for each in SUGGESTIONS if not 8 <= len(each.question.split()) <= 16] == []


@pytest.mark.parametrize("suggestion", SUGGESTIONS, ids=lambda suggestion: suggestion.question)
def test_the_evidence_for_a_suggestion_stands_in_its_paper(suggestion: Suggestion):
    pages = [keep_letters_and_digits(page) for page in read_pages(papers_folder() / suggestion.file)]
    place = 1 if suggestion.page is None else suggestion.page

    assert (suggestion.page is None) == (len(pages) == 1)
    assert keep_letters_and_digits(suggestion.quote) in pages[place - 1]


def test_the_committed_papers_say_what_the_script_builds(built):
    assert [read_pages(built / path.name) for path in sorted(papers_folder().iterdir())] == [
        read_pages(path) for path in sorted(papers_folder().iterdir())
    ]


def test_building_again_gives_the_committed_bytes(built):
    other = [name for name, version in BUILT_WITH.items() if importlib.metadata.version(name) != version]
    if other:
        pytest.skip(f"the papers were built with other versions of {', '.join(other)}, which may write other bytes")

    assert [path.name for path in papers_folder().iterdir() if path.read_bytes() != (built / path.name).read_bytes()] == []
