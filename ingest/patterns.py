"""Patterns whose time grows no faster than the text: every pattern of the program is compiled here, or refused.

Python's `re` is kept where a bound on its steps is proved (`ingest.pattern_cost`), for it is the fastest on short lines; RE2
matches what has no such bound (`ingest.linear_engine`); a pattern that neither can match in linear time raises when its module
is loaded.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import DOTALL, IGNORECASE, MULTILINE, escape
from typing import TypeAlias

from ingest.linear_engine import LinearMatch, LinearPattern, NotForRe2
from ingest.pattern_cost import Unbounded, steps_at_one_place, steps_of_search
from ingest.pattern_tree import Tree, read_tree

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "LimitedPattern",
    "Match",
    "OpeningPattern",
    "Pattern",
    "PatternError",
    "compile_bytes",
    "compile_opening",
    "compile_pattern",
    "compile_words",
    "escape",
]

Match: TypeAlias = re.Match[str] | LinearMatch

MOST_STEPS = 8_000
"""A pattern that may take more steps for a character is not left to `re`. The bound is safe and far above what texts bring
about: at some 2 ns a step 100,000 characters would take 1.6 s."""
LONG_TEXT = 100_000
"""Characters of a text that count as long: all the words of a long report on one line."""
KEPT_PATTERNS = 4_096
"""Patterns made of a user's words come and go; those of the program are some 700."""


class PatternError(ValueError):
    """A pattern that may take longer than in proportion to its text."""


class LimitedPattern:
    """A pattern that sees the first characters of a text only, for its bound is too high for long ones."""

    __slots__ = ("_longest", "compiled", "pattern")

    def __init__(self, compiled: re.Pattern[str], longest: int) -> None:
        self.pattern = compiled.pattern
        self.compiled = compiled
        self._longest = longest

    def __repr__(self) -> str:
        return f"LimitedPattern({self.pattern!r}, longest={self._longest})"

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled.match(text, 0, self._longest)

    def search(self, text: str) -> re.Match[str] | None:
        return self.compiled.search(text, 0, self._longest)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, 0, self._longest)


Pattern: TypeAlias = re.Pattern[str] | LinearPattern | LimitedPattern


class OpeningPattern:
    """A pattern that is tried at one place only, never looked for: what may match many ways from many places is safe from one."""

    __slots__ = ("fullmatch", "match", "pattern")

    def __init__(self, compiled: Pattern) -> None:
        self.pattern = compiled.pattern
        self.match = compiled.match
        self.fullmatch = compiled.fullmatch

    def __repr__(self) -> str:
        return f"OpeningPattern({self.pattern!r})"


@lru_cache(maxsize=KEPT_PATTERNS)
def compile_pattern(pattern: str, flags: int = 0, *, longest: int | None = None) -> Pattern:
    """A pattern with `search`, `match`, `fullmatch`, `finditer`, `findall`, `split`, `sub` and `subn`, all of them linear.

    `longest` is for a pattern of many parts, whose bound is high: it sees so many characters of a text and no more, may take as
    many steps for them as others for a text of `LONG_TEXT` characters, and has `search`, `match` and `finditer` alone.
    Raises PatternError where neither engine can promise that, and `re.error` where it is no pattern.
    """
    tree = read_tree(pattern, flags)
    try:
        steps = steps_of_search(tree)
        if longest is not None and steps * longest <= MOST_STEPS * LONG_TEXT:
            return LimitedPattern(re.compile(pattern, flags), longest)
        trouble = f"it may take {steps:,.0f} steps for each character, and {MOST_STEPS:,} are allowed"
        if steps <= MOST_STEPS:
            return re.compile(pattern, flags)
    except Unbounded as error:
        trouble = str(error)
    return _compile_for_re2(pattern, flags, tree, trouble)


@lru_cache(maxsize=KEPT_PATTERNS)
def compile_opening(pattern: str, flags: int = 0) -> OpeningPattern:
    """A pattern with `match` and `fullmatch` alone, for texts that it opens or fills. Raises as `compile_pattern` does."""
    tree = read_tree(pattern, flags)
    try:
        steps = steps_at_one_place(tree)
        trouble = f"it may take {steps:,.0f} steps for each character, and {MOST_STEPS:,} are allowed"
        if steps <= MOST_STEPS:
            return OpeningPattern(re.compile(pattern, flags))
    except Unbounded as error:
        trouble = str(error)
    return OpeningPattern(_compile_for_re2(pattern, flags, tree, trouble))


def compile_bytes(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
    """A pattern for the bytes of a file, as `compile_pattern` makes them for text; RE2 does not match these."""
    steps = steps_of_search(read_tree(pattern.decode("latin-1"), flags))
    if steps > MOST_STEPS:
        raise PatternError(f"The pattern {pattern!r} may take {steps:,.0f} steps for each byte, and {MOST_STEPS:,} are allowed.")
    return re.compile(pattern, flags)


def compile_words(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """A pattern for any of these words where it stands by itself; the first that fits is taken. However many there are, the steps
    for a character are at the most their letters together, so that no bound has to be proved."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(escape, words))})(?!\w)", flags)


def _compile_for_re2(pattern: str, flags: int, tree: Tree, trouble: str) -> LinearPattern:
    try:
        return LinearPattern(pattern, flags, tree)
    except NotForRe2 as error:
        shown = pattern if len(pattern) <= 300 else f"{pattern[:300]}…"
        raise PatternError(
            f"The pattern {shown!r} may take too long: {trouble}. RE2 cannot match it in its place: {error}. Make its repeats "
            "take what nothing beside them takes, give them limits, or make them possessive (`*+`) or atomic (`(?>…)`)."
        ) from error
