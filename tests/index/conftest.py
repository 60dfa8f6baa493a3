"""Where a store can be: in a folder, or on servers that are started once for all tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from index.servers import Servers, VectorServer
from tests.index.real_servers import RunningPostgres, run_chroma, run_postgres

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("place_process.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A kind of store, and folders for what is in its folder in any case."""

    folder: Path
    servers: Servers

    def another(self, name: str) -> "Place":
        """A place of the same kind for a second store; the same Chroma server serves both."""
        servers = self.servers
        if servers.catalogue:
            servers = Servers(catalogue=running().make_database(), password=servers.password, vectors=servers.vectors)
        return Place(folder=self.folder.with_name(name), servers=servers)

    def start(self, *arguments: object) -> subprocess.Popen:
        """Another process over the store, see `place_process`."""
        where = json.dumps({"folder": str(self.folder), **asdict(self.servers)})
        return subprocess.Popen(
            [sys.executable, str(PROGRAM), where, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )


_running: list[RunningPostgres] = []


def running() -> RunningPostgres:
    """The PostgreSQL server that the tests have started."""
    return _running[0]


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    with run_postgres() as server:
        _running.append(server)
        yield server
        _running.clear()


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_chroma(tmp_path_factory.mktemp("chroma")) as address:
        yield address


@pytest.fixture
def on_servers(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    postgres = request.getfixturevalue("postgres")
    vectors = VectorServer(address=request.getfixturevalue("chroma"))
    servers = Servers(catalogue=postgres.make_database(), password=postgres.password, vectors=vectors)
    return Place(folder=tmp_path / "store", servers=servers)


@pytest.fixture(params=["folder", "servers"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Every test of this is run over a store in a folder and over one on servers."""
    if request.param == "folder":
        return Place(folder=tmp_path / "store", servers=Servers())
    return request.getfixturevalue("on_servers")
