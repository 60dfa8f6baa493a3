"""What a model says rightly reaches the person who asked, unharmed, with citations that code has made."""

import json

import pytest

from assistant.citations import unsupported_numbers

from .conftest import label_of, make_reply

LOANS = "How many loans had Withybeck?"
CARERS = "How many foster carers are there?"
HOURS = "Is Kelverton library to open on Sundays from 10 am to 4 pm?"
BUDGET = "What budget was approved for the staff of Kelverton library?"
CARERS_QUOTE = "The number of foster carers fell from 175 to 164 households"
GOOD = [
    (CARERS, "The number of foster carers fell from 175 to 164 households.", CARERS_QUOTE),
    (CARERS, "Foster carers fell from 175 to 164 households in the year to 31 March 2023.", CARERS_QUOTE),
    (CARERS, "In the year to March 2023 the number of foster carers fell from 175 to 164 households.", CARERS_QUOTE),
    (CARERS, "Foster carers fell from 175 to 164 households", "from 175 to 164 households"),
    (
        BUDGET,
        "A budget of £48,500 was approved for the staff of Kelverton library.",
        "a budget of £48,500 be approved for its staff",
    ),
    (HOURS, "Kelverton library shall open on Sundays from 10 am to 4 pm.", "shall open on Sundays from 10 am to 4 pm"),
    (
        "How many children did the Sensory Impairment Service support?",
        "The Sensory Impairment Service supported 41 children.",
        "The Sensory Impairment Service (SIS) supported 41 children",
    ),
    ("How many teachers has the SIS?", "The SIS has four teachers.", "The SIS has four teachers."),
    ("How many teachers has the SIS?", "The SIS has 4 teachers.", "The SIS has four teachers"),
    (
        "How far had visits to the library risen since 2023?",
        "Visits to the library had risen by 12 per cent since 2023, to 61,400 in the year.",
        "said that visits had risen by 12% since 2023, to 61,400 in the year",
    ),
    (
        "What will be closed while the drains are mended?",
        "Bramble Lane will be closed to all traffic while the drains are mended.",
        "Bramble Lane will be closed to all traffic",
    ),
    ("Where do buses stop instead?", "Buses stop at the war memorial instead.", "Buses stop at the war memorial instead."),
    ("How far were allowances raised so that carers stay?", "Allowances were raised by 6.2%.", "Allowances were raised by 6.2%"),
    (
        "When is the Head of Libraries to report back?",
        "The Head of Libraries shall report back in March 2026.",
        "the Head of Libraries report back in March 2026",
    ),
]


@pytest.mark.parametrize(("question", "says", "quote"), GOOD)
def test_a_statement_that_its_quote_bears_out_is_shown_as_it_was_said(ask_model, small_store, question, says, quote):
    answer, _ = ask_model(question, make_reply((says, quote)))
    # The rule that "shall" is kept where the quote has it may put a sentence in the papers' words; it never loses the fact.
    assert answer.status == "answered" and answer.model == "scripted:test"
    assert answer.text.startswith(says.rstrip(".")) or "put in the papers' own words" in answer.note
    texts = {d.file: small_store.catalogue.text(d.row) for d in small_store.catalogue.documents()}
    for citation in answer.citations:
        assert citation.quote == texts[citation.file][citation.start : citation.end]
    assert unsupported_numbers(answer.text, question, answer.citations) == ()


def test_most_good_statements_keep_their_own_words(ask_model):
    kept = [question for question, says, quote in GOOD if not ask_model(question, make_reply((says, quote)))[0].note]
    assert len(kept) >= 10


def test_two_statements_are_cited_each_where_it_stands(ask_model):
    answer, _ = ask_model(
        "How many children did the SIS support, and how many teachers has it?",
        make_reply(
            ("The Sensory Impairment Service supported 41 children.", "Service (SIS) supported 41 children"),
            ("The SIS has four teachers.", "The SIS has four teachers."),
        ),
    )
    assert answer.text.count("[1]") == 2 and "four teachers" in answer.text and len(answer.citations) == 1


