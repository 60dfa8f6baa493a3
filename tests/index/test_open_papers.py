"""What is exempt is in no table that a reader of open papers can ask, not even in one that was made later."""

from pathlib import Path

import pytest

from index.catalogue import Catalogue, Filters
from ingest.document import Block, Facts, Reading
from ingest.passages import divide_document
from ingest.structure import build_document

WORDS = (
    "Agenda Item 2",
    "The library opens.",
    "Agenda Item 3",
    "NOT FOR PUBLICATION",
    "The price is low.",
    "Agenda Item 4",
    "The end.",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    for digest, kind, words in (("pack", "agenda pack", WORDS), ("secret", "report", WORDS[3:5]), ("open", "report", WORDS[:2])):
        pages = [1, 1, 2, 2, 2, 3, 3] if digest == "pack" else [1] * len(words)
        blocks = tuple(Block(kind="paragraph", text=text, page=page) for text, page in zip(words, pages, strict=True))
        facts = Facts(title=digest, council=None, body=digest, date=None, type=kind)
        reading = Reading(blocks=blocks, page_labels=(None,) * max(pages))
        document = build_document(file=f"{digest}.pdf", digest=digest, reading=reading, facts=facts)
        passages = divide_document(document)
        catalogue.add_document(document, passages, path="", reader="1", words=[("", "") for _ in passages])
    with catalogue.writing() as db:
        db.executescript(
            "create table notes (id integer primary key, document integer not null references documents, start integer, "
            "end integer);"
            "create table marks (note integer not null references notes, said text);"
            "create table owners (document integer not null references documents, name text);"
            "create table colours (name text);"
        )
        for document in catalogue.documents():
            text = catalogue.text(document.row)
            for word in ("library", "price"):
                if word in text:
                    at = text.index(word)
                    note = db.execute(
                        "insert into notes (document, start, end) values (?, ?, ?)", (document.row, at, at + 5)
                    ).lastrowid
                    db.execute("insert into marks values (?, ?)", (note, word))
            db.execute("insert into owners values (?, ?)", (document.row, document.digest))
        db.execute("insert into colours values ('red')")
    return catalogue


@pytest.fixture
def open_papers(catalogue: Catalogue) -> Catalogue:
    return Catalogue(catalogue.database, open_only=True)


def test_exempt_papers_and_parts_are_in_no_list_and_no_search(catalogue, open_papers):
    assert {d.digest for d in open_papers.documents()} == {"pack", "open"} < {d.digest for d in catalogue.documents()}
    assert open_papers.values_of("body") == ["open", "pack"] and open_papers.find_document("secret") is None
    assert catalogue.match_words(["price"], Filters(), 9) and open_papers.match_words(["price"], Filters(), 9) == []
    assert open_papers.totals().passages < catalogue.totals().passages


def test_the_text_keeps_its_offsets_and_loses_its_exempt_words(catalogue, open_papers):
    pack = open_papers.find_document("pack")
    whole, text = catalogue.text(pack.row), open_papers.text(pack.row)

    assert len(text) == len(whole) and "price" not in text
    assert text.index("The end.") == whole.index("The end.")


def test_a_table_that_was_made_later_is_covered(catalogue, open_papers):
    db = open_papers._connection()

    assert [row[0] for row in db.execute("select said from marks order by said")] == ["library", "library"]
    assert db.execute("select count(*) from notes").fetchone()[0] == 2
    assert [row[0] for row in db.execute("select name from owners")] == ["open"]
    assert [row[0] for row in db.execute("select name from colours")] == ["red"]


def test_only_pages_with_nothing_exempt_may_be_drawn(catalogue, open_papers):
    pack = open_papers.find_document("pack")
    pages = open_papers.pages_of(pack.row)

    assert [open_papers.withholds(pack, page) for page in pages] == [False, True, False]
    assert open_papers.withholds(pack) and not catalogue.withholds(pack) and open_papers.leaves_out()


def test_nothing_can_be_written_through_it(open_papers):
    with pytest.raises(Exception, match=r"readonly|query_only|modify"):
        open_papers.keep_setting("model", "another")


def test_of_a_held_back_page_only_its_number_is_told(catalogue, open_papers):
    with catalogue.writing() as db:
        db.execute("update pages set label = 'B' || number, ocr = 1")
        db.execute("update documents set pages_without_text = '[2]'")
    pack, alone = open_papers.find_document("pack"), open_papers.find_document("open")

    assert [(page.number, page.label, page.read_by_ocr) for page in open_papers.pages_of(pack.row)] == [
        (1, "B1", True), (2, None, False), (3, "B3", True),
    ]  # fmt: skip
    assert open_papers.pages_by_ocr() == {"pack": (1, 3), "open": (1,)}
    assert (pack.pages_without_text, alone.pages_without_text) == ((), (2,))


def test_lists_of_names_and_marks_are_empty_or_hold_open_papers_alone(catalogue, open_papers):
    for name, digest in (("a/secret.pdf", "secret"), ("a/open.pdf", "open")):
        catalogue.keep_source(path=f"/{name}", root="/a", file=name, digest=digest)
    catalogue.keep_skipped(
        path="/a/wexcombe.pdf", root="/a", file="wexcombe.pdf", digest="x", reason="broken", advice="", attempt="1"
    )
    db = open_papers._connection()

    assert [row["file"] for row in db.execute("select file from sources")] == ["a/open.pdf"]
    assert open_papers.skipped() == [dict.fromkeys(("file", "path", "digest", "reason", "advice", "attempt"), "")]
    for table in ("markings", "declared", "rulings", "cut_records", "pending"):
        assert db.execute(f"select count(*) from {table}").fetchone()[0] == 0
