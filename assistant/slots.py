"""What a question leaves open (a figure, a date, a name, a grade, a reason) and how well a statement fills it."""

from assistant.question import Question, Slot
from assistant.statements import Statement
from assistant.stems import stems
from ingest.patterns import IGNORECASE, compile_pattern, escape

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
GRADE = compile_pattern(
    r"\b(?:outstanding|good|requires? improvement|inadequate|satisfactory|adequate|exceptional|strong standard|expected standard|"
    r"needs attention|urgent improvement)\b",
    IGNORECASE,
)
"""Grades of Ofsted, HMIP and CQC, of this framework and the ones before."""
SIGNS = {
    "money": compile_pattern(r"£\s?\d|\b\d[\d,.]{0,30}\s?(?:million|billion|m|bn|k)\b", IGNORECASE),
    "share": compile_pattern(r"\d\s?%|\bper ?cent\b", IGNORECASE),
    "number": compile_pattern(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand)\b", IGNORECASE
    ),
    "date": compile_pattern(
        rf"\b(?:{MONTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?:19|20)\d\d|spring|summer|autumn|winter)\b", IGNORECASE
    ),
    "person": compile_pattern(
        r"\b(?:Cllr|Councillor|Mr|Mrs|Ms|Dr|Chair|Director|Officer|Head of|Leader|Manager|Inspector|Member)\b|"
        r"\b[A-Z][a-z]+ [A-Z][a-z]+\b"
    ),
    "grade": GRADE,
    "reason": compile_pattern(
        r"\b(?:because|due to|so that|in order to|as a result|result of|therefore|reflect|reason|owing|since|led to|cause)",
        IGNORECASE,
    ),
}


