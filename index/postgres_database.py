"""The catalogue's database on a PostgreSQL server, for stores that several machines share.

The tables are in the schema `main` and what is open of them in the schema `open_papers`, which a reader of open papers looks
through first. One database holds one store.
"""

import queue
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from index import postgres_copy, postgres_schema
from index.budget import Budget
from index.database import DatabaseProblem
from index.lock import LOOK_SECONDS, StoreBusy
from index.open_papers import derive_views
from index.postgres_wire import WIRE_ERRORS, Address, Row, Rows, ServerLost, Wire, connect
from index.postgres_words import PostgresWords
from ingest.patterns import DOTALL, compile_pattern

MOST_CONNECTIONS = 10
"""Of one process, for the whole store and for its open papers each; more askers wait for one."""
ROWS_AT_ONCE = 200
_ENDS = compile_pattern(r"(?:rollback|commit)\b")
"""What ends a transaction is asked whatever time it is."""
WRITER, MAKER = 0x636F756E63696C, 0x636F756E63696D
"""Numbers of advisory locks: who changes the store, and who makes its tables."""


class PostgresDatabase:
    """See `index.database.Database`. It is its own connection: each query takes a free one, within a transaction always the same.

    `address` is as `Address` reads it. Nothing is sent before the first query.
    """

    def __init__(self, address: str, password: str, *, open_only: bool = False):
        self._where = Address(address)
        self._password = password
        self.place = self._where.place
        self.open_only = open_only
        self.words = PostgresWords()
        self._idle: queue.LifoQueue[Wire] = queue.LifoQueue()
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._pinned = threading.local()

    # Asking

    def connection(self) -> "PostgresDatabase":
        return self

    def execute(self, query: str, values: Sequence[object] = ()) -> Rows:
        """Ask, and read the whole answer. Where a connection was lost since it was last used, another is tried."""
        wire = self._own()
        if wire is not None:
            return self._ask(wire, query, values)
        with self._room:
            wire, used = self._take()
            try:
                try:
                    rows = self._ask(wire, query, values)
                except ServerLost:
                    if not used:
                        raise
                    wire = connect(self._where, self._password, open_only=self.open_only)
                    rows = self._ask(wire, query, values)
            except ServerLost:
                raise
            except DatabaseProblem:
                self._idle.put(wire)
                raise
            self._idle.put(wire)
            return rows

    def executemany(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        """Inserts go many rows at once: the last pair of brackets after `values` is repeated."""
        head, marks, tail = _divide_insert(query)
        left = iter(rows)
        while part := list(islice(left, ROWS_AT_ONCE)):
            if marks:
                self.execute(head + ",".join([marks] * len(part)) + tail, [value for row in part for value in row])
            else:
                for row in part:
                    self.execute(query, row)

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows to a table within a transaction, as COPY does: much faster than inserting them."""
        self._own().copy(table, columns, postgres_copy.write_lines(rows))

    @contextmanager
    def writing(self) -> Iterator["PostgresDatabase"]:
        if self._in_transaction():
            yield self
            return
        with self._transaction("begin"):
            yield self

    @contextmanager
    def reading_one_state(self) -> Iterator[None]:
        if self._in_transaction():
            yield
            return
        with self._transaction("begin isolation level repeatable read read only"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._pin() as wire:
            self._ask(wire, begin, ())
            self._pinned.in_transaction = True
            try:
                yield
            except BaseException:
                self._pinned.in_transaction = False
                try:
                    self._ask(wire, "rollback", ())
                except DatabaseProblem:
                    # Lost, and what was begun with it.
                    wire.broken = True
                raise
            self._pinned.in_transaction = False
            self._ask(wire, "commit", ())

    def _own(self) -> Wire | None:
        return getattr(self._pinned, "wire", None)

    def _in_transaction(self) -> bool:
        return getattr(self._pinned, "in_transaction", False)

    @contextmanager
    def _pin(self) -> Iterator[Wire]:
        """A connection that is this thread's alone meanwhile."""
        if (wire := self._own()) is not None:
            yield wire
            return
        with self._room:
            wire, used = self._take()
            if used:
                try:
                    self._ask(wire, "select 1", ())
                except ServerLost:
                    wire = connect(self._where, self._password, open_only=self.open_only)
            self._pinned.wire = wire
            try:
                yield wire
            finally:
                self._pinned.wire = None
                if not wire.broken:
                    self._idle.put(wire)

    def _take(self) -> tuple[Wire, bool]:
        """A connection, and whether it was in use before."""
        try:
            return self._idle.get_nowait(), True
        except queue.Empty:
            return connect(self._where, self._password, open_only=self.open_only), False

    def _ask(self, wire: Wire, query: str, values: Sequence[object]) -> Rows:
        if (budget := getattr(self._pinned, "budget", None)) and not _ENDS.match(query):
            budget.check()
        names, rows = wire.ask(query, values)
        named = type("Row", (Row,), {"names": tuple(names), "__slots__": ()})
        return Rows(named(row) for row in rows)

    def version(self) -> str:
        """The server's version. Raises DatabaseProblem where it cannot be used."""
        return self.execute("show server_version").fetchone()[0]

    # The store

    def exists(self) -> bool:
        return self.execute("select to_regclass('main.settings')").fetchone()[0] is not None

    def create(self, schema: str) -> None:
        if self.exists():
            return
        with self.writing():
            self.execute("select pg_advisory_xact_lock(?)", (MAKER,))
            if self.exists():
                return
            for statement in postgres_schema.write_statements(schema + self.words.schema):
                self.execute(statement)
            self._make_views()

    def columns(self, table: str) -> set[str]:
        rows = self.execute(
            "select column_name from information_schema.columns where table_schema = 'main' and table_name = ?", (table,)
        )
        return {row[0] for row in rows}

    def change_tables(self, script: str) -> None:
        for statement in postgres_schema.translate_script(script):
            self.execute(statement)

    def renew_views(self) -> None:
        made = self.execute("select table_name from information_schema.views where table_schema = 'open_papers'").fetchall()
        for (name,) in made:
            self.execute(f"drop view if exists open_papers.{name} cascade")
        self._make_views()

    def _make_views(self) -> None:
        refers, columns = postgres_schema.read_tables(self)
        for name, query in derive_views(refers, columns, views="open_papers"):
            self.execute(f"create view open_papers.{name} as {query}")

    def open_papers(self) -> "PostgresDatabase":
        return PostgresDatabase(self._where.address, self._password, open_only=True)

    @contextmanager
    def within(self, budget: Budget) -> Iterator[None]:
        """A query takes no time of this machine while the server works on it, so that only the start of each is bounded; the
        server's own `statement_timeout` bounds the rest."""
        outer = getattr(self._pinned, "budget", None)
        self._pinned.budget = budget
        try:
            yield
        finally:
            self._pinned.budget = outer

    @contextmanager
    def hold(self, *, wait_seconds: float) -> Iterator[None]:
        """The lock is the server's, and ends with the connection, however that ends; what is written goes by the same one, so
        that nobody who has lost the lock can write."""
        with self._pin():
            end = time.monotonic() + wait_seconds
            while not self.execute("select pg_try_advisory_lock(?)", (WRITER,)).fetchone()[0]:
                if time.monotonic() >= end:
                    holder = self._describe_holder()
                    raise StoreBusy(f"{holder} is changing the store {self.place}. Try again when it has finished.")
                time.sleep(LOOK_SECONDS)
            try:
                yield
            finally:
                try:
                    self.execute("select pg_advisory_unlock(?)", (WRITER,))
                except ServerLost:
                    # The server has given it back.
                    self._own().broken = True

    def _describe_holder(self) -> str:
        found = self.execute(
            "select a.application_name, to_char(a.backend_start, 'HH24:MI') from pg_locks l join pg_stat_activity a "
            "on a.pid = l.pid where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where "
            "datname = current_database()) and (l.classid::bigint << 32) | l.objid::bigint = ?",
            (WRITER,),
        ).fetchone()
        named = compile_pattern(r"council (\S+) (\d+)").fullmatch(found[0] or "") if found else None
        return f"Another program (process {named[2]} on {named[1]}, since {found[1]})" if named else "Another program"

    def find_damage(self) -> str | None:
        """Nothing: a server looks after its own files, and what it cannot read it says when it is asked for it."""
        return None

    def copy_to(self, file: Path) -> None:
        postgres_copy.copy_to_sqlite(self, file)

    def copy_tables_to(self, file: Path) -> None:
        postgres_copy.copy_tables(self, file)

    def fill_from(self, file: Path) -> None:
        postgres_copy.fill_from_sqlite(self, file)

    def close(self) -> None:
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return
            except WIRE_ERRORS:
                continue


def _divide_insert(query: str) -> tuple[str, str, str]:
    """What stands before, in and after the brackets of an insert's values; no brackets for what is no such insert."""
    found = compile_pattern(r"(insert into .*? values )(\([?, ]+\))(.*)", DOTALL).fullmatch(query)
    return (found[1], found[2], found[3]) if found else (query, "", "")
