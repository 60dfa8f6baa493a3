"""A store that an older version made is upgraded where it is, with everything that was in it, or left as it was."""

import hashlib
import io
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from index.backup import back_up, restore
from index.catalogue import SCHEMA_VERSION, Catalogue
from index.embedder import WordHashEmbedder
from index.migrations import STEPS, Step, UpgradeProblem, add_column, upgrade
from index.sqlite_database import SqliteDatabase
from index.standing import list_standings
from index.store import CATALOGUE, Store
from index.sync import sync_files
from tests.index.conftest import Place

VERSION_1 = """
create table settings (name text primary key, value text not null);
create table sources (path text primary key, root text not null, file text not null, digest text not null);
create table skipped (path text primary key, root text not null, file text not null, digest text not null,
  reason text not null, advice text not null, attempt text not null);
create table documents (id integer primary key, digest text not null unique, file text not null, path text not null,
  title text not null, council text, body text, date text, type text not null, text text not null,
  pages integer not null, pages_without_text text not null, reader text not null);
create table pages (document integer not null references documents on delete cascade, number integer not null,
  label text, start integer not null, end integer not null, primary key (document, number)) without rowid;
create table passages (id integer primary key, key text not null unique,
  document integer not null references documents on delete cascade, start integer not null, end integer not null,
  section integer not null, kind text not null, page integer, page_label text, path text not null, number text,
  lead_start integer, lead_end integer, header_start integer, header_end integer, standing integer not null);
create index passages_by_place on passages (document, start);
create table abbreviations (document integer not null references documents on delete cascade, short text not null,
  long text not null, primary key (document, short)) without rowid;
create virtual table words using fts5 (heading, context, body, tokenize = "porter unicode61 remove_diacritics 2");
"""
REGISTERS = """
create table records (id integer primary key, document integer not null references documents on delete cascade,
  register text not null, parent integer references records on delete cascade, start integer not null, end integer not null,
  council text, body text, date text, status text, title text, item text, heading text, lead text, number text, act text,
  power integer, due text, words text not null, fields text not null);
create index records_by_place on records (document, register, start);
create index records_by_register on records (register, date);
create table record_grades (record integer not null references records on delete cascade, area text not null,
  grade text not null);
create index grades_by_record on record_grades (record);
"""
EXEMPT = (
    ("reader text not null)", "reader text not null, exempt text not null, withheld integer not null)"),
    ("standing integer not null)", "items_start integer, items_end integer, standing integer not null, exempt integer not null)"),
)
VERSION_5 = VERSION_1.replace(*EXEMPT[0]).replace(*EXEMPT[1]) + REGISTERS
VERSION_6 = """
create table settings (name text primary key, value text not null);
create table sources (path text primary key, root text not null, file text not null, digest text not null);
create index sources_by_digest on sources (digest);
create table skipped (path text primary key, root text not null, file text not null, digest text not null,
  reason text not null, advice text not null, attempt text not null);
create table documents (id integer primary key, digest text not null unique, file text not null, path text not null,
  title text not null, council text, body text, date text, type text not null, text text not null,
  pages integer not null, pages_without_text text not null, reader text not null, exempt text not null,
  withheld integer not null);
create table pages (document integer not null references documents on delete cascade, number integer not null,
  label text, start integer not null, "end" integer not null, ocr integer not null, primary key (document, number)) without rowid;
create table passages (id integer primary key, key text not null unique,
  document integer not null references documents on delete cascade, start integer not null, "end" integer not null,
  section integer not null, kind text not null, page integer, page_label text, path text not null, number text,
  lead_start integer, lead_end integer, header_start integer, header_end integer, items_start integer,
  items_end integer, standing integer not null, exempt integer not null, ocr integer not null);
create index passages_by_place on passages (document, start);
create table abbreviations (document integer not null references documents on delete cascade, short text not null,
  long text not null, primary key (document, short)) without rowid;
create table pending (digest text primary key) without rowid;
create table records (id integer primary key, document integer not null references documents on delete cascade,
  register text not null, parent integer references records on delete cascade, start integer not null, "end" integer not null,
  council text, body text, date text, status text, title text, item text, heading text, lead text, number text, act text,
  power integer, due text, words text not null, fields text not null);
create index records_by_place on records (document, register, start);
create index records_by_register on records (register, date);
create table record_grades (record integer not null references records on delete cascade, area text not null,
  grade text not null);
create index grades_by_record on record_grades (record);
create table signatures (document integer primary key references documents on delete cascade, least blob not null,
  standing real not null);
create table bands (document integer not null references documents on delete cascade, band integer not null,
  hash integer not null, primary key (document, band)) without rowid;
create index bands_by_hash on bands (band, hash);
create table kin (document integer not null references documents on delete cascade,
  other integer not null references documents on delete cascade, primary key (document, other)) without rowid;
create virtual table words using fts5 (heading, context, body, tokenize = "porter unicode61 remove_diacritics 2");
"""
EARLIER = ((1, VERSION_1), (5, VERSION_5), (6, VERSION_6))
BEFORE = [(version, schema) for version, schema in EARLIER if version < int(SCHEMA_VERSION)]
"""Versions of the store before this one, as they were."""


