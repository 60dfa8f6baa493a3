"""A store in one file and back: the catalogue as an SQLite file, copied while it is in use, and the vectors by themselves.

The file is a tar with `about.json` (versions, model, counts, digests), `catalogue.sqlite`, `keys.txt` and `vectors.f32`. It does
not hold Chroma's own files, whose shape may change from version to version. That of a store on servers is no different, so that
either can be restored as the other.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy

from index.catalogue import SCHEMA_VERSION, Catalogue
from index.embedder import Embedder
from index.lock import hold_store
from index.servers import CATALOGUE, IN_FOLDER, Servers, open_database
from index.store import open_vectors
from index.vectors import VectorStore
from ingest.problem import Problem

FORMAT = 1
KEYS_AT_ONCE = 5000
PARTS = (CATALOGUE, "keys.txt", "vectors.f32")


class BackupProblem(Problem):
    """A backup that cannot be made or used: which file, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What was kept or brought back. `kept_aside` is where the store that stood there before lies now, if there was one."""

    file: str
    documents: int
    passages: int
    bytes: int
    kept_aside: str | None = None


def back_up(catalogue: Catalogue, vectors: VectorStore, file: Path, *, wait_seconds: float = 60) -> BackupReport:
    """Write the store to one file, whole or not at all; it may be searched meanwhile. Raises StoreBusy, BackupProblem."""
    if file.is_dir():
        raise BackupProblem(f"{file} is a folder. Name a file in it.")
    part = file.with_name(file.name + ".part")
    try:
        with catalogue.hold(wait_seconds=wait_seconds), tempfile.TemporaryDirectory(prefix="council-") as work:
            about = _write_parts(Path(work), catalogue, vectors)
            with tarfile.open(part, "w:gz", compresslevel=1) as tar:
                for name in ("about.json", *PARTS):
                    tar.add(Path(work, name), name)
        _keep_on_disk(part)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupProblem(f"The backup {file} cannot be written ({error.strerror or error}). Choose another place.") from error
    return BackupReport(file=str(file), documents=about["documents"], passages=about["passages"], bytes=file.stat().st_size)


def _write_parts(work: Path, catalogue: Catalogue, vectors: VectorStore) -> dict:
    catalogue.database.copy_to(work / CATALOGUE)
    copy = sqlite3.connect(work / CATALOGUE)
    # Of the store that it was made of, and of no other.
    copy.execute("delete from settings where name = 'vectors'")
    copy.commit()
    keys = [row[0] for row in copy.execute("select key from passages order by id")]
    documents = copy.execute("select count(*) from documents").fetchone()[0]
    model = copy.execute("select value from settings where name = 'model'").fetchone()[0]
    copy.close()
    with (work / "keys.txt").open("w", encoding="ascii") as names, (work / "vectors.f32").open("wb") as numbers:
        width = 0
        for start in range(0, len(keys), KEYS_AT_ONCE):
            found = vectors.get(keys[start : start + KEYS_AT_ONCE])
            for key, vector in found.items():
                width = len(vector)
                names.write(key + "\n")
                numbers.write(vector.astype("<f4").tobytes())
    about = {
        "format": FORMAT,
        "schema": SCHEMA_VERSION,
        "model": model,
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "documents": documents,
        "passages": len(keys),
        "width": width,
        "sha256": {name: _digest(work / name) for name in PARTS},
    }
    (work / "about.json").write_text(json.dumps(about, indent=2), "utf-8")
    return about


def restore(
    file: Path, folder: Path, embedder: Embedder, *, wait_seconds: float = 60, servers: Servers = IN_FOLDER
) -> BackupReport:
    """Put the store of a backup in place of the one in `folder`, which is kept beside it. What is served from there goes on with
    the old one until it is started again. On a database server it is put where no store is yet. Raises StoreBusy,
    BackupProblem."""
    if servers.catalogue:
        return _restore_to_server(file, folder, embedder, servers)
    made = folder.with_name(f"{folder.name}.restoring-{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix="council-") as work:
            about = _read_parts(file, Path(work), embedder)
            made.mkdir(parents=True)
            _build(Path(work), made, about, servers)
        aside = None
        if folder.exists():
            with hold_store(folder, wait_seconds=wait_seconds):
                aside = _free_name(folder)
                folder.rename(aside)
                made.rename(folder)
        else:
            made.rename(folder)
    except OSError as error:
        raise BackupProblem(
            f"The store {folder} cannot be restored ({error.strerror or error}). Check who may write there."
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return BackupReport(
        file=str(file),
        documents=about["documents"],
        passages=about["passages"],
        bytes=file.stat().st_size,
        kept_aside=str(aside) if aside else None,
    )


def _read_parts(file: Path, work: Path, embedder: Embedder) -> dict:
    """Unpack a backup and compare it with its digests, this version of the program and the model in use."""
    if not file.is_file():
        raise BackupProblem(f"There is no backup {file}. Check the path.")
    try:
        with tarfile.open(file, "r:gz") as tar:
            for name in ("about.json", *PARTS):
                tar.extract(name, work, filter="data")
        about = json.loads((work / "about.json").read_text("utf-8"))
        whole = all(_digest(work / name) == about["sha256"][name] for name in PARTS)
    except (tarfile.TarError, KeyError, ValueError, EOFError, TypeError, zlib.error) as error:
        raise BackupProblem(f"{file} is no backup of a store, or is damaged ({type(error).__name__}). Use another.") from error
    if not whole:
        raise BackupProblem(f"The backup {file} is damaged: its parts are not what was written. Use another.")
    if (about["format"], about["schema"]) != (FORMAT, SCHEMA_VERSION):
        raise BackupProblem(
            f"The backup {file} is of another version of the program. Restore it with that, or read the papers again."
        )
    if about["model"] != f"{embedder.name} {embedder.digest}":
        raise BackupProblem(
            f"The backup {file} was made with the embedding model {about['model'].split()[0]}; the settings say {embedder.name}. "
            "Set the model back first."
        )
    return about


def _restore_to_server(file: Path, folder: Path, embedder: Embedder, servers: Servers) -> BackupReport:
    database = open_database(folder, servers)
    if database.exists():
        raise BackupProblem(
            f"There is a store in {database.place} already. Make an empty database, name it in store.catalogue and restore "
            "there; the old one stays as it is until you drop it."
        )
    try:
        with tempfile.TemporaryDirectory(prefix="council-") as work:
            about = _read_parts(file, Path(work), embedder)
            folder.mkdir(parents=True, exist_ok=True)
            _build(Path(work), folder, about, servers)
    except OSError as error:
        said = f"The backup {file} cannot be restored ({error.strerror or error}). Make room, and try again."
        raise BackupProblem(said) from error
    return BackupReport(file=str(file), documents=about["documents"], passages=about["passages"], bytes=file.stat().st_size)


def _build(work: Path, folder: Path, about: dict, servers: Servers) -> None:
    """Fill an empty place. Vectors that are missing after it was stopped half-way are made again by `council check`."""
    database = open_database(folder, servers)
    if servers.catalogue:
        # Its tables and what is in them, or nothing.
        with database.writing():
            catalogue = Catalogue(database)
            database.fill_from(work / CATALOGUE)
    else:
        database.fill_from(work / CATALOGUE)
        catalogue = Catalogue(database)
    vectors = open_vectors(folder, catalogue, servers)
    try:
        keys = (work / "keys.txt").read_text("ascii").split()
        numbers = numpy.fromfile(work / "vectors.f32", dtype="<f4").reshape(len(keys), about["width"] or 1)
        place = {key: at for at, key in enumerate(keys)}
        for document in catalogue.documents():
            own = [key for key in catalogue.keys_of(document.digest) if key in place]
            if own:
                vectors.add(document, own, numbers[[place[key] for key in own]])
    finally:
        catalogue.close()
        vectors.close()


def _free_name(folder: Path) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    return folder.with_name(f"{folder.name}.before-{stamp}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_on_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
