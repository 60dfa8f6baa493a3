"""One record as HTML: its fields, the words it was read from, and what belongs to it in other papers."""

from collections.abc import Sequence

from index.evidence import Evidence
from index.later_reports import LaterReport
from index.registers import StoredRecord
from index.threads import Step
from ingest.records.record import Decision, Duty, Inspection
from ui.dossier import Compared, Dossier
from ui.page.cells import (
    NOT_STATED,
    cut_words,
    name_record,
    show_day,
    show_field,
    show_grade,
    show_judgement_link,
    show_page_link,
    show_record_link,
    show_span,
    show_words,
)
from ui.page.shell import escape_text
from ui.page.viewer import describe_page, paper_address, place_address
from ui.registers import record_address

KINDS = {Decision: ("decisions", "Decision"), Duty: ("duties", "Duty"), Inspection: ("inspections", "Inspection")}
DECIDED = (("item", "Item"), ("part", "Part"), ("vote", "Vote"))
PLANNED = (
    ("purpose", "Purpose"), ("decision_maker", "Decision maker"), ("key", "Key decision"), ("exempt", "Exempt"),
    ("consultation", "Consultation"), ("author", "Report author"),
)  # fmt: skip
OWED = (("number", "Number"), ("lead", "Lead"), ("heading", "Heading"), ("act", "Act"), ("provision", "Provision"),
        ("owner", "Who owes it"))  # fmt: skip
INSPECTED = (("inspectorate", "Inspectorate"), ("kind", "Kind"), ("framework", "Framework"), ("lead_inspector", "Lead inspector"))


def render_record(dossier: Dossier) -> str:
    """The page of a record."""
    stored = dossier.stored
    register, kind = KINDS[type(stored.record)]
    if isinstance(stored.record, Duty) and stored.record.power:
        kind = "Power"
    place = stored.record.place
    source = f'{show_page_link(stored)} of <a href="{paper_address(stored.digest)}">{show_words(stored.title)}</a>'
    section = f'<p class="facts">{show_words(place.section.replace(" > ", " › "))}</p>' if place.section else ""
    return (
        f'<p><a href="/registers/{register}">‹ The register of {register}</a></p>'
        f'<h1 class="named-record"><span class="kind">{kind}</span> {show_words(cut_words(name_record(stored)))}</h1>'
        f"{_render_facts(stored)}{_render_parts(dossier)}"
        f'<h2>The words of the paper</h2><blockquote class="words">{_show_quote(place.quote)}</blockquote>{section}'
        f"<p>{source}</p>"
        f"{_render_judgements(stored)}{_render_compared(dossier)}{_render_same(dossier.same)}"
        f"{_render_thread(dossier)}{_render_evidence(dossier)}"
    )


def _show_quote(quote: str) -> str:
    return "<br>".join(show_words(line) for line in quote.split("\n") if line.strip())


def _render_facts(stored: StoredRecord) -> str:
    record, place = stored.record, stored.record.place
    rows = [("Council", show_words(place.council) if place.council else NOT_STATED)]
    if not isinstance(record, Inspection):
        rows.append(("Body", show_words(place.body) if place.body else NOT_STATED))
    rows.append(("Date of the paper" if not isinstance(record, Decision) else "Date", show_day(place.date)))
    match record:
        case Decision():
            rows.insert(0, ("Status", escape_text(record.status.capitalize())))
            rows += [(name, show_field(stored, field)) for field, name in DECIDED if getattr(record, field)]
            if record.status == "planned":
                due = show_field(stored, "anticipated") if record.anticipated is None else show_day(record.anticipated)
                rows.append(("Planned for", due))
                rows += [(name, show_field(stored, field, whole=True)) for field, name in PLANNED]
        case Duty():
            rows += [(name, show_field(stored, field, whole=True)) for field, name in OWED]
        case Inspection():
            rows += [(name, show_field(stored, field, whole=True)) for field, name in INSPECTED]
            published = show_day(record.published) if record.published else show_field(stored, "published")
            rows += [("Days", show_span(stored)), ("Published", published)]
    listed = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows)
    return f'<table class="of-record"><caption class="only-heard">Facts</caption>{listed}</table>'


def _render_parts(dossier: Dossier) -> str:
    if dossier.whole:
        return f"<p>A part of the decision {show_record_link(dossier.whole)}.</p>"
    items = "".join(
        f"<li><strong>{escape_text(part.record.part or '–')})</strong> {show_field(part, 'text', whole=True)}</li>"
        for part in dossier.parts
    )
    return f'<h2>Its parts</h2><ul class="plain">{items}</ul>' if items else ""


