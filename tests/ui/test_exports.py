"""Exports: full references in every form, words of papers as words, and evidence that a changed file or record does not pass."""

import io
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.answer import Answer, Citation, Coverage
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ui.asked import Asked, Turn
from ui.exports.content import make_export
from ui.exports.evidence import EvidenceProblem, read_evidence, verify_evidence, write_evidence
from ui.exports.markdown import escape_markdown, write_markdown
from ui.exports.pdf import write_pdf
from ui.exports.word import write_word

COVERAGE = Coverage(documents=5, passages=1061, first=date(2022, 1, 25), last=date(2023, 11, 30), unread=0)
HOSTILE = "<script>alert(1)</script> ![x](http://192.0.2.1/x.png) [a](javascript:b) & <b>bold</b> **stars** ŵŷ Łódź"
MADE = datetime(2026, 3, 3, 19, 30)
SITE = "http://127.0.0.1:7860"


def cite(**changes) -> Citation:
    known = Citation(
        number=1, file="minutes.pdf", document="Minutes of the Board", digest="d" * 64, council="Anyshire Council",
        body="The Board", type="minutes", date=date(2022, 1, 25), page=27, page_label="53", section="Item 8",
        quote="only nine per cent\tin November", before="", after="", start=1000, end=1031,
    )  # fmt: skip
    return replace(known, **changes)


def turn(*citations: Citation, **changes) -> Turn:
    known = Answer(question="How many?", search_query="How many plans?", status="answered", text="Only nine per cent. [1]",
                   citations=citations, coverage=COVERAGE)  # fmt: skip
    answer = replace(known, **changes)
    return Turn(asked=Asked(question=answer.question), answer=answer)


def read_word(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    linked = [text.text for text in document.element.body.iter("{*}t") if text.text]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *linked])


def read_pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def read_markdown(data: bytes) -> str:
    tokens = MarkdownIt("commonmark").parse(data.decode())
    return "\n".join(child.content for token in tokens for child in token.children or ())


FORMS = [(write_word, read_word), (write_pdf, read_pdf), (write_markdown, read_markdown)]


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_every_form_has_the_answer_and_its_full_references(write, read):
    content = make_export([turn(cite(body="Library Board"))], site=SITE, made=MADE, left_out="Some papers were left out.")
    words = " ".join(read(write(content)).split())

    for part in ("How many?", "Taken to mean: How many plans?", "Only nine per cent. [1]", "Minutes of the Board",
                 "Library Board",
                 "25 January 2022", "page 27 (printed 53)", "only nine per cent | in November", "minutes.pdf",
                 "Some papers were left out.", "3 March 2026"):  # fmt: skip
        assert part in words, part
    assert f"{SITE}/paper/{'d' * 64}/page/27?start=1000&end=1031" in words.replace(" ", "")


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_what_a_paper_says_is_words_in_every_form(write, read):
    hostile = turn(cite(quote=HOSTILE, document=HOSTILE, file=HOSTILE), question=HOSTILE, text=f"{HOSTILE} [1]")
    data = write(make_export([hostile], site=SITE, made=MADE, left_out=""))

    # Letters of other alphabets come through too; a PDF may break the words anywhere.
    assert "".join(HOSTILE.split()) in "".join(read(data).split())


def test_nothing_of_a_paper_becomes_markdown():
    hostile = turn(cite(quote=HOSTILE, document=HOSTILE, file=HOSTILE), question=HOSTILE, text=f"{HOSTILE} [1]")
    tokens = MarkdownIt("commonmark").parse(write_markdown(make_export([hostile], site=SITE, made=MADE, left_out="")).decode())

    children = [child for token in tokens for child in token.children or ()]
    assert not {"image", "html_inline", "code_inline"} & {child.type for child in children}
    assert not [token for token in tokens if token.type in ("html_block", "fence", "code_block", "ordered_list_open")]
    links = [child.attrs["href"] for child in children if child.type == "link_open"]
    assert all(link.startswith(SITE) for link in links)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80))
def test_escaped_words_are_one_paragraph_of_the_same_words(words):
    tokens = MarkdownIt("commonmark").parse(escape_markdown(words))
    said = "".join(child.content for token in tokens for child in token.children or ())

    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert "".join(said.split()) == "".join(words.split())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "minutes.md").write_text(
        "# Minutes\n\nThe Board resolved that the library open on Sundays.\n", "utf-8"
    )
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync_files(
        [tmp_path / "papers"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    return store


@pytest.fixture
def record(store: Store, tmp_path: Path) -> Path:
    [document] = store.catalogue.documents()
    quote = "the library open on Sundays"
    start = store.catalogue.text(document.row).index(quote)
    cited = cite(
        digest=document.digest, file=document.file, page=None, page_label=None, quote=quote, start=start, end=start + len(quote)
    )
    path = tmp_path / "evidence.json"
    path.write_bytes(write_evidence([turn(cited)], made=MADE, left_out=False))
    return path


def verify(path: Path, store: Store) -> list[str]:
    return [finding.verdict for finding in verify_evidence(*read_evidence(path), store.catalogue)]


def test_a_record_holds_against_the_papers_it_was_made_from(record, store):
    assert verify(record, store) == ["holds", "holds"]


def test_a_changed_record_a_changed_file_and_a_missing_one_do_not_pass(record, store, tmp_path):
    changed = json.loads(record.read_text("utf-8"))
    changed["answers"][0]["citations"][0]["start"] -= 1
    other = tmp_path / "changed.json"
    other.write_text(json.dumps(changed), "utf-8")
    assert verify(other, store) == ["changed", "moved"]

    paper = tmp_path / "papers" / "minutes.md"
    paper.write_text(paper.read_text("utf-8").replace("Sundays", "Mondays"), "utf-8")
    assert verify(record, store) == ["holds", "changed"]
    sync_files(
        [tmp_path / "papers"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    assert verify(record, store) == ["holds", "missing"]


@pytest.mark.parametrize("words", ["", "[]", '{"kind": "other"}', "not JSON", '{"kind": "council-evidence", "version": 1}'])
def test_what_is_no_record_is_named(words, tmp_path):
    (tmp_path / "x.json").write_text(words, "utf-8")

    with pytest.raises(EvidenceProblem, match=r"x\.json is no evidence record"):
        read_evidence(tmp_path / "x.json")
