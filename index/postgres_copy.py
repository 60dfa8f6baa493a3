"""Many rows at once into PostgreSQL, and a whole catalogue from SQLite into it and back."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index import sqlite_words

if TYPE_CHECKING:
    from index.postgres_database import PostgresDatabase

OWN = ("words", "postings", "stems", "extent")
"""The tables of the full text, which each database has in its own shape."""
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
AT_ONCE = 500


def write_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as COPY reads them."""
    return "".join("\t".join(map(_write_value, row)) + "\n" for row in rows).encode("utf-8")


def _write_value(value: object) -> str:
    match value:
        case None:
            return "\\N"
        case bool():
            return str(int(value))
        case bytes():
            return "\\\\x" + value.hex()
        case list() | tuple():
            return "{" + ",".join(map(str, value)) + "}"
        case _:
            return str(value).translate(ESCAPES)


def copy_to_sqlite(database: "PostgresDatabase", file: Path) -> None:
    """The catalogue as it is at one moment, in a file as a store in a folder has it."""
    from index.catalogue import Catalogue

    target = Catalogue(file)
    with database.reading_one_state(), target.writing() as db:
        # What refers to one another comes in any order.
        db.execute("pragma defer_foreign_keys = on")
        for table, columns in _tables(db).items():
            names = ", ".join(f'"{column}"' for column in columns)
            rows = database.execute(f"select {names} from main.{table}")
            db.executemany(f"insert into {table} ({names}) values ({', '.join('?' * len(columns))})", rows)
        db.executemany(
            "insert into words (rowid, heading, context, body) values (?, ?, ?, ?)",
            database.execute("select rowid, heading, context, body from main.words"),
        )
    target.reading().execute("pragma wal_checkpoint(truncate)")
    target.close()


def copy_tables(database: "PostgresDatabase", file: Path) -> None:
    """Every table of the store as it is at one moment in an SQLite file: rows alone, to be brought back by hand."""
    from index.postgres_schema import read_tables

    target = sqlite3.connect(file)
    with closing(target), target, database.reading_one_state():
        for table, columns in sorted(read_tables(database)[1].items()):
            names = ", ".join(f'"{column}"' for column in sorted(columns))
            target.execute(f'create table "{table}" ({names})')
            rows = database.execute(f"select {names} from main.{table}")
            kept = ([str(value) if isinstance(value, list) else value for value in row] for row in rows)
            target.executemany(f'insert into "{table}" values ({", ".join("?" * len(columns))})', kept)


def fill_from_sqlite(database: "PostgresDatabase", file: Path) -> None:
    """Take a catalogue over from a file, all of it or nothing."""
    from index.catalogue import Catalogue

    source = Catalogue(file)
    db = source.reading()
    try:
        with database.writing():
            for table, columns in _in_order(database, _tables(db)):
                names = ", ".join(f'"{column}"' for column in columns)
                rows = db.execute(f"select {names} from {table} order by 1")
                while part := rows.fetchmany(AT_ONCE):
                    database.copy_rows(table, columns, part)
                if "id" in columns:
                    next_id = f"(select coalesce(max(id), 0) + 1 from {table})"
                    database.execute(f"select setval(pg_get_serial_sequence('main.{table}', 'id'), {next_id}, false)")
            for (document,) in db.execute("select id from documents order by id").fetchall():
                entries = db.execute(
                    "select w.rowid, w.heading, w.context, w.body from passages p join words w on w.rowid = p.id "
                    "where p.document = ? order by p.id",
                    (document,),
                ).fetchall()
                database.words.add(database, document, entries)
    finally:
        source.close()


def _tables(db: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables that both have, with their columns."""
    names = [row[0] for row in db.execute("select name from main.sqlite_master where type = 'table' order by rowid")]
    own = {f"words{end}" for end in ("", "_data", "_idx", "_content", "_docsize", "_config")}
    assert sqlite_words.SCHEMA.split()[6] == "words"
    return {
        name: [row[1] for row in db.execute(f"pragma main.table_info({name})")]
        for name in names
        if name not in own and not name.startswith("sqlite_")
    }


def _in_order(database: "PostgresDatabase", tables: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Tables after those that they refer to."""
    from index.postgres_schema import read_tables

    refers, _ = read_tables(database)
    ordered: list[str] = []
    while left := [name for name in tables if name not in ordered]:
        ordered += [
            name for name in left if all(parent in ordered or parent == name for parent, _ in refers[name] if parent in tables)
        ]
    return [(name, tables[name]) for name in ordered]
