"""The words of exemption: what a line, a label with its value or a sentence says of the paper that it stands in.

The words themselves are data (`signs.toml`). A line is read once, from left to right, into tokens: signs, what only looks like a
sign, words that may stand beside a sign without changing its sense, dividers and all others. What follows looks at tokens only.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

State = Literal["exempt", "in doubt"]

SIGNS = Path(__file__).with_name("signs.toml")
LINE_CHARS = 200
"""A longer block is read as sentences and not as a line that stands by itself."""
READ_CHARS = 3_000
"""Of a block so much is looked at: a marking stands at the beginning of what it marks."""
LABEL_CHARS = 60
"""A label that asks in general words who may read a paper is at most so long, but for a question."""
SPACED_SHARE = 0.6
"""Share of one-letter words from which a line counts as letter-spaced ("E X E M P T")."""

PAPER = frozenset(
    "report reports paper papers document documents appendix appendices annex annexe annexes minute minutes item items agenda "
    "agendas briefing note schedule enclosure enclosures attachment attachments pack supplement part section page pages slide sheet "
    "spreadsheet workbook file presentation submission memo memorandum letter copy summary addendum notice decision record "
    "adroddiad atodiad eitem cofnodion".split()
)
"""What a sign may be said of: "confidential report", "this appendix is exempt"."""
_FILLERS = PAPER | frozenset(
    "a an the this that these those is are was be been being and or of for in on to by as at from with within under it its which because "
    "where only strictly virtue pursuant accordance para paras paragraph paragraphs category categories class number numbers no "
    "s local government act acts scotland northern ireland england wales amended information business session sessions meeting "
    "matter matters contains containing contain includes meaning defined described relates discloses disclosing members member "
    "officers officer councillors councillor cabinet committee council executive board panel public press marked therefore "
    "considered deemed treated regarded classed contents content following attached whole entire all yes version draft final "
    "status classification marking marked access regulation regulations commercial commercially contract contracts staff staffing "
    "personal personnel data financial legal until date reason reasons exemption exemptions not until further please "
    "likely disclosure would could will should must shall may have has taken held discussed dealt consideration during "
    "circulated separately enclosed interest authority i ii iii iv v vi vii yn rhinwedd paragraff o "
    "january february march april may june july august september october november december ni asked reminded requested reported tabled presented heard advice opinion consideration meetings "
    "deddf llywodraeth leol rhan y yr a'r dan adran".split()
)
"""Words beside which a sign keeps its sense; numbers and single letters are such too."""
_SUBJECTS = PAPER | frozenset("plan review assessment audit case bid contract offer strategy brief information material".split())
_GAP = frozenset(
    "is are was be being been has have contains contain containing includes include including discloses disclose comprises will "
    "would must should may shall remain remains to therefore considered deemed regarded treated classed classified marked as that "
    "which information some of a an and its appendices attachments contents itself wholly partly partially strictly currently "
    "likely also because it in part whole or data details hereby designated made subject provided on issued".split()
)
"""What may stand between "this report" and the sign that is said of it."""
_UNSURE = frozenset("may likely some partly partially".split())
_CONDITIONS = frozenset("if whether where when should unless does is are any how why what".split())
"""A sentence that begins so asks or supposes."""
_EXCLUDES = frozenset("excluded exclude exclusion excluding".split())
_THIS = frozenset("this these following attached whole entire accompanying enclosed present".split())
_GROUPS = frozenset("information items business matters reports appendices implications papers issues".split())
_LAW = frozenset("paragraph paragraphs para paras category categories schedule".split())
_PEOPLE = frozenset("members member councillors councillor officers officer".split())
_LAWS = ("schedule", "section", "atodlen")
_PARTED = ("appendix", "appendices", "annex", "annexe", "annexes", "enclosure", "enclosures", "attachment", "attachments")

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−﹣－"} | {ord(quote): "'" for quote in "‘’‛`´"} | {0xAD: None}
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, divider or phrase. `kind`: "exempt", "doubt" and "bare" for signs, "harmless", "word" or "divider"."""

    kind: str
    text: str
    capitals: bool = False

    @property
    def is_sign(self) -> bool:
        return self.kind in ("exempt", "doubt", "bare")

    @property
    def is_filler(self) -> bool:
        return self.kind == "word" and (
            self.text in _FILLERS or self.text.isdigit() or len(self.text) == 1 or _LABEL.match(self.text)
        )


