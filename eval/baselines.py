"""Simple ways of answering, over the same store: what the program must be better than to be worth its rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.catalogue import Filters, StoredDocument
from index.retriever import words_query
from index.store import Store

K = 20
WORDS = 90
"""A baseline's answer is whole passages up to this length; the first one always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of answering: its key in the files of a run, its name and what it does."""

    key: str
    name: str
    meaning: str


WAYS = (
    Way(
        key="dense",
        name="Quick start: nearest passages",
        meaning="Passages by the embedding model alone; as many of the nearest as fit are the answer, word for word.",
    ),
    Way(
        key="bm25",
        name="Full text alone",
        meaning="Passages by BM25 alone; as many of the best as fit are the answer, word for word.",
    ),
    Way(
        key="top",
        name="Top passage verbatim",
        meaning="The passage behind the program's own best hit is the answer, word for word, whatever was asked.",
    ),
    Way(key="decline", name="Always decline", meaning="No question is answered."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    document: StoredDocument
    start: int
    end: int
    text: str
    page: int | None


def search_dense(store: Store, question: str, k: int = K) -> list[int]:
    """Rows of the passages nearest to the question, best first."""
    found = store.vectors.search(store.embedder.embed([question])[0], Filters(), k)
    places = store.catalogue.places_of_keys([key for key, _ in found])
    return [places[key].row for key, _ in found if key in places]


def search_words(store: Store, question: str, k: int = K) -> list[int]:
    """Rows of the passages that BM25 puts first; none where no word of the question carries a subject."""
    phrases = words_query(question, store.retriever.terms)
    return [row for row, _ in store.catalogue.match_words(phrases, Filters(), k)]


def answer_by_baselines(store: Store, question: str, best: int | None) -> dict[str, dict]:
    """Way to {"answer", "hits"} in the form of the batch commands. `best` is the row of the passage behind our own best hit.

    A way that has no search of its own has no hits.
    """
    made = {}
    for key, rows, searched in (
        ("dense", search_dense(store, question), True),
        ("bm25", search_words(store, question), True),
        ("top", [best] if best is not None else [], False),
        ("decline", [], False),
    ):
        found = _read_passages(store, rows)
        made[key] = {"answer": _say_passages(question, found), **({"hits": _hits(found)} if searched else {})}
    return made


def _read_passages(store: Store, rows: Sequence[int]) -> list[_Found]:
    documents = {document.row: document for document in store.catalogue.documents()}
    passages = store.catalogue.passages(rows)
    texts = {row: store.catalogue.text(row) for row in {passage.document for passage in passages.values()}}
    return [
        _Found(
            document=documents[passage.document],
            start=passage.start,
            end=passage.end,
            text=texts[passage.document][passage.start : passage.end],
            page=passage.page,
        )
        for passage in (passages[row] for row in rows)
    ]


def _say_passages(question: str, found: Sequence[_Found]) -> dict:
    said: list[_Found] = []
    for passage in found:
        if said and sum(len(one.text.split()) for one in (*said, passage)) > WORDS:
            break
        said.append(passage)
    if not said:
        return {"question": question, "status": "not_found", "text": "", "citations": []}
    citations = [
        {
            "number": number,
            "file": one.document.file,
            "document": one.document.facts.title,
            "date": one.document.facts.date.isoformat() if one.document.facts.date else None,
            "page": one.page,
            "quote": one.text,
            "start": one.start,
            "end": one.end,
        }
        for number, one in enumerate(said, start=1)
    ]
    text = " ".join(f"{one.text} [{number}]" for number, one in enumerate(said, start=1))
    return {"question": question, "status": "answered", "text": text, "citations": citations}


def _hits(found: Sequence[_Found]) -> list[dict]:
    return [{"file": one.document.file, "text": one.text, "start": one.start, "end": one.end} for one in found]
