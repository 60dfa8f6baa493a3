"""Every pattern of the program takes time in proportion to its text, or is refused when its module is loaded."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import linear_engine, pattern_cost, pattern_tree, patterns
from ingest.linear_engine import LinearPattern, NotForRe2
from ingest.pattern_tree import Char, read_tree, walk
from ingest.patterns import (
    DOTALL,
    IGNORECASE,
    MULTILINE,
    LimitedPattern,
    OpeningPattern,
    PatternError,
    compile_opening,
    compile_pattern,
)
from ingest.reading import read_document
from ingest.records import duty_sentences
from ingest.sources import find_files

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("ingest", "index", "assistant", "ui", "eval")
MAY_USE_RE = {Path(module.__file__).name for module in (linear_engine, pattern_cost, pattern_tree, patterns)}


def linear(pattern: str, flags: int = 0) -> LinearPattern:
    return LinearPattern(pattern, flags, read_tree(pattern, flags))


def find_uses_of_re(source: str) -> list[int]:
    """The lines of a module that import `re`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Import) and any(name.name == "re" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "re")
    ]


def test_no_module_of_the_program_compiles_a_pattern_itself():
    files = [file for package in PACKAGES for file in sorted((CHECKOUT / package).rglob("*.py")) if file.name not in MAY_USE_RE]

    assert [f"{file} line {line}" for file in files for line in find_uses_of_re(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("source", ["import re", "from re import search", "def late():\n    import json, re"])
def test_a_module_that_uses_re_is_caught(source):
    assert find_uses_of_re(source)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(\w+ ?)*!(?!x)", "same text"),
        (r"(\w{1,5} ?)*!(?!x)", "stands in"),
        (r"^(a|aa)*b(?!x)", "two ways"),
        (r"\w*\w*!(?!x)", "same text"),
        (r"\s*:?\s*$(?!x)", "same text"),
        (r"\d+x(?!y)", "begin anywhere"),
        (r"\b\d[\d,]* of(?!f)", "begin anywhere"),
        (r"a(?=.*b)", "begin anywhere"),
        (r"(?:(?!.*x).)*y", "same text"),
        (r"^(\w+) \1", "any length"),
        (r".{0,200}a.{0,200}b(?!c)", "steps"),
    ],
)
def test_a_pattern_that_may_backtrack_without_bound_is_refused(pattern, why):
    with pytest.raises(PatternError, match=why):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"\bsection \d{1,3}(?!\w)", r"(?<!\w)\w+-(?!x)", r"\"[^\"]*\"(?!x)", r"“(?>\w+ ?)*+!(?<!x)", r"a(?=\d+b)", r"\d\w{0,40}-"],
)
def test_a_pattern_whose_steps_have_a_bound_is_left_to_re(pattern):
    assert isinstance(compile_pattern(pattern), re.Pattern)


def test_an_opening_may_begin_with_a_repeat_for_it_is_never_looked_for():
    assert compile_opening(r"\s*(?=\d)\d+x").match("  12x")
    with pytest.raises(PatternError):
        compile_pattern(r"\s*(?=\d)\d+x")


def test_what_has_no_bound_but_no_condition_either_is_matched_by_re2():
    assert isinstance(compile_pattern(r"\d+x"), LinearPattern)
    assert isinstance(compile_pattern(r"(\w+ ?)*!"), LinearPattern)
    with pytest.raises(NotForRe2):
        linear(r"a(?=b)")


