"""What a meeting resolved, agreed or noted, as minutes of UK councils word it, with the vote where they state it."""

from collections.abc import Iterator

from ingest.bound import BODY_NOUN, BoundPaper, words_of
from ingest.document import CELL, Document, PlacedBlock
from ingest.passages import SENTENCE_END
from ingest.patterns import IGNORECASE, Match, compile_pattern
from ingest.records.items import find_item, make_decisions
from ingest.records.lists import OPENS, Part, list_follows, read_mark, read_parts, split_inline
from ingest.records.record import Decision, DecisionStatus

_VERB = r"(?:resolved|agreed|decided|ordered|recommended)"
_HOW = (
    r"(?:\s{0,20}+(?:,\s{0,20}+)?(?:unanimously|nem\.? ?con\.?|by (?:a )?(?:general )?(?:consent|assent|majority(?: (?:vote"
    r"|decision))?)|on a (?:show of hands|vote)|\([^)]{3,80}\))(?:\s{0,20}+,)?+)?+"
)
_TAIL = r"(?:(?:\s{0,20}+(?:[:–—-]{1,20}+|(?:,\s{0,20}+)?that\b)){1,9}+\s{0,20}+|,?\s{1,20}+(?=to\b))"
_NUMBER = r"(?:\(?\d{1,3}(?:\.\d{1,2})*[.)]?\s++)?+"
OPENING = compile_pattern(
    rf"^(?:(?:minutes|decision)\s*:\s*)?{_NUMBER}(?:(?:it was|the \w+(?: \w+){{0,4}}) )?(?:unanimously\s+"
    rf"|therefore\s+|further\s+)*+"
    rf"(?P<verb>RESOLVED|AGREED|DECIDED|ORDERED|RECOMMENDED|RESOLUTION|DECISION)\b"
    rf"(?:\s+\(?(?:to|by) (?:council|cabinet|executive|full council)\)?)?{_HOW}(?P<tail>{_TAIL}|\s*$)",
    IGNORECASE,
)
"""The words that open a resolution at the head of a paragraph: "RESOLVED that:", "It was AGREED", "Resolved -"."""
_WITHIN = compile_pattern(
    rf"(?:\b[Ii]t was (?:then |therefore |further |also |unanimously |accordingly )*(?P<verb>(?i:{_VERB}))"
    rf"|(?<=[\s,])(?P<loud>RESOLVED|AGREED)){_HOW}(?P<tail>(?i:{_TAIL}))"
)
"""The same inside a paragraph: "It was resolved that ...", "... and RESOLVED that ..."."""
_SAID = compile_pattern(
    rf"^(?:{_NUMBER})(?:[Tt]he |THE )?(?P<body>(?:[A-Z][\w'’&-]* (?:(?:and|of|for|the|&"
    rf"|on) )*){{0,8}}(?i:{BODY_NOUN})|[Mm]embers)"
    r"(?: (?:unanimously|also|then|therefore))* (?P<verb>(?i:resolve[sd]?|agree[sd]?|approve[sd]?|note[sd]?"
    r"|recommend(?:s|ed)?|endorse[sd]?|adopt(?:s|ed)?))\b"
    r"(?P<tail>(?: unanimously)?(?:,? that\b| to\b| the\b|:| a\b| an\b| its\b)[:–—-]*)"
)
_ALONE = compile_pattern(
    rf"^(?:[Tt]he |THE )?(?:(?:[A-Z][\w'’&-]* (?:(?:and|of|for|the|&|on) )*){{0,8}}(?i:{BODY_NOUN})|[Mm]embers)\s*:[–—-]?$"
)
_DID = compile_pattern(
    r"(?:resolve[sd]?|agree[sd]?|approve[sd]?|note[sd]?|recommend(?:s|ed)?|endorse[sd]?|adopt(?:s|ed)?)\b", IGNORECASE
)
"""A sentence that says what a body did: "The Committee agreed to ...", "The Panel notes the report."."""
_VOTE_LINE = compile_pattern(
    r"^[\[(]?\s*(?:vot(?:e|es|ing)\b.{0,20}?(?:[:–-]|\d)|(?:for|in favour)\b[\s:–-]*\d|(?:\d+|\w+) (?:votes? )?(?:for"
    r"|in favour)\b|unanimous|carried\b|recorded vote\b)",
    IGNORECASE,
)
_VOTE_IN_BRACKETS = compile_pattern(
    r"[\[(](?P<vote>[^()\[\]]*\b(?:for|in favour|against|abst\w+|votes?|voting|unanimous\w*|nem\.? ?con)\b[^()\[\]]*)[\])]",
    IGNORECASE,
)
_COUNTS = compile_pattern(r"\d|\bunanim|\bnem\b|\bnone\b", IGNORECASE)
_HOW_SAID = compile_pattern(
    r"unanimously|nem\.? ?con\.?|by (?:a )?(?:general )?(?:consent|assent|majority(?: (?:vote|decision))?)", IGNORECASE
)
_PUT_TO_VOTE = compile_pattern(
    r"(?P<vote>(?:with )?[\w-]+ (?:members? |votes? )?(?:voting |voted )?(?:for"
    r"|in favour)\b[^.;]{0,120}?\b(?:against|abst\w+)[^.;]{0,60})",
    IGNORECASE,
)


