"""A place in a paper as HTML: the picture of the page with its marks, or the words in their surroundings, and the way around."""

from urllib.parse import urlencode

from index.catalogue import StoredDocument
from ingest.dates import write_date
from ingest.sources import display_name
from ui.page.shell import escape_text
from ui.page.words import render_words
from ui.papers import USUAL_WIDTH, WIDTHS, Place

READ_BY_OCR = "Read by OCR from a picture of the page: compare it with the paper."
SVG = 'xmlns="http://www.w3.org/2000/svg"'


def paper_address(digest: str) -> str:
    """The permanent address of a paper."""
    return f"/paper/{digest}"


def place_address(digest: str, page: int | None, start: int | None = None, end: int | None = None) -> str:
    """The permanent address of a place in a paper, with the range of its text to be marked; without an end nothing is."""
    places = {name: at for name, at in (("start", start), ("end", end)) if at is not None}
    query = f"?{urlencode(places)}" if places else ""
    return f"{paper_address(digest)}/{f'page/{page}' if page else 'words'}{query}"


def render_viewer(place: Place) -> str:
    """The viewer alone, to stand on a page of its own or beside an answer."""
    document = place.document
    facts = document.facts
    said = [facts.body, write_date(facts.date) if facts.date else None, facts.type[:1].upper() + facts.type[1:]]
    spans = "".join(f"<span>{escape_text(part)}</span>" for part in said if part)
    title = f'<a href="{paper_address(document.digest)}">{escape_text(facts.title)}</a>'
    return (
        '<section class="viewer" aria-labelledby="viewer-title">'
        f'<h2 id="viewer-title" tabindex="-1">{title}</h2><p class="facts">{spans}</p>'
        f"{_render_tools(place)}{_render_cautions(place)}{_render_notice(place)}{_render_sheet(place)}{_render_words(place)}"
        "</section>"
    )


def render_newer(newer: StoredDocument | None) -> str:
    """A link to the newest version of a paper, for who looks at an older one."""
    if newer is None:
        return ""
    link = f'<a href="{paper_address(newer.digest)}">{escape_text(display_name(newer.file))}</a>'
    return f'<p class="notice">There is a newer version of this paper: {link}.</p>'


def describe_page(number: int, of: int | None = None, label: str | None = None) -> str:
    """ "Page 27 of 52 (printed 53)"; the printed number only where it differs."""
    whole = f" of {of}" if of else ""
    return f"Page {number}{whole}" + (f" (printed {label})" if label and label != str(number) else "")


def _render_tools(place: Place) -> str:
    document, page = place.document, place.page
    parts = []
    if page:
        before, after = page.number - 1, page.number + 1
        parts.append(_render_step("prev", "Previous page", before if before >= 1 else None, place))
        parts.append(f'<p class="at">{escape_text(describe_page(page.number, document.pages, page.label))}</p>')
        parts.append(_render_step("next", "Next page", after if after <= document.pages else None, place))
    if place.shape:
        parts.append(
            '<span class="zooms" role="group" aria-label="Size of the page">'
            '<button type="button" data-zoom="out" aria-label="Smaller">−</button>'
            '<button type="button" data-zoom="in" aria-label="Larger">+</button></span>'
        )
    at = f"#page={page.number}" if page else ""
    parts.append(
        f'<a class="original" href="{paper_address(document.digest)}/original{at}" target="_blank" rel="noopener">'
        'Open the original<span class="only-heard"> (new tab)</span></a>'
    )
    return f'<div class="tools">{"".join(parts)}</div>'


def _render_step(rel: str, name: str, number: int | None, place: Place) -> str:
    """A link to the page before or after; where there is none, nothing that could be followed."""
    sign = "‹" if rel == "prev" else "›"
    if number is None:
        return f'<span class="step off" aria-hidden="true">{sign}</span>'
    address = escape_text(place_address(place.document.digest, number, place.start, place.end))
    return f'<a class="step" rel="{rel}" href="{address}" aria-label="{name}" title="{name}">{sign}</a>'


def _render_cautions(place: Place) -> str:
    """What a reader should know of the paper or the page before relying on it."""
    read = f'<p class="caution">{READ_BY_OCR}</p>' if place.page and place.page.read_by_ocr else ""
    return render_newer(place.newer) + read


