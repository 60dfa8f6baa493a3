"""Files into the store and out of it: reads what is new, keeps it in both stores, and forgets what is gone."""

import sqlite3
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.catalogue import Catalogue
from index.database import DatabaseProblem
from index.embedder import Embedder
from index.indexed_words import indexed_words, join_indexed
from index.pending import clear_pending, mend_pending, note_pending, renew_indexes
from index.probe import note_known
from index.ruling import declare
from index.standing import Declaration, Standing, find_held, list_standings, view_of
from index.troubles import StoreTrouble, find_kind
from index.vectors import VectorsProblem, VectorStore
from ingest.document import Document, UnreadableFile
from ingest.passages import divide_document
from ingest.reading import READER_VERSION, ReadingProcess, read_name
from ingest.records.record import Record
from ingest.sources import SourceFile, find_files

FORGET_WAIT_SECONDS = 10
STATED = frozenset(("council", "body", "date", "title"))
"""Facts that are as a manifest states them, whatever stands in the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that was not read: why, and what its owner can do."""

    file: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What an ingest did. The first four are file names; `notes` are files that were read in part.

    `held_back` are those of the papers that were added or updated which are held back wholly or in part, and why; `exempt` and
    `in_doubt` count them in the whole store.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[Skipped, ...]
    documents: int
    pages: int
    passages: int
    seconds: float
    held_back: tuple[Standing, ...] = ()
    exempt: int = 0
    in_doubt: int = 0

    def as_json(self) -> dict:
        return {**asdict(self), "held_back": [standing.as_json() for standing in self.held_back]}


Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the name of the file being read."""


def sync_files(
    paths: Sequence[Path],
    *,
    catalogue: Catalogue,
    vectors: VectorStore,
    embedder: Embedder,
    seconds_per_file: float,
    progress: Progress = lambda done, total, file: None,
    wait_seconds: float = 0,
    niceness: int = 0,
) -> SyncReport:
    """Bring the store up to date with the files and folders given. Raises FileNotFoundError for a path that is not there.

    A file is known by its content: read once, whatever its name. A file that has gone from a folder given here leaves the store.
    Stopped at any moment, the store answers from what was complete and the same call finishes the rest. Raises StoreBusy where
    another still changes the store after `wait_seconds`, and StoreTrouble where the disk is full or
    may not be written to. The process that reads gives way to others by `niceness`.
    """
    with catalogue.hold(wait_seconds=wait_seconds):
        try:
            return _sync(
                paths,
                catalogue=catalogue,
                vectors=vectors,
                embedder=embedder,
                seconds_per_file=seconds_per_file,
                progress=progress,
                niceness=niceness,
            )
        except (sqlite3.OperationalError, OSError, DatabaseProblem, VectorsProblem) as error:
            kind = find_kind(error)
            # A paper that cannot be read is no trouble of the store's.
            if kind != "full" and (isinstance(error, OSError) or kind != "read only"):
                raise
            raise StoreTrouble(kind, Path(catalogue.database.place), str(error)) from error


def _sync(
    paths: Sequence[Path],
    *,
    catalogue: Catalogue,
    vectors: VectorStore,
    embedder: Embedder,
    seconds_per_file: float,
    progress: Progress,
    niceness: int,
) -> SyncReport:
    began = time.perf_counter()
    mend_pending(catalogue, vectors, embedder)
    found = find_files(paths)
    sources = _sources_by_content(found.files)
    declare(catalogue, vectors, embedder, [_read_declaration(file) for file in found.files])
    before, failed = catalogue.sources(), {skipped["path"]: skipped for skipped in catalogue.skipped()}
    added, updated, unchanged, skipped, notes = [], [], [], [], []
    touched: set[str] = set()
    with ReadingProcess(seconds_per_file, niceness) as reader:
        for done, file in enumerate(found.files):
            progress(done, len(found.files), file.name)
            source, path = sources[file.digest], _write_path(file.path)
            version = f"{READER_VERSION}:{source.overrides_digest}"
            attempt = f"{version}:{seconds_per_file:g}"
            place = {"path": path, "root": _write_path(file.root), "file": file.name, "digest": file.digest}
            is_read, known = catalogue.has_document(file.digest, version), before.get(path)
            if known and known[2] == file.digest:
                if path in failed and failed[path]["attempt"] == attempt:
                    skipped.append(Skipped(file=file.name, reason=failed[path]["reason"], advice=failed[path]["advice"]))
                    continue
                if is_read:
                    unchanged.append(file.name)
                    continue
            if not is_read:
                try:
                    document, records = reader.read_with_records(source)
                except UnreadableFile as error:
                    catalogue.keep_skipped(**place, reason=error.reason, advice=error.advice, attempt=attempt)
                    skipped.append(Skipped(file=file.name, reason=error.reason, advice=error.advice))
                    continue
                keep_document(
                    document,
                    records,
                    path=_write_path(source.path),
                    version=version,
                    catalogue=catalogue,
                    vectors=vectors,
                    embedder=embedder,
                    source=place,
                    stated=source.overrides.keys() & STATED,
                )
                notes += [_picture_note(document)] if document.pages_without_text else []
            else:
                catalogue.keep_source(**place)
            (updated if known else added).append(file.name)
            touched.add(file.digest)
    progress(len(found.files), len(found.files), "")
    removed = _forget_gone(found.roots, {_write_path(f.path) for f in found.files}, catalogue, vectors)
    problems = [Skipped(file=problem.file, reason=problem.reason, advice=problem.advice) for problem in found.problems]
    # What an officer ruled of papers meanwhile.
    mend_pending(catalogue, vectors, embedder)
    note_known(vectors.folder)
    totals, held = catalogue.totals(), [s for s in list_standings(catalogue.reading()) if s.state != "open"]
    return SyncReport(
        added=tuple(added),
        updated=tuple(updated),
        unchanged=tuple(unchanged),
        removed=tuple(removed),
        skipped=tuple(skipped),
        notes=(*problems, *notes),
        documents=totals.documents,
        pages=totals.pages,
        passages=totals.passages,
        seconds=round(time.perf_counter() - began, 2),
        held_back=tuple(standing for standing in held if standing.digest in touched),
        exempt=sum(standing.state == "exempt" for standing in held),
        in_doubt=sum(standing.state == "in doubt" for standing in held),
    )


def _read_declaration(file: SourceFile) -> Declaration:
    """What is said of a file from outside it: by manifests, or else by its name and folders."""
    state, why = file.overrides.get("exempt"), f"the manifest says so of {file.name}"
    if state is None:
        for marking in read_name(file.name):
            state, why = "named" if marking.state == "exempt" else "in doubt", marking.why
            if state == "named":
                break
    return Declaration(path=_write_path(file.path), digest=file.digest, state=state, why=why)


def _write_path(path: Path) -> str:
    """A path as text that can be kept; bytes of a name that are no characters stand as their codes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _sources_by_content(files: Sequence[SourceFile]) -> dict[str, SourceFile]:
    """Of the files with one content the one whose name and facts the document bears: the first that a manifest names, or else
    the first."""
    sources: dict[str, SourceFile] = {}
    for file in files:
        if file.digest not in sources or (file.overrides and not sources[file.digest].overrides):
            sources[file.digest] = file
    return sources


