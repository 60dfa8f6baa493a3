"""The command line. Heavy libraries are loaded only by the commands that need them."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

from assistant.settings import load_settings
from ingest.document import CELL
from ingest.problem import Problem
from ingest.sources import display_name
from ui.upkeep import add_upkeep

DEFAULT_STORE = "council-store"
COMMANDS_OF_OTHERS = "council.commands"
"""The group of entry points by which other packages, such as the evaluation, add commands of their own."""
DONE, FAILED, WRONG_CALL = 0, 1, 2
WATCH_WAIT_SECONDS = 3600
"""A watch waits for another ingest to end rather than stop."""


class CommandProblem(Problem):
    """A command that cannot be carried out: what is wrong and what to do, in one line."""


class WrongCall(CommandProblem):
    """A command that was not given what it needs."""


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
        _add_filters(command)
        if name == "search":
            command.add_argument("--k", type=_positive, default=20, metavar="N", help="how many passages (default 20)")
        command.add_argument("--json", action="store_true", help="one JSON document instead of words")
    ingest.add_argument("--json", action="store_true", help="one JSON document instead of words")
    serve = add("serve", run_serve, "serve the page in a browser")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1, this machine alone)")
    serve.add_argument("--port", type=_positive, default=7860, help="port to listen on (default 7860)")
    serve.add_argument("--samples", action="store_true", help="read the sample papers first where the store is empty")
    ingest.add_argument("--wait", type=_seconds, default=0, metavar="SECONDS", help="how long to wait for another ingest to end")
    ingest.add_argument("--watch", action="store_true", help="go on, and read again whenever files change; Ctrl-C stops it")
    add_upkeep(add)
    doctor = add("doctor", run_doctor, "check the program, the model and the store")
    doctor.add_argument("--json", action="store_true", help="one JSON document instead of words")
    for other in sorted(entry_points(group=COMMANDS_OF_OTHERS), key=lambda other: other.name):
        other.load()(commands, store)
    return parser


def _add_filters(command: argparse.ArgumentParser) -> None:
    for name in ("council", "body", "type"):
        command.add_argument(f"--{name}", metavar="NAME", help=f"only documents of this {name} (a part of its name is enough)")
    command.add_argument("--from", dest="first", type=_day, metavar="DATE", help="only documents of this day or later")
    command.add_argument("--to", dest="last", type=_day, metavar="DATE", help="only documents of this day or earlier")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")
    return int(text)


def _seconds(text: str) -> float:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of seconds")
    return float(text)


def _day(text: str) -> date:
    from ingest.dates import parse_date

    day = parse_date(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write 2022-01-25 or 25 January 2022")
    return day


# Commands


def run_ingest(options: argparse.Namespace) -> int:
    from assistant.opening import open_assistant

    for path in options.paths:
        if not path.exists():
            raise CommandProblem(f"There is no file or folder {path}. Check the path.")
    assistant = open_assistant(options.store, load_settings(), create=True)
    _report_ingest(read_papers(assistant, options.paths, wait_seconds=options.wait), options)
    if options.watch:
        from ui.watching import watch_files

        print("Watching for changes; Ctrl-C stops it.", file=sys.stderr, flush=True)
        for paths in watch_files(options.paths):
            _report_ingest(read_papers(assistant, paths, wait_seconds=WATCH_WAIT_SECONDS), options)
    return DONE


def _report_ingest(report, options: argparse.Namespace) -> None:
    if options.json:
        # Several reports stand on a line each.
        (_print_line if options.watch else _print_json)(report.as_json())
        return
    for name in ("added", "updated", "removed"):
        for file in getattr(report, name):
            _say(f"{name}: {display_name(file)}")
    for entry in report.skipped:
        _say(f"skipped: {display_name(entry.file)}\n    {entry.reason} {entry.advice}")
    for entry in report.notes:
        _say(f"note: {display_name(entry.file)}\n    {entry.reason} {entry.advice}")
    print(
        f"{len(report.added)} added, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
        f"{len(report.removed)} removed, {len(report.skipped)} skipped in {report.seconds:.0f} s."
    )
    held = f"{report.documents} documents, {report.pages} pages, {report.passages} passages"
    print(f"The store {options.store} holds {held}.", flush=True)


def read_papers(assistant, paths: Sequence[Path], *, wait_seconds: float = 0):
    """Read files and folders into an assistant's store with a progress bar on the terminal; the report of what was done."""
    from tqdm import tqdm

    from index.sync import sync_files

    with tqdm(unit="file", disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int, file: str) -> None:
            bar.total = total
            bar.n = done
            bar.set_description(file[-40:] or "done")
            bar.refresh()

        store = assistant.store
        return sync_files(
            paths,
            catalogue=store.catalogue,
            vectors=store.vectors,
            embedder=store.embedder,
            seconds_per_file=assistant.settings.reading.seconds_per_file,
            progress=show,
            wait_seconds=wait_seconds,
        )


