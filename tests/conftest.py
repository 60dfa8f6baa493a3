"""What holds for every test: no network beyond this machine, no settings from the person who runs them, no telemetry."""

import ipaddress
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from index.store import Store

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = os.environ.get("COUNCIL_SHARED", "")

OFFLINE = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
}


class NetworkRefused(RuntimeError):
    """A test reached for another machine. The program must work without a network, so this is a fault and not a setting."""

    def __init__(self, host: str):
        super().__init__(f"A test reached for {host}, and tests use this machine only: use a fake or a server on 127.0.0.1.")


def pytest_configure() -> None:
    """Runs before any test module is imported, because several libraries read the environment when they are imported."""
    scrub_environment()
    sys.addaudithook(refuse_network)
    hypothesis.settings.register_profile("council", deadline=None, derandomize="CI" in os.environ)
    hypothesis.settings.load_profile("council")


def scrub_environment() -> None:
    """Removes the caller's settings of the program and any proxy (one on loopback would lead past the guard); sets `OFFLINE`."""
    for name in list(os.environ):
        if name.upper().startswith("COUNCIL_") or name.upper().endswith("_PROXY"):
            del os.environ[name]
    os.environ.update(OFFLINE)


def refuse_network(event: str, arguments: tuple) -> None:
    """An audit hook: raises `NetworkRefused` when Python code connects to, sends to or looks up anything but this machine.

    An audit hook sees what a replaced `socket.socket` would miss: sockets made by C code of the standard library and by
    modules that took the class before the tests began. Libraries with a network stack of their own (grpc, uvloop) go unseen.
    """
    find_host = HOSTS_OF.get(event)
    if find_host is None:
        return
    host = find_host(arguments)
    if host is not None and not is_this_machine(host):
        raise NetworkRefused(host)


def host_of_address(arguments: tuple) -> str | None:
    """The host of `(socket, address)`; None where the address is a path, a kernel's number or not given again."""
    address = arguments[1]
    return host_of_lookup(address) if isinstance(address, tuple) and isinstance(address[0], str | bytes) else None


def host_of_lookup(arguments: tuple) -> str | None:
    """The host that stands first; None where a look-up names none and so asks for this machine's own addresses."""
    host = arguments[0]
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host


HOSTS_OF: dict[str, Callable[[tuple], str | None]] = {
    "socket.connect": host_of_address,
    "socket.sendto": host_of_address,
    "socket.sendmsg": host_of_address,
    "socket.getaddrinfo": host_of_lookup,
    "socket.gethostbyname": host_of_lookup,
}


def is_this_machine(host: str) -> bool:
    """True for loopback, and for the unspecified address, which a server binds to and which connects to loopback."""
    if host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real papers and gold cases that stands beside the checkout, or wherever COUNCIL_SHARED says."""
    folder = Path(SHARED) if SHARED else CHECKOUT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no papers at {folder}: put the shared folder beside the checkout, or name it in COUNCIL_SHARED")
    return folder


MINUTES = """# Anyshire County Council

## Minutes of the Cabinet

14 October 2025

### 5. Opening hours of Kelverton library

5.1 The Cabinet considered a report on the opening hours of Kelverton library. Cllr Ada Penhale said that visits had risen
by 12% since 2023, to 61,400 in the year. The branch is the busiest in the county.

5.2 The Cabinet resolved that:

a) Kelverton library shall open on Sundays from 10 am to 4 pm;

b) a budget of £48,500 be approved for its staff; and

c) the Head of Libraries report back in March 2026.

### 6. Lending

Branch | Loans in the year | Open on Sundays
--- | --- | ---
Kelverton | 48,210 | Yes
Withybeck | 12,004 | No
"""
REPORT = """# Fostering annual report

## 1. Carers

1.1 The number of foster carers fell from 175 to 164 households in the year to 31 March 2023.

1.2 Allowances were raised by 6.2% so that carers stay.
\f
## 2. Children

2.1 The Sensory Impairment Service (SIS) supported 41 children. The SIS has four teachers.

2.2 Children in care asked for the following:

- fewer moves;
- the same social worker for longer; and
- news of their brothers and sisters.
"""
NOTICE = """Bramble Lane will be closed to all traffic while the drains are mended.
Buses stop at the war memorial instead.
"""
SMALL_PAPERS: dict[str, tuple[str, dict]] = {
    "minutes.md": (
        MINUTES,
        {
            "title": "Minutes of the Cabinet",
            "council": "Anyshire County Council",
            "body": "Cabinet",
            "date": date(2025, 10, 14),
            "type": "minutes",
        },
    ),
    "fostering.md": (
        REPORT,
        {
            "title": "Fostering annual report",
            "council": "Otherton Borough Council",
            "body": "Overview Panel",
            "date": date(2023, 9, 5),
            "type": "report",
        },
    ),
    "notice.txt": (NOTICE, {"title": "Road closure", "council": None, "body": None, "date": None, "type": "other"}),
}
"""A name, the words and the facts of three papers of invented councils. Only the second has pages; the third states nothing."""


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Store"]:
    """A store with `SMALL_PAPERS` and the embedder that needs no model. Tests only read it."""
    from index.embedder import WordHashEmbedder
    from index.store import Store
    from index.sync import keep_document
    from ingest.document import Facts
    from ingest.records.reading import read_records
    from ingest.structure import build_document
    from ingest.text import read_text

    folder = tmp_path_factory.mktemp("small")
    store = Store(folder / "store", WordHashEmbedder(), create=True)
    for file, (words, facts) in SMALL_PAPERS.items():
        path = folder / file
        path.write_text(words, "utf-8")
        digest = sha256(words.encode()).hexdigest()
        document = build_document(file=file, digest=digest, reading=read_text(path), facts=Facts(**facts))
        keep_document(
            document,
            read_records(document),
            path=str(path),
            version="1",
            catalogue=store.catalogue,
            vectors=store.vectors,
            embedder=store.embedder,
        )
    yield store
    store.close()


@pytest.fixture(scope="session")
def assistant_with(small_store: "Store") -> Callable[..., "Assistant"]:
    """Makes an assistant over the small store whose `answering` settings are the defaults but for those given."""
    from assistant.answering import Assistant
    from assistant.settings import load_settings

    def make(**changed: object) -> Assistant:
        settings = load_settings()
        answering = settings.answering.model_validate({**settings.answering.model_dump(), **changed})
        return Assistant(small_store, settings.model_copy(update={"answering": answering}))

    return make


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the sample papers, read once with the real embedder. Tests only read it."""
    from assistant.opening import open_assistant
    from assistant.settings import load_settings
    from index.sync import sync_files
    from ingest.samples import papers_folder

    folder = tmp_path_factory.mktemp("sample") / "store"
    assistant = open_assistant(folder, load_settings(), create=True)
    store = assistant.store
    sync_files([papers_folder()], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)
    store.close()
    return folder


@pytest.fixture(scope="session")
def sample_assistant(sample_store: Path) -> Iterator["Assistant"]:
    """The real thing over the sample papers."""
    from assistant.opening import open_assistant
    from assistant.settings import load_settings

    assistant = open_assistant(sample_store, load_settings())
    yield assistant
    assistant.store.close()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are hashed with the least that Argon2 takes, where a test is not about how hard that is."""
    from functools import partial

    from argon2 import PasswordHasher

    from ui import people

    monkeypatch.setattr(people, "PasswordHasher", partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1))
    people._hash_of_nobody.cache_clear()
    yield
    people._hash_of_nobody.cache_clear()
