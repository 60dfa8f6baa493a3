"""What is wrong with a store, told by the error that was raised: the disk, the right to write, a store that has gone, damage; and
what to do about each. The papers are never to be read again where something else helps."""

import errno
import sqlite3
from pathlib import Path
from typing import Literal

from ingest.problem import Problem

Kind = Literal["full", "read only", "gone", "damaged", "busy", "unreadable"]
BACKUPS = "backups.txt"
"""Beside the catalogue, which may not be there to be asked: the files that backups were written to, the newest last."""
MOST_BACKUPS = 20
BY_CODE: dict[int, Kind] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read only",
    sqlite3.SQLITE_PERM: "read only",
    sqlite3.SQLITE_CANTOPEN: "gone",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_IOERR: "unreadable",
}
BY_NUMBER: dict[int | None, Kind] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read only",
    errno.EACCES: "read only",
    errno.EPERM: "read only",
    errno.ENOENT: "gone",
    errno.ENOTDIR: "gone",
    errno.ESTALE: "gone",
    errno.EIO: "unreadable",
}
BY_WORDS: tuple[tuple[str, Kind], ...] = (
    ("disk is full", "full"),
    ("no space left", "full"),
    ("quota exceeded", "full"),
    ("file too large", "full"),
    ("readonly database", "read only"),
    ("read-only", "read only"),
    ("permission denied", "read only"),
    ("unable to open database", "gone"),
    ("no such file", "gone"),
    ("malformed", "damaged"),
    ("not a database", "damaged"),
    ("disk i/o error", "unreadable"),
    ("vectors in", "damaged"),
)
"""What Chroma, database servers and this program's own problems say, which pass no number on."""
WORDS: dict[Kind, str] = {
    "full": "The disk that holds the store {folder} is full. What was finished is kept: make room there, and try again.",
    "read only": "The store {folder} may not be written to. See that its disk is not mounted read-only and that this user may "
    "write there, and try again.",
    "busy": "Another program is changing the store {folder}. Try again when it has finished.",
    "unreadable": "The disk that holds the store {folder} cannot be read or written ({error}). See to the disk first. {restore}",
    "gone": "The store {folder} has gone or cannot be opened. See that its disk is there, is not full or read-only, and that "
    "this user may use it. If the store was deleted: {restore}",
    "damaged": "The catalogue in {folder} is damaged ({error}). {restore}",
}


class StoreTrouble(Problem):
    """A trouble of the store's place that is known by its kind."""

    def __init__(self, kind: Kind, folder: Path, said: str = ""):
        super().__init__(say_trouble(kind, folder, said))
        self.kind = kind


def find_kind(error: BaseException) -> Kind | None:
    """What kind of trouble an error of a database, the system or this program tells of; None where it is none of the store's
    place."""
    if isinstance(error, StoreTrouble):
        return error.kind
    if isinstance(error, OSError):
        return BY_NUMBER.get(error.errno)
    if isinstance(error, sqlite3.Error) and (code := getattr(error, "sqlite_errorcode", None)) is not None:
        found = BY_CODE.get(code & 0xFF)
        return found or ("damaged" if "no such table" in str(error) else None)
    if isinstance(error, sqlite3.Error | Problem):
        cause = error.__cause__
        return (find_kind(cause) or find_kind_in(str(cause)) if cause else None) or find_kind_in(str(error))
    return None


def find_kind_in(said: str) -> Kind | None:
    """The same of what a library says that passes no number on, as Chroma and database servers do."""
    return next((kind for words, kind in BY_WORDS if words in said.lower()), None)


def describe_trouble(error: BaseException, folder: Path) -> str | None:
    """What is wrong with the store in this folder and what to do, in a sentence or two; None for an error of another kind."""
    kind = find_kind(error)
    return say_trouble(kind, folder, str(error)) if kind else None


def say_trouble(kind: Kind, folder: Path, said: str) -> str:
    """The same of a kind of trouble, of which something was said."""
    return WORDS[kind].format(folder=folder, error=said[:120], restore=advise_restore(folder))


def advise_restore(folder: Path) -> str:
    """How to get back what was lost: from the newest backup that is known and still there, else from any other."""
    newest = newest_backup(folder)
    if newest:
        return f"Restore the newest backup that is known with: council restore {newest} --store {folder}"
    away = f"move {folder} away and " if folder.exists() else ""
    return (
        f"Restore the last backup with: council restore FILE --store {folder}; where there is none, {away}read the papers again "
        f"with: council ingest FOLDER --store {folder}"
    )


def advise_remake(folder: Path) -> str:
    """How vectors that are damaged or gone are made anew; nothing of the papers is lost with them."""
    return f"The papers are whole in the catalogue; have the vectors made anew from it with: council check --store {folder}"


def note_backup(folder: Path, file: Path) -> None:
    """Remember where a backup was written. Raises OSError."""
    known = [path for path in _read_backups(folder) if path != file.absolute()]
    lines = [str(path) for path in (*known, file.absolute())][-MOST_BACKUPS:]
    (folder / BACKUPS).write_text("\n".join(lines) + "\n", "utf-8")


def newest_backup(folder: Path) -> Path | None:
    """The backup that was written last of those that are known and still there."""
    return next((path for path in reversed(_read_backups(folder)) if path.is_file()), None)


def _read_backups(folder: Path) -> list[Path]:
    try:
        lines = (folder / BACKUPS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return [Path(line) for line in lines if line.strip()]
