"""Inspections of every kind in reports, letters and other papers, their days, and their comparison."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.reading import read_document
from ingest.records.inspections import find_inspections
from ingest.records.inspections_compare import compare_inspections, link_mentions
from ingest.records.inspections_dates import find_months, find_periods, read_period
from ingest.records.record import NOT_IN_FRAMEWORK
from ingest.sources import SourceFile

ILACS = """# Inspection of {place} local authority children’s services

Inspection dates: {days}

Lead inspector: Wren Oakapple, His Majesty’s Inspector

| Judgement | Grade |
|---|---|
| The impact of leaders on social work practice with children and families | {leaders} |
| The experiences and progress of children who need help and protection | Good |
{rows}

Services in {place} have changed.

## What needs to improve?

- The timeliness of visits.
- The use of audits.

## The experiences and progress of children who need help and protection: good

1. Children are safe.
"""
TOGETHER = """| The experiences and progress of children in care and care leavers | Good |
| Overall effectiveness | Good |"""
APART = """| The experiences and progress of children in care | Outstanding |
| The experiences and progress of care leavers | Requires improvement to be good |
| Overall effectiveness | Good |"""
WITHOUT_OVERALL = APART.rpartition("\n")[0]


def read(tmp_path: Path, text: str, name: str = "paper.md") -> Document:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return read_document(SourceFile(path=path, root=tmp_path, name=name, digest=digest, size=len(text), overrides={}))


def write_ilacs(days: str, rows: str, leaders: str = "Good", place: str = "Fennimore") -> str:
    return ILACS.format(days=days, rows=rows, leaders=leaders, place=place)


def grades(record) -> dict[str, str | None]:
    return {judgement.area: judgement.grade for judgement in record.judgements}


# Days


@pytest.mark.parametrize(
    ("words", "began", "ended"),
    [
        ("17 to 28 January 2022", "2022-01-17", "2022-01-28"),
        (": From 3 October 2022 to 14 October 2022", "2022-10-03", "2022-10-14"),
        ("29 November to 10 December 2021", "2021-11-29", "2021-12-10"),
        ("12 December to 10 January 2022", "2021-12-12", "2022-01-10"),
        ("31 October 2022 to 11 November", "2022-10-31", "2022-11-11"),
        ("4–8 June and 11–15 June 2018", "2018-06-04", "2018-06-15"),
        ("Monday 4th June 2018 – Friday 15th June 2018", "2018-06-04", "2018-06-15"),
        ("7 and 8 June 2022.", "2022-06-07", "2022-06-08"),
        ("03/10/2022 - 14/10/22", "2022-10-03", "2022-10-14"),
        ("14May 2018 to 25May2018", "2018-05-14", "2018-05-25"),
        ("4 to 15 Febuary 2019", "2019-02-04", "2019-02-15"),
        ("12 and 13 October 2021, with an additional day on 21 October", "2021-10-12", "2021-10-13"),
    ],
)
def test_days_are_read_with_what_is_stated_once(words: str, began: str, ended: str) -> None:
    period = read_period(words)

    assert period and (period.began, period.ended) == (began, ended)


@pytest.mark.parametrize(
    "words",
    [
        "9 to 20 June",
        "15 January 2018 to 26 January 2017",
        "31 February 2022",
        "3 May 2019 to the 17th of the month in 2019",
        "to be agreed",
    ],
)
def test_days_that_are_not_certain_are_none(words: str) -> None:
    assert read_period(words) is None


@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2098, 1, 1)), st.integers(0, 90))
def test_days_written_in_full_are_read_back(first, length: int) -> None:
    last = first + timedelta(days=length)
    period = read_period(f"{first:%-d %B %Y} to {last:%-d %B %Y}")

    assert period and (period.began, period.ended) == (first.isoformat(), last.isoformat())


def test_months_are_days_only_where_no_day_is_stated() -> None:
    text = "It was visited in November 2021 (report: 12 January 2022) and in March 19."

    assert [period.began for period in find_months(text)] == ["2021-11", "2019-03"]
    assert [period.began for period in find_periods(text)] == ["2022-01-12"]


# Frameworks


def test_care_leavers_were_judged_with_children_in_care_until_2022(tmp_path: Path) -> None:
    [record] = find_inspections(read(tmp_path, write_ilacs("21 November to 2 December 2022", TOGETHER)))

    assert record.framework == "ILACS 2018"
    assert grades(record)["The experiences and progress of children in care and care leavers"] == "Good"
    assert grades(record)["The experiences and progress of care leavers"] == NOT_IN_FRAMEWORK
    assert record.unreadable == ()


def test_care_leavers_are_judged_apart_from_2023(tmp_path: Path) -> None:
    [record] = find_inspections(read(tmp_path, write_ilacs("20 February to 3 March 2023", APART)))

    assert record.framework == "ILACS 2023"
    assert grades(record)["The experiences and progress of care leavers"] == "Requires improvement to be good"
    assert NOT_IN_FRAMEWORK not in grades(record).values()


def test_overall_effectiveness_is_no_longer_judged_from_april_2026(tmp_path: Path) -> None:
    [record] = find_inspections(read(tmp_path, write_ilacs("11 to 22 May 2026", WITHOUT_OVERALL)))

    assert record.framework == "ILACS 2026"
    assert grades(record)["Overall effectiveness"] == NOT_IN_FRAMEWORK
    assert record.unreadable == ()


def test_a_judgement_that_the_framework_has_and_the_table_has_not_is_unreadable(tmp_path: Path) -> None:
    [record] = find_inspections(read(tmp_path, write_ilacs("13 to 24 March 2023", WITHOUT_OVERALL)))

    assert grades(record)["Overall effectiveness"] is None
    assert record.unreadable == ("judgements",)


def test_days_and_lead_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    text = write_ilacs("to be inserted", APART).replace("Wren Oakapple, His", "[name], His")

    [record] = find_inspections(read(tmp_path, text))

    assert (record.began, record.ended, record.lead_inspector) == (None, None, None)
    assert record.unreadable == ("start", "end", "lead_inspector")


def test_a_report_bound_into_a_pack_ends_before_the_next_paper(tmp_path: Path) -> None:
    pack = f"""# Fennimore Council

