"""That a store has accounts, kept in its catalogue: where their own file is gone, the store is shut and not open to everybody."""

from pathlib import Path
from typing import Literal, Protocol, cast

PEOPLE = "people.sqlite"
"""The file of the accounts in the store's folder."""
SETTING = "accounts"
Mark = Literal["kept", "removed"]
"""`kept`: there are accounts. `removed`: there were, and the last was removed by its command. Before the first there is none."""


class Settings(Protocol):
    """What keeps the settings of a store; `index.catalogue.Catalogue` is one."""

    def setting(self, name: str) -> str | None: ...

    def keep_setting(self, name: str, value: str) -> None: ...


def read_mark(catalogue: Settings) -> Mark | None:
    """What the catalogue says of accounts. Anything that is not known there stands for accounts that are kept."""
    said = catalogue.setting(SETTING)
    return cast(Mark, said) if said in (None, "removed") else "kept"


def write_mark(catalogue: Settings, mark: Mark) -> None:
    """Keep it, where it is not kept already."""
    if catalogue.setting(SETTING) != mark:
        catalogue.keep_setting(SETTING, mark)


def people_file(folder: Path) -> Path:
    """Where the accounts of a store's folder are."""
    return folder / PEOPLE
