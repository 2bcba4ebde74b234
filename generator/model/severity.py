"""What follows when a check fails, one record for each word that checks.yaml may use under ``kind``.

What the rest of the program asks of a severity is a property here, so that a further one is a further record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Severity:
    """``about`` says what it means; ``turns_master`` that a failure turns the master check; ``apart`` that the sides
    must differ, not agree.

    ``of_magnitude`` says that it only tells what can hardly be so: it proves no digit, and no slip explains it.
    """

    word: str
    shown: str
    turns_master: bool = False
    apart: bool = False
    of_magnitude: bool = False
    about: str = ""

    @property
    def proves(self) -> bool:
        """Whether its sides agree where the figures are right, to the last digit that rounding leaves."""
        return not self.apart and not self.of_magnitude


HARD = Severity("hard", "hard", turns_master=True, about="The sides must agree; a failure turns the master check")
SOFT = Severity("soft", "soft", about="The sides should agree; a failure is shown and turns nothing")
MUST_NOT_TIE = Severity("must_not_tie", "must not tie", apart=True,
                        about="The sides must differ: where they agree it fails, which is shown and turns nothing")
PLAUSIBLE = Severity("plausible", "plausible", turns_master=True, of_magnitude=True,
                     about="The sides must be of one size; a failure turns the master check until company.yaml "
                           "declares the case right under plausible")
DECLARED_RIGHT = Severity("declared_right", "declared right", of_magnitude=True,
                          about="A plausible check that company.yaml declares right, with the reason; it turns nothing")
"""What company.yaml makes of a plausible one."""

KINDS = (HARD, SOFT, MUST_NOT_TIE, PLAUSIBLE)
"""Those that checks.yaml may use."""
SEVERITIES: Mapping[str, Severity] = {each.word: each for each in (*KINDS, DECLARED_RIGHT)}