def keep_document(
    document: Document,
    records: Sequence[Record] = (),
    *,
    path: str,
    version: str,
    catalogue: Catalogue,
    vectors: VectorStore,
    embedder: Embedder,
    source: dict[str, str] | None = None,
    stated: Collection[str] = (),
) -> None:
    """Keep a document, its passages and its records in the stores; vectors first, so that what the catalogue knows can be found.

    `stated` are the names of the facts that a manifest states; `source` is the file that it was read from (see
    `Catalogue.keep_source`): the catalogue then changes from what that file held before to what it holds now in one step.
    """
    passages = divide_document(document)
    held = find_held(catalogue.reading(), document.digest, document.markings, len(document.text))
    view = view_of(document.text, held, file=document.file, facts=document.facts, stated=stated)
    words = [indexed_words(document.text, document.facts, passage, view) for passage in passages]
    texts = [join_indexed(*around, passage.text) for passage, around in zip(passages, words, strict=True)]
    embedded = embedder.embed(texts) if passages else None
    note_pending(catalogue, [document.digest])
    if embedded is not None:
        vectors.add(document, [passage.id for passage in passages], embedded)
    gone = set(catalogue.keys_of(document.digest)) - {passage.id for passage in passages}
    changed = [document.digest]
    with catalogue.writing() as db:
        ruled_meanwhile = held != find_held(db, document.digest, document.markings, len(document.text))
        catalogue.add_document(document, passages, path=path, reader=version, words=words, records=records, stated=stated)
        if source is not None:
            before = catalogue.digest_of(source["path"])
            catalogue.keep_source(**source)
            if before is not None and not catalogue.is_referenced(before):
                gone |= set(catalogue.keys_of(before))
                changed.append(before)
                note_pending(catalogue, [before])
                catalogue.remove_document(before)
    if gone:
        vectors.remove(sorted(gone))
    if ruled_meanwhile:
        renew_indexes(catalogue, vectors, embedder, document.digest)
    clear_pending(catalogue, changed)


