"""Words of the trade: short and everyday forms read as the long form, in questions and passages alike."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from ingest.patterns import IGNORECASE, Pattern, compile_pattern, compile_words

GENERAL = Path(__file__).with_name("terms.toml")


class Terms:
    """Forms and what they stand for. Forms in capitals match only in capitals ("SEND" is not "send")."""

    def __init__(self, forms: Mapping[str, str]):
        self._exact = {form: long for form, long in forms.items() if form.isupper() or (form[:-1].isupper() and form[-1] == "s")}
        self._loose = {form.lower(): long for form, long in forms.items() if form not in self._exact}

    @cached_property
    def _patterns(self) -> tuple[Pattern | None, Pattern | None]:
        return _pattern(self._exact, 0), _pattern(self._loose, IGNORECASE)

    def spell_out(self, text: str) -> str:
        """The text with every form written as its long form; nothing else is changed."""
        exact, loose = self._patterns
        text = compile_pattern(r"(?<![\w'’])[sS]\.?(\d{1,3}[A-Za-z]?)\b").sub(r"section \1", text)
        if exact:
            text = exact.sub(lambda m: self._exact[m[0]], text)
        return loose.sub(lambda m: self._loose[m[0].lower()], text) if loose else text

    def other_forms(self, text: str) -> list[str]:
        """Short forms of the long forms that stand in a text: what a passage may write instead."""
        low = text.lower()
        return [form for form, long in {**self._exact, **self._loose}.items() if long.lower() in low and form.lower() not in low]


def load_terms(learned: Mapping[str, str]) -> Terms:
    """The general terms and those that the documents of a store define, which win."""
    sections = tomllib.loads(GENERAL.read_text(encoding="utf-8"))
    general = {form: long for section in sections.values() for long, forms in section.items() for form in forms}
    return Terms({**general, **learned})


def _pattern(forms: Mapping[str, str], flags: int) -> Pattern | None:
    if not forms:
        return None
    return compile_words(sorted(forms, key=len, reverse=True), flags)
