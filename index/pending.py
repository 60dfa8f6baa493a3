"""What was begun and not ended: documents whose vectors may differ from the catalogue, because a run was stopped in between.

Before the vectors of a document are touched its digest is noted, and after both halves agree the note is taken away. The next
run brings every document that is still noted into line; nothing else has to be looked at.
"""

import json
from collections.abc import Sequence

from index.catalogue import Catalogue
from index.embedder import Embedder
from index.indexed_words import indexed_words
from index.standing import view_of
from index.stored import PASSAGE_COLUMNS, StoredDocument, read_passage
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
        renew_words(catalogue, digest)
        restore_vectors(catalogue, vectors, embedder, digest)
        clear_pending(catalogue, [digest])
    return digests


def renew_indexes(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, digest: str) -> None:
    """Make full text and vectors of one document anew where another part of it is held back than when they were made."""
    changed, document = renew_words(catalogue, digest), catalogue.find_document(digest)
    if document is not None and changed:
        _add_vectors(catalogue, vectors, embedder, document, changed)


def renew_words(catalogue: Catalogue, digest: str) -> list[str]:
    """Index beside each passage of a document what may be indexed there now; the ids of the passages where that has changed."""
    document = catalogue.find_document(digest)
    if document is None:
        return []
    with catalogue.writing() as db:
        text = catalogue.text(document.row)
        stated = json.loads(db.execute("select stated from documents where id = ?", (document.row,)).fetchone()[0])
        view = view_of(text, document.exempt, file=document.file, facts=document.facts, stated=stated)
        query = f"select {PASSAGE_COLUMNS} from passages where document = ? order by start, id"
        passages = [read_passage(row) for row in db.execute(query, (document.row,)).fetchall()]
        query = "select w.rowid, w.heading, w.context, w.body from words w join passages p on p.id = w.rowid where p.document = ?"
        kept = {row: entry for row, *entry in db.execute(query, (document.row,)).fetchall()}
        made = {passage.row: indexed_words(text, document.facts, passage, view) for passage in passages}
        changed = [p.key for p in passages if p.row in kept and list(made[p.row]) != kept[p.row][:2]]
        if changed:
            catalogue.database.words.remove(db, document.row)
            catalogue.database.words.add(db, document.row, [(row, *made[row], body) for row, (*_, body) in kept.items()])
    return changed


def restore_vectors(catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, digest: str) -> None:
    """Make the vectors of one document what the catalogue says they should be, none where it does not know the document."""
    document = catalogue.find_document(digest)
    keys = list(catalogue.indexed_texts(digest))
    foreign = vectors.ids_of(digest) - set(keys)
    if foreign:
        vectors.remove(sorted(foreign))
    if document is not None:
        _add_vectors(catalogue, vectors, embedder, document, keys)


def _add_vectors(
    catalogue: Catalogue, vectors: VectorStore, embedder: Embedder, document: StoredDocument, keys: Sequence[str]
) -> None:
    texts = catalogue.indexed_texts(document.digest)
    for start in range(0, len(keys), EMBEDDED_AT_ONCE):
        part = keys[start : start + EMBEDDED_AT_ONCE]
        vectors.add(document, part, embedder.embed([texts[key] for key in part]))
