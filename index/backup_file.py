"""A store written to one file: the catalogue as an SQLite file, copied while it is in use, the vectors by themselves, the
accounts without their sessions, and every other file of the store's folder: feedback, kept questions, papers added in the page
and the like.

The file is a tar with `catalogue.sqlite`, `keys.txt`, `vectors.f32`, `people.sqlite` where there are accounts, the other files
under `folder/`, and last `about.json` (versions, model, counts, digests). It does not hold Chroma's own files, whose shape may
change from version to version. That of a store on servers is no different, so that either can be restored as the other. Its
owner alone may read it.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from index.accounts import PEOPLE, people_file, read_mark
from index.catalogue import SCHEMA_VERSION, Catalogue
from index.folder_files import copy_accounts, count_by_place, list_files
from index.private import FILE
from index.servers import CATALOGUE
from index.sqlite_database import SqliteDatabase
from index.vectors import VectorStore
from ingest.problem import Problem

FORMAT = 2
KEYS_AT_ONCE = 5000
ABOUT, FILES = "about.json", "folder/"
PARTS = (CATALOGUE, "keys.txt", "vectors.f32")


class BackupProblem(Problem):
    """A backup that cannot be made or used: which file, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What was kept or brought back. `accounts` is how many accounts the backup holds; `files` how many other files, by their
    name in the store's folder or by that of the folder there that they are in. `kept_aside` is where the store that stood there
    before lies now, if there was one; `accounts_kept` whether the accounts that were there stay, `accounts_missing` whether the
    store has had accounts that neither it nor the backup holds; `files_kept` are files that were there and stay, counted as
    `files`."""

    file: str
    documents: int
    passages: int
    bytes: int
    accounts: int = 0
    files: dict[str, int] = field(default_factory=dict)
    kept_aside: str | None = None
    accounts_kept: bool = False
    accounts_missing: bool = False
    files_kept: dict[str, int] = field(default_factory=dict)


def back_up(
    catalogue: Catalogue, vectors: VectorStore, file: Path, *, folder: Path | None = None, wait_seconds: float = 60
) -> BackupReport:
    """Write the store to one file, whole or not at all; it may be searched meanwhile. `folder` is the store's own, where its
    catalogue is on a server. Raises StoreBusy, BackupProblem."""
    if file.is_dir():
        raise BackupProblem(f"{file} is a folder. Name a file in it.")
    if folder is None and isinstance(catalogue.database, SqliteDatabase):
        folder = catalogue.database.path.parent
    part = file.with_name(file.name + ".part")
    try:
        with catalogue.hold(wait_seconds=wait_seconds), tempfile.TemporaryDirectory(prefix="council-") as work:
            about = _write_parts(Path(work), catalogue, vectors)
            about |= {"folder": str(folder.resolve()) if folder else "", "accounts": _write_accounts(folder, Path(work))}
            with _open_private(part) as out:
                _write_tar(out, Path(work), folder, {file.absolute(), part.absolute()}, about)
                out.flush()
                os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupProblem(f"The backup {file} cannot be written ({error.strerror or error}). Choose another place.") from error
    missing = not about["accounts"] and read_mark(catalogue) == "kept"
    return make_report(file, about, accounts_missing=missing)


def make_report(file: Path, about: dict, **more: object) -> BackupReport:
    return BackupReport(
        file=str(file),
        documents=about["documents"],
        passages=about["passages"],
        bytes=file.stat().st_size,
        accounts=about.get("accounts", 0),
        files=count_by_place(map(PurePosixPath, about.get("files", {}))),
        **more,
    )


def _write_accounts(folder: Path | None, work: Path) -> int:
    try:
        return copy_accounts(folder, work / PEOPLE) if folder else 0
    except sqlite3.Error as error:
        raise BackupProblem(
            f"The accounts in {people_file(folder)} cannot be read ({error}), and a backup without them would open the store to "
            "everybody. Put the file back from an earlier backup, or make an administrator anew with council user add."
        ) from error


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
    return {
        "format": FORMAT,
        "schema": SCHEMA_VERSION,
        "model": model,
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "documents": documents,
        "passages": len(keys),
        "width": width,
    }


def _write_tar(out: BinaryIO, work: Path, folder: Path | None, apart: set[Path], about: dict) -> None:
    """Everything, and what it is into `about`. `apart` are files that do not belong to the store, wherever they are."""
    parts = [*PARTS, *([PEOPLE] if about["accounts"] else [])]
    about |= {"sha256": {}, "files": {}}
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        for name in parts:
            about["sha256"][name] = _add_file(tar, work / name, name)
        for name in list_files(folder) if folder else ():
            if (folder / name).absolute() in apart:
                continue
            try:
                about["files"][str(name)] = _add_file(tar, folder / name, f"{FILES}{name}")
            except FileNotFoundError:
                # Removed meanwhile.
                continue
        said = json.dumps(about, indent=2).encode()
        told = tarfile.TarInfo(ABOUT)
        told.size, told.mode, told.mtime = len(said), FILE, int(time.time())
        tar.addfile(told, io.BytesIO(said))


class _Digesting:
    """A file that is read once, and its digest so far."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _add_file(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file as it is at this moment, whatever is written to its end meanwhile; its SHA-256."""
    with path.open("rb") as file:
        member = tar.gettarinfo(arcname=name, fileobj=file)
        member.mode, member.uid, member.gid, member.uname, member.gname = FILE, 0, 0, "", ""
        digesting = _Digesting(file)
        tar.addfile(member, digesting)
    return digesting.digest.hexdigest()


def _open_private(path: Path) -> BinaryIO:
    file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "wb")
    os.fchmod(file.fileno(), FILE)
    return file
