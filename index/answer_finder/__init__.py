"""Judges whether a sentence of a paper answers a question: a small model of our own, how it was trained, and what on."""
