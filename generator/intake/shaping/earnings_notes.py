"""What earnings per share are computed from, where a filing gives it in its notes alone."""

from __future__ import annotations

from collections.abc import Sequence

from generator.intake.placing.placed import PlacedFiling
from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.presented import by_row, filled
from generator.intake.shaping.spans import FilingSpans
from generator.intake.shaping.statements_of import EARNINGS, KINDS
from generator.intake.shaping.views import RowSpot, StatementView, ViewLine

_PER_SHARE = frozenset(("basic_eps", "diluted_eps"))
_NUMERATOR = "ordinary_earnings"
_USED = frozenset((_NUMERATOR, "diluted_earnings", "weighted_shares_basic", "weighted_shares_diluted"))
_BETWEEN = frozenset(("preferred_dividends", "participating_earnings"))
"""What lies between profit and the numerator: taken where the numerator itself is not given."""


def earnings_notes(filing: PlacedFiling, primary: Sequence[StatementView], meanings: Meanings) -> list[StatementView]:
    """A view of the profits and numbers of shares behind the EPS of the statements, as far as those do not have them;
    none where they have no EPS or all that is behind it."""
    standing = {meanings.concept_of(spot.concept) for view in primary for spot in view.spots if not spot.members}
    facts = by_row(filing.facts)
    there = {meanings.concept_of(element): element for element in reversed(list(meanings.by_element))
             if (element, ()) in facts}
    wanted = _USED if _NUMERATOR in {*standing, *there} else _USED | _BETWEEN
    lines = tuple(ViewLine(RowSpot(element), "") for concept, element in reversed(there.items())
                  if concept in wanted - standing)
    if not lines or not standing & _PER_SHARE:
        return []
    view = filled(StatementView(EARNINGS, KINDS[EARNINGS].title, (), lines, (), {}), facts, FilingSpans.of(filing))
    return [view] if view.cells else []
