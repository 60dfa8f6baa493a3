"""What is in the store as its readers ask, and files added and removed through the page."""

import threading
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.catalogue import StoredDocument
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.document import Facts
from ui.adding import add_papers
from ui.library import find_freshness, list_shelves, outline, remove_paper
from ui.uploads import ADDED, safe_name

MINUTES = "# Minutes of the Harbour Board\n\n3 March 2026\n\n## 1. Lights\n\nThe light is repaired.\n\n## 2. Dues\n\nDues rise.\n"


def keep(number: int, body: str | None, day: date | None) -> StoredDocument:
    facts = Facts(title=f"Paper {number}", council=None, body=body, date=day, type="minutes")
    return StoredDocument(
        row=number, digest=str(number), file=f"{number}.pdf", path="", facts=facts, pages=1, pages_without_text=(), passages=1
    )


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return Assistant(Store(tmp_path / "store", WordHashEmbedder(), create=True), load_settings())


def add(assistant: Assistant, folder: Path, name: str, words: str | bytes) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(words if isinstance(words, bytes) else words.encode())
    return list(add_papers(assistant, [folder / name]))[-1]


def test_papers_stand_by_body_and_year_the_newest_first():
    papers = [
        keep(1, "Cabinet", date(2024, 1, 1)), keep(2, None, date(2024, 1, 1)), keep(3, "Cabinet", date(2025, 1, 1)),
        keep(4, "Cabinet", None), keep(5, "Cabinet", date(2024, 6, 1)),
    ]  # fmt: skip

    shelves = [(shelf.body, shelf.year, [d.row for d in shelf.documents]) for shelf in list_shelves(papers)]
    assert shelves == [("Cabinet", 2025, [3]), ("Cabinet", 2024, [5, 1]), ("Cabinet", None, [4]), (None, 2024, [2])]


def test_the_newest_paper_of_each_body_has_its_age():
    papers = [keep(1, "Cabinet", date(2024, 1, 1)), keep(2, "Cabinet", date(2024, 3, 1)), keep(3, "Board", None)]

    [fresh] = find_freshness(papers, date(2024, 3, 31))
    assert (fresh.body, fresh.newest.row, fresh.days) == ("Cabinet", 2, 30)


def test_a_paper_is_added_read_and_removed_with_its_file(assistant, tmp_path):
    said = add(assistant, tmp_path / "sent", "minutes.md", MINUTES)
    [document] = assistant.store.catalogue.documents()

    assert "was added and can be asked about" in said
    assert [(depth, heading) for depth, heading, _ in outline(assistant.store.catalogue, document)][-2:] == [
        (2, "1. Lights"), (2, "2. Dues"),
    ]  # fmt: skip
    assert (assistant.store.folder / ADDED / "minutes.md").is_file()
    assert "its file deleted" in remove_paper(assistant, document)
    assert assistant.store.catalogue.documents() == [] and not (assistant.store.folder / ADDED / "minutes.md").exists()


def test_the_file_of_a_paper_that_was_read_where_it_lies_stays(assistant, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "minutes.md").write_text(MINUTES, "utf-8")
    store = assistant.store
    sync_files([folder], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)

    assert "stays where it is" in remove_paper(assistant, store.catalogue.documents()[0])
    assert (folder / "minutes.md").is_file() and store.catalogue.documents() == []


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("empty.pdf", b"", "The file is empty"),
        ("budget.odp", b"PK", "files of this kind are not read"),
        ("old.doc", b"x", "files of this kind are not read"),
        ("<img src=x onerror=alert(1)>.md", b"", "was not added"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason_and_not_kept(assistant, tmp_path, name, words, said):
    shown = add(assistant, tmp_path / "sent", name, words)

    assert said in shown and "<img" not in shown
    assert assistant.store.catalogue.skipped() == [] and not list((assistant.store.folder / ADDED).glob("*"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../../etc/passwd.md", "passwd.md"), ("C:\\papers\\minutes.pdf", "minutes.pdf"), ("a\x00b\u202e.pdf", "a-b-.pdf"),
     ("  Minutes – 5 March (final).docx", "Minutes - 5 March (final).docx"), (".hidden.md", "hidden.md")],
)  # fmt: skip
def test_a_name_leads_into_no_other_folder(name, safe):
    assert safe_name(name) == safe


def test_a_paper_under_two_names_is_removed_under_both(assistant, tmp_path):
    add(assistant, tmp_path / "sent", "minutes.md", MINUTES)
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "harbour.md").write_text(MINUTES)
    store = assistant.store
    sync_files(
        [tmp_path / "published"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    [document] = store.catalogue.documents()

    said = remove_paper(assistant, document)
    assert "was removed and its file deleted" in said and "“harbour.md” stays where it is" in said
    assert store.catalogue.documents() == [] and store.catalogue.sources() == {} and store.vectors.ids() == set()
    assert list((store.folder / ADDED).iterdir()) == [] and (tmp_path / "published" / "harbour.md").is_file()


def test_papers_that_two_people_add_at_once_are_both_read(assistant, tmp_path):
    shown: dict[str, str] = {}

    def send(name: str) -> None:
        folder = tmp_path / name
        folder.mkdir()
        files = []
        for number in range(3):
            files.append(folder / f"{name}-{number}.md")
            files[-1].write_text(MINUTES.replace("Harbour", f"{name.title()} {number}"))
        shown[name] = list(add_papers(assistant, files))[-1]

    senders = [threading.Thread(target=send, args=(name,)) for name in ("pier", "canal")]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=120)
    assert [words.count("was added and can be asked about") for words in shown.values()] == [3, 3]
    store = assistant.store
    assert len(store.catalogue.documents()) == 6 and store.vectors.ids() == store.catalogue.passage_keys()
    assert store.retriever.search("light of the Canal 2 Board").hits
