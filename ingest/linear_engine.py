"""Patterns matched by RE2, whose time is in proportion to the length of the text whatever the pattern.

RE2 reads bytes. A text is spelled for it with one byte a character: ASCII as it is, every other character as a byte of its own
where the pattern names it, and else as a byte that the pattern cannot tell from it ("é" as "q" where the pattern speaks of
letters only). So places in the spelling are places in the text, and `\\w`, `\\b`, `\\s` and letters of either case mean what
they mean to Python's `re`. It has no conditions on what follows or goes before, no possessive repeats and no words asked for
again: such a pattern is `NotForRe2`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import re2

from ingest.pattern_tree import (
    INFINITE,
    Alphabet,
    Char,
    Choice,
    Group,
    Node,
    Place,
    Repeat,
    Sequence,
    Tree,
    is_word,
    read_tree,
    walk,
)

FREE_BYTES = range(0x80, 0xFD)
INNER_NEWLINE = 0xFD
"""Stands for a newline that is not the last character, where `$` must tell it from one that is."""

_OLD_FORMS = {"ſ": "s", "K": "k"}
"""Letters that `re` takes for others where case does not matter; here they are read as those everywhere."""


class NotForRe2(ValueError):
    """RE2 cannot match the pattern; the message says why."""


class LinearMatch:
    """One match: what `re.Match` offers, as far as the program uses it."""

    __slots__ = ("_spans", "re", "string")

    def __init__(self, pattern: "LinearPattern", text: str, spans: tuple[tuple[int, int], ...]) -> None:
        self.re = pattern
        self.string = text
        self._spans = spans

    def __getitem__(self, group: int | str) -> str | None:
        start, end = self.span(group)
        return None if start < 0 else self.string[start:end]

    def __repr__(self) -> str:
        return f"<LinearMatch span={self.span()}, match={self[0]!r}>"

    def group(self, *groups: int | str) -> Any:
        if len(groups) > 1:
            return tuple(self[group] for group in groups)
        return self[groups[0] if groups else 0]

    def groups(self, default: str | None = None) -> tuple[str | None, ...]:
        found = (self[number] for number in range(1, len(self._spans)))
        return tuple(default if words is None else words for words in found)

    def groupdict(self, default: str | None = None) -> dict[str, str | None]:
        found = {name: self[number] for name, number in self.re.groupindex.items()}
        return {name: default if words is None else words for name, words in found.items()}

    def span(self, group: int | str = 0) -> tuple[int, int]:
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError("no such group")
            group = self.re.groupindex[group]
        return self._spans[group]

    def start(self, group: int | str = 0) -> int:
        return self.span(group)[0]

    def end(self, group: int | str = 0) -> int:
        return self.span(group)[1]


class LinearPattern:
    """One pattern: what `re.Pattern` offers, as far as the program uses it."""

    __slots__ = ("_engine", "_pick_newlines", "_spelling", "flags", "groupindex", "groups", "pattern")

    def __init__(self, pattern: str, flags: int, tree: Tree) -> None:
        """`tree` is the pattern's own. Raises NotForRe2."""
        self.pattern = pattern
        self.flags = flags
        self.groups = tree.groups
        self.groupindex = tree.names
        self._spelling = _Spelling(pattern, flags, tree)
        kinds = {node.kind for node in walk(tree.root) if isinstance(node, Place)}
        self._pick_newlines = "end" in kinds
        if self._pick_newlines and kinds & {"line start", "line end"}:
            raise NotForRe2("it has `$` for the end of the text and `^` or `$` for those of a line")
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.log_errors = False
        try:
            self._engine = re2.compile(_Writer(self._spelling).write(tree.root).encode("latin1"), options)
        except re2.error as error:
            raise NotForRe2(f"RE2 says {error}") from error

    def __repr__(self) -> str:
        return f"LinearPattern({self.pattern!r}, {self.flags})"

    def search(self, text: str, pos: int = 0) -> LinearMatch | None:
        return self._wrap(text, self._engine.search(self._spell(text), pos))

    def match(self, text: str, pos: int = 0) -> LinearMatch | None:
        return self._wrap(text, self._engine.match(self._spell(text), pos))

    def fullmatch(self, text: str, pos: int = 0) -> LinearMatch | None:
        return self._wrap(text, self._engine.fullmatch(self._spell(text), pos))

    def finditer(self, text: str, pos: int = 0) -> Iterator[LinearMatch]:
        """Matches from left to right; as in `re`, an empty one may follow another at its end."""
        spelled = self._spell(text)
        while pos <= len(spelled):
            found = self._engine.search(spelled, pos)
            if found is None:
                return
            yield self._wrap(text, found)
            pos = found.end() if found.end() > found.start() else found.end() + 1

    def findall(self, text: str, pos: int = 0) -> list[Any]:
        matches = self.finditer(text, pos)
        if self.groups == 0:
            return [match[0] for match in matches]
        if self.groups == 1:
            return [match[1] or "" for match in matches]
        return [match.groups("") for match in matches]

    def split(self, text: str, maxsplit: int = 0) -> list[str | None]:
        pieces: list[str | None] = []
        at = 0
        for count, match in enumerate(self.finditer(text), start=1):
            pieces += [text[at : match.start()], *match.groups()]
            at = match.end()
            if count == maxsplit:
                break
        return [*pieces, text[at:]]

    def sub(self, new: str | Callable[[LinearMatch], str], text: str, count: int = 0) -> str:
        return self.subn(new, text, count)[0]

    def subn(self, new: str | Callable[[LinearMatch], str], text: str, count: int = 0) -> tuple[str, int]:
        """The text with matches put anew, and how many. Words may name groups as `\\1` or `\\g<name>`."""
        write = new if callable(new) else _read_template(new)
        pieces: list[str] = []
        at = done = 0
        for match in self.finditer(text):
            pieces += [text[at : match.start()], write(match)]
            at = match.end()
            done += 1
            if done == count:
                break
        return "".join([*pieces, text[at:]]), done

    def _wrap(self, text: str, found: Any) -> LinearMatch | None:
        return None if found is None else LinearMatch(self, text, tuple(map(found.span, range(self.groups + 1))))

    def _spell(self, text: str) -> bytes:
        spelled = text.encode("ascii") if text.isascii() else text.translate(self._spelling).encode("latin1")
        if self._pick_newlines and b"\n" in spelled:
            last = spelled[-1:]
            inner = spelled[:-1] if last == b"\n" else spelled
            spelled = inner.replace(b"\n", bytes([INNER_NEWLINE])) + (last if last == b"\n" else b"")
        return spelled


