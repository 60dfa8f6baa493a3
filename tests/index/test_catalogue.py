"""The catalogue: documents and passages come back as they went in, and their words are found."""

import re
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.catalogue import Catalogue, Filters
from ingest.document import Block, Document, Facts, Passage, Reading
from ingest.passages import divide_document
from ingest.structure import build_document

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)
maybe = st.none() | texts

made_up_facts = st.builds(Facts, title=texts, council=maybe, body=maybe, date=st.none() | st.dates(), type=texts)
made_up_blocks = st.lists(st.builds(Block, kind=st.sampled_from(["heading", "paragraph", "item"]), text=texts, page=st.just(1),
                                    level=st.integers(1, 3)), max_size=8)


def build(*paragraphs: str, digest: str = "one", **facts: object) -> Document:
    stated = {"title": "Minutes", "council": None, "body": None, "date": None, "type": "minutes", **facts}
    blocks = tuple(Block(kind="paragraph", text=f"{n}.1 {text}", page=n) for n, text in enumerate(paragraphs, 1))
    labels = tuple("iiiiiiii"[:n] for n in range(1, len(paragraphs) + 1))
    return build_document(file=f"{digest}.pdf", digest=digest, reading=Reading(blocks=blocks, page_labels=labels),
                          facts=Facts(**stated))


def keep(catalogue: Catalogue, document: Document, *, path: str | None = None, reader: str = "1") -> tuple[Passage, ...]:
    passages = divide_document(document)
    catalogue.add_document(document, passages, path=path or f"/{document.file}", reader=reader,
                           words=[(document.facts.title, "") for _ in passages])
    return passages


def found(catalogue: Catalogue, words: str, filters: Filters | None = None) -> list[str]:
    rows = [row for row, _ in catalogue.match_words(words.split(), filters or Filters(), 20)]
    passages = catalogue.passages(rows)
    return [catalogue.text(passages[row].document)[passages[row].start:passages[row].end] for row in rows]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


# Documents and passages


