"""Conversations as HTML: values in, text out. Every word of a document or a person is escaped; no style is set."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Coverage, Status
from assistant.question import LONGEST_CHARS
from assistant.replies import EMPTY_STORE, say_coverage
from ingest.dates import write_date
from ingest.patterns import compile_pattern
from ui.asked import Asked, Turn, write_query
from ui.page.shell import TAGLINE, escape_text
from ui.references import MARK, write_references
from ui.sources import cited_address, describe_page, shorten, source_id

LABELS: dict[Status, str] = {
    "answered": "From the papers",
    "not_found": "Not found in the papers",
    "rejected": "Not a question for the papers",
    "error": "Something went wrong",
}
OWN_MARK = compile_pattern(r"\(?(?:\d{1,3}|[a-z]{1,3})[.)]\s")
SAVED_AS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"), ("json", "Evidence record"))
"""File endings and names of the forms in which answers are saved."""
VERDICTS = (
    ("right", "Right"),
    ("wrong_answer", "The answer is wrong"),
    ("wrong_evidence", "The evidence does not say that"),
    ("missing_document", "A paper is missing"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question that has no answer yet: the titles of the papers that are being read for it, best first, and the statements of
    a language model that have been checked so far."""

    asked: Asked
    papers: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """The last turn while it arrives: how many lines of its answer are there. Its sources are, its actions are not."""

    lines: int


def describe_coverage(coverage: Coverage) -> str:
    """How much is searched: "5 documents, 1,061 passages, 25 January 2022 to 30 November 2023"."""
    parts = [say_count(coverage.documents, "document"), say_count(coverage.passages, "passage")]
    if coverage.first and coverage.last:
        days = dict.fromkeys((write_date(coverage.first), write_date(coverage.last)))
        parts.append(" to ".join(days))
    return ", ".join(parts)


def say_count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def render_opening(coverage: Coverage, left_out: str = "") -> str:
    """What the page is for and what is searched; where nothing is, what to do. `left_out` says that exempt papers are not."""
    held, advice = escape_text(describe_coverage(coverage)), ""
    if not coverage.documents:
        held, (said, _, command) = "", EMPTY_STORE.partition(": ")
        advice = (
            f'<div class="empty-store"><p>{escape_text(said)}:</p><p><code>{escape_text(command)}</code></p>'
            '<p>Or add them on the page <a href="/documents">Documents</a>.</p></div>'
        )
    if coverage.unread:
        unread = say_count(coverage.unread, "file")
        held += f'{"<br>" if held else ""}{unread} could not be read: <a href="/documents#skipped">which, and why</a>.'
    if left_out:
        held += f"<br>{escape_text(left_out)}"
    said = f'<h1>Ask the papers</h1><p>{TAGLINE}</p><p class="held">{held}</p>'
    return f'<div class="opening" id="content" tabindex="-1">{said}</div>{advice}'


def render_conversation(turns: Sequence[Turn], *, waiting: Waiting | None = None, arriving: Arriving | None = None) -> str:
    """Every turn, oldest first, and how to keep them; a question that waits stands last."""
    said = [
        _render_turn(
            number, turn, last=number == len(turns) and waiting is None, arriving=arriving if number == len(turns) else None
        )
        for number, turn in enumerate(turns, start=1)
    ]
    if waiting is not None:
        said.append(_render_waiting(waiting))
    if not said:
        return ""
    asked = [turn.asked for turn in turns]
    kept = ""
    if len(turns) > 1 and waiting is None and arriving is None:
        kept = f'<p class="keep"><span>This conversation:</span> {_render_saving(asked)}</p>'
    complete = "" if waiting or arriving else f' data-query="{escape_text(write_query(asked))}"'
    return f'<h2 class="only-heard"{complete}>Conversation</h2>{"".join(said)}{kept}'


