"""Words that a line end has cut are put together again. No word is changed: a hyphen goes only where the file shows it may."""

from collections.abc import Iterable, Sequence

from ingest.patterns import compile_pattern

SOFT_HYPHEN = "\u00ad"
ORDINAL = compile_pattern(r"\b(\d{1,2}) (st|nd|rd|th)\b")
"""A raised ordinal ending is drawn apart from its number."""
LONGEST_WORD = 200
"""Characters; a longer one is no word, and is not looked for in the document."""
CUT = compile_pattern(rf"(?<!\w)(\w+)[{SOFT_HYPHEN}\-‐]$")


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """Every word of a document in lower case, hyphenated ones whole: the evidence for what a cut word was."""
    return frozenset(
        word.lower() for text in texts for word in compile_pattern(r"\w+(?:-\w+)*").findall(text.replace(SOFT_HYPHEN, "-"))
    )


def join_hyphens(lines: Sequence[str], words: frozenset[str]) -> str:
    """The lines as one, single-spaced. "informa-" + "tion" becomes "information" only if that word stands elsewhere in the
    document and "informa-tion" does not; a hyphen that may belong to the word stays."""
    parts: list[str] = []
    # The end of what has been joined so far: a word that a line end cuts is looked for there and not in all of it.
    end = ""
    for line in lines:
        line = " ".join(line.split())
        if not line:
            continue
        cut = CUT.search(end)
        first = compile_pattern(r"\w+").match(line)
        if cut and first and line[0].islower():
            whole, hyphened = (cut[1] + first[0]).lower(), f"{cut[1]}-{first[0]}".lower()
            hyphen = "" if whole in words and hyphened not in words else "-"
            parts[-1] = parts[-1][:-1] + hyphen
            end = end[:-1] + hyphen
        elif parts:
            parts.append(" ")
            end += " "
        parts.append(line)
        end = (end + line)[-LONGEST_WORD:]
    out = "".join(parts)
    soft = rf"(?<!\w)(\w+){SOFT_HYPHEN}\s*(\w+)"
    out = compile_pattern(soft).sub(lambda m: m[1] + ("" if (m[1] + m[2]).lower() in words else "-") + m[2], out)
    return ORDINAL.sub(r"\1\2", out.replace(SOFT_HYPHEN, "-"))


def uncut_words(cell: str) -> str:
    """The words of a cell that its narrow column cannot have cut: all but the last of a line and the first of the next."""
    lines = [line.split() for line in cell.split("\n")]
    kept = [line[number > 0 : len(line) - (number < len(lines) - 1)] for number, line in enumerate(lines)]
    return " ".join(word for line in kept for word in line)


def join_cell(text: str, words: frozenset[str]) -> str:
    """The lines of a table cell as one. A narrow column cuts words without a hyphen: "Executiv" and "e" are joined where
    the whole word stands elsewhere in the document and the piece before the cut does not."""
    lines = text.split("\n")
    for number in range(len(lines) - 1, 0, -1):
        left, right = compile_pattern(r"[A-Za-z]+$").search(lines[number - 1]), compile_pattern(r"[a-z]+").match(lines[number])
        if left and right and (left[0] + right[0]).lower() in words and left[0].lower() not in words:
            lines[number - 1 : number + 1] = [lines[number - 1] + lines[number]]
    return join_hyphens(lines, words)
