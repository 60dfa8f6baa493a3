"""Full text in PostgreSQL: a row for each stem and document with the passages and places it stands at, ranked by BM25.

PostgreSQL's own ranking (`ts_rank`) knows nothing of how rare a word is, so the formula here is that of SQLite's FTS5, with its
constants (k1 = 1.2, b = 0.75, the logarithm of rarity no less than 1e-6), its weights of columns and its stems: the same question
gets the same passages in the same order from both. See https://www.sqlite.org/fts5.html, "The bm25() function".
"""

import math
import unicodedata
from collections.abc import Sequence

import Stemmer

from index.database import Connection
from index.sqlite_words import WEIGHTS
from ingest.patterns import compile_pattern

SCHEMA = """
create table if not exists words (rowid bigint primary key references passages on delete cascade, heading text not null,
  context text not null, body text not null, length integer not null);
create table if not exists postings (stem text not null, document bigint not null references documents on delete cascade,
  passages bigint[] not null, weights real[] not null, lengths bigint[] not null, places bigint[] not null,
  primary key (stem, document));
create index if not exists postings_by_document on postings (document);
create table if not exists stems (stem text primary key, passages bigint not null);
create table if not exists extent (passages bigint not null, length bigint not null);
"""
PLACE_BITS, COLUMN_BITS = 22, 2
"""A place is the row of a passage, the column and the number of the word in it, in one number."""
K1, B, LEAST_RARITY = 1.2, 0.75, 1e-6
LONGEST_STEMMED_CHARS = 64
SCORE = f"?::double precision * m.weight * {K1 + 1} / (m.weight + {K1} * ({1 - B} + {B} * m.length / ?::double precision))"
"""BM25 of one phrase in one passage; the values are its rarity and the mean length of passages."""