def test_a_limited_pattern_sees_the_beginning_of_a_text_only():
    limited = compile_pattern(r"\b(?:.{0,90}a.{0,90}b)(?!c)", longest=500)

    assert isinstance(limited, LimitedPattern)
    assert limited.search("x" * 400 + " a b")
    assert not limited.search("x" * 600 + " a b")


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        (r"(\w+)-(\w+)", 0),
        (r"\b[A-Z]\w*\b", 0),
        (r"(?P<day>\d{1,2}) (?P<month>[a-z]+)", IGNORECASE),
        (r"\s*,\s*", 0),
        (r"[^\W_]+", 0),
        (r"£\s?\d[\d,.]*|\d+%", 0),
        (r"^\W*(\w+)", MULTILINE),
        (r"\w+$", MULTILINE),
        (r"\w+$", 0),
        (r"[\s.]*$", 0),
        (r"\w+\Z", 0),
        (r"a.c", DOTALL),
        (r"(?i:straße)|[à-ž]+", 0),
        (r"\d+", 0),
        (r"(a)|(b)|x*?y", 0),
        (r"\B\w", 0),
        (r"[“‘\"'].*?[”’\"']", 0),
    ],
)
def test_re2_matches_what_re_matches(pattern, flags):
    texts = (
        "Élan a-b, c-d: 12 March; £1,200.50 and 15% of “it’s” ½ x²y",
        "Ŵyl\u00a0Dewi – a\nc abc STRASSE straße ÔÇ\n",
        "",
        "\n",
        "one\ntwo\n\nthree\n\n",
        "ſet K \ud800 \u0301 e\u0301 ٣٤ 中文",
        "y xxy aab",
    )
    ours, theirs = linear(pattern, flags), re.compile(pattern, flags)

    for text in texts:
        for method in ("search", "match", "fullmatch"):
            found, expected = getattr(ours, method)(text), getattr(theirs, method)(text)
            assert (found and (found.span(), found.groups(), found.groupdict())) == (
                expected and (expected.span(), expected.groups(), expected.groupdict())
            ), (method, text)
        assert [m.span() for m in ours.finditer(text)] == [m.span() for m in theirs.finditer(text)], text
        assert ours.findall(text) == theirs.findall(text)
        assert ours.split(text) == theirs.split(text)
        assert ours.split(text, 1) == theirs.split(text, maxsplit=1)
        assert ours.subn("<>", text) == theirs.subn("<>", text)
        assert ours.sub(lambda m: m[0].upper(), text, 1) == theirs.sub(lambda m: m[0].upper(), text, count=1)
        for at in range(0, len(text) + 1, 3):
            found, expected = ours.search(text, at), theirs.search(text, at)
            assert (found and found.span()) == (expected and expected.span()), (at, text)


def test_words_put_in_place_of_a_match_may_name_its_groups():
    assert linear(r"(?P<one>a+)(b)?").sub(r"<\g<one>|\2>", "aab a") == "<aa|b> <a|>"
    with pytest.raises(ValueError, match="names no group"):
        linear("a").sub(r"\n", "a")
    with pytest.raises(IndexError):
        linear("(a)").search("a")["two"]


# Every pattern of the program, over lines that would keep a backtracking engine busy.


def patterns_in(value: object, seen: set[int]) -> Iterator[object]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern | LinearPattern | OpeningPattern | LimitedPattern):
        yield value
    elif isinstance(value, dict):
        yield from (found for part in [*value.values()] for found in patterns_in(part, seen))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (found for part in value for found in patterns_in(part, seen))
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from (found for name in value.__dataclass_fields__ for found in patterns_in(getattr(value, name, None), seen))


def patterns_of_program() -> dict[str, object]:
    """Each pattern by its name: those that modules keep, and those that their functions compile from fixed words."""
    found: dict[str, object] = {}
    seen: set[int] = set()
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            loaded = importlib.import_module(module.name)
            if not (loaded.__file__ or "").startswith(str(CHECKOUT)):
                continue
            for name, value in vars(loaded).items():
                for number, pattern in enumerate(patterns_in(value, seen)):
                    found[f"{module.name}.{name}[{number}]"] = pattern
            for call in ast.walk(ast.parse(Path(loaded.__file__).read_text("utf-8"))):
                match call:
                    case ast.Call(func=ast.Name(id="compile_pattern" | "compile_opening"), args=[ast.Constant(), *_]):
                        made = eval(compile(ast.Expression(call), module.name, "eval"), vars(loaded))
                        found[f"{module.name} line {call.lineno}"] = made
    return found


@pytest.fixture(scope="module")
def program():
    return patterns_of_program()


def engine_of(pattern: object) -> re.Pattern | LinearPattern:
    if isinstance(pattern, LimitedPattern):
        return pattern.compiled
    return pattern.match.__self__ if isinstance(pattern, OpeningPattern) else pattern


