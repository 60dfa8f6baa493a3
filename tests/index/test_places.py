"""One contract for every kind of store: in a folder, and on a PostgreSQL and a Chroma server that are really started."""

import json
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.backup import BackupProblem, back_up, restore
from index.catalogue import Filters
from index.check import check_store
from index.embedder import WordHashEmbedder
from index.lock import StoreBusy
from index.pending import renew_indexes
from index.registers import RecordFilters, Registers
from index.retriever import Retriever
from index.ruling import rule_on
from index.servers import Servers
from index.standing import apply_standing, keep_markings, list_standings
from index.store import Store, StoreProblem, open_catalogue
from index.sync import SyncReport, forget_file, keep_document, sync_files
from ingest.document import Block, Facts, Marking, Reading
from ingest.records.reading import read_records
from ingest.structure import build_document
from ingest.text import read_text
from tests.conftest import SMALL_PAPERS
from tests.index.conftest import Place

EXEMPT_PAPER = "# Sale of land\n\n1.1 The Sensory Impairment Service pays £5 for Grimble Hall, which is confidential.\n"
PARTLY_EXEMPT = (
    "Agenda Item 2",
    "The library at Oldmarket opens.",
    "Agenda Item 3",
    "NOT FOR PUBLICATION",
    "The price of Grimble Hall is low.",
    "Agenda Item 4",
    "The end is open.",
)
PAGES = (1, 1, 2, 2, 2, 3, 3)


def open_store(place: Place, **options: object) -> Store:
    return Store(place.folder, WordHashEmbedder(), servers=place.servers, **{"create": True, **options})


def sync(store: Store, *paths: Path, **options: object) -> SyncReport:
    return sync_files(
        paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60, **options
    )


def contents(store: Store) -> tuple:
    return sorted(document.file for document in store.catalogue.documents()), store.catalogue.passage_keys(), store.vectors.ids()


def found(store: Store, words: str, **limits: object) -> list[str]:
    return [hit.document.file for hit in store.retriever.search(words, filters=Filters(**limits)).hits]


