"""The catalogue as whoever may not see exempt papers sees it: views that stand before its tables on a connection.

SQLite looks for a name among the temporary ones first, so every question that is asked of the tables, now or later, is asked
of these. A table that nobody thought of here is covered too: whatever refers to a document, directly or by another table, is
seen only as far as it is open.
"""

import json
import re
import sqlite3
from collections.abc import Iterator

DOCUMENTS = "documents"
VIEWS = {
    DOCUMENTS: "select id, digest, file, path, title, council, body, date, type, open_words(text, exempt) as text, pages, "
    "pages_without_text, reader, exempt, withheld from main.documents where not withheld",
    "pages": "select * from main.pages where document in (select id from main.documents where not withheld)",
    "passages": "select * from main.passages where not exempt",
}
"""A page stays in the list of pages, without its words: that a paper has so many is said on its front."""


def show_open_papers(db: sqlite3.Connection) -> None:
    """Put the views before the tables of this connection, which from now on only reads."""
    db.create_function("open_words", 2, open_words, deterministic=True)
    db.create_function("is_open", 3, _is_open, deterministic=True)
    for table, query in {**VIEWS, **dict(_derive_views(db))}.items():
        db.execute(f"create temp view {table} as {query}")
    db.execute("pragma query_only = on")


def open_words(text: str, exempt: str) -> str:
    """A text with every character of its exempt ranges (JSON) blank, so that the offsets of the others stay."""
    for start, end in json.loads(exempt):
        text = text[:start] + re.sub(r"\S", " ", text[start:end]) + text[end:]
    return text


def _is_open(exempt: str, start: int, end: int) -> bool:
    return not any(begin < end and start < stop for begin, stop in json.loads(exempt))


def _derive_views(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Name and query of a view for every other table that refers to a document: by its range where it has one, and otherwise
    only where nothing of the document is exempt."""
    tables = [row[0] for row in db.execute("select name from main.sqlite_master where type = 'table'")]
    refers = {table: db.execute(f"pragma main.foreign_key_list({table})").fetchall() for table in tables}
    seen = set(VIEWS)
    found = True
    while found:
        found = False
        for table in tables:
            keys = [(row[2], row[3]) for row in refers[table] if row[2] in seen and row[2] != table]
            if table in seen or not keys:
                continue
            columns = {row[1] for row in db.execute(f"pragma main.table_info({table})")}
            yield table, f"select t.* from main.{table} t where {_limit(keys, columns)}"
            seen.add(table)
            found = True


def _limit(keys: list[tuple[str, str]], columns: set[str]) -> str:
    """The condition under which a row is open, for each table that it refers to."""
    parts = []
    for parent, column in keys:
        if parent != DOCUMENTS:
            parts.append(f"(t.{column} is null or t.{column} in (select id from temp.{parent}))")
        elif {"start", "end"} <= columns:
            parts.append(
                f'exists (select 1 from main.documents d where d.id = t.{column} and is_open(d.exempt, t.start, t."end"))'
            )
        else:
            parts.append(f"t.{column} in (select id from main.documents where exempt = '[]')")
    return " and ".join(parts)
