"""What a question asks for: its subject words, the kind of answer it expects, and whether it is a question at all."""

from dataclasses import dataclass
from typing import Literal

from assistant.times import TIME, move_time
from index.retriever import STOP_WORDS, subject_words
from index.terms import Terms
from ingest.patterns import IGNORECASE, compile_pattern

LONGEST_CHARS = 1000
SlotKind = Literal[
    "number", "measure", "value", "frequency", "meaning", "contact", "share", "money", "date", "holder", "person", "place",
    "grade", "name",
]  # fmt: skip
Expected = Literal["number", "money", "share", "date", "person", "grade", "list", "reason", "yes_no", "text"]

PATTERNS: tuple[tuple[Expected, str], ...] = (
    (
        "money",
        r"\bhow much\b(?! (?:notice|time))|\b(?:cost|costs|budget|fund(?:ing|ed)?|spend|spent|price|savings?|"
        r"deficit|overspend|grant|£|fees?|income|contributions?)\b",
    ),
    (
        "share",
        r"\b(?:what|which) (?:share|percentage|proportion|per ?cent)\b|\bpercentage\b|\bper ?cent\b|\brates?\b|\bproportion\b|%",
    ),
    ("number", r"\bhow (?:many|long|often|far|old|large|big)\b|\b(?:number|total|figure|caseload)\b"),
    (
        "date",
        r"\bwhen\b|\bwhat (?:date|day|month|year|time)\b|\bwhich (?:date|day|month|year|meeting)\b|\bby when\b|"
        r"\bhow soon\b|\bdeadline\b",
    ),
    (
        "person",
        r"\bwho(?:se|m)?\b|\bwhich (?:officer|councillor|member|director|person|inspector|lead)\b|\b(?:author|"
        r"chair|lead inspector)\b",
    ),
    ("grade", r"\b(?:rated?|graded?|grades?|judged?|judgements?|ratings?)\b"),
    ("reason", r"\bwhy\b|\bwhat (?:reason|caused|led to)\b|\breasons?\b"),
    (
        "list",
        r"\b(?:list|name) (?:the|all|every)\b|\bwhat are\b|\bwhich (?:\w+ ){0,3}?(?:areas|items|duties|schools|members|"
        r"people|topics|teams|ways|options|risks|services|measures|decisions|recommendations|figures)\b|"
        r"\bwho (?:are|were|sat|attended)\b",
    ),
    ("yes_no", r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must|should|may)\b"),
)
POST = (
    r"(?:vice-?chair|chair(?:man|woman|person)?|director|head ?teacher|head|leader|deputy|commissioner|inspector|manager"
    r"|councillor|mayor|secretary|minister|chief executive|principal|psychologist|co-?ordinator)"
)
"""What one named person is or was; a lead, a contact or an author may be an office or a code."""
SLOTS: tuple[tuple[SlotKind, str], ...] = (
    ("number", r"\bhow many\s+(?P<focus>(?:[\w’'&/-]+\s*){1,5})"),
    ("number", r"\bwhat(?:'s| is| was| were)? the (?:average |total |overall )?(?P<focus>caseloads?|headcount)\b"),
    (
        "number",
        r"\bwhat(?:'s| is| was| were)? the (?:average |total |overall )?number(?: of)?\s+(?P<focus>(?:[\w’'&/-]+\s*){1,5})",
    ),
    ("share", r"\b(?:what|which) (?:share|percentage|proportion|per ?cent)(?: of)?\s+(?P<focus>(?:[\w’'&/-]+\s*){1,5})"),
    (
        "money",
        r"\bhow much (?:\w+ )?(?:money|funding|income|grant|debt)\b|\bhow much\b.*\b(?:cost|spen[dt]|pay|paid|earn|save|raise|£)",
    ),
    ("money", r"\bwhat (?:did|does|do|will|would) .{3,80} cost\b"),
    ("measure", r"\bhow (?:much|big|large|long|high|old)\b"),
    (
        "value",
        r"\bwhat(?:[’']s| is| was| are| were)? (?:the |its )?(?:[\w’'-]+ ){0,3}?"
        r"(?:rate|ratio|(?P<focus>allowance|score|amount|turnout|size|charge|rent|pay|salary|wage))s?\b",
    ),
    (
        "money",
        r"\b(?:at what|what(?: is| was|'s| will be)?(?: the)?) (?:\w+ ){0,2}(?P<focus>costs?|budget|price|value|savings?|"
        r"spend|fee|deficit|overspend)\b",
    ),
    ("date", r"(?:^|[,;.?]\s*|\band )(?:and )?(?:by |since |from )?when\b|\bwhat (?:date|day)\b|\bon which (?:date|day)\b"),
    (
        "holder",
        r"\bwho(?:[’']s| is| was| are| were)(?: now| currently| then)? (?:the |its |their )?"
        rf"(?P<focus>(?:[\w’'-]+ ){{0,3}}?{POST}s?)\b",
    ),
    ("holder", r"\bwho (?P<focus>chair(?:s|ed)|head(?:s|ed))\b"),
    ("holder", rf"\bnames? of (?:\w+ ){{0,2}}?(?:[\w’'-]+ ){{0,4}}?(?P<focus>{POST}s?)\b"),
    ("person", r"(?:^|[,;.?]\s*|\band )who(?:'s)?\b"),
    ("money", r"\b(?:what|how much)\b.*\b(?P<focus>paid|salary|salaries|pay scale|earns?|worth|value)\b"),
    ("frequency", r"\bhow (?:often|frequently|regularly)\b"),
    (
        "meaning",
        r"\bwhat (?:do|does|did|is|are) (?:the )?(?:letters |abbreviation |acronym |term )?[“\"'‘]?(?P<focus>[\w&-]+)[”\"'’]?"
        r" (?:stand|short|mean)\b",
    ),
    (
        "contact",
        r"\b(?:(?:tele)?phone|contact) (?:number|details)\b|\be-?mail(?: address)?\b"
        r"|\bnumber (?:to|do i|can i) (?:call|ring)\b",
    ),
    ("place", r"\b(?:address|postcode|post code)\b"),
    ("grade", r"\b(?P<focus>overall)(?: effectiveness)?(?: \w+)? (?:grade|rating|judgement)\b"),
    ("grade", r"\b(?:what|which)(?: overall| ofsted| inspection| effectiveness)* (?:grade|rating|judgement)\b"),
    ("name", r"\b(?:what(?:'s| is| are| was| were) the names?|name of)\b"),
    (
        "name",
        r"\b(?:which|what)(?: (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b)\w+){0,2} "
        r"(?P<focus>firm|company|contractor|provider|charity|trust|university|universities|hotels?|hostels?|"
        r"bed and breakfasts?|sites?|librar(?:y|ies)|wards?|villages?|schools?|academy|academies|care homes?|homes?|"
        r"organisations?|agency|agencies)\b",
    ),
)
"""What a question leaves open for a figure, a date or a name; `focus` is what is counted."""
GREETING = compile_pattern(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|cheers|bye|goodbye)\b[\s!.,]*(?:there|all)?[\s!.,]*$",
    IGNORECASE,
)
INSTRUCTION = compile_pattern(
    r"\b(?:ignore|disregard|forget|override) (?:(?:all|any|every|the|your|previous|prior|above|these|"
    r"those) )+(?:instructions?|rules?|prompts?|documents?|sources?|text)\b"
    r"|\bsystem prompt\b|\byou are now\b|\bpretend (?:to be|you)\b|\bact as (?:a|an|if)\b|\b(?:reveal|print|"
    r"show|repeat) (?:your|the) (?:system |hidden )?(?:prompt|instructions)\b"
    r"|^\s*(?:write|draft|compose|translate|generate|create) (?:me |us )?(?:a|an|some|the|this|my)\b",
    IGNORECASE,
)
OPINION = compile_pattern(
    r"\b(?:do you (?:think|believe|agree|feel|like)|in your (?:opinion|view)|what(?:'s| is) your (?:opinion|"
    r"view)|should (?:i|we) (?:vote|support|oppose)|"
    r"who should (?:i|we) vote|what would you)\b",
    IGNORECASE,
)
APART_FROM = compile_pattern(r"\((?:not|rather than|other than|as opposed to|excluding|except)\b[^()]*\)", IGNORECASE)
"""What a question says in brackets that it is not about; to search for it would find it."""
FOLLOWS_ON = compile_pattern(
    r"^(?:and|but|so|also|then|ok|okay|what about|how about|why(?: is that| was that)?\??$|which one|when was that)\b",
    IGNORECASE,
)
ASKS_THE_SAME = compile_pattern(
    r"^(?:and|but|what about|how about)\b(?! (?:who|what|when|where|why|how|which|is|are|was|were|did|does|do)\b)", IGNORECASE
)
POINTS_BACK = compile_pattern(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|that|those|these|this|there|one|ones|same|other|latter|former)\b",
    IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing that an answer has to hold: its kind, and the words for what is counted or measured."""

    kind: SlotKind
    focus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as understood. `search_text` is what is searched: the question, completed from earlier turns where it leans on
    them. `expected` are the kinds of answer that it asks for, the likeliest first."""

    text: str
    search_text: str
    words: tuple[str, ...]
    own_words: tuple[str, ...]
    names: frozenset[str]
    expected: tuple[Expected, ...]
    slots: tuple[Slot, ...]


