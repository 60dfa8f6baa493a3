"""Plain text and Markdown, read into blocks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Reading, UnreadableFile
from ingest.text import has_header, is_heading_like, join_raised, read_text


def read(tmp_path: Path, text: str | bytes, name: str = "paper.txt") -> Reading:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_text(path)


def shape(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in reading.blocks]


def test_paragraphs_are_divided_by_blank_lines_and_wrapped_lines_joined(tmp_path: Path) -> None:
    reading = read(tmp_path, "The panel met\r\nin the  chamber.\r\n\r\n\r\nIt closed at noon.\r\n")
    assert shape(reading) == [("paragraph", 1, "The panel met in the chamber."), ("paragraph", 1, "It closed at noon.")]
    assert reading.page_labels == () and reading.blocks[0].page is None


def test_markdown_marks_are_taken_out_of_the_words(tmp_path: Path) -> None:
    text = (
        "# Annual *report* #\n\nThe **30<sup>th</sup>** plan is [here](https://a.example/x_(1) \"x\"), ![a map](m.png), "
        "<https://b.example> and snake_case_name; 5 \\* 3.\nTom &amp; Ann<br>agreed.\n"
    )
    assert shape(read(tmp_path, text, "paper.md")) == [
        ("heading", 1, "Annual report"),
        ("paragraph", 1, "The 30th plan is here, a map, https://b.example and snake_case_name; 5 * 3. Tom & Ann agreed."),
    ]


def test_headings_are_read_from_hashes_underlines_bold_lines_and_capitals(tmp_path: Path) -> None:
    text = (
        "Budget\n======\n\nSavings\n-------\n\n**Adult care**\n\nAPOLOGIES FOR ABSENCE\n\n"
        "**This is a warning.**\n\n**30 June 2022**\n\n### Next steps"
    )
    assert shape(read(tmp_path, text)) == [
        ("heading", 1, "Budget"),
        ("heading", 2, "Savings"),
        ("heading", 3, "Adult care"),
        ("heading", 3, "APOLOGIES FOR ABSENCE"),
        ("paragraph", 1, "This is a warning."),
        ("paragraph", 1, "30 June 2022"),
        ("heading", 3, "Next steps"),
    ]


def test_lists_keep_printed_numbers_and_lose_bullets(tmp_path: Path) -> None:
    text = "Resolved that:\n1. The report\n   be noted\n2) The plan be agreed\n\n   a) in part\n\n• Schools\n  - Nurseries\n"
    assert shape(read(tmp_path, text)) == [
        ("paragraph", 1, "Resolved that:"),
        ("item", 1, "1. The report be noted"),
        ("item", 1, "2) The plan be agreed"),
        ("item", 2, "a) in part"),
        ("item", 1, "Schools"),
        ("item", 2, "Nurseries"),
    ]


def test_labelled_lines_stay_apart(tmp_path: Path) -> None:
    text = "Meeting: Cabinet\nDate: 25 January 2022\nVenue: the hall\nbehind the church\n\nIt was late.\nNote: it began at noon."
    assert [words for _, _, words in shape(read(tmp_path, text))] == [
        "Meeting: Cabinet", "Date: 25 January 2022", "Venue: the hall behind the church", "It was late. Note: it began at noon.",
    ]  # fmt: skip


def test_a_paragraph_number_and_a_wrapped_number_open_no_list(tmp_path: Path) -> None:
    text = "4.2 The council has a duty under section\n12. It was met.\n\n4.3\tCosts rose.\n4.4\tIncome fell.\n"
    assert shape(read(tmp_path, text))[0] == ("paragraph", 1, "4.2 The council has a duty under section 12. It was met.")
    assert shape(read(tmp_path, text))[1:] == [("paragraph", 1, "4.3 Costs rose."), ("paragraph", 1, "4.4 Income fell.")]


def test_a_pipe_table_gives_rows_and_its_header(tmp_path: Path) -> None:
    blocks = read(tmp_path, "| Area | **2021** | 2022 |\n|:--|---|---:|\n| Care \\| help | 4 | |\n| | 5 | 6 |\n\nEnd.").blocks
    assert [(b.text, b.table, b.names_columns) for b in blocks[:3]] == [
        ("Area\t2021\t2022", 1, True),
        ("Care | help\t4", 1, False),
        ("\t5\t6", 1, False),
    ]
    assert blocks[1].cells == ("Care | help", "4") and blocks[3] == Block(kind="paragraph", text="End.")


def test_tab_separated_lines_give_rows(tmp_path: Path) -> None:
    blocks = read(tmp_path, "Agenda\t\t\nItem\tSubject\tPage no.\n01\tApologies\t\n02\tMinutes\t5 - 8\n\nA\tB\nC\tD\n").blocks
    assert [(b.kind, b.text, b.table, b.names_columns) for b in blocks] == [
        ("paragraph", "Agenda", None, False),
        ("row", "Item\tSubject\tPage no.", 1, True),
        ("row", "01\tApologies", 1, False),
        ("row", "02\tMinutes\t5 - 8", 1, False),
        ("row", "A\tB", 2, False),
        ("row", "C\tD", 2, False),
    ]


def test_form_feeds_number_the_pages(tmp_path: Path) -> None:
    reading = read(tmp_path, "One\n\f\n \n\fThree\n\f")
    assert [(block.page, block.text) for block in reading.blocks] == [(1, "One"), (3, "Three")]
    assert reading.page_labels == (None, None, None) and reading.pages_without_text == (2,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    words = "The café’s rate is £5 – fixed."
    assert shape(read(tmp_path, words.encode(encoding))) == [("paragraph", 1, words)]


@pytest.mark.parametrize("data", [b"", b" \n\f\n", b"----\n\n====\n", b"PK\x03\x04\x00\x00\x01\x02 zip \x00\x07\x07"])
def test_a_file_without_words_says_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, data)
    assert caught.value.reason.endswith(".") and caught.value.advice


def test_raised_words_join_ordinals_and_units_only() -> None:
    assert join_raised("on the 22 ", "nd") == "on the 22nd"
    assert join_raised("40 m", "2") == "40 m2"
    assert join_raised("in 2019", "3") == "in 2019 3"
    assert join_raised("services", "1") == "services 1"


def test_a_form_is_not_a_table_with_a_header() -> None:
    assert not has_header([["Report title", "Budget"], ["Report author", "Head of finance"]])
    assert has_header([["Judgement", "Grade"], ["The experiences of children in care", "Good"]])
    assert has_header([["Area", "Plans"], ["North", "12"], ["South", "9"]])
    assert not has_header([["01", "Apologies", "Chair"], ["02", "Minutes", "Chair"]])


@pytest.mark.parametrize("text", ["", "12.5", "25 January 2022", "Ends here.", "a" * 101, "See:"])
def test_what_only_looks_bold_is_no_heading(text: str) -> None:
    assert not is_heading_like(text)


@given(text=st.text(alphabet="abcXYZ éß²019 \n\n\t\f.,;:!?'\"()-–•*#|_=+£%/@&`\\~\u00ad\u200b", max_size=300))
def test_no_letter_or_digit_of_plain_text_is_lost(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "property.txt"
    path.write_text(text, "utf-8", newline="")
    try:
        reading = read_text(path)
    except UnreadableFile:
        assert not any(letter.isalnum() for letter in text)
        return
    kept = "".join(block.text for block in reading.blocks)
    assert [letter for letter in kept if letter.isalnum()] == [letter for letter in text if letter.isalnum()]
    for block in reading.blocks:
        assert block.text.strip() and "\n" not in block.text and "  " not in block.text
        assert block.kind == "row" or (block.text == block.text.strip() and "\t" not in block.text)
