"""The thread of a matter: what was planned, recommended, decided and reported under one title, in order of time.

Papers seldom number their matters, so decisions are linked by the words of their titles and by their dates; each link says how
sure it is and why. A reference that both print ("FP/2025/22") is as good as certain.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import Stemmer

from index.registers import Registers, StoredRecord
from ingest.passages import STANDING
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.record import Decision

LEAST_SIMILARITY = 0.6
"""Share of the weight of two titles' words that they must have in common, the longer one's words counted: below it titles of
one service ("Fostering allowances", "Fostering service annual report") run together."""
LEAST_CONFIDENCE = 0.45
MOST_BY_TITLE = 0.95
"""Titles and days alone never make a link certain."""
STEPS = {"planned": 0, "recommended": 1, "resolved": 2, "decided": 2}
REFERENCE = compile_pattern(r"\b[A-Z]{2,6}[/ -]\d{2,4}[/-]\d{1,4}\b")
_STANDING_TITLE = compile_pattern(
    r"^(?:minutes|forward (?:plan|list)|work programme|scrutiny work programme|any other|matters arising)\b", IGNORECASE
)
_STOP = frozenset("a an and as at by for from in into of on or that the to with its be proposed report update council".split())
_YEAR = compile_pattern(r"^(?:20)?\d\d(?:[/-]\d\d(?:\d\d)?)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision of a thread. `day` is when it was or is to be taken (ISO, as far as stated); `confidence` from 0 to 1 is how
    sure it is of the same matter as the decision that was asked about, `why` says by what."""

    record: StoredRecord
    day: str | None
    confidence: float
    why: str


def follow_matter(registers: Registers, asked: StoredRecord) -> tuple[Step, ...]:
    """The decisions of the same matter in order of time, the one asked about among them with confidence 1. Parts of decisions
    are left to the decisions they belong to. A standing item, such as the minutes, is no matter and has only itself."""
    if asked.parent is not None:
        asked = registers.record(asked.parent) or asked
    wholes = [record for record in registers.list_records("decisions") if record.parent is None]
    titles = {record.row: stem_title(record.record.title or "") for record in wholes}
    weights = weigh_titles(titles.values())
    steps = [Step(record=asked, day=find_day(asked), confidence=1.0, why="the decision asked about")]
    if not is_standing(asked):
        for other in registers.budget.each(wholes):
            if other.row != asked.row and not is_standing(other):
                link = _link(asked, other, titles, weights)
                steps += [link] if link else []
    return tuple(
        sorted(steps, key=lambda step: (step.day is None, step.day or "", STEPS[step.record.record.status], step.record.row))
    )


def find_day(stored: StoredRecord) -> str | None:
    """When a decision was taken or is to be taken."""
    record = stored.record
    assert isinstance(record, Decision)
    return record.anticipated if record.status == "planned" else record.place.date


def _link(asked: StoredRecord, other: StoredRecord, titles: dict[int, frozenset[str]], weights: dict[str, float]) -> Step | None:
    ours, theirs = asked.record, other.record
    day = find_day(other)
    shared = set(REFERENCE.findall(ours.title or "")) & set(REFERENCE.findall(theirs.title or ""))
    if shared:
        return Step(record=other, day=day, confidence=0.98, why=f"both bear the reference {sorted(shared)[0]}")
    if ours.status == theirs.status == "planned":
        # Entries of one plan are different matters, however alike their titles.
        return None
    if asked.record.place.council and other.record.place.council and ours.place.council != theirs.place.council:
        return None
    alike = compare_titles(titles[asked.row], titles[other.row], weights)
    if alike < LEAST_SIMILARITY:
        return None
    near, said = _nearness(find_day(asked), day)
    confidence = min(MOST_BY_TITLE, round(alike * near, 2))
    if confidence < LEAST_CONFIDENCE:
        return None
    return Step(
        record=other, day=day, confidence=confidence, why=f"{round(alike * 100)}% of the words of the titles are the same; {said}"
    )


def _nearness(ours: str | None, theirs: str | None) -> tuple[float, str]:
    """How well the days of two decisions fit one matter, from 0 to 1, and that in words."""
    if not ours or not theirs:
        return 0.7, "no day is stated for one of them"
    days = _days_between(ours, theirs)
    if days == 0:
        return 1.0, "on the same day"
    said = f"{days} days apart"
    # A matter comes back within a few meetings; after a year its title may be next year's.
    return (0.95, said) if days <= 100 else (0.8, said) if days <= 370 else (0.55, said)


def _days_between(ours: str, theirs: str) -> int:
    """Days between two dates; where one is a month or year alone, from the nearest day in it."""
    length = min(len(ours), len(theirs))
    if ours[:length] == theirs[:length]:
        return 0
    first, second = (date.fromisoformat(f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]) for day in (ours, theirs))
    return abs((first - second).days)


def compare_titles(ours: frozenset[str], theirs: frozenset[str], weights: dict[str, float]) -> float:
    """The weight of the words in common as a share of that of the shorter title, less what is in the longer one alone."""
    common = sum(weights[word] for word in ours & theirs)
    lengths = sorted((sum(weights[word] for word in ours), sum(weights[word] for word in theirs)))
    if not common or not lengths[0]:
        return 0.0
    # A title of one word would be found in many.
    if min(len(ours), len(theirs)) < 2 and ours != theirs:
        return 0.0
    return 0.75 * common / lengths[0] + 0.25 * common / lengths[1]


def stem_title(title: str) -> frozenset[str]:
    """The stems of the words of a title that tell matters apart; references and years do not."""
    title = REFERENCE.sub(" ", title).lower().replace("’", "'").replace("'s", "")
    words = [
        word for word in compile_pattern(r"[a-z0-9/]+(?:-\d+)?").findall(title) if word not in _STOP and not _YEAR.match(word)
    ]
    return frozenset(Stemmer.Stemmer("english").stemWords(words))


def weigh_titles(titles: Iterable[frozenset[str]]) -> dict[str, float]:
    """The weight of each word: rarer ones say more."""
    listed: Sequence[frozenset[str]] = list(titles)
    counts = Counter(word for title in listed for word in title)
    return {word: math.log(1 + len(listed) / count) for word, count in counts.items()}


def is_standing(stored: StoredRecord) -> bool:
    """Whether a decision is of an item that every meeting has, or of none that is named."""
    title = stored.record.title or ""
    return bool(not title or STANDING.search(title) or _STANDING_TITLE.match(title))
