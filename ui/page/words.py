"""The words of a paper as HTML: lines as paragraphs, headings bold, rows of cells as tables, and a quote marked in them."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ingest.document import CELL
from ingest.patterns import compile_pattern
from ingest.text import has_header
from ui.page.shell import escape_text

HEADING_NUMBER = compile_pattern(r"^\s*(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z]\.)\s+")

Span = tuple[int, int]
"""From and to, as offsets in the text that is rendered."""


def render_words(before: str, quote: str, after: str, headings: Collection[str] = (), at: int | None = None) -> str:
    """The three parts as one text with the second marked. Lines that are among `headings` are shown as such. What stands at the
    offset `at` has the id "place"."""
    text, marked = before + quote + after, (len(before), len(before) + len(quote))
    known = {_plain(heading) for heading in headings}
    shown: list[str] = []
    for is_row, group in groupby(_lines(text), key=lambda span: CELL in text[span[0] : span[1]]):
        if is_row:
            lines = list(group)
            here, at = _place(at, lines[-1][1])
            shown.append(_render_table(text, lines, marked, here))
            continue
        for start, end in group:
            here, at = _place(at, end)
            kind = ' class="heading"' if _plain(text[start:end]) in known else ""
            shown.append(f"<p{kind}{here}>{_render_span(text, (start, end), marked)}</p>")
    # The first of the marks is the one to go to.
    return "".join(shown).replace("<mark>", '<mark id="quote">', 1)


def _place(at: int | None, end: int) -> tuple[str, int | None]:
    """The id of the first thing that ends behind the place, and the place where it is still to come."""
    return (' id="place"', None) if at is not None and end > at else ("", at)


def _render_table(text: str, lines: Sequence[Span], marked: Span, here: str) -> str:
    rows = [list(_cells(text, line)) for line in lines]
    header = has_header([tuple(text[start:end] for start, end in row) for row in rows])
    width = max(map(len, rows))
    shown = []
    for number, row in enumerate(rows):
        name, scope = ("th", ' scope="col"') if header and not number else ("td", "")
        cells = [f"<{name}{scope}>{_render_span(text, cell, marked)}</{name}>" for cell in row]
        shown.append(f"<tr>{''.join(cells)}{'<td></td>' * (width - len(row))}</tr>")
    return f'<table class="rows"{here}>{"".join(shown)}</table>'


def _lines(text: str) -> Iterator[Span]:
    """The lines that are not blank."""
    return ((match.start(), match.end()) for match in compile_pattern(r"[^\n]*\S[^\n]*").finditer(text))


def _cells(text: str, line: Span) -> Iterator[Span]:
    start, end = line
    for cell in text[start:end].split(CELL):
        yield start, start + len(cell)
        start += len(cell) + len(CELL)


def _render_span(text: str, span: Span, marked: Span) -> str:
    start, end = span
    first, last = (min(max(place, start), end) for place in marked)
    inside = f"<mark>{escape_text(text[first:last])}</mark>" if text[first:last].strip() else escape_text(text[first:last])
    return f"{escape_text(text[start:first])}{inside}{escape_text(text[last:end])}"


def _plain(line: str) -> str:
    return " ".join(HEADING_NUMBER.sub("", line).split()).casefold()
