"""Duties and powers that a sentence lays down: who owes it, what must be done, and the law where it is named.

Only what a public body must or may do is read; what parents, pupils, applicants or members must do is none of its duties. A
plain "must" is a duty of the council or its partners in law; of schools and others it is one only beside the law or a word for
duty, since papers also tell them what they must do.
"""

from collections.abc import Iterator
from itertools import pairwise

from ingest.abbreviations import find_abbreviations
from ingest.bound import BoundPaper, words_of
from ingest.document import Document, PlacedBlock
from ingest.passages import SENTENCE_END, STANDING
from ingest.patterns import IGNORECASE, Match, Pattern, compile_pattern, escape
from ingest.records.law import Law, find_acts, find_law
from ingest.records.lists import OPENS, read_parts
from ingest.records.record import Duty, place_quote

_DETERMINER = r"(?:(?:the|a|an|each|every|all|any|both|our|your|these|such|this|its|their)\s{1,9}+)?+"
_KIND = (
    r"(?i:(?:local|public(?!\s{1,9}bod)|relevant|responsible|maintaining|billing|unitary|upper[- ]tier|home|education|housing"
    r"|planning|licensing|admission|children['’]s services|accountable)\s{1,9}+){0,3}+"
)
_PRIMARY = (
    r"(?:councils?|authorit(?:y|ies)|LAs?|LEAs?|governing (?:body|bodies|boards?)|safeguarding partners"
    r"|statutory partners|public (?:body|bodies)"
    r"|director of (?:children['’]s services|adult social (?:services|care)|public health|finance)|DCS|DASS"
    r"|section 151 officer|monitoring officer"
    r"|head of paid service|chief executive|lead member|cabinet|executive|schools['’]? forum"
    r"|health and wellbeing board|integrated care boards?|ICBs?"
    r"|clinical commissioning groups?|CCGs?|corporate parents?|safeguarding (?:children |adults )?(?:board"
    r"|partnership)|youth justice (?:service|board)"
    r"|admission authorit(?:y|ies)|virtual school heads?|chief officers? of police|NHS bodies|IEB|interim executive board)"
)
_SECONDARY = (
    r"(?:(?:\w{1,40}+ ){0,2}schools?|academ(?:y|ies)(?: trusts?)?|trustees|(?:\w{1,40}+ )?trusts?|proprietors|governors"
    r"|head ?teachers?|colleges?|(?:early years )?providers?|agencies"
    r"|partners|police|employers|service)"
)
_NAMED_COUNCIL = r"(?:(?:[A-Z][\w'’-]{1,40}+|of|and|upon|on) ){1,6}(?:Council|Borough|Authority)"
_ASIDE = (
    r"(?:\s{0,9}+\([^()]{1,60}\))?+(?:,[^,;.]{3,120},)?+(?:\s{1,9}+(?:also|therefore|then|now|still|always|each|both|jointly"
    r"|generally|itself|themselves|thus|only)\b){0,4}+"
)
_MUST = r"(?P<must>must|shall)(?!\s{1,9}(?:have been|be made clear|be noted|be emphasised|be remembered|be stressed))"
_DUTY_NOUN = (
    r"(?:(?>common law|non-statutory|\w{1,40}+) ){0,3}(?:duty|duties|(?:legal"
    r"|statutory) (?:obligation|responsibility|requirement)s?)"
)
_HAS_DUTY = (
    rf"(?P<has>(?:has|have|had|retains?|holds?|owes?|is under|are under|was under)\s{{1,9}}+(?:also\s{{1,9}}+)?+(?:(?:an?|the|its"
    rf"|their|several|various)\b\s{{0,9}}+)?+{_DUTY_NOUN})"
    r"(?=\s{1,9}(?:to\b|of\b|under\b|in\b|for\b|that\b|not\b|\(|towards?\b|as\b))"
)
_REQUIRED = (
    r"(?P<required>(?:is|are|was|were) (?:also |now |therefore |legally |statutorily |further ){0,4}(?:required|obliged"
    r"|bound|under an obligation)(?P<by> by [^.;]{3,120}?| under [^.;]{3,120}?| in law)? to)"
)
_REGARD = r"(?P<regard>(?:will|should|must|shall|to|is to|are to)(?: also)? have (?:due )?regard to)"
_MAY = (
    r"(?P<may>may|can)(?!\s{1,9}(?:also\s{1,9})?(?:be|have|need|not|wish|want|well|seem|feel|result|lead|affect|find"
    r"|take longer|range|include|come|change|see|vary))"
)
_HAS_POWER = (
    r"(?P<power>(?:has|have|had|is given|are given|retains?)\s{1,9}(?:(?:an?|the|also|legal|statutory|general|specific)\b"
    r"|\s){0,20}+powers?\s{1,9}(?:to|of)|(?:is|are) (?:also )?empowered to|(?:has|have) (?:the |a )?discretion to)"
)
_SAYS = rf"(?:{_HAS_DUTY}|{_HAS_POWER}|{_REQUIRED}|{_REGARD}|{_MUST}|{_MAY})"
_REQUIRES = compile_pattern(
    r"\b(?P<law>(?:Act|Regulations?|sections?|schedule|part|guidance|code|law|legislation|statute|order"
    r"|duty)\b[^.;]{0,120}?)\s(?:also )?"
    r"(?:requires?|obliges?|places? (?:a|an) [^.;]{0,40}?duty (?:on|upon)|imposes? (?:a|an) [^.;]{0,40}?duty (?:on|upon))\s{1,9}"
    r"(?P<owner>[^.;,]{2,70}?)(?:,[^,;.]{3,100},)?\s{1,9}to\b",
    IGNORECASE,
)
_EMPOWERS = compile_pattern(
    r"\b(?P<law>(?:Act|Regulations?|sections?|schedule|part|law"
    r"|legislation)\b[^.;]{0,120}?)\s(?:also )?(?:gives?|provides?|confers?(?: on)?|enables?|allows?|permits?"
    r"|empowers?)\s{1,9}"
    r"(?P<owner>[^.;,]{2,60}?)\s{1,9}(?:with )?(?:(?:the|a|general|specific) ?)*(?:powers? )?to\b",
    IGNORECASE,
)
_SETS_OUT = compile_pattern(
    r"\b(?:Act|Regulations?|sections?|schedule)\b[^.;]{0,120}?\s(?:sets? out|creates?|contains?|introduce[sd]?"
    r"|lays? down|establish(?:es|ed))\s{1,9}(?:a|an|the|several|new|\s)*"
    r"(?:[\w-]+ ){0,3}?dut(?:y|ies)\s\(?(?:of|on|for) (?P<owner>[\w'’ ]{2,60}?)(?:\s(?:responsible|who|which"
    r"|that)\b[^.;()]{0,60})?\)?\s{1,9}to\b",
    IGNORECASE,
)
_PREPOSITION = compile_pattern(
    r"(?:\b(?:of|by|to|in|with|for|from|at|on|between|under|against|within|about|into|than|if|whether|and the"
    r"|or the|that|which|who|because))\s{0,9}$",
    IGNORECASE,
)
MOST_SHORTS = 6
"""A paper has few short forms for its council; each makes the patterns for its duties slower."""
SENTENCE_CHARS = 1_000
"""A sentence that lays down a duty says so in its first words; what stands behind these characters is not read."""
_PRONOUN = compile_pattern(
    rf"^(?:In [\w ]{{3,40}}?,? )?(?:[Tt]hey|[Ii]t)(?:\s{{1,9}}(?:also|therefore|then))?\s{{1,9}}"
    rf"(?:{_HAS_DUTY}|{_REQUIRED}|{_MUST})",
    longest=SENTENCE_CHARS,
)
_AND = rf"\s[^.;:]{{3,140}}?(?:,\s{{1,9}}|\s)(?:and|but)\s{{1,9}}(?:also\s{{1,9}}|therefore\s{{1,9}})?(?:{_HAS_DUTY}|{_MUST})"
"""What a body at the head of a sentence must do, after something else that is said of it."""
_CUE = compile_pattern(
    r"\b(?:must|shall|may|dut(?:y|ies)|requir\w+|oblig\w+|bound to|regard to|powers?|empower\w*|discretion"
    r"|enables?|allows?|permits?)\b",
    IGNORECASE,
)
"""Words without which no sentence lays down a duty or power."""
_NOT_OURS = compile_pattern(
    r"\b(?:members?|councillors?|applicants?|parents?|carers?|pupils?|residents?|you|we|i)\s{0,9}$", IGNORECASE
)
_LEGAL_SECTION = compile_pattern(r"\blegal|statut|dut(?:y|ies)|powers?|\bact\b|section \d|governance", IGNORECASE)
_NUMBER = compile_pattern(r"^(?:\(?(?:[A-Z]?\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})[.)]?\s{1,9})(?=\S)")
_MEMBERS = compile_pattern(r"\b(?:disclosable pecuniary|registerable interest|code of conduct|fire alarm|evacuat)", IGNORECASE)