def _render_judgements(stored: StoredRecord) -> str:
    if not isinstance(stored.record, Inspection) or not stored.record.judgements:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{show_words(judgement.area)}</th><td><strong>{show_grade(judgement)}</strong></td>'
        f"<td>{show_judgement_link(stored, judgement)}</td></tr>"
        for judgement in stored.record.judgements
    )
    head = '<thead><tr><th scope="col">Area</th><th scope="col">Grade</th><th scope="col">Sentence</th></tr></thead>'
    return f'<h2 id="judgements">Judgements</h2>{_open_table("judgements")}{head}<tbody>{rows}</tbody></table></div>'


def _render_compared(dossier: Dossier) -> str:
    parts = []
    for number, pair in enumerate(dossier.compared):
        before = pair.later.row == dossier.stored.row
        other = pair.earlier if before else pair.later
        said = "the one before it" if before else "the one after it"
        link = f'<a href="{escape_text(record_address(other))}">{show_span(other)}</a>'
        parts.append(f'<h2 id="compared-{number}">Compared with {said}, {link}</h2>{_render_pair(pair, number)}')
    return "".join(parts)


def _render_pair(pair: Compared, number: int) -> str:
    signs = {"better": "▲ Better", "worse": "▼ Worse", "the same": "= The same", "not comparable": "Not comparable"}
    rows = "".join(
        f'<tr><th scope="row">{show_words(change.area)}</th>'
        f"<td><strong>{show_grade(change.earlier)}</strong><br>{show_judgement_link(pair.earlier, change.earlier)}</td>"
        f"<td><strong>{show_grade(change.later)}</strong><br>{show_judgement_link(pair.later, change.later)}</td>"
        f'<td class="outcome {change.outcome.replace(" ", "-")}">{signs[change.outcome]}</td></tr>'
        for change in pair.changes
    )
    heads = "".join(f'<th scope="col">{show_span(stored)}</th>' for stored in (pair.earlier, pair.later))
    head = f'<thead><tr><th scope="col">Area</th>{heads}<th scope="col">Change</th></tr></thead>'
    return f"{_open_table(f'compared-{number}')}{head}<tbody>{rows}</tbody></table></div>"


def _render_same(same: Sequence[StoredRecord]) -> str:
    items = "".join(
        f"<li>{'The report' if stored.record.source == 'report' else 'Mentioned'}: {show_record_link(stored)}, "
        f"{show_span(stored)}, {show_page_link(stored)} of {show_words(stored.title)}</li>"
        for stored in same
    )
    return f'<h2>The same inspection in other papers</h2><ul class="plain">{items}</ul>' if items else ""


def _render_thread(dossier: Dossier) -> str:
    items = [_render_step(step) for step in dossier.thread] + [_render_report(report) for report in dossier.reports]
    if not items:
        return ""
    return (
        "<h2>The same matter in other papers</h2><p class='quiet-text'>Found by the words of titles and by dates; how sure each "
        f"is stands beside it.</p><ul class='plain steps'>{''.join(items)}</ul>"
    )


def _render_step(step: Step) -> str:
    stored = step.record
    status = escape_text(stored.record.status.capitalize())
    return (
        f"<li><strong>{show_day(step.day)}</strong> {status}: {show_record_link(stored)}, {show_page_link(stored)} of "
        f'{show_words(stored.title)} <span class="quiet-text">{step.confidence:.0%} sure: {escape_text(step.why)}</span></li>'
    )


def _render_report(report: LaterReport) -> str:
    link = _show_place(report)
    day = show_day(report.document.facts.date.isoformat() if report.document.facts.date else None)
    return (
        f"<li><strong>{day}</strong> Later report: {show_words(report.heading)}, {link} "
        f'<span class="quiet-text">{report.confidence:.0%} sure, by its heading</span></li>'
    )


def _render_evidence(dossier: Dossier) -> str:
    if not isinstance(dossier.stored.record, Duty):
        return ""
    items = "".join(
        f"<li><strong>{show_day(found.document.facts.date.isoformat() if found.document.facts.date else None)}</strong> "
        f"<q>{show_words(found.quote)}</q> {_show_place(found)}</li>"
        for found in dossier.evidence
    )
    said = "What other passages say of the same subject, newest first. Whether they show what was done is for you to judge."
    if not items:
        return "<h2>Evidence found</h2><p>No passage elsewhere in these papers was found that speaks of the same subject.</p>"
    return f"<h2>Evidence found</h2><p class='quiet-text'>{said}</p><ul class='plain steps'>{items}</ul>"


def _show_place(found: LaterReport | Evidence) -> str:
    number = found.page.number if found.page else None
    address = place_address(found.document.digest, number, found.start, found.end)
    name = describe_page(number, None, found.page.label) if found.page else "The words"
    return f'<a href="{escape_text(address)}">{escape_text(name)} of {show_words(found.document.facts.title)}</a>'


def _open_table(name: str) -> str:
    return f'<div class="scrolls" tabindex="0" role="region" aria-labelledby="{name}"><table>'
