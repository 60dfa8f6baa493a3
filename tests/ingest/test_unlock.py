"""Locked Office files: opened with their password, refused without it."""

import io
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ingest.document import UnreadableFile
from ingest.reading import read_document
from ingest.sources import find_files


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    paper = docx.Document()
    paper.add_paragraph("The exempt report recommends a settlement of £4,000.")
    plain = io.BytesIO()
    paper.save(plain)
    plain.seek(0)
    with (tmp_path / "exempt.docx").open("wb") as out:
        OOXMLFile(plain).encrypt("pår5", out)
    return tmp_path


def read(folder: Path) -> str:
    (file,) = find_files([folder]).files
    assert file.digest == sha256((folder / "exempt.docx").read_bytes()).hexdigest()
    return read_document(file).text


def test_a_locked_paper_opens_with_the_password_of_the_manifest(locked: Path):
    (locked / "manifest.csv").write_text("file,password\nexempt.docx,pår5\n", "utf-8")
    assert "settlement of £4,000" in read(locked)


def test_a_locked_paper_without_a_password_says_where_to_write_it(locked: Path):
    with pytest.raises(UnreadableFile, match="password") as caught:
        read(locked)
    assert "manifest.csv" in caught.value.advice


def test_a_wrong_password_is_said_to_be_wrong(locked: Path):
    (locked / "manifest.csv").write_text("file,password\nexempt.docx,guess\n", "utf-8")
    with pytest.raises(UnreadableFile, match="does not open it"):
        read(locked)
