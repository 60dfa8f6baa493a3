"""Names of files as they are shown to people."""

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (such as right-to-left overrides) and surrogate characters, and line and paragraph separators."""


def display_name(name: str) -> str:
    """A name that is safe to print: characters that would move the cursor, turn the writing round or cannot be written are
    shown by their codes."""
    return "".join(f"\\u{ord(letter):04x}" if unicodedata.category(letter) in _UNSAFE else letter for letter in name)
