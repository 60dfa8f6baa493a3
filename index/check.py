"""Compares the two halves of a store with one another and with the files, and mends what differs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.catalogue import Catalogue
from index.embedder import Embedder
from index.pending import clear_pending, mend_pending, note_pending, restore_vectors
from index.vectors import VectorStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that was not as it should be: `mended`, or `found` with what a person can do about it."""

    state: Literal["mended", "found"]
    message: str
    remedy: str = ""


def check_store(
    catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, *, mend: bool = True, wait_seconds: float = 0
) -> tuple[Difference, ...]:
    """Every difference between catalogue, full text, vectors and files; those within the store are mended unless `mend` is
    false, from the catalogue, which is the truth. Raises StoreBusy where another is changing the store."""
    with catalogue.hold(wait_seconds=wait_seconds):
        found = [*_check_database(catalogue)]
        if mend:
            mend_pending(catalogue, vectors, embedder)
        found += _check_words(catalogue, mend=mend)
        found += _check_vectors(catalogue, vectors, embedder, mend=mend)
        found += _check_files(catalogue)
        return tuple(found)


def _check_database(catalogue: Catalogue) -> list[Difference]:
    said = catalogue.database.find_damage()
    if said is None:
        return []
    remedy = "Restore the last backup with `council restore`, or read the papers into a new store."
    return [Difference(state="found", message=f"The catalogue is damaged ({said[:120]}).", remedy=remedy)]


def _check_words(catalogue: Catalogue, *, mend: bool) -> list[Difference]:
    """Passages without full text cannot be found by words; their papers are read anew. Full text without a passage goes."""
    bare = [
        row[0]
        for row in catalogue.reading().execute(
            "select distinct d.digest from passages p join documents d on d.id = p.document "
            "where p.id not in (select rowid from words) or p.start < 0 or p.end > length(d.text)"
        )
    ]
    if mend:
        with catalogue.writing() as db:
            said = catalogue.database.words.differences(db, mend=True)
    else:
        said = catalogue.database.words.differences(catalogue.reading(), mend=False)
    found = [_difference(mend, sentence) for sentence in said]
    if bare:
        if mend:
            with catalogue.writing() as db:
                db.executemany("update documents set reader = '' where digest = ?", [(digest,) for digest in bare])
        said = f"{len(bare)} papers are not whole in the catalogue."
        found.append(Difference(state="found", message=said, remedy="Run `council ingest` over their folder to read them anew."))
    return found


def _check_vectors(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, *, mend: bool) -> list[Difference]:
    held, wanted = vectors.ids(), catalogue.passage_keys()
    missing, foreign = wanted - held, held - wanted
    if missing and mend:
        for digest in catalogue.digests_of(missing):
            note_pending(catalogue, [digest])
            restore_vectors(catalogue, vectors, embedder, digest)
            clear_pending(catalogue, [digest])
    if foreign and mend:
        vectors.remove(sorted(foreign))
    said = ((missing, "passages had no vector"), (foreign, "vectors belonged to no passage"))
    return [_difference(mend, f"{len(keys)} {what}.") for keys, what in said if keys]


def _difference(mended: bool, message: str) -> Difference:
    if mended:
        return Difference(state="mended", message=message)
    return Difference(state="found", message=message, remedy="Run `council check` to mend it.")


def _check_files(catalogue: Catalogue) -> list[Difference]:
    """Files that are no longer where they were read, counted by the folder that was given."""
    gone: dict[str, int] = {}
    for path, (root, _, _) in catalogue.sources().items():
        # A paper of a zip folder lies where the zip folder does.
        there = any(place.exists() for place in (Path(path), *_archives_above(Path(path))))
        if not there:
            gone[root] = gone.get(root, 0) + 1
    return [
        Difference(
            state="found",
            message=f"{count} files of {root} are no longer there.",
            remedy=f"Run `council ingest {root}` to forget them, or put them back.",
        )
        for root, count in sorted(gone.items())
    ]


def _archives_above(path: Path) -> list[Path]:
    return [parent for parent in path.parents if parent.suffix.lower() == ".zip"]
