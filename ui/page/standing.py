"""What is held back of papers and why, as HTML for officers, with what they may rule."""

from collections.abc import Sequence
from datetime import date

from index.standing import Standing
from ingest.dates import write_date
from ingest.sources import display_name
from ui.page.shell import escape_text
from ui.page.viewer import paper_address

CHOICES = (
    ("open", "Open to everybody", "Show the whole of “{}” to everybody, whatever it is marked?"),
    ("exempt", "Exempt", "Hold back the whole of “{}”?"),
    ("as-marked", "As it is marked", "Take back what was ruled of “{}”?"),
)
"""What an officer may rule: its name in the form, on the button, and the question before it is done."""
MOST_SHOWN = 200
STATES = {"open": "Open", "exempt": "Exempt", "in doubt": "In doubt"}


def render_standing(standing: Standing) -> str:
    """How one paper stands, for its own page."""
    reasons = "".join(f"<li>{escape_text(display_name(reason))}</li>" for reason in standing.reasons)
    ruled = ""
    if standing.ruling:
        who = f" by {standing.ruled_by}" if standing.ruled_by else ""
        day = write_date(date.fromisoformat(standing.ruled_on))
        ruled = f"<p>{escape_text(f'Ruled {standing.ruling}{who} on {day}.')}</p>"
    marked = "".join(
        f"<li>{STATES[marking.state]}: {escape_text(display_name(marking.why))}</li>" for marking in standing.markings
    )
    marks = f"<p>Marks found in the paper:</p><ul>{marked}</ul>" if marked and standing.ruling else ""
    return (
        f'<h2 id="access">Who may see it</h2><p><strong class="tag">{_say_state(standing)}</strong></p>'
        f"{f'<ul>{reasons}</ul>' if reasons else ''}{ruled}{marks}{_render_rulings(standing)}"
    )


def render_held(held: Sequence[Standing]) -> str:
    """Every paper that is held back wholly or in part, those in doubt first, for the page of documents."""
    if not held:
        return ""
    ordered = sorted(held, key=lambda standing: (standing.state != "in doubt", standing.file))[:MOST_SHOWN]
    rows = "".join(
        f"<tr><th scope='row'><a href='{paper_address(standing.digest)}'>{escape_text(standing.title)}</a>"
        f"<br><span class='quiet-text'>{escape_text(display_name(standing.file))}</span></th>"
        f"<td>{_say_state(standing)}</td>"
        f"<td>{'<br>'.join(escape_text(display_name(reason)) for reason in standing.reasons)}</td>"
        f"<td>{_render_rulings(standing)}</td></tr>"
        for standing in ordered
    )
    left = f"<p>The first {MOST_SHOWN} are shown; <code>council papers list</code> lists all.</p>"
    more = left if len(held) > MOST_SHOWN else ""
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Paper", "State", "Why", "Rule"))
    return (
        '<h2 id="held-back">Held back</h2><p>Not shown, wholly or in part, to whoever may see open papers only: '
        f'{_count(held, "exempt")} exempt, {_count(held, "in doubt")} in doubt until you rule on them.</p>'
        f'<div class="scrolls"><table class="held-back" aria-labelledby="held-back"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _count(held: Sequence[Standing], state: str) -> int:
    return sum(standing.state == state for standing in held)


def _say_state(standing: Standing) -> str:
    part = "" if standing.state == "open" or standing.whole else ", in part"
    return f"{STATES[standing.state]}{part}"


def _render_rulings(standing: Standing) -> str:
    forms = ""
    for ruling, name, question in CHOICES:
        if ruling == standing.ruling or (ruling == "as-marked" and not standing.ruling):
            continue
        asked = escape_text(question.format(standing.title))
        forms += (
            f'<form method="post" action="/documents/{standing.digest}/ruling" data-confirm="{asked}">'
            f'<input type="hidden" name="ruling" value="{ruling}"><button class="quiet" type="submit">{name}</button></form>'
        )
    return forms
