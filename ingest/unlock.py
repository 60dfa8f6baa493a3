"""Locked Office files opened with their password, as a copy that is gone afterwards. The PDF reader opens its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from ingest.document import UnreadableFile

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED_PARTS = ("EncryptedPackage", "EncryptionInfo")
"""Streams of the container of the older formats in which Office keeps a file that is locked."""
LOCKED = "Write its password into the column “password” of manifest.csv, or open it and save a copy without the password."


def is_locked(path: Path) -> bool:
    """Whether an Office file of the newer kind is locked with a password."""
    with path.open("rb") as file:
        if file.read(8) != OLE:
            return False
        file.seek(0)
        data = file.read()
    return all(part.encode("utf-16-le") in data for part in LOCKED_PARTS)


@contextmanager
def unlocked(path: Path, password: str | None) -> Iterator[Path]:
    """The file to read in its place: itself, or an open copy where it is locked. Raises UnreadableFile for a locked file
    without a password or with a wrong one."""
    if not is_locked(path):
        yield path
        return
    if not password:
        raise UnreadableFile("The file is locked with a password.", LOCKED)
    with tempfile.TemporaryDirectory(prefix="council-") as folder, path.open("rb") as locked:
        copy = Path(folder, "open" + path.suffix)
        try:
            file = msoffcrypto.OfficeFile(locked)
            file.load_key(password=password, verify_password=True)
            with copy.open("wb") as out:
                file.decrypt(out)
        except InvalidKeyError as error:
            raise UnreadableFile(
                "The file is locked, and the password given does not open it.",
                "Correct the password in manifest.csv, or open it and save a copy without the password.",
            ) from error
        except (DecryptionError, FileFormatError, ParseError, OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(
                f"The file is locked in a way that is not known ({type(error).__name__}).",
                "Open it and save a copy without the password.",
            ) from error
        yield copy