def write_papers(folder: Path, count: int, edition: str) -> None:
    """Papers of forty paragraphs, each of which says of which edition it is."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        made = random.Random(f"{edition} {number}")
        parts = [
            f"{part}.1 Of the library budget and of carers in edition {edition}: it costs £{made.randrange(10**6)}, "
            f"{' '.join(made.choice(('bins', 'roads', 'trees', 'homes', 'buses')) for _ in range(9))}."
            for part in range(1, 40)
        ]
        (folder / f"paper-{number}.md").write_text(f"# Paper {number}\n\n" + "\n\n".join(parts), "utf-8")


def keep_small_papers(store: Store) -> None:
    papers = {
        **SMALL_PAPERS,
        "land.md": (EXEMPT_PAPER, {"title": "Sale of land"}),
        "pack.md": ("\n".join(PARTLY_EXEMPT), {"title": "Pack"}),
    }
    for file, (words, stated) in papers.items():
        path = store.folder / file
        path.write_text(words, "utf-8")
        facts = Facts(
            **{"council": None, "body": None, "date": None, "type": "agenda pack" if file == "pack.md" else "report", **stated}
        )
        reading = read_text(path)
        if file == "pack.md":
            blocks = (Block(kind="paragraph", text=text, page=page) for text, page in zip(PARTLY_EXEMPT, PAGES, strict=True))
            reading = Reading(blocks=tuple(blocks), page_labels=(None,) * 3)
        document = build_document(file=file, digest=file, reading=reading, facts=facts)
        if file == "land.md":
            whole = Marking(start=0, end=len(document.text), state="exempt", why="its folder")
            document = replace(document, markings=(whole,))
        keep_document(
            document,
            read_records(document),
            path=str(path),
            version="1",
            catalogue=store.catalogue,
            vectors=store.vectors,
            embedder=store.embedder,
        )


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "minutes.txt").write_text("Minutes of the Cabinet\n\nThe library budget was agreed.\n")
    (folder / "report.md").write_text("# Fostering\n\n" + "\n\n".join(f"1.{n} Carers were {n}." for n in range(1, 30)))
    return folder


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    store = open_store(place)
    yield store
    store.close()


@pytest.fixture
def small(store: Store) -> Store:
    keep_small_papers(store)
    return store


# Reading in and finding


def test_papers_are_read_in_and_found_and_a_second_run_changes_nothing(store: Store, place: Place, papers: Path):
    assert sync(store, papers).added == ("minutes.txt", "report.md")
    assert found(store, "library budget")[0] == "minutes.txt" and found(store, "carers")[0] == "report.md"
    before = contents(store)
    assert before[1] == before[2] and sync(store, papers).unchanged == ("minutes.txt", "report.md")
    store.close()
    again = open_store(place, create=False)
    assert contents(again) == before and found(again, "library budget")[0] == "minutes.txt"
    again.close()


def test_a_changed_file_takes_the_place_of_what_it_was_and_one_that_is_gone_leaves_nothing(store: Store, papers: Path):
    sync(store, papers)
    (papers / "minutes.txt").write_text("Minutes of the Cabinet\n\nThe theatre was closed.\n")
    assert sync(store, papers).updated == ("minutes.txt",)
    assert found(store, "theatre")[0] == "minutes.txt" and store.catalogue.word_counts(["agreed", "theatre"])["agreed"] == 0
    (papers / "minutes.txt").unlink()
    assert sync(store, papers).removed == ("minutes.txt",)
    forget_file(str(papers / "report.md"), catalogue=store.catalogue, vectors=store.vectors)
    assert contents(store) == ([], set(), set()) and found(store, "carers") == []
    assert store.catalogue.word_counts(["carers"]) == {"carers": 0} and store.catalogue.stems_like("carers") == []
    assert check_store(store.catalogue, store.vectors, store.embedder) == ()


def test_a_store_that_is_not_there_is_not_made_by_asking(place: Place):
    with pytest.raises(StoreProblem, match="There is no store"):
        open_store(place, create=False)
    with pytest.raises(StoreProblem, match="There is no store"):
        open_catalogue(place.folder, servers=place.servers)


def test_a_store_of_another_model_is_refused(small: Store, place: Place):
    small.catalogue.keep_setting("model", "another 0123")
    with pytest.raises(StoreProblem, match=r"another embedding model \(another; the settings say"):
        open_store(place)


def test_filters_limit_words_and_vectors_alike(small: Store):
    assert set(found(small, "carers and library")) > {"minutes.md", "fostering.md"}
    assert set(found(small, "carers and library", council=("Otherton Borough Council",))) == {"fostering.md"}
    assert set(found(small, "carers and library", body=("Cabinet", "Overview Panel"))) == {"minutes.md", "fostering.md"}
    assert set(found(small, "carers and library", first=date(2025, 1, 1))) == {"minutes.md"}
    assert set(found(small, "carers and library", last=date(2024, 1, 1), type=("report",))) == {"fostering.md"}


def test_words_are_found_by_their_stems_and_phrases_by_their_order(small: Store):
    catalogue = small.catalogue

    def files(*phrases: str, headings_only: bool = False) -> set[str]:
        rows = [row for row, _ in catalogue.match_words(phrases, Filters(), 50, headings_only=headings_only)]
        documents = {document.row: document.file for document in catalogue.documents()}
        return {documents[passage.document] for passage in catalogue.passages(rows).values()}

    assert files("BRAMBLE") == files("brambles") == {"notice.txt"}
    assert files("foster carers") == {"fostering.md"} and files("carers foster") == set()
    assert files("allowances", "lane") == {"fostering.md", "notice.txt"}
    assert files("fostering", headings_only=True) == {"fostering.md"} and files("allowances", headings_only=True) == set()
    assert files('" OR', "?", "") == set() and files("the 'war' memorial") == {"notice.txt"}
    assert catalogue.word_counts(["Kelverton", "sensory impairment", "zebra"])["zebra"] == 0
    assert "kelverton" in catalogue.stems_like("kelvertn") and "Kelverton" in catalogue.text_with("kelverton")


def test_slips_of_the_keyboard_are_mended(small: Store):
    assert "library" in small.retriever.search("opening hours of the libary at Kelverton").question


def test_registers_are_listed_filtered_sorted_and_counted(small: Store):
    registers = Registers(small.catalogue)
    decisions = registers.list_records("decisions")
    assert [record.file for record in decisions] == ["minutes.md"] * 4 and decisions[0].parent is None
    assert [part.record.part for part in registers.parts_of(decisions[0].row)] == ["a", "b", "c"]
    assert registers.count_records("decisions", RecordFilters(parts=False)) == 1
    assert registers.count_by("decisions", "status") == {"resolved": 4} and registers.count_by_document() == {"minutes.md": 4}
    assert len(registers.list_records("decisions", RecordFilters(text="budget staff"))) == 2
    assert registers.list_records("decisions", RecordFilters(first=date(2026, 1, 1))) == []
    assert len(registers.list_records("decisions", RecordFilters(first=date(2025, 10, 14), last=date(2025, 10, 14)))) == 4
    for sort in ("date", "title", "item", "number", "place", "lead"):
        assert len(registers.list_records("decisions", sort=sort, descending=True, limit=3, offset=2)) == 2
    assert registers.record(decisions[1].row) == decisions[1] and registers.grades() == {}


# What is exempt


def test_an_officers_ruling_takes_effect_in_every_table_and_index_and_can_be_taken_back(small: Store):
    def rule(digest: str, ruling) -> None:
        rule_on(small.catalogue, small.vectors, small.embedder, digest, ruling, who="ada", day=date(2024, 5, 1))

    def tell() -> tuple:
        public = small.open_papers().catalogue
        counts = public.word_counts(["grimble", "oldmarket", "agenda"])
        pages = {d.file: [page.label for page in public.pages_of(d.row)] for d in public.documents()}
        headings = {d.file: [section.path for section in public.sections_of(d.row)] for d in public.documents()}
        found = [row for row, _ in public.match_words(["grimble"], Filters(), 9)]
        return counts, pages, headings, len(found), [str(d.facts) for d in public.documents()], public.abbreviations()

    marked = tell()
    rule("pack.md", "open")
    opened = tell()
    assert opened[0]["grimble"] > 0 == marked[0]["grimble"] and opened[3] > 0 == marked[3]
    rule("pack.md", "exempt")
    assert "pack.md" in marked[1] and "pack.md" not in tell()[1] and tell()[0]["oldmarket"] == 0
    rule("land.md", "open")
    assert "land.md" in tell()[1]
    for digest in ("pack.md", "land.md"):
        rule(digest, None)
    assert tell() == marked
    assert check_store(small.catalogue, small.vectors, small.embedder, mend=False) == ()


def test_what_was_read_from_a_held_back_part_is_told_of_no_open_one(store: Store, tmp_path: Path):
    (tmp_path / "report.md").write_text(
        "# Dismissal of Blatherwick\n\nNorvale Borough Council\n\n12 March 2024\n\n1.1 First words.\n\f\n"
        "2.1 Open words about the library.\n\nRESOLVED: That the library have 12 staff.\n"
    )
    sync(store, tmp_path / "report.md")
    [document] = store.catalogue.documents()
    text = store.catalogue.text(document.row)
    with store.catalogue.writing() as db:
        keep_markings(db, document.row, [Marking(start=0, end=text.index("2.1"), state="in doubt", why="a stamp")])
        apply_standing(db, document.row)
    renew_indexes(store.catalogue, store.vectors, store.embedder, document.digest)

    public = store.open_papers()
    [shown] = public.catalogue.documents()
    [record] = Registers(public.catalogue).list_records("decisions")
    told = f"{shown} {public.catalogue.sections_of(shown.row)} {record.as_json()} {public.catalogue.text(shown.row)}"
    assert "12 staff" in told and not any(word in told for word in ("Blatherwick", "Norvale", "2024"))
    assert public.catalogue.word_counts(["blatherwick", "library"]) == {"blatherwick": 0, "library": 1}
    assert Registers(public.catalogue).count_records("decisions", RecordFilters(text="blatherwick")) == 0
    assert Registers(store.catalogue).count_records("decisions", RecordFilters(text="blatherwick")) == 1
    assert [s.state for s in list_standings(store.catalogue.reading())] == ["in doubt"]
    assert public.catalogue.values_of("council") == [] and public.retriever.search("blatherwick").hits != ()


def test_exempt_papers_are_in_nothing_that_open_papers_are_asked(small: Store):
    public = small.open_papers()
    assert {d.file for d in small.catalogue.documents()} - {d.file for d in public.catalogue.documents()} == {"land.md"}
    assert "land.md" in found(small, "Grimble Hall confidential") and "pack.md" in found(small, "price of Grimble Hall")
    for question in ("Grimble Hall", "confidential"):
        assert not any("Grimble" in hit.text or hit.document.file == "land.md" for hit in public.retriever.search(question).hits)
    counts = small.catalogue.word_counts(["grimble", "sundays"])
    assert public.catalogue.word_counts(["grimble", "sundays"]) == {**counts, "grimble": 0} and counts["sundays"] > 0
    assert counts["grimble"] == 2 and public.catalogue.text_with("grimble") == ""
    pack, whole = public.catalogue.find_document("pack.md"), small.catalogue.find_document("pack.md")
    text, full = public.catalogue.text(pack.row), small.catalogue.text(whole.row)
    assert len(text) == len(full) and "Grimble" not in text and text.index("The end is open") == full.index("The end is open")
    assert public.catalogue.find_document("land.md") is None and public.catalogue.leaves_out()
    assert "Grimble" not in " ".join(public.catalogue.indexed_texts("pack.md").values())
    assert public.catalogue.indexed_texts("land.md") == {} and "SIS" in public.catalogue.abbreviations()
    assert Registers(public.catalogue).count_by_document() == {"minutes.md": 4}
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        public.catalogue.keep_setting("model", "another")


# One who changes it and many who read it


def test_a_second_writer_is_refused_and_told_who_the_first_is(store: Store, place: Place, papers: Path):
    sync(store, papers)
    with place.start("hold") as first:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match=f"process {first.pid}"):
            sync(store, papers)
        # Those who only read are not refused.
        assert found(store, "library budget")[0] == "minutes.txt"
        first.kill()
    assert sync(store, papers, wait_seconds=30).unchanged == ("minutes.txt", "report.md")


def test_one_that_waits_gets_its_turn(store: Store, place: Place, papers: Path):
    with place.start("hold") as first:
        assert first.stdout.readline() == "held\n"
        first.stdin.close()
        assert sync(store, papers, wait_seconds=60).added == ("minutes.txt", "report.md")


@pytest.mark.timeout(600)
def test_a_run_that_was_killed_is_finished_by_the_next(place: Place, tmp_path: Path):
    papers, moments = tmp_path / "many", random.Random(7)

    def run(where: Place, kill_after: float | None = None) -> tuple[dict, float]:
        with where.start("ingest", papers) as process:
            assert process.stdout.readline() == "reading\n"
            began = time.monotonic()
            if kill_after is not None:
                time.sleep(kill_after)
                process.send_signal(signal.SIGKILL)
                return {}, 0.0
            return json.loads(process.stdout.readline()), time.monotonic() - began

    write_papers(papers, 6, "first")
    _, seconds = run(place.another("measured"))
    for number in range(4):
        if number == 2:
            run(place)
            write_papers(papers, 3, "second")
            (papers / "paper-5.md").unlink()
        run(place, moments.uniform(0, seconds))
    ended, _ = run(place)
    alone, _ = run(place.another("alone"))
    assert len(ended["keys"]) > 100 and len(ended["files"]) == 5 and ended == alone
    assert ended["keys"] == ended["vectors"]


@pytest.mark.timeout(600)
def test_two_that_answer_while_a_third_reads_in_never_see_half_an_update(store: Store, place: Place, tmp_path: Path):
    papers = tmp_path / "many"
    write_papers(papers, 4, "first")
    sync(store, papers)
    with place.start("ask") as one, place.start("ask") as other:
        for process in (one, other):
            assert process.stdout.readline() == "asking\n"
        for edition in ("second", "third"):
            write_papers(papers, 4, edition)
            assert len(sync(store, papers).updated) == 4
        said = []
        for process in (one, other):
            process.stdin.close()
            said.append(json.loads(process.stdout.readline()))
    for told in said:
        assert told["asked"] > 2 and told["wrong"] == [] and told["editions"] == ["third"]


# Kept in order


def test_differences_are_found_and_then_mended(small: Store):
    before = contents(small)
    keys, wanted = sorted(before[1]), small.vectors.get(sorted(before[1]))
    small.vectors.remove(keys[:3])
    small.vectors.add(small.catalogue.documents()[0], ["foreign"], WordHashEmbedder().embed(["of no passage"]))
    said = ["3 passages had no vector.", "1 vectors belonged to no passage."]
    for mend, expected in ((False, said), (True, said), (True, [])):
        differences = check_store(small.catalogue, small.vectors, small.embedder, mend=mend)
        assert [difference.message for difference in differences] == expected
    assert contents(small) == before
    for key, vector in small.vectors.get(keys).items():
        assert vector == pytest.approx(wanted[key], abs=1e-6)


def test_what_a_transaction_that_fails_has_changed_is_not_kept(small: Store):
    before = contents(small)
    with pytest.raises(RuntimeError), small.catalogue.writing():
        small.catalogue.remove_document("minutes.md")
        raise RuntimeError
    assert contents(small) == before and small.catalogue.word_counts(["kelverton"])["kelverton"] > 0
    assert check_store(small.catalogue, small.vectors, small.embedder) == ()


@pytest.mark.parametrize("into", ["same", "folder"])
def test_a_backup_gives_the_same_store_back_and_in_a_folder_too(small: Store, place: Place, tmp_path: Path, into: str):
    file, question = tmp_path / "backup.tar.gz", "library budget and carers"
    made = back_up(small.catalogue, small.vectors, file)
    target = place.another("other") if into == "same" else Place(folder=tmp_path / "other", servers=Servers())
    restore(file, target.folder, WordHashEmbedder(), servers=target.servers)
    other = open_store(target, create=False)
    assert made.documents == 5 and contents(other) == contents(small)
    assert check_store(other.catalogue, other.vectors, other.embedder) == ()
    assert [hit.text for hit in other.retriever.search(question).hits] == [
        hit.text for hit in small.retriever.search(question).hits
    ]
    assert list_decisions(other) == list_decisions(small)
    # It can be added to: what it numbers by itself goes on where the other ended.
    (tmp_path / "later.txt").write_text("A later letter about trees.")
    assert sync(other, tmp_path / "later.txt").added == ("later.txt",) and found(other, "trees")[0] == "later.txt"
    assert contents(small)[0] == ["fostering.md", "land.md", "minutes.md", "notice.txt", "pack.md"]
    other.close()


def list_decisions(store: Store) -> list:
    """The register; papers that lie in the store's folder lie elsewhere after a backup."""
    return [replace(stored, path=Path(stored.path).name) for stored in Registers(store.catalogue).list_records("decisions")]


