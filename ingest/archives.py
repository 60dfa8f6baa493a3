"""Zip folders: which files they hold, within limits of size, ratio, number and depth, and one of them at a time as a file.

Nothing is ever written under a name that the archive gives.
"""

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.document import UnreadableFile

ENDING = ".zip"
LARGEST_BYTES = 2 * 1024**3
"""Of all files of an archive together, unpacked."""
LARGEST_RATIO = 250
"""Unpacked to packed, of a file beyond `FREE_BYTES`. Text packs to about a twentieth; a bomb to a thousandth."""
FREE_BYTES = 20 * 1024**2
MOST_FILES = 10_000
DEEPEST = 3
"""How many archives may stand one within the other."""
_CHUNK_BYTES = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for an archive that is cut off, lies about itself or packs in a way that it does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of an archive: `inside` are the names of its archives from the outermost on and then its own, as the archive has
    them; `name` is these with slashes, without what would lead elsewhere."""

    inside: tuple[str, ...]
    name: str
    digest: str
    size: int


def list_members(path: Path, password: str | None = None) -> tuple[Member, ...]:
    """Every file of an archive and of the archives in it, by name. Raises UnreadableFile for one that is damaged, locked, or
    beyond the limits: then none of its files is used."""
    if path.stat().st_size == 0:
        raise UnreadableFile("The file is empty (0 bytes).", "Ask for a new copy.")
    with _naming_damage():
        found = list(_Walk(password).members(path, ()))
    return tuple(sorted(found, key=lambda member: member.name))


@contextmanager
def unpacked(path: Path, inside: tuple[str, ...], password: str | None = None) -> Iterator[Path]:
    """One file of an archive as a file of its own, with the same ending, which is gone afterwards. Raises UnreadableFile."""
    *above, name = inside
    with tempfile.TemporaryDirectory(prefix="council-") as folder, _naming_damage():
        archive = _opened(path, path.stat().st_mtime_ns, tuple(above), password)
        copy = Path(folder, f"{len(above)}{PurePosixPath(name).suffix.lower()[:12]}")
        with _open(archive, name, password) as packed, copy.open("wb") as out:
            _copy_within(packed, out, archive.getinfo(name))
        yield copy


@lru_cache(maxsize=DEEPEST)
def _opened(path: Path, changed: int, above: tuple[str, ...], password: str | None) -> zipfile.ZipFile:
    """The archive at `path`, or the one in it to which the names lead. The last ones stay open: to read the list of a folder of
    thousands of files for each of them would take time that grows with its square."""
    if not above:
        return zipfile.ZipFile(path)
    outer = _opened(path, changed, above[:-1], password)
    # Closed when the archive in it goes.
    copy = tempfile.TemporaryFile(prefix="council-")  # noqa: SIM115
    with _open(outer, above[-1], password) as packed:
        _copy_within(packed, copy, outer.getinfo(above[-1]))
    copy.seek(0)
    return zipfile.ZipFile(copy)


def is_archive(path: Path) -> bool:
    return path.suffix.lower() == ENDING


class _Walk:
    """Lists files and counts what they come to."""

    def __init__(self, password: str | None):
        self.password = password
        self.bytes = 0
        self.files = 0

    def members(self, archive: Path | IO[bytes], above: tuple[str, ...]) -> Iterator[Member]:
        if len(above) >= DEEPEST:
            raise UnreadableFile(f"Zip folders stand in one another more than {DEEPEST} deep.", "Unpack it and add the folder.")
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                name = _safe_name(info.filename)
                if info.is_dir() or not name or _is_link(info):
                    continue
                self.files += 1
                if self.files > MOST_FILES:
                    raise UnreadableFile(f"It holds more than {MOST_FILES} files.", "Unpack it and add the folder.")
                yield from self._member(opened, info, name, above)

    def _member(self, opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, above: tuple[str, ...]) -> Iterator[Member]:
        inner = PurePosixPath(name).suffix.lower() == ENDING
        with tempfile.SpooledTemporaryFile(max_size=FREE_BYTES) as copy:
            with _open(opened, info.filename, self.password) as packed:
                digest, size = _copy_within(packed, copy if inner else None, info, LARGEST_BYTES - self.bytes)
            self.bytes += size
            if inner:
                copy.seek(0)
                for member in self.members(copy, (*above, info.filename)):
                    yield Member(inside=member.inside, name=f"{name}/{member.name}", digest=member.digest, size=member.size)
            else:
                yield Member(inside=(*above, info.filename), name=name, digest=digest, size=size)


def _open(opened: zipfile.ZipFile, name: str, password: str | None) -> IO[bytes]:
    info = opened.getinfo(name)
    if info.flag_bits & 1 and not password:
        raise UnreadableFile(
            "The zip folder is locked with a password.",
            "Write its password into the column “password” of manifest.csv, or unpack it and add the folder.",
        )
    try:
        return opened.open(info, pwd=password.encode() if password and info.flag_bits & 1 else None)
    except RuntimeError as error:
        raise UnreadableFile(
            "The zip folder is locked, and the password given does not open it.",
            "Correct the password in manifest.csv, or unpack it and add the folder.",
        ) from error


def _copy_within(packed: IO[bytes], out: IO[bytes] | None, info: zipfile.ZipInfo, room: int = LARGEST_BYTES) -> tuple[str, int]:
    """Copy what is packed, counted as it comes out, whatever the archive says of its size. The digest and the size."""
    digest, size = hashlib.sha256(), 0
    while chunk := packed.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > room:
            raise UnreadableFile(
                f"Unpacked it is larger than {LARGEST_BYTES // 1024**3} GB.", "Unpack it and add the papers among its files."
            )
        if size > FREE_BYTES and size > LARGEST_RATIO * max(info.compress_size, 1):
            raise UnreadableFile(
                f"A file in it unpacks to more than {LARGEST_RATIO} times its size, as only a bomb does.",
                "If its sender is known, unpack it and add the papers among its files.",
            )
        digest.update(chunk)
        if out is not None:
            out.write(chunk)
    return digest.hexdigest(), size


def _safe_name(name: str) -> str:
    """The name below the archive, without what leads out of it; "" for hidden files and what systems leave behind."""
    parts = [part for part in name.replace("\\", "/").replace("\x00", "").split("/") if part not in ("", ".", "..")]
    if any(part.startswith((".", "~$")) or part.lower() == "__macosx" for part in parts):
        return ""
    return "/".join(part for part in parts if not (len(part) == 2 and part[1] == ":"))


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == 0o120000


@contextmanager
def _naming_damage() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableFile(
            f"The zip folder is damaged ({type(error).__name__}: {str(error)[:80]}).", "Pack it again, or ask for a new copy."
        ) from error
