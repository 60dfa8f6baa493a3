"""Inspections that a paper speaks of: the sentence that says an inspection took place, with its days and grade where it has them.

Inspections to come, the work of inspectorates in general and counts of how many schools have which grade are no mentions.
"""

from collections.abc import Iterator

from ingest.document import Document, PlacedBlock
from ingest.passages import SENTENCE_END
from ingest.patterns import IGNORECASE, Match, compile_pattern
from ingest.records.inspections_dates import Period, find_months, find_periods
from ingest.records.inspections_frameworks import KINDS, Kind
from ingest.records.inspections_grades import GRADE
from ingest.records.record import Inspection, Judgement, place_quote

NEAR_CHARS = 110
"""A day further from the word "inspection" is one of something else."""
SHORTEST_CHARS = 20

_INSPECTORATES = (
    ("Ofsted", compile_pattern(r"\bofsted\b", IGNORECASE)),
    ("CQC", compile_pattern(r"\bCQC\b|Care Quality Commission")),
    ("HMIP", compile_pattern(r"\bHMIP\b|\bHMI Probation\b|Inspectorate of Probation")),
    ("HMICFRS", compile_pattern(r"\bHMICFRS\b")),
    ("Estyn", compile_pattern(r"\bEstyn\b")),
)
_EVENT = compile_pattern(
    r"(?<!subject to )(?<!subject to an )\b(?:re-?)?inspection\b(?!\s+(?:framework|handbook|regime|readiness|preparation"
    r"|outcomes?\b|activity))"
    r"|\b(?:was|were|been)\s+(?:last\s+)?(?:re-?)?inspected\b|\b(?:monitoring|focus(?:s)?ed|inspection|assurance)\s+visits?\b|\bILACS\b|\bJTAI\b|\binspectors\s+visited\b"
    r"|\b(?:judged|rated|graded)\b",
    IGNORECASE,
)
_TO_COME = compile_pattern(
    r"\b(?:will|due|overdue|expect(?:s|ed)?|upcoming|forthcoming|prepar\w+|await\w*|anticipat\w+|imminent|planned|scheduled"
    r"|to receive|to consider|to follow|if|when|should|could|may be|is at risk)\b",
    IGNORECASE,
)
_PAST = compile_pattern(
    r"\b(?:was|were|had|has been|have been|took place|found|judged|rated|graded|recognised|published|carried out|completed"
    r"|visited|identified|received|undertook|undertaken|concluded|noted|there has been)\b",
    IGNORECASE,
)
_SETTING = compile_pattern(
    r"(?P<name>(?:[A-Z][\w’'.-]*\s+(?:(?:of|and|the|&)\s+)?){1,6}(?:[Aa]cadem(?:y|ies)|[Ss]chool|[Cc]ollege|[Nn]ursery"
    r"|[Cc]hildren[’']?s [Hh]ome|[Cc]are [Hh]ome|(?:[Ff]ostering|[Aa]doption) [Aa]gency|[Rr]espite [Cc]entre)\b)"
)
_NO_SETTING = compile_pattern(
    r"^(?:The|A|An|Our|Each|Every|This|All|Primary|Secondary|Special|Virtual|Ofsted|LA|Local|Maintained"
    r"|Inspections? of|Visit to)\b\s*",
    IGNORECASE,
)
_JUDGED = compile_pattern(
    r"\b(?:judged|rated|graded|rating|judgement|grade|given)\b(?P<between>(?:\s+[\w’'‘“\"-]+){0,7}?\s+['‘“\"]?)(?P<grade>"
    + GRADE.pattern
    + r")|\b(?P<found>found|was|were)\s+(?P<rest>(?:[\w’']+\s+){0,3}?to be\s+['‘“\"]?)(?P<grade2>"
    + GRADE.pattern
    + ")",
    IGNORECASE,
)
_AREA = compile_pattern(
    r"\b(?:overall effectiveness|(?:the )?impact of (?:leaders|leadership)|help and protection|children in care and care leavers"
    r"|children in care|care leavers|quality of education|leadership and management|personal development"
    r"|behaviour and attitudes)\b",
    IGNORECASE,
)
_AUTHORITY = compile_pattern(
    r"\b(?:[Ss]ervices|[Tt]rust|[Ii]nspections?|[Vv]isits?) (?:in|of|to) (?:the )?"
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Local|Children|Adult|Youth|Ofsted)\b)"
    r"(?P<area>[A-Z][\w’'-]+(?:(?: (?:and|of|upon|on|the|with))* [A-Z][\w’'-]+){0,5})"
    r"(?=[.,;)’' ]|$)(?! (?:[Ss]chool|[Aa]cademy|[Hh]ome))"
)
_OWN = compile_pattern(r"\b(?:our|we|the council|the local authority|the authority|children['’]s services)\b", IGNORECASE)
_MANY = compile_pattern(
    r"\b(?:per\s?cent|percentage|proportion|schools|academies|settings|homes|providers|pupils)\b|%", IGNORECASE
)
_PUBLISHED = compile_pattern(r"\b(?:published|publication)\b[^.;]{0,20}$", IGNORECASE)
_YEAR = compile_pattern(
    r"\b(?:the\s+|in\s+|since\s+)(?P<y>20[012]\d)\b(?!\s*[/–-]\s*\d)(?=\s+(?:\w+\s+){0,2}(?:re-?)?inspection)|\binspect(?:ion|ed)\s+in\s+(?P<z>20[012]\d)\b",
    IGNORECASE,
)
_NEVER = compile_pattern(r"\b(?:not|never) (?:yet )?(?:been )?inspected\b|\byet to be inspected\b", IGNORECASE)
_GOES_ON = compile_pattern(
    r"(?:It(?: too)?|The (?:service|school|home|academy|council|authority))\b[^.]{0,80}\b(?:judged|rated|graded|found)\b"
)


