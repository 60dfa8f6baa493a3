"""The vectors of the passages in Chroma, by cosine: in a folder or on a server. Chroma's own embedding, downloads and telemetry
are off."""

import logging
import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy

from index.catalogue import FILTERED, Filters, StoredDocument
from index.servers import VectorServer
from index.troubles import Kind, StoreTrouble, advise_remake, find_kind, find_kind_in, say_trouble
from ingest.document import Document
from ingest.problem import Problem

os.environ["ANONYMIZED_TELEMETRY"] = "False"
import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

log = logging.getLogger(__name__)
COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
UNWRITABLE = ("full", "read only", "gone", "unreadable")
"""Troubles with which what is there may still be read."""
BATCH = 1000
EQUALS = 50
"""So many more are looked up than are asked for, to know all that are as near as the last of them."""
SERVER_VERSION = 1
"""The first number of the versions of Chroma's server that this client speaks to."""
NARROWEST = 1600
"""Near passages that a search of a small collection follows through the graph. With Chroma's own 100 about two of the nearest
hundred were missed, with 800 one in a few hundred questions, others in each process, for the graph is made by chance; and the
same question was then answered differently."""
WIDTH_A_ROOT = 10
GRAPH = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": NARROWEST}
HEARTBEAT = "/api/v2/heartbeat"
REACH_SECONDS, ANSWER_SECONDS = 10.0, 120.0
"""A server that has not taken a connection, or not answered, by then counts as away. To keep a thousand vectors or to name all
that there are may take a large one a while."""


class VectorsProblem(Problem):
    """Vectors that cannot be used: which folder or server and what to do."""


