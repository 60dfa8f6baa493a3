"""Decisions as councils word them: resolutions, recommendations, notices and plans, and what is none."""

import pytest

from ingest.records.decisions import find_decisions


def tell(document, status=None):
    """(item, part, words) of every decision."""
    return [(d.item, d.part, d.text) for d in find_decisions(document) if status in (None, d.status)]


@pytest.mark.parametrize(
    "words",
    [
        "RESOLVED that the report be noted.",
        "RESOLVED: That the report be noted.",
        "RESOLVED – That the report be noted.",
        "Resolved: that the report be noted.",
        "It was RESOLVED that the report be noted.",
        "It was resolved that the report be noted.",
        "The Committee RESOLVED that the report be noted.",
        "AGREED that the report be noted.",
        "AGREED: the report be noted.",
        "Agreed: the report be noted.",
        "It was agreed that the report be noted.",
        "DECISION: the report be noted.",
        "Having considered the matter, the Cabinet unanimously RESOLVED: that the report be noted.",
        "On being put to the vote it was RESOLVED that the report be noted.",
    ],
)
def test_a_resolution_is_known_by_its_opening(make_document, words):
    [(item, part, text)] = tell(make_document("# 12. Annual report", "The Head of Service spoke.", words))

    assert (item, part) == ("12", None)
    assert text.lower().removeprefix("that ") == "the report be noted."


@pytest.mark.parametrize(
    "opening", ["RESOLVED", "RESOLVED that:", "RESOLVED:-", "Resolved:", "# Resolved", "It was RESOLVED that:", "Decision:"]
)
@pytest.mark.parametrize(
    "marks",
    [("a) ", "b) "), ("(a) ", "(b) "), ("(1) ", "(2) "), ("1. ", "2. "), ("(i) ", "(ii) "), ("i) ", "ii) "), ("A. ", "B. ")],
)
def test_every_lettered_part_is_a_record_under_its_decision(make_document, opening, marks):
    document = make_document(
        "# 7 Budget",
        opening,
        f"- {marks[0]}That the budget be approved; and",
        f"- {marks[1]}That the tax be set.",
        "Mr Hill left.",
    )

    whole, first, second = find_decisions(document)

    assert (whole.part, first.part, second.part) == (None, marks[0].strip("(). "), marks[1].strip("(). "))
    assert (first.text, second.text) == ("That the budget be approved; and", "That the tax be set.")
    assert whole.place.start < first.place.start and second.place.end == whole.place.end
    assert {d.item for d in (whole, first, second)} == {"7"} and {d.title for d in (whole, first, second)} == {"Budget"}


def test_parts_in_one_paragraph_are_parts(make_document):
    document = make_document(
        "# 7 Budget", "RESOLVED that (a) the budget be approved; (b) the tax be set; and (c) thanks be recorded."
    )

    assert tell(document)[1:] == [
        ("7", "a", "the budget be approved;"),
        ("7", "b", "the tax be set; and"),
        ("7", "c", "thanks be recorded."),
    ]


def test_a_list_that_begins_beside_the_opening_goes_on_below(make_document):
    document = make_document(
        "# 7 Budget", "RESOLVED – (1) That the budget be approved.", "(2) That the tax be set.", "The Chair spoke."
    )

    assert tell(document)[1:] == [("7", "1", "That the budget be approved."), ("7", "2", "That the tax be set.")]


def test_what_a_part_opens_lies_within_it(make_document):
    document = make_document(
        "# 7 Works",
        "RESOLVED that:",
        "- a) works be done at:",
        "- (i) the hall; and",
        "- (ii) the yard",
        "- b) a report be made.",
    )

    assert tell(document)[1:] == [
        ("7", "a", "works be done at: (i) the hall; and (ii) the yard"),
        ("7", "b", "a report be made."),
    ]


def test_titles_that_plain_text_does_not_set_apart_are_items_and_end_lists(make_document):
    document = make_document(
        "- 51. MINUTES",
        "Resolved:",
        "- (1) That the minutes be signed; and",
        "- (2) That the Director be asked to:",
        "- (a) write; and",
        "- (b) report.",
        "- 52. CALL-IN",
        "Decision",
        "To note the call-in.",
        "- 1. Introduction",
    )

    assert tell(document) == [
        ("51", None, "(1) That the minutes be signed; and (2) That the Director be asked to: (a) write; and (b) report."),
        ("51", "1", "That the minutes be signed; and"),
        ("51", "2", "That the Director be asked to: (a) write; and (b) report."),
        ("52", None, "To note the call-in."),
    ]


