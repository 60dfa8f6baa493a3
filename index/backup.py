"""The store of a backup put in place of another, which is kept beside it. What a backup is, is in `index.backup_file`."""

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy

from index.accounts import PEOPLE, SETTING, people_file, read_mark, write_mark
from index.backup_file import ABOUT, FILES, FORMAT, PARTS, BackupProblem, BackupReport, back_up, make_report
from index.catalogue import SCHEMA_VERSION, Catalogue
from index.embedder import Embedder
from index.folder_files import copy_accounts, copy_file, count_by_place, list_files
from index.lock import hold_store
from index.migrations import upgrade
from index.private import FILE, FOLDER
from index.servers import CATALOGUE, IN_FOLDER, Servers, open_database
from index.sqlite_database import SqliteDatabase
from index.store import open_vectors

__all__ = ["BackupProblem", "BackupReport", "back_up", "restore"]
CATALOGUE_ALONE = 1
"""The format of earlier backups, which hold neither accounts nor any other file of the folder."""


def restore(
    file: Path, folder: Path, embedder: Embedder, *, wait_seconds: float = 60, servers: Servers = IN_FOLDER
) -> BackupReport:
    """Put the store of a backup in place of the one in `folder`, which is kept beside it. What is served from there goes on with
    the old one until it is started again. On a database server it is put where no store is yet. Nobody stays signed in.

    Accounts are those of the backup; where it has none, those that are there stay. Raises StoreBusy, BackupProblem."""
    if servers.catalogue:
        return _restore_to_server(file, folder, embedder, servers)
    made = folder.with_name(f"{folder.name}.restoring-{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix="council-") as work:
            made.mkdir(parents=True, mode=FOLDER)
            about = _read_parts(file, Path(work), made, embedder, store=folder)
            _rename_folder(Path(work) / CATALOGUE, about, folder)
            _build(Path(work), made, about, servers)
            said: dict[str, object] = {}
            if folder.exists():
                with hold_store(folder, wait_seconds=wait_seconds):
                    if about["format"] == CATALOGUE_ALONE:
                        said["files_kept"] = count_by_place(_carry_over(folder, made, list_files(folder)))
                    said |= _settle_accounts(Path(work), folder, made, about)
                    aside = _free_name(folder)
                    folder.rename(aside)
                    made.rename(folder)
                    said["kept_aside"] = str(aside)
            else:
                said = _settle_accounts(Path(work), folder, made, about)
                made.rename(folder)
    except OSError as error:
        raise BackupProblem(
            f"The store {folder} cannot be restored ({error.strerror or error}). Check who may write there."
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return make_report(file, about, **said)


def _read_parts(file: Path, work: Path, beside: Path, embedder: Embedder, *, store: Path) -> dict:
    """Unpack a backup, its other files into `beside`, and compare it with its digests and the model in use. What an older version
    of the program made is upgraded, to be put into the folder `store`."""
    if not file.is_file():
        raise BackupProblem(f"There is no backup {file}. Check the path.")
    try:
        with tarfile.open(file, "r:gz") as tar:
            for member in tar:
                _unpack(tar, member, work, beside)
        about = json.loads((work / ABOUT).read_text("utf-8"))
        digests = {work / name: about["sha256"][name] for name in PARTS}
        if about.get("accounts"):
            digests[work / PEOPLE] = about["sha256"][PEOPLE]
        digests |= {beside / name: digest for name, digest in about.get("files", {}).items()}
        whole = all(path.is_file() and _digest(path) == digest for path, digest in digests.items())
    except (tarfile.TarError, gzip.BadGzipFile, KeyError, ValueError, EOFError, TypeError, AttributeError, zlib.error) as error:
        raise BackupProblem(f"{file} is no backup of a store, or is damaged ({type(error).__name__}). Use another.") from error
    except FileNotFoundError as error:
        raise BackupProblem(f"{file} is no backup of a store, or is damaged (it lacks {ABOUT}). Use another.") from error
    if not whole:
        raise BackupProblem(f"The backup {file} is damaged: its parts are not what was written. Use another.")
    if about["format"] not in (CATALOGUE_ALONE, FORMAT) or int(about["schema"]) > int(SCHEMA_VERSION):
        raise BackupProblem(f"The backup {file} was made by a newer version of the program. Update the program, then restore it.")
    if about["model"] != f"{embedder.name} {embedder.digest}":
        raise BackupProblem(
            f"The backup {file} was made with the embedding model {about['model'].split()[0]}; the settings say {embedder.name}. "
            "Set the model back first."
        )
    _upgrade_copy(work, file, store)
    return about


def _upgrade_copy(work: Path, file: Path, store: Path) -> None:
    """Bring the catalogue of a backup that an older version of the program made up to this one."""
    database = SqliteDatabase(work / CATALOGUE)
    try:
        upgrade(database, store, kept_in=file)
    finally:
        database.close()


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, work: Path, beside: Path) -> None:
    """Write one file of a backup out. What a backup does not hold is left alone."""
    if not member.isreg():
        return
    if member.name in (ABOUT, *PARTS, PEOPLE):
        place = work
    elif member.name.startswith(FILES):
        place, member.name = beside, member.name.removeprefix(FILES)
    else:
        return
    tar.extract(member, place, filter="data")
    (place / member.name).chmod(FILE)
    for parent in PurePosixPath(member.name).parents[:-1]:
        (place / parent).chmod(FOLDER)


def _rename_folder(copy: Path, about: dict, folder: Path) -> None:
    """Papers that were added in the page lie in the store's folder: say in the catalogue where that is now."""
    old, new = about.get("folder", ""), str(folder.resolve())
    if not old or old == new:
        return
    db = sqlite3.connect(copy)
    with db:
        for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
            columns = {row[1] for row in db.execute(f'pragma table_info("{table}")')}
            for column in columns & {"path", "root"}:
                for name in count_by_place(map(PurePosixPath, about["files"])):
                    place = f"{old}/{name}"
                    db.execute(
                        f'update "{table}" set "{column}" = ? || substr("{column}", ?) where "{column}" = ? '
                        f'or substr("{column}", 1, ?) = ?',
                        (new, len(old) + 1, place, len(place) + 1, f"{place}/"),
                    )
    db.close()


def _settle_accounts(work: Path, folder: Path, made: Path, about: dict) -> dict[str, bool]:
    """Put the accounts of the backup into the restored store, or else those that are in `folder`, and keep in its catalogue
    that it has accounts."""
    kept = False
    if about.get("accounts"):
        copy_file(work / PEOPLE, people_file(made))
    else:
        kept = _carry_accounts(folder, made)
    restored = Catalogue(made / CATALOGUE)
    try:
        if about.get("accounts") or kept or _mark_in(folder) == "kept":
            write_mark(restored, "kept")
        missing = read_mark(restored) == "kept" and not people_file(made).exists()
    finally:
        restored.close()
    return {"accounts_kept": kept, "accounts_missing": missing}


def _carry_accounts(folder: Path, made: Path) -> bool:
    """Whether there are accounts in a folder, which then are in the other too. A damaged file stays what it is: it shuts the
    page."""
    if not people_file(folder).is_file():
        return False
    try:
        return copy_accounts(folder, people_file(made)) > 0
    except sqlite3.Error:
        copy_file(people_file(folder), people_file(made))
        return True


def _mark_in(folder: Path) -> str | None:
    """What the catalogue in a folder says of accounts; None where it cannot be read, which may be why a backup is restored."""
    if not (folder / CATALOGUE).is_file():
        return None
    db = sqlite3.connect(f"{(folder / CATALOGUE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        row = db.execute("select value from settings where name = ?", (SETTING,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    finally:
        db.close()
    return row[0] if row else None


def _carry_over(folder: Path, made: Path, names: Sequence[PurePosixPath]) -> list[PurePosixPath]:
    """Copy files of one folder into another, where there are none of that name; which those were."""
    wanted = [name for name in names if not (made / name).exists()]
    for name in wanted:
        copy_file(folder / name, made / name)
    return wanted


def _restore_to_server(file: Path, folder: Path, embedder: Embedder, servers: Servers) -> BackupReport:
    """Files and accounts that lie in the folder already stay as they are."""
    database = open_database(folder, servers)
    if database.exists():
        raise BackupProblem(
            f"There is a store in {database.place} already. Make an empty database, name it in store.catalogue and restore "
            "there; the old one stays as it is until you drop it."
        )
    beside = folder.with_name(f"{folder.name}.restoring-{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix="council-") as work:
            beside.mkdir(parents=True, mode=FOLDER)
            about = _read_parts(file, Path(work), beside, embedder, store=folder)
            folder.mkdir(parents=True, exist_ok=True, mode=FOLDER)
            stays = [name for name in list_files(beside) if (folder / name).exists()]
            _carry_over(beside, folder, list_files(beside))
            kept = people_file(folder).is_file() and people_file(folder).stat().st_size > 0
            if about.get("accounts") and not kept:
                copy_file(Path(work) / PEOPLE, people_file(folder))
            if about.get("accounts") or kept:
                _mark_copy(Path(work) / CATALOGUE)
            missing = _mark_in(Path(work)) == "kept" and not people_file(folder).exists()
            _rename_folder(Path(work) / CATALOGUE, about, folder)
            _build(Path(work), folder, about, servers)
    except OSError as error:
        said = f"The backup {file} cannot be restored ({error.strerror or error}). Make room, and try again."
        raise BackupProblem(said) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return make_report(file, about, accounts_kept=kept, accounts_missing=missing, files_kept=count_by_place(stays))


def _mark_copy(copy: Path) -> None:
    catalogue = Catalogue(copy)
    write_mark(catalogue, "kept")
    catalogue.close()


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
