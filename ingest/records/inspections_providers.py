"""Who was inspected, as the head of a report names them."""

from ingest.document import Document
from ingest.metadata import find_inspected
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.inspections_frameworks import Kind

NAME_CHARS = 80
_TITLES = (
    compile_pattern(
        r"(?:visit\s+to|inspection\s+of|visit\s+of)\s+(?:the\s+)?(?P<area>[A-Z][^\n.:;]{1,90}?)(?:['’]s)?\s+(?:local\s+authority\s+)?"
        r"(?:[Cc]hildren['’]?s?(?:['’]s)?\s+(?:social\s+care\s+)?[Ss]ervices|[Ll]ocal\s+[Aa]rea\s+[Pp]artnership|on\s+\d)"
    ),
    compile_pattern(r"(?i:youth\s+(?:offending|justice)\s+(?:services?|work|teams?)\s+in)\s+(?P<area>[A-Z][^\n.:;]{1,60})"),
    compile_pattern(r"(?i:inspection\s+of)\s+(?P<area>(?:the\s+)?[A-Z][^\n.:;]{1,80}(?:Trust|Children\s+First))\b"),
    compile_pattern(r"(?P<area>[A-Z][^\n:;]{1,60}):\s+local\s+authority\s+assessment"),
    compile_pattern(
        r"(?i:local\s+area\s+of|inspection\s+(?:in|of)|response\s+[^\n]{3,140}\s+in)\s+"
        r"(?P<area>[A-Z][\w’',&-]+(?:[^\S\n]+(?:and\s+|of\s+|upon\s+|on\s+)?[A-Z][\w’'-]+){0,5})"
    ),
)
_TRUST = compile_pattern(r"\bTrust\b|\bChildren\s+First\b")


def names_provider(title: str) -> bool:
    """Whether the title of a report says whom it is on."""
    return any(cue.search(title) for cue in _TITLES)


def read_provider(document: Document, title: str, head: str, kind: Kind) -> str | None:
    """Who was inspected. `title` is the lines from the title to the days of the inspection, `head` the beginning of the report.

    A trust or a setting is named by the title; an authority by its formal name where the report is a document of its own, else
    as in the title or above it. None where the report names none.
    """
    if kind.family in ("school", "children's home", "care service"):
        return _name_setting(head, kind)
    named = [match["area"] for cue in _TITLES if (match := cue.search(title))]
    trust = next((area for area in named if _TRUST.search(area)), None)
    if trust:
        return " ".join(trust.split())
    if document.facts.type == "inspection report" and document.facts.council:
        return document.facts.council
    first, _, rest = title.partition("\n")
    if (
        rest
        and len(first) < NAME_CHARS
        and kind.title.search(rest)
        and not kind.title.search(first)
        and not first.startswith("Dear")
    ):
        return " ".join(first.split())
    named += [match["area"] for cue in _TITLES if (match := cue.search(head))]
    if named:
        return " ".join(named[0].removeprefix("the ").split())
    return find_inspected(head[:600], ())


def _name_setting(text: str, kind: Kind) -> str | None:
    title = compile_pattern(
        r"\binspection (?:of|report:?)[^\S\n]+(?:an? )?(?:(?:good|outstanding) school:\s*)?(?P<name>[A-Z][^\n:]{2,90})",
        IGNORECASE,
    ).search(text)
    if title:
        return " ".join(title["name"].split())
    first = text.strip().split("\n")[0]
    return first if 3 < len(first) < 90 and not kind.title.search(first) else None