def find_mentions(document: Document, skip: tuple[tuple[int, int], ...]) -> Iterator[Inspection]:
    """A record for each sentence outside the ranges `skip` that speaks of an inspection that took place."""
    for block in document.blocks:
        if any(start <= block.start < end for start, end in skip):
            continue
        text = document.text[block.start : block.end]
        sentences = _cut(text)
        for number, (start, end) in enumerate(sentences):
            following = sentences[number + 1] if number + 1 < len(sentences) else None
            found = _read_mention(document, block, text, (start, end), following)
            if found:
                yield found


def _cut(text: str) -> list[tuple[int, int]]:
    cuts = [match.end() for match in SENTENCE_END.finditer(text)]
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))


def _read_mention(
    document: Document, block: PlacedBlock, text: str, span: tuple[int, int], following: tuple[int, int] | None
) -> Inspection | None:
    sentence = text[span[0] : span[1]].rstrip()
    event = _EVENT.search(sentence)
    if not event or len(sentence) < SHORTEST_CHARS or (_TO_COME.search(sentence) and not _PAST.search(sentence)):
        return None
    if _NEVER.search(sentence):
        return None
    named = _name_inspectorate(sentence)
    inspectorate = named or (_name_inspectorate(" ".join(block.path)) if block.path else None)
    kind = _name_kind(sentence)
    if inspectorate is None and kind is None:
        return None
    setting = _name_setting(sentence)
    many = bool(_MANY.search(sentence)) and not setting
    days, published = _read_days(sentence, event)
    end = span[1]
    graded = _read_grade(sentence)
    offset = span[0]
    if graded is None and following and _GOES_ON.match(text, following[0]):
        graded, offset = _read_grade(text[following[0] : following[1]]), following[0]
        end = following[1] if graded else end
    if (many and kind is None) or not (days or published or (setting or (graded and named and not many))):
        return None
    if block.kind == "row" and not (days or published):
        return None
    if kind and kind.family == "school" and not setting:
        setting = _name_setting(text[: span[0]], last=True)
    place = place_quote(document, block.start + span[0], block.start + end, path=block.path)
    judgements: tuple[Judgement, ...] = ()
    if graded and not many:
        area, grade, start, stop = graded
        at = block.start + offset
        page = document.page_at(at + start)
        judgements = (
            Judgement(
                area=area,
                grade=grade,
                page=page.number if page else None,
                quote=document.text[at + start : at + stop],
                start=at + start,
                end=at + stop,
            ),
        )
    return Inspection(
        place=place,
        source="mention",
        inspectorate=inspectorate or (kind.inspectorate if kind else None),
        provider=setting or _name_authority(sentence, document.facts.council),
        kind=kind.name if kind else None,
        framework=None,
        began=days.began if days else None,
        ended=days.ended if days else None,
        published=published.began if published else None,
        lead_inspector=None,
        judgements=judgements,
    )


def _name_authority(sentence: str, council: str | None) -> str | None:
    """The authority that the sentence names, or the paper's own where it says so; a visit that is only "the visit" may have been
    to one before it."""
    named = _AUTHORITY.search(sentence)
    if named:
        return " ".join(named["area"].split())
    return council if _OWN.search(sentence) else None


def _name_inspectorate(text: str) -> str | None:
    names = [name for name, cue in _INSPECTORATES if cue.search(text)]
    return " and ".join(names) or None


def _name_kind(sentence: str) -> Kind | None:
    found = []
    for kind in KINDS:
        match = kind.mention.search(sentence)
        setting = kind.family in ("school", "children's home", "care service") and match and "graded" not in match[0]
        if match and (not setting or _name_setting(sentence)):
            found.append((match.start(), kind))
    return min(found, key=lambda item: item[0])[1] if found else None


def _name_setting(text: str, *, last: bool = False) -> str | None:
    """The first school, home or agency that is named, or the last."""
    matches = list(_SETTING.finditer(text))
    for match in reversed(matches) if last else matches:
        name = match["name"]
        while cut := _NO_SETTING.match(name):
            name = name[cut.end() :]
        if len(name.split()) > 1:
            return " ".join(name.split())
    return None


def _read_days(sentence: str, event: Match) -> tuple[Period | None, Period | None]:
    """The days of the inspection and of the publication of its report, where they stand near the word for it."""
    days: Period | None = None
    published: Period | None = None
    periods = sorted((*find_periods(sentence), *find_months(sentence)), key=lambda period: period.start)
    for period in periods:
        if _PUBLISHED.search(sentence[: period.start]):
            published = published or period
        elif days is None and min(abs(period.start - event.end()), abs(event.start() - period.end)) <= NEAR_CHARS:
            days = period
    if days is None and published is None and (year := _YEAR.search(sentence)):
        stated = year["y"] or year["z"]
        days = Period(start=year.start(), end=year.end(), began=stated, ended=stated)
    return days, published


def _read_grade(sentence: str) -> tuple[str, str, int, int] | None:
    """The area, the grade and the range of the words that give it."""
    match = _JUDGED.search(sentence)
    if not match:
        return None
    grade = match["grade"] or match["grade2"]
    area = _AREA.search(sentence)
    name = area[0] if area else "Overall"
    start = min(match.start(), area.start()) if area else match.start()
    return " ".join(name.split()), " ".join(grade.split()), start, max(match.end(), area.end() if area else 0)
