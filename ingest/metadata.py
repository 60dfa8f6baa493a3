"""What a document is: whose, of which body, of which day, of what type and under what title.

A person's manifest comes first, then the document's own words, then what the file says of itself, then its name. Nothing is
guessed: what none of them states is None. The rules know how UK councils word their papers and no single council.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from ingest.dates import find_date_in_name, find_dates, parse_date, write_date
from ingest.document import Block, Facts
from ingest.patterns import IGNORECASE, MULTILINE, compile_opening, compile_pattern

TYPES = (
    "agenda pack", "agenda", "minutes", "report", "inspection report", "decision notice", "forward plan", "presentation",
    "notice", "letter", "paper",
)  # fmt: skip
HEAD_CHARS = 1500
"""The first page's words up to about here say what a paper is; after them other papers are spoken of."""
HEAD_BLOCKS = 15
PACK_PAGES = 8
"""An agenda alone fills fewer pages; one over so many has its reports bound in."""
PAGE_CHARS = 3000
"""About a printed page, for papers without pages."""
TITLE_CHARS = 150

# Types, each with how a line of the first page names it. The first line that names one decides: what comes after may list others.
_TYPE_LINES = (
    ("agenda pack", r"(?:public |agenda )?(?:document|reports?|document and reports) pack\b|agenda reports pack"),
    ("inspection report", r"(?:lead inspector|(?:date\(?s?\)? of )?inspection(?: dates?)?)\s*:|.{0,60}\binspection report$"),
    (
        "decision notice",
        r".{0,50}\b(?:decision notice|record of (?:\w+ ){0,3}decisions?|notice of (?:\w+ )?decisions?(?! to be)"
        r"|(?:officer|delegated|executive|member) decision(?: record| form| notice)?)\b.{0,30}$",
    ),
    (
        "forward plan",
        r".{0,40}\bforward plan\b(?! (?:ref|no|num|item))|notice of (?:forthcoming |intended )?key decisions?"
        r"|.{0,30}\bdecisions to be (?:taken|made)\b",
    ),
    ("minutes", r"(?:draft |unconfirmed |approved |printed )*minutes(?: of\b| \W|:|$)|.{0,60}\bminutes$"),
    (
        "agenda",
        r"a ?g ?e ?n ?d ?a\b(?! item)|summons\b|notice of (?:a |the )?meeting\b|.{0,60}\bagenda$"
        r"|.{0,40}\bmeeting\b.{0,160}\b(?:will|is to|to) be held\b",
    ),
    ("notice", r".{0,40}\b(?:public|statutory|legal) notice\b.{0,30}$|notice is (?:hereby )?given\b"),
    ("letter", r"dear (?:sir|madam|mrs?|ms|miss|dr|cllr|councillor|colleagues?|all|\w+)\b"),
    ("report", r"report (?:of|to|by|for|from|title|author|subject)\b|(?:.{0,60}\b)?report$|purpose of (?:the |this )?report\b"),
)
_TYPE_OF_LINE = tuple((kind, compile_opening(cue, IGNORECASE)) for kind, cue in _TYPE_LINES)
# The same types by the words of a title or file name, the more telling first.
_TYPE_WORDS = (
    "agenda pack", "reports pack", "document pack", "inspection report", "decision notice", "decision", "forward plan", "minutes",
    "agenda", "letter", "report", "presentation", "notice",
)  # fmt: skip

