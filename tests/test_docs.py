"""What the README says holds: its commands are ones the program knows, its settings the program's, and what it names is there."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.settings import DEFAULTS
from ui.cli import DEFAULT_STORE, build_parser

CHECKOUT = Path(__file__).resolve().parent.parent
README = CHECKOUT / "README.md"
TEXT = README.read_text("utf-8") if README.is_file() else ""
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not TEXT, reason="there is no README.md yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line of the README: the program's name and its arguments."""

    program: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return shlex.join((self.program, *self.arguments))


def read_commands(text: str) -> Iterator[Command]:
    """The commands in the fenced blocks, and those within sentences that have an argument; pipes and comments left out."""
    lines = [line for block in FENCE.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`((?:council|make) [^`]+)`", FENCE.sub("", text))
    for line in lines:
        try:
            words = shlex.split(line.removeprefix("$ "), comments=True)
        except ValueError:
            # A drawing with a quotation mark in it, not a command.
            continue
        for part in split_at(words, {"|", "&&", ";", ">"}):
            while part and re.fullmatch(r"[A-Z_]+=.*", part[0]):
                part = part[1:]
            if part and Path(part[0]).name in ("council", "make"):
                yield Command(program=Path(part[0]).name, arguments=tuple(part[1:]))


def split_at(words: list[str], marks: set[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in words:
        if word in marks:
            yield part
            part = []
        else:
            part.append(word)
    yield part


def read_settings(text: str) -> dict[str, str]:
    """Name and default of each row of the table whose first column is called setting."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    heads = [place for place, row in enumerate(rows) if row[0].lower().startswith("setting")]
    found = {}
    for row in rows[heads[0] + 1 :] if heads else []:
        if name := re.fullmatch(r"`([\w.]+)`", row[0]):
            found[name[1]] = row[1].strip("`")
    return found


def read_paths(text: str) -> set[str]:
    """Files and folders of the repository: targets of links and pictures, and code that begins with one of its folders."""
    prose = FENCE.sub("", text)
    linked = {target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"\w+:|#", target)}
    folders = {path.name for path in CHECKOUT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    coded = {word for word in re.findall(r"`([\w./-]+)`", prose) if word.split("/")[0] in folders and "/" in word}
    return {path for path in linked | coded if path}


COMMANDS = list(read_commands(TEXT))


def test_the_readme_shows_how_to_start_and_how_to_use_the_program():
    shown = {(command.program, command.arguments[0]) for command in COMMANDS if command.arguments}
    assert {("make", "run"), ("make", "test"), ("council", "ingest"), ("council", "serve"), ("council", "ask")} <= shown


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.program == "council"], ids=str)
def test_the_program_knows_every_command_that_is_shown(command: Command, capsys: pytest.CaptureFixture[str]):
    try:
        options = build_parser().parse_args(command.arguments)
        assert callable(options.run)
    except SystemExit as ending:
        assert ending.code == 0, capsys.readouterr().err


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.program == "make"], ids=str)
def test_the_makefile_knows_every_target_that_is_shown(command: Command):
    outcome = subprocess.run(["make", "-n", *command.arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr


def test_options_named_in_sentences_are_options_of_the_program():
    named = set(re.findall(r"`(--[a-z][\w-]*)", FENCE.sub("", TEXT)))
    parser = build_parser()
    (commands,) = [action.choices for action in parser._actions if action.dest == "command"]
    known = {
        option for command in (parser, *commands.values()) for action in command._actions for option in action.option_strings
    }
    assert named and named - known == set()


def test_the_table_of_settings_is_that_of_the_defaults():
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))
    assert read_settings(TEXT) == {
        f"{section}.{name}": str(value).lower() if isinstance(value, bool) else str(value)
        for section, entries in defaults.items()
        for name, value in entries.items()
    }


def test_the_default_store_is_named():
    assert f"`{DEFAULT_STORE}`" in TEXT


def test_environment_variables_named_are_ones_the_program_reads():
    named = set(re.findall(r"COUNCIL_[A-Z_]+", TEXT))
    program = "\n".join(path.read_text("utf-8") for folder in ("assistant", "index", "ingest", "ui", "eval")
                        for path in (CHECKOUT / folder).rglob("*.py"))  # fmt: skip
    program += DEFAULTS.read_text("utf-8")
    assert named and {name for name in named if name not in program} == set()


@pytest.mark.parametrize("path", sorted(read_paths(TEXT)))
def test_every_file_and_folder_that_is_named_is_there(path: str):
    assert (CHECKOUT / path).exists()


def test_endings_of_files_that_are_named_are_read():
    from ingest.reading import READERS

    assert {ending.lstrip(".") for ending in READERS} >= {"pdf", "docx", "pptx", "xlsx", "csv", "html", "txt", "md", "eml"}
    for kind in re.findall(r"\b(PDF|DOCX|PPTX|XLSX|CSV|HTML|TXT|EML)\b", TEXT):
        assert f".{kind.lower()}" in READERS


# How the README is read


EXAMPLE = """# Program

Run `make run PORT=80` or `council ask "What?" --json`; `council` alone is a name. See [a](assistant/defaults.toml#x) and
`ui/none.py`.

```sh
$ COUNCIL_STORE=x council ask "Why # this?" \\
    --json | head   # a comment
.venv/bin/council doctor && make test
files ──> ingest it's a drawing
```

| setting | default |
|---|---|
| `a.b` | `1.0` |
"""


def test_commands_are_found_in_blocks_and_sentences():
    asked = ["council ask 'Why # this?' --json", "council doctor", "make test", "make run PORT=80", "council ask 'What?' --json"]
    assert [str(command) for command in read_commands(EXAMPLE)] == asked


def test_settings_and_paths_are_found():
    assert read_settings(EXAMPLE) == {"a.b": "1.0"} and read_settings("| a | b |") == {}
    assert read_paths(EXAMPLE) == {"assistant/defaults.toml", "ui/none.py"}
