"""What every command shares: its exit status, its problems, and how words, JSON and files are written."""

import json
from pathlib import Path

from ingest.document import CELL
from ingest.problem import Problem
from ingest.sources import display_name

DONE, FAILED, WRONG_CALL = 0, 1, 2


class CommandProblem(Problem):
    """A command that cannot be carried out: what is wrong and what to do, in one line."""


class WrongCall(CommandProblem):
    """A command that was not given what it needs."""


def say(words: str) -> None:
    """Prints words for a person; what would steer the terminal, in a paper or the name of a file, is shown by its code."""
    print("\n".join(display_name(line) for line in words.split("\n")))


def print_json(value: object) -> None:
    print(make_printable(json.dumps(value, ensure_ascii=False, indent=2)))


def print_line(value: object) -> None:
    print(make_printable(json.dumps(value, ensure_ascii=False)), flush=True)


def make_printable(text: str) -> str:
    """Half characters, which no encoding can write, as their JSON escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def show_words(words: str) -> str:
    """Words of a document with a bar between the cells of a table row."""
    return words.replace(CELL, " | ")


def say_place(page: int | None, label: str | None) -> str:
    if page is None:
        return ""
    return f", page {page}" + (f" (printed {label})" if label and label != str(page) else "")


def write_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandProblem(f"The file {path} cannot be written ({error.strerror}). Choose another.") from error
    print(f"Written to {path}.")
