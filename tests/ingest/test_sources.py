"""Which files are found, and what a manifest says about them."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import FoundFiles, ManifestProblem, UnopenedFile, display_name, find_files


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    return folder


def names(found: FoundFiles) -> list[str]:
    return [file.name for file in found.files]


def write_manifest(folder: Path, text: str | bytes) -> None:
    (folder / "manifest.csv").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_folder_gives_its_papers_in_order_and_nothing_else(tmp_path: Path) -> None:
    fill(
        tmp_path, "b.pdf", "a/z.docx", "a/b/c.html", "odd.xyz", ".hidden.pdf", ".git/x.pdf", "~$b.docx", ".DS_Store", "Thumbs.db",
        "__MACOSX/b.pdf", "manifest.csv", "a/Manifest.CSV",
    )  # fmt: skip
    found = find_files([tmp_path])
    assert names(found) == ["a/b/c.html", "a/z.docx", "b.pdf", "odd.xyz"]
    assert found.files[2].path == tmp_path / "b.pdf" and found.files[2].size == 5
    assert found.files[2].digest == hashlib.sha256(b"b.pdf").hexdigest()


def test_a_file_is_named_by_itself_and_found_once(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.pdf", "c.pdf")
    found = find_files([tmp_path / "a/b.pdf", tmp_path, tmp_path / "c.pdf"])
    assert names(found) == ["b.pdf", "c.pdf"]
    assert [file.root for file in found.files] == [tmp_path / "a", tmp_path] and found.roots == (tmp_path,)
    assert all(file.path.is_absolute() for file in find_files([Path(os.path.relpath(tmp_path))]).files)


def test_links_and_special_files_are_not_followed(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", "secret.pdf")
    inside = fill(tmp_path / "inside", "a.pdf")
    (inside / "link.pdf").symlink_to(outside / "secret.pdf")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "pipe.pdf")
    assert names(find_files([inside])) == ["a.pdf"]
    assert names(find_files([inside / "link.pdf"])) == ["link.pdf"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no file or folder"):
        find_files([tmp_path / "none"])


def test_a_file_that_cannot_be_opened_is_a_problem_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.pdf", "b.pdf")
    opened = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "a.pdf":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    found = find_files([tmp_path])
    assert names(found) == ["b.pdf"]
    assert found.problems == (
        UnopenedFile(file="a.pdf", reason="It cannot be opened (Permission denied).", advice="Check who may read it."),
    )


def test_a_manifest_states_facts_of_its_files(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf", "sub/b.pdf", "sub/c.pdf")
    write_manifest(
        tmp_path,
        '\ufeffFile, Council ,date,title\r\na.pdf,Anyshire Council,25/01/2022,"Plans, old\nand new"\r\n\r\nsub\\b.pdf,X,,\n',
    )
    write_manifest(tmp_path / "sub", "file,body\nb.pdf,Cabinet\n")
    found = find_files([tmp_path])
    assert {file.name: file.overrides for file in found.files} == {
        "a.pdf": {"council": "Anyshire Council", "date": "2022-01-25", "title": "Plans, old\nand new"},
        "sub/b.pdf": {"body": "Cabinet"},
        "sub/c.pdf": {},
    }
    assert found.problems == ()
    [alone] = find_files([tmp_path / "sub/b.pdf"]).files
    assert alone.overrides == {"body": "Cabinet"}
    assert alone.overrides_digest == found.files[1].overrides_digest != found.files[2].overrides_digest


def test_every_fault_of_a_manifest_is_named_with_its_line_and_stops_nothing(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf", "b.pdf")
    write_manifest(
        tmp_path,
        "file,date,colour,body\nnone.pdf,2022-01-25,red,Cabinet\na.pdf,June 2022,red,Cabinet\n../a.pdf,,,\n"
        "b.pdf,,,Board,and more\nb.pdf,,,Board\nb.pdf,,,Panel\n",
    )
    found = find_files([tmp_path])
    assert [file.overrides for file in found.files] == [{"body": "Cabinet"}, {"body": "Panel"}]
    assert {problem.file for problem in found.problems} == {"manifest.csv"}
    assert [problem.line for problem in found.problems if isinstance(problem, ManifestProblem)] == [1, 2, 3, 4, 5, 7]
    assert all(problem.reason.endswith(".") and problem.advice.endswith(".") for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (b"", 1), (b"name,date\na.pdf,x\n", 2), (b"file,title\na.pdf,Caf\xe9\n", 0), (b"file,title\na.pdf,\"open\x00", 1),
        (b"file\n" + b"a" * 999, 1),
    ],
)
def test_a_manifest_of_any_bytes_is_read_without_a_crash(tmp_path: Path, text: bytes, problems: int) -> None:
    fill(tmp_path, "a.pdf")
    write_manifest(tmp_path, text)
    found = find_files([tmp_path])
    assert names(found) == ["a.pdf"]
    assert len(found.problems) <= problems
    if problems == 0:
        assert found.files[0].overrides == {"title": "Café"}


@given(data=st.binary(max_size=80))
def test_no_bytes_in_a_manifest_stop_the_search(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = fill(tmp_path_factory.getbasetemp() / "bytes", "a.pdf")
    write_manifest(folder, b"file,date,title\na.pdf," + data)
    assert names(find_files([folder])) == ["a.pdf"]


def test_a_name_that_is_not_utf8_can_still_be_written(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    path.write_text("x")
    [file] = find_files([tmp_path]).files
    assert file.name == "caf\\xe9.pdf" and file.name.encode()


def test_names_are_safe_to_print() -> None:
    assert display_name("Ünïted – a b.pdf") == "Ünïted – a b.pdf"
    assert display_name("a\u202efdp.exe\n\x1b[2J\udce9") == "a\\u202efdp.exe\\u000a\\u001b[2J\\udce9"


@given(name=st.text())
def test_a_safe_name_has_one_line_and_can_be_encoded(name: str) -> None:
    assert display_name(name).encode() and len(display_name(name).splitlines()) == 1 if name else display_name(name) == ""


def exempt_of(*paths: Path) -> dict[str, str | None]:
    return {file.name: file.overrides.get("exempt") for file in find_files(paths).files}


def test_a_line_for_every_file_speaks_for_its_folder_but_where_something_nearer_does(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf", "part2/b.pdf", "part2/c.pdf", "part2/deep/d.pdf", "part2/deep/e.pdf")
    write_manifest(tmp_path / "part2", "file,exempt,council\n*,all,Anyshire Council\nc.pdf,as marked,\n")
    write_manifest(tmp_path / "part2/deep", "file,exempt\ne.pdf,No\n")
    said = exempt_of(tmp_path)
    assert said == {"a.pdf": None, "part2/b.pdf": "yes", "part2/c.pdf": None, "part2/deep/d.pdf": "yes", "part2/deep/e.pdf": "no"}
    assert {file.overrides.get("council") for file in find_files([tmp_path / "part2"]).files} == {"Anyshire Council"}
    # Also where a folder or file below it is given by itself.
    assert exempt_of(tmp_path / "part2/deep") == {"d.pdf": "yes", "e.pdf": "no"}
    assert exempt_of(tmp_path / "part2/b.pdf", tmp_path / "part2/c.pdf") == {"b.pdf": "yes", "c.pdf": None}


def test_a_line_for_every_file_states_nothing_that_is_of_one_paper(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf")
    write_manifest(tmp_path, "file,title,date,exempt\n*,Plans,2022-01-25,yes\n")
    found = find_files([tmp_path])
    assert [file.overrides for file in found.files] == [{"exempt": "yes"}]
    assert [problem.reason for problem in found.problems] == [
        "Line 2: the date is that of one paper and was left out.", "Line 2: the title is that of one paper and was left out.",
    ]  # fmt: skip


def test_what_is_exempt_further_up_stays_so_where_a_nearer_manifest_says_nothing_of_it(tmp_path: Path) -> None:
    fill(tmp_path, "sub/a.pdf", "sub/b.pdf")
    write_manifest(tmp_path, "file,exempt\nsub/a.pdf,yes\nsub/b.pdf,yes\n")
    write_manifest(tmp_path / "sub", "file,body,exempt\na.pdf,Cabinet,\nb.pdf,,no\n")
    assert exempt_of(tmp_path) == {"sub/a.pdf": "yes", "sub/b.pdf": "no"}


def test_a_word_that_is_neither_yes_nor_no_holds_a_paper_back(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf")
    write_manifest(tmp_path, "file,exempt\na.pdf,perhaps\n")
    assert exempt_of(tmp_path) == {"a.pdf": "yes"}
    assert "perhaps" in find_files([tmp_path]).problems[0].reason


def test_whether_a_paper_is_exempt_does_not_make_it_be_read_again(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf")
    write_manifest(tmp_path, "file,body,exempt\na.pdf,Cabinet,yes\n")
    [before] = find_files([tmp_path]).files
    write_manifest(tmp_path, "file,body,exempt\na.pdf,Cabinet,no\n")
    [after] = find_files([tmp_path]).files
    assert before.overrides_digest == after.overrides_digest and before.overrides != after.overrides
