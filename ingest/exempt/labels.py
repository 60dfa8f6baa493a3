"""Labels with their values, as rows of a front sheet have them: "Exempt | Yes (paragraph 3)", "Open or exempt: Open"."""

from collections.abc import Sequence

from ingest.exempt.lexicon import State, Token, normalise, read_tokens
from ingest.exempt.wording import PARTED, find_named, state_of
from ingest.patterns import compile_pattern

LABEL_CHARS = 60
"""A label that asks in general words who may read a paper is at most so long, but for a question."""
VALUE_CHARS = 200
"""A longer text beside a label is no answer."""
SHORT_CHARS = 40

_ACCESS = compile_pattern(
    r"\b(?:publication|publish|publishable|public or|press|freedom of|open or|open/|access|marking|classification|restrict"
    r"|status|foi|disclos|sensitiv|part (?:1|i|a) or|part (?:i|1|a)/|private or|(?:category|type) of (?:report|paper|item))"
)
_OPENNESS = compile_pattern(
    r"\b(?:for|to|by) (?:the )?(?:publication|public|public release|release|publish|press|press and public|public inspection)\W*$"
    r"|\b(?:publish|published|publishable|publication|disclosable)(?: (?:on|to) (?:the )?(?:web|website|internet))?\W*$"
    r"|\bpublic access\W*$|\b(?:public|open) (?:document|report|paper|item|access|session|meeting)\W*$"
    r"|^(?:is )?(?:this |the )?(?:report |paper |document |item )?(?:public|open)\W*$"
)
"""A label to which "No" says that the paper is not for the public."""
_GROUND = compile_pattern(
    r"\b(?:exclusion|exemption|exempt|schedule 12a|schedule 7a) (?:paragraphs?|paras?|categor(?:y|ies)|grounds?|reasons?)\b"
)
_REFUSED = compile_pattern(r"\W*(?:no|none|nil|n|false|not|nac ydy|na)(?:$|[^\w/])")
_CLOSED = compile_pattern(
    r"\W*(?:withheld|closed|excluded|private|restricted|refused|not (?:public|open|published|available)|members)\b"
)
_WHOSE = compile_pattern(r"\b(?:public|publication|publish|foi|freedom|information|access|press|meeting|session|disclos|release)")
_NO = compile_pattern(
    r"\W*(?:no|none|nil|n/?a|not applicable|not exempt|not confidential|open|public|unrestricted|official$|false"
    r"|part (?:1|i|a|one)|non-?exempt|not restricted|not private|nac oes|nac ydy|na|agored|cyhoeddus|unclassified"
    r"|not protectively)\b"
)
_NONE = compile_pattern(r"\W*(?:there (?:is|are|was|were|being) (?:no|none|nothing)|nothing|not (?:required|needed|used))\b")
_YES = compile_pattern(
    r"\W*(?:yes|y|true|ydy|ydyw|oes|wholly|fully|part|partly|partially|in part|all|whole|paragraphs?|paras?|category|schedule"
    r"|regulation|section 100|under|by virtue|contains|[1-7](?:(?:,| and| &) [1-7])*$)\b"
)
_ANSWER = compile_pattern(r"\b(?:yes|no|open|public|exempt|confidential|private|restricted)\b")
_TICKED = "☑☒✓✔✗✘⊠"
_BOXES = _TICKED + "☐□❑❏⬜"


def split_label(words: str) -> tuple[str, str] | None:
    """ "Exempt: Yes" and "Exempt? Yes" as label and value; None for a line that is neither."""
    match = _PARTING.match(normalise(words))
    return (match[1].strip(), match[2].strip()) if match else None


_PARTING = compile_pattern(r"([^:?]{3,140})[:?][ :-]*(.*)$")


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
    if _GROUND.search(label_said) and compile_pattern(r"\W*(?:paragraphs? |para )?[1-9]").match(said):
        return "in doubt"
    if label_said == "part" and compile_pattern(r"\W*(?:2|ii|two|b)\W*").fullmatch(said):
        return "in doubt"
    if not asks and _CLOSED.match(said) and len(said) <= LABEL_CHARS and _WHOSE.search(label_said):
        return "in doubt"
    if not said.strip(" -.") or _NONE.match(said) or (_NO.match(said) and not _is_mixed(said, tokens)):
        return None
    if find_named(f"exempt {value}") and not said.startswith(("yes", "exempt", "confidential", "paragraph")):
        return None
    if "appendi" in said and any(t.text in PARTED for t in read_tokens(f"exempt {value}")) and "report" not in said:
        return None
    if any(t.is_strong for t in tokens) and len(said) <= VALUE_CHARS:
        pure = all(t.is_sign or t.is_beside for t in tokens)
        return state_of(tokens) if pure else "in doubt"
    if any(t.kind == "bare" for t in tokens) and len(said) < SHORT_CHARS:
        return "in doubt"
    if not asks:
        return None
    appended = any(word in label_said for word in ("appendi", "annex", "attach"))
    if _YES.match(said):
        both = compile_pattern(r"\bno\b").search(said)
        return "in doubt" if appended or both or asks[0].kind != "exempt" or said.startswith("part") else "exempt"
    if all(t.kind == "bare" for t in asks):
        return None
    strict = all(t.is_sign or t.is_beside for t in read_tokens(label))
    return "in doubt" if strict and len(said) <= SHORT_CHARS and not compile_pattern(r"[\d,.%£ ]+").fullmatch(said) else None


def is_denial(words: str) -> bool:
    """Whether words begin as an answer that nothing is exempt: "None", "There are no exempt items"."""
    lower = normalise(words).lower()
    return bool(_NO.match(lower) or _NONE.match(lower)) and not _is_mixed(lower, read_tokens(words))


def _is_mixed(said: str, tokens: Sequence[Token]) -> bool:
    """ "Open / exempt", "No - part exempt": a beginning that is taken back, though not for an appendix."""
    return any(t.is_strong for t in tokens) and "appendi" not in said and "annex" not in said


def _read_boxes(said: str) -> State | None:
    """A pair of tick boxes, "☐ Yes ☒ No" or "Yes ☐ No ☒"; nothing ticked says nothing."""
    if not any(mark in said for mark in _TICKED):
        return None
    first = said.lstrip()[:1]
    for at, mark in enumerate(said):
        if mark in _TICKED:
            near = said[at + 1 :] if first in _BOXES else said[:at]
            word = (compile_pattern(r"[a-z]+").findall(near) or [""])[0 if first in _BOXES else -1]
            return None if word in ("no", "n", "open", "public", "na") else "exempt" if word in ("yes", "exempt") else "in doubt"
    return None
