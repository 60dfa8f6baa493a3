"""Who led an inspection: the name at the head of a report, in the list of its team, or under a letter."""

from ingest.patterns import IGNORECASE, Match, compile_pattern

_LEAD_LABEL = compile_pattern(r"\blead\s+(?:ofsted\s+|CQC\s+)?inspector(?:s|\(s\))?\s*+(?:[:–—-]\s*+)?(?=\S)", IGNORECASE)
_NAME_PART = (
    r"(?:(?:[A-Z](?:['’][A-Z])?|Mc|Mac|De|O['’])[\w'’-]*[a-zà-ÿ][\w'’-]*|[A-Z]{2,}(?:-[A-Z]+)?|[A-Z]\.?|de|van|der|den|von|la|le|al|bin"
    r"|ap)"
)
_NAME = compile_pattern(rf"(?:(?:Dr|Mrs?|Ms|Miss|Prof(?:essor)?|Sir|Dame)\.?\s+)?{_NAME_PART}(?:[^\S\n\t]+{_NAME_PART}){{1,4}}")
_ROLE = compile_pattern(
    r"\s*(?:[,(–—-]\s*)?\b(?:(?:Senior\s+)?(?:Her|His|HM|Ofsted|Senior|Social|Regional|National|Specialist|Assistant|Deputy|CQC|HMIs?"
    r"|Inspectors?|Lead|Judge?ments?|Grades?|Inspection|Dates?|Report|Age|Published|Principal|The|Overall|What|Team|Children|Services?"
    r"|Acting|Interim|Managing|Quality|Shadow|Contracted)\b)",
)
_OFFICE = compile_pattern(
    r"(?:Senior\s+)?(?:(?:Her|His|HM)\s+(?:Majesty['’]?s?|Senior)\s*(?:Majesty['’]s\s*)?)?Inspectors?,?\s+", IGNORECASE
)
_TEAM_LEAD = compile_pattern(
    rf"(?P<name>{_NAME.pattern})\s*(?:[,(–—\t-]\s*|\s)(?:Ofsted\s+|CQC\s+)?"
    r"(?:(?:HMI|H(?:er|is) Majesty['’]s Inspector|Ofsted(?: HMI)?),?\s+)?[Ll]ead [Ii]nspector"
)
_SIGNED = compile_pattern(
    rf"\bYours\s+(?:sincerely|faithfully)\s*,?\s*(?P<name>{_NAME.pattern})(?:\s*[,\n\t]|\s+(?:H(?:er|is)\s+Majesty|HMI|Senior|Lead))"
)
_AFTER_NAME = compile_pattern(r"[,(–—-]\s*$|\b(?:HMI|Inspector)\s+$")
LABEL_ROOM = 40
"""So many characters before a label show whether it follows a name."""
_GLUED = compile_pattern(r"(?<=[a-z])(?=(?:Her|His)\s+Majesty|HMI\b)")
"""A name and an office that the file draws without a space between them."""


def read_lead(head: str, whole: str, *, letter: bool) -> str | None:
    """The lead inspector: as labelled in the head of the report, as marked in the list of the team, or who signed the letter."""
    label = find_label(head)
    if label:
        return _read_name(head, label.end())
    signed = _SIGNED.search(whole) if letter else None
    found = signed or _TEAM_LEAD.search(whole)
    if found:
        return " ".join(found["name"].split())
    label = find_label(whole)
    return _read_name(whole, label.end()) if label else None


def find_label(text: str) -> Match | None:
    """The words "Lead inspector" where a name is to follow, and not where they follow one."""
    for match in _LEAD_LABEL.finditer(text):
        if not _AFTER_NAME.search(text[max(0, match.start() - LABEL_ROOM) : match.start()]):
            return match
    return None


def _read_name(text: str, at: int) -> str | None:
    """The name that stands at an offset, without title of office; of several inspectors all. None where other words follow it, of
    which it is not clear what they are."""
    office = _OFFICE.match(text, at)
    at = office.end() if office else at
    # What follows on a line of its own is no part of the name.
    line = _GLUED.sub(" ", text[at:].split("\n", 1)[0])
    role = _ROLE.search(line)
    line = (line[: role.start()] if role else line).strip()
    names = [" ".join(match[0].split()) for match in _NAME.finditer(line)]
    if (
        not names
        or not line.startswith(names[0].split()[0])
        or compile_pattern(r"\w").search(compile_pattern(r"\band\b|&").sub("", _NAME.sub("", line)))
    ):
        return None
    return " and ".join(names)
