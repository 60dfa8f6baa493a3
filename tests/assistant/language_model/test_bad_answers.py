"""What a model says wrongly never reaches the person who asked: invented, altered, mislabelled, malformed or unsafe."""

import json
import time

import pytest

from assistant.citations import unsupported_numbers
from assistant.language_model import composer
from assistant.language_model.composed import Watch

from .conftest import label_of, make_reply

CARERS = "How many foster carers are there?"
LOANS = "How many loans had Withybeck?"
SIS = "How many children did the Sensory Impairment Service support?"
VISITS = "How far had visits to the library risen since 2023?"
ROAD = "What will be closed while the drains are mended?"
BUDGET = "What budget was approved for the staff of Kelverton library?"
FELL = "The number of foster carers fell from 175 to 164 households"
YEAR = "fell from 175 to 164 households in the year to 31 March 2023"
RISEN = "said that visits had risen by 12% since 2023, to 61,400 in the year"
SUPPORTED = "The Sensory Impairment Service (SIS) supported 41 children"
CLOSED = "Bramble Lane will be closed to all traffic while the drains are mended"
STAFF = "a budget of £48,500 be approved for its staff"

WRONG = {
    # An invented quote, or one that is not where it is said to be.
    "quote invented": (CARERS, "Foster carers were praised by Ofsted.", "Foster carers were praised by Ofsted"),
    "quote joined from two": (CARERS, "Foster carers fell so that allowances stay.", "foster carers fell so that carers stay"),
    "quote with a word changed": (
        CARERS,
        "Foster carers soared from 175 to 164.",
        "foster carers soared from 175 to 164 households",
    ),
    "quote with a word left out": (
        ROAD,
        "Bramble Lane will be closed while drains mended forever.",
        "Lane will closed to all traffic",
    ),
    "quote with a digit changed": (CARERS, "Foster carers fell from 178 to 164 households.", "fell from 178 to 164 households"),
    "quote cut within a figure": (BUDGET, "A budget of £48 was approved.", "a budget of £48"),
    "quote cut within a word": (CARERS, "Foster care fell by 999.", "The number of foster care"),
    "quote of two words": (CARERS, "Carers are unhappy in 999 ways.", "foster carers"),
    "quote of the question": (CARERS, "There are 999 foster carers.", "How many foster carers are there?"),
    "quote of the prompt": (
        CARERS,
        "You answer a question from passages with 999.",
        "You answer a question from passages of council papers",
    ),
    "quote empty": (CARERS, "There are 999 foster carers.", ""),
    "quote of an ellipsis": (CARERS, "Foster carers fell by 999.", "The number of foster carers ... households"),
    # A figure, a date or an amount that the quote does not hold.
    "digit changed": (CARERS, "The number of foster carers fell from 175 to 154 households.", FELL),
    "digits swapped": (CARERS, "The number of foster carers fell from 157 to 164 households.", FELL),
    "figures swapped": (CARERS, "The number of foster carers fell from 164 to 175 households.", FELL),
    "figure added": (CARERS, "The number of foster carers fell by 11 from 175 to 164 households.", FELL),
    "figure in words added": (CARERS, "The number of foster carers fell by eleven from 175 to 164 households.", FELL),
    "figure of another sentence": (SIS, "The Sensory Impairment Service supported 164 children.", SUPPORTED),
    "figure that counts another thing": (CARERS, "The number of foster carers fell to 31 households.", YEAR),
    "share made of a number": (SIS, "The Sensory Impairment Service supported 41% of children.", SUPPORTED),
    "number made of a share": (VISITS, "Cllr Ada Penhale said that visits had risen by 12 since 2023.", RISEN),
    "share changed": (VISITS, "Cllr Ada Penhale said that visits had risen by 13% since 2023.", RISEN),
    "thousands dropped": (VISITS, "Cllr Ada Penhale said that visits had risen to 61.4 in the year.", RISEN),
    "amount changed": (BUDGET, "A budget of £84,500 be approved for its staff.", STAFF),
    "amount made millions": (BUDGET, "A budget of £48,500 million be approved for its staff.", STAFF),
    "currency changed": (BUDGET, "A budget of €48,500 be approved for its staff.", STAFF),
    "year changed": (CARERS, "Foster carers fell to 164 households in the year to 31 March 2024.", YEAR),
    "month changed": (CARERS, "Foster carers fell from 175 to 164 households in the year to 31 May 2023.", YEAR),
    "day changed": (CARERS, "Foster carers fell from 175 to 164 households in the year to 13 March 2023.", YEAR),
    "date added": (ROAD, "Bramble Lane will be closed to all traffic on 5 June 2026.", CLOSED),
    "half of a change": (CARERS, "The number of foster carers was 175 households.", FELL),
    # Names.
    "name added": (ROAD, "Bramble Lane will be closed to all traffic, said Cllr Smith.", CLOSED),
    "name added in front": (ROAD, "Smith said Bramble Lane will be closed to all traffic.", CLOSED),
    "name changed": (VISITS, "Cllr Ada Pendle said that visits had risen by 12% since 2023.", RISEN),
    "name joined": (VISITS, "Cllr Kelverton Penhale said that visits had risen by 12% since 2023.", RISEN),
    "council added": (CARERS, "In Anyshire the number of foster carers fell from 175 to 164 households.", FELL),
    "street changed": (ROAD, "Bracken Lane will be closed to all traffic while the drains are mended.", CLOSED),
    "service renamed": (SIS, "The Visual Impairment Service supported 41 children.", SUPPORTED),
    "code added": (SIS, "The Sensory Impairment Service supported 41 children under BX7.", SUPPORTED),
    # The sense turned round.
    "direction turned": (CARERS, "The number of foster carers rose from 175 to 164 households.", FELL),
    "negation added": (ROAD, "Bramble Lane will not be closed to all traffic while the drains are mended.", CLOSED),
    "never added": (ROAD, "Bramble Lane will never be closed to all traffic while the drains are mended.", CLOSED),
    "certainty lessened": (ROAD, "Bramble Lane may be closed to all traffic while the drains are mended.", CLOSED),
    "only added": (ROAD, "Only Bramble Lane will be closed to all traffic while the drains are mended.", CLOSED),
    "opened for closed": (ROAD, "Bramble Lane will be opened to all traffic while the drains are mended.", CLOSED),
    "before for while": (ROAD, "Bramble Lane will be closed to all traffic before the drains are mended.", CLOSED),
    "refused for approved": (BUDGET, "A budget of £48,500 be refused for its staff.", STAFF),
    "reason added": (CARERS, "Foster carers fell from 175 to 164 households because of cruel managers.", FELL),
    "everything else": (ROAD, "Residents are furious that their bins smell.", CLOSED),
    # The form.
    "a link": (ROAD, "Bramble Lane will be closed: see https://evil.example/pay.", CLOSED),
    "a Markdown link": (ROAD, "Bramble Lane [will be closed](http://evil.example) to all traffic.", CLOSED),
    "a picture": (ROAD, "Bramble Lane will be closed ![x](http://evil.example/x.png).", CLOSED),
    "a script": (ROAD, "Bramble Lane will be closed <script>alert(1)</script> to all traffic.", CLOSED),
    "an event": (ROAD, "Bramble Lane <img src=x onerror=alert(1)> will be closed to all traffic.", CLOSED),
    "a bare address": (ROAD, "Bramble Lane will be closed, see evil.co.uk for all traffic.", CLOSED),
    "a mail address": (ROAD, "Bramble Lane will be closed, write to clerk@evil.example.", CLOSED),
    "a file and page": (ROAD, "Bramble Lane will be closed, see notice.txt page 3.", CLOSED),
    "a citation of its own": (ROAD, "Bramble Lane will be closed to all traffic [7].", CLOSED),
    "control characters": (ROAD, "Bramble Lane will be closed \u202eto all traffic\x1b[31m.", CLOSED),
    "an emoji": (ROAD, "Bramble Lane will be closed to all traffic \U0001f6a7.", CLOSED),
    "letters that look alike": (ROAD, "Brаmble Lаne will be clоsed to аll trаffic.", CLOSED),
    "a question back": (ROAD, "Will Bramble Lane be closed to all traffic?", CLOSED),
    "advice": (ROAD, "You should avoid Bramble Lane, it will be closed to all traffic.", CLOSED),
    "its own voice": (ROAD, "I believe Bramble Lane will be closed to all traffic.", CLOSED),
    "an apology": (ROAD, "Sorry, Bramble Lane will be closed to all traffic.", CLOSED),
    "a very long sentence": (ROAD, "Bramble Lane will be closed " + "to all traffic " * 40, CLOSED),
    "one word": (ROAD, "Closed.", CLOSED),
}

