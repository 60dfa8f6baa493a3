"""A language model's reply read as claims: JSON where it is JSON, even cut short or wrapped in prose, else lines with quotes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.patterns import MULTILINE, compile_pattern

MOST_CLAIMS = 20
LIST_START = compile_pattern(r'"statements"\s*:\s*\[')
LINE = compile_pattern(
    r"^[\s*•\-\d.)]*(?P<says>[^\n\"“”]{8,600}?)\s*[\[(]\s*(?P<label>P\d{1,2})\s*[\])]\s*[:.–—-]*\s*[\"“](?P<words>[^\"“”\n]{4,600})[\"”]",
    MULTILINE,
)
"""A statement, its label in brackets and its quote, as models write that were not made to write JSON."""
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words that a model says stand in the passage of this label."""

    label: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a model and the quotes it gives for it; nothing of it has been checked."""

    says: str
    quotes: tuple[Quoted, ...]


def read_claims(text: str, *, complete: bool) -> list[Claim]:
    """The claims that stand finished in a reply, in order; of a reply that is still coming (`complete` false) only JSON ones."""
    found = list(_read_objects(text))[:MOST_CLAIMS]
    if found or not complete:
        return found
    return [
        Claim(says=match["says"].strip(), quotes=(Quoted(label=match["label"], words=match["words"]),))
        for match in LINE.finditer(text)
    ][:MOST_CLAIMS]


def _read_objects(text: str) -> Iterator[Claim]:
    """Each object of the list of statements; without such a list, each object that reads as a statement."""
    start = LIST_START.search(text)
    at = start.end() if start else 0
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            if start:
                return
            at += 1
            continue
        if (claim := _as_claim(value)) is not None:
            yield claim


def _as_claim(value: object) -> Claim | None:
    if not isinstance(value, dict):
        return None
    says = next((value[name] for name in ("says", "statement", "text", "answer") if isinstance(value.get(name), str)), None)
    if says is None or not says.strip():
        return None
    listed = value.get("quotes", value.get("quote", []))
    listed = [listed] if isinstance(listed, dict | str) else listed if isinstance(listed, list) else []
    return Claim(says=says, quotes=tuple(q for one in listed if (q := _as_quoted(one, value)) is not None))


def _as_quoted(one: object, around: dict) -> Quoted | None:
    """A quote with its label, which may stand beside the quote or beside the statement."""
    words = (
        one if isinstance(one, str) else one.get("words", one.get("quote", one.get("text"))) if isinstance(one, dict) else None
    )
    held = one if isinstance(one, dict) else around
    label = held.get("label", held.get("passage", around.get("label")))
    if not isinstance(words, str) or not isinstance(label, str):
        return None
    return Quoted(label=label.strip("[]() ").upper(), words=words)
