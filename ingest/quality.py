"""Whether the words of a page are words: letters that the file does not name, and letters that are drawn twice. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.patterns import compile_pattern

UNNAMED_SHARE = 0.2
"""Of the letters of a page for which its fonts name no character; bullets and ticks of symbol fonts are far fewer."""
LEAST_PAIRS = 60
LEAST_USUAL = 0.5
"""Share of the pairs of letters of a page that are usual ones: 0.77 to 0.9 on pages in English, 0.65 in Welsh, at most 0.43 where
a font names its letters wrongly (an alphabet shifted by any number of places)."""
ODD_SHARE = 0.3
"""Of the characters of a page that are neither letters, figures nor usual marks; a shifted alphabet may leave the letters."""
PAIRED_CHARS = 8

USUAL_PAIRS = frozenset(
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne "
    "ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa "
    "ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp "
    "fe bl ab gh ty op wo sa ay ex ke ui fr oo ag cr cu ap if av bo sp do ff up gr bu mm by da ds ck qu dd yn wy yd yr gw "
    "ae wr yw fy dy gy rh aw".split()
)
"""The commonest pairs of letters of English, with those of Welsh that English lacks."""

_WORD = compile_pattern(r"\b[^\W\d_]{2,40}\b")
_ODD = compile_pattern(r"""[^\w\s.,;:!?'"“”‘’()\[\]/&%£€$•*+@#|–—-]""")
_LATIN = compile_pattern(r"[A-Za-z\u00c0-\u024f]")


def is_garbled(text: str, unnamed: int) -> bool:
    """Whether a page's words are no words, so that a picture of it is better evidence of what it says.

    `unnamed` counts the characters that the file draws and does not name. Writing other than Latin is left alone.
    """
    shown = sum(not char.isspace() for char in text)
    if shown and unnamed / shown > UNNAMED_SHARE:
        return True
    letters = [char for char in text if char.isalpha()]
    if shown > LEAST_PAIRS and sum(bool(_ODD.match(char)) for char in text) / shown > ODD_SHARE:
        return True
    if sum(bool(_LATIN.match(char)) for char in letters) < len(letters) / 2:
        return False
    return usual_share(text) < LEAST_USUAL


def usual_share(text: str) -> float:
    """Share of the pairs of neighbouring letters that are usual ones (0 to 1); 1 where there are too few pairs to tell."""
    # Each word once, so that one that fills a page counts no more than another.
    pairs = [first + second for word in set(_WORD.findall(text.lower())) for first, second in pairwise(word)]
    return sum(pair in USUAL_PAIRS for pair in pairs) / len(pairs) if len(pairs) >= LEAST_PAIRS else 1.0


def is_doubled(chars: Sequence[str]) -> bool:
    """Whether these characters of a line, spaces aside, come in equal pairs ("BBuuddggeett"): bold made by drawing twice."""
    if len(chars) < PAIRED_CHARS or len(chars) % 2:
        return False
    return list(chars[::2]) == list(chars[1::2]) and len({char for char in chars if char.isalnum()}) >= 3
