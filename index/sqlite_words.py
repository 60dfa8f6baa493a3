"""Full text in SQLite: a virtual table of FTS5, which ranks by BM25."""

from collections.abc import Sequence

from index.database import Connection

SCHEMA = """
create virtual table if not exists words using fts5 (heading, context, body, tokenize = "porter unicode61 remove_diacritics 2");
"""
STEMS = "create virtual table temp.stems using fts5vocab(main, words, row)"
"""Made on each connection."""
WEIGHTS = (2.0, 1.0, 1.0)
"""BM25 weights of the columns of `words`: titles and headings, the words around a passage, the passage itself."""


class SqliteWords:
    """See `index.database.Words`."""

    def add(self, db: Connection, document: int, entries: Sequence[tuple[int, str, str, str]]) -> None:
        db.executemany("insert into words (rowid, heading, context, body) values (?, ?, ?, ?)", entries)

    def remove(self, db: Connection, document: int) -> None:
        db.execute("delete from words where rowid in (select id from passages where document = ?)", (document,))

    def match(
        self, db: Connection, phrases: Sequence[str], where: str, values: Sequence[str], limit: int, *, headings_only: bool
    ) -> list[tuple[int, float]]:
        query = " OR ".join(_quote(phrase) for phrase in phrases)
        rows = db.execute(
            f"select w.rowid, -bm25(words, {', '.join(map(str, WEIGHTS))}) as score from words w "
            f"join passages p on p.id = w.rowid join documents d on d.id = p.document "
            f"where words match ? and {where} order by score desc, d.file, p.start limit ?",
            (f"heading : ({query})" if headings_only else query, *values, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def counts(self, db: Connection, phrases: Sequence[str], *, open_only: bool) -> dict[str, int]:
        query = "select count(*) from words where words match ?"
        if open_only:
            query = "select count(*) from words join passages p on p.id = words.rowid where words match ?"
        return {phrase: db.execute(query, (_quote(phrase),)).fetchone()[0] for phrase in phrases}

    def stems_between(self, db: Connection, first: str, after: str, shortest: int, longest: int) -> list[str]:
        query = "select term from temp.stems where term >= ? and term < ? and length(term) between ? and ? order by term"
        return [row[0] for row in db.execute(query, (first, after, shortest, longest))]

    def text_with(self, db: Connection, word: str) -> str:
        query = (
            "select words.heading, words.body from words join passages p on p.id = words.rowid "
            "where words match ? order by words.rowid limit 1"
        )
        row = db.execute(query, (_quote(word),)).fetchone()
        return " ".join(row) if row else ""

    def differences(self, db: Connection, *, mend: bool) -> list[str]:
        spare = [row[0] for row in db.execute("select rowid from words where rowid not in (select id from passages)")]
        if spare and mend:
            db.executemany("delete from words where rowid = ?", [(row,) for row in spare])
        return [f"{len(spare)} entries of the full text belonged to no passage."] if spare else []


def _quote(phrase: str) -> str:
    """A phrase as an FTS5 string, so that nothing in it is read as an operator."""
    return '"' + phrase.replace('"', '""') + '"'
