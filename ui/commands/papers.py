"""Commands over the papers themselves: read them, serve the page over them, check that everything works."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Reading, load_settings
from ingest.sources import display_name
from ui.commands.access import describe_standing, say_held
from ui.commands.printing import DONE, FAILED, CommandProblem, print_json, print_line, say

WATCH_WAIT_SECONDS = 3600
"""A watch waits for another ingest to end rather than stop."""


def run_ingest(options: argparse.Namespace) -> int:
    from assistant.opening import open_store
    from ingest.priority import give_way

    for path in options.paths:
        if not path.exists():
            raise CommandProblem(f"There is no file or folder {path}. Check the path.")
    settings = load_settings(asking=False)
    give_way(settings.reading.niceness)
    store = open_store(options.store, settings, create=True)
    _report_ingest(read_papers(store, settings.reading, options.paths, wait_seconds=options.wait), options)
    if options.watch:
        from ui.watching import watch_files

        print("Watching for changes; Ctrl-C stops it.", file=sys.stderr, flush=True)
        for paths in watch_files(options.paths):
            _report_ingest(read_papers(store, settings.reading, paths, wait_seconds=WATCH_WAIT_SECONDS), options)
    return DONE


def _report_ingest(report, options: argparse.Namespace) -> None:
    if options.json:
        # The reports of a watch stand on a line each.
        (print_line if options.watch else print_json)(report.as_json())
        return
    for name in ("added", "updated", "removed"):
        for file in getattr(report, name):
            say(f"{name}: {display_name(file)}")
    for entry in report.skipped:
        say(f"skipped: {display_name(entry.file)}\n    {entry.reason} {entry.advice}")
    for entry in report.notes:
        say(f"note: {display_name(entry.file)}\n    {entry.reason} {entry.advice}")
    print(
        f"{len(report.added)} added, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
        f"{len(report.removed)} removed, {len(report.skipped)} skipped in {report.seconds:.0f} s."
    )
    for standing in report.held_back:
        for line in describe_standing(standing):
            say(line)
    if report.exempt or report.in_doubt:
        print(say_held(report.exempt, report.in_doubt))
    held = f"{report.documents} documents, {report.pages} pages, {report.passages} passages"
    print(f"The store {options.store} holds {held}.", flush=True)


def read_papers(store, limits: Reading, paths: Sequence[Path], *, wait_seconds: float = 0):
    """Read files and folders into a store, under the limits of the settings, with a progress bar on the terminal; the report of
    what was done."""
    from tqdm import tqdm

    from index.sync import sync_files

    with tqdm(unit="file", disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int, file: str) -> None:
            bar.total = total
            bar.n = done
            bar.set_description(file[-40:] or "done")
            bar.refresh()

        return sync_files(
            paths,
            catalogue=store.catalogue,
            vectors=store.vectors,
            embedder=store.embedder,
            seconds_per_file=limits.seconds_per_file,
            progress=show,
            wait_seconds=wait_seconds,
        )


def run_serve(options: argparse.Namespace) -> int:
    from assistant.opening import open_assistant
    from assistant.records_of_use.question_log import QuestionLog
    from ingest.samples import papers_folder, read_suggestions

    settings = load_settings()
    assistant = open_assistant(options.store, settings, create=True, careful=True)
    # Served for weeks, perhaps, before anybody asks and so has old days deleted.
    QuestionLog(options.store, settings.question_log.days).delete_old()
    samples = papers_folder()
    if options.samples and not assistant.coverage().documents:
        print("Reading the sample papers, once.", file=sys.stderr, flush=True)
        read_papers(assistant.store, settings.reading, [samples])
    ours = any(Path(document.path).is_relative_to(samples) for document in assistant.store.catalogue.documents())
    from ui.serve import serve_page

    serve_page(assistant, [s.question for s in read_suggestions()] if ours else [], host=options.host, port=options.port)
    return DONE


def run_doctor(options: argparse.Namespace) -> int:
    from ui.doctor import check_all

    checks = check_all(options.store)
    if options.json:
        print_json([check.as_json() for check in checks])
    else:
        for check in checks:
            say(f"{check.severity:<8} {check.message}" + (f"\n         {check.remedy}" if check.remedy else ""))
    return FAILED if any(check.severity == "error" for check in checks) else DONE
