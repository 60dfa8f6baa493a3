"""One file that somebody sends: kept in the store under a name of its own and read; where that fails, nothing has changed."""

import hashlib
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.answering import Assistant
from index.steps import SteppingEmbedder
from index.sync import SyncReport, forget_file, sync_files
from ingest.patterns import compile_pattern
from ingest.problem import Problem
from ingest.reading import READERS
from ingest.sources import MANIFEST

ADDED = "papers"
"""The folder in the store that holds what was added through the page."""
LARGEST_BYTES = 200 * 1024 * 1024
"""What is larger is better read by the command line, which needs no copy and goes on where it was stopped."""

WAIT_SECONDS = 30
"""For another who changes the store, such as somebody else whose paper is being read."""


class UploadProblem(Problem):
    """A file that cannot be added: which, why, and what to do."""


def add_upload(assistant: Assistant, file: Path, let_pass: Callable[[], None] = lambda: None) -> SyncReport | None:
    """Keep a copy of a file and read it; None where the same bytes are in the store already. `let_pass` is called where others
    may go first. Raises UploadProblem for a file that is not taken, and what reading raises where the store cannot be changed
    now; in both cases, and where the report says that it was skipped, the store is as it was."""
    name = safe_name(file.name)
    _check(name, file)
    store = assistant.store
    digest = _digest(file)
    if any(document.digest == digest for document in store.catalogue.documents()):
        return None
    path = _keep(file, name, store.folder / ADDED, known=set(store.catalogue.sources()))
    kept = False
    try:
        report = sync_files(
            [path],
            catalogue=store.catalogue,
            vectors=store.vectors,
            embedder=SteppingEmbedder(store.embedder, let_pass),
            seconds_per_file=assistant.settings.reading.seconds_per_file,
            wait_seconds=WAIT_SECONDS,
            niceness=assistant.settings.reading.niceness,
        )
        kept = not report.skipped
    finally:
        if not kept:
            path.unlink(missing_ok=True)
            if str(path) in store.catalogue.sources():
                forget_file(str(path), catalogue=store.catalogue, vectors=store.vectors)
    return report


def safe_name(name: str) -> str:
    """A file name without folders and without letters that files must not have."""
    last = compile_pattern(r"[\\/]").split(unicodedata.normalize("NFC", name))[-1]
    kept = "".join(letter if letter.isalnum() or letter in " ._-()&'," else "-" for letter in last).strip(" .-")
    stem, ending = Path(kept).stem[:120], Path(kept).suffix[:12]
    return f"{stem}{ending}" or "paper"


def _check(name: str, file: Path) -> None:
    if name.lower() == MANIFEST:
        raise UploadProblem(
            f"“{name}” is a manifest: it says what papers are and is none, so it was not added. Put it into a folder beside the "
            "papers that it names, and read that with: council ingest FOLDER"
        )
    if Path(name).suffix.lower() not in READERS:
        kinds = ", ".join(sorted({kind.lstrip(".").upper() for kind in READERS}))
        raise UploadProblem(f"“{name}” was not added: files of this kind are not read. Save it as one of: {kinds}.")
    size = file.stat().st_size
    if not size:
        raise UploadProblem(f"“{name}” was not added. The file is empty. Save it again, or ask the sender for another copy.")
    if size > LARGEST_BYTES:
        raise UploadProblem(
            f"“{name}” was not added: it is larger than {LARGEST_BYTES // 2**20} MB. Split it, or use council ingest."
        )


def _digest(file: Path) -> str:
    with file.open("rb") as words:
        return hashlib.file_digest(words, "sha256").hexdigest()


def _keep(file: Path, name: str, folder: Path, *, known: set[str]) -> Path:
    """A copy of the file in the folder, under the first of its names that neither a file nor the catalogue has."""
    folder.mkdir(exist_ok=True)
    folder = folder.resolve()
    for path in (folder / own for own in _names(name)):
        if str(path) in known:
            continue
        try:
            with path.open("xb") as copy:
                try:
                    with file.open("rb") as words:
                        shutil.copyfileobj(words, copy)
                except OSError:
                    path.unlink()
                    raise
        except FileExistsError:
            continue
        return path
    raise AssertionError("There is always another number.")


def _names(name: str) -> Iterator[str]:
    """A name, then the same with "(2)" before its ending, and so on."""
    yield name
    stem, ending, number = Path(name).stem, Path(name).suffix, 2
    while True:
        yield f"{stem} ({number}){ending}"
        number += 1
