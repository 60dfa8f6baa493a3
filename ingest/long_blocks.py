"""Words without an end: one line of ten megabytes is divided into parts that later steps can look through in good time."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.document import Block, Reading
from ingest.patterns import compile_pattern

LONGEST_CHARS = 20_000
"""Of one line or block: about seven printed pages, more than anybody writes as one paragraph. Rules that look at a whole
paragraph may take time that grows with its square."""
LONGEST_WORD = 1_000
"""In a line or block that is too long; an address in the web may be longer than most words."""
_ENDLESS = compile_pattern(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_SENTENCE = compile_pattern(r"[.;?!][”’\"')]*\s")


def divide_long_lines(text: str) -> str:
    """The text with line breaks in every line longer than `LONGEST_CHARS`, between sentences or words where there are any."""
    if max(map(len, text.split("\n")), default=0) <= LONGEST_CHARS:
        return text
    lines = (_ENDLESS.sub(r"\g<0> ", line) if len(line) > LONGEST_CHARS else line for line in text.split("\n"))
    return "\n".join(line[start:end] for line in lines for start, end in divide_words(line))


def divide_long_blocks(reading: Reading) -> Reading:
    """The reading with every block longer than `LONGEST_CHARS` as several of its kind."""
    if all(len(block.text) <= LONGEST_CHARS for block in reading.blocks):
        return reading
    return replace(reading, blocks=tuple(part for block in reading.blocks for part in _divide_block(block)))


def divide_words(words: str, longest: int = LONGEST_CHARS) -> Iterator[tuple[int, int]]:
    """Ranges of at most `longest` characters that cover all but blanks between them; each ends with a sentence where one ends
    in its second half, else with a word, else in the middle of one."""
    start = 0
    while len(words) - start > longest:
        half, limit = start + longest // 2, start + longest
        ends = [match.end() for match in _SENTENCE.finditer(words, half, limit)]
        blank = max(words.rfind(" ", half, limit), words.rfind("\t", half, limit))
        end = ends[-1] if ends else blank + 1 if blank > 0 else limit
        yield start, start + len(words[start:end].rstrip())
        start = end
    yield start, len(words)


def _divide_block(block: Block) -> Iterator[Block]:
    if len(block.text) <= LONGEST_CHARS:
        yield block
        return
    # Offsets of page breaks are those of the words as they stand.
    words = block.text if block.page_breaks else _ENDLESS.sub(r"\g<0> ", block.text)
    page = block.page
    for start, end in divide_words(words):
        page = next((number for at, number in reversed(block.page_breaks) if at <= start), page)
        breaks = tuple((at - start, number) for at, number in block.page_breaks if start < at < end)
        yield replace(block, text=words[start:end], page=page, page_breaks=breaks)
