"""Reads the small markup in which the papers are written into blocks that every layout can draw. Knows no file format.

A blank line ends a paragraph. `# `, `## ` and `### ` are headings; a leading number (`4.2 `, `12. `) is a printed paragraph
number; `- ` and `a) ` are list items, indented by two spaces for the second level; `: label | value` is a row of facts;
`| a | b` is a table row, of which the first names the columns, `|= text` a row that heads a group, and `|# 40 15r` gives the
columns' shares of the width (`r`: set to the right) and so starts the table; `---` ends the page. Inside a line `**words**`
are bold and `//` breaks the line. Straight quotes come out curled and `--` as an en dash.
"""

from dataclasses import dataclass

from ingest.patterns import MULTILINE, Pattern, compile_pattern

FIRST_LINE = compile_pattern(r"(?P<marker>#{1,3}|\d+(?:\.\d+)+|\d{1,2}\.)\s+(?P<text>.*)")
LISTED_LINE = compile_pattern(r"(?P<indent> *)(?P<marker>-|[a-z]{1,4}\))\s+(?P<text>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; 1 is the highest level."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with its printed number, if it has one."""

    text: str
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A list item. `marker` is `-` for a bullet, else the printed letter (`a)`); `level` is 1 for the outer list."""

    marker: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Labels and their values, as at the head of a report."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table. The first row names the columns; a row of one cell heads a group. `shares` are percentages of the width."""

    shares: tuple[int, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEnd:
    """The next block begins a page."""


Block = Heading | Paragraph | Item | Facts | Table | PageEnd


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of `source`, in order. Raises ValueError for a table row without its `|#` line."""
    blocks: list[Block] = []
    for chunk in compile_pattern(r"\n\s*\n").split(_curl(source).strip("\n")):
        blocks.extend(_parse_chunk(chunk.split("\n")))
    return tuple(blocks)


def _parse_chunk(lines: list[str]) -> list[Block]:
    first = lines[0].strip()
    if first == "---":
        return [PageEnd()]
    if first.startswith("|#"):
        return [_parse_table(lines)]
    if first.startswith(": "):
        return [Facts(rows=tuple(_parse_fact(line) for line in _join_lines(lines, compile_pattern(r": "))))]
    if LISTED_LINE.match(lines[0]):
        return [_parse_item(line) for line in _join_lines(lines, LISTED_LINE)]
    text = " ".join(line.strip() for line in lines)
    if first.startswith("|"):
        raise ValueError(f"A table row stands before the |# line that gives its widths: {text[:80]}")
    found = FIRST_LINE.match(text)
    if found is None:
        return [Paragraph(text=text)]
    marker = found["marker"]
    if marker.startswith("#"):
        return [Heading(level=len(marker), text=found["text"])]
    return [Paragraph(text=found["text"], number=marker)]


def _join_lines(lines: list[str], opening: Pattern) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if opening.match(line) or not joined:
            joined.append(line)
        else:
            joined[-1] += " " + line.strip()
    return joined


def _parse_item(line: str) -> Item:
    found = LISTED_LINE.match(line)
    return Item(marker=found["marker"], text=found["text"], level=1 + len(found["indent"]) // 2)


def _parse_fact(line: str) -> tuple[str, str]:
    label, _, value = line.removeprefix(": ").partition("|")
    return label.strip(), value.strip()


def _parse_table(lines: list[str]) -> Table:
    columns = lines[0].removeprefix("|#").split()
    rows = []
    for line in _join_lines(lines[1:], compile_pattern(r"\|")):
        if line.startswith("|="):
            rows.append((line[2:].strip(),))
        else:
            rows.append(tuple(cell.strip() for cell in line[1:].split("|")))
    return Table(
        shares=tuple(int(column.rstrip("r")) for column in columns),
        right=tuple(column.endswith("r") for column in columns),
        rows=tuple(rows),
    )


def _curl(text: str) -> str:
    text = text.replace(" -- ", " \u2013 ").replace("--", "\u2013") if "---" not in text else _dash_outside_rules(text)
    text = compile_pattern(r"(^|[\s(\[*])\"", MULTILINE).sub("\\1\u201c", text).replace('"', "\u201d")
    return text.replace("'", "\u2019")


def _dash_outside_rules(text: str) -> str:
    return "\n".join(line if line.strip() == "---" else line.replace("--", "\u2013") for line in text.split("\n"))
