"""A program that reads a folder into a store with an embedder that needs no model, so that a test can kill it.

It prints a line of JSON with what the store held when it was opened, "reading", and at the end the report.
"""

import json
import sys
from pathlib import Path

from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files


def describe_store(store: Store) -> dict:
    """What is in both halves and what a search finds in them."""
    hits = store.retriever.search("budget carers library").hits
    rows = store.catalogue.reading().execute("select file from documents order by file")
    return {
        "files": [row[0] for row in rows],
        "keys": sorted(store.catalogue.passage_keys()),
        "vectors": sorted(store.vectors.ids()),
        "hits": [hit.passage.key for hit in hits],
    }


def main(folder: str, papers: str) -> None:
    store = Store(Path(folder), WordHashEmbedder(), create=True)
    print(json.dumps(describe_store(store)), flush=True)
    print("reading", flush=True)
    report = sync_files(
        [Path(papers)], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    print(json.dumps({"unchanged": len(report.unchanged), **describe_store(store)}), flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
