"""The documents of the store and one document as HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.catalogue import StoredDocument, StoredSection
from index.standing import Standing
from ingest.dates import write_date
from ingest.sources import display_name
from ui.library import Freshness, Shelf
from ui.page.shell import escape_text
from ui.page.standing import render_held, render_standing
from ui.page.viewer import describe_page, paper_address, place_address, render_newer

STALE_DAYS = 100
"""A body that meets every quarter has published within so many days."""


SHELF_COLUMNS = (
    ("Paper", "name"), ("Date", "day"), ("Type", "type"), ("Pages", "count"), ("Passages", "count"), ("Table rows", "count"),
    ("Records", "count"), ("Scanned pages", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Everything that the documents page shows. `tables` and `records` give the number of each document by its digest, `by_ocr`
    the pages that were read from pictures, `newer` the newest version of one that has a newer; `held` are the papers that are
    held back, for officers."""

    shelves: Sequence[Shelf]
    fresh: Sequence[Freshness]
    skipped: Sequence[dict[str, str]]
    tables: dict[str, int]
    records: dict[str, int]
    by_ocr: dict[str, tuple[int, ...]]
    newer: dict[str, StoredDocument]
    totals: str
    left_out: str
    manages: bool
    held: Sequence[Standing] = ()


def render_documents(holding: Holding) -> str:
    """What is in the store, per body and year, and what is not."""
    left_out = f'<p class="notice">{escape_text(holding.left_out)}</p>' if holding.left_out else ""
    totals = f'<p class="held">{escape_text(holding.totals)}</p>'
    head = f'<div class="opening" id="content" tabindex="-1"><h1>Documents</h1>{totals}</div>{left_out}'
    if not holding.shelves:
        how = "Drop files below." if holding.manages else "Ask whoever runs this service to add some."
        return f'{head}<p class="notice">No documents have been read yet. {how}</p>{_render_skipped(holding)}'
    shelves = "".join(_render_body(holding))
    return f"{head}{render_held(holding.held)}{_render_fresh(holding.fresh)}{shelves}{_render_skipped(holding)}"


def render_document(
    document: StoredDocument,
    headings: Iterable[tuple[int, str, StoredSection]],
    *,
    tables: int,
    by_ocr: Sequence[int],
    newer: StoredDocument | None,
    standing: Standing | None,
    original: bool,
) -> str:
    """One document: its facts, its outline, and where to read it; with `standing`, which officers see, who may see it."""
    facts = document.facts
    rows = [
        ("Council", facts.council),
        ("Body", facts.body),
        ("Date", write_date(facts.date) if facts.date else None),
        ("Type", facts.type),
        ("File", display_name(document.file)),
        ("Pages", str(document.pages) if document.pages else "none: this kind of file has no pages"),
        ("Passages that can be searched", f"{document.passages:,}"),
        ("Table rows", f"{tables:,}"),
        ("Scanned pages", _list_pages(by_ocr, "read by OCR")),
        ("Pages without words", _list_pages(document.pages_without_text, "pictures, such as scans")),
        ("Digest (SHA-256)", document.digest),
    ]
    listed = "".join(f"<tr><th scope='row'>{name}</th><td>{escape_text(value)}</td></tr>" for name, value in rows if value)
    start = place_address(document.digest, 1 if document.pages else None)
    links = f'<a class="button" href="{start}">Read it</a>'
    if original:
        links += f' <a href="{paper_address(document.digest)}/original">The original file</a>'
    remove = ""
    if standing:
        question = escape_text(f"Remove “{facts.title}” from the papers that are searched?")
        remove = (
            f'<form method="post" action="/documents/{document.digest}/remove" data-confirm="{question}">'
            '<button class="quiet" type="submit">Remove this paper</button></form>'
        )
    return (
        f'<p><a href="/documents">‹ All documents</a></p><h1>{escape_text(facts.title)}</h1><p>{links}</p>{render_newer(newer)}'
        f'<div class="scrolls"><table><caption class="only-heard">Facts</caption>{listed}</table></div>'
        f"{render_standing(standing) if standing else ''}{_render_outline(document, headings)}{remove}"
    )


def _render_outline(document: StoredDocument, headings: Iterable[tuple[int, str, StoredSection]]) -> str:
    items = []
    for depth, heading, section in headings:
        address = place_address(document.digest, section.page, None if section.page else section.start)
        page = f' <span class="quiet-text">{describe_page(section.page).lower()}</span>' if section.page else ""
        items.append(f'<li class="depth-{min(depth, 4)}"><a href="{address}">{escape_text(heading)}</a>{page}</li>')
    return f'<h2>Outline</h2><ul class="outline">{"".join(items)}</ul>' if items else ""


