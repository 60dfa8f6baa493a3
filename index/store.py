"""A store on disk: a folder with the catalogue (SQLite) and the vectors (Chroma), opened together for one embedding model."""

import copy
import sqlite3
from pathlib import Path

from index.catalogue import SCHEMA_VERSION, Catalogue
from index.embedder import Embedder
from index.remembered import RememberedEmbedder
from index.retriever import Retriever, SearchSettings
from index.vectors import VectorStore
from ingest.problem import Problem

CATALOGUE = "catalogue.sqlite"
VECTORS = "chroma"
OTHER_VERSION = "was made by another version of the program. Read the papers into a new store."


class StoreProblem(Problem):
    """A store that cannot be used: which folder, what is wrong and what to do."""


def open_catalogue(folder: Path, *, open_only: bool = False) -> Catalogue:
    """The catalogue of a store alone, which needs no embedding model: enough for the registers; with `open_only` that of the
    papers that are open to the public. Raises StoreProblem."""
    if not (folder / CATALOGUE).is_file():
        raise StoreProblem(f"There is no store in {folder}. Make one with: council ingest FOLDER --store {folder}")
    catalogue = _open_catalogue(folder)
    _keep_or_compare(catalogue, folder, "schema", SCHEMA_VERSION, OTHER_VERSION)
    return Catalogue(catalogue.path, open_only=True) if open_only else catalogue


def _open_catalogue(folder: Path) -> Catalogue:
    try:
        return Catalogue(folder / CATALOGUE)
    except sqlite3.DatabaseError as error:
        raise StoreProblem(f"The catalogue in {folder} cannot be opened ({error}). Read the papers into a new store.") from error


def _keep_or_compare(catalogue: Catalogue, folder: Path, name: str, value: str, problem: str) -> None:
    old = catalogue.setting(name)
    if old is None:
        catalogue.keep_setting(name, value)
    elif old != value:
        raise StoreProblem(f"The store in {folder} " + problem.format(old=old.split()[0], new=value.split()[0]))


class Store:
    """Both halves of a store and the search over them; `sentences` embeds what is asked for again and again. Raises StoreProblem
    for a folder that another model or version made."""

    def __init__(self, folder: Path, embedder: Embedder, search: SearchSettings | None = None, *, create: bool = False):
        if not (folder / CATALOGUE).is_file() and not create:
            raise StoreProblem(f"There is no store in {folder}. Make one with: council ingest FOLDER --store {folder}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreProblem(
                f"The store folder {folder} cannot be made ({error.strerror}). Choose another with --store."
            ) from error
        self.folder = folder
        self.embedder = embedder
        self.sentences = RememberedEmbedder(embedder)
        self.catalogue = _open_catalogue(folder)
        _keep_or_compare(self.catalogue, folder, "schema", SCHEMA_VERSION, OTHER_VERSION)
        _keep_or_compare(
            self.catalogue,
            folder,
            "model",
            f"{embedder.name} {embedder.digest}",
            "was made with another embedding model ({old}; the settings say {new}). "
            "Set the model back, or read the papers into a new store.",
        )
        self.vectors = VectorStore(folder / VECTORS)
        self.retriever = Retriever(self.catalogue, self.vectors, embedder, search)

    def open_papers(self) -> "Store":
        """The same store as whoever may not see exempt papers sees it: they are in nothing that it is asked."""
        store = copy.copy(self)
        store.catalogue = Catalogue(self.catalogue.path, open_only=True)
        store.retriever = Retriever(store.catalogue, self.vectors, self.embedder, self.retriever.settings)
        return store

    def close(self) -> None:
        self.catalogue.close()
        self.vectors.close()
