"""The one error that a command ends with: what it was asked to do cannot be done, in lines for people."""

from __future__ import annotations

import unicodedata


class Refused(Exception):
    """Nothing was done; ``lines`` say why, and what would be right."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence: ``no such file or directory``."""
    return (error.strerror or "unknown error").lower()


def printable(text: object) -> str:
    """A text as any terminal shows it: on one line, and what cannot be seen as ``\\u202e``."""
    return "".join(each if each.isprintable() or unicodedata.category(each) == "Zs" else
                   each.encode("unicode-escape", "surrogatepass").decode() for each in str(text))