_FORMS = r"(?:City|County|Borough|District|Metropolitan|Unitary|Town|Parish|Community)"
_GAP = r"[^\S\n]{1,9}+"
_WORD = r"(?<!\w)(?!(?:Council|COUNCIL)\b)(?>St\.|[A-Z][\w'’-]{0,27}+)"
# "Kent County Council", "City of York Council", "Bath and North East Somerset Council", "Bournemouth, Christchurch and Poole
# Council".
_COUNCIL_LAST = (
    rf"(?:{_WORD}(?: City)?, {_WORD} and )?{_WORD}"
    rf"(?:{_GAP}(?:(?:and|AND|&|of|OF|upon|on){_GAP}(?:the{_GAP})?+(?={_WORD}))?+{_WORD}){{0,7}}"
    rf"{_GAP}(?:Council|COUNCIL|council)\b(?!\s+(?:[Tt]ax|TAX|[Hh]ous))"
)
# London boroughs and royal boroughs put the form first and may leave the council out; two have names of two words.
_BOROUGH_FIRST = (
    r"(?:London|Royal|LONDON|ROYAL) (?:Borough of|BOROUGH OF) "
    rf"(?:Tower Hamlets|Waltham Forest|{_WORD}(?: (?:and|&|upon) {_WORD})?)"
)
_COUNCIL = compile_pattern(
    rf"{_COUNCIL_LAST}|{_BOROUGH_FIRST}|City of {_WORD} Corporation|{_WORD}(?: (?:and )?{_WORD}){{0,4}} Combined Authority"
)
# Words before a council's name that are capitalised like it ("Monitoring Officer Anyshire Council") or make it another council.
_NO_PLACE = frozenset({
    "after", "all", "although", "annual", "apologies", "arts", "as", "at", "because", "before", "between", "board", "both",
    "british", "by", "cabinet", "care", "chair", "chairman", "chief", "children", "children's", "children’s", "cllr",
    "committee", "councillor", "councillors", "date", "dear", "deputy", "director", "each", "engineering", "executive",
    "extraordinary", "families", "family", "following", "for", "former", "from", "full", "funding", "general", "head",
    "health", "if", "in", "inspection", "international", "justice", "leader", "learning", "legal", "local", "manager",
    "mayor", "medical", "meeting", "meetings", "member", "members", "minutes", "monitoring", "national", "nursing", "officer",
    "officers", "ordinary", "our", "panel", "partner", "people", "police", "present", "privy", "professions", "proper",
    "report", "reports", "research", "residents", "school", "schools", "secretary", "security", "service", "services",
    "shadow", "since", "skills", "social", "special", "sports", "student", "summons", "teaching", "tenants", "that", "this",
    "time", "to", "under", "venue", "welcome", "when", "while", "whole", "with", "within", "young", "youth",
})  # fmt: skip
_JOINERS = frozenset({"of", "the", "and", "a", "on", "upon", "&"})
_SHORT_COUNTIES = {
    "Beds": "Bedfordshire", "Berks": "Berkshire", "Bucks": "Buckinghamshire", "Cambs": "Cambridgeshire",
    "Glos": "Gloucestershire", "Hants": "Hampshire", "Herts": "Hertfordshire", "Lancs": "Lancashire",
    "Leics": "Leicestershire", "Lincs": "Lincolnshire", "Northants": "Northamptonshire", "Notts": "Nottinghamshire",
    "Oxon": "Oxfordshire", "Staffs": "Staffordshire", "Warks": "Warwickshire", "Wilts": "Wiltshire",
    "Worcs": "Worcestershire",
}  # fmt: skip
"""The customary short forms of county names, which papers use beside the full ones."""
_AREA_FORMS = compile_pattern(
    r"\b(?:london borough|royal borough|city|county|borough|district|metropolitan|unitary|council|corporation)\b(?: of\b)?"
)
CLEAR_LEAD = 1.25
"""How many times as prominent as the next council the issuing one must be, or none is named."""

_PLACE = r"(?P<area>[A-Z][^.:;]{1,80}?)"
_INSPECTED = tuple(compile_pattern(cue) for cue in (
    # Ofsted: "Inspection of Anytown local authority children's services", "Focused visit to Anytown children's services".
    rf"(?:[Ii]nspection|[Vv]isit) (?:of|to) (?:the )?{_PLACE}(?: local authority)? [Cc]hildren['’]s (?:social care )?services",
    rf"[Ii]nspection of {_PLACE} (?:Children (?:and|&) Families Trust|Children['’]s (?:Services )?Trust|Children First)",
    # Area SEND inspections of Ofsted and CQC, youth justice inspections of HMIP, and CQC's assessments of adult social care.
    rf"[Ii]nspection of {_PLACE} [Ll]ocal [Aa]rea [Pp]artnership",
    rf"[Ii]nspection of youth (?:offending|justice) services? in {_PLACE}(?=\n| HM |$)",
    rf"{_PLACE}: local authority assessment",
))  # fmt: skip
# Ofsted until 2021: the authority on a line of its own above "Inspection of children's social care services".
_NAMED_ABOVE = compile_pattern(
    r"^(?P<area>[A-Z][^\n]{2,80}(?:\nCouncil\s*)?)\n\s*Inspection of (?:local authority )?children", MULTILINE
)
# The inspectorates of England, Wales, Scotland and Northern Ireland; an Ofsted report may name itself only by its inspectors.
_INSPECTORATES = (
    ("Ofsted", r"\bOfsted\b|His Majesty['’]s Inspector\b|Her Majesty['’]s Inspector\b|\bHMI\b"),
    ("Care Quality Commission", r"\bCare Quality Commission\b|\bCQC\b"),
    ("HM Inspectorate of Probation", r"\bHM Inspectorate of Probation\b|\bHMI Probation\b|\bHMIP\b"),
    ("HMICFRS", r"\bHMICFRS\b"),
    ("Estyn", r"\bEstyn\b"),
    ("Care Inspectorate Wales", r"\bCare Inspectorate Wales\b"),
    ("Care Inspectorate", r"\bCare Inspectorate\b(?! Wales)"),
    ("RQIA", r"\bRQIA\b|Regulation and Quality Improvement Authority"),
)

