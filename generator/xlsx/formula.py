"""References inside formulas: found by a real tokenizer, changed one by one, everything else left as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from generator.xlsx.cells import column_number, letter

__all__ = ("LAST_COLUMN", "LAST_ROW", "Corner", "NotParsed", "Reference", "Token", "names", "normal",
           "parsed", "rewritten", "shifted", "tokens")

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_SHEET = re.compile(r"((?:'(?:[^']|'')+'|[^'!\"\s(),]+)!)?(.*)", re.S)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")


class NotParsed(Exception):
    """Not a formula, or one in a syntax that the tokenizer does not know."""


@dataclass(frozen=True)
class Corner:
    """One end of a reference: a cell, or with one of the two missing a whole column or row; $ marks as written."""

    row: int | None
    column: int | None
    row_fixed: str
    column_fixed: str

    def __str__(self) -> str:
        return (f"{self.column_fixed}{letter(self.column)}" if self.column else "") + \
            (f"{self.row_fixed}{self.row}" if self.row else "")

    def at(self, row: int | None, column: int | None) -> Corner:
        return Corner(row, column, self.row_fixed, self.column_fixed)


@dataclass(frozen=True)
class Reference:
    """A reference as a formula writes it: the sheet with its ! (or ""), one corner or two, and the whole text."""

    prefix: str
    corners: tuple[Corner, ...]
    text: str = ""

    @property
    def sheets(self) -> list[str]:
        """The sheet's name; two for a reference through several sheets, none where none is given."""
        name = self.prefix[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return name.split(":") if name else []

    def __str__(self) -> str:
        return self.prefix + ":".join(map(str, self.corners))


def parsed(text: str) -> Reference | None:
    """A reference, or None for a name, a table's column, an error value or another workbook's cell."""
    found = _SHEET.fullmatch(text)
    if not found or "[" in text:
        return None
    prefix, rest = found[1] or "", found[2]
    ends = rest.split(":")
    if len(ends) == 2 and "!" in ends[1] and ends[1].startswith(prefix):  # Sheet!A1:Sheet!B2
        ends[1] = ends[1][len(prefix):]
    corners = [_corner(end) for end in ends]
    if len(ends) > 2 or not all(corners):
        return None
    kinds = {(corner.row is None, corner.column is None) for corner in corners if corner}
    whole = len(kinds) == 1 and (len(ends) == 2 or kinds == {(False, False)})
    return Reference(prefix, tuple(corner for corner in corners if corner), text) if whole else None


def _corner(text: str) -> Corner | None:
    found = _CORNER.fullmatch(text)
    if not found or not (found[2] or found[4]) or (found[1] and found[3] and not (found[2] and found[4])):
        return None
    column = column_number(found[2].upper()) if found[2] else None
    row = int(found[4]) if found[4] else None
    if (column or 1) > LAST_COLUMN or (row is not None and not 1 <= row <= LAST_ROW):
        return None
    if column is None:
        return Corner(row, None, found[1] or found[3], "")
    return None if found[3] and row is None else Corner(row, column, found[3], found[1])


def rewritten(formula: str, change: Callable[[Reference], str], texts: Callable[[str], str] = lambda text: text) -> str:
    """A formula (without its equals sign) with each reference replaced by what ``change`` gives for it.

    ``texts`` is given each text constant between its quotes. Raises NotParsed.
    """
    found = tokens(formula)
    if "".join(token.value for token in found) != formula:
        raise NotParsed(formula)
    return "".join(_token(token, change, texts) for token in found)


def tokens(formula: str) -> list[Token]:
    """The tokens of a formula. Raises NotParsed."""
    try:
        return list(Tokenizer("=" + formula).items)
    except (TokenizerError, IndexError, AssertionError) as error:
        raise NotParsed(formula) from error


def _token(token: Token, change: Callable[[Reference], str], texts: Callable[[str], str]) -> str:
    value: str = token.value
    if token.type == Token.OPERAND and token.subtype == Token.TEXT:
        return f'"{texts(value[1:-1])}"'
    if token.type == Token.OPERAND and token.subtype == Token.RANGE:
        return _operand(value, change)
    if token.type == Token.FUNC and token.subtype == Token.OPEN and ":" in value:  # A1:INDEX(
        reference, _, function = value.rpartition(":")
        return f"{_operand(reference, change)}:{function}"
    return value


def _operand(text: str, change: Callable[[Reference], str]) -> str:
    if reference := parsed(text):
        return change(reference)
    if ":" not in text or "[" in text:
        return text
    # A chain (A1:B2:C3), or the rest of one whose other end is a function (:B2).
    pieces = re.split(r":(?=(?:[^']|'[^']*')*$)", text)
    return ":".join(change(found) if (found := parsed(piece)) else piece for piece in pieces)


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads in another cell: what is not marked with $ moves along. Raises NotParsed."""

    def moved(corner: Corner) -> Corner:
        row, column = corner.row, corner.column
        if row and not corner.row_fixed:
            row = (row + rows - 1) % LAST_ROW + 1
        if column and not corner.column_fixed:
            column = (column + columns - 1) % LAST_COLUMN + 1
        return corner.at(row, column)

    return rewritten(formula, lambda reference: str(Reference(reference.prefix, tuple(map(moved, reference.corners)))))


def names(formula: str) -> set[str]:
    """Every defined name that a formula uses. Raises NotParsed."""
    return {token.value for token in tokens(formula) if token.type == Token.OPERAND and token.subtype == Token.RANGE
            and not parsed(token.value)}


def normal(formula: str) -> str:
    """A formula without the differences that programs make when they save it."""
    try:
        found = tokens(formula)
    except NotParsed:
        return formula
    return "".join(token.value if token.subtype == Token.TEXT else token.value.replace("'", "").upper()
                   for token in found if token.type != Token.WSPACE)
