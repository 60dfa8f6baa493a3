"""Files made to read other files, to reach other machines or to fill the memory: they are read as words or refused in words."""

import struct
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from ingest.document import UnreadableFile
from ingest.reading import ReadingProcess
from ingest.sources import find_files

SECRET = "zinnober"
SECONDS = 20
ENDINGS = ("docx", "pptx", "xlsx")
MARK = "Kelverton"


def make_office(path: Path) -> None:
    """A paper of one line, which is MARK."""
    if path.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph(f"The library of {MARK} is open.")
        document.save(str(path))
    elif path.suffix == ".pptx":
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = f"The library of {MARK} is open."
        slides.save(str(path))
    else:
        book = openpyxl.Workbook()
        book.active.append([f"The library of {MARK} is open.", "Yes"])
        book.save(path)


def change_part(path: Path, declared: str, said: str) -> None:
    """Put a document type before the XML of the part with the words, and others in the place of MARK."""
    with zipfile.ZipFile(path) as packed:
        parts = {info.filename: packed.read(info) for info in packed.infolist()}
    name = next(part for part, data in parts.items() if MARK.encode() in data)
    head, _, rest = parts[name].decode().partition("?>")
    if "<?xml" not in head:
        head, rest = '<?xml version="1.0"', parts[name].decode()
    parts[name] = f"{head}?>{declared}{rest.replace(MARK, said)}".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, data in parts.items():
            packed.writestr(part, data)


def read_words(path: Path) -> str:
    """The words of a paper, or why it is refused; both within the time of a file."""
    (source,) = find_files([path]).files
    with ReadingProcess(SECONDS) as reader:
        try:
            return reader.read(source).text
        except UnreadableFile as refused:
            assert refused.advice and "longer than" not in refused.reason, refused.reason
            return f"{refused.reason} {refused.advice}"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("inside", ["entity", "parameter entity", "document type"])
def test_no_office_file_reads_another_file_of_the_machine(tmp_path: Path, ending: str, inside: str):
    secret, path = tmp_path / "secret.txt", tmp_path / f"paper.{ending}"
    secret.write_text(SECRET, "utf-8")
    make_office(path)
    declared = {
        "entity": f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>',
        "parameter entity": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p; <!ENTITY s "x">]>',
        "document type": f'<!DOCTYPE x SYSTEM "{secret.as_uri()}" [<!ENTITY s "x">]>',
    }[inside]
    change_part(path, declared, "&s;")

    assert SECRET not in read_words(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_entities_that_grow_without_end_end_soon(tmp_path: Path, ending: str):
    path = tmp_path / f"paper.{ending}"
    make_office(path)
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    change_part(path, f'<!DOCTYPE x [<!ENTITY a0 "lol">{grown}]>', "&a11;")

    assert len(read_words(path)) < 100_000


@pytest.mark.parametrize(("ending", "size"), [("docx", 48 << 20), ("pptx", 48 << 20), ("xlsx", 2 << 20)])
def test_an_office_file_that_unpacks_to_a_multiple_of_its_size_is_read_or_refused_in_time(tmp_path: Path, ending: str, size: int):
    path = tmp_path / f"paper.{ending}"
    make_office(path)
    change_part(path, "", "x" * size)

    assert path.stat().st_size < size / 30 and read_words(path)


@pytest.mark.parametrize("side", [20_000, 60_000, 2**31 - 1])
def test_a_picture_that_says_it_is_as_large_as_a_town_is_refused(tmp_path: Path, side: int):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * (4 << 20), 9)
    path = tmp_path / "plan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))

    assert "damaged, too large or of another kind" in read_words(path)


def test_a_web_page_and_a_text_with_entities_are_words(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    for name in ("page.html", "page.txt", "page.md"):
        path = tmp_path / name
        path.write_text(f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>\n<p>The library is &s; open.</p>\n', "utf-8")
        assert SECRET not in read_words(path) and "library" in read_words(path)