def _render_fresh(fresh: Sequence[Freshness]) -> str:
    if not fresh:
        return ""
    rows = [
        (
            escape_text(one.body or "No body stated"),
            f'<a href="{paper_address(one.newest.digest)}">{escape_text(one.newest.facts.title)}</a>',
            write_date(one.newest.facts.date),
            f'<span class="stale">{_say_age(one.days)}</span>' if one.days > STALE_DAYS else _say_age(one.days),
        )
        for one in fresh
    ]
    columns = (("Body", "name"), ("Newest paper", ""), ("Date", "day"), ("Age", "count"))
    return f'<h2 id="newest">Newest paper of each body</h2>{_render_table("newest", "newest", columns, rows)}'


def _render_table(heading: str, kind: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML, under the heading with this id; columns are names and classes, the first names the row. On
    a narrow screen each row stands as a list with the names of the columns, and the roles say that it is a table still."""
    head = "".join(f"<th scope='col' role='columnheader' class='{name}'>{column}</th>" for column, name in columns)
    shown = []
    for row in rows:
        first, *others = zip(columns, row, strict=True)
        cells = f"<th scope='row' role='rowheader' class='{first[0][1]}'>{first[1]}</th>"
        for (column, name), cell in others:
            named = f"<span class='named' aria-hidden='true'>{column}</span>"
            cells += f"<td role='cell' class='{name}'>{named}<div>{cell}</div></td>"
        shown.append(f"<tr role='row'>{cells}</tr>")
    return (
        f'<table role="table" class="stacked {kind}" aria-labelledby="{heading}">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{"".join(shown)}</tbody></table>'
    )


def _say_age(days: int) -> str:
    if days < 0:
        return "to come"
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{days // 30} months" if days < 730 else f"{days // 365} years"


def _render_body(holding: Holding) -> Iterable[str]:
    body: object = holding
    held = {standing.digest: standing for standing in holding.held}
    for number, shelf in enumerate(holding.shelves):
        if shelf.body != body:
            body = shelf.body
            yield f"<h2>{escape_text(shelf.body or 'No body stated')}</h2>"
        rows = (_render_cells(document, holding, held.get(document.digest)) for document in shelf.documents)
        year = str(shelf.year) if shelf.year else "No date stated"
        yield f'<h3 id="shelf-{number}">{year}</h3>{_render_table(f"shelf-{number}", "shelf", SHELF_COLUMNS, rows)}'


def _render_cells(document: StoredDocument, holding: Holding, standing: Standing | None) -> tuple[str, ...]:
    """`standing` is None for whoever may see open papers alone, of which every one that is listed is open in some part."""
    facts = document.facts
    state = "In doubt" if standing and standing.state == "in doubt" else "Exempt"
    mark = f' <strong class="tag">{state}{"" if standing and standing.whole else " in part"}</strong>' if document.exempt else ""
    if newer := holding.newer.get(document.digest):
        link = f"<a href='{paper_address(newer.digest)}'>{escape_text(display_name(newer.file))}</a>"
        mark += f"<br><span class='quiet-text'>{escape_text(display_name(document.file))}; newer version: {link}</span>"
    scanned = (
        _list_pages(holding.by_ocr.get(document.digest, ()), "read by OCR"),
        _list_pages(document.pages_without_text, "without words"),
    )
    return (
        f"<a href='{paper_address(document.digest)}'>{escape_text(facts.title)}</a>{mark}",
        write_date(facts.date) if facts.date else "–",
        escape_text(facts.type),
        str(document.pages or "–"),
        f"{document.passages:,}",
        f"{holding.tables.get(document.digest, 0):,}",
        f"{holding.records.get(document.digest, 0):,}",
        "; ".join(filter(None, scanned)) or "–",
    )


def _list_pages(pages: Sequence[int], what: str) -> str:
    listed = ", ".join(map(str, pages[:12])) + (" …" if len(pages) > 12 else "")
    return f"{len(pages)} {what} ({listed})" if pages else ""


def _render_skipped(holding: Holding) -> str:
    if not holding.skipped:
        return ""
    count = len(holding.skipped)
    said = f"{count} file{'' if count == 1 else 's'} could not be read"
    if not holding.manages:
        return f'<h2 id="skipped">Not read</h2><p>{said}. Officers see which, and why.</p>'
    rows = [tuple(escape_text(words) for words in (display_name(e["file"]), e["reason"], e["advice"])) for e in holding.skipped]
    columns = (("File", "name"), ("Why", ""), ("What to do", ""))
    return f'<h2 id="skipped">Not read</h2><p>{said}.</p>{_render_table("skipped", "skipped", columns, rows)}'
