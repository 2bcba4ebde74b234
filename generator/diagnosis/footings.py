"""Which checks are footings: parts that must add up to a printed total."""

from __future__ import annotations

from generator.checks.proof import Check
from generator.checks.rules import FOOTING


def is_footing(check: Check) -> bool:
    return check.rule is FOOTING


def is_footing_down(check: Check) -> bool:
    """Whether the parts stand in the total's own column, as its ``sum`` lists them, and not across its members."""
    return is_footing(check) and check.relation.direction == "down"
