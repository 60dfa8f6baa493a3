"""What is told of a paper with a held-back part stands in its open parts, whatever the rest of it says."""

from datetime import date

import pytest

from index.open_view import OpenView
from ingest.document import Facts
from ingest.records.record import Decision, Place

EXEMPT = "Dismissal of Mary Blatherwick\nNorvale Borough Council\nPensions Panel\n12 March 2024\nThe words of the exempt page."
OPEN = "Library hours\nThe library opens on 14 May 2024.\nMary Smith was present. A policy on dismissal was noted."
TEXT = f"{EXEMPT}\n{OPEN}"
FACTS = Facts(
    title="Dismissal of Mary Blatherwick",
    council="Norvale Borough Council",
    body="Pensions Panel",
    date=date(2024, 3, 12),
    type="report",
)


def view_with(*, file: str = "paper-7.pdf", facts: Facts = FACTS, stated: tuple[str, ...] = ()) -> OpenView:
    return OpenView(TEXT, [(0, len(EXEMPT))], file=file, facts=facts, stated=stated)


def test_facts_of_a_held_back_page_are_not_told_and_a_neutral_title_stands_for_its_title():
    told = view_with().facts

    assert told == Facts(title="paper-7.pdf", council=None, body=None, date=None, type="report")


def test_facts_that_a_manifest_or_the_name_of_the_file_states_are_told():
    told = view_with(file="pensions-panel-2024-03-12.pdf", stated=("council",)).facts

    assert (told.council, told.body, told.date) == ("Norvale Borough Council", "Pensions Panel", date(2024, 3, 12))
    assert told.title == "A paper of Pensions Panel, 12 March 2024"


def test_what_stands_in_an_open_part_too_is_told():
    facts = Facts(title="Library hours", council=None, body=None, date=date(2024, 5, 14), type="report")

    assert view_with(facts=facts).facts == facts


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Library hours", True),
        ("LIBRARY  HOURS", True),
        ("Dismissal of Mary Blatherwick", False),
        # Each of its words stands in an open part, but not together.
        ("Dismissal: Mary Smith", False),
        # The last words of an exempt part and the first of an open one are no run.
        ("page Library", False),
    ],
)
def test_a_heading_is_told_where_its_words_stand_together_in_an_open_part(heading: str, told: bool):
    assert view_with().path([heading]) == ((heading,) if told else ())


def test_a_name_that_is_made_of_an_open_body_and_day_is_told():
    facts = Facts(title="Agenda pack: Library, 14 May 2024", council=None, body="Library", date=date(2024, 5, 14), type="report")

    assert view_with(facts=facts).facts.title == "Agenda pack: Library, 14 May 2024"
    assert view_with().path(["Minutes of Pensions Panel, 14 May 2024"]) == ()


def test_the_fields_of_an_open_record_lose_what_they_took_from_a_held_back_heading():
    quote = "The library opens on 14 May 2024."
    start = TEXT.index(quote)
    place = Place(
        council="Norvale Borough Council", body="Pensions Panel", date="2024-03-12", page=2, page_label=None,
        section="Dismissal of Mary Blatherwick > Library hours", quote=quote, start=start, end=start + len(quote),
    )  # fmt: skip
    record = Decision(
        place=place, status="resolved", item="12", title="Dismissal of Mary Blatherwick", text="To open it, Blatherwick to go.",
        anticipated="2024-05", vote="A policy on dismissal",
    )  # fmt: skip

    cut = view_with().cut_record(record)
    assert (cut.place.council, cut.place.body, cut.place.date, cut.place.section) == (None, None, None, "Library hours")
    assert (cut.status, cut.item, cut.title, cut.text) == ("resolved", None, None, quote)
    assert (cut.anticipated, cut.vote, cut.place.quote) == ("2024-05", "A policy on dismissal", quote)
