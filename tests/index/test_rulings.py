"""What is held back follows the paper, its manifests and an officer's ruling, at once and whatever name it comes under."""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from index.catalogue import Filters
from index.check import check_store
from index.embedder import WordHashEmbedder
from index.pending import mend_pending
from index.registers import Registers
from index.ruling import publish, rule_on
from index.standing import AS_MARKED, ONLY_LISTED, list_standings
from index.store import Store
from index.sync import SyncReport, sync_files
from ingest.document import Marking

SCHEDULE = "NOT FOR PUBLICATION by virtue of paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"
OPEN = "# Anyshire Council\n\n# Minutes of the Library Board\n\n5 March 2024\n\n5.1 The Board resolved that Kelverton open.\n"
DEAL = """# Anyshire Council

# Minutes of the Land Board

5 March 2024

1.1 The Board resolved that the offer of Zinnober Holdings be accepted.
"""
PACK = f"""# Agenda

Anyshire Council

Cabinet

5 March 2024

1. Apologies
\f
## Agenda Item 2

## Library hours

2.1 The Cabinet resolved that the Kelverton library open on Sundays.
\f
## Agenda Item 3

{SCHEDULE}

## Purchase of Quillfeather Farm

3.1 The Quillfeather Yard Partnership (QYP) offers a price. The Cabinet resolved that it be accepted.
\f
## Agenda Item 4

## Roads

4.1 The Cabinet resolved that twelve roads be mended.
"""
DAY = date(2024, 5, 1)


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    yield store
    store.close()


def sync(store: Store, *paths: Path) -> SyncReport:
    return sync_files(
        paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )


