"""Web pages, read into blocks."""

from pathlib import Path

import pytest

from ingest.document import Reading, UnreadableFile
from ingest.html import read_html


def read(tmp_path: Path, page: str | bytes) -> Reading:
    path = tmp_path / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_html(path)


def shape(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in reading.blocks]


def test_only_the_content_of_a_page_is_read(tmp_path: Path) -> None:
    page = """<html><head><title>Budget | Anyshire</title><style>p{}</style></head><body>
      <header><p>Anyshire</p></header><nav>Home</nav><div class="cookie-banner">Cookies?</div>
      <main><nav class="breadcrumbs">Home > Budget</nav><header><h1>Budget</h1></header>
        <script>document.write('no')</script><noscript>no</noscript><!-- no --><p>Spending rose.</p>
        <form><label>Was this useful?</label><button>Yes</button></form><h2 id="adult-social-care">Adult social care</h2></main>
      <footer>Copyright</footer></body></html>"""
    assert shape(read(tmp_path, page)) == [
        ("heading", 1, "Budget"), ("paragraph", 1, "Spending rose."), ("heading", 2, "Adult social care"),
    ]  # fmt: skip


def test_a_page_without_main_is_its_body_without_the_site(tmp_path: Path) -> None:
    page = """<body><div role="banner">Anyshire</div><ul role="navigation"><li>Home</li></ul><div style="display: none">menu</div>
      <form id="aspnetForm"><input value="x"><h1>Agenda</h1><p>Apologies were received from both members.</p></form>
      <div id="site-breadcrumb">Home</div><footer>End</footer></body>"""
    assert shape(read(tmp_path, page)) == [
        ("heading", 1, "Agenda"), ("paragraph", 1, "Apologies were received from both members."),
    ]  # fmt: skip


def test_one_article_is_the_content_and_several_are_not(tmp_path: Path) -> None:
    assert shape(read(tmp_path, "<body><p>Site</p><article><p>One</p></article></body>")) == [("paragraph", 1, "One")]
    assert len(read(tmp_path, "<body><p>Site</p><article>One</article><article>Two</article></body>").blocks) == 3


def test_entities_ordinals_and_footnote_marks(tmp_path: Path) -> None:
    page = "<p>On the 22<sup>nd</sup> and 23 <sup>rd</sup> Tom&nbsp;&amp; Ann&#x27;s 45%<sup>2</sup> of m<sup>2</sup>\n sank</p>"
    assert shape(read(tmp_path, page)) == [("paragraph", 1, "On the 22nd and 23rd Tom & Ann's 45% 2 of m2 sank")]


def test_breaks_part_lines_and_double_breaks_part_paragraphs(tmp_path: Path) -> None:
    page = "<div>Town Hall<br>High Street<br/>\n<br>Opened in 1990.<p>Closed.</p>Now offices</div>"
    assert [text for _, _, text in shape(read(tmp_path, page))] == [
        "Town Hall High Street", "Opened in 1990.", "Closed.", "Now offices",
    ]  # fmt: skip


def test_lists_nest_without_saying_anything_twice(tmp_path: Path) -> None:
    page = "<p>To:</p><ul><li>agree <b>a</b>:<ol><li><p>one</p><p>because</p></li><li>two</li></ol>and go</li><li>• end</li></ul>"
    assert shape(read(tmp_path, page)) == [
        ("paragraph", 1, "To:"),
        ("item", 1, "agree a:"),
        ("item", 2, "one"),
        ("paragraph", 1, "because"),
        ("item", 2, "two"),
        ("paragraph", 1, "and go"),
        ("item", 1, "end"),
    ]


def test_tables_give_rows_with_their_header(tmp_path: Path) -> None:
    page = """<table><caption>Plans</caption><tr><th>Area</th><th>2021</th><th>2022</th></tr>
      <tr><th rowspan=2>North<br>East</th><td>4</td><td> 5 </td></tr><tr><td>6</td><td></td></tr>
      <tr><td colspan="3">South</td></tr></table>"""
    blocks = read(tmp_path, page).blocks
    assert [(b.kind, b.text, b.table, b.names_columns) for b in blocks] == [
        ("paragraph", "Plans", None, False),
        ("row", "Area\t2021\t2022", 1, True),
        ("row", "North East\t4\t5", 1, False),
        ("row", "\t6", 1, False),
        ("row", "South", 1, False),
    ]


def test_an_unmarked_header_is_known_by_its_labels(tmp_path: Path) -> None:
    page = "<table><tr><td>Area</td><td>Lead</td><td>Plans</td></tr><tr><td>North</td><td>Chair</td><td>12</td></tr></table>"
    assert [block.names_columns for block in read(tmp_path, page).blocks] == [True, False]


def test_a_layout_table_is_no_table(tmp_path: Path) -> None:
    page = "<table><tr><td><h1>Agenda</h1></td><td><table><tr><td>1</td><td>Apologies</td></tr></table></td></tr></table>"
    assert [(b.kind, b.text) for b in read(tmp_path, page).blocks] == [("heading", "Agenda"), ("row", "1\tApologies")]


def test_definitions_are_rows_of_two_cells(tmp_path: Path) -> None:
    page = "<dl><dt>Chair</dt><dd>Cllr A</dd><dd>Cllr B</dd><div><dt>Clerk</dt></div></dl>"
    assert [block.text for block in read(tmp_path, page).blocks] == ["Chair\tCllr A", "\tCllr B", "Clerk"]


def test_a_bold_line_is_a_heading_below_the_last_one(tmp_path: Path) -> None:
    page = "<h2>Costs</h2><p><strong>Savings to <i>date</i></strong></p><p><b>Note:</b> none</p><p><b>It rose.</b></p>"
    assert shape(read(tmp_path, page)) == [
        ("heading", 2, "Costs"), ("heading", 3, "Savings to date"), ("paragraph", 1, "Note: none"), ("paragraph", 1, "It rose."),
    ]  # fmt: skip


def test_a_whole_paragraph_in_a_heading_style_is_a_paragraph(tmp_path: Path) -> None:
    assert read(tmp_path, f"<h2>{'long words ' * 20}</h2>").blocks[0].kind == "paragraph"


def test_the_head_of_a_page_states_its_properties(tmp_path: Path) -> None:
    page = """<head><title> Cabinet\n minutes </title><meta name="DCTERMS.issued" content="2022-06-30">
      <meta property="og:title" content="Other"><meta name="Author" content="Democratic Services"></head><p>Text</p>"""
    assert read(tmp_path, page).properties == {
        "title": "Cabinet minutes", "author": "Democratic Services", "published": "2022-06-30",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_the_one_that_the_page_states(tmp_path: Path, encoding: str) -> None:
    page = '<meta charset="windows-1252"><p>£5 – café</p>' if encoding == "cp1252" else "<p>£5 – café</p>"
    assert shape(read(tmp_path, page.encode(encoding))) == [("paragraph", 1, "£5 – café")]


def test_tags_that_are_never_closed_lose_no_words(tmp_path: Path) -> None:
    reading = read(tmp_path, "".join(f"<div><font>word{n} " for n in range(2000)))
    assert " ".join(block.text for block in reading.blocks).split() == [f"word{n}" for n in range(2000)]


@pytest.mark.parametrize("page", [b"", b"  \n", b"<html><body><script>app()</script></body></html>", b"PK\x03\x04\x00\x00\x08"])
def test_a_page_without_words_says_so(tmp_path: Path, page: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, page)
    assert caught.value.reason.endswith(".") and caught.value.advice
