"""The pages of the registers: limits, order, counts, parts of a list, files, and records with what belongs to them."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.registers import RecordFilters, Registers
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from ui.dossier import make_dossier
from ui.registers import PAGE_RECORDS, list_view, read_view, record_address, write_view
from ui.service import Service
from ui.site.app import build_app

BRIDGES = 1000
REPORT = """# Inspection of {place} local authority children's services

Inspection dates: {days}

Lead inspector: {lead}, His Majesty's Inspector

Judgement | Grade
--- | ---
The impact of leaders on social work practice with children and families | {leaders}
The experiences and progress of children who need help and protection | {protection}
The experiences and progress of children in care | Good
Overall effectiveness | {overall}

## Headline findings

Services for children have changed since the last inspection.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("papers")
    lines = ["# Anyshire Council", "", "## Minutes of the Works Board", "", "5 March 2024", ""]
    for number in range(1, BRIDGES + 1):
        lines += [f"### {number}. Repair of bridge number {number}", "", f"RESOLVED that bridge {number} be repaired.", ""]
    (folder / "works-board-minutes.md").write_text("\n".join(lines), "utf-8")
    for name, days, lead, grades in (
        (
            "2019",
            "4 to 15 March 2019",
            "Ada Penhale",
            ("Good", "Requires improvement to be good", "Requires improvement to be good"),
        ),
        ("2023", "6 to 17 March 2023", "Ben Orme", ("Good", "Good", "Good")),
    ):
        leaders, protection, overall = grades
        words = REPORT.format(place="Anyshire", days=days, lead=lead, leaders=leaders, protection=protection, overall=overall)
        (folder / f"anyshire-{name}.md").write_text(words, "utf-8")
    (folder / "manifest.csv").write_text("file,type\nworks-board-minutes.md,minutes\n", "utf-8")
    store = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    sync_files(
        [folder, papers_folder()],
        catalogue=store.catalogue,
        vectors=store.vectors,
        embedder=store.embedder,
        seconds_per_file=60,
    )
    yield store
    store.close()


@pytest.fixture(scope="module")
def registers(store: Store) -> Registers:
    return Registers(store.catalogue)


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    service = Service(Assistant(store, load_settings()))
    return TestClient(build_app(service, lambda app: None), base_url="http://127.0.0.1:7860")


def read_rows(page: str) -> list[str]:
    return re.findall(r'<tr role="row">(?:(?!</tr>).)*<td.*?</tr>', page, re.DOTALL)


def test_a_register_of_a_thousand_records_is_shown_a_page_at_a_time(client, registers):
    total = registers.count_records("decisions", RecordFilters(parts=False))
    page = client.get("/registers/decisions").text
    last = client.get("/registers/decisions?page=9999").text

    assert total > BRIDGES and f"{total:,} decisions with " in page
    assert len(read_rows(page)) == PAGE_RECORDS and 'rel="next"' in page and 'rel="prev"' not in page
    assert len(read_rows(last)) == total % PAGE_RECORDS and 'rel="prev"' in last and 'rel="next"' not in last


