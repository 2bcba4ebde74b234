"""Columns and rows that a reader's formula counts off in a range of ours: the number leads to the same as before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.merge.area import Area, Moment, Nowhere, Site, Unknown, area_of, as_number
from generator.merge.arguments import Working
from generator.merge.positions import SheetMap, Unfollowable
from generator.xlsx.calls import FunctionCall, Span, calls
from generator.xlsx.formula import LAST_COLUMN, LAST_ROW, Token

LIVE = frozenset(("MATCH", "XMATCH", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "ROWS", "COLUMNS"))
"""Functions that find a place in the sheets themselves: they lead to the right one, or to a newer one."""
SAME_SIZE = frozenset(("SUMIFS", "COUNTIFS", "AVERAGEIFS", "MAXIFS", "MINIFS", "SUMIF", "AVERAGEIF", "SUMPRODUCT",
                       "XLOOKUP", "LOOKUP", "CORREL", "SUMXMY2"))
"""Functions whose ranges are read side by side."""


@dataclass(frozen=True)
class RangeAxis:
    """The rows or the columns of a range, as they were and as they are now; ``target`` says where one is now."""

    name: str
    before: tuple[int, int]
    after: tuple[int, int]
    target: Callable[[int], int | None]

    @property
    def size(self) -> int:
        return self.before[1] - self.before[0] + 1

    @property
    def ends_alike(self) -> bool:
        """Whether its end followed its row or column, and did not reach out to a new one."""
        return self.after[1] == self.target(self.before[1])

    def position(self, number: int) -> int:
        """A position, counted from 1 or from the end by -1, where it is now. Raises Unfollowable."""
        if not number or abs(number) > self.size or (number < 0 and not self.ends_alike):
            return number
        place = self.target(self.before[0] + number - 1 if number > 0 else self.before[1] + number + 1)
        if place is None or not self.after[0] <= place <= self.after[1]:
            raise Unfollowable(f"{self.name} {number} of its range is no longer there")
        return place - self.after[0] + 1 if number > 0 else place - self.after[1] - 1

    def dropped(self, number: int) -> int:
        """How many are left out before the one, or after the one, that was the first, or the last, of the rest."""
        step = 1 if number > 0 else -1
        return self.position(number + step) - step if number and abs(number) < self.size else number

    @property
    def moved(self) -> bool:
        """Whether a position in it is another one now."""
        low, high = self.before[0], min(self.before[1], self.before[0] + 5000)
        return any(self.target(each) != each - self.before[0] + self.after[0] for each in range(low, high + 1))


Rule = Callable[[RangeAxis, int], int]
_ROW, _COLUMN = 0, 1
_RULES: dict[str, tuple[int, tuple[tuple[int, int, Rule], ...]]] = {
    "VLOOKUP": (1, ((2, _COLUMN, RangeAxis.position),)),
    "HLOOKUP": (1, ((2, _ROW, RangeAxis.position),)),
    "INDEX": (0, ((1, _ROW, RangeAxis.position), (2, _COLUMN, RangeAxis.position))),
    "CHOOSEROWS": (0, tuple((each, _ROW, RangeAxis.position) for each in range(1, 60))),
    "CHOOSECOLS": (0, tuple((each, _COLUMN, RangeAxis.position) for each in range(1, 60))),
    "TAKE": (0, ((1, _ROW, RangeAxis.position), (2, _COLUMN, RangeAxis.position))),
    "DROP": (0, ((1, _ROW, RangeAxis.dropped), (2, _COLUMN, RangeAxis.dropped))),
}
"""By function: which argument is the range, and which count its rows or columns off, by what rule."""
FUNCTIONS = frozenset(_RULES) | {"OFFSET"} | SAME_SIZE


@dataclass(frozen=True)
class Counting:
    """Looks at numbers that count. ``map_of`` gives the map of a sheet of ours that moved, ``follow`` an area as it is
    now (it raises Unfollowable)."""

    then: Moment | None
    now: Moment | None
    map_of: Callable[[str], SheetMap | None]
    follow: Callable[[Area], Area]

    def changes(self, site: Site) -> dict[int, str]:
        """The tokens that hold another number now, with it. Raises Unfollowable."""
        found: dict[int, str] = {}
        for call in calls(site.then):
            if call.name in _RULES:
                at, rules = _RULES[call.name]
                if axes := self._axes(site, call, at):
                    is_line = call.name == "INDEX" and len(call.arguments) == 2 and axes[_ROW].size == 1
                    for number, axis, rule in rules:
                        if number < len(call.arguments):
                            found |= self._settled(site, call, number, axes[_COLUMN if is_line else axis], rule)
            elif call.name == "OFFSET":
                found |= self._offset(site, call)
            elif call.name in SAME_SIZE:
                self._same_size(site, call)
        return found

    def _area(self, site: Site, span: Span) -> Area | None:
        """The range of ours that an argument is."""
        found = site.then[slice(*span)]
        if len(found) != 1 or found[0].subtype != Token.RANGE:
            return None
        try:
            value = area_of(found[0].value, site.home) or \
                (Working(found, self.then, site.home, site.place).value() if self.then else None)
        except Unknown:
            return None
        return value if isinstance(value, Area) and self.map_of(value.sheet) else None

    def _axes(self, site: Site, call: FunctionCall, at: int) -> tuple[RangeAxis, RangeAxis] | None:
        before = self._area(site, call.arguments[at]) if at < len(call.arguments) else None
        map = self.map_of(before.sheet) if before else None
        if before is None or map is None:
            return None
        after = self.follow(before)
        return (RangeAxis("row", (before.top, before.bottom), (after.top, after.bottom), map.row),
                RangeAxis("column", (before.left, before.right), (after.left, after.right),
                     lambda column: map.column(column, before.top)))

    def _settled(self, site: Site, call: FunctionCall, number: int, axis: RangeAxis, rule: Rule) -> dict[int, str]:
        span = call.arguments[number]
        if _is_live(site, span):
            return {}
        before = self._number(self.then, site.then, span, site)
        if before is None:
            if axis.moved:
                raise Unfollowable(f"the {axis.name} that {_written(site, span)} counts off cannot be told, and "
                                   f"{axis.name}s moved; write the number, which follows")
            return {}
        return self._put(site, span, before, rule(axis, before), axis.name)

    def _put(self, site: Site, span: Span, before: int, wanted: int, axis: str) -> dict[int, str]:
        """The number in its place; where it is worked out, it must come out right by itself."""
        if wanted == before:
            return {}
        literal = [i for i in range(*span) if site.then[i].type != Token.WSPACE]
        is_signed = len(literal) == 2 and site.then[literal[0]].value == "-"
        if (len(literal) == 1 or is_signed) and site.then[literal[-1]].subtype == Token.NUMBER:
            return {literal[0]: "", literal[-1]: str(wanted)} if is_signed else {literal[0]: str(wanted)}
        if _is_live(site, span) or self._number(self.now, site.now, span, site) == wanted:
            return {}
        raise Unfollowable(f"{_written(site, span)} counts off {axis} {before} of its range, which is {wanted} now; "
                           "write the number, which follows")

    def _offset(self, site: Site, call: FunctionCall) -> dict[int, str]:
        """Down and right from the first cell of a range, and how high and wide: the area follows as a whole."""
        before = self._area(site, call.arguments[0]) if call.arguments else None
        if before is None:
            return {}
        numbers = [self._argument(site, call, each) for each in (1, 2, 3, 4)]
        start = self.follow(before)
        top, left = before.top + (numbers[0] or 0), before.left + (numbers[1] or 0)
        high, wide = (numbers[2] or before.bottom - before.top + 1), (numbers[3] or before.right - before.left + 1)
        bottom, right = top + high - 1, left + wide - 1
        if not (1 <= top <= bottom <= LAST_ROW and 1 <= left <= right <= LAST_COLUMN):
            return {}
        after = self.follow(Area(before.sheet, top, left, bottom, right))
        wanted = (after.top - start.top, after.left - start.left, after.bottom - after.top + 1,
                  after.right - after.left + 1)
        found: dict[int, str] = {}
        for number, (old, new) in enumerate(zip(numbers, wanted, strict=True), start=1):
            axis = "column" if number % 2 == 0 else "row"
            given = number < len(call.arguments) and call.arguments[number][0] < call.arguments[number][1]
            if given and old is not None:
                found |= self._put(site, call.arguments[number], old, new, axis)
            elif given and self._sheet_axis(before, start, number % 2).moved:
                self._unclear(site, call.arguments[number], axis)
            elif number > 2 and new != (start.bottom - start.top + 1, start.right - start.left + 1)[number - 3]:
                raise Unfollowable("the area of OFFSET is no longer as large as its range")
        return found

    def _sheet_axis(self, before: Area, after: Area, of_rows: int) -> RangeAxis:
        """The rows, or the columns, from the first of a range to the last of its sheet."""
        map = self.map_of(before.sheet)
        assert map
        if of_rows:
            return RangeAxis("row", (before.top, map.base_last[0]), (after.top, map.ours_last[0]), map.row)
        return RangeAxis("column", (before.left, map.base_last[1]), (after.left, map.ours_last[1]),
                    lambda column: map.column(column, before.top))

    def _argument(self, site: Site, call: FunctionCall, number: int) -> int | None:
        if number >= len(call.arguments):
            return None
        return self._number(self.then, site.then, call.arguments[number], site)

    def _unclear(self, site: Site, span: Span, axis: str) -> None:
        if not _is_live(site, span):
            raise Unfollowable(f"the {axis} that {_written(site, span)} counts off cannot be told, and {axis}s moved; "
                               "write the number, which follows")

    def _same_size(self, site: Site, call: FunctionCall) -> None:
        """Raises Unfollowable where ranges that were read side by side no longer have one size."""
        before = [found for span in call.arguments if (found := _plain(site, span)) and found.count > 1]
        sizes = {(each.bottom - each.top, each.right - each.left) for each in before}
        if len(sizes) != 1 or not any(self.map_of(each.sheet) for each in before):
            return
        after = [self.follow(each) if self.map_of(each.sheet) else each for each in before]
        if len({(each.bottom - each.top, each.right - each.left) for each in after}) > 1:
            raise Unfollowable(f"the ranges of {call.name} would no longer be of one size")

    def _number(self, moment: Moment | None, found: Sequence[Token], span: Span, site: Site) -> int | None:
        """A whole number; None where it can't be told."""
        piece = [token for token in found[slice(*span)] if token.type != Token.WSPACE]
        try:
            value = Working(piece, moment or Nowhere(), site.home, site.place).scalar()
            number = as_number(value)
        except Unknown:
            return None
        return int(number)


def _plain(site: Site, span: Span) -> Area | None:
    found = site.then[slice(*span)]
    return area_of(found[0].value, site.home) if len(found) == 1 and found[0].subtype == Token.RANGE else None


def _is_live(site: Site, span: Span) -> bool:
    return any(each.name in LIVE for each in calls(site.then[slice(*span)]))


def _written(site: Site, span: Span) -> str:
    return "".join(str(token.value) for token in site.then[slice(*span)])

