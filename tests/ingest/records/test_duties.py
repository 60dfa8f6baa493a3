"""Duties and powers in tables and in sentences, and what is neither."""

import pytest

from ingest.records.duties import find_duties

TABLE = ["# Appendix A", "|= No. | Duty or power | Legal basis | Lead"]


def test_every_row_of_a_duty_table_is_a_record_and_a_blank_lead_stays_blank(make_document):
    document = make_document(
        *TABLE,
        "| Schools |  |  | ",
        "| 1 | Secure enough schools | Education Act 1996, section 14 | DCS",
        "| 2 | Train governors | Education Act 2002, section 22 | ",
        "~",
        "|= No. | Duty or power | Legal basis | Lead",
        "| Powers |  |  | ",
        "| 3 | May give a warning notice | Education and Inspections Act 2006, section 60 | DCS",
        type="report",
    )

    first, second, third = find_duties(document)

    assert (first.number, first.duty, first.lead, first.heading) == ("1", "Secure enough schools", "DCS", "Schools")
    assert (first.act, first.provision, first.power) == ("Education Act 1996", "section 14", False)
    assert (second.number, second.lead, second.unreadable) == ("2", None, ())
    assert (third.heading, third.power, third.place.page) == ("Powers", True, 2)


def test_a_number_without_a_name_for_its_column_is_the_number(make_document):
    document = make_document(
        "# Duties", "|=  | LA duty | Lead", "| 11 | set up committees | ADE", "| 14 | ensure education | ", type="report"
    )

    assert [(d.number, d.duty, d.lead) for d in find_duties(document)] == [
        ("11", "set up committees", "ADE"),
        ("14", "ensure education", None),
    ]


def test_a_row_that_a_page_end_cut_is_one_duty(make_document):
    document = make_document(
        *TABLE, "| 1 | Secure enough schools for | Education Act | DCS", "~", "|  | the area | 1996, section 14 | ", type="report"
    )

    [duty] = find_duties(document)

    assert (duty.duty, duty.act, duty.provision) == ("Secure enough schools for the area", "Education Act 1996", "section 14")


@pytest.mark.parametrize(
    "names",
    ["Year | Duties met | Lead", "School | Duty rota | Officer", "Code | Post | Holder", "Duty to Refer cases | 2023 | 2024"],
)
def test_other_tables_hold_no_duties(make_document, names):
    document = make_document("# Figures", f"|= {names}", "| 2023 | 14 | 16", "| 2024 | 15 | 17", type="report")

    assert find_duties(document) == ()


@pytest.mark.parametrize(
    ("sentence", "owner", "power", "act", "provision"),
    [
        ("The council has a statutory duty to provide free travel.", "The council", False, None, None),
        ("The local authority must keep the offer under review.", "The local authority", False, None, None),
        ("Local authorities shall publish a plan each year.", "Local authorities", False, None, None),
        (
            "The council is required by section 19 of the Education Act 1996 to arrange education.",
            "The council", False, "Education Act 1996", "section 19",
        ),
        (
            "Section 27 of the Children and Families Act 2014 requires the council to keep provision under review.",
            "the council", False, "Children and Families Act 2014", "Section 27",
        ),
        (
            "Under section 14 of the Education Act 1996 the council must secure enough schools.",
            "the council", False, "Education Act 1996", "section 14",
        ),
        (
            "In deciding, the Cabinet must have due regard to section 149 of the Equality Act 2010.",
            "the Cabinet", False, "Equality Act 2010", "section 149",
        ),
        ("The safeguarding partners must publish their arrangements.", "The safeguarding partners", False, None, None),
        ("The governing body must consult parents before it decides.", "The governing body", False, None, None),
        ("The director of children's services must write to the school.", "The director of children's services",
        False, None, None),
        ("The council, in carrying out these functions, must act under guidance.", "The council", False, None, None),
        ("The council is the decision-maker and must determine the proposals.", "The council", False, None, None),
        (
            "The council may, under section 60 of the Education and Inspections Act 2006, give a notice.",
            "The council", True, "Education and Inspections Act 2006", "section 60",
        ),
        (
            "A council may give a notice under section 60 of the Education and Inspections Act 2006.",
            "A council", True, "Education and Inspections Act 2006", "section 60",
        ),
        ("The authority has a power to suspend the budget of a school.", "The authority", True, None, None),
        ("Section 64 enables the LA to appoint governors.", "the LA", True, None, "Section 64"),
        (
            "Schools have a statutory duty to provide the support in a plan.",
            "Schools", False, None, None,
        ),
    ],
)  # fmt: skip
def test_a_sentence_lays_down_a_duty_or_a_power(make_document, sentence, owner, power, act, provision):
    [duty] = find_duties(make_document("# 8. Legal implications", f"8.1 {sentence}", type="report"))

    assert (duty.owner, duty.power, duty.act, duty.provision) == (owner, power, act, provision)
    assert duty.duty == duty.place.quote == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Parents must apply by 31 October.",
        "Pupils of the council must wear a badge.",
        "Applicants shall give two references.",
        "A member with an interest must leave the room.",
        "You must leave by the nearest exit.",
        "We must do better.",
        "It must be emphasised that costs have risen.",
        "The council may be late.",
        "The council may need more staff.",
        "Leaders must ensure that registers are accurate.",
        "There is no requirement for a council to consult.",
        "The council is not required to consult.",
        "The duty desk of the council is open at weekends.",
        "The school must buy new chairs.",
        "A form that must reach the council by Friday was lost.",
    ],
)
def test_what_others_must_do_and_what_may_happen_is_no_duty(make_document, sentence):
    assert find_duties(make_document("# Findings", sentence, type="report")) == ()


def test_an_act_that_was_named_before_is_found_by_its_year_and_a_bare_section_has_none(make_document):
    document = make_document(
        "# 6. Legal implications",
        "6.1 Section 18 of the Local Authority Social Services Act 1970 was amended. Section 7 of the 1970 Act "
        "requires the council to act.",
        "6.2 In addition, section 72 requires LAs to have regard to guidance.",
        type="report",
    )

    first, second = find_duties(document)

    assert (first.act, first.provision) == ("Local Authority Social Services Act 1970", "Section 7")
    assert (second.act, second.provision) == (None, "section 72")


def test_a_duty_takes_in_the_list_that_it_opens(make_document):
    document = make_document(
        "# Duties", "The council must:", "- a) publish an offer; and", "- b) review it.", "Officers agree.", type="report"
    )

    [duty] = find_duties(document)

    assert duty.duty == "The council must: a) publish an offer; and b) review it."


def test_the_short_name_of_the_council_is_known_from_its_definition(make_document):
    document = make_document(
        "# Care", "Anyshire County Council (ACC) met.", "ACC had a statutory duty of care to all residents.", type="minutes"
    )

    assert [duty.owner for duty in find_duties(document)] == ["ACC"]
