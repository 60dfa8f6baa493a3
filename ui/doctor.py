"""Checks of the program, the embedding model and a store, each with what to do about it. Nothing is mended here."""

import importlib.metadata
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from assistant.opening import find_servers
from assistant.settings import LanguageModel, Settings, SettingsProblem, load_settings
from index.catalogue import Catalogue
from index.embedder import ModelProblem, SentenceEmbedder
from index.servers import Servers, open_database
from index.standing import list_standings
from index.store import Store, open_catalogue
from index.troubles import advise_restore
from index.vectors import read_server_version
from ingest.problem import Problem
from ui.checks import Check, Severity
from ui.checks_of_access import check_access

__all__ = ["Check", "Severity", "check_all"]
LEAST_FREE_BYTES = 500_000_000
SERVERS = ("catalogue server", "vector server")
MOST_IN_DOUBT = 20
LIBRARIES = ("chromadb", "gradio", "langchain", "pypdf", "pypdfium2", "sentence-transformers", "torch")


def check_all(folder: Path) -> list[Check]:
    """Every check in order; those of the store only where there is one."""
    checks = [*_check_program()]
    settings, read = _read_settings()
    checks.append(read)
    if settings is None:
        return checks
    embedder = SentenceEmbedder(settings.search.model, settings.search.batch)
    checks.append(_check_model(embedder))
    checks.append(_check_disk(folder))
    if read.severity == "ok":
        checks += _check_language_model(settings.language_model)
    servers = find_servers(settings)
    checks += _check_servers(folder, servers)
    if any(check.name in ("model", *SERVERS) and check.severity == "error" for check in checks):
        return checks
    return [*checks, *_check_store(folder, embedder, servers)]


def _read_settings() -> tuple[Settings | None, Check]:
    """The settings and what was found of them. Where the language model's alone are wrong, those of the rest, by which papers are
    read and searched all the same."""
    try:
        settings = load_settings()
    except SettingsProblem as error:
        remedy = "Mend the settings file and run doctor again."
        try:
            settings = load_settings(asking=False)
            remedy = f"{remedy} Until then nothing can be asked; reading, searching and backups go on."
        except SettingsProblem:
            settings = None
        return settings, Check(name="settings", severity="error", message=str(error), remedy=remedy)
    return settings, Check(name="settings", severity="ok", message=f"Settings are valid (digest {settings.digest}).")


def _check_program() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    yield Check(
        name="python",
        severity="ok" if good else "error",
        message=f"Python {version}.",
        remedy=None if good else "Install Python 3.11 or newer and set the program up again: make run",
    )
    missing = [name for name in LIBRARIES if not _version(name)]
    found = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES if _version(name))
    yield Check(
        name="libraries",
        severity="error" if missing else "ok",
        message=f"Libraries: {found}." if not missing else f"Not installed: {', '.join(missing)}.",
        remedy="Run: make run" if missing else None,
    )
    try:
        sqlite3.connect(":memory:").execute("create virtual table words using fts5 (body)")
        yield Check(name="sqlite", severity="ok", message=f"SQLite {sqlite3.sqlite_version} with full-text search.")
    except sqlite3.OperationalError:
        yield Check(
            name="sqlite",
            severity="error",
            message="This Python's SQLite has no full-text search (FTS5).",
            remedy="Use a Python built with FTS5, such as the one of python.org or Debian.",
        )


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _check_model(embedder: SentenceEmbedder) -> Check:
    try:
        return Check(name="model", severity="ok", message=f"Embedding model {embedder.name}, weights {embedder.digest[:12]}.")
    except ModelProblem as error:
        return Check(name="model", severity="error", message=str(error), remedy="Run: make run")


def _check_language_model(settings: LanguageModel) -> Iterator[Check]:
    """One tiny question to the language model, where one is set; and where the papers' words would go over a network unread."""
    name = "language model"
    if not settings.model:
        yield Check(name=name, severity="ok", message="No language model is set; answers are in the papers' own words.")
        return
    from assistant.language_model.providers import try_model

    try:
        seconds = try_model(settings)
    except Problem as error:
        yield Check(
            name=name,
            severity="error",
            message=str(error),
            remedy='Until it is mended, answers are in the papers\' own words; language_model.model = "" does without it.',
        )
    else:
        yield Check(name=name, severity="ok", message=f"Language model {settings.model} answered in {seconds:.1f} s.")
    host = urlsplit(settings.address).hostname or ""
    if settings.address.startswith("http://") and not _is_near(host):
        yield Check(
            name=name,
            severity="warning",
            message=f"Questions and passages go to {host} without encryption.",
            remedy="Use an https address, or a server on this machine.",
        )


