"""Connections to a PostgreSQL server: made, asked, and their troubles said in words with their remedies."""

import io
import os
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection, PreparedStatement

from index.database import DatabaseProblem
from ingest.patterns import compile_pattern

LEAST_VERSION = 13
CONNECT_SECONDS = 10
ANSWER_SECONDS = 600
"""A server that is silent for so long while it works on one query is taken to be gone."""
MOST_PREPARED, MOST_PREPARED_VALUES = 100, 12
PREPARED = ("select", "insert", "update", "delete")
TLS = ("disable", "require", "verify-full")
WIRE_ERRORS = (DatabaseError, InterfaceError, OSError)
"""What closing a connection may raise."""


class ServerLost(DatabaseProblem):
    """The connection broke while it was in use."""


@dataclass(frozen=True, slots=True)
class Address:
    """`postgresql://USER@HOST:PORT/DATABASE`, with `?sslmode=disable`, `require` or `verify-full` (the default where the server
    is not on this machine). Raises DatabaseProblem for another sslmode."""

    address: str

    def __post_init__(self) -> None:
        if self.tls not in TLS:
            raise DatabaseProblem(f"sslmode={self.tls} in the address of the catalogue is not known. Use {', '.join(TLS)}.")

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or "localhost"

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 5432

    @property
    def user(self) -> str:
        return unquote(urlsplit(self.address).username or "council")

    @property
    def database(self) -> str:
        return unquote(urlsplit(self.address).path.lstrip("/")) or "council"

    @property
    def tls(self) -> str:
        near = self.host in ("localhost", "127.0.0.1", "::1")
        return dict(parse_qsl(urlsplit(self.address).query)).get("sslmode", "disable" if near else "verify-full")

    @property
    def place(self) -> str:
        """As messages name it, without a password."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/{self.database}"


class Wire(Connection):
    """One connection. What is asked often is prepared once, which saves two of three journeys to the server. Raises
    DatabaseProblem, and ServerLost where it is `broken` from now on."""

    broken = False
    place = ""

    def copy(self, table: str, columns: Sequence[str], lines: bytes) -> None:
        """COPY lines into a table of the schema `main`."""
        names = ", ".join(f'"{column}"' for column in columns)
        with self._naming_trouble():
            self.run(f"copy main.{table} ({names}) from stdin", stream=io.BytesIO(lines))

    def ask(self, query: str, values: Sequence[object]) -> tuple[list[str], list[list]]:
        """Names of the columns, and the rows."""
        # A truth is a number, as it is to SQLite.
        given = {f"v{at}": int(value) if isinstance(value, bool) else value for at, value in enumerate(values)}
        with self._naming_trouble():
            if len(given) > MOST_PREPARED_VALUES or not query.startswith(PREPARED):
                rows, columns = self.run(_name_marks(query), **given), self.columns
            else:
                prepared = self._prepare(query)
                rows, columns = prepared.run(**given), prepared.columns
        return [column["name"] for column in columns or ()], rows or []

    def _prepare(self, query: str) -> PreparedStatement:
        prepared = self.__dict__.setdefault("prepared", {})
        if query not in prepared:
            if len(prepared) >= MOST_PREPARED:
                prepared.pop(next(iter(prepared))).close()
            prepared[query] = self.prepare(_name_marks(query))
        return prepared[query]

    @contextmanager
    def _naming_trouble(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            said = _read_error(error)
            if said.get("C", "").startswith("57P"):
                self.broken = True
                raise ServerLost(_describe(said, self.place)) from error
            raise DatabaseProblem(_describe(said, self.place)) from error
        except (InterfaceError, OSError) as error:
            self.broken = True
            raise ServerLost(f"{self.place} went away. See that the server runs, and give the same command again.") from error


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


def connect(where: Address, password: str, *, open_only: bool) -> Wire:
    """A connection that looks through the open papers or the whole store. Raises DatabaseProblem."""
    options = {"search_path": "open_papers, main" if open_only else "main"}
    if open_only:
        options["default_transaction_read_only"] = "on"
    try:
        wire_socket = socket.create_connection((where.host, where.port), CONNECT_SECONDS)
    except OSError as error:
        raise DatabaseProblem(
            f"There is no PostgreSQL server at {where.host}:{where.port} ({error.strerror or error}). See that it runs and "
            "that this machine may reach it, or mend store.catalogue in the settings."
        ) from error
    wire_socket.settimeout(ANSWER_SECONDS)
    try:
        wire = Wire(
            where.user,
            host=where.host,
            database=where.database,
            password=password,
            sock=wire_socket,
            ssl_context=_make_tls(where.tls),
            application_name=f"council {socket.gethostname()} {os.getpid()}"[:63],
            startup_params=options,
        )
    except DatabaseError as error:
        wire_socket.close()
        raise DatabaseProblem(_describe(_read_error(error), where.place)) from error
    except (InterfaceError, ssl.SSLError, OSError) as error:
        wire_socket.close()
        raise DatabaseProblem(
            f"The PostgreSQL server at {where.host}:{where.port} and this program cannot agree on TLS or on how to sign in "
            f"({error}). See sslmode in store.catalogue, the server's certificate ($SSL_CERT_FILE), and the password."
        ) from error
    wire.place = where.place
    version = wire.parameter_statuses.get("server_version", "0")
    if int(compile_pattern(r"\d*").match(version)[0] or 0) < LEAST_VERSION:
        wire.close()
        raise DatabaseProblem(
            f"The PostgreSQL server at {where.host}:{where.port} is version {version}. Version {LEAST_VERSION} or newer is "
            "needed."
        )
    return wire


@lru_cache(maxsize=500)
def _name_marks(query: str) -> str:
    """`?` as the driver writes it: :v0, :v1 and so on. No query of ours holds one in quotation marks."""
    parts = query.split("?")
    return parts[0] + "".join(f":v{number}{part}" for number, part in enumerate(parts[1:]))


def _make_tls(mode: str) -> ssl.SSLContext | bool:
    if mode == "disable":
        return False
    context = ssl.create_default_context()
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _read_error(error: DatabaseError) -> dict[str, str]:
    """The fields of a server's error, by the letters of the protocol."""
    return error.args[0] if error.args and isinstance(error.args[0], dict) else {"M": str(error)}


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
