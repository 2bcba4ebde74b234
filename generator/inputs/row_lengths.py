"""Rows of a table that are shorter or longer than its columns: what is wrong with them, and what would be right."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.inputs.value import Value

_SPLIT = re.compile(r"\d{3}(\.\d+)?%?\)?$", re.ASCII)
_DECIMALS = re.compile(r"\d{1,2}%?\)?$", re.ASCII)
Miscounted = list[tuple[str, Value, list[Value]]]
"""Rows that do not fit: name, key and figures."""


def refuse_miscounted(miscounted: Miscounted, columns: int, others_fit: bool) -> None:
    """A Problem a row that does not fit the columns; one for all where the columns rather are wrong."""
    counts = {len(cells) for _, _, cells in miscounted}
    joined = len(counts) == 1 and len(miscounted) > 2 and not others_fit
    for name, key, cells in miscounted[:1] if joined else miscounted:
        key.complain(_miscounted(name, cells, columns, len(miscounted) - 1 if joined else 0))


def _miscounted(name: str, cells: list[Value], columns: int, others: int) -> str:
    """What to say of a row, and of others like it, that is shorter or longer than its columns."""
    count = len(cells)
    more = f", as {others} more rows of this table have," if others else ""
    message = f"'{name}' has {count} figure{'s' * (count != 1)}{more} for {columns} column{'s' * (columns != 1)}"
    literals = [cell.literal or "" for cell in cells]
    split = [(one, two) for one, two in pairwise(literals) if _SPLIT.match(two) and one[-1:].isdigit()]
    decimal = [f"{one.literal},{two.literal}" for one, two in pairwise(cells) if one.touches(two)
               and _DECIMALS.match(two.literal or "") and (one.literal or "")[-1:].isdigit()]
    if count > columns and decimal:
        return (f"{message}; inside [ ] a comma ends a figure: if {decimal[0]} is one, decimals stand behind a point: "
                f"write {decimal[0].replace(',', '.')}")
    if count > columns and split:
        one, two = split[0]
        return (f"{message}; inside [ ] a comma ends a figure: if {one},{two} is one, "
                f"write {one}{two} or \"{one},{two}\"")
    apart = next((each for each in literals if len(each.split()) > 1), "")
    if count < columns and apart:
        return f"{message}; a comma is missing in '{apart}': write {', '.join(apart.split())}"
    if count < columns:
        return (f"{message}; write nil for a printed dash, ~ for an empty cell, todo for a figure still to be "
                "typed")
    return message
