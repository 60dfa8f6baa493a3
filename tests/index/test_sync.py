"""Files into the store and out of it: new, changed, gone, broken and twice the same."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from index.catalogue import Filters
from index.embedder import WordHashEmbedder
from index.indexed_words import indexed_words
from index.store import Store
from index.sync import SyncReport, sync_files
from ingest.document import Block, Facts, Reading
from ingest.passages import divide_document
from ingest.samples import papers_folder
from ingest.structure import build_document

MINUTES = "Anyshire County Council\n\nMinutes of the Cabinet\n\n14 October 2025\n\nThe budget was agreed.\n"
REPORT = "# Fostering report\n\n## Carers\n\n1.1 The number of foster carers fell.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    yield store
    store.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "sub").mkdir(parents=True)
    (folder / "minutes.txt").write_text(MINUTES, "utf-8")
    (folder / "sub" / "report.md").write_text(REPORT, "utf-8")
    return folder


def sync(store: Store, *paths: Path, seconds: float = 60, **options: object) -> SyncReport:
    return sync_files(paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=seconds,
                      **options)


def files(store: Store) -> list[str]:
    return sorted(document.file for document in store.catalogue.documents())


def found(store: Store, question: str) -> list[str]:
    return [hit.document.file for hit in store.retriever.search(question).hits if hit.words_score]


def check_halves_agree(store: Store) -> None:
    assert store.vectors.ids() == store.catalogue.passage_keys()


def test_files_of_a_folder_are_read_and_can_be_found(store: Store, papers: Path):
    report = sync(store, papers)
    assert report.added == ("minutes.txt", "sub/report.md") and not report.skipped and not report.notes
    assert (report.updated, report.unchanged, report.removed) == ((), (), ())
    assert report.documents == 2 and report.passages == len(store.vectors.ids()) and report.seconds > 0
    assert found(store, "foster carers") == ["sub/report.md"]
    check_halves_agree(store)


def test_a_second_run_finds_everything_unchanged(store: Store, papers: Path):
    (papers / "broken.pdf").write_bytes(b"no pdf")
    shutil.copy(papers / "minutes.txt", papers / "copy.txt")
    (papers / "manifest.csv").write_text("file,council\nminutes.txt,Otherton Council\n")
    first = sync(store, papers)
    keys = store.catalogue.passage_keys()
    second = sync(store, papers)
    assert (second.added, second.updated, second.removed) == ((), (), ())
    assert second.unchanged == first.added and second.skipped == first.skipped
    assert store.catalogue.passage_keys() == keys
    assert (second.documents, second.passages) == (first.documents, first.passages)


def test_two_runs_over_the_same_files_make_the_same_store(tmp_path: Path, papers: Path):
    stores = [Store(tmp_path / name, WordHashEmbedder(), create=True) for name in ("one", "two")]
    for store in stores:
        sync(store, papers)
    first, second = stores
    assert first.catalogue.passage_keys() == second.catalogue.passage_keys()
    assert first.retriever.search("budget and foster carers").hits == second.retriever.search("budget and foster carers").hits
    for store in stores:
        store.close()


def test_a_file_gone_from_the_folder_leaves_both_halves(store: Store, papers: Path):
    sync(store, papers)
    (papers / "minutes.txt").unlink()
    report = sync(store, papers)
    assert report.removed == ("minutes.txt",) and report.unchanged == ("sub/report.md",)
    assert files(store) == ["sub/report.md"] and found(store, "budget agreed") == []
    check_halves_agree(store)


def test_files_of_another_folder_stay(store: Store, papers: Path, tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("The library stays open.")
    sync(store, papers)
    report = sync(store, tmp_path / "other")
    assert report.removed == () and files(store) == ["letter.txt", "minutes.txt", "sub/report.md"]


def test_a_file_given_by_itself_removes_no_other(store: Store, papers: Path):
    sync(store, papers)
    (papers / "minutes.txt").unlink()
    report = sync(store, papers / "sub" / "report.md")
    assert report.removed == () and report.unchanged == ("report.md",)


def test_a_file_of_a_folder_within_leaves_with_the_whole_folder(store: Store, papers: Path):
    sync(store, papers / "sub")
    (papers / "sub" / "report.md").unlink()
    assert sync(store, papers).removed == ("report.md",)
    assert files(store) == ["minutes.txt"]


def test_a_changed_file_takes_the_place_of_what_it_was(store: Store, papers: Path):
    sync(store, papers)
    (papers / "minutes.txt").write_text(MINUTES.replace("budget was agreed", "tariff was refused"))
    report = sync(store, papers)
    assert report.updated == ("minutes.txt",) and report.unchanged == ("sub/report.md",) and report.removed == ()
    assert files(store) == ["minutes.txt", "sub/report.md"]
    assert found(store, "tariff refused") == ["minutes.txt"] and found(store, "budget") == []
    check_halves_agree(store)


def test_a_broken_file_is_skipped_with_a_reason_and_the_others_are_read(store: Store, papers: Path):
    (papers / "a-broken.pdf").write_bytes(b"no pdf")
    (papers / "b-empty.pdf").write_bytes(b"")
    (papers / "sheet.xlsx").write_bytes(b"x")
    for report in (sync(store, papers), sync(store, papers)):
        assert [skipped.file for skipped in report.skipped] == ["a-broken.pdf", "b-empty.pdf", "sheet.xlsx"]
        assert all(skipped.reason and skipped.advice for skipped in report.skipped)
    assert report.unchanged == ("minutes.txt", "sub/report.md") and report.documents == 2
    assert [entry["file"] for entry in store.catalogue.skipped()] == ["a-broken.pdf", "b-empty.pdf", "sheet.xlsx"]
    assert store.catalogue.totals().unread == 3


def test_a_broken_file_that_is_mended_is_read_and_one_that_breaks_is_dropped(store: Store, papers: Path):
    (papers / "notice.html").write_bytes(b"")
    sync(store, papers)
    (papers / "notice.html").write_text("<p>The road will be closed.</p>")
    (papers / "minutes.txt").write_bytes(b"")
    report = sync(store, papers)
    assert report.updated == ("notice.html",) and [skipped.file for skipped in report.skipped] == ["minutes.txt"]
    assert files(store) == ["notice.html", "sub/report.md"]
    assert [entry["file"] for entry in store.catalogue.skipped()] == ["minutes.txt"]
    check_halves_agree(store)


def test_a_broken_file_that_is_gone_is_listed_no_more(store: Store, papers: Path):
    (papers / "broken.pdf").write_bytes(b"no pdf")
    sync(store, papers)
    (papers / "broken.pdf").unlink()
    report = sync(store, papers)
    assert report.skipped == () and report.removed == ("broken.pdf",) and store.catalogue.skipped() == []


def test_a_file_that_took_too_long_is_tried_again_when_it_is_given_more_time(store: Store, papers: Path):
    report = sync(store, papers / "minutes.txt", seconds=0.001)
    assert "longer than" in report.skipped[0].reason
    assert sync(store, papers / "minutes.txt", seconds=0.001).skipped == report.skipped
    assert sync(store, papers / "minutes.txt", seconds=60).updated == ("minutes.txt",)
    assert store.catalogue.skipped() == []


def test_two_names_of_the_same_content_are_read_once(store: Store, papers: Path):
    shutil.copy(papers / "minutes.txt", papers / "sub" / "same.txt")
    report = sync(store, papers)
    assert report.added == ("minutes.txt", "sub/report.md", "sub/same.txt") and report.documents == 2
    assert files(store) == ["minutes.txt", "sub/report.md"] and found(store, "budget agreed") == ["minutes.txt"]
    (papers / "minutes.txt").unlink()
    report = sync(store, papers)
    assert report.removed == ("minutes.txt",) and files(store) == ["sub/report.md", "sub/same.txt"]
    (papers / "sub" / "same.txt").unlink()
    assert sync(store, papers).documents == 1
    check_halves_agree(store)


def test_a_renamed_file_is_not_read_again_and_goes_by_its_new_name(store: Store, papers: Path):
    sync(store, papers)
    keys = store.catalogue.passage_keys()
    (papers / "minutes.txt").rename(papers / "cabinet-minutes.txt")
    report = sync(store, papers)
    assert (report.added, report.removed) == (("cabinet-minutes.txt",), ("minutes.txt",))
    assert store.catalogue.passage_keys() == keys and found(store, "budget agreed") == ["cabinet-minutes.txt"]
    assert all(Path(document.path).is_file() for document in store.catalogue.documents())


def test_what_a_manifest_says_is_taken_up_without_the_file_changing(store: Store, papers: Path):
    sync(store, papers)
    (papers / "manifest.csv").write_text("file,council,date\nsub/report.md,Otherton Borough Council,2023-09-05\n")
    report = sync(store, papers)
    assert report.updated == ("sub/report.md",) and report.unchanged == ("minutes.txt",)
    (stored,) = store.catalogue.documents(Filters(council=("Otherton Borough Council",)))
    assert stored.facts.date == date(2023, 9, 5)
    (papers / "manifest.csv").unlink()
    assert sync(store, papers).updated == ("sub/report.md",)
    filters = Filters(council=("Otherton Borough Council",))
    assert not store.catalogue.documents(filters) and not store.retriever.search("foster carers", filters=filters).hits
    check_halves_agree(store)


def test_of_two_names_the_one_in_the_manifest_gives_the_facts(store: Store, papers: Path):
    shutil.copy(papers / "sub" / "report.md", papers / "a-copy.md")
    (papers / "manifest.csv").write_text("file,council\nsub/report.md,Otherton Borough Council\n")
    sync(store, papers)
    (stored,) = store.catalogue.documents(Filters(council=("Otherton Borough Council",)))
    assert stored.file == "sub/report.md"


def test_problems_of_a_manifest_are_notes(store: Store, papers: Path):
    (papers / "manifest.csv").write_text("file,council\nmissing.pdf,Otherton Council\n")
    (note,) = sync(store, papers).notes
    assert note.file == "manifest.csv" and "missing.pdf" in note.reason and note.advice


def test_pages_that_are_pictures_are_noted(store: Store, papers: Path):
    canvas = Canvas(str(papers / "mixed.pdf"))
    canvas.drawString(60, 700, "The report is attached as a picture.")
    canvas.showPage()
    canvas.rect(100, 200, 300, 400, fill=1)
    canvas.save()
    (note,) = sync(store, papers).notes
    assert note.file == "mixed.pdf" and "1 of 2 pages" in note.reason and "OCR" in note.advice


def test_a_path_that_is_not_there_stops_before_anything_is_forgotten(store: Store, papers: Path):
    sync(store, papers)
    with pytest.raises(FileNotFoundError):
        sync(store, papers / "nowhere")
    assert len(files(store)) == 2


def test_progress_is_told_file_by_file(store: Store, papers: Path):
    told: list[tuple[int, int, str]] = []
    sync(store, papers, progress=lambda done, total, file: told.append((done, total, file)))
    assert told == [(0, 2, "minutes.txt"), (1, 2, "sub/report.md"), (2, 2, "")]


def test_a_report_can_be_written_as_json(store: Store, papers: Path):
    (papers / "broken.pdf").write_bytes(b"no pdf")
    written = json.loads(json.dumps(sync(store, papers).as_json()))
    assert written["added"] == ["minutes.txt", "sub/report.md"] and written["skipped"][0]["file"] == "broken.pdf"


def test_an_empty_folder_makes_an_empty_report(store: Store, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    report = sync(store, tmp_path / "empty")
    assert (report.added, report.skipped, report.documents) == ((), (), 0)


def test_the_sample_papers_are_read_and_so_is_the_scanned_notice(store: Store):
    report = sync(store, papers_folder())
    assert len(report.added) == 6 and report.skipped == ()
    (hit, *_) = store.retriever.search("Withybeck school public notice").hits
    assert hit.document.file == "stanwold-public-notice-withybeck-school-2025-11-06.pdf" and hit.passage.read_by_ocr
    page = store.catalogue.page_at(hit.document.row, hit.start)
    assert page and page.read_by_ocr


def test_what_is_indexed_beside_a_passage_tells_whose_and_where_it_is():
    blocks = (Block(kind="heading", text="Plans"), Block(kind="row", text="Area\tPlans", table=1, names_columns=True),
              Block(kind="row", text="North\t12", table=1))
    facts = Facts(title="Annual report", council="Anyshire Council", body="Cabinet", date=date(2025, 10, 4), type="report")
    document = build_document(file="a", digest="a", reading=Reading(blocks=blocks), facts=facts)
    heading, context = indexed_words(document.text, document.facts, divide_document(document)[-1])
    assert heading == "Annual report > Plans"
    assert context == "Anyshire Council | Cabinet | report | 4 October 2025 | Area | Plans"
