"""Answering: from a question to a cited answer or an honest refusal."""
