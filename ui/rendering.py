"""Answers and their sources as HTML: values in, text out. Every word of a document or a person is escaped; no style is set."""

import html
import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Coverage, Nearest, Status
from assistant.replies import EMPTY_STORE, say_coverage
from ingest.dates import write_date
from ingest.document import CELL

NAME = "Council Assistant"
TAGLINE = "Answers from the council’s own papers, word for word, with the page."
LABELS: dict[Status, str] = {
    "answered": "From the papers",
    "not_found": "Not found in the papers",
    "rejected": "Not a question for the papers",
    "error": "Something went wrong",
}
READ_BY_OCR = "Read by OCR from a picture of the page: compare it with the paper."
LONGEST_SHOWN_CHARS = 600
"""A question longer than this is cut where it is shown again."""

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that show nothing: some no browser takes, others turn the words after them backwards."""
MARK = re.compile(r"\s?\[(\d+)\]")


def escape_text(text: str) -> str:
    """Words as HTML that shows them and nothing else, in an element as in an attribute."""
    return html.escape(UNSEEN.sub("", text))


def describe_coverage(coverage: Coverage) -> str:
    """How much is searched: "5 documents, 1,061 passages, 25 January 2022 to 30 November 2023"."""
    parts = [say_count(coverage.documents, "document"), say_count(coverage.passages, "passage")]
    if coverage.first and coverage.last:
        days = dict.fromkeys((write_date(coverage.first), write_date(coverage.last)))
        parts.append(" to ".join(days))
    return ", ".join(parts)


def describe_page(place: Citation | Nearest) -> str:
    """ "Page 27 (printed 53)"; the printed number only where it differs, and nothing for a format without pages."""
    if place.page is None:
        return ""
    printed = f" (printed {place.page_label})" if place.page_label not in (None, str(place.page)) else ""
    return f"Page {place.page}{printed}"


def say_count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def render_header(coverage: Coverage) -> str:
    """The name, what the page is for, and what is searched; where nothing is, what to do."""
    held, advice = escape_text(describe_coverage(coverage)), ""
    if not coverage.documents:
        held, (said, _, command) = "", EMPTY_STORE.partition(": ")
        advice = (
            f'<div class="empty-store"><p>{escape_text(said)}:</p><p><code>{escape_text(command)}</code></p>'
            "<p>Then start this page again.</p></div>"
        )
    if coverage.unread:
        unread = say_count(coverage.unread, "file")
        held += f"{'<br>' if held else ''}{unread} could not be read: <code>council doctor</code> says why."
    return f'<header><div><h1>{NAME}</h1><p class="tagline">{TAGLINE}</p></div><p class="held">{held}</p></header>{advice}'


def render_conversation(answers: Sequence[Answer], waiting: str | None = None) -> str:
    """Every turn, oldest first; `waiting` is a question that has no answer yet."""
    turns = [_render_turn(turn, answer) for turn, answer in enumerate(answers, start=1)]
    if waiting is not None:
        turns.append(f'<article class="turn waiting" tabindex="-1">{_render_question(waiting)}</article>')
    return '<h2 class="only-heard">Conversation</h2>' + "".join(turns) if turns else ""


def render_sources(answers: Sequence[Answer]) -> str:
    """A group of sources for each answer. The last group shows; the page shows another when a citation in it is followed."""
    if not answers:
        return ""
    groups = []
    for turn, answer in enumerate(answers, start=1):
        hidden = "" if turn == len(answers) else " hidden"
        asked = f'<p class="asked">For: {escape_text(_shorten(answer.question))}</p>' if len(answers) > 1 else ""
        cards = "".join(_render_source(turn, citation) for citation in answer.citations) or _render_nearest(answer)
        groups.append(f'<section class="group" aria-label="Sources for question {turn}"{hidden}>{asked}{cards}</section>')
    return f'<aside aria-labelledby="sources-title"><h2 id="sources-title">Sources</h2>{"".join(groups)}</aside>'


def render_status(shown: str, heard: str = "", *, busy: bool = False) -> str:
    """The one line that is read out politely when it changes; `heard` is read out with it and not shown."""
    spoken = f'<span class="only-heard"> {escape_text(heard)}</span>' if heard else ""
    return f'<p role="status"{" class=busy" if busy else ""}>{escape_text(shown)}{spoken}</p>'


def render_ending(answer: Answer) -> str:
    """The status line when an answer is complete. An error says nothing here, because it is read out as an alert."""
    if answer.status == "error":
        return render_status("")
    if answer.status != "answered":
        return render_status("", f"{LABELS[answer.status]}. {answer.text}")
    shown = f"{say_count(len(answer.citations), 'source')}, {say_count(answer.coverage.documents, 'document')} searched."
    return render_status(shown, MARK.sub("", answer.text))


def _render_question(question: str) -> str:
    return f'<h3 class="question"><span class="only-heard">You asked: </span>{escape_text(_shorten(question))}</h3>'


def _render_turn(turn: int, answer: Answer) -> str:
    understood = ""
    if answer.status != "rejected" and answer.search_query.split() != answer.question.split():
        understood = f'<p class="understood">Taken to mean: {escape_text(_shorten(answer.search_query))}</p>'
    role = ' role="alert"' if answer.status == "error" else ""
    said = f'<p class="label">{LABELS[answer.status]}</p>{_render_words(turn, answer)}'
    if answer.status == "not_found" and answer.coverage.documents:
        said += f'<p class="searched">{escape_text(say_coverage(answer.coverage))}</p>'
    return (
        f'<article class="turn" id="answer-{turn}" tabindex="-1">{_render_question(answer.question)}{understood}'
        f'<div class="reply {answer.status}"{role}>{said}</div></article>'
    )


def _render_words(turn: int, answer: Answer) -> str:
    """The answer's text with its marks as links; several lines are a list, under the line that opens it."""
    links = {str(citation.number): _render_link(turn, citation) for citation in answer.citations}
    lines = answer.text.split("\n")
    shown = [MARK.sub(lambda mark: links.get(mark[1], mark[0]), escape_text(line)) for line in lines]
    if len(lines) == 1:
        return f"<p>{shown[0]}</p>"
    lead = f"<p>{shown.pop(0)}</p>" if MARK.sub("", lines[0]).endswith(":") else ""
    return f"{lead}<ul>{''.join(f'<li>{line}</li>' for line in shown)}</ul>"


