"""Which checks are footings: parts that must add up to a printed total."""

from __future__ import annotations

from generator.checks.proof import Check


def is_footing(check: Check, direction: str = "") -> bool:
    """Whether a check is a footing: ``down`` a column, ``across`` members, by ``also`` another breakdown, or any."""
    return check.id.startswith(f"footing:{direction}:" if direction else "footing:")
