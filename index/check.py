"""Compares the parts of a store with one another and with the files, and mends what differs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.catalogue import Catalogue
from index.embedder import Embedder
from index.pending import clear_pending, mend_pending, note_pending, restore_vectors
from index.probe import find_damage, note_known
from index.rebuild import is_unfinished, model_of, rebuild_vectors
from index.servers import IN_FOLDER, VECTORS, Servers
from index.store import check_model, open_catalogue, open_vectors
from index.troubles import advise_restore
from index.vectors import VectorStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that was not as it should be: `mended`, or `found` with what a person can do about it."""

    state: Literal["mended", "found"]
    message: str
    remedy: str = ""


def check_folder(
    folder: Path,
    embedder: Embedder,
    servers: Servers = IN_FOLDER,
    *,
    mend: bool = True,
    new_model: bool = False,
    wait_seconds: float = 0,
) -> tuple[Difference, ...]:
    """Every difference in a store that nothing else is known of: an older version is upgraded, a catalogue that is damaged or was
    emptied is named and left as it is, and vectors that cannot be searched, or with `new_model` are of another model, are made
    anew. What is left is done by `check_store`. Raises StoreProblem, StoreBusy and what keeps a server from being used."""
    catalogue = open_catalogue(folder, servers=servers, change=mend)
    try:
        with catalogue.hold(wait_seconds=wait_seconds):
            if worst := _check_database(catalogue, folder) or _check_emptied(catalogue, folder, servers):
                return tuple(worst)
            rebuilt = _check_graph(catalogue, folder, embedder, servers, mend=mend, new_model=new_model)
            if any(difference.state == "found" for difference in rebuilt):
                return (*rebuilt, *_check_files(catalogue))
            check_model(catalogue, embedder, folder)
            vectors = open_vectors(folder, catalogue, servers)
            try:
                return (*rebuilt, *check_store(catalogue, vectors, embedder, mend=mend))
            finally:
                vectors.close()
    finally:
        catalogue.close()


def check_store(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, *, mend: bool = True) -> tuple[Difference, ...]:
    """Every difference between catalogue, full text, vectors and files; those within the store are mended unless `mend` is
    false, from the catalogue, which is the truth. Nobody else may be changing the store."""
    if mend:
        mend_pending(catalogue, vectors, embedder)
    found = _check_words(catalogue, mend=mend)
    found += _check_vectors(catalogue, vectors, embedder, mend=mend)
    found += _check_files(catalogue)
    note_known(vectors.folder)
    return tuple(found)


def _check_database(catalogue: Catalogue, folder: Path) -> list[Difference]:
    said = catalogue.database.find_damage()
    if said is None:
        return []
    return [Difference(state="found", message=f"The catalogue is damaged ({said[:120]}).", remedy=advise_restore(folder))]


def _check_emptied(catalogue: Catalogue, folder: Path, servers: Servers) -> list[Difference]:
    """A catalogue without papers beside vectors of some was emptied by something else than this program, which would have removed
    those first noting what it does: they are left, for a backup may bring the catalogue back."""
    db = catalogue.reading()
    if any(db.execute(f"select 1 from {table} limit 1").fetchone() for table in ("documents", "pending")):
        return []
    if servers.vectors is None and not (folder / VECTORS).is_dir():
        return []
    vectors = open_vectors(folder, catalogue, servers)
    try:
        count = vectors.count()
    finally:
        vectors.close()
    if not count:
        return []
    said = f"The catalogue is empty while there are vectors of {count} passages, which are left as they are."
    remedy = f"{advise_restore(folder)} Reading the papers again with council ingest mends it as well."
    return [Difference(state="found", message=said, remedy=remedy)]


def _check_graph(
    catalogue: Catalogue, folder: Path, embedder: Embedder, servers: Servers, *, mend: bool, new_model: bool
) -> list[Difference]:
    """Whether the vectors can be searched at all, are those of the model and were finished; else they are made anew."""
    kept = catalogue.setting("model")
    if is_unfinished(catalogue):
        damage = "making them anew was stopped half-way"
    elif kept not in (None, model_of(embedder)):
        if not new_model:
            return []
        damage = f"they are of the embedding model {kept.split()[0]}"
    else:
        damage = find_damage(folder, catalogue, every=True) if servers.vectors is None else None
    if damage is None:
        return []
    if not mend:
        return [_difference(False, f"The vectors have to be made anew: {damage}.")]
    count = rebuild_vectors(folder, catalogue, embedder, servers)
    return [_difference(True, f"The vectors were made anew from the catalogue, {count} of them: {damage}.")]


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