def test_minutes_set_as_a_table_tell_the_item_in_the_row(make_document):
    document = make_document(
        "|= No. | Item", "| 179. | Fees Minutes: Mr Day spoke. RESOLVED: That fees rise.", "| 180. | Closing Minutes: None."
    )

    assert [(d.item, d.title, d.text) for d in find_decisions(document)] == [("179", "Fees", "fees rise.")]


def test_a_list_of_what_the_board_did_is_its_decision(make_document):
    document = make_document(
        "# 2. Needs",
        "The Board:",
        "- noted the assessment; and",
        "- agreed to publish it.",
        "# 3. Talk",
        "Members:",
        "- asked why;",
    )

    assert [text for *_, text in tell(document)] == [
        "The Board: noted the assessment; and agreed to publish it.",
        "noted the assessment; and",
        "agreed to publish it.",
    ]


def test_bullets_below_a_motion_are_its_parts_and_the_next_item_is_not(make_document):
    document = make_document(
        "- 15. Motion", "RESOLVED – That this Council:", "- calls for action; and", "- tests the water.", "- 16. Fees"
    )

    assert [text for *_, text in tell(document)][1:] == ["calls for action; and", "tests the water."]


def test_a_list_that_nothing_announces_is_the_resolution(make_document):
    document = make_document(
        "# 46 Plan",
        "RESOLVED: That Cabinet",
        "- 1. APPROVED the plan;",
        "- 2. AGREED to review it.",
        "Voting record",
    )

    assert [(part, text) for _, part, text in tell(document)][1:] == [("1", "APPROVED the plan;"), ("2", "AGREED to review it.")]


def test_a_single_resolution_below_its_opening_has_no_parts_and_what_follows_is_none_of_it(make_document):
    document = make_document("# 7 Works", "RESOLVED that:", "The Panel notes the report.", "The next item was taken early.")

    assert tell(document) == [("7", None, "The Panel notes the report.")]


def test_a_resolution_over_a_page_end_begins_on_its_own_page(make_document):
    document = make_document("# 7 Works", "RESOLVED that:", "- a) works be done; and", "~", "- b) a report be made.")

    assert [d.place.page for d in find_decisions(document)] == [1, 1, 2]


@pytest.mark.parametrize(
    ("lines", "vote"),
    [
        (["RESOLVED unanimously: That the tax be set."], "unanimously"),
        (["It was unanimously RESOLVED that the tax be set."], "unanimously"),
        (["RESOLVED that the tax be set. (For 8, Against 2, Abstain 1)"], "For 8, Against 2, Abstain 1"),
        (
            ["RESOLVED that the tax be set.", "(Voting: 7 for, 0 against, 1 abstention.)"],
            "Voting: 7 for, 0 against, 1 abstention.",
        ),
        (["RESOLVED that the tax be set.", "Votes: For 8, Against 2"], "Votes: For 8, Against 2"),
        (["The motion was put, with five members voting for and one against.", "RESOLVED that the tax be set."], None),
        (["RESOLVED that the tax be set.", "The Chair thanked all members for coming."], None),
    ],
)
def test_the_vote_is_in_the_words_of_the_minutes(make_document, lines, vote):
    decisions = find_decisions(make_document("# 7 Tax", *lines))

    assert len(decisions) == 1
    if lines[0].startswith("The motion"):
        assert decisions[0].vote and "five members voting for" in decisions[0].vote
    else:
        assert decisions[0].vote == vote


@pytest.mark.parametrize(
    "words",
    [
        "The Committee noted the report.",
        "The Panel agreed that a letter be sent.",
        "Members agreed to receive a further report.",
        "Cabinet approved the strategy.",
    ],
)
def test_what_a_body_agreed_counts_where_an_item_has_no_resolution(make_document, words):
    assert [text for *_, text in tell(make_document("# 7 Works", words))] == [words]
    assert [text for *_, text in tell(make_document("# 7 Works", words, "RESOLVED that it be so."))] == ["it be so."]


