"""A report with something of everything in it, for the tests of what shows reports."""

import pytest

from eval.report_data import (
    Baseline,
    CategoryRow,
    CitedPlace,
    Coverage,
    FailedCase,
    Figure,
    Measure,
    Model,
    RecallPoint,
    Report,
    RiskPoint,
    Setting,
    StageCount,
)

STAGES = {
    "not read": "The evidence is not in the text that was read from the paper.",
    "not retrieved": "The evidence was read but is not among the passages that the search found.",
    "retrieved but not used": "The evidence was found but nothing of it is in the answer.",
    "used but misread": "The answer is made of the evidence but does not say what was asked.",
    "right but wrongly cited": "The answer is right but a citation or a number in it does not hold.",
    "should have declined": "The papers do not answer the question, and the program did.",
    "should have answered": "The papers answer the question, and the program declined.",
}
HOSTILE = '<script>fetch("https://example.org/")</script><img src="https://example.org/x.png" onerror="alert(1)">'


def make_figures() -> list[Figure]:
    share = [
        (
            "headline",
            "cited_correct",
            "Cited-correct",
            "Right, and every citation true and to the point",
            0.62,
            0.51,
            0.72,
            74,
            0.85,
        ),
        ("citations", "real", "Citation integrity", "Quotations all stand on the page named", 1.0, 0.95, 1.0, 71, 1.0),
        ("citations", "supported", "Supported numbers", "Numbers all stand in what is cited", 0.986, 0.95, 1.0, 71, 1.0),
        (
            "headline",
            "unanswerable_right",
            "Declined or put right",
            "Unanswerable questions not fallen for",
            0.82,
            0.65,
            1.0,
            17,
            0.9,
        ),
        ("retrieval", "recall_all_5", "Recall at 5", "All evidence among the first five passages", 0.77, 0.68, 0.86, 58, 0.92),
        ("answers", "correct", "Correct", "What the answer had to include stands in it", 0.65, 0.54, 0.76, 74, None),
        (
            "citations",
            "precise",
            "Citation precision",
            "Citations that are needed for what they support",
            0.71,
            0.6,
            0.8,
            74,
            0.92,
        ),
        ("refusal", "answered", "In-scope answers", "Answerable questions that were answered", 0.96, 0.9, 1.0, 74, 0.92),
    ]
    figures = [
        Figure(group=group, key=key, label=label, meaning=meaning, value=value, low=low, high=high, n=n, target=target)
        for group, key, label, meaning, value, low, high, n, target in share
    ]
    figures.append(
        Figure(
            group="answers",
            key="truthfulness",
            label="Truthfulness",
            meaning="Right minus wrong",
            value=-0.12,
            low=-0.2,
            high=0.1,
            n=74,
            unit="score",
        )
    )
    figures.append(Figure(group="answers", key="dates", label="Exact dates", meaning="Questions after a date", value=None, n=0))
    for key, label, value, unit in [
        ("search_p95", "Search, 95% within", 0.041, "seconds"), ("answer_p95", "Answers, 95% within", 1.32, "seconds"),
        ("memory", "Most memory used", 1234.0, "megabytes"), ("ingest", "Reading", 24.1, "pages a second"),
    ]:  # fmt: skip
        figures.append(
            Figure(
                group="speed",
                key=key,
                label=label,
                meaning="On the machine of this run",
                value=value,
                n=91,
                unit=unit,
                higher_is_better=unit == "pages a second",
                target=1 if unit == "seconds" else None,
            )
        )
    return figures


