"""A register as HTML: how it is limited, counts, the table, its pages, and for inspections a timeline of each provider."""

from collections.abc import Sequence
from dataclasses import replace

from index.registers import StoredRecord
from ingest.dates import write_date
from ingest.records.record import NOT_IN_FRAMEWORK, REGISTERS, Register
from ui.dossier import find_inspection_day
from ui.page.cells import (
    name_record,
    show_day,
    show_field,
    show_grade,
    show_judgements,
    show_law,
    show_page_link,
    show_part,
    show_record_link,
    show_span,
    show_words,
)
from ui.page.shell import escape_text
from ui.registers import PAGE_RECORDS, SORTS, Listing, View, choose, record_address, write_view

ABOUT: dict[Register, str] = {
    "decisions": "What was resolved, recommended, decided and planned, as the papers state it.",
    "duties": "What the law lays on the council (duties) and what it allows (powers), as the papers state it.",
    "inspections": "Inspections and their judgements, from their reports and from what other papers say of them.",
}
CHOICE_NAMES = {
    "council": "Council",
    "body": "Body",
    "status": "Status",
    "lead": "Lead",
    "heading": "Heading",
    "power": "Duties or powers",
    "provider": "Provider",
    "grade": "Grade",
}
SORT_NAMES = {
    "place": "Newest papers first",
    "date": "Date",
    "title": "Name",
    "body": "Body",
    "council": "Council",
    "due": "Date planned for",
    "number": "Number",
    "lead": "Lead",
    "heading": "Heading",
}
COLUMNS: dict[Register, tuple[tuple[str, str | None], ...]] = {
    "decisions": (("Decision", "title"), ("Status", None), ("Body", "body"), ("Date", "date"), ("Source", None)),
    "duties": (
        ("Number", "number"), ("Duty or power", "title"), ("Lead", "lead"), ("Heading", "heading"), ("Law", None),
        ("Source", None),
    ),
    "inspections": (
        ("Provider", "title"), ("Inspection", None), ("Days", "date"), ("Lead inspector", None), ("Judgements", None),
        ("Source", None),
    ),
}  # fmt: skip
"""The columns of each register, with what they are sorted by."""
MOST_COUNTS = 12


def render_register(listing: Listing, timelines: Sequence[tuple[str, Sequence[StoredRecord]]], left_out: str) -> str:
    """The page of a register."""
    view = listing.view
    notice = f'<p class="notice">{escape_text(left_out)}</p>' if left_out else ""
    head = f"<h1>Registers</h1>{_render_tabs(view.register)}<p>{ABOUT[view.register]}</p>{notice}"
    if not listing.beyond:
        return f'{head}<p class="notice">The papers in the store state no {view.register}.</p>'
    result = f'<h2 id="records">{_say_total(listing)}</h2>{_render_chips(view)}'
    if not listing.records:
        reset = f'<a href="/registers/{view.register}">Show the whole register</a>'
        return f'{head}{_render_form(listing)}{result}<p class="notice">No record matches these limits. {reset}</p>'
    files = "".join(
        f' <a class="quiet-button" href="{escape_text(write_view(view, ending=ending))}">Save as {name}</a>'
        for ending, name in ((".csv", "CSV"), (".xlsx", "Excel (XLSX)"))
    )
    if timelines:
        files += ' <a class="quiet-button" href="#timeline">Timeline</a>'
    counts = _render_counts(listing)
    return (
        f'{head}{_render_form(listing)}{result}<p class="files">{files}</p>{counts}{_render_table(listing)}'
        f"{_render_pages(listing)}{_render_timelines(timelines)}"
    )


def _render_tabs(current: Register) -> str:
    links = "".join(
        f'<li><a href="/registers/{name}"{" aria-current=page" if name == current else ""}>{name.capitalize()}</a></li>'
        for name in REGISTERS
    )
    return f'<nav class="tabs" aria-label="Registers"><ul>{links}</ul></nav>'


def _say_total(listing: Listing) -> str:
    one = {"decisions": "decision", "duties": "duty or power", "inspections": "inspection"}
    many = {"decisions": "decisions", "duties": "duties and powers", "inspections": "inspections"}
    register = listing.view.register
    said = f"{listing.total:,} {(one if listing.total == 1 else many)[register]}"
    if listing.total_parts:
        said += f" with {listing.total_parts:,} part{'' if listing.total_parts == 1 else 's'}"
    return said + (f" of {listing.beyond:,}" if listing.view.limited else "")