@pytest.mark.parametrize(
    "words",
    [
        "Members felt that complaints should be resolved sooner.",
        "Resolved complaints fell by a tenth.",
        "The officer agreed to send the figures.",
        "It was recommended by the peer review that plans be shorter.",
        "The dispute was resolved in May: nobody objected.",
        "At its last meeting the Council had agreed that the fee would rise.",
    ],
)
def test_talk_is_no_decision(make_document, words):
    assert tell(make_document("# 7 Works", words)) == []
    assert tell(make_document("# 7 Works", words, type="report")) == []


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("21. Apologies for absence", "21", "Apologies for absence"),
        ("123 Minutes of the last meeting", "123", "Minutes of the last meeting"),
        ("CAB/45 Fees and charges", "CAB/45", "Fees and charges"),
        ("45/22 Fees", "45/22", "Fees"),
        ("Item 5 – Fees", "5", "Fees"),
        ("121. 22/00094 - School places (Item 9)", "121", "22/00094 - School places"),
        ("Fees and charges", None, "Fees and charges"),
    ],
)
def test_the_item_is_the_heading_above(make_document, heading, number, title):
    [decision] = (
        find_decisions(make_document(f"# {heading}", "# Discussion", "Mrs Day spoke.", "RESOLVED that fees rise."))
        if number
        else find_decisions(make_document(f"# {heading}", "Mrs Day spoke.", "RESOLVED that fees rise."))
    )

    assert (decision.item, decision.title) == (number, title)


def test_minutes_in_a_pack_have_their_own_day_and_body(make_document):
    document = make_document(
        "# Public document pack",
        "A meeting will be held on Tuesday 9 April 2024.",
        "This page is intentionally left blank",
        "~",
        "# Minutes of a meeting of the Planning Committee held on Tuesday 12 March 2024 at 6.00 pm",
        "Present: Councillors Day and Hill",
        "# 7 Works",
        "RESOLVED that works be done.",
        type="agenda pack",
        body="Cabinet",
    )

    [decision] = find_decisions(document)

    assert (decision.place.body, decision.place.date) == ("Planning Committee", "2024-03-12")


REPORT = ["# Repairs to the hall", "# 1. Purpose", "1.1 To seek approval.", "# 2. Recommendations"]


@pytest.mark.parametrize(
    "lead",
    [
        "2.1 It is recommended that the Cabinet:",
        "That the Cabinet:",
        "Members are asked to:",
        "The Committee is recommended to:",
        "It is recommended that:",
        "The Cabinet is asked to agree that:",
    ],
)
def test_recommendations_of_a_report_are_read_with_their_parts(make_document, lead):
    document = make_document(
        *REPORT, lead, "- a) approves the works; and", "- b) notes the cost.",
        "2.2 Reasons for the recommendations:", "- The roof leaks.",
        "# 3. Background", "3.1 The roof was laid in 1962.", type="report",
    )  # fmt: skip

    decisions = find_decisions(document)

    assert [(d.status, d.part, d.text) for d in decisions[1:]] == [
        ("recommended", "a", "approves the works; and"),
        ("recommended", "b", "notes the cost."),
    ]
    assert {d.title for d in decisions} == {"Repairs to the hall"}


def test_recommendations_without_an_opener_each_stand_alone(make_document):
    document = make_document(
        *REPORT,
        "2.1 That the works be approved.",
        "2.2 To note the cost.",
        "# 3. Background",
        "That was long ago.",
        type="report",
    )

    assert [text for *_, text in tell(document)] == ["That the works be approved.", "To note the cost."]


def test_a_report_without_such_a_section_may_recommend_in_a_sentence(make_document):
    document = make_document(
        "# Repairs", "4.2 It is recommended that the works be approved.", "It is hoped to begin soon.", type="report"
    )

    assert tell(document, "recommended") == [(None, None, "the works be approved.")]


def test_what_members_are_asked_to_declare_is_no_recommendation(make_document):
    document = make_document("# Declarations", "Members are asked to declare any interest.", type="agenda")

    assert tell(document) == []


PLAN = "|= Subject | Purpose | Decision maker | Key | Exempt | Consultation | Date | Author"


