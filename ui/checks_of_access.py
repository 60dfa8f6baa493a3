"""The doctor's look at who may read a store: its accounts, and the rights on its files."""

from collections.abc import Iterator
from pathlib import Path

from index.accounts import PEOPLE, Settings
from index.private import open_to_others
from index.servers import CATALOGUE
from ui.checks import Check
from ui.people import People

PRIVATE = (CATALOGUE, PEOPLE, "feedback.jsonl", "questions", "papers")
"""Files and folders of a store that hold what papers say, or who may read them."""


def check_access(folder: Path, catalogue: Settings) -> Iterator[Check]:
    """Whether the accounts that there should be are there, and which files everybody on the machine may read."""
    yield _check_accounts(folder, catalogue)
    shown = [name for name in PRIVATE if open_to_others(folder / name)] if open_to_others(folder) else []
    if shown:
        yield Check(
            name="rights",
            severity="warning",
            message=f"Everybody on this machine may read {', '.join(shown)} in {folder}.",
            remedy=f"Take that away: chmod -R o-rwx {folder}",
        )
    else:
        yield Check(name="rights", severity="ok", message="Nobody else on this machine may read the store's files.")


def _check_accounts(folder: Path, catalogue: Settings) -> Check:
    people = People(folder, catalogue)
    if trouble := people.find_trouble():
        remedy = f"Put {people.path} back from a backup, or: council user add NAME --role administrator --store {folder}"
        return Check(name="accounts", severity="error", message=trouble.replace("\n", " ").rstrip(".") + ".", remedy=remedy)
    count = len(people.everybody())
    said = f"{count} account{'' if count == 1 else 's'}: everybody must sign in." if count else "No accounts: nobody signs in."
    return Check(name="accounts", severity="ok", message=said)