## Cabinet

Agenda

Thursday 4 May 2023

{write_ilacs("20 February to 3 March 2023", APART)}
© Crown copyright 2023

# Road Maintenance Programme

Purpose of the report

To agree the programme of road maintenance, which the inspection of bridges did not change.

## Recommendations

- That the programme be agreed.
"""
    document = read(tmp_path, pack)

    [record] = find_inspections(document)

    assert record.place.body == "Ofsted"
    assert record.place.date == "2023-03-03"
    assert record.place.quote.startswith("Inspection of Fennimore local authority")
    assert [document.text[start:end] for start, end in record.improvements] == ["The timeliness of visits.", "The use of audits."]


def test_an_entry_of_what_needs_to_improve_keeps_the_list_that_it_opens(tmp_path: Path) -> None:
    listed = "- The oversight of:\n  - private fostering\n  - permanence.\n- The use of audits."
    document = read(tmp_path, write_ilacs("20 to 31 March 2023", APART).replace("- The use of audits.", listed))

    [record] = find_inspections(document)

    entries = [document.text[start:end] for start, end in record.improvements]
    assert entries == [
        "The timeliness of visits.",
        "The oversight of:\nprivate fostering\npermanence.",
        "The use of audits.",
    ]


# Other kinds


LETTER = """14 March 2024

Dear Ms Quill

{title}

This letter summarises the findings of the {kind} to Upper Lindale children’s services on 7 and 8 February 2024. His Majesty’s
Inspectors for this visit were Tamsin Ayre and Rowan O’Dell.

Inspectors looked at the front door. The last inspection, in March 2022, judged services to be inadequate.

What needs to improve in this area of social work practice?

- The recording of decisions.

Main findings

Children wait too long.

Yours sincerely