_BODY_NOUN = (
    r"(?:Sub-? ?Committee|Committee|Cabinet|Executive|Panel|Board|Forum|Commission|Assembly|Full Council|County Council|Council"
    r"|Working (?:Group|Party)|(?:Task (?:and|&) Finish|Steering|Scrutiny|Advisory) Group|Partnership)"
)
# A line that is the name of a body and no more: "Cabinet", "Schools Forum", "Scrutiny Board (Children and Families)".
_BODY_LINE = compile_opening(
    rf"(?P<body>(?:[A-Z&(][\w'’,&()/–-]* (?:(?:and|of|for|the|&|on|in) )*){{0,9}}{_BODY_NOUN}"
    r"(?: \([A-Z][^()]{2,60}\)| [A-Z1-9])?)$"
)
# A body that is named only as "the Committee" is named somewhere else.
_NAMELESS_BODY = compile_pattern(
    r"(?:(?:sub-? ?)?committee|panel|board|forum|commission|assembly|(?:working )?(?:group|party)|partnership)$", IGNORECASE
)
_BESIDE_BODY = compile_pattern(
    r"^(?:(?:draft )?minutes|agenda|meeting|notice)(?: pack)?(?: of| for)?(?: the)? |\s+(?:meeting|agenda|minutes)(?: pack)?$",
    IGNORECASE,
)
_NOT_BODY = compile_pattern(r"(?:councillor|cllr|to|members|report|chair|agenda item)\b", IGNORECASE)
_BODY_LABEL = compile_pattern(
    r"^(?:meeting|committee|name of (?:meeting|committee)|report (?:to|for)(?: the)?|decision[- ]?(?:maker|taker)"
    r"|decision (?:taken|made) by)\s{0,9}(?P<mark>[:\t])\s*+(?:the )?"
    r"(?P<body>[^\t\n]{3,90}?)(?=\s(?:date|time|venue|place)\b|[\t\n]|$)",
    IGNORECASE | MULTILINE,
)
_BODY_ADDRESSED = compile_pattern(
    rf"^report (?:to|for) (?P<mark>)(?:the )?(?P<body>[^\t\n:]{{0,80}}{_BODY_NOUN})\b", IGNORECASE | MULTILINE
)
# "A meeting of the Cabinet will be held", "Minutes of the meeting of the Planning Committee held on", "... At 5.00 pm".
_BODY_MEETING = compile_pattern(
    r"\b(?:[Mm]eeting|MEETING|[Mm]inutes|MINUTES) (?:of|OF) (?:(?:an?|the|A|THE) )?+"
    r"(?:(?:[Mm]eeting|MEETING) (?:of|OF) (?:(?:an?|the|THE) )?+)?+"
    r"(?P<body>[A-Z](?:[^.;:\s]|(?!\s(?:is|was|are|were)\s)[^\S\t]){2,110}?),?\s"
    r"(?=(?:will|is to|to) be held\b|was held\b|held\b|HELD\b|meeting\b"
    r"|on (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)|[Aa]t \d|[Aa]t the\b|in the\b)"
)
# Decisions taken by one person: that person's office.
_DECIDER = compile_pattern(
    r"^decision[- ]?(?:maker|taker|(?:taken|made) by)\s*[:\t]\s*(?P<body>[^\t\n]+)", IGNORECASE | MULTILINE
)
_OFFICE = compile_pattern(
    r"\b(?:(?:Deputy )?Leader of the Council|(?:(?:Cabinet|Executive|Lead) Member|Portfolio Holder) for .{3,80}|Chief Executive"
    r"|(?:[A-Z][a-z]+ )?Director\b.{0,80})$"
)
_PARTS = compile_pattern(r"\s[-–—|]\s|[:;]\s|\t|,\s(?=\d)")
_FULL_COUNCIL = compile_pattern(r"\b(?:at|to|of|for|by) [Ff]ull Council\b")
_WHOLE_COUNCIL = compile_opening(
    r"(?:(?:full|annual|extraordinary|ordinary|county|city|borough|district|town|parish) )*council", IGNORECASE
)