def _render_form(listing: Listing) -> str:
    view = listing.view
    chosen = dict(view.chosen)
    fields = [f'<label>Words <input type="search" name="text" value="{escape_text(view.text)}"></label>']
    for name, values in listing.choices.items():
        if len(values) > 1 or name in chosen:
            options = "".join(
                f'<option value="{escape_text(value)}"{" selected" if chosen.get(name) == value else ""}>'
                f"{show_words(value)}</option>"
                for value in dict.fromkeys([*values, *([chosen[name]] if name in chosen else [])])
            )
            any_of = f'<option value="">Any</option>{options}'
            fields.append(f'<label>{CHOICE_NAMES[name]} <select name="{name}">{any_of}</select></label>')
    if view.register != "duties":
        for name, said, day in (("from", "From", view.first), ("to", "To", view.last)):
            fields.append(f'<label>{said} <input type="date" name="{name}" value="{day.isoformat() if day else ""}"></label>')
    now = f"{'-' if view.descending else ''}{view.sort}"
    sorts = "".join(
        f'<option value="{sort}"{" selected" if sort == now else ""}>{said}</option>' for sort, said in _list_sorts(view.register)
    )
    fields.append(f'<label>Sorted by <select name="sort">{sorts}</select></label>')
    return (
        f'<form class="limit" method="get" action="/registers/{view.register}" role="search" aria-label="Limit the register">'
        f'<div class="fields">{"".join(fields)}</div><button class="main" type="submit">Show</button></form>'
    )


def _list_sorts(register: Register) -> list[tuple[str, str]]:
    sorts = []
    for sort in SORTS[register]:
        sorts.append((sort, SORT_NAMES[sort]))
        if sort != "place":
            sorts.append((f"-{sort}", f"{SORT_NAMES[sort]}, the last first"))
    return sorts


def _render_chips(view: View) -> str:
    """What the view is limited to, each with a link to the view without it."""
    chips = [(CHOICE_NAMES[name], value, choose(view, name, None)) for name, value in view.chosen]
    if view.text:
        chips.append(("Words", view.text, replace(view, text="", page=1)))
    if view.first:
        chips.append(("From", write_date(view.first), replace(view, first=None, page=1)))
    if view.last:
        chips.append(("To", write_date(view.last), replace(view, last=None, page=1)))
    items = "".join(
        f'<li><a href="{escape_text(write_view(without))}"><span class="only-heard">Remove the limit </span>'
        f'{name}: {show_words(value)} <span aria-hidden="true">×</span></a></li>'
        for name, value, without in chips
    )
    return f'<ul class="limits-set" aria-label="Limited to">{items}</ul>' if items else ""


def _render_counts(listing: Listing) -> str:
    groups = []
    for name, counts in listing.counts.items():
        ranked = sorted(((value, count) for value, count in counts.items() if value), key=lambda pair: (-pair[1], pair[0]))
        if not ranked:
            continue
        items = "".join(
            f'<li><a href="{escape_text(write_view(choose(listing.view, name, value)))}">{show_words(value)}</a> '
            f'<span class="count">{count:,}</span></li>'
            for value, count in ranked[:MOST_COUNTS]
        )
        if len(ranked) > MOST_COUNTS:
            items += f'<li class="quiet-text">and {len(ranked) - MOST_COUNTS:,} others</li>'
        if counts.get(None):
            items += f'<li class="quiet-text">not stated {counts[None]:,}</li>'
        said = "Judgements by grade" if name == "grade" else f"By {CHOICE_NAMES[name].lower()}"
        groups.append(f"<div><h3>{said}</h3><ul>{items}</ul></div>")
    if not groups:
        return ""
    return f'<details class="counts"><summary>Counts</summary><div class="groups">{"".join(groups)}</div></details>'


