"""A day in minutes: people ask without a pause while papers come, change and go, and what is served must neither fail nor grow.

Papers are few and change often, so that what a year of changes leaves behind shows early. Everything is the program itself, in
processes of its own, as `council` and over HTTP.
"""

import json
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from eval.bench.made_papers import PaperMaker
from eval.bench.served import PATIENCE_SECONDS, Served, command, environment, serve

ASKERS = 6
MOST_PAPERS = 12
"""Made-up papers that lie in the folder at once, beside those given."""
GROWN_BYTES = 150_000_000
"""By so much the largest memory of the last third of the time may be above that of the first third: sentences that are remembered
come to 40 MB, and Chroma keeps the places of vectors that were taken out, some 0.3 MB for each paper that comes and goes, until
it starts again. Asking alone leaves nothing behind, and the number of Python's objects does not grow."""
GROWN_FILES = 40
"""The same of open files: connections and their threads come and go."""
MEMORY, FILES = "process_resident_memory_bytes", "process_open_fds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Soak:
    """What came of it. `samples` are (seconds, bytes of memory, open files) of the server; `faults` what must not have been."""

    seconds: float
    asked: int
    busy: int
    ingests: int
    checks: int
    samples: tuple[tuple[float, float, float], ...]
    faults: tuple[str, ...]

    def grown(self, column: int) -> float:
        """How far the largest value of the last third is above that of the first."""
        third = max(len(self.samples) // 3, 1)
        return max(s[column] for s in self.samples[-third:]) - max(s[column] for s in self.samples[:third])

    @property
    def good(self) -> bool:
        return not self.faults and self.grown(1) <= GROWN_BYTES and self.grown(2) <= GROWN_FILES

    def as_json(self) -> dict:
        return {**asdict(self), "grown_bytes": self.grown(1), "grown_files": self.grown(2), "good": self.good}


def soak_store(
    papers: Path, questions: Sequence[str], out: Path, *, minutes: float, say: Callable[[str], None] = lambda words: None
) -> Soak:
    """Serve a store of the papers under `out` for so long, asked and changed all the time."""
    folder, store = out / "papers", out / "store"
    shutil.copytree(papers, folder)
    _council("ingest", folder, "--store", store)
    with serve(store) as served:
        soak = _Soaking(served, folder, store, questions, time.monotonic() + minutes * 60)
        done = soak.run(say)
        log = served.log.read_text("utf-8", "replace").splitlines()
    faults = [f"the log: {line[:500]}" for line in log if '"level": "error"' in line or "Traceback" in line]
    faults += soak.check_store()
    return Soak(**{**done, "faults": (*done["faults"], *faults)})


class _Soaking:
    def __init__(self, served: Served, folder: Path, store: Path, questions: Sequence[str], end: float):
        self.served, self.folder, self.store, self.questions, self.end = served, folder, store, questions, end
        self.maker, self.made = PaperMaker(), random.Random(1)
        self.asked = self.busy = self.ingests = self.checks = 0
        self.faults: list[str] = []
        self.samples: list[tuple[float, float, float]] = []
        self.lock = threading.Lock()

    def run(self, say: Callable[[str], None]) -> dict:
        began = time.monotonic()
        with ThreadPoolExecutor(ASKERS + 2) as pool:
            tasks = [pool.submit(self._ask, asker) for asker in range(ASKERS)]
            tasks += [pool.submit(self._change), pool.submit(self._watch, began, say)]
            for task in tasks:
                task.result()
        return {
            "seconds": round(time.monotonic() - began, 1), "asked": self.asked, "busy": self.busy, "ingests": self.ingests,
            "checks": self.checks, "samples": tuple(self.samples), "faults": tuple(self.faults),
        }  # fmt: skip

    def _ask(self, asker: int) -> None:
        """What readers do: questions most of all, and searches, registers, pages of papers and saved answers."""
        made = random.Random(asker)
        with httpx.Client(base_url=self.served.address, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            while time.monotonic() < self.end:
                question = made.choice(self.questions)
                kind = made.choices(("ask", "search", "records", "page", "export"), (10, 3, 2, 2, 1))[0]
                try:
                    reply = self._send(client, kind, question, made)
                except (httpx.HTTPError, ValueError) as error:
                    self._fail(f"{kind}: {type(error).__name__} {error}")
                    continue
                if reply is None:
                    continue
                with self.lock:
                    self.asked += 1
                    self.busy += reply.status_code == 503
                # A paper may go between its being listed and its being opened.
                if reply.status_code not in ((200, 404, 503) if kind == "page" else (200, 503)):
                    self._fail(f"{kind}: status {reply.status_code} {reply.text[:200]}")
                elif kind == "ask" and reply.status_code == 200 and reply.json()["status"] == "error":
                    self._fail(f"ask: {reply.json()['text']}")

    @staticmethod
    def _send(client: httpx.Client, kind: str, question: str, made: random.Random) -> httpx.Response | None:
        if kind == "ask":
            return client.post("/api/v1/ask", json={"question": question})
        if kind == "search":
            return client.post("/api/v1/search", json={"question": question, "k": 10})
        if kind == "records":
            return client.get(f"/api/v1/records/{made.choice(('decisions', 'duties', 'inspections'))}")
        if kind == "export":
            return client.get("/export.docx", params={"q": question})
        documents = client.get("/api/v1/documents").json()["documents"]
        if not documents:
            return None
        paper = made.choice(documents)
        return client.get(f"/api/v1/documents/{paper['digest']}/pages/1")

    def _change(self) -> None:
        """What officers do: add papers, put others in their place, take some away, look whether all is well, keep a copy."""
        number = 0
        while time.monotonic() < self.end:
            here = sorted(self.folder.glob("made-*.md"))
            for path in self.made.sample(here, max(0, len(here) - MOST_PAPERS) or min(len(here), self.made.randint(0, 2))):
                if self.made.random() < 0.5 or len(here) > MOST_PAPERS:
                    path.unlink()
                else:
                    path.write_text(self.maker.make_paper(100_000 + number), "utf-8")
            for _ in range(self.made.randint(1, 3)):
                (self.folder / f"made-{number:05}.md").write_text(self.maker.make_paper(number), "utf-8")
                number += 1
            self._do("ingest", self.folder, "--store", self.store, "--wait", "60")
            self.ingests += 1
            if self.ingests % 8 == 0:
                self._do("check", "--store", self.store)
                self._do("backup", self.store.parent / f"kept-{number}.tar.gz", "--store", self.store)
                (self.store.parent / f"kept-{number}.tar.gz").unlink(missing_ok=True)
                self.checks += 1

    def _watch(self, began: float, say: Callable[[str], None]) -> None:
        said = 0.0
        while time.monotonic() < self.end:
            now = time.monotonic() - began
            self.samples.append((round(now, 1), self.served.measure(MEMORY), self.served.measure(FILES)))
            if now - said >= 60:
                said = now
                memory, files = self.samples[-1][1:]
                say(f"{now:.0f} s: {self.asked} asked, {self.ingests} ingests, {memory / 1e6:.0f} MB, {files:.0f} open files")
            time.sleep(2)

    def check_store(self) -> list[str]:
        """What is wrong at the end: a store that is not as one read anew, or parts that differ."""
        _council("ingest", self.folder, "--store", self.store)
        held = json.loads(_council("ingest", self.folder, "--store", self.store, "--json").stdout)
        files = sum(path.is_file() for path in self.folder.rglob("*"))
        found = [f"a second ingest {name} {held[name]}" for name in ("added", "updated", "removed") if held[name]]
        if held["documents"] + len(held["skipped"]) > files:
            found.append(f"{held['documents']} documents of {files} files")
        return found

    def _do(self, *arguments: object) -> None:
        done = _council(*arguments)
        if done.returncode:
            self._fail(f"council {arguments[0]}: {done.stderr.strip()[-300:]}")

    def _fail(self, what: str) -> None:
        with self.lock:
            self.faults.append(what)


def _council(*arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(command(*arguments), env=environment(), capture_output=True, text=True)


def write_soak(soak: Soak) -> str:
    """What came of it, in a few lines."""
    memory, files = [s[1] for s in soak.samples], [s[2] for s in soak.samples]
    lines = [
        f"{soak.asked:,} requests ({soak.busy} told to come again) and {soak.ingests} ingests, {soak.checks} checks and backups "
        f"in {soak.seconds:.0f} s.",
        f"Memory {memory[0] / 1e6:.0f} to {max(memory) / 1e6:.0f} MB, {soak.grown(1) / 1e6:+.0f} MB from the first third to the "
        f"last (allowed {GROWN_BYTES / 1e6:.0f}); open files {files[0]:.0f} to {max(files):.0f}, {soak.grown(2):+.0f} "
        f"(allowed {GROWN_FILES}).",
        *(f"Fault: {fault}" for fault in soak.faults[:20]),
        "Good." if soak.good else "Not good.",
    ]
    return "\n".join(lines) + "\n"