def make_failures() -> list[FailedCase]:
    cited = CitedPlace(file="minutes.pdf", page=3, page_label="47", quote="b) a capital budget of £9.85 million be approved")
    row = CitedPlace(file="pack.pdf", page=12, quote="Developers’ contributions (section 106)\t0\t500\t350\t850")
    paged = CitedPlace(file="report.docx", page=None, quote="On 31 October 2024 the council was caring for 318 children")
    return [
        FailedCase(
            id="q-1",
            category="money",
            question="What is the budget?",
            status="answered",
            answer="£9.85 million. [1]",
            citations=(cited,),
            gold_answer="£9.6 million",
            gold_evidence=(row,),
            declining=False,
            stage="retrieved but not used",
            reasons=("the answer does not say: 9.6",),
            confidence=0.61,
        ),
        FailedCase(
            id="q-2",
            category="table",
            question="How much comes from section 106?",
            status="not_found",
            answer="",
            citations=(),
            gold_answer="£350,000",
            gold_evidence=(row, paged),
            declining=False,
            stage="not retrieved",
            reasons=("it was declined",),
            confidence=None,
        ),
        FailedCase(
            id="u-1",
            category="false premise",
            question=HOSTILE,
            earlier=("Who chairs it?",),
            status="answered",
            answer=f"{HOSTILE} [1]",
            citations=(cited.model_copy(update={"quote": HOSTILE}),),
            gold_answer="Nobody said so.",
            gold_evidence=(),
            declining=True,
            stage="should have declined",
            reasons=("it was answered",),
            confidence=0.9,
        ),
    ]


@pytest.fixture(scope="session")
def example_report() -> Report:
    """Ninety-one questions, of which three are shown to fail; words of one of them would run if they were not escaped."""
    failures = make_failures()
    counts = {stage: sum(case.stage == stage for case in failures) for stage in STAGES}
    baselines = [
        ("dense", "Quick start", "vectors alone, the best four passages as they are", 0.12, 5.17, 0.0002),
        ("bm25", "Full text alone", "the program with its search by words only", 0.58, 1.07, 0.31),
        ("verbatim", "First passage", "the first passage found, cited whole", 0.09, 6.89, 0.0001),
        ("decline", "Always decline", "never answers", 0.0, None, 0.0001),
    ]
    return Report(
        title="The sample papers of Stanwold Council",
        date="2026-11-22",
        program_version="0.1.0",
        settings=(Setting(name="answering.hits", value="12"), Setting(name="search.model", value="all-MiniLM-L6-v2")),
        settings_digest="5f" * 32,
        models=(Model(name="all-MiniLM-L6-v2", role="embedding model", digest="a1" * 32),),
        store=Coverage(documents=5, pages=42, passages=731, unread=1, first="2024-11-28", last="2025-11-25"),
        cases_file="cases.jsonl",
        cases_digest="0c" * 32,
        selection="all cases",
        cases=91,
        answerable=74,
        unanswerable=17,
        seconds=38.2,
        figures=tuple(make_figures()),
        categories=(
            CategoryRow(category="decision", n=8, right=0.75, correct=0.875, answered=1.0),
            CategoryRow(category="conversation", n=16, right=0.5, correct=0.5, answered=0.94),
            CategoryRow(category="false premise", n=4, right=0.5, correct=None, answered=0.5),
        ),
        recall=tuple(
            RecallPoint(k=k, every=every, some=some)
            for k, every, some in ((1, 0.48, 0.55), (3, 0.67, 0.78), (5, 0.77, 0.86), (10, 0.85, 0.93), (20, 0.9, 0.97))
        ),
        risk=tuple(
            RiskPoint(confidence=0.95 - 0.025 * step, coverage=(step + 1) / 22, risk=0.012 * step + 0.001 * step * step)
            for step in range(20)
        ),
        baselines=tuple(
            Baseline(
                key=key,
                name=name,
                meaning=meaning,
                measures=(
                    Measure(key="cited_correct", label="Cited-correct", value=value, ratio=ratio, p=p),
                    Measure(key="recall_all_5", label="Recall at 5", value=value / 2 + 0.3, ratio=1.2),
                    Measure(
                        key="unanswerable_right", label="Declined or put right", value=None if key == "bm25" else 1.0, ratio=None
                    ),
                ),
            )
            for key, name, meaning, value, ratio, p in baselines
        ),
        stages=tuple(StageCount(stage=stage, meaning=meaning, count=counts[stage]) for stage, meaning in STAGES.items()),
        failures=tuple(failures),
    )