def _compile_owing(owner: str) -> Pattern:
    """What finds who owes a duty, by a pattern for its name, with the words that say so."""
    return compile_pattern(
        rf"(?<![\w'’-])(?P<owner>(?i:{_DETERMINER}){owner}){_ASIDE}\s{{1,9}}{_SAYS}", longest=SENTENCE_CHARS
    )


class _Reader:
    """Reads the sentences of one document; knows what its council is called in short."""

    def __init__(self, document: Document):
        self.document = document
        shorts = [
            escape(short)
            for short, long in find_abbreviations(document.text).items()
            if compile_pattern(r"\b(?:Council|Authority|Authorities)$").search(long)
        ]
        own = rf"|{'|'.join(shorts[:MOST_SHORTS])}" if shorts else ""
        primary = rf"(?:{_DETERMINER}{_KIND}(?i:{_PRIMARY})|(?:[Tt]he )?{_NAMED_COUNCIL}{own})"
        secondary = rf"(?:{_DETERMINER}(?i:{_SECONDARY}))"
        self.primary = _compile_owing(primary)
        self.secondary = _compile_owing(secondary)
        self.leading = compile_pattern(rf"^(?P<owner>(?i:{_DETERMINER}){primary}){_AND}", longest=SENTENCE_CHARS)
        self.owned = compile_pattern(
            rf"(?<![\w'’-])(?P<owner>(?i:{_DETERMINER}){primary})['’]s?(?: \([A-Z]{{2,6}}\))? (?:[\w-]+ ){{0,2}}?(?:statutory"
            rf"|legal) (?:and \w+ )?dut(?:y|ies) (?:to|under|of|for)\b",
            longest=SENTENCE_CHARS,
        )
        self.acts = [(start, name) for name, start in find_acts(document.text)]
        self.owner = compile_pattern(rf"(?i:{_DETERMINER})(?:{primary}|{secondary})$")


