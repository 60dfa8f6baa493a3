"""Where a quote stands in a document's words: found letter for letter, whatever spaces, dashes and quotation marks are used."""

import unicodedata
from functools import lru_cache

from ingest.patterns import compile_pattern

SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‛′`", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("|\t\n\r\x0b\x0c\u2028\u2029", " "),
    }
)
EDGES = " .,;:!?'\"…()[]•*-"
LEAST_CHARS = 8


@lru_cache(maxsize=256)
def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """A text in one form of its characters, spaces run together, and for each of its characters its offset in `text`."""
    folded: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).translate(SAME).lower():
            if unicodedata.category(one) in ("Cf", "Cc"):
                continue
            if one.isspace():
                if not folded or folded[-1] == " ":
                    continue
                one = " "
            folded.append(one)
            offsets.append(offset)
    return "".join(folded), tuple(offsets)


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """The first range of `text` that says the quote; None where it stands nowhere, or only within longer words or figures."""
    wanted = fold(quote)[0].strip(EDGES)
    if len(wanted) < LEAST_CHARS:
        return None
    words, offsets = fold(text)
    at = words.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _stands_alone(words, at, end):
            return offsets[at], offsets[end - 1] + 1
        at = words.find(wanted, at + 1)
    return None


def _stands_alone(words: str, start: int, end: int) -> bool:
    """Whether a range cuts no word and no figure: "48" is not a quote of "48,500", nor "2.5" of "12.5"."""
    before, first, last, after = words[:start], words[start], words[end - 1], words[end:]
    if first.isalnum() and compile_pattern(r"\w$|\d[.,]$").search(before) and (before[-1].isalnum() or first.isdigit()):
        return False
    if first.isdigit() and before.endswith(("£", "$", "€", "-")) and compile_pattern(r"(?:^|\s)[£$€-]$").search(before):
        return False
    return not (
        last.isalnum() and compile_pattern(r"\w|[.,]\d").match(after) and (after[0].isalnum() or last.isdigit())
    ) and not (last.isdigit() and compile_pattern(r"\s?(?:%|per ?cent\b|million\b|billion\b|thousand\b)").match(after))
