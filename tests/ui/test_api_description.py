"""The API is asked whatever its own description allows, and what it does not allow: no reply is a fault of the server, and each
comes in good time. The requests follow from a fixed seed."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ingest.samples import papers_folder
from ui.service import Service
from ui.site.app import build_app

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis comes with the dev set-up only")

EXAMPLES = 10
"""Requests to each address, of those that its description allows and again of those that it does not."""
SLOWEST_SECONDS = 10.0
MODES = ("positive", "negative")
PHASES = [Phase.generate]
CHECKS = list(HealthCheck)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(tmp_path_factory.mktemp("store"), WordHashEmbedder(), create=True)
    papers = sorted(papers_folder().glob("*minutes*.pdf"))
    sync_files(papers, catalogue=made.catalogue, vectors=made.vectors, embedder=made.embedder, seconds_per_file=60)
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(store: Store) -> FastAPI:
    return build_app(Service(Assistant(store, load_settings())), lambda app: None)


def ask_at_random(app: FastAPI, store: Store, mode: str, examples: int) -> tuple[list[str], set[int]]:
    """Sentences on what was wrong with any reply of any address of the API, and the statuses that were given."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    digests = [document.digest for document in store.catalogue.documents()]
    wrong: list[str] = []
    statuses: list[int] = []

    def ask(case) -> None:
        # Half of them of a paper that there is: a digest made up at random is none.
        if "digest" in (case.path_parameters or {}) and len(statuses) % 2:
            case.path_parameters["digest"] = digests[0]
        began = time.monotonic()
        reply = case.call()
        took = time.monotonic() - began
        statuses.append(reply.status_code)
        if reply.status_code >= 500:
            wrong.append(f"{case.as_curl_command()} was answered with {reply.status_code}: {reply.text[:200]}")
        if took > SLOWEST_SECONDS:
            wrong.append(f"{case.as_curl_command()} took {took:.0f} seconds")

    limits = settings(max_examples=examples, deadline=None, database=None, phases=PHASES, suppress_health_check=CHECKS)
    for found in schema.get_all_operations():
        operation = found.ok()
        asked = given(operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))(ask)
        # What takes anything, or nothing at all, cannot be asked wrongly.
        with suppress(Unsatisfiable):
            seed(1)(limits(asked))()
    return wrong, set(statuses)


@pytest.mark.parametrize("mode", MODES)
def test_nothing_that_is_asked_of_the_api_is_a_fault_of_the_server(app: FastAPI, store: Store, mode: str):
    wrong, statuses = ask_at_random(app, store, mode, EXAMPLES)
    assert wrong == []
    assert statuses >= ({200, 404} if mode == "positive" else {422})


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("mode", MODES)
def test_nothing_of_much_that_is_asked_of_the_api_is_a_fault_of_the_server(app: FastAPI, store: Store, mode: str):
    wrong, _ = ask_at_random(app, store, mode, 400)
    assert wrong == []
