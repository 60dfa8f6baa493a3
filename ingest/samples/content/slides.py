"""Performance slides for Quarter 2 of 2025/26, shown to the Children and Adults Scrutiny Committee on 18 November 2025."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A slide: its title, then bullets in one or two columns or a table, and what the speaker says.

    A bullet that begins with `- ` stands one level in. The first row of the table names its columns.
    """

    title: str
    columns: tuple[tuple[str, ...], ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    notes: str = ""


TITLE = "Children and Learning: performance in Quarter 2, 2025/26"
SUBTITLE = "Children and Adults Scrutiny Committee, 18 November 2025\nYusuf Hartnell, Executive Director, Children and Learning"

SLIDES = (
    Slide(
        title="Headlines",
        columns=(
            (
                "58% of new EHC plans were issued within 20 weeks in the year to September 2025",
                "- It was 41% in the year to September 2024; our target is 65% by March 2026",
                "94% of contacts were decided within one working day in September",
                "337 children were in care on 30 September 2025, six more than in June",
                "The vacancy rate for social workers fell to 13.9%",
                "Travel is forecast to overspend by £640,000",
            ),
        ),
        notes="Begin with the good news on contacts. The inspectors said in June that too many decisions took longer than a day.",
    ),
    Slide(
        title="How we compare with last year",
        table=(
            ("Measure", "Q2 2024/25", "Q1 2025/26", "Q2 2025/26", "Target"),
            ("EHC plans issued within 20 weeks (12 months)", "41%", "54%", "58%", "65%"),
            ("Annual reviews of EHC plans held on time", "66%", "70%", "71%", "85%"),
            ("Contacts decided within one working day", "81%", "88%", "94%", "95%"),
            ("Children in care (number)", "316", "331", "337", "–"),
            ("Children on a child protection plan (number)", "241", "228", "219", "–"),
            ("Care leavers in education, employment or training", "57%", "61%", "63%", "65%"),
            ("Return home interviews offered within 72 hours", "62%", "69%", "78%", "90%"),
            ("Social worker vacancy rate", "18.4%", "15.2%", "13.9%", "12%"),
        ),
        notes=(
            "Annual reviews are the weakest measure. Olwen Tarrant will bring a separate report in January. "
            "The targets were agreed by the improvement board on 2 October 2025."
        ),
    ),
    Slide(
        title="EHC plans: what has changed and what has not",
        columns=(
            (
                "What has changed",
                "- Eleven plan writers are in post",
                "- Waits for a psychologist's advice are down from 14 to 8 weeks",
                "- Complaints fell from 47 to 29",
            ),
            (
                "What has not",
                "- Requests rose by 9% to 702",
                "- One plan in five waits for a school to be named",
                "- Health advice is late in 31% of cases",
            ),
        ),
        notes="The integrated care board has agreed to fund two more therapists from January 2026.",
    ),
    Slide(
        title="Special school places",
        columns=(
            (
                "Cabinet approved the enlargement of Withybeck School on 14 October 2025",
                "- 24 places in September 2026 and 36 in September 2027",
                "- Estimated cost £9.85 million",
                "Statutory notice published on 6 November; representations close on 4 December",
                "204 pupils are now in independent special schools, against a forecast of 212 by March 2026",
            ),
        ),
        notes="Eleven representations had been received by 14 November, nine of them in favour.",
    ),
    Slide(
        title="Help and protection",
        columns=(
            (
                "The emergency duty team grew from five workers to nine on 1 September 2025",
                "Re-referrals within twelve months fell from 24% to 21%",
                "86% of assessments were finished within 45 working days",
                "A neglect tool was used in 64% of the cases audited, up from 43% in June",
                "Seven private fostering arrangements are known, compared with three in June",
            ),
        ),
        notes="Private fostering: letters went to every school in September. Expect a question about health visitors.",
    ),
    Slide(
        title="Money",
        columns=(
            (
                "Forecast overspend for the directorate: £2.3 million on a budget of £98.6 million",
                "- Placements for children in care: £1.9 million over",
                "- Home to school travel: £640,000 over",
                "- Staffing: £240,000 under",
                "High needs block deficit forecast to be £19.4 million on 31 March 2026",
            ),
        ),
        notes="The high needs forecast was £19.2 million in the report to the Cabinet in October.",
    ),
    Slide(
        title="Next steps",
        columns=(
            (
                "Improvement plan sent to Ofsted on 31 October 2025",
                "Travel contracts to be awarded on 25 November 2025",
                "Statutory proposals for Withybeck School to the Cabinet on 20 January 2026",
                "Single recording system to go live in April 2026",
            ),
        ),
        notes="Ask members which measures they would like to see at the March meeting.",
    ),
)
