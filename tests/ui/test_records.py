"""The command `council records`: the contract's fields, filters that name what there is, and files a spreadsheet opens."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from index.catalogue import SCHEMA_VERSION, Catalogue
from index.store import CATALOGUE
from ingest.document import UnreadableFile
from ingest.passages import divide_document
from ingest.reading import read_document
from ingest.records.reading import read_records
from ingest.samples import papers_folder
from ingest.sources import find_files
from ui.cli import main
from ui.exports.records import LONGEST_CELL_CHARS, write_csv, write_xlsx

COMMON = [
    "register", "file", "document", "council", "body", "date", "page", "page_label", "section", "quote", "start",
    "end", "unreadable",
]  # fmt: skip
OWN = {
    "decisions": [
        "status", "item", "title", "text", "part", "vote", "purpose", "decision_maker", "key", "exempt",
        "consultation", "anticipated",
        "author",
    ],
    "duties": ["number", "duty", "lead", "heading", "act", "provision", "power"],
    "inspections": [
        "quote_start", "quote_end", "source", "inspectorate", "provider", "kind", "framework", "published",
        "lead_inspector", "judgements",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    catalogue = Catalogue(folder / CATALOGUE)
    catalogue.keep_setting("schema", SCHEMA_VERSION)
    for file in find_files([papers_folder()]).files:
        try:
            document = read_document(file)
        except UnreadableFile:
            continue
        passages = divide_document(document)
        words = [(" > ".join(passage.path), "") for passage in passages]
        catalogue.add_document(document, passages, path="/x", reader="1", words=words, records=read_records(document))
    catalogue.close()
    return folder


@pytest.fixture
def records(store: Path, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["records", *arguments, "--store", str(store)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.mark.parametrize("register", OWN)
def test_records_have_exactly_the_fields_of_the_contract(records, register):
    status, out, _ = records(register, "--json")
    listed = json.loads(out)

    assert status == 0 and listed
    assert all(set(record) == {*COMMON, *OWN[register]} for record in listed)
    assert {record["register"] for record in listed} == {register}


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["decisions", "--from", "2025-09-09", "--to", "9 September 2025"], 14),
        (["decisions", "--body", "cabinet", "--status", "recommended"], 12),
        (["decisions", "--council", "stanwold", "--text", "post-16 travel"], 4),
        (["decisions", "--type", "decision notice"], 4),
        (["duties", "--lead", "HoS-CIN"], 4),
        (["duties", "--heading", "youth justice"], 3),
        (["duties", "--text", "local offer"], 2),
        (["inspections", "--grade", "good"], 1),
        (["decisions", "--text", "zeppelin"], 0),
    ],
)
def test_filters_limit_what_is_listed(records, arguments, count):
    status, out, _ = records(*arguments, "--json")

    assert status == 0 and len(json.loads(out)) == count


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["duties", "--lead", "Zorro"], "HoS-SEND"),
        (["decisions", "--body", "Senate"], "Cabinet"),
        (["inspections", "--grade", "Splendid"], "Requires improvement to be good"),
    ],
)
def test_a_value_that_no_record_has_is_refused_with_the_known_ones(records, arguments, said):
    status, out, err = records(*arguments)

    assert status == 1 and out == "" and arguments[2] in err and said in err and err.count("\n") == 1


def test_words_for_people_show_parts_votes_places_and_counts(records):
    _, out, _ = records("decisions", "--from", "2025-09-09", "--to", "2025-09-09")

    assert (
        "resolved, 9 September 2025, Cabinet: item 47 Post-16 travel assistance (Voting: 5 for, 1 against, 1 abstention.)" in out
    )
    assert "    c) a hardship fund of £15,000 a year" in out and "page 7 (printed 3)]" in out
    assert out.rstrip().endswith("5 decisions and 9 parts of decisions.")


def test_a_matter_is_followed_and_evidence_found_beside_the_records(records):
    chosen = ["decisions", "--status", "resolved", "--text", "drop-off loop built", "--threads"]
    [whole, _] = json.loads(records(*chosen, "--json")[1])
    said = records(*chosen)[1]
    [duty] = json.loads(records("duties", "--text", "every plan twelve", "--evidence", "--json")[1])

    assert [step["record"]["status"] for step in whole["thread"] if "record" in step] == ["planned", "planned", "recommended"]
    assert (
        "    > recommended, 14 October 2025: Special School Places" in said and "% sure: " in said and "> later report, " in said
    )
    assert "71% of reviews" in duty["evidence"][0]["quote"]
    assert "> evidence found, 14 October 2025: " in records("duties", "--text", "every plan twelve", "--evidence")[1]


def test_no_record_is_said_in_words(records):
    assert records("decisions", "--text", "zeppelin")[1] == "No records match. Try other words or wider filters.\n"


@pytest.mark.parametrize("register", OWN)
def test_the_csv_holds_what_the_json_holds(records, register, tmp_path: Path):
    listed = json.loads(records(register, "--json")[1])
    rows = list(csv.DictReader(io.StringIO(records(register, "--csv")[1], newline="")))

    assert [row["quote"] for row in rows] == [record["quote"].replace("\t", " | ") for record in listed]
    assert list(rows[0]) == list(listed[0])
    file = tmp_path / "records.csv"
    assert records(register, "--csv", str(file))[0] == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf") and len(
        list(csv.DictReader(file.open(encoding="utf-8-sig", newline="")))
    ) == len(rows)


def test_the_workbook_opens_with_a_header_filters_and_no_formula(records, tmp_path: Path):
    file = tmp_path / "records.xlsx"
    listed = json.loads(records("decisions", "--json")[1])

    assert records("decisions", "--xlsx", str(file))[0] == 0

    sheet = read_sheet(file.read_bytes())
    assert len(sheet.findall(".//{*}row")) == len(listed) + 1
    assert sheet.find(".//{*}pane") is not None and sheet.find("{*}autoFilter") is not None
    assert sheet.findall(".//{*}f") == []


def test_a_file_that_cannot_be_written_is_named(records, tmp_path: Path):
    status, _, err = records("duties", "--csv", str(tmp_path / "no" / "file.csv"))

    assert status == 1 and "file.csv" in err


HOSTILE = ["=1+1", "+44 1632", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1", "|x", "%0A"]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_a_spreadsheet_would_run_are_text(words):
    [_, row] = csv.reader(io.StringIO(write_csv([{"title": words, "unreadable": []}]), newline=""))
    sheet = read_sheet(write_xlsx([{"title": words, "unreadable": []}], sheet="decisions"))

    assert row[0].startswith("'") and row[0][1:].strip(" |") == words.replace("\t", " | ").strip(" |")
    assert sheet.findall(".//{*}f") == [] and sheet.find(".//{*}row[@r='2']/{*}c").get("t") in ("s", "inlineStr")


def test_not_stated_is_blank_and_unreadable_says_so():
    record = {"key": None, "anticipated": None, "power": False, "unreadable": ["anticipated"]}

    [_, row] = csv.reader(io.StringIO(write_csv([record]), newline=""))

    assert row == ["", "unreadable", "No", "anticipated"]


def test_judgements_are_told_in_one_cell():
    record = {"judgements": [{"area": "Overall", "grade": "Good"}, {"area": "Care", "grade": None}], "unreadable": []}

    assert "Overall: Good; Care: unreadable" in write_csv([record])


def test_a_workbook_takes_any_words():
    words = "a\x00b\ud800c" + "x" * (LONGEST_CELL_CHARS + 10)

    assert read_sheet(write_xlsx([{"quote": words, "date": "2024-02-30", "unreadable": []}], sheet="duties")) is not None
    assert read_sheet(write_xlsx([], sheet="duties")) is not None and write_csv([]) == "\r\n"


def read_sheet(workbook: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(workbook)) as files:
        return etree.fromstring(files.read("xl/worksheets/sheet1.xml"))
