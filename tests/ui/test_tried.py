"""What was tried against the addresses and held: markup in them, ways out of a folder, and rights that were taken away."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from index.registers import Registers
from tests.ui.addresses import list_addresses
from tests.ui.marks import Marks
from tests.ui.test_routes import find_gradio
from ui.people import People
from ui.service import Service
from ui.site.app import build_app

PASSWORD = "three random words"
TRICKS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>", "javascript:alert(1)",
    "</title><script>alert(1)</script>", "\" autofocus onfocus=alert(1) x=\"", "<iframe src=//elsewhere.example>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
)  # fmt: skip
QUERIES = (
    "/export.md?q={}", "/export.json?q={}&council={}", "/export.xyz?q={}", "/registers/decisions?text={}&body={}&status={}",
    "/registers/{}", "/registers/decisions?sort={}&page={}", "/registers/decisions.{}", "/registers/duties?heading={}&lead={}",
    "/registers/inspections?grade={}&provider={}", "/registers/decisions?from={}&to={}", "/registers/decisions/{}/0-5",
    "/registers/decisions/x/{}", "/paper/{}", "/paper/{}/page/1", "/paper/{}/words?start=0&end=5&part=1", "/paper/x/page/{}",
    "/sign-in?next={}", "/documents/{}/remove", "/api/v1/documents/{}", "/api/v1/records/decisions?text={}", "/quality/{}",
    "/site/{}", "/{}", "/assets/{}", "/static/{}", "/gradio_api/{}", "/gradio_api/heartbeat/{}x", "/?token={}",
    "/accessibility?{}", "/api?{}={}",
)  # fmt: skip


@pytest.fixture(scope="module")
def service(assistant_with, tmp_path_factory) -> Service:
    service = Service(assistant_with(least_confidence=0.0), ["When does the library open?"])
    service.people = People(tmp_path_factory.mktemp("people"), Marks())
    for name, role in (("member", "member"), ("olu", "officer")):
        service.people.add(name, role, PASSWORD)
    return service


@pytest.fixture(scope="module")
def app(service):
    from ui.web import mount_pages

    return build_app(service, lambda app: mount_pages(app, service))


def sign_in(app, name: str) -> TestClient:
    client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)
    assert client.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
    return client


class Page(HTMLParser):
    """What a browser would make of a page: scripts, frames, handlers and addresses that run or lead elsewhere."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: (value or "") for name, value in attrs}
        if tag == "script" and not named.get("src", "").startswith("/site/"):
            self.found.append(tag)
        if tag in ("iframe", "svg", "object", "embed") or (tag == "img" and named.get("src") == "x"):
            self.found.append(tag)
        self.found += [name for name in named if name.startswith("on")]
        self.found += [
            value for name, value in named.items() if name in ("href", "src", "action")
            and value.strip().lower().startswith(("javascript:", "//", "data:text"))
        ]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_markup_in_an_address_is_words_on_whatever_comes_back(app, query):
    client = sign_in(app, "olu")
    for trick in TRICKS:
        for written in (quote(trick, safe=""), quote(trick, safe="<>\"'/()=:")):
            reply = client.get(query.replace("{}", written))
            assert reply.status_code < 500, (query, trick)
            assert "elsewhere.example" not in reply.headers.get("location", "").split("?")[0]
            if not reply.headers.get("content-type", "").startswith("text/html"):
                # What is no page is not taken for one, and is saved where it is a paper's.
                assert reply.headers["x-content-type-options"] == "nosniff"
                continue
            page = Page()
            page.feed(reply.text)
            assert page.found == [], (query, trick, page.found)
            assert "unsafe-inline" not in reply.headers["content-security-policy"].split("style-src")[0]


@pytest.mark.parametrize(
    "way",
    ["../pyproject.toml", "..%2fpyproject.toml", "..%252fpyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd",
     "..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd", "/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd",
     "x%00/../etc/passwd", "people.sqlite", "../people.sqlite", "..;/people.sqlite"],
)  # fmt: skip
def test_no_address_leads_out_of_its_folder(app, service, way):
    client = sign_in(app, "olu")
    for before in (
        "site/", "paper/", "assets/", "static/", "quality/", "registers/", "export.", "api/v1/documents/", "gradio_api/file=", "",
    ):  # fmt: skip
        reply = client.get(f"/{before}{way if before else way.lstrip('/')}")
        assert reply.status_code in (303, 307, 400, 401, 403, 404, 422), (before, way)
        assert "root:" not in reply.text and "[project]" not in reply.text and "SQLite format" not in reply.text


def fill(pattern: str, service: Service) -> str:
    document = next(d for d in service.full.store.catalogue.documents() if d.file == "fostering.md")
    record = Registers(service.full.store.catalogue).list_records("decisions")[0]
    place = f"{record.digest}/{record.record.place.start}-{record.record.place.end}"
    for name, value in (
        ("{digest}/{place}", place), ("{digest}", document.digest), ("{number}", "1"), ("{register}", "decisions"),
        ("{name}", "decisions"), ("{ending}", "csv" if "registers" in pattern else "md"),
    ):  # fmt: skip
        pattern = pattern.replace(name, value)
    return re.sub(r"\{[^}]*\}", "x", pattern)


def test_after_signing_out_every_address_is_shut_to_the_old_session(app, service):
    client = sign_in(app, "olu")
    token = client.cookies["council_session"]
    client.post("/sign-out")
    client.cookies.set("council_session", token)
    tried = 0
    for method, pattern in sorted(list_addresses(app)):
        if pattern.startswith(("/sign-", "/site", "/accessibility", "/health", "/metrics")):
            continue
        assert client.request(method, fill(pattern, service)).status_code == 401, (method, pattern)
        tried += 1
    assert tried > 25


@pytest.mark.parametrize("new", ["member", None])
def test_who_is_no_officer_any_more_has_no_right_of_one_at_once(app, service, new):
    service.people.add("eve", "officer", PASSWORD)
    client = sign_in(app, "eve")
    assert client.post("/documents/add").status_code == 400
    if new:
        service.people.add("eve", new, PASSWORD)
    else:
        service.people.remove("eve")

    assert client.post("/documents/add").status_code in (401, 403)
    assert client.get("/api/v1/documents").status_code == 401


@pytest.mark.parametrize(
    "header",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://elsewhere.example"},
     {"origin": "null"}, {"origin": "http://127.0.0.1:1"}, {"origin": "https://127.0.0.1:7860.elsewhere.example"}],
)  # fmt: skip
def test_nothing_that_another_sites_page_sends_is_done(app, service, header):
    client, addresses = sign_in(app, "olu"), list_addresses(app) | list_addresses(find_gradio(app))
    sent = [(method, pattern) for method, pattern in addresses if method not in ("GET", "HEAD")]
    for method, pattern in sorted(sent):
        reply = client.request(method, fill(pattern, service), headers=header, content="{}")
        assert reply.status_code == 403 and "sent by another site" in reply.text, (method, pattern)
    assert len(sent) > 15
