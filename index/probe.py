"""Whether the vectors in a folder can be searched, tried in a process of its own.

Chroma loads its graph by native code that trusts its files: a damaged one ends the whole process with a signal, which no `except`
sees. So it is tried where only the trial ends.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy

from index.catalogue import Catalogue, Filters
from index.lock import is_held
from index.servers import VECTORS
from ingest.problem import Problem

KNOWN = "vectors-seen.json"
DATABASE = "chroma.sqlite3"
SAMPLE = 50
MOST_LOST = 0.02
"""Share of the passages tried that may not find themselves: the graph finds nearly all, never all, of what is near."""
LENGTH_OFF = 0.01
"""Vectors are of length 1; one that is off by more was changed on the disk."""
NEAREST = 5
SECONDS = 120
BATCH = 1000
ROOT = Path(__file__).resolve().parents[1]


def find_damage(folder: Path, catalogue: Catalogue, *, every: bool = False, seconds: float = SECONDS) -> str | None:
    """What is wrong with the vectors in a store's folder, None where known passages find themselves; with `every` the numbers of
    all vectors are looked at too. Takes about a second where there is little."""
    if not catalogue.count_passages():
        return None
    if not (folder / VECTORS / DATABASE).is_file():
        return "their files are gone"
    asked = {"place": str(folder / VECTORS), "keys": catalogue.sample_keys(SAMPLE), "every": every}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}
    try:
        tried = subprocess.run(
            [sys.executable, "-m", "index.probe"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"searching them did not end within {seconds:g} s"
    if tried.returncode < 0:
        return f"searching them ends the process with signal {-tried.returncode}"
    try:
        return json.loads(tried.stdout.splitlines()[-1])["damage"]
    except (IndexError, ValueError, KeyError):
        return f"they cannot be searched ({(tried.stderr.strip().splitlines() or ['no reason was given'])[-1][:200]})"


def is_known(folder: Path) -> bool:
    """Whether the files of the vectors are still those that were last seen to be sound, or that this program last wrote; also
    where another program is writing them just now."""
    try:
        known = json.loads((folder / KNOWN).read_text("utf-8"))
    except (OSError, ValueError):
        known = None
    return known == _describe_files(folder) or is_held(folder)


def note_known(folder: Path | None) -> None:
    """Remember the files of the vectors as sound, where they are in a folder. Where nothing can be written they are tried again
    next time."""
    if folder is None:
        return
    try:
        (folder / KNOWN).write_text(json.dumps(_describe_files(folder)), "utf-8")
    except OSError:
        return


def _describe_files(folder: Path) -> list[list]:
    """Name, size and time of each file of the vectors. Opening them writes into one, so that this is to be asked after it."""
    found = [(path, path.stat()) for path in sorted((folder / VECTORS).rglob("*")) if path.is_file()]
    return [[str(path.relative_to(folder)), stat.st_size, stat.st_mtime_ns] for path, stat in found]


def try_search(place: Path, keys: Sequence[str], *, every: bool) -> str | None:
    """What is wrong with these vectors, tried in this process, which it may end."""
    from index.vectors import VectorStore

    vectors = VectorStore(place, passages=len(keys))
    kept = vectors.get(keys)
    if not kept:
        return "they hold nothing of the passages of the catalogue"
    lost = 0
    for key, vector in kept.items():
        if _is_changed(vector):
            return "numbers in them were changed"
        nearest = vectors.search(vector, Filters(), NEAREST)
        # Passages of the same words are equally near, and only some of them are given.
        lost += not any(found == key or alike > 1 - LENGTH_OFF for found, alike in nearest)
    if lost > max(1, MOST_LOST * len(kept)):
        return f"{lost} of {len(kept)} passages do not find themselves"
    ids = sorted(vectors.ids()) if every else []
    for start in range(0, len(ids), BATCH):
        if any(_is_changed(vector) for vector in vectors.get(ids[start : start + BATCH]).values()):
            return "numbers in them were changed"
    return None


def _is_changed(vector: numpy.ndarray) -> bool:
    length = float(numpy.linalg.norm(vector))
    # A passage without a word that the model knows may be the zero vector.
    return not (length == 0 or abs(length - 1) <= LENGTH_OFF)


def main() -> None:
    """Read what is to be tried from standard input and print what is wrong; both JSON."""
    asked = json.load(sys.stdin)
    try:
        damage = try_search(Path(asked["place"]), asked["keys"], every=asked["every"])
    except Problem as problem:
        damage = str(problem)
    print(json.dumps({"damage": damage}))


if __name__ == "__main__":
    main()
