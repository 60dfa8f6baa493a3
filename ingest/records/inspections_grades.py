"""The grades that inspectorates give: how they are printed, and which is above which."""

from ingest.patterns import IGNORECASE, compile_pattern

FOUR_GRADES = ("inadequate", "requires improvement", "good", "outstanding")
REPORT_CARD_GRADES = ("urgent improvement", "needs attention", "expected standard", "strong standard", "exceptional")
SCALES = (FOUR_GRADES, REPORT_CARD_GRADES)
"""Grades from the lowest to the highest, by how they begin: "requires improvement to be good" is "requires improvement"."""
GRADE = compile_pattern(
    r"\b(?:requires?\s+improvement(?:\s+to\s+be(?:\s+good)?)?|outstanding|good|inadequate|urgent\s+improvement|needs?\s+attention"
    r"|expected\s+standard|strong\s+standard|exceptional|(?:not\s+)?met\b)(?![-\w])",
    IGNORECASE,
)


def rank_grade(grade: str | None) -> tuple[int, int] | None:
    """The scale and the rank on it, from 0 for the lowest; None for a grade of no scale."""
    words = " ".join((grade or "").lower().split())
    for number, scale in enumerate(SCALES):
        for rank, name in enumerate(scale):
            if words.startswith(name) or words == name.replace("requires", "require"):
                return number, rank
    return None