def _read_template(new: str) -> Callable[[LinearMatch], str]:
    """What writes the words that stand in place of a match."""
    parts = re.split(r"\\(\d\d?|g<\w+>)", new)
    if any("\\" in words for words in parts[::2]):
        raise ValueError(f"{new!r} has a backslash that names no group: give a function in its place")
    groups = [name[2:-1] if name.startswith("g<") else name for name in parts[1::2]]
    names = [int(name) if name.isdecimal() else name for name in groups]

    def write(match: LinearMatch) -> str:
        filled = [words for name, plain in zip(names, parts[2::2], strict=True) for words in (match[name] or "", plain)]
        return "".join([parts[0], *filled])

    return write


class _Spelling(dict[int, int]):
    """The byte for each character outside ASCII, worked out when the character first comes; one pattern's."""

    def __init__(self, pattern: str, flags: int, tree: Tree) -> None:
        super().__init__()
        self._pattern = pattern
        self._flags = flags
        self._alphabet = tree.alphabet
        self._masks = tuple(dict.fromkeys(node.mask for node in walk(tree.root) if isinstance(node, Char)))
        self._boundaries = any(isinstance(node, Place) and node.kind.endswith("boundary") for node in walk(tree.root))
        self._bytes: dict[tuple[bool, ...], int] = {}
        self._members: dict[int, list[int]] = {mask: [] for mask in self._masks}
        for code in range(128):
            self._take(chr(code), code)
        free = iter(FREE_BYTES)
        for char in tree.alphabet.bits.keys() - _OLD_FORMS.keys():
            if self._signature(char, self._masks) not in self._bytes:
                if self._boundaries and is_word(char):
                    raise NotForRe2(f"it has a boundary and tells {char!r} from every letter of ASCII")
                code = next(free, None)
                if code is None:
                    raise NotForRe2("it tells too many characters apart")
                self._take(char, code)

    def members(self, mask: int) -> list[int]:
        """The bytes for the characters of a set, in order."""
        return self._members[mask]

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if code < 128:
            self[code] = code
        elif char in _OLD_FORMS:
            self[code] = ord(_OLD_FORMS[char])
        elif char in self._alphabet.bits:
            self[code] = self._bytes[self._signature(char, self._masks)]
        elif (like := self._alphabet.find_like(char)) is not None:
            self[code] = self._bytes[self._signature(like, self._masks)]
        else:
            # Read again with this character among those that the pattern may tell apart.
            tree = read_tree(self._pattern, self._flags, also=char)
            masks = tuple(dict.fromkeys(node.mask for node in walk(tree.root) if isinstance(node, Char)))
            self[code] = self._bytes[self._signature(char, masks, tree.alphabet)]
        return self[code]

    def _take(self, char: str, code: int) -> None:
        self._bytes.setdefault(self._signature(char, self._masks), code)
        for mask in self._masks:
            if mask & self._alphabet.bits[char]:
                self._members[mask].append(code)

    def _signature(self, char: str, masks: tuple[int, ...], alphabet: Alphabet | None = None) -> tuple[bool, ...]:
        """Which of the pattern's sets a character is in, and whether a boundary lies beside it."""
        bit = (alphabet or self._alphabet).bits[char]
        return (*(bool(mask & bit) for mask in masks), self._boundaries and is_word(char))


