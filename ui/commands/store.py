"""Commands that keep a store in order: check, backup and restore."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from assistant.settings import load_settings
from ingest.sources import display_name
from ui.commands.printing import DONE, FAILED, print_json

WAIT_SECONDS = 60
NAMES = {
    "feedback.jsonl": "feedback",
    "papers": "papers added in the page",
    "quality": "the quality report",
    "questions": "kept questions",
    "suggestions.json": "questions to start with",
    "evidence.key": "the key that signs evidence records",
}
"""What the files and folders of a store's folder are called."""


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `check`, `backup` and `restore`; `add` makes one from its name, what it runs and what it does."""
    check = add("check", run_check, "compare the store's parts with one another and with the files, and mend what differs")
    check.add_argument("--dry-run", action="store_true", help="only say what differs")
    check.add_argument(
        "--new-model", action="store_true", help="make the vectors anew where they are of another embedding model than is set"
    )
    backup = add("backup", run_backup, "write the store to one file; it may be searched and served meanwhile")
    restore = add("restore", run_restore, "put the store of a backup in place of the present one, which is kept beside it")
    for command, words in ((backup, "the file to write"), (restore, "the file to read")):
        command.add_argument("file", type=Path, metavar="FILE", help=words)
    for command in (check, backup, restore):
        command.add_argument("--json", action="store_true", help="one JSON document instead of words")


def run_check(options: argparse.Namespace) -> int:
    """Exits 1 where something is left that a person has to see to."""
    from assistant.opening import find_servers, make_embedder
    from index.check import check_folder

    settings = load_settings(asking=False)
    found = check_folder(
        options.store,
        make_embedder(settings),
        find_servers(settings),
        mend=not options.dry_run,
        new_model=options.new_model,
        wait_seconds=WAIT_SECONDS,
    )
    if options.json:
        print_json([asdict(difference) for difference in found])
    else:
        for difference in found:
            print(display_name(f"{difference.state:<7} {difference.message} {difference.remedy}".rstrip()))
        if not found:
            print("The catalogue, the full text, the vectors and the files agree.")
    return FAILED if any(difference.state == "found" for difference in found) else DONE


def run_backup(options: argparse.Namespace) -> int:
    from assistant.opening import open_store
    from index.backup import back_up

    store = open_store(options.store, load_settings(asking=False))
    report = back_up(store.catalogue, store.vectors, options.file, folder=store.folder)
    _remember(options.store, options.file)
    _report(report, options, "Written to")
    return DONE


def _remember(folder: Path, file: Path) -> None:
    from index.troubles import note_backup

    try:
        note_backup(folder, file)
    except OSError as error:
        print(f"council: That there is this backup cannot be noted in {folder} ({error.strerror}).", file=sys.stderr)


def run_restore(options: argparse.Namespace) -> int:
    from assistant.opening import find_servers, make_embedder
    from index.backup import restore

    settings = load_settings(asking=False)
    report = restore(options.file, options.store.absolute(), make_embedder(settings), servers=find_servers(settings))
    _report(report, options, "Restored from")
    if not options.json:
        _say_what_stays(report)
    if report.kept_aside and not options.json:
        print(display_name(f"The store that stood here before is now {report.kept_aside}. A page that is served shows the"))
        print("restored papers when it is started again.")
    return DONE


def _report(report, options: argparse.Namespace, done: str) -> None:
    if options.json:
        print_json(asdict(report))
        return
    size = report.bytes / 1024**2
    print(display_name(f"{done} {report.file}: {report.documents} documents, {report.passages} passages, {size:.1f} MB."))
    accounts = _count(report.accounts, "account") if report.accounts else "no accounts"
    print(display_name(f"It holds {'; '.join([accounts, *_name_files(report.files)])}."))
    print("It does not hold who is signed in, nor files of papers outside the store's folder: of those it has the words.")
    if report.accounts_missing:
        print("The store has had accounts, and they are missing: the page lets nobody in until people.sqlite is put back, or an")
        print("administrator made anew with: council user add NAME --role administrator")


def _say_what_stays(report) -> None:
    if report.accounts_kept:
        print("The accounts that were there stay. Everybody signs in again.")
    elif report.accounts:
        print("The accounts are those of the backup, with the passwords of that time. Everybody signs in again.")
    if report.files_kept:
        print(display_name(f"What was there stays: {'; '.join(_name_files(report.files_kept))}."))


def _name_files(files: dict[str, int]) -> list[str]:
    return [f"{NAMES.get(name, name)} ({_count(number, 'file')})" for name, number in files.items()]


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'' if number == 1 else 's'}"
