"""The word list of signs: each line that must be a sign is one, each that must not is none."""

import tomllib
from itertools import chain

import pytest

from ingest.exempt.lexicon import SIGNS
from ingest.exempt.wording import read_line, read_mark

ENTRIES = tomllib.loads(SIGNS.read_text("utf-8"))
STATES = {"exempt": "exempt", "doubt": "in doubt", "bare": "in doubt"}


@pytest.mark.parametrize(
    ("line", "kind"),
    [(line, sign["class"]) for sign in ENTRIES["sign"] for line in sign["is"]],
    ids=lambda value: str(value)[:60],
)
def test_a_line_that_is_a_sign_is_read_as_one(line, kind):
    state = read_line(line)

    assert state is not None
    assert kind != "exempt" or state == "exempt"


@pytest.mark.parametrize(
    "line",
    [line for entry in chain(ENTRIES["sign"], ENTRIES["harmless"]) for line in entry.get("is_not", ())],
    ids=lambda value: value[:60],
)
def test_a_line_that_looks_like_a_sign_is_none(line):
    assert read_line(line) is None
    assert read_mark(line) is None


def test_every_entry_of_the_word_list_is_proved_by_examples():
    assert all(sign["is"] and sign["is_not"] for sign in ENTRIES["sign"])
    assert all(entry["is_not"] for entry in ENTRIES["harmless"])
    assert {sign["class"] for sign in ENTRIES["sign"]} == set(STATES)
