"""The vectors of a store made anew from its catalogue, which holds all the words that they are made of: no paper is needed."""

import shutil
from pathlib import Path

from index.catalogue import Catalogue
from index.embedder import Embedder
from index.pending import restore_vectors
from index.probe import note_known
from index.servers import IN_FOLDER, VECTORS, Servers
from index.vectors import VectorStore, drop_collection

MAKING = "vectors_in_the_making"
"""A setting that stands in the catalogue while the vectors are not yet those that it asks for."""


def model_of(embedder: Embedder) -> str:
    """A model as the catalogue keeps it: its name and the digest of its weights."""
    return f"{embedder.name} {embedder.digest}"


def is_unfinished(catalogue: Catalogue) -> bool:
    """Whether the vectors are just being made anew, or that was stopped half-way."""
    return catalogue.setting(MAKING) is not None


def rebuild_vectors(folder: Path, catalogue: Catalogue, embedder: Embedder, servers: Servers = IN_FOLDER) -> int:
    """Make all vectors anew, of the model given; how many passages have one. Nobody may have those in the folder open.

    In a folder they are made beside the old ones and then put in their place, so that stopped before that nothing has changed;
    on a server in place of the old ones. Stopped later, they are marked as unfinished, and the next call does it all again.
    """
    if servers.vectors is None:
        beside = folder / f"{VECTORS}.new"
        shutil.rmtree(beside, ignore_errors=True)
        count = _fill(VectorStore(beside, passages=catalogue.count_passages()), catalogue, embedder)
        _begin(catalogue, embedder)
        # What is left of damaged ones is of no use.
        shutil.rmtree(folder / VECTORS, ignore_errors=True)
        beside.rename(folder / VECTORS)
        note_known(folder)
    else:
        _begin(catalogue, embedder)
        name = catalogue.setting("vectors")
        drop_collection(servers.vectors, name)
        count = _fill(VectorStore(servers.vectors, name, passages=catalogue.count_passages()), catalogue, embedder)
    with catalogue.writing() as db:
        db.execute("delete from settings where name = ?", (MAKING,))
        db.execute("delete from pending")
    return count


def _begin(catalogue: Catalogue, embedder: Embedder) -> None:
    with catalogue.writing():
        catalogue.keep_setting(MAKING, "1")
        catalogue.keep_setting("model", model_of(embedder))


def _fill(vectors: VectorStore, catalogue: Catalogue, embedder: Embedder) -> int:
    try:
        for document in catalogue.documents():
            restore_vectors(catalogue, vectors, embedder, document.digest)
        return len(vectors.ids())
    finally:
        vectors.close()
