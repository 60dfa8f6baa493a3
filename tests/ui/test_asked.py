"""Questions as links: what was asked comes back as it was, and what is no limit here is left out."""

from datetime import date
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from index.catalogue import Filters
from ui.asked import MOST_QUESTIONS, Asked, read_limits, read_query, write_query


class Known:
    """A catalogue's names, all that reading a link needs."""

    def values_of(self, column: str) -> list[str]:
        return {"body": ["Cabinet", "Health & Wellbeing Board"], "council": ["A=B Council"], "type": ["minutes"]}[column]


limits = st.builds(
    Filters,
    body=st.sampled_from([(), ("Cabinet",), ("Health & Wellbeing Board",)]),
    council=st.sampled_from([(), ("A=B Council",)]),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
)
questions = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).filter(str.strip)


@given(st.lists(st.builds(Asked, question=questions, filters=limits), max_size=5))
def test_a_conversation_comes_back_from_its_link(asked: list[Asked]):
    assert read_query(write_query(asked), Known()) == tuple(asked)


def test_what_no_paper_has_and_what_is_no_limit_is_left_out():
    query = urlencode({"q": "What?", "in": "body=Cabinet&body=Nobody&from=2022-13-40&to=2022-01-25&colour=red"})

    [asked] = read_query(query, Known())
    assert asked.filters == Filters(body=("Cabinet",), last=date(2022, 1, 25))


def test_a_limit_that_is_said_thousands_of_times_is_looked_up_once():
    class Counting(Known):
        asked = 0

        def values_of(self, column: str) -> list[str]:
            self.asked += 1
            return super().values_of(column)

    catalogue = Counting()
    found = read_limits([("body", "Cabinet"), ("body", "Nobody"), ("type", "x")] * 5000, catalogue)
    assert found == Filters(body=("Cabinet",)) and catalogue.asked == 2


def test_a_link_asks_no_more_than_its_most():
    assert len(read_query(urlencode([("q", "Why?")] * 99), Known())) == MOST_QUESTIONS