def test_a_list_item_brings_the_words_that_open_its_list(ask_model):
    says = "The Cabinet resolved that a budget of £48,500 be approved for its staff."
    answer, _ = ask_model(BUDGET, make_reply((says, "a budget of £48,500 be approved for its staff")))
    assert answer.text.startswith(says) and "The Cabinet resolved that" in " ".join(c.quote for c in answer.citations)


def test_a_row_of_a_table_can_be_quoted_with_bars_or_without(ask_model):
    for quote in ("Withybeck | 12,004 | No", "Withybeck 12,004 No"):
        reply = json.dumps({"statements": [{"quotes": [{"label": "P1", "words": quote}], "says": "Withybeck had 12,004 loans."}]})
        answer, _ = ask_model(LOANS, lambda messages, reply=reply: reply.replace("P1", label_of("Withybeck | 12,004", messages)))
        assert "12,004" in answer.text and answer.citations[0].quote == "Withybeck\t12,004\tNo"


@pytest.mark.parametrize(
    "shape",
    [
        '```json\n{"statements": [%s]}\n```',
        'Here is the answer:\n{"statements": [%s]}\nI hope that helps.',
        '{"statements": [%s',
        "%s",
        '{"answer_type": "x", "statements":[ %s , {"says": "cut sho',
    ],
)
def test_replies_are_read_in_every_shape_that_models_give_them(ask_model, shape):
    whole = make_reply(("The number of foster carers fell from 175 to 164 households.", CARERS_QUOTE))
    answer, _ = ask_model(CARERS, lambda messages: shape % whole(messages)[len('{"statements": [') : -2])
    assert answer.text == "The number of foster carers fell from 175 to 164 households. [1]" and answer.note == ""


def test_prose_with_labels_and_quotes_is_read_too(ask_model):
    says = "The number of foster carers fell from 175 to 164 households."
    answer, _ = ask_model(CARERS, lambda messages: f'- {says} [{label_of("from 175", messages)}] "{CARERS_QUOTE}"\n')
    assert answer.text == f"{says} [1]"


def test_the_model_sees_no_address_page_or_file_and_the_question_stands_last(ask_model):
    _, model = ask_model(CARERS, '{"statements": []}')
    (messages,) = model.asked
    shown = "\n".join(str(message.content) for message in messages)
    assert "fostering.md" not in shown and "page 1" not in shown.lower() and shown.rstrip().endswith("</question>")


def test_a_model_that_finds_nothing_leaves_the_extractive_answer_with_a_note(ask_model, ask_without):
    answer, _ = ask_model(CARERS, '{"statements": []}')
    assert answer.text == ask_without(CARERS).text and answer.model == "extractive"
    assert "found no answer" in answer.note


def test_a_model_is_not_asked_where_the_papers_hold_no_answer(ask_model):
    answer, model = ask_model("Which zeppelin won the marmalade regatta?", make_reply(("Zeppelin won.", "x")))
    assert answer.status == "not_found" and model.asked == []


def test_what_was_left_out_is_said(ask_model):
    answer, _ = ask_model(
        CARERS,
        make_reply(
            ("The number of foster carers fell from 175 to 164 households.", CARERS_QUOTE),
            ("Every carer is happy.", "every carer in the county is happy"),
        ),
    )
    assert "happy" not in answer.text and answer.note == "One statement was left out because the papers do not say so."


def test_a_statement_beyond_its_quote_is_put_in_the_words_of_the_paper(ask_model):
    answer, _ = ask_model(CARERS, make_reply(("The number of foster carers rose from 164 to 175 households.", CARERS_QUOTE)))
    assert "fell from 175 to 164 households in the year to 31 March 2023" in answer.text
    assert answer.note == "One statement was put in the papers' own words."


def test_a_follow_up_is_completed_by_the_model_from_words_that_were_asked(ask_model, ask_without):
    first = ask_without("How many loans had Kelverton library?")
    answer, model = ask_model("And Withybeck?", "How many loans had Withybeck?", '{"statements": []}', earlier=(first,))
    assert answer.search_query == "How many loans had Withybeck?" and len(model.asked) == 2
    stranger, _ = ask_model("And Withybeck?", "How many zeppelins had Withybeck?", '{"statements": []}', earlier=(first,))
    assert "zeppelin" not in stranger.search_query and "loans" in stranger.search_query
