"""From a line to tokens: the signs of exemption in it, what only looks like one, and the words between them.

The words are data (`signs.toml`). A line is read once, from left to right; at each word what only looks like a sign is tried
before the signs. What the tokens say together is for `wording` and `labels`.
"""

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from ingest.patterns import Pattern, compile_pattern

State = Literal["exempt", "in doubt"]

SIGNS = Path(__file__).with_name("signs.toml")
READ_CHARS = 3_000
"""Of a block so much is looked at: a marking stands at the beginning of what it marks."""
SPACED_LETTERS = 5
SPACED_SHARE = 0.6
SPACED_CHARS = 5
"""A line of so many one-letter words, which are this share of its words, is letter-spaced ("E X E M P T"); its words have few
characters, with the space."""

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−﹣－"} | {ord(quote): "'" for quote in "‘’‛`´"} | {0xAD: None}
_UNSEEN = compile_pattern("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NUMBER = compile_pattern(r"(?:\d{1,4}[a-z]?|[a-z]\d{1,3}|[ivx]{1,5}|\w)$")
_STEMS = compile_pattern(
    r"exempt|exclu|confiden|restrict|privat|not (?:for|be|to|open|avail|access|suit|public|in|intended|approved|cleared|authori)"
    r"|do not|don't|none of|never|nfp|withheld|absence|non.public|publication r|releas|circulat|disclos|distribut|secre|classifi"
    r"|part (?:2|ii|two|b)\b|schedule (?:12|7|6)|atodlen|section (?:100|50)|paragraphs? \d|sensiti|locsen|yhoedd|eithri|esempt"
    r"|yfrinachol|cyfyng|preifat|rhan\b|gaeedig|pinc\b|gwyrdd|melyn"
    r"|\b(?:pink|green|yellow|gold|golden|blue|buff|lilac|salmon|purple|grey|gray|red|orange|tinted|coloured)"
    r" (?:pa|sh|re|co|it|ag|mi|bo)"
    r"|on coloured|agenda (?:b|part)|b agenda|in camera|in.committee"
    r"|public access|below the line|closed|reserved|privileg|embargo|un-?redact"
    r"|protect|only\b|treat|commercial|personal|internal|behind"
)
"""What stands in every sign, so that most lines need not be read further."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, divider or phrase. `kind`: "exempt", "doubt" and "bare" for signs, "harmless", "word" or "divider"; `capitals`
    where it is set in them."""

    kind: str
    text: str
    capitals: bool = False

    @property
    def is_sign(self) -> bool:
        return self.kind in ("exempt", "doubt", "bare")

    @property
    def is_strong(self) -> bool:
        """A sign also where other words stand beside it."""
        return self.kind in ("exempt", "doubt")

    @property
    def is_beside(self) -> bool:
        """A word or divider beside which a sign keeps its sense."""
        if self.kind == "word":
            return self.text in word_set("beside") or self.text in word_set("paper") or bool(_NUMBER.match(self.text))
        return self.kind == "divider"


@lru_cache(maxsize=8192)
def normalise(words: str) -> str:
    """The words in plain characters on one line, as `signs.toml` spells them but for the capitals."""
    words = words[:READ_CHARS]
    if not words.isascii():
        words = _UNSEEN.sub("", unicodedata.normalize("NFKC", words)).translate(_DASHES)
    parts = words.split()
    plain = " ".join(parts)
    if len(parts) < SPACED_LETTERS or len(plain) > len(parts) * SPACED_CHARS:
        return plain
    single = sum(len(part) == 1 and part.isalpha() for part in parts)
    return _close_up(plain) if single >= SPACED_LETTERS and single >= SPACED_SHARE * len(parts) else plain


@lru_cache(maxsize=1024)
def read_tokens(words: str) -> tuple[Token, ...]:
    """The tokens of a line in order; () where no sign can stand in it."""
    plain = normalise(words)
    lower = plain.lower()
    if not _STEMS.search(lower):
        return ()
    same = len(lower) == len(plain)
    tokens = []
    for match in _lexer().finditer(lower):
        original = plain[match.start() : match.end()] if same else match[0]
        tokens.append(Token(match.lastgroup or "word", match[0], original.isupper()))
    return tuple(tokens)


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the sets of words in `signs.toml`: "paper", "beside", "subjects", "between"."""
    return frozenset(_data()["words"][name].split())


@cache
def _data() -> dict:
    return tomllib.loads(SIGNS.read_text("utf-8"))


@cache
def _lexer() -> Pattern:
    def group(name: str, patterns: Iterable[str]) -> str:
        # The longer pattern first: of two that begin alike it says more.
        return rf"(?P<{name}>(?:{'|'.join(sorted(patterns, key=len, reverse=True))})\b)"

    data = _data()
    groups = [group("harmless", [pattern for entry in data["harmless"] for pattern in entry["patterns"]])]
    for kind in ("exempt", "doubt", "bare"):
        groups.append(group(kind, [pattern for sign in data["sign"] if sign["class"] == kind for pattern in sign["patterns"]]))
    return compile_pattern(rf"{'|'.join(groups)}|(?P<word>[^\W_]+(?:'[^\W_]+)*)|(?P<divider>[^\w\s])")


def _close_up(plain: str) -> str:
    """A letter-spaced line with the words of the sign that it spells; without its spaces where it spells none."""
    letters = "".join(char for char in plain if not char.isspace())
    lower = letters.lower()
    for phrase in _data()["words"]["spaced"]:
        spelt = phrase.replace(" ", "")
        at = lower.find(spelt)
        if at >= 0:
            return f"{letters[:at]} {phrase.upper() if letters.isupper() else phrase} {letters[at + len(spelt) :]}".strip()
    return letters
