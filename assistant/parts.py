"""The parts of a question that are answered each for itself: its clauses, and the times and councils set side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.question import complete_question, leans
from assistant.statements import Statement
from assistant.times import MONTH, TIME
from index.retriever import COUNCIL_WORDS, subject_words
from ingest.patterns import IGNORECASE, Match, compile_opening, compile_pattern, escape

ASKS = (
    r"(?:how|what|what's|who|who's|whose|when|when's|where|which|why|is|are|was|were|do|does|did|has|have|had|can|will|would|must|"
    r"(?:in|on|at|by|for|from|to|under|with) (?:what|which|whom))\b"
)
CLAUSE = compile_pattern(
    rf"\?\s+(?:and |but )?(?={ASKS})|(?:\s{{0,9}}[,;–—]|\s-)?\s(?:and|but)\s+(?={ASKS})|\s[-–—]\s(?={ASKS})",
    IGNORECASE,
)
"""Where one clause of a question ends and the next may begin; a comma alone is mostly within a clause."""
BEGINS_ASKING = compile_opening(rf"(?:[^:?]{{3,60}}:\s+)?{ASKS}", IGNORECASE)
TOPIC = compile_opening(rf"[^:?]{{3,60}}:\s+(?={ASKS})", IGNORECASE)
"""What all clauses are about, as in "Family hubs: what was planned, and how far has it got?"."""
BACKGROUND = compile_pattern(r"^[^?]*[.!]\s+(?=[A-Z])")
SIDE_BY_SIDE = compile_pattern(
    r"\b(?:compar\w+|contrast|differ\w*|chang\w+|between|both|each|versus|vs|than|again|respectively|develop\w*|fall|fell|rise|rose|"
    r"grow|grew|how far|progress\w*|increase\w*|decrease\w*|move\w*|(?:and|or|to) (?:in |at |by |as of )?(?:the )?$)",
    IGNORECASE,
)
AT_ANOTHER_TIME = compile_pattern(
    rf"{TIME.pattern}|\b(?:by|since|in) {MONTH}\b|"
    r"\b(?:later|still|since then|afterwards|the (?:year|month) after|turn(?:ed)? out|in the end)\b",
    IGNORECASE,
)
COMPARES_PAPERS = compile_pattern(
    r"[\s,;–-]*\b(?:and |but )?(?:do|does|did)\b[^?]{0,80}\b(?:agree|differ|match|tally|disagree|say the same)\b|^compare\b|"
    r"\b(?:come|came|gone|go|went|risen|fallen) (?:up|down)\b[^?]*|\b(?:risen|fallen|improved|worsened|got better|got worse)\b"
    r"[^?]*",
    IGNORECASE,
)
MOST_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing asked: its own question, the time or council it is about where several are set side by side, and whether what
    answers it stands apart from what answers the parts before it ("and how did it turn out?")."""

    text: str
    side: str = ""
    apart: bool = False


def split_question(text: str, councils: Iterable[str]) -> tuple[Part, ...]:
    """The parts of a question in the order of their asking; () where it asks one thing."""
    clauses = split_clauses(text)
    if len(clauses) > 1:
        first = AT_ANOTHER_TIME.search(clauses[0])
        return tuple(
            Part(text=clause, apart=at > 0 and (there := AT_ANOTHER_TIME.search(clause)) is not None and not _same(there, first))
            for at, clause in enumerate(clauses)
        )
    return tuple(Part(text=asked, side=side) for side, asked in split_sides(text, councils))


def _same(there: Match, first: Match | None) -> bool:
    return first is not None and there[0].lower() == first[0].lower()


def split_clauses(text: str) -> tuple[str, ...]:
    """Clauses that ask of subjects of their own, in order; the text alone where there is one.

    A clause that leans on the one before it ("and who wrote it?") stays with it, for the answer mostly stands beside the other's;
    one about another time ("and how did it turn out?") is completed from the first, for its answer stands in another paper.
    Words before the first clause that asks ("By the start of November, what share ...") belong to it.
    """
    background = BACKGROUND.match(text)
    start = background.end() if background and "?" in text[background.end() :] else 0
    ends = list(CLAUSE.finditer(text, start))
    if not ends:
        return (text,)
    clauses: list[str] = [text[: ends[0].start()]]
    topic = found[0] if (found := TOPIC.match(text)) else ""
    for match, after in zip(ends, [*(end.start() for end in ends[1:]), len(text)], strict=True):
        piece = text[match.end() : after].strip(" ,;–-")
        if not BEGINS_ASKING.match(clauses[-1][start if len(clauses) == 1 else 0 :]) or (
            leans(piece) and not AT_ANOTHER_TIME.search(piece)
        ):
            clauses[-1] += f"{match[0]}{piece}"
        else:
            # What is asked of another time is not asked of the first one's.
            before = TIME.sub(" ", clauses[0]) if AT_ANOTHER_TIME.search(piece) else clauses[0]
            clauses.append(f"{topic}{complete_question(piece, before)}")
    return tuple(f"{clause.strip(' ,;–-?')}?" for clause in clauses[:MOST_PARTS]) if len(clauses) > 1 else (text,)


