"""Search over a real store: words and vectors, growth to the section, filters, and questions of every kind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.catalogue import Filters
from index.embedder import SentenceEmbedder, WordHashEmbedder
from index.retriever import Hit, Retrieval, SearchSettings, subject_words
from index.store import Store
from index.sync import keep_document
from ingest.document import Block, Facts, Reading
from ingest.structure import build_document

PAPERS = {
    "budget": ("Budget 2025/26", date(2025, 2, 10), "Anyshire County Council", [
        ("heading", "1. Purpose"), ("paragraph", "1.1 To set the revenue budget and the council tax for the coming year."),
        ("heading", "2. Savings"), ("paragraph", "2.1 Savings of £4.2 million are needed from adult social care."),
        ("paragraph", "2.2 Libraries would open on fewer days, which saves £310,000."),
        ("paragraph", "2.3 Parking charges would rise by 8% from April."),
        ("heading", "3. Risks"), ("paragraph", "3.1 Inflation may exceed the forecast of 2.6%."),
    ]),
    "fostering": ("Fostering annual report", date(2023, 9, 5), "Otherton Borough Council", [
        ("heading", "1. Carers"), ("paragraph", "1.1 The number of foster carers fell from 175 to 164 households."),
        ("paragraph", "1.2 Allowances were raised by 6.2% so that carers stay."),
        ("heading", "2. Children"), ("paragraph", "2.1 Children in care told us that they want fewer moves."),
    ]),
    "roads": ("Highways maintenance", date(2021, 3, 1), "Anyshire County Council", [
        ("heading", "1. Potholes"), ("paragraph", "1.1 Potholes are filled within five working days of a report."),
        ("row", "Ward\tPotholes filled"), ("row", "North\t1,204"), ("row", "South\t988"),
    ]),
}  # fmt: skip


def fill(store: Store) -> Store:
    for digest, (title, day, council, parts) in PAPERS.items():
        blocks = tuple(Block(kind=kind, text=text, page=1, table=1 if kind == "row" else None, names_columns="Ward" in text)
                       for kind, text in parts)
        facts = Facts(title=title, council=council, body="Cabinet", date=day, type="report")
        reading = Reading(blocks=blocks, page_labels=("1",))
        document = build_document(file=f"{digest}.pdf", digest=digest, reading=reading, facts=facts)
        keep_document(document, path=f"/{digest}.pdf", version="1", catalogue=store.catalogue, vectors=store.vectors,
                      embedder=store.embedder)
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = fill(Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True))
    yield store
    store.close()


def search(store: Store, question: str, **options: object) -> tuple[Hit, ...]:
    return store.retriever.search(question, **options).hits


def best(store: Store, question: str, **options: object) -> str:
    return search(store, question, **options)[0].text


def test_the_passage_that_answers_comes_first(store: Store):
    assert "fell from 175 to 164" in best(store, "How many foster carers are there?")
    assert "Parking charges would rise" in best(store, "parking charges")
    assert search(store, "How fast are potholes filled?")[0].document.digest == "roads"


def test_the_text_of_a_hit_is_a_range_of_its_document(store: Store):
    for hit in search(store, "savings, potholes and foster carers"):
        assert hit.text == store.catalogue.text(hit.document.row)[hit.start:hit.end]
        assert hit.start <= hit.passage.start and hit.passage.end <= hit.end
        assert (hit.parts[0].start, hit.parts[-1].end) == (hit.start, hit.end) and hit.passage in hit.parts


def test_hits_are_ranked_and_do_not_overlap(store: Store):
    hits = search(store, "council savings foster carers potholes budget")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    spans = sorted((hit.document.row, hit.start, hit.end) for hit in hits)
    assert all(row != after or end <= start for (row, _, end), (after, start, _) in pairwise(spans))


def test_a_hit_grows_to_the_section_it_stands_in_and_no_further(store: Store):
    (hit, *_) = search(store, "libraries open on fewer days")
    assert hit.text.startswith("2. Savings\n2.1") and hit.text.endswith("from April.")
    assert hit.section == "2. Savings > 2.2"


def test_a_hit_grows_no_longer_than_the_settings_say(tmp_path: Path):
    short = fill(Store(tmp_path, WordHashEmbedder(), SearchSettings(grown_chars=80), create=True))
    assert best(short, "libraries open on fewer days") == "2.2 Libraries would open on fewer days, which saves £310,000."
    short.close()


def test_a_hit_says_which_index_found_it(store: Store):
    hits = search(store, "potholes")
    assert hits[0].words_score is not None and hits[0].words_score > 0
    assert all(hit.words_score is not None or hit.vector_score is not None for hit in hits)


def test_no_more_hits_than_asked_for(store: Store):
    assert len(search(store, "council budget savings carers", k=2)) == 2
    assert search(store, "council budget", k=0) == ()


def test_filters_keep_other_documents_out(store: Store):
    def digests(**fields: object) -> set[str]:
        return {hit.document.digest for hit in search(store, "council budget carers potholes", filters=Filters(**fields))}

    assert digests() == {"budget", "fostering", "roads"}
    assert digests(council=("Otherton Borough Council",)) == {"fostering"}
    assert digests(first=date(2022, 1, 1), last=date(2024, 1, 1)) == {"fostering"}
    assert digests(first=date(2022, 1, 1)) == {"budget", "fostering"}
    assert digests(type=("minutes",)) == set()


def test_the_council_and_the_year_that_a_question_names_count(store: Store):
    def affinities(words: str) -> dict[str, float]:
        return {hit.document.digest: hit.affinity for hit in search(store, f"carers, savings, charges and potholes {words}")}

    assert affinities("in Otherton")["fostering"] > 1 > affinities("in Otherton")["budget"]
    assert affinities("in Anyshire")["budget"] > 1 > affinities("in Anyshire")["fostering"]
    assert affinities("in 2025")["budget"] > affinities("in 2025")["roads"]
    assert set(affinities("").values()) == {1.0}


def test_the_newest_paper_counts_most_where_the_latest_is_asked_for(store: Store):
    hits = search(store, "What is the latest on carers, savings, charges and potholes?")
    days = {hit.document.facts.date: hit.affinity for hit in hits}
    assert [days[day] for day in sorted(days)] == sorted(days.values()) and max(days.values()) > 1


def test_the_same_question_gives_the_same_hits(store: Store):
    first, second = (store.retriever.search("savings from libraries and parking") for _ in range(2))
    assert first.hits == second.hits


def test_a_search_tells_its_question_and_how_long_it_took(store: Store):
    retrieval: Retrieval = store.retriever.search("potholes")
    assert retrieval.question == "potholes"
    assert set(retrieval.seconds) == {"words", "vectors", "grow"} and all(seconds >= 0 for seconds in retrieval.seconds.values())


def test_an_empty_store_has_no_hits(tmp_path: Path):
    store = Store(tmp_path, WordHashEmbedder(), create=True)
    assert store.retriever.search("potholes").hits == ()
    store.close()


@pytest.mark.parametrize("question", [
    "", "   ", "?", "the of and", '"', "'; drop table passages; --", "NEAR(", "a AND OR NOT b", "budget*", "col:budget", "£4.2m",
    "5.4", "SEND", "s17", "-budget", "(budget", "café résumé", "预算", "\x00budget", "budget " * 400, "🙂",
])  # fmt: skip
def test_no_question_upsets_the_search(store: Store, question: str):
    assert isinstance(store.retriever.search(question), Retrieval)


@given(st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_made_up_question_upsets_the_search(store: Store, question: str):
    for hit in search(store, question, k=3):
        assert hit.text


@given(st.text(max_size=60))
def test_subject_words_are_words_of_the_question_each_once(question: str):
    words = subject_words(question)
    assert len(set(words)) == len(words) and all(word in question.lower() for word in words)


def test_words_that_carry_no_subject_are_left_out():
    assert subject_words("What did the Cabinet's report say about the budget?") == ["cabinet", "report", "budget"]


def test_the_real_model_finds_what_other_words_say(tmp_path: Path):
    store = fill(Store(tmp_path, SentenceEmbedder(), create=True))
    hits = search(store, "Do youngsters dislike changing homes?")
    assert "want fewer moves" in hits[0].text and hits[0].vector_score > 0.2
    store.close()


@pytest.mark.parametrize("step", ["_search_words", "_search_vectors", "_fuse"])
def test_a_paper_that_goes_during_a_search_is_found_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str):
    store = fill(Store(tmp_path / "store", WordHashEmbedder(), create=True))
    before = [hit.passage.key for hit in search(store, "library")]
    gone = store.catalogue.documents()
    work = getattr(store.retriever, step)

    def forget_all() -> None:
        for document in gone:
            store.catalogue.remove_document(document.digest)
        store.catalogue.close()

    def interrupted(*arguments: object) -> object:
        found = work(*arguments)
        with ThreadPoolExecutor(1) as another:
            another.submit(forget_all).result()
        return found

    monkeypatch.setattr(store.retriever, step, interrupted)
    assert before and [hit.passage.key for hit in search(store, "library")] == before
    monkeypatch.undo()
    assert search(store, "library") == ()
    store.close()