class VectorStore:
    """Vectors by passage id, each with its document's digest, council, body, type and date (as the number 20220125)."""

    def __init__(self, place: Path | VectorServer, collection: str = COLLECTION, *, passages: int = 0):
        """In the folder `place`, or on a server, where each store has a collection of its own; wide enough a search for so many
        passages. Raises VectorsProblem."""
        self._place = place
        self._copy: tempfile.TemporaryDirectory | None = None
        self._trouble: Kind = "read only"
        try:
            self._open(place, collection, passages)
        except VectorsProblem as problem:
            in_folder = isinstance(place, Path) and (place / DATABASE).is_file()
            kind = find_kind(problem)
            if not in_folder or kind not in UNWRITABLE:
                raise
            self._trouble = kind
            self._open_copy(place, collection, passages, problem)

    def _open_copy(self, place: Path, collection: str, passages: int, problem: VectorsProblem) -> None:
        """Chroma writes when it opens: where the disk allows no writing, a copy elsewhere is searched, until it is closed."""
        self._copy = tempfile.TemporaryDirectory(prefix="council-vectors-", ignore_cleanup_errors=True)
        try:
            shutil.copytree(place, self._copy.name, dirs_exist_ok=True)
        except OSError as error:
            self._copy.cleanup()
            raise problem from error
        log.warning("%s Until then a copy of the vectors is searched, and nothing can be added.", problem)
        self._open(Path(self._copy.name), collection, passages)

    def _open(self, place: Path | VectorServer, collection: str, passages: int) -> None:
        with self._naming_damage():
            self._client = _connect(place)
            try:
                self._passages = self._client.get_or_create_collection(
                    collection, embedding_function=None, configuration={"hnsw": GRAPH}
                )
                self._fit_width(search_width(passages))
            except (ChromaError, httpx.HTTPError):
                self._client.close()
                raise

    @property
    def folder(self) -> Path | None:
        """The store's folder that the vectors are in; None where they are on a server."""
        return self._place.parent if isinstance(self._place, Path) else None

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        try:
            yield
        except (ChromaError, httpx.HTTPError) as error:
            raise VectorsProblem(self._describe(error)) from error

    def _describe(self, error: Exception) -> str:
        if not isinstance(self._place, Path):
            cause = f"on the Chroma server {self._place.address} cannot be used ({_say_cause(error)})"
            return f"The vectors {cause}. See that it runs, and run `council check`."
        folder, kind = self._place.parent, find_kind_in(str(error))
        if kind in (*UNWRITABLE, "busy"):
            return f"The vectors cannot be used. {say_trouble(kind, folder, str(error))}"
        return f"The vectors in {self._place} cannot be used ({_say_cause(error)}). {advise_remake(folder)}"

    def _fit_width(self, width: int) -> None:
        """Set how widely is searched. Chroma takes it up only when it loads the graph, which it does for whatever is asked: in a
        folder that is after this, on a server once that has let go of it, such as when it starts again."""
        graph = self._passages.configuration_json.get("hnsw")
        if graph and graph.get("ef_search") != width:
            self._passages.modify(configuration={"hnsw": {"ef_search": width}})

    def add(self, document: Document | StoredDocument, ids: Sequence[str], vectors: numpy.ndarray) -> None:
        """Keep the vectors of one document's passages; ids that are there already are written over."""
        facts = document.facts
        stated = {
            "document": document.digest,
            "council": facts.council,
            "body": facts.body,
            "type": facts.type,
            "date": int(facts.date.strftime("%Y%m%d")) if facts.date else None,
        }
        metadata = {name: value for name, value in stated.items() if value is not None}
        self._refuse_copy()
        for start in range(0, len(ids), BATCH):
            part = list(ids[start : start + BATCH])
            with self._naming_damage():
                # Writing over would leave what the document stated before and states no more.
                self._passages.delete(ids=part)
                self._passages.add(ids=part, embeddings=vectors[start : start + BATCH], metadatas=[metadata] * len(part))

    def _refuse_copy(self) -> None:
        if self._copy:
            raise StoreTrouble(self._trouble, self._place.parent)

    def remove(self, ids: Sequence[str]) -> None:
        self._refuse_copy()
        for start in range(0, len(ids), BATCH):
            with self._naming_damage():
                self._passages.delete(ids=list(ids[start : start + BATCH]))

    def search(self, vector: numpy.ndarray, filters: Filters, limit: int) -> list[tuple[str, float]]:
        """Passage ids nearest to the vector, best first, with their cosine similarity (1 is the same direction); equally near
        ones in the order of their ids. Of a group that is equally near and does not fit, which of them the graph finds depends
        on its history, so that none are given, unless there is nothing nearer."""
        with self._naming_damage():
            found = self._passages.query(
                query_embeddings=[vector], n_results=limit + EQUALS, where=_where(filters), include=["distances"]
            )
        nearest = sorted(zip(found["distances"][0], found["ids"][0], strict=True))
        if len(nearest) == limit + EQUALS and nearest[limit - 1][0] == nearest[-1][0]:
            nearest = [one for one in nearest if one[0] < nearest[-1][0]] or nearest
        return [(key, 1 - distance) for distance, key in nearest[:limit]]

    def count(self) -> int:
        """How many passages have a vector."""
        with self._naming_damage():
            return self._passages.count()

    def ids(self) -> set[str]:
        with self._naming_damage():
            return set(self._passages.get(include=[])["ids"])

    def ids_of(self, digest: str) -> set[str]:
        """Ids of the passages of one document."""
        with self._naming_damage():
            return set(self._passages.get(where={"document": digest}, include=[])["ids"])

    def get(self, ids: Sequence[str]) -> dict[str, numpy.ndarray]:
        """Those of the vectors that are there, float32 and of length 1, by passage id."""
        found: dict[str, numpy.ndarray] = {}
        with self._naming_damage():
            for start in range(0, len(ids), BATCH):
                part = self._passages.get(ids=list(ids[start : start + BATCH]), include=["embeddings"])
                found.update(zip(part["ids"], numpy.asarray(part["embeddings"], dtype=numpy.float32), strict=True))
        return found

    def close(self) -> None:
        self._client.close()
        if self._copy:
            self._copy.cleanup()


