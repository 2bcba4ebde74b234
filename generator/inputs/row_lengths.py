"""Rows of a table that are shorter or longer than its columns: what is wrong with them, and what would be right."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.inputs.value import Value
from generator.model.figure import can_be_read

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
    split = _split(literals, count - columns)
    decimal = [f"{one.literal},{two.literal}" for one, two in pairwise(cells) if one.touches(two)
               and _DECIMALS.match(two.literal or "") and (one.literal or "")[-1:].isdigit()
               and can_be_read(f"{one.literal}.{two.literal}")]
    if count > columns and decimal:
        return (f"{message}; inside [ ] a comma ends a figure: if {decimal[0]} is one, decimals stand behind a point: "
                f"write {decimal[0].replace(',', '.')}")
    if count > columns and split:
        return (f"{message}; inside [ ] a comma ends a figure: if {','.join(split)} is one, "
                f"write {''.join(split)} or \"{','.join(split)}\"")
    apart = next((each for each in literals
                  if len(each.split()) > 1 and not can_be_read(each) and all(map(can_be_read, each.split()))), "")
    if count < columns and apart:
        return f"{message}; a comma is missing in '{apart}': write {', '.join(apart.split())}"
    if count < columns:
        return (f"{message}; write nil for a printed dash, ~ for an empty cell, todo for a figure still to be "
                "typed")
    return message


def _split(literals: list[str], commas: int) -> list[str]:
    """The parts of the first figure that thousands commas have split, at most so many of them; none where none is."""
    for index in range(len(literals)):
        parts = literals[index:index + 1]
        for each in literals[index + 1:index + 1 + max(commas, 0)]:
            if not (_SPLIT.match(each) and parts[-1][-1:].isdigit()):
                break
            parts.append(each)
        if len(parts) > 1 and can_be_read("".join(parts)) and can_be_read(",".join(parts)):
            return parts
    return []
