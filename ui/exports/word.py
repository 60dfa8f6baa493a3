"""An export as a Word document, with headings that Word and screen readers know."""

import io

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from ui.exports.content import Export, Reply

LANGUAGE = "en-GB"


def write_word(export: Export) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.element.rPr.append(_tag("w:lang", **{"w:val": LANGUAGE}))
    document.core_properties.title, document.core_properties.author = export.title[:250], ""
    document.core_properties.language = LANGUAGE
    document.add_heading(export.title, level=1)
    for reply in export.replies:
        _write_reply(document, reply)
    for note in (*export.notes, export.foot):
        document.add_paragraph().add_run(note).italic = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_reply(document: Document, reply: Reply) -> None:
    document.add_heading(reply.question, level=2)
    for aside in reply.asides:
        document.add_paragraph().add_run(aside).italic = True
    for line in reply.lines:
        document.add_paragraph(line)
    if reply.references:
        document.add_heading("References", level=3)
    for one in reply.references:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"[{one.number}] ").bold = True
        paragraph.add_run(f"{one.place} ({one.file})")
        document.add_paragraph(f"“{one.quote}”", style="Quote")
        _add_link(document.add_paragraph(), one.address)
    document.add_paragraph().add_run(reply.searched).italic = True


def _add_link(paragraph: Paragraph, address: str) -> None:
    """The library has no links of its own; this is what Word writes for one."""
    link = _tag("w:hyperlink", **{"r:id": paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)})
    run, properties = _tag("w:r"), _tag("w:rPr")
    properties.extend([_tag("w:color", **{"w:val": "14508C"}), _tag("w:u", **{"w:val": "single"})])
    words = _tag("w:t")
    words.text = address
    run.extend([properties, words])
    link.append(run)
    paragraph._p.append(link)


def _tag(name: str, **attributes: str):
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
