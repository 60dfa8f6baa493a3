"""Slips of the keyboard are mended from the words of the papers; words of their own are left alone."""

import pytest

from index.spelling import mend_words
from index.store import Store


@pytest.mark.parametrize(("typed", "meant"), [
    ("Who runs the libary in Kelverton?", "Who runs the library in Kelverton?"),
    ("How many childrn did the Sensroy Impairment support?", "How many children did the Sensory Impairment support?"),
    ("Which zeppelin won the marmalade regatta?", "Which zeppelin won the marmalade regatta?"),
    ("", ""),
])  # fmt: skip
def test_a_word_that_stands_nowhere_is_written_as_the_one_it_is_most_like(small_store: Store, typed: str, meant: str):
    assert mend_words(typed, small_store.retriever.look()) == meant


def test_words_that_stand_somewhere_stay_as_they_are(small_store: Store):
    text = "What did Withybeck library say of its loans?"
    assert mend_words(text, small_store.retriever.look()) == text
