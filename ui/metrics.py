"""What is measured while the page is served, in the text format of Prometheus: answers, their stages, the line, the store."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from assistant.answer import Answer
from index.catalogue import Catalogue
from ui.line import Line

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper ends of the histogram: from a look into a register to the longest wait."""


class Metrics:
    """Counts and times of one served store; nothing is shared between two."""

    def __init__(self, line: Line, catalogue: Catalogue):
        self._line = line
        self._catalogue = catalogue
        self._registry = CollectorRegistry()
        self._answers = Counter("council_answers", "Questions that came to an end.", ["status"], registry=self._registry)
        self._seconds = Histogram(
            "council_stage_seconds",
            "Seconds of each stage of an answer; “whole” is all of them, “wait” the time in the line.",
            ["stage"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Collector(self._collect))
        # Memory, open files and processor time of this process.
        ProcessCollector(registry=self._registry)

    def count_answer(self, answer: Answer) -> None:
        """Count an answer with its status and its stages."""
        self._answers.labels(answer.status).inc()
        self._seconds.labels("whole").observe(answer.seconds)
        for stage, seconds in answer.stage_seconds.items():
            self._seconds.labels(stage).observe(seconds)

    def count_wait(self, seconds: float) -> None:
        """Count how long a question waited for its turn."""
        self._seconds.labels("wait").observe(seconds)

    def write(self) -> bytes:
        """All of it as text."""
        return generate_latest(self._registry)

    def _collect(self) -> Iterator[Metric]:
        line, totals = self._line, self._catalogue.totals()
        for name, words, value in (
            ("council_line_waiting", "Questions that wait for their turn.", line.waiting),
            ("council_line_working", "Questions that are being worked out.", line.working),
            ("council_documents", "Documents in the store.", totals.documents),
            ("council_passages", "Passages in the store.", totals.passages),
        ):
            yield GaugeMetricFamily(name, words, value=value)
        refused = CounterMetricFamily("council_busy", "Questions that were told to come again, by the reason.", labels=["reason"])
        for reason, count in line.refused.items():
            refused.add_metric([reason], count)
        yield refused


class _Collector:
    """What the library asks for when somebody reads the measurements."""

    def __init__(self, collect: Callable[[], Iterator[Metric]]):
        self.collect = collect
