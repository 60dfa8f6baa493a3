"""Which part of a paper is held back and why: what the paper itself marks, what manifests declare and what an officer rules.

An officer's ruling goes before everything. Then a paper that any source declares exempt is exempt, whatever other sources say of
the same bytes; one that is declared open is open; one that any source marks by its name or folder is held back; of any other what
it marks itself is, whether that was wholly understood or is in doubt, or all of it where the store publishes only what is listed
open. What the paper marks is kept in any case, so that a ruling can be taken back.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.database import Connection
from index.open_papers import CUT_FACTS, open_words
from index.open_view import OpenView, Ranges
from index.register_tables import cut_records
from index.stored import read_facts
from ingest.abbreviations import find_abbreviations
from ingest.document import Facts, Marking, join_ranges

SCHEMA = """
create table if not exists markings (document integer not null references documents on delete cascade, start integer not null,
  "end" integer not null, state text not null, why text not null);
create index if not exists markings_by_document on markings (document);
create table if not exists declared (path text not null, digest text not null, state text not null, why text not null,
  primary key (path, digest)) without rowid;
create index if not exists declared_by_digest on declared (digest);
create table if not exists rulings (digest text primary key, state text not null, who text not null, day text not null);
"""
PUBLISH = "publish"
"""The setting of the catalogue that says what is published."""
AS_MARKED, ONLY_LISTED = "as marked", "only what is listed open"
Publishes = Literal["as marked", "only what is listed open"]
State = Literal["open", "exempt", "in doubt"]
Ruling = Literal["open", "exempt"]
RULINGS: dict[str, Ruling | None] = {"open": "open", "exempt": "exempt", "as-marked": None}
"""What officers may rule, by the words for it; None takes back what was ruled."""
WHY_LISTED = "only what is listed open is published, and this paper is not listed"

WHY_REPLACED = "it took the place of a paper that was held back, and nobody has said how this one is to be shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is said of the file at `path`: by a manifest, that it is exempt ("yes") or not ("no"), or else by its name or
    folder, that it is marked exempt ("named") or may be ("in doubt"); None where nothing is. `why` is that in words."""

    path: str
    digest: str
    state: Literal["yes", "no", "named", "in doubt"] | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a paper stands: "in doubt" where any of it is held back by a sign that was not wholly understood; `whole` where all of
    it is held back; `reasons` are why anything is, for officers; () for an open paper.

    `ruling` is what an officer ruled, None where none did, with who did and the day (ISO). `markings` are those of the paper
    itself, whatever was ruled.
    """

    digest: str
    file: str
    title: str
    state: State
    whole: bool
    reasons: tuple[str, ...]
    ruling: Ruling | None
    ruled_by: str
    ruled_on: str
    markings: tuple[Marking, ...]

    def as_json(self) -> dict:
        """As the command line prints it."""
        return {
            "file": self.file,
            "document": self.title,
            "digest": self.digest,
            "state": self.state,
            "whole": self.whole,
            "why": list(self.reasons),
            "ruling": self.ruling,
        }


def find_held(db: Connection, digest: str, markings: Sequence[Marking], length: int) -> tuple[tuple[int, int], ...]:
    """The ranges of a text of this length that are held back now, joined and in order."""
    ruled = db.execute("select state from rulings where digest = ?", (digest,)).fetchone()
    declared = {row[0] for row in db.execute("select state from declared where digest = ?", (digest,))}
    whole = ((0, length),)
    if ruled:
        return whole if ruled[0] == "exempt" else ()
    if declared & {"yes", "no"}:
        return whole if "yes" in declared else ()
    if declared or _publishes(db) == ONLY_LISTED:
        return whole
    return join_ranges((marking.start, marking.end) for marking in markings)


def _publishes(db: Connection) -> str:
    row = db.execute("select value from settings where name = ?", (PUBLISH,)).fetchone()
    return row[0] if row else AS_MARKED


def keep_markings(db: Connection, document: int, markings: Sequence[Marking]) -> None:
    """Keep what a paper marks, in the transaction that adds it."""
    db.executemany(
        "insert into markings values (?, ?, ?, ?, ?)",
        [(document, marking.start, marking.end, marking.state, marking.why) for marking in markings],
    )


def read_markings(db: Connection, document: int) -> tuple[Marking, ...]:
    """What a paper marks, in order."""
    rows = db.execute(
        'select start, "end", state, why from markings where document = ? order by start, "end"', (document,)
    ).fetchall()
    return tuple(Marking(start=start, end=end, state=state, why=why) for start, end, state, why in rows)


def view_of(text: str, held: Ranges, *, file: str, facts: Facts, stated: Sequence[str]) -> OpenView | None:
    """What is open of a paper of which a part is held back; None where all or nothing of it is open."""
    return OpenView(text, held, file=file, facts=facts, stated=stated) if held and not covers(held, text) else None


def covers(ranges: Ranges, text: str) -> bool:
    """Whether nothing but white space stands outside the ranges."""
    return bool(ranges) and not open_words(text, json.dumps(ranges)).strip()


def apply_standing(db: Connection, document: int) -> Literal["same", "shown", "indexed"]:
    """Make every table show of a document what is open of it now, within a transaction. What changed: nothing, what is shown,
    or also what is to be indexed beside its passages, which is then to be made anew (see `index.pending`)."""
    row = db.execute(
        "select digest, file, text, title, council, body, date, type, exempt, stated from documents where id = ?", (document,)
    ).fetchone()
    text, before = row["text"], [tuple(span) for span in json.loads(row["exempt"])]
    held = find_held(db, row["digest"], read_markings(db, document), len(text))
    if list(held) == before:
        return "same"
    view = view_of(text, held, file=row["file"], facts=read_facts(row), stated=json.loads(row["stated"]))
    told = view.facts if view else None
    day = told.date.isoformat() if told and told.date else None
    facts = (told.title, told.council, told.body, day) if told else (None,) * len(CUT_FACTS)
    db.execute(
        f"update documents set exempt = ?, withheld = ?, {', '.join(f'open_{name} = ?' for name in CUT_FACTS)} where id = ?",
        (json.dumps(held), int(covers(held, text)), *facts, document),
    )
    _mark_passages(db, document, held, view)
    _mark_abbreviations(db, document, text, held, view)
    cut_records(db, document, view, abbreviations=find_abbreviations(view.text) if view else {})
    in_part = view is not None or (before and not covers(before, text))
    return "indexed" if in_part else "shown"


def _mark_passages(db: Connection, document: int, held: Ranges, view: OpenView | None) -> None:
    if view is None:
        db.execute(
            "update passages set exempt = ?, open_path = null, around = 0 where document = ?", (int(bool(held)), document)
        )
        return
    changed = []
    query = 'select id, start, "end", path, lead_start, lead_end, header_start, header_end from passages where document = ?'
    for row, start, end, path, *around in db.execute(query, (document,)).fetchall():
        spans = [span for span in (around[:2], around[2:]) if span[0] is not None]
        cut = json.dumps(view.path(json.loads(path)))
        changed.append(
            (
                int(view.is_held(start, end)),
                cut if cut != path else None,
                int(any(view.is_held(*span) for span in spans)),
                row,
            )
        )
    db.executemany("update passages set exempt = ?, open_path = ?, around = ? where id = ?", changed)


def _mark_abbreviations(db: Connection, document: int, text: str, held: Ranges, view: OpenView | None) -> None:
    open_ones = find_abbreviations(view.text) if view else {} if held else None
    if open_ones is None:
        db.execute("update abbreviations set open_long = long where document = ?", (document,))
        return
    db.execute("update abbreviations set open_long = null where document = ?", (document,))
    db.executemany(
        "update abbreviations set open_long = ? where document = ? and short = ?",
        [(long, document, short) for short, long in open_ones.items()],
    )


def keep_declarations(db: Connection, found: Sequence[Declaration]) -> list[str]:
    """Keep what the manifests and names of a run say of files, within a transaction; the digests of which something else is said
    now. A file that was declared exempt stays so until its manifest says "no"; one that was declared open is no longer where
    nothing says so. What takes the place of a paper that was held back is in doubt where nothing is said of it."""
    replaced = _find_replaced(db, found)
    known = {(row[0], row[1]): row[2] for row in db.execute("select path, digest, state from declared").fetchall()}
    changed: dict[str, None] = {}
    for said in found:
        before = known.get((said.path, said.digest))
        if said.state is None and before is None and (said.path, said.digest) in replaced:
            said = replace(said, state="in doubt", why=WHY_REPLACED)
        silent = said.state not in ("yes", "no")
        if said.state == before or (said.state is None and before != "no") or (silent and before == "yes"):
            continue
        changed[said.digest] = None
        db.execute("delete from declared where path = ? and digest = ?", (said.path, said.digest))
        if said.state is not None:
            db.execute("insert into declared values (?, ?, ?, ?)", (said.path, said.digest, said.state, said.why))
    return list(changed)


def _find_replaced(db: Connection, found: Sequence[Declaration]) -> set[tuple[str, str]]:
    """Paths and digests of new papers at places where something else was held back, by an officer or a manifest: a paper that was
    corrected by a letter is another to the store, and no less private."""
    papers = {row[0] for row in db.execute("select digest from documents").fetchall()}
    held = dict(
        db.execute(
            "select s.path, s.digest from (select path, digest from sources union all select path, digest from skipped) s "
            "left join rulings r on r.digest = s.digest left join declared d on d.path = s.path and d.digest = s.digest "
            "where r.state = 'exempt' or (r.state is null and d.state in ('yes', 'in doubt'))"
        ).fetchall()
    )
    return {
        (said.path, said.digest)
        for said in found
        if said.digest not in papers and held.get(said.path, said.digest) != said.digest
    }


def keep_ruling(db: Connection, digest: str, ruling: Ruling | None, *, who: str, day: str) -> None:
    """Keep what an officer rules of a paper, or take back what was ruled, within a transaction."""
    db.execute("delete from rulings where digest = ?", (digest,))
    if ruling is not None:
        db.execute("insert into rulings values (?, ?, ?, ?)", (digest, ruling, who, day))


def list_standings(db: Connection, *, digest: str | None = None) -> list[Standing]:
    """How every paper stands of which anything is held back, was ruled, declared or marked, by file name; or one, however it
    stands."""
    where, values = ("where d.digest = ?", (digest,)) if digest is not None else ("", ())
    query = "select d.id, d.digest, d.file, d.title, d.exempt, d.withheld from documents d"
    documents = db.execute(f"{query} {where} order by d.file, d.digest", values).fetchall()
    markings: dict[int, list[Marking]] = {}
    query = 'select m.document, m.start, m."end", m.state, m.why from markings m join documents d on d.id = m.document'
    for row, start, end, state, why in db.execute(f'{query} {where} order by m.start, m."end"', values).fetchall():
        markings.setdefault(row, []).append(Marking(start=start, end=end, state=state, why=why))
    declared: dict[str, list[tuple[str, str]]] = {}
    for said, state, why in db.execute(f"select digest, state, why from declared d {where} order by path", values).fetchall():
        declared.setdefault(said, []).append((state, why))
    rulings = {
        said: (state, who, day)
        for said, state, who, day in db.execute(f"select digest, state, who, day from rulings d {where}", values).fetchall()
    }
    only_listed = _publishes(db) == ONLY_LISTED
    return [
        _make_standing(
            row, tuple(markings.get(row["id"], ())), declared.get(row["digest"], ()), rulings.get(row["digest"]), only_listed
        )
        for row in documents
        if digest is not None
        or row["exempt"] != "[]"
        or row["id"] in markings
        or row["digest"] in declared
        or row["digest"] in rulings
    ]


def _make_standing(
    row,
    markings: tuple[Marking, ...],
    declared: Sequence[tuple[str, str]],
    ruling: tuple[Ruling, str, str] | None,
    only_listed: bool,
) -> Standing:
    ruled, who, day = ruling or (None, "", "")
    reasons: list[str] = []
    state: State = "exempt" if row["exempt"] != "[]" else "open"
    if state == "open":
        pass
    elif ruled:
        reasons.append(f"an officer ruled so on {day}" + (f" ({who})" if who else ""))
    elif any(said == "yes" for said, _ in declared):
        reasons += [why for said, why in declared if said == "yes"]
    elif only_listed:
        reasons.append(WHY_LISTED)
    else:
        named = [
            Marking(start=0, end=sys.maxsize, state="exempt" if said == "named" else "in doubt", why=why)
            for said, why in declared
            if said in ("named", "in doubt")
        ]
        reasons += dict.fromkeys(marking.why for marking in (*named, *markings))
        state = "in doubt" if _are_in_doubt((*named, *markings)) else state
    return Standing(
        digest=row["digest"],
        file=row["file"],
        title=row["title"],
        state=state,
        whole=bool(row["withheld"]),
        reasons=tuple(reasons),
        ruling=ruled,
        ruled_by=who,
        ruled_on=day,
        markings=markings,
    )


def _are_in_doubt(markings: Sequence[Marking]) -> bool:
    """Whether any of them is in doubt but for what is plainly exempt anyway."""
    sure = join_ranges((marking.start, marking.end) for marking in markings if marking.state == "exempt")
    doubtful = (marking for marking in markings if marking.state == "in doubt")
    return any(not any(start <= marking.start and marking.end <= end for start, end in sure) for marking in doubtful)
