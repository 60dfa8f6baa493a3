"""The figures of a report in words: numbers with their units and intervals, places, dates, and what stands first."""

from datetime import date

from eval.report_data import CitedPlace, Figure, Measure, Report, Unit
from ingest.document import CELL

MINUS = "\N{MINUS SIGN}"
NOT_MEASURED = "not measured"
REMARKABLE = 0.05
"""A difference that luck would bring about less often than this is called significant."""


def find_figure(report: Report, key: str) -> Figure | None:
    """The figure with this key, where the run measured it."""
    return next((figure for figure in report.figures if figure.key == key and figure.value is not None), None)


# Figures as words


def write_value(value: float | None, unit: Unit) -> str:
    """A number with its unit, in as many places as mean something with a hundred or so cases."""
    if value is None:
        return NOT_MEASURED
    sign, size = (MINUS if value < 0 else ""), abs(value)
    match unit:
        case "share":
            # Only a whole is 100%: one failure in a thousand must not be rounded away.
            words = "over 99%" if 0.995 <= size < 1 else "under 1%" if 0 < size < 0.005 else f"{size:.0%}"
        case "score" | "ratio":
            words = f"{size:.2f}"
        case "seconds":
            words = f"{size:.1f} s" if size >= 10 else f"{size:.2f} s" if size >= 1 else f"{size * 1000:.0f} ms"
        case "megabytes":
            words = f"{size:,.0f} MB"
        case "pages a second":
            words = f"{size:,.1f} pages a second"
        case "characters" | "words":
            words = f"{size:,.0f} {unit}"
        case "count":
            words = f"{size:,.0f}"
    return sign + words


def write_interval(figure: Figure) -> str:
    """The 95% interval, or nothing where none was worked out."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = write_value(figure.low, figure.unit), write_value(figure.high, figure.unit)
    # "16 to 23 words": a unit in words is said once; "41 ms to 1.20 s" has two.
    return f"{low.removesuffix(figure.unit).rstrip()} to {high}"


def write_standing(figure: Figure) -> str:
    """How a figure stands to its target, or nothing where it has none."""
    if figure.target is None or figure.value is None:
        return ""
    met = figure.value >= figure.target if figure.higher_is_better else figure.value <= figure.target
    return f"{'meets' if met else 'misses'} the target of {write_value(figure.target, figure.unit)}"


def write_ratio(measure: Measure) -> str:
    """How many times ours is of a baseline, and whether luck may have done it."""
    if measure.ratio is None:
        return ""
    luck = "" if measure.p is None else ", significant" if measure.p < REMARKABLE else ", may be luck"
    return f"ours × {measure.ratio:.2f}{luck}"


def write_place(place: CitedPlace) -> str:
    """File and page; the printed page number too where it differs from the file's own."""
    if place.page is None:
        return place.file
    printed = f", printed {place.page_label}" if place.page_label and place.page_label != str(place.page) else ""
    return f"{place.file}, page {place.page}{printed}"


def write_quote(quote: str) -> str:
    """A quote with its table cells set apart so that they can be seen."""
    return quote.replace(CELL, " | ")


def write_date(text: str) -> str:
    """An ISO date (a time after it is left out) as people write it."""
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%B %Y}"


def _count(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"


# What stands first


def summarise(report: Report) -> list[str]:
    """What was measured and how far it may be trusted, as plain sentences in two paragraphs."""
    store = report.store
    dates = f", dated {write_date(store.first)} to {write_date(store.last)}" if store.first and store.last else ""
    measured = [
        f"On {write_date(report.date)} Council Assistant {report.program_version} was asked {_count(report.cases, 'question')} "
        f"about {_count(store.documents, 'paper')} ({_count(store.pages, 'page')}{dates}): {report.answerable:,} that the papers "
        f"answer and {report.unanswerable:,} that they do not.",
        "Its answers were compared with answers written from the papers beforehand, by fixed rules and with no language model "
        "as a judge.",
    ]
    if right := find_figure(report, "cited_correct"):
        measured.append(f"It gave a right answer with true citations to {_share(right)} of the questions that the papers answer.")
    if later := find_figure(report, "follow_up_cited_correct"):
        measured.append(f"Of follow-up questions, which are counted apart, that was {_share(later)}.")
    if declined := find_figure(report, "unanswerable_right"):
        measured.append(f"It declined or put right {_share(declined)} of the questions that they do not answer.")
    return [" ".join(measured), " ".join(_judge_trust(report))]


def _judge_trust(report: Report) -> list[str]:
    trust = []
    if integrity := find_figure(report, "real"):
        trust.append(
            "Every quotation that it showed stands word for word on the page that it names."
            if integrity.value == 1
            else f"{_share(integrity)} of its quotations stand word for word on the page that they name."
        )
    given = max(report.risk, key=lambda point: point.coverage, default=None)
    if given and given.risk:
        trust.append(
            f"Of the answers that it did give, {write_value(given.risk, 'share')} were wrong or incomplete, so an "
            "answer should be read beside the passage that it cites before anyone relies on it."
        )
    if right := find_figure(report, "cited_correct"):
        target = f"; the headline {write_standing(right)}" if right.target is not None else ""
        trust.append(f"With {_count(right.n, 'question')} the figures are uncertain within the intervals shown{target}.")
    trust.append("They hold for questions and papers like these; measure again on your own before you depend on them.")
    return trust


def _share(figure: Figure) -> str:
    interval = write_interval(figure)
    return write_value(figure.value, figure.unit) + (f" (95% interval {interval})" if interval else "")
