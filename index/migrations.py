"""A store that an older version of the program made is brought up to this one in place: by numbered steps, all of them or none.

A step changes the tables; `index.catalogue.SCHEMA` has them as they are after the last. Before the first step the catalogue is
copied into a file that stays. Vectors are not touched: what they are made of stands in the catalogue.
"""

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import standing, versions
from index.database import Connection, Database, DatabaseProblem
from index.private import FILE
from index.register_tables import SCHEMA as REGISTERS
from ingest.kept_words import find_signs
from ingest.problem import Problem

log = logging.getLogger(__name__)
WAIT_SECONDS = 60
SHOWN_ROOTS = 3


class UpgradeProblem(Problem):
    """A store of another version that cannot be used as it is: which, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What leads to one version from any before it. `change` is given the database within the transaction of all steps; what it
    adds has a default for the rows that are there. With `read_again` the next ingest reads every paper anew, for what no default
    can say."""

    version: int
    change: Callable[[Database], None]
    read_again: bool = False


def add_column(database: Database, table: str, column: str, definition: str) -> None:
    """Add a column where it is missing; `definition` is its type with its default, such as "integer not null default 0"."""
    if column not in database.columns(table):
        database.change_tables(f"alter table {table} add column {column} {definition}")


def _to_6(database: Database) -> None:
    """From any store before: versions 2 to 5 were given out twice, so that what is missing is looked for. Where it was not yet
    marked what is exempt, a paper is held back as a whole until it has been read again."""
    if "exempt" not in database.columns("documents"):
        add_column(database, "documents", "exempt", "text not null default '[]'")
        add_column(database, "documents", "withheld", "integer not null default 1")
        add_column(database, "passages", "exempt", "integer not null default 1")
        database.connection().execute("update documents set exempt = '[[0, ' || length(text) || ']]'")
    for column in ("items_start", "items_end"):
        add_column(database, "passages", column, "integer")
    for table in ("pages", "passages"):
        add_column(database, table, "ocr", "integer not null default 0")
    database.change_tables("create index if not exists sources_by_digest on sources (digest)")
    database.change_tables("create table if not exists pending (digest text primary key) without rowid")
    database.change_tables(REGISTERS + versions.SCHEMA)


def _to_7(database: Database) -> None:
    """What is held back is kept with its reasons. Of a paper of which any part was held back all is, until it has been read again
    and what is open of its headings and title is known; so is one that carries a sign that was not looked for before."""
    for table, column, definition in (
        ("documents", "stated", "text not null default '[]'"),
        *(("documents", f"open_{fact}", "text") for fact in ("title", "council", "body", "date")),
        ("passages", "open_path", "text"),
        ("passages", "around", "integer not null default 0"),
        ("abbreviations", "open_long", "text"),
    ):
        add_column(database, table, column, definition)
    database.change_tables(REGISTERS + standing.SCHEMA)
    db = database.connection()
    db.execute(
        "insert into markings select id, 0, length(text), 'exempt', 'it was marked when an earlier version of the program read "
        "it' from documents where exempt != '[]'"
    )
    _keep_signs(db)
    db.execute(
        "update documents set exempt = '[[0, ' || length(text) || ']]', withheld = 1 where id in (select document from markings)"
    )
    db.execute("update passages set exempt = 1 where document in (select id from documents where withheld = 1)")
    db.execute("update abbreviations set open_long = long where document in (select id from documents where withheld = 0)")


def _keep_signs(db: Connection) -> None:
    """Hold back in doubt what an earlier version took for open though its words or its name carry a sign."""
    papers = db.execute("select id, file, type from documents where exempt = '[]'").fetchall()
    for row, file, kind in papers:
        text = db.execute("select text from documents where id = ?", (row,)).fetchone()[0]
        starts = [page[0] for page in db.execute("select start from pages where document = ? order by number", (row,)).fetchall()]
        if signs := find_signs(text, starts, kind=kind, file=file):
            why = f"{signs[0].why} (it was not read again since the program was upgraded)"
            db.execute("insert into markings values (?, 0, ?, 'in doubt', ?)", (row, len(text), why))


