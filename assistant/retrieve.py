"""The store's search as a LangChain retriever, for chains and agents that want its passages."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.catalogue import Filters
from index.retriever import Hit, Retriever


class CouncilRetriever(BaseRetriever):
    """Passages as LangChain documents: the page content is the document's own words, the metadata says where they stand."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    k: int = 20
    filters: Filters | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [as_langchain(hit) for hit in self.retriever.search(query, k=self.k, filters=self.filters).hits]


def as_langchain(hit: Hit) -> Document:
    """A hit as LangChain knows passages; `start` and `end` are offsets into the document's text."""
    facts = hit.document.facts
    metadata = {
        "file": hit.document.file,
        "document": facts.title,
        "council": facts.council,
        "body": facts.body,
        "type": facts.type,
        "date": facts.date.isoformat() if facts.date else None,
        "page": hit.passage.page,
        "page_label": hit.passage.page_label,
        "section": hit.section,
        "start": hit.start,
        "end": hit.end,
        "rank": hit.rank,
        "score": hit.score,
    }
    return Document(page_content=hit.text, metadata={name: value for name, value in metadata.items() if value is not None})
