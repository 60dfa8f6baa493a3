"""What keeps the catalogue: one interface and one SQL, spoken to SQLite in the store's folder or to a PostgreSQL server.

The SQL of this package is what both understand: `?` for a value, `"end"` in quotation marks, `on conflict`, `returning`,
conditions that compare (`exempt = 0`, never `not exempt`), tables of the whole store as `main.NAME`, and the functions `instr`
and `leading_number`. Tables are written as SQLite has them; what PostgreSQL writes in another way it translates by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from index.budget import Budget
from ingest.problem import Problem


class DatabaseProblem(Problem):
    """A database that cannot be used: which, what is wrong and what to do."""


class Cursor(Protocol):
    """The rows that a query gave; each is read by place and by the name of its column."""

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Asks one database. A query that stands in no transaction is one by itself."""

    def execute(self, query: str, values: Sequence[Any] = ()) -> Cursor: ...

    def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> object:
        """The same `insert ... values (?, ...)`, `update` or `delete` for every row."""


class Words(Protocol):
    """The full text of the passages: headings, context and body of each, by the row of the passage, in a table `words`.

    Words are compared by their stems (Porter) without capitals and accents. A phrase is words that stand next to one another.
    """

    def add(self, db: Connection, document: int, entries: Sequence[tuple[int, str, str, str]]) -> None:
        """Keep the words of all passages of a document: row, heading, context and body of each."""

    def remove(self, db: Connection, document: int) -> None:
        """Forget the words of a document, which is about to be removed or to be given others."""

    def match(
        self, db: Connection, phrases: Sequence[str], where: str, values: Sequence[str], limit: int, *, headings_only: bool
    ) -> list[tuple[int, float]]:
        """Rows of passages with any of the phrases, best first, with their BM25 score (higher is better). `where` limits the
        documents `d`; of equal ones in the order of files and places."""

    def counts(self, db: Connection, phrases: Sequence[str], *, open_only: bool) -> dict[str, int]:
        """In how many passages each phrase stands."""

    def stems_between(self, db: Connection, first: str, after: str, shortest: int, longest: int) -> list[str]:
        """Stems from `first` to before `after` of so many letters, in order."""

    def text_with(self, db: Connection, word: str) -> str:
        """Heading and body of the first passage with the word that may be seen; "" where there is none."""

    def differences(self, db: Connection, *, mend: bool) -> list[str]:
        """What in the index does not agree with the passages, in sentences; set right if `mend`, within a transaction."""


class Database(Protocol):
    """Keeps the catalogue of one store. Safe to share between threads. Errors of a server are DatabaseProblems."""

    words: Words
    place: str
    """Where it is, as messages name it; never with a password."""
    open_only: bool

    def exists(self) -> bool:
        """Whether a catalogue was made there."""

    def create(self, schema: str) -> None:
        """Make what is missing of the tables; `schema` is a script of `create ... if not exists`."""

    def columns(self, table: str) -> set[str]:
        """The columns of a table of the store; none where there is no such table."""

    def change_tables(self, script: str) -> None:
        """Carry out statements that make or alter tables and indexes, within the present transaction."""

    def renew_views(self) -> None:
        """Have what is seen of the open papers follow tables that were altered, within the present transaction."""

    def open_papers(self) -> "Database":
        """The same as whoever may not see exempt papers sees it: read only, and without them in any table."""

    def connection(self) -> Connection: ...

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it is kept or none. One within another is a part of it."""

    def reading_one_state(self) -> AbstractContextManager[None]:
        """What this thread asks meanwhile is answered from one state, whatever others change."""

    def within(self, budget: Budget) -> AbstractContextManager[None]:
        """What this thread asks meanwhile is given up, with OutOfTime, where the budget is spent."""

    def hold(self, *, wait_seconds: float) -> AbstractContextManager[None]:
        """Be the only one, on any machine, who changes the store. Raises StoreBusy where another still does after the wait."""

    def find_damage(self) -> str | None:
        """What is wrong with the database itself, as far as it can tell."""

    def copy_to(self, file: Path) -> None:
        """Write the whole catalogue as it is at one moment into an SQLite file that is not there yet."""

    def copy_tables_to(self, file: Path) -> None:
        """Write every table as it is at one moment, whatever version of the program it is of, into an SQLite file that is not
        there yet."""

    def fill_from(self, file: Path) -> None:
        """Take over what `copy_to` wrote into this one, which is empty."""

    def close(self) -> None:
        """Close the connections of this thread, or all that nobody uses."""