def find_resolutions(document: Document, paper: BoundPaper) -> Iterator[Decision]:
    """The resolutions of one paper in order, each before its parts.

    What opens with "RESOLVED" counts in any paper, the rest only in minutes; a sentence that says what a body did only under
    an item that has no resolution of its own, since minutes also tell of a debate in such words.
    """
    said: list[int] = []
    resolved: set[tuple[str | None, str | None]] = set()
    at = paper.first
    while at < paper.last:
        block = document.blocks[at]
        after = at + 1
        for start, verb, tail_end in _find_openings(document, block, paper):
            decisions, after = _read_resolution(document, paper, at, start, verb, tail_end)
            resolved.update((decision.item, decision.title) for decision in decisions)
            yield from decisions
            if after > at + 1:
                break
        else:
            if paper.kind == "minutes" and block.kind in ("paragraph", "item") and _says(document, paper, at):
                said.append(at)
        at = max(after, at + 1)
    for at in said:
        item = find_item(document, paper, at)
        if (item.number, item.title) not in resolved and item.title:
            yield from _read_saying(document, paper, at)


def _says(document: Document, paper: BoundPaper, at: int) -> bool:
    """Whether a block says what a body did: in its own words, or in the list that it opens ("The Board:")."""
    words = words_of(document, document.blocks[at])
    if not _ALONE.match(words):
        return _SAID.match(words) is not None
    if at + 1 >= paper.last or document.blocks[at + 1].kind != "item":
        return False
    first = words_of(document, document.blocks[at + 1])
    mark = read_mark(first)
    return _DID.match(first[mark[1] :] if mark else first) is not None


def _find_openings(document: Document, block: PlacedBlock, paper: BoundPaper) -> Iterator[tuple[int, str, int]]:
    """Where each resolution of a block begins, its verb, and where its own words begin, as offsets of the document."""
    words = words_of(document, block)
    cells = [(0, words)]
    if block.kind == "row":
        cells, at = [], 0
        for cell in words.split(CELL):
            cells.append((at, cell))
            at += len(cell) + 1
    for offset, cell in cells:
        match = OPENING.match(cell)
        if match and _opens(match, block, paper):
            yield block.start + offset, match["verb"], block.start + offset + match.end()
        elif paper.kind == "minutes" and block.kind in ("paragraph", "row"):
            for match in _WITHIN.finditer(cell):
                yield block.start + offset + match.start(), match["verb"] or match["loud"], block.start + offset + match.end()


def _opens(match: Match, block: PlacedBlock, paper: BoundPaper) -> bool:
    verb, tail = match["verb"], match["tail"].strip()
    led = bool(match["tail"])
    whole = match.end() == block.end - block.start
    if verb.lower() in ("resolved", "resolution"):
        return verb[0].isupper() and (led or whole) and (verb.isupper() or paper.kind == "minutes")
    if paper.kind != "minutes":
        return False
    if verb.isupper():
        return led or whole
    # "Agreed:" and "Decision" on a line of its own open a resolution; "Agreed that more be done" is talk.
    return verb[0].isupper() and (tail[:1] in (":", "–", "—", "-") or (whole and not tail))


