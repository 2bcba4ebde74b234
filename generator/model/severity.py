"""What follows when a check fails, one record for each word that checks.yaml may use under ``kind``.

What the rest of the program asks of a severity is a property here, so that a further one is a further record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Severity:
    """``turns_master`` says that a failure turns the master check; ``apart`` that the sides must differ, not agree."""

    word: str
    shown: str
    turns_master: bool = False
    apart: bool = False


HARD = Severity("hard", "hard", turns_master=True)
SOFT = Severity("soft", "soft")
MUST_NOT_TIE = Severity("must_not_tie", "must not tie", apart=True)

SEVERITIES: Mapping[str, Severity] = {each.word: each for each in (HARD, SOFT, MUST_NOT_TIE)}
