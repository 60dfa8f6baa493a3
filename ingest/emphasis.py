"""Takes away the marks that style words in pairs, as in **bold** and _slanted_, in one walk over the text."""


def strip_pairs(text: str, mark: str, *, apart: bool = False) -> str:
    """The text without pairs of one to three marks around words on one line, the longest pair first.

    A pair opens before a character that is no white space and closes after one. `apart` asks that no letter, figure or underscore
    stand before it or after it, as underscores within a name are no marks.
    """
    kept: list[str] = []
    closings = {count: _Closing(text, mark * count, apart=apart) for count in (3, 2, 1)}
    done = 0
    at = text.find(mark)
    while at >= 0:
        opens = not (apart and at and _in_word(text[at - 1]))
        for count, closing in closings.items() if opens else ():
            inside = at + count
            if not text.startswith(mark * count, at) or inside >= len(text) or text[inside].isspace():
                continue
            end = closing.after(inside + 1)
            if end >= 0 and "\n" not in text[inside:end]:
                kept += [text[done:at], text[inside:end]]
                done = end + count
                break
        at = text.find(mark, max(at + 1, done))
    return "".join([*kept, text[done:]])


class _Closing:
    """Finds the places where marks can close a pair. Asked with places that only grow, it reads the text once."""

    def __init__(self, text: str, marks: str, *, apart: bool) -> None:
        self._text = text
        self._marks = marks
        self._apart = apart
        self._found = 0

    def after(self, start: int) -> int:
        """The first place from `start` on where these marks close a pair; -1 where there is none."""
        if 0 <= self._found < start:
            self._found = start - 1
            while (found := self._text.find(self._marks, self._found + 1)) >= 0:
                self._found = found
                behind = found + len(self._marks)
                if not self._text[found - 1].isspace() and not (
                    self._apart and behind < len(self._text) and _in_word(self._text[behind])
                ):
                    return found
            self._found = -1
        return self._found


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
