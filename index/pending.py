"""What was begun and not ended: documents whose vectors may differ from the catalogue, because a run was stopped in between.

Before the vectors of a document are touched its digest is noted, and after both halves agree the note is taken away. The next
run brings every document that is still noted into line; nothing else has to be looked at.
"""

from collections.abc import Sequence

from index.catalogue import Catalogue
from index.embedder import Embedder
from index.vectors import VectorStore

EMBEDDED_AT_ONCE = 1000


def note_pending(catalogue: Catalogue, digests: Sequence[str]) -> None:
    """Say that the vectors of these documents are about to change."""
    with catalogue.writing() as db:
        db.executemany("insert into pending values (?) on conflict do nothing", [(digest,) for digest in digests])


def clear_pending(catalogue: Catalogue, digests: Sequence[str]) -> None:
    """Say that both halves of the store agree about these documents."""
    with catalogue.writing() as db:
        db.executemany("delete from pending where digest = ?", [(digest,) for digest in digests])


def mend_pending(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder) -> list[str]:
    """Finish what a stopped run began. Digests of the documents that were looked at."""
    digests = [row[0] for row in catalogue.reading().execute("select digest from pending order by digest")]
    for digest in digests:
        restore_vectors(catalogue, vectors, embedder, digest)
        clear_pending(catalogue, [digest])
    return digests


def restore_vectors(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, digest: str) -> None:
    """Make the vectors of one document what the catalogue says they should be, none where it does not know the document."""
    document = catalogue.find_document(digest)
    texts = catalogue.indexed_texts(digest)
    foreign = vectors.ids_of(digest) - set(texts)
    if foreign:
        vectors.remove(sorted(foreign))
    keys = list(texts)
    for start in range(0, len(keys) if document else 0, EMBEDDED_AT_ONCE):
        part = keys[start : start + EMBEDDED_AT_ONCE]
        vectors.add(document, part, embedder.embed([texts[key] for key in part]))
