"""Commands that keep house: accounts, feedback, the check of evidence records, and the transparency record."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path

from assistant.settings import load_settings
from ingest.problem import Problem
from ingest.sources import display_name
from ui.commands.printing import DONE, FAILED, CommandProblem, print_json, say


def add_commands(add) -> None:
    """Add `user`, `feedback`, `verify` and `atrs`; `add` makes a command from its name, what it runs and its help."""
    from ui.people import ROLES

    user = add("user", run_user, "make, list and remove accounts for the page, or sign people out everywhere")
    user.add_argument("action", choices=("add", "list", "remove", "end-sessions"))
    user.add_argument("name", nargs="?", metavar="NAME")
    user.add_argument("--role", choices=ROLES, default="member", help="what the person may do (default member)")
    user.add_argument("--exempt", action="store_true", help="a member who may see exempt papers; officers may anyway")
    user.add_argument("--proxy-only", action="store_true", help="no password: the person comes by the trusted proxy")
    feedback = add("feedback", run_feedback, "list what people said of answers, or make eval cases of it")
    feedback.add_argument("--cases", type=Path, metavar="OUT.jsonl", help="write eval cases from answers that were judged right")
    verify = add("verify", run_verify, "check an evidence record against the papers in the store")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--signed", action="store_true", help="fail for a record that is not signed, too")
    for command in (user, feedback, verify):
        command.add_argument("--json", action="store_true", help="one JSON document instead of words")
    atrs = add("atrs", run_atrs, "write an algorithmic transparency record of the program as it is set up")
    atrs.add_argument("--scores", type=Path, metavar="DIR", help="the folder of a council eval run whose figures it is to state")
    atrs.add_argument("--out", type=Path, metavar="FILE", help="write it there instead of printing it")
    atrs.add_argument("--dpia", action="store_true", help="the template of a data protection impact assessment instead")


class UserProblem(Problem):
    """An account command that cannot be carried out."""


def run_user(options: argparse.Namespace) -> int:
    from assistant.opening import find_servers
    from index.store import open_catalogue
    from ui.people import People

    if not options.store.is_dir():
        raise UserProblem(f"There is no store in {options.store}. Make one with: council ingest FOLDER --store {options.store}")
    catalogue = open_catalogue(options.store, servers=find_servers(load_settings(asking=False)))
    people = People(options.store, catalogue)
    if options.action == "list":
        _list_people(people, options)
        return DONE
    if options.action == "end-sessions":
        ended = people.end_sessions(options.name)
        said, words = {"ended": ended}, f"{ended} sessions were ended. Whoever was signed in signs in again."
    elif not options.name:
        raise UserProblem(f"Say who: council user {options.action} NAME")
    elif options.action == "remove":
        last = people.remove(options.name)
        said = {"removed": options.name, "last": last}
        words = "Done. That was the last account: nobody needs to sign in any more." if last else "Done."
    else:
        password = None if options.proxy_only else _ask_password()
        councils = catalogue.values_of("council")
        person = people.add(options.name, options.role, password, exempt=options.exempt, local_words=councils)
        said = {"name": person.name, "role": person.role, "exempt": person.sees_exempt}
        words = "Done. From now on everybody must sign in."
    if options.json:
        print_json(said)
    else:
        print(words)
    return DONE


def _list_people(people, options: argparse.Namespace) -> None:
    everybody = people.everybody()
    if options.json:
        print_json([{"name": p.name, "role": p.role, "exempt": p.sees_exempt} for p in everybody])
        return
    for person in everybody:
        print(f"{display_name(person.name)}: {person.role}" + (", sees exempt papers" if person.sees_exempt else ""))
    if not everybody:
        print("There are no accounts: the page is open to this machine. Make one with: council user add NAME")


def _ask_password() -> str:
    """From $COUNCIL_PASSWORD, from a pipe, or typed twice without being shown."""
    if os.environ.get("COUNCIL_PASSWORD"):
        return os.environ["COUNCIL_PASSWORD"]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise UserProblem("The two passwords differ. Try again.")
    return password


def run_feedback(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from ui.feedback import make_cases, read_feedback

    entries = read_feedback(options.store)
    if options.cases:
        cases = list(make_cases(entries))
        options.cases.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")
        left = len({entry.digest for entry in entries}) - len(cases)
        if options.json:
            print_json({"cases": len(cases), "left": left})
        else:
            print(f"{len(cases)} cases in {options.cases}; {left} answers are no case until somebody writes what is right.")
        return DONE
    if options.json:
        print_json([asdict(entry) for entry in entries])
        return DONE
    for entry in entries:
        print(f"{entry.when}  {entry.verdict.replace('_', ' ')}  [{entry.digest}]  {display_name(entry.question)}")
        if entry.comment:
            print(f"    {display_name(' '.join(entry.comment.split()))}")
    if not entries:
        print("Nobody has said anything of an answer yet.")
    return DONE


def run_verify(options: argparse.Namespace) -> int:
    from assistant.opening import find_servers
    from index.store import open_catalogue
    from ui.exports.evidence import read_evidence
    from ui.exports.signing import find_key
    from ui.exports.verifying import GOOD, verify_evidence

    evidence, canonical = read_evidence(options.file)
    catalogue = open_catalogue(options.store, servers=find_servers(load_settings(asking=False)))
    findings = list(verify_evidence(evidence, canonical, catalogue, find_key(options.store)))
    accepted = ("holds",) if options.signed else GOOD
    good = all(finding.verdict in accepted for finding in findings)
    if options.json:
        print_json({"holds": good, "findings": [finding.as_json() for finding in findings]})
        return DONE if good else FAILED
    for finding in findings:
        place = "".join([f"[{finding.number}] " if finding.number else "", f"{finding.question}: " if finding.question else ""])
        print(f"{finding.verdict:<8} {display_name(place + finding.said)}")
    whole = "Every quote stands as it was cited, and every answer says what it cites."
    print(whole if good else "Not everything holds: see the lines above.")
    return DONE if good else FAILED


def run_atrs(options: argparse.Namespace) -> int:
    from assistant.opening import open_assistant
    from assistant.records_of_use.atrs import DPIA, read_scores, write_record

    if options.dpia:
        words = DPIA.read_text("utf-8")
    else:
        scores = read_scores(options.scores) if options.scores else None
        assistant = open_assistant(options.store, load_settings())
        words = write_record(assistant.settings, assistant.coverage(), weights=assistant.store.embedder.digest, scores=scores)
    if options.out is None:
        say(words.rstrip("\n"))
        return DONE
    try:
        options.out.write_text(words, "utf-8")
    except OSError as error:
        raise CommandProblem(f"The record {options.out} cannot be written ({error.strerror}). Choose another --out.") from error
    say(f"Written to {options.out}. Fill in what stands in square brackets.")
    return DONE
