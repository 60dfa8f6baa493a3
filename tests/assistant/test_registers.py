"""Questions that the registers answer: numbered by code, every row cited, and left to the search where one word fits nothing."""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.question import understand_question
from assistant.registers.answering import answer_from_registers
from assistant.registers.reading import Asked
from assistant.settings import load_settings
from index.catalogue import Filters
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import keep_document
from ingest.document import UnreadableFile
from ingest.reading import read_document
from ingest.records.reading import read_records
from ingest.samples import papers_folder
from ingest.sources import find_files

PACKS = ("eap-education-skills-employment-2022-12-22.pdf", "people-overview-scrutiny-2022-01-25.pdf")
REPORTS = ("bolton__2018-06-12.pdf", "bolton__2023-10-27.pdf", "barnet__2019-07-01.pdf", "barnet__2024-07-23.pdf")

# (question, rows, how the answer begins or what else stands in it), each read by eye from the papers.
OF_THE_SAMPLES = [
    ("List every decision on 14 October 2025", 6, ["6) Scrutiny Work Programme", "Expansion of Withybeck School"]),
    ("How many decisions did the Cabinet make on 9 September 2025?", 5, ["5 decisions", "Post-16 travel assistance"]),
    ("What did the Cabinet resolve about Withybeck School on 14 October 2025?", 5, ["£9.85 million", "d) the drop-off loop"]),
    ("What did the Cabinet resolve about the drop-off loop?", 1, ["d) the drop-off loop be built as part of Stage 1."]),
    ("What was decided about home to school travel on 25 November 2025?", 3, ["34 operators", "£31.2 million", "£250,000"]),
    ("What was recommended to the Cabinet about the annual assurance statement?", 3, ["31 December 2025"]),
    ("What is recommendation b) on the expansion of Withybeck School?", 1, ["£9.6 million"]),
    ("What is on the forward plan for January 2026?", 7, ["7) Local Plan: publication version"]),
    ("Which forward plan items are exempt?", 5, ["5) Fees", "Corn Steps", "Full: paragraph 3"]),
    ("Which key decisions are on the forward plan for December 2025?", 4, ["Family Hubs", "Council Tax Reduction Scheme"]),
    ("Which duties does HoS-SEND lead on?", 9, ["9) Duty 26: Review every EHC plan"]),
    ("How many duties have no lead?", 5, ["Duties:", "Duty 11", "Duty 15", "Duty 31", "Duty 49", "Duty 59"]),
    ("Who leads on duty 24?", 1, ["Duty 24: lead: HoS-SEND"]),
    ("How many duties are about the local offer?", 2, ["2 duties", "HoS-SEND", "HoS-LC"]),
    ("Which powers does HoS-ASC lead on?", 1, ["Power 67: May meet urgent needs"]),
    ("When was the last Ofsted inspection of Stanwold?", 1, ["9 to 20 June 2025"]),
    ("Who was the lead inspector of Stanwold in 2025?", 1, ["Verity Saxelby-Crane"]),
    ("What grade did Stanwold get for care leavers in 2025?", 1, ["The experiences and progress of care leavers: Good."]),
    ("What needs to improve in Stanwold?", 5, ["living with neglect", "performance information that leaders use"]),
    ("What five things did inspectors say Stanwold needs to improve?", 5, ["living with neglect"]),
    ("Who headed up the Ofsted inspection of Stanwold in 2025?", 1, ["Verity Saxelby-Crane"]),
    ("How did Stanwold do overall when Ofsted came in 2025?", 1, ["Overall effectiveness: Requires improvement to be good."]),
    ("Which areas were judged good in Stanwold's 2025 inspection?", 2, ["care leavers: Good."]),
    ("Why did Ofsted rate Stanwold's children's services inadequate in 2025?", 5, ["Requires improvement to be good."]),
]
OF_THE_CORPUS = [
    ("List every decision on 16 November 2021", 6, ["6) ", "Adult Social Care Transformation", "Work Programme 2021/22"]),
    ("What did the panel resolve on 22 November 2022?", 6, ["Virtual School Head Annual Report", "Family Hubs"]),
    ("What did the scrutiny committee resolve about residential and nursing care on 16 November 2021?", 4, ["neighbouring"]),
    ("What was recommended to the Executive about the sensory impairment service?", 5, ["single model", "delegated authority"]),
    ("What is on the forward plan for April 2023?", 2, ["2) Capital", "Budget Forecast Update", "20 April 2023"]),
    ("What is on the forward plan for February 2023?", 13, ["13) ", "The Lawrences Site"]),
    ("Which forward plan items are exempt?", 1, ["Grange Methodist", "paragraph 3"]),
    ("Which duties does ADE-W lead on?", 7, ["Duty 11", "Duty 17", "Duty 42", "Duty 175", "Duty 176", "Duty 178", "Duty 179"]),
    ("How many duties are about the local offer?", 23, ["23) ", "Duty 139", "Duty 176"]),
    ("Who leads on duty 176?", 1, ["ADE-W"]),
    ("Which duties have no lead?", 2, ["Duty 5:", "Duty 116:"]),
    ("What grade did North Northamptonshire get for help and protection in 2022?", 1, ["Requires improvement to be good"]),
    ("Who was the lead inspector of North Northamptonshire?", 1, ["Alison Smale", "3 to 14 October 2022"]),
    ("Which schools were judged inadequate?", 2, ["CE academy", "Spires academy"]),
]
OF_THE_REPORTS = [
    (
        "When was the last Ofsted inspection of Bolton and how did it compare with the one before?",
        5,
        [
            "11 to 15 September 2023",
            "Help and protection: Requires improvement to be good, before Good (worse).",
            "Care leavers: Good, before not in this framework.",
            "Overall effectiveness: Good, before Good (the same).",
        ],
    ),
    ("Who was the lead inspector of Barnet in 2019?", 1, ["Andy Whippey", "13 to 24 May 2019"]),
    ("What grade did Barnet get for children in care in 2024?", 1, ["Outstanding"]),
    ("How many inspections were there in 2019?", 1, ["1) ", "Barnet"]),
    ("Which councils were rated outstanding for children in care?", 1, ["London Borough of Barnet"]),
    ("What needed to improve in Bolton in 2023?", 4, []),
]
LEFT_TO_THE_SEARCH = [
    "How many duties are there about elephants?",
    "What was decided about the library in Kelverton?",
    "What was the vote on the recommendations about Withybeck School?",
    "Why did the Cabinet decide to expand Withybeck School?",
    "Who was the lead inspector of Otherton?",
    "Who was the lead inspector of Stanwold in 2019?",
    "What grade did Stanwold get for leadership of its libraries?",
    "Why did Ofsted judge Stanwold's help and protection to require improvement in 2025?",
    "List every decision on 3 March 2020",
    "Which duties does HoS-ZZZ lead on?",
    "How many foster carers are there?",
    "When was Withybeck School built?",
]


