"""The one error that a command ends with: what it was asked to do cannot be done, in lines for people."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was done; ``lines`` say why, and what would be right."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence: ``no such file or directory``."""
    return (error.strerror or "unknown error").lower()
