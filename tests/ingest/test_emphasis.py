"""Marks around words are taken away in pairs, and only in pairs."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.emphasis import strip_pairs


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("**Bold** and *slanted* and ***both***", "Bold and slanted and both"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("*one\ntwo*", "*one\ntwo*"),
        ("a ** b", "a ** b"),
        ("**", "**"),
        ("", ""),
    ],
)
def test_pairs_of_stars_go(text, stripped):
    assert strip_pairs(text, "*") == stripped


@pytest.mark.parametrize(
    ("text", "stripped"),
    [("_Note_ well", "Note well"), ("file_name_here", "file_name_here"), ("__All__ of it", "All of it"), ("_a_b", "_a_b")],
)
def test_underscores_within_a_name_stay(text, stripped):
    assert strip_pairs(text, "_", apart=True) == stripped


@given(st.text(alphabet="*a \n_", max_size=30))
def test_the_walk_finds_the_pairs_that_a_pattern_finds(text):
    assert strip_pairs(text, "*") == re.sub(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    assert strip_pairs(text, "_", apart=True) == re.sub(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)


@pytest.mark.parametrize("word", ["*a ", "** a", "a* ", "_a *b", "*", "***a**\n"])
def test_a_long_text_takes_no_time(word):
    began = time.perf_counter()
    strip_pairs(word * 30_000, "*")
    assert time.perf_counter() - began < 1
