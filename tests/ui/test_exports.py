"""Exports: full references in every form, words of papers as words, and no character that stops one from being made."""

import io
from dataclasses import replace
from datetime import date, datetime

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from assistant.answer import Answer, Citation, Coverage
from ui.asked import Asked, Turn
from ui.exports.content import make_export
from ui.exports.markdown import escape_markdown, write_markdown
from ui.exports.pdf import write_pdf
from ui.exports.records import write_csv, write_xlsx
from ui.exports.word import write_word
from ui.service import Service
from ui.site.app import build_app

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


UNWRITABLE = "a\ufffeb\uffffc\ud800d\x00e\x0bf\x1bg\ufdd0h\x85i\udfffj"


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_what_cannot_be_written_is_left_out_and_said(write, read):
    odd = turn(
        cite(quote=UNWRITABLE, document=UNWRITABLE, file=UNWRITABLE, section=UNWRITABLE),
        question=UNWRITABLE,
        search_query=f"again {UNWRITABLE}",
        text=f"{UNWRITABLE} [1]",
        note=UNWRITABLE,
    )
    words = read(write(make_export([odd, turn(cite())], site=SITE, made=MADE, left_out="")))

    assert "abcdefghij" in words and "characters that cannot be written or seen" in " ".join(words.split())
    assert "cannot be written" not in read(write(make_export([turn(cite())], site=SITE, made=MADE, left_out="")))


@pytest.mark.parametrize(("write", "read"), FORMS)
@pytest.mark.parametrize("first", range(0, 0x110000, 0x8000))
def test_any_character_of_a_question_and_quote_can_be_written(write, read, first):
    every = "".join(chr(code) for code in range(first, first + 0x8000, 37)) + "".join(map(chr, range(first, first + 0x100)))
    odd = turn(cite(quote=every), question=every, text=f"{every} [1]")

    assert write(make_export([odd], site=SITE, made=MADE, left_out=""))


def test_registers_with_what_cannot_be_written_are_saved_too():
    records = [{"register": "decisions", "title": UNWRITABLE, "text": f"={UNWRITABLE}", "page": 3}]
    rows = write_csv(records).encode().decode().split("\r\n")
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(records, sheet="decisions"))).active

    assert rows[1].startswith("decisions,abcdefg") and ",'=abcdefg" in rows[1]
    assert sheet["B2"].value.startswith("abcdefg") and sheet["C2"].data_type == "s"


@pytest.mark.parametrize("ending", ["docx", "pdf", "md", "json"])
@pytest.mark.parametrize("odd", ["%EF%BF%BE", "%EF%BF%BF", "%ED%A0%80", "%00", "%1B", "%C2%85", "%E2%80%AE", "%F0%9F%9A%80"])
def test_a_question_with_any_character_is_saved_in_every_form(assistant_with, ending, odd):
    app = build_app(Service(assistant_with(least_confidence=0.0)), lambda app: None)
    site = TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000))
    question = f"How+many+foster+carers{odd}+were+there"
    reply = site.get(f"/export.{ending}?q={question}&q=%3Dcmd{odd}&in=body%3D{odd}")

    assert reply.status_code == 200 and len(reply.content) > 100


@pytest.mark.parametrize("odd", ["%EF%BF%BE", "%ED%A0%80", "%00", "%1B"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_register_with_any_character_in_its_filter_is_saved(assistant_with, ending, odd):
    app = build_app(Service(assistant_with(least_confidence=0.0)), lambda app: None)
    site = TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000))

    assert site.get(f"/registers/decisions.{ending}?text=library{odd}").status_code == 200
