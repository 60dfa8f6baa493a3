"""Seventy papers with the marks that councils use, from the shared folder: every one is held back, and no open part of one is."""

import re
from pathlib import Path

import pytest

from ingest.reading import read_document
from ingest.sources import find_files

LIBRARY, ROADS = "The library opens.", "Twelve roads."
OPEN_PARTS = {
    **dict.fromkeys((31, 32, 33, 34), ("Open words.",)),
    35: ("2.13 More words.",), 36: (LIBRARY, ROADS), 37: (LIBRARY, ROADS), 38: (LIBRARY, ROADS), 39: (LIBRARY, ROADS),
    40: (LIBRARY, ROADS), 41: (LIBRARY,), 42: ("2.15 More open words",), 43: (LIBRARY,), 44: (LIBRARY, "Roads"), 57: ("Ward 19",),
    60: ("Open slide words",),
}  # fmt: skip
"""Words of the open part of a pack, of minutes, a report, a workbook or slides, by the number of the paper."""


@pytest.mark.parametrize("number", range(1, 71))
def test_a_marked_paper_is_held_back_and_its_open_parts_are_not(shared: Path, number: int):
    folder = shared / "faults" / "exempt" / "papers"
    if not folder.is_dir():
        pytest.skip(f"no marked papers at {folder}")
    (path,) = folder.glob(f"w{number:02}*")
    document = read_document(find_files([path]).files[0])

    def held(words: str) -> list[bool]:
        found = [match.start() for match in re.finditer(re.escape(words), document.text)]
        assert found, words
        return [any(start <= at < end for start, end in document.exempt) for at in found]

    assert all(held("Secretword"))
    assert not any(any(held(words)) for words in OPEN_PARTS.get(number, ()))
