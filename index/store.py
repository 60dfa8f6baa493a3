"""A store: the catalogue and the vectors, in a folder or on servers, opened together for one embedding model."""

import copy
import sqlite3
import uuid
from pathlib import Path

from index.catalogue import SCHEMA_VERSION, Catalogue
from index.embedder import Embedder
from index.migrations import upgrade
from index.private import make_private_folder
from index.probe import find_damage, is_known, note_known
from index.rebuild import is_unfinished, model_of
from index.remembered import RememberedEmbedder
from index.retriever import Retriever, SearchSettings
from index.ruling import publish
from index.servers import CATALOGUE, IN_FOLDER, VECTORS, Servers, open_database
from index.standing import Publishes
from index.troubles import advise_remake, advise_restore, describe_trouble
from index.vectors import COLLECTION, VectorsProblem, VectorStore
from ingest.problem import Problem

__all__ = ["CATALOGUE", "VECTORS", "Store", "StoreProblem", "open_catalogue", "open_vectors"]


class StoreProblem(Problem):
    """A store that cannot be used: which folder, what is wrong and what to do."""


def open_catalogue(
    folder: Path, *, open_only: bool = False, servers: Servers = IN_FOLDER, change: bool = True
) -> Catalogue:
    """The catalogue of a store alone, which needs no embedding model: enough for the registers; with `open_only` that of the
    papers that are open to the public. One of an older version is upgraded unless `change` is false. Raises StoreProblem,
    UpgradeProblem or DatabaseProblem."""
    catalogue = _open_catalogue(folder, servers, create=False, change=change)
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


def _open_catalogue(folder: Path, servers: Servers, *, create: bool, change: bool = True) -> Catalogue:
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
        if database.exists():
            upgrade(database, folder, carry_out=change)
        catalogue = Catalogue(database)
    except sqlite3.DatabaseError as error:
        said = f"The catalogue in {folder} cannot be opened ({error}). {advise_restore(folder)}"
        raise StoreProblem(describe_trouble(error, folder) or said) from error
    if catalogue.setting("schema") is None:
        catalogue.keep_setting("schema", SCHEMA_VERSION)
    return catalogue


def check_graph(folder: Path, catalogue: Catalogue, *, careful: bool) -> None:
    """See that the vectors in a folder can be searched: tried in a process of its own where their files are not as they were
    left, with `careful` in any case. Raises VectorsProblem."""
    if is_known(folder) and not careful:
        return
    if damage := find_damage(folder, catalogue):
        raise VectorsProblem(f"The vectors in {folder / VECTORS} are damaged: {damage}. {advise_remake(folder)}")


def check_model(catalogue: Catalogue, embedder: Embedder, folder: Path) -> None:
    """See that the vectors are, or in a new store will be, of this model, and whole. Raises StoreProblem."""
    old, new = catalogue.setting("model"), model_of(embedder)
    if old is None:
        catalogue.keep_setting("model", new)
    elif old != new:
        raise StoreProblem(
            f"The store in {catalogue.database.place} was made with another embedding model ({old.split()[0]}; the settings say "
            f"{embedder.name}). Set the model back, or have the vectors made anew with this one: "
            f"council check --new-model --store {folder} (no paper is read again)"
        )
    if is_unfinished(catalogue):
        raise StoreProblem(
            f"The vectors of the store in {catalogue.database.place} are being made anew, or that was stopped half-way. Wait for "
            f"it, or finish it with: council check --store {folder}"
        )


class Store:
    """Both halves of a store and the search over them; `sentences` embeds what is asked for again and again. One that an older
    version made is upgraded, unless `change` is false; with `careful` its vectors are tried first in any case. `folder` holds
    accounts and the like in any case. `publishes` is what is open at all; None for what was open before. Raises StoreProblem for
    one that another model made, UpgradeProblem for one of another version, VectorsProblem for vectors that are damaged, and
    DatabaseProblem or VectorsProblem for servers that cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        search: SearchSettings | None = None,
        *,
        create: bool = False,
        change: bool = True,
        careful: bool = False,
        servers: Servers = IN_FOLDER,
        publishes: Publishes | None = None,
    ):
        self.folder = folder
        self.embedder = embedder
        self.sentences = RememberedEmbedder(embedder)
        self.servers = servers
        self.catalogue = _open_catalogue(folder, servers, create=create, change=change)
        check_model(self.catalogue, embedder, folder)
        if servers.vectors is None:
            check_graph(folder, self.catalogue, careful=careful)
        self.vectors = open_vectors(folder, self.catalogue, servers)
        self.retriever = Retriever(self.catalogue, self.vectors, embedder, search)
        if publishes is not None:
            publish(self.catalogue, self.vectors, embedder, publishes)
        note_known(self.vectors.folder)

    def open_papers(self) -> "Store":
        """The same store as whoever may not see exempt papers sees it: they are in nothing that it is asked."""
        store = copy.copy(self)
        store.catalogue = Catalogue(self.catalogue.database, open_only=True)
        store.retriever = Retriever(store.catalogue, self.vectors, self.embedder, self.retriever.settings)
        return store

    def close(self) -> None:
        self.catalogue.close()
        self.vectors.close()