def sync(store: Store, *paths: Path):
    return sync_files(paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "minutes.txt").write_text("Minutes of the Cabinet\n\nThe library budget was agreed.\n")
    (folder / "report.md").write_text("# Fostering\n\n" + "\n\n".join(f"1.{n} Carers were {n}." for n in range(1, 30)))
    (folder / "old.doc").write_bytes(b"cannot be read")
    return folder


def make_old_store(folder: Path, papers: Path, version: int, schema: str) -> None:
    """A store as a version before made it: this version's, with its rows put into the tables of that time."""
    store = Store(folder, WordHashEmbedder(), create=True)
    sync(store, papers)
    store.close()
    new = folder / "new.sqlite"
    (folder / CATALOGUE).rename(new)
    for end in ("-wal", "-shm"):
        (folder / (CATALOGUE + end)).unlink(missing_ok=True)
    old = sqlite3.connect(folder / CATALOGUE)
    old.executescript(schema)
    old.execute("attach ? as new", (str(new),))
    for table in ("settings", "sources", "skipped", "documents", "pages", "passages", "abbreviations", "records"):
        columns = ", ".join(f'"{row[1]}"' for row in old.execute(f"pragma main.table_info({table})"))
        if columns:
            old.execute(f"insert into main.{table} ({columns}) select {columns} from new.{table}")
    old.execute("insert into main.words (rowid, heading, context, body) select rowid, heading, context, body from new.words")
    old.execute("update main.settings set value = ? where name = 'schema'", (str(version),))
    old.execute("insert into main.settings values ('kept', 'by the officers')")
    old.commit()
    old.close()
    new.unlink()
    # What officers made stands beside the catalogue.
    (folder / "people.sqlite").write_bytes(b"accounts")


def shape(db: sqlite3.Connection) -> dict[str, set[tuple]]:
    names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table' and name not like 'words%'")]
    return {name: {(row[1], row[2].lower(), row[3]) for row in db.execute(f"pragma table_info({name})")} for name in names} | {
        "indexes": {row[0] for row in db.execute("select name from sqlite_master where type = 'index'")}
    }