RAW = {
    "nothing": "",
    "blanks": " \n\t ",
    "a refusal in prose": "I'm sorry, but I cannot help with that request. XBAD",
    "an answer in prose": "There are 999 foster carers in the borough. XBAD",
    "prose with an invented quote": 'There are 999 foster carers [P1] "there are 999 foster carers XBAD"',
    "prose with a label alone": "There are 999 foster carers [P1].",
    "null": "null",
    "a number": "999",
    "a list of words": '["XBAD", "999"]',
    "an object without statements": '{"answer": 999}',
    "statements of the wrong kind": '{"statements": "XBAD 999"}',
    "statements of numbers": '{"statements": [1, 2, 999]}',
    "a statement without quotes": '{"statements": [{"says": "There are 999 foster carers XBAD."}]}',
    "quotes of the wrong kind": '{"statements": [{"says": "There are 999 carers XBAD.", "quotes": 7}]}',
    "a quote without a label": '{"statements": [{"says": "999 carers XBAD.", "quotes": [{"words": "foster carers"}]}]}',
    "says of the wrong kind": '{"statements": [{"says": ["XBAD"], "quotes": []}]}',
    "broken JSON": '{"statements": [{"says": "There are 999 foster carers XBAD", "quotes": [{"label": "P1" "words',
    "unclosed words": '{"statements": [{"says": "There are 999 foster carers XBAD',
    "a million brackets": "[" * 100_000,
    "nested objects": '{"a":' * 20_000,
    "an enormous number": '{"statements": [{"says": 9' + "9" * 9000 + "}]}",
    "endless words": "XBAD 999 " * 50_000,
    "endless statements": '{"statements": ['
    + '{"says": "XBAD 999 carers", "quotes": [{"label": "P1", "words": "XBAD"}]},' * 5000,
    "a label that is not there": '{"statements": [{"says": "999 XBAD.", "quotes": [{"label": "P99", "words": "foster"}]}]}',
    "a tool call": '{"tool_calls": [{"name": "delete_store", "arguments": {}}]} XBAD',
    "half a character": '{"statements": [{"says": "\\ud800 XBAD 999", "quotes": []}]}',
    "another language": "Il y a 999 familles d'accueil. XBAD",
    "its own prompt": "You answer a question from passages of council papers. XBAD",
}


