"""A store folder opened under the settings, alone or with the assistant that answers from it: put together in one place."""

import os
from pathlib import Path

from assistant.answering import Assistant
from assistant.records_of_use.question_log import QuestionLog
from assistant.settings import Settings
from index.embedder import Embedder, SentenceEmbedder
from index.retriever import SearchSettings
from index.servers import Servers, VectorServer
from index.store import Store


def make_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name."""
    return SentenceEmbedder(settings.search.model, settings.search.batch)


def find_servers(settings: Settings) -> Servers:
    """Where the settings say that the store is, with the passwords that the environment holds."""
    places = settings.store
    token = os.environ.get(places.vectors_token, "")
    return Servers(
        catalogue=places.catalogue,
        password=os.environ.get(places.catalogue_password, ""),
        vectors=VectorServer(address=places.vectors, header=places.vectors_header, token=token) if places.vectors else None,
    )


def open_store(folder: Path, settings: Settings, *, create: bool = False, careful: bool = False) -> Store:
    """Open the store in `folder`, made where it is missing if `create`, its vectors tried first in any case if `careful`. No
    language model is looked at: reading, searching and keeping papers need none. Raises a Problem, which names the remedy."""
    search = settings.search
    return Store(
        folder,
        make_embedder(settings),
        SearchSettings(
            candidates=search.candidates,
            lexical_weight=search.lexical_weight,
            dense_weight=search.dense_weight,
            grown_chars=search.grown_chars,
        ),
        create=create,
        careful=careful,
        servers=find_servers(settings),
        publishes=settings.store.publish,
    )


def open_assistant(folder: Path, settings: Settings, *, create: bool = False, careful: bool = False) -> Assistant:
    """What answers from the store in `folder`, in the words of a language model where one is set; see `open_store`. Opening it
    deletes no logs of a store that is there. Raises a Problem, which names the remedy."""
    composer = _open_composer(settings)
    log = QuestionLog(folder, settings.question_log.days)
    return Assistant(open_store(folder, settings, create=create, careful=careful), settings, composer, on_answer=log.keep)


def _open_composer(settings: Settings):
    """What words answers; None, and nothing loaded for it, where no language model is set."""
    if not settings.language_model.model:
        return None
    from assistant.language_model.providers import open_composer

    return open_composer(settings.language_model)
