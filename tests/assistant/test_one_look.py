"""One answer looks at the store once: its papers, terms, versions and counts cannot be others at a second look."""

from collections import Counter
from collections.abc import Callable

import pytest

from assistant.answering import Assistant
from index.catalogue import Catalogue

QUESTIONS = (
    "How many loans had Withybeck?",
    "What did the Cabinet resolve about Kelverton library?",
    "How many decisions did the Cabinet make in 2025, and who teaches the children of the SIS?",
    "How did carers compare between 2022 and 2023?",
    "Do the two reports agree on carers?",
    "Which zeppelin won the marmalade regatta?",
)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """How often each thing was read of the catalogue."""
    counted: Counter = Counter()

    def count(name: str) -> None:
        read = getattr(Catalogue, name)

        def reading(self: Catalogue, *given: object, **named: object) -> object:
            counted[name] += 1
            if name == "word_counts":
                counted.update(f"count of {word}" for word in given[0])
            if name == "text":
                counted[f"text of {given[0]}"] += 1
            return read(self, *given, **named)

        monkeypatch.setattr(Catalogue, name, reading)

    for name in ("documents", "totals", "abbreviations", "newest_versions", "word_counts", "text"):
        count(name)
    return counted


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_reads_the_papers_their_terms_and_their_versions_once(
    assistant_with: Callable[..., Assistant], looks: Counter, question: str
):
    assistant_with(least_confidence=0).ask(question)
    assert looks["documents"] == looks["abbreviations"] == looks["newest_versions"] == 1
    assert looks["totals"] == 0
    assert {name: times for name, times in looks.items() if name.startswith(("count of", "text of")) and times > 1} == {}


def test_a_search_too(assistant_with: Callable[..., Assistant], looks: Counter):
    assistant_with().search("How many loans had Withybeck?")
    assert (looks["documents"], looks["abbreviations"], looks["newest_versions"]) == (1, 1, 1)
