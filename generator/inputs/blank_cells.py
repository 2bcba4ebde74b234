"""Cells that a printed table leaves empty: which are, and where that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.inputs.columns import Column
from generator.inputs.value import Value
from generator.model.figure import BLANK, NUMBER, Figure
from generator.model.statement import Statement

BLANK_CELL = Figure(BLANK, None, "")
Cells = dict[tuple[str, Column], tuple[Figure, Value]]
"""The figures of a printed table by line item and column, each with where it stands."""

_EMPTY = {"", "~", "null", "Null", "NULL"}


def is_blank(cell: Value) -> bool:
    """Whether a cell of a list says that nothing is printed there: ``~``, ``""`` or no text at all."""
    return cell.literal is not None and cell.literal.strip() in _EMPTY


def refuse_blanks(statement: Statement, cells: Cells) -> None:
    """Report blank cells that cannot be meant, once for a table: those of a total with parts, and all of a table."""
    blank = [key for key, (figure, _) in cells.items() if figure.kind == BLANK]
    if blank and len(blank) == len(cells):
        cells[blank[0]][1].complain("every cell of this table is blank; type the printed figures, or todo for those "
                                    "still to be typed")
        return
    slips = [key for key in blank if any(figure.kind == NUMBER for figure in _parts(statement, cells, *key))]
    if slips:
        item, column = slips[0]
        member = f" of '{column.member}'" if column.member else ""
        more = f" (and {len(slips) - 1} more such in this table)" if len(slips) > 1 else ""
        cells[slips[0]][1].complain(
            f"the total '{item}'{member} is blank here although its parts have figures{more}; type what is printed, "
            "nil for a printed dash; of a total that the filing does not print leave the row or column out")


def _parts(statement: Statement, cells: Mapping[tuple[str, Column], tuple[Figure, Value]], item: str,
           column: Column) -> Iterator[Figure]:
    """The figures of the same table that add up to a cell, down its column and across its row."""
    member = statement.member(column.member)
    down = [] if member.is_measure else [(part, column) for _, part in statement.items[item].sum]
    across = [(item, Column(column.when, part)) for _, part in member.sum]
    return (cells[key][0] for key in (*down, *across) if key in cells)