def search_width(passages: int) -> int:
    """How many near passages (`ef_search` of HNSW) a search through so many follows: ten times their square root, or the next
    step of doubling above, so that it is seldom set anew.

    At a fixed width more is missed the more passages there are. Of vectors of 384 numbers of made-up papers (`eval.bench`), the
    share of the true nearest 10 and 100 that was found, and the middle time of a search on two busy cores:

    | passages | width 800 | 1600 | 3200 | 6400 |
    |--:|--:|--:|--:|--:|
    | 1,000 | 100%, 100%, 2 ms | | | |
    | 20,000 | 100%, 99.2%, 6 ms | 100%, 100%, 8 ms | 100%, 100%, 10 ms | |
    | 50,000 | 98.5%, 96.6%, 9 ms | 99.7%, 99.1%, 12 ms | 99.8%, 99.8%, 19 ms | 100%, 99.8%, 27 ms |
    | 93,000 | 97.2%, 95.2%, 14 ms | 99.2%, 98.4%, 21 ms | 100%, 99.6%, 24 ms | 100%, 99.9%, 30 ms |

    What 99.5% of the nearest 100 take grows as the root: about 1,000, 2,200 and 3,000 at the last three sizes.
    """
    width = NARROWEST
    while width < WIDTH_A_ROOT * math.sqrt(passages):
        width *= 2
    return width


def read_server_version(server: VectorServer) -> str:
    """The version of a Chroma server. Raises VectorsProblem where it cannot be used."""
    client = _connect(server)
    try:
        return client.get_version()
    finally:
        client.close()


def drop_collection(server: VectorServer, collection: str) -> None:
    """Remove all vectors of one store from a server. Raises VectorsProblem."""
    client = _connect(server)
    try:
        client.delete_collection(collection)
    except NotFoundError:
        return
    except (ChromaError, httpx.HTTPError) as error:
        raise VectorsProblem(
            f"The vectors on the Chroma server {server.address} cannot be removed ({_say_cause(error)}). See that it runs, and "
            "run `council check` again."
        ) from error
    finally:
        client.close()


def _connect(place: Path | VectorServer) -> chromadb.ClientAPI:
    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    if isinstance(place, Path):
        try:
            return chromadb.PersistentClient(path=str(place), settings=settings)
        except ChromaError:
            # What it could not start it keeps, and would give to the next who opens this folder.
            if str(place) not in SharedSystemClient._identifier_to_refcount:
                SharedSystemClient._identifier_to_system.pop(str(place), None)
            raise
    parts = urlsplit(place.address)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "localhost", parts.port or (443 if secure else 80)
    said = f"Bearer {place.token}" if place.header.lower() == "authorization" else place.token
    headers = {place.header: said} if place.token else {}
    try:
        # The client asks the server as soon as it is made, and would then wait for ever.
        heartbeat = httpx.URL(scheme=parts.scheme, host=host, port=port, path=HEARTBEAT)
        httpx.get(heartbeat, headers=headers, timeout=REACH_SECONDS)
        client = chromadb.HttpClient(host=host, port=port, ssl=secure, headers=headers, settings=settings)
        # It has no setting for this.
        client._server._session.timeout = httpx.Timeout(ANSWER_SECONDS, connect=REACH_SECONDS)
        version = client.get_version()
    except (ValueError, httpx.HTTPError) as error:
        # So the client says it whatever went wrong.
        raise VectorsProblem(
            f"There is no Chroma server at {place.address} that lets this program in ({_say_cause(error)}). See that it runs, "
            "and that the environment variable which store.vectors_token names holds what it asks for, or mend store.vectors."
        ) from error
    if not version.startswith(f"{SERVER_VERSION}."):
        raise VectorsProblem(
            f"The Chroma server at {place.address} is version {version}. A server of version {SERVER_VERSION} is needed."
        )
    return client


def _say_cause(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "it gave no answer in time; it hangs or has too much to do"
    return str(error)[:200]


def _where(filters: Filters) -> dict | None:
    parts: list[dict] = [{name: {"$in": list(wanted)}} for name in FILTERED if (wanted := getattr(filters, name))]
    if filters.first:
        parts.append({"date": {"$gte": int(filters.first.strftime("%Y%m%d"))}})
    if filters.last:
        parts.append({"date": {"$lte": int(filters.last.strftime("%Y%m%d"))}})
    if len(parts) > 1:
        return {"$and": parts}
    return parts[0] if parts else None
