"""Work that takes longer than its budget of processor time is given up, and what comes next is served."""

import time
from pathlib import Path

import pytest

from index.budget import Budget, OutOfTime
from index.catalogue import Catalogue
from index.evidence import find_evidence
from index.registers import RecordFilters, Registers
from index.store import Store
from index.threads import follow_matter

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
MANY = 4000
FIELDS = (
    '{"place": {"council": null, "body": null, "date": null, "page": null, "page_label": null, "section": "", "quote": "q", '
    '"start": 0, "end": 1}, "unreadable": [], '
)


def test_a_budget_is_of_the_time_that_its_own_thread_works():
    budget = Budget(0.05)
    time.sleep(0.1)
    budget.check()
    ends = time.thread_time() + 0.06
    while time.thread_time() < ends:
        pass
    with pytest.raises(OutOfTime, match=r"longer than 0\.05 seconds of work.*one thing at a time"):
        budget.check()
    budget.renewed().check()


def test_things_are_given_for_as_long_as_there_is_time():
    clock = iter(range(100)).__next__
    given = []
    with pytest.raises(OutOfTime):
        given += (thing for thing in Budget(3, clock).each(range(50)) if given.append(thing))
    assert given == [0, 1, 2]


def test_a_query_without_end_ends_and_the_next_one_is_answered(tmp_path: Path):
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    began = time.thread_time()
    with pytest.raises(OutOfTime), catalogue.reading_one_state(), catalogue.within(Budget(0.1)):
        catalogue.reading().execute(ENDLESS).fetchall()
    assert time.thread_time() - began < 2
    assert catalogue.reading().execute("select count(*) from documents").fetchone()[0] == 0
    with catalogue.writing() as db:
        db.execute("insert into settings values ('a', 'b')")
    catalogue.close()


def test_within_a_budget_another_one_holds_for_what_it_is_of(tmp_path: Path):
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    with catalogue.within(Budget(60)):
        with pytest.raises(OutOfTime), catalogue.within(Budget(0.05)):
            catalogue.reading().execute(ENDLESS).fetchall()
        catalogue.reading().execute("select 1").fetchall()
    catalogue.close()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A catalogue with thousands of decisions."""
    catalogue = Catalogue(tmp_path_factory.mktemp("many") / "catalogue.sqlite")
    decision = FIELDS + (
        '"status": "resolved", "item": null, "title": "Road works in Bramble Lane", "text": "The lane be closed.", "part": null, '
        '"vote": null}'
    )
    with catalogue.writing() as db:
        db.execute(
            "insert into documents (id, digest, file, path, title, type, text, pages, pages_without_text, reader, exempt, "
            "withheld) values (1, 'd', 'f', 'p', 't', 'minutes', 'q', 0, '[]', '1', '[]', 0)"
        )
        db.executemany(
            'insert into records (document, register, start, "end", status, title, words, fields) '
            "values (1, 'decisions', ?, ?, 'resolved', 'Road works in Bramble Lane', ' road works ', ?)",
            [(row, row + 1, decision) for row in range(MANY)],
        )
    return catalogue


def test_a_view_of_thousands_of_records_is_given_up_and_the_next_is_shown(many: Catalogue):
    for ask in (
        lambda registers: registers.list_records("decisions"),
        lambda registers: registers.list_records("decisions", RecordFilters(text="road works")),
        lambda registers: follow_matter(registers, registers.record(1)),
    ):
        began = time.thread_time()
        with pytest.raises(OutOfTime):
            ask(Registers(many, Budget(0.01)))
        assert time.thread_time() - began < 1
    assert len(Registers(many, Budget(60)).list_records("decisions", limit=10)) == 10


def test_a_search_is_given_up_and_the_next_is_answered(small_store: Store):
    with pytest.raises(OutOfTime):
        small_store.retriever.search("carers children library loans", budget=Budget(0.0))
    assert small_store.retriever.search("carers children library loans", budget=Budget(60)).hits


def test_the_evidence_for_a_duty_is_looked_for_within_the_budget(small_store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.evidence._subject_words", lambda duty: ["carers", "children", "library"])
    monkeypatch.setattr("index.evidence._weigh", lambda catalogue, words: dict.fromkeys(words, 1.0))
    from ingest.records.record import Duty

    duty = Duty.__new__(Duty)
    object.__setattr__(duty, "duty", "care for carers")
    stored = type("Stored", (), {"record": duty})()
    with pytest.raises(OutOfTime):
        find_evidence(Registers(small_store.catalogue, Budget(0.0)), stored)
