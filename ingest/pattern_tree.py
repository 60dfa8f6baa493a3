"""A pattern read as a small tree, in which every place that takes one character is the set of the characters it takes.

Letters that differ in case only, `\\w`, `\\s` and ranges are all sets here, so that whoever works on the tree needs to know
nothing of flags. It does not match anything: see `ingest.patterns`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from re import _constants as sre
from re import _parser as parser
from typing import TypeAlias

INFINITE = float("inf")

_KINDS = "éÉßſKσς中\u0301٣²Ⅷ\xa0\x85\u2003\x1c—’\ufffd😀"
"""A character of every kind outside ASCII that classes of characters tell apart: letters, figures, spaces, marks, signs."""

_CODED = re.compile(r"\\[0-7xuUN]")
"""A character named by its code."""
_ANY_CASE, _ANY_CHAR, _LINES, _ASCII_ONLY = (int(flag) for flag in (re.IGNORECASE, re.DOTALL, re.MULTILINE, re.ASCII))


@dataclass(frozen=True, slots=True, eq=False)
class Char:
    """One character out of a set, a bit for each character of the tree's alphabet."""

    mask: int


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    items: tuple["Node", ...]
    memo: dict[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    items: tuple["Node", ...]
    memo: dict[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    least: int
    most: float
    body: "Node"
    greedy: bool
    possessive: bool
    memo: dict[int, bool] = field(default_factory=dict)

    @property
    def ends(self) -> float:
        """How many numbers of times there are to choose from."""
        return self.most - self.least + 1


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """What a bracket holds; the number and the name where it is kept."""

    number: int | None
    name: str | None
    body: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Atomic:
    body: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A condition on what follows or goes before."""

    ahead: bool
    wanted: bool
    body: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A condition on the place: "start", "end", "line start", "line end", "very end", "boundary" or "no boundary"."""

    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """The words again that an earlier group took."""

    body: "Node"


Node: TypeAlias = Char | Sequence | Choice | Repeat | Group | Atomic | Look | Place | Again


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """The characters that a pattern can tell apart, each a bit: ASCII, those that it names, and one of every other kind."""

    bits: dict[str, int]
    everything: int
    digits: int
    spaces: int
    words: int
    same_letter: dict[str, int]
    named: str

    @property
    def newline(self) -> int:
        return self.bits["\n"]

    def find_like(self, char: str) -> str | None:
        """The character of the alphabet that stands for one outside it; None where only the pattern itself can tell.

        A pattern that names no letter outside ASCII tells such characters apart as figures, white space, letters and others.
        """
        if any(named.isalnum() for named in self.named) or {char.casefold(), char.lower()} & self.same_letter.keys():
            return None
        like = "٣" if char.isdecimal() else "\u2003" if char.isspace() else "中" if is_word(char) else "😀"
        return None if like in self.named or self._in_range(char) else like

    def _in_range(self, char: str) -> bool:
        """Whether the character lies between two that the pattern names, which may be the ends of a range."""
        return bool(self.named) and min(self.named) < char < max(self.named)


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    alphabet: Alphabet
    root: Node
    names: dict[str, int]
    groups: int


def read_tree(pattern: str, flags: int = 0, also: str = "") -> Tree:
    """The tree of a pattern that Python's `re` accepts; ValueError (`re.error` is none) where it holds what no tree can say.

    `also` holds characters to have in the alphabet beside those that the pattern names.
    """
    parsed = parser.parse(pattern, flags)
    named = () if pattern.isascii() and not _CODED.search(pattern) else _named(parsed)
    alphabet = make_alphabet("".join(sorted({*named, *also})))
    names = {number: name for name, number in parsed.state.groupdict.items()}
    root = _Reader(alphabet, names).read(parsed, int(parsed.state.flags))
    return Tree(alphabet, root, dict(parsed.state.groupdict), parsed.state.groups - 1)


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes within it, in the order of the pattern."""
    yield node
    match node:
        case Sequence(items=items) | Choice(items=items):
            for item in items:
                yield from walk(item)
        case Repeat(body=body) | Group(body=body) | Atomic(body=body) | Look(body=body):
            yield from walk(body)


def is_word(char: str) -> bool:
    """Whether Python's `\\w` takes the character."""
    return char.isalnum() or char == "_"


@lru_cache(maxsize=256)
def make_alphabet(named: str) -> Alphabet:
    """The alphabet of a pattern that names these characters outside ASCII."""
    chars = {chr(code) for code in range(128)} | set(_KINDS) | set(named)
    chars |= {other for char in chars for other in (char.lower(), char.upper(), char.casefold()) if len(other) == 1}
    bits = {char: 1 << place for place, char in enumerate(sorted(chars))}
    same: dict[str, int] = {}
    for char, bit in bits.items():
        for key in {char.lower(), char.casefold()}:
            same[key] = same.get(key, 0) | bit
    return Alphabet(
        bits=bits,
        everything=(1 << len(bits)) - 1,
        digits=sum(bit for char, bit in bits.items() if char.isdecimal()),
        spaces=sum(bit for char, bit in bits.items() if char.isspace()),
        words=sum(bit for char, bit in bits.items() if is_word(char)),
        same_letter=same,
        named=named,
    )


def _named(parsed: object) -> Iterator[str]:
    """Every character outside ASCII that a parsed pattern names, and one within each of its ranges."""
    if isinstance(parsed, tuple) and len(parsed) == 2 and parsed[0] in (sre.LITERAL, sre.NOT_LITERAL):
        if parsed[1] > 127:
            yield chr(parsed[1])
    elif isinstance(parsed, tuple) and len(parsed) == 2 and parsed[0] is sre.RANGE:
        first, last = parsed[1]
        yield from (chr(code) for code in (first, (first + last) // 2, last) if code > 127)
    elif isinstance(parsed, list | tuple | parser.SubPattern):
        for part in parsed:
            yield from _named(part)


class _Reader:
    """Reads what `re` parsed into nodes."""

    def __init__(self, alphabet: Alphabet, names: dict[int, str]) -> None:
        self._alphabet = alphabet
        self._names = names
        self._groups: dict[int | None, Node] = {}
        self._letters: dict[int, int] = {}
        self._of_class = {
            sre.CATEGORY_DIGIT: alphabet.digits,
            sre.CATEGORY_SPACE: alphabet.spaces,
            sre.CATEGORY_WORD: alphabet.words,
            sre.CATEGORY_NOT_DIGIT: alphabet.everything & ~alphabet.digits,
            sre.CATEGORY_NOT_SPACE: alphabet.everything & ~alphabet.spaces,
            sre.CATEGORY_NOT_WORD: alphabet.everything & ~alphabet.words,
        }

    def read(self, parsed: parser.SubPattern, flags: int) -> Node:
        if flags & _ASCII_ONLY:
            raise ValueError("the flag ASCII is not read: write the characters out, such as [0-9]")
        nodes = tuple(self._read_one(operation, value, flags) for operation, value in parsed)
        return nodes[0] if len(nodes) == 1 else Sequence(nodes)

    def _read_one(self, operation: object, value: object, flags: int) -> Node:
        everything = self._alphabet.everything
        if operation is sre.LITERAL:
            return Char(self._letter(value, flags))
        if operation is sre.NOT_LITERAL:
            return Char(everything & ~self._letter(value, flags))
        if operation is sre.ANY:
            return Char(everything if flags & _ANY_CHAR else everything & ~self._alphabet.newline)
        if operation is sre.IN:
            return Char(self._set(value, flags))
        if operation is sre.BRANCH:
            return Choice(tuple(self.read(branch, flags) for branch in value[1]))
        if operation is sre.SUBPATTERN:
            number, added, taken, body = value
            self._groups[number] = self.read(body, (flags | added) & ~taken)
            return Group(number, self._names.get(number), self._groups[number])
        if operation is sre.ATOMIC_GROUP:
            return Atomic(self.read(value, flags))
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, body = value
            most = INFINITE if most is sre.MAXREPEAT else int(most)
            return Repeat(
                int(least), most, self.read(body, flags), operation is not sre.MIN_REPEAT, operation is sre.POSSESSIVE_REPEAT
            )
        if operation in (sre.ASSERT, sre.ASSERT_NOT):
            return Look(value[0] > 0, operation is sre.ASSERT, self.read(value[1], flags))
        if operation is sre.AT:
            return Place(_PLACES[value, bool(flags & _LINES)])
        if operation is sre.GROUPREF:
            return Again(self._groups[value])
        raise ValueError(f"{operation} is not read")

    def _letter(self, code: int, flags: int) -> int:
        char = chr(code)
        if not flags & _ANY_CASE:
            return self._alphabet.bits[char]
        if code not in self._letters:
            same = self._alphabet.same_letter
            self._letters[code] = self._alphabet.bits[char] | same.get(char.lower(), 0) | same.get(char.casefold(), 0)
        return self._letters[code]

    def _set(self, items: list[tuple[object, object]], flags: int) -> int:
        mask, negated = 0, False
        for operation, value in items:
            if operation is sre.NEGATE:
                negated = True
            elif operation is sre.LITERAL:
                mask |= self._letter(value, flags)
            elif operation is sre.RANGE:
                for char in self._alphabet.bits:
                    if value[0] <= ord(char) <= value[1]:
                        mask |= self._letter(ord(char), flags)
            else:
                mask |= self._of_class[value]
        return self._alphabet.everything & ~mask if negated else mask


_PLACES = {
    (sre.AT_BEGINNING, False): "start",
    (sre.AT_BEGINNING, True): "line start",
    (sre.AT_END, False): "end",
    (sre.AT_END, True): "line end",
    (sre.AT_BEGINNING_STRING, False): "start",
    (sre.AT_BEGINNING_STRING, True): "start",
    (sre.AT_END_STRING, False): "very end",
    (sre.AT_END_STRING, True): "very end",
    (sre.AT_BOUNDARY, False): "boundary",
    (sre.AT_BOUNDARY, True): "boundary",
    (sre.AT_NON_BOUNDARY, False): "no boundary",
    (sre.AT_NON_BOUNDARY, True): "no boundary",
}
