"""The catalogue's database in the store's folder: SQLite, with a connection for each thread.

Where the disk is full or may not be written to, a catalogue that is whole on it is still read.
"""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index import sqlite_words
from index.budget import Budget
from index.lock import hold_store
from index.open_papers import derive_views, is_open, open_words
from index.private import make_private_file, shut_out_others
from index.troubles import StoreTrouble, find_kind
from ingest.patterns import compile_pattern

STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite's own between two looks at a budget: about a millisecond."""


class SqliteDatabase:
    """See `index.database.Database`. Its own errors are those of sqlite3, and StoreTrouble where the store has gone."""

    def __init__(self, path: Path, *, open_only: bool = False):
        self.path = path
        self.place = str(path.parent)
        self.open_only = open_only
        self.words = sqlite_words.SqliteWords()
        self._local = threading.local()

    def exists(self) -> bool:
        return self.path.is_file()

    def create(self, schema: str) -> None:
        if self.exists():
            for end in ("", "-wal", "-shm"):
                shut_out_others(self.path.with_name(self.path.name + end))
        else:
            # Whoever else asks must never make an empty one where the store has gone.
            make_private_file(self.path)
        self.connection().executescript(schema + sqlite_words.SCHEMA)

    def columns(self, table: str) -> set[str]:
        return {row[1] for row in self.connection().execute(f"pragma main.table_info({table})")}

    def change_tables(self, script: str) -> None:
        # Not `executescript`, which ends the transaction.
        for statement in script.split(";"):
            self.connection().execute(statement)

    def renew_views(self) -> None:
        """Nothing: each connection makes its own when it is opened."""

    def open_papers(self) -> "SqliteDatabase":
        return SqliteDatabase(self.path, open_only=True)

    def connection(self) -> sqlite3.Connection:
        db = getattr(self._local, "db", None)
        if not self.path.is_file():
            # What was opened before would go on to be read for as long as it is open, and by none that opens it anew.
            raise StoreTrouble("gone", self.path.parent)
        if db is None:
            db = self._connect()
            db.row_factory = sqlite3.Row
            db.execute("pragma foreign_keys = on")
            db.create_function("leading_number", 1, leading_number, deterministic=True)
            db.execute(sqlite_words.STEMS)
            if self.open_only:
                _show_open_papers(db)
            self._local.db = db
        return db

    def _connect(self) -> sqlite3.Connection:
        """As a writer; where the disk does not allow that, as a reader of what is there, which nobody can be changing then."""
        try:
            return self._try("rw", "pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if find_kind(error) not in ("full", "read only", "gone", "unreadable"):
                raise
            ways = ["mode=ro"] + ([] if _holds_words(self.path.with_name(self.path.name + "-wal")) else ["mode=ro&immutable=1"])
            for way in ways:
                with suppress(sqlite3.OperationalError):
                    return self._try(way[5:], "pragma temp_store = memory", "select count(*) from sqlite_master")
            raise

    def _try(self, mode: str, *statements: str) -> sqlite3.Connection:
        db = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", timeout=60, uri=True)
        try:
            for statement in statements:
                db.execute(statement).fetchall()
        except sqlite3.Error:
            db.close()
            raise
        return db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        db = self.connection()
        if db.in_transaction:
            yield db
            return
        with db:
            db.execute("begin immediate")
            yield db

    @contextmanager
    def reading_one_state(self) -> Iterator[None]:
        db = self.connection()
        if db.in_transaction:
            yield
            return
        db.execute("begin")
        try:
            yield
        finally:
            db.rollback()

    @contextmanager
    def within(self, budget: Budget) -> Iterator[None]:
        db, outer = self.connection(), getattr(self._local, "budget", None)
        self._local.budget = budget
        db.set_progress_handler(budget.is_spent, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except sqlite3.OperationalError:
            # A query that was interrupted; another fault is told as it is.
            budget.check()
            raise
        finally:
            self._local.budget = outer
            db.set_progress_handler(outer.is_spent if outer else None, STEPS_BETWEEN_LOOKS)

    @contextmanager
    def hold(self, *, wait_seconds: float) -> Iterator[None]:
        with hold_store(self.path.parent, wait_seconds=wait_seconds):
            yield

    def find_damage(self) -> str | None:
        try:
            said = [row[0] for row in self.connection().execute("pragma quick_check")]
        except sqlite3.DatabaseError as error:
            said = [str(error)]
        return None if said == ["ok"] else said[0]

    def copy_to(self, file: Path) -> None:
        copy = sqlite3.connect(file)
        with copy:
            self.connection().backup(copy)
        copy.close()

    def copy_tables_to(self, file: Path) -> None:
        self.copy_to(file)

    def fill_from(self, file: Path) -> None:
        self.close()
        make_private_file(self.path)
        shutil.copyfile(file, self.path)

    def close(self) -> None:
        if getattr(self._local, "db", None) is not None:
            self._local.db.close()
            self._local.db = None


def _holds_words(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def leading_number(text: str | None) -> int | None:
    """The number with which a text begins, 0 where it begins with none: "12a" is 12. One of more than 18 digits is read as far
    as these, which is all that SQLite can hold."""
    if text is None:
        return None
    found = compile_pattern(r"[ \t\n\r\f\v]*[-+]?[0-9]{1,18}").match(text)
    return int(found[0]) if found else 0


def _show_open_papers(db: sqlite3.Connection) -> None:
    """Put the views before the tables of this connection, which from now on only reads. SQLite looks for a name among the
    temporary ones first."""
    db.create_function("open_words", 2, open_words, deterministic=True)
    db.create_function("is_open", 3, is_open, deterministic=True)
    tables = [row[0] for row in db.execute("select name from main.sqlite_master where type = 'table'")]
    refers = {
        table: [(row[2], row[3]) for row in db.execute(f"pragma main.foreign_key_list({table})").fetchall()] for table in tables
    }
    columns = {table: {row[1] for row in db.execute(f"pragma main.table_info({table})")} for table in tables}
    for table, query in derive_views(refers, columns, views="temp"):
        db.execute(f"create temp view {table} as {query}")
    db.execute("pragma query_only = on")
