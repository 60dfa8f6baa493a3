"""The command line. Heavy libraries are loaded only by the commands that need them."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path

from index.troubles import describe_trouble, find_kind
from ingest.problem import Problem
from ingest.sources import display_name
from ui.commands.access import add_commands as add_access
from ui.commands.asking import run_ask, run_search
from ui.commands.filters import add_filters, read_count, read_seconds
from ui.commands.papers import run_doctor, run_ingest, run_serve
from ui.commands.printing import DONE, FAILED, WRONG_CALL, WrongCall
from ui.commands.records import add_options, run_records
from ui.commands.store import add_commands as add_store_commands
from ui.commands.upkeep import add_commands as add_upkeep

DEFAULT_STORE = "council-store"
COMMANDS_OF_OTHERS = "council.commands"
"""The group of entry points by which other packages, such as the evaluation, add commands of their own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status (0 done, 1 failed, 2 wrong call)."""
    options = build_parser().parse_args(arguments)
    try:
        status = options.run(options)
        # What is left is written here, where a reader that has gone is no fault.
        sys.stdout.flush()
        return status
    except WrongCall as error:
        return _fail(str(error), WRONG_CALL)
    except (Problem, FileNotFoundError) as error:
        return _fail(str(error))
    except BrokenPipeError:
        # The reader of our output (such as `head`) has gone; what it wanted, it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _fail("Stopped. What was finished is kept; the same command goes on from there.")
    except Exception as error:
        if os.environ.get("COUNCIL_DEBUG"):
            raise
        # A file that is not there may be any.
        if find_kind(error) != "gone" and (trouble := describe_trouble(error, options.store)):
            return _fail(trouble)
        return _fail(f"{type(error).__name__}: {error}. Run `council doctor`; COUNCIL_DEBUG=1 shows where it happened.")


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options, as `council --help` shows them."""
    parser = argparse.ArgumentParser(
        prog="council", description="Answers from the council's own papers, word for word, with the page."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument(
        "--store",
        type=Path,
        default=Path(os.environ.get("COUNCIL_STORE") or DEFAULT_STORE),
        metavar="DIR",
        help=f"the store's folder (default: $COUNCIL_STORE, else ./{DEFAULT_STORE})",
    )

    def add(name: str, run, help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".", parents=[store])
        command.set_defaults(run=run)
        return command

    ingest = add("ingest", run_ingest, "read files and folders into the store")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    for name, run, help in (
        ("search", run_search, "find passages, best first"),
        ("ask", run_ask, "answer a question, with citations"),
    ):
        command = add(name, run, help)
        command.add_argument("question", nargs="?", metavar="QUESTION")
        command.add_argument("--batch", type=Path, metavar="CASES.jsonl", help="a question a line; prints a JSON line for each")
        add_filters(command)
        if name == "search":
            command.add_argument("--k", type=read_count, default=20, metavar="N", help="how many passages (default 20)")
        command.add_argument("--json", action="store_true", help="one JSON document instead of words")
    ingest.add_argument("--json", action="store_true", help="one JSON document instead of words")
    records = add("records", run_records, "list the decisions, duties or inspections that the papers record")
    add_options(records)
    add_filters(records)
    serve = add("serve", run_serve, "serve the page in a browser")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1, this machine alone)")
    serve.add_argument("--port", type=read_count, default=7860, help="port to listen on (default 7860)")
    serve.add_argument("--samples", action="store_true", help="read the sample papers first where the store is empty")
    ingest.add_argument("--wait", type=read_seconds, default=0, metavar="SECONDS", help="wait so long for another ingest to end")
    ingest.add_argument("--watch", action="store_true", help="go on, and read again whenever files change; Ctrl-C stops it")
    add_store_commands(add)
    add_access(add)
    doctor = add("doctor", run_doctor, "check the program, the model and the store")
    doctor.add_argument("--json", action="store_true", help="one JSON document instead of words")
    add_upkeep(add)
    for other in sorted(entry_points(group=COMMANDS_OF_OTHERS), key=lambda other: other.name):
        other.load()(commands, store)
    return parser


def _fail(message: str, status: int = FAILED) -> int:
    print(f"council: {display_name(' '.join(message.split()))}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