@pytest.mark.parametrize(("version", "schema"), BEFORE, ids=[str(version) for version, _ in BEFORE])
def test_a_store_of_a_version_before_keeps_what_it_holds_and_is_shaped_as_a_new_one(
    tmp_path: Path, papers: Path, caplog: pytest.LogCaptureFixture, version: int, schema: str
):
    make_old_store(tmp_path / "store", papers, version, schema)
    store = Store(tmp_path / "store", WordHashEmbedder())
    said = caplog.messages[-1]
    assert f"from version {version} to {SCHEMA_VERSION}" in said and f"council ingest '{papers}'" in said
    (copy,) = (tmp_path / "store").glob("catalogue-of-version-*.sqlite")
    assert str(copy) in said
    kept = sqlite3.connect(copy)
    assert kept.execute("select value from settings where name = 'schema'").fetchone() == (str(version),)
    assert kept.execute("select count(*) from documents").fetchone() == (2,)
    assert [document.file for document in store.catalogue.documents()] == ["minutes.txt", "report.md"]
    assert store.catalogue.setting("kept") == "by the officers" and store.catalogue.setting("schema") == SCHEMA_VERSION
    assert (tmp_path / "store" / "people.sqlite").read_bytes() == b"accounts"
    assert [skipped["file"] for skipped in store.catalogue.skipped()] == ["old.doc"]
    assert store.retriever.search("library budget").hits and store.vectors.ids() == store.catalogue.passage_keys()
    new = Store(tmp_path / "new", WordHashEmbedder(), create=True)
    assert shape(store.catalogue.reading()) == shape(new.catalogue.reading())
    # Where exempt papers were not marked yet, nothing is shown to all before it is read again.
    shown = [document.file for document in store.open_papers().catalogue.documents()]
    assert shown == [] or version > 1
    assert sync(store, papers).updated == ("minutes.txt", "report.md")
    assert len(store.open_papers().catalogue.documents()) == 2
    assert sync(store, papers).unchanged == ("minutes.txt", "report.md")
    store.close()
    new.close()


def test_what_an_earlier_version_took_for_open_is_held_back_where_it_carries_a_sign(tmp_path: Path, papers: Path):
    (papers / "sale.md").write_text("# Sale of the depot\n\nOpen or exempt: Exempt\n\nThe Zinnober bid is the highest.\n")
    make_old_store(tmp_path / "store", papers, 6, VERSION_6)
    with sqlite3.connect(tmp_path / "store" / CATALOGUE) as old:
        # Its reader knew fewer signs.
        old.execute("update documents set exempt = '[]', withheld = 0")
        old.execute("update passages set exempt = 0")
    store = Store(tmp_path / "store", WordHashEmbedder())
    shown = store.open_papers()
    assert [document.file for document in shown.catalogue.documents()] == ["minutes.txt", "report.md"]
    assert not shown.catalogue.word_counts(["Zinnober"])["Zinnober"]
    (standing,) = (s for s in list_standings(store.catalogue.reading()) if s.state != "open")
    assert (standing.file, standing.state, standing.whole) == ("sale.md", "in doubt", True)
    assert "Exempt" in standing.reasons[0] and "not read again" in standing.reasons[0]
    sync(store, papers)
    assert "sale.md" not in [document.file for document in store.open_papers().catalogue.documents()]
    store.close()


def test_a_store_of_a_newer_version_asks_for_a_newer_program_and_is_not_touched(tmp_path: Path):
    store = Store(tmp_path, WordHashEmbedder(), create=True)
    store.catalogue.keep_setting("schema", str(int(SCHEMA_VERSION) + 1))
    store.close()
    with pytest.raises(UpgradeProblem, match=r"newer version.*Update the program"):
        Store(tmp_path, WordHashEmbedder())
    assert not list(tmp_path.glob("catalogue-of-*"))


def test_a_backup_of_a_version_before_is_upgraded_as_it_is_restored(
    tmp_path: Path, papers: Path, caplog: pytest.LogCaptureFixture
):
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync(store, papers)
    back_up(store.catalogue, store.vectors, tmp_path / "backup.tar.gz")
    store.close()
    make_old_store(tmp_path / "old", papers, 5, VERSION_5)
    with tarfile.open(tmp_path / "backup.tar.gz", "r:gz") as tar:
        held = {member.name: tar.extractfile(member).read() for member in tar}
    about = json.loads(held["about.json"])
    held[CATALOGUE] = (tmp_path / "old" / CATALOGUE).read_bytes()
    about["schema"] = "5"
    about["sha256"][CATALOGUE] = hashlib.sha256(held[CATALOGUE]).hexdigest()
    held["about.json"] = json.dumps(about).encode()
    with tarfile.open(tmp_path / "backup.tar.gz", "w:gz") as tar:
        for name, data in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    caplog.clear()
    restore(tmp_path / "backup.tar.gz", tmp_path / "restored", WordHashEmbedder())
    # What is said names what is there afterwards.
    said = caplog.messages[-1]
    assert f"--store {tmp_path / 'restored'}" in said and f"kept in {tmp_path / 'backup.tar.gz'}" in said
    assert not list((tmp_path / "restored").glob("catalogue-of-*"))
    now = Store(tmp_path / "restored", WordHashEmbedder())
    assert now.catalogue.setting("schema") == SCHEMA_VERSION and now.catalogue.setting("kept") == "by the officers"
    assert now.retriever.search("library budget").hits
    now.close()


