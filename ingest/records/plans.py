"""Entries of forward plans and work programmes: rows of their tables, or one form for each decision to come."""

from collections.abc import Iterator, Sequence

from ingest.bound import BODY_NOUN, BoundPaper, words_of
from ingest.dates import find_dates, parse_date
from ingest.document import Document
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.cells import Row, Table, find_forms, find_tables, join_rows, match_columns
from ingest.records.record import Decision, place_quote

_COLUMNS = tuple(
    (field, compile_pattern(cue, IGNORECASE))
    for field, cue in (
        (
            "key",
            r"^(?:is (?:it|this) )?(?:a )?key\b(?! (?:dates?|milestones?|issues?|lines?|points?|aims?))"
            r"|\bkey decision\?|^key/|^kd\b",
        ),
        ("exempt", r"exempt|private|confidential|\bopen or\b|public or"),
        ("consultation", r"consult"),
        ("decision_maker", r"decision[- ]?(?:maker|taker|making body)|who (?:will|is)|(?:taken|made|decided) by|deciding body"),
        ("anticipated", r"\bdates?\b|\bwhen\b|timescale|decision due|due\b|^meeting$|^month"),
        ("author", r"author|report(?:ing)? (?:officer|by)|contact|responsible officer|lead officer|^officer|^lead$"),
        ("purpose", r"purpose|summary|description|details|outcome|objective|scope|brief|what |focus|aims?\b"),
        (
            "title",
            r"subject|topic|^title|^item|^decision(?:s|/item| title)?(?: to be (?:taken|made|considered))?:?$"
            r"|^matter|^issue|report title"
            r"|proposed decision|^report$|^agenda item|question",
        ),
    )
)
_PLAN = compile_pattern(
    r"forward (?:plan|list|work programme|programme)|work(?:ing)? (?:programme|plan)|schedule of (?:key |forthcoming )?decisions"
    r"|notice of (?:forthcoming |intended )?(?:key )?decisions|decisions? to be (?:taken|made)|items? to be scheduled",
    IGNORECASE,
)
_LATER = compile_pattern(
    r"^(?:to be (?:confirmed|arranged|agreed|advised|determined)|tb[cad]\b|not before|n/?a$|[-–—?]+$|ongoing|standing)",
    IGNORECASE,
)
_MONTH = compile_pattern(
    r"\b(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?P<year>20\d\d)\b", IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_WITHOUT_YEAR = compile_pattern(r"^\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+$")
_BODY = compile_pattern(rf"(?:the )?(?P<body>(?:[A-Z][\w'’&-]* (?:(?:and|of|for|the|&) )*){{0,8}}(?i:{BODY_NOUN}))")
_OWNER = compile_pattern(
    rf"(?:the )?(?P<body>(?:[A-Z][\w'’&-]* (?:(?:and|of|for|the|&) )*){{0,8}}(?i:{BODY_NOUN}))['’]?s?\s*[:,–-]?\s*"
    r"(?i:(?:draft )?(?:forward|work))"
)
"""Whose plan it is: "Children and Adults Scrutiny Committee: work programme 2025/26"."""
_TICK = compile_pattern(r"^[✓✔✅xX●•√☑☒]$")
_FORM_FIELDS = ("decision_maker", "key", "anticipated", "exempt", "consultation", "author", "purpose")


def find_plans(document: Document, paper: BoundPaper) -> Iterator[Decision]:
    """The entries of one paper in order, each with the fields that its row or form states."""
    if paper.kind == "minutes" or document.facts.type in ("minutes", "decision notice"):
        return
    for table in find_tables(document, paper):
        columns = match_columns(table.names, _COLUMNS)
        days = [(number, day.isoformat()) for number, name in enumerate(table.names) if (day := parse_date(name))]
        if _is_plan(document, paper, table, columns, days):
            for row in _whole_rows(table, columns, days):
                yield _read_entry(document, paper, row, columns, days)
    if document.facts.type == "forward plan" or _PLAN.search(paper.title or ""):
        for form in find_forms(document, paper):
            if entry := _read_form(document, paper, form):
                yield entry


def _is_plan(
    document: Document, paper: BoundPaper, table: Table, columns: dict[str, int], days: Sequence[tuple[int, str]]
) -> bool:
    if "title" not in columns or not ("anticipated" in columns or len(days) > 1):
        return False
    if "decision_maker" in columns and ("key" in columns or "exempt" in columns or "purpose" in columns):
        return True
    if len(days) > 1:
        return "author" in columns or "purpose" in columns
    around = " ".join((document.facts.type, paper.title or "", *document.blocks[table.at].path, _words_above(document, table)))
    return ("purpose" in columns or "decision_maker" in columns) and _PLAN.search(around) is not None


def _words_above(document: Document, table: Table) -> str:
    above = [words_of(document, block) for block in document.blocks[max(0, table.at - 2) : table.at] if block.kind != "row"]
    return " ".join(words for words in above if len(words) < 150)


def _whole_rows(table: Table, columns: dict[str, int], days: Sequence[tuple[int, str]]) -> Iterator[Row]:
    """The entries of a table, with the pieces of a cut row as one and without rows that name a group of entries."""
    pending: Row | None = None
    for row in table.rows:
        if pending is not None and _goes_on(pending, row, columns):
            pending = join_rows(pending, row)
            continue
        if pending is not None:
            yield pending
        # A row with one filled cell names the entries below it.
        pending = row if len(row.filled) > 1 and row.cell(columns["title"]) else None
    if pending is not None:
        yield pending


def _goes_on(before: Row, row: Row, columns: dict[str, int]) -> bool:
    """Whether a row is the rest of the one before: it has no subject, or lacks what every entry states and goes on inside a
    sentence, a name or a date."""
    title = columns["title"]
    if not row.cell(title):
        return True
    stated = [columns[name] for name in ("decision_maker", "key", "exempt") if name in columns]
    if len(row.filled) < 2 or any(row.cell(column) for column in stated) or not any(before.cell(column) for column in stated):
        return False
    rest = [(before.cell(number), row.cell(number)) for number in row.filled if number != title]
    return any(
        left and right and (right[0].islower() or (_DAY_WITHOUT_YEAR.match(left) and compile_pattern(r"20\d\d").fullmatch(right)))
        for left, right in rest
    )


def _read_entry(
    document: Document, paper: BoundPaper, row: Row, columns: dict[str, int], days: Sequence[tuple[int, str]]
) -> Decision:
    cells = {field: row.cell(column) for field, column in columns.items()}
    unreadable: list[str] = []
    anticipated = _read_day(cells.get("anticipated"), unreadable)
    if anticipated is None and days:
        anticipated = next((day for number, day in days if _TICK.match(row.cell(number) or "")), None)
    return _make(document, paper, row.start, row.end, row.path, cells, anticipated, unreadable)


def _read_form(document: Document, paper: BoundPaper, form: Sequence[Row]) -> Decision | None:
    """One decision to come, from a table with a label and its words in every row."""
    columns = match_columns([row.cells[0] for row in form], _COLUMNS)
    if sum(field in columns for field in _FORM_FIELDS) < 3 or not {"decision_maker", "anticipated"} & columns.keys():
        return None
    cells = {field: form[number].cell(1) for field, number in columns.items()}
    if not cells.get("title"):
        cells["title"] = form[0].path[-1] if form[0].path else None
    unreadable: list[str] = []
    anticipated = _read_day(cells.get("anticipated"), unreadable)
    return _make(document, paper, form[0].start, form[-1].end, form[0].path, cells, anticipated, unreadable)


def _make(
    document: Document,
    paper: BoundPaper,
    start: int,
    end: int,
    path: tuple[str, ...],
    cells: dict[str, str | None],
    anticipated: str | None,
    unreadable: list[str],
) -> Decision:
    title, purpose = cells.get("title"), cells.get("purpose")
    decider = _BODY.fullmatch(cells.get("decision_maker") or "")
    owner = _OWNER.match(paper.title or "")
    body = paper.body or (decider["body"] if decider else owner["body"] if owner else None)
    return Decision(
        place=place_quote(document, start, end, path=path, body=body, date=paper.date),
        status="planned",
        item=None,
        title=title,
        text=purpose or title or "",
        purpose=purpose,
        decision_maker=cells.get("decision_maker"),
        key=_read_yes(cells.get("key"), unreadable),
        exempt=cells.get("exempt"),
        consultation=cells.get("consultation"),
        anticipated=anticipated,
        author=None if cells.get("author") in ("?", "-", "–") else cells.get("author"),
        unreadable=tuple(unreadable),
    )


def _read_yes(cell: str | None, unreadable: list[str]) -> bool | None:
    """Whether a cell says that a decision is a key decision."""
    if cell is None or cell in ("-", "–", "?"):
        return None
    ticked = compile_pattern(r"[☒☑✓✔]\s*(?P<word>yes|no)\b", IGNORECASE).search(cell)
    word = ticked["word"].lower() if ticked else cell.lower()
    if compile_pattern(r"(?:no|non)\b|not (?:a )?key|n$").match(word):
        return False
    if compile_pattern(r"yes\b|key\b|y$|kd\b|[✓✔]|it is a key").match(word):
        return True
    unreadable.append("key")
    return None


def _read_day(cell: str | None, unreadable: list[str]) -> str | None:
    """The day or month in a cell, in ISO form; None for what is still open."""
    if cell is None:
        return None
    if dates := find_dates(cell):
        return dates[0][2].isoformat()
    if month := _MONTH.search(cell):
        return f"{month['year']}-{_MONTHS.index(month['month'].lower()) + 1:02}"
    if not _LATER.match(cell) and compile_pattern(r"\d").search(cell):
        unreadable.append("anticipated")
    return None