def run_search(options: argparse.Namespace) -> int:
    assistant, filters = _open(options)

    def search(question: str) -> list[dict]:
        return [_hit_json(hit) for hit in assistant.store.retriever.search(question, k=options.k, filters=filters).hits]

    if options.batch:
        for case in read_cases(options.batch):
            _print_line({"id": case["id"], "hits": search(case.get("question") or "")})
        return DONE
    hits = search(_needed(options.question))
    if options.json:
        _print_json({"hits": hits})
        return DONE
    for hit in hits:
        _say(f"{hit['rank']}. {hit['document']}{_place(hit['page'], hit['page_label'])} - {hit['section']}")
        _say(f"   {_shown(hit['text'][:400])}\n")
    if not hits:
        print("No passages match. Try other words or wider filters.")
    return DONE


def run_ask(options: argparse.Namespace) -> int:
    assistant, filters = _open(options)
    if options.batch:
        for case in read_cases(options.batch):
            if "turns" in case:
                answers = []
                for turn in case["turns"]:
                    answers.append(assistant.ask(turn["question"], earlier=tuple(answers), filters=filters))
                _print_line({"id": case["id"], "answers": [answer.as_json() for answer in answers]})
            else:
                _print_line({"id": case["id"], "answer": assistant.ask(case["question"], filters=filters).as_json()})
        return DONE
    answer = assistant.ask(options.question, filters=filters)
    if options.json:
        _print_json(answer.as_json())
    else:
        _say(_answer_words(answer))
    return FAILED if answer.status == "error" else DONE


def run_serve(options: argparse.Namespace) -> int:
    from assistant.opening import open_assistant
    from ingest.samples import papers_folder, read_suggestions

    assistant = open_assistant(options.store, load_settings(), create=True)
    samples = papers_folder()
    if options.samples and not assistant.coverage().documents:
        print("Reading the sample papers, once.", file=sys.stderr, flush=True)
        read_papers(assistant, [samples])
    ours = any(Path(document.path).is_relative_to(samples) for document in assistant.store.catalogue.documents())
    from ui.web import serve_page

    serve_page(assistant, [s.question for s in read_suggestions()] if ours else [], host=options.host, port=options.port)
    return DONE


def run_doctor(options: argparse.Namespace) -> int:
    from ui.doctor import check_all

    checks = check_all(options.store)
    if options.json:
        _print_json([check.as_json() for check in checks])
    else:
        for check in checks:
            _say(f"{check.severity:<8} {check.message}" + (f"\n         {check.remedy}" if check.remedy else ""))
    return FAILED if any(check.severity == "error" for check in checks) else DONE


# Reading what was asked and saying what was found


