"""The sources of answers as HTML: a card for each citation, or the passages that came nearest. Papers' words are escaped."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Nearest
from ingest.dates import write_date
from ingest.document import CELL
from ingest.patterns import compile_pattern
from ui.asked import Turn
from ui.page.shell import escape_text
from ui.page.viewer import READ_BY_OCR, place_address

LONGEST_SHOWN_CHARS = 600
"""A question longer than this is cut where it is shown again."""
LONGEST_OUTER_CHARS = 48


def render_sources(turns: Sequence[Turn]) -> str:
    """A group of sources for each answer. The last group shows; the page shows another when a citation in it is followed."""
    if not turns:
        return ""
    groups = []
    for number, turn in enumerate(turns, start=1):
        answer = turn.answer
        hidden = "" if number == len(turns) else " hidden"
        asked = f'<p class="asked">For: {escape_text(shorten(answer.question))}</p>' if len(turns) > 1 else ""
        cards = "".join(_render_source(number, citation) for citation in answer.citations) or _render_nearest(answer)
        groups.append(f'<section class="group" aria-label="Sources for question {number}"{hidden}>{asked}{cards}</section>')
    return f'<section aria-labelledby="sources-title"><h2 id="sources-title">Sources</h2>{"".join(groups)}</section>'


def describe_page(place: Citation | Nearest) -> str:
    """ "Page 27 (printed 53)"; the printed number only where it differs, and nothing for a format without pages."""
    if place.page is None:
        return ""
    printed = f" (printed {place.page_label})" if place.page_label not in (None, str(place.page)) else ""
    return f"Page {place.page}{printed}"


def cited_address(citation: Citation) -> str:
    """The address of a citation's place, escaped."""
    return escape_text(place_address(citation.digest, citation.page, citation.start, citation.end))


def source_id(number: int, citation: Citation) -> str:
    """The name by which a citation of turn `number` finds its source on the page."""
    return f"source-{number}-{citation.number}"


def shorten(text: str) -> str:
    """A question as it is shown again."""
    return text if len(text) <= LONGEST_SHOWN_CHARS else f"{text[:LONGEST_SHOWN_CHARS].rstrip()} …"


def _render_source(number: int, citation: Citation) -> str:
    name = source_id(number, citation)
    kind = citation.type[:1].upper() + citation.type[1:]
    facts = [citation.council, citation.body, write_date(citation.date) if citation.date else "", kind]
    facts = [fact for fact in dict.fromkeys(facts) if fact != citation.document]
    seen = "See it on the page" if citation.page else "See it in the paper"
    return (
        f'<article class="source" id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f'<h3 id="{name}-title"><span class="number">[{citation.number}]</span> {escape_text(citation.document)}</h3>'
        f"{_render_line('facts', facts)}{_render_place(citation)}"
        f"<blockquote>{_render_quote(citation)}</blockquote>{_render_cautions(citation)}"
        f'<p class="foot-of-source"><a href="{cited_address(citation)}" data-source="{name}">{seen}'
        f'<span class="only-heard"> [{citation.number}]</span></a> '
        f'<span class="file">{escape_text(citation.file)}</span></p></article>'
    )


def _render_cautions(citation: Citation) -> str:
    """What a reader should know of a source before relying on it."""
    cautions = [READ_BY_OCR] if citation.read_by_ocr else []
    if citation.newer_version:
        cautions.append(f"There is a newer version of this paper: {citation.newer_version}.")
    return "".join(f'<p class="caution">{escape_text(words)}</p>' for words in cautions)


def _render_nearest(answer: Answer) -> str:
    """What is shown beside an answer without sources: the passages that came nearest, and that they are no answer."""
    if not answer.nearest:
        return "<p>Nothing is quoted for this question.</p>"
    cards = (
        f'<article class="source"><h3>{escape_text(near.document)}</h3>{_render_place(near)}'
        f"<blockquote>{_render_cells(near.text)}</blockquote></article>"
        for near in answer.nearest
    )
    return f"<p>No source answers this question. These came nearest:</p>{''.join(cards)}"


def _render_place(place: Citation | Nearest) -> str:
    *outer, last = place.section.split(" > ")
    return _render_line("place", [describe_page(place), " › ".join([*map(_cut_heading, outer), last])])


def _cut_heading(heading: str) -> str:
    """The beginning of a heading that only says where another stands, such as the whole title of a paper."""
    if len(heading) <= LONGEST_OUTER_CHARS:
        return heading
    return f"{heading[:LONGEST_OUTER_CHARS].rsplit(' ', 1)[0]} …"


def _render_line(name: str, parts: Sequence[str | None]) -> str:
    spans = "".join(f"<span>{escape_text(part)}</span>" for part in parts if part)
    return f'<p class="{name}">{spans}</p>' if spans else ""


def _render_quote(citation: Citation) -> str:
    """The quote marked in its surroundings, with dots where these are cut off inside a sentence."""
    before, quote, after = map(_render_cells, (citation.before, citation.quote, citation.after))
    opens = "… " if citation.start > len(citation.before) else ""
    closes = " …" if compile_pattern(r"[^\s.?!:;]\s*$").search(citation.after) else ""
    return f"{opens}{before}<mark>{quote}</mark>{after}{closes}"


def _render_cells(text: str) -> str:
    """A document's words; the cells of a table row stand apart."""
    return escape_text(text).replace(CELL, '<span class="cell"> | </span>')
