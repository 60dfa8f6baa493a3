"""Judges whether a sentence of a paper answers a question: a small model of our own, how it was trained, and what on."""

from pathlib import Path

EXTRACTS = Path(__file__).with_name("extracts")
"""Made-up extracts of council papers, JSON Lines: passages, questions with the sentences that answer them, and questions that
look like those and have no answer there."""
HELD_OUT = 12


def is_held_out(number: int) -> bool:
    """Whether the extract of this number in its file is not trained on, but kept to measure with: one of every HELD_OUT."""
    return number % HELD_OUT == HELD_OUT // 2
