"""A store: the catalogue and the vectors, in a folder or on servers, opened together for one embedding model."""

import copy
import sqlite3
import uuid
from pathlib import Path

from index.catalogue import SCHEMA_VERSION, Catalogue
from index.embedder import Embedder
from index.private import make_private_folder
from index.remembered import RememberedEmbedder
from index.retriever import Retriever, SearchSettings
from index.ruling import publish
from index.servers import CATALOGUE, IN_FOLDER, VECTORS, Servers, open_database
from index.standing import Publishes
from index.vectors import COLLECTION, VectorStore
from ingest.problem import Problem

__all__ = ["CATALOGUE", "VECTORS", "Store", "StoreProblem", "open_catalogue", "open_vectors"]
OTHER_VERSION = "was made by another version of the program. Read the papers into a new store."


class StoreProblem(Problem):
    """A store that cannot be used: which folder, what is wrong and what to do."""


def open_catalogue(folder: Path, *, open_only: bool = False, servers: Servers = IN_FOLDER) -> Catalogue:
    """The catalogue of a store alone, which needs no embedding model: enough for the registers; with `open_only` that of the
    papers that are open to the public. Raises StoreProblem or DatabaseProblem."""
    catalogue = _open_catalogue(folder, servers, create=False)
    return Catalogue(catalogue.database, open_only=True) if open_only else catalogue


def open_vectors(folder: Path, catalogue: Catalogue, servers: Servers = IN_FOLDER) -> VectorStore:
    """The vectors that belong to a catalogue. On a server they have a name that the catalogue keeps, so that stores never share
    any. Raises VectorsProblem."""
    passages = catalogue.count_passages()
    if servers.vectors is None:
        return VectorStore(folder / VECTORS, passages=passages)
    if catalogue.setting("vectors") is None:
        with catalogue.writing() as db:
            # Of two that open a new store at once, one decides.
            made = f"{COLLECTION}-{uuid.uuid4().hex}"
            db.execute("insert into settings values ('vectors', ?) on conflict (name) do nothing", (made,))
    return VectorStore(servers.vectors, catalogue.setting("vectors"), passages=passages)


def _open_catalogue(folder: Path, servers: Servers, *, create: bool) -> Catalogue:
    database = open_database(folder, servers)
    if not database.exists() and not create:
        raise StoreProblem(f"There is no store in {database.place}. Make one with: council ingest FOLDER --store {folder}")
    try:
        make_private_folder(folder)
    except OSError as error:
        raise StoreProblem(
            f"The store folder {folder} cannot be made ({error.strerror}). Choose another with --store."
        ) from error
    try:
        catalogue = Catalogue(database)
    except sqlite3.DatabaseError as error:
        raise StoreProblem(f"The catalogue in {folder} cannot be opened ({error}). Read the papers into a new store.") from error
    _keep_or_compare(catalogue, "schema", SCHEMA_VERSION, OTHER_VERSION)
    return catalogue


def _keep_or_compare(catalogue: Catalogue, name: str, value: str, problem: str) -> None:
    old = catalogue.setting(name)
    if old is None:
        catalogue.keep_setting(name, value)
    elif old != value:
        said = problem.format(old=old.split()[0], new=value.split()[0])
        raise StoreProblem(f"The store in {catalogue.database.place} {said}")


class Store:
    """Both halves of a store and the search over them; `sentences` embeds what is asked for again and again. Raises StoreProblem
    for one that another model or version made, and DatabaseProblem or VectorsProblem for servers that cannot be used. `folder`
    holds accounts and the like in any case. `publishes` is what is open at all; None for what was open before."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        search: SearchSettings | None = None,
        *,
        create: bool = False,
        servers: Servers = IN_FOLDER,
        publishes: Publishes | None = None,
    ):
        self.folder = folder
        self.embedder = embedder
        self.sentences = RememberedEmbedder(embedder)
        self.servers = servers
        self.catalogue = _open_catalogue(folder, servers, create=create)
        _keep_or_compare(
            self.catalogue,
            "model",
            f"{embedder.name} {embedder.digest}",
            "was made with another embedding model ({old}; the settings say {new}). "
            "Set the model back, or read the papers into a new store.",
        )
        self.vectors = open_vectors(folder, self.catalogue, servers)
        self.retriever = Retriever(self.catalogue, self.vectors, embedder, search)
        if publishes is not None:
            publish(self.catalogue, self.vectors, embedder, publishes)

    def open_papers(self) -> "Store":
        """The same store as whoever may not see exempt papers sees it: they are in nothing that it is asked."""
        store = copy.copy(self)
        store.catalogue = Catalogue(self.catalogue.database, open_only=True)
        store.retriever = Retriever(store.catalogue, self.vectors, self.embedder, self.retriever.settings)
        return store

    def close(self) -> None:
        self.catalogue.close()
        self.vectors.close()