NO_NAME = (
    r"(?:Board|Councils?|Committee|Cabinet|Executive|Panel|Trust|Services?|Director|Officers?|Head|Leaders?|Managers?|Inspectors?|"
    r"Members?|Chair|Vice|Deputy|Assistant|Chief|Strategic|Operational|Lead|Principal|Senior|Child|Children[’'s]*|Adults?|Young|"
    r"People|Persons?|Care|Social|Health|Education|Skills|Schools?|Academy|College|University|Famil(?:y|ies)|Early|Help|Improvement|"
    r"Development|Plans?|Strategy|Policy|Report|Act|Section|Schedule|Part|Annual|North|South|East|West|Central|City|County|Borough|"
    r"District|Parish|Town|Isle|Royal|London|Local|National|Public|Government|State|Secretary|Department|Ofsted|The|This|These|In|On|"
    r"It|We|Our|Their|All|Any|An|A|Access|Communication|Support|Special|Needs|Business|Case|Option|Virtual|Corporate|Parenting|"
    r"Overview|Scrutiny|Working|Group|Team|Partnership|Work|Workers?|Her|His|Majesty[’'s]*|" + MONTH + r")\b"
)
"""Words that begin with a capital in titles of bodies, posts and papers and are no part of a person's name."""
NUMBER_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
FILLS = {
    "number": compile_pattern(
        rf"(?<![\w£.,/-])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?"
        rf"(?![\w/%]|-(?!(?:hour|day|week|month|year|bed|place)\b)|\.\d|\s?%|\s?per cent|\s+{MONTH})|"
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|one|none|no|half|a (?:third|quarter)|two[- ]thirds|"
        r"three[- ]quarters)\b",
        IGNORECASE,
    ),
    "measure": compile_pattern(
        rf"£\s?\d[\d.,]*|(?:\d[\d.,]{{0,30}}|\b{NUMBER_WORD})\s?"
        r"(?:%|(?:per ?cent|million|m|hours?|days?|weeks?|months?|years?|times|points?)\b)"
        r"|\b(?:half|twice|double[ds]?|halved|trebled|tripled|a (?:third|quarter))\b",
        IGNORECASE,
    ),
    "share": compile_pattern(
        r"\d[\d.,]{0,30}\s?(?:%|per ?cent\b)|\b\w+(?:teen|ty)(?:-\w+)? per ?cent\b|"
        r"\b(?:half|quarter|third|one|two|three|four|five|six|seven|eight|nine|"
        r"ten)(?: per cent| of| in)\b|\b\d[\d,]{0,30} (?:out )?of (?:these|those|them|the \d|\d)",
        IGNORECASE,
    ),
    "money": compile_pattern(r"£\s?\d[\d.,]*(?:\s?(?:million|billion|m|bn|k)\b)?", IGNORECASE),
    "date": compile_pattern(
        rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\b(?:\s+\d{{4}})?|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|"
        rf"\b(?:19|20)\d\d(?:[/-]\d\d)?\b|\bat any time\b|\b\d+ (?:days|weeks|months|years)\b",
        IGNORECASE,
    ),
    "holder": compile_pattern(
        rf"\b(?!{NO_NAME})[A-Z][a-zà-ž’'-]+(?:-[A-Z][a-z]+)? (?:[A-Z]\.? )?(?!{NO_NAME})(?:Mc|Mac|O[’'])?[A-Z][a-zà-ž’'-]+"
        r"(?:-[A-Z][a-z]+)?\b|\b(?:chaired|led|headed) by an? (?:[\w-]+ ){1,6}[\w-]+"
    ),
    "person": compile_pattern(
        r"\b(?!The\b|This\b|In\b)[A-Z][\w’'-]{1,40}+ [A-Z][\w’'-]+|\b(?:Cllr|Councillor|Chair|Director|Officer|Leader|"
        r"Manager|Inspector|Member|Committee|Board|Panel|Group|Council|Trust|governors?|authority|body|agency|"
        r"(?i:councils|trusts|members|officers|executives?|inspectors|schools|head of \w+|parents|carers|partners|agencies))\b"
    ),
    "frequency": compile_pattern(
        r"\b(?:hourly|daily|weekly|fortnightly|monthly|bi-?monthly|quarterly|termly|half-?termly|yearly|annual(?:ly)?|once|twice|rarely|"
        r"every (?:\w+ ){0,2}(?:day|week|month|quarter|term|year)s?|each (?:day|week|month|quarter|term|year)|"
        r"\w+ times (?:a|per|each|every) (?:day|week|month|quarter|term|year)|per (?:day|week|month|year)|half)\b",
        IGNORECASE,
    ),
    "value": compile_pattern(
        rf"£\s?\d[\d.,]*|(?<![\w.,/-])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?:\s?(?:%|per ?cent\b))?(?![\w/]|\s+{MONTH})",
        IGNORECASE,
    ),
    "contact": compile_pattern(r"\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b|[\w.+-]+@[\w-]+\.[\w.-]+\w"),
    "grade": GRADE,
    "name": compile_pattern(r"\b(?!The\b|This\b|In\b|It\b|We\b)[A-Z][\w’'-]+(?: (?:of|and|the) [A-Z][\w’'-]+| [A-Z][\w’'-]+)*"),
    "place": compile_pattern(
        r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d+ [A-Z]\w+ (?:Street|Road|Lane|Avenue|Way|Square|Close)\b"
    ),
}
"""What fills a slot of each kind."""
UNITS = compile_pattern(r"£|\b(?:costs?|budgets?|funding|spend(?:ing)?|million|thousands?|price|value|savings?)\b", IGNORECASE)
"""Words above a column of amounts that print no unit of their own."""
ANYONE = ("people", "persons", "residents", "families", "times", "things")
"""What is counted without being named again where the figure stands."""
NEAR_BY_WORDS = 12
"""How far from a figure or name what it is of may stand."""
UNBOUND = 0.3
"""What a figure or name is worth that stands away from what is asked: "two sessions" does not tell how many came."""
ASKS_OF_CHANGE = compile_pattern(
    r"\bhow (?:has|have|had|did|does|do|much|far)\b.{0,80}\b(?:chang\w+|compare\w*|develop\w*|moved|differ\w*|fallen|fall|risen|"
    r"rise|grown|grow|improved?|increase\w*|decrease\w*)\b|\bdifference\b",
    IGNORECASE,
)
TELLS_OF_CHANGE = compile_pattern(
    r"\d[^.;]{0,120}\b(?:compared (?:with|to)|against|(?:up|down) from|from \D{0,3}\d\S* to|than (?:in|at)?|previous year|"
    r"last year)\b[^.;]{0,60}",
    IGNORECASE,
)
RESPONSIBLE = compile_pattern(r"\b(?:lead|author|officer|member|owner|responsible|contact|chair|maker)\b", IGNORECASE)
"""Names of columns whose cells name people or posts, if only by a code."""
ASKS_FOR_PEOPLE = compile_pattern(
    r"\bwho\b|\b(?:which|list|name|names of)\b.{0,80}\b(?:members?|councillors|people|officers)\b|\bmembership\b", IGNORECASE
)


