"""Sample papers of an invented council, and questions to try on them. The papers are files; no library is needed to find them.

`python -m ingest.samples.build` makes the papers; the words are in `content`, the drawing in `layout`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A question to try, and what a right answer rests on.

    `must_include` holds groups of alternatives, in small letters: an answer should have one of each group. `quote` stands
    word for word in `file`, beginning on `page` (the file's own page count from 1; None where the format has no pages).
    """

    question: str
    must_include: tuple[tuple[str, ...], ...]
    file: str
    page: int | None
    quote: str


def papers_folder() -> Path:
    """The folder that holds the sample papers and nothing else."""
    return HERE / "papers"


def read_suggestions() -> tuple[Suggestion, ...]:
    """The questions to try on the sample papers, in the order in which to offer them."""
    entries = json.loads((HERE / "questions.json").read_text("utf-8"))
    return tuple(
        Suggestion(**{**entry, "must_include": tuple(tuple(group) for group in entry["must_include"])}) for entry in entries
    )
