"""The command `council papers`: what is held back from the public and why, and an officer's ruling on a paper."""

import argparse
import getpass
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.settings import load_settings
from index.catalogue import Catalogue
from index.standing import RULINGS, Standing, list_standings
from ui.commands.printing import DONE, CommandProblem, WrongCall, print_json, say

SHORTEST_DIGEST = 8


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `papers`; `add` makes a command from its name, what it runs and its help."""
    papers = add("papers", run_papers, "list the papers that are held back from the public and why, or rule on one")
    papers.add_argument(
        "action",
        choices=("list", *RULINGS),
        help="open: everybody may see it; exempt: all of it is held back; as-marked: take a ruling back",
    )
    papers.add_argument("files", nargs="*", metavar="FILE", help="a paper by its file name, its path or its digest")
    papers.add_argument("--in-doubt", action="store_true", help="list only those whose marks were not wholly understood")
    papers.add_argument("--json", action="store_true", help="one JSON document instead of words")


def run_papers(options: argparse.Namespace) -> int:
    if options.action == "list":
        if options.files:
            raise WrongCall("`council papers list` lists every paper that is held back; name no file.")
        _list(options)
        return DONE
    if not options.files or options.in_doubt:
        raise WrongCall(f"Say which paper: council papers {options.action} FILE. `council papers list` names those held back.")
    from assistant.opening import open_store
    from index.ruling import rule_on

    store = open_store(options.store, load_settings(asking=False))
    digests = [find_paper_named(store.catalogue, name) for name in options.files]
    who, ruling = _name_user(), RULINGS[options.action]
    ruled = [
        rule_on(store.catalogue, store.vectors, store.embedder, digest, ruling, who=who, day=date.today()) for digest in digests
    ]
    if options.json:
        print_json([standing.as_json() for standing in ruled])
    for standing in ruled if not options.json else ():
        for line in describe_standing(standing):
            say(line)
    return DONE


def _list(options: argparse.Namespace) -> None:
    from assistant.opening import find_servers
    from index.store import open_catalogue

    catalogue = open_catalogue(options.store, servers=find_servers(load_settings(asking=False)))
    everything = list_standings(catalogue.reading())
    listed = [s for s in everything if s.state == "in doubt" or (not options.in_doubt and (s.state != "open" or s.ruling))]
    if options.json:
        print_json([standing.as_json() for standing in listed])
        return
    for standing in listed:
        for line in describe_standing(standing):
            say(line)
    held = [standing for standing in everything if standing.state != "open"]
    print(say_held(sum(s.state == "exempt" for s in held), sum(s.state == "in doubt" for s in held)))


def find_paper_named(catalogue: Catalogue, name: str) -> str:
    """The digest of the paper that a person names by its file name, its path or its digest. Raises CommandProblem."""
    at = catalogue.digest_of(str(Path(name).resolve()))
    documents = catalogue.documents()
    found = [d for d in documents if d.digest == at or d.file == name]
    found = found or [d for d in documents if Path(d.file).name == name]
    found = found or [d for d in documents if len(name) >= SHORTEST_DIGEST and d.digest.startswith(name.lower())]
    if not found:
        raise CommandProblem(f"There is no paper {name} in the store. Name it as `council papers list` or the page Documents.")
    if len(found) > 1:
        which = "; ".join(f"{d.digest[:12]} is {d.file}" for d in found[:10])
        raise CommandProblem(f"{len(found)} papers go by the name {name}. Name one by its digest: {which}.")
    return found[0].digest


def describe_standing(standing: Standing) -> list[str]:
    """How a paper stands and why, as lines for a person."""
    part = "" if standing.state == "open" or standing.whole else ", in part"
    ruled = f", ruled {standing.ruling} on {standing.ruled_on}" if standing.ruling else ""
    return [f"{standing.state}{part}: {standing.file}{ruled}", *(f"    {reason}" for reason in standing.reasons)]


def say_held(exempt: int, in_doubt: int) -> str:
    """How many papers are held back, and what to do about those in doubt."""
    if not exempt and not in_doubt:
        return "Nothing is held back: every paper is open."
    said = f"{exempt} {'paper' if exempt == 1 else 'papers'} exempt and {in_doubt} in doubt, wholly or in part, are held back."
    if in_doubt:
        said += " Rule on those in doubt with: council papers open FILE, or council papers exempt FILE"
    return said


def _name_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return ""
