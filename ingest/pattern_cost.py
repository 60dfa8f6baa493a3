"""How many steps a backtracking engine takes at the most for a pattern, for each character of the longest and unluckiest text.

The engine of `re` tries every way in which a pattern may match. A pattern is linear where the number of ways at one place has a
bound that no text can raise. Two things raise it without end, and are looked for: two repeats that can both take the same
stretch of text, with nothing between them that must be outside it ("infinite degree of ambiguity", Weber and Seidl 1991, in the
words of Weideman and others 2016), and a repeat that a search can enter from every place of its own stretch. A repeat with a
limit multiplies the steps by its limit instead. The bound is safe, not sharp: a pattern that it refuses may be harmless, one
that it passes is not harmful.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.pattern_tree import (
    INFINITE,
    Again,
    Atomic,
    Char,
    Choice,
    Group,
    Look,
    Node,
    Place,
    Repeat,
    Sequence,
    Tree,
    walk,
)

COMPARED = 16
"""So many characters at the beginning of two branches are compared; words that are the same so far count as the same."""


class Unbounded(ValueError):
    """No bound holds for a pattern; the message says which part is to blame."""


@dataclass(frozen=True, slots=True, eq=False)
class _Loop:
    """A repeat within a pattern, with what must be read before it and after it."""

    repeat: Repeat
    before: tuple[Node, ...]
    after: tuple[Node, ...] | None
    """None where the engine never goes back into the repeat once it has left it."""
    last: bool
    """Whether the pattern has matched as soon as the repeat is reached, whatever follows."""
    looks: bool = False
    """Whether it stands in a condition on what follows, which is tried again at every place that the condition is asked about."""


def steps_at_one_place(tree: Tree) -> float:
    """Steps for each character of a pattern that is tried at one place only, or must take a whole text. Raises Unbounded."""
    return _Bound(tree).at_one_place()


def steps_of_search(tree: Tree) -> float:
    """Steps for each character of a pattern that is looked for everywhere in a text, or must take one. Raises Unbounded."""
    bound = _Bound(tree)
    return max(bound.at_one_place(), bound.everywhere())


class _Bound:
    """One reckoning for one pattern."""

    def __init__(self, tree: Tree) -> None:
        self._alphabet = tree.alphabet
        self._root = tree.root
        self._factors: dict[Repeat, float] = {}
        self._entered_anywhere: set[Repeat] = set()
        self._starts: dict[Repeat, float] = {}
        self._chars: dict[Node, int] = {}
        self._all_loops = self._loops(self._root)

    def at_one_place(self) -> float:
        return self._cost(self._root, ())[1]

    def everywhere(self) -> float:
        for loop in self._all_loops:
            mask = self._chars_of(loop.repeat.body)
            within = self._passes(loop.repeat.body, mask) and all(self._passes(node, mask) for node in loop.before)
            if within and not loop.last and loop.repeat.most > 1:
                if loop.repeat.most == INFINITE:
                    raise Unbounded("a search can begin anywhere within a repeat that has no limit")
                self._entered_anywhere.add(loop.repeat)
        for loop in self._all_loops:
            if loop.repeat.most == INFINITE and self._entered_anywhere:
                # As many places as the repeats before it are long lead into the same stretch of this one.
                before = self._entered_anywhere.intersection(node for whole in loop.before for node in walk(whole))
                self._starts[loop.repeat] = 1 + sum(repeat.most for repeat in before)
        return self._cost(self._root, ())[1]

    def _raise_factor(self, repeat: Repeat, factor: float) -> None:
        self._factors[repeat] = max(self._factors.get(repeat, 1), factor)

    # Repeats, and pairs of them.

    def _loops(self, node: Node) -> list[_Loop]:
        """Every repeat within a node that has a choice of times. Pairs that overlap raise each other's factors on the way."""
        match node:
            case Sequence(items=items):
                return self._loops_in_sequence(items)
            case Choice(items=items):
                return [loop for item in items for loop in self._loops(item)]
            case Group(body=body):
                return self._loops(body)
            case Atomic(body=body):
                return [replace(loop, after=None) for loop in self._loops(body)]
            case Look(body=body, ahead=True):
                return [replace(loop, after=None, last=False, looks=True) for loop in self._loops(body)]
            case Repeat(body=body):
                inner = self._loops(body)
                if node.most > 1:
                    self._pair([_Loop(node, (), (), False)], (), [loop for loop in inner if loop.looks])
                if node.possessive:
                    inner = [replace(loop, after=None) for loop in inner]
                elif node.most > 1:
                    self._pair(inner, (), inner, times=node.most)
                if node.least == node.most:
                    return inner
                return [*inner, _Loop(node, (), None if node.possessive else (), True)]
        return []

    def _loops_in_sequence(self, items: tuple[Node, ...]) -> list[_Loop]:
        found: list[_Loop] = []
        earlier: list[tuple[int, list[_Loop]]] = []
        for place, item in enumerate(items):
            inner = self._loops(item)
            if not inner:
                continue
            for other, loops in earlier:
                self._pair(loops, items[other + 1 : place], inner)
            earlier.append((place, inner))
            rest = items[place + 1 :]
            last = all(self._never_fails(node) for node in rest)
            for loop in inner:
                after = None if loop.after is None else (*loop.after, *rest)
                found.append(replace(loop, before=(*items[:place], *loop.before), after=after, last=loop.last and last))
        return found

    def _pair(self, first: list[_Loop], between: tuple[Node, ...], second: list[_Loop], times: float = 1) -> None:
        """Weighs every pair of an earlier and a later repeat that can take the same text, `times` times over."""
        for one in first:
            if one.after is None:
                continue
            for other in second:
                mask = self._chars_of(one.repeat.body) & self._chars_of(other.repeat.body)
                if not mask or not (self._passes(one.repeat.body, mask) and self._passes(other.repeat.body, mask)):
                    continue
                if all(self._passes(node, mask) for node in (*one.after, *between, *other.before)):
                    fewer = min(one.repeat, other.repeat, key=lambda repeat: repeat.ends)
                    if fewer.ends == INFINITE:
                        raise Unbounded("two repeats without a limit can take the same text")
                    if times == INFINITE:
                        raise Unbounded("a repeat can take the text of the repeat that it stands in")
                    self._raise_factor(fewer, _power(fewer.ends, times))

    # What a node takes.

    def _chars_of(self, node: Node) -> int:
        """The characters that may stand in what a node takes."""
        if node not in self._chars:
            match node:
                case Char(mask=mask):
                    found = mask
                case Sequence(items=items) | Choice(items=items):
                    found = 0
                    for item in items:
                        found |= self._chars_of(item)
                case Repeat(body=body) | Group(body=body) | Atomic(body=body) | Again(body=body):
                    found = self._chars_of(body)
                case _:
                    found = 0
            self._chars[node] = found
        return self._chars[node]

    def _never_fails(self, node: Node) -> bool:
        match node:
            case Sequence(items=items):
                return all(self._never_fails(item) for item in items)
            case Choice(items=items):
                return any(self._never_fails(item) for item in items)
            case Repeat(least=least, body=body):
                return least == 0 or self._never_fails(body)
            case Group(body=body) | Atomic(body=body):
                return self._never_fails(body)
        return False

    def _most_chars(self, node: Node) -> float:
        """The length of the longest text that a node can take."""
        match node:
            case Char():
                return 1
            case Sequence(items=items):
                return sum(self._most_chars(item) for item in items)
            case Choice(items=items):
                return max(self._most_chars(item) for item in items)
            case Repeat(most=most, body=body):
                return most * self._most_chars(body)
            case Group(body=body) | Atomic(body=body) | Again(body=body):
                return self._most_chars(body)
        return 0

    def _passes(self, node: Node, mask: int) -> bool:
        """Whether a node can be passed in the middle of a text of these characters only."""
        match node:
            case Char(mask=own):
                return bool(own & mask)
            case Sequence() | Choice() | Repeat():
                if mask not in node.memo:
                    match node:
                        case Sequence(items=items):
                            passes = all(self._passes(item, mask) for item in items)
                        case Choice(items=items):
                            passes = any(self._passes(item, mask) for item in items)
                        case Repeat(least=least, body=body):
                            passes = least == 0 or self._passes(body, mask)
                    node.memo[mask] = passes
                return node.memo[mask]
            case Group(body=body) | Atomic(body=body) | Again(body=body):
                return self._passes(body, mask)
            case Place(kind=kind):
                return self._place_passes(kind, mask)
            case Look():
                return self._look_passes(node, mask)
        return True

    def _place_passes(self, kind: str, mask: int) -> bool:
        words = self._alphabet.words
        if kind == "boundary":
            return bool(mask & words) and bool(mask & ~words)
        if kind in ("line start", "line end"):
            return bool(mask & self._alphabet.newline)
        return kind == "no boundary"

    def _look_passes(self, look: Look, mask: int) -> bool:
        chars = self._single(look.body)
        if look.wanted:
            if look.ahead:
                first, empty = self._first(look.body)
                return empty or bool(first & mask)
            return None in chars or any(one & mask for one in chars)
        for one in chars:
            mask &= ~(one or 0)
        return bool(mask)

    def _single(self, body: Node) -> list[int | None]:
        """The characters of each branch that is one character long, None for another."""
        while isinstance(body, Group):
            body = body.body
        return [one.mask if isinstance(one, Char) else None for one in (body.items if isinstance(body, Choice) else (body,))]

    def _first(self, *nodes: Node) -> tuple[int, bool]:
        """The characters that nodes one after another may begin with, and whether they may read nothing."""
        found, allowed = 0, self._alphabet.everything
        for node in nodes:
            first, empty = self._first_of(node)
            if isinstance(node, Look) and node.ahead:
                ahead, may_be_empty = self._first(node.body)
                if not node.wanted:
                    for one in self._single(node.body):
                        allowed &= ~(one or 0)
                elif not may_be_empty:
                    allowed &= ahead
            elif isinstance(node, Place) and node.kind in ("end", "line end", "very end"):
                allowed &= self._alphabet.newline
            found |= first & allowed
            if not empty:
                return found, False
        return found, True

    def _first_of(self, node: Node) -> tuple[int, bool]:
        match node:
            case Char(mask=mask):
                return mask, False
            case Sequence(items=items):
                return self._first(*items)
            case Choice(items=items):
                firsts = [self._first_of(item) for item in items]
                found = 0
                for first, _ in firsts:
                    found |= first
                return found, any(empty for _, empty in firsts)
            case Repeat(least=least, body=body):
                first, empty = self._first_of(body)
                return first, empty or least == 0
            case Group(body=body) | Atomic(body=body) | Again(body=body):
                return self._first_of(body)
        return 0, True

    # Ways and steps.

    def _cost(self, node: Node, follow: tuple[Node, ...]) -> tuple[float, float]:
        """In how many ways a node can match at one place with `follow` after it, and the steps of all of them together."""
        match node:
            case Sequence(items=items):
                ways, steps = 1.0, 0.0
                for place, item in enumerate(items):
                    own_ways, own_steps = self._cost(item, (*items[place + 1 :], *follow))
                    steps += ways * own_steps
                    ways *= own_ways
                return ways, steps
            case Choice(items=items):
                return self._cost_of_choice(items, follow)
            case Group(body=body):
                return self._cost(body, follow)
            case Atomic(body=body) | Look(body=body):
                return 1, self._cost(body, ())[1]
            case Repeat():
                return self._cost_of_repeat(node, follow)
            case Again():
                longest = self._most_chars(node)
                if longest == INFINITE:
                    raise Unbounded("words of any length are asked for again")
                return 1, longest
        return 1, 1

    def _cost_of_choice(self, items: tuple[Node, ...], follow: tuple[Node, ...]) -> tuple[float, float]:
        """Branches count together as far as they can begin alike; only those that never differ can both match."""
        costs = [self._cost(item, follow) for item in items]
        firsts = [self._first(item, *follow) for item in items]
        openings = [_opening(item, *follow) for item in items]
        most_ways = most_steps = 1.0
        for place, (own_ways, own_steps) in enumerate(costs):
            ways, steps = own_ways, own_steps
            for other, (other_ways, other_steps) in enumerate(costs):
                first, empty = firsts[place]
                other_first, other_empty = firsts[other]
                if other == place or not (first & other_first or empty or other_empty):
                    continue
                alike = _differ_at(openings[place], openings[other])
                if alike is None:
                    ways += other_ways
                    steps += other_steps
                else:
                    runs = sum(run for _, run in openings[other][:alike])
                    steps += min(alike + 1 + runs, other_steps)
            most_ways, most_steps = max(most_ways, ways), max(most_steps, steps)
        return most_ways, most_steps

    def _cost_of_repeat(self, repeat: Repeat, follow: tuple[Node, ...]) -> tuple[float, float]:
        body = repeat.body
        ways, steps = self._cost(body, (body, *follow))
        factor = self._factors.get(repeat, 1)
        if repeat.most > 1 and ways > 1 and not repeat.possessive:
            if repeat.most == INFINITE:
                raise Unbounded("what is repeated without a limit can match in two ways")
            ways = _power(ways, repeat.most)
            steps *= ways
        after, may_end = self._first(*follow)
        rounds = max(factor, repeat.least, 1)
        if repeat in self._entered_anywhere:
            rounds = max(rounds, repeat.most)
            if may_end or after & self._chars_of(body):
                factor = max(factor, repeat.ends)
        steps *= rounds * self._starts.get(repeat, 1)
        if repeat.possessive:
            return 1, steps
        if repeat.most == 1 and not isinstance(body, Char) and self._first(body)[0] & after:
            factor = max(factor, 2 if _differ_at(_opening(body, *follow), _opening(*follow)) is None else 1)
        return ways * factor, steps


