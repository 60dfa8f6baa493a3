"""The catalogue's database in the store's folder: SQLite, with a connection for each thread."""

import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index import sqlite_words
from index.budget import Budget
from index.lock import hold_store
from index.open_papers import derive_views, is_open, open_words
from index.private import make_private_file, shut_out_others

STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite's own between two looks at a budget: about a millisecond."""


class SqliteDatabase:
    """See `index.database.Database`. Its own errors are those of sqlite3."""

    def __init__(self, path: Path, *, open_only: bool = False):
        self.path = path
        self.place = str(path.parent)
        self.open_only = open_only
        self.words = sqlite_words.SqliteWords()
        self._local = threading.local()

    def exists(self) -> bool:
        return self.path.is_file()

    def create(self, schema: str) -> None:
        if self.path.is_file():
            for end in ("", "-wal", "-shm"):
                shut_out_others(self.path.with_name(self.path.name + end))
        elif self.path.parent.is_dir():
            make_private_file(self.path)
        self.connection().executescript(schema + sqlite_words.SCHEMA)

    def open_papers(self) -> "SqliteDatabase":
        return SqliteDatabase(self.path, open_only=True)

    def connection(self) -> sqlite3.Connection:
        db = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(self.path, timeout=60)
            db.row_factory = sqlite3.Row
            db.execute("pragma journal_mode = wal")
            db.execute("pragma foreign_keys = on")
            db.create_function("leading_number", 1, leading_number, deterministic=True)
            db.execute(sqlite_words.STEMS)
            if self.open_only:
                _show_open_papers(db)
            self._local.db = db
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

    def fill_from(self, file: Path) -> None:
        self.close()
        make_private_file(self.path)
        shutil.copyfile(file, self.path)

    def close(self) -> None:
        if getattr(self._local, "db", None) is not None:
            self._local.db.close()
            self._local.db = None


def leading_number(text: str | None) -> int | None:
    """The number with which a text begins, 0 where it begins with none: "12a" is 12. One of more than 18 digits is read as far
    as these, which is all that SQLite can hold."""
    if text is None:
        return None
    found = re.match(r"\s*[-+]?\d{1,18}", text, re.ASCII)
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
