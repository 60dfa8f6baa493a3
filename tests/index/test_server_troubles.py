"""Servers that are away, refuse, or are not what they should be: each is said in words with the remedy, and no password is."""

import json
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest

from index.database import DatabaseProblem
from index.embedder import WordHashEmbedder
from index.servers import Servers, VectorServer, open_database
from index.store import Store
from index.troubles import find_kind
from index.vectors import VectorsProblem, VectorStore, read_server_version
from tests.index.conftest import Place
from tests.index.real_servers import RunningPostgres, find_free_port, run_gate

SECRET = "horse-battery-staple"


def refused(address: str, password: str = SECRET) -> str:
    """What is said of a database that cannot be used."""
    pytest.importorskip("pg8000", reason="PostgreSQL's driver is not installed: pip install -e '.[servers]'")
    with pytest.raises(DatabaseProblem) as caught:
        open_database(Path(), Servers(catalogue=address, password=password)).exists()
    assert SECRET not in str(caught.value)
    return str(caught.value)


def test_a_database_server_that_is_away_is_named():
    port = find_free_port()
    said = refused(f"postgresql://council@127.0.0.1:{port}/council")
    assert f"no PostgreSQL server at 127.0.0.1:{port}" in said and "See that it runs" in said


def test_something_that_is_no_database_server_is_named():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(30)
        port = listening.getsockname()[1]
        thread = Thread(target=lambda: listening.accept()[0].close())
        thread.start()
        assert f"127.0.0.1:{port}" in refused(f"postgresql://council@127.0.0.1:{port}/council")
        thread.join()


def test_a_wrong_password_a_missing_database_and_missing_encryption_are_told_apart(postgres: RunningPostgres):
    assert "store.catalogue_password" in refused(postgres.make_database())
    assert "createdb" in refused(postgres.address("nowhere"), postgres.password)
    assert "TLS" in refused(postgres.address("nowhere") + "?sslmode=verify-full", postgres.password)
    assert "sslmode=never" in refused(postgres.address("nowhere") + "?sslmode=never", postgres.password)


def test_a_server_that_is_too_old_is_refused(postgres: RunningPostgres, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.postgres_wire.LEAST_VERSION", 99)
    assert "Version 99 or newer is needed" in refused(postgres.make_database(), postgres.password)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch):
    for module in ("index.postgres_database", "index.postgres_wire"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "pg8000", None)
    monkeypatch.setitem(sys.modules, "pg8000.exceptions", None)
    with pytest.raises(DatabaseProblem, match=r"pip install 'council-assistant\[servers\]'"):
        open_database(Path(), Servers(catalogue="postgresql://council@127.0.0.1/council"))


def test_a_full_disk_on_the_server_is_known_for_what_it_is():
    pytest.importorskip("pg8000", reason="PostgreSQL's driver is not installed: pip install -e '.[servers]'")
    from index.postgres_wire import _describe

    said = _describe({"C": "53100", "M": "could not extend file"}, "postgresql://council@db/council")
    assert find_kind(DatabaseProblem(said)) == "full"


def test_what_is_asked_after_the_server_dropped_its_connections_is_answered(postgres: RunningPostgres):
    database = open_database(Path(), Servers(catalogue=postgres.make_database(), password=postgres.password))
    assert database.exists() is False
    name = database.place.rpartition("/")[2]
    drop = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    postgres.run(drop)
    assert database.exists() is False
    postgres.run(drop)
    with database.writing() as db:
        assert db.execute("select 1").fetchone()[0] == 1
    with pytest.raises(DatabaseProblem, match=r"went away|starting or stopping"), database.writing() as db:
        postgres.run(drop)
        db.execute("select 1")
    assert database.exists() is False
    database.close()


def test_more_askers_than_connections_wait_for_one(postgres: RunningPostgres, monkeypatch: pytest.MonkeyPatch):
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.setattr("index.postgres_database.MOST_CONNECTIONS", 2)
    database = open_database(Path(), Servers(catalogue=postgres.make_database(), password=postgres.password))

    def ask(number: int) -> int:
        with database.reading_one_state():
            database.execute("select pg_sleep(0.02)")
            return database.execute("select ? + 0", (number,)).fetchone()[0]

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(ask, range(30))) == list(range(30))
    name = database.place.rpartition("/")[2]
    assert postgres.run(f"select count(*) from pg_stat_activity where datname = '{name}'")[0][0] <= 2
    database.close()


# Vectors


@pytest.fixture
def gate(chroma: str) -> Iterator[str]:
    with run_gate(int(chroma.rpartition(":")[2]), "X-Chroma-Token", SECRET) as address:
        yield address


def test_a_vector_server_that_is_away_is_named():
    address = f"http://127.0.0.1:{find_free_port()}"
    with pytest.raises(VectorsProblem, match=f"no Chroma server at {address}") as caught:
        VectorStore(VectorServer(address=address, token=SECRET))
    assert "See that it runs" in str(caught.value) and SECRET not in str(caught.value)


