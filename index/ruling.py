"""Changes to what is held back: an officer's ruling on a paper, what manifests declare, and what the store publishes at all.

Each takes effect at once for everybody, in one transaction and also while papers are being read in. What is indexed beside the
passages of a paper that is held back in part is made anew after it; where another has the store for long, by the next ingest or
check at its latest.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from index.catalogue import Catalogue
from index.database import Connection
from index.embedder import Embedder
from index.lock import StoreBusy
from index.pending import clear_pending, note_pending, renew_indexes
from index.standing import (
    AS_MARKED,
    PUBLISH,
    Declaration,
    Publishes,
    Ruling,
    Standing,
    apply_standing,
    keep_declarations,
    keep_ruling,
    list_standings,
)
from index.vectors import VectorStore

WAIT_SECONDS = 20.0
"""For a backup or the paper that is being read; a long ingest is not waited for."""


def rule_on(
    catalogue: Catalogue,
    vectors: VectorStore,
    embedder: Embedder,
    digest: str,
    ruling: Ruling | None,
    *,
    who: str,
    day: date,
) -> Standing:
    """Keep an officer's ruling that a paper is open or exempt, or take one back (None), so that it is as it is marked. It holds
    for the content, under whatever name it comes again. How the paper stands then."""

    def rule(db: Connection) -> Iterable[str]:
        keep_ruling(db, digest, ruling, who=who, day=day.isoformat())
        return [digest]

    _change(catalogue, vectors, embedder, rule)
    return list_standings(catalogue.reading(), digest=digest)[0]


def declare(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, said: Sequence[Declaration]) -> None:
    """Keep what the manifests of a run say of its files. The store is held by the caller."""
    digests = _apply(catalogue, lambda db: keep_declarations(db, said))
    _renew(catalogue, vectors, embedder, digests)


def publish(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, what: Publishes) -> None:
    """Say what the store publishes of the papers of which nobody has ruled or declared anything. Where that is as it was, nothing
    is done."""
    if (catalogue.setting(PUBLISH) or AS_MARKED) == what:
        return

    def change(db: Connection) -> Iterable[str]:
        catalogue.keep_setting(PUBLISH, what)
        return [row[0] for row in db.execute("select digest from documents").fetchall()]

    _change(catalogue, vectors, embedder, change)


def _change(
    catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, change: Callable[[Connection], Iterable[str]]
) -> None:
    digests = _apply(catalogue, change)
    if not digests:
        return
    try:
        with catalogue.hold(wait_seconds=WAIT_SECONDS):
            _renew(catalogue, vectors, embedder, digests)
    except StoreBusy:
        # They are noted, and an ingest sees to them at its end.
        return


def _apply(catalogue: Catalogue, change: Callable[[Connection], Iterable[str]]) -> list[str]:
    """Make a change and show what it leaves open; the papers of which what is indexed has to be made anew, which are noted."""
    with catalogue.writing() as db:
        digests = []
        for digest in change(db):
            row = db.execute("select id from documents where digest = ?", (digest,)).fetchone()
            if row and apply_standing(db, row[0]) == "indexed":
                digests.append(digest)
        note_pending(catalogue, digests)
    return digests


def _renew(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, digests: Sequence[str]) -> None:
    for digest in digests:
        renew_indexes(catalogue, vectors, embedder, digest)
        clear_pending(catalogue, [digest])
