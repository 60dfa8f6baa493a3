"""Pictures of text: how lines seen on one become a page, and real reading of a page that lies askew or upside down."""

import numpy
from PIL import Image, ImageDraw, ImageFont

from ingest.layout import Line, RuledTable
from ingest.ocr import SeenLine, SeenPicture, SeenText
from ingest.scans import order_lines, place_scan, scan_page

WORDS = [
    "Stanwold Council will mend the bridge",
    "over the river between May and July 2026.",
    "The diversion is by way of Mill Lane.",
    "Comments may be sent before 14 April 2026.",
]


def line(text: str, x0: float, top: float, *, width: float | None = None, height: float = 20) -> SeenLine:
    """A line of letters ten pixels wide."""
    end = x0 + (width or 10 * len(text))
    words, x = [], x0
    for word in text.split():
        words.append(SeenText(text=word, x0=x, x1=x + 10 * len(word), top=top, bottom=top + height))
        x += 10 * (len(word) + 1)
    return SeenLine(whole=SeenText(text=text, x0=x0, x1=end, top=top, bottom=top + height), words=tuple(words), score=1.0)


def seen(*lines: SeenLine, rules: tuple = ()) -> SeenPicture:
    return SeenPicture(width=1200, height=1700, lines=lines, rules=rules)


def test_columns_are_read_one_after_the_other_between_a_head_and_a_foot():
    left = [line("the words of the left column come before", 100, 200 + 30 * n, width=450) for n in range(6)]
    right = [line("and these of the right column after them", 650, 200 + 30 * n, width=450) for n in range(6)]
    head, foot = (
        line("A title that runs over both of the columns of the page", 100, 100, width=1000),
        line("A foot", 100, 500, width=1000),
    )
    mixed = [head, *(one for pair in zip(left, right, strict=True) for one in pair), foot]
    assert order_lines(mixed, 1200) == [head, *left, *right, foot]


def test_numbers_beside_paragraphs_are_no_column():
    rows = [part for n in range(8) for part in (line(f"4.{n}", 60, 100 + 40 * n), line("words " * 12, 160, 100 + 40 * n))]
    assert order_lines(rows, 1200) == rows


def test_rows_of_several_pieces_are_a_table_without_rules():
    rows = [("Ward", "Visits in 2024", "Visits in 2025"), ("Kelverton", "4,100", "4,812"), ("Withybeck", "980", "1,004")]
    lines = [line(cell, 100 + 350 * at, 300 + 40 * n) for n, row in enumerate(rows) for at, cell in enumerate(row)]
    page = place_scan(seen(*lines), number=1, points=0.48)
    (table,) = page.elements
    assert isinstance(table, RuledTable) and table.rows == tuple(rows)


def test_a_drawn_table_has_the_cells_that_its_rules_make():
    rules = [(100.0, y, 700.0, y + 2) for y in (300.0, 340.0, 380.0)] + [(x, 300.0, x + 2, 382.0) for x in (100.0, 400.0, 700.0)]
    lines = [line("Ward", 110, 308), line("Visits", 410, 308), line("Kelverton", 110, 348), line("4,812", 410, 348)]
    (table,) = place_scan(seen(*lines, rules=tuple(rules)), number=1, points=0.48).elements
    assert isinstance(table, RuledTable) and table.rows == (("Ward", "Visits"), ("Kelverton", "4,812"))


def test_lines_of_about_one_height_are_of_one_size_and_taller_ones_are_larger():
    lines = [line("A title", 100, 100, height=40), *(line("body text", 100, 200 + 40 * n, height=20 + n % 3) for n in range(6))]
    sizes = [element.size for element in place_scan(seen(*lines), number=1, points=0.48).elements if isinstance(element, Line)]
    assert len(set(sizes[1:])) == 1 and sizes[0] > 1.5 * sizes[1]


def test_a_word_or_two_on_a_photograph_are_no_page_of_text():
    page = place_scan(seen(line("EXIT", 100, 100)), number=1, points=0.48)
    assert page.elements == () and page.picture


def test_a_page_that_lies_askew_or_upside_down_is_read_all_the_same():
    paper = Image.new("RGB", (900, 420), "white")
    draw, font = ImageDraw.Draw(paper), ImageFont.load_default(32)
    for number, words in enumerate(WORDS):
        draw.text((60, 60 + 70 * number), words, fill="black", font=font)
    for turned in (paper.rotate(4, fillcolor="white", expand=True), paper.rotate(180)):
        page = scan_page(numpy.asarray(turned), number=3, dots_per_inch=150)
        assert [element.text for element in page.elements if isinstance(element, Line)] == WORDS
        assert page.read_by_ocr and page.number == 3
        lefts = [element.x0 for element in page.elements if isinstance(element, Line)]
        assert max(lefts) - min(lefts) < 6
