"""The command `council records`: a register as words, JSON, CSV or a workbook."""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.settings import load_settings
from index.registers import RecordFilters, Registers, StoredRecord, divide_leads, match_values
from ingest.dates import parse_date, write_date
from ingest.document import CELL
from ingest.problem import Problem
from ingest.records.record import REGISTERS, Decision, Duty, Inspection, Register
from ui.beside import describe_beside, find_beside
from ui.commands.printing import DONE, make_printable, print_json, say, write_file

SINGULAR: dict[Register, str] = {"decisions": "decision", "duties": "duty", "inspections": "inspection"}
FILTERED = ("council", "body", "heading")


class FilterProblem(Problem):
    """A filter that no record meets because none has such a value."""


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of the command beside the filters by document."""
    command.add_argument("register", choices=REGISTERS, help="which register")
    command.add_argument("--lead", metavar="NAME", help="only duties that this officer or post leads on")
    command.add_argument("--grade", metavar="GRADE", help="only inspections with a judgement of this grade")
    command.add_argument("--heading", metavar="WORDS", help="only duties under this heading")
    command.add_argument("--status", choices=("resolved", "recommended", "decided", "planned"), help="only such decisions")
    command.add_argument("--text", metavar="WORDS", help="only records in which all these words stand")
    command.add_argument(
        "--threads", action="store_true", help="with each decision the others of its matter, and how sure that is"
    )
    command.add_argument("--open", action="store_true", help="only what is open to the public: nothing of exempt papers")
    command.add_argument("--evidence", action="store_true", help="with each duty what is said of it elsewhere, newest first")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON document instead of words")
    form.add_argument("--csv", nargs="?", const="-", metavar="FILE", help="CSV for a spreadsheet, printed or into a file")
    form.add_argument("--xlsx", type=Path, metavar="FILE", help="a workbook for Excel or LibreOffice")


def run_records(options: argparse.Namespace) -> int:
    from assistant.opening import find_servers
    from index.budget import Budget
    from index.store import open_catalogue
    from ui.exports.records import write_csv, write_xlsx

    settings = load_settings(asking=False)
    catalogue = open_catalogue(options.store, open_only=options.open, servers=find_servers(settings))
    registers = Registers(catalogue, Budget(settings.answering.work_seconds))
    records = registers.list_records(options.register, read_filters(registers, options))
    printed = [record.as_json() for record in records]
    beside = find_beside(registers, records, threads=options.threads, evidence=options.evidence)
    if options.json:
        print_json([{**told, **beside.get(record.row, {})} for record, told in zip(records, printed, strict=True)])
    elif options.csv == "-":
        print(make_printable(write_csv(printed)), end="")
    elif options.csv:
        # The mark at the beginning tells a spreadsheet that the file is UTF-8.
        write_file(Path(options.csv), write_csv(printed).encode("utf-8-sig", "replace"))
    elif options.xlsx:
        write_file(options.xlsx, write_xlsx(printed, sheet=options.register))
    else:
        for line in describe_records(records, beside):
            say(line)
    return DONE


def read_filters(registers: Registers, options: argparse.Namespace) -> RecordFilters:
    """The filters as the records have their values. Raises FilterProblem for a value that no record has."""
    register = options.register
    chosen: dict[str, tuple[str, ...]] = {}
    for column in FILTERED:
        if wanted := getattr(options, column):
            values = [value for value in registers.count_by(register, column) if value]
            chosen[column] = _matched(register, column, wanted, values)
    if options.type:
        types = [value for value in registers.count_by(register, "type") if value]
        chosen["type"] = _matched(register, "type", options.type, types)
    if options.lead:
        cells = [value for value in registers.count_by(register, "lead") if value]
        leads = sorted({lead for cell in cells for lead in (cell, *divide_leads(cell))})
        chosen["lead"] = _matched(register, "lead", options.lead, leads)
    if options.grade:
        chosen["grade"] = _matched(register, "grade", options.grade, list(registers.grades()))
    return RecordFilters(
        **chosen,
        status=(options.status,) if options.status else (),
        first=options.first,
        last=options.last,
        text=options.text,
    )


def _matched(register: Register, column: str, wanted: str, values: Sequence[str]) -> tuple[str, ...]:
    found = match_values(wanted, values)
    if not found:
        stated = "; ".join(values) or "none stated"
        raise FilterProblem(f"No record of {register} has the {column} “{wanted}”. The register has: {stated}.")
    return found


def describe_records(records: Sequence[StoredRecord], beside: Mapping[int, dict[str, list[dict]]]) -> list[str]:
    """The records as lines for a person, decisions with their parts below them and each with what was asked for beside it, and
    at the end how many there are."""
    lines: list[str] = []
    shown = {record.row for record in records}
    with_parts = {record.parent for record in records if record.parent}
    for stored in records:
        inner = stored.parent in shown
        lines += _describe(stored, whole=stored.row not in with_parts, inner=inner)
        lines += describe_beside(beside.get(stored.row, {}))
    return [*lines, count_records(records)]


def count_records(records: Sequence[StoredRecord]) -> str:
    """How many records there are: "6 decisions (6 resolved) and 10 parts of them."."""
    if not records:
        return "No records match. Try other words or wider filters."
    parts = sum(record.parent is not None for record in records)
    wholes = [record for record in records if record.parent is None]
    named = Counter(type(record.record) for record in wholes)
    said = []
    for kind, name, plural in (
        (Decision, "decision", "decisions"),
        (Duty, "duty", "duties"),
        (Inspection, "inspection", "inspections"),
    ):
        if named[kind]:
            said.append(f"{named[kind]} {name if named[kind] == 1 else plural}")
    statuses = Counter(record.record.status for record in wholes if isinstance(record.record, Decision))
    if len(statuses) > 1:
        said[0] += f" ({', '.join(f'{number} {status}' for status, number in statuses.items())})"
    if parts:
        said.append(f"{parts} {'part' if parts == 1 else 'parts'} of decisions")
    return " and ".join(said) + "."


def _describe(stored: StoredRecord, *, whole: bool, inner: bool) -> list[str]:
    record = stored.record
    where = _place(stored)
    match record:
        case Decision() if inner:
            return [f"    {record.part or '-'}) {_shown(record.text)}{where}"]
        case Decision(status="planned"):
            facts = [
                ("by", record.decision_maker),
                ("key decision", _yes(record.key)),
                ("exempt", record.exempt),
                ("consultation", record.consultation),
                ("author", record.author),
            ]
            told = "; ".join(f"{name}: {value}" for name, value in facts if value)
            when = _say_day(record.anticipated) or "no date stated"
            return [f"planned, {when}: {record.title}", f"    {_shown(record.purpose or '')}", f"    {told}{where}"]
        case Decision():
            item = f"item {record.item} " if record.item and record.status == "resolved" else ""
            when, body = _say_day(record.place.date) or "no date stated", record.place.body or "body not stated"
            head = f"{record.status}, {when}, {body}: {item}{record.title or ''}"
            vote = f" ({record.vote})" if record.vote else ""
            words = _shown(record.text) if whole else "in parts:"
            return [f"{head.rstrip()}{vote}", f"    {words}{where}"]
        case Duty():
            law = ", ".join(part for part in (record.act, record.provision) if part)
            kind = "power" if record.power else "duty"
            number = f" {record.number}" if record.number else ""
            told = "; ".join(part for part in (f"lead: {record.lead}" if record.lead else "", law) if part)
            return [f"{kind}{number}: {_shown(record.duty)}", f"    {record.heading or ''}{'; ' if told else ''}{told}{where}"]
        case Inspection():
            days = " to ".join(day for day in dict.fromkeys((_say_day(record.began), _say_day(record.ended))) if day)
            head = ", ".join(part for part in (record.inspectorate, record.kind, record.provider) if part)
            lines = [f"{head}: {days or 'dates not stated'} ({record.source}){where}"]
            return lines + [f"    {judgement.area}: {judgement.grade or 'unreadable'}" for judgement in record.judgements]


def _place(stored: StoredRecord) -> str:
    place = stored.record.place
    if place.page is None:
        return f" [{stored.file}]"
    label = f" (printed {place.page_label})" if place.page_label and place.page_label != str(place.page) else ""
    return f" [{stored.file}, page {place.page}{label}]"


def _yes(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _say_day(words: str | None) -> str | None:
    day = parse_date(words) if words else None
    return write_date(day) if day else words


def _shown(words: str) -> str:
    return " ".join(words.replace(CELL, " | ").split())