def _read_resolution(
    document: Document, paper: BoundPaper, at: int, start: int, verb: str, begins: int
) -> tuple[list[Decision], int]:
    """The decision whose opening words end at `begins` in block `at`, with its parts, and the block after it."""
    block = document.blocks[at]
    end = _end_within(document, block, begins)
    lead = document.text[begins:end].strip()
    parts: list[Part] = []
    after = at + 1
    if lead and (mark := read_mark(lead)):
        # "RESOLVED - (1) That ..." with the rest of the list below.
        head = begins + document.text[begins:end].index(lead)
        _, parts = split_inline(document, head, end)
        if not parts:
            more, after = read_parts(document, at + 1, paper.last, opener=":")
            parts = [Part(mark=mark[0], start=head + mark[1], end=end), *more]
    elif lead and not OPENS.search(lead):
        _, parts = split_inline(document, begins, end)
    if not parts and end == block.end and (not lead or OPENS.search(lead) or list_follows(document, at, paper.last)):
        parts, after = read_parts(document, at + 1, paper.last, opener=lead or ":")
    end = max([end, *(part.end for part in parts)])
    vote, vote_end, after = _find_vote(document, paper, at, after, document.text[start:end])
    words = document.text[begins:end]
    if not words.strip():
        return [], at + 1
    status: DecisionStatus = "recommended" if verb.lower() == "recommended" else "resolved"
    decisions = make_decisions(
        document,
        paper,
        status=status,
        item=find_item(document, paper, at),
        path=block.path if block.kind != "heading" else (*block.path, words_of(document, block)),
        start=start,
        end=max(end, vote_end),
        text=words,
        parts=parts,
        vote=vote,
    )
    return decisions, after


def _end_within(document: Document, block: PlacedBlock, begins: int) -> int:
    """Where the resolution ends that begins inside a block: with its cell, before the next that begins there, else with the
    block."""
    end = block.end
    if block.kind == "row":
        cell = document.text.find(CELL, begins, block.end)
        return cell if cell >= 0 else block.end
    following = _WITHIN.search(document.text, begins, block.end)
    return following.start() if following else end


def _find_vote(document: Document, paper: BoundPaper, at: int, after: int, words: str) -> tuple[str | None, int, int]:
    """The vote as stated: on a line below, in brackets, in the opening words, or in the sentence before; with where the words
    end that state it (0 where the decision holds them) and the block after."""
    if after < paper.last:
        block = document.blocks[after]
        line = words_of(document, block)
        if block.kind == "paragraph" and len(line) < 300 and _VOTE_LINE.match(line) and _COUNTS.search(line):
            return line.strip(" ()[]"), block.end, after + 1
    if (match := _VOTE_IN_BRACKETS.search(words)) and _COUNTS.search(match["vote"]):
        return match["vote"].strip(), 0, after
    if match := _HOW_SAID.search(words[:60]):
        return match[0], 0, after
    before = document.blocks[at - 1] if at > paper.first else None
    if before is not None and before.kind == "paragraph" and (match := _PUT_TO_VOTE.search(words_of(document, before))):
        return match["vote"].strip(), 0, after
    return None, 0, after


def _read_saying(document: Document, paper: BoundPaper, at: int) -> list[Decision]:
    block = document.blocks[at]
    words = words_of(document, block)
    match = _SAID.match(words)
    sentence = SENTENCE_END.search(words)
    end = block.start + len(words[: sentence.start()].rstrip()) if sentence else block.end
    parts: list[Part] = []
    after = at + 1
    if not sentence and OPENS.search(words):
        parts, after = read_parts(document, at + 1, paper.last, opener=words)
        end = max([end, *(part.end for part in parts)])
    elif not sentence:
        _, parts = split_inline(document, block.start + match.end(), end)
    vote, vote_end, _ = _find_vote(document, paper, at, after, document.text[block.start : end])
    return make_decisions(
        document,
        paper,
        status="resolved",
        item=find_item(document, paper, at),
        path=block.path,
        start=block.start,
        end=max(end, vote_end),
        text=document.text[block.start : end],
        parts=parts,
        vote=vote,
    )
