"""Which files a person means by the paths they give, and what their manifest says about them. No document is read here.

A folder may hold a `manifest.csv`, which states facts of the files in it and below (see `manifests`); so may every folder above
the one that is given. A zip folder stands for the files in it: what a manifest says of it is said of all of them, and it may hold
a manifest of its own.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.archives import Member, is_archive, list_members, unpacked
from ingest.document import UnreadableFile
from ingest.manifests import MANIFEST, PASSWORD, Manifest, ManifestProblem, Stated, find_stated
from ingest.names import display_name

__all__ = ["FoundFiles", "ManifestProblem", "SourceFile", "UnopenedFile", "display_name", "find_files"]
LARGEST_MANIFEST_BYTES = 20 * 1024**2
_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_SYSTEM_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read. `name` is its path below the folder that was given, with slashes, or its file name; always valid UTF-8.

    `path` is absolute and without links; `root` is the folder that was given, or the one that holds a file given by itself.
    `digest` is the sha256 of its bytes. `overrides` are the facts that a manifest states for it, by the names in
    `manifests.FACTS`; a date there is in ISO form, `exempt` is "yes" or "no"; and the password that opens it. `inside` are the
    names that lead to it within the zip folder at `archive`; its `path` is then that of the zip folder with these names, where no
    file lies.
    """

    path: Path
    root: Path
    name: str
    digest: str
    size: int
    overrides: dict[str, str]
    inside: tuple[str, ...] = ()
    archive: Path | None = None

    @property
    def password(self) -> str | None:
        return self.overrides.get(PASSWORD)

    @property
    def overrides_digest(self) -> str:
        """Changes when what the manifest says of this file changes for its reading: whether it is exempt is for the store."""
        facts = {name: value for name, value in self.overrides.items() if name != "exempt"}
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnopenedFile:
    """A file or folder that is there and cannot be opened."""

    file: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """The files in the order of the paths given, those of a folder by name; each file once. `roots` are the folders that were
    walked to the bottom, so that a file below them which is not here is gone. Problems stop nothing."""

    files: tuple[SourceFile, ...]
    roots: tuple[Path, ...]
    problems: tuple[ManifestProblem | UnopenedFile, ...]


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """The files at these paths, folders walked to the bottom. Raises FileNotFoundError for a path that does not exist.

    Left out: hidden files and folders, what operating systems and Office leave behind, manifests, links (a linked file inside
    the folder is found by its own name) and whatever is not a plain file. Files of every kind are found, readable or not.
    """
    walk = _Walk()
    files = [file for path in paths for file in walk.find(Path(path))]
    return FoundFiles(files=tuple(files), roots=tuple(walk.roots), problems=tuple(walk.problems))


