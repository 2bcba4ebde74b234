"""Rows of a table that are shorter or longer than its columns: what is wrong with them, and what would be right."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.inputs.value import Value
from generator.model.figure import can_be_read

_SPLIT = re.compile(r"\d{3}(\.\d+)?%?\)?$", re.ASCII)
_DECIMALS = re.compile(r"\d{1,2}%?\)?$", re.ASCII)
_MOST_GROUPS = 10
"""Of so many groups of digits no figure consists."""
_BETWEEN = re.compile(r"\s*;\s*|,?\s+")
"""What stands between figures that are typed into one place."""
Miscounted = list[tuple[str, Value, Value]]
"""Rows that do not fit: name, key, and the list of figures or the one figure."""


def refuse_miscounted(miscounted: Miscounted, columns: int, others_fit: bool) -> None:
    """A Problem a row that does not fit the columns; one for all where the columns rather are wrong."""
    counts = {len(figures_of(row)) for _, _, row in miscounted}
    joined = len(counts) == 1 and len(miscounted) > 2 and not others_fit
    for name, key, row in miscounted[:1] if joined else miscounted:
        key.complain(_miscounted(name, row, columns, len(miscounted) - 1 if joined else 0))


def figures_of(row: Value) -> list[Value]:
    """A row's figures, as a list or, where there is but one, without brackets."""
    return row.elements() if row.is_list else [row]


def _miscounted(name: str, row: Value, columns: int, others: int) -> str:
    """What to say of a row, and of others like it, that is shorter or longer than its columns."""
    cells = figures_of(row)
    count = len(cells)
    more = f", as {others} more rows of this table have," if others else ""
    message = f"'{name}' has {count} figure{'s' * (count != 1)}{more} for {columns} column{'s' * (columns != 1)}"
    if row.is_mapping:
        return f"{message}; they stand in [ ], one a column, without names"
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
    apart = next((each for each in literals if not can_be_read(each) and len(_apart(each)) > 1
                  and all(map(can_be_read, _apart(each)))), "")
    if count < columns and apart:
        right = ", ".join(_apart(apart))
        return f"{message}; a comma is missing in '{apart}': write {right}" if row.is_list else \
            f"{message}; several stand in [ ], with commas between them: write [{right}]"
    if count < columns:
        brackets = "" if row.is_list else "they stand in [ ], with commas between them; "
        return (f"{message}; {brackets}write nil for a printed dash, ~ for an empty cell, todo for a figure still to "
                "be typed")
    return message


def _apart(literal: str) -> list[str]:
    """The pieces of what was typed as one figure."""
    return _BETWEEN.split(literal)


def _split(literals: list[str], commas: int) -> list[str]:
    """The parts of the first figure that thousands commas have split, at most so many of them; none where none is."""
    for index in range(len(literals)):
        parts = literals[index:index + 1]
        for each in literals[index + 1:index + 1 + min(max(commas, 0), _MOST_GROUPS)]:
            if not (_SPLIT.match(each) and parts[-1][-1:].isdigit()):
                break
            parts.append(each)
        if len(parts) > 1 and can_be_read("".join(parts)) and can_be_read(",".join(parts)):
            return parts
    return []