Refused = Literal["empty", "too_long", "greeting", "instruction", "opinion", "no_words"]


def check_question(text: str) -> Refused | None:
    """Why a text cannot be answered from documents whatever they hold; None for a question."""
    stripped = text.strip()
    if not stripped:
        return "empty"
    if len(stripped) > LONGEST_CHARS:
        return "too_long"
    if GREETING.match(stripped):
        return "greeting"
    if INSTRUCTION.search(stripped):
        return "instruction"
    if OPINION.search(stripped):
        return "opinion"
    return None if compile_pattern(r"[^\W\d_]{2}").search(stripped) else "no_words"


def understand_question(text: str, terms: Terms, earlier: tuple[str, ...] = ()) -> Question:
    """Read a question. `earlier` are the search texts of the turns before it; an unrelated question ignores them."""
    text = " ".join(APART_FROM.sub(" ", text).split())
    search_text = complete_question(text, earlier[-1]) if earlier else text
    text = move_time(text, earlier[-1]) if search_text != text else text
    # "And Withybeck?" asks for the same kind of thing as the question before it.
    asked = earlier[-1] if earlier and ASKS_THE_SAME.match(text) and not _slots(text) else text
    return Question(
        text=text,
        search_text=search_text,
        words=tuple(subject_words(terms.spell_out(search_text))),
        own_words=tuple(subject_words(terms.spell_out(text))),
        names=_names(terms.spell_out(text)),
        expected=tuple(kind for kind, pattern in PATTERNS if compile_pattern(pattern, IGNORECASE).search(asked)) or ("text",),
        slots=_slots(terms.spell_out(asked)),
    )


