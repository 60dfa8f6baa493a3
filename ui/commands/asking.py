"""The commands `council search` and `council ask`, for one question or for a file of cases."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.settings import load_settings
from ingest.sources import display_name
from ui.commands.filters import match_filters
from ui.commands.printing import DONE, FAILED, CommandProblem, WrongCall, print_json, print_line, say, say_place, show_words


def run_search(options: argparse.Namespace) -> int:
    from assistant.opening import open_store
    from index.budget import Budget, OutOfTime

    _check_asked(options)
    settings = load_settings(asking=False)
    store = open_store(options.store, settings)
    filters = match_filters(store.catalogue, options)

    def search(question: str) -> list[dict]:
        budget = Budget(settings.answering.work_seconds)
        return [_hit_json(hit) for hit in store.retriever.search(question, k=options.k, filters=filters, budget=budget).hits]

    if options.batch:
        for case in read_cases(options.batch):
            try:
                print_line({"id": case["id"], "hits": search(case.get("question") or "")})
            except OutOfTime as problem:
                # The other cases are searched for all the same.
                print_line({"id": case["id"], "hits": [], "problem": str(problem)})
        return DONE
    hits = search(_needed(options.question))
    if options.json:
        print_json({"hits": hits})
        return DONE
    for hit in hits:
        say(f"{hit['rank']}. {hit['document']}{say_place(hit['page'], hit['page_label'])} - {hit['section']}")
        say(f"   {show_words(hit['text'][:400])}\n")
    if not hits:
        print("No passages match. Try other words or wider filters.")
    return DONE


def run_ask(options: argparse.Namespace) -> int:
    from assistant.opening import open_assistant

    _check_asked(options)
    assistant = open_assistant(options.store, load_settings())
    filters = match_filters(assistant.store.catalogue, options)
    if options.batch:
        for case in read_cases(options.batch):
            if "turns" in case:
                answers = []
                for turn in case["turns"]:
                    answers.append(assistant.ask(turn["question"], earlier=tuple(answers), filters=filters))
                print_line({"id": case["id"], "answers": [answer.as_json() for answer in answers]})
            else:
                print_line({"id": case["id"], "answer": assistant.ask(case["question"], filters=filters).as_json()})
        return DONE
    answer = assistant.ask(options.question, filters=filters, watch=_watch_on_terminal(options))
    if options.json:
        print_json(answer.as_json())
    else:
        say(_answer_words(answer))
    return FAILED if answer.status == "error" else DONE


def _watch_on_terminal(options: argparse.Namespace):
    """Shows what a language model says as it is checked, to a person who waits at a terminal; the answer follows.
    None where nobody does."""
    from assistant.language_model.composed import Watch

    if options.json or not sys.stderr.isatty():
        return None
    return Watch(on_statement=lambda words: print(display_name(f"… {words}"), file=sys.stderr, flush=True))


def _check_asked(options: argparse.Namespace) -> None:
    if (options.batch is None) == (options.question is None):
        raise WrongCall("Give either a question, in quotes after the command, or a file of questions with --batch.")


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

    lines = [answer.text, "", *([answer.note, ""] if answer.note else [])]
    if answer.search_query != " ".join(answer.question.split()):
        lines[:0] = [f"Taken to mean: {answer.search_query}", ""]
    for citation in answer.citations:
        dated = f", {citation.date}" if citation.date else ""
        place = f"{dated}{say_place(citation.page, citation.page_label)} ({display_name(citation.file)})"
        lines.append(f"[{citation.number}] {citation.document}{place}")
        lines.append(f"    “{show_words(citation.quote)}”")
        if citation.newer_version:
            lines.append(f"    (there is a newer version: {display_name(citation.newer_version)})")
        if citation.read_by_ocr:
            lines.append("    (read by OCR from a picture of the page: compare it with the paper)")
    for near in answer.nearest:
        place = say_place(near.page, near.page_label)
        lines.append(f"Nearest, but not an answer: {near.document}{place}: {show_words(near.text[:160])}")
    lines.append(say_coverage(answer.coverage))
    return "\n".join(lines)
