"""Word and PowerPoint files: their words in reading order. Headers, footers, speaker notes, comments and what was deleted are
left out, and so are the tables of contents that repeat the headings."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
import docx.opc.exceptions
import pptx
import pptx.exc
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml

from ingest.document import Block, Notice, Reading, UnreadableFile
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.text import (
    STYLED_HEADING_CHARS,
    FlowingWords,
    has_header,
    is_heading_like,
    list_headings,
    row_text,
    split_mark,
    tidy_words,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

_WRAPPERS = frozenset(_W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"))
_SPACES = frozenset(_W + name for name in ("tab", "ptab", "br", "cr"))
_HEADING_STYLE = compile_pattern(r"heading ([1-9])$")
_LIST_STYLE = compile_pattern(r"list(?: bullet| number)?(?: ([2-5]))?$")
MOST_COLUMNS = 100
"""Word itself makes at most 63 columns."""
MOST_DECIMALS = 12

_LABEL_NAME = compile_pattern(r"^MSIP_Label_.*_Name$|classification|sensitivity|marking", IGNORECASE)
"""Custom properties that say who may read a file."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DAMAGE = (
    docx.opc.exceptions.OpcError, pptx.exc.PythonPptxError, etree.XMLSyntaxError, BadZipFile, zlib.error,
    KeyError, ValueError, AttributeError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the libraries and zipfile raise for a container that is cut off, lacks a part or holds something else."""

_FURNITURE = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER)

Piece = tuple[str, bool, bool]
"""Words of one run, whether they are bold, and whether they are raised."""


def read_docx(path: Path) -> Reading:
    """The words of a Word document in reading order; Word files have no pages. Tracked insertions are in, deletions out.

    Raises UnreadableFile for a damaged, locked or empty file or one of the older kind.
    """
    _check_container(path, "Word document", "DOCX")
    try:
        document = docx.Document(str(path))
        blocks = list_headings(list(_WordWalk(document).read(document.element.body)))
        return Reading(
            blocks=tuple(blocks),
            properties=_read_properties(document),
            margins=tuple(_read_margins(document)),
            notices=tuple(_read_word_notices(document)),
        )
    except _DAMAGE as error:
        raise _damaged("Word document", error) from error


def _read_margins(document: Any) -> Iterator[tuple[None, str]]:
    """The lines of every header and footer: of first, odd and even pages."""
    for section in document.sections:
        places = (
            section.header, section.first_page_header, section.even_page_header,
            section.footer, section.first_page_footer, section.even_page_footer,
        )  # fmt: skip
        for place in places:
            if not place.is_linked_to_previous:
                cells = (p for table in place.tables for row in table.rows for cell in row.cells for p in cell.paragraphs)
                yield from ((None, words) for p in (*place.paragraphs, *cells) if (words := tidy_words(p.text)))


def _read_word_notices(document: Any) -> Iterator[Notice]:
    """Watermarks and text boxes of headers and footers, and WordArt laid over the text."""
    for section in document.sections:
        for place in (section.header, section.first_page_header, section.even_page_header,
                      section.footer, section.first_page_footer, section.even_page_footer):  # fmt: skip
            if not place.is_linked_to_previous:
                yield from _read_drawn_words(place._element)
    for path in document.element.body.iter(_VML + "textpath"):
        if words := tidy_words(path.get("string") or ""):
            yield Notice(words=words, where="watermark")


def _read_drawn_words(element: Any) -> Iterator[Notice]:
    for path in element.iter(_VML + "textpath"):
        if words := tidy_words(path.get("string") or ""):
            yield Notice(words=words, where="watermark")
    for box in _find_boxes(element):
        for paragraph in box.iter(_W + "p"):
            if words := tidy_words("".join(run.text or "" for run in paragraph.iter(_W + "t"))):
                yield Notice(words=words, where="text box of a header or footer")
    for picture in element.iter(_WP + "docPr"):
        if words := tidy_words(picture.get("descr") or ""):
            yield Notice(words=words, where="picture in a header or footer")


def read_pptx(path: Path) -> Reading:
    """The words of a presentation, a page for every slide: its title, then its shapes column by column.

    Raises UnreadableFile for a damaged, locked or empty file or one of the older kind.
    """
    _check_container(path, "PowerPoint presentation", "PPTX")
    try:
        presentation = pptx.Presentation(str(path))
        reader = _SlideReader()
        pages = [list(reader.read(slide, number)) for number, slide in enumerate(presentation.slides, 1)]
        properties = _read_properties(presentation)
        notices = tuple(_read_slide_notices(presentation))
    except _DAMAGE as error:
        raise _damaged("PowerPoint presentation", error) from error
    return Reading(
        blocks=tuple(block for page in pages for block in page),
        page_labels=(None,) * len(pages),
        properties=properties,
        pages_without_text=tuple(number for number, page in enumerate(pages, 1) if not page),
        notices=notices,
    )


def _read_slide_notices(presentation: Any) -> Iterator[Notice]:
    """Footers and headers of slides, and what their master draws on every one of them."""
    for number, slide in enumerate(presentation.slides, 1):
        for shape in slide.placeholders:
            if shape.placeholder_format.type in _FURNITURE and shape.has_text_frame:
                yield from (Notice(words=words, where="footer", page=number) for words in _paragraph_texts(shape.text_frame))
    for master in presentation.slide_masters:
        for shape in master.shapes:
            if not shape.is_placeholder and shape.has_text_frame:
                yield from (Notice(words=words, where="slide master") for words in _paragraph_texts(shape.text_frame))


def _check_container(path: Path, kind: str, ending: str) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise UnreadableFile("The file is empty (0 bytes).", "Ask for a new copy.")
    if head == _OLE:
        # Office wraps an encrypted file in the container of the older formats, under a stream of this name.
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise UnreadableFile(f"The {kind} is locked with a password.", "Open it and save a copy without the password.")
        raise UnreadableFile("The file is in the older Office format.", f"Save it as {ending} or PDF and add that.")
    if not head.startswith(b"PK"):
        raise UnreadableFile(f"The file is no {kind}.", f"Open it in the program that made it and save it as {ending} or PDF.")


def _damaged(kind: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"The {kind} is damaged or of another kind ({type(error).__name__}: {tidy_words(str(error))[:80]}).",
        "Open it in Office, save it again and add that, or ask for a new copy.",
    )


def _read_properties(file: Any) -> dict[str, str]:
    try:
        file.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:
        # The libraries would make up properties with today's date.
        return {}
    core = file.core_properties
    names = ("title", "author", "subject", "keywords", "category", "comments")
    stated = {name: tidy_words(getattr(core, name) or "") for name in names}
    stated |= {"status": tidy_words(core.content_status or ""), "label": _read_label(file)}
    dated = {name: day.isoformat() for name, day in (("created", core.created), ("modified", core.modified)) if day}
    return {name: value for name, value in stated.items() if value} | dated


def _read_label(file: Any) -> str:
    """The sensitivity label or protective marking that Office or an add-in keeps among the custom properties; "" for none."""
    for part in file.part.package.iter_parts():
        if str(part.partname) == "/docProps/custom.xml":
            values = (p for p in etree.fromstring(part.blob) if _LABEL_NAME.search(p.get("name") or ""))
            return tidy_words(", ".join("".join(value.itertext()) for value in values))
    return ""


def _join_pieces(pieces: Iterable[Piece]) -> str:
    words = FlowingWords()
    for piece, _, raised in pieces:
        (words.add_raised if raised else words.add)(piece)
    return tidy_words(str(words))


def _all_bold(pieces: Iterable[Piece]) -> bool:
    worded = [bold for piece, bold, _ in pieces if piece.strip()]
    return bool(worded) and all(worded)


class _WordWalk:
    """Walks a Word body in order. Looks up in the styles what Word would draw."""

    def __init__(self, document: Any):
        root = document.styles.element
        self.styles = {style.get(_W + "styleId"): style for style in root.iterfind(_W + "style")}
        try:
            numbering = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            numbering = etree.Element(_W + "numbering")
        self.abstracts = {part.get(_W + "abstractNumId"): part for part in numbering.iterfind(_W + "abstractNum")}
        self.numbers = {part.get(_W + "numId"): _value(part, "abstractNumId") for part in numbering.iterfind(_W + "num")}
        self.heading_level = 0
        self.tables = 0

    def read(self, container: Any) -> Iterator[Block]:
        for element in _find_content(container):
            if element.tag == _W + "tbl":
                yield from self._table(element)
                continue
            yield from self._paragraph(element)
            for box in _find_boxes(element):
                yield from self.read(box)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        chain = self._style_chain(_value(paragraph, "pPr/pStyle"))
        names = [(_value(style, "name") or "").lower() for style in chain]
        pieces = list(self._pieces(paragraph, chain))
        text = _join_pieces(pieces)
        if not text or any(name.startswith("toc ") for name in names[:1]):
            return
        level = self._find_heading_level(paragraph, chain, names)
        listed = self._find_list(paragraph, chain, names)
        marked, words = split_mark(text)
        if level and len(text) <= STYLED_HEADING_CHARS:
            self.heading_level = level
            yield Block(kind="heading", text=text, level=level)
        elif (listed is None or not listed[1]) and _all_bold(pieces) and is_heading_like(text):
            yield Block(kind="heading", text=text, level=self.heading_level + 1)
        elif listed or marked:
            yield Block(kind="item", text=words, level=listed[0] if listed else 1)
        else:
            yield Block(kind="paragraph", text=text)

    def _style_chain(self, style: str | None) -> list[Any]:
        """The style and those it is based on, nearest first."""
        chain: list[Any] = []
        while style in self.styles and self.styles[style] not in chain:
            chain.append(self.styles[style])
            style = _value(chain[-1], "basedOn")
        return chain

    def _find_heading_level(self, paragraph: Any, chain: Sequence[Any], names: Sequence[str]) -> int | None:
        for element, name in zip((paragraph, *chain), ("", *names), strict=True):
            outline = _value(element, "pPr/outlineLvl")
            if named := _HEADING_STYLE.match(name):
                return int(named[1])
            if name in ("title", "subtitle"):
                return 1 if name == "title" else 2
            if outline is not None and outline.isdecimal():
                # Level 9 is Word's body text.
                level = _whole(outline, most=9)
                return level + 1 if level < 9 else None
        return None

    def _find_list(self, paragraph: Any, chain: Sequence[Any], names: Sequence[str]) -> tuple[int, bool] | None:
        """Level of the list that the paragraph is an item of, and whether Word draws a bullet there; None outside lists."""
        named = next((match for match in map(_LIST_STYLE.match, names) if match), None)
        named_level = int(named[1] or 1) if named else 1
        for element in (paragraph, *chain):
            number = _value(element, "pPr/numPr/numId")
            if number == "0":
                return None
            if number is not None:
                depth = _whole(_value(paragraph, "pPr/numPr/ilvl") or _value(element, "pPr/numPr/ilvl"), most=9)
                return max(depth + 1, named_level), self._draws_bullet(number, depth)
        return (named_level, "bullet" in named[0]) if named else None

    def _draws_bullet(self, number: str, depth: int) -> bool:
        abstract = self.abstracts.get(self.numbers.get(number))
        levels = abstract.iterfind(_W + "lvl") if abstract is not None else ()
        return any(level.get(_W + "ilvl") == str(depth) and _value(level, "numFmt") == "bullet" for level in levels)

    def _pieces(self, container: Any, chain: Sequence[Any]) -> Iterator[Piece]:
        for child in container:
            if child.tag == _W + "r":
                properties = child.find(_W + "rPr")
                if not _is_on(properties, "vanish"):
                    raised = _value(child, "rPr/vertAlign") == "superscript"
                    yield _run_words(child), self._is_bold(properties, chain), raised
            elif child.tag == _W + "sdt":
                yield from (piece for content in child.iterfind(_W + "sdtContent") for piece in self._pieces(content, chain))
            elif child.tag in _WRAPPERS:
                yield from self._pieces(child, chain)
            elif isinstance(child.tag, str) and child.tag.startswith(_MATH):
                yield "".join(part.text or "" for part in child.iter(_MATH + "t")), False, False

    def _is_bold(self, properties: Any, chain: Sequence[Any]) -> bool:
        named = self._style_chain(_value(properties, "rStyle")) if properties is not None else []
        for stated in (properties, *(style.find(_W + "rPr") for style in (*named, *chain))):
            bold = _is_on(stated, "b")
            if bold is not None:
                return bold
        return False

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in _find_parts(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        cells = [list(_find_parts(row, "tc")) for row in rows]
        if max(map(len, cells), default=0) < 2:
            # A table of one column boxes a text in.
            for row in cells:
                for cell in row:
                    yield from self.read(cell)
            return
        self.tables += 1
        lines = [self._line(row, parts) for row, parts in zip(rows, cells, strict=True)]
        kept = [(row, parts, line) for row, parts, line in zip(rows, cells, lines, strict=True) if any(line)]
        header = self._find_header(kept)
        for row, _, line in kept:
            marked = header is None and len(line) > 1 and _is_on(row.find(_W + "trPr"), "tblHeader") is True
            yield Block(kind="row", text=row_text(line), table=self.tables, names_columns=marked or row is header)

    def _line(self, row: Any, cells: Sequence[Any]) -> list[str]:
        """The texts of a row in their columns: a merged cell stands once, and empty ones where it goes on."""
        line = [""] * _whole(_value(row, "trPr/gridBefore"), most=MOST_COLUMNS)
        for cell in cells:
            goes_on = cell.find(f"{_W}tcPr/{_W}vMerge")
            hidden = goes_on is not None and goes_on.get(_W + "val") != "restart"
            line.append("" if hidden else tidy_words(" ".join(self._cell_words(cell))))
            line += [""] * (_whole(_value(cell, "tcPr/gridSpan"), most=MOST_COLUMNS) - 1)
        return line

    def _cell_words(self, cell: Any) -> Iterator[str]:
        for element in _find_content(cell):
            if element.tag == _W + "tbl":
                for row in _find_parts(element, "tr"):
                    yield from (word for part in _find_parts(row, "tc") for word in self._cell_words(part))
            else:
                yield _join_pieces(self._pieces(element, ()))
                yield from (word for box in _find_boxes(element) for word in self._cell_words(box))

    def _find_header(self, rows: Sequence[tuple[Any, Sequence[Any], list[str]]]) -> Any:
        """The row that names the columns of a table that marks none: bold above rows that are not, or labels."""
        rows = [row for row in rows if sum(map(bool, row[2])) > 1]
        if len(rows) < 2 or any(_is_on(row.find(_W + "trPr"), "tblHeader") for row, _, _ in rows):
            return None
        bold = self._is_bold_row(rows[0][1]) and not self._is_bold_row(rows[1][1])
        return rows[0][0] if bold or has_header([line for _, _, line in rows]) else None

    def _is_bold_row(self, cells: Iterable[Any]) -> bool:
        paragraphs = [paragraph for cell in cells for paragraph in _find_content(cell) if paragraph.tag == _W + "p"]
        return _all_bold(piece for p in paragraphs for piece in self._pieces(p, self._style_chain(_value(p, "pPr/pStyle"))))


def _find_content(container: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, cell or text box in order, out of whatever wraps them."""
    for child in container:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag == _W + "sdt":
            if _value(child, "sdtPr/docPartObj/docPartGallery") != "Table of Contents":
                yield from (part for content in child.iterfind(_W + "sdtContent") for part in _find_content(content))
        elif child.tag in _WRAPPERS:
            yield from _find_content(child)


