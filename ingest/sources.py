"""Which files a person means by the paths they give, and what their manifest says about them. No document is read here.

A folder may hold a `manifest.csv` with a column `file` and any of `council`, `body`, `date`, `type`, `title`, `exempt` (yes or
no): facts that the papers do not state themselves, which then stand above what the papers say; and `password`, which opens a
locked file. A zip folder stands for the files in it, and what a manifest says of it is said of all of them.
"""

import csv
import hashlib
import io
import json
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.archives import is_archive, list_members
from ingest.dates import parse_date
from ingest.document import UnreadableFile

MANIFEST = "manifest.csv"
FACTS = ("council", "body", "date", "type", "title", "exempt")
PASSWORD = "password"
COLUMNS = (*FACTS, PASSWORD)
"""The columns of a manifest beside `file`."""

_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_SYSTEM_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (such as right-to-left overrides) and surrogate characters, and line and paragraph separators."""
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read. `name` is its path below the folder that was given, with slashes, or its file name; always valid UTF-8.

    `path` is absolute and without links; `root` is the folder that was given, or the one that holds a file given by itself.
    `digest` is the sha256 of its bytes. `overrides` are the facts that a manifest states for it, by the names in `FACTS`; a
    date there is in ISO form; and the password that opens it. `inside` are the names that lead to it within the zip folder at
    `archive`; its `path` is then that of the zip folder with these names, where no file lies.
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
class ManifestProblem:
    """A line of a manifest that was left out or read only in part. `file` is the manifest; `line` counts from 1 and `reason`
    names it too."""

    file: str
    line: int
    reason: str
    advice: str


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


def display_name(name: str) -> str:
    """A name that is safe to print: characters that would move the cursor, turn the writing round or cannot be written are
    shown by their codes."""
    return "".join(f"\\u{ord(letter):04x}" if unicodedata.category(letter) in _UNSAFE else letter for letter in name)


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
            overrides = dict(self._walk_manifests(real))
            for file in self._walk_folder(real):
                yield from self._describe(file, real, _write_name(file.relative_to(real)), overrides.get(file, {}))
        elif path.name.lower() != MANIFEST:
            beside = real.parent / MANIFEST
            overrides = dict(_Manifest(beside, MANIFEST, []).read()) if beside.is_file() else {}
            # What has gone from a zip folder is gone, as from a folder.
            root = real if is_archive(real) else real.parent
            self.roots += [real] if is_archive(real) else []
            yield from self._describe(real, root, _write_name(Path(path.name)), overrides.get(real, {}))

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

    def _walk_manifests(self, folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
        """What the manifests below a folder say, those nearer to their files last."""
        for inner, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if name.lower() == MANIFEST):
                path = Path(inner, name)
                if path.is_symlink():
                    continue
                yield from _Manifest(path, _write_name(path.relative_to(folder)), self.problems).read()

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
                overrides=said,
                inside=member.inside,
                archive=path,
            )


class _Manifest:
    """Reads one manifest; what it cannot use becomes a problem."""

    def __init__(self, path: Path, name: str, problems: list[ManifestProblem | UnopenedFile]):
        self.path = path
        self.name = name
        self.problems = problems

    def read(self) -> Iterator[tuple[Path, dict[str, str]]]:
        try:
            data = self.path.read_bytes()
        except OSError as error:
            self.problems.append(_unopened(self.name, error))
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # What a spreadsheet on Windows writes as plain CSV.
            text = data.decode("cp1252", errors="replace")
        # Fields that hold line breaks need them as they are.
        rows = csv.reader(io.StringIO(text, newline=""))
        try:
            columns = self._read_columns(next(rows, []))
            if "file" in columns:
                seen: set[Path] = set()
                for row in rows:
                    yield from self._read_row(columns, row, rows.line_num, seen)
        except csv.Error as error:
            self._note(rows.line_num, f"it is not CSV ({error}).", "Save the manifest again as CSV from a spreadsheet.")

    def _read_columns(self, cells: list[str]) -> list[str]:
        columns = [cell.strip().lower() for cell in cells]
        known = f"Name the columns file, {', '.join(COLUMNS)}."
        for column in columns:
            if column not in ("file", *COLUMNS, ""):
                self._note(1, f"the column “{display_name(column)}” is not known and was left out.", known)
        if "file" not in columns:
            self._note(1, "there is no column “file”, so the manifest was left out.", known)
        return columns

    def _read_row(self, columns: list[str], row: list[str], line: int, seen: set[Path]) -> Iterator[tuple[Path, dict[str, str]]]:
        if not any(cell.strip() for cell in row):
            return
        if any(cell.strip() for cell in row[len(columns) :]):
            self._note(line, "there are more values than columns.", "Put a value that holds a comma in double quotes.")
            return
        values = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if cell.strip()}
        name = values.pop("file", "").replace("\\", "/")
        file = self._find_file(name)
        if file is None:
            self._note(line, f"no file “{display_name(name)}” lies beside this manifest.", "Correct the name or delete the line.")
            return
        if file in seen:
            self._note(line, f"“{display_name(name)}” stands here again, and this line counts.", "Take one of the lines out.")
        seen.add(file)
        if "date" in values:
            day = parse_date(values["date"])
            if day is None:
                self._note(line, f"“{display_name(values['date'])}” is no full date.", "Write it as 2022-01-25 or 25/01/2022.")
                del values["date"]
            else:
                values["date"] = day.isoformat()
        if values.get("exempt", "yes").lower() not in ("yes", "no"):
            self._note(line, f"“{display_name(values['exempt'])}” does not say whether it is exempt.", "Write yes or no.")
            # Kept from the public until somebody has said which.
            values["exempt"] = "yes"
        if "exempt" in values:
            values["exempt"] = values["exempt"].lower()
        yield file, {fact: values[fact] for fact in COLUMNS if fact in values}

    def _find_file(self, name: str) -> Path | None:
        """The file of this name below the manifest's folder; names typed on another system may compose accents otherwise."""
        if not name or name.startswith("/") or ".." in name.split("/") or "\x00" in name:
            return None
        for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
            path = self.path.parent / form
            try:
                if path.is_file():
                    return path
            except OSError:
                # Too long to be the name of any file.
                return None
        return None

    def _note(self, line: int, reason: str, advice: str) -> None:
        self.problems.append(ManifestProblem(file=self.name, line=line, reason=f"Line {line}: {reason}", advice=advice))


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