class _Walk:
    """Finds files and gathers problems; remembers what it has seen."""

    def __init__(self) -> None:
        self.problems: list[ManifestProblem | UnopenedFile] = []
        self.roots: list[Path] = []
        self._seen: set[Path] = set()

    def find(self, path: Path) -> Iterator[SourceFile]:
        if not path.exists():
            raise FileNotFoundError(f"There is no file or folder {display_name(str(path))}.")
        real = path.resolve()
        if real.is_dir():
            self.roots.append(real)
            stated = self._read_manifests_above(real)
            self._walk_manifests(real, stated)
            for file in self._walk_folder(real):
                yield from self._describe(file, real, _write_name(file.relative_to(real)), find_stated(stated, file))
        elif path.name.lower() != MANIFEST:
            overrides = find_stated(self._read_manifests_above(real), real)
            # What has gone from a zip folder is gone, as from a folder.
            root = real if is_archive(real) else real.parent
            self.roots += [real] if is_archive(real) else []
            yield from self._describe(real, root, _write_name(Path(path.name)), overrides)

    def _walk_folder(self, folder: Path) -> Iterator[Path]:
        """The files below a folder, in order."""
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(_unopened(_write_name(folder), error))
            return
        for entry in entries:
            if entry.is_symlink() or entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir():
                if entry.name.lower() not in _SYSTEM_FOLDERS:
                    yield from self._walk_folder(entry)
            elif entry.name.lower() not in _SYSTEM_FILES | {MANIFEST}:
                yield entry

    def _read_manifests_above(self, path: Path) -> Stated:
        """What the manifests beside a file or above a folder say. Their faults are those of other folders and are not named."""
        stated: Stated = {}
        for folder in reversed(path.parents):
            manifest = folder / MANIFEST
            if manifest.is_file() and not manifest.is_symlink():
                self._read_manifest(manifest, MANIFEST, stated, [])
        return stated

    def _walk_manifests(self, folder: Path, stated: Stated) -> None:
        """Add what the manifests of a folder and those below it say, those nearer to their files last."""
        for inner, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if name.lower() == MANIFEST):
                path = Path(inner, name)
                if not path.is_symlink():
                    self._read_manifest(path, _write_name(path.relative_to(folder)), stated, self.problems)

    def _read_manifest(self, path: Path, name: str, stated: Stated, problems: list) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(_unopened(name, error))
            return
        Manifest(name, path.parent, _is_file, problems).read(data, stated)

    def _describe(self, path: Path, root: Path, name: str, overrides: dict[str, str]) -> Iterator[SourceFile]:
        if path in self._seen:
            return
        self._seen.add(path)
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return
            if is_archive(path):
                yield from self._describe_members(path, root, name, overrides)
                return
            digest, size = _digest_file(path)
        except OSError as error:
            self.problems.append(_unopened(name, error))
            return
        yield SourceFile(path=path, root=root, name=name, digest=digest, size=size, overrides=overrides)

    def _describe_members(self, path: Path, root: Path, name: str, overrides: dict[str, str]) -> Iterator[SourceFile]:
        try:
            members = list_members(path, overrides.get(PASSWORD))
        except UnreadableFile as error:
            self.problems.append(UnopenedFile(file=name, reason=error.reason, advice=error.advice))
            return
        # A title is that of one paper.
        said = {fact: value for fact, value in overrides.items() if fact != "title"}
        stated = self._read_manifests_inside(path, name, members, overrides.get(PASSWORD))
        for member in members:
            inner = _write_name(Path(member.name))
            if member.name.rsplit("/", 1)[-1].lower() in _SYSTEM_FILES | {MANIFEST}:
                continue
            yield SourceFile(
                path=path / inner,
                root=root,
                name=f"{name}/{inner}",
                digest=member.digest,
                size=member.size,
                overrides=_join_stated(said, find_stated(stated, PurePosixPath(member.name))),
                inside=member.inside,
                archive=path,
            )

    def _read_manifests_inside(self, path: Path, name: str, members: Sequence[Member], password: str | None) -> Stated:
        """What the manifests in a zip folder say of the files in it, those nearer to their files last."""
        stated: Stated = {}
        names = {PurePosixPath(member.name) for member in members}
        inside = [member for member in members if PurePosixPath(member.name).name.lower() == MANIFEST]
        for member in sorted(inside, key=lambda member: member.name.count("/")):
            shown = f"{name}/{_write_name(Path(member.name))}"
            if member.size > LARGEST_MANIFEST_BYTES:
                said = f"It is larger than {LARGEST_MANIFEST_BYTES // 1024**2} MB and was not heeded."
                self.problems.append(UnopenedFile(file=shown, reason=said, advice="Split it, or unpack the zip folder."))
                continue
            try:
                with unpacked(path, member.inside, password) as copy:
                    data = copy.read_bytes()
            except UnreadableFile as error:
                self.problems.append(UnopenedFile(file=shown, reason=error.reason, advice=error.advice))
                continue
            manifest = Manifest(shown, PurePosixPath(member.name).parent, names.__contains__, self.problems, archived=True)
            manifest.read(data, stated)
        return stated


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # Too long to be the name of any file.
        return False


def _join_stated(outside: dict[str, str], inside: dict[str, str]) -> dict[str, str]:
    """What a manifest beside a zip folder and one in it say of a file: the inner one knows more, but what either calls exempt
    is."""
    joined = {**outside, **inside}
    return {**joined, "exempt": "yes"} if "yes" in (outside.get("exempt"), inside.get("exempt")) else joined


def _write_name(path: Path) -> str:
    # A name that is not UTF-8 on the disk could be neither stored nor printed.
    return os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")


def _unopened(name: str, error: OSError) -> UnopenedFile:
    reason = f"It cannot be opened ({error.strerror or type(error).__name__})."
    return UnopenedFile(file=name, reason=reason, advice="Check who may read it.")


def _digest_file(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