# Both kinds beside one another


def test_a_store_of_a_folder_moves_to_servers_where_no_store_is(on_servers: Place, tmp_path: Path):
    folder = open_store(Place(folder=tmp_path / "own", servers=Servers()))
    keep_small_papers(folder)
    back_up(folder.catalogue, folder.vectors, tmp_path / "backup.tar.gz")
    restore(tmp_path / "backup.tar.gz", on_servers.folder, WordHashEmbedder(), servers=on_servers.servers)
    moved = open_store(on_servers, create=False)
    assert contents(moved) == contents(folder)
    with pytest.raises(BackupProblem, match=r"There is a store in .* already"):
        restore(tmp_path / "backup.tar.gz", on_servers.folder, WordHashEmbedder(), servers=on_servers.servers)
    moved.close()
    folder.close()


def test_both_kinds_find_the_same_in_the_same_order_with_the_same_scores(on_servers: Place, tmp_path: Path):
    stores = [open_store(Place(folder=tmp_path / "own", servers=Servers())), open_store(on_servers)]
    for store in stores:
        keep_small_papers(store)
    for question in (
        "What did the Cabinet resolve about Kelverton library?",
        "how many foster carers and children in care are there",
        "SIS teachers",
        "the closure of Bramble Lane and the war memorial",
        "café £48,500 12% loans open on Sundays",
    ):
        for see in (Store.open_papers, lambda store: store):
            one, other = ([_describe(hit) for hit in see(store).retriever.search(question).hits] for store in stores)
            assert len(one) > 3 and [hit[:3] for hit in one] == [hit[:3] for hit in other]
            assert [hit[3:] for hit in one] == [pytest.approx(hit[3:], abs=1e-4) for hit in other]
    for store in stores:
        store.close()


