"""Awkward files of other people's making: each is read, or refused in words that say what is wrong with it."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.document import Document, UnreadableFile
from ingest.reading import ReadingProcess
from ingest.sources import SourceFile

REASONS = {"unreadable": ("damaged", "empty"), "locked": ("password",), "needs OCR": ("picture", "scan"), "no text": ("no text",)}
"""What is expected of a file, and the words of which the reason must hold one."""
READ_IN_PART = "multipage.pdf"
"""One of its six pages carries words; the others are named as pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    expect: str
    document: Document | None
    error: UnreadableFile | None

    @property
    def text(self) -> str:
        return self.document.text if self.document else ""

    @property
    def rows(self) -> list[tuple[str, ...]]:
        found = self.document
        return [tuple(found.text[b.start:b.end].split("\t")) for b in found.blocks if b.kind == "row"] if found else []


@pytest.fixture(scope="module")
def outcomes(shared: Path) -> Mapping[str, Outcome]:
    folder = shared / "awkward"
    found = {}
    with (folder / "EXPECT.tsv").open(encoding="utf-8", newline="") as table, ReadingProcess(60) as reader:
        for row in csv.DictReader(table, delimiter="\t"):
            path = folder / row["file"]
            data = path.read_bytes()
            source = SourceFile(path=path, root=folder, name=path.name, digest=hashlib.sha256(data).hexdigest(), size=len(data),
                                overrides={})
            try:
                found[path.name] = Outcome(expect=row["expect"], document=reader.read(source), error=None)
            except UnreadableFile as error:
                found[path.name] = Outcome(expect=row["expect"], document=None, error=error)
    return found


def test_every_file_comes_out_as_expected(outcomes: Mapping[str, Outcome]):
    wrong = []
    for name, outcome in outcomes.items():
        if outcome.document:
            fits = "text" in outcome.expect.split(" or ") or name == READ_IN_PART
            fits = fits and any(char.isalnum() for char in outcome.text)
        else:
            reasons = [word for expected in outcome.expect.split(" or ") for word in REASONS.get(expected, ())]
            fits = any(word in outcome.error.reason for word in reasons) and bool(outcome.error.advice)
        if not fits:
            wrong.append(f"{name}: expected {outcome.expect}, got {outcome.error or outcome.text[:60]!r}")
    assert not wrong, "\n".join(wrong)


def test_advice_fits_the_reason(outcomes: Mapping[str, Outcome]):
    for outcome in outcomes.values():
        if outcome.error:
            assert ("OCR" in outcome.error.advice) == ("picture" in outcome.error.reason)
            assert ("password" in outcome.error.advice) == ("password" in outcome.error.reason)


def test_pages_that_are_pictures_are_named_where_others_carry_words(outcomes: Mapping[str, Outcome]):
    document = outcomes[READ_IN_PART].document
    assert document and set(document.pages_without_text) == {1, 2, 3, 5, 6} and len(document.pages) == 6


def test_letters_that_are_drawn_twice_come_out_once(outcomes: Mapping[str, Outcome]):
    bold = outcomes["fake-bold-sample.pdf"].text
    assert "Hello World" in bold and "\nBOLD TEXT" in bold and "BBOOLLDD TT" not in bold
    chinese = outcomes["issue-71-duplicate-chars.pdf"].text
    assert "项目描述" in chinese and "项项目目" not in chinese


def test_columns_are_read_one_after_the_other(outcomes: Mapping[str, Outcome]):
    two = outcomes["multi-column-2p.pdf"].text
    assert "Open-domain question answering relies on efficient passage retrieval to select candidate contexts, where" in two
    latin = outcomes["multicolumn.pdf"].text
    assert "Lorem ipsum dolor sit amet, consectetuer adipiscing elit. Ut purus elit, vestibulum ut, placerat ac" in latin


def test_rows_of_a_rotated_table_are_rows(outcomes: Mapping[str, Outcome]):
    rows = {row[0]: row for row in outcomes["nics-background-checks-2015-11-rotated.pdf"].rows}
    assert rows["Alabama"][1:4] == ("18,870", "23,022", "22,650")
    assert rows["Totals"][1] == "804,006"


def test_the_words_of_a_register_stay_in_their_lines(outcomes: Mapping[str, Outcome]):
    assert "5.1 Board Governance" in outcomes["cupertino_usd_4-6-16.pdf"].text.split("\n")


def test_the_same_page_twice_is_read_twice(outcomes: Mapping[str, Outcome]):
    text = outcomes["fake-memo-with-duplicate-page.pdf"].text
    assert text.count("To Whom it May Concern:") == 2


def test_a_scan_with_a_text_layer_is_read(outcomes: Mapping[str, Outcome]):
    document = outcomes["pdf-with-ocr-text.pdf"].document
    assert document and len(document.text) > 800 and document.pages_without_text == ()
