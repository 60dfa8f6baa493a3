"""Inspection reports in other layouts than the usual ruled table, as PDF files: all of them are read alike."""

import hashlib
from itertools import product

import pytest

from ingest.document import Document
from ingest.reading import read_document
from ingest.records.inspections import find_inspections
from ingest.sources import SourceFile

platypus = pytest.importorskip("reportlab.platypus", reason="reportlab draws the reports")

ROWS = (
    ("The impact of leaders on social work practice with children and families", "Requires improvement to be good"),
    ("The experiences and progress of children who need help and protection", "Inadequate"),
    ("The experiences and progress of children in care", "Good"),
    ("The experiences and progress of care leavers", "Outstanding"),
    ("Overall effectiveness", "Inadequate"),
)
PROSE = (
    "Children in Marlborough and Wick do not receive the help that they need. The overall effectiveness of services was judged "
    "to be good at the last inspection in May 2019, and care leavers still receive an outstanding service from their advisers."
)


def draw_report(path, table, *, title, days, lead):
    from reportlab.lib.styles import getSampleStyleSheet

    styles = getSampleStyleSheet()
    story = [platypus.Paragraph(line, styles["Heading1"]) for line in title]
    story += [platypus.Paragraph(days, styles["BodyText"]), platypus.Paragraph(lead, styles["BodyText"]), platypus.Spacer(1, 12)]
    story += table(styles)
    story += [platypus.Spacer(1, 12), platypus.Paragraph(PROSE, styles["BodyText"])]
    story += [platypus.Paragraph("What needs to improve?", styles["Heading2"])]
    story += [
        platypus.Paragraph(words, styles["Bullet"], bulletText="•") for words in ("The quality of plans.", "Visits on time.")
    ]
    platypus.SimpleDocTemplate(str(path)).build(story)


def make_table(*style, widths=(330, 120), header=True, rows=ROWS, wrapped=True):
    def build(styles):
        cells = [("Judgement", "Grade"), *rows] if header else list(rows)
        if wrapped:
            cells = [[platypus.Paragraph(cell, styles["BodyText"]) for cell in row] for row in cells]
        return [platypus.Table(cells, colWidths=widths, style=list(style))]

    return build


def list_lines(styles):
    return [platypus.Paragraph(f"{area}: {grade.lower()}", styles["BodyText"]) for area, grade in ROWS]


def list_bullets(styles):
    return [platypus.Paragraph(f"{area} is {grade.lower()}", styles["Bullet"], bulletText="•") for area, grade in ROWS]


def list_apart(styles):
    return [platypus.Paragraph(words, styles["BodyText"]) for row in ROWS for words in row]


GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
LAYOUTS = {
    "ruled table": make_table(GRID),
    "narrow ruled table": make_table(GRID, MIDDLE, widths=(170, 70)),
    "shaded header only": make_table(("BACKGROUND", (0, 0), (-1, 0), "lightgrey")),
    "lines between rows only": make_table(("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")),
    "no rules": make_table(wrapped=False, widths=(380, 150)),
    "no rules and wrapped": make_table(widths=(200, 90)),
    "no rules, wrapped, grades in the middle": make_table(MIDDLE, widths=(170, 70)),
    "no header": make_table(GRID, header=False),
    "grade first": make_table(GRID, widths=(120, 330), rows=tuple((grade, area) for area, grade in ROWS), header=False),
    "overall effectiveness first": make_table(GRID, rows=(ROWS[-1], *ROWS[:-1])),
    "lines": list_lines,
    "bullets": list_bullets,
    "areas and grades on lines of their own": list_apart,
}
TITLES = (
    ("Inspection of Marlborough and Wick local authority children’s services",),
    ("Marlborough and Wick Council", "Inspection of children’s social care services"),
)
DAYS = (
    ("Inspection dates: 29 November 2021 to 10 December 2021", "2021-11-29", "2021-12-10"),
    ("Inspection dates: 17 to 28 January 2022", "2022-01-17", "2022-01-28"),
    ("Inspection dates: From 3 October – 14 October 2022", "2022-10-03", "2022-10-14"),
    ("Inspection date: 30 October 2023-3 November 2023", "2023-10-30", "2023-11-03"),
)
LEADS = (
    ("Lead inspector: Siân O’Brien-Hughes, His Majesty’s Inspector", "Siân O’Brien-Hughes"),
    ("Lead inspector: Ifeanyi de Souza Her Majesty's Inspector", "Ifeanyi de Souza"),
    ("Lead inspector: Dr Mary-Ann McDonald HMI", "Dr Mary-Ann McDonald"),
    ("Lead Inspector: J. P. Tetteh, Senior His Majesty’s Inspector", "J. P. Tetteh"),
)


def read_report(path) -> Document:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return read_document(
        SourceFile(path=path, root=path.parent, name=path.name, digest=digest, size=path.stat().st_size, overrides={})
    )


@pytest.mark.parametrize(("layout", "title"), list(product(LAYOUTS, TITLES)))
def test_judgements_are_right_in_every_layout(tmp_path, layout, title):
    number = list(LAYOUTS).index(layout)
    days, began, ended = DAYS[number % len(DAYS)]
    lead, name = LEADS[number % len(LEADS)]
    draw_report(tmp_path / "report.pdf", LAYOUTS[layout], title=title, days=days, lead=lead)
    document = read_report(tmp_path / "report.pdf")

    [record] = find_inspections(document)

    assert (record.began, record.ended, record.lead_inspector) == (began, ended, name)
    assert "Marlborough and Wick" in record.provider
    grades = {judgement.area: (judgement.grade or "").lower() for judgement in record.judgements}
    assert grades == {area: grade.lower() for area, grade in ROWS}
    assert record.unreadable == ()
    assert [document.text[start:end] for start, end in record.improvements] == ["The quality of plans.", "Visits on time."]
    for judgement in record.judgements:
        assert judgement.quote == document.text[judgement.start : judgement.end]
        assert judgement.page == 1
