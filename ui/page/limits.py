"""What a search can be limited to, as fields; the browser shows what is chosen as chips."""

from index.catalogue import FILTERED, Catalogue
from ui.page.shell import escape_text

NAMES = {"council": "Council", "body": "Body", "type": "Type of paper"}


def render_limits(catalogue: Catalogue) -> str:
    """A field for each fact by which the papers differ, and two for their dates."""
    fields = [_render_choice(name, catalogue.values_of(name)) for name in FILTERED]
    totals = catalogue.totals()
    if totals.first:
        ends = f'min="{totals.first.isoformat()}" max="{totals.last.isoformat()}"'
        fields += [
            f'<label>{said} <input type="date" data-limit="{name}" {ends}></label>'
            for name, said in (("from", "From"), ("to", "To"))
        ]
    if not any(fields):
        return ""
    return (
        '<ul class="chips" aria-label="The search is limited to"></ul>'
        f'<details class="limits"><summary>Limit the search</summary><div class="fields">{"".join(fields)}</div></details>'
    )


def _render_choice(name: str, values: list[str]) -> str:
    if len(values) < 2:
        return ""
    options = "".join(f'<option value="{escape_text(value)}">{escape_text(value)}</option>' for value in values)
    return f'<label>{NAMES[name]} <select data-limit="{name}"><option value="">Any</option>{options}</select></label>'