@contextmanager
def run_silent_server(answered: dict[str, object]) -> Iterator[str]:
    """A server that takes every connection and answers only what is asked of the paths given; its address."""

    class Silent(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path not in answered:
                over.wait(60)
                return
            body = json.dumps(answered[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer

        def log_message(self, *args: object) -> None:
            pass

    over = Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        over.set()
        server.shutdown()


def test_a_vector_server_that_takes_the_connection_and_never_answers_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.vectors.REACH_SECONDS", 0.5)
    with run_silent_server({}) as address:
        began = time.monotonic()
        with pytest.raises(VectorsProblem, match=f"{address}.*no answer in time.*See that it runs") as caught:
            VectorStore(VectorServer(address=address, token=SECRET))
        assert time.monotonic() - began < 20 and SECRET not in str(caught.value)


def test_a_vector_server_that_falls_silent_later_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.vectors.ANSWER_SECONDS", 0.5)
    tenant = {"name": "default_tenant"}
    answered = {
        "/api/v2/heartbeat": {"nanosecond heartbeat": 1},
        "/api/v2/auth/identity": {"user_id": "", "tenant": "default_tenant", "databases": ["default_database"]},
        "/api/v2/tenants/default_tenant": tenant,
        "/api/v2/tenants/default_tenant/databases/default_database": {"id": str(uuid4()), "tenant": tenant["name"],
                                                                      "name": "default_database"},
        "/api/v2/version": "1.0.0",
    }  # fmt: skip
    with run_silent_server(answered) as address:
        assert read_server_version(VectorServer(address=address)) == "1.0.0"
        with pytest.raises(VectorsProblem, match=f"Chroma server {address}.*no answer in time.*council check"):
            VectorStore(VectorServer(address=address))


def test_a_token_lets_in_and_a_wrong_one_does_not(gate: str):
    right = VectorServer(address=gate, header="X-Chroma-Token", token=SECRET)
    assert read_server_version(right).startswith("1.") and SECRET not in repr(right)
    vectors = VectorStore(right, "passages-of-a-test")
    assert vectors.ids() == set()
    vectors.close()
    for wrong in (VectorServer(address=gate), VectorServer(address=gate, header="X-Chroma-Token", token="wrong")):
        with pytest.raises(VectorsProblem, match=r"store\.vectors_token"):
            VectorStore(wrong)


def test_a_vector_server_of_another_version_is_refused(chroma: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.vectors.SERVER_VERSION", 9)
    with pytest.raises(VectorsProblem, match="A server of version 9 is needed"):
        read_server_version(VectorServer(address=chroma))


def test_two_stores_on_one_vector_server_have_nothing_in_common(on_servers: Place):
    other = on_servers.another("other")
    stores = [Store(place.folder, WordHashEmbedder(), create=True, servers=place.servers) for place in (on_servers, other)]
    names = {store.catalogue.setting("vectors") for store in stores}
    assert len(names) == 2 and None not in names
    for store in stores:
        store.close()


def test_no_password_stands_in_the_store(on_servers: Place):
    store = Store(on_servers.folder, WordHashEmbedder(), create=True, servers=on_servers.servers)
    kept = [tuple(row) for row in store.catalogue.reading().execute("select name, value from settings")]
    files = b"".join(path.read_bytes() for path in on_servers.folder.rglob("*") if path.is_file())
    assert on_servers.servers.password not in str(kept) and on_servers.servers.password.encode() not in files
    assert on_servers.servers.password not in repr(on_servers.servers) + store.catalogue.database.place
    store.close()


# What an administrator sees


def look(place: Place, monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict:
    """The checks of `council doctor` by their names, under settings that name the servers."""
    from ui.doctor import check_all

    stated = {"catalogue": place.servers.catalogue, "vectors": place.servers.vectors.address, **changed}
    own = place.folder.with_name("own.toml")
    own.write_text("[store]\n" + "".join(f'{name} = "{value}"\n' for name, value in stated.items()), "utf-8")
    monkeypatch.setenv("COUNCIL_SETTINGS", str(own))
    monkeypatch.setattr("ui.doctor.SentenceEmbedder", lambda *arguments: WordHashEmbedder())
    checks = check_all(place.folder)
    assert all(check.remedy for check in checks if check.severity == "error")
    assert place.servers.password not in str(checks)
    return {check.name: check for check in checks}


def test_doctor_says_of_both_servers_whether_all_is_well(on_servers: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_CATALOGUE_PASSWORD", on_servers.servers.password)
    found = look(on_servers, monkeypatch)
    assert "PostgreSQL" in found["catalogue server"].message and "Chroma 1." in found["vector server"].message
    assert found["catalogue server"].severity == found["vector server"].severity == "ok" and found["store"].severity == "note"
    Store(on_servers.folder, WordHashEmbedder(), create=True, servers=on_servers.servers).close()
    assert look(on_servers, monkeypatch)["agreement"].severity == "ok"


def test_doctor_names_a_server_that_cannot_be_used_and_looks_no_further(on_servers: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_CATALOGUE_PASSWORD", SECRET)
    found = look(on_servers, monkeypatch, vectors=f"http://127.0.0.1:{find_free_port()}")
    assert found["catalogue server"].severity == found["vector server"].severity == "error"
    assert "password" in found["catalogue server"].message and "store" not in found


@pytest.mark.parametrize(
    ("name", "address"),
    [("catalogue", f"postgresql://council:{SECRET}@db/council"), ("catalogue", "mysql://db/council"),
     ("vectors", f"http://{SECRET}@vectors"), ("vectors", f"https://vectors?key={SECRET}")],
)  # fmt: skip
def test_an_address_with_a_password_is_refused_by_the_settings(tmp_path: Path, name: str, address: str):
    from assistant.settings import SettingsProblem, load_settings

    (tmp_path / "own.toml").write_text(f'[store]\n{name} = "{address}"\n', "utf-8")
    with pytest.raises(SettingsProblem, match=f"store.{name}") as caught:
        load_settings(tmp_path / "own.toml")
    assert SECRET not in str(caught.value)
