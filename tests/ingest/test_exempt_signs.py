"""The word list of signs: each line that must be a sign is one, each that must not is none."""

import time
import tomllib
from itertools import chain

import pytest

from ingest.exempt.labels import read_value, split_label
from ingest.exempt.lexicon import SIGNS
from ingest.exempt.wording import find_named, read_line, read_mark, read_sentences

ENTRIES = tomllib.loads(SIGNS.read_text("utf-8"))
STATES = {"exempt": "exempt", "doubt": "in doubt", "bare": "in doubt"}


SIGN_LINES = [(line, sign["class"]) for sign in ENTRIES["sign"] for line in sign["is"]]
OTHER_LINES = [line for entry in chain(ENTRIES["sign"], ENTRIES["harmless"]) for line in entry.get("is_not", ())]


@pytest.mark.parametrize(("line", "kind"), SIGN_LINES)
def test_a_line_that_is_a_sign_is_read_as_one(line, kind):
    state = read_line(line)

    assert state is not None
    assert kind != "exempt" or state == "exempt"


@pytest.mark.parametrize("line", OTHER_LINES)
def test_a_line_that_looks_like_a_sign_is_none(line):
    assert read_line(line) is None
    assert read_mark(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "N O T  F O R  P U B L I C A T I O N", "E X E M P T", "NOT\u00a0FOR\u00a0PUBLICATION", "not for publi\u00adcation",
        "Private\u200b report",
    ],
)  # fmt: skip
def test_a_sign_is_read_however_its_letters_are_set(line):
    assert read_line(line) is not None


@pytest.mark.parametrize(
    ("label", "value", "state"),
    [
        ("Exempt", "Yes", "exempt"), ("Open or exempt", "Exempt", "exempt"), ("Public document", "No", "in doubt"),
        ("Is the report exempt?", "Exempt – paragraph 3", "exempt"), ("Part exempt?", "Yes / No", "in doubt"),
        ("Exempt information", "☒ Yes ☐ No", "exempt"), ("Exempt information", "Yes ☐ No ☒", None), ("Exempt", "No", None),
        ("Open or exempt", "Open", None), ("Status", "Closed", None), ("Private hire drivers", "612", None),
        ("Exempt", "1,204", None),
        ("Exempt information", "Appendix B only", None),
        ("Public sector equality duty", "None", None),
        ("Wards affected", "All", None),
    ],
)  # fmt: skip
def test_a_label_with_its_value(label, value, state):
    assert read_value(label, value) == state


def test_hostile_lines_are_read_in_time_that_grows_with_their_length():
    pieces = [
        "exempt ", "not for ", "this report is ", "appendix b, ", "a ", "1, ", "- ", "(", "no ", "private and ", "E ",
        "\u00a0", "part 2 ",
    ]  # fmt: skip
    for piece in pieces:
        line = (piece * 100_000)[:100_000]
        begin = time.process_time()
        for read in (read_line, read_mark, find_named, split_label):
            read(line)
        read_sentences(line, head=True)
        read_value(line, line)
        assert time.process_time() - begin < 1


def test_every_entry_of_the_word_list_is_proved_by_examples():
    assert all(sign["is"] and sign["is_not"] for sign in ENTRIES["sign"])
    assert all(entry["is_not"] for entry in ENTRIES["harmless"])
    assert {sign["class"] for sign in ENTRIES["sign"]} == set(STATES)