STEPS: tuple[Step, ...] = (
    Step(version=6, change=_to_6, read_again=True),
    Step(version=7, change=_to_7, read_again=True),
)
"""In the order of their versions; the last is that of this program."""


def find_version(database: Database, folder: Path) -> int | None:
    """The version of the store in a database; None where none was made yet. Raises UpgradeProblem for what is no number."""
    if not database.columns("settings"):
        return None
    row = database.connection().execute("select value from settings where name = 'schema'").fetchone()
    if row is None:
        return None
    if not row[0].isdecimal():
        raise UpgradeProblem(
            f"The store in {database.place} names no version of the program ({row[0][:20]!r}). Restore the last backup with: "
            f"council restore FILE --store {folder}"
        )
    return int(row[0])


def upgrade(
    database: Database,
    folder: Path,
    *,
    steps: Sequence[Step] = STEPS,
    carry_out: bool = True,
    kept_in: Path | None = None,
) -> str | None:
    """Bring the store up to the version of the last step; what was done in words, None where there was nothing to do. A copy of
    the catalogue as it was is written into `folder`, the store's, unless it is kept already in a backup at `kept_in`.

    Raises UpgradeProblem for a store of a newer version, where a step fails, which leaves the store as it was, and, unless
    `carry_out`, for an older version with the command that upgrades it; StoreBusy where another is changing the store.
    """
    wanted, found = steps[-1].version, find_version(database, folder)
    if found is None or found == wanted:
        return None
    if found > wanted:
        raise UpgradeProblem(
            f"The store in {database.place} was made by a newer version of the program (store version {found}; this program's is "
            f"{wanted}). Update the program; the store needs nothing."
        )
    if not carry_out:
        raise UpgradeProblem(
            f"The store in {database.place} is of version {found}; this program's is {wanted}. Upgrade it where it is with: "
            f"council check --store {folder} (the catalogue as it is now is kept beside it)"
        )
    with database.hold(wait_seconds=WAIT_SECONDS):
        # Another program may have done it meanwhile.
        found = find_version(database, folder)
        if found is None or found >= wanted:
            return None
        copy = None if kept_in else _keep_copy(database, folder, found)
        missing = [step for step in steps if step.version > found]
        try:
            _carry_out(database, missing)
        except (sqlite3.Error, DatabaseProblem) as error:
            if copy:
                copy.unlink(missing_ok=True)
            raise UpgradeProblem(
                f"The store in {database.place} could not be upgraded from version {found} to {wanted} ({error}). It is as it "
                "was. See that the disk has room and may be written to, and give the same command again."
            ) from error
    place = folder if kept_in else database.place
    said = f"The store in {place} was upgraded from version {found} to {wanted}. As it was it is kept in {kept_in or copy}."
    if any(step.read_again for step in missing):
        said += f" Have its papers read again with: {_ingest_words(database, folder)}"
    log.warning(said)
    return said


def _carry_out(database: Database, steps: Sequence[Step]) -> None:
    with database.writing() as db:
        for step in steps:
            step.change(database)
            if step.read_again:
                db.execute("update documents set reader = ''")
        db.execute("update settings set value = ? where name = 'schema'", (str(steps[-1].version),))
        database.renew_views()


def _keep_copy(database: Database, folder: Path, version: int) -> Path:
    """The catalogue in a file that is either whole or not there."""
    copy = folder / f"catalogue-of-version-{version}-{time.strftime('%Y%m%d-%H%M%S')}.sqlite"
    part = copy.with_name(copy.name + ".part")
    try:
        part.unlink(missing_ok=True)
        database.copy_tables_to(part)
        part.chmod(FILE)
        part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise UpgradeProblem(
            f"The store in {database.place} is of version {version} and has to be upgraded, but a copy of its catalogue cannot "
            f"be kept in {folder} first ({error}). Make room there, see that it may be written to, and give the command again."
        ) from error
    return copy


def _ingest_words(database: Database, folder: Path) -> str:
    roots = [row[0] for row in database.connection().execute("select distinct root from sources order by root")]
    shown = " ".join(f"'{root}'" for root in roots[:SHOWN_ROOTS]) + (" ..." if len(roots) > SHOWN_ROOTS else "")
    return f"council ingest {shown or 'FOLDER'} --store {folder}"
