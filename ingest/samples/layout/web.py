"""Writes the decision notice as a page of a council's website, with all that stands around the words: menus, cookies, scripts."""

from html import escape

from ingest.samples.content import council, decision_notice

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{invented}">
<meta name="DC.date.issued" content="2025-11-26">
<title>Decision - {title} - Stanwold Council</title>
<style>
body {{ font-family: Arial, sans-serif; margin: 0; color: #1b1b1b; }}
header, footer {{ background: #12395b; color: #fff; padding: 1em 2em; }}
header a, footer a {{ color: #fff; margin-right: 1em; }}
main, .breadcrumb {{ max-width: 56em; margin: 1em auto; padding: 0 1em; }}
.cookies {{ background: #f3e6b3; padding: 1em 2em; }}
dt {{ font-weight: bold; margin-top: .6em; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #888; padding: .4em .7em; text-align: left; }}
</style>
<script>
window.pageData = {{"section": "decisions", "id": 58, "template": "issue-details"}};
document.addEventListener("click", function (event) {{ if (event.target.id === "accept") {{ document.cookie = "seen=1"; }} }});
</script>
</head>
<body>
<div class="cookies" role="region" aria-label="Cookies">
<p>We use cookies to make this website work and to count visits. You can choose which cookies you accept.</p>
<button id="accept">Accept all cookies</button> <button>Manage cookies</button>
</div>
<header>
<a href="#main">Skip to main content</a>
<p><a href="/">Stanwold Council</a></p>
<nav aria-label="Main"><a href="/council-tax">Council tax</a> <a href="/bins">Bins and recycling</a>
<a href="/schools">Schools and learning</a> <a href="/planning">Planning</a>
<a href="/meetings">Councillors and meetings</a></nav>
<form action="/search"><label for="q">Search this site</label> <input id="q" name="q"><button>Search</button></form>
</header>
<nav class="breadcrumb" aria-label="Breadcrumb"><a href="/">Home</a> &gt; <a href="/meetings">Councillors and meetings</a> &gt;
<a href="/meetings/decisions">Decisions</a> &gt; {title}</nav>
<main id="main">
<h1>Decision details</h1>
<h2>{title}</h2>
{body}
</main>
<aside><h2>Related pages</h2><ul><li><a href="/meetings/forward-plan">Forward Plan</a></li>
<li><a href="/schools/travel">Apply for travel to school</a></li></ul>
<p>Was this page helpful? <a href="#yes">Yes</a> <a href="#no">No</a></p></aside>
<footer>
<p><a href="/accessibility">Accessibility</a> <a href="/privacy">Privacy</a> <a href="/contact">Contact us</a></p>
<p>&copy; 2025 Stanwold Council, {address}. {invented}</p>
</footer>
<script>console.log("page ready");</script>
</body>
</html>
"""


def write_decision_notice() -> bytes:
    """The page of the decision of 25 November 2025, in UTF-8."""
    notice = decision_notice
    body = "\n".join(
        [
            "<dl>",
            *(f"<dt>{_escape(term)}</dt>\n<dd>{_escape(value)}</dd>" for term, value in notice.DETAILS),
            "</dl>",
            "<h3>Decision</h3>",
            "<ol type='a'>",
            *(f"<li>{_escape(text)}</li>" for text in notice.DECISION),
            "</ol>",
            _write_table(notice.LOTS),
            _write_section("Reasons for the decision", notice.REASONS),
            "<h3>Alternative options considered and rejected</h3>",
            "<ul>",
            *(f"<li><strong>{_escape(option)}</strong> {_escape(answer)}</li>" for option, answer in notice.ALTERNATIVES),
            "</ul>",
            _write_section("Consultation", notice.CONSULTATION),
            _write_section("Declarations of interest", notice.INTERESTS),
            _write_section("Exempt information", notice.EXEMPT),
            _write_section("Call-in", notice.CALL_IN),
        ]
    )
    words = {"title": _escape(notice.TITLE), "address": _escape(council.ADDRESS), "invented": _escape(council.INVENTED)}
    return PAGE.format(body=body, **words).encode("utf-8")


def _write_section(heading: str, paragraphs: tuple[str, ...]) -> str:
    return "\n".join([f"<h3>{heading}</h3>", *(f"<p>{_escape(text)}</p>" for text in paragraphs)])


def _write_table(rows: tuple[tuple[str, ...], ...]) -> str:
    head, *body = rows
    lines = [
        "<table>",
        "<caption>Lots in the dynamic market</caption>",
        "<thead><tr>" + _write_cells("th", head) + "</tr></thead>",
    ]
    lines += ["<tbody>", *("<tr>" + _write_cells("td", row) + "</tr>" for row in body), "</tbody>", "</table>"]
    return "\n".join(lines)


def _write_cells(tag: str, cells: tuple[str, ...]) -> str:
    return "".join(f"<{tag}>{_escape(cell)}</{tag}>" for cell in cells)


def _escape(text: str) -> str:
    return escape(text.replace("'", "\u2019"), quote=False)
