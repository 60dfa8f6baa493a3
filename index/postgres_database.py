"""The catalogue's database on a PostgreSQL server, for stores that several machines share.

The tables are in the schema `main` and what is open of them in the schema `open_papers`, which a reader of open papers looks
through first. One database holds one store.
"""

import os
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

from index import postgres_copy, postgres_schema
from index.database import DatabaseProblem
from index.lock import LOOK_SECONDS, StoreBusy
from index.open_papers import derive_views
from index.postgres_words import PostgresWords

LEAST_VERSION = 13
CONNECT_SECONDS = 10
ANSWER_SECONDS = 600
"""A server that is silent for so long while it works on one query is taken to be gone."""
MOST_CONNECTIONS = 10
"""Of one process, for the whole store and for its open papers each; more askers wait for one."""
ROWS_AT_ONCE = 200
MOST_PREPARED, MOST_PREPARED_VALUES = 100, 12
PREPARED = ("select", "insert", "update", "delete")
WRITER, MAKER = 0x636F756E63696C, 0x636F756E63696D
"""Numbers of advisory locks: who changes the store, and who makes its tables."""
TLS = ("disable", "require", "verify-full")


class Wire(Connection):
    """One connection. What is asked often is prepared once, which saves two of three journeys to the server."""

    broken = False

    def ask(self, query: str, values: Sequence[object]) -> tuple[list[str], list[list]]:
        """Names of the columns, and the rows."""
        # A truth is a number, as it is to SQLite.
        given = {f"v{at}": int(value) if isinstance(value, bool) else value for at, value in enumerate(values)}
        if len(given) > MOST_PREPARED_VALUES or not query.startswith(PREPARED):
            rows = self.run(_name_marks(query), **given)
            return [column["name"] for column in self.columns or ()], rows or []
        prepared = self.__dict__.setdefault("prepared", {})
        if query not in prepared:
            if len(prepared) >= MOST_PREPARED:
                prepared.pop(next(iter(prepared))).close()
            prepared[query] = self.prepare(_name_marks(query))
        rows = prepared[query].run(**given)
        return [column["name"] for column in prepared[query].columns or ()], rows or []


class Row(tuple):
    """A row that is read by place and by name."""

    names: tuple[str, ...]

    def __getitem__(self, at):
        return tuple.__getitem__(self, self.names.index(at) if isinstance(at, str) else at)

    def keys(self) -> tuple[str, ...]:
        return self.names


class Rows:
    """All rows of an answer."""

    def __init__(self, rows: Iterable[Row]):
        self._rows = iter(rows)

    def fetchone(self) -> Row | None:
        return next(self._rows, None)

    def fetchall(self) -> list[Row]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return self._rows