def _is_near(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _check_servers(folder: Path, servers: Servers) -> Iterator[Check]:
    """The servers that the settings name: whether they can be used, and whether what goes there can be read on its way."""
    for name, address in zip(SERVERS, (servers.catalogue, servers.vectors and servers.vectors.address), strict=True):
        if not address:
            continue
        try:
            if name == "catalogue server":
                database = open_database(folder, servers)
                said, open_way = f"PostgreSQL {database.version()}, {database.place}", "sslmode=disable" in address
                database.close()
            else:
                said, open_way = f"Chroma {read_server_version(servers.vectors)}, {address}", address.startswith("http://")
        except Problem as error:
            remedy = "Nothing was changed; run doctor again when it is mended."
            yield Check(name=name, severity="error", message=str(error), remedy=remedy)
            continue
        yield Check(name=name, severity="ok", message=f"{said}.")
        host = urlsplit(address).hostname or ""
        if open_way and not _is_near(host):
            yield Check(
                name=name,
                severity="warning",
                message=f"What papers say goes to {host} without encryption.",
                remedy="Use TLS (sslmode=verify-full, https), or see that nobody else is on the network between.",
            )


def _check_disk(folder: Path) -> Check:
    place = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    short = free < LEAST_FREE_BYTES
    return Check(
        name="disk",
        severity="warning" if short else "ok",
        message=f"{free / 1e9:.1f} GB free for the store.",
        remedy=f"Free some space, or put the store elsewhere with --store (at least {LEAST_FREE_BYTES / 1e9:g} GB)."
        if short
        else None,
    )


def _check_store(folder: Path, embedder: SentenceEmbedder, servers: Servers) -> Iterator[Check]:
    database = open_database(folder, servers)
    if not database.exists():
        place = database.place if servers.catalogue else folder
        yield Check(
            name="store",
            severity="note",
            message=f"There is no store in {place} yet.",
            remedy=f"Make one with: council ingest FOLDER --store {folder}",
        )
        return
    try:
        catalogue = open_catalogue(folder, servers=servers, change=False)
        said = catalogue.database.find_damage()
        catalogue.close()
        if said is not None:
            yield _damaged(said, folder)
            return
        # With its vectors tried in a process of their own.
        yield from _look_into(Store(folder, embedder, servers=servers, change=False, careful=True))
    except Problem as error:
        yield Check(name="store", severity="error", message=str(error), remedy="See the message; nothing was changed.")
    except sqlite3.Error as error:
        yield _damaged(str(error), folder)


def _damaged(said: str, folder: Path) -> Check:
    message = f"The catalogue in {folder} is damaged ({said[:120]})."
    return Check(name="store", severity="error", message=message, remedy=advise_restore(folder))


def _look_into(store: Store) -> Iterator[Check]:
    totals = store.catalogue.totals()
    yield Check(
        name="store",
        severity="ok" if totals.documents else "note",
        message=f"The store {store.catalogue.database.place} holds {totals.documents} documents, {totals.pages} pages, "
        f"{totals.passages} passages.",
        remedy=None if totals.documents else f"Add papers with: council ingest FOLDER --store {store.folder}",
    )
    yield _check_agreement(store)
    yield from check_access(store.folder, store.catalogue)
    yield from _check_papers(store.catalogue)
    yield from _check_held(store.catalogue)
    store.close()


def _check_agreement(store: Store) -> Check:
    known, kept = store.catalogue.passage_keys(), store.vectors.ids()
    if known == kept:
        return Check(name="agreement", severity="ok", message="Catalogue and vectors hold the same passages.")
    return Check(
        name="agreement",
        severity="error",
        message=f"{len(known - kept)} passages have no vector and {len(kept - known)} vectors have no passage.",
        remedy=f"Run: council check --store {store.folder}",
    )


def _check_held(catalogue: Catalogue) -> Iterator[Check]:
    """What is held back from the public, and each paper that waits for an officer's ruling, with why."""
    held = [standing for standing in list_standings(catalogue.reading()) if standing.state != "open"]
    in_doubt = [standing for standing in held if standing.state == "in doubt"]
    yield Check(
        name="held back",
        severity="note" if in_doubt else "ok",
        message=f"Held back from the public, wholly or in part: {len(held) - len(in_doubt)} exempt, {len(in_doubt)} in doubt.",
        remedy="See which and why with `council papers list`; rule on them with `council papers open FILE` or `exempt FILE`."
        if in_doubt
        else None,
    )
    for standing in in_doubt[:MOST_IN_DOUBT]:
        yield Check(
            name="in doubt",
            severity="note",
            message=f"Held back in doubt: {standing.file}. {'; '.join(standing.reasons)}",
            remedy=f"council papers open '{standing.file}', or council papers exempt '{standing.file}'",
        )


def _check_papers(catalogue: Catalogue) -> Iterator[Check]:
    if stale := catalogue.reading().execute("select count(*) from documents where reader = ''").fetchone()[0]:
        yield Check(
            name="read again",
            severity="note",
            message=f"{stale} papers are to be read again: they were read by an earlier version of the program, which knew fewer "
            "signs of exemption, or something of them is missing.",
            remedy="Give council ingest the folders that they came from.",
        )
    for entry in catalogue.skipped():
        yield Check(
            name="skipped", severity="note", message=f"Not read: {entry['file']}. {entry['reason']}", remedy=entry["advice"]
        )
    for document in catalogue.documents():
        if document.pages_without_text:
            pages = ", ".join(map(str, document.pages_without_text[:12]))
            yield Check(
                name="pages",
                severity="note",
                message=f"Pages without text in {document.file}: {pages}.",
                remedy="Run OCR on the file to make those pages searchable.",
            )