def _render_table(listing: Listing) -> str:
    view = listing.view
    heads = []
    for name, sort in COLUMNS[view.register]:
        if sort is None:
            heads.append(f'<th scope="col" role="columnheader">{name}</th>')
            continue
        mine = view.sort == sort
        turned = replace(view, sort=sort, descending=mine and not view.descending, page=1)
        way = f' aria-sort="{"descending" if view.descending else "ascending"}"' if mine else ""
        sign = f'<span aria-hidden="true"> {"▼" if view.descending else "▲"}</span>' if mine else ""
        link = f'<a href="{escape_text(write_view(turned))}">{name}{sign}</a>'
        heads.append(f'<th scope="col" role="columnheader"{way}>{link}</th>')
    rows = "".join(_render_row(stored, listing) for stored in listing.records)
    # The roles stay where a narrow screen shows each row as a card.
    return (
        f'<table class="register" role="table" aria-labelledby="records"><thead role="rowgroup"><tr role="row">{"".join(heads)}'
        f'</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _render_row(stored: StoredRecord, listing: Listing) -> str:
    register, record = listing.view.register, stored.record
    cells: tuple[str, ...]
    if register == "decisions":
        status = escape_text(record.status.capitalize()) + (f"<br>{show_words(record.vote)}" if record.vote else "")
        body = show_words(record.place.body) if record.place.body else _missing()
        cells = (_show_decision(stored, listing), status, body, show_day(record.place.date))
    elif register == "duties":
        law = show_law(record)
        kind = '<span class="kind">Power</span> ' if record.power else ""
        lead, heading = show_field(stored, "lead"), show_field(stored, "heading")
        cells = (show_field(stored, "number"), kind + show_record_link(stored), lead, heading, law)
    else:
        kind = " ".join(part for part in (record.inspectorate, record.kind) if part)
        source = "" if record.source == "report" else '<br><span class="quiet-text">mentioned in another paper</span>'
        lead = show_field(stored, "lead_inspector")
        said = (show_words(kind) or _missing()) + source
        cells = (show_record_link(stored), said, show_span(stored), lead, show_judgements(stored))
    names = [name for name, _ in COLUMNS[register]]
    shown = "".join(
        f'<td role="cell"><span class="named" aria-hidden="true">{name}</span><div>{cell}</div></td>'
        for name, cell in zip(names, (*cells, f"{show_page_link(stored)}<br>{_show_paper(stored)}"), strict=True)
    )
    return f'<tr role="row">{shown}</tr>'


def _missing() -> str:
    return '<span class="quiet-text">not stated</span>'


def _show_paper(stored: StoredRecord) -> str:
    return f'<span class="quiet-text">{show_words(stored.title)}</span>'


def _show_decision(stored: StoredRecord, listing: Listing) -> str:
    """The title, the words and the parts of a decision; of a planned one its purpose and when it is due."""
    record, parts = stored.record, listing.parts.get(stored.row, ())
    item = f"Item {escape_text(record.item)}: " if record.item and record.status == "resolved" else ""
    shown = item + show_record_link(stored)
    if parts:
        shown += "".join(f'<p class="part"><span>{show_part(part)}</span> {show_field(part, "text")}</p>' for part in parts)
    elif record.status == "planned":
        due = show_day(record.anticipated) if "anticipated" not in record.unreadable else show_field(stored, "anticipated")
        purpose = f"<p>{show_field(stored, 'purpose')}</p>" if record.purpose else ""
        shown += f"{purpose}<p>Planned for {due}</p>"
    elif record.title and record.text != record.title:
        shown += f"<p>{show_field(stored, 'text')}</p>"
    return shown


def _render_pages(listing: Listing) -> str:
    view = listing.view
    if listing.pages == 1:
        return ""
    first = (view.page - 1) * PAGE_RECORDS + 1
    last = min(listing.total, view.page * PAGE_RECORDS)
    before = after = ""
    if view.page > 1:
        before = f'<a rel="prev" href="{escape_text(write_view(replace(view, page=view.page - 1)))}">‹ Earlier in the list</a>'
    if view.page < listing.pages:
        after = f'<a rel="next" href="{escape_text(write_view(replace(view, page=view.page + 1)))}">Later in the list ›</a>'
    said = f"<p>{first:,} to {last:,} of {listing.total:,} (page {view.page:,} of {listing.pages:,})</p>"
    return f'<nav class="pages" aria-label="Pages of the register">{before}{said}{after}</nav>'


def _render_timelines(timelines: Sequence[tuple[str, Sequence[StoredRecord]]]) -> str:
    parts = []
    for provider, listed in timelines:
        items = "".join(_render_stop(stored) for stored in listed)
        parts.append(f'<h3>{show_words(provider)}</h3><ol class="timeline">{items}</ol>')
    return f'<h2 id="timeline">Timeline</h2><div class="timelines">{"".join(parts)}</div>' if parts else ""


def _render_stop(stored: StoredRecord) -> str:
    record = stored.record
    kind = show_words(" ".join(part for part in (record.inspectorate, record.kind) if part)) or "Inspection"
    # A framework without an overall judgement is told by its first one.
    judged = [judgement for judgement in record.judgements if judgement.grade != NOT_IN_FRAMEWORK]
    overall = next((judgement for judgement in judged if "overall" in judgement.area.lower()), None) or next(iter(judged), None)
    grade = f'<span class="grade">{show_words(overall.area)}: <strong>{show_grade(overall)}</strong></span>' if overall else ""
    day = show_day(find_inspection_day(record))
    heard = f'<span class="only-heard"> of {show_words(name_record(stored))}</span>'
    return f'<li><a href="{escape_text(record_address(stored))}">{day}{heard}</a><span>{kind}</span>{grade}</li>'
