"""Signs of exemption in files of every kind, wherever such files keep them: each must reach the paper's markings."""

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ingest.document import Document
from ingest.reading import read_document
from ingest.sources import find_files

WORDS = "Larkfield Holdings would pay five million pounds for Alder Court."
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def read(path: Path) -> Document:
    return read_document(find_files([path]).files[0])


def why(document: Document) -> str:
    assert document.exempt == ((0, len(document.text)),)
    return document.markings[0].why


def write_word(path: Path, change) -> Path:
    paper = docx.Document()
    paper.add_heading("Sale of Alder Court", 1)
    paper.add_paragraph(WORDS)
    change(paper)
    paper.save(path)
    return path


def write_pdf(path: Path, draw=lambda page: None, pages: int = 1) -> Path:
    page = canvas.Canvas(str(path))
    for number in range(pages):
        page.setFont("Helvetica", 11)
        for line in range(20):
            page.drawString(72, 700 - 20 * line, f"{number + 1}.{line} {WORDS}")
        if number == 0:
            draw(page)
        page.showPage()
    page.save()
    return path


def test_a_word_file_with_a_header_on_its_first_page_alone(tmp_path):
    def change(paper):
        section = paper.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "RESTRICTED – COMMERCIAL"

    assert why(read(write_word(tmp_path / "a.docx", change))) == "header or footer: RESTRICTED – COMMERCIAL"


def test_a_watermark_of_a_word_file(tmp_path):
    def change(paper):
        shape = f'<w:r {NAMESPACES}><w:pict><v:shape><v:textpath string="CONFIDENTIAL"/></v:shape></w:pict></w:r>'
        paper.sections[0].header.paragraphs[0]._p.append(parse_xml(shape))

    assert why(read(write_word(tmp_path / "a.docx", change))) == "watermark: CONFIDENTIAL"