_DATE_LABEL = compile_pattern(
    r"\b(?:date|date of (?:the )?(?:meeting|decision)|(?:meeting|decision) date|date and time)\s*[:\t–-]?\s*$", IGNORECASE
)
# Days on or near a paper that are not its own: of its printing, of another meeting, of accounts.
_OTHER_DAY = compile_pattern(
    r"\b(?:publish|publication|d[ei]spatch|issued|circulated|deadline|updated|call-?in|next meeting|previous|last meeting"
    r"|year end|since|until|by no later|no later than|with effect|comes? into|proper officer)",
    IGNORECASE,
)
_WEEKDAY = compile_pattern(r"(?:mon|tue|wed|thu|fri|sat|sun)", IGNORECASE)
_MINUTES_OF = compile_pattern(r"\bminutes\b", IGNORECASE)
_HELD = compile_pattern(r"\bmeeting\b|\bheld\b", IGNORECASE)
BESIDE_CHARS = 1_000
"""Of its line on either side of a date: a line of thousands of dates is not looked through once for each."""
LINE_WORDS = 8
"""A line with no more words than these beside a date is about that date."""
# "Stage 1, from 1 September 2026", "by 4 December 2025": where a time begins or ends of which the paper speaks.
_SPAN = compile_pattern(
    r"\b(?:from|by|before|after|between|to|beginning|starting|commencing|ending|expir(?:es|ing|y))(?: on)?\W*$",
    IGNORECASE,
)
# Papers of no meeting: their day is that of their signing or publication, which may stand at their foot.
_WITHOUT_MEETING = frozenset({"notice", "letter", "presentation", "paper"})
_SIGNED_DAY = compile_pattern(
    r"^\W*(?:dated?(?: this)?(?: the)?|(?:first )?published(?: on)?|publication date"
    r"|date of (?:publication|issue|(?:this )?notice))\W*$",
    IGNORECASE,
)
_PUBLISHED = compile_pattern(r"(?:\bpublished(?: on)?|publication date|date of publication)\s*:?\s*$", IGNORECASE)
_INSPECTION_DAYS = compile_pattern(r"\b(?:inspection dates?|dates? of (?:inspection|visit)|visit dates?)\b", IGNORECASE)

# What programs write into a title when nobody did, and what is a path or file name.
_NO_TITLE = compile_opening(
    r"microsoft (?:word|powerpoint)\b|powerpoint presentation|(?:un)?titled?\d*$|document\d*$|presentation\d*$|slide \d+$"
    r"|word document|print|.*\.(?:docx?|pptx?|pdf|html?|rtf|odt|xlsx?|indd)$|.*[\\/].*[\\/]|\W*$|new document|template",
    IGNORECASE,
)
# Headings that every paper of a type has.
_BARE_HEADING = compile_opening(
    r"(?:public document pack|agenda(?: item)?\W*\d*|minutes|report|contents|summons|notice of meeting|introduction|summary"
    r"|executive summary|purpose of (?:the )?report|present|part (?:a|1|i)|page \d+)$",
    IGNORECASE,
)
_SMALL_WORDS = frozenset({"and", "of", "for", "the", "on", "in", "to", "a", "upon", "under", "with"})


