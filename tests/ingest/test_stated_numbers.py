"""Numbers that a file states about itself are read as far as they can be meant, and never fail the file or fill the memory."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import find_dates, parse_date
from ingest.office import _whole, _write_figure, read_docx
from ingest.sheets import _write_number

ODD = ("9" * 30, "9" * 5000, "-3", "", "x", "²", "1.5", "٣")


@pytest.mark.parametrize("stated", ODD)
def test_a_word_file_with_odd_numbers_is_read(tmp_path: Path, stated: str):
    document = docx.Document()
    xml = f"""<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:gridBefore w:val="{stated}"/></w:trPr><w:tc>
      <w:tcPr><w:gridSpan w:val="{stated}"/></w:tcPr><w:p><w:r><w:t>Bramble Lane</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
      <w:p><w:pPr><w:numPr><w:ilvl w:val="{stated}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>Kelverton</w:t></w:r></w:p>
      <w:p><w:pPr><w:outlineLvl w:val="{stated}"/></w:pPr><w:r><w:t>Withybeck</w:t></w:r></w:p>"""
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    document.save(str(tmp_path / "paper.docx"))
    words = [block.text for block in read_docx(tmp_path / "paper.docx").blocks]
    assert all(any(name in text for text in words) for name in ("Bramble Lane", "Kelverton", "Withybeck"))
    assert sum(map(len, words)) < 1000


@pytest.mark.parametrize(("stated", "read"), [("3", 3), ("9" * 5000, 63), ("62", 62), ("64", 63), (None, 0), ("²", 0), ("-1", 0)])
def test_a_whole_number_is_bounded(stated: str | None, read: int):
    assert _whole(stated, most=63) == read


@pytest.mark.parametrize("text", ["1e400", "nan", "9" * 5000, "-0", "x"])
def test_a_figure_of_a_chart_or_a_cell_is_written(text: str):
    for code in ("0." + "0" * 5000 + "%", "#,##0." + "0" * 400, "General"):
        assert isinstance(_write_figure(text, code), str)
        if text != "x":
            assert isinstance(_write_number(float(text), code), str)


@given(st.text(alphabet="0123456789/.- thMayofJanuary,٣\ud800", max_size=60) | st.text(max_size=40))
def test_no_text_upsets_the_reading_of_dates(text: str):
    assert all(0 <= start < end <= len(text) for start, end, _ in find_dates(text))
    parse_date(text)
