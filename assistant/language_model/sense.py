"""Words that turn the sense of a sentence: a statement may neither add one that its quote lacks nor leave one out."""

from collections.abc import Sequence

from assistant.language_model.facts import Facts
from ingest.patterns import IGNORECASE, Pattern, compile_pattern, escape

NEGATIONS = compile_pattern(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|nowhere|unable|fail(?:s|ed|ing|ure)?|lack(?:s|ed|ing)?|"
    r"refus\w+|reject\w+|declin\w+|oppos\w+|dismiss\w+|withdr\w+|ceas\w+|prevent\w*|exclud\w+|hardly|barely|un(?:lawful|likely|safe)\w*)"
    r"\b|n't\b",
    IGNORECASE,
)
HEDGES = compile_pattern(
    r"\b(?:may|might|could|would|should|if|unless|until|propos\w+|recommend\w*|propose|draft|provisional\w*|subject to|expect\w*|"
    r"estimat\w*|forecast\w*|anticipat\w*|plann?(?:ed|s|ing)?|intend\w*|aim\w*|hop(?:e|es|ed|ing)|consider\w*|possib\w+|likely|"
    r"potential\w*|alleg\w+|suggest\w*|about|around|approximately|roughly|nearly|almost|at least|at most|up to|over|under|"
    r"more than|less than|fewer than|only|except\w*|partly|partially|some|most|many|few|all|every|each|both|half|third|quarter|"
    r"double\w*|twice|always|usually|sometimes|former\w*|previous\w*|deputy|acting|interim|vice|target\w*)\b",
    IGNORECASE,
)
OPPOSITES = tuple(
    frozenset(group.split())
    for group in (
        "rise rises rising rose risen increase increases increased increasing grow grows growing grew grown growth higher "
        "highest more gain gained climb climbed improve improved improves improving improvement improvements better best "
        "expand expanded raise raised up surplus underspend above exceed exceeded largest biggest longer longest",
        "fall falls falling fell fallen decrease decreases decreased decreasing decline declined drop drops dropped "
        "reduce reduces reduced reducing reduction lower lowest less fewer fewest loss lost worsen worsened worse worst "
        "cut cuts shrink shrank down deficit overspend below smallest shorter shortest",
        "approve approves approved approving approval agree agrees agreed agreement accept accepts accepted adopt adopted "
        "endorse endorsed support supported supports grant granted resolve resolved carried pass passed confirm confirmed "
        "permit permitted allow allowed",
        "refuse refused refusal reject rejected rejection decline declined oppose opposed dismiss dismissed defer "
        "deferred withdraw withdrawn lost fail failed ban banned prohibit prohibited forbid forbidden block blocked "
        "abstain abstained",
        "open opens opened opening start starts started begin begins began begun launch launched introduce introduced "
        "continue continues continued keep kept retain retained stay stays",
        "close closes closed closing closure end ends ended stop stops stopped cease ceased abolish abolished scrap "
        "scrapped remove removed suspend suspended cancel cancelled leave left",
        "before earlier prior first",
        "after later following last since",
        "must shall required duty obliged mandatory",
        "may optional discretion voluntary can",
        "good outstanding adequate safe met compliant lawful legal success successful",
        "inadequate poor unsafe unmet noncompliant unlawful illegal failure failing breach breached",
        "include includes included including with within inside",
        "exclude excludes excluded excluding without outside except",
        "pay pays paid spend spends spent cost costs expenditure",
        "receive receives received income save saves saved savings",
        "for yes favour",
        "against no",
        "national",
        "local",
        "because therefore caused led due result",
        "despite although however",
    )
)
"""Words of one sense, and after them, mostly, those of its opposite. A statement's word of a group needs a word of the same group
in its quote."""


CHANGE = compile_pattern(r"\bfrom\b(?:\W+\w+){0,4}?\W+(\d[\d,.]*\d|\d)\b.{0,40}?\bto\b(?:\W+\w+){0,4}?\W+[£$€]?(\d[\d,.]*\d|\d)")


def find_distortion(stated: Facts, held: Sequence[Facts]) -> str | None:
    """What a statement turns round; None where it keeps every negation, reserve and direction of the sentences quoted."""
    quoted = " ".join(facts.words for facts in held)
    if bool(NEGATIONS.search(stated.words)) != bool(NEGATIONS.search(quoted)):
        return "a negation added or left out"
    said, known = _words(HEDGES, stated.words), _words(HEDGES, quoted)
    if _roots(said) != _roots(known):
        return "a reserve added or left out"
    words, theirs = (
        set(compile_pattern(r"[a-z]+").findall(stated.words.lower())),
        set(compile_pattern(r"[a-z]+").findall(quoted.lower())),
    )
    for group in OPPOSITES:
        if words & group and not theirs & group:
            return "a word that turns the sense"
    if change := CHANGE.search(quoted):
        first, second = (
            compile_pattern(rf"(?<![\d.,]){escape(value)}(?![\d]|[.,]\d)").search(stated.words) for value in change.groups()
        )
        if first and not second:
            return "half of a change"
    return None


def _words(pattern: Pattern, text: str) -> set[str]:
    return {match.lower() for match in pattern.findall(text)}


def _roots(words: set[str]) -> set[str]:
    return {word[:6] for word in words}
