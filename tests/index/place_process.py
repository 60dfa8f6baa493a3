"""Another process over a store, so that a test can kill it or let it ask while one reads papers in. Usage: PLACE WHAT [PAPERS]

`ingest` prints "reading" and at the end what the store holds, `hold` prints "held" and holds the store until its input ends, and
`ask` prints "asking", asks the same question until its input ends, and then prints how often it did and what it found wrong.
"""

import json
import re
import sys
import threading
from pathlib import Path

from index.embedder import WordHashEmbedder
from index.servers import Servers, VectorServer
from index.store import Store
from index.sync import sync_files


def describe_store(store: Store) -> dict:
    """What is in both halves and what a search finds in them."""
    return {
        "files": [document.file for document in store.catalogue.documents()],
        "keys": sorted(store.catalogue.passage_keys()),
        "vectors": sorted(store.vectors.ids()),
        "hits": [hit.passage.key for hit in store.retriever.search("budget carers library").hits[:3]],
    }


def ask_until_told(store: Store) -> dict:
    """Ask again and again. Every paper must be of one edition from beginning to end, and what is found must stand in it."""
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    catalogue, asked, wrong = store.catalogue, 0, []
    while not ended.is_set():
        for hit in store.retriever.search("library budget carers", k=8).hits:
            editions = set(re.findall(r"edition (\w+)", hit.text))
            if len(editions) > 1:
                wrong.append(f"{hit.document.file} is of {editions}")
        with catalogue.reading_one_state():
            for document in catalogue.documents():
                editions = set(re.findall(r"edition (\w+)", catalogue.text(document.row)))
                sections = catalogue.sections_of(document.row)
                if len(editions) != 1 or not sections or len(catalogue.keys_of(document.digest)) != document.passages:
                    wrong.append(f"{document.file} is half read: {editions}, {len(sections)} sections")
        asked += 1
    editions = {
        edition for document in catalogue.documents() for edition in re.findall(r"edition (\w+)", catalogue.text(document.row))
    }
    return {"asked": asked, "wrong": wrong, "editions": sorted(editions)}


def main(where: str, what: str, papers: str = "") -> None:
    place = json.loads(where)
    vectors = VectorServer(**place["vectors"]) if place["vectors"] else None
    servers = Servers(catalogue=place["catalogue"], password=place["password"], vectors=vectors)
    store = Store(Path(place["folder"]), WordHashEmbedder(), create=True, servers=servers)
    if what == "hold":
        with store.catalogue.hold():
            print("held", flush=True)
            sys.stdin.read()
    elif what == "ask":
        print("asking", flush=True)
        print(json.dumps(ask_until_told(store)), flush=True)
    else:
        print("reading", flush=True)
        sync_files([Path(papers)], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60)
        print(json.dumps(describe_store(store)), flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
