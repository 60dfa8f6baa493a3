"""Seventy papers with the marks that councils use, from the folder of shared papers: every one is held back, and no open part is."""

import os
import re
from pathlib import Path

import pytest

from ingest.reading import read_document
from ingest.sources import find_files

SHARED = Path(os.environ.get("COUNCIL_SHARED") or Path(__file__).parents[3] / "shared")
PAPERS = SHARED / "faults" / "exempt" / "papers"

OPEN_PARTS = {
    "w31": ("Open words.",), "w32": ("Open words.",), "w33": ("Open words.",), "w34": ("Open words.",), "w35": ("2.13 More words.",),
    "w36": ("The library opens.", "Twelve roads."), "w37": ("The library opens.", "Twelve roads."), "w38": ("The library opens.",),
    "w39": ("The library opens.", "Twelve roads."), "w40": ("The library opens.", "Twelve roads."), "w41": ("The library opens.",),
    "w42": ("2.15 More open words",), "w43": ("The library opens.",), "w44": ("The library opens.", "Roads"), "w57": ("Ward 19",),
    "w60": ("Open slide words",),
}  # fmt: skip


@pytest.mark.skipif(not PAPERS.is_dir(), reason=f"the shared papers are not here: {PAPERS}")
@pytest.mark.parametrize("path", sorted(PAPERS.glob("w*")) if PAPERS.is_dir() else [], ids=lambda path: path.name)
def test_a_marked_paper_is_held_back_and_its_open_parts_are_not(path):
    document = read_document(find_files([path]).files[0])

    def held(at: int) -> bool:
        return any(start <= at < end for start, end in document.exempt)

    secrets = [match.start() for match in re.finditer("Secretword", document.text)]
    assert secrets and all(held(at) for at in secrets)
    for words in OPEN_PARTS.get(path.name[:3], ()):
        found = [match.start() for match in re.finditer(re.escape(words), document.text)]
        assert found and not any(held(at) for at in found), words