def test_every_row_of_a_forward_plan_is_an_entry_with_its_fields(make_document):
    document = make_document(
        "# Forward plan",
        PLAN,
        "| Hall | To approve works | Cabinet | Yes | Part: paragraph 3 | Residents | 12 March 2024 | Jo Day",
        "| Yard | To sell | Leader | No | No |  | April 2024 | ",
        "| Pier | To close | Cabinet | Key | ? | – | To be confirmed | Al Hill",
        type="forward plan",
    )

    hall, yard, pier = find_decisions(document)

    assert (hall.title, hall.purpose, hall.decision_maker) == ("Hall", "To approve works", "Cabinet")
    assert (hall.key, hall.exempt, hall.consultation, hall.anticipated) == (True, "Part: paragraph 3", "Residents", "2024-03-12")
    assert (yard.key, yard.consultation, yard.anticipated, yard.author) == (False, None, "2024-04", None)
    assert (pier.key, pier.anticipated, pier.unreadable) == (True, None, ())
    assert {d.status for d in (hall, yard, pier)} == {"planned"}


def test_a_row_that_a_page_end_cut_is_one_entry(make_document):
    document = make_document(
        "# Forward plan",
        PLAN,
        "| Repairs to the | To approve | Cabinet | Yes | No |  | 12 March | Director of",
        "~",
        "| hall | works |  |  |  |  | 2024 | Housing",
        "| Yard | To sell the | Leader | No | No |  | 9 April 2024 | Jo Day",
        "|  | old yard |  |  |  |  |  | ",
        type="forward plan",
    )

    hall, yard = find_decisions(document)

    assert (hall.title, hall.purpose, hall.anticipated, hall.author) == (
        "Repairs to the hall", "To approve works", "2024-03-12", "Director of Housing",
    )  # fmt: skip
    assert (yard.title, yard.purpose) == ("Yard", "To sell the old yard")


def test_a_date_that_cannot_be_read_is_unreadable_and_not_missing(make_document):
    document = make_document(
        "# Forward plan", PLAN, "| Hall | To approve | Cabinet | Yes | No |  | 31/02 or so | Jo", type="forward plan"
    )

    [entry] = find_decisions(document)

    assert entry.anticipated is None and entry.unreadable == ("anticipated",)


def test_rows_that_name_a_group_or_repeat_the_columns_are_no_entries(make_document):
    document = make_document(
        "# Work programme",
        "|= Topic | Purpose | 9 May 2024 | 6 June 2024 | Report author",
        "| Standing items |  |  |  | ",
        "| Budget | To review |  | ✓ | Jo Day",
        "| Topic | Purpose | 9 May 2024 | 6 June 2024 | Report author",
        "| Fees | To set | ✓ |  | ?",
        type="agenda pack",
    )

    budget, fees = find_decisions(document)

    assert (budget.title, budget.anticipated, budget.author) == ("Budget", "2024-06-06", "Jo Day")
    assert (fees.anticipated, fees.author) == ("2024-05-09", None)


@pytest.mark.parametrize(
    "names", ["Step | Date", "Key milestone | Date | Lead", "Action | Owner | Due date", "Issue | Detail | Date"]
)
def test_other_tables_with_dates_are_no_plans(make_document, names):
    document = make_document(
        "# Timetable", f"|= {names}", "| Build | 1 May 2024 | Jo", "| Open | 1 June 2024 | Al", type="report"
    )

    assert tell(document, "planned") == []


def test_a_decision_notice_gives_what_was_decided_by_whom(make_document):
    document = make_document(
        "# Record of officer decision",
        "| Reference | OD/24/7",
        "| Title | Lease of the yard",
        "| Decision maker | Director of Housing",
        "| Key decision | No",
        "| Date of decision | 5 March 2024",
        "# Decision",
        "To grant a lease of the yard for five years.",
        "# Reasons",
        "The yard is empty.",
        type="decision notice",
    )

    [decision] = find_decisions(document)

    assert (decision.status, decision.item, decision.title) == ("decided", "OD/24/7", "Lease of the yard")
    assert (decision.decision_maker, decision.key, decision.place.date) == ("Director of Housing", False, "2024-03-05")
    assert decision.text == "To grant a lease of the yard for five years."
