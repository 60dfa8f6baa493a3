"""Passwords that are guessed first: short ones, common ones, walks over the keyboard, and names with a year.

A password is refused where it is nothing but one or two common words of `common_passwords.txt`, figures and walks. Three random
words are none of that.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.patterns import compile_pattern

COMMON = Path(__file__).with_name("common_passwords.txt")
SHORTEST_PASSWORD = 12
"""Characters, as the National Cyber Security Centre's three random words come to."""
LONGEST_PASSWORD = 1000
"""Characters, more than anybody types."""
MOST_WORDS = 2
"""Common words that may not be the whole of a password, however often each is said."""
SHORTEST_WALK = 3
SHORTEST_REPEATED = 5
"""Letters; so short a part makes no password by being said again and again, whatever it is."""
WALKS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
    "qawsedrftgyhujikolp", "qazwsxedcrfvtgbyhnujm", "azsxdcfvgbhnjm",
)  # fmt: skip
"""Keys as they stand beside one another on a keyboard, and the letters and figures in order."""
LOOKALIKE = str.maketrans({"@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e", "$": "s", "5": "s", "7": "t", "8": "b"})
ADVICE = f"Use {SHORTEST_PASSWORD} characters or more, such as three random words."
COUNCIL = compile_pattern(r"\b(?:council|borough|county|city|district|town|parish|community|metropolitan|the|of|and)\b")


def find_weakness(password: str, local_words: Sequence[str] = ()) -> str | None:
    """Why a password is refused, with what to do; None for one that is good enough. `local_words` are names that whoever knows
    the place would try, such as the person's own and the council's."""
    if len(password) < SHORTEST_PASSWORD:
        return f"The password is too short. {ADVICE}"
    if len(password) > LONGEST_PASSWORD:
        return f"The password is longer than {LONGEST_PASSWORD} characters. {ADVICE}"
    if is_common(password, local_words):
        return f"The password is one of those that are tried first: common words, a name, a year or keys in a row. {ADVICE}"
    return None


def is_common(password: str, local_words: Sequence[str] = ()) -> bool:
    """Whether a password is made of nothing but one or two common or local words, said any number of times, with figures, signs
    and walks over the keyboard between them."""
    words = read_common() | {part for word in local_words for part in _name_parts(word)}
    plain = unicodedata.normalize("NFKC", password).casefold()
    return any(
        _is_made_of(letters, words) for letters in {_letters(plain), _letters(plain.translate(LOOKALIKE)), _letters(_bare(plain))}
    )


@cache
def read_common() -> frozenset[str]:
    """The words of the list, folded: small letters and figures alone."""
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(_letters(word) for line in lines if not line.startswith("#") for word in line.split())


def _bare(plain: str) -> str:
    """Without figures and signs at either end, and with what looks like a letter read as one: "p@ssw0rd2024!" is "password"."""
    return compile_pattern(r"^[\W\d_]+|[\W\d_]+$").sub("", plain).translate(LOOKALIKE)


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


def _name_parts(name: str) -> set[str]:
    """The words of a name, alone and together, with and without what every council is called."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    own = COUNCIL.sub(" ", folded)
    parts = {_letters(part) for part in folded.split()} | {_letters(folded), _letters(own)}
    return {part for part in parts if len(part) >= SHORTEST_WALK}


def _is_made_of(letters: str, words: frozenset[str] | set[str]) -> bool:
    """Whether figures, walks, runs of one letter and at most `MOST_WORDS` of the words make the whole. A part that is repeated to
    the end counts once."""
    whole, letters = letters, _shorten_repeated(letters)
    if len(letters) <= SHORTEST_REPEATED and letters != whole:
        return True
    longest = max(map(len, words), default=0)
    fewest: list[float] = [0.0]
    for end in range(1, len(letters) + 1):
        best = fewest[end - 1] if letters[end - 1].isdigit() else float("inf")
        for start in range(max(0, end - longest), end):
            part = letters[start:end]
            if part in words:
                best = min(best, fewest[start] + 1)
            if end - start >= SHORTEST_WALK and _is_walk(part):
                best = min(best, fewest[start])
        fewest.append(best)
    return fewest[-1] <= MOST_WORDS


def _is_walk(part: str) -> bool:
    return len(set(part)) == 1 or any(part in walk or part in walk[::-1] for walk in WALKS)


def _shorten_repeated(letters: str) -> str:
    """ "abcabcabca" is "abc"."""
    for size in range(1, len(letters) // 2 + 1):
        if all(letter == letters[at % size] for at, letter in enumerate(letters)):
            return letters[:size]
    return letters
