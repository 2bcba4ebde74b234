"""The functions that addresses are put together with, as far as an address needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from generator.merge.area import Area, Moment, Scalar, Unknown, Value, as_text
from generator.xlsx.cells import absolute, letter, quoted
from generator.xlsx.worksheet import Place

_FARTHEST = 20_000
"""How many cells are looked through for a value."""


class Caller(Protocol):
    """The formula that calls: where it stands, and how its arguments are taken as one value. All raise Unknown."""

    moment: Moment
    place: Place | None
    depth: int

    def one(self, value: Value) -> Scalar:
        """A single value."""

    def text(self, value: Value) -> str:
        """The same as text."""

    def number(self, value: Value) -> float:
        """The same as a number."""

    def area(self, written: str) -> Value:
        """What a reference or a defined name stands for."""


def _address(at: Caller, values: list[Value]) -> str:
    row, column = int(at.number(values[0])), int(at.number(values[1]))
    kind = int(at.number(values[2])) if len(values) > 2 and values[2] is not None else 1
    if len(values) > 3 and values[3] is not None and not at.number(values[3]):
        raise Unknown
    place = str(absolute(row, column)) if kind == 1 else \
        f"{'$' * (kind == 3)}{letter(column)}{'$' * (kind == 2)}{row}"
    sheet = at.text(values[4]) if len(values) > 4 else ""
    return f"{quoted(sheet)}!{place}" if sheet else place


def _where(at: Caller, values: list[Value]) -> Place:
    if not values and at.place:
        return at.place
    if values and isinstance(values[0], Area):
        return values[0].top, values[0].left
    raise Unknown


def _area(value: Value) -> Area:
    if not isinstance(value, Area):
        raise Unknown
    return value


def _match(at: Caller, values: list[Value]) -> float:
    wanted, area = as_text(at.one(values[0])).casefold(), _area(values[1])
    if len(values) < 3 or at.number(values[2]) or set(wanted) & set("*?~"):
        raise Unknown
    for index in range(min(area.count, _FARTHEST)):
        if as_text(at.moment.cell(area.sheet, area.place(index), at.depth + 1)).casefold() == wanted:
            return float(index + 1)
    raise Unknown


def _index(at: Caller, values: list[Value]) -> Area:
    area, numbers = _area(values[0]), [int(at.number(each)) for each in values[1:]]
    if len(numbers) == 1 and area.top == area.bottom:
        numbers.insert(0, 1)
    row, column = area.top + numbers[0] - 1, area.left + (numbers[1] if len(numbers) > 1 else 1) - 1
    if not (area.top <= row <= area.bottom and area.left <= column <= area.right):
        raise Unknown
    return Area(area.sheet, row, column, row, column)


def _count(at: Caller, values: list[Value]) -> int:
    return int(at.number(values[1])) if len(values) > 1 else 1


def _indirect(at: Caller, values: list[Value]) -> Value:
    if len(values) > 1 and values[1] is not None and not at.number(values[1]):
        raise Unknown
    return at.area(at.text(values[0]))


FUNCTIONS: dict[str, Callable[[Caller, list[Value]], Value]] = {
    "ADDRESS": _address,
    "INDIRECT": _indirect,
    "ROW": lambda at, values: float(_where(at, values)[0]),
    "COLUMN": lambda at, values: float(_where(at, values)[1]),
    "ROWS": lambda at, values: float(_area(values[0]).bottom - _area(values[0]).top + 1),
    "COLUMNS": lambda at, values: float(_area(values[0]).right - _area(values[0]).left + 1),
    "MATCH": _match,
    "COUNTA": lambda at, values: float(sum(at.moment.filled(_area(each)) for each in values)),
    "INDEX": _index,
    "IF": lambda at, values: values[1] if at.number(values[0]) else values[2],
    "CHOOSE": lambda at, values: values[int(at.number(values[0]))],
    "CONCATENATE": lambda at, values: "".join(map(at.text, values)),
    "CONCAT": lambda at, values: "".join(map(at.text, values)),
    "CHAR": lambda at, values: bytes([int(at.number(values[0]))]).decode("cp1252"),
    "LEFT": lambda at, values: at.text(values[0])[:_count(at, values)],
    "RIGHT": lambda at, values: at.text(values[0])[max(len(at.text(values[0])) - _count(at, values), 0):],
    "MID": lambda at, values: at.text(values[0])[int(at.number(values[1])) - 1:][:int(at.number(values[2]))],
    "TRIM": lambda at, values: " ".join(at.text(values[0]).split()),
    "VALUE": lambda at, values: at.number(values[0]),
}