def test_who_may_change_nothing_is_told_what_upgrades_the_store(tmp_path: Path, papers: Path):
    make_old_store(tmp_path / "store", papers, 5, VERSION_5)
    with pytest.raises(UpgradeProblem, match="council check --store"):
        Store(tmp_path / "store", WordHashEmbedder(), change=False)
    assert not list((tmp_path / "store").glob("catalogue-of-*"))


def test_steps_of_which_one_fails_leave_the_store_as_it_was(tmp_path: Path, papers: Path):
    store = Store(tmp_path, WordHashEmbedder(), create=True)
    sync(store, papers)
    db = store.catalogue.reading()
    before = shape(db), db.execute("select * from documents").fetchall()
    last = STEPS[-1].version
    steps = (
        Step(version=last + 1, change=lambda database: add_column(database, "pages", "seen", "integer not null default 0")),
        Step(version=last + 2, change=lambda database: database.change_tables("alter table nowhere add column more text")),
    )
    with pytest.raises(UpgradeProblem, match=r"could not be upgraded.*It is as it was"):
        upgrade(store.catalogue.database, tmp_path, steps=steps)
    assert (shape(db), db.execute("select * from documents").fetchall()) == before
    assert store.catalogue.setting("schema") == str(last) and not list(tmp_path.glob("catalogue-of-*"))
    store.close()


def test_without_room_for_the_copy_nothing_is_upgraded(tmp_path: Path, papers: Path):
    make_old_store(tmp_path / "store", papers, 5, VERSION_5)
    catalogue = sqlite3.connect(tmp_path / "store" / CATALOGUE)
    before = shape(catalogue)
    with pytest.raises(UpgradeProblem, match=r"copy of its catalogue cannot be kept.*Make room"):
        upgrade(SqliteDatabase(tmp_path / "store" / CATALOGUE), tmp_path / "nowhere")
    assert shape(catalogue) == before
    catalogue.close()


def test_a_table_that_grows_is_seen_of_open_papers_too(place: Place, papers: Path):
    place.folder.mkdir(parents=True)
    store = Store(place.folder, WordHashEmbedder(), create=True, servers=place.servers)
    sync(store, papers)
    step = Step(
        version=STEPS[-1].version + 1,
        change=lambda database: (
            add_column(database, "pages", "seen", "integer not null default 7"),
            database.change_tables(
                "create table if not exists notes (document integer not null references documents on delete cascade, "
                "words text not null)"
            ),
        ),
        read_again=True,
    )
    assert "upgraded" in upgrade(store.catalogue.database, place.folder, steps=[step])
    assert upgrade(store.catalogue.database, place.folder, steps=[step]) is None
    assert {row[0] for row in store.catalogue.reading().execute("select seen from pages").fetchall()} <= {7}
    for seen in (store.catalogue, Catalogue(store.catalogue.database, open_only=True)):
        assert seen.reading().execute("select count(*) from notes").fetchone()[0] == 0
    assert {row[0] for row in store.catalogue.reading().execute("select reader from documents").fetchall()} == {""}
    (copy,) = place.folder.glob("catalogue-of-version-*.sqlite")
    kept = sqlite3.connect(copy)
    assert kept.execute("select count(*) from documents").fetchone() == (2,)
    assert kept.execute("select count(*) from signatures").fetchone()[0] > 0
    store.close()


def test_the_last_step_is_the_version_of_this_program():
    assert str(STEPS[-1].version) == SCHEMA_VERSION
    assert [step.version for step in STEPS] == sorted({step.version for step in STEPS})