def state_facts(
    text_of_first_pages: str, blocks: Sequence[Block], properties: dict[str, str], name: str, overrides: dict[str, str]
) -> Facts:
    """The facts of a document. `text_of_first_pages` has a block or printed line on each line; `properties` are the file's own,
    `name` its name, `overrides` what a manifest says, with an ISO date."""
    front = "\n".join(" \t ".join(line.split("\t")).strip() for line in text_of_first_pages.splitlines() if line.strip())
    head = front[:HEAD_CHARS]
    title = properties.get("title", "")
    pages = max((block.page or 0 for block in blocks), default=0) or sum(len(block.text) for block in blocks) // PAGE_CHARS
    kind = overrides.get("type", "").lower() or find_type(head, title, name, pages)
    inspected = kind == "inspection report"
    council = overrides.get("council")
    council = council or (find_inspected(front, blocks) if inspected else find_council(f"{front}\n{title}", blocks))
    council = council or next((found for *_, found in _find_councils(_readable(name.replace("/", " ")).title())), None)
    body = overrides.get("body") or (
        _find_inspectorate(front, blocks) if inspected else _find_body(head, _head_lines(head, blocks), title, name)
    )
    stated = parse_date(overrides.get("date", ""))
    day = stated or (_find_inspection_day(front, blocks) if inspected else _find_meeting_day(front, kind))
    day = day or _first_date(title) or _first_date(properties.get("published", "")[:10]) or find_date_in_name(name)
    heading = overrides.get("title") or _find_title(front, blocks, title, name, kind, body, day)
    if inspected and council and name_area(council) not in heading.lower():
        heading = f"{council} – {heading}"
    return Facts(title=heading, council=council, body=body, date=day, type=kind)


def find_type(head: str, title: str, name: str, pages: int) -> str:
    """The type, one of `TYPES`: by the first line that names one, else by title or file name, else "paper"."""
    if name.lower().endswith(".pptx"):
        return "presentation"
    kind = next((kind for line in head.splitlines() for kind, cue in _TYPE_OF_LINE if cue.match(line)), None)
    if kind is None and compile_pattern(r"\bthis report\b", IGNORECASE).search(head):
        kind = "report"
    if kind is None:
        words = f"{title} {_readable(name)}".lower()
        kind = next((kind for kind in _TYPE_WORDS if compile_pattern(rf"\b{kind}\b").search(words)), "paper")
        kind = "agenda pack" if kind.endswith(" pack") else "decision notice" if kind == "decision" else kind
    return (
        "agenda pack"
        if kind == "agenda" and (pages >= PACK_PAGES or compile_pattern(r"\bpack\b", IGNORECASE).search(title))
        else kind
    )


def find_council(front: str, blocks: Sequence[Block]) -> str | None:
    """The council that issued a paper: the one most prominent at its beginning; None where two are about as prominent."""
    weights: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    for text, share in ((front, 1.0), *((block.text, 0.1) for block in blocks)):
        for start, _, council in _find_councils(text):
            area = name_area(council)
            line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
            alone = 4 if len(line) < len(council) + 20 else 0
            minor = 0.4 if compile_pattern(r"\b(?:Town|Parish|Community) Council$").search(council) else 1
            weights[area] += share * minor * (1 + (alone + 3 / (1 + start / HEAD_CHARS) if share == 1 else 0))
            names.setdefault(area, Counter())[council] += 1
    ranked = weights.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR_LEAD * ranked[1][1]):
        return None
    # Of several names for one council the fullest is its formal one.
    return max(names[ranked[0][0]], key=lambda council: (len(council), council))


def find_inspected(front: str, blocks: Sequence[Block]) -> str | None:
    """The authority that an inspection report is on, by its formal name where the report gives it, else by its area."""
    head = front[:HEAD_CHARS]
    flat = " ".join(head.split())
    found = next((match for cue in _INSPECTED for text in (flat, head) if (match := cue.search(text))), None)
    found = found or _NAMED_ABOVE.search(head)
    if found is None:
        return find_council(front, blocks)
    area = _tidy_council(compile_pattern(r"^(?:the|\d+)\s+|\s+local authority$").sub("", " ".join(found["area"].split())))
    text = "\n".join((front, *(block.text for block in blocks)))
    named = Counter(council for *_, council in _find_councils(text) if name_area(council) == name_area(area))
    return max((area, *named), key=lambda council: (len(council) + 100 * bool(_COUNCIL.fullmatch(council)), council))


def name_area(council: str) -> str:
    """The place in a council's name, in lower case: the same for "Derby", "Derby City Council" and "City of Derby"."""
    words = council.lower().replace("&", "and")
    return " ".join(_AREA_FORMS.sub(" ", words).split()).removeprefix("the ") or council.lower()