GENERAL = (
    "Mr Baker, Mr Barrington-King, Cllr A. B. Smith (Chair) and ",
    "a",
    "A",
    "Aa ",
    "A. ",
    "1",
    "1,",
    "1.",
    "(",
    "()",
    "(a) ",
    " ",
    "\t",
    "\n",
    "a\n",
    "and ",
    "the of and ",
    ". ",
    ", ",
    "-",
    "é’“—½ ",
    "’a",
    "\u00a0",
    "12 March 2024 to ",
    "£1,000 of ",
    "The Council must ",
    "RESOLVED that ",
    "| - ",
    "*a_",
    "[a](b ",
    "a@b.",
)


def hostile_lines(pattern: str | bytes, flags: int) -> list[str]:
    """Words to repeat that are made of what the pattern itself takes: its members one by one, and the beginning of a match."""
    tree = read_tree(pattern if isinstance(pattern, str) else pattern.decode("latin-1"), flags)
    chars = list(tree.alphabet.bits)
    members = []
    for node in walk(tree.root):
        if isinstance(node, Char) and node.mask:
            likely = next((c for c in chars if c.isalpha() and tree.alphabet.bits[c] & node.mask), None)
            members.append(likely or next(c for c in chars if tree.alphabet.bits[c] & node.mask))
    return ["".join(members[:60]), "".join(members[:12]), "".join(members[-12:]) + " "]


def time_of(pattern: object, line: str | bytes) -> float:
    if isinstance(pattern.pattern, bytes):
        line = line.encode()
    began = time.process_time()
    pattern.match(line)
    if hasattr(pattern, "search"):
        pattern.search(line)
        for _ in pattern.finditer(line):
            pass
    else:
        pattern.fullmatch(line)
    return time.process_time() - began


def test_every_pattern_takes_time_in_proportion_to_its_text(program):
    """Ten times the text may take twenty-five times the time, for what is short is timed badly, and no text may take seconds."""
    assert len(program) > 400
    slow = []
    for name, pattern in program.items():
        engine = engine_of(pattern)
        for word in dict.fromkeys((*GENERAL, *hostile_lines(engine.pattern, engine.flags & (IGNORECASE | MULTILINE | DOTALL)))):
            line = word * (2_000 // len(word) + 1)
            short = time_of(pattern, line[:2_000])
            if short < 0.002:
                continue
            long = time_of(pattern, (word * (20_000 // len(word) + 1))[:20_000])
            if long > 25 * short + 0.02:
                slow.append(f"{name} over {word!r}: {short:.4f} s for 2,000 characters, {long:.4f} s for 20,000")
    assert slow == []


def test_a_paper_with_many_short_forms_of_its_council_is_read():
    """The patterns for its duties are made from what the paper says of itself, and may not be refused while it is read."""
    shires = "Alpha Beta Gamma Delta Eta Theta Iota Kappa".split()
    paper = SimpleNamespace(text=" ".join(f"The {shire} County Council ({shire[0]}CC) met." for shire in shires))

    assert duty_sentences._Reader(paper).primary.search("The Anyshire County Council must keep a register.")


def test_words_of_a_store_make_a_pattern_however_many_they_are():
    words = patterns.compile_words([f"AB{number}" for number in range(3_000)])

    assert words.findall("AB7 AB2999 AB3000") == ["AB7", "AB2999"]


def test_a_pattern_for_bytes_has_the_same_bound():
    assert patterns.compile_bytes(rb"<(\w+)>").findall(b"<a><b>") == [b"a", b"b"]
    with pytest.raises(PatternError, match="for each byte"):
        patterns.compile_bytes(rb"(?:.{0,200}a){2}.{0,200}b")


def test_the_lines_of_the_papers_take_no_pattern_long(program, shared):
    """Each pattern over what real papers hold, as one long text of many lines and as one long line."""
    texts = [read_document(source).text for source in find_files([shared / "corpus"]).files]
    text = "\n".join(whole[:20_000] for whole in texts)
    texts = (text, " ".join(text.split()))
    slow = {name: seconds for name, pattern in program.items() if (seconds := max(time_of(pattern, one) for one in texts)) > 1}
    assert slow == {}
