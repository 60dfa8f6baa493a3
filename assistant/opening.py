"""An assistant over a store folder: settings, embedding model, store and search put together in one place."""

from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from index.embedder import Embedder, SentenceEmbedder
from index.retriever import SearchSettings
from index.store import Store


def make_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name."""
    return SentenceEmbedder(settings.search.model, settings.search.batch)


def open_assistant(folder: Path, settings: Settings, *, create: bool = False) -> Assistant:
    """Open the store in `folder`, made where it is missing if `create`. Raises a Problem, which names the remedy."""
    search = settings.search
    store = Store(
        folder,
        make_embedder(settings),
        SearchSettings(
            candidates=search.candidates,
            lexical_weight=search.lexical_weight,
            dense_weight=search.dense_weight,
            grown_chars=search.grown_chars,
        ),
        create=create,
    )
    return Assistant(store, settings)
