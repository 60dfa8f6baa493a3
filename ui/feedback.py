"""What people said of answers, kept in the store's folder and nowhere else, and the eval cases that follow from it."""

import hashlib
import json
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from assistant.quantities import without_marks
from index.private import make_private_file
from index.troubles import describe_trouble
from ingest.patterns import compile_pattern
from ingest.problem import Problem
from ui.asked import Turn

log = logging.getLogger(__name__)
FEEDBACK = "feedback.jsonl"
Verdict = Literal["right", "wrong_answer", "wrong_evidence", "missing_document"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
LONGEST_COMMENT = 2000
FIGURE = compile_pattern(r"\d[\d,]*(?:\.\d+)?")
NAME = compile_pattern(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]{2,}(?:\s+[A-Z][\w’'-]{2,})*")
MOST_GROUPS = 4
_WRITING = threading.Lock()


class FeedbackProblem(Problem):
    """Feedback that cannot be kept or read: why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One judgement of one answer. `digest` is that of the question, its limits and the answer with its citations."""

    when: str
    who: str
    verdict: Verdict
    comment: str
    question: str
    limits: tuple[tuple[str, str], ...]
    status: str
    text: str
    evidence: tuple[dict, ...]
    digest: str


def judge_turn(turn: Turn, verdict: str, comment: str, *, who: str, when: datetime) -> Feedback:
    """Feedback on an answer. Raises FeedbackProblem for a verdict that is none of `VERDICTS` and a comment that is too long."""
    if verdict not in VERDICTS:
        raise FeedbackProblem(f"“{verdict}” is not one of: {', '.join(VERDICTS)}.")
    evidence = tuple(
        {"file": c.file, "sha256": c.digest, "page": c.page, "start": c.start, "end": c.end, "quote": c.quote}
        for c in turn.answer.citations
    )
    return Feedback(
        when=when.isoformat(timespec="seconds"),
        who=who,
        verdict=verdict,
        comment=check_comment(comment),
        question=turn.asked.question,
        limits=turn.asked.limits,
        status=turn.answer.status,
        text=turn.answer.text,
        evidence=evidence,
        digest=digest_turn(turn, evidence),
    )


def check_comment(comment: str) -> str:
    """A comment without white space around it. Raises FeedbackProblem for one that is too long."""
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise FeedbackProblem(f"The comment is longer than {LONGEST_COMMENT} characters. Say it in fewer.")
    return comment


def digest_turn(turn: Turn, evidence: Sequence[dict]) -> str:
    """Sixteen hexadecimal digits that change with the question, its limits, the answer or what it cites."""
    said = [turn.asked.question, turn.asked.limits, turn.answer.status, turn.answer.text, evidence]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


def keep_feedback(folder: Path, feedback: Feedback) -> None:
    """Add a line to the feedback of a store. Raises FeedbackProblem where the disk does not allow it."""
    line = json.dumps(asdict(feedback), ensure_ascii=False).encode("utf-8", "backslashreplace")
    try:
        with _WRITING:
            make_private_file(folder / FEEDBACK)
            with (folder / FEEDBACK).open("ab") as file:
                file.write(line + b"\n")
    except OSError as error:
        log.warning("Feedback cannot be kept. %s", describe_trouble(error, folder) or error)
        raise FeedbackProblem(
            "Thank you. What you said could not be kept, because the disk cannot be written at present. Tell whoever runs this "
            "service, and try again later."
        ) from error


def read_feedback(folder: Path) -> tuple[Feedback, ...]:
    """All feedback of a store, oldest first. Raises FeedbackProblem for a damaged line."""
    path = folder / FEEDBACK
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
            values["limits"] = tuple(tuple(pair) for pair in values["limits"])
            found.append(Feedback(**{**values, "evidence": tuple(values["evidence"])}))
        except (ValueError, TypeError, KeyError) as error:
            raise FeedbackProblem(f"{path}, line {number}, is damaged. Mend or delete that line.") from error
    return tuple(found)


def make_cases(feedback: Sequence[Feedback]) -> Iterator[dict]:
    """An eval case for each answer that was judged right, the last judgement of each counting. An answer that was judged wrong
    says what is not the case and gives no case: somebody must first write what is right."""
    last = {entry.digest: entry for entry in feedback}
    for entry in last.values():
        if entry.verdict != "right" or entry.limits:
            continue
        case = {"id": f"feedback-{entry.digest}", "question": entry.question, "category": "feedback"}
        if entry.status == "not_found":
            why = entry.comment or "A reader confirmed that the papers do not answer it."
            yield {**case, "unanswerable": True, "why_unanswerable": why}
        elif entry.evidence and (groups := _find_groups(entry.text)):
            files = list(dict.fromkeys(evidence["file"] for evidence in entry.evidence))
            named = {"doc": files[0]} if len(files) == 1 else {"docs": files}
            quotes = [evidence["quote"] for evidence in entry.evidence]
            yield {**case, **named, "answer": entry.text, "must_include": groups, "evidence": quotes}


def _find_groups(text: str) -> list[list[str]]:
    """What another answer must hold to be as right: the figures of this one, else its names, else its longest words."""
    text = compile_pattern(r"\s?\[\d+\]").sub("", text)
    figures = [figure.strip(",") for figure in FIGURE.findall(without_marks(text))]
    told = figures or NAME.findall(text) or sorted(compile_pattern(r"[a-z]{5,}").findall(text.lower()), key=len, reverse=True)[:2]
    groups = []
    for words in dict.fromkeys(told):
        groups.append(list(dict.fromkeys([words.lower(), words.replace(",", "").lower()])))
    return groups[:MOST_GROUPS]
