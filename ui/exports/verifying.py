"""The check of an evidence record against the papers in a store: every field of it is compared with what the papers say now."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from assistant.answer import Citation
from assistant.citations import cite_range, read_known_numbers
from assistant.quantities import Quantity, read_numbers
from index.catalogue import Catalogue, StoredDocument
from ingest.patterns import compile_pattern
from ui.exports.evidence import Answered, Evidence, Quote
from ui.exports.signing import check_signature
from ui.papers import PaperProblem, find_original

Verdict = Literal["holds", "unsigned", "moved", "changed", "missing"]
GOOD: tuple[Verdict, ...] = ("holds", "unsigned")
MARK = compile_pattern(r"\[(\d{1,4})\]")
SENTENCE_END = compile_pattern(r"(?<=[.;!?])\s+|\n")
WORD = compile_pattern(r"[^\W\d_]{4,60}")
LEAST_SHARE = 0.5
"""Of an answer's words of four letters and more so many must stand around what it cites, in the question or in the papers' names.
Of 89 answers over the sample papers the least had 0.83; a language model's may have 0.5 (`language_model.containment`)."""
OWN_WORDS = "worked out difference between share percentage total papers record records decisions duties inspections and more"
"""What the program says of its own accord, of a worked-out figure or a part of a register."""
AROUND_CHARS = 1500
"""What stands around a quote counts too: a row of a table is said with the names of its columns, which stand above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check of one thing found: a quote by its number, or as number 0 the record itself, its signature or an answer."""

    question: str
    number: int
    verdict: Verdict
    said: str

    def as_json(self) -> dict:
        return asdict(self)


def verify_evidence(evidence: Evidence, canonical: bytes, catalogue: Catalogue, key: bytes | None = None) -> Iterator[Finding]:
    """A finding for the record, one for its signature by the store's key, and for each answer one for its text and one for each
    of its quotes."""
    intact = hashlib.sha256(canonical).hexdigest() == evidence.sha256
    said = "The record is as it was made." if intact else "The record was changed after it was made: its digest does not fit."
    yield Finding(question="", number=0, verdict="holds" if intact else "changed", said=said)
    yield _verify_signature(evidence, canonical, key)
    if not evidence.answers:
        yield Finding(question="", number=0, verdict="changed", said="The record holds no answer.")
    for answer in evidence.answers:
        found = [_Checked(quote, catalogue) for quote in answer.citations]
        fault = _find_fault(answer, [checked for checked in found if checked.citation])
        said = fault or "The text cites what is cited, and its numbers stand there."
        yield Finding(question=answer.question, number=0, verdict="changed" if fault else "holds", said=said)
        for checked in found:
            yield Finding(question=answer.question, number=checked.quote.number, verdict=checked.verdict, said=checked.said)


def _verify_signature(evidence: Evidence, canonical: bytes, key: bytes | None) -> Finding:
    signature = evidence.signature.model_dump() if evidence.signature else None
    verdict, said = {
        "right": ("holds", "The signature is right: the record was made by this store."),
        "wrong": ("changed", "The signature is wrong: the record was changed after this store made it, or was never made by it."),
        "of another key": ("missing", "The signature is by a key that this store does not have: another store made the record."),
        "missing": ("unsigned", "The record is not signed: what it says was compared with the papers; who made it is not known."),
    }[check_signature(canonical, signature, key)]
    return Finding(question="", number=0, verdict=verdict, said=said)


# An answer's text


def _find_fault(answer: Answered, found: Sequence["_Checked"]) -> str | None:
    """What in an answer does not fit what it cites; None where all of it does. `found` are the quotes that stand in the
    papers."""
    numbers = [quote.number for quote in answer.citations]
    if (answer.status == "answered") != bool(numbers):
        kind = "says that it is answered and cites nothing" if not numbers else "is no answer and cites papers"
        return f"The answer was changed: it {kind}."
    if not numbers:
        return None
    if numbers != list(range(1, len(numbers) + 1)):
        return "The answer was changed: its citations are not numbered from 1 in order."
    # A paper's own notes may look like marks.
    own = {mark for quote in answer.citations for mark in MARK.findall(quote.quote)}
    marks = {int(mark) for mark in MARK.findall(answer.text)}
    if nowhere := marks - set(numbers) - set(map(int, own)):
        return f"The answer was changed: [{min(nowhere)}] in its text is none of its citations."
    if unsaid := set(numbers) - marks:
        return f"The answer was changed: citation [{min(unsaid)}] supports nothing in its text."
    if len(found) < len(numbers):
        # Without the papers there is nothing to compare with, which their own findings say.
        return None
    text = MARK.sub(" ", answer.text)
    if wrong := _find_unsupported(text, answer.question, [checked.citation for checked in found]):
        return f"The answer was changed: {wrong} in its text stands in nothing that it cites."
    told = _beginnings(text)
    known = _beginnings(" ".join([answer.question, OWN_WORDS, *(checked.around for checked in found)]))
    if told and len(told & known) < LEAST_SHARE * len(told):
        return "The answer was changed: most of its words stand in nothing that it cites."
    return None