def make_assistant(folder: Path, files: Sequence[Path]) -> Assistant:
    """An assistant over papers; what the registers answer needs no model."""
    store = Store(folder / "store", WordHashEmbedder(), create=True)
    for file in find_files(list(files)).files:
        try:
            document = read_document(file)
        except UnreadableFile:
            continue
        stores = {"catalogue": store.catalogue, "vectors": store.vectors, "embedder": store.embedder}
        keep_document(document, read_records(document), path=str(file.path), version="1", **stores)
    return Assistant(store, load_settings())


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = make_assistant(tmp_path_factory.mktemp("samples"), [papers_folder()])
    yield assistant
    assistant.store.close()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Assistant]:
    assistant = make_assistant(tmp_path_factory.mktemp("corpus"), [shared / "corpus" / name for name in PACKS])
    yield assistant
    assistant.store.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Assistant]:
    folder = shared / "inspections" / "reports"
    if not folder.is_dir():
        pytest.skip(f"no inspection reports at {folder}")
    assistant = make_assistant(tmp_path_factory.mktemp("reports"), [folder / name for name in REPORTS])
    yield assistant
    assistant.store.close()


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """The scoring that judges answers elsewhere."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_from_registers(assistant: Assistant, answer: Answer) -> bool:
    question = understand_question(answer.question, assistant.store.retriever.terms)
    return answer_from_registers(question, assistant.store.retriever.look(), assistant.settings.answering) is not None


def check_rows(assistant: Assistant, question: str, rows: int, held: Sequence[str]) -> Answer:
    """The answer, seen to have so many cited rows and the words, to be short enough and to quote the papers verbatim."""
    answer = assistant.ask(question)
    lines = [line for line in re.split(r"\n|(?<=\]); ", answer.text) if re.search(r"\[\d+\]", line) and not line.endswith(":")]
    documents = {d.digest: d.row for d in assistant.store.catalogue.documents()}

    assert answer.status == "answered"
    assert len(lines) == rows, answer.text
    assert [words for words in held if words not in answer.text] == [], answer.text
    assert len(answer.text.split()) <= (170 if rows > 2 else 90)
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)} == {c.number for c in answer.citations}
    for cited in answer.citations:
        assert cited.quote == assistant.store.catalogue.text(documents[cited.digest])[cited.start : cited.end]
    return answer


@pytest.mark.parametrize(("question", "rows", "held"), OF_THE_SAMPLES)
def test_a_question_to_a_register_of_the_sample_council_is_counted_and_cited(samples: Assistant, question, rows, held):
    check_rows(samples, question, rows, held)


@pytest.mark.parametrize(("question", "rows", "held"), OF_THE_CORPUS)
def test_a_question_to_a_register_of_real_packs_is_counted_and_cited(corpus: Assistant, score, shared, question, rows, held):
    check_as_scored(score, shared / "corpus", check_rows(corpus, question, rows, held))


@pytest.mark.parametrize(("question", "rows", "held"), OF_THE_REPORTS)
def test_a_question_to_the_register_of_inspections_is_cited(reports: Assistant, score, shared, question, rows, held):
    check_as_scored(score, shared / "inspections", check_rows(reports, question, rows, held))


def check_as_scored(score: ModuleType, folder: Path, answer: Answer) -> None:
    """Every citation is real and every number supported, as the scoring sees it."""
    papers = score.Corpus(folder)
    cites = answer.as_json()["citations"]
    beside = " ".join(f"{c['file']} {c['document']} {c['date']}".replace("-", " ") for c in cites)
    said = re.sub(r"\[\d+\]", "", answer.text)

    assert [c["quote"] for c in cites if not papers.real(c)] == []
    assert score.unsupported(said, " ".join(c["quote"] for c in cites), f"{answer.question} {beside}") == set()


@pytest.mark.parametrize("question", LEFT_TO_THE_SEARCH)
def test_a_question_with_a_word_that_no_record_holds_is_left_to_the_search(samples: Assistant, question: str):
    assert not is_from_registers(samples, samples.ask(question))


def test_filters_limit_the_records(samples: Assistant):
    only_minutes = Filters(type=("minutes",))
    answer = samples.ask("List every decision on 14 October 2025", filters=only_minutes)

    assert {c.type for c in answer.citations} == {"minutes"}
    assert "HoS" not in samples.ask("Which duties does HoS-SEND lead on?", filters=only_minutes).text


def test_a_follow_up_is_read_with_the_question_before_it(samples: Assistant):
    first = samples.ask("What grade did Stanwold get for care leavers?")
    second = samples.ask("And for help and protection?", earlier=[first])

    assert "Good" in first.text
    assert second.search_query != second.question


def test_the_same_paper_in_two_files_counts_once(tmp_path: Path):
    minutes = (
        "# Anyshire County Council\n\n## Minutes of the Cabinet\n\n14 October 2025\n\n### 5. Library\n\n"
        "It was RESOLVED that the library open on Sundays.\n"
    )
    (tmp_path / "minutes.md").write_text(minutes, "utf-8")
    (tmp_path / "minutes-again.md").write_text(f"{minutes}\nPrinted again.\n", "utf-8")
    assistant = make_assistant(tmp_path, [tmp_path / "minutes.md", tmp_path / "minutes-again.md"])

    answer = assistant.ask("How many decisions were made on 14 October 2025?")
    assistant.store.close()

    assert len(answer.citations) == 1 and "open on Sundays" in answer.text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("decisions on 16 November 2021", date(2021, 11, 16), date(2021, 11, 16)),
        ("items for Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("inspections in 2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("decisions since 1 March 2023", date(2023, 3, 1), None),
        ("decisions before March 2023", None, date(2023, 3, 31)),
        ("decisions between 1 March 2023 and 4 May 2023", date(2023, 3, 1), date(2023, 5, 4)),
        ("decisions from March 2023 to May 2023", date(2023, 3, 1), date(2023, 5, 31)),
    ],
)
def test_days_are_read_from_a_question(text: str, first: date | None, last: date | None):
    days = Asked(text).take_days()

    assert days and (days.first, days.last) == (first, last)


@pytest.mark.parametrize("text", ["the budget for 2022/23", "decisions", "in 2021, 2022 and 2023"])
def test_what_is_no_span_of_days_is_none(text: str):
    assert Asked(text).take_days() is None


def test_a_record_with_a_month_or_year_alone_is_of_every_day_in_it():
    day = Asked("on 16 November 2021").take_days()

    assert day.holds("2021-11") and day.holds("2021") and day.holds("2021-11-16")
    assert not day.holds("2021-12") and not day.holds(None)
