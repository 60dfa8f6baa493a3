"""Words that are none, and letters that stand twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quality import is_doubled, is_garbled, usual_share

ENGLISH = (
    "The Cabinet considered a report of the Director of Children's Services on home to school transport and agreed that the "
    "policy be consulted upon before the summer, with the results reported to the Overview and Scrutiny Committee in September."
)
WELSH = (
    "Cymeradwyodd y Cabinet yr adroddiad ar gludiant ysgol, a phenderfynodd ymgynghori ynghylch y polisi cyn gwyliau'r haf, gan "
    "gyflwyno'r canlyniadau gerbron y Pwyllgor Craffu yn ystod cyfarfod mis Medi."
)


def shift(text: str, places: int) -> str:
    """What a font whose letters are named wrongly gives."""
    return "".join(chr(ord(letter) + places) if letter.isalpha() else letter for letter in text)


@pytest.mark.parametrize("text", [ENGLISH, WELSH, ENGLISH.upper(), "", "12,304 45,120 SEN EHCP"])
def test_words_and_figures_are_not_garbled(text: str):
    assert not is_garbled(text, 0)


@pytest.mark.parametrize("places", [-29, -3, 1, 7, 20])
def test_words_of_a_wrongly_named_font_are_garbled(places: int):
    assert is_garbled(shift(ENGLISH, places), 0)


def test_a_page_whose_letters_the_file_does_not_name_is_garbled():
    assert is_garbled("•" * 50, 40) and not is_garbled(ENGLISH, 5)


def test_writing_other_than_latin_is_left_alone():
    assert not is_garbled("项目描述 负责四川省甘孜州丹巴磨子电站引水隧洞爆破方案优化设计 " * 20, 0)


@given(st.text(alphabet="abcdefghij", min_size=8))
def test_a_line_drawn_twice_is_seen_to_be_doubled(word: str):
    doubled = [letter for letter in word for _ in range(2)]
    assert is_doubled(doubled) == (len(set(word)) >= 3)


@pytest.mark.parametrize("line", ["........................", "£1,100,220", "bookkeeper", ENGLISH])
def test_other_lines_are_not_doubled(line: str):
    assert not is_doubled([char for char in line if not char.isspace()])


def test_the_share_of_usual_pairs_is_one_where_there_are_few():
    assert usual_share("XKCD QRST") == 1.0 and 0 <= usual_share(shift(ENGLISH, 1)) < usual_share(WELSH) < usual_share(ENGLISH) < 1
