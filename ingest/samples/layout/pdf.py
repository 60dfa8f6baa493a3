"""Draws blocks as A4 PDF pages with ReportLab: styles, tables, running headers and footers, printed page labels.

Only the fonts that every PDF reader has are used, so nothing is embedded and the text comes out again in WinAnsi.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Spacer, TableStyle
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from ingest.patterns import compile_pattern
from ingest.samples.content.markup import Block, Facts, Heading, Item, PageEnd, Paragraph, Table

MARGIN = 20 * mm
INDENT = 34
SHADE = colors.HexColor("#D9E2EC")
PALE = colors.HexColor("#EEF2F6")
INTENTIONALLY_BLANK = "This page is intentionally left blank"
SOFT_BREAKS = {
    word.replace("-", ""): word.replace("-", "\u00ad")
    for word in (
        "accommo-dation", "arrange-ments", "assess-ments", "con-sidered", "consul-tation", "con-struction", "develop-ment",
        "educa-tional", "establish-ment", "imple-mentation", "improve-ment", "indepen-dent", "infor-mation", "invest-ment",
        "manage-ment", "recommen-dations", "repre-sentations", "require-ments", "respon-sibilities", "safe-guarding",
        "supple-mentary", "under-standing", "under-taken",
    )
}  # fmt: skip
"""Where a long word may be broken at the end of a line, as word processors did to many printed papers."""

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=14, spaceAfter=7, allowWidows=0, allowOrphans=0)
NUMBERED = ParagraphStyle("numbered", BODY, leftIndent=INDENT, bulletIndent=0, bulletFontSize=11)
ITEMS = {
    level: ParagraphStyle(
        f"item{level}",
        BODY,
        leftIndent=INDENT + 16 * level,
        bulletIndent=INDENT + 16 * (level - 1),
        spaceAfter=4,
        bulletFontSize=11,
    )
    for level in (1, 2)
}
# ReportLab writes Helvetica's bullet as a code that some readers do not know; that of the Symbol font is known to all.
BULLETS = {level: ParagraphStyle(f"bullet{level}", style, bulletFontName="Symbol") for level, style in ITEMS.items()}
HEADINGS = {
    1: ParagraphStyle("h1", BODY, fontName="Helvetica-Bold", fontSize=15, leading=18.5, spaceAfter=9, keepWithNext=1),
    2: ParagraphStyle(
        "h2", BODY, fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=8, spaceAfter=6, keepWithNext=1
    ),
    3: ParagraphStyle("h3", BODY, fontName="Helvetica-Bold", spaceBefore=4, spaceAfter=4, keepWithNext=1),
}
CELL = ParagraphStyle("cell", BODY, fontSize=8.8, leading=10.8, spaceAfter=0)
CELL_RIGHT = ParagraphStyle("cell-right", CELL, alignment=TA_RIGHT)
CELL_HEAD = ParagraphStyle("cell-head", CELL, fontName="Helvetica-Bold")
CELL_HEAD_RIGHT = ParagraphStyle("cell-head-right", CELL_HEAD, alignment=TA_RIGHT)
BLANK = ParagraphStyle("blank", BODY, alignment=TA_CENTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages that belong together: an agenda item, or the front of a pack. It begins on a page of its own.

    `outline` is its bookmark. `corner` stands at the head of its first page ("Agenda Item 6"); `foot` is the part's own footer,
    to which its own page number is added. In a book printed on both sides it begins a sheet unless `begins_sheet` is false.
    """

    outline: str
    blocks: tuple[Block, ...]
    corner: str = ""
    foot: str = ""
    landscape: bool = False
    begins_sheet: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A PDF: its parts, what runs at the head of each page, how many pages at the front are labelled i, ii, and its properties.

    With `duplex` it is printed on both sides: a left-hand page before a part that begins a sheet is left blank.
    """

    parts: tuple[Part, ...]
    running_head: str
    title: str
    subject: str
    front_pages: int = 0
    first_label: int = 1
    duplex: bool = False

    def label_page(self, page: int) -> str:
        """What is printed on a page of the file (from 1)."""
        if page <= self.front_pages:
            return ("i", "ii", "iii", "iv", "v", "vi")[page - 1]
        return str(page - self.front_pages + self.first_label - 1)


def count_pages(part: Part) -> int:
    """How many pages the part fills. It does not depend on where the part stands."""
    return _build(Book(parts=(part,), running_head="", title="", subject=""), [1])[1]


def draw_book(book: Book) -> bytes:
    """The PDF. The same book gives the same bytes under the same version of ReportLab."""
    return _build(book, [count_pages(part) for part in book.parts])[0]


def _build(book: Book, lengths: list[int]) -> tuple[bytes, int]:
    starts: dict[int, tuple[Part, int]] = {}
    story: list[Flowable] = []
    page = 1
    for part, length in zip(book.parts, lengths, strict=True):
        if book.duplex and part.begins_sheet and page % 2 == 0:
            story += _leave_blank()
            page += 1
        turn = "landscape" if part.landscape else "portrait"
        story += [NextPageTemplate(turn), PageBreak()] if story else []
        story += list(_flow(part))
        starts[page] = (part, length)
        page += length
    if book.duplex and page % 2 == 0:
        story += _leave_blank()

    out = BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=book.title, author="Democratic Services", subject=book.subject, invariant=1
    )
    first = "landscape" if book.parts[0].landscape else "portrait"
    templates = [_make_template(book, starts, turn) for turn in ("portrait", "landscape")]
    document.addPageTemplates(sorted(templates, key=lambda template: template.id != first))
    document.build(story)
    return out.getvalue(), document.page


def _leave_blank() -> list[Flowable]:
    return [NextPageTemplate("portrait"), PageBreak(), Spacer(1, 95 * mm), Text(INTENTIONALLY_BLANK, BLANK)]


def _make_template(book: Book, starts: dict[int, tuple[Part, int]], turn: str) -> PageTemplate:
    width, height = landscape(A4) if turn == "landscape" else A4
    frame = Frame(MARGIN, 20 * mm, width - 2 * MARGIN, height - 41 * mm, 0, 0, 0, 0)

    def draw_head(canvas: Canvas, _: BaseDocTemplate) -> None:
        page = canvas.getPageNumber()
        if page == 1:
            _label_pages(canvas, book)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, height - 14 * mm, book.running_head)
        canvas.line(MARGIN, height - 16 * mm, width - MARGIN, height - 16 * mm)
        if page in starts:
            part = starts[page][0]
            canvas.bookmarkPage(f"page{page}")
            canvas.addOutlineEntry(part.outline, f"page{page}")
            canvas.setFont("Helvetica-Bold", 10)
            canvas.drawRightString(width - MARGIN, height - 14 * mm, part.corner)

    def draw_foot(canvas: Canvas, _: BaseDocTemplate) -> None:
        page = canvas.getPageNumber()
        canvas.setFont("Helvetica", 8)
        for start, (part, length) in starts.items():
            if part.foot and start <= page < start + length:
                canvas.drawString(MARGIN, 15 * mm, part.foot)
                canvas.drawRightString(width - MARGIN, 15 * mm, str(page - start + 1))
        canvas.setFont("Helvetica", 9.5)
        canvas.drawCentredString(width / 2, 9 * mm, f"Page {book.label_page(page)}")

    return PageTemplate(turn, [frame], onPage=draw_head, onPageEnd=draw_foot, pagesize=(width, height))


def _label_pages(canvas: Canvas, book: Book) -> None:
    if book.front_pages:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
    canvas.addPageLabel(book.front_pages, style="ARABIC", start=book.first_label)


def _flow(part: Part) -> Iterable[Flowable]:
    width = (landscape(A4) if part.landscape else A4)[0] - 2 * MARGIN
    for block in part.blocks:
        match block:
            case Heading(level=level, text=text):
                yield Text(_mark(text), HEADINGS[level])
            case Paragraph(number=None, text=text):
                # A table's caption must not be left at the foot of the page before its table.
                caption = compile_pattern(r"\*\*Table \d").match(text)
                yield Text(_mark(text), ParagraphStyle("caption", BODY, keepWithNext=1) if caption else BODY)
            case Paragraph(number=number, text=text):
                yield Text(_mark(text), NUMBERED, bulletText=number)
            case Item(marker=marker, text=text, level=level):
                if marker == "-":
                    yield Text(_mark(text), BULLETS[level], bulletText="\u2022")
                else:
                    yield Text(_mark(text), ITEMS[level], bulletText=marker)
            case Facts(rows=rows):
                yield _draw_facts(rows, width)
                yield Spacer(1, 8)
            case Table():
                yield _draw_table(block, width)
                yield Spacer(1, 10)
            case PageEnd():
                yield PageBreak()


def _draw_facts(rows: tuple[tuple[str, str], ...], width: float) -> Grid:
    cells = [[Text(_mark(label), CELL_HEAD), Text(_mark(value), CELL)] for label, value in rows]
    style = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("BACKGROUND", (0, 0), (0, -1), PALE), *_PADDING]
    return Grid(cells, colWidths=[width * 0.28, width * 0.72], style=TableStyle(style))


_PADDING = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4.5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4.5),
    ("TOPPADDING", (0, 0), (-1, -1), 3.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
]


def _draw_table(table: Table, width: float) -> Grid:
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), SHADE), *_PADDING]
    cells = []
    for number, row in enumerate(table.rows):
        if len(row) == 1:
            style += [("SPAN", (0, number), (-1, number)), ("BACKGROUND", (0, number), (-1, number), PALE)]
            cells.append([Text(_mark(row[0]), CELL_HEAD), *[""] * (len(table.shares) - 1)])
            continue
        plain, right = (CELL_HEAD, CELL_HEAD_RIGHT) if number == 0 else (CELL, CELL_RIGHT)
        cells.append([Text(_mark(text), right if to_right else plain) for text, to_right in zip(row, table.right, strict=True)])
    return Grid(
        cells, colWidths=[width * share / sum(table.shares) for share in table.shares], repeatRows=1, style=TableStyle(style)
    )


def _mark(text: str) -> str:
    text = compile_pattern(r"\*\*(.+?)\*\*").sub(r"<b>\1</b>", escape(text)).replace("//", "<br/>")
    return compile_pattern(r"[A-Za-z]{9,}").sub(lambda word: SOFT_BREAKS.get(word[0], word[0]), text)
