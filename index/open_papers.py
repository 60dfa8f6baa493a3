"""The catalogue as whoever may not see exempt papers sees it: views that stand before its tables on a connection.

A database looks for a name among the views first, so every question that is asked of the tables, now or later, is asked of these.
A table that nobody thought of here is covered too: whatever refers to a document, directly or by another table, is seen only as
far as it is open.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from ingest.patterns import compile_pattern

DOCUMENTS = "documents"
CUT_FACTS = ("title", "council", "body", "date")
"""Facts of a paper that may stand in a part that is held back; each has a column with what is open of it (`open_title`)."""
CUT_FIELDS = ("council", "body", "date", "title", "item", "heading", "lead", "number", "act", "due", "words", "fields")
"""Columns of a record that may say what is held back; `cut_records` has what is open of them, where that differs."""
OPEN_RANGE = """(d.exempt = '[]' or is_open(d.exempt, {0}.start, {0}."end"))"""
_FACTS = ", ".join(f"case when exempt = '[]' then {name} else open_{name} end as {name}" for name in CUT_FACTS)
_FIELDS = ", ".join(f"case when c.record is null then r.{name} else c.{name} end as {name}" for name in CUT_FIELDS)
_AROUND = ", ".join(
    f"case when around = 0 then {name} end as {name}" for name in ("lead_start", "lead_end", "header_start", "header_end")
)
_OPEN_PAGE = OPEN_RANGE.format("p")
_NOTHING = "select * from main.{} where 1 = 0"
VIEWS = {
    DOCUMENTS: f"select id, digest, file, path, {_FACTS}, type, open_words(text, exempt) as text, pages, "
    "case when exempt = '[]' then pages_without_text else '[]' end as pages_without_text, reader, exempt, withheld "
    "from main.documents where withheld = 0",
    "pages": f"select p.document, p.number, case when {_OPEN_PAGE} then p.label end as label, p.start, p.\"end\", "
    f"case when {_OPEN_PAGE} then p.ocr else 0 end as ocr from main.pages p join main.documents d on d.id = p.document "
    "where d.withheld = 0",
    "passages": 'select id, key, document, start, "end", section, kind, page, page_label, coalesce(open_path, path) as path, '
    f"number, {_AROUND}, items_start, items_end, standing, exempt, ocr from main.passages where exempt = 0",
    "abbreviations": "select document, short, open_long as long from main.abbreviations where open_long is not null",
    "records": f'select r.id, r.document, r.register, r.parent, r.start, r."end", {_FIELDS}, r.status, r.power '
    "from main.records r join main.documents d on d.id = r.document left join main.cut_records c on c.record = r.id "
    f"where d.withheld = 0 and {OPEN_RANGE.format('r')}",
    "sources": "select * from main.sources where digest in (select digest from main.documents where withheld = 0)",
    "skipped": "select '' as path, '' as root, '' as file, '' as digest, '' as reason, '' as advice, '' as attempt "
    "from main.skipped",
    **{table: _NOTHING.format(table) for table in ("markings", "declared", "rulings", "cut_records", "pending")},
}
"""A page stays in the list of pages, without its words and what is printed on it: pages are called by their numbers in the file,
and that a paper has so many is said on its front. How many files could not be read is told too, but not which."""


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
        text = text[:start] + compile_pattern(r"\S").sub(" ", text[start:end]) + text[end:]
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
                f"exists (select 1 from main.documents d where d.id = t.{column} and {OPEN_RANGE.format('t')})"
            )
        else:
            parts.append(f"t.{column} in (select id from main.documents where exempt = '[]')")
    return " and ".join(parts)