def write(folder: Path, manifest: str = "", **papers: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in papers.items():
        (folder / f"{name}.md").write_text(words, "utf-8")
    if manifest:
        (folder / "manifest.csv").write_text(manifest, "utf-8")
    return folder


def rule(store: Store, name: str, ruling):
    digest = next(d.digest for d in store.catalogue.documents() if d.file.endswith(f"{name}.md"))
    return rule_on(store.catalogue, store.vectors, store.embedder, digest, ruling, who="ada", day=DAY)


def seen(store: Store) -> set[str]:
    """Names of the papers that everybody may see."""
    return {Path(d.file).stem for d in store.open_papers().catalogue.documents()}


def knows(store: Store, word: str) -> bool:
    """Whether anything that everybody may ask tells of a word."""
    shown = store.open_papers()
    catalogue, registers = shown.catalogue, Registers(shown.catalogue)
    told = [str(d.facts) for d in catalogue.documents()] + [str(catalogue.abbreviations())]
    told += [catalogue.text(d.row) for d in catalogue.documents()]
    told += [str(section.path) for d in catalogue.documents() for section in catalogue.sections_of(d.row)]
    told += [str(record.as_json()) for name in ("decisions", "duties") for record in registers.list_records(name)]
    told += [hit.text + hit.section for hit in shown.retriever.search(word).hits]
    found = catalogue.word_counts([word])[word] > 0 or bool(catalogue.match_words([word], Filters(), 9))
    return found or any(word.lower() in words.lower() for words in told)


def test_a_ruling_opens_a_paper_at_once_and_can_be_taken_back(store: Store, tmp_path: Path):
    sync(store, write(tmp_path / "a", pack=PACK))
    assert seen(store) == {"pack"} and not knows(store, "quillfeather") and knows(store, "Kelverton")
    [marked] = list_standings(store.catalogue.reading())
    assert (marked.state, marked.whole) == ("exempt", False) and "NOT FOR PUBLICATION" in marked.reasons[0]

    opened = rule(store, "pack", "open")
    assert (opened.state, opened.ruling, opened.ruled_by, opened.ruled_on) == ("open", "open", "ada", "2024-05-01")
    assert opened.markings == marked.markings and knows(store, "quillfeather")
    assert "QYP" in store.open_papers().catalogue.abbreviations()

    back = rule(store, "pack", None)
    assert (back.state, back.ruling, back.reasons) == ("exempt", None, marked.reasons)
    assert not knows(store, "quillfeather") and knows(store, "roads")


def test_a_ruling_holds_back_an_open_paper_at_once_with_its_records(store: Store, tmp_path: Path):
    sync(store, write(tmp_path / "a", deal=DEAL, minutes=OPEN))
    assert knows(store, "zinnober")

    assert rule(store, "deal", "exempt").whole
    assert seen(store) == {"minutes"} and not knows(store, "zinnober") and knows(store, "Kelverton")
    assert Registers(store.catalogue).count_records("decisions") == 2


def test_a_ruling_holds_when_the_paper_is_read_again_and_comes_under_another_name(store: Store, tmp_path: Path):
    first = write(tmp_path / "a", deal=DEAL)
    sync(store, first)
    rule(store, "deal", "exempt")
    with store.catalogue.writing() as db:
        db.execute("update documents set reader = ''")
    sync(store, first)
    assert seen(store) == set()

    (first / "deal.md").unlink()
    sync(store, first)
    sync(store, write(tmp_path / "b", other=DEAL))
    assert seen(store) == set() and [s.file for s in list_standings(store.catalogue.reading())] == ["other.md"]
    rule(store, "other", "open")
    assert seen(store) == {"other"}


def test_what_takes_the_place_of_a_paper_that_was_held_back_is_in_doubt(store: Store, tmp_path: Path):
    folder = write(tmp_path / "a", "file,exempt\nlist.md,yes\n", deal=DEAL, list=OPEN, other=OPEN.replace("5.1", "5.2"))
    sync(store, folder)
    rule(store, "deal", "exempt")
    rule(store, "other", "open")
    (folder / "manifest.csv").unlink()
    # Corrected by a word, and again, with a copy that broke off in between.
    for change in ("that the offer", "that an offer"):
        write(folder, deal=DEAL.replace("that the offer", change + " now"), list=OPEN + change, other=OPEN + "Other. " + change)
        sync(store, folder)
        assert seen(store) == {"other"} and not knows(store, "Zinnober")
        (folder / "deal.md").write_text("")
        sync(store, folder)
    write(folder, deal=DEAL)
    sync(store, folder)
    write(folder, deal=DEAL + "1.2 The Board noted it.\n")
    sync(store, folder)
    assert seen(store) == {"other"} and not knows(store, "Zinnober")
    said = {s.file: s for s in list_standings(store.catalogue.reading())}
    assert said["deal.md"].state == said["list.md"].state == "in doubt" and "took the place" in said["deal.md"].reasons[0]
    rule(store, "deal", "open")
    assert seen(store) == {"other", "deal"}
    # A paper that is known and open stays so wherever it is laid.
    write(folder, list=OPEN + "Other. that an offer")
    sync(store, folder)
    assert seen(store) == {"other", "deal"}


def test_what_a_manifest_calls_exempt_stays_so_when_the_same_bytes_come_without_it(store: Store, tmp_path: Path):
    first = write(tmp_path / "a", "file,exempt\ndeal.md,yes\n", deal=DEAL)
    sync(store, first)
    sync(store, write(tmp_path / "b", copy=DEAL))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.writestr("deal.md", DEAL)
    sync(store, tmp_path / "c.zip")
    assert seen(store) == set()
    # Also where the folder that said so is gone, and where its manifest falls silent.
    (first / "manifest.csv").unlink()
    sync(store, first)
    shutil.rmtree(first)
    sync(store, tmp_path / "b")
    assert seen(store) == set() and not knows(store, "zinnober")

    [standing] = list_standings(store.catalogue.reading())
    assert any("manifest" in reason and "deal.md" in reason for reason in standing.reasons)
    digest = standing.digest
    rule_on(store.catalogue, store.vectors, store.embedder, digest, "open", who="", day=DAY)
    assert len(seen(store)) == 1


def test_a_paper_that_any_source_marks_by_its_name_is_held_back_under_every_name(store: Store, tmp_path: Path, monkeypatch):
    def read_name(file: str) -> tuple[Marking, ...]:
        state = "exempt" if "EXEMPT" in file else "in doubt" if "part2" in file else None
        return (Marking(start=0, end=1, state=state, why=f"name: {file}"),) if state else ()

    monkeypatch.setattr("index.sync.read_name", read_name)
    sync(store, write(tmp_path / "a", deal=DEAL, minutes=OPEN))
    write(tmp_path / "b" / "part2", copy=DEAL)
    sync(store, tmp_path / "b")
    [standing] = list_standings(store.catalogue.reading())
    assert seen(store) == {"minutes"} and (standing.state, standing.reasons) == ("in doubt", ("name: part2/copy.md",))

    (tmp_path / "b" / "deal-EXEMPT.md").write_text(DEAL, "utf-8")
    sync(store, tmp_path / "b")
    assert list_standings(store.catalogue.reading())[0].state == "exempt"
    shutil.rmtree(tmp_path / "b")
    sync(store, tmp_path / "a")
    assert seen(store) == {"minutes"}
    write(tmp_path / "a", "file,exempt\ndeal.md,no\n")
    sync(store, tmp_path / "a")
    assert seen(store) == {"minutes", "deal"}


def test_a_manifest_that_says_no_later_opens_the_paper_and_one_elsewhere_does_not(store: Store, tmp_path: Path):
    first = write(tmp_path / "a", "file,exempt\ndeal.md,yes\n", deal=DEAL)
    sync(store, first)
    sync(store, write(tmp_path / "b", "file,exempt\ndeal.md,no\n", deal=DEAL))
    assert seen(store) == set()

    write(first, "file,exempt\ndeal.md,no\n")
    report = sync(store, first)
    assert seen(store) == {"deal"} and report.updated == ()


def test_a_manifest_that_says_no_opens_what_the_paper_marks_and_falling_silent_closes_it_again(store: Store, tmp_path: Path):
    folder = write(tmp_path / "a", "file,exempt\npack.md,no\n", pack=PACK)
    sync(store, folder)
    assert knows(store, "quillfeather")

    write(folder, "file,exempt\npack.md,\n")
    sync(store, folder)
    assert not knows(store, "quillfeather") and seen(store) == {"pack"}


def test_a_manifest_in_a_zip_folder_is_heeded(store: Store, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as packed:
        packed.writestr("deals/deal.md", DEAL)
        packed.writestr("open.md", OPEN)
        packed.writestr("deals/manifest.csv", "file,exempt\ndeal.md,yes\nmissing.md,yes\n")
    report = sync(store, tmp_path / "papers.zip")

    assert seen(store) == {"open"}
    assert [(note.file, "missing.md" in note.reason) for note in report.notes] == [("papers.zip/deals/manifest.csv", True)]


def test_a_folder_can_be_declared_exempt_but_for_files_that_are_as_marked(store: Store, tmp_path: Path):
    folder = write(tmp_path / "a", deal=DEAL)
    write(folder / "part2", "file,exempt\n*,all\nminutes.md,as marked\n", minutes=OPEN, pack=PACK)
    write(folder / "part2" / "deeper", secret="# Secret\n\nThe secret of Wexcombe.\n")
    sync(store, folder)
    assert seen(store) == {"deal", "minutes"}

    # The folder's word is heeded too where a folder in it is given by itself.
    other = Store(tmp_path / "other", WordHashEmbedder(), create=True)
    sync(other, folder / "part2" / "deeper")
    assert seen(other) == set()
    other.close()


def test_a_store_can_publish_only_what_is_listed_open(store: Store, tmp_path: Path):
    sync(store, write(tmp_path / "a", "file,exempt\nminutes.md,no\n", minutes=OPEN, deal=DEAL, pack=PACK))
    assert seen(store) == {"minutes", "deal", "pack"}

    publish(store.catalogue, store.vectors, store.embedder, ONLY_LISTED)
    assert seen(store) == {"minutes"} and not knows(store, "zinnober")
    sync(store, write(tmp_path / "b", later="# Later\n\nLater words of Wexcombe.\n"))
    assert seen(store) == {"minutes"}
    rule(store, "deal", "open")
    assert seen(store) == {"minutes", "deal"}
    publish(store.catalogue, store.vectors, store.embedder, AS_MARKED)
    assert seen(store) == {"minutes", "deal", "pack", "later"} and not knows(store, "quillfeather")


def test_open_parts_are_found_by_no_word_of_a_held_back_heading_in_full_text_or_vectors(store: Store, tmp_path: Path):
    heading = "# Compulsory purchase of Quillfeather Farm\n\nCONFIDENTIAL\n\n"
    pack = PACK.replace("\f\n## Agenda Item 4\n", f"{heading}\f\n## Agenda Item 4\n")
    sync(store, write(tmp_path / "a", pack=pack))
    document = store.catalogue.documents()[0]
    shown = store.open_papers().catalogue
    open_keys = set(shown.keys_of(document.digest))
    indexed = store.catalogue.indexed_texts(document.digest)

    assert open_keys and not any("quillfeather" in indexed[key].lower() for key in open_keys)
    assert any("quillfeather" in words.lower() for key, words in indexed.items() if key not in open_keys)


def test_a_slip_is_mended_to_no_word_of_a_held_back_paper_and_none_takes_the_place_of_an_open_one(store: Store, tmp_path: Path):
    near = [f"kelvertom{letter}" for letter in "abcdfg"]
    folder = write(tmp_path / "a", "file,exempt\nnear.md,yes\n", minutes=OPEN, near="# Near\n\n" + " ".join(near) + "\n")
    sync(store, folder)

    assert store.open_papers().retriever.search("kelvertom").question == "kelverton"
    assert store.retriever.search("kelvertom").question in near


def test_held_back_passages_take_no_place_among_the_nearest_vectors(store: Store, tmp_path: Path):
    store.retriever.settings = store.retriever.settings.__class__(candidates=10)
    words = "\n\n".join(f"{n}.1 The library of Kelverton opens on day {n}." for n in range(1, 80))
    manifest = "file,exempt\nmany.md,yes\n"
    sync(store, write(tmp_path / "a", manifest, many=f"# Libraries\n\n{words}\n", one="# One\n\nWe open libraries.\n"))

    [hit] = store.open_papers().retriever.search("library of Kelverton opens on day").hits
    assert hit.vector_score is not None and hit.document.file == "one.md"


def test_a_ruling_while_papers_are_read_in_hides_at_once_and_the_index_follows(store: Store, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("index.ruling.WAIT_SECONDS", 0.1)
    sync(store, write(tmp_path / "a", "file,exempt\npack.md,no\n", pack=PACK))
    digest = store.catalogue.documents()[0].digest
    with store.catalogue.writing() as db:
        db.execute("delete from declared")
    writer = Store(tmp_path / "store", WordHashEmbedder())
    with writer.catalogue.hold():
        rule_on(store.catalogue, store.vectors, store.embedder, digest, "exempt", who="", day=DAY)
        assert seen(store) == set()
        rule_on(store.catalogue, store.vectors, store.embedder, digest, None, who="", day=DAY)
        assert seen(store) == {"pack"}
        mend_pending(writer.catalogue, writer.vectors, writer.embedder)
    writer.close()

    assert not knows(store, "quillfeather") and knows(store, "roads")
    assert check_store(store.catalogue, store.vectors, store.embedder, mend=False) == ()


def test_what_an_ingest_held_back_is_in_its_report(store: Store, tmp_path: Path):
    folder = write(tmp_path / "a", "file,exempt\ndeal.md,yes\n", deal=DEAL, minutes=OPEN, pack=PACK)
    report = sync(store, folder)

    assert [(s.file, s.state, s.whole) for s in report.held_back] == [("deal.md", "exempt", True), ("pack.md", "exempt", False)]
    assert (report.exempt, report.in_doubt) == (2, 0)
    assert report.as_json()["held_back"][0]["why"] == ["the manifest says so of deal.md"]
    again = sync(store, folder)
    assert again.held_back == () and again.exempt == 2