class PostgresWords:
    """See `index.database.Words`."""

    schema = SCHEMA

    def add(self, db: Connection, document: int, entries: Sequence[tuple[int, str, str, str]]) -> None:
        stem = Stemmer.Stemmer("porter").stemWord
        found: dict[str, dict[int, list[int]]] = {}
        lengths: dict[int, int] = {}
        for row, *columns in entries:
            lengths[row] = 0
            for column, text in enumerate(columns):
                for number, word in enumerate(_divide(text, stem)):
                    place = ((row << COLUMN_BITS | column) << PLACE_BITS) + number
                    found.setdefault(word, {}).setdefault(row, []).append(place)
                    lengths[row] += 1
        db.copy_rows(
            "words", ("rowid", "heading", "context", "body", "length"), [(*entry, lengths[entry[0]]) for entry in entries]
        )
        db.copy_rows(
            "postings",
            ("stem", "document", "passages", "weights", "lengths", "places"),
            [
                (
                    word,
                    document,
                    list(rows),
                    [sum(WEIGHTS[_column(place)] for place in places) for places in rows.values()],
                    [lengths[row] for row in rows],
                    [place for places in rows.values() for place in places],
                )
                for word, rows in found.items()
            ],
        )
        db.execute(
            "insert into main.stems select stem, cardinality(passages) from main.postings where document = ? "
            "on conflict (stem) do update set passages = stems.passages + excluded.passages",
            (document,),
        )
        self._extend(db, len(lengths), sum(lengths.values()))

    def remove(self, db: Connection, document: int) -> None:
        db.execute(
            "update main.stems s set passages = s.passages - cardinality(t.passages) from main.postings t "
            "where t.stem = s.stem and t.document = ?",
            (document,),
        )
        passages, length = db.execute(
            "select count(*), coalesce(sum(w.length), 0)::bigint from main.words w join main.passages p on p.id = w.rowid "
            "where p.document = ?",
            (document,),
        ).fetchone()
        self._extend(db, -passages, -length)
        db.execute("delete from main.postings where document = ?", (document,))
        db.execute("delete from main.words where rowid in (select id from main.passages where document = ?)", (document,))

    def _extend(self, db: Connection, passages: int, length: int) -> None:
        changed = db.execute(
            "update main.extent set passages = passages + ?, length = length + ? returning 1", (passages, length)
        ).fetchone()
        if changed is None:
            db.execute("insert into main.extent values (?, ?)", (passages, length))

    def match(
        self, db: Connection, phrases: Sequence[str], where: str, values: Sequence[str], limit: int, *, headings_only: bool
    ) -> list[tuple[int, float]]:
        stemmed = [stems for phrase in phrases if (stems := stem_phrase(phrase))]
        passages, length = db.execute("select passages, length from main.extent").fetchone() or (0, 0)
        if not stemmed or not passages:
            return []
        mean = max(length / passages, 1e-9)
        counts = self._counts(db, {stems[0] for stems in stemmed if len(stems) == 1})
        parts: list[str] = []
        asked: list[object] = []
        for stems in stemmed:
            if len(stems) > 1 or headings_only:
                query, given = _phrase_query(stems, headings_only=headings_only)
                hits = db.execute(f"select count(*) from ({query}) m", given).fetchone()[0]
            else:
                query = (
                    "select u.passage, u.weight, u.length from main.postings t, "
                    "unnest(t.passages, t.weights, t.lengths) u(passage, weight, length) where t.stem = ?"
                )
                given, hits = stems, counts.get(stems[0], 0)
            if hits:
                parts.append(f"select m.passage, {SCORE} as score from ({query}) m")
                asked += [_rarity(hits, passages), mean, *given]
        if not parts:
            return []
        rows = db.execute(
            f"select f.passage, f.score from (select passage, sum(score)::real as score from ({' union all '.join(parts)}) s "
            "group by passage) f join passages p on p.id = f.passage join documents d on d.id = p.document "
            f"where {where} order by f.score desc, d.file, p.start limit ?",
            (*asked, *values, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def _counts(self, db: Connection, stems: set[str], *, open_only: bool = False) -> dict[str, int]:
        if not stems:
            return {}
        marks = ",".join("?" * len(stems))
        query = f"select stem, passages from main.stems where stem in ({marks})"
        if open_only:
            query = (
                "select t.stem, count(*) from main.postings t, unnest(t.passages) u(passage) join passages p on p.id = u.passage "
                f"where t.stem in ({marks}) group by t.stem"
            )
        return dict(db.execute(query, sorted(stems)).fetchall())

    def counts(self, db: Connection, phrases: Sequence[str], *, open_only: bool) -> dict[str, int]:
        stemmed = {phrase: stem_phrase(phrase) for phrase in phrases}
        counts = self._counts(db, {stems[0] for stems in stemmed.values() if len(stems) == 1}, open_only=open_only)
        joined = "join passages p on p.id = m.passage" if open_only else ""
        found: dict[str, int] = {}
        for phrase, stems in stemmed.items():
            if len(stems) > 1:
                query, given = _phrase_query(stems)
                found[phrase] = db.execute(f"select count(*) from ({query}) m {joined}", given).fetchone()[0]
            else:
                found[phrase] = counts.get(stems[0], 0) if stems else 0
        return found

    def stems_between(self, db: Connection, first: str, after: str, shortest: int, longest: int) -> list[str]:
        query = (
            "select stem from main.stems where stem >= ? and stem < ? and length(stem) between ? and ? and passages > 0 "
            "order by stem"
        )
        return [row[0] for row in db.execute(query, (first, after, shortest, longest))]

    def text_with(self, db: Connection, word: str) -> str:
        stems = stem_phrase(word)
        if not stems:
            return ""
        query, given = _phrase_query(stems)
        row = db.execute(
            f"select w.heading, w.body from ({query}) m join passages p on p.id = m.passage join main.words w on w.rowid = p.id "
            "order by p.id limit 1",
            given,
        ).fetchone()
        return " ".join(row) if row else ""

    def differences(self, db: Connection, *, mend: bool) -> list[str]:
        counted = "(select stem, sum(cardinality(passages))::bigint as passages from main.postings group by stem)"
        wrong = db.execute(
            f"select count(*) from {counted} t full join main.stems s using (stem) "
            "where coalesce(t.passages, 0) <> coalesce(s.passages, 0)"
        ).fetchone()[0]
        extent = "select count(*), coalesce(sum(length), 0)::bigint from main.words"
        kept = [tuple(row) for row in db.execute("select passages, length from main.extent")]
        true = tuple(db.execute(extent).fetchone())
        if kept != [true] and (kept or any(true)):
            wrong += 1
        if wrong and mend:
            db.execute("delete from main.stems")
            db.execute(f"insert into main.stems select stem, passages from {counted} t")
            db.execute("delete from main.extent")
            db.execute(f"insert into main.extent {extent}")
        return [f"{wrong} counts of the full text were wrong."] if wrong else []


def stem_phrase(phrase: str) -> list[str]:
    """The stems of a phrase, in order."""
    return _divide(phrase, Stemmer.Stemmer("porter").stemWord)


def _divide(text: str, stem) -> list[str]:
    """The stems of a text: letters and digits, in small letters and without accents, as FTS5's unicode61 and porter make them."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return [stem(word) if len(word) <= LONGEST_STEMMED_CHARS else word for word in compile_pattern(r"[^\W_]+").findall(plain)]


def _column(place: int) -> int:
    return place >> PLACE_BITS & (1 << COLUMN_BITS) - 1


def _rarity(hits: int, passages: int) -> float:
    return max(math.log((passages - hits + 0.5) / (hits + 0.5)), LEAST_RARITY)


def _phrase_query(stems: Sequence[str], *, headings_only: bool = False) -> tuple[str, list[str]]:
    """A query for passage, weight and length of each passage in which the stems stand next to one another, with its values."""
    joins = "".join(
        f" join (select document, unnest(places) - {number} as place from main.postings where stem = ?) t{number} "
        "using (document, place)"
        for number in range(1, len(stems))
    )
    column = f"(place >> {PLACE_BITS} & {(1 << COLUMN_BITS) - 1})"
    weights = " ".join(f"when {number} then {weight}::real" for number, weight in enumerate(WEIGHTS))
    return (
        f"select h.passage, h.weight, w.length from (select place >> {PLACE_BITS + COLUMN_BITS} as passage, "
        f"sum(case {column} {weights} end) as weight from (select document, unnest(places) as place from main.postings "
        f"where stem = ?) t0{joins} where {f'{column} = 0' if headings_only else 'true'} group by 1) h "
        "join main.words w on w.rowid = h.passage",
        list(stems),
    )