class PostgresDatabase:
    """See `index.database.Database`. It is its own connection: each query takes a free one, within a transaction always the same.

    `address` is `postgresql://USER@HOST:PORT/DATABASE`, with `?sslmode=disable`, `require` or `verify-full` (the default where
    the server is not on this machine). Nothing is sent before the first query.
    """

    def __init__(self, address: str, password: str, *, open_only: bool = False):
        self._address, self._password = address, password
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "localhost", parts.port or 5432
        self._user, self._database = unquote(parts.username or "council"), unquote(parts.path.lstrip("/")) or "council"
        near = self._host in ("localhost", "127.0.0.1", "::1")
        self._tls = dict(parse_qsl(parts.query)).get("sslmode", "disable" if near else "verify-full")
        if self._tls not in TLS:
            raise DatabaseProblem(f"sslmode={self._tls} in the address of the catalogue is not known. Use {', '.join(TLS)}.")
        self.place = f"postgresql://{self._user}@{self._host}:{self._port}/{self._database}"
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
                    wire = self._connect()
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
        with self._naming_trouble():
            postgres_copy.write_rows(self._own(), table, columns, rows)

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
                    wire = self._connect()
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
            return self._connect(), False

    def _ask(self, wire: Wire, query: str, values: Sequence[object]) -> Rows:
        with self._naming_trouble(wire):
            names, rows = wire.ask(query, values)
        named = type("Row", (Row,), {"names": tuple(names), "__slots__": ()})
        return Rows(named(row) for row in rows)

    @contextmanager
    def _naming_trouble(self, wire: Wire | None = None) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            said = error.args[0] if error.args and isinstance(error.args[0], dict) else {"M": str(error)}
            raise DatabaseProblem(_describe(said, self.place)) from error
        except (InterfaceError, OSError) as error:
            if wire is not None:
                wire.broken = True
            raise ServerLost(
                f"The PostgreSQL server at {self._host}:{self._port} went away. See that it runs, and give the same command "
                "again."
            ) from error

    def _connect(self) -> Wire:
        options = {"search_path": "open_papers, main" if self.open_only else "main"}
        if self.open_only:
            options["default_transaction_read_only"] = "on"
        try:
            wire_socket = socket.create_connection((self._host, self._port), CONNECT_SECONDS)
        except OSError as error:
            raise DatabaseProblem(
                f"There is no PostgreSQL server at {self._host}:{self._port} ({error.strerror or error}). See that it runs and "
                "that this machine may reach it, or mend store.catalogue in the settings."
            ) from error
        try:
            wire = Wire(
                self._user,
                host=self._host,
                database=self._database,
                password=self._password or None,
                sock=wire_socket,
                ssl_context=_make_tls(self._tls),
                application_name=f"council {socket.gethostname()} {os.getpid()}"[:63],
                startup_params=options,
            )
        except DatabaseError as error:
            wire_socket.close()
            said = error.args[0] if isinstance(error.args[0], dict) else {"M": str(error)}
            raise DatabaseProblem(_describe(said, self.place)) from error
        except (InterfaceError, ssl.SSLError, OSError) as error:
            wire_socket.close()
            raise DatabaseProblem(
                f"The PostgreSQL server at {self._host}:{self._port} and this program cannot agree on TLS or on how to sign in "
                f"({error}). See sslmode in store.catalogue, the server's certificate ($SSL_CERT_FILE), and the password."
            ) from error
        wire._usock.settimeout(ANSWER_SECONDS)
        version = wire.parameter_statuses.get("server_version", "0")
        if int(re.match(r"\d*", version)[0] or 0) < LEAST_VERSION:
            wire.close()
            raise DatabaseProblem(
                f"The PostgreSQL server at {self._host}:{self._port} is version {version}. Version {LEAST_VERSION} or newer is "
                "needed."
            )
        return wire

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
            refers, columns = postgres_schema.read_tables(self)
            for name, query in derive_views(refers, columns, views="open_papers"):
                self.execute(f"create view open_papers.{name} as {query}")

    def open_papers(self) -> "PostgresDatabase":
        return PostgresDatabase(self._address, self._password, open_only=True)

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
        named = re.fullmatch(r"council (\S+) (\d+)", found[0] or "") if found else None
        return f"Another program (process {named[2]} on {named[1]}, since {found[1]})" if named else "Another program"

    def find_damage(self) -> str | None:
        """Nothing: a server looks after its own files, and what it cannot read it says when it is asked for it."""
        return None

    def copy_to(self, file: Path) -> None:
        postgres_copy.copy_to_sqlite(self, file)

    def fill_from(self, file: Path) -> None:
        postgres_copy.fill_from_sqlite(self, file)

    def close(self) -> None:
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return
            except (DatabaseError, InterfaceError, OSError):
                continue


class ServerLost(DatabaseProblem):
    """The connection broke while it was in use."""


@lru_cache(maxsize=500)
def _name_marks(query: str) -> str:
    """`?` as the driver writes it: :v0, :v1 and so on. No query of ours holds one in quotation marks."""
    parts = query.split("?")
    return parts[0] + "".join(f":v{number}{part}" for number, part in enumerate(parts[1:]))


def _divide_insert(query: str) -> tuple[str, str, str]:
    """What stands before, in and after the brackets of an insert's values; no brackets for what is no such insert."""
    found = re.fullmatch(r"(insert into .*? values )(\([?, ]+\))(.*)", query, re.DOTALL)
    return (found[1], found[2], found[3]) if found else (query, "", "")


def _make_tls(mode: str) -> ssl.SSLContext | bool:
    if mode == "disable":
        return False
    context = ssl.create_default_context()
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _describe(said: dict[str, str], place: str) -> str:
    """What a server's error means to whoever set the store up. Codes: PostgreSQL's manual, appendix A."""
    code, message = said.get("C", ""), said.get("M", "")
    if code in ("28P01", "28000"):
        return (
            f"The PostgreSQL server does not let this program in as {place} ({message}). See that the environment variable which "
            "store.catalogue_password names holds the right password."
        )
    if code == "3D000":
        return f"There is no such database: {place}. Make it with: createdb --owner USER DATABASE, or mend store.catalogue."
    if code == "53300":
        return f"{place} has no connection left. Raise max_connections on the server, or serve fewer processes."
    if code.startswith("57P"):
        return f"{place} is starting or stopping ({message}). Try again in a minute."
    if code == "42501":
        return f"This program may not do that in {place} ({message}). Make its user the owner of the database."
    if code == "53100":
        return f"The disk is full on the server of {place} ({message})."
    return f"{place} could not do what it was asked ({code} {message}). Run `council doctor`."
