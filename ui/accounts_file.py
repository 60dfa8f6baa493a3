"""The file of a store's accounts: opened, counted, and told when it should be there and is not.

That there are accounts is kept in the catalogue too: where their file is gone or cannot be read, nobody is let in as if there
were none.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.accounts import PEOPLE, Settings, people_file, read_mark, write_mark
from index.private import make_private_file, shut_out_others
from ingest.problem import Problem

log = logging.getLogger(__name__)
SCHEMA = """
create table if not exists people (name text primary key, role text not null, exempt integer not null, password text);
create table if not exists sessions (token text primary key, name text not null references people on delete cascade,
  ends real not null);
drop table if exists tries;
"""
MISSING = (
    "The accounts of this store are missing or cannot be read ({what}), so that nobody is let in. Whoever runs this service can "
    f"put {PEOPLE} back from a backup, or make an administrator anew on the command line: "
    "council user add NAME --role administrator"
)
UNREADABLE = (
    "The catalogue of this store cannot be read, so that nobody is let in: it says whether there are accounts. Whoever runs this "
    "service finds what to do with: council doctor"
)


class AccountsFile:
    """The file in a store's folder, whose catalogue keeps that there are accounts."""

    def __init__(self, folder: Path, catalogue: Settings):
        self.path = people_file(folder)
        self._catalogue = catalogue
        self._seen = False

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        """The database as it is there; reading makes none. Raises sqlite3.Error."""
        db = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)
        try:
            db.execute("pragma foreign_keys = on")
            with db:
                yield db
        finally:
            db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """The database, made where it is missing. Raises sqlite3.Error."""
        make_private_file(self.path)
        shut_out_others(self.path)
        with self._read() as db:
            db.executescript(SCHEMA)
            yield db

    def find_trouble(self) -> str | None:
        """Why nobody may be let in, and what to do: the store has accounts, and they cannot be read. None where all is well."""
        rows, what = self._count()
        if rows:
            return None
        try:
            mark = read_mark(self._catalogue)
        except (sqlite3.Error, Problem) as error:
            # Whether there were any cannot be known, and so nobody is taken for somebody.
            log.error("The catalogue does not say whether there are accounts: %s", error)
            return UNREADABLE
        if mark == "kept":
            self._seen = True
        if rows == 0 and (mark == "removed" or (mark is None and not self._seen)):
            self._seen = False
            return None
        return MISSING.format(what=what)

    def _count(self) -> tuple[int | None, str]:
        """How many accounts there are, and why they cannot be read: None and the reason."""
        try:
            if not self.path.stat().st_size:
                return 0, f"{PEOPLE} is empty"
            with self._read() as db:
                # The rows themselves, for an index could be whole where they are not.
                rows = db.execute("select count(*), max(role), max(password) from people not indexed").fetchone()[0]
                if rows:
                    self._seen = True
                return rows, f"{PEOPLE} names nobody"
        except FileNotFoundError:
            return 0, f"{PEOPLE} is not there"
        except (sqlite3.Error, OSError) as error:
            return None, f"{PEOPLE}: {error}"

    def exist(self) -> bool:
        """Whether there is any account, or should be, so that everybody must sign in."""
        return bool(self._count()[0]) or self.find_trouble() is not None

    def keep_mark(self) -> None:
        """Keep in the catalogue that there are accounts, for a store whose accounts were made by an earlier version. Raises
        sqlite3.Error or a Problem where the catalogue cannot be written."""
        if self._count()[0]:
            write_mark(self._catalogue, "kept")
