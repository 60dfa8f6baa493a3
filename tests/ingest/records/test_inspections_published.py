"""Inspection reports of real authorities against what was published of them: as they are, and as if they were read worse."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Block, Document, Reading
from ingest.reading import read_document
from ingest.records.inspections import find_inspections
from ingest.records.inspections_compare import compare_inspections, name_provider
from ingest.records.record import NOT_IN_FRAMEWORK, Inspection
from ingest.sources import find_files
from ingest.structure import build_document

RIGHT_SHARE = 0.98
AREAS = {
    "overall effectiveness": r"overall effectiveness",
    "impact of leaders": r"impact of leaders",
    "help and protection": r"help and protection",
    "children in care": r"children in care",
    "care leavers": r"progress of (?:children )?care leavers",
}


@pytest.fixture(scope="module")
def published(shared: Path) -> Mapping[str, dict]:
    lines = (shared / "inspections" / "judgements.jsonl").read_text("utf-8").splitlines()
    return {case["file"]: case for case in map(json.loads, lines)}


@pytest.fixture(scope="module")
def documents(shared: Path) -> Mapping[str, Document]:
    return {source.name: read_document(source) for source in find_files([shared / "inspections" / "reports"]).files}


def check_fields(case: dict, record: Inspection) -> list[tuple[str, str, str | None]]:
    """For each of the eight published fields its name, what was published and what the record says (None for unreadable)."""
    fields = [("start", case["start"], record.began), ("end", case["end"], record.ended)]
    fields.append(("lead inspector", case["inspector"], record.lead_inspector))
    for name, grade in case["judgements"].items():
        found = [judgement.grade for judgement in record.judgements if re.search(AREAS[name], judgement.area, re.IGNORECASE)]
        said = found[0] and found[0].lower().removesuffix(" to be good") if len(found) == 1 else f"{len(found)} judgements"
        fields.append((name, NOT_IN_FRAMEWORK if grade in (None, "not reported") else grade, said))
    return fields


def test_published_fields_are_read_from_the_reports(published: Mapping[str, dict], documents: Mapping[str, Document]) -> None:
    outcomes: Counter[str] = Counter()
    wrong = []
    for file, case in published.items():
        [record] = find_inspections(documents[file])
        for name, expected, said in check_fields(case, record):
            outcomes["right" if said == expected else "unreadable" if said is None else "wrong"] += 1
            wrong += [(file, name, expected, said)] if said not in (expected, None) else []
    print(f"{outcomes['right']} of {outcomes.total()} fields right, {outcomes['unreadable']} unreadable, {len(wrong)} wrong")

    assert wrong == []
    assert outcomes["right"] >= RIGHT_SHARE * outcomes.total()


def test_every_judgement_is_quoted_from_its_page(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        [record] = find_inspections(document)
        for judgement in record.judgements:
            if judgement.grade == NOT_IN_FRAMEWORK:
                assert judgement.quote is None
                continue
            page = next(page for page in document.pages if page.number == judgement.page)
            assert judgement.quote in document.text[page.start : page.end]
            assert judgement.grade in judgement.quote
            assert judgement.area in judgement.quote


def test_each_report_says_what_needs_to_improve(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        [record] = find_inspections(document)
        assert record.improvements
        heading = document.text.rfind("What needs to improve", 0, record.improvements[0][0])
        # Nothing but the end of the heading stands before the first entry, nothing but line ends between entries.
        assert len(document.text[heading : record.improvements[0][0]]) < 30
        between = zip(record.improvements, record.improvements[1:], strict=False)
        assert all(not document.text[end:start].strip() for (_, end), (start, _) in between)


def test_successive_inspections_of_each_authority_are_compared(
    published: Mapping[str, dict], documents: Mapping[str, Document]
) -> None:
    records = [record for document in documents.values() for record in find_inspections(document)]
    inspections: dict[str, list[str]] = {}
    for case in published.values():
        inspections.setdefault(case["authority"], []).append(case["start"])
    pairs = {
        (authority, *pair)
        for authority, starts in inspections.items()
        for pair in zip(sorted(starts), sorted(starts)[1:], strict=False)
    }

    found = compare_inspections(records)

    assert {(name_provider(pair.later), pair.earlier.began, pair.later.began) for pair in found} == pairs


# The same reports, read worse


def with_table(change: Callable[[Sequence[Block]], Sequence[Block]]) -> Callable[[list[Block]], list[Block]]:
    """A change of the table of judgements as one of the report."""

    def apply(blocks: list[Block]) -> list[Block]:
        first = next(number for number, block in enumerate(blocks) if block.kind == "row")
        last = next(number for number, block in enumerate(blocks) if number > first and block.kind != "row")
        return [*blocks[:first], *change(blocks[first:last]), *blocks[last:]]

    return apply


def line(text: str) -> Block:
    return Block(kind="paragraph", text=text, page=1)


def interleave(row: Block) -> Block:
    """Area and grade of two lines each, read across the page."""
    area, grade = (cell.split() for cell in row.cells)
    high, low = 2 * len(area) // 3, max(1, len(grade) - 1)
    return line(" ".join((*area[:high], *grade[:low], *area[high:], *grade[low:])))


def lose_row(rows: Sequence[Block]) -> list[Block]:
    """Without overall effectiveness, which no heading repeats."""
    return [row for row in rows if not row.text.startswith("Overall")]


def lose_grade(rows: Sequence[Block]) -> list[Block]:
    lost = random.Random(rows[-1].text).randrange(1, len(rows))
    return [replace(row, text=f"{row.cells[0]}\t") if number == lost else row for number, row in enumerate(rows)]


def merge_with_prose(blocks: list[Block]) -> list[Block]:
    first = next(number for number, block in enumerate(blocks) if block.kind == "row")
    last = next(number for number, block in enumerate(blocks) if number > first and block.kind != "row")
    words = " ".join(block.text.replace("\t", " ") for block in blocks[first : last + 1])
    return [*blocks[:first], line(words), *blocks[last + 1 :]]


def merge_head(blocks: list[Block]) -> list[Block]:
    first = next(number for number, block in enumerate(blocks) if block.kind == "row")
    return [line(" ".join(block.text for block in blocks[:first])), *blocks[first:]]


def drop(start: str) -> Callable[[list[Block]], list[Block]]:
    return lambda blocks: [block for block in blocks if not block.text.startswith(start)]


def split_labels(blocks: list[Block]) -> list[Block]:
    parts = [re.match(r"((?:Inspection dates|Lead inspector):) (.*)", block.text) for block in blocks]
    return [
        part
        for block, match in zip(blocks, parts, strict=True)
        for part in ((line(match[1]), line(match[2])) if match else (block,))
    ]


WHOLE = {
    "areas and grades on lines of their own": with_table(lambda rows: [line(cell) for row in rows for cell in row.cells]),
    "all in one paragraph": with_table(lambda rows: [line(" ".join(cell for row in rows for cell in row.cells))]),
    "areas first, grades after them": with_table(lambda rows: [line(row.cells[cell]) for cell in (0, 1) for row in rows]),
    "lines of area and grade mixed": with_table(lambda rows: [interleave(row) for row in rows]),
    "grade before area": with_table(lambda rows: [replace(row, text="\t".join(reversed(row.cells))) for row in rows]),
    "last row first": with_table(lambda rows: [rows[0], rows[-1], *rows[1:-1]]),
    "capitals": with_table(lambda rows: [replace(row, text=row.text.upper()) for row in rows]),
    "list": with_table(lambda rows: [replace(line(f"{r.cells[0]} is {r.cells[1].lower()}"), kind="item") for r in rows[1:]]),
    "head in one paragraph": merge_head,
    "labels apart from what they label": split_labels,
    "bound into a pack": lambda blocks: [line("Agenda item 7"), line("Members are asked to note the report. " * 9), *blocks],
}
DAMAGED = {
    "a row lost": with_table(lose_row),
    "a grade lost": with_table(lose_grade),
    "no table": with_table(lambda rows: []),
    "table and prose in one paragraph": merge_with_prose,
    "no days": drop("Inspection dates"),
    "no lead inspector": drop("Lead inspector"),
}


def reread(document: Document, change: Callable[[list[Block]], list[Block]]) -> Document:
    blocks = [
        Block(
            kind=block.kind,
            text=document.text[block.start : block.end],
            page=document.page_at(block.start).number,
            level=block.level,
            table=block.table,
            names_columns=block.names_columns,
        )
        for block in document.blocks
    ]
    reading = Reading(blocks=tuple(change(blocks)), page_labels=(None,) * len(document.pages))
    return build_document(file=document.file, digest=document.digest, reading=reading, facts=document.facts)


@pytest.mark.parametrize("change", WHOLE)
def test_a_report_of_another_layout_is_read_as_well(
    published: Mapping[str, dict], documents: Mapping[str, Document], change: str
) -> None:
    for file, case in published.items():
        [record] = find_inspections(reread(documents[file], WHOLE[change]))
        assert [(file, name, said) for name, expected, said in check_fields(case, record) if said != expected] == []


@pytest.mark.parametrize("change", DAMAGED)
def test_what_was_read_badly_is_unreadable_and_not_wrong(
    published: Mapping[str, dict], documents: Mapping[str, Document], change: str
) -> None:
    lost = 0
    for file, case in published.items():
        [record] = find_inspections(reread(documents[file], DAMAGED[change]))
        fields = check_fields(case, record)
        assert [(file, name, said) for name, expected, said in fields if said not in (expected, None)] == []
        missing = {name if name in ("start", "end") else "lead_inspector" if name == "lead inspector" else "judgements"
                   for name, _, said in fields if said is None}  # fmt: skip
        assert missing == set(record.unreadable)
        lost += len(missing)
    assert lost > 0 or change == "table and prose in one paragraph"
