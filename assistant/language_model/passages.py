"""The passages that a language model is shown: labelled, without addresses, and without sentences that speak to a model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.language_model.injection import speaks_to_model
from assistant.statements import Statement, find_statements
from index.retriever import Hit
from ingest.document import CELL
from ingest.patterns import IGNORECASE, compile_pattern

BAR = " | "
ADDRESS = compile_pattern(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|org|co|ac|nhs|com|net|info|io)(?:\.uk)?"
    r"(?:/\S*)?|\b[\w-]+\.(?:pdf|docx?|pptx?|xlsx?|html?|txt|md|csv)\b",
    IGNORECASE,
)
"""Web and mail addresses and names of files: a model never sees one and never says one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPassage:
    """What stands under one label: the sentences and rows that may be quoted, and the words as they are shown."""

    label: str
    hit: Hit
    statements: tuple[Statement, ...]
    shown: str


def label_passages(
    hits: Sequence[Hit], text_of: Callable[[int], str], *, passages: int, chars: int
) -> tuple[LabelledPassage, ...]:
    """The first `passages` hits that have words to show, each under a label of its own and cut to `chars` characters at the
    end of a sentence. Hits that were given twice are shown once."""
    labelled: list[LabelledPassage] = []
    seen: set[tuple[int, int]] = set()
    for hit in hits:
        if len(labelled) == passages:
            break
        if (hit.document.row, hit.start) in seen:
            continue
        seen.add((hit.document.row, hit.start))
        kept, lines, room = [], [], chars
        statements = find_statements([hit], text_of)
        spoken = {statement.line for statement in statements if speaks_to_model(statement.text)}
        for statement in statements:
            words = _show(statement)
            # What stands beside an order, in its paragraph, may be what it orders to be said.
            if statement.line in spoken or not words:
                continue
            if len(words) > room:
                break
            if statement.header and (not kept or kept[-1].header != statement.header):
                lines.append(f"(columns: {_hide_addresses(BAR.join(statement.names))})")
            kept.append(statement)
            lines.append(words)
            room -= len(words)
        if kept:
            labelled.append(
                LabelledPassage(label=f"P{len(labelled) + 1}", hit=hit, statements=tuple(kept), shown="\n".join(lines))
            )
    return tuple(labelled)


def _show(statement: Statement) -> str:
    return _hide_addresses(statement.text.replace(CELL, BAR)).strip()


def _hide_addresses(words: str) -> str:
    """Words of a paper without addresses, and without the signs that a prompt is divided by."""
    return compile_pattern(r"[<>{}`]").sub(" ", ADDRESS.sub("(address)", words))