def _open(options: argparse.Namespace):
    from assistant.opening import open_assistant

    if (options.batch is None) == (options.question is None):
        raise WrongCall("Give either a question, in quotes after the command, or a file of questions with --batch.")
    assistant = open_assistant(options.store, load_settings())
    return assistant, match_filters(assistant.store.catalogue, options)


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


def read_cases(path: Path) -> Iterator[dict]:
    """Cases of a batch: JSON lines with `id` and `question` or `turns`; other fields are ignored. Raises CommandProblem."""
    try:
        # Not splitlines: it would also break at characters that JSON allows within its strings.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandProblem(
            f"The cases {path} cannot be read ({error}). Give a UTF-8 file with a JSON object a line."
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except json.JSONDecodeError as error:
            raise CommandProblem(f"{path}, line {number}: not JSON ({error.msg}). Each line is one object.") from error
        if not isinstance(case, dict) or "id" not in case or not (_is_asked(case) or _are_turns(case.get("turns"))):
            raise CommandProblem(f"{path}, line {number}: a case needs `id` and `question`, or `id` and `turns` with questions.")
        yield {name: case[name] for name in ("id", "question", "turns") if name in case}


def _is_asked(case: object) -> bool:
    return isinstance(case, dict) and isinstance(case.get("question"), str)


def _are_turns(turns: object) -> bool:
    return isinstance(turns, list) and bool(turns) and all(_is_asked(turn) for turn in turns)


def _needed(question: str) -> str:
    if not question.strip():
        raise WrongCall("The question is empty. Write it in quotes after the command.")
    return question


def _hit_json(hit) -> dict:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "file": hit.document.file,
        "document": hit.document.facts.title,
        "page": hit.passage.page,
        "page_label": hit.passage.page_label,
        "section": hit.section,
        "text": hit.text,
        "read_by_ocr": any(part.read_by_ocr for part in hit.parts),
        "newer_version": hit.newer.file if hit.newer else None,
    }


def _answer_words(answer) -> str:
    """An answer as a person reads it in a terminal: the text, its sources with their quotes, and what was searched."""
    from assistant.replies import say_coverage

    lines = [answer.text, ""]
    if answer.search_query != " ".join(answer.question.split()):
        lines[:0] = [f"Taken to mean: {answer.search_query}", ""]
    for citation in answer.citations:
        dated = f", {citation.date}" if citation.date else ""
        place = f"{dated}{_place(citation.page, citation.page_label)} ({display_name(citation.file)})"
        lines.append(f"[{citation.number}] {citation.document}{place}")
        lines.append(f"    “{_shown(citation.quote)}”")
        if citation.newer_version:
            lines.append(f"    (there is a newer version: {display_name(citation.newer_version)})")
        if citation.read_by_ocr:
            lines.append("    (read by OCR from a picture of the page: compare it with the paper)")
    for near in answer.nearest:
        place = _place(near.page, near.page_label)
        lines.append(f"Nearest, but not an answer: {near.document}{place}: {_shown(near.text[:160])}")
    lines.append(say_coverage(answer.coverage))
    return "\n".join(lines)


def _shown(words: str) -> str:
    """Words of a document with a bar between the cells of a table row."""
    return words.replace(CELL, " | ")


def _place(page: int | None, label: str | None) -> str:
    if page is None:
        return ""
    return f", page {page}" + (f" (printed {label})" if label and label != str(page) else "")


def _say(words: str) -> None:
    """Prints words for a person; what would steer the terminal, in a paper or the name of a file, is shown by its code."""
    print("\n".join(display_name(line) for line in words.split("\n")))


def _print_json(value: object) -> None:
    print(_printable(json.dumps(value, ensure_ascii=False, indent=2)))


def _print_line(value: object) -> None:
    print(_printable(json.dumps(value, ensure_ascii=False)), flush=True)


def _printable(text: str) -> str:
    """Half characters, which no encoding can write, as their JSON escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _fail(message: str, status: int = FAILED) -> int:
    print(f"council: {display_name(' '.join(message.split()))}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
