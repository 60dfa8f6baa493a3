"""The program as its users meet it: processes of their own, served on this machine and asked over HTTP by many at once."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy

from ingest.patterns import MULTILINE, compile_pattern, escape
from ingest.problem import Problem

STARTING_SECONDS = 120
PATIENCE_SECONDS = 180


class ServedProblem(Problem):
    """A process that did not do what it was started for: which, and what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What many askers got: the seconds of every answer, the seconds in all, and how often each HTTP status came."""

    times: tuple[float, ...]
    seconds: float
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        """Answers a second; what was refused is none."""
        return self.statuses.get(200, 0) / self.seconds

    def quantile(self, share: float) -> float:
        """Seconds within which so large a share of the answers came."""
        return float(numpy.quantile(self.times, share)) if self.times else 0.0


def command(*arguments: object) -> list[str]:
    """The command line of `council` under this Python."""
    return [sys.executable, "-m", "ui.cli", *map(str, arguments)]


def environment() -> dict[str, str]:
    """As a user has it: no limit on threads that this process may have, and this program's code."""
    kept = {name: value for name, value in os.environ.items() if name not in ("OMP_NUM_THREADS", "COUNCIL_STORE")}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), kept.get("PYTHONPATH")]))}


def time_command(arguments: Sequence[str], **more: str) -> float:
    """Seconds of a process from its start to its end. Raises ServedProblem where it fails."""
    began = time.perf_counter()
    done = subprocess.run(arguments, env={**environment(), **more}, capture_output=True, text=True)
    if done.returncode:
        raise ServedProblem(f"{' '.join(arguments[1:4])} failed: {done.stderr.strip()[-300:]}")
    return time.perf_counter() - began


class Served:
    """A store that is served. `log` is where the server writes what it says."""

    def __init__(self, address: str, log: Path):
        self.address = address
        self.log = log

    def ask(self, questions: Sequence[str], askers: int, seconds: float) -> Asked:
        """Let so many askers ask one question after another for so long; each begins with another."""
        return asyncio.run(self._ask(questions, askers, seconds))

    def ask_once(self, questions: Sequence[str], askers: int) -> Asked:
        """Let so many askers share the questions, each of which is asked once."""
        return asyncio.run(self._ask(questions, askers, None))

    async def _ask(self, questions: Sequence[str], askers: int, seconds: float | None) -> Asked:
        times, statuses = [], {}
        limits = httpx.Limits(max_connections=askers)
        async with httpx.AsyncClient(base_url=self.address, timeout=PATIENCE_SECONDS, limits=limits, trust_env=False) as client:

            async def ask(asker: int) -> None:
                for question in shared if seconds is None else take_turns(asker):
                    sent = time.perf_counter()
                    # Told apart as they would be behind a proxy.
                    reply = await client.post(
                        "/api/v1/ask",
                        json={"question": question},
                        headers={"x-forwarded-for": f"192.0.2.{asker}"},
                    )
                    statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1
                    if reply.status_code == 200:
                        times.append(time.perf_counter() - sent)
                    elif reply.status_code == 503:
                        await asyncio.sleep(float(reply.headers["retry-after"]))

            def take_turns(asker: int) -> Iterator[str]:
                while time.perf_counter() < began + seconds:
                    yield questions[asker % len(questions)]
                    asker += 7

            began, shared = time.perf_counter(), iter(questions)
            await asyncio.gather(*(ask(asker) for asker in range(askers)))
        return Asked(times=tuple(times), seconds=time.perf_counter() - began, statuses=statuses)

    def measure(self, name: str) -> float:
        """One number of the server's /metrics, such as its memory in bytes."""
        said = httpx.get(f"{self.address}/metrics", trust_env=False, timeout=PATIENCE_SECONDS).text
        return float(compile_pattern(rf"^{escape(name)} (\S+)$", MULTILINE).search(said)[1])


@contextmanager
def serve(store: Path) -> Iterator[Served]:
    """Serve a store until the block ends. Raises ServedProblem where it does not start."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = store.parent / "served.log"
    with log.open("w") as said:
        arguments = command("serve", "--store", store, "--port", port)
        process = subprocess.Popen(arguments, env=environment(), stdout=said, stderr=said)
    served = Served(f"http://127.0.0.1:{port}", log)
    try:
        _wait_until_well(served, process)
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_well(served: Served, process: subprocess.Popen) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{served.address}/health", trust_env=False, timeout=10).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise ServedProblem(f"The page did not start. It said: {served.log.read_text('utf-8', 'replace')[-300:]}")
