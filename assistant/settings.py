"""Every setting of the program: read from `defaults.toml`, a file of one's own, and the environment, in that order."""

import hashlib
import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.problem import Problem

DEFAULTS = Path(__file__).with_name("defaults.toml")


class SettingsProblem(Problem):
    """A settings file that cannot be used: which file, which key, what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reading(_Section):
    """Limits on reading files."""

    seconds_per_file: float = Field(gt=0, le=3600)


class Search(_Section):
    """The embedding model and how the two indexes are weighed."""

    model: str
    batch: int = Field(ge=1, le=512)
    candidates: int = Field(ge=10, le=1000)
    lexical_weight: float = Field(ge=0, le=10)
    dense_weight: float = Field(ge=0, le=10)
    grown_chars: int = Field(ge=200, le=10000)


class Answering(_Section):
    """How an answer is chosen, how long it may be, and when it is refused."""

    hits: int = Field(ge=1, le=100)
    words: int = Field(ge=10, le=90)
    list_words: int = Field(ge=10, le=170)
    statements: int = Field(ge=1, le=10)
    least_confidence: float = Field(ge=0, le=1)


class People(_Section):
    """Who signs on by a proxy in front of the page, if anybody."""

    proxy_header: str
    proxy_address: str
    proxy_role: Literal["member", "officer", "administrator"]


class Settings(_Section):
    """All settings; unknown names are errors."""

    reading: Reading
    search: Search
    answering: Answering
    people: People

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with any setting; every answer carries them."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


def load_settings(path: Path | None = None) -> Settings:
    """Defaults, then the file at `path` or in $COUNCIL_SETTINGS, then $COUNCIL_MODEL. Raises SettingsProblem."""
    values = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    path = path or (Path(os.environ["COUNCIL_SETTINGS"]) if os.environ.get("COUNCIL_SETTINGS") else None)
    if path:
        try:
            own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise SettingsProblem(
                f"The settings file {path} cannot be opened ({error.strerror}). Check COUNCIL_SETTINGS."
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsProblem(f"The settings file {path} is not TOML: {error}. Compare it with {DEFAULTS}.") from error
        for section, entries in own.items():
            values[section] = {**values.get(section, {}), **entries} if isinstance(entries, dict) else entries
    if os.environ.get("COUNCIL_MODEL") and isinstance(values["search"], dict):
        values["search"]["model"] = os.environ["COUNCIL_MODEL"]
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsProblem(
            f"Setting {'.'.join(map(str, first['loc']))} in {path or 'the environment'}: {first['msg']}. "
            f"The names and bounds are in {DEFAULTS}."
        ) from error
