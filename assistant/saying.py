"""Statements as an answer says them: sentences as they stand, a table row as "name – column: cell", a roll on one line."""

from collections.abc import Sequence

from assistant.quantities import read_quantities
from assistant.rolls import write_roll
from assistant.statements import Statement
from ingest.patterns import compile_pattern


def count_words(statements: Sequence[Statement]) -> int:
    """How many words an answer of these statements has, citation marks included."""
    return sum(len(say_statement(s).split()) + 1 for s in statements)


def say_statement(statement: Statement, question: str = "") -> str:
    """The words of a statement as an answer says them: a row or a roll on one line, anything else as it stands."""
    if statement.kind == "row":
        return say_row(statement, question)
    return write_roll(statement.text) if statement.kind == "roll" else statement.text


def say_row(statement: Statement, question: str = "") -> str:
    """A table row as words: "Primary schools – number: 148; academies: 83".

    Where the question names columns, such as "2027/28", only those cells are said. A column name that holds a figure is
    otherwise left out, for the figure would stand in no quote.
    """
    cells, names = statement.cells, statement.names
    if len(names) == len(cells) and len(cells) > 1:
        first, rest = cells[0], [(name, cell) for name, cell in zip(names[1:], cells[1:], strict=True) if cell]
        asked = [
            (name, cell) for name, cell in rest if compile_pattern(r"\d").search(name) and name.casefold() in question.casefold()
        ]
        said = "; ".join(
            f"{name.rstrip(' :')}: {cell}" if name and (asked or (not read_quantities(name))) else cell
            for name, cell in asked or rest
        )
        return f"{first} – {said}" if first and said else first or said
    filled = [cell for cell in cells if cell]
    return f"{filled[0].rstrip(' :')}: {'; '.join(filled[1:])}" if len(filled) > 1 else " ".join(filled)
