"""How a store behaves as it grows: made-up papers are read in steps, and at every step the same things are measured."""

import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy

from eval.bench.made_papers import PASSAGES_A_PAPER, MadeEmbedder, PaperMaker
from index.catalogue import Filters
from index.store import Store
from index.sync import SyncReport, sync_files

RESULTS = "growth.json"
STEPS = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Sizes at which is measured, as parts of the largest."""
QUESTIONS = 60
ADDED = 3
"""Papers added one by one at every size; the middle time counts."""
NEAREST = 100
FAR = 5_000_000
"""Passages of a national archive, to which the fitted curves are drawn on paper."""
FITTED = ("add_one_seconds", "search_p50_seconds", "search_p95_seconds", "vectors_p95_seconds", "store_bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthPoint:
    """What was measured at one size. `passages_a_second` is the rate since the size before, with reading and almost without
    embedding; `recall` the share of the exact nearest passages that the vector index found."""

    passages: int
    documents: int
    pages: int
    passages_a_second: float
    add_one_seconds: float
    store_bytes: int
    bytes_a_page: float
    peak_memory_bytes: int
    search_p50_seconds: float
    search_p95_seconds: float
    vectors_p95_seconds: float
    recall_10: float
    recall_100: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """`power` is the b of y = a * passages^b, fitted over the points by least squares of the logarithms: 0 does not grow, 1 grows
    as the store does. `far` is y at `FAR` passages by that curve: a guess, and no measurement."""

    points: tuple[GrowthPoint, ...]
    power: dict[str, float]
    far: dict[str, float]


def measure_growth(folder: Path, passages: int, say: Callable[[str], None] = lambda words: None) -> Growth:
    """Build a store of about so many passages under `folder` step by step, measuring; the results also stand in `growth.json`."""
    maker, points, written = PaperMaker(), [], 0
    papers = folder / "papers"
    store = Store(folder / "store", MadeEmbedder(), create=True)
    try:
        for share in STEPS:
            wanted = max(round(passages * share / PASSAGES_A_PAPER), written + 1)
            maker.write_papers(papers, written, wanted - written)
            before = store.catalogue.totals().passages
            say(f"Reading {wanted - written} papers")
            began = time.perf_counter()
            # Only what is new is handed over: walking and hashing the whole folder would measure the disk.
            report = _sync(store, [papers / f"{n // 50:05}" / f"paper-{n:07}.md" for n in range(written, wanted)])
            rate = (report.passages - before) / (time.perf_counter() - began)
            written = wanted
            added = []
            for _ in range(ADDED):
                maker.write_papers(papers, written, 1)
                began = time.perf_counter()
                _sync(store, [papers / f"{written // 50:05}" / f"paper-{written:07}.md"])
                added.append(time.perf_counter() - began)
                written += 1
            say("Searching")
            points.append(_measure(store, maker.make_questions(written, QUESTIONS), rate, sorted(added)[ADDED // 2]))
            say(f"{points[-1].passages} passages measured")
            if len(points) > 1:
                # After every size, so that a long run that is stopped leaves what it has measured.
                growth = fit_growth(points)
                (folder / RESULTS).write_text(json.dumps(asdict(growth), indent=2) + "\n", "utf-8")
    finally:
        store.close()
    return growth


def _sync(store: Store, paths: Sequence[Path]) -> SyncReport:
    return sync_files(paths, catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=120)


def _measure(store: Store, questions: Sequence[str], rate: float, added: float) -> GrowthPoint:
    totals = store.catalogue.totals()
    # The first search after a paper has come loads what the others find loaded.
    store.retriever.search(questions[0])
    searches, nearest = [], []
    asked = store.embedder.embed(questions)
    for question in questions:
        began = time.perf_counter()
        store.retriever.search(question, k=12)
        searches.append(time.perf_counter() - began)
    found = []
    for vector in asked:
        began = time.perf_counter()
        found.append([key for key, _ in store.vectors.search(vector, Filters(), NEAREST)])
        nearest.append(time.perf_counter() - began)
    exact = _exact_nearest(store, asked)
    size = sum(file.stat().st_size for file in store.folder.rglob("*") if file.is_file())
    return GrowthPoint(
        passages=totals.passages,
        documents=totals.documents,
        pages=totals.pages,
        passages_a_second=round(rate, 1),
        add_one_seconds=round(added, 4),
        store_bytes=size,
        bytes_a_page=round(size / max(totals.pages, 1)),
        peak_memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        search_p50_seconds=round(float(numpy.quantile(searches, 0.5)), 4),
        search_p95_seconds=round(float(numpy.quantile(searches, 0.95)), 4),
        vectors_p95_seconds=round(float(numpy.quantile(nearest, 0.95)), 4),
        recall_10=measure_recall(found, exact, 10),
        recall_100=measure_recall(found, exact, NEAREST),
    )


def _exact_nearest(store: Store, asked: numpy.ndarray) -> list[list[str]]:
    keys = sorted(store.catalogue.passage_keys())
    kept = store.vectors.get(keys)
    likeness = numpy.stack([kept[key] for key in keys]) @ asked.T
    return [[keys[at] for at in numpy.argsort(-column)[:NEAREST]] for column in likeness.T]


def measure_recall(found: Sequence[Sequence[str]], exact: Sequence[Sequence[str]], k: int) -> float:
    """The share of the `k` exact nearest that are among the first `k` found, over all questions (0 to 1)."""
    hit = sum(len(set(one[:k]) & set(true[:k])) for one, true in zip(found, exact, strict=True))
    return round(hit / max(sum(len(true[:k]) for true in exact), 1), 4)


def fit_growth(points: Sequence[GrowthPoint]) -> Growth:
    """The points with a power law fitted to each of `FITTED`."""
    power, far = {}, {}
    sizes = numpy.log([point.passages for point in points])
    for name in FITTED:
        values = numpy.log([max(getattr(point, name), 1e-9) for point in points])
        slope, start = numpy.polyfit(sizes, values, 1)
        power[name] = round(float(slope), 3)
        far[name] = float(f"{numpy.exp(start + slope * numpy.log(FAR)):.3g}")
    return Growth(points=tuple(points), power=power, far=far)


def write_growth(growth: Growth) -> str:
    """The measurements as a table in Markdown, the fitted powers under them."""
    head = (
        "passages", "papers", "read a second", "adding one paper", "bytes a page", "peak memory", "search p50", "search p95",
        "recall of 10", "of 100",
    )  # fmt: skip
    lines = [_row(head), "|" + "--:|" * len(head), *(_row(_cells(point)) for point in growth.points)]
    power, far = growth.power, growth.far
    lines += [
        "",
        f"Fitted, the time to add one paper grows as passages^{power['add_one_seconds']:.2f}, the 95th percentile of search as "
        f"passages^{power['search_p95_seconds']:.2f} and the store as passages^{power['store_bytes']:.2f}.",
        f"Drawn on to {FAR:,} passages, which was not measured, that makes {far['add_one_seconds']:.2g} s, "
        f"{far['search_p95_seconds']:.2g} s and {far['store_bytes'] / 1e9:.0f} GB.",
    ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(point: GrowthPoint) -> list[str]:
    times = (point.search_p50_seconds, point.search_p95_seconds)
    return [
        f"{point.passages:,}",
        f"{point.documents:,}",
        f"{point.passages_a_second:,.0f}",
        f"{point.add_one_seconds * 1000:.0f} ms",
        f"{point.bytes_a_page:,}",
        f"{point.peak_memory_bytes / 1e6:,.0f} MB",
        *(f"{seconds * 1000:.0f} ms" for seconds in times),
        f"{point.recall_10:.1%}",
        f"{point.recall_100:.1%}",
    ]