_LABEL = re.compile(r"(?:\d{1,4}[a-z]?|[a-z]\d{1,3}|[ivx]{1,5})$")


def normalise(words: str) -> str:
    """The words in plain characters on one line, as `signs.toml` spells them but for the capitals."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", words[:READ_CHARS])).translate(_DASHES)
    plain = " ".join(plain.split())
    single = [word for word in plain.split(" ") if len(word) == 1 and word.isalpha()]
    if len(single) >= 5 and len(single) >= SPACED_SHARE * len(plain.split(" ")):
        return _close_up(plain)
    return plain


def read_tokens(words: str) -> list[Token]:
    """The tokens of a line in order; [] where no stem of any sign stands in it."""
    plain = normalise(words)
    if not _stems().search(plain.lower()):
        return []
    lower = plain.lower()
    same = len(lower) == len(plain)
    tokens = []
    for match in _lexer().finditer(lower):
        original = plain[match.start() : match.end()] if same else match[0]
        tokens.append(Token(match.lastgroup or "word", match[0], original.isupper()))
    return tokens


def read_mark(words: str) -> State | None:
    """What words say that stand where marks stand: a file name, a header, a stamp, a title. Any sign in them counts."""
    tokens = read_tokens(words)
    standing = read_line(words)
    if standing:
        return standing
    return "in doubt" if any(token.kind in ("exempt", "doubt") for token in tokens) else None


def read_line(words: str) -> State | None:
    """What a short line says that stands by itself in a paper: it is a marking, it holds one between dividers ("Sale of Alder
    Court (Exempt)"), in capitals, or as an adjective of the paper ("Confidential report on ...")."""
    tokens = read_tokens(words)
    if not any(token.is_sign for token in tokens):
        return None
    if _is_marking(tokens):
        return _state(tokens)
    if not words.isupper() and (found := [t for t in tokens if t.kind in ("exempt", "doubt") and t.capitals and len(t.text) > 5]):
        return _state(found)
    law = any(t.text in _LAW or t.text.startswith(_LAWS) for t in tokens)
    for place, segment in enumerate(_segments(tokens)):
        if any(t.kind in ("exempt", "doubt") for t in segment) and all(t.is_sign or t.is_filler for t in segment):
            # "Exempt information - discretion to exclude the public" is the title of a section about it.
            if place or law or not any(t.text in _GROUPS for t in segment) or segment[0].capitals:
                return _state(segment)
    for token, after in zip(tokens, tokens[1:], strict=False):
        if token.kind in ("exempt", "doubt") and after.text in PAPER and after.text not in _GROUPS:
            return _state([token])
    return None


def is_pure(words: str) -> bool:
    """Whether a line is a marking and nothing else."""
    tokens = read_tokens(words)
    return any(t.is_sign for t in tokens) and _is_marking(tokens)


def _is_marking(tokens: Sequence[Token]) -> bool:
    """Whether nothing stands there but signs and what may stand beside them, in one sentence that does not tell people what they
    must not do ("councillors must not disclose ...")."""
    if not all(t.is_sign or t.is_filler or t.kind == "divider" for t in tokens):
        return False
    told = any(t.kind == "bare" and " not" in t.text for t in tokens) and any(t.text in _PEOPLE for t in tokens)
    return not told and sum(len(sentence) > 3 for sentence in _sentences(tokens)) < 2


def is_group_title(words: str) -> bool:
    """Whether a marking speaks of several things to come ("Exempt items", "Confidential information", "Part 2"), and so may also be
    the title of a section about them."""
    tokens = read_tokens(words)
    if not is_pure(words) or any(t.text in _LAW or t.text in ("not", "this") for t in tokens):
        return False
    plain = [t for t in tokens if t.kind != "divider"]
    return any(t.text in _GROUPS for t in plain) and not plain[0].capitals


def opens_with_sign(words: str) -> State | None:
    """What a paragraph of any length says that begins with a phrase of several words ("Not for publication because ...")."""
    tokens = read_tokens(words)
    lead = next((t for t in tokens if not (t.kind == "divider" or t.text.isdigit())), None)
    if lead is not None and lead.kind in ("exempt", "doubt") and " " in lead.text and not lead.text.startswith(_LAWS):
        return _state([lead])
    contains = [t for t in tokens[:4] if t.kind != "divider"]
    if len(contains) > 1 and contains[0].text in ("contains", "containing") and contains[1].kind == "exempt":
        return "exempt"
    return None


def read_sentences(words: str, *, head: bool) -> tuple[State, str] | None:
    """What sentences say of the paper that they stand in: the state, and of what ("report", "appendix", "item"). At the `head` of
    a paper "the report" is this one. Questions, conditions and sentences about other papers say nothing."""
    for sentence in _sentences(read_tokens(words)):
        first = next((t for t in sentence if t.kind != "divider"), None)
        if first is None or first.text in _CONDITIONS:
            continue
        texts = {t.text for t in sentence}
        excludes = "public" in texts and bool(texts & _EXCLUDES)
        found = (
            _read_exclusion(sentence) if excludes else _read_subject(sentence, head) or (head and _read_this(sentence)) or None
        )
        if found:
            return found
    return None


def find_named(words: str) -> frozenset[str]:
    """The labels of appendices that words call exempt or in doubt: {"b"} for "Appendix B is not for publication"."""
    labels: set[str] = set()
    for sentence in _sentences(read_tokens(words)):
        if not any(t.kind in ("exempt", "doubt") for t in sentence):
            continue
        for at, token in enumerate(sentence):
            if token.text in _PARTED:
                labels.update(_labels_after(sentence[at + 1 :]))
    return frozenset(labels)


def _labels_after(tokens: Sequence[Token]) -> Iterable[str]:
    for token in tokens[:12]:
        if (token.kind == "word" and _LABEL.match(token.text)) or (token.kind == "word" and len(token.text) == 1):
            yield token.text
        elif not ((token.kind == "divider" and token.text in ",&-/") or token.text in ("and", "to", "or", "no")):
            return


def _read_subject(sentence: Sequence[Token], head: bool) -> tuple[State, str] | None:
    for at, token in enumerate(sentence):
        if token.kind not in ("exempt", "doubt"):
            continue
        after = [t.text for t in sentence[at + 1 : at + 4]]
        if any(text in _PARTED for text in after[:1]) or ("appendix" in after and "this" not in after and "its" not in after):
            continue
        back = at - 1
        while back >= 0 and (sentence[back].text in _GAP or sentence[back].text in "(),/-" or sentence[back].is_sign):
            back -= 1
        if back < 0 or sentence[back].text not in _SUBJECTS:
            continue
        back = _owner(sentence, back)
        before = [t.text for t in sentence[max(0, back - 3) : back]]
        between = {t.text for t in sentence[back + 1 : at]}
        this = any(text in _THIS for text in before) or (
            head and back - len(before) <= 1 and "the" in before and sentence[back].text not in _PARTED
        )
        alone = head and back == 0 and sentence[back].text not in _PARTED
        verb = between & {
            "is",
            "are",
            "contains",
            "contain",
            "includes",
            "include",
            "discloses",
            "comprises",
            "be",
            "was",
            "remains",
            "has",
        }
        if (this or alone) and verb and not (between & {"not", "no"}):
            state = "in doubt" if between & _UNSURE or token.kind == "doubt" else "exempt"
            return state, sentence[back].text
    return None


def _read_this(sentence: Sequence[Token]) -> tuple[State, str] | None:
    """A sentence at the head of a paper that holds a sign and speaks of "this report", whatever it says: in doubt."""
    if not any(t.is_sign for t in sentence) or any(t.text in _PARTED for t in sentence):
        return None
    for one, two in zip(sentence, sentence[1:], strict=False):
        if one.text == "this" and two.text in PAPER - {"part", "section", "page"}:
            return "in doubt", two.text
    return None


def _owner(sentence: Sequence[Token], at: int) -> int:
    """Where the noun stands that a noun is said of: "appendix" for the report of "the appendix to this report"."""
    before = at - 1
    while before >= 0 and sentence[before].text in ("the", "this", "main", "cover", "covering"):
        before -= 1
    if before > 0 and sentence[before].text in ("to", "of", "in", "with"):
        before -= 1
        while before > 0 and len(sentence[before].text) <= 2 and sentence[before].kind == "word":
            before -= 1
        if sentence[before].text in PAPER:
            return before
    return at


def _read_exclusion(sentence: Sequence[Token]) -> tuple[State, str] | None:
    """ "The public may be excluded during consideration of this report"; not where a condition stands before it."""
    texts = [t.text for t in sentence]
    excluded = next((at for at, text in enumerate(texts) if text in _EXCLUDES), None)
    if excluded is None or any(text in _CONDITIONS - {"is", "are", "should"} for text in texts[:excluded]):
        return None
    for at in range(excluded, len(texts) - 1):
        if texts[at] == "this" and texts[at + 1] in ("report", "item", "paper", "appendix", "minute"):
            parted = any(text in _PARTED for text in texts[excluded:]) and texts[at + 1] != "appendix"
            return None if parted else ("in doubt", texts[at + 1])
    return None


# Labels with their values

_ACCESS = re.compile(
    r"\b(?:publication|publish|publishable|public or|press|freedom of|open or|open/|access|marking|classification|restrict|status|foi|disclos|sensitiv|"
    r"press and public|part (?:1|i|a) or|part (?:i|1|a)/|private or|category of (?:report|paper|item)|type of (?:report|item|paper))"
)
_OPENNESS = re.compile(
    r"\b(?:for|to|by) (?:publication|the public|public release|release|publish|the press|press and public|public inspection|disclosure)\W*$"
    r"|\b(?:publish|published|publishable|publication|disclosable)(?: (?:on|to) (?:the )?(?:web|website|internet))?\W*$|\bpublic access\W*$|\b(?:public|open) (?:document|report|paper|item|access|session|meeting)\W*$"
    r"|^(?:is )?(?:this |the )?(?:report |paper |document |item )?(?:public|open)\W*$"
)
"""A label to which "No" says that the paper is not for the public."""
_GROUND = re.compile(
    r"\b(?:exclusion|exemption|exempt|schedule 12a|schedule 7a) (?:paragraphs?|paras?|categor(?:y|ies)|grounds?|reasons?)\b"
)
_REFUSED = re.compile(r"\W*(?:no|none|nil|n|false|not|nac ydy|na)(?:$|[^\w/])")
_CLOSED = re.compile(
    r"\W*(?:withheld|closed|excluded|private|restricted|refused|not (?:public|open|published|available)|members)\b"
)
_WHOSE = re.compile(r"\b(?:public|publication|publish|foi|freedom|information|access|press|meeting|session|disclos|release)")
_NO = re.compile(
    r"\W*(?:no|none|nil|n/?a|not applicable|not exempt|not confidential|open|public|unrestricted|official$|false|part (?:1|i|a|one)\b"
    r"|non-?exempt|not restricted|not private|nac oes|nac ydy|na|agored|cyhoeddus|unclassified|not protectively)\b"
)
_NONE = re.compile(r"\W*(?:there (?:is|are|was|were|being) (?:no|none|nothing)|nothing|not (?:required|needed|used))\b")
_YES = re.compile(
    r"\W*(?:yes|y|true|ydy|ydyw|oes|wholly|fully|part|partly|partially|in part|all|whole|paragraphs?|paras?|category|schedule|regulation|"
    r"section 100|under|by virtue|contains|[1-7](?:(?:,| and| &) [1-7])*$)\b"
)
_ANSWER = re.compile(r"\b(?:yes|no|open|public|exempt|confidential|private|restricted)\b")
_TICKED = "☑☒✓✔✗✘⊠"
_BOXES = _TICKED + "☐□❑❏⬜"


def split_label(words: str) -> tuple[str, str] | None:
    """ "Exempt: Yes" and "Exempt? Yes" as label and value; None for a line that is neither."""
    match = _PARTING.match(normalise(words))
    return (match[1].strip(), match[2].strip()) if match else None


_PARTING = re.compile(r"([^:?]{3,140})[:?][ :-]*(.*)$")


def is_access_label(label: str) -> bool:
    """Whether a label asks who may read the paper."""
    return any(t.is_sign for t in read_tokens(label)) or _asks_access(label)


def _asks_access(label: str) -> bool:
    plain = normalise(label).lower()
    if plain == "part" or _OPENNESS.search(plain) or _GROUND.search(plain):
        return True
    return (len(plain) <= LABEL_CHARS or plain.endswith("?")) and bool(_ACCESS.search(plain))


def read_value(label: str, value: str) -> State | None:
    """What a row of a front sheet says of its paper, as "Exempt | Yes (paragraph 3)". None also where it is not about that, or
    names appendices only."""
    said = normalise(value).lower()
    tokens = read_tokens(value)
    asks = [t for t in read_tokens(label) if t.is_sign]
    if not asks and not _asks_access(label):
        return None
    if any(box in said for box in _BOXES) and _ANSWER.search(said):
        return _read_boxes(said)
    label_said = normalise(label).lower()
    if not asks and _REFUSED.match(said) and len(said) <= LABEL_CHARS and _OPENNESS.search(label_said):
        return "in doubt"
    if _GROUND.search(label_said) and re.match(r"\W*(?:paragraphs? |para )?[1-9]", said):
        return "in doubt"
    if label_said == "part" and re.fullmatch(r"\W*(?:2|ii|two|b)\W*", said):
        return "in doubt"
    if not asks and _CLOSED.match(said) and len(said) <= LABEL_CHARS and _WHOSE.search(label_said):
        return "in doubt"
    if not said.strip(" -.") or _NONE.match(said) or (_NO.match(said) and not _is_mixed(said, tokens)):
        return None
    if find_named(f"exempt {value}") and not said.startswith(("yes", "exempt", "confidential", "paragraph")):
        return None
    if "appendi" in said and any(t.text in _PARTED for t in read_tokens(f"exempt {value}")) and "report" not in said:
        return None
    if any(t.kind in ("exempt", "doubt") for t in tokens) and len(said) <= LINE_CHARS:
        pure = all(t.is_sign or t.is_filler or t.kind == "divider" for t in tokens)
        return _state(tokens) if pure else "in doubt"
    if any(t.kind == "bare" for t in tokens) and len(said) < 40:
        return "in doubt"
    if not asks:
        return None
    appended = any(word in label_said for word in ("appendi", "annex", "attach"))
    if _YES.match(said):
        return "in doubt" if appended or asks[0].kind != "exempt" or said.startswith("part") else "exempt"
    if all(t.kind == "bare" for t in asks):
        return None
    strict = all(t.is_sign or t.is_filler or t.kind == "divider" for t in read_tokens(label))
    return "in doubt" if strict and len(said) <= 40 and not re.fullmatch(r"[\d,.%£ ]+", said) else None


def is_denial(words: str) -> bool:
    """Whether words begin as an answer that nothing is exempt: "None", "There are no exempt items"."""
    lower = normalise(words).lower()
    return bool(_NO.match(lower) or _NONE.match(lower)) and not _is_mixed(lower, read_tokens(words))


def _is_mixed(said: str, tokens: Sequence[Token]) -> bool:
    """ "Open / exempt", "No - part exempt": a beginning that is taken back, though not for an appendix."""
    return any(t.kind in ("exempt", "doubt") for t in tokens) and "appendi" not in said and "annex" not in said


def _read_boxes(said: str) -> State | None:
    """A pair of tick boxes, "☐ Yes ☒ No" or "Yes ☐ No ☒"; nothing ticked says nothing."""
    if not any(mark in said for mark in _TICKED):
        return None
    first = said.lstrip()[:1]
    for at, mark in enumerate(said):
        if mark in _TICKED:
            near = said[at + 1 :] if first in _BOXES else said[:at]
            word = (re.findall(r"[a-z]+", near) or [""])[0 if first in _BOXES else -1]
            return None if word in ("no", "n", "open", "public", "na") else "exempt" if word in ("yes", "exempt") else "in doubt"
    return None


# Reading lines into tokens


@cache
def _data() -> dict:
    return tomllib.loads(SIGNS.read_text("utf-8"))


@cache
def _lexer() -> re.Pattern[str]:
    def group(name: str, patterns: Iterable[str]) -> str:
        # The longer pattern first: of two that begin alike it says more.
        return rf"(?P<{name}>(?:{'|'.join(sorted(patterns, key=len, reverse=True))})\b)"

    data = _data()
    signs = {
        kind: [pattern for sign in data["sign"] if sign["class"] == kind for pattern in sign["patterns"]]
        for kind in ("exempt", "doubt", "bare")
    }
    harmless = [pattern for entry in data["harmless"] for pattern in entry["patterns"]]
    groups = [group("harmless", harmless), *(group(kind, patterns) for kind, patterns in signs.items())]
    return re.compile(rf"{'|'.join(groups)}|(?P<word>[^\W_]+(?:'[^\W_]+)*)|(?P<divider>[^\w\s])")


@cache
def _stems() -> re.Pattern[str]:
    return re.compile(
        r"exempt|exclusion|applies|confiden|restrict|privat|publi|press|media|not for|not be|not to|releas|circulat|disclos|part (?:2|ii|two|b)\b|schedule (?:12|7|6)|atodlen|100 ?a|"
        r"sensiti|locsen|yhoedd|eithri|esempt|yfrinachol|gyfrinachol|cyfyng|preifat|rhan|gaeedig|pinc|papers?\b|pages?\b|sheets?\b|"
        r"agenda|section (?:2|ii|b)|camera|in committee|below the line|closed|reserved|privileg|embargo|unredact|un-redact|withheld|"
        r"secret|classified|protect|only|not to be|do not|copied|shar|distribut|nfp|copy|reports?\b|items?\b|minutes|commercial inter|personal data"
    )


def _close_up(plain: str) -> str:
    """A letter-spaced line with the words of the sign that it spells; without its spaces where it spells none."""
    letters = "".join(char for char in plain if not char.isspace())
    lower = letters.lower()
    for spelt, phrase in _spellings():
        at = lower.find(spelt)
        if at >= 0:
            return f"{letters[:at]} {phrase.upper() if letters.isupper() else phrase} {letters[at + len(spelt) :]}".strip()
    return letters


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    phrases = (
        "not for publication", "not for release", "not for circulation", "not for disclosure", "not for distribution",
        "private and confidential", "strictly confidential", "strictly private", "exempt information", "exempt report", "exempt appendix",
        "confidential appendix", "confidential report", "exempt item", "official sensitive", "official-sensitive", "commercially sensitive",
        "in confidence", "restricted", "confidential", "exempt", "private", "part two", "part ii", "part 2", "cyfrinachol", "eithriedig",
    )  # fmt: skip
    return tuple(("".join(phrase.split()), phrase) for phrase in phrases)


def _state(tokens: Sequence[Token]) -> State:
    return "exempt" if any(token.kind == "exempt" for token in tokens) else "in doubt"


def _segments(tokens: Sequence[Token]) -> list[list[Token]]:
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "divider":
            segments.append([])
        else:
            segments[-1].append(token)
    return segments


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "divider" and token.text in ".;!•":
            sentences.append([])
        else:
            sentences[-1].append(token)
    return sentences