Tamsin Ayre
His Majesty’s Inspector
"""


@pytest.mark.parametrize("kind", ["focused visit", "monitoring visit"])
def test_a_letter_about_a_visit_has_days_and_signature_and_no_judgements(tmp_path: Path, kind: str) -> None:
    document = read(tmp_path, LETTER.format(title=f"{kind.capitalize()} to Upper Lindale children’s services", kind=kind))

    [record] = find_inspections(document)

    assert (record.kind, record.provider, record.inspectorate) == (kind, "Upper Lindale", "Ofsted")
    assert (record.began, record.ended, record.lead_inspector) == ("2024-02-07", "2024-02-08", "Tamsin Ayre")
    assert record.judgements == ()
    assert record.unreadable == ()
    assert [document.text[start:end] for start, end in record.improvements] == ["The recording of decisions."]


def test_the_outcome_of_an_area_send_inspection_is_one_of_three_sentences(tmp_path: Path) -> None:
    text = """# Area SEND inspection of Upper Lindale Local Area Partnership

Inspection dates: 6 to 10 February 2023

Date of previous inspection: 14 January 2019

## Inspection outcome

There are widespread and/or systemic failings leading to significant concerns about the experiences and outcomes of children. The
local area partnership must address these urgently.

## Inspection team

| Ofsted | Care Quality Commission |
|---|---|
| Ida Marsh, His Majesty’s Inspector, Lead inspector | Kit Vale, CQC Lead inspector |
"""
    [record] = find_inspections(read(tmp_path, text))

    assert (record.kind, record.inspectorate, record.framework) == ("area SEND", "Ofsted and CQC", "area SEND 2023")
    assert (record.began, record.ended, record.lead_inspector) == ("2023-02-06", "2023-02-10", "Ida Marsh")
    [judgement] = record.judgements
    assert judgement.grade == "widespread and/or systemic failings leading to significant concerns"
    assert judgement.grade in judgement.quote


def test_a_school_report_has_the_areas_of_its_table_without_the_previous_grade(tmp_path: Path) -> None:
    text = """# Inspection of St Brannock’s Church of England Primary School

Mill Lane, Fennimore FE1 2AB

Inspection dates: 14 and 15 March 2023

| Outcome | |
|---|---|
| Overall effectiveness | Good |
| The quality of education | Good |
| Behaviour and attitudes | Outstanding |
| Previous inspection grade | Requires improvement |

## What does the school need to do to improve?

- Some subjects are not well planned.

| Peregrine Hale, lead inspector | His Majesty’s Inspector |
|---|---|
| Una Frost | Ofsted Inspector |
"""
    [record] = find_inspections(read(tmp_path, text))

    assert (record.kind, record.provider) == ("school", "St Brannock’s Church of England Primary School")
    assert record.lead_inspector == "Peregrine Hale"
    assert list(grades(record).values()) == ["Good", "Good", "Outstanding"]


def test_a_report_card_has_the_grades_of_its_scale(tmp_path: Path) -> None:
    text = """# Inspection report: Hollin Bank Academy

Inspection dates: 18 and 19 November 2025

Lead inspector: Ann-Marie de Lacey, His Majesty’s Inspector

| Evaluation area | Grade |
|---|---|
| Safeguarding standards | Met |
| Inclusion | Strong standard |
| Achievement | Needs attention |
"""
    [record] = find_inspections(read(tmp_path, text))

    assert record.framework == "report card 2025"
    assert grades(record) == {"Safeguarding standards": "Met", "Inclusion": "Strong standard", "Achievement": "Needs attention"}


def test_ratings_of_other_inspectorates_are_read_from_their_tables(tmp_path: Path) -> None:
    home = """# Larkfield House Care Home

Inspection report

Date of inspection visit: 12 January 2022

Date of publication: 9 March 2022

| Ratings | |
|---|---|
| Overall rating for this service | Requires Improvement |
| Is the service safe? | Inadequate |
"""
    youth = """# An inspection of youth justice services in Upper Lindale

HM Inspectorate of Probation, March 2023

Fieldwork started November 2022