def find_duty_sentences(document: Document, papers: Iterator[BoundPaper] | tuple[BoundPaper, ...]) -> Iterator[Duty]:
    """The duties and powers that sentences of a document lay down, in order; one record a sentence, with the list it opens."""
    reader = _Reader(document)
    for paper in papers:
        for at in range(paper.first, paper.last):
            block = document.blocks[at]
            if block.kind in ("paragraph", "item") and not _is_standing(document, block):
                yield from _read_block(reader, paper, at)


def _is_standing(document: Document, block: PlacedBlock) -> bool:
    return bool(STANDING.search(" ".join(block.path[-2:])) or _MEMBERS.search(words_of(document, block)))


def _read_block(reader: _Reader, paper: BoundPaper, at: int) -> Iterator[Duty]:
    document, block = reader.document, reader.document.blocks[at]
    words = words_of(document, block)
    number = _NUMBER.match(words)
    cuts = [number.end() if number else 0, *(match.end() for match in SENTENCE_END.finditer(words)), len(words)]
    before: Duty | None = None
    for begin, end in pairwise(cuts):
        sentence = words[begin:end].rstrip()
        if not _CUE.search(sentence):
            before = None
            continue
        law = find_law(sentence, earlier=[name for start, name in reader.acts if start < block.start + begin])
        found = _read_sentence(reader, sentence, law, _in_legal_section(block), before)
        before = None
        if found is None:
            continue
        owner, power = found
        stop = block.start + begin + len(sentence)
        if end == len(words) and OPENS.search(sentence) and sentence.endswith((":", "-", "–")):
            parts, _ = read_parts(document, at + 1, paper.last, opener=sentence)
            stop = max([stop, *(part.end for part in parts)])
        place = place_quote(document, block.start + begin, stop, path=block.path, body=paper.body, date=paper.date)
        before = Duty(
            place=place,
            duty=" ".join(place.quote.split()),
            number=None,
            lead=None,
            heading=block.path[-1] if block.path else None,
            act=law.act,
            provision=law.provision,
            power=power,
            owner=owner,
        )
        yield before


def _in_legal_section(block: PlacedBlock) -> bool:
    return _LEGAL_SECTION.search(" ".join(block.path[-2:])) is not None


def _read_sentence(reader: _Reader, sentence: str, law: Law, legal: bool, before: Duty | None) -> tuple[str, bool] | None:
    """Who owes the duty that a sentence lays down and whether it is a power; None for a sentence that lays down none."""
    for match in reader.primary.finditer(sentence):
        if _is_subject(sentence, match) and _counts(match, law, legal, strong=True):
            return match["owner"].strip(), _is_power(match)
    for pattern in (reader.leading, reader.owned):
        if match := pattern.search(sentence):
            return match["owner"].strip(), False
    for pattern, power in ((_REQUIRES, False), (_SETS_OUT, False), (_EMPOWERS, True)):
        match = pattern.search(sentence)
        if match and reader.owner.fullmatch(match["owner"].strip()):
            return match["owner"].strip(), power
    for match in reader.secondary.finditer(sentence):
        if _is_subject(sentence, match) and _counts(match, law, legal, strong=False):
            return match["owner"].strip(), _is_power(match)
    if before is not None and before.owner and _PRONOUN.match(sentence):
        return before.owner, False
    return None


def _is_subject(sentence: str, match: Match) -> bool:
    """Whether the body named is who must act: not "pupils of the council must", not "the council's own members must"."""
    left = sentence[: match.start()].rstrip()
    if _PREPOSITION.search(left) and not compile_pattern(r"\b(?:that|because|if|whether|than)$", IGNORECASE).search(left):
        return False
    return not _NOT_OURS.search(left)


def _counts(match: Match, law: Law, legal: bool, *, strong: bool) -> bool:
    """Whether the words lay down a duty or power. `strong` is true of bodies whose "must" is a duty."""
    said = match.groupdict()
    if said.get("has") or said.get("power"):
        return strong or law.named or compile_pattern(r"statutory|legal").search(match[0]) is not None
    if said.get("may"):
        return strong and (law.named or (legal and said["may"].lower() == "may"))
    if said.get("required"):
        return strong or law.named
    if said.get("regard"):
        return strong
    return law.named or strong


def _is_power(match: Match) -> bool:
    said = match.groupdict()
    return bool(said.get("may") or said.get("power"))
