"""What the registers hold of whole papers: a hand-made list for the sample council, counts for the shared corpus, and what
holds of every record."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Document, Facts, Reading, UnreadableFile
from ingest.reading import read_document
from ingest.records.decisions import find_decisions
from ingest.records.duties import find_duties
from ingest.records.reading import read_records
from ingest.records.record import write_record
from ingest.samples import papers_folder
from ingest.sources import find_files
from ingest.structure import build_document

PACK = "stanwold-cabinet-agenda-pack-2025-10-14.pdf"
DRAFT = "stanwold-cabinet-draft-minutes-2025-10-14.pdf"
NOTICE = "stanwold-decision-home-to-school-travel-2025-11-25.html"
PLACES = "Special School Places: Expansion of Withybeck School"
STATEMENT = "Statutory Duties: Annual Assurance Statement"
OFSTED = "Ofsted Inspection of Children’s Services"
TRAVEL = "Home to School Travel: award of contracts 2026 – 2030"

RESOLVED_IN_SEPTEMBER = [
    # (item, title, part, page, how the words begin, how they end, vote), read by eye from the minutes.
    ("43", "Minutes", None, 5, "the minutes of the meeting held on 15 July 2025", "£310,000 to £301,000.", None),
    ("46", "Admission arrangements for 2027/28", None, 6, "a) consultation", "28 February 2026.", None),
    ("46", "Admission arrangements for 2027/28", "a", 6, "consultation be undertaken for six weeks", "for 2027/28;", None),
    ("46", "Admission arrangements for 2027/28", "b", 6, "the published admission number of Ropewalk", "60 to 45; and", None),
    ("46", "Admission arrangements for 2027/28", "c", 6, "the outcome be reported", "28 February 2026.", None),
    (
        "47",
        "Post-16 travel assistance",
        None,
        7,
        "a) the annual",
        "Travel Assistance.",
        "Voting: 5 for, 1 against, 1 abstention.",
    ),
    ("47", "Post-16 travel assistance", "a", 7, "the annual contribution", "2026;", "Voting: 5 for, 1 against, 1 abstention."),
    ("47", "Post-16 travel assistance", "b", 7, "families in receipt", "; and", "Voting: 5 for, 1 against, 1 abstention."),
    ("47", "Post-16 travel assistance", "c", 7, "a hardship fund", "Assistance.", "Voting: 5 for, 1 against, 1 abstention."),
    ("48", "Fostering allowances 2025/26", None, 7, "fostering allowances be increased", "placements budget.", "unanimously"),
    ("49", "Extra care housing at Thornsea", None, 7, "a) progress", "registered provider.", None),
    ("49", "Extra care housing at Thornsea", "a", 7, "progress on the scheme", "noted;", None),
    ("49", "Extra care housing at Thornsea", "b", 7, "the appropriation of the site", "£1.45 million; and", None),
    ("49", "Extra care housing at Thornsea", "c", 7, "the Executive Director", "registered provider.", None),
]
VOTED = "Voting: 7 for, 0 against, 0 abstentions. Councillor Rakewell took no part."
RESOLVED_IN_OCTOBER = [
    ("53", "Minutes", None, 1, "the minutes of the meeting held on 9 September", "by the Chair.", None),
    ("56", PLACES, None, 2, "a) the publication", "20 January 2026.", VOTED),
    ("56", PLACES, "a", 2, "the publication of statutory proposals", "be approved;", VOTED),
    ("56", PLACES, "b", 3, "a capital budget of £9.85 million", "of the report;", VOTED),
    ("56", PLACES, "c", 3, "authority to award", "Section 151 Officer;", VOTED),
    ("56", PLACES, "d", 3, "the drop-off loop", "Stage 1; and", VOTED),
    ("56", PLACES, "e", 3, "it be noted that representations", "20 January 2026.", VOTED),
    ("57", STATEMENT, None, 3, "a) the assurance", "EHC plans.", None),
    ("57", STATEMENT, "a", 3, "the assurance statement", "be noted;", None),
    ("57", STATEMENT, "b", 3, "lead officers be named by 30 November", "have none; and", None),
    ("57", STATEMENT, "c", 3, "the Children and Adults Scrutiny Committee", "EHC plans.", None),
    ("58", OFSTED, None, 3, "a) the letter", "20 January 2026.", "unanimously"),
    ("58", OFSTED, "a", 3, "the letter be received", "be recorded;", "unanimously"),
    ("58", OFSTED, "b", 3, "the improvement plan be sent", "2025; and", "unanimously"),
    ("58", OFSTED, "c", 3, "progress be reported", "20 January 2026.", "unanimously"),
    ("59", "Forward Plan", None, 3, "the Forward Plan for 1 October", "as amended.", None),
    ("60", "Scrutiny Work Programme", None, 3, "the work programme be noted", "31 October 2025.", None),
]
RECOMMENDED = [
    (None, PLACES, None, 9, "the Cabinet: a) approves", "will be determined.", None),
    (None, PLACES, "a", 9, "approves the publication", "1 September 2027;", None),
    (None, PLACES, "b", 9, "approves a capital budget of £9.6", "Table 3;", None),
    (None, PLACES, "c", 9, "delegates authority", "Section 151 Officer; and", None),
    (None, PLACES, "d", 9, "notes that any representations", "will be determined.", None),
    (None, f"{STATEMENT} 2025", None, 17, "the Cabinet: a) notes", "EHC plans.", None),
    (None, f"{STATEMENT} 2025", "a", 17, "notes the assurance statement", "Appendix B;", None),
    (None, f"{STATEMENT} 2025", "b", 17, "agrees that lead officers", "have none; and", None),
    (None, f"{STATEMENT} 2025", "c", 17, "asks the Children and Adults", "EHC plans.", None),
    (None, OFSTED, None, 23, "the Cabinet: a) receives", "every quarter.", None),
    (None, OFSTED, "a", 23, "receives the letter", "inspectors; and", None),
    (None, OFSTED, "b", 23, "agrees that the improvement plan", "every quarter.", None),
]
DECIDED = [
    ("CMD/2025/58", TRAVEL, None, None, "That 34 operators", "life of the contract.", None),
    ("CMD/2025/58", TRAVEL, None, None, "That 34 operators", "set out below.", None),
    ("CMD/2025/58", TRAVEL, None, None, "That contracts with a total value", "31 March 2030.", None),
    ("CMD/2025/58", TRAVEL, None, None, "That authority to award", "life of the contract.", None),
]
PLANNED = [
    # (title, decision maker, key, exempt, anticipated, author, page), read by eye from the Forward Plan.
    (f"{PLACES} (FP/2025/22)", "Cabinet", True, "No", "2025-10-14", "Callum Strand", 27),
    (f"{STATEMENT} (FP/2025/24)", "Cabinet", False, "No", "2025-10-14", "Grace Halewood", 27),
    ("Extra Care Housing at Thornsea: award of construction contract (FP/2025/19)", "Cabinet", True, "Part: paragraph 3",
     "2025-11-11", "Martin Ebbs", 27),
    ("Revenue and Capital Monitoring, Quarter 2 (FP/2025/26)", "Cabinet", True, "No", "2025-11-11", "Anil Pargetter", 27),
    ("Highway Maintenance Term Contract: extension (FP/2025/27)", "Cabinet", True, "Part: paragraph 3", "2025-11-11",
     "Odile Barrowclough", 27),
    (f"{TRAVEL} (FP/2025/31)", "Cabinet Member for Children, Families and Learning", True, "Part: paragraph 3", "2025-11-25",
     "Leanne Orpwood", 27),
    ("Care Leavers’ Local Offer 2026 (FP/2025/33)", "Cabinet", False, "No", "2025-12-09", "Shanice Broadwater", 28),
    ("Draft Budget 2026/27 and Medium Term Financial Plan (FP/2025/34)", "Cabinet", True, "No", "2025-12-09",
    "Anil Pargetter", 28),
    ("Family Hubs: commissioning of services from April 2026 (FP/2025/35)", "Cabinet", True, "No", "2025-12-09",
     "Kiran Dhaliwal-Pope", 28),
    ("Council Tax Reduction Scheme 2026/27 (FP/2025/36)", "Cabinet", True, "No", "2025-12-09", "Anil Pargetter", 28),
    ("Disposal of land at Corn Steps, Stanwold (FP/2025/38)", "Deputy Leader and Cabinet Member for Finance and Assets", True,
     "Full: paragraph 3", "2025-12-16", "Joss Penhallow", 28),
    ("Withybeck School: determination of statutory proposals (FP/2025/40)", "Cabinet", True, "No", "2026-01-20",
    "Callum Strand", 28),
    ("School Admission Arrangements 2027/28 (FP/2025/29)", "Cabinet", True, "No", "2026-01-20", "Callum Strand", 28),
    ("Dedicated Schools Grant Deficit Management Plan (FP/2025/41)", "Cabinet", True, "No", "2026-01-20", "Priya Wetherden", 28),
    ("Fees for Residential and Nursing Care 2026/27 (FP/2025/42)", "Cabinet", True, "Part: paragraph 3", "2026-01-20",
     "Martin Ebbs", 28),
    ("Local Plan: publication version (FP/2025/17)", "Cabinet, then Council", True, "No", "2026-01-20", "Odile Barrowclough", 28),
]  # fmt: skip
PROGRAMME = [
    ("Election of Vice-Chair; work programme", "2025-06-17", "Imogen Delph"),
    ("Waiting times for Care Act assessments", "2025-06-17", "Nerys Coldwell"),
    ("Special school places: expansion of Withybeck School", "2025-09-16", "Callum Strand"),
    ("Youth justice plan 2025/26", "2025-09-16", "Fenella Stroud"),
    ("Performance of children’s services, Quarter 2", "2025-11-18", "Yusuf Hartnell"),
    ("Home to school travel: award of contracts", "2025-11-18", "Leanne Orpwood"),
    ("Safeguarding Adults Board annual report", "2025-11-18", "Bridget Lowmoor"),
    ("Draft budget 2026/27", "2026-01-13", "Anil Pargetter"),
    ("Annual reviews of EHC plans", "2026-01-13", "Olwen Tarrant"),
    ("Dentistry for children in care", "2026-03-10", "Benedict Amoah-Reid"),
    ("Support for unpaid carers", "2026-03-10", "Nerys Coldwell"),
    ("Elective home education", "2026-04-21", "Paul Ridgewell"),
    ("Task group: children missing from home", None, "Edmund Farthing"),
]
BLANK_LEADS = {"11", "15", "31", "49", "59"}
DUTY_SENTENCES = [
    # (page, how the sentence begins, Act, provision)
    (9, "The council has a duty to secure enough suitable school places", None, None),
    (12, "Under section 14 of the Education Act 1996 the council must", "Education Act 1996", "section 14"),
    (12, "In doing so it must have regard", None, None),
    (12, "Section 27 of the Children and Families Act 2014 requires", "Children and Families Act 2014", "Section 27"),
    (13, "Section 42 of the same Act requires", "Children and Families Act 2014", "Section 42"),
    (13, "The council must publish proposals", "Education and Inspections Act 2006", "section 19"),
    (13, "The council is the decision-maker and must determine", None, None),
    (13, "In reaching its decision the Cabinet must have due regard", "Equality Act 2010", "section 149"),
    (18, "Section 18 of the Children Act 2004 requires", "Children Act 2004", "Section 18"),
    (18, "Section 7 of the 1970 Act requires", "Local Authority Social Services Act 1970", "Section 7"),
    (23, "The council is required to prepare a written statement", None, None),
]


def read_folder(folder: Path) -> dict[str, Document]:
    documents = {}
    for file in find_files([folder]).files:
        try:
            documents[file.name] = read_document(file)
        except UnreadableFile:
            continue
    return documents


@pytest.fixture(scope="module")
def samples() -> Mapping[str, Document]:
    return read_folder(papers_folder())


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Mapping[str, Document]:
    return read_folder(shared / "corpus")


def agree(decisions, expected):
    assert [(d.item, d.title, d.part, d.place.page, d.vote) for d in decisions] == [(*e[:4], e[6]) for e in expected]
    for decision, (*_, begins, ends, _) in zip(decisions, expected, strict=True):
        assert decision.text.startswith(begins) and decision.text.endswith(ends)


def test_every_resolution_of_the_sample_minutes_and_no_other(samples):
    september = [d for d in find_decisions(samples[PACK]) if d.status == "resolved"]
    agree(september, RESOLVED_IN_SEPTEMBER)
    assert {(d.place.body, d.place.date) for d in september} == {("Cabinet", "2025-09-09")}

    october = find_decisions(samples[DRAFT])
    agree(october, RESOLVED_IN_OCTOBER)
    assert {(d.status, d.place.date) for d in october} == {("resolved", "2025-10-14")}


def test_every_recommendation_of_the_sample_reports_and_no_other(samples):
    agree([d for d in find_decisions(samples[PACK]) if d.status == "recommended"], RECOMMENDED)


def test_the_sample_decision_notice(samples):
    decisions = find_decisions(samples[NOTICE])

    agree(decisions, DECIDED)
    assert {d.decision_maker for d in decisions} == {
        "Councillor Josephine Arkle, Cabinet Member for Children, Families and Learning"
    }
    assert {(d.status, d.key, d.place.date) for d in decisions} == {("decided", True, "2025-11-25")}


def test_every_entry_of_the_sample_forward_plan_and_work_programme(samples):
    entries = [d for d in find_decisions(samples[PACK]) if d.status == "planned"]
    plan, programme = entries[: len(PLANNED)], entries[len(PLANNED) :]

    assert [(d.title, d.decision_maker, d.key, d.exempt, d.anticipated, d.author, d.place.page) for d in plan] == PLANNED
    assert all(d.purpose and d.consultation for d in plan)
    assert [(d.title, d.anticipated, d.author) for d in programme] == PROGRAMME


def test_the_other_sample_papers_record_no_decision(samples):
    assert {name for name, document in samples.items() if find_decisions(document)} == {PACK, DRAFT, NOTICE}


def test_every_row_of_the_sample_duty_table(samples):
    rows = [duty for duty in find_duties(samples[PACK]) if duty.number]

    assert [duty.number for duty in rows] == [str(number) for number in range(1, 68)]
    assert {duty.number for duty in rows if duty.lead is None} == BLANK_LEADS
    assert {duty.number for duty in rows if duty.power} == {"65", "66", "67"}
    assert all(duty.act and duty.provision for duty in rows)
    assert Counter(duty.heading for duty in rows)["Special educational needs and disability"] == 10
    first, last = rows[0], rows[-1]
    assert first.duty == "Secure that sufficient schools for providing primary and secondary education are available for the area"
    assert (first.lead, first.act, first.provision) == ("HoS-ADM", "Education Act 1996", "section 14")
    assert (last.duty, last.lead) == (
        "May meet urgent needs for care and support without first carrying out an assessment",
        "HoS-ASC",
    )


def test_every_duty_that_a_sentence_of_the_samples_lays_down(samples):
    sentences = [duty for duty in find_duties(samples[PACK]) if not duty.number]

    assert [(d.place.page, d.act, d.provision) for d in sentences] == [(page, act, part) for page, _, act, part in DUTY_SENTENCES]
    assert all(d.duty.startswith(begins) for d, (_, begins, *_) in zip(sentences, DUTY_SENTENCES, strict=True))
    [travel] = find_duties(samples[NOTICE])
    assert (travel.act, travel.provision) == ("Education Act 1996", "section 508B")


def test_the_corpus_has_every_resolution_and_recommendation(corpus):
    """Counted by eye in the plain text of the same papers."""
    scrutiny = [d for d in find_decisions(corpus["people-overview-scrutiny-2022-01-25.pdf"]) if d.status != "planned"]
    panel = find_decisions(corpus["eap-education-skills-employment-2022-12-22.pdf"])

    assert Counter((d.item, d.part is not None) for d in scrutiny) == {
        ("24", False): 1, ("26", False): 1, ("26", True): 4, ("27", False): 1, ("27", True): 2, ("28", False): 1, ("28", True): 2,
        ("29", False): 1, ("30", False): 1, ("30", True): 2,
    }  # fmt: skip
    assert {(d.status, d.place.date) for d in scrutiny} == {("resolved", "2021-11-16")}
    resolved = [d for d in panel if d.status == "resolved"]
    assert [(d.item, d.part) for d in resolved] == [
        ("123", None), ("123", "a"), ("123", "b"), ("125", None), ("126", None), ("127", None), ("128", None), ("129", None),
    ]  # fmt: skip
    assert {d.place.date for d in resolved} == {"2022-11-22"}
    recommended = [d for d in panel if d.status == "recommended"]
    assert [d.part for d in recommended] == [None, "a", "b", "c", "d", "e", None, "a", "b", "c"]
    assert {(d.place.body, d.place.date) for d in recommended} == {("Executive", "2022-12-22")}


def test_the_corpus_has_every_row_of_its_plans_whole(corpus):
    planned = [d for d in find_decisions(corpus["eap-education-skills-employment-2022-12-22.pdf"]) if d.status == "planned"]
    executive = [d for d in planned if d.decision_maker]

    # January 6, February 11, March 5 and April 2; then the panel's own list of 4 standing, 2 single and 6 asked for.
    assert (len(executive), len(planned) - len(executive)) == (24, 12)
    assert {(d.decision_maker, d.key) for d in executive} == {("Executive", True)}
    assert all(d.purpose and d.anticipated and d.author and d.exempt for d in executive)
    assert [d.exempt for d in executive if d.exempt != "No"] == ["Partially; paragraph 3"]
    [care] = [d for d in executive if d.title == "Procurement of Home Care Service"]
    assert (care.purpose, care.anticipated) == (
        "To approve procurement of Home Care Service for North Northamptonshire",
        "2023-03-16",
    )


def test_the_corpus_has_every_row_of_its_duty_table(corpus):
    rows = [duty for duty in find_duties(corpus["people-overview-scrutiny-2022-01-25.pdf"]) if duty.number]

    assert Counter(duty.heading for duty in rows) == {"Alternative provision (AP)": 6, "Special educational needs (SEN)": 68}
    assert [duty.number for duty in rows if duty.lead is None] == ["5", "116", "185"]
    assert rows[-1].duty == "blank"


def test_papers_of_the_corpus_that_decide_nothing_have_no_decisions(corpus):
    for name in ("cabinet-member-report-2022-06-30.html", "cabinet-member-report-2023-11-30.docx"):
        assert find_decisions(corpus[name]) == () and find_duties(corpus[name]) == ()


def check_quotes(document: Document) -> None:
    for record in read_records(document):
        place = record.place
        assert document.text[place.start : place.end] == place.quote and place.quote.strip() == place.quote != ""
        page = document.page_at(place.start)
        assert place.page == (page.number if page else None)
        printed = write_record(record, file=document.file, document=document.facts.title)
        assert printed["quote"] == place.quote and isinstance(printed["unreadable"], list)


def test_the_offsets_of_a_quote_give_the_quote_in_every_sample(samples):
    for document in samples.values():
        check_quotes(document)


WORDS = st.sampled_from(
    ["RESOLVED that:", "RESOLVED", "a) That", "(b) the report be noted;", "The council must", "act.",
    "Recommendations", "2.1 That", "1.",
     "It is recommended that", "section 19 of the Education Act 1996", "Yes", "12 March 2024", "Cabinet",
     "Decision maker", "Subject",
     "Date", "LA duty", "Lead", "✓", "Minutes of a meeting of the Cabinet held on 9 May 2024", "Present", "\t",
     "unanimously", "(For 3,",
     "Against 2)", "This page is intentionally left blank", "Agenda Item 4", "Ofsted", "judged", "Good",
     "3 to 14 October 2022", "§", ""]
)  # fmt: skip
BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["heading", "paragraph", "item", "row"]), st.lists(WORDS, max_size=8), st.booleans(), st.integers(0, 2)
    ),
    max_size=14,
)


@given(BLOCKS, st.sampled_from(["minutes", "report", "agenda pack", "decision notice", "forward plan", "paper"]))
def test_the_offsets_of_a_quote_give_the_quote_in_any_paper(blocks, type):
    page, made = 1, []
    for kind, words, names, turn in blocks:
        page += turn == 2
        text = " ".join(words).replace(" \t ", "\t") if kind == "row" else " ".join(words).replace("\t", " ")
        made.append(
            Block(kind=kind, text=text, page=page, table=1 if kind == "row" else None, names_columns=names and kind == "row")
        )
    reading = Reading(blocks=tuple(made), page_labels=(None,) * page)
    facts = Facts(title="A", council=None, body=None, date=None, type=type)
    check_quotes(build_document(file="a.pdf", digest="0" * 64, reading=reading, facts=facts))
