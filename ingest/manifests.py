"""Manifests: tables (CSV) by which people state facts of the papers in a folder that stand above what the papers say themselves.

A `manifest.csv` has a column `file` and any of `council`, `body`, `date`, `type`, `title`, `password` (which opens a locked file)
and `exempt`: "yes" or "no", or "as marked", which leaves it to the paper. A line whose file is `*` speaks of every file in the
folder and below it for which no other line and no manifest nearer to it says otherwise; it may state all but title, date and
password, and there `exempt` may also be "all", which is "yes".
"""

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from ingest.dates import parse_date
from ingest.names import display_name

MANIFEST = "manifest.csv"
FACTS = ("council", "body", "date", "type", "title", "exempt")
PASSWORD = "password"
COLUMNS = (*FACTS, PASSWORD)
"""The columns of a manifest beside `file`."""
EVERY_FILE = "*"
OF_ONE_PAPER = frozenset({"date", "title", PASSWORD})
"""What no line can state of every file of a folder."""
EXEMPT = {"yes": "yes", "all": "yes", "no": "no", "as marked": "as marked"}

Stated = dict[PurePath, dict[str, str]]
"""What manifests state, by file, and by folder for every file in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestProblem:
    """A line of a manifest that was left out or read only in part. `file` is the manifest; `line` counts from 1 and `reason`
    names it too."""

    file: str
    line: int
    reason: str
    advice: str


def find_stated(stated: Stated, file: PurePath) -> dict[str, str]:
    """What is stated of a file: by its folders, the nearer ones above those further up, and by its own line above these.
    `exempt` is "yes" or "no", or is not there."""
    said: dict[str, str] = {}
    for place in (*reversed(file.parents), file):
        said.update(stated.get(place, {}))
    return {fact: value for fact, value in said.items() if (fact, value) != ("exempt", "as marked")}


class Manifest:
    """Reads one manifest; what it cannot use becomes a problem. `exists` is asked which files lie in its folder and below."""

    def __init__(
        self, name: str, folder: PurePath, exists: Callable[[PurePath], bool], problems: list, *, archived: bool = False
    ):
        self.name = name
        self.folder = folder
        self._exists = exists
        self._problems = problems
        self._archived = archived

    def read(self, data: bytes, stated: Stated) -> None:
        """Add what it states. Its line for a file stands in place of that of a manifest further up, but a file that is exempt
        there stays exempt where nothing is said of it here."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # What a spreadsheet on Windows writes as plain CSV.
            text = data.decode("cp1252", errors="replace")
        # Fields that hold line breaks need them as they are.
        rows = csv.reader(io.StringIO(text, newline=""))
        try:
            columns = self._read_columns(next(rows, []))
            if "file" in columns:
                seen: set[PurePath] = set()
                for row in rows:
                    self._read_row(columns, row, rows.line_num, seen, stated)
        except csv.Error as error:
            self._note(rows.line_num, f"it is not CSV ({error}).", "Save the manifest again as CSV from a spreadsheet.")

    def _read_columns(self, cells: list[str]) -> list[str]:
        columns = [cell.strip().lower() for cell in cells]
        known = f"Name the columns file, {', '.join(COLUMNS)}."
        for column in columns:
            if column not in ("file", *COLUMNS, ""):
                self._note(1, f"the column “{display_name(column)}” is not known and was left out.", known)
        if "file" not in columns:
            self._note(1, "there is no column “file”, so the manifest was left out.", known)
        return columns

    def _read_row(self, columns: list[str], row: list[str], line: int, seen: set[PurePath], stated: Stated) -> None:
        if not any(cell.strip() for cell in row):
            return
        if any(cell.strip() for cell in row[len(columns) :]):
            self._note(line, "there are more values than columns.", "Put a value that holds a comma in double quotes.")
            return
        values = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if cell.strip()}
        name = values.pop("file", "").replace("\\", "/")
        place = self.folder if name == EVERY_FILE else self._find_file(name)
        if place is None:
            self._note(line, f"no file “{display_name(name)}” lies beside this manifest.", "Correct the name or delete the line.")
            return
        if place in seen:
            self._note(line, f"“{display_name(name)}” stands here again, and this line counts.", "Take one of the lines out.")
        if name == EVERY_FILE:
            self._leave_out(values, OF_ONE_PAPER, line, "is that of one paper", "State it on a line for the file.")
        if self._archived:
            self._leave_out(values, {PASSWORD}, line, "is not read in a zip folder", "Unpack the zip folder and add the papers.")
        self._check_date(values, line)
        self._check_exempt(values, line)
        facts = {fact: values[fact] for fact in COLUMNS if fact in values}
        before = {} if place in seen else stated.get(place, {})
        stated[place] = facts if "exempt" in facts or "exempt" not in before else {**facts, "exempt": before["exempt"]}
        seen.add(place)

    def _leave_out(self, values: dict[str, str], columns: set[str] | frozenset[str], line: int, why: str, advice: str) -> None:
        for column in sorted(columns & values.keys()):
            self._note(line, f"the {column} {why} and was left out.", advice)
            del values[column]

    def _check_date(self, values: dict[str, str], line: int) -> None:
        if "date" not in values:
            return
        day = parse_date(values["date"])
        if day is None:
            self._note(line, f"“{display_name(values['date'])}” is no full date.", "Write it as 2022-01-25 or 25/01/2022.")
            del values["date"]
        else:
            values["date"] = day.isoformat()

    def _check_exempt(self, values: dict[str, str], line: int) -> None:
        if "exempt" not in values:
            return
        said = " ".join(values["exempt"].lower().split())
        if said not in EXEMPT:
            self._note(
                line, f"“{display_name(values['exempt'])}” does not say whether it is exempt.", "Write yes, no or as marked."
            )
        # Kept from the public until somebody has said which.
        values["exempt"] = EXEMPT.get(said, "yes")

    def _find_file(self, name: str) -> PurePath | None:
        """The file of this name below the manifest's folder; names typed on another system may compose accents otherwise."""
        if not name or name.startswith("/") or ".." in name.split("/") or "\x00" in name:
            return None
        forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
        return next((path for form in forms if self._exists(path := self.folder / form)), None)

    def _note(self, line: int, reason: str, advice: str) -> None:
        self._problems.append(ManifestProblem(file=self.name, line=line, reason=f"Line {line}: {reason}", advice=advice))