def test_a_text_box_in_the_header_of_a_word_file(tmp_path):
    def change(paper):
        box = (
            f"<w:r {NAMESPACES}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Not for </w:t></w:r><w:r>"
            "<w:t>publication</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        paper.sections[0].header.paragraphs[0]._p.append(parse_xml(box))

    assert why(read(write_word(tmp_path / "a.docx", change))) == "text box of a header or footer: Not for publication"


def test_the_properties_of_a_word_file(tmp_path):
    def change(paper):
        paper.core_properties.keywords = "exempt; property"

    assert "keywords" in why(read(write_word(tmp_path / "a.docx", change)))


def test_the_footer_of_a_slide_holds_for_that_slide(tmp_path):
    deck = pptx.Presentation()
    for title, footer in (("Library", None), ("Alder Court", "Strictly confidential"), ("Roads", None)):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, f"{title} words"
        if footer:
            place = next(p for p in slide.slide_layout.placeholders if "Footer" in p.name)
            copied = parse_xml(
                '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
                'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="99" name="Footer"/>'
                f'<p:cNvSpPr/><p:nvPr><p:ph type="ftr" idx="{place.placeholder_format.idx}"/></p:nvPr></p:nvSpPr><p:spPr/>'
                f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{footer}</a:t></a:r></a:p></p:txBody></p:sp>"
            )
            slide.shapes._spTree.append(copied)
    deck.save(tmp_path / "a.pptx")

    document = read(tmp_path / "a.pptx")
    held = "".join(document.text[start:end] for start, end in document.exempt)
    assert "Alder Court words" in held and "Library" not in held and "Roads" not in held


def test_the_print_header_of_a_sheet_holds_for_that_sheet(tmp_path):
    book = openpyxl.Workbook()
    for title, header in (("Visits", None), ("Prices", '&C&"Arial,Bold"&14EXEMPT – Paragraph 3'), ("Roads", None)):
        sheet = book.create_sheet(title)
        sheet.append(["Name", "Number"])
        sheet.append([f"{title} words", 3])
        if header:
            sheet.oddHeader.center.text = "EXEMPT – Paragraph 3"
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")

    document = read(tmp_path / "a.xlsx")
    held = "".join(document.text[start:end] for start, end in document.exempt)
    assert "Prices words" in held and "Visits" not in held and "Roads" not in held
    assert document.markings[0].why == "print header or footer: EXEMPT – Paragraph 3"


@pytest.mark.parametrize(
    "banner",
    [
        "<header><p>NOT FOR <b>PUBLICATION</b></p></header>",
        '<div class="banner">OFFICIAL-SENSITIVE</div>',
        "<footer>Restricted</footer>",
    ],
)
def test_the_banner_of_a_web_page(tmp_path, banner):
    (tmp_path / "a.html").write_text(f"<body>{banner}<main><h1>Alder Court</h1><p>{WORDS}</p></main></body>")

    assert "outside the content of the web page" in why(read(tmp_path / "a.html"))


def test_the_menu_of_a_web_page_is_no_sign(tmp_path):
    menu = "<nav><ul><li>Private hire</li><li><a href='/x'>Confidential</a></li><li>Exempt information</li></ul></nav>"
    (tmp_path / "a.html").write_text(f"<body>{menu}<main><h1>Alder Court</h1><p>{WORDS}</p></main></body>")

    assert read(tmp_path / "a.html").markings == ()


def test_the_sensitivity_of_an_e_mail(tmp_path):
    message = EmailMessage()
    message["From"], message["Subject"], message["Sensitivity"] = "a@norvale.example", "Alder Court", "Company-Confidential"
    message.set_content(WORDS)
    (tmp_path / "a.eml").write_bytes(bytes(message))

    assert why(read(tmp_path / "a.eml")) == "e-mail header Sensitivity: Company-Confidential"


def test_a_note_and_a_stamp_on_a_page_of_a_pdf(tmp_path):
    path = write_pdf(tmp_path / "plain.pdf", pages=2)
    note = FreeText(text="Not for publication", rect=(50, 750, 250, 780))
    stamp = FreeText(text="", rect=(50, 750, 250, 780))
    stamp[NameObject("/Subtype")] = NameObject("/Stamp")
    stamp[NameObject("/Name")] = NameObject("/Confidential")
    stamp[NameObject("/Contents")] = TextStringObject("CONFIDENTIAL")
    for name, annotation in (("note", note), ("stamp", stamp)):
        writer = PdfWriter()
        writer.append_pages_from_reader(PdfReader(path))
        writer.add_annotation(page_number=0, annotation=annotation)
        writer.write(tmp_path / f"{name}.pdf")

        assert f"{name} on page 1" in why(read(tmp_path / f"{name}.pdf"))
    assert read(path).markings == ()


def test_words_up_the_margin_of_a_pdf_are_a_line_of_their_own(tmp_path):
    def draw(page):
        page.saveState()
        page.translate(40, 300)
        page.rotate(90)
        page.drawString(0, 0, "NOT FOR PUBLICATION")
        page.restoreState()

    document = read(write_pdf(tmp_path / "a.pdf", draw))

    assert any(document.text[block.start : block.end] == "NOT FOR PUBLICATION" for block in document.blocks)
    assert why(document)


def test_a_picture_of_a_stamp_on_a_page_with_words(tmp_path):
    stamp = Image.new("RGB", (600, 120), "white")
    ImageDraw.Draw(stamp).text((20, 20), "CONFIDENTIAL", fill="red", font=ImageFont.load_default(72))
    packed = io.BytesIO()
    stamp.save(packed, "PNG")

    document = read(write_pdf(tmp_path / "a.pdf", lambda page: page.drawImage(ImageReader(packed), 72, 740, 300, 60)))

    assert why(document) == "picture on page 1: CONFIDENTIAL"


def test_the_properties_of_a_pdf(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", lambda page: page.setSubject("Exempt report"))

    assert "subject" in why(read(path))


@pytest.mark.parametrize("name", ["Exempt/alder.txt", "alder-NOT_FOR_PUBLICATION.txt", "Cabinet Part 2 agenda.txt"])
def test_the_name_of_a_file_or_folder(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(WORDS)

    assert why(read_document(find_files([tmp_path]).files[0])).startswith(("file name", "folder"))
