"""What standard elements mean to an import: concept, direction and additivity, by the table in templates/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Meaning:
    """``concept`` is a standard concept; ``sign`` is -1 where the element is positive where formulas have the concept
    negative (costs). ``statement`` is where it usually stands, ``additivity`` what it is over time where that does not
    follow from its period."""

    concept: str
    sign: int = 1
    statement: str = ""
    additivity: str = ""


@dataclass(frozen=True)
class Meanings:
    """The table of elements, in the order in which a statement has them."""

    by_element: Mapping[str, Meaning] = field(default_factory=dict)

    def concept_of(self, element: str) -> str:
        found = self.by_element.get(element)
        return found.concept if found else ""

    def sign_of(self, element: str) -> int:
        """0 for an element that is not in the table."""
        found = self.by_element.get(element)
        return found.sign if found else 0
