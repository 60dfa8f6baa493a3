"""What the words of a line, a paragraph or a sentence say of the paper that they stand in."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.exempt.lexicon import State, Token, read_tokens, word_set
from ingest.patterns import compile_pattern

_LABEL = compile_pattern(r"(?:\d{1,4}[a-z]?|[a-z]\d{1,3}|[ivx]{1,5}|\w)$")
"""Of an appendix: B, 3, 2a, A1, iv."""
_UNSURE = frozenset("may likely some partly partially".split())
_CONDITIONS = frozenset("if whether where when should unless does is are any how why what".split())
"""A sentence that begins so asks or supposes."""
_EXCLUDES = frozenset("excluded exclude exclusion excluding".split())
_THIS = frozenset("this these following attached whole entire accompanying enclosed present".split())
_GROUPS = frozenset("information items business matters reports appendices implications papers issues".split())
_LAW = frozenset("paragraph paragraphs para paras category categories schedule".split())
_MARK = frozenset("agenda item no number".split())
"""Of an agenda item, before its words."""
_PEOPLE = frozenset("members member councillors councillor officers officer".split())
_LAWS = ("schedule", "section", "atodlen")
PARTED = ("appendix", "appendices", "annex", "annexe", "annexes", "enclosure", "enclosures", "attachment", "attachments")


def read_mark(words: str) -> State | None:
    """What words say that stand where marks stand: a file name, a header, a stamp, a title. Any sign in them counts."""
    tokens = read_tokens(words)
    standing = read_line(words)
    if standing:
        return standing
    return "in doubt" if any(token.is_strong for token in tokens) else None


def read_line(words: str) -> State | None:
    """What a short line says that stands by itself in a paper: it is a marking, it holds one between dividers ("Sale of Alder
    Court (Exempt)"), in capitals, or as an adjective of the paper ("Confidential report on ...")."""
    tokens = read_tokens(words)
    if not any(token.is_sign for token in tokens):
        return None
    if _is_marking(tokens):
        return state_of(tokens)
    if not words.isupper() and (found := [t for t in tokens if t.is_strong and t.capitals and len(t.text) > 5]):
        return state_of(found)
    law = any(t.text in _LAW or t.text.startswith(_LAWS) for t in tokens)
    for place, segment in enumerate(_segments(tokens)):
        marks = any(t.is_strong for t in segment) and all(t.is_sign or t.is_beside for t in segment)
        # "Exempt information - discretion to exclude the public" is the title of a section about it.
        if marks and (place or law or not any(t.text in _GROUPS for t in segment) or segment[0].capitals):
            return state_of(segment)
    for token, after in pairwise(tokens):
        if token.is_strong and after.text in word_set("paper") and after.text not in _GROUPS:
            return state_of([token])
    return None


def is_pure(words: str) -> bool:
    """Whether a line is a marking and nothing else."""
    tokens = read_tokens(words)
    return any(t.is_sign for t in tokens) and _is_marking(tokens)


def _is_marking(tokens: Sequence[Token]) -> bool:
    """Whether nothing stands there but signs and what may stand beside them, in one sentence that does not tell people what they
    must not do ("councillors must not disclose ...")."""
    if not all(t.is_sign or t.is_beside for t in tokens):
        return False
    told = any(t.kind == "bare" and " not" in t.text for t in tokens) and any(t.text in _PEOPLE for t in tokens)
    return not told and sum(len(sentence) > 3 for sentence in _sentences(tokens)) < 2


def is_group_title(words: str) -> bool:
    """Whether a marking speaks of several things to come ("Exempt items", "Confidential information", "Part 2"), and so may
    also be the title of a section about them."""
    tokens = read_tokens(words)
    if not is_pure(words) or any(t.text in _LAW or t.text in ("not", "this") for t in tokens):
        return False
    plain = [t for t in tokens if t.kind != "divider"]
    return any(t.text in _GROUPS for t in plain) and not plain[0].capitals


def opens_with_sign(words: str) -> State | None:
    """What a paragraph of any length says that begins with a phrase of several words ("Not for publication because ...")."""
    tokens = read_tokens(words)
    lead = next((t for t in tokens if not (t.kind == "divider" or t.text.isdigit() or t.text in _MARK)), None)
    if lead is not None and lead.is_strong and " " in lead.text and not lead.text.startswith(_LAWS):
        return state_of([lead])
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
        if not any(t.is_strong for t in sentence):
            continue
        for at, token in enumerate(sentence):
            if token.text in PARTED:
                labels.update(_labels_after(sentence[at + 1 :]))
    return frozenset(labels)


def _labels_after(tokens: Sequence[Token]) -> Iterable[str]:
    for token in tokens[:12]:
        if token.kind == "word" and _LABEL.match(token.text):
            yield token.text
        elif not ((token.kind == "divider" and token.text in ",&-/") or token.text in ("and", "to", "or", "no")):
            return


def _read_subject(sentence: Sequence[Token], head: bool) -> tuple[State, str] | None:
    subjects = word_set("subjects") | word_set("paper")
    for at, token in enumerate(sentence):
        if not token.is_strong:
            continue
        after = [t.text for t in sentence[at + 1 : at + 4]]
        if any(text in PARTED for text in after[:1]) or ("appendix" in after and "this" not in after and "its" not in after):
            continue
        back = at - 1
        while back >= 0 and (
            sentence[back].text in word_set("between") or sentence[back].text in "(),/-" or sentence[back].is_sign
        ):
            back -= 1
        if back < 0 or sentence[back].text not in subjects:
            continue
        back = _owner(sentence, back)
        before = [t.text for t in sentence[max(0, back - 3) : back]]
        between = {t.text for t in sentence[back + 1 : at]}
        this = any(text in _THIS for text in before) or (
            head and back - len(before) <= 1 and "the" in before and sentence[back].text not in PARTED
        )
        alone = head and back == 0 and sentence[back].text not in PARTED
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
    if not any(t.is_sign for t in sentence) or any(t.text in PARTED for t in sentence):
        return None
    for one, two in pairwise(sentence):
        if one.text == "this" and two.text in word_set("paper") - {"part", "section", "page"}:
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
        if sentence[before].text in word_set("paper"):
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
            parted = any(text in PARTED for text in texts[excluded:]) and texts[at + 1] != "appendix"
            return None if parted else ("in doubt", texts[at + 1])
    return None


def state_of(tokens: Sequence[Token]) -> State:
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
