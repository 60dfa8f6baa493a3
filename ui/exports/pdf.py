"""An export as a PDF, with fonts of its own so that every name in the papers can be written."""

import html
import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from ui.exports.content import Export, Reply

FONTS = Path(__file__).with_name("fonts")
PLAIN, BOLD = "CouncilSans", "CouncilSans-Bold"
BLUE, GREY = "#14508c", "#45525f"


def write_pdf(export: Export) -> bytes:
    """The file's bytes."""
    for name, file in ((PLAIN, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, FONTS / file))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    story = [_paragraph(export.title, size=17, font=BOLD, after=10)]
    for reply in export.replies:
        story += _write_reply(reply)
    story += [_paragraph(note, size=9, colour=GREY, after=3) for note in (*export.notes, export.foot)]
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=export.title,
        author="",
        lang="en-GB",
        leftMargin=62,
        rightMargin=62,
        topMargin=62,
        bottomMargin=62,
    )
    document.build(story, onFirstPage=_number_page, onLaterPages=_number_page)
    return out.getvalue()


def _write_reply(reply: Reply) -> list[Paragraph]:
    parts = [_paragraph(reply.question, size=13, font=BOLD, before=12, after=6)]
    parts += [_paragraph(aside, size=9, colour=GREY, after=4) for aside in reply.asides]
    parts += [_paragraph(line, size=11, after=5) for line in reply.lines]
    for one in reply.references:
        parts.append(_paragraph(f"[{one.number}] {one.place} ({one.file})", size=9.5, font=BOLD, before=6, after=2))
        parts.append(_paragraph(f"“{one.quote}”", size=9.5, indent=14, after=2))
        shown = html.escape(one.address)
        parts.append(_marked(f'<link href="{shown}" color="{BLUE}">{shown}</link>', size=7.5, indent=14, after=4))
    return [*parts, _paragraph(reply.searched, size=9, colour=GREY, before=4, after=8)]


def _paragraph(words: str, **look) -> Paragraph:
    """Words as they are: what looks like markup in them is shown."""
    return _marked(html.escape(words), **look)


def _marked(markup: str, *, size: float, font: str = PLAIN, colour: str = "#0f1a24", before: float = 0, after: float = 0,
            indent: float = 0) -> Paragraph:  # fmt: skip
    style = ParagraphStyle(
        f"{font}-{size}",
        fontName=font,
        fontSize=size,
        leading=size * 1.4,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=indent,
        splitLongWords=True,
    )
    return Paragraph(markup, style)


def _number_page(canvas, document) -> None:
    canvas.setFont(PLAIN, 8)
    canvas.drawCentredString(A4[0] / 2, 34, f"Page {document.page}")