def render_further(questions: Sequence[str]) -> str:
    """Questions to go on with."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" data-ask="{escape_text(question)}">{escape_text(question)}</button></li>'
        for question in questions
    )
    return f'<div class="next"><h3>The papers cited also say something on these</h3><ul>{buttons}</ul></div>'


def render_status(shown: str, *, heard: str = "", alarm: str = "", busy: bool = False) -> str:
    """The line above the question. What is to be read out once, politely or as an alarm, stands in its data and is not shown."""
    data = (f' data-heard="{escape_text(heard)}"' if heard else "") + (f' data-alarm="{escape_text(alarm)}"' if alarm else "")
    return f"<p{' class=busy' if busy else ''}{data}>{escape_text(shown)}</p>"


def render_ending(answer: Answer) -> str:
    """The status line when an answer is complete; it is what a screen reader says, once."""
    label, words = LABELS[answer.status], MARK.sub("", answer.text)
    if answer.status == "error":
        return render_status("", alarm=f"{label}. {words}")
    if answer.status != "answered":
        return render_status("", heard=f"{label}. {words}")
    count = say_count(len(answer.citations), "source")
    shown = f"{count}, {say_count(answer.coverage.documents, 'document')} searched."
    if answer.first_seconds is not None:
        shown += f" First words after {answer.first_seconds:.1f} s."
    return render_status(shown, heard=f"{count}. {words} {answer.note}".strip())


def _render_question(question: str) -> str:
    return f'<h3 class="question"><span class="only-heard">You asked: </span>{escape_text(shorten(question))}</h3>'


def _render_limits(asked: Asked) -> str:
    if not asked.limits:
        return ""
    return f'<p class="understood">Only in: {escape_text(asked.describe_limits())}</p>'


def _render_waiting(waiting: Waiting) -> str:
    read = ""
    if waiting.said:
        read = f'<div class="reply"><p>{escape_text(" ".join(waiting.said))}</p></div>'
    elif waiting.papers:
        items = "".join(f"<li>{escape_text(title)}</li>" for title in waiting.papers)
        read = f'<div class="reading"><p>Reading what these papers say:</p><ul>{items}</ul></div>'
    question = _render_question(waiting.asked.question)
    return f'<article class="turn waiting" tabindex="-1">{question}{_render_limits(waiting.asked)}{read}</article>'


def _render_turn(number: int, turn: Turn, *, last: bool, arriving: Arriving | None) -> str:
    answer, understood = turn.answer, ""
    if answer.status != "rejected" and answer.search_query.split() != answer.question.split():
        understood = f'<p class="understood">Taken to mean: {escape_text(shorten(answer.search_query))}</p>'
    said = f'<p class="label">{LABELS[answer.status]}</p>{_render_words(number, answer, arriving)}'
    if answer.note:
        said += f'<p class="searched">{escape_text(answer.note)}</p>'
    if answer.status == "not_found" and answer.coverage.documents:
        said += f'<p class="searched">{escape_text(say_coverage(answer.coverage))}</p>'
    actions = "" if arriving else _render_actions(number, turn, last=last)
    return (
        f'<article class="turn{" arriving" if arriving else ""}" id="answer-{number}" tabindex="-1">'
        f"{_render_question(answer.question)}{_render_limits(turn.asked)}{understood}"
        f'<div class="reply {answer.status}">{said}</div>{actions}</article>'
    )


def _render_words(number: int, answer: Answer, arriving: Arriving | None) -> str:
    """The answer's text with its marks as links; several lines are a list, under the line that opens it."""
    links = {str(citation.number): _render_link(number, citation) for citation in answer.citations}
    lines = answer.text.split("\n")
    shown = [MARK.sub(lambda mark: links.get(mark[1], mark[0]), escape_text(line)) for line in lines]
    if len(lines) == 1:
        return f"<p>{shown[0]}</p>" if arriving is None or arriving.lines else ""
    shown = shown if arriving is None else shown[: arriving.lines]
    lead = f"<p>{shown.pop(0)}</p>" if shown and MARK.sub("", lines[0]).endswith(":") else ""
    # Lines that bear a number or a letter of their own get no bullet before it.
    own = ' class="numbered"' if shown and all(OWN_MARK.match(line) for line in shown) else ""
    return f"{lead}<ul{own}>{''.join(f'<li>{line}</li>' for line in shown)}</ul>" if shown else lead


def _render_link(number: int, citation: Citation) -> str:
    """A citation as a link to its place in the paper, which the page opens beside the answer."""
    place = ", ".join(part for part in (citation.document, describe_page(citation).lower()) if part)
    label = escape_text(f"[{citation.number}] Source: {place}")
    return (
        f'&nbsp;<a class="cite" href="{cited_address(citation)}" data-turn="{number}" '
        f'data-source="{source_id(number, citation)}" aria-label="{label}">[{citation.number}]</a>'
    )


def _render_actions(number: int, turn: Turn, *, last: bool) -> str:
    """What can be done with an answer."""
    answer, question = turn.answer, escape_text(turn.asked.question[:LONGEST_CHARS])
    parts = []
    if answer.status == "answered":
        copied = escape_text(write_references(turn))
        parts.append(f'<button type="button" data-copy="{copied}">Copy with references</button>')
    parts.append(f'<button type="button" data-edit="{number}" data-question="{question}">Edit the question</button>')
    if last:
        parts.append(f'<button type="button" data-again="{number}" data-question="{question}">Ask again</button>')
    if answer.status in ("answered", "not_found"):
        link = f'<a href="/?{escape_text(write_query([turn.asked]))}">Link to this question</a>'
        parts.append(
            f'<details class="keeping"><summary>Keep or share</summary><p>{link}. Save as {_render_saving([turn.asked])}'
            "</p></details>"
        )
        parts.append(_render_feedback(number, turn))
    return f'<div class="actions">{"".join(parts)}</div>'


def _render_saving(asked: Sequence[Asked]) -> str:
    query = escape_text(write_query(asked))
    return " · ".join(f'<a href="/export.{ending}?{query}" download>{name}</a>' for ending, name in SAVED_AS)


def _render_feedback(number: int, turn: Turn) -> str:
    choices = "".join(
        f'<label><input type="radio" name="verdict-{number}" value="{value}"> {name}</label>' for value, name in VERDICTS
    )
    return (
        f'<details class="judge"><summary>Is this right?</summary>'
        f'<form data-feedback="{escape_text(write_query([turn.asked]))}">'
        f'<fieldset><legend class="only-heard">What do you think of this answer?</legend>{choices}</fieldset>'
        f'<label for="comment-{number}">Comment (optional; it is kept with the question on this machine)</label>'
        f'<textarea id="comment-{number}" rows="2" maxlength="2000"></textarea>'
        '<button type="submit">Send</button></form></details>'
    )
