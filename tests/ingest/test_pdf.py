"""PDF files made here and the sample papers: words, places, weights, labels, and what cannot be read."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from ingest.document import Reading, UnreadableFile
from ingest.pdf import read_pdf
from ingest.samples import papers_folder

WIDTH, HEIGHT = A4
BODY = "The council has a duty to secure enough suitable places for pupils in its area."


def draw(path: Path, paint: Callable[[Canvas], None], **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=A4, **options)
    paint(canvas)
    canvas.save()
    return path


def write_lines(canvas: Canvas, *lines: str, top: float = 700, font: str = "Helvetica", size: float = 11) -> None:
    text = canvas.beginText(60, top)
    text.setFont(font, size, leading=size * 1.3)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def scan(*, words: bool) -> ImageReader:
    """A picture of a page, with lines of ink or without."""
    picture = Image.new("L", (620, 877), 250)
    if words:
        pen = ImageDraw.Draw(picture)
        for y in range(80, 780, 24):
            pen.line((70, y, 540, y), fill=40, width=7)
    return ImageReader(picture)


def shape(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


def refuse(path: Path, password: str | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(path, password)
    return caught.value


@pytest.fixture(scope="module")
def pack() -> Reading:
    return read_pdf(papers_folder() / "stanwold-cabinet-agenda-pack-2025-10-14.pdf")


# Words and how they look


def test_paragraphs_come_with_their_page(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        write_lines(canvas, BODY, "It keeps them under review.")
        canvas.showPage()
        write_lines(canvas, "There were none.")

    blocks = read_pdf(draw(tmp_path / "a.pdf", paint)).blocks
    assert [(block.text, block.page) for block in blocks] == [(f"{BODY} It keeps them under review.", 1), ("There were none.", 2)]


def test_bold_type_of_a_font_that_is_not_embedded_makes_a_heading(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        write_lines(canvas, "Attending the meeting", font="Helvetica-Bold")
        write_lines(canvas, *[BODY] * 4, top=680)

    assert shape(read_pdf(draw(tmp_path / "a.pdf", paint)))[0] == ("heading", "Attending the meeting")


def test_letters_that_are_drawn_twice_come_out_once(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(60 + shift, 700, "Overview and Scrutiny")

    assert shape(read_pdf(draw(tmp_path / "a.pdf", paint))) == [("paragraph", "Overview and Scrutiny")]


def test_a_word_cut_at_a_line_end_is_healed_by_its_like(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        write_lines(canvas, "All information was given to the committee, and more of that infor-", "mation will be given in May.")

    ((_, text),) = shape(read_pdf(draw(tmp_path / "a.pdf", paint)))
    assert text == "All information was given to the committee, and more of that information will be given in May."


def test_a_hyphen_at_the_line_end_does_not_hide_that_the_line_ends(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        write_lines(canvas, *[BODY] * 6)
        write_lines(canvas, "and it keeps a clear oversight of every decision-", top=600)
        write_lines(canvas, "1 See the guidance of 2018.", top=560, size=8)
        canvas.showPage()
        write_lines(canvas, "making panel in the area.", "There were none.")

    texts = [text for _, text in shape(read_pdf(draw(tmp_path / "a.pdf", paint)))]
    assert "1 See the guidance of 2018." in texts
    assert "and it keeps a clear oversight of every decision-making panel in the area. There were none." in texts


def test_bullets_of_symbol_fonts_are_bullets(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        write_lines(canvas, "The points were:")
        for top, text in ((680, "Whether teachers could be found"), (662, "How the budget was set")):
            canvas.setFont("Symbol", 11)
            canvas.drawString(70, top, "\u2022")
            canvas.setFont("Helvetica", 11)
            canvas.drawString(85, top, text)

    assert shape(read_pdf(draw(tmp_path / "a.pdf", paint)))[1:] == [
        ("item", "Whether teachers could be found"), ("item", "How the budget was set")]


def test_a_ruled_table_becomes_rows_with_its_header(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        write_lines(canvas, BODY)
        table = Table([["Area", "Plans", "Change"], ["North", "1,204", "+4%"], ["South", "988", "–"]], colWidths=[150, 80, 80])
        grid, ground = ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue)
        table.setStyle(TableStyle([grid, ground]))
        table.wrapOn(canvas, 400, 400)
        table.drawOn(canvas, 60, 560)

    rows = [block for block in read_pdf(draw(tmp_path / "a.pdf", paint)).blocks if block.kind == "row"]
    assert [(row.names_columns, row.cells) for row in rows] == [
        (True, ("Area", "Plans", "Change")), (False, ("North", "1,204", "+4%")), (False, ("South", "988", "–"))]
    assert {row.table for row in rows} == {1}


def test_words_and_rows_of_a_page_turned_sideways_are_read(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        canvas.setPageSize(landscape(A4))
        canvas.setPageRotation(90)
        write_lines(canvas, BODY, top=400)

    assert shape(read_pdf(draw(tmp_path / "a.pdf", paint))) == [("paragraph", BODY)]


# Labels, properties, pictures


def test_labels_that_only_the_file_states_are_taken(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(2, style="ARABIC", start=1)
        for _ in range(4):
            write_lines(canvas, BODY)
            canvas.showPage()

    assert read_pdf(draw(tmp_path / "a.pdf", paint)).page_labels == ("i", "ii", "1", "2")


def test_the_files_own_properties_are_kept(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        canvas.setTitle("Minutes of the Cabinet")
        canvas.setAuthor("Democratic Services")
        write_lines(canvas, BODY)

    properties = read_pdf(draw(tmp_path / "a.pdf", paint)).properties
    assert properties["title"] == "Minutes of the Cabinet" and properties["author"] == "Democratic Services"


def test_pages_of_a_mixed_file_that_are_scans_are_named_though_a_label_is_stamped_on_them(tmp_path: Path):
    def paint(canvas: Canvas) -> None:
        for number in range(1, 7):
            if number in (2, 5):
                canvas.drawImage(scan(words=True), 0, 0, WIDTH, HEIGHT)
            elif number != 4:
                write_lines(canvas, BODY)
            canvas.setFont("Helvetica", 9)
            canvas.drawCentredString(WIDTH / 2, 25, f"Page {number}")
            canvas.showPage()

    reading = read_pdf(draw(tmp_path / "a.pdf", paint))
    assert reading.pages_without_text == (2, 5)
    assert reading.page_labels == ("1", "2", "3", "4", "5", "6")


def test_a_scanned_page_is_read_by_ocr():
    done: list[None] = []
    reading = read_pdf(
        papers_folder() / "stanwold-public-notice-withybeck-school-2025-11-06.pdf", page_done=lambda: done.append(None)
    )
    assert reading.pages_read_by_ocr == tuple(range(1, len(reading.page_labels) + 1)) and len(done) == len(reading.page_labels)
    assert "Withybeck" in " ".join(block.text for block in reading.blocks)


# What cannot be read


def test_a_scan_without_letters_is_said_to_be_a_picture(tmp_path: Path):
    error = refuse(draw(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(scan(words=True), 0, 0, WIDTH, HEIGHT)))
    assert "picture" in error.reason and "OCR" in error.advice


@pytest.mark.parametrize("paint", [
    lambda canvas: canvas.showPage(),
    lambda canvas: canvas.drawImage(scan(words=False), 0, 0, WIDTH, HEIGHT),
], ids=["an empty page", "an empty scan"])  # fmt: skip
def test_a_blank_paper_holds_no_text(tmp_path: Path, paint: Callable[[Canvas], None]):
    error = refuse(draw(tmp_path / "a.pdf", paint))
    assert "no text" in error.reason and "OCR" not in error.advice


def test_a_locked_paper_needs_its_password(tmp_path: Path):
    locked = draw(tmp_path / "a.pdf", lambda canvas: write_lines(canvas, BODY), encrypt=StandardEncryption("key", "owner"))
    error = refuse(locked)
    assert "password" in error.reason and "password" in error.advice
    assert "password" in refuse(locked, "wrong").reason
    assert shape(read_pdf(locked, "key")) == [("paragraph", BODY)]


def test_a_paper_that_is_only_protected_from_changes_is_read(tmp_path: Path):
    path = draw(tmp_path / "a.pdf", lambda canvas: write_lines(canvas, BODY), encrypt=StandardEncryption("", "owner", canPrint=0))
    assert shape(read_pdf(path)) == [("paragraph", BODY)]


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"")
    assert "empty" in refuse(tmp_path / "a.pdf").reason


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"\x00" * 500, b"<html><p>Sign in</p></html>", b"%PDF-1.4\n1 0 obj\n<<>>\n"])
def test_what_is_no_pdf_is_damaged(tmp_path: Path, data: bytes):
    (tmp_path / "a.pdf").write_bytes(data)
    error = refuse(tmp_path / "a.pdf")
    assert "damaged" in error.reason and error.advice


def test_a_pdf_without_pages_is_refused(tmp_path: Path):
    out = io.BytesIO()
    pypdf.PdfWriter().write(out)
    (tmp_path / "a.pdf").write_bytes(out.getvalue())
    assert refuse(tmp_path / "a.pdf").advice


def test_a_pdf_that_was_cut_short_is_read_or_refused_but_never_fails_otherwise(tmp_path: Path):
    whole = (papers_folder() / "stanwold-cabinet-draft-minutes-2025-10-14.pdf").read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        (tmp_path / "a.pdf").write_bytes(whole[:int(len(whole) * share)])
        try:
            assert read_pdf(tmp_path / "a.pdf").blocks
        except UnreadableFile as error:
            assert error.reason and error.advice


# The sample pack


def test_the_labels_of_the_pack_are_those_printed_on_it(pack: Reading):
    assert pack.page_labels == ("i", "ii", "iii", "iv", *map(str, range(1, 27)))


def test_nothing_of_the_running_headers_and_footers_of_the_pack_is_read(pack: Reading):
    texts = [block.text for block in pack.blocks]
    assert not [text for text in texts if text.startswith(("Stanwold Council – Cabinet", "Page "))]
    assert pack.pages_without_text == ()


def test_each_agenda_item_of_the_pack_opens_with_its_mark(pack: Reading):
    marks = {block.page: block.text for block in pack.blocks if block.kind == "heading" and block.text.startswith("Agenda Item")}
    assert marks == {5: "Agenda Item 3", 9: "Agenda Item 6", 17: "Agenda Item 7", 23: "Agenda Item 8", 27: "Agenda Item 9",
                     29: "Agenda Item 10"}


def test_numbered_paragraphs_of_the_pack_are_whole(pack: Reading):
    texts = [block.text for block in pack.blocks]
    (busy,) = (text for text in texts if text.startswith("4.4 The scheme needs planning permission."))
    assert "between 8.30 am and 9.00 am would rise from 61 to 88" in busy
    (broken,) = (block for block in pack.blocks if block.text.startswith("3.7 The Schools Forum"))
    assert broken.page == 10 and [page for _, page in broken.page_breaks] == [11]


def test_tables_of_the_pack_run_over_pages_under_one_header(pack: Reading):
    duties = [block for block in pack.blocks if block.kind == "row" and block.page in range(19, 23)]
    assert len({block.table for block in duties}) == 1
    assert [(block.page, block.cells) for block in duties if block.names_columns] == [
        (page, ("No.", "Duty or power", "Legal basis", "Lead")) for page in range(19, 23)]
    (row,) = (block for block in duties if block.cells[0] == "24")
    assert row.cells[2] == "Special Educational Needs and Disability Regulations 2014, regulation 13"


def test_no_word_of_the_pack_is_lost(pack: Reading):
    read = " ".join(block.text for block in pack.blocks)
    for sentence in ("Councillor Farida Bellamy", "A hearing loop is fitted.", "£9.6 million", "HoS-SEND", "31 January 2026",
                     "This letter is invented and is not a publication of Ofsted."):
        assert sentence in read


def test_the_same_file_gives_the_same_reading(pack: Reading):
    assert read_pdf(papers_folder() / "stanwold-cabinet-agenda-pack-2025-10-14.pdf") == pack
