"""The options that limit a command to some documents, and what is meant by them."""

import argparse
from datetime import date

from ui.commands.printing import CommandProblem


def add_filters(command: argparse.ArgumentParser) -> None:
    for name in ("council", "body", "type"):
        command.add_argument(f"--{name}", metavar="NAME", help=f"only documents of this {name} (a part of its name is enough)")
    command.add_argument("--from", dest="first", type=read_day, metavar="DATE", help="only documents of this day or later")
    command.add_argument("--to", dest="last", type=read_day, metavar="DATE", help="only documents of this day or earlier")


def read_seconds(text: str) -> float:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of seconds")
    return float(text)


def read_count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")
    return int(text)


def read_day(text: str) -> date:
    from ingest.dates import parse_date

    day = parse_date(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write 2022-01-25 or 25 January 2022")
    return day


def match_filters(catalogue, options: argparse.Namespace):
    """The filters as the catalogue knows their names. Raises CommandProblem for a name that no document has."""
    from index.catalogue import FILTERED, Filters

    chosen: dict[str, tuple[str, ...]] = {}
    for column in FILTERED:
        wanted = getattr(options, column)
        if wanted:
            values = catalogue.values_of(column)
            exact = [value for value in values if value.casefold() == wanted.casefold()]
            chosen[column] = tuple(exact or [value for value in values if wanted.casefold() in value.casefold()])
            if not chosen[column]:
                raise CommandProblem(
                    f"No document has the {column} “{wanted}”. The store has: {'; '.join(values) or 'none stated'}."
                )
    return Filters(**chosen, first=options.first, last=options.last)
