"""A process that reads a folder into a store with an embedder that needs no model, so that a test can kill it.

It tells what the store held when it was opened, "reading", and at the end what it holds then.
"""

from multiprocessing.connection import Connection
from pathlib import Path

from index.catalogue import Filters
from index.embedder import WordHashEmbedder
from index.retriever import words_query
from index.store import Store
from index.sync import sync_files

QUESTIONS = (
    "budget carers library",
    "What does library 3 cost?",
    "andora orren bella",
    "fostering of carers",
    "What costs £300?",
    "prista fella",
    "of the library",
    "bandor gistor",
    "mellen",
    "terror budget ristor",
)
FOUND = 100


def describe_store(store: Store) -> dict:
    """What is in both halves and what a search finds in them."""
    found = {question: search_store(store, question) for question in QUESTIONS}
    rows = store.catalogue.reading().execute("select file from documents order by file")
    return {
        "files": [row[0] for row in rows],
        "keys": sorted(store.catalogue.passage_keys()),
        "vectors": sorted(store.vectors.ids()),
        "hits": found[QUESTIONS[0]]["hits"],
        "found": found,
    }


def search_store(store: Store, question: str) -> dict:
    """Passages found by words, by vectors and by both, best first; the first two with their scores."""
    words = store.catalogue.match_words(words_query(question, store.retriever.terms), Filters(), FOUND)
    keys = {row: passage.key for row, passage in store.catalogue.passages(row for row, _ in words).items()}
    return {
        "words": [(keys[row], round(score, 9)) for row, score in words],
        "vectors": store.vectors.search(store.embedder.embed([question])[0], Filters(), FOUND),
        "hits": [hit.passage.key for hit in store.retriever.search(question).hits],
    }


def read_folder(folder: str, papers: str, told: Connection) -> None:
    """What the process does."""
    store = Store(Path(folder), WordHashEmbedder(), create=True)
    told.send(describe_store(store))
    told.send("reading")
    sync_files([Path(papers)], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
    told.send(describe_store(store))
    store.close()