class _Writer:
    """Writes a tree as a pattern of RE2 over the bytes of a spelling."""

    def __init__(self, spelling: _Spelling) -> None:
        self._spelling = spelling

    def write(self, node: Node) -> str:
        match node:
            case Char(mask=mask):
                return self._write_set(mask)
            case Sequence(items=items):
                return "".join(self.write(item) for item in items)
            case Choice(items=items):
                return f"(?:{'|'.join(self.write(item) for item in items)})"
            case Group(number=None, body=body):
                return f"(?:{self.write(body)})"
            case Group(body=body):
                return f"({self.write(body)})"
            case Repeat(possessive=False):
                return self._write_repeat(node)
            case Place(kind=kind):
                return {
                    "start": r"\A",
                    "end": r"(?m:$)",
                    "line start": r"(?m:^)",
                    "line end": r"(?m:$)",
                    "very end": r"\z",
                    "boundary": r"\b",
                    "no boundary": r"\B",
                }[kind]
        raise NotForRe2(f"RE2 knows nothing like {type(node).__name__}")

    def _write_set(self, mask: int) -> str:
        members = self._spelling.members(mask)
        if ord("\n") in members:
            members.append(INNER_NEWLINE)
        if not members:
            return r"[^\x00-\xff]"
        ranges: list[list[int]] = []
        for code in members:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
        return "[" + "".join(rf"\x{first:02x}-\x{last:02x}" for first, last in ranges) + "]"

    def _write_repeat(self, repeat: Repeat) -> str:
        most = "" if repeat.most == INFINITE else str(repeat.most)
        return f"(?:{self.write(repeat.body)}){{{repeat.least},{most}}}{'' if repeat.greedy else '?'}"