def _describe(hit) -> tuple:
    return hit.document.file, hit.start, hit.text, hit.words_score or 0.0, hit.vector_score or 0.0, hit.score


def test_a_search_is_answered_from_one_state(small: Store, place: Place, monkeypatch: pytest.MonkeyPatch):
    """Another removes every paper between finding passages and reading them."""
    grow = Retriever._grow

    def remove_all() -> None:
        other = open_catalogue(place.folder, servers=place.servers)
        for document in other.documents():
            other.remove_document(document.digest)
        other.close()

    def remove_and_grow(self, *arguments):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(remove_all).result()
        return grow(self, *arguments)

    monkeypatch.setattr(Retriever, "_grow", remove_and_grow)
    assert len(small.retriever.search("library carers").hits) > 2
    assert small.catalogue.documents() == []


def test_a_backup_carries_accounts_and_files_to_either_kind(small: Store, place: Place, on_servers: Place, tmp_path: Path):
    from ui.people import People

    (small.folder / "feedback.jsonl").write_text("{}\n", "utf-8")
    People(small.folder, small.catalogue).add("ada", "officer", "three random words")
    back_up(small.catalogue, small.vectors, tmp_path / "backup.tar.gz", folder=small.folder)
    for target in (on_servers.another("kept"), Place(folder=tmp_path / "kept in a folder", servers=Servers())):
        report = restore(tmp_path / "backup.tar.gz", target.folder, WordHashEmbedder(), servers=target.servers)
        moved = open_store(target, create=False)
        assert report.accounts == 1 and report.files["feedback.jsonl"] == 1 and moved.catalogue.setting("accounts") == "kept"
        assert [person.name for person in People(moved.folder, moved.catalogue).everybody()] == ["ada"]
        assert (moved.folder / "feedback.jsonl").is_file() and (moved.folder / "people.sqlite").stat().st_mode & 0o077 == 0
        (moved.folder / "people.sqlite").unlink()
        assert People(moved.folder, moved.catalogue).find_trouble()
        moved.close()