def fill_slot(slot: Slot, statement: Statement, question: Question) -> float:
    """How well a statement fills a slot: 1 where a thing of its kind stands by what is counted, UNBOUND where it stands anywhere,
    0 where there is none that the question did not hold itself."""
    if slot.kind == "meaning":
        return float(_defines(statement.text, slot.focus[0]) if slot.focus else False)
    held = question.text.lower()
    # Papers give a share of people without naming them again ("98% were on time"), and count signatures for those who signed.
    free = not slot.focus or slot.kind == "share" or slot.focus[-1] in ANYONE
    # What a list's lead-in says holds of each of its items: "In October the visit found:".
    parts = statement.cells if statement.kind == "row" else tuple(filter(None, (statement.text, statement.lead_in)))
    best = 0.0
    for place, part in enumerate(parts):
        column = statement.names[place] if place < len(statement.names) else ""
        if slot.kind in ("person", "holder") and part and RESPONSIBLE.search(column):
            return 1.0
        # What a table is of is said above it: "Places by school".
        above = " ".join((*statement.passage.path[-1:], statement.header or "")) if statement.kind == "row" else ""
        named = f"{parts[0]} {column} {above}" if place else above
        # Amounts of a table have their unit in its title or column names.
        in_units = place > 0 and slot.kind in ("money", "measure") and UNITS.search(f"{column} {above}")
        for match in FILLS["number" if in_units else slot.kind].finditer(part):
            opens_sentence = slot.kind == "name" and not match.start() and " " not in match[0]
            if opens_sentence or compile_pattern(rf"(?<!\w){escape(match[0].lower().strip())}(?!\w)").search(held):
                continue
            near_by = [
                named,
                *part[: match.start()].split()[-NEAR_BY_WORDS:],
                match[0],
                *part[match.end() :].split()[:NEAR_BY_WORDS],
            ]
            bound = free or bool(stems(slot.focus[-1]) & stems(" ".join(near_by)))
            best = max(best, 1.0 if bound else UNBOUND)
    return best


def _defines(text: str, term: str) -> bool:
    """Whether a text says what a term or a short form means, as papers do: "Single Point of Access (SPA)", "SPA: ..."."""
    word = escape(term)
    says = r"(?:stands? for|means?|is defined as|refers to|is short for)"
    found = compile_pattern(rf"\(['‘“]?{word}s?['’”]?\)|^\W*{word}s?\W*[:–—-]\s|\b{word}\b\W+{says}\b", IGNORECASE).search(text)
    return found is not None


def fit_question(question: Question, statement: Statement) -> float:
    """From 0 to 1: how far the statement holds the kind of thing asked for: a figure, a date, a name, a reason."""
    if statement.kind == "roll":
        return float(ASKS_FOR_PEOPLE.search(question.text) is not None)
    if question.slots:
        return sum(fill_slot(slot, statement, question) for slot in question.slots) / len(question.slots)
    if ASKS_OF_CHANGE.search(question.text) and TELLS_OF_CHANGE.search(statement.text):
        return 1.0
    kinds = [kind for kind in question.expected if kind in SIGNS]
    if not kinds:
        return 0.5
    return sum(SIGNS[kind].search(statement.text) is not None for kind in kinds) / len(kinds)
