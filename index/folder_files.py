"""What lies in a store's folder beside the catalogue and the vectors: accounts, feedback, papers added in the page and the
like."""

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from index.accounts import PEOPLE, people_file
from index.lock import LOCK
from index.private import FILE, FOLDER, make_private_file
from index.probe import KNOWN
from index.servers import CATALOGUE, VECTORS
from index.troubles import BACKUPS as KNOWN_BACKUPS

ARRIVING = "arriving"
"""Where papers lie that are being sent in the page."""
OWN = (Path(CATALOGUE).stem, VECTORS, LOCK, PEOPLE, KNOWN, KNOWN_BACKUPS, ARRIVING)
"""What is kept in a way of its own, with whatever stands beside it under the same beginning of its name, such as older copies
and what is known of how the vectors were left."""
UNFINISHED = (".part", ".tmp")
BACKUPS = (".tar.gz", ".tgz")


def list_files(folder: Path) -> list[PurePosixPath]:
    """The files that belong to a store, in order, named from its folder. What points elsewhere, is not finished, or is a backup
    that somebody put there, does not belong to it."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        top = name.parts[0]
        if top.startswith(OWN) or (len(name.parts) == 1 and top.endswith(BACKUPS)) or path.name.endswith(UNFINISHED):
            continue
        if path.is_file() and not path.is_symlink():
            found.append(name)
    return found


def count_by_place(names: Iterable[PurePosixPath]) -> dict[str, int]:
    """How many files there are under each name in the folder itself."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name.parts[0]] = counts.get(name.parts[0], 0) + 1
    return counts


def copy_accounts(folder: Path, target: Path) -> int:
    """Copy the accounts of a store's folder without their sessions, and say how many there are; nothing is written where there
    are none. Raises sqlite3.Error where they cannot be read."""
    source = people_file(folder)
    if not source.is_file() or not source.stat().st_size:
        return 0
    make_private_file(target)
    db, copy = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        db.backup(copy)
        damage = copy.execute("pragma quick_check").fetchone()[0]
        if damage != "ok":
            raise sqlite3.DatabaseError(damage)
        with copy:
            copy.execute("drop table if exists sessions")
        count = copy.execute("select count(*) from people").fetchone()[0]
        # So that nothing of a session is left in a free page.
        copy.execute("vacuum")
    finally:
        db.close()
        copy.close()
    if not count:
        target.unlink()
    return count


def copy_file(source: Path, target: Path) -> None:
    """Copy a file so that its owner alone may read it. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER)
    shutil.copyfile(source, target)
    target.chmod(FILE)
