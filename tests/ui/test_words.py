"""A paper's words as HTML: nothing is lost or added, the quote is marked in lines and cells, and rows are tables."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ui.page.words import render_words

TEXT = st.text(alphabet="ab <&|\t\n1.", max_size=60)


class Shown(HTMLParser):
    """The words of HTML, those that are marked, and the tags in order."""

    def __init__(self, markup: str):
        super().__init__()
        self.words, self.marked, self.tags, self._open = "", "", [], 0
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._open += tag == "mark"

    def handle_endtag(self, tag):
        self._open -= tag == "mark"

    def handle_data(self, data):
        self.words += data
        self.marked += data if self._open else ""


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(before=TEXT, quote=TEXT, after=TEXT)
def test_every_character_is_shown_and_the_quote_alone_is_marked(before: str, quote: str, after: str):
    shown = Shown(render_words(before, quote, after, {"ab"}))

    assert letters(shown.words) == letters(before + quote + after)
    assert letters(shown.marked) == letters(quote)
    assert set(shown.tags) <= {"p", "table", "tr", "td", "th", "mark"}


def test_rows_of_cells_are_a_table_with_the_names_of_its_columns():
    before, quote = "Loans\nBranch\tLoans\tReturns\nKelverton\t48,210\t40,001\nWithy", "beck\t12,004"
    shown = render_words(before, quote, "\t11,998\nSource: the library.", {"1. Loans"})

    assert '<p class="heading">Loans</p><table class="rows"><tr><th scope="col">Branch</th>' in shown
    assert '<td>Withy<mark id="quote">beck</mark></td><td><mark>12,004</mark></td><td>11,998</td></tr></table><p>Source' in shown


def test_the_place_to_begin_reading_is_named():
    shown = render_words("One\nTwo\nThree\tFour\nFive", "", "", at=len("One\n"))

    assert shown == '<p>One</p><p id="place">Two</p><table class="rows"><tr><td>Three</td><td>Four</td></tr></table><p>Five</p>'
