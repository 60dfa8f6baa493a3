"""Every setting of the program: read from `defaults.toml`, a file of one's own, and the environment, in that order."""

import hashlib
import os
import tomllib
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from ingest.problem import Problem

DEFAULTS = Path(__file__).with_name("defaults.toml")


class SettingsProblem(Problem):
    """A settings file that cannot be used: which file, which key, what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reading(_Section):
    """Limits on reading files."""

    seconds_per_file: float = Field(gt=0, le=3600)
    niceness: int = Field(ge=0, le=19)


class Search(_Section):
    """The embedding model and how the two indexes are weighed."""

    model: str
    batch: int = Field(ge=1, le=512)
    candidates: int = Field(ge=10, le=1000)
    lexical_weight: float = Field(ge=0, le=10)
    dense_weight: float = Field(ge=0, le=10)
    grown_chars: int = Field(ge=200, le=10000)


class Answering(_Section):
    """How an answer is chosen, how long it may be, when it is refused, and how much work it may be."""

    hits: int = Field(ge=1, le=100)
    words: int = Field(ge=10, le=90)
    list_words: int = Field(ge=10, le=170)
    statements: int = Field(ge=1, le=10)
    least_confidence: float = Field(ge=0, le=1)
    work_seconds: float = Field(gt=0, le=3600)


class StorePlaces(_Section):
    """Where the catalogue and the vectors are, empty for the store's folder, and what of it is open to everybody. Passwords are
    named, never given."""

    catalogue: str
    catalogue_password: str
    vectors: str
    vectors_token: str
    vectors_header: str
    publish: Literal["as marked", "only what is listed open"]

    @field_validator("catalogue", "vectors")
    @classmethod
    def _has_no_secret(cls, address: str, info: ValidationInfo) -> str:
        schemes = ("postgresql",) if info.field_name == "catalogue" else ("http", "https")
        return check_address(address, schemes, user=info.field_name == "catalogue")


class LanguageModel(_Section):
    """Which language model words answers, if any, and how short its lead is."""

    model: str
    address: str
    api_version: str
    shape: Literal["auto", "off"]
    passages: int = Field(ge=1, le=20)
    passage_chars: int = Field(ge=200, le=10000)
    statements: int = Field(ge=1, le=10)
    reply_tokens: int = Field(ge=50, le=4000)
    seconds: float = Field(gt=0, le=600)
    retries: int = Field(ge=0, le=5)
    containment: float = Field(ge=0.5, le=1)

    @field_validator("address")
    @classmethod
    def _has_no_secret(cls, address: str) -> str:
        return check_address(address, ("http", "https"))


def check_address(address: str, schemes: Sequence[str], *, user: bool = False) -> str:
    """An address without a slash at its end. It stands in settings, digests and records, so that it must hold no password and,
    but for a database (`user`), no name and nothing after "?". Raises ValueError."""
    parts = urlsplit(address)
    if address and (parts.scheme not in schemes or not parts.hostname):
        raise ValueError(f"an address begins with {' or '.join(f'{scheme}://' for scheme in schemes)} and names a server")
    if parts.password or (not user and (parts.username or parts.query)):
        raise ValueError("an address holds no name, password or key; keys come from the environment")
    return address.rstrip("/")


class QuestionLog(_Section):
    """For how many days questions are kept; 0 keeps none."""

    days: int = Field(ge=0, le=3650)


class People(_Section):
    """Who signs on by a proxy in front of the page, if anybody, and what else is believed of who asks."""

    proxy_header: str
    proxy_address: str
    proxy_role: Literal["member", "officer", "administrator"]
    https_only: bool
    own_machine: bool


class Serving(_Section):
    """How many questions are taken at once, how many wait, and how long."""

    answers_at_once: int = Field(ge=0, le=64)
    waiting: int = Field(ge=0, le=10_000)
    longest_wait: float = Field(gt=0, le=600)


class Logging(_Section):
    """Where the log of the served page goes and how much it says."""

    file: str
    level: Literal["debug", "info", "warning", "error"]
    questions: bool


class Monitoring(_Section):
    """Who, besides this machine itself and whoever manages papers, may read the measurements."""

    readers: str

    @field_validator("readers")
    @classmethod
    def _are_networks(cls, readers: str) -> str:
        for reader in filter(None, map(str.strip, readers.split(","))):
            ip_network(reader)
        return readers


class Settings(_Section):
    """All settings; unknown names are errors."""

    store: StorePlaces
    reading: Reading
    search: Search
    answering: Answering
    language_model: LanguageModel
    question_log: QuestionLog
    people: People
    serving: Serving
    logging: Logging
    monitoring: Monitoring

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with any setting; every answer carries them."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


def load_settings(path: Path | None = None, *, asking: bool = True) -> Settings:
    """Defaults, then the file at `path` or in $COUNCIL_SETTINGS, then $COUNCIL_MODEL. With `asking` false the file's section on
    the language model is passed over, whatever is wrong in it: nothing but asking needs one. Raises SettingsProblem."""
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
            if section == "language_model" and not asking:
                continue
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