def _find_councils(text: str) -> Iterator[tuple[int, int, str]]:
    """The councils named in a text, each with where its name begins and ends."""
    for match in _COUNCIL.finditer(text):
        words = list(compile_pattern(r"\S+").finditer(match[0]))
        foreign = [n for n, word in enumerate(words[:-1]) if word[0].lower().strip(",.") in _NO_PLACE]
        words = words[foreign[-1] + 1 :] if foreign else words
        while words and words[0][0].lower() in _JOINERS:
            words.pop(0)
        council = _tidy_council(" ".join(word[0] for word in words))
        if compile_pattern(rf"\b(?:{_FORMS}|Council|of|the)\b").sub("", council).strip():
            yield match.start() + words[0].start(), match.end(), council


def _tidy_council(name: str) -> str:
    words = [_SHORT_COUNTIES.get(word, word) for word in _lower_capitals(name).split()]
    return compile_pattern(r"\bcouncil$").sub("Council", " ".join(words))


def _lower_capitals(text: str) -> str:
    """A name printed in capitals as it is otherwise written."""
    if not text.isupper():
        return text
    words = [compile_pattern(r"^\W*\w").sub(lambda first: first[0].upper(), word.lower()) for word in text.split()]
    return " ".join(word.lower() if n and word.lower() in _SMALL_WORDS else word for n, word in enumerate(words))


def _head_lines(head: str, blocks: Sequence[Block]) -> list[str]:
    """The first lines, of the first page alone where there are pages."""
    if blocks:
        return [block.text for block in blocks[:HEAD_BLOCKS] if block.page in (None, 1) and block.kind != "item"]
    return head.splitlines()[:HEAD_BLOCKS]


def _find_body(head: str, lines: Sequence[str], title: str, name: str) -> str | None:
    """The committee or other body whose paper it is: as labelled, as summoned, as a line of its own; then by title and name."""
    flat = " ".join(head.split())
    bodies = [office[0].strip() for match in _DECIDER.finditer(head) if (office := _OFFICE.search(match["body"]))]
    labels = [match for cue in (_BODY_LABEL, _BODY_ADDRESSED) for match in cue.finditer(head)]
    bodies += [_tidy_body(match["body"], labelled=match["mark"] == ":") for match in labels]
    bodies += [_tidy_body(match["body"], labelled=True) for match in _BODY_MEETING.finditer(flat)]
    for words in (*(line for line in lines if len(line) <= TITLE_CHARS), title, _readable(name)):
        bodies += [_tidy_body(part) for part in _PARTS.split(words)]
    return next((body for body in bodies if body), "Full Council" if _FULL_COUNCIL.search(flat) else None)


def _tidy_body(words: str, labelled: bool = False) -> str | None:
    """The name of a body without date, council and "meeting"; None where it is none. A labelled one may be called anything."""
    for start, end, _ in reversed(find_dates(words)):
        words = f"{words[:start]}\t{words[end:]}"
    words = _lower_capitals(compile_pattern(r"\t|\s[-–—|]\s").split(words.strip("\t ,-–—|"))[0].strip(" ,-–—."))
    for start, end, _ in reversed(list(_find_councils(words))):
        words = f"{words[:start]} {words[end:]}"
    words = _BESIDE_BODY.sub("", words)
    words = compile_pattern(r"^[\s,–-]*(?:the\s+)?|(?:\s+(?:of|of the|at|for))?[\s,–-]*$", IGNORECASE).sub("", words)
    if _WHOLE_COUNCIL.fullmatch(words) or (labelled and not words):
        return "Full Council"
    if _NAMELESS_BODY.match(words) or _NOT_BODY.match(words):
        return None
    match = _BODY_LINE.match(words)
    return words if match or (labelled and words[:1].isupper() and len(words) <= 80) else None


def _find_inspectorate(front: str, blocks: Sequence[Block]) -> str | None:
    """The inspectorate that names itself first: on the first pages, else in the imprint at the end."""
    for text in (front, "\n".join(block.text for block in blocks[-HEAD_BLOCKS:])):
        places = {name: match.start() for name, cue in _INSPECTORATES if (match := compile_pattern(cue).search(text))}
        if places:
            return min(places, key=lambda name: places[name])
    return None


