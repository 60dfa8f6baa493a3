"""The frameworks that inspectorates of England inspect by: how a report names its kind, and what each judges since when.

Sources: Ofsted, "Inspecting local authority children's services" (January 2018; care leavers judged apart from January 2023;
no overall effectiveness from April 2026); "Area SEND inspections: framework and handbook" (January 2023); school inspection
handbooks (September 2019; no overall effectiveness from September 2024; report cards from November 2025); "Social care common
inspection framework"; HM Inspectorate of Probation, youth justice standards; Care Quality Commission, ratings.
"""

from dataclasses import dataclass

from ingest.patterns import IGNORECASE, Pattern, compile_pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What a framework judges. `words` finds its name in a report, `name` is used where the report does not have it.

    `since` and `until` are ISO days: it is judged in inspections that begin on or after the one and before the other.
    """

    key: str
    name: str
    words: Pattern
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of inspection. `title` finds it in the head of a report, `mention` in running text. `family` is the same for kinds
    whose judgements may be compared. `graded` kinds always have a table of judgements and a lead inspector."""

    name: str
    family: str
    inspectorate: str
    title: Pattern
    mention: Pattern
    areas: tuple[Area, ...] = ()
    graded: bool = False


def _words(cue: str) -> Pattern:
    """Any white space or cell end may stand between two words."""
    return compile_pattern(cue.replace(" ", r"\W+"), IGNORECASE)


_PROGRESS = r"(?:the )?experiences? and progress of (?:the )?"
_YOUNG = r"(?:and young people )?"
LEADERS = Area(
    key="impact of leaders",
    name="The impact of leaders on social work practice with children and families",
    words=_words(
        r"(?:the )?impact of leaders(?:hip)?\b(?:(?: and managers)? on social work practice)?(?: with children"
        r"(?: and| young people| their)*(?: families)?)?\b"
    ),
)
HELP = Area(
    key="help and protection",
    name="The experiences and progress of children who need help and protection",
    words=_words(
        rf"{_PROGRESS}children {_YOUNG}(?:who (?:are in )?needs?(?: of)?|in need of|needing)"
        r" (?:early )?help(?: and| or|,) protection\b"
    ),
)
CARE_AND_LEAVERS = Area(
    key="children in care and care leavers",
    name="The experiences and progress of children in care and care leavers",
    words=_words(rf"{_PROGRESS}children {_YOUNG}in care,? (?:and |& |)(?:of )?(?:the )?(?:care leavers|those leaving care)\b"),
)
CARE = Area(
    key="children in care",
    name="The experiences and progress of children in care",
    words=_words(rf"{_PROGRESS}(?:children {_YOUNG}in care|looked after children)\b"),
)
LEAVERS = Area(
    key="care leavers",
    name="The experiences and progress of care leavers",
    words=_words(
        rf"{_PROGRESS}(?:children {_YOUNG}|young people )?(?:and )?(?:care leavers|care experienced (?:young )?people)\b"
    ),
    since="2023-01-01",
)
OVERALL = Area(
    key="overall effectiveness",
    name="Overall effectiveness",
    words=_words(r"(?:the )?overall effectiveness\b"),
    until="2026-04-01",
)


def _areas(*names: str, key_of: dict[str, str] | None = None) -> tuple[Area, ...]:
    """Areas whose cue is their name; of alternatives in a cue the first makes the name."""
    plain = {cue: compile_pattern(r"\(\?[:!]([^|)]*)[^)]*\)\??").sub(r"\1", cue) for cue in names}
    return tuple(
        Area(key=(key_of or {}).get(cue, plain[cue].lower()), name=plain[cue], words=_words(rf"\b{cue}(?!\w)")) for cue in names
    )


