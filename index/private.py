"""Files and folders that hold what papers say, or who may read them: made so that nobody else on the machine can look inside."""

import os
import stat
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
OTHERS = stat.S_IRWXO
"""The rights of whoever is neither the owner nor in the group."""


def make_private_folder(folder: Path) -> None:
    """Make a folder that its owner alone may enter. One that is there already keeps its rights, for it may be shared by a group,
    or be no folder of ours at all. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=FOLDER, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file that its owner alone may read, where there is none. SQLite gives what it writes beside a database the
    same rights. Raises OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, FILE))


def shut_out_others(path: Path) -> None:
    """Take from everybody outside the owner's group what rights they have on a file, if it is there and ours."""
    try:
        rights = path.stat()
        if rights.st_mode & OTHERS and rights.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(rights.st_mode) & ~OTHERS)
    except OSError:
        # Gone, or on a disk that only reads: doctor says what others may still read.
        return


def open_to_others(path: Path) -> bool:
    """Whether everybody on the machine may read a file or look into a folder."""
    return path.exists() and bool(path.stat().st_mode & stat.S_IROTH)