def _find_parts(container: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, out of whatever wraps them."""
    for child in container:
        if child.tag == _W + name:
            yield child
        elif child.tag == _W + "sdt":
            yield from (part for content in child.iterfind(_W + "sdtContent") for part in _find_parts(content, name))
        elif child.tag in _WRAPPERS:
            yield from _find_parts(child, name)


def _find_boxes(element: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph; Word stores each a second time for older programs, as a fallback."""
    for child in element:
        if child.tag == _W + "txbxContent":
            yield child
        elif child.tag != _MC + "Fallback":
            yield from _find_boxes(child)


def _run_words(run: Any) -> str:
    words = ""
    for child in run:
        if child.tag == _W + "t":
            words += child.text or ""
        elif child.tag in _SPACES:
            words += " "
        elif child.tag == _W + "noBreakHyphen":
            words += "-"
    return words


def _value(element: Any, path: str) -> str | None:
    """The value of the element at a path of Word names; None where there is none."""
    found = element.find("/".join(_W + name for name in path.split("/")))
    return None if found is None else found.get(_W + "val")


def _is_on(properties: Any, name: str) -> bool | None:
    """A switch of Word's: on, off or not stated."""
    found = None if properties is None else properties.find(_W + name)
    return None if found is None else found.get(_W + "val") not in ("0", "false", "off", "none")


class _SlideReader:
    """Reads slides into blocks; remembers the table count from slide to slide."""

    def __init__(self) -> None:
        self.tables = 0

    def read(self, slide: Any, page: int) -> Iterator[Block]:
        title = slide.shapes.title
        if title is not None and (text := " ".join(_paragraph_texts(title.text_frame))):
            yield Block(kind="heading", text=text, page=page, level=1)
        shapes = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
        yield from self._shapes(shapes, slide, page)

    def _shapes(self, shapes: Iterable[Any], slide: Any, page: int) -> Iterator[Block]:
        for shape in _order_shapes(list(shapes)):
            if shape.is_placeholder and shape.placeholder_format.type in _FURNITURE:
                continue
            if hasattr(shape, "shapes"):
                yield from self._shapes(shape.shapes, slide, page)
            elif getattr(shape, "has_table", False):
                yield from self._rows(_read_table(shape.table), page, marked=shape.table.first_row)
            elif getattr(shape, "has_chart", False):
                yield from self._chart(shape.chart._chartSpace, page)
            elif shape.has_text_frame:
                yield from _read_frame(shape, slide, page)
            else:
                yield from _read_diagram(shape, slide, page)

    def _rows(self, rows: Sequence[Sequence[str]], page: int, marked: bool) -> Iterator[Block]:
        self.tables += 1
        rows = [row for row in rows if any(row)]
        header = len(rows) > 1 and sum(map(bool, rows[0])) > 1 and (marked or has_header(rows))
        for number, row in enumerate(rows):
            yield Block(kind="row", text=row_text(row), page=page, table=self.tables, names_columns=header and number == 0)

    def _chart(self, chart: Any, page: int) -> Iterator[Block]:
        """A chart's title, and a row for every category with the values of its series."""
        for paragraph in chart.iterfind(f"{_C}chart/{_C}title//{_A}p"):
            if text := tidy_words("".join(part.text or "" for part in paragraph.iter(_A + "t"))):
                yield Block(kind="paragraph", text=text, page=page)
        series = list(chart.iter(_C + "ser"))
        labels = next((labels for one in series if (labels := _read_points(one, "cat", "xVal"))), {})
        values = [_read_points(one, "val", "yVal") for one in series]
        if labels:
            names = [tidy_words(" ".join(one.itertext(_C + "v"))) for one in (_first(one, "tx") for one in series)]
            rows = [[label, *(column.get(n, "") for column in values)] for n, label in labels.items()]
            yield from self._rows([["", *names], *rows], page, marked=True)


def _read_frame(shape: Any, slide: Any, page: int) -> Iterator[Block]:
    for paragraph in shape.text_frame.paragraphs:
        pieces = list(_slide_pieces(paragraph))
        text = _slide_words(pieces)
        marked, words = split_mark(text)
        if not text:
            continue
        if marked or _draws_bullet(paragraph, shape, slide):
            yield Block(kind="item", text=words, page=page, level=paragraph.level + 1)
        elif _all_bold(pieces) and is_heading_like(text):
            yield Block(kind="heading", text=text, page=page, level=2)
        else:
            yield Block(kind="paragraph", text=text, page=page)


def _whole(stated: str | None, *, most: int) -> int:
    """A whole number as a file states it, at most so large: 0 where it states none, or something else."""
    if stated is None or not stated.isascii() or not stated.isdecimal():
        return 0
    return min(int(stated), most) if len(stated) <= len(str(most)) else most


def _slide_pieces(paragraph: Any) -> Iterator[Piece]:
    for child in paragraph._p:
        if child.tag in (_A + "r", _A + "fld"):
            properties = child.find(_A + "rPr")
            stated = {} if properties is None else properties.attrib
            yield child.findtext(_A + "t") or "", stated.get("b") in ("1", "true"), _whole(stated.get("baseline"), most=1) > 0
        elif child.tag == _A + "br":
            yield " ", False, False


def _paragraph_texts(frame: Any) -> list[str]:
    return [text for paragraph in frame.paragraphs if (text := _slide_words(_slide_pieces(paragraph)))]


def _slide_words(pieces: Iterable[Piece]) -> str:
    # Text pasted from a plain editor keeps that editor's marks for bold, often with the pair on two lines.
    return tidy_words(_join_pieces(pieces).replace("**", ""))


def _draws_bullet(paragraph: Any, shape: Any, slide: Any) -> bool:
    """Whether PowerPoint draws a bullet or number: as the paragraph says, else its shape, its layout, its master."""
    level = f"{_A}lvl{paragraph.level + 1}pPr"
    sources = [paragraph._p.find(_A + "pPr"), shape._element.find(f".//{_A}lstStyle/{level}")]
    if shape.is_placeholder:
        index = shape.placeholder_format.idx
        layouts = [p for p in slide.slide_layout.placeholders if p.placeholder_format.idx == index]
        sources += [layout._element.find(f".//{_A}lstStyle/{level}") for layout in layouts]
        sources.append(slide.slide_layout.slide_master._element.find(f".//{_P}bodyStyle/{level}"))
    for source in sources:
        if source is not None:
            if source.find(_A + "buNone") is not None:
                return False
            if any(source.find(_A + name) is not None for name in ("buChar", "buAutoNum", "buBlip")):
                return True
    return False


def _read_table(table: Any) -> list[list[str]]:
    return [["" if cell.is_spanned else " ".join(_paragraph_texts(cell.text_frame)) for cell in row.cells] for row in table.rows]


def _read_diagram(shape: Any, slide: Any, page: int) -> Iterator[Block]:
    """The words of a diagram (SmartArt), which lie in a file of their own; nothing for a picture."""
    link = shape._element.find(f".//{_DGM}relIds")
    if link is None:
        return
    for point in parse_xml(slide.part.related_part(link.get(_R + "dm")).blob).iter(_DGM + "pt"):
        # The other points hold how the diagram is drawn, with texts of a template.
        if point.get("type", "node") == "node":
            for paragraph in point.iter(_A + "p"):
                if text := tidy_words("".join(part.text or "" for part in paragraph.iter(_A + "t"))):
                    yield Block(kind="item", text=text, page=page)


def _first(element: Any, *names: str) -> Any:
    """The first child of a chart's element that has one of these names; an empty element where there is none."""
    return next((child for name in names for child in element.iterfind(_C + name)), etree.Element("none"))


def _read_points(series: Any, *names: str) -> dict[str, str]:
    """The categories or values of a series as shown, by their number."""
    points = _first(series, *names)
    # Categories in groups come in levels, of which the first names the points.
    points = next(points.iter(_C + "lvl"), points)
    code = next(points.itertext(_C + "formatCode"), "General")
    return {p.get("idx"): _write_figure(p.findtext(_C + "v") or "", code) for p in points.iter(_C + "pt")}


def _write_figure(text: str, code: str) -> str:
    """A chart's value as its number format shows it, as far as per cent signs and thousands go; words as they are."""
    try:
        value = float(text)
    except ValueError:
        return tidy_words(text)
    if "%" in code:
        decimals = compile_pattern(r"\.(0+)").search(code)
        return f"{value:.{min(len(decimals[1]), MOST_DECIMALS) if decimals else 0}%}"
    return f"{value:{',' if ',' in code else ''}.12g}"


def _order_shapes(shapes: list[Any]) -> list[Any]:
    """Shapes in reading order: columns from left to right where a gap runs down between them, else bands from top to bottom,
    those bands together that make the same columns."""
    columns = _cut_apart(shapes, "left", "width")
    if len(columns) > 1:
        return [shape for column in columns for shape in _order_shapes(column)]
    bands = _cut_apart(shapes, "top", "height")
    if len(bands) < 2:
        return sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))
    ordered: list[Any] = []
    group = bands[0]
    for band in bands[1:]:
        if len(_cut_apart(group + band, "left", "width")) > 1:
            group = group + band
        else:
            ordered += _order_shapes(group)
            group = band
    return ordered + _order_shapes(group)


def _cut_apart(shapes: list[Any], start: str, size: str) -> list[list[Any]]:
    """The shapes in groups between which nothing stands along one direction; an overlap of a tenth counts as none."""
    parts: list[list[Any]] = []
    end = 0.0
    for shape in sorted(shapes, key=lambda shape: getattr(shape, start) or 0):
        first, length = getattr(shape, start) or 0, getattr(shape, size) or 0
        if parts and first < end - length / 10:
            parts[-1].append(shape)
        else:
            parts.append([shape])
        end = max(end, first + length)
    return parts