_LOCAL_AUTHORITY = Kind(
    name="ILACS",
    family="children's services",
    inspectorate="Ofsted",
    title=_words(
        r"inspection of (?:[^\n]{2,120}? )?local authority children(?:['’]s)?(?: social care)? services"
        r"|inspection of (?:[^\n]{2,120}? )?children['’]?s['’]?(?: social care)? services"
        r"|inspection of [^\n]{2,100}? (?:children[^\n]{0,40} trust|children first)\b"
        r"|impact of leaders on social work practice"
    ),
    mention=_words(
        r"\bILACS?\b|inspections? of (?:[\w’'\s]{0,60})?(?:local authority )?children['’]?s? (?:social care )?services"
    ),
    areas=(LEADERS, HELP, CARE_AND_LEAVERS, CARE, LEAVERS, OVERALL),
    graded=True,
)
_SINGLE = Kind(
    name="SIF",
    family="children's services",
    inspectorate="Ofsted",
    title=_words(r"inspection of services for children in need of help and protection"),
    mention=_words(r"\bsingle inspection(?: framework)?\b|inspection of services for children in need of help"),
    areas=(
        Area(
            key="overall effectiveness",
            name="Overall effectiveness",
            words=_words(
                r"overall effectiveness|(?:the )?overall judgement is that children['’]s services"
                r"|children['’]s services in [\w\s,’'-]{2,60}?"
            ),
        ),
        Area(
            key="help and protection",
            name="Children who need help and protection",
            words=_words(r"children who need help and protection"),
        ),
        Area(
            key="children in care",
            name="Children looked after and achieving permanence",
            words=_words(r"children looked after and achieving permanence"),
        ),
        Area(key="adoption performance", name="Adoption performance", words=_words(r"adoption performance")),
        Area(
            key="care leavers",
            name="Experiences and progress of care leavers",
            words=_words(r"(?:the )?experiences and progress of care leavers"),
        ),
        Area(
            key="impact of leaders",
            name="Leadership, management and governance",
            words=_words(r"leadership management and governance"),
        ),
    ),
    graded=True,
)
_FOCUSED = Kind(
    name="focused visit",
    family="visit",
    inspectorate="Ofsted",
    title=_words(r"focus(?:s)?ed visit (?:to|of)\b|findings of (?:the|a) focus(?:s)?ed visit"),
    mention=_words(r"\bfocus(?:s)?(?:ed)? visits?\b"),
)
_MONITORING = Kind(
    name="monitoring visit",
    family="visit",
    inspectorate="Ofsted",
    title=_words(r"monitoring visit (?:to|of|by)\b|findings of (?:the|a)(?: \w+)? monitoring visit"),
    mention=_words(r"\bmonitoring (?:visits?|inspections?)\b"),
)
_AREA_SEND = Kind(
    name="area SEND",
    family="area SEND",
    inspectorate="Ofsted and CQC",
    title=_words(
        r"(?:area|local area) SEND (?:full |monitoring )?(?:re )?(?:inspection|visit)|local area partnership"
        r"|inspection of the (?:effectiveness of the )?local area|(?:revisit|inspection) of the local area"
        r"|local area special educational needs"
    ),
    mention=_words(
        r"\b(?:(?:local )?area )?SEND (?:local area )?(?:re )?inspections?\b|inspection of (?:\w+ ){0,4}SEND\b"
        r"|local area inspection"
    ),
)
_JOINT = Kind(
    name="JTAI",
    family="joint targeted area inspection",
    inspectorate="joint",
    title=_words(r"joint targeted (?:area )?inspection"),
    mention=_words(r"\bJTAI\b|joint targeted (?:area )?inspection"),
)
_YOUTH = Kind(
    name="youth justice",
    family="youth justice",
    inspectorate="HMIP",
    title=_words(r"inspection of youth (?:offending|justice) (?:services?|work|teams?)"),
    mention=_words(
        r"inspections? of (?:the |our )?(?:YOS|YJS|YOT|youth (?:offending|justice))|youth (?:offending|justice)"
        r"(?: services?| teams?)? inspections?|\bHMIP? inspections?|HMI Probation"
    ),
    areas=_areas(
        "Overall rating", "Governance and leadership", "Staff", "Partnerships and services", "Information and facilities",
        "Assessment", "Planning", "Implementation and delivery", "Reviewing", "Joint working",
        "Resettlement policy and provision",
        key_of={"Overall rating": "overall effectiveness"},
    ),
)  # fmt: skip
_ADULT_CARE = Kind(
    name="local authority assessment",
    family="adult social care assessment",
    inspectorate="CQC",
    title=_words(r": local authority assessment|local authority assessment report"),
    mention=_words(r"\bCQC (?:\w+ ){0,2}assessment\b|assessment of adult social care"),
    areas=_areas(
        "Overall rating", "Assessing needs", "Supporting people to (?:lead|live) healthier lives",
        "Equity in experiences? and outcomes", "Care provision, integration and continuity", "Partnerships and communities",
        "Safe (?:pathways, )?systems(?:, pathways)? and transitions", "Safeguarding",
        "Governance, management and sustainability", "Learning, improvement and innovation",
        key_of={"Overall rating": "overall effectiveness"},
    ),
)  # fmt: skip
_HOME = Kind(
    name="children's home",
    family="children's home",
    inspectorate="Ofsted",
    title=_words(
        r"(?:full inspection|interim inspection|inspection report)[^\n]{0,20} children['’]s home|children['’]s homes? inspection"
        r"|inspection judgements for (?:this|the) children['’]s home"
    ),
    mention=_words(r"\bchildren['’]s homes?\b"),
    areas=(
        Area(
            key="overall effectiveness",
            name="Overall experiences and progress of children and young people",
            words=_words(r"overall experiences and progress of children(?: and young people)?(?:,? taking into account)?"),
        ),
        *_areas("How well children(?: and young people)? are helped and protected", "The effectiveness of leaders and managers"),
    ),
)  # fmt: skip
_CARE_PROVIDER = Kind(
    name="care service",
    family="care service",
    inspectorate="CQC",
    title=_words(r"overall rating for this (?:service|location|provider)"),
    mention=_words(r"\bcare homes?\b|home ?care|care service"),
    areas=_areas(
        "Overall rating for this (?:service|location|provider)", "Is the service safe", "Is the service effective",
        "Is the service caring", "Is the service responsive", "Is the service well led",
        key_of={"Overall rating for this (?:service|location|provider)": "overall effectiveness"},
    ),
)  # fmt: skip
_SCHOOL_AREAS = (
    "The quality of education", "Behaviour and attitudes", "Personal development", "Leadership and management",
    "Early years provision", "Sixth form provision",
)  # fmt: skip
_SCHOOL = Kind(
    name="school",
    family="school",
    inspectorate="Ofsted",
    title=_words(
        r"inspection of (?:an? )?(?:(?:good|outstanding) school:? )?[^\n]{0,90}"
        r"\b(?:school|academy|college|nursery|infants|juniors|primary|sixth form)\b|\bschool report\b"
        r"|school inspection report|school report card"
        r"|inspection report:? [^\n]{0,90}\b(?:school|academy|college|nursery|infants|juniors|primary)\b"
    ),
    mention=_words(r"\b(?:school|academy|college|nursery|graded inspection)\b"),
    areas=(
        Area(key="overall effectiveness", name="Overall effectiveness", words=OVERALL.words, until="2024-09-01"),
        *_areas(*_SCHOOL_AREAS),
        *_areas(
            "Safeguarding standards", "Inclusion", "Curriculum and teaching", "Achievement", "Attendance and behaviour",
            "Personal development and well(?: )?being", "Early years(?! provision)", "Leadership and governance",
        ),
    ),
)  # fmt: skip
KINDS = (
    _SINGLE, _JOINT, _AREA_SEND, _FOCUSED, _MONITORING, _YOUTH, _ADULT_CARE, _HOME, _CARE_PROVIDER, _LOCAL_AUTHORITY, _SCHOOL,
)  # fmt: skip
"""The more telling titles first, for those that begin at the same word."""


def recognise_kind(head: str) -> Kind | None:
    """The kind of inspection that the head of a report names first; None where it names none."""
    found = [(match.start(), number) for number, kind in enumerate(KINDS) if (match := kind.title.search(head))]
    return KINDS[min(found)[1]] if found else None


def name_framework(kind: Kind, began: str | None, keys: frozenset[str]) -> str | None:
    """The framework by its usual name and the year from which it held, by what the report judges; None where not clear."""
    if kind is _LOCAL_AUTHORITY:
        if CARE_AND_LEAVERS.key in keys:
            return "ILACS 2018"
        if LEAVERS.key in keys:
            return "ILACS 2023" if OVERALL.key in keys else "ILACS 2026" if began and began >= OVERALL.until else "ILACS"
        return "ILACS"
    if kind is _AREA_SEND:
        return "area SEND 2023" if began and began >= "2023" else "local area SEND 2016" if began else None
    if kind is _SCHOOL and began:
        return (
            "report card 2025" if began >= "2025-11-10"
            else "EIF 2024" if began >= "2024-09"
            else "EIF 2019" if began >= "2019-09"
            else "CIF 2015"
        )  # fmt: skip
    return {"SIF": "SIF 2013", "children's home": "SCCIF"}.get(kind.name)
