"""Where the halves of a store are: in its folder, or on servers, which then keep them for several machines."""

from dataclasses import dataclass, field
from pathlib import Path

from index.database import Database, DatabaseProblem
from index.sqlite_database import SqliteDatabase

CATALOGUE = "catalogue.sqlite"
VECTORS = "chroma"


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorServer:
    """A Chroma server: its address, and what is sent in a header with every request, where it or a proxy asks for that."""

    address: str
    header: str = "Authorization"
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """`catalogue` is the address of a PostgreSQL database, "" for SQLite in the store's folder; `vectors` is a Chroma server,
    None for Chroma in the folder. The password stands in no address."""

    catalogue: str = ""
    password: str = field(default="", repr=False)
    vectors: VectorServer | None = None


IN_FOLDER = Servers()


def open_database(folder: Path, servers: Servers = IN_FOLDER) -> Database:
    """The database of the catalogue. Nothing is made yet. Raises DatabaseProblem."""
    if not servers.catalogue:
        return SqliteDatabase(folder / CATALOGUE)
    try:
        from index.postgres_database import PostgresDatabase
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pg8000":
            raise
        raise DatabaseProblem(
            "PostgreSQL's driver is not installed. Install it with: pip install 'council-assistant[servers]'"
        ) from error
    return PostgresDatabase(servers.catalogue, servers.password)
