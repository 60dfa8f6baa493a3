"""Settings come from the defaults, a file and the environment; what cannot be used is refused by name, with a remedy."""

import re
import tomllib
from pathlib import Path

import pytest

from assistant.settings import DEFAULTS, Settings, SettingsProblem, load_settings

NAMES = [(section, name) for section, entries in tomllib.loads(DEFAULTS.read_text("utf-8")).items() for name in entries]


@pytest.fixture
def own(tmp_path: Path):
    """Writes a settings file and gives its path."""

    def write(words: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(words, "utf-8")
        return path

    return write


def refusal(path: Path | None = None) -> str:
    with pytest.raises(SettingsProblem) as caught:
        load_settings(path)
    return str(caught.value)


def test_the_defaults_are_valid_and_set_every_setting():
    settings = load_settings()
    assert {section: set(getattr(settings, section).model_dump()) for section in Settings.model_fields} == {
        section: {name for where, name in NAMES if where == section} for section in Settings.model_fields
    }


def test_every_default_says_what_it_is_for():
    lines = [line for line in DEFAULTS.read_text("utf-8").splitlines() if re.match(r"\w+ = ", line)]
    assert len(lines) == len(NAMES)
    assert [line for line in lines if not re.search(r"# \w", line)] == []


def test_a_file_changes_what_it_names_and_nothing_else(own):
    settings = load_settings(own("[answering]\nwords = 40\n"))
    assert settings.answering.words == 40
    assert settings.answering.model_copy(update={"words": load_settings().answering.words}) == load_settings().answering
    assert (settings.search, settings.reading) == (load_settings().search, load_settings().reading)


def test_the_environment_names_the_file_and_the_model(own, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_SETTINGS", str(own('[search]\nmodel = "/models/one"\nbatch = 8\n')))
    assert (load_settings().search.model, load_settings().search.batch) == ("/models/one", 8)
    monkeypatch.setenv("COUNCIL_MODEL", "/models/two")
    assert (load_settings().search.model, load_settings().search.batch) == ("/models/two", 8)


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_SETTINGS", "")
    monkeypatch.setenv("COUNCIL_MODEL", "")
    assert load_settings().digest == load_settings().digest and load_settings().search.model


@pytest.mark.parametrize(("section", "name"), NAMES)
def test_the_digest_changes_with_every_setting(section: str, name: str):
    settings = load_settings()
    value = getattr(getattr(settings, section), name)
    changed = getattr(settings, section).model_copy(update={name: value + "x" if isinstance(value, str) else value + 1})
    assert re.fullmatch(r"[0-9a-f]{12}", settings.digest) and settings.digest == load_settings().digest
    assert settings.model_copy(update={section: changed}).digest != settings.digest


@pytest.mark.parametrize(("words", "named"), [
    ("[answering]\nwrods = 40\n", "answering.wrods"),
    ("[anwsering]\nwords = 40\n", "anwsering"),
    ("words = 40\n", "words"),
    ("[answering]\nwords = 400\n", "answering.words"),
    ("[answering]\nwords = 'many'\n", "answering.words"),
    ("[answering]\nleast_confidence = nan\n", "answering.least_confidence"),
    ("[reading]\nseconds_per_file = 0\n", "reading.seconds_per_file"),
    ("answering = 3\n", "answering"),
    ("[search]\nmodel = ['a']\n", "search.model"),
])  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named_with_its_file_and_where_the_bounds_stand(own, words: str, named: str):
    path = own(words)
    assert re.match(rf"Setting {re.escape(named)}\b", refusal(path))
    assert str(path) in refusal(path) and str(DEFAULTS) in refusal(path)


def test_a_model_in_the_environment_does_not_hide_a_wrong_file(own, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_MODEL", "/models/two")
    assert refusal(own("search = 3\n")).startswith("Setting search ")


def test_a_file_that_is_not_toml_or_not_there_is_refused(own, tmp_path: Path):
    assert "is not TOML" in refusal(own("answering: words: 40"))
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe[answering]")
    assert "is not TOML" in refusal(tmp_path / "own.toml")
    assert "cannot be opened" in refusal(tmp_path / "missing.toml") and "COUNCIL_SETTINGS" in refusal(tmp_path / "missing.toml")
    assert "cannot be opened" in refusal(tmp_path)


def test_a_file_saved_by_notepad_with_a_mark_at_its_beginning_is_read(tmp_path: Path):
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf[answering]\r\nwords = 40\r\n")
    assert load_settings(path).answering.words == 40


def test_settings_cannot_be_changed_once_loaded():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().answering.words = 10
