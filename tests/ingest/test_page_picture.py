"""Pages as pictures: drawn as they are shown, with the marks where the words are."""

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.page_marks import find_marks
from ingest.page_picture import PageProblem, draw_page, measure_page, read_printed_chars

QUOTE = "Kelverton library shall open on Sundays"


def draw_paper(path: Path, *, turned: int = 0, cropped: bool = False) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.drawString(120, 600, QUOTE)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(120, 560, "and no other library shall.")
    canvas.save()
    if turned or cropped:
        writer = pypdf.PdfWriter(clone_from=path)
        if cropped:
            writer.pages[0].cropbox = pypdf.generic.RectangleObject((60, 300, 500, 800))
        writer.pages[0].rotate(turned)
        writer.write(path)
    return path


@pytest.mark.parametrize(("turned", "cropped"), [(0, False), (90, False), (180, False), (270, False), (0, True), (90, True)])
def test_the_marks_lie_on_the_words_as_the_page_is_shown(tmp_path: Path, turned: int, cropped: bool):
    path = draw_paper(tmp_path / "paper.pdf", turned=turned, cropped=cropped)
    boxes = find_marks(read_printed_chars(path, 1), QUOTE)
    picture = Image.open(io.BytesIO(draw_page(path, 1, width=900))).convert("RGB")
    red = [
        (x / picture.width, y / picture.height)
        for x in range(picture.width)
        for y in range(picture.height)
        if picture.getpixel((x, y))[0] > 200 and max(picture.getpixel((x, y))[1:]) < 80
    ]

    assert boxes and red
    assert all(any(b.left - 0.01 <= x <= b.right + 0.01 and b.top - 0.01 <= y <= b.bottom + 0.01 for b in boxes) for x, y in red)
    shape = measure_page(path, 1)
    assert abs(shape.width / shape.height - picture.width / picture.height) < 0.01


def test_a_page_that_is_not_there_is_named(tmp_path: Path):
    path = draw_paper(tmp_path / "paper.pdf")

    with pytest.raises(PageProblem, match=r"paper\.pdf has no page 2: it has 1"):
        draw_page(path, 2, width=700)
    with pytest.raises(PageProblem, match="cannot be opened"):
        draw_page(tmp_path / "gone.pdf", 1, width=700)


def test_a_poster_is_drawn_no_larger_than_memory_allows(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "poster.pdf"), pagesize=(5000, 14000))
    canvas.drawString(100, 100, QUOTE)
    canvas.save()

    picture = Image.open(io.BytesIO(draw_page(tmp_path / "poster.pdf", 1, width=2800)))
    assert picture.width * picture.height <= 12_100_000