def _find_meeting_day(front: str, kind: str) -> date | None:
    """The day of the meeting: as labelled, as summoned, or on a line of its own. Papers of no meeting: as signed or published."""
    ranked: list[tuple[int, int, date]] = []
    for start, end, day in find_dates(front):
        line_start, line_end = front.rfind("\n", 0, start) + 1, front.find("\n", end)
        line_end = line_end if line_end >= 0 else len(front)
        before, after = front[max(line_start, start - BESIDE_CHARS) : start], front[end : min(line_end, end + BESIDE_CHARS)]
        above = front[front.rfind("\n", 0, max(0, line_start - 1)) + 1 : line_start]
        if kind in _WITHOUT_MEETING and _SIGNED_DAY.match(before.strip() or above):
            ranked.append((0, start, day))
        # A forward plan is known by the days between which it holds.
        if _OTHER_DAY.search(before[-60:]) or (kind != "forward plan" and _SPAN.search(before[-60:])):
            continue
        if kind != "minutes" and _MINUTES_OF.search(before) and _HELD.search(before):
            continue
        beside = len(compile_pattern(r"[A-Za-z]{2,}").findall(before + " " + after))
        if _DATE_LABEL.search(before[-60:] or front[max(0, line_start - 40) : line_start]):
            ranked.append((1, start, day))
        elif start < HEAD_CHARS and _HELD.search(before) and len(before) < 300:
            ranked.append((2, start, day))
        elif start < HEAD_CHARS and (beside <= LINE_WORDS or (not before.strip() and _WEEKDAY.match(front[start:]))):
            ranked.append((3, start, day))
    return min(ranked)[2] if ranked else None


def _find_inspection_day(front: str, blocks: Sequence[Block]) -> date | None:
    """The day of publication where it is stated, else the last day of the inspection."""
    for text in (front, "\n".join(block.text for block in blocks[-HEAD_BLOCKS:])):
        for start, _, day in find_dates(text):
            if _PUBLISHED.search(text[max(0, start - 30) : start]):
                return day
    label = _INSPECTION_DAYS.search(front)
    # Two days of one inspection stand within so many characters of its label.
    days = [day for _, _, day in find_dates(front[label.end() : label.end() + 80])] if label else []
    return max(days, default=None)


def _first_date(text: str) -> date | None:
    return next((day for _, _, day in find_dates(text)), None)


def _find_title(front: str, blocks: Sequence[Block], title: str, name: str, kind: str, body: str | None, day: date | None) -> str:
    """The file's own title if it speaks of this paper, else what stands at its top, else what it is of which body and day."""
    title = " ".join(title.split())
    meaningful = 3 < len(title) <= TITLE_CHARS and not _NO_TITLE.match(title)
    if meaningful and _speaks_of(title, front):
        return title
    if body and kind in ("agenda pack", "agenda", "minutes"):
        return f"{kind.capitalize()}: {body}" + (f", {write_date(day)}" if day else "")
    heading = _top_heading(blocks)
    if heading:
        return heading
    return title if meaningful else _readable(name)


def _speaks_of(title: str, front: str) -> bool:
    """Whether most words of a title stand in the paper: files are saved over others and keep the title of those."""
    words = {word for word in compile_pattern(r"\w+").findall(title.lower()) if len(word) > 2}
    known = set(compile_pattern(r"\w+").findall(front.lower()))
    return bool(words) and 3 * len(words & known) >= 2 * len(words)


def _top_heading(blocks: Sequence[Block]) -> str | None:
    """The headings at the very top as one title; None where running text comes first or only bare headings stand."""
    parts: list[str] = []
    for block in blocks[:HEAD_BLOCKS]:
        if block.page not in (None, 1) or (block.kind != "heading" and (parts or len(block.text) > TITLE_CHARS)):
            break
        words = _lower_capitals(block.text)
        bare = _BARE_HEADING.match(words) or ":" in words or parse_date(words) or _COUNCIL.fullmatch(words)
        if block.kind == "heading" and not bare and len(" – ".join((*parts, words))) <= TITLE_CHARS:
            parts.append(words)
        elif parts:
            break
    return " – ".join(parts[:2]) or None


def _readable(name: str) -> str:
    """A file name as words: without ending, hyphens and underscores, a date in it written out."""
    stem = PurePosixPath(name).stem.replace("_", "-").replace("%20", " ").replace("+", " ")
    for start, end, day in reversed(find_dates(stem)):
        stem = f"{stem[:start].rstrip(' -')}, {write_date(day)} {stem[end:].lstrip(' -')}"
    words = " ".join(compile_pattern(r"-+").sub(" ", stem).split()).strip(" ,") or name
    return words[0].upper() + words[1:]
