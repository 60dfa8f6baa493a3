"""Short forms that a document defines: "Sensory Impairment Service (SIS)". Only ones whose letters the long form explains."""

from ingest.patterns import compile_pattern

DEFINITION = compile_pattern(r"(?<![\w’'&/-])((?:[\w’'&/-]+[ ]){1,8})\([‘“\"']?([A-Z][A-Za-z&]{1,8})[’”\"']?\)")
SMALL_WORDS = frozenset(["of", "and", "the", "for", "in", "on", "to", "a", "an", "with", "&", "by", "at"])


def find_abbreviations(text: str) -> dict[str, str]:
    """Short form to long form, for each definition in the text; the first definition of a short form stands."""
    found: dict[str, str] = {}
    for match in DEFINITION.finditer(text):
        short = match[2].rstrip("s") if match[2][-1] == "s" and match[2][:-1].isupper() else match[2]
        long = _explaining_words(match[1].split(), short)
        if long and short not in found:
            found[short] = long
    return found


def _explaining_words(words: list[str], short: str) -> str | None:
    """The last of these words whose initials spell the short form, small words skipped or counted as need be."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    if len(letters) < 2 or sum(letter.isupper() for letter in short) < 2:
        return None
    for start in range(len(words) - 1, -1, -1):
        tail = words[start:]
        initials = [
            part[0].lower() for word in tail for part in compile_pattern(r"[-/]").split(word) if part and part[0].isalpha()
        ]
        content = [word[0].lower() for word in tail if word.lower() not in SMALL_WORDS and word[0].isalpha()]
        if letters in (initials, content) and tail[0].lower() not in SMALL_WORDS:
            return " ".join(tail)
    return None
