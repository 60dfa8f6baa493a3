"""One file to one document, in a process that a bad file cannot take along."""

import hashlib
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.document import UnreadableFile
from ingest.reading import READERS, ReadingProcess, read_document
from ingest.samples import papers_folder
from ingest.sources import SourceFile


def source(path: Path, **overrides: str) -> SourceFile:
    data = path.read_bytes() if path.is_file() else b""
    return SourceFile(path=path, root=path.parent, name=path.name, digest=hashlib.sha256(data).hexdigest(), size=len(data),
                      overrides=overrides)


def write(path: Path, text: str) -> SourceFile:
    path.write_text(text, "utf-8")
    return source(path)


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    with ReadingProcess(60) as reader:
        yield reader


def test_a_document_knows_its_file_its_facts_and_its_words(tmp_path: Path):
    words = "Anyshire County Council\n\nMinutes of the Cabinet\n\n14 October 2025\n\nThe budget was agreed."
    file = write(tmp_path / "minutes.txt", words)
    document = read_document(file)
    assert (document.file, document.digest) == ("minutes.txt", file.digest)
    assert "The budget was agreed." in document.text
    assert (document.facts.council, document.facts.date, document.facts.type) == (
        "Anyshire County Council", date(2025, 10, 14), "minutes")


def test_what_a_manifest_says_stands_above_what_the_paper_says(tmp_path: Path):
    file = write(tmp_path / "a.txt", "Minutes of the Cabinet\n\n14 October 2025\n\nThe budget was agreed.")
    facts = read_document(source(file.path, council="Othershire Council", date="2024-01-02", title="Budget")).facts
    assert (facts.council, facts.date, facts.title) == ("Othershire Council", date(2024, 1, 2), "Budget")


def test_an_older_office_file_is_refused_with_the_way_out(tmp_path: Path):
    with pytest.raises(UnreadableFile) as caught:
        read_document(write(tmp_path / "a.doc", "x"))
    assert ".doc" in caught.value.reason and "DOCX or PDF" in caught.value.advice


@pytest.mark.parametrize("name", ["a.mp4", "noending", "b.odg"])
def test_an_unknown_kind_is_refused_with_the_kinds_that_are_read(tmp_path: Path, name: str):
    with pytest.raises(UnreadableFile) as caught:
        read_document(write(tmp_path / name, "x"))
    assert all(kind.lstrip(".").upper() in caught.value.advice for kind in READERS)


def test_a_file_of_signs_without_a_word_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile):
        read_document(write(tmp_path / "a.txt", "— * — * —\n\n• •\n"))


def test_the_process_reads_what_this_process_reads(process: ReadingProcess):
    for paper in sorted(papers_folder().iterdir()):
        file = source(paper)
        try:
            expected = read_document(file)
        except UnreadableFile as error:
            with pytest.raises(UnreadableFile) as caught:
                process.read(file)
            assert (caught.value.reason, caught.value.advice) == (error.reason, error.advice)
        else:
            assert process.read(file) == expected


def test_one_process_reads_many_files(process: ReadingProcess, tmp_path: Path):
    process.read(write(tmp_path / "a.txt", "The budget was agreed."))
    before = multiprocessing.active_children()
    with pytest.raises(UnreadableFile):
        process.read(write(tmp_path / "b.pdf", "no pdf"))
    assert process.read(write(tmp_path / "c.txt", "The report was noted.")).text == "The report was noted."
    assert multiprocessing.active_children() == before


def test_a_fault_of_a_reader_is_a_reason_and_not_the_end(process: ReadingProcess, tmp_path: Path):
    with pytest.raises(UnreadableFile) as caught:
        process.read(source(tmp_path / "gone.txt"))
    assert "could not be read" in caught.value.reason and caught.value.advice
    assert process.read(write(tmp_path / "a.txt", "The report was noted.")).text


def test_a_file_that_hangs_is_given_up_and_the_next_one_read(tmp_path: Path):
    os.mkfifo(tmp_path / "hangs.txt")
    with ReadingProcess(20) as reader:
        reader.read(write(tmp_path / "warm.txt", "The process runs."))
        reader.seconds = 1
        began = time.monotonic()
        with pytest.raises(UnreadableFile) as caught:
            reader.read(source(tmp_path / "hangs.txt"))
        assert time.monotonic() - began < 10
        assert "longer than 1 seconds" in caught.value.reason and "reading.seconds_per_file" in caught.value.advice
        reader.seconds = 20
        assert reader.read(write(tmp_path / "b.txt", "The report was noted.")).text == "The report was noted."


def test_a_file_that_kills_its_reader_is_given_up_and_the_next_one_read(tmp_path: Path):
    os.mkfifo(tmp_path / "kills.txt")
    others = set(multiprocessing.active_children())
    with ReadingProcess(20) as reader:
        reader.read(write(tmp_path / "warm.txt", "The process runs."))
        (child,) = set(multiprocessing.active_children()) - others
        threading.Timer(0.5, child.kill).start()
        with pytest.raises(UnreadableFile) as caught:
            reader.read(source(tmp_path / "kills.txt"))
        assert "crash" in caught.value.reason and caught.value.advice
        assert reader.read(write(tmp_path / "b.txt", "The report was noted.")).text == "The report was noted."


def test_a_reader_that_ended_between_two_files_is_started_again_and_no_file_is_blamed(tmp_path: Path):
    with ReadingProcess(20) as reader:
        reader.read(write(tmp_path / "a.txt", "First words"))
        ended = reader._process
        ended.kill()
        ended.join()
        # Whoever looks just before it ends is told that it runs.
        ended.is_alive = lambda: True
        assert reader.read(write(tmp_path / "b.txt", "Second words")).text == "Second words"


def test_a_reader_that_cannot_be_started_is_said_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with pytest.raises(BlockingIOError), ReadingProcess(20) as reader:
        monkeypatch.setattr(reader._context.Process, "start", refuse)
        reader.read(write(tmp_path / "a.txt", "First words"))


def test_no_process_is_left_behind(tmp_path: Path):
    others = set(multiprocessing.active_children())
    with ReadingProcess(20) as reader:
        assert set(multiprocessing.active_children()) == others, "a process starts with the first file"
        reader.read(write(tmp_path / "a.txt", "The report was noted."))
        assert set(multiprocessing.active_children()) != others
    assert set(multiprocessing.active_children()) == others
