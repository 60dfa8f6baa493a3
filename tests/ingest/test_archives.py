"""Zip folders: their files are read as files, and none of them can do harm."""

import io
import os
import stat
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.archives import DEEPEST, list_members, unpacked
from ingest.document import UnreadableFile
from ingest.reading import read_document
from ingest.sources import find_files

WORDS = "The Cabinet agreed the budget.\n"


def pack(path: Path, **files: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def refusal(path: Path, password: str | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        list_members(path, password)
    return caught.value


def test_files_of_a_zip_are_found_and_read_under_their_names(tmp_path: Path):
    inner = packed("b.txt", b"Deep words.")
    pack(
        tmp_path / "pack.zip",
        **{"minutes.txt": WORDS, "reports/a.md": "# Report\n\nWords.\n", "inner.zip": inner},
    )
    (tmp_path / "manifest.csv").write_text("file,council,title\npack.zip,Stanwold Council,Not of its papers\n")
    found = find_files([tmp_path])
    assert [file.name for file in found.files] == ["pack.zip/inner.zip/b.txt", "pack.zip/minutes.txt", "pack.zip/reports/a.md"]
    assert found.files[1].digest == sha256(WORDS.encode()).hexdigest() and not found.problems
    documents = [read_document(file) for file in found.files]
    assert [document.text.strip() for document in documents] == ["Deep words.", WORDS.strip(), "Report\nWords."]
    assert {document.facts.council for document in documents} == {"Stanwold Council"}
    assert documents[1].facts.title != "Not of its papers"


def test_nothing_is_written_where_a_name_leads(tmp_path: Path):
    names = ["../out.txt", "/abs.txt", "C:\\windows\\a.txt", "a/../../b.txt", ".hidden", "__MACOSX/x", "e\u202egpj.txt"]
    pack(tmp_path / "a.zip", **dict.fromkeys(names, WORDS))
    found = list_members(tmp_path / "a.zip")
    assert sorted(member.name for member in found) == ["a/b.txt", "abs.txt", "e\u202egpj.txt", "out.txt", "windows/a.txt"]
    for member in found:
        with unpacked(tmp_path / "a.zip", member.inside) as path:
            assert path.read_text() == WORDS and tmp_path not in path.parents
        assert not path.exists()
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]


def test_links_in_a_zip_are_left_out(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("secrets.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert list_members(tmp_path / "a.zip") == ()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    error = refusal(pack(tmp_path / "a.zip", **{"zeros.txt": b"\0" * (64 << 20)}))
    assert "bomb" in error.reason and error.advice


def test_zips_in_one_another_are_read_to_a_depth(tmp_path: Path):
    data = b"At the bottom."
    for depth in range(DEEPEST - 1):
        data = packed(f"{depth}.zip" if depth else "a.txt", data)
    assert [member.name.count("/") for member in list_members(pack(tmp_path / "a.zip", **{"top.zip": data}))] == [DEEPEST - 1]
    assert "deep" in refusal(pack(tmp_path / "b.zip", **{"top.zip": packed("one.zip", data)})).reason


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04" + os.urandom(200)])
def test_a_damaged_zip_is_named_and_the_rest_is_read(tmp_path: Path, data: bytes):
    (tmp_path / "bad.zip").write_bytes(data)
    (tmp_path / "good.txt").write_text(WORDS)
    found = find_files([tmp_path])
    assert [file.name for file in found.files] == ["good.txt"]
    (problem,) = found.problems
    assert problem.file == "bad.zip" and problem.advice


def test_a_zip_cut_off_within_a_file_is_damaged(tmp_path: Path):
    whole = pack(tmp_path / "a.zip", **{"a.txt": os.urandom(5000)}).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[:60] + b"\xff" * 40 + whole[100:])
    assert "damaged" in refusal(tmp_path / "a.zip").reason


def test_a_manifest_in_a_zip_is_heeded_and_what_any_manifest_calls_exempt_is(tmp_path: Path):
    inner = packed("b.txt", b"Deep words.")
    manifest = "file,exempt,body,password\ndeals/a.txt,yes,Cabinet,secret\ninner.zip/b.txt,no,,\nc.txt,no,,\ngone.txt,yes,,\n"
    pack(
        tmp_path / "pack.zip",
        **{"deals/a.txt": WORDS, "inner.zip": inner, "c.txt": WORDS + "c", "deals/d.txt": WORDS + "d", "manifest.csv": manifest},
    )
    pack(tmp_path / "held.zip", **{"e.txt": WORDS + "e", "manifest.csv": "file,exempt\ne.txt,no\n"})
    (tmp_path / "manifest.csv").write_text("file,exempt,council\nheld.zip,yes,Stanwold Council\n")
    found = find_files([tmp_path])
    assert {file.name: file.overrides for file in found.files} == {
        "pack.zip/deals/a.txt": {"exempt": "yes", "body": "Cabinet"},
        "pack.zip/inner.zip/b.txt": {"exempt": "no"},
        "pack.zip/c.txt": {"exempt": "no"},
        "pack.zip/deals/d.txt": {},
        "held.zip/e.txt": {"exempt": "yes", "council": "Stanwold Council"},
    }
    assert [(problem.file, problem.line) for problem in found.problems] == [
        ("pack.zip/manifest.csv", 2), ("pack.zip/manifest.csv", 5),
    ]  # fmt: skip


def test_a_manifest_in_a_zip_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.sources.LARGEST_MANIFEST_BYTES", 20)
    pack(tmp_path / "a.zip", **{"a.txt": WORDS, "manifest.csv": "file,exempt\na.txt,yes\n"})
    [problem] = find_files([tmp_path]).problems
    assert problem.file == "a.zip/manifest.csv" and "not heeded" in problem.reason