def split_sides(text: str, councils: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The times or councils that a question sets side by side, in the order of their naming, each with the question asked of
    it alone; () where it does not compare."""
    for places, compared in ((_named(text, councils), True), (_times(text), SIDE_BY_SIDE.search(text) is not None)):
        names = list(dict.fromkeys(text[start:end] for start, end in places))
        if len(names) < 2 or _is_period(text, places) or not (compared or _joined(text, places)):
            continue
        return tuple((name, _without(text, [other for other in names if other != name])) for name in names[:MOST_PARTS])
    return ()


def compares_papers(text: str) -> str:
    """What is asked of several papers at once ("do the two reports agree?", "compare it with the later update"), without the
    words that ask for comparing; empty where no papers are compared."""
    found = COMPARES_PAPERS.search(text)
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;–-?") if found else ""


def suits_side(side: str, statement: Statement) -> bool:
    """Whether a statement is about a time or a council: it, its headings or its document's title, date or council name it."""
    facts = statement.hit.document.facts
    date = f"{facts.date:%B %Y}" if facts.date else ""
    around = " ".join((statement.text, statement.header or "", *statement.passage.path, facts.title, facts.council or "", date))
    said = around.lower()
    return all(
        word in said or (len(word) > 3 and word.isalpha() and word[:3] in said)
        for word in compile_pattern(r"\w+").findall(side.lower())
    )


def _joined(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether the first two names stand together, as in "Bolton and Bradford" or "in 2018 and in 2026"."""
    (_, end), (start, _) = places[:2]
    return (
        compile_pattern(r"\)?,? (?:and|or|to|with)(?: (?:again|then|in|at|by|the|later))* \(?").fullmatch(text[end:start])
        is not None
    )


def _is_period(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether two names are the ends of one time, as in "who sat on it between May 2021 and March 2022?"; what changed, rose or
    fell between two times is asked of both."""
    (start, end), (other, _) = places[:2]
    opens = compile_pattern(r"\b(?:between|from)\s+$", IGNORECASE).search(text[:start])
    joined = opens and compile_pattern(r"\s*(?:and|to|until|till|[-–])\s*").fullmatch(text[end:other])
    return len(places) == 2 and joined is not None and not {word.lower() for word in SIDE_BY_SIDE.findall(text)} - {"between"}


def _times(text: str) -> list[tuple[int, int]]:
    """Ranges of times; "January and June 2022" holds two."""
    found = [match.span() for match in TIME.finditer(text)]
    for match in compile_pattern(rf"\b{MONTH}(?= (?:and|to) {MONTH} (?:19|20)\d\d)", IGNORECASE).finditer(text):
        found.append(match.span())
    return sorted(found)


def _named(text: str, councils: Iterable[str]) -> list[tuple[int, int]]:
    """Ranges of words that name councils of the store; of two that overlap the longer."""
    found: list[tuple[int, int]] = []
    for council in sorted(set(councils), key=len, reverse=True):
        words = [word for word in compile_pattern(r"[^\W_]+").findall(council.lower()) if word not in COUNCIL_WORDS]
        own = [place for place, word in enumerate(words) if subject_words(word)]
        name = r"\W+".join(words[own[0] : own[-1] + 1]) if own else ""
        for match in compile_pattern(rf"\b{name}\b", IGNORECASE).finditer(text) if name else ():
            if not any(start < match.end() and match.start() < end for start, end in found):
                found.append(match.span())
    return sorted(found)


def _without(text: str, others: Sequence[str]) -> str:
    """The question without the other sides, their times and the small words that tied them to it."""
    ties = r"(?:\b(?:in|and|between|since|from|to|than|with|or|again|then|the|both)\s{1,9}|,\s{0,9}|\(){0,6}"
    for other in others:
        time = rf"(?:\s{{0,9}}(?:in )?\(?{TIME.pattern}\)?)?"
        side = rf"{ties}{escape(other)}(?!\w)\)?{time}(?:\s{{1,9}}(?:and|or|to|with)\b)?"
        text = compile_pattern(side, IGNORECASE).sub(" ", text)
    return compile_pattern(r"(?<!\s)\s+(?=[?,.])").sub("", " ".join(text.split()))
