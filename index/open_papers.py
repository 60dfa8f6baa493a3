"""The catalogue as whoever may not see exempt papers sees it: views that stand before its tables on a connection.

A database looks for a name among the views first, so every question that is asked of the tables, now or later, is asked of these.
A table that nobody thought of here is covered too: whatever refers to a document, directly or by another table, is seen only as
far as it is open.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

DOCUMENTS = "documents"
VIEWS = {
    DOCUMENTS: "select id, digest, file, path, title, council, body, date, type, open_words(text, exempt) as text, pages, "
    "pages_without_text, reader, exempt, withheld from main.documents where withheld = 0",
    "pages": "select * from main.pages where document in (select id from main.documents where withheld = 0)",
    "passages": "select * from main.passages where exempt = 0",
}
"""A page stays in the list of pages, without its words: that a paper has so many is said on its front."""


def derive_views(
    refers: Mapping[str, Sequence[tuple[str, str]]], columns: Mapping[str, set[str]], *, views: str
) -> Iterator[tuple[str, str]]:
    """Name and query of each view, in the order to make them: `VIEWS`, and one for every other table that refers to a document,
    by its range where it has one, and otherwise only where nothing of the document is exempt. `refers` are the tables and columns
    by which each table refers to others, and `views` is the schema that the views are in."""
    yield from VIEWS.items()
    seen = set(VIEWS)
    found = True
    while found:
        found = False
        for table, keys in refers.items():
            known = [(parent, column) for parent, column in keys if parent in seen and parent != table]
            if table in seen or not known:
                continue
            yield table, f"select t.* from main.{table} t where {_limit(known, columns[table], views)}"
            seen.add(table)
            found = True


def open_words(text: str, exempt: str) -> str:
    """A text with every character of its exempt ranges (JSON) blank, so that the offsets of the others stay."""
    for start, end in json.loads(exempt):
        text = text[:start] + re.sub(r"\S", " ", text[start:end]) + text[end:]
    return text


def is_open(exempt: str, start: int, end: int) -> bool:
    """Whether a range touches none of the exempt ones (JSON)."""
    return not any(begin < end and start < stop for begin, stop in json.loads(exempt))


def _limit(keys: Sequence[tuple[str, str]], columns: set[str], views: str) -> str:
    """The condition under which a row is open, for each table that it refers to."""
    parts = []
    for parent, column in keys:
        if parent != DOCUMENTS:
            parts.append(f"(t.{column} is null or t.{column} in (select id from {views}.{parent}))")
        elif {"start", "end"} <= columns:
            parts.append(
                f'exists (select 1 from main.documents d where d.id = t.{column} and is_open(d.exempt, t.start, t."end"))'
            )
        else:
            parts.append(f"t.{column} in (select id from main.documents where exempt = '[]')")
    return " and ".join(parts)
