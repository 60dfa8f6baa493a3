"""What stands around every page: its head, the bar with the program's name and its pages, and the foot."""

import html
from dataclasses import dataclass

from ingest.patterns import compile_pattern

NAME = "Council Assistant"
TAGLINE = "Answers from the council’s own papers, word for word, with the page."
UNSEEN = compile_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that show nothing: some neither browsers nor XML take, others turn the words after them backwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks at a page, as its bar says it: None as name where nobody signs in here. `quality` is whether there is a report
    of an evaluation to show."""

    name: str | None = None
    manages: bool = False
    quality: bool = False


PAGES = (("/", "Ask"), ("/registers", "Registers"), ("/documents", "Documents"))
"""Address and name of the pages in the bar, in order."""
QUALITY = ("/quality", "Quality")
"""In the bar where there is a report."""
FOOT = (("/accessibility", "Accessibility"), ("/api", "For programs (API)"))


def escape_text(text: str) -> str:
    """Words as HTML that shows them and nothing else, in an element as in an attribute."""
    return html.escape(UNSEEN.sub("", text))


def render_bar(current: str, visitor: Visitor) -> str:
    """The bar at the top; `current` is the address of the page it stands on."""
    links = "".join(
        f'<li><a href="{address}"{CURRENT if address == current else ""}>{name}</a></li>'
        for address, name in (*PAGES, *([QUALITY] if visitor.quality else []))
    )
    who = ""
    if visitor.name is not None:
        who = (
            f'<form class="who" method="post" action="/sign-out"><span>{escape_text(visitor.name)}</span>'
            '<button type="submit">Sign out</button>'
            '<button type="submit" name="everywhere" value="true">Sign out everywhere</button></form>'
        )
    return (
        '<a class="skip" href="#content">Skip to the content</a>'
        f'<header class="bar"><div class="inner"><a class="name" href="/">{NAME}</a>'
        f'<nav aria-label="Pages"><ul>{links}</ul></nav>{who}</div></header>'
    )


CURRENT = ' aria-current="page"'


def render_foot() -> str:
    """The links at the bottom."""
    links = "".join(f'<li><a href="{address}">{name}</a></li>' for address, name in FOOT)
    return f'<footer class="foot"><div class="inner"><ul>{links}</ul></div></footer>'


def render_page(title: str, content: str, *, current: str = "", visitor: Visitor | None = None, wide: bool = False) -> str:
    """A whole page around its content, which is HTML."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape_text(title)} – {NAME}</title>"
        '<link rel="icon" href="/site/favicon.svg"><link rel="stylesheet" href="/site/base.css">'
        '<link rel="stylesheet" href="/site/registers.css">'
        '<script src="/site/viewer.js" defer></script><script src="/site/site.js" defer></script></head>'
        f'<body class="site">{render_bar(current, visitor or Visitor())}'
        f'<main id="content" class="inner{" wide" if wide else ""}" tabindex="-1">{content}</main>{render_foot()}</body></html>'
    )