@given(made_up_facts, made_up_blocks, st.lists(st.integers(1, 9)), st.sampled_from(["a", "b", "c"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_document_comes_back_unchanged(catalogue: Catalogue, facts: Facts, blocks: list[Block], bare: list[int], digest: str):
    reading = Reading(blocks=tuple(blocks), page_labels=("i", None), pages_without_text=tuple(bare))
    document = build_document(file="a.pdf", digest=digest, reading=reading, facts=facts)
    passages = keep(catalogue, document, path="/papers/a.pdf")
    (stored,) = (kept for kept in catalogue.documents() if kept.digest == digest)
    assert (stored.file, stored.path, stored.facts) == ("a.pdf", "/papers/a.pdf", facts)
    assert (stored.pages, stored.pages_without_text, stored.passages) == (2, tuple(bare), len(passages))
    assert catalogue.text(stored.row) == document.text
    places = catalogue.places_of_keys([passage.id for passage in passages])
    kept = catalogue.passages(place.row for place in places.values())
    ordered = sorted(kept.values(), key=lambda passage: passage.row)
    fields = ("start", "end", "kind", "page", "page_label", "path", "number", "lead_in", "header", "standing")
    assert [[getattr(passage, name) for name in fields] for passage in ordered] == [
        [getattr(passage, name) for name in fields] for passage in passages]
    assert [passage.key for passage in ordered] == [passage.id for passage in passages]


def test_a_document_is_kept_once_and_a_new_reading_takes_the_place_of_the_old(catalogue: Catalogue):
    keep(catalogue, build("The budget was agreed."))
    keep(catalogue, build("The budget was refused."), reader="2")
    assert len(catalogue.documents()) == 1
    assert found(catalogue, "agreed") == [] and found(catalogue, "refused") == ["1.1 The budget was refused."]
    assert catalogue.has_document("one", "2") and not catalogue.has_document("one", "1")


def test_a_document_that_is_removed_leaves_nothing_behind(catalogue: Catalogue):
    keep(catalogue, build("The Special Needs Service (SNS) was agreed.", digest="one"))
    keep(catalogue, build("The report was noted.", digest="two"))
    catalogue.remove_document("one")
    assert [document.digest for document in catalogue.documents()] == ["two"]
    assert found(catalogue, "agreed") == [] and catalogue.word_counts(["agreed"]) == {"agreed": 0}
    assert catalogue.keys_of("one") == [] and len(catalogue.passage_keys()) == 1
    assert catalogue.abbreviations() == {}
    assert catalogue._connection().execute("select count(*) from pages").fetchone()[0] == 1


def test_a_document_that_cannot_be_kept_whole_is_not_kept_at_all(catalogue: Catalogue):
    document = build("The budget was agreed.", "The report was noted.")
    with pytest.raises(ValueError):
        catalogue.add_document(document, divide_document(document), path="/a", reader="1", words=[("one", "too few")])
    assert catalogue.documents() == [] and found(catalogue, "budget") == []


def test_the_page_of_a_character_is_known(catalogue: Catalogue):
    document = build("The budget was agreed.", "The report was noted.")
    keep(catalogue, document)
    (stored,) = catalogue.documents()
    page = catalogue.page_at(stored.row, document.text.index("report"))
    assert (page.number, page.label) == (2, "ii") and page == document.page_at(document.text.index("report"))
    assert catalogue.page_at(stored.row, len(document.text) + 5) is None


def test_passages_under_the_same_headings_are_a_section(catalogue: Catalogue):
    blocks = [Block(kind="heading", text="Costs"), *[Block(kind="paragraph", text=f"1.{n} It costs.") for n in range(1, 4)],
              Block(kind="heading", text="Risks"), Block(kind="paragraph", text="2.1 It is risky.")]
    document = build_document(file="a", digest="d", reading=Reading(blocks=tuple(blocks)),
                              facts=Facts(title="t", council=None, body=None, date=None, type="report"))
    keep(catalogue, document)
    ((row, _),) = catalogue.match_words(["1 2"], Filters(), 1)
    section = catalogue.section_of(catalogue.passages([row])[row], 10_000)
    assert [passage.number for passage in section] == ["1.1", "1.2", "1.3"]


def test_totals_count_what_is_kept(catalogue: Catalogue):
    keep(catalogue, build("One.", "Two.", digest="one", date=date(2021, 5, 1), council="Anyshire Council"))
    keep(catalogue, build("Three.", digest="two", date=date(2024, 5, 1)))
    catalogue.keep_skipped(path="/x", root="/", file="x", digest="x", reason="r", advice="a", attempt="1")
    totals = catalogue.totals()
    assert (totals.documents, totals.pages, totals.passages, totals.unread) == (2, 3, 3, 1)
    assert (totals.first, totals.last) == (date(2021, 5, 1), date(2024, 5, 1))
    assert catalogue.totals(Filters(council=("Anyshire Council",))).documents == 1


def test_an_empty_catalogue_has_totals_too(catalogue: Catalogue):
    totals = catalogue.totals()
    assert (totals.documents, totals.passages, totals.first) == (0, 0, None)


# Filters


def test_filters_narrow_documents_and_words(catalogue: Catalogue):
    keep(catalogue, build("School places.", digest="old", council="Anyshire Council", body="Cabinet", date=date(2021, 5, 1)))
    keep(catalogue, build("School places.", digest="new", council="Otherton Council", type="report", date=date(2024, 5, 1)))
    keep(catalogue, build("School places.", digest="bare"))
    for filters, expected in (
        (Filters(), ["old", "new", "bare"]),
        (Filters(council=("Anyshire Council",)), ["old"]),
        (Filters(council=("Anyshire Council", "Otherton Council")), ["old", "new"]),
        (Filters(council=("Anyshire Council",), type=("report",)), []),
        (Filters(body=("Cabinet",)), ["old"]),
        (Filters(first=date(2021, 5, 1), last=date(2021, 5, 1)), ["old"]),
        (Filters(first=date(2021, 5, 2)), ["new"]),
        (Filters(last=date(2020, 1, 1)), []),
    ):
        assert [document.digest for document in catalogue.documents(filters)] == expected
        assert len(found(catalogue, "school", filters)) == len(expected)


def test_the_values_to_filter_by_are_listed_once(catalogue: Catalogue):
    for digest, council in (("a", "Otherton Council"), ("b", "Anyshire Council"), ("c", "Anyshire Council"), ("d", None)):
        keep(catalogue, build("One.", digest=digest, council=council))
    assert catalogue.values_of("council") == ["Anyshire Council", "Otherton Council"]
    with pytest.raises(ValueError):
        catalogue.values_of("text")


# Words


def test_words_are_found_in_any_form_without_regard_to_capitals_and_accents(catalogue: Catalogue):
    keep(catalogue, build("The Cabinet AGREED admissions to the café school."))
    for word in ("agree", "admission", "cafe", "schools", "cabinet"):
        assert len(found(catalogue, word)) == 1
    assert found(catalogue, "library") == []


def test_the_passage_that_says_it_most_comes_first(catalogue: Catalogue):
    keep(catalogue, build("Foster carers and foster homes.", "The chair spoke of carers, homes, schools, roads and bins."))
    scores = catalogue.match_words(["foster", "carers", "homes"], Filters(), 10)
    assert found(catalogue, "foster carers homes")[0] == "1.1 Foster carers and foster homes."
    assert [score for _, score in scores] == sorted((score for _, score in scores), reverse=True) and scores[0][1] > 0


def test_headings_and_context_are_found_though_the_passage_does_not_hold_them(catalogue: Catalogue):
    document = build("The rate fell by a third.")
    words = [("Road safety", "Anyshire Council")]
    catalogue.add_document(document, divide_document(document), path="/a", reader="1", words=words)
    assert len(found(catalogue, "safety")) == len(found(catalogue, "anyshire")) == 1


def test_word_counts_say_in_how_many_passages_a_word_stands(catalogue: Catalogue):
    keep(catalogue, build("Schools and more schools.", "A school.", "A road."))
    assert catalogue.word_counts(["school", "road", "bin"]) == {"school": 2, "road": 1, "bin": 0}


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_a_quoted_word_never_upsets_the_search(catalogue: Catalogue, word: str):
    if re.search(r"\w", word):
        catalogue.match_words([word.replace("\x00", "")], Filters(), 5)


# Sources


def test_a_source_is_read_or_skipped_and_never_both(catalogue: Catalogue):
    place = {"path": "/p/a.pdf", "root": "/p", "file": "a.pdf", "digest": "one"}
    catalogue.keep_skipped(**place, reason="It is damaged.", advice="Ask for a new copy.", attempt="1")
    assert [(entry["file"], entry["reason"]) for entry in catalogue.skipped()] == [("a.pdf", "It is damaged.")]
    catalogue.keep_source(**place)
    assert catalogue.skipped() == [] and catalogue.sources() == {"/p/a.pdf": ("/p", "a.pdf", "one")}
    catalogue.keep_skipped(**place, reason="It is damaged.", advice="Ask for a new copy.", attempt="1")
    assert len(catalogue.skipped()) == 1 and list(catalogue.sources()) == ["/p/a.pdf"]
    catalogue.forget_source("/p/a.pdf")
    assert catalogue.skipped() == [] and catalogue.sources() == {}


def test_documents_without_a_source_are_known(catalogue: Catalogue):
    keep(catalogue, build("One.", digest="one"))
    keep(catalogue, build("Two.", digest="two"))
    catalogue.keep_source(path="/one.pdf", root="/", file="one.pdf", digest="one")
    assert catalogue.unreferenced() == ["two"]


def test_a_document_goes_by_the_name_of_a_file_that_is_there(catalogue: Catalogue):
    keep(catalogue, build("One.", digest="one"), path="/old.pdf")
    catalogue.keep_source(path="/new.pdf", root="/", file="new.pdf", digest="one")
    catalogue.keep_source(path="/old.pdf", root="/", file="old.pdf", digest="changed since")
    catalogue.rename_documents()
    (document,) = catalogue.documents()
    assert (document.path, document.file) == ("/new.pdf", "new.pdf")


def test_settings_are_kept(catalogue: Catalogue):
    assert catalogue.setting("model") is None
    catalogue.keep_setting("model", "one")
    catalogue.keep_setting("model", "two")
    assert catalogue.setting("model") == "two"


def test_short_forms_that_documents_define_are_learned(catalogue: Catalogue):
    keep(catalogue, build("The Sensory Impairment Service (SIS) met.", digest="one"))
    keep(catalogue, build("The Sensory Impairment Service (SIS) met.", digest="two"))
    keep(catalogue, build("The Schools Improvement Strategy (SIS) was agreed.", digest="three"))
    assert catalogue.abbreviations()["SIS"] == "Sensory Impairment Service"


# Files and threads


def test_what_is_kept_outlives_the_program(tmp_path: Path):
    first = Catalogue(tmp_path / "catalogue.sqlite")
    keep(first, build("The budget was agreed."))
    first.close()
    second = Catalogue(tmp_path / "catalogue.sqlite")
    assert len(second.documents()) == 1 and found(second, "budget")
    second.close()


def test_threads_read_while_one_writes(catalogue: Catalogue):
    keep(catalogue, build("The budget was agreed.", digest="zero"))
    problems: list[Exception] = []

    def read() -> None:
        try:
            for _ in range(30):
                assert found(catalogue, "budget")
        except Exception as error:  # noqa: BLE001 - a thread's error must reach the test
            problems.append(error)
        finally:
            catalogue.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(15):
        keep(catalogue, build("The budget was agreed.", digest=f"d{number}"))
    for thread in threads:
        thread.join()
    assert not problems and len(catalogue.documents()) == 16