def _beginnings(words: str) -> set[str]:
    """The longer words by their first letters, so that "resolve" and "resolved" are one."""
    return {word[:5] for word in WORD.findall(words.casefold())}


def _find_unsupported(text: str, question: str, citations: Sequence[Citation]) -> str | None:
    """A number or date that stands in no quote, question, title or date, counts no rows of the answer, and is not worked out from
    two figures that stand in its own sentence."""
    known_numbers = read_known_numbers(question, citations)
    rows = {len(citations), text.count("\n"), text.count(";") + 1}
    allowed = [quantity for quantity in read_numbers(text).quantities if quantity.unit == "" and quantity.value in rows]
    for sentence in SENTENCE_END.split(text):
        said = read_numbers(sentence).quantities
        known = [quantity for quantity in said if known_numbers.holds(quantity.value, quantity.unit)]
        pairs = [(a, b) for a in known for b in known if a.value != b.value and a.unit == b.unit]
        allowed += [quantity for quantity in said if any(_is_worked_out(quantity, a, b) for a, b in pairs)]
    return next(iter(known_numbers.find_unsupported(text, allowed)), None)


def _is_worked_out(said: Quantity, a: Quantity, b: Quantity) -> bool:
    """Whether a figure is the sum, difference or percentage of two others, as far as it was written out."""
    units = (a.unit, "points") if a.unit == "%" else (a.unit,)
    if said.unit in units and said.value in (a.value + b.value, a.value - b.value):
        return True
    if said.unit != "%" or not b.value:
        return False
    shares = (100 * a.value / b.value, 100 * (a.value - b.value) / b.value)
    return any(round(share, digits) == said.value for share in shares for digits in (0, 1, 2))


# A quote


class _Checked:
    """A quote of a record with the citation that the papers give for its range now (None where they give none), and the
    verdict."""

    def __init__(self, quote: Quote, catalogue: Catalogue):
        self.quote = quote
        self.citation: Citation | None = None
        self.around = ""
        self.verdict, self.said = self._check(catalogue)

    def _check(self, catalogue: Catalogue) -> tuple[Verdict, str]:
        quote = self.quote
        document = catalogue.find_document(quote.sha256)
        if document is None:
            said = f"{quote.file}: no document with this content is in the store. Add the file as it was with council ingest."
            return "missing", said
        try:
            find_original(document)
        except PaperProblem as problem:
            return "changed", str(problem)
        text = catalogue.text(document.row)
        if not quote.quote.strip():
            return "changed", f"{quote.file}: the quote is empty."
        if not 0 <= quote.start < quote.end <= len(text):
            return "changed", (
                f"{quote.file}: from {quote.start} to {quote.end} is no place in its text of {len(text)} characters."
            )
        cited = cite_range(quote.number, document, quote.section, quote.start, quote.end, text, catalogue.page_at)
        if cited.quote != quote.quote:
            if quote.quote in text:
                return "moved", f"{quote.file}: the file is the same; the quote stands in it, at another place of its text."
            return "changed", f"{quote.file}: the file is the same, but the quote is not in its text."
        self.citation = cited
        around = text[max(0, quote.start - AROUND_CHARS) : quote.end + AROUND_CHARS]
        self.around = " ".join(filter(None, (around, cited.document, cited.council, cited.body, cited.section)))
        if wrong := _find_difference(quote, cited, document, catalogue):
            return "changed", f"{quote.file}: the quote stands there, but {wrong}."
        return "holds", f"{quote.file}: the file is the same and the quote stands where it was."


def _find_difference(quote: Quote, cited: Citation, document: StoredDocument, catalogue: Catalogue) -> str | None:
    """The first thing that a record says of a quote's place and the papers do not."""
    names = {document.file} | {file for _, file, digest in catalogue.sources().values() if digest == document.digest}
    if quote.file not in names:
        return f"the record calls the file {quote.file}, and here it is {document.file}"
    compared = (
        ("title", quote.document, cited.document),
        ("council", quote.council, cited.council),
        ("body", quote.body, cited.body),
        ("date", quote.date, cited.date.isoformat() if cited.date else None),
        ("page", quote.page, cited.page),
        ("printed page", quote.page_label, cited.page_label),
    )
    for name, said, here in compared:
        if said != here:
            return f"its {name} is {_show(here)}, and the record says {_show(said)}"
    if quote.section and not _has_section(quote, document, catalogue):
        return f"it does not stand under “{quote.section}”"
    return None


def _has_section(quote: Quote, document: StoredDocument, catalogue: Catalogue) -> bool:
    """Whether the headings that a record names are headings of the paper, one under the other: those of a section, with or
    without the number of a paragraph, or of what it is a part of."""
    paths = {" > ".join(section.path) for section in catalogue.sections_of(document.row) if section.path}
    named = quote.section
    return any(path == named or named.startswith(f"{path} > ") or path.startswith(f"{named} > ") for path in paths)


def _show(value: object) -> str:
    return "not stated" if value is None else f"“{value}”" if isinstance(value, str) else str(value)