def test_all_pages_together_hold_every_record_once(client, registers):
    total = registers.count_records("decisions", RecordFilters(parts=False))
    pages = [client.get(f"/registers/decisions?sort=title&page={n}").text for n in range(1, -(-total // PAGE_RECORDS) + 1)]
    shown = [re.search(r'href="(/registers/decisions/[^"]+)"', row)[1] for page in pages for row in read_rows(page)]

    assert sorted(shown) == sorted(record_address(r) for r in registers.list_records("decisions", RecordFilters(parts=False)))


def test_limits_are_named_and_each_can_be_taken_away(client):
    page = client.get("/registers/decisions?text=Withybeck&status=resolved&from=2025-01-01&to=2025-12-31").text
    rows = read_rows(page)

    assert rows and all("Resolved" in row and "Withybeck" in row for row in rows)
    for chip, without in (
        ("Status: resolved", "/registers/decisions?text=Withybeck&from=2025-01-01&to=2025-12-31"),
        ("From: 1 January 2025", "/registers/decisions?status=resolved&text=Withybeck&to=2025-12-31"),
    ):
        [address] = re.findall(rf'<a href="([^"]+)"><span class="only-heard">Remove the limit </span>{chip} ', page)
        assert unescape(address) == without


def test_counts_agree_with_the_lists_that_they_lead_to(client):
    page = client.get("/registers/decisions").text
    counts = re.findall(r'<li><a href="([^"]+)">[^<]+</a> <span class="count">([\d,]+)</span>', page)

    assert len(counts) >= 4
    for address, count in counts:
        total = re.search(r'<h2 id="records">([\d,]+) ', client.get(unescape(address)).text)[1]
        assert total == count, address


@pytest.mark.parametrize(
    "query", ["status=nonsense", "text=zeppelin", "body=%22%3E%3Cscript%3E", "sort=colour&page=x&from=never&text=zeppelin"]
)
def test_limits_that_nothing_meets_say_so_and_how_to_go_on(client, query):
    page = client.get(f"/registers/decisions?{query}")

    assert page.status_code == 200 and "No record matches these limits." in page.text
    assert "<script>" not in page.text and 'href="/registers/decisions">Show the whole register' in page.text


def test_a_view_has_one_address_that_gives_it_again():
    for pairs in (
        [("lead", "DCS"), ("text", "a & b"), ("sort", "-number"), ("page", "3")],
        [("heading", "Schools")],
        [("power", "powers")],
    ):
        view = read_view("duties", pairs)
        query = write_view(view).partition("?")[2]
        again = read_view("duties", parse_qsl(query))
        assert again == view and view.limited


def test_a_part_of_a_value_is_enough_and_a_lead_counts_among_several(registers):
    listing = list_view(registers, read_view("decisions", [("body", "works")]))

    assert listing.total == BRIDGES


def test_a_view_is_saved_whole_with_its_parts_in_its_order(client, registers):
    query = "status=resolved&sort=title"
    table = list(csv.DictReader(io.StringIO(client.get(f"/registers/decisions.csv?{query}").content.decode("utf-8-sig"))))
    book = client.get(f"/registers/decisions.xlsx?{query}")

    wanted = registers.list_records("decisions", RecordFilters(status=("resolved",)), sort="title")
    assert [row["text"].lstrip("'") for row in table] == [stored.record.text for stored in wanted]
    assert len(table) > BRIDGES and any(row["part"] for row in table)
    assert book.headers["content-disposition"] == 'attachment; filename="decisions.xlsx"'
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        assert opened.read("xl/worksheets/sheet1.xml").count(b"<row ") == len(wanted) + 1


@pytest.mark.parametrize("address", ["/registers/zebras", "/registers/duties.exe", f"/registers/duties/{'0' * 64}/1-2"])
def test_what_is_no_register_or_record_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_every_record_has_an_address_of_its_own_that_leads_to_its_cited_page(client, registers):
    seen = []
    for register in ("decisions", "duties", "inspections"):
        for stored in registers.list_records(register):
            seen.append((record_address(stored), stored.record))
    samples = [pair for pair in seen if "bridge" not in pair[1].place.quote]
    for address, record in samples:
        page = client.get(address)
        assert page.status_code == 200
        assert f"start={record.place.start}&amp;end={record.place.end}" in page.text, address
    apart = {address for address, _ in seen}
    assert len(apart) == len(seen)


def test_the_cited_page_of_a_record_marks_its_words(client, registers):
    stored = next(
        stored
        for stored in registers.list_records("decisions", RecordFilters(status=("resolved",), parts=False))
        if stored.record.place.page
    )
    page = client.get(record_address(stored)).text
    cited = unescape(re.search(r'class="cited" href="([^"]+)"', page)[1])
    viewer = client.get(cited).text

    assert cited.startswith(f"/paper/{stored.digest}/page/{stored.record.place.page}?") and "<rect " in viewer


def test_successive_inspections_are_compared_judgement_by_judgement(client, registers):
    earlier, later = sorted(
        (stored for stored in registers.list_records("inspections") if "anyshire" in stored.file),
        key=lambda stored: stored.record.began,
    )
    dossier = make_dossier(registers, later)
    page = client.get(record_address(later)).text

    [pair] = dossier.compared
    assert (pair.earlier.row, pair.later.row) == (earlier.row, later.row)
    assert {change.area: change.outcome for change in pair.changes}["Overall effectiveness"] == "better"
    assert "Compared with the one before it" in page and "▲ Better" in page
    assert "Compared with the one after it" in client.get(record_address(earlier)).text


def test_the_timeline_has_every_inspection_of_a_provider_in_order(client):
    page = client.get("/registers/inspections?text=Anyshire&sort=-date").text
    stops = re.findall(r"<li><a [^>]+>([^<]+)<span", page.partition('class="timeline"')[2])

    assert stops[:2] == ["4 March 2019", "6 March 2023"]


def test_a_decision_shows_its_thread_and_a_duty_what_was_found_for_it(client, registers):
    decisions = [make_dossier(registers, s) for s in registers.list_records("decisions") if "bridge" not in s.record.place.quote]
    threaded = next(dossier for dossier in decisions if dossier.thread and dossier.parts)
    page = client.get(record_address(threaded.stored)).text
    assert "The same matter in other papers" in page and "% sure: " in page and "Its parts" in page
    assert all(f'href="{record_address(step.record)}"' in page for step in threaded.thread)

    duties = [make_dossier(registers, stored) for stored in registers.list_records("duties")]
    backed = next(dossier for dossier in duties if dossier.evidence)
    page = client.get(record_address(backed.stored)).text
    assert "is for you to judge" in page and f"start={backed.evidence[0].start}&amp;end={backed.evidence[0].end}" in page
    bare = next(dossier for dossier in duties if not dossier.evidence)
    assert "No passage elsewhere" in client.get(record_address(bare.stored)).text


def test_an_empty_store_says_that_there_are_no_records(tmp_path):
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    client = TestClient(
        build_app(Service(Assistant(store, load_settings()), ["What?"]), lambda app: None), base_url="http://127.0.0.1"
    )

    for register in ("decisions", "duties", "inspections"):
        assert f"state no {register}" in client.get(f"/registers/{register}").text
