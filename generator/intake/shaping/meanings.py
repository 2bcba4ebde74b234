"""What standard elements mean to an import, by the table in templates/, as far as its filings bear it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.inputs.elements import StandardElement
from generator.intake.placing.placed import PlacedFiling


@dataclass(frozen=True)
class Meanings:
    """Standard elements by name, in the order in which statements have them; ``parts`` are those that in these filings
    are only a part of what their concept means."""

    by_element: Mapping[str, StandardElement] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, filings: Iterable[PlacedFiling], table: Mapping[str, StandardElement]) -> Meanings:
        """The table as it holds for some filings."""
        alone: dict[str, int] = defaultdict(int)
        for filing in filings:
            there = {fact.tagged.concept for fact in filing.facts if not fact.members}
            for name in there & table.keys():
                alone[name] += -1 if there & set(table[name].unless) else 1
        return cls(table, frozenset(name for name, count in alone.items() if count <= 0))

    def concept_of(self, element: str) -> str:
        found = self.by_element.get(element)
        return found.concept if found and element not in self.parts else ""

    def sign_of(self, element: str) -> int:
        """0 for an element that is not in the table."""
        found = self.by_element.get(element)
        return found.sign if found else 0

    def additivity_of(self, element: str) -> str:
        """What an element is over time where its period does not tell."""
        found = self.by_element.get(element)
        return found.additivity if found and found.additivity not in ("flow", "instant") else ""
