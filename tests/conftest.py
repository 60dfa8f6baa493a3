"""What holds for every test: no network beyond this machine, no settings from the person who runs them, no telemetry."""

import ipaddress
import os
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

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