def _slots(text: str) -> tuple[Slot, ...]:
    found: list[Slot] = []
    for kind, pattern in SLOTS:
        match = compile_pattern(pattern, IGNORECASE).search(text)
        taken = {slot.kind for slot in found}
        if match and kind not in taken and not (kind in ("person", "name") and "holder" in taken):
            found.append(Slot(kind=kind, focus=_focus(match.groupdict().get("focus") or "")))
    return tuple(found)


VERB = compile_pattern(r"\w+ed|went|came|took|got|made|left|met|won|paid|gave|said|go|come|take|get|make|need|use", IGNORECASE)
"""How the words of what is counted end, where a verb follows them at once: "how many families used"."""


def _focus(text: str) -> tuple[str, ...]:
    """What is counted: the words up to the first that carries no subject, such as the verb's "did" or "were"."""
    words = text.split()
    end = next((place for place, word in enumerate(words) if place and word.lower().strip(",.?") in STOP_WORDS), len(words))
    if end > 1 and VERB.fullmatch(words[end - 1]):
        end -= 1
    # "Over-21s" counts people by a figure, which papers write in other ways.
    return tuple(word for word in subject_words(" ".join(words[:end])) if not word[0].isdigit())


def _names(text: str) -> frozenset[str]:
    """Words that name something: with a figure in them, or with a capital that does not come from beginning the sentence."""
    inner = compile_pattern(r"(?<=[^.?!:\s] )[A-Z][\w’'-]*|\b[A-Z]{2}\w*|\b[^\W\d]*+\d\w*").findall(text)
    return frozenset(part for word in inner for part in subject_words(word)) & frozenset(subject_words(text))


def leans(text: str) -> bool:
    """Whether a question has no subject of its own, and so is about that of the question before it."""
    own = subject_words(text)
    return bool(FOLLOWS_ON.match(text)) or len(own) <= 2 or (len(own) <= 6 and POINTS_BACK.search(text) is not None)


def complete_question(text: str, before: str) -> str:
    """A follow-up with the subject of the question before it; any other question as it is."""
    if not leans(text):
        return text
    said, text = text, move_time(text, before)
    own = subject_words(text)
    if text != said:
        before = TIME.sub(" ", before)
    # "And in Withybeck?" puts its name in the place of the one before.
    kinds = {name.isdigit() for name in _names(text)} if ASKS_THE_SAME.match(text) and text == said else set()
    replaced = {name for name in _names(before) if name.isdigit() in kinds}
    carried = [word for word in subject_words(before) if word not in own and word not in replaced]
    return f"{text} ({' '.join(carried)})" if carried else text