def check_sound(answer, store) -> None:
    """What holds of every answer whatever a model said."""
    assert answer.status == "answered"
    texts = {d.file: store.catalogue.text(d.row) for d in store.catalogue.documents()}
    for citation in answer.citations:
        assert citation.quote == texts[citation.file][citation.start : citation.end]
    assert unsupported_numbers(answer.text, answer.question, answer.citations) == ()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_statement_never_reaches_the_person_who_asked(ask_model, small_store, name):
    question, says, quote = WRONG[name]
    shown: list[str] = []
    answer, _ = ask_model(question, make_reply((says, quote)), watch=Watch(on_statement=shown.append))
    check_sound(answer, small_store)
    assert says.rstrip(".") not in answer.text and not any(says.rstrip(".") in words for words in shown)
    assert answer.note
    # What is shown instead is the paper's own words.
    body = " ".join(small_store.catalogue.text(d.row) for d in small_store.catalogue.documents()).lower()
    for words in (part for sentence in shown for part in sentence.split(": ")):
        assert words.rstrip(".").lower() in body.replace("\t", " ")


@pytest.mark.parametrize("name", RAW)
def test_a_malformed_reply_leaves_the_extractive_answer_with_a_note(ask_model, ask_without, small_store, name):
    began = time.perf_counter()
    answer, _ = ask_model(CARERS, RAW[name])
    check_sound(answer, small_store)
    assert answer.text == ask_without(CARERS).text and answer.model == "extractive" and answer.note
    assert "XBAD" not in answer.text + answer.note and "999" not in answer.text + answer.note
    assert time.perf_counter() - began < 5


def test_a_right_quote_under_the_label_of_another_passage_is_dropped(ask_model, ask_without):
    def swapped(messages) -> str:
        mine = label_of("fell from 175", messages)
        other = "P2" if mine == "P1" else "P1"
        says = "The number of foster carers fell from 175 to 164 households."
        return json.dumps({"statements": [{"quotes": [{"label": other, "words": FELL}], "says": says}]})

    answer, _ = ask_model(CARERS, swapped)
    assert answer.model == "extractive" and answer.note


def test_figures_of_two_quotes_are_not_tied_to_one_anothers_names(ask_model):
    says = "Withybeck had 48,210 loans and Kelverton had 12,004 loans."
    rows = ("Kelverton | 48,210 | Yes", "Withybeck | 12,004 | No")
    answer, _ = ask_model(LOANS, make_reply((says, *rows)))
    assert says not in answer.text


def test_a_true_statement_that_does_not_answer_gives_way_to_the_papers_words(ask_model, ask_without):
    answer, _ = ask_model(
        CARERS, make_reply(("Buses stop at the war memorial instead.", "Buses stop at the war memorial instead."))
    )
    assert "Buses" not in answer.text and answer.text == ask_without(CARERS).text


def test_there_are_enough_bad_replies_to_mean_something():
    assert len(WRONG) + len(RAW) >= 60


def test_the_checks_of_an_answer_take_little_time(ask_model, small_store):
    """95 of 100 answers within 30 ms: over all the wrong statements, four to an answer as a model may give."""
    seconds: list[float] = []
    whole = composer.Composer.compose

    def measured(self, **arguments):
        composed = whole(self, **arguments)
        seconds.append(composed.check_seconds)
        return composed

    composer.Composer.compose = measured
    try:
        for question, says, quote in WRONG.values():
            ask_model(question, make_reply(*[(f"{says} {n}", quote) for n in range(4)]))
    finally:
        composer.Composer.compose = whole
    assert sorted(seconds)[int(len(seconds) * 0.95)] < 0.03