def _render_notice(place: Place) -> str:
    """What is marked, or why nothing is."""
    digest, page = place.document.digest, place.page
    if place.unpictured:
        said = escape_text(f"The picture of this page cannot be shown. {place.unpictured} Its words are below.")
        return f'<p class="notice">{said}</p>'
    if place.start is None:
        return ""
    if not place.words.quote:
        address = escape_text(place_address(digest, place.quote_page, place.start, place.end))
        if place.quote_page:
            return f'<p class="notice">The quoted words begin on <a href="{address}">page {place.quote_page}</a>.</p>'
        return '<p class="notice">The quoted words could not be found here.</p>'
    if place.unlooked:
        address = escape_text(f"{place_address(digest, page.number, place.start, place.end)}&look=1")
        return (
            f'<p class="notice" data-look="{address}">The quoted words are looked for on this scanned page … '
            f'<a href="{address}">Mark them</a></p>'
        )
    if place.shape and not place.marks:
        return (
            '<p class="notice">The quoted words could not be located on this picture of the page. '
            "They are marked among its words, below.</p>"
        )
    if place.goes_on and page:
        address = escape_text(place_address(digest, page.number + 1, place.start, place.end))
        return f'<p class="notice">The quote goes on on <a href="{address}">the next page</a>.</p>'
    return ""


def _render_sheet(place: Place) -> str:
    if not (place.shape and place.page):
        return ""
    document, number = place.document, place.page.number
    source = f"{paper_address(document.digest)}/page/{number}.png"
    wide, high = 1000, round(1000 * place.shape.height / place.shape.width)
    choices = ", ".join(f"{source}?width={width} {width}w" for width in WIDTHS)
    marks = "".join(
        f'<rect x="{box.left * wide:.1f}" y="{box.top * high:.1f}" width="{(box.right - box.left) * wide:.1f}" '
        f'height="{(box.bottom - box.top) * high:.1f}"/>'
        for box in place.marks
    )
    again = escape_text(place_address(document.digest, number, place.start, place.end))
    name = escape_text(f"{describe_page(number)} of {document.facts.title}")
    marked = ", with the quoted words marked" if place.marks else ""
    return (
        f'<div class="desk" tabindex="0" role="region" aria-label="Picture of the page, scrolls">'
        f'<div class="sheet" data-again="{again}">'
        f'<img src="{source}?width={USUAL_WIDTH}" srcset="{choices}" sizes="(min-width: 1100px) 700px, 100vw" '
        f'width="{wide}" height="{high}" alt="{name}{marked}. Its words are below the picture.">'
        f'<svg {SVG} viewBox="0 0 {wide} {high}" aria-hidden="true" class="marks">{marks}</svg></div></div>'
    )


def _render_words(place: Place) -> str:
    """The words as text: all there is for a paper without pictures, and for whoever does not see the picture."""
    words = place.words
    shown = render_words(words.before, words.quote, words.after, place.headings, place.at - words.start if place.at else None)
    if not shown:
        shown = "<p><em>No words could be read on this page. It may be a picture, such as a scan.</em></p>"
    if place.page is None:
        return (
            f"{_open_words()}{_render_part(place, words.start, 'earlier')}{shown}{_render_part(place, words.end, 'later')}</div>"
        )
    if place.shape is None:
        return f"{_open_words()}{shown}</div>"
    opened = " open" if words.quote and not place.marks else ""
    return f'<details class="words"{opened}><summary>The words of this page as text</summary><div>{shown}</div></details>'


def _render_part(place: Place, at: int, which: str) -> str:
    """A link to what stands before or after the part of a long paper that is shown, where there is more."""
    if at in (0, place.chars):
        return ""
    address = escape_text(place_address(place.document.digest, None, at))
    return f'<p class="part"><a href="{address}">{which.capitalize()} words of this paper</a></p>'


def _open_words() -> str:
    """Words that scroll by themselves, also with the keyboard."""
    return '<div class="words alone" tabindex="0" role="region" aria-label="Words of the paper, scrolls">'
