"""Awkward files of other people's making: each is read, or refused in words that say what is wrong with it."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.document import Document, UnreadableFile
from ingest.pdf import read_pdf
from ingest.reading import ReadingProcess
from ingest.sources import SourceFile

REASONS = {"unreadable": ("damaged", "empty"), "locked": ("password",), "no text": ("no text",)}
"""What is expected of a file, and the words of which the reason must hold one."""
READ_IN_PART = "multipage.pdf"
"""One of its six pages carries words; the others are pictures."""
PASSWORDS = {"libreoffice-writer-password.pdf": "openpassword", "issue6010_2.pdf": "æøå", "password-example.pdf": "test"}


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
            fits = "text" in outcome.expect.split(" or ") or outcome.expect == "needs OCR"
            fits = fits and any(char.isalnum() for char in outcome.text)
            fits = fits and any(page.read_by_ocr for page in outcome.document.pages) >= (outcome.expect == "needs OCR")
        else:
            reasons = [word for expected in outcome.expect.split(" or ") for word in REASONS.get(expected, ())]
            fits = any(word in outcome.error.reason for word in reasons) and bool(outcome.error.advice)
        if not fits:
            wrong.append(f"{name}: expected {outcome.expect}, got {outcome.error or outcome.text[:60]!r}")
    assert not wrong, "\n".join(wrong)


def test_advice_fits_the_reason(outcomes: Mapping[str, Outcome]):
    for outcome in outcomes.values():
        if outcome.error:
            assert ("password" in outcome.error.advice) == ("password" in outcome.error.reason)


def test_pages_that_are_pictures_are_read_by_ocr_and_the_others_not(outcomes: Mapping[str, Outcome]):
    document = outcomes[READ_IN_PART].document
    assert document and [page.read_by_ocr for page in document.pages] == [True, True, True, False, True, True]
    assert document.pages_without_text == ()


def test_scanned_minutes_come_out_word_for_word(outcomes: Mapping[str, Outcome]):
    lines = outcomes["pdf_scanned_meeting_minutes.pdf"].text.split("\n")
    assert "Attendees: John Smith, Jane Doe, Bob Johnson" in lines and "Current spend: 75% of allocated budget" in lines


def test_a_scan_that_lies_on_its_side_is_read(outcomes: Mapping[str, Outcome]):
    assert outcomes["ocr_test_rotated_90.pdf"].text == (
        "Docling bundles PDF document conversion to JSON and Markdown in an easy self contained package"
    )


def test_columns_of_a_scan_are_read_one_after_the_other(outcomes: Mapping[str, Outcome]):
    text = outcomes["linn.pdf"].text
    assert "then play your MIDI keyboard in time to the Sequencer's click track. When the sequence loops back" in text


def test_rows_of_a_scanned_table_are_rows(outcomes: Mapping[str, Outcome]):
    assert ("Chipper", "20,843", "260.57 (145.80)", "96.20 (57.53)") in outcomes["single_table.pdf"].rows


@pytest.mark.parametrize("name", PASSWORDS)
def test_a_locked_file_opens_with_its_password_and_not_with_another(shared: Path, name: str):
    path = shared / "awkward" / name
    assert read_pdf(path, PASSWORDS[name]).blocks
    with pytest.raises(UnreadableFile, match="password given does not open it"):
        read_pdf(path, "not the password")


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
