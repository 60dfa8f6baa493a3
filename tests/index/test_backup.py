"""What a backup carries beside the papers: accounts, feedback, kept questions, papers added in the page; and who may read it."""

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backup import BackupProblem, back_up, restore
from index.backup_file import FORMAT
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ui.people import People, PeopleProblem

pytestmark = pytest.mark.usefixtures("quick_passwords")
PASSWORD = "three random words"
FILES = {
    "feedback.jsonl": '{"verdict": "right"}\n',
    "questions/2026-03-03.jsonl": '{"question": "What was decided?"}\n',
    "quality/report.html": "<p>0.93</p>",
    "evidence.key": "aa" * 32,
    "opened.json": "[]",
}
NOT_OURS = {
    "chroma/kept.bin": "x",
    "writing.lock": "",
    "catalogue.sqlite.before-1": "x",
    "catalogue-of-before.sqlite": "x",
    "old.tar.gz": "x",
    "late.part": "x",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, words in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(words, "utf-8")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    write(store.folder, {**FILES, **NOT_OURS, "papers/minutes.md": "# Minutes\n\nThe Board resolved to open on Sundays.\n"})
    sync_files(
        [store.folder / "papers" / "minutes.md"],
        catalogue=store.catalogue,
        vectors=store.vectors,
        embedder=store.embedder,
        seconds_per_file=60,
    )
    yield store
    store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.tar.gz"


def open_store(folder: Path) -> Store:
    return Store(folder, WordHashEmbedder())


def make_old(file: Path) -> None:
    """The backup as an earlier version wrote it: the catalogue and the vectors alone."""
    with tarfile.open(file, "r:gz") as tar:
        held = {member.name: tar.extractfile(member).read() for member in tar}
    about = json.loads(held["about.json"])
    about = {name: value for name, value in about.items() if name not in ("accounts", "files", "folder")} | {"format": 1}
    held["about.json"] = json.dumps(about).encode()
    with tarfile.open(file, "w:gz") as tar:
        for name in ("about.json", "catalogue.sqlite", "keys.txt", "vectors.f32"):
            path = file.with_name("part")
            path.write_bytes(held[name])
            tar.add(path, name)


def test_a_backup_carries_all_that_belongs_to_the_store_and_drops_the_sessions(store, file, tmp_path):
    people = People(store.folder, store.catalogue)
    people.add("ada", "officer", PASSWORD)
    token = people.sign_in("ada", PASSWORD)
    made = back_up(store.catalogue, store.vectors, file)
    assert made.accounts == 1
    held = {"evidence.key": 1, "feedback.jsonl": 1, "opened.json": 1, "papers": 1, "quality": 1, "questions": 1}
    assert held.items() <= made.files.items()

    restored = restore(file, tmp_path / "other", WordHashEmbedder())
    assert (restored.accounts, restored.files, restored.accounts_kept) == (1, made.files, False)
    for name, words in FILES.items():
        assert (tmp_path / "other" / name).read_text("utf-8") == words
    assert not [name for name in NOT_OURS if name != "writing.lock" and (tmp_path / "other" / name).exists()]
    other = open_store(tmp_path / "other")
    again = People(other.folder, other.catalogue)
    assert again.in_session(token) is None and again.in_session(again.sign_in("ada", PASSWORD)).role == "officer"
    with tarfile.open(file) as tar:
        assert people_digest(token) not in tar.extractfile("people.sqlite").read()
    other.close()


def people_digest(token: str) -> bytes:
    import hashlib

    return hashlib.sha256(token.encode()).hexdigest().encode()


def test_papers_added_in_the_page_are_found_where_the_store_is_now(store, file, tmp_path):
    back_up(store.catalogue, store.vectors, file)
    restore(file, tmp_path / "other", WordHashEmbedder())
    other = open_store(tmp_path / "other")
    [document] = other.catalogue.documents()

    assert Path(document.path) == (tmp_path / "other" / "papers" / "minutes.md").resolve() and Path(document.path).is_file()
    assert all(Path(path).is_file() for path in other.catalogue.sources())
    other.close()


def test_a_backup_and_what_it_restores_can_be_read_by_their_owner_alone(store, file, tmp_path):
    People(store.folder, store.catalogue).add("ada", "officer", PASSWORD)
    file.write_text("an earlier one that all may read")
    file.chmod(0o644)
    back_up(store.catalogue, store.vectors, file)
    assert file.stat().st_mode & 0o777 == 0o600
    restore(file, tmp_path / "other", WordHashEmbedder())

    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o700
    for name in ("catalogue.sqlite", "people.sqlite", "papers/minutes.md", *FILES):
        assert (tmp_path / "other" / name).stat().st_mode & 0o077 == 0, name
    for name in ("papers", "questions", "quality"):
        assert (tmp_path / "other" / name).stat().st_mode & 0o077 == 0, name


def test_a_new_store_can_be_read_by_its_owner_alone_and_an_old_one_is_tightened(tmp_path):
    Store(tmp_path / "new", WordHashEmbedder(), create=True).close()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    catalogue = tmp_path / "new" / "catalogue.sqlite"
    assert catalogue.stat().st_mode & 0o777 == 0o600
    catalogue.chmod(0o644)
    open_store(tmp_path / "new").close()
    assert catalogue.stat().st_mode & 0o007 == 0
    # A folder that was there is somebody's, who may share it.
    (tmp_path / "there").mkdir(mode=0o755)
    Store(tmp_path / "there", WordHashEmbedder(), create=True).close()
    assert (tmp_path / "there").stat().st_mode & 0o777 == 0o755


def test_a_backup_without_accounts_leaves_those_that_are_there(store, file):
    back_up(store.catalogue, store.vectors, file)
    people = People(store.folder, store.catalogue)
    people.add("ada", "administrator", PASSWORD)
    token = people.sign_in("ada", PASSWORD)
    report = restore(file, store.folder, WordHashEmbedder())
    assert report.accounts_kept and not report.accounts_missing and report.accounts == 0

    now = open_store(store.folder)
    people = People(now.folder, now.catalogue)
    assert now.catalogue.setting("accounts") == "kept" and people.in_session(token) is None
    assert people.in_session(people.sign_in("ada", PASSWORD)).role == "administrator"
    assert people.path.stat().st_mode & 0o777 == 0o600
    now.close()


def test_a_backup_without_accounts_over_a_store_that_lost_its_own_stays_shut(store, file):
    back_up(store.catalogue, store.vectors, file)
    People(store.folder, store.catalogue).add("ada", "administrator", PASSWORD)
    (store.folder / "people.sqlite").unlink()
    assert restore(file, store.folder, WordHashEmbedder()).accounts_missing

    now = open_store(store.folder)
    assert People(now.folder, now.catalogue).find_trouble()
    now.close()


def test_damaged_accounts_are_not_left_out_of_a_backup_and_not_opened_by_restoring_one(store, file, tmp_path):
    back_up(store.catalogue, store.vectors, file)
    People(store.folder, store.catalogue).add("ada", "administrator", PASSWORD)
    (store.folder / "people.sqlite").write_bytes(b"this is no database, and it is long enough" * 200)
    with pytest.raises(BackupProblem, match="would open the store to everybody"):
        back_up(store.catalogue, store.vectors, tmp_path / "second.tar.gz")
    restore(file, store.folder, WordHashEmbedder())

    now = open_store(store.folder)
    with pytest.raises(PeopleProblem, match="missing or cannot be read"):
        People(now.folder, now.catalogue).everybody()
    now.close()


def test_accounts_that_are_missing_are_said_and_stay_missed(store, file, tmp_path):
    People(store.folder, store.catalogue).add("ada", "administrator", PASSWORD)
    (store.folder / "people.sqlite").unlink()
    assert back_up(store.catalogue, store.vectors, file).accounts_missing
    assert restore(file, tmp_path / "other", WordHashEmbedder()).accounts_missing


def test_a_backup_of_an_earlier_version_leaves_accounts_feedback_and_added_papers_that_are_there(store, file):
    back_up(store.catalogue, store.vectors, file)
    make_old(file)
    People(store.folder, store.catalogue).add("ada", "administrator", PASSWORD)
    report = restore(file, store.folder, WordHashEmbedder())
    assert report.accounts_kept and report.files == {} and report.files_kept["feedback.jsonl"] == 1

    now = open_store(store.folder)
    [document] = now.catalogue.documents()
    assert Path(document.path).is_file() and (now.folder / "feedback.jsonl").read_text("utf-8") == FILES["feedback.jsonl"]
    assert [person.name for person in People(now.folder, now.catalogue).everybody()] == ["ada"]
    now.close()


def test_a_backup_that_lies_in_the_store_is_no_part_of_the_next(store):
    for name in ("first.backup", "first.backup", "second.tar.gz"):
        report = back_up(store.catalogue, store.vectors, store.folder / name)
        assert name not in report.files and f"{name}.part" not in report.files


def test_a_changed_file_in_a_backup_is_noticed(store, file, tmp_path):
    back_up(store.catalogue, store.vectors, file)
    with tarfile.open(file, "r:gz") as tar:
        held = [(member, tar.extractfile(member).read()) for member in tar]
    with tarfile.open(file, "w:gz") as tar:
        for member, data in held:
            data = data.replace(b"right", b"wrong") if member.name == "folder/feedback.jsonl" else data
            (tmp_path / "part").write_bytes(data)
            tar.add(tmp_path / "part", member.name)
    with pytest.raises(BackupProblem, match="damaged"):
        restore(file, tmp_path / "other", WordHashEmbedder())
    assert not list(tmp_path.glob("other*"))


@pytest.mark.parametrize("name", ["folder/../../outside.txt", "folder//etc/outside.txt", "../outside.txt", "/outside.txt"])
def test_a_backup_writes_nothing_outside_the_store(store, file, tmp_path, name):
    back_up(store.catalogue, store.vectors, file)
    with tarfile.open(file, "r:gz") as tar:
        held = [(member.name, tar.extractfile(member).read()) for member in tar]
    (tmp_path / "part").write_text("outside")
    with tarfile.open(file, "w:gz") as tar:
        for known, data in held:
            (tmp_path / "part").write_bytes(data)
            tar.add(tmp_path / "part", known)
        tar.add(tmp_path / "part", name)
        link = tarfile.TarInfo("folder/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(link)
    try:
        restore(file, tmp_path / "deep" / "other", WordHashEmbedder())
    except BackupProblem as problem:
        assert "Use another" in str(problem)
    assert not [path for path in tmp_path.rglob("outside.txt") if not path.is_relative_to(tmp_path / "deep" / "other")]
    assert not Path("/etc/outside.txt").exists() and not (tmp_path / "deep" / "other" / "link").exists()


def test_accounts_are_copied_while_somebody_signs_in(store, file):
    people = People(store.folder, store.catalogue)
    people.add("ada", "member", PASSWORD)
    with sqlite3.connect(people.path) as writing:
        writing.execute("insert into sessions values ('t', 'ada', 1)")
        assert back_up(store.catalogue, store.vectors, file).accounts == 1
    assert FORMAT == 2
