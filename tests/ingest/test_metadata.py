"""What a document is, from front pages worded as UK councils and inspectorates word them. The places are invented."""

from datetime import date

import pytest

from ingest.document import Block, Facts
from ingest.metadata import TYPES, find_council, find_inspected, find_type, name_area, state_facts


def state(text: str, name: str = "paper.pdf", pages: int = 1, headings: int = 0, **more: dict[str, str]) -> Facts:
    """Facts of a paper with these lines on its first page; the first `headings` of them are headings."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    blocks = [Block(kind="heading" if n < headings else "paragraph", text=line, page=1) for n, line in enumerate(lines)]
    blocks.append(Block(kind="paragraph", text="End.", page=pages))
    return state_facts("\n".join(lines), blocks, more.get("properties", {}), name, more.get("overrides", {}))


def test_an_agenda_pack_with_labels() -> None:
    facts = state(
        """Public Document Pack
        Meeting: Policy Advisory Panel for Schools and Skills
        Date: Thursday 22nd December, 2022
        Venue: Remote meeting
        Agenda
        02\tMinutes of the meeting held on 22 November 2022
        Jo Blake, Monitoring Officer
        North Anyshire Council
        Proper Officer
        Date 16 December 2022""",
        pages=50,
    )
    assert facts == Facts(
        title="Agenda pack: Policy Advisory Panel for Schools and Skills, 22 December 2022",
        council="North Anyshire Council",
        body="Policy Advisory Panel for Schools and Skills",
        date=date(2022, 12, 22),
        type="agenda pack",
    )


def test_an_agenda_with_a_summons_sentence() -> None:
    facts = state(
        """Housing Overview and Scrutiny Committee
        A meeting of the Housing Overview and Scrutiny Committee will be held at the Council Chamber, High Street on
        Tuesday 25 January 2022 at 6.00pm
        Agenda
        4. Minutes To confirm the Minutes of the meeting of the Committee held on 16 November 2021.
        Proper Officer
        17 January 2022
        Anyshire Council
        High Street""".replace(" on\n        Tuesday", " on Tuesday"),
        pages=3,
    )
    assert (facts.type, facts.body, facts.date) == ("agenda", "Housing Overview and Scrutiny Committee", date(2022, 1, 25))
    assert facts.council == "Anyshire Council"


@pytest.mark.parametrize(
    ("text", "kind", "body", "day", "council"),
    [
        (
            "ANYTOWN CITY COUNCIL\nCABINET\nTUESDAY, 26 JULY 2022 AT 10:00 HOURS IN COMMITTEE ROOMS 3 & 4, SQUARE\nA G E N D A",
            "agenda", "Cabinet", date(2022, 7, 26), "Anytown City Council",
        ),
        (
            "SCRUTINY BOARD (CHILDREN AND FAMILIES)\nMeeting to be held in Civic Hall, Anytown on Wednesday, 6th July, 2022 at "
            "10.00 am\nAnytown Borough Council",
            "agenda", "Scrutiny Board (Children and Families)", date(2022, 7, 6), "Anytown Borough Council",
        ),
        (
            "AGENDA\nCHILDREN'S, YOUNG PEOPLE AND EDUCATION CABINET COMMITTEE\n"
            "Tuesday, 18th January, 2022, at 10.00 am\tAsk for:\tA Clerk",
            "agenda", "Children's, Young People and Education Cabinet Committee", date(2022, 1, 18), None,
        ),
        (
            "Minutes of the Meeting of the PLANNING COMMITTEE held in the Chamber on Tuesday, 14 June 2022 at 6.00 pm\nPresent:",
            "minutes", "Planning Committee", date(2022, 6, 14), None,
        ),
        (
            "MINUTES of a meeting of Anyshire County Council held at County Hall on 19 May 2022\nPresent",
            "minutes", "Full Council", date(2022, 5, 19), "Anyshire County Council",
        ),
        (
            "Report to:\tAudit and Governance Committee\nDate of meeting:\t7 March 2023\nReport of:\tDirector\nAnyshire Council",
            "report", "Audit and Governance Committee", date(2023, 3, 7), "Anyshire Council",
        ),
        (
            "Agenda Item 6\nCabinet\n23 February 2022\nReport of the Director of Education\nSince 1 April 2021 costs rose.",
            "report", "Cabinet", date(2022, 2, 23), None,
        ),
        (
            "Record of Cabinet Member Decision\nDecision maker:\tCouncillor A Blake, Cabinet Member for Housing\n"
            "Date of decision: 01.02.23",
            "decision notice", "Cabinet Member for Housing", date(2023, 2, 1), None,
        ),
        ("Meeting: Schools Forum Date: 3 May 2022 Time: noon\nAgenda", "agenda", "Schools Forum", date(2022, 5, 3), None),
        ("Anyshire Council\nForward Plan\n1 March to 30 June 2022", "forward plan", None, date(2022, 6, 30), "Anyshire Council"),
        ("Public Notice\nNotice is hereby given that the council proposes", "notice", None, None, None),
        ("Civic Centre\n3 May 2022\nDear Councillor Blake", "letter", None, date(2022, 5, 3), None),
        ("Some words about parks.", "paper", None, None, None),
    ],
)  # fmt: skip
def test_front_pages(text: str, kind: str, body: str | None, day: date | None, council: str | None) -> None:
    facts = state(text)
    assert (facts.type, facts.body, facts.date, facts.council) == (kind, body, day, council)
    assert facts.type in TYPES and facts.title


@pytest.mark.parametrize(
    ("text", "council"),
    [
        ("Inspection of Anytown local authority\nchildren’s services", "Anytown"),
        ("Inspection of the Isle of Any local authority children’s services\nIsle of Any Council", "Isle of Any Council"),
        ("1\nLondon Borough of Anyham\nInspection of children’s social care services", "London Borough of Anyham"),
        ("Anytown\nInspection of local authority children's services", "Anytown"),
        ("City of Anytown Metropolitan District\nCouncil\nInspection of children’s social care services",
         "City of Anytown Metropolitan District Council"),
        ("Inspection of City of Anytown Metropolitan Borough Council local authority children’s services",
         "City of Anytown Metropolitan Borough Council"),
        ("Inspection of Anyham children's services\nThe London Borough of Anyham is", "London Borough of Anyham"),
        ("Inspection of Anytown Children and Families Trust", "Anytown"),
        ("Focused visit to Anyshire County Council children’s services", "Anyshire County Council"),
        ("Area SEND inspection of Anytown Local Area Partnership", "Anytown"),
        ("An inspection of youth offending services in\nAnytown\nHM Inspectorate of Probation", "Anytown"),
    ],
)  # fmt: skip
def test_the_inspected_authority_is_the_council_of_an_inspection_report(text: str, council: str) -> None:
    assert find_inspected(text, ()) == council


def test_an_inspection_report() -> None:
    facts = state(
        """Anytown City Council
        Inspection of children's social care services
        Inspection dates: 30 October to 3 November 2023
        Lead inspector: Jo Blake, His Majesty’s Inspector
        Services in Anytown are good. The last inspection was on 4 May 2018.""",
        headings=2,
    )
    assert facts == Facts(
        title="Anytown City Council – Inspection of children's social care services",
        council="Anytown City Council",
        body="Ofsted",
        date=date(2023, 11, 3),
        type="inspection report",
    )


def test_a_stated_day_of_publication_comes_before_the_days_of_inspection() -> None:
    text = "Inspection dates: 3 to 14 October 2022\nReport published: 22 November 2022\nCare Quality Commission"
    assert (state(text).date, state(text).body) == (date(2022, 11, 22), "Care Quality Commission")


def test_a_report_about_an_inspection_is_a_report_of_its_council() -> None:
    facts = state(
        "Report to Cabinet\n12 July 2022\nOfsted inspection of Anyshire children's services\nAnyshire Council got its report."
    )
    assert (facts.type, facts.council, facts.body) == ("report", "Anyshire Council", "Cabinet")


@pytest.mark.parametrize(
    ("text", "council"),
    [
        ("Bath and North East Anyshire Council\nCabinet", "Bath and North East Anyshire Council"),
        ("Anymouth, Otherchurch and Poole Council", "Anymouth, Otherchurch and Poole Council"),
        ("Royal Borough of Anyton and Cheldon", "Royal Borough of Anyton and Cheldon"),
        ("Anyton-upon-Dene Borough Council", "Anyton-upon-Dene Borough Council"),
        ("Monitoring Officer North Anyshire Council", "North Anyshire Council"),
        ("West Notts council has signed up", "West Nottinghamshire Council"),
        ("The Leader of Anyshire County Council said. Anyshire Council Tax rose.", "Anyshire County Council"),
        ("Full Council\nCouncil Tax\nChildren in Care Council\nYouth Council\nTown Council", None),
        ("North Anyshire Council and South Anyshire Council share it.", None),
        ("Anyshire Council\nOtherham Parish Council and Thirdham Parish Council object.", "Anyshire Council"),
    ],
)
def test_the_issuing_council_is_the_most_prominent_one_or_none(text: str, council: str | None) -> None:
    assert find_council(text, ()) == council


def test_a_council_goes_by_its_place() -> None:
    names = ("Derby", "Derby City Council", "City of Derby", "DERBY CITY COUNCIL", "Derby City", "London Borough of Derby")
    assert {name_area(name) for name in names} == {"derby"}
    assert name_area("City of York Council") == "york" and name_area("Isle of Wight Council") == "isle of wight"
    assert name_area("Council") == "council"


def test_a_manifest_comes_before_the_paper() -> None:
    overrides = {"council": "A", "body": "B", "date": "2020-02-01", "type": "Letter", "title": "T"}
    facts = state("Anyshire Council\nCabinet\n25 January 2022\nMinutes", overrides=overrides)
    assert facts == Facts(title="T", council="A", body="B", date=date(2020, 2, 1), type="letter")


def test_what_the_paper_does_not_say_comes_from_its_title_and_then_its_name() -> None:
    title = {"title": "Agenda pack: Schools Forum, 25 January 2022"}
    facts = state("Agenda\nSchools Forum funding\nApologies", properties=title)
    assert (facts.type, facts.body, facts.date) == ("agenda pack", "Schools Forum", date(2022, 1, 25))
    facts = state("Some words.", name="anyshire-county-council/Cabinet - 25-01-2022 minutes.docx")
    assert (facts.type, facts.body, facts.date) == ("minutes", "Cabinet", date(2022, 1, 25))
    assert facts.council == "Anyshire County Council"
    assert state("Some words.", properties={"published": "2022-06-30T09:00"}, name="2020-01-01.html").date == date(2022, 6, 30)
    assert state("Some words.", name="june-2022.pdf").date is None


@pytest.mark.parametrize(
    "foot",
    ["Publication date: 3 May 2024", "Published on 3 May 2024", "Dated this 3rd day of May 2024", "Date of notice\n3 May 2024"],
)
def test_a_notice_is_of_the_day_at_its_foot_and_not_of_the_days_it_speaks_of(foot: str) -> None:
    notice = f"""Anyshire Council
    Public Notice
    Notice is hereby given that the council intends to make the following order
    Phase 1, from 1 June 2025: Mill Lane
    Objections by 31 May 2024
    {foot}"""
    assert (state(notice).type, state(notice).date) == ("notice", date(2024, 5, 3))
    assert state(notice.replace(foot, "Clerk to the Council")).date is None


def test_a_report_to_a_meeting_is_of_its_day_and_not_of_its_publication() -> None:
    text = "Report to: Cabinet\nPublished on 3 May 2024\nDate of meeting: 14 May 2024\nReport of the Director"
    assert state(text).date == date(2024, 5, 14)


def test_a_page_title_with_the_body_and_day_behind_a_dash() -> None:
    title = {"title": "Report of the Cabinet Member for Schools - Council 14 July 2022"}
    facts = state("Report of Councillor Blake", properties=title)
    assert (facts.body, facts.date, facts.type) == ("Full Council", date(2022, 7, 14), "report")


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("School Places Strategy", True), ("Microsoft Word - School Places Strategy.doc", False), ("untitled", False),
        ("PowerPoint Presentation", False), ("C:\\Users\\jo\\School Places Strategy", False), ("Otherham standard report", False),
        ("School Places Strategy.docx", False), ("Slide 1", False),
    ],
)  # fmt: skip
def test_a_title_is_kept_only_if_it_speaks_of_the_paper(title: str, kept: bool) -> None:
    facts = state("A plan for places\nThe school places strategy is new.", headings=1, properties={"title": title})
    assert facts.title == (title if kept else "A plan for places")


@pytest.mark.parametrize(
    ("blocks", "title"),
    [
        (["heading:Budget 2023", "heading:For members", "paragraph:Text"], "Budget 2023 – For members"),
        (["heading:AGENDA", "heading:THE STATE OF PARKS", "paragraph:Text"], "The State of Parks"),
        (["paragraph:30 June 2022", "heading:Parks", "paragraph:Text"], "Parks"),
        ([f"paragraph:{'long words ' * 20}", "heading:Parks"], "Cabinet member report, 30 June 2022"),
        (["paragraph:Text"], "Cabinet member report, 30 June 2022"),
    ],
)
def test_without_a_title_the_top_heading_or_the_file_name_is_it(blocks: list[str], title: str) -> None:
    made = [Block(kind=kind, text=text) for kind, _, text in (block.partition(":") for block in blocks)]
    facts = state_facts("\n".join(block.text for block in made), made, {}, "cabinet_member-report-2022-06-30.docx", {})
    assert facts.title == title


def test_slides_are_a_presentation_and_a_long_agenda_is_a_pack() -> None:
    assert find_type("Agenda", "", "a.pptx", 20) == "presentation"
    assert find_type("Agenda", "", "a.pdf", 2) == "agenda"
    assert find_type("Agenda", "", "a.pdf", 40) == "agenda pack"
    assert find_type("Agenda Item 5\nForward Plan ref: 3\nPurpose of the report", "", "a.pdf", 4) == "report"


def test_an_empty_document_has_facts() -> None:
    assert state_facts("", (), {}, "scan.pdf", {}) == Facts(title="Scan", council=None, body=None, date=None, type="paper")