| Ratings | |
|---|---|
| Overall rating | Good |
| Staff | Outstanding |
"""
    [care] = find_inspections(read(tmp_path, home, "home.md"))
    [justice] = find_inspections(read(tmp_path, youth, "youth.md"))

    assert (care.inspectorate, care.provider, care.began, care.published) == (
        "CQC",
        "Larkfield House Care Home",
        "2022-01-12",
        "2022-03-09",
    )
    assert list(grades(care).values()) == ["Requires Improvement", "Inadequate"]
    assert (justice.inspectorate, justice.provider, justice.began) == ("HMIP", "Upper Lindale", "2022-11")
    assert list(grades(justice).values()) == ["Good", "Outstanding"]


# Mentions


def mention(tmp_path: Path, words: str) -> list:
    return list(find_inspections(read(tmp_path, f"# Fennimore Council\n\n## Report of the Director\n\n{words}\n", "report.md")))


def test_a_mention_has_the_sentence_as_its_quote(tmp_path: Path) -> None:
    words = "Demand rose. In November 2021, the Ofsted monitoring visit of care leavers found progress. Costs fell."

    [record] = mention(tmp_path, words)

    assert (record.source, record.kind, record.began, record.ended) == ("mention", "monitoring visit", "2021-11", "2021-11")
    assert record.place.quote == "In November 2021, the Ofsted monitoring visit of care leavers found progress."
    assert record.provider is None


def test_a_grade_in_the_next_sentence_belongs_to_the_inspection(tmp_path: Path) -> None:
    [record] = mention(
        tmp_path, "Ofsted: the Kestrel Academy was inspected between 25 and 27 May 2021. It was rated inadequate. We act."
    )

    assert (record.provider, record.began, record.ended) == ("Kestrel Academy", "2021-05-25", "2021-05-27")
    [judgement] = record.judgements
    assert judgement.grade == "inadequate"
    assert record.place.quote.endswith("It was rated inadequate.")


@pytest.mark.parametrize(
    "words",
    [
        "Preparation for a full ILACS inspection is under way, with a focus on practice.",
        "The HMIP inspection of the YOS is overdue and preparation for this is ongoing.",
        "The percentage of schools that Ofsted graded good or better at their last inspection rose by May 2021.",
        "One school has not been inspected by Ofsted since 3 May 2019.",
        "Ofsted regulates and inspects to achieve excellence in the care of children and young people.",
        "The inspection of the bridge took place on 3 May 2022.",
    ],
)
def test_inspections_to_come_and_counts_of_schools_are_no_mentions(tmp_path: Path, words: str) -> None:
    assert mention(tmp_path, words) == []


def test_a_mention_is_linked_to_the_report_of_its_days(tmp_path: Path) -> None:
    reports = [
        *find_inspections(read(tmp_path, write_ilacs("20 February to 3 March 2023", APART), "a.md")),
        *find_inspections(read(tmp_path, write_ilacs("6 to 17 May 2019", TOGETHER), "b.md")),
        *find_inspections(read(tmp_path, write_ilacs("20 February to 3 March 2023", APART, place="Upper Lindale"), "c.md")),
    ]
    same_month = mention(tmp_path, "Our ILACS inspection by Ofsted took place in March 2023.")
    published = mention(tmp_path, "The report of the Ofsted inspection of our children's services was published on 1 July 2019.")
    another = mention(tmp_path, "Our ILACS inspection by Ofsted took place in June 2023.")

    links = link_mentions([*reports, *same_month, *published, *another])

    assert [(spoken, report.began) for spoken, report in links] == [(same_month[0], "2023-02-20"), (published[0], "2019-05-06")]
    assert all("Fennimore" in report.provider for _, report in links)


# Comparison


def test_successive_inspections_are_compared_judgement_by_judgement(tmp_path: Path) -> None:
    records = [
        *find_inspections(read(tmp_path, write_ilacs("11 to 22 May 2026", WITHOUT_OVERALL), "c.md")),
        *find_inspections(read(tmp_path, write_ilacs("6 to 17 May 2019", TOGETHER, leaders="Inadequate"), "a.md")),
        *find_inspections(read(tmp_path, write_ilacs("20 February to 3 March 2023", APART), "b.md")),
    ]

    first, second = compare_inspections(records)

    assert (first.earlier.began, first.later.began, second.later.began) == ("2019-05-06", "2023-02-20", "2026-05-11")
    assert [change.outcome for change in first.changes] == ["better", "the same", "better", "not comparable", "the same"]
    assert first.changes[2].earlier.area == "The experiences and progress of children in care and care leavers"
    assert [change.outcome for change in second.changes][-1] == "not comparable"
    assert first.changes[0].earlier.quote.endswith("Inadequate")
