"""A real PostgreSQL and a real Chroma server on loopback, for tests; and a gate that asks for a token, as a proxy does."""

import http.client
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

START_SECONDS = 60
USER = "council"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPostgres:
    """A server of one user, who may make databases."""

    port: int
    password: str

    def address(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> list:
        from pg8000.native import Connection

        with Connection(USER, "127.0.0.1", database, self.port, self.password, timeout=30, ssl_context=False) as connection:
            return connection.run(statement)

    def make_database(self) -> str:
        """The address of an empty database."""
        name = f"council_{secrets.token_hex(6)}"
        self.run(f"create database {name}")
        return self.address(name)


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_postgres() -> Path:
    """The folder of PostgreSQL's programs; Debian keeps them out of the path."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found += [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    if not found:
        pytest.skip("no PostgreSQL here: install the package postgresql to run this test")
    return max(found, key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0)


@contextmanager
def run_postgres() -> Iterator[RunningPostgres]:
    """Start a server with nothing in it and stop it again. It refuses to be root, so that it is then the user `postgres`."""
    pytest.importorskip("pg8000", reason="PostgreSQL's driver is not installed: pip install -e '.[servers]'")
    programs, port, password = find_postgres(), find_free_port(), secrets.token_hex(16)
    owner = {}
    if os.getuid() == 0:
        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres here")
        owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    # Not under tmp_path: the folders above that are closed to every other user.
    folder = Path(tempfile.mkdtemp(prefix="council-postgres-"))
    try:
        (folder / "password").write_text(password)
        if owner:
            for path in (folder, folder / "password"):
                os.chown(path, owner["user"], owner["group"])
        data = folder / "data"
        made = subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                USER,
                "--auth=scram-sha-256",
                f"--pwfile={folder / 'password'}",
                "-E",
                "UTF8",
            ],
            capture_output=True,
            text=True,
            cwd="/",
            timeout=300,
            **owner,
        )
        assert made.returncode == 0, made.stderr
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", str(folder)]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-p", str(port), *options], stdout=log, stderr=log, cwd="/", **owner
            )
        running = RunningPostgres(port=port, password=password)
        try:
            _wait_until(lambda: running.run("select 1"), server, folder / "log")
            yield running
        finally:
            # At once: what it holds is thrown away.
            server.send_signal(signal.SIGQUIT)
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def run_chroma(folder: Path) -> Iterator[str]:
    """Start a Chroma server over an empty folder; its address."""
    program, port = Path(sys.executable).with_name("chroma"), find_free_port()
    if not program.is_file():
        pytest.skip("no program `chroma` beside this Python: install chromadb into the same environment")
    with (folder / "chroma.log").open("w") as log:
        server = subprocess.Popen(
            [program, "run", "--path", folder / "data", "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=log
        )
    try:
        _wait_until(lambda: _beat(port), server, folder / "chroma.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


@contextmanager
def run_gate(port: int, header: str, value: str) -> Iterator[str]:
    """A proxy that lets through what bears the right header and refuses the rest; its address."""

    class Gate(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get(header) != value:
                status, kind, said = 401, "text/plain", b"who are you?"
            else:
                inner = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                inner.request(self.command, self.path, body, {"Content-Type": "application/json"})
                reply = inner.getresponse()
                status, kind, said = reply.status, reply.getheader("Content-Type", "text/plain"), reply.read()
                inner.close()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Gate) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _beat(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/api/v2/heartbeat")
    assert connection.getresponse().status == 200
    connection.close()


def _wait_until(works, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            works()
            return
        except Exception as error:
            if server.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"The server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}") from error
            time.sleep(0.2)
