"""Requests as proxies send them, to a page that is really served: none of them is taken for the owner of the machine, nor for a
sign-on proxy that it is not; and cookies are for HTTPS where a visitor came by it.

The table follows what each proxy documents that it sends when it is told where the page is and nothing else, and with the lines
that its manual advises. `ui/deployment.md` says the same for people.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from tests.ui.marks import Marks
from ui.people import People
from ui.serve import ServedPage, open_page, serve_page

OWN, OUTER, VISITOR = "127.0.0.1:{port}", "papers.example", "203.0.113.9"
PASSWORD = "three random words"
PROXIES: dict[str, tuple[str, str, dict[str, str]]] = {
    # Name: version of HTTP, Host, and what is added.
    "nginx, told nothing": ("1.0", OWN, {"Connection": "close"}),
    "nginx 1.29.7 or newer, told nothing": ("1.1", OWN, {}),
    "nginx, with Debian's proxy_params": (
        "1.0", OUTER, {"X-Real-IP": VISITOR, "X-Forwarded-For": VISITOR, "X-Forwarded-Proto": "https", "Connection": "close"},
    ),
    "Apache, ProxyPass": ("1.1", OWN, {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": OUTER, "X-Forwarded-Server": OUTER}),
    "Apache, ProxyPreserveHost and X-Forwarded-Proto": (
        "1.1", OUTER,
        {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": OUTER, "X-Forwarded-Server": OUTER, "X-Forwarded-Proto": "https"},
    ),
    "Caddy": (
        "1.1", OUTER,
        {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": OUTER, "X-Forwarded-Proto": "https", "Via": "1.1 Caddy"},
    ),
    "Caddy, with the Host of what is behind": (
        "1.1", OWN, {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": OUTER, "X-Forwarded-Proto": "https"},
    ),
    "Traefik": (
        "1.1", OUTER,
        {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": OUTER, "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https",
         "X-Forwarded-Server": "edge", "X-Real-Ip": VISITOR},
    ),
    "HAProxy, mode http": ("1.1", OUTER, {}),
    "HAProxy, option forwardfor": ("1.1", OUTER, {"X-Forwarded-For": VISITOR}),
    "HAProxy, option forwarded": ("1.1", OUTER, {"Forwarded": f"proto=https;for={VISITOR}"}),
    "IIS with ARR": (
        "1.1", OWN,
        {"X-Forwarded-For": f"{VISITOR}:50123", "X-Original-URL": "/", "X-ARR-LOG-ID": "0a1b", "X-ARR-SSL": "2048|256|C=GB|CN=x",
         "Max-Forwards": "10"},
    ),
    "oauth2-proxy": (
        "1.1", OUTER,
        {"X-Forwarded-For": VISITOR, "X-Forwarded-User": "ada", "X-Forwarded-Email": "ada@papers.example",
         "X-Forwarded-Preferred-Username": "ada", "X-Forwarded-Proto": "https"},
    ),
    "Cloudflare tunnel": (
        "1.1", OWN, {"Cf-Connecting-Ip": VISITOR, "Cf-Ray": "1", "Cdn-Loop": "cloudflare", "X-Forwarded-Proto": "https"},
    ),
    "plain TCP, such as HAProxy in mode tcp or stunnel": ("1.1", OUTER, {}),
    "plain TCP to the same port elsewhere, such as ssh -L": ("1.1", OWN, {}),
}  # fmt: skip
SAY_HTTPS = [name for name, (_, _, headers) in PROXIES.items() if {"X-ARR-SSL"} & set(headers) or "https" in str(headers)]
UNSEEN = {"nginx 1.29.7 or newer, told nothing", "plain TCP to the same port elsewhere, such as ssh -L"}
"""What cannot be told from a browser on this machine."""


@contextmanager
def serve(folder: Path, **people: object) -> Iterator[ServedPage]:
    """A served page, with settings of `people` changed."""
    settings = load_settings()
    settings = settings.model_copy(update={"people": settings.people.model_copy(update=people)})
    assistant = Assistant(Store(folder, WordHashEmbedder(), create=True), settings)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = open_page(assistant, ["What?"], host="127.0.0.1", port=port)
    yield page
    page.close()


Send = Callable[..., tuple[int, str]]


def sender(page: ServedPage) -> Send:
    """Sends a request as a proxy does; status and cookies come back."""
    port = int(page.local_url.rstrip("/").rpartition(":")[2])

    def send(proxy: str, method: str, path: str, body: str = "", **more: str) -> tuple[int, str]:
        version, host, headers = PROXIES[proxy]
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection._http_vsn_str = f"HTTP/{version}"
        named = {name.replace("_", "-"): value for name, value in more.items()}
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host.format(port=port), **headers, **kind, **named}.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode())
        reply = connection.getresponse()
        reply.read()
        connection.close()
        return reply.status, " ".join(value for name, value in reply.getheaders() if name.lower() == "set-cookie")

    return send


def manages(send: Send, proxy: str, **more: str) -> bool:
    """Whether papers may be added: what is sent is no paper, which is said to those alone who may add some."""
    status, _ = send(proxy, "POST", "/documents/add", **more)
    assert status in (400, 403)
    return status == 400


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[tuple[ServedPage, Send]]:
    with serve(tmp_path_factory.mktemp("own") / "store") as page:
        yield page, sender(page)


@pytest.fixture(scope="module")
def one_persons(tmp_path_factory) -> Iterator[Send]:
    with serve(tmp_path_factory.mktemp("one") / "store", own_machine=True) as page:
        yield sender(page)


@pytest.fixture(scope="module")
def signed_on(tmp_path_factory) -> Iterator[Send]:
    """Behind a sign-on proxy on the same machine."""
    folder = tmp_path_factory.mktemp("proxy") / "store"
    with serve(folder, proxy_header="X-Remote-User", proxy_role="member") as page:
        People(folder, Marks()).add("olu", "officer", PASSWORD)
        yield sender(page)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Iterator[Send]:
    """Behind a sign-on proxy on another machine."""
    folder = tmp_path_factory.mktemp("elsewhere") / "store"
    with serve(folder, proxy_header="X-Remote-User", proxy_address=VISITOR) as page:
        People(folder, Marks()).add("olu", "administrator", PASSWORD)
        yield sender(page)


@pytest.mark.parametrize("proxy", PROXIES)
def test_no_request_that_a_proxy_passes_on_is_the_owners(own, proxy):
    page, send = own

    assert not manages(send, proxy)
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert not manages(send, proxy, **{header: "127.0.0.1"})
    assert not manages(send, proxy, Cookie="council_owner_00000000=guess", Authorization="Bearer guess")
    # Whoever has the link is the owner, by whatever way.
    assert manages(send, proxy, Authorization=f"Bearer {page.owner_url.rpartition('=')[2]}")


@pytest.mark.parametrize("proxy", PROXIES)
def test_on_a_machine_of_one_person_a_sign_of_a_proxy_takes_the_right_away(one_persons, proxy):
    assert manages(one_persons, proxy) == (proxy in UNSEEN)
    assert not manages(one_persons, proxy, X_Forwarded_For="127.0.0.1")


def test_the_link_of_the_start_makes_its_reader_the_owner_and_an_old_one_is_said_to_be_old(own):
    page, send = own
    browser = "nginx 1.29.7 or newer, told nothing"
    path = "/?" + page.owner_url.partition("?")[2]

    status, cookie = send(browser, "GET", f"{path}&q=What")
    assert status == 303 and "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()
    assert manages(send, browser, Cookie=cookie.partition(";")[0])
    assert send(browser, "GET", "/?token=of-yesterday") == (403, "")
    assert send(browser, "GET", "/?token=of-yesterday", Accept="text/html") == (403, "")
    assert page.owner_url.startswith(page.local_url) and len(page.owner_url) > len(page.local_url) + 40


def test_there_is_no_link_where_there_are_accounts_or_others_can_reach_the_page(tmp_path):
    from ui.service import Service

    shared = Service(Assistant(Store(tmp_path / "a", WordHashEmbedder(), create=True), load_settings()), host="0.0.0.0")
    assert shared.owner.link("http://127.0.0.1:7860/") == "" and not shared.owner.fits("")
    People(tmp_path / "b", Marks()).path.parent.mkdir()
    People(tmp_path / "b", Marks()).add("ada", "officer", PASSWORD)
    with serve(tmp_path / "b") as page:
        assert page.owner_url == ""


@pytest.mark.parametrize("proxy", PROXIES)
def test_a_sign_on_proxy_on_this_machine_is_believed_whatever_else_it_sends(signed_on, proxy):
    assert manages(signed_on, proxy, X_Remote_User="olu") and not manages(signed_on, proxy, X_Remote_User="ada")
    assert signed_on(proxy, "GET", "/api/v1/documents")[0] == 401


@pytest.mark.parametrize("proxy", PROXIES)
def test_nobody_becomes_the_sign_on_proxy_by_saying_so(elsewhere, proxy):
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        said = f"for={VISITOR}" if header == "Forwarded" else VISITOR
        assert elsewhere(proxy, "GET", "/api/v1/documents", X_Remote_User="olu", **{header: said})[0] == 401


def test_a_name_that_comes_twice_is_nobodys(signed_on):
    # The second is of a visitor whose header the proxy did not take away.
    assert signed_on("HAProxy, mode http", "GET", "/api/v1/documents", X_Remote_User="olu", x_remote_user="ada")[0] == 401


@pytest.mark.parametrize("proxy", PROXIES)
def test_cookies_are_for_https_alone_where_the_trusted_proxy_says_that_a_visitor_came_by_it(signed_on, elsewhere, proxy):
    form = f"name=olu&password={PASSWORD.replace(' ', '+')}"
    status, cookie = signed_on(proxy, "POST", "/sign-in", form)
    assert status == 303 and ("secure" in cookie.lower()) == (proxy in SAY_HTTPS)
    # From somebody else the same words are nothing.
    status, cookie = elsewhere(proxy, "POST", "/sign-in", form)
    assert status == 303 and "secure" not in cookie.lower()


def test_cookies_are_for_https_alone_where_the_settings_say_that_only_https_leads_here(tmp_path):
    People(tmp_path / "store", Marks()).path.parent.mkdir()
    People(tmp_path / "store", Marks()).add("olu", "officer", PASSWORD)
    with serve(tmp_path / "store", https_only=True) as page:
        form = f"name=olu&password={PASSWORD.replace(' ', '+')}"
        assert "secure" in sender(page)("HAProxy, mode http", "POST", "/sign-in", form)[1].lower()


@pytest.mark.parametrize("proxy", ["Apache, ProxyPass", "Caddy, with the Host of what is behind", "Caddy", "Traefik"])
def test_a_form_is_not_taken_for_another_sites_because_the_proxy_changed_the_host(signed_on, proxy):
    form = f"name=olu&password={PASSWORD.replace(' ', '+')}"

    assert signed_on(proxy, "POST", "/sign-in", form, Origin=f"https://{OUTER}")[0] == 303
    assert signed_on(proxy, "POST", "/sign-in", form, Origin="https://elsewhere.example")[0] == 403


@pytest.mark.parametrize("link", ["http://127.0.0.1:7860/?token=abc", ""])
def test_the_start_prints_the_address_and_the_link_of_the_owner(monkeypatch, capsys, assistant_with, link):
    class Page:
        local_url, owner_url = "http://127.0.0.1:7860/", link

        def block_thread(self) -> None:
            pass

    monkeypatch.setattr("ui.serve.open_page", lambda *_, **__: Page())
    monkeypatch.setattr("ui.serve.start_log", lambda _: None)
    serve_page(assistant_with(), [], host="127.0.0.1", port=7860)
    said = capsys.readouterr().out

    assert f"is at {Page.local_url} (" in said and ("open http" in said, said.endswith(f" {link}\n")) == (bool(link),) * 2


def test_the_proxies_of_the_table_are_those_of_the_advice():
    advice = (Path(__file__).resolve().parents[2] / "ui" / "deployment.md").read_text("utf-8")

    assert all(f"| {proxy} |" in advice for proxy in PROXIES)
