"""The catalogue: sources, documents, pages and passages, and the full text of the passages, in a database.

It is the truth about what is in the store; Chroma holds only the vectors of the passages that stand here.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from index import register_tables, standing, versions
from index.budget import Budget
from index.database import Connection, Database
from index.indexed_words import join_indexed
from index.sqlite_database import SqliteDatabase
from index.stored import (
    DOCUMENT_COLUMNS,
    FILTERED,
    PASSAGE_COLUMNS,
    Filters,
    PassagePlace,
    StoredDocument,
    StoredPassage,
    StoredSection,
    Totals,
    marks_for,
    read_document,
    read_page,
    read_passage,
    sum_up,
    where_documents,
    whole_characters,
)
from ingest.abbreviations import find_abbreviations
from ingest.document import Document, Page, Passage
from ingest.records.record import Record

__all__ = [
    "FILTERED", "SCHEMA_VERSION", "Catalogue", "Filters", "PassagePlace", "StoredDocument", "StoredPassage", "StoredSection",
    "Totals",
]  # fmt: skip

SCHEMA_VERSION = "7"
SCHEMA = """
create table if not exists settings (name text primary key, value text not null);
create table if not exists sources (path text primary key, root text not null, file text not null, digest text not null);
create index if not exists sources_by_digest on sources (digest);
create table if not exists skipped (path text primary key, root text not null, file text not null, digest text not null,
  reason text not null, advice text not null, attempt text not null);
create table if not exists documents (id integer primary key, digest text not null unique, file text not null, path text not null,
  title text not null, council text, body text, date text, type text not null, text text not null,
  pages integer not null, pages_without_text text not null, reader text not null, exempt text not null,
  withheld integer not null, stated text not null default '[]', open_title text, open_council text, open_body text,
  open_date text);
create table if not exists pages (document integer not null references documents on delete cascade, number integer not null,
  label text, start integer not null, "end" integer not null, ocr integer not null, primary key (document, number)) without rowid;
create table if not exists passages (id integer primary key, key text not null unique,
  document integer not null references documents on delete cascade, start integer not null, "end" integer not null,
  section integer not null, kind text not null, page integer, page_label text, path text not null, number text,
  lead_start integer, lead_end integer, header_start integer, header_end integer, items_start integer,
  items_end integer, standing integer not null, exempt integer not null, ocr integer not null, open_path text,
  around integer not null default 0);
create index if not exists passages_by_place on passages (document, start);
create table if not exists abbreviations (document integer not null references documents on delete cascade, short text not null,
  long text not null, open_long text, primary key (document, short)) without rowid;