def _opening(*nodes: Node) -> list[tuple[int, bool]]:
    """How nodes one after another begin, up to the first choice of lengths: sets of characters, each for one character or a run.

    A run of white space before a word is the same run in two openings, so that these differ where their words do.
    """
    return _read_opening(nodes)[0]


def _read_opening(nodes: Iterable[Node]) -> tuple[list[tuple[int, bool]], bool]:
    """The opening of nodes one after another, and whether it is all of them."""
    found: list[tuple[int, bool]] = []
    for node in nodes:
        if len(found) >= COMPARED:
            return found, False
        whole = True
        match node:
            case Char(mask=mask):
                found.append((mask, False))
            case Repeat(least=1, body=Char(mask=mask), most=most) if most > 1:
                found.append((mask, True))
            case Sequence(items=items):
                inner, whole = _read_opening(items)
                found += inner
            case Group(body=body) | Atomic(body=body):
                inner, whole = _read_opening((body,))
                found += inner
            case Choice(items=items):
                branches = [_read_opening((item,)) for item in items]
                for together in zip(*(opening for opening, _ in branches), strict=False):
                    if any(run for _, run in together):
                        break
                    found.append((_either([mask for mask, _ in together]), False))
                whole = False
            case Place() | Look():
                pass
            case _:
                whole = False
        if not whole:
            return found, False
    return found, True


def _differ_at(one: list[tuple[int, bool]], two: list[tuple[int, bool]]) -> int | None:
    """The place where two openings cannot be the same text any more; None where they may be to the end."""
    for at, ((mask, run), (other, other_run)) in enumerate(zip(one, two, strict=False)):
        if not mask & other:
            return at
        if run or other_run:
            ends = [opening[at + 1][0] & mask == 0 for opening in (one, two) if at + 1 < len(opening)]
            if not (run and other_run and mask == other and ends == [True, True]):
                return None
    return None


def _either(masks: list[int]) -> int:
    """The characters in any of the sets."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def _power(ways: float, times: float) -> float:
    """`ways` to the power of `times`, infinite where it passes all counting."""
    return float(ways) ** times if times * math.log10(ways) < 300 else INFINITE
