"""Answers as HTML: nothing a document or a person wrote becomes markup, and every citation leads to its source."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Coverage, Nearest
from ui.asked import Asked, Turn
from ui.page.shell import escape_text
from ui.rendering import (
    LABELS,
    Arriving,
    Waiting,
    describe_coverage,
    render_conversation,
    render_ending,
    render_opening,
    render_status,
)
from ui.sources import describe_page, render_sources

COVERAGE = Coverage(documents=5, passages=1061, first=date(2022, 1, 25), last=date(2023, 11, 30), unread=0)
EMPTY = Coverage(documents=0, passages=0, first=None, last=None, unread=0)
CITATION = Citation(
    number=1,
    file="minutes.pdf",
    document="Minutes of the Board",
    digest="d" * 64,
    council="Anyshire Council",
    body="The Board",
    type="minutes",
    date=date(2022, 1, 25),
    page=27,
    page_label="53",
    section="Item 8 > 4 Timeliness > 4.2",
    quote="only nine per cent in November",
    before="fell to 20 per cent in October and ",
    after=". The causes",
    start=1000,
    end=1030,
)
ANSWER = Answer(
    question="How many were on time?",
    search_query="How many were on time?",
    status="answered",
    text="Only nine per cent in November. [1]",
    citations=(CITATION,),
    coverage=COVERAGE,
)
HOSTILE = "<script>alert('x')</script> \"quoted\" & <img src=x onerror=alert(1)> [a](javascript:b) **bold**"


def converse(*answers: Answer, **options) -> str:
    return render_conversation(take_turns(answers), **options)


def sources(*answers: Answer) -> str:
    return render_sources(take_turns(answers))


def cites(shown: str) -> list[dict]:
    return [attributes for attributes in Markup(shown).find("a") if attributes.get("class") == "cite"]


def take_turns(answers) -> list[Turn]:
    return [Turn(asked=Asked(question=answer.question), answer=answer) for answer in answers]


class Markup(HTMLParser):
    """The elements of some HTML with their attributes, and its words."""

    def __init__(self, source: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def find(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]


def refuse(status: str, **changes) -> Answer:
    return replace(ANSWER, status=status, citations=(), **changes)


# Escaping


@given(st.text())
def test_escaped_text_is_words_and_no_markup_in_elements_and_attributes(text):
    markup = Markup(f'<p title="{escape_text(text)}">{escape_text(text)}</p>')

    assert [tag for tag, _ in markup.elements] == ["p"]
    assert set(markup.find("p")[0]) == {"title"}


def test_whatever_a_document_says_is_shown_as_its_words():
    names = ("file", "document", "council", "body", "type", "page_label", "section", "quote", "before", "after")
    hostile = dict.fromkeys(names, HOSTILE)
    answer = replace(
        ANSWER,
        question=HOSTILE,
        search_query=f"{HOSTILE} again",
        text=f"{HOSTILE} [1]",
        citations=(replace(CITATION, **hostile),),
    )
    near = Nearest(file=HOSTILE, document=HOSTILE, page=1, page_label=HOSTILE, section=HOSTILE, text=HOSTILE)
    refusal = refuse("not_found", question=HOSTILE, text=HOSTILE, nearest=(near,))
    waiting = Waiting(asked=Asked(question=HOSTILE), papers=(HOSTILE,))
    page = converse(answer, refusal, waiting=waiting) + sources(answer, refusal) + render_ending(answer)
    markup = Markup(page)

    assert not {"script", "img", "strong", "b"} & {tag for tag, _ in markup.elements}
    assert not [name for _, attributes in markup.elements for name in attributes if name.startswith("on")]
    assert all(attributes["href"].startswith("/") for attributes in markup.find("a"))
    assert markup.words.count("<script>alert('x')</script>") >= 10


def test_quotation_marks_stay_inside_the_label_of_a_citation():
    answer = replace(ANSWER, citations=(replace(CITATION, document='The "Big" Report <1>'),))

    [link] = cites(converse(answer))
    assert link["aria-label"] == '[1] Source: The "Big" Report <1>, page 27 (printed 53)'


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f", "\u061c", "\x00", "\x1b", "\ud800"])
def test_characters_that_show_nothing_and_turn_words_around_are_left_out(hidden):
    assert escape_text(f"paid {hidden}£100\tto\nboth") == "paid £100\tto\nboth"


# Answers


def test_a_citation_is_a_permanent_link_to_the_marked_page_and_knows_its_source():
    [link] = cites(converse(ANSWER))
    [source] = [attributes for attributes in Markup(sources(ANSWER)).find("article") if attributes["class"] == "source"]

    assert link["href"] == f"/paper/{'d' * 64}/page/27?start=1000&end=1030"
    assert link["data-source"] == source["id"] and source["tabindex"] == "-1"


def test_a_citation_of_a_paper_without_pages_leads_to_its_words():
    [link] = cites(converse(replace(ANSWER, citations=(replace(CITATION, page=None, page_label=None),))))

    assert link["href"] == f"/paper/{'d' * 64}/words?start=1000&end=1030"


def test_the_same_source_number_of_two_turns_leads_to_two_places():
    targets = [link["data-source"] for link in cites(converse(ANSWER, ANSWER))]

    assert len(set(targets)) == 2
    assert set(targets) <= {attributes.get("id") for _, attributes in Markup(sources(ANSWER, ANSWER)).elements}


def test_an_answer_arrives_with_its_words_line_by_line_and_what_can_be_done_with_it_last():
    answer = replace(ANSWER, text="The Board agreed:\nfirst. [1]\nsecond. [1]")
    steps = [converse(answer, arriving=Arriving(lines=lines)) for lines in range(4)]

    assert [step.count("<li>") for step in steps] == [0, 0, 1, 2]
    assert not any("data-copy" in step for step in steps) and "data-copy" in converse(answer)


def test_only_a_complete_conversation_has_an_address():
    assert "data-query=" in converse(ANSWER)
    assert "data-query=" not in converse(ANSWER, arriving=Arriving(lines=1)) + converse(
        ANSWER, waiting=Waiting(asked=Asked(question="And then?"))
    )


def test_a_number_in_brackets_that_is_no_citation_stays_text():
    answer = replace(ANSWER, text="As note [7] says, nine per cent. [1]")

    assert "note [7] says" in Markup(converse(answer)).words
    assert len(cites(converse(answer))) == 1


def test_an_answer_of_several_lines_is_a_list_under_the_line_that_opens_it():
    answer = replace(ANSWER, text="The Board agreed:\nfirst. [1]\nsecond. [1]")

    shown = converse(answer)
    assert "<p>The Board agreed:</p><ul><li>first." in shown and shown.count("<li>") == 2 + shown.count("data-ask")


def test_what_a_question_was_taken_to_mean_is_said_only_where_it_differs():
    assert "Taken to mean" not in converse(replace(ANSWER, question=" How  many were on time? "))
    assert "Taken to mean: How many (on time)" in converse(replace(ANSWER, search_query="How many (on time)"))


def test_each_ending_looks_different_and_says_in_words_what_it_is():
    answers = [ANSWER, *(refuse(status, text=f"Words of {status}.") for status in ("not_found", "rejected", "error"))]

    for answer in answers:
        shown = converse(answer)
        assert f'class="reply {answer.status}"' in shown and LABELS[answer.status] in shown


def test_a_refusal_says_what_was_searched_and_shows_what_came_nearest_as_no_answer():
    near = Nearest(file="a.pdf", document="Annual report", page=3, page_label=None, section="2 Results", text="Row\tof cells")
    answer = refuse("not_found", text="Not found.", nearest=(near,))

    assert "Searched 5 documents" in Markup(converse(answer)).words
    beside = Markup(sources(answer))
    assert "No source answers this question. These came nearest:" in beside.words
    assert "Page 32 Results" in beside.words and "Row | of cells" in beside.words
    assert not beside.find("mark")


def test_a_very_long_question_is_cut_where_it_is_shown_again():
    assert len(converse(refuse("rejected", question="a" * 50_000, text="Too long."))) < 6_000


def test_a_question_without_an_answer_yet_has_no_reply():
    shown = converse(ANSWER, waiting=Waiting(asked=Asked(question="And in December?")))

    assert shown.count('class="turn"') == shown.count('class="reply') == 1
    assert "And in December?" in shown


def test_nothing_is_shown_before_the_first_question():
    assert converse() == sources() == ""


# Sources


def test_a_source_says_which_paper_it_is_and_where_the_quote_stands():
    words = Markup(sources(ANSWER)).words

    for part in (
        "[1] Minutes of the Board",
        "Anyshire Council",
        "The Board",
        "25 January 2022",
        "Minutes",
        "minutes.pdf",
        "Page 27 (printed 53)",
        "Item 8 › 4 Timeliness › 4.2",
        "See it on the page",
    ):
        assert part in words


def test_a_source_leaves_out_what_the_paper_does_not_state_or_its_title_has_said():
    bare = replace(CITATION, council=None, body="Minutes of the Board", date=None, page=None, page_label=None, section="")
    shown = sources(replace(ANSWER, citations=(bare,)))

    assert "None" not in shown and 'class="place"' not in shown
    assert '<p class="facts"><span>Minutes</span></p>' in shown


def test_the_quote_is_marked_in_its_surroundings():
    assert (
        "<blockquote>… fell to 20 per cent in October and <mark>only nine per cent in November</mark>. The causes …</blockquote>"
        in sources(ANSWER)
    )


def test_surroundings_that_are_not_cut_have_no_dots():
    whole = replace(CITATION, start=len(CITATION.before), after=".\n")

    assert "…" not in sources(replace(ANSWER, citations=(whole,)))


def test_the_cells_of_a_quoted_table_row_stand_apart():
    row = replace(CITATION, quote="Primary\t148\t83", before="Schools\tNumber\tAcademies\n", after="\nSecondary\t20\t20")
    shown = sources(replace(ANSWER, citations=(row,)))

    assert "\t" not in shown
    assert "Primary | 148 | 83" in Markup(shown).words
    assert re.search(r"<mark>Primary<span[^>]*> \| </span>148", shown)


def test_only_the_sources_of_the_last_answer_show_at_first():
    first, last = (one for one in Markup(sources(ANSWER, ANSWER)).find("section") if one.get("class") == "group")

    assert "hidden" in first and "hidden" not in last


@pytest.mark.parametrize(
    ("page", "label", "said"),
    [(27, "53", "Page 27 (printed 53)"), (27, "27", "Page 27"), (27, None, "Page 27"), (None, None, "")],
)
def test_a_page_is_named_by_the_file_and_by_what_is_printed_on_it(page, label, said):
    assert describe_page(replace(CITATION, page=page, page_label=label)) == said


# Header and status


def test_coverage_says_how_much_and_of_which_time():
    assert describe_coverage(COVERAGE) == "5 documents, 1,061 passages, 25 January 2022 to 30 November 2023"
    one = replace(COVERAGE, documents=1, passages=1, last=COVERAGE.first)
    assert describe_coverage(one) == "1 document, 1 passage, 25 January 2022"
    assert describe_coverage(replace(COVERAGE, first=None, last=None)) == "5 documents, 1,061 passages"


def test_the_opening_of_an_empty_store_says_what_to_do():
    assert "<code>council ingest FOLDER</code>" in render_opening(EMPTY)
    assert "council ingest" not in render_opening(COVERAGE)


def test_the_opening_says_how_many_files_could_not_be_read():
    assert "1 file could not be read: <a href=" in render_opening(replace(COVERAGE, unread=1))


def test_the_end_of_an_answer_is_read_out_once_with_its_words():
    [status] = Markup(render_ending(ANSWER)).find("p")

    assert status == {"data-heard": "1 source. Only nine per cent in November."}


def test_a_refusal_is_read_out_with_its_words_and_a_fault_as_an_alarm():
    assert 'data-heard="Not found in the papers. Try other words."' in render_ending(refuse("not_found", text="Try other words."))
    assert render_ending(refuse("error", text="A fault.")) == render_status("", alarm="Something went wrong. A fault.")
