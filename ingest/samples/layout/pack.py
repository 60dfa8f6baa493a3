"""Puts the parts of the Cabinet's papers in order and gives the agenda its page ranges."""

from ingest.samples.content import (
    agenda,
    assurance_report,
    council,
    draft_minutes,
    duties,
    forward_plan,
    inspection_letter,
    places_report,
    previous_minutes,
    work_programme,
)
from ingest.samples.content.markup import parse
from ingest.samples.layout.pdf import Book, Part, count_pages, draw_book

MEETING = "Stanwold Council \u2013 Cabinet, 14 October 2025"


def draw_agenda_pack() -> bytes:
    """The agenda pack of 14 October 2025. Its front is labelled i, ii and so on, its reports from 1, as the agenda says."""
    items = _make_items()
    ranges, first = {}, 1
    for name, parts in items.items():
        length = sum(map(count_pages, parts))
        # An item begins on a right-hand page, so one of an odd length takes a blank page with it.
        length += length % 2
        ranges[name] = f"Pages {first} - {first + length - 1}"
        first += length
    words = {"members": _list_members(), "invented": council.INVENTED, **ranges}
    front = Part(outline="Agenda", blocks=parse(agenda.TEXT.format(**words)))
    front_length = count_pages(front)
    book = Book(
        parts=(front, *(part for parts in items.values() for part in parts)),
        running_head=MEETING,
        title="Agenda pack, Cabinet, 14 October 2025",
        subject=council.INVENTED,
        front_pages=front_length + front_length % 2,
        duplex=True,
    )
    return draw_book(book)


def draw_minutes() -> bytes:
    """The draft minutes of the same meeting, with page numbers of their own."""
    rows = "\n".join(f"| {name} | {portfolio}" for name, portfolio in council.CABINET)
    part = Part(outline="Draft minutes", blocks=parse(draft_minutes.TEXT.format(members=rows)))
    book = Book(
        parts=(part,),
        running_head=f"{MEETING}: draft minutes",
        title="Draft minutes, Cabinet, 14 October 2025",
        subject=council.INVENTED,
    )
    return draw_book(book)


def _list_members() -> str:
    return "\n".join(f"- {name}, {portfolio}" for name, portfolio in council.CABINET)


def _make_items() -> dict[str, tuple[Part, ...]]:
    foot = "Inspection of Stanwold Council local authority children\u2019s services, 9 to 20 June 2025"
    assurance = assurance_report.TEXT.replace("{duties}", duties.write_table())
    return {
        "minutes": (Part(outline="3 Minutes", corner="Agenda Item 3", blocks=parse(previous_minutes.TEXT)),),
        "places": (Part(outline="6 Special School Places", corner="Agenda Item 6", blocks=parse(places_report.write_report())),),
        "assurance": (Part(outline="7 Statutory Duties", corner="Agenda Item 7", blocks=parse(assurance)),),
        "inspection": (
            Part(outline="8 Ofsted Inspection", corner="Agenda Item 8", blocks=parse(inspection_letter.COVER)),
            Part(
                outline="Appendix C: Inspection letter",
                corner="Appendix C",
                foot=foot,
                begins_sheet=False,
                blocks=parse(inspection_letter.LETTER),
            ),
        ),
        "plan": (
            Part(
                outline="9 Forward Plan",
                corner="Agenda Item 9",
                landscape=True,
                blocks=parse(forward_plan.INTRODUCTION + forward_plan.DECISIONS),
            ),
        ),
        "programme": (Part(outline="10 Scrutiny Work Programme", corner="Agenda Item 10", blocks=parse(work_programme.TEXT)),),
    }
