"""Signs of exemption in the words that are kept of a paper, for when its file is not at hand to be read again."""

from collections.abc import Sequence

from ingest.document import Block, Facts, Marking, Reading
from ingest.structure import build_document


def find_signs(text: str, page_starts: Sequence[int], *, kind: str, file: str) -> tuple[Marking, ...]:
    """What the lines of a kept text and the name of its file say of its being exempt; () where they say nothing. `page_starts`
    are where its pages begin, in order, or () for a format without pages.

    Only lines are known, not headings or tables, and so not how far a sign reaches: such a paper is to be held back as a whole.
    """
    blocks, at, page = [], 0, 0
    for line in text.split("\n"):
        while page < len(page_starts) and page_starts[page] <= at:
            page += 1
        if line.strip():
            blocks.append(Block(kind="paragraph", text=line, page=page or None))
        at += len(line) + 1
    reading = Reading(blocks=tuple(blocks), page_labels=(None,) * len(page_starts))
    facts = Facts(title="", council=None, body=None, date=None, type=kind)
    return build_document(file=file, digest="", reading=reading, facts=facts).markings
