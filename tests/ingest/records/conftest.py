"""Documents of a few blocks for the tests of the registers."""

from collections.abc import Callable
from datetime import date

import pytest

from ingest.document import CELL, Block, Document, Facts, Reading
from ingest.structure import build_document

KINDS = {"#": "heading", "-": "item", "|": "row"}


def build(*lines: str, type: str = "minutes", body: str = "Cabinet", day: date = date(2024, 3, 12)) -> Document:
    """A document with a block for each line: "# " a heading, "- " an item, "| a | b" a row ("|= " names the columns), else a
    paragraph. "~" alone begins a new page."""
    blocks: list[Block] = []
    page, table, before = 1, 0, ""
    for line in lines:
        if line == "~":
            page += 1
            continue
        mark = line[0] if line[:2] in ("# ", "- ", "| ", "|=") else ""
        table += mark == "|" and before != "|"
        words = line[2:].strip() if mark else line
        if mark == "|":
            words = CELL.join(cell.strip() for cell in line[2:].split(" | "))
        blocks.append(
            Block(
                kind=KINDS.get(mark, "paragraph"),
                text=words,
                page=page,
                table=table if mark == "|" else None,
                names_columns=line.startswith("|="),
            )
        )
        before = mark
    facts = Facts(title="A paper", council="Anyshire County Council", body=body, date=day, type=type)
    reading = Reading(blocks=tuple(blocks), page_labels=(None,) * page)
    return build_document(file="paper.pdf", digest="0" * 64, reading=reading, facts=facts)


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    return build