create table if not exists pending (digest text primary key) without rowid;
"""


class Catalogue:
    """Opens (and where they are missing makes) the tables in a database; a path is that of an SQLite file. Safe to share
    between threads.

    With `open_only` it is a catalogue of what is open to the public: exempt papers and parts are not in it, and it only reads.
    """

    def __init__(self, place: Path | Database, *, open_only: bool = False):
        database = SqliteDatabase(place) if isinstance(place, Path) else place
        self.open_only = open_only
        self.database: Database = database.open_papers() if open_only else database
        if not open_only:
            self.database.create(SCHEMA + register_tables.SCHEMA + versions.SCHEMA + standing.SCHEMA)

    def _connection(self) -> Connection:
        return self.database.connection()

    def reading(self) -> Connection:
        """A connection for questions that other modules ask of the tables."""
        return self._connection()

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it is kept or none. One within another is a part of it."""
        return self.database.writing()

    def reading_one_state(self) -> AbstractContextManager[None]:
        """What this thread asks meanwhile is answered from one state of the catalogue, whatever others change."""
        return self.database.reading_one_state()

    def within(self, budget: Budget) -> AbstractContextManager[None]:
        """What this thread asks meanwhile is given up where the budget is spent. Raises OutOfTime."""
        return self.database.within(budget)

    def hold(self, *, wait_seconds: float = 0) -> AbstractContextManager[None]:
        """Be the only one who changes the store. Raises StoreBusy where another still does after the wait."""
        return self.database.hold(wait_seconds=wait_seconds)

    def close(self) -> None:
        """Close this thread's connection."""
        self.database.close()

    # Settings

    def setting(self, name: str) -> str | None:
        row = self._connection().execute("select value from settings where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def keep_setting(self, name: str, value: str) -> None:
        with self.writing() as db:
            db.execute(
                "insert into settings values (?, ?) on conflict (name) do update set value = excluded.value", (name, value)
            )

    # Sources

    def sources(self) -> dict[str, tuple[str, str, str]]:
        """Path to (root, file, digest) of every file that was read or skipped."""
        rows = self._connection().execute(
            "select path, root, file, digest from sources union all select path, root, file, digest from skipped"
        )
        return {row["path"]: (row["root"], row["file"], row["digest"]) for row in rows}

    def digest_of(self, path: str) -> str | None:
        """The content that was read from this file."""
        row = self._connection().execute("select digest from sources where path = ?", (path,)).fetchone()
        return row[0] if row else None

    def paths_of(self, digest: str) -> list[str]:
        """Every file that was read or skipped with this content."""
        query = "select path from sources where digest = ? union select path from skipped where digest = ? order by 1"
        return [row[0] for row in self._connection().execute(query, (digest, digest))]

    def is_referenced(self, digest: str) -> bool:
        """Whether a file that was read or skipped has this content."""
        query = "select 1 from sources where digest = ? union all select 1 from skipped where digest = ?"
        return self._connection().execute(query, (digest, digest)).fetchone() is not None

    def keep_source(self, *, path: str, root: str, file: str, digest: str) -> None:
        with self.writing() as db:
            db.execute("delete from skipped where path = ?", (path,))
            db.execute("delete from sources where path = ?", (path,))
            db.execute("insert into sources values (?, ?, ?, ?)", (path, root, file, digest))

    def keep_skipped(self, *, path: str, root: str, file: str, digest: str, reason: str, advice: str, attempt: str) -> None:
        """`attempt` says how it was tried to read the file; under another it may be worth trying again."""
        with self.writing() as db:
            for table in ("sources", "skipped"):
                db.execute(f"delete from {table} where path = ?", (path,))
            db.execute("insert into skipped values (?, ?, ?, ?, ?, ?, ?)", (path, root, file, digest, reason, advice, attempt))

    def forget_source(self, path: str) -> None:
        with self.writing() as db:
            db.execute("delete from sources where path = ?", (path,))
            db.execute("delete from skipped where path = ?", (path,))

    def skipped(self) -> list[dict[str, str]]:
        rows = self._connection().execute("select file, path, digest, reason, advice, attempt from skipped order by file, path")
        return [dict(row) for row in rows]

    def rename_documents(self) -> None:
        """A document whose own file is gone or has changed, but whose content stands elsewhere, goes by that file's name."""
        with self.writing() as db:
            db.execute(
                "update documents set (path, file) = (select s.path, s.file from sources s "
                "where s.digest = documents.digest order by s.path limit 1) "
                "where digest in (select digest from sources) and not exists "
                "(select 1 from sources s where s.digest = documents.digest and s.path = documents.path)"
            )

    def unreferenced(self) -> list[str]:
        """Digests of the documents whose file is no longer among the sources."""
        rows = self._connection().execute(
            "select digest from documents where digest not in (select digest from sources union select digest from skipped)"
        )
        return [row[0] for row in rows]

    # Documents

    def add_document(
        self,
        document: Document,
        passages: Sequence[Passage],
        *,
        path: str,
        reader: str,
        words: Sequence[tuple[str, str]],
        records: Sequence[Record] = (),
        stated: Collection[str] = (),
    ) -> None:
        """Keep a document whole, in place of an earlier reading of the same file. `words` gives each passage's heading and
        context words for the full-text index; `records` are what the document holds of the registers, `stated` the names of
        the facts that a manifest states."""
        facts, abbreviations = document.facts, find_abbreviations(document.text)
        with self.writing() as db:
            self._delete(db, document.digest)
            row = db.execute(
                "insert into documents (digest, file, path, title, council, body, date, type, text, pages, pages_without_text, "
                "reader, exempt, withheld, stated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', 0, ?) returning id",
                (
                    document.digest,
                    document.file,
                    path,
                    facts.title,
                    facts.council,
                    facts.body,
                    facts.date.isoformat() if facts.date else None,
                    facts.type,
                    document.text,
                    len(document.pages),
                    json.dumps(document.pages_without_text),
                    reader,
                    json.dumps(sorted(stated)),
                ),
            ).fetchone()[0]
            db.executemany(
                "insert into pages values (?, ?, ?, ?, ?, ?)",
                [(row, p.number, p.label, p.start, p.end, p.read_by_ocr) for p in document.pages],
            )
            db.executemany(
                "insert into abbreviations values (?, ?, ?, ?)",
                [(row, short, long, long) for short, long in abbreviations.items()],
            )
            register_tables.add_records(db, row, records, abbreviations=abbreviations)
            versions.keep_kin(db, row, document)
            section, before, kept = 0, None, []
            for passage in passages:
                if before is not None and passage.path != before:
                    section += 1
                before = passage.path
                lead, header, items = (span or (None, None) for span in (passage.lead_in, passage.header, passage.items))
                kept.append(
                    (
                        passage.id,
                        row,
                        passage.start,
                        passage.end,
                        section,
                        passage.kind,
                        passage.page,
                        passage.page_label,
                        json.dumps(passage.path),
                        passage.number,
                        *lead,
                        *header,
                        *items,
                        passage.standing,
                        passage.read_by_ocr,
                    )
                )
            db.executemany(
                'insert into passages (key, document, start, "end", section, kind, page, page_label, path, number, lead_start, '
                "lead_end, header_start, header_end, items_start, items_end, standing, exempt, ocr) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
                kept,
            )
            rows = dict(db.execute("select key, id from passages where document = ?", (row,)).fetchall())
            entries = [(rows[p.id], heading, context, p.text) for p, (heading, context) in zip(passages, words, strict=True)]
            self.database.words.add(db, row, entries)
            standing.keep_markings(db, row, document.markings)
            standing.apply_standing(db, row)

    def remove_document(self, digest: str) -> None:
        with self.writing() as db:
            self._delete(db, digest)

    def _delete(self, db: Connection, digest: str) -> None:
        for (row,) in db.execute("select id from documents where digest = ?", (digest,)).fetchall():
            self.database.words.remove(db, row)
            db.execute("delete from documents where id = ?", (row,))

    def indexed_texts(self, digest: str) -> dict[str, str]:
        """Passage ids of a document with the words that their vectors are made of, in order."""
        rows = self._connection().execute(
            "select p.key, w.heading, w.context, w.body from passages p join documents d on d.id = p.document "
            "join words w on w.rowid = p.id where d.digest = ? order by p.start, p.id",
            (digest,),
        )
        return {key: join_indexed(heading, context, body) for key, heading, context, body in rows}

    def has_document(self, digest: str, reader: str) -> bool:
        found = self._connection().execute("select 1 from documents where digest = ? and reader = ?", (digest, reader))
        return found.fetchone() is not None

    def documents(self, filters: Filters | None = None) -> list[StoredDocument]:
        return self._read_documents(*where_documents(filters or Filters()))

    def _read_documents(self, where: str, values: Sequence[str]) -> list[StoredDocument]:
        rows = self._connection().execute(
            f"select {DOCUMENT_COLUMNS} from documents d where {where} order by d.date is null, d.date, d.file",
            values,
        )
        return [read_document(row) for row in rows]

    def find_document(self, digest: str) -> StoredDocument | None:
        return next(iter(self._read_documents("d.digest = ?", [whole_characters(digest)])), None)

    def pages_of(self, document: int) -> tuple[Page, ...]:
        """Every page of a document, in order; () for a format without pages."""
        rows = self._connection().execute(
            'select number, label, start, "end", ocr from pages where document = ? order by number', (document,)
        )
        return tuple(read_page(row) for row in rows)

    def pages_by_ocr(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the pages whose words were read from pictures, by the digest of each document that has some."""
        rows = self._connection().execute(
            "select d.digest, group_concat(p.number) from documents d join pages p on p.document = d.id where p.ocr group by d.id"
        )
        return {digest: tuple(sorted(map(int, numbers.split(",")))) for digest, numbers in rows}

    def withholds(self, document: StoredDocument, page: Page | None = None) -> bool:
        """Whether something of a page, or of the file as a whole, must not be shown from this catalogue."""
        if not self.open_only or page is None:
            return self.open_only and bool(document.exempt)
        # A page without words, such as a scan, is an empty range and may stand at the end of an exempt one.
        return any(
            (start < page.end and page.start < end) or start <= page.start == page.end <= end for start, end in document.exempt
        )

    def leaves_out(self) -> bool:
        """Whether there are exempt papers that this catalogue does not hold."""
        query = "select 1 from main.documents where exempt != '[]' limit 1"
        return self.open_only and self._connection().execute(query).fetchone() is not None

    def newest_versions(self) -> dict[int, int]:
        """For every document that has a newer version the newest one, both by their rows."""
        return versions.newest_versions(self._connection())

    def abbreviations(self) -> dict[str, str]:
        """Short forms that the documents define, with the long form that most of them give."""
        rows = self._connection().execute(
            "select short, min(long) as long, count(*) as uses from abbreviations group by short, lower(long) "
            "order by uses, 2 desc"
        )
        return {row["short"]: row["long"] for row in rows}

    def text(self, document: int) -> str:
        return self._connection().execute("select text from documents where id = ?", (document,)).fetchone()[0]

    def page_at(self, document: int, offset: int) -> Page | None:
        """The page on which the character at `offset` of the document's text stands."""
        row = (
            self._connection()
            .execute(
                'select number, label, start, "end", ocr from pages where document = ? and start <= ? and ? < "end"',
                (document, offset, offset),
            )
            .fetchone()
        )
        return read_page(row) if row else None

    def values_of(self, column: str) -> list[str]:
        """What the documents state as their council, body or type, each once."""
        if column not in FILTERED:
            raise ValueError(f"documents are not filtered by {column}")
        rows = self._connection().execute(f"select distinct {column} from documents where {column} is not null order by 1")
        return [row[0] for row in rows]

    def count_unread(self) -> int:
        """Files that were skipped."""
        return self._connection().execute("select count(*) from skipped").fetchone()[0]

    def totals(self, filters: Filters | None = None) -> Totals:
        return sum_up(self.documents(filters), self.count_unread())

    # Passages

    def passages(self, rows: Iterable[int]) -> dict[int, StoredPassage]:
        wanted = list(rows)
        if not wanted:
            return {}
        query = f"select {PASSAGE_COLUMNS} from passages where id in ({marks_for(wanted)})"
        found = self._connection().execute(query, wanted)
        return {row[0]: read_passage(row) for row in found}

    def places_of(self, rows: Sequence[int]) -> dict[int, PassagePlace]:
        """By row. Most candidates of a search are only put in order, for which all of each need not be read."""
        return {place.row: place for _, place in self._find_places("id", rows)}

    def places_of_keys(self, keys: Sequence[str]) -> dict[str, PassagePlace]:
        """By passage id, of those that are there."""
        return dict(self._find_places("key", keys))

    def _find_places(self, column: str, values: Sequence[int | str]) -> list[tuple[str, PassagePlace]]:
        if not values:
            return []
        query = f'select key, id, document, section, start, "end" from passages where {column} in ({marks_for(values)})'
        return [(row[0], PassagePlace(*row[1:])) for row in self._connection().execute(query, values).fetchall()]

    def section_of(self, place: PassagePlace, near_chars: int) -> list[StoredPassage]:
        """The passages that stand under the same headings at the same place, in order, as far as they lie within so many
        characters of this one."""
        rows = self._connection().execute(
            f"select {PASSAGE_COLUMNS} from passages where document = ? and section = ? and start between ? and ? order by start",
            (place.document, place.section, place.start - near_chars, place.end + near_chars),
        )
        return [read_passage(row) for row in rows]

    def sections_of(self, document: int) -> list[StoredSection]:
        """The outline of a document, in order."""
        rows = self._connection().execute(
            'select min(path) as path, min(start) as start, max("end") as "end", min(page) as page from passages '
            "where document = ? group by section order by 2",
            (document,),
        )
        return [
            StoredSection(path=tuple(json.loads(row["path"])), page=row["page"], start=row["start"], end=row["end"])
            for row in rows
        ]

    def table_rows(self) -> dict[str, int]:
        """How many rows of tables each document has, by its digest."""
        rows = self._connection().execute(
            "select d.digest, count(*) from documents d join passages p on p.document = d.id where p.kind = 'row' "
            "group by d.digest"
        )
        return dict(rows.fetchall())

    def digests_of(self, keys: Iterable[str]) -> list[str]:
        """Digests of the documents that these passages belong to."""
        query = "select d.digest from passages p join documents d on d.id = p.document where p.key = ?"
        found = (self._connection().execute(query, (key,)).fetchone() for key in keys)
        return sorted({row[0] for row in found if row})

    def count_passages(self) -> int:
        return self._connection().execute("select count(*) from passages").fetchone()[0]

    def sample_keys(self, wanted: int) -> list[str]:
        """Ids of about so many passages, from the whole of the store."""
        step = max(1, self.count_passages() // wanted)
        rows = self._connection().execute("select key from passages where id % ? = 0 order by id limit ?", (step, wanted))
        found = [row[0] for row in rows]
        # Rows that were removed leave gaps, which may lie just there.
        return found or [row[0] for row in self._connection().execute("select key from passages order by id limit ?", (wanted,))]

    def passage_keys(self) -> set[str]:
        return {row[0] for row in self._connection().execute("select key from passages")}

    def keys_of(self, digest: str) -> list[str]:
        rows = self._connection().execute(
            "select p.key from passages p join documents d on d.id = p.document where d.digest = ?", (digest,)
        )
        return [row[0] for row in rows]

    def match_words(
        self, phrases: Sequence[str], filters: Filters, limit: int, *, headings_only: bool = False
    ) -> list[tuple[int, float]]:
        """Passage rows with any of the phrases (words or runs of words), best first, with their BM25 score (higher is
        better); of equal ones in the order of files and pages, whenever they were read."""
        where, values = where_documents(filters)
        words = self.database.words
        return words.match(self._connection(), phrases, where, values, limit, headings_only=headings_only) if phrases else []

    def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word (or a form of it) stands."""
        return self.database.words.counts(self._connection(), words, open_only=self.open_only)

    def stems_like(self, word: str) -> list[str]:
        """Stems of the full text that begin with the same two letters and are about as long."""
        first, after = word[:2], word[0] + chr(ord(word[1]) + 1)
        return self.database.words.stems_between(self._connection(), first, after, len(word) - 5, len(word) + 2)

    def text_with(self, stem: str) -> str:
        """The words of the first passage that holds a stem; none where all that hold it are exempt and may not be seen."""
        return self.database.words.text_with(self._connection(), stem)