def _render_link(turn: int, citation: Citation) -> str:
    place = ", ".join(part for part in (citation.document, describe_page(citation).lower()) if part)
    label = escape_text(f"[{citation.number}] Source: {place}")
    return f'&nbsp;<a class="cite" href="#{_source_id(turn, citation)}" aria-label="{label}">[{citation.number}]</a>'


def _render_source(turn: int, citation: Citation) -> str:
    name = _source_id(turn, citation)
    kind = citation.type[:1].upper() + citation.type[1:]
    facts = [citation.council, citation.body, write_date(citation.date) if citation.date else "", kind]
    facts = [fact for fact in dict.fromkeys(facts) if fact != citation.document]
    return (
        f'<article class="source" id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f'<h3 id="{name}-title"><span class="number">[{citation.number}]</span> {escape_text(citation.document)}</h3>'
        f"{_render_line('facts', facts)}{_render_place(citation)}"
        f"<blockquote>{_render_quote(citation)}</blockquote>{_render_cautions(citation)}"
        f'<p class="foot"><span class="file">{escape_text(citation.file)}</span>'
        f' <a href="#answer-{turn}">Back to the answer</a></p></article>'
    )


def _render_cautions(citation: Citation) -> str:
    """What a reader should know of a source before relying on it."""
    cautions = [READ_BY_OCR] if citation.read_by_ocr else []
    if citation.newer_version:
        cautions.append(f"There is a newer version of this paper: {citation.newer_version}.")
    return "".join(f'<p class="caution">{escape_text(words)}</p>' for words in cautions)


def _render_nearest(answer: Answer) -> str:
    """What is shown beside an answer without sources: the passages that came nearest, and that they are no answer."""
    if not answer.nearest:
        return "<p>Nothing is quoted for this question.</p>"
    cards = (
        f'<article class="source"><h3>{escape_text(near.document)}</h3>{_render_place(near)}'
        f"<blockquote>{_render_cells(near.text)}</blockquote></article>"
        for near in answer.nearest
    )
    return f"<p>No source answers this question. These came nearest:</p>{''.join(cards)}"


def _render_place(place: Citation | Nearest) -> str:
    return _render_line("place", [describe_page(place), place.section.replace(" > ", " › ")])


def _render_line(name: str, parts: Sequence[str | None]) -> str:
    spans = "".join(f"<span>{escape_text(part)}</span>" for part in parts if part)
    return f'<p class="{name}">{spans}</p>' if spans else ""


def _render_quote(citation: Citation) -> str:
    """The quote marked in its surroundings, with dots where these are cut off inside a sentence."""
    before, quote, after = map(_render_cells, (citation.before, citation.quote, citation.after))
    opens = "… " if citation.start > len(citation.before) else ""
    closes = " …" if re.search(r"[^\s.?!:;]\s*$", citation.after) else ""
    return f"{opens}{before}<mark>{quote}</mark>{after}{closes}"


def _render_cells(text: str) -> str:
    """A document's words; the cells of a table row stand apart."""
    return escape_text(text).replace(CELL, '<span class="cell"> | </span>')


def _source_id(turn: int, citation: Citation) -> str:
    return f"source-{turn}-{citation.number}"


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN_CHARS else f"{text[:LONGEST_SHOWN_CHARS].rstrip()} …"