def _picture_note(document: Document) -> Skipped:
    pages = document.pages_without_text
    listed = ", ".join(map(str, pages[:12])) + (" ..." if len(pages) > 12 else "")
    return Skipped(
        file=document.file,
        reason=f"{len(pages)} of {len(document.pages)} pages are pictures in which no text can be read: {listed}.",
        advice="If they do hold text, scan them again, upright and at 300 dots per inch, so that OCR can read them.",
    )


def _forget_gone(roots: Sequence[Path], present: set[str], catalogue: Catalogue, vectors: VectorStore) -> list[str]:
    """Forget sources that were read from one of these folders and stand there no more, and documents nothing refers to."""
    gone = {
        path: file
        for path, (root, file, _) in catalogue.sources().items()
        if any(Path(root).is_relative_to(folder) for folder in roots) and path not in present and _is_gone(Path(path))
    }
    for path in gone:
        catalogue.forget_source(path)
    _remove_unreferenced(catalogue, vectors)
    return sorted(gone.values())


def forget_file(path: str, *, catalogue: Catalogue, vectors: VectorStore) -> None:
    """Take a file out of the store, and its document where no other file has the same content. The file itself stays. Raises
    StoreBusy where another is changing the store."""
    with catalogue.hold(wait_seconds=FORGET_WAIT_SECONDS):
        catalogue.forget_source(path)
        _remove_unreferenced(catalogue, vectors)
        note_known(vectors.folder)


def forget_document(digest: str, *, catalogue: Catalogue, vectors: VectorStore) -> tuple[str, ...]:
    """Take a document out of the store under all its names; the paths of its files, which stay. Raises StoreBusy where another is
    changing the store."""
    with catalogue.hold(wait_seconds=FORGET_WAIT_SECONDS):
        paths = catalogue.paths_of(digest)
        with catalogue.writing():
            for path in paths:
                catalogue.forget_source(path)
        _remove_unreferenced(catalogue, vectors)
        note_known(vectors.folder)
    return tuple(paths)


def _remove_unreferenced(catalogue: Catalogue, vectors: VectorStore) -> None:
    catalogue.rename_documents()
    for digest in catalogue.unreferenced():
        keys = catalogue.keys_of(digest)
        with catalogue.writing():
            note_pending(catalogue, [digest])
            catalogue.remove_document(digest)
        vectors.remove(keys)
        clear_pending(catalogue, [digest])


def _is_gone(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:
        # Its folder cannot be opened at present.
        return False
