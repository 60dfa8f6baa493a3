"""Lines and paragraphs without an end: read in good time, in parts, and not a word is lost."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Reading
from ingest.long_blocks import LONGEST_CHARS, divide_long_blocks, divide_words
from ingest.passages import ENDLESS_CHARS, MAX_CHARS, divide_document
from ingest.reading import read_document
from ingest.records.reading import read_records
from ingest.sources import find_files

LINES = {
    "words": "word ",
    "clauses": "The Council (CC) resolved that the Lighthouse Keepers Association (LKA) be paid £12,400 by 3 March 2026; ",
    "one word": "x",
    "open brackets": "(A",
    "marks without an end": "_a *b ",
    "duties": "the Council must have regard to section 5 of the Act ",
}


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_a_line_of_a_megabyte_is_read_in_good_time(unit: str, tmp_path: Path):
    path = tmp_path / "line.txt"
    path.write_text("The keeper wrote one line. " + unit * (1_000_000 // len(unit)), "utf-8")
    [source] = find_files([path]).files
    began = time.process_time()

    document = read_document(source)
    read_records(document)
    passages = divide_document(document)

    assert time.process_time() - began < 15
    assert max(block.end - block.start for block in document.blocks) <= LONGEST_CHARS
    assert max(len(passage.text) for passage in passages) <= ENDLESS_CHARS


@given(st.text(alphabet="ab. ;\t", max_size=400), st.integers(5, 60))
def test_parts_cover_every_word_in_order_and_none_is_too_long(words: str, longest: int):
    parts = list(divide_words(words, longest))

    assert all(end - start <= longest for start, end in parts)
    assert "".join("".join(words[start:end] for start, end in parts).split()) == "".join(words.split())
    assert all(not words[end:after].strip() for (_, end), (after, _) in pairwise(parts))


def test_a_long_block_keeps_its_pages():
    text = "A short sentence. " * 2_000
    block = Block(kind="paragraph", text=text.strip(), page=3, page_breaks=((15_000, 4), (30_000, 5)))

    parts = divide_long_blocks(Reading(blocks=(block,))).blocks

    assert len(parts) == 2 and parts[0].page == 3 and parts[0].page_breaks == ((15_000, 4),)
    assert parts[1].page == 4 and len(parts[1].page_breaks) == 1
    at, page = parts[1].page_breaks[0]
    assert page == 5 and parts[1].text[at:] == text.strip()[30_000:]


def test_a_reading_of_usual_length_is_left_alone():
    reading = Reading(blocks=(Block(kind="paragraph", text="word " * 2_000),))

    assert divide_long_blocks(reading) is reading
    assert MAX_CHARS < ENDLESS_CHARS < LONGEST_CHARS
