"""Fields of records as HTML: what is stated, "not stated" where it is not, and "could not be read" where it should have been."""

from datetime import date

from index.registers import StoredRecord
from ingest.dates import parse_date, write_date
from ingest.document import CELL
from ingest.patterns import compile_pattern
from ingest.records.record import Decision, Duty, Inspection, Judgement
from ui.page.shell import escape_text
from ui.page.viewer import describe_page, place_address
from ui.registers import cited_address, record_address

LONGEST_CHARS = 420
"""Of a field in a list; the record's own page shows it whole."""
NOT_STATED = '<span class="quiet-text">not stated</span>'
_MONTH = compile_pattern(r"\d{4}-(?:0[1-9]|1[0-2])")
UNREADABLE = '<span class="unread">could not be read</span>'


def show_words(words: str) -> str:
    """Words of a paper, with a bar between the cells of a table row."""
    return escape_text(" ".join(words.replace(CELL, " | ").split()))


def show_field(stored: StoredRecord, name: str, *, whole: bool = False) -> str:
    """A field of a record by its name."""
    value = getattr(stored.record, name)
    if value is None:
        return UNREADABLE if name in stored.record.unreadable else NOT_STATED
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return show_words(str(value)) if whole else show_words(cut_words(str(value)))


def cut_words(words: str) -> str:
    """The beginning of words that are too long for a list."""
    return words if len(words) <= LONGEST_CHARS else words[:LONGEST_CHARS].rsplit(" ", 1)[0] + " …"


def show_day(stated: str | None) -> str:
    """A day, month or year as it is stated."""
    if stated is None:
        return NOT_STATED
    if _MONTH.fullmatch(stated):
        return escape_text(write_date(date.fromisoformat(f"{stated}-01")).partition(" ")[2])
    day = parse_date(stated)
    return escape_text(write_date(day) if day else stated)


def show_span(stored: StoredRecord) -> str:
    """The days of an inspection."""
    record = stored.record
    assert isinstance(record, Inspection)
    days = [day for day in dict.fromkeys((record.began, record.ended)) if day]
    if days:
        return " to ".join(map(show_day, days))
    if "began" in record.unreadable or "ended" in record.unreadable:
        return UNREADABLE
    return f"published {show_day(record.published)}" if record.published else NOT_STATED


def show_grade(judgement: Judgement | None) -> str:
    """The grade of a judgement."""
    if judgement is None:
        return '<span class="quiet-text">none in this report</span>'
    return UNREADABLE if judgement.grade is None else escape_text(judgement.grade)


def show_judgements(stored: StoredRecord) -> str:
    """The judgements of an inspection, as a list."""
    items = "".join(
        f"<li>{show_words(judgement.area)}: <strong>{show_grade(judgement)}</strong></li>"
        for judgement in stored.record.judgements
    )
    return f'<ul class="judgements">{items}</ul>' if items else '<span class="quiet-text">no judgements stated</span>'


def show_law(record: Duty) -> str:
    """The Act and the section, as far as named."""
    return show_words(", ".join(part for part in (record.act, record.provision) if part)) or NOT_STATED


def show_page_link(stored: StoredRecord) -> str:
    """A link to the cited page, named so that it can be told from the others by who only hears it."""
    place = stored.record.place
    name = describe_page(place.page, None, place.page_label) if place.page else "See the words"
    said, address = escape_text(f" of {stored.title}"), escape_text(cited_address(stored))
    return f'<a class="cited" href="{address}">{escape_text(name)}<span class="only-heard">{said}</span></a>'


def show_judgement_link(stored: StoredRecord, judgement: Judgement | None) -> str:
    """The sentence behind a judgement, with its page."""
    if judgement is None or judgement.quote is None:
        return ""
    address = place_address(stored.digest, judgement.page, judgement.start, judgement.end)
    name = describe_page(judgement.page) if judgement.page else "See the words"
    said = f'<span class="only-heard"> on {show_words(judgement.area)}</span>'
    return f'<q>{show_words(judgement.quote)}</q> <a href="{escape_text(address)}">{name}{said}</a>'


def name_record(stored: StoredRecord) -> str:
    """What a record is called, as plain words."""
    record = stored.record
    match record:
        case Decision():
            return record.title or record.text
        case Duty():
            return record.duty
        case Inspection():
            return record.provider or record.place.council or "Provider not stated"


def show_record_link(stored: StoredRecord) -> str:
    """The name of a record, which leads to its own page."""
    return f'<a href="{escape_text(record_address(stored))}">{show_words(cut_words(name_record(stored)))}</a>'


def show_part(stored: StoredRecord) -> str:
    """The letter or number of a part of a decision; a dot where the paper prints none."""
    record = stored.record
    return f"{show_words(record.part)})" if isinstance(record, Decision) and record.part else "•"
