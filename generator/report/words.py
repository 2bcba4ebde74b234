"""The words in which people read a report's data (generator.report.data): the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.model.severity import SEVERITIES

Data = dict[str, Any]
MOST_CHANGES = 4
"""How many figures of one slip are shown; a slip in a table may change many."""
_MOST_PLACES = 4
CAUGHT = "Slips that a check would show"
UNPROVED = "Read these a second time: no check proves the last digit"
AS_FIRST_REPORTED = "Fails only in the version 'As first reported', which the Cover offers"
ALL_PROVED = "Every figure's last digit is proved by a check."


def number(value: float | None) -> str:
    """A number as people write it: thousands, and no more digits than it takes."""
    return "n.a." if value is None else f"{value + 0:,.4f}".rstrip("0").rstrip(".")


def first(entries: Sequence[str], most: int, between: str = ", ") -> str:
    """The first entries of a list, and how many more there are."""
    more = f" and {len(entries) - most} more" if len(entries) > most else ""
    return between.join(entries[:most]) + more


def places(found: Sequence[str]) -> str:
    """Where a side was typed: the first places; the lines of the same file without its name."""
    if not found:
        return "–"
    file = found[0].rpartition(":")[0]
    lines = [place.rpartition(":")[2] for place in found[1:_MOST_PLACES] if place.startswith(f"{file}:")]
    more = len(found) - 1 - len(lines)
    return ", ".join([found[0], *lines]) + (f" and {more} more" if more else "")


def conclusion(verdict: str) -> str:
    """The verdict as a line that stands alone."""
    return verdict[:1].upper() + verdict[1:]


def together(finding: Data) -> str:
    """``6 checks that fail together``."""
    count = len(finding["checks"])
    return f"{count} check{'s' * (count != 1)} that fail{'s' * (count == 1)} together"


def explanation(repair: Data) -> str:
    """``Likeliest: two digits swapped``."""
    return f"{repair['head']}: {' and '.join(slip['kind'] for slip in repair['slips'])}"


def unshown(slip: Data) -> str:
    """How many figures of a slip are not shown; nothing where all are."""
    more = len(slip["changes"]) - MOST_CHANGES
    return f"and {more} more figures of the same table" if more > 0 else ""


def in_a_line(repairs: Sequence[Data], most: int) -> str:
    """Repairs by their first figures alone."""
    return first([" and ".join(f"{each['label']} {each['period']} {each['value']} → {each['would_be']}"
                               for slip in repair["slips"] for each in slip["changes"][:1])
                  for repair in repairs], most, "; ")


def left_out(row: Data) -> str:
    return f"Possible: {row['label']} was left out of {row['total']}"


def otherwise(reading: Data) -> str:
    """Where the line stands that reads figures otherwise, and what it would say; or what to look at."""
    return f"{reading['place']}  {reading['line']}" if reading["place"] else f"look at: {reading['line']}"


def held(row: Data) -> str:
    """What a row left out would hold, and how many checks say so beside."""
    figures = ", ".join(f"{each['value']} ({' '.join(filter(None, (each['period'], each['member'])))})"
                        for each in row["figures"])
    agree = f"; {row['agrees']} more checks agree with it" if row["agrees"] else ""
    return f"It would hold {figures}{agree}"


def declared(checks: Sequence[Data]) -> dict[str, list[str]]:
    """The reasons that company.yaml gives for checks, each with their ids and what they are for it."""
    found: dict[str, list[str]] = {}
    for each in checks:
        if each["reason"]:
            found.setdefault(each["reason"], []).append(f"{each['id']} ({SEVERITIES[each['kind']].shown})")
    return found


def declare(suggestion: Data) -> tuple[str, str]:
    """Why company.yaml should declare a habit of the issuer, and the line that does."""
    return (f"company.yaml does not declare '{suggestion['key']}': {suggestion['evidence']}.",
            f"{suggestion['key']}: {suggestion['value']}")
