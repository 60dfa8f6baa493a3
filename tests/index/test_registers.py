"""The registers in the catalogue: records come back as they went in, leave with their document, and are found by their words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.catalogue import Catalogue
from index.evidence import find_evidence
from index.later_reports import find_later_reports
from index.registers import SORTS, RecordFilters, Registers, divide_leads, match_values
from index.sqlite_database import leading_number
from index.threads import follow_matter
from ingest.document import Block, Document, Facts, Reading, UnreadableFile
from ingest.passages import divide_document
from ingest.reading import read_document
from ingest.records.reading import read_records
from ingest.records.record import Decision, Duty, Inspection, Judgement, Place
from ingest.samples import papers_folder
from ingest.sources import find_files
from ingest.structure import build_document

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
maybe = st.none() | texts
offsets = st.integers(0, 10**6)
places = st.builds(
    Place, council=maybe, body=maybe, date=maybe, page=st.none() | st.integers(1, 99), page_label=maybe,
    section=texts, quote=texts,
    start=offsets, end=offsets,
)  # fmt: skip
judgements = st.builds(
    Judgement,
    area=texts,
    grade=maybe,
    page=st.none() | st.integers(1, 99),
    quote=maybe,
    start=st.none() | offsets,
    end=st.none() | offsets,
)
unread = st.lists(texts, max_size=2).map(tuple)
decisions = st.builds(
    Decision, place=places, status=st.sampled_from(["resolved", "recommended", "decided", "planned"]), item=maybe, title=maybe,
    text=texts, part=maybe, vote=maybe, purpose=maybe, decision_maker=maybe, key=st.none() | st.booleans(), exempt=maybe,
    consultation=maybe, anticipated=maybe, author=maybe, unreadable=unread,
)  # fmt: skip
duties = st.builds(
    Duty, place=places, duty=texts, number=maybe, lead=maybe, heading=maybe, act=maybe, provision=maybe, power=st.booleans(),
    owner=maybe, unreadable=unread,
)  # fmt: skip
inspections = st.builds(
    Inspection, place=places, source=st.sampled_from(["report", "mention"]), inspectorate=maybe, provider=maybe, kind=maybe,
    framework=maybe, began=maybe, ended=maybe, published=maybe, lead_inspector=maybe,
    judgements=st.lists(judgements, max_size=3).map(tuple),
    improvements=st.lists(st.tuples(offsets, offsets), max_size=2).map(tuple), unreadable=unread,
)  # fmt: skip


def keep(catalogue: Catalogue, document: Document, records) -> None:
    passages = divide_document(document)
    words = [(" ".join(passage.path), "") for passage in passages]
    catalogue.add_document(document, passages, path=f"/{document.file}", reader="1", words=words, records=records)


def make_paper(digest: str = "one") -> Document:
    facts = Facts(title="A paper", council=None, body=None, date=None, type="minutes")
    return build_document(
        file=f"{digest}.pdf", digest=digest, reading=Reading(blocks=(Block(kind="paragraph", text="x"),)), facts=facts
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path_factory.mktemp("registers") / "catalogue.sqlite")
    for file in find_files([papers_folder()]).files:
        try:
            document = read_document(file)
        except UnreadableFile:
            continue
        keep(catalogue, document, read_records(document))
    yield catalogue
    catalogue.close()


@pytest.fixture
def registers(samples: Catalogue) -> Registers:
    return Registers(samples)


@given(st.lists(decisions | duties | inspections, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_records_survive_the_store_unchanged(catalogue: Catalogue, records):
    keep(catalogue, make_paper(), records)

    stored = [r for name in ("decisions", "duties", "inspections") for r in Registers(catalogue).list_records(name)]

    assert sorted(map(repr, records)) == sorted(repr(r.record) for r in stored)


def test_records_leave_with_their_document_and_are_replaced_with_it(samples: Catalogue, catalogue: Catalogue):
    duty = Registers(samples).list_records("duties")[0].record
    for digest in ("one", "two", "one"):
        keep(catalogue, make_paper(digest), [duty])
    assert Registers(catalogue).count_records("duties") == 2

    catalogue.remove_document("one")

    assert [r.digest for r in Registers(catalogue).list_records("duties")] == ["two"]


def test_a_part_knows_its_decision(registers: Registers):
    listed = registers.list_records("decisions", RecordFilters(status=("resolved",)))
    rows = {r.row: r for r in listed}
    parts = [r for r in listed if r.record.part]

    assert parts and all(rows[r.parent].record.item == r.record.item and not rows[r.parent].record.part for r in parts)
    whole = rows[parts[0].parent]
    assert [r.row for r in registers.parts_of(whole.row)] == [r.row for r in parts if r.parent == whole.row]
    assert registers.count_records("decisions", RecordFilters(status=("resolved",), parts=False)) == len(listed) - len(parts)


@pytest.mark.parametrize(
    ("register", "filters", "count"),
    [
        ("decisions", RecordFilters(first=date(2025, 9, 9), last=date(2025, 9, 9)), 14),
        ("decisions", RecordFilters(body=("Cabinet",), status=("recommended",)), 12),
        ("decisions", RecordFilters(type=("minutes",)), 17),
        ("decisions", RecordFilters(text="THORNSEA  extra care"), 5),
        ("decisions", RecordFilters(council=("Elsewhere",)), 0),
        ("decisions", RecordFilters(due_first=date(2026, 1, 1), due_last=date(2026, 1, 31)), 7),
        ("duties", RecordFilters(lead=("hos-vs",)), 1),
        ("duties", RecordFilters(heading=("Help and protection",)), 5),
        ("duties", RecordFilters(text="local offer"), 2),
        ("duties", RecordFilters(power=True), 3),
        ("inspections", RecordFilters(grade=("Good",)), 1),
        ("inspections", RecordFilters(grade=("Outstanding",)), 0),
    ],
)
def test_filters_limit_a_register(registers: Registers, register, filters, count):
    found = registers.list_records(register, filters)

    assert len(found) == registers.count_records(register, filters) == count


def test_a_record_of_a_month_counts_in_if_any_of_its_days_does(samples: Catalogue, catalogue: Catalogue):
    facts = {"council": None, "body": None, "page": None, "page_label": None, "section": "", "quote": "x", "start": 0, "end": 1}
    duty = Duty(
        place=Place(date="2024-03", **facts),
        duty="x",
        number=None,
        lead=None,
        heading=None,
        act=None,
        provision=None,
        power=False,
    )
    keep(catalogue, make_paper(), [duty])
    counts = {
        (first, last): Registers(catalogue).count_records("duties", RecordFilters(first=first, last=last))
        for first, last in (
            (date(2024, 3, 20), None),
            (None, date(2024, 3, 2)),
            (date(2024, 4, 1), None),
            (None, date(2024, 2, 29)),
        )
    }

    assert list(counts.values()) == [1, 1, 0, 0]


def test_a_short_form_is_found_by_its_long_form(catalogue: Catalogue):
    facts = Facts(title="A", council=None, body=None, date=None, type="report")
    blocks = [
        Block(kind="paragraph", text="The council must publish a local offer (LO)."),
        Block(kind="paragraph", text="The council must keep the LO under review."),
        Block(kind="paragraph", text="The council must keep its plans under review."),
    ]
    document = build_document(file="a.pdf", digest="a", reading=Reading(blocks=tuple(blocks)), facts=facts)
    keep(catalogue, document, read_records(document))

    assert [
        Registers(catalogue).count_records("duties", RecordFilters(text=text)) for text in ("local offer", "LO", "review", "plan")
    ] == [2, 2, 2, 1]


def test_a_lead_is_found_among_several_of_a_cell():
    assert (
        divide_leads("SM,SSS") == ["SM", "SSS"]
        and divide_leads("DCS") == ["DCS"]
        and divide_leads("A; B and C") == ["A", "B", "C"]
    )


def test_values_are_matched_whole_before_in_part():
    assert match_values("good", ["Good", "Requires improvement to be good"]) == ("Good",)
    assert match_values("improvement", ["Good", "Requires improvement to be good"]) == ("Requires improvement to be good",)
    assert match_values("poor", ["Good"]) == ()


@pytest.mark.parametrize("register", ["decisions", "duties", "inspections"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_gives_every_record_once_and_pages_of_it_are_its_pieces(registers: Registers, register, sort, descending):
    whole = [r.row for r in registers.list_records(register, sort=sort, descending=descending)]
    pieces = [
        r.row
        for offset in range(0, len(whole), 20)
        for r in registers.list_records(register, sort=sort, descending=descending, limit=20, offset=offset)
    ]

    assert len(set(whole)) == len(whole) == registers.count_records(register) and pieces == whole


def test_records_are_sorted_by_what_is_asked_with_what_is_not_stated_last(registers: Registers):
    leads = [r.record.lead for r in registers.list_records("duties", sort="lead")]
    stated = [lead.lower() for lead in leads if lead]
    numbers = [r.record.number for r in registers.list_records("duties", sort="number")]

    assert stated == sorted(stated) and None not in leads[: len(stated)]
    assert [n for n in numbers if n] == [str(n) for n in range(1, 68)] and not any(numbers[67:])
    with pytest.raises(ValueError, match="not sorted by words"):
        registers.list_records("duties", sort="words")


def test_values_are_counted(registers: Registers):
    assert registers.count_by("decisions", "status") == {"decided": 4, "planned": 29, "recommended": 12, "resolved": 31}
    assert registers.count_by("duties", "lead", RecordFilters(heading=("Help and protection",))) == {
        "DCS": 1,
        "HoS-CIN": 3,
        "HoS-EH": 1,
    }
    assert "HoS-SEND" in registers.leads() and registers.grades()["Good"] == 2
    with pytest.raises(ValueError, match="not counted by words"):
        registers.count_by("duties", "words")


# Threads of a matter


def test_the_thread_of_a_matter_runs_from_plan_to_resolution(registers: Registers):
    [asked] = [r for r in registers.list_records("decisions") if r.record.item == "56" and r.parent is None]

    steps = follow_matter(registers, asked)

    assert [(step.record.record.status, step.day) for step in steps] == [
        ("planned", "2025-09-16"), ("planned", "2025-10-14"), ("recommended", "2025-10-14"), ("resolved", "2025-10-14"),
    ]  # fmt: skip
    assert steps[-1].confidence == 1 and all(0.45 <= step.confidence <= 1 and step.why for step in steps)
    part = registers.parts_of(asked.row)[0]
    assert [step.record.row for step in follow_matter(registers, part)] == [step.record.row for step in steps]


def test_a_decision_that_others_share_few_words_with_stands_alone(registers: Registers):
    [asked] = [r for r in registers.list_records("decisions") if r.record.item == "48"]

    assert [step.record.row for step in follow_matter(registers, asked)] == [asked.row]


def test_a_later_report_is_a_section_of_a_later_paper_whose_heading_speaks_of_the_matter(
    samples: Catalogue, registers: Registers
):
    [asked] = [r for r in registers.list_records("decisions") if r.record.item == "56" and r.parent is None]

    [report] = find_later_reports(registers, asked)

    assert report.document.facts.type == "presentation"
    assert (report.heading, report.page.number) == ("Special school places", 5) and 0.5 < report.confidence < 1
    assert samples.text(report.document.row)[report.start : report.end] == report.quote
    [fostering] = [r for r in registers.list_records("decisions") if r.record.item == "48"]
    assert find_later_reports(registers, fostering) == ()


def test_standing_items_are_no_matter(registers: Registers):
    minutes = [r for r in registers.list_records("decisions") if r.record.title == "Minutes"]

    assert len(minutes) == 2 and all(len(follow_matter(registers, asked)) == 1 for asked in minutes)


# Evidence for a duty


def test_evidence_for_a_duty_is_quoted_newest_first_and_never_from_the_register_itself(samples: Catalogue, registers: Registers):
    [review] = [r for r in registers.list_records("duties") if r.record.number == "26"]

    found = find_evidence(Registers(samples), review)

    assert "71% of reviews due in the year to August 2025" in found[0].quote
    days = [evidence.document.facts.date for evidence in found]
    assert days == sorted(days, reverse=True)
    own = {(r.document, r.record.place.start) for r in registers.list_records("duties")}
    for evidence in found:
        assert samples.text(evidence.document.row)[evidence.start : evidence.end] == evidence.quote
        assert (evidence.document.row, evidence.start) not in own and 0 < evidence.share <= 1


def test_a_duty_of_which_nothing_is_said_has_no_evidence(samples: Catalogue, registers: Registers):
    [sacre] = [r for r in registers.list_records("duties") if r.record.number == "44"]

    assert find_evidence(Registers(samples), sacre) == ()


@pytest.mark.parametrize(("text", "number"), [("12a", 12), ("Q3", 0), (None, None), ("9" * 5000, int("9" * 18)), ("²", 0)])
def test_the_number_with_which_a_text_begins(text: str | None, number: int | None):
    assert leading_number(text) == number
