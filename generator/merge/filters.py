"""Filters that the reader set on our sheets: they hide what they would hide if they were applied again."""

from __future__ import annotations

import datetime
import fnmatch
import operator
import re
from collections.abc import Callable, Mapping

from generator.merge.log import Log, counted
from generator.merge.positions import SheetMap
from generator.xlsx.markup import Element, attributes, edited, elements, needed, plain, whole, with_attributes
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Place, Worksheet, place_of, read_sheets

_TRUE = ("1", "true")
_ROW = re.compile(r"<row\b[^>]*>")
_DAY_ZERO = datetime.date(1899, 12, 30)
_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge}
Shown = str | float
"""What a cell shows: a text, a number, or "" for nothing."""


class _Unknown(Exception):
    """Whether a row passes can only be told by a spreadsheet program."""


def apply_filters(result: Package, theirs: Mapping[str, Worksheet], maps: Mapping[str, SheetMap], log: Log) -> None:
    """Rows of our sheets that a filter of the reader's does not let through are hidden; where that can't be told, the
    rows that are new stay shown, and the log says so."""
    for name, part in result.sheets().items():
        for filter in _filters(result, part) if name in theirs and name in maps else ():
            now = read_sheets(result, [name])[name]
            try:
                hidden = _hidden(filter, theirs[name], now, maps[name])
            except _Unknown:
                first, last = (place_of(each)[0] for each in filter.attributes["ref"].split(":"))
                new = set(range(first + 1, last + 1)) & now.rows.keys() - maps[name].targets
                if new:
                    log.notes.append(f"the filter on {name} hides rows; {counted(len(new), 'new row')} "
                                     f"{'are' if len(new) > 1 else 'is'} shown until it is applied again")
                continue
            result.put(part, _with_hidden(result.text(part), hidden))


def _filters(package: Package, part: str) -> list[Element]:
    """What is filtered by on a sheet and in its tables."""
    parts = [part, *(each.target for each in package.relationships(part) if each.kind == "table")]
    return [filter for each in parts for filter in elements(package.text(each), "autoFilter")
            if next(elements(filter.inner, "filterColumn"), None)]


def _hidden(filter: Element, theirs: Worksheet, now: Worksheet, map: SheetMap) -> dict[int, bool]:
    """Whether each row below the titles is hidden: by the filter, or by the reader's own hand. Raises _Unknown."""
    (first, column), (last, _) = (place_of(each) for each in filter.attributes["ref"].split(":"))
    criteria = [(column + whole(each.attributes["colId"]), each) for each in elements(filter.inner, "filterColumn")]

    def passes(sheet: Worksheet, row: int) -> bool:
        return all(_passes(each, _shown(sheet, (row, at))) for at, each in criteria)

    table = {row for row, target in map.rows.items() if target and first < target <= last and row in theirs.rows}
    hidden = {row for row in table if attributes(theirs.rows[row]).get("hidden") in _TRUE}
    stopped = {row for row in table if not passes(theirs, row)}
    if len(stopped & hidden) * 2 < len(stopped):
        raise _Unknown  # it does not hide what it says
    by_hand = {map.rows[row] for row in hidden - stopped}
    return {row: row in by_hand or not passes(now, row) for row in range(first + 1, last + 1) if row in now.rows}


def _shown(sheet: Worksheet, place: Place) -> Shown:
    cell, content = sheet.cells.get(place), sheet.contents.get(place)
    if cell is None or content is None:
        return ""
    kind, text = content
    if kind == "f":
        value = next(elements(cell.body, "v"), None)
        kind, text = ("s" if cell.kind in ("str", "e") else "n"), plain(value.inner) if value else ""
        if not text and kind == "n":
            raise _Unknown
    return float(text) if kind == "n" else text


def _passes(column: Element, shown: Shown) -> bool:
    """Whether a row passes with what it shows in one column that is filtered by. Raises _Unknown."""
    criterion = next(elements(column.inner, "filters", "customFilters", "dynamicFilter", "top10", "colorFilter",
                              "iconFilter", "extLst"), None)
    if criterion is None:
        return True
    if criterion.name.endswith("customFilters"):
        found = [_compares(each, shown) for each in elements(criterion.inner, "customFilter")]
        return all(found) if criterion.attributes.get("and") in _TRUE else any(found)
    if not criterion.name.endswith("filters"):
        raise _Unknown
    if shown == "":
        return criterion.attributes.get("blank") in _TRUE
    dates = list(elements(criterion.inner, "dateGroupItem"))
    if isinstance(shown, str):
        return shown.casefold() in {e.attributes["val"].casefold() for e in elements(criterion.inner, "filter")}
    if not dates or next(elements(criterion.inner, "filter"), None):
        raise _Unknown  # a number is filtered by as it is formatted
    return any(_is_in(each, _DAY_ZERO + datetime.timedelta(days=int(shown))) for each in dates)


def _is_in(group: Element, day: datetime.date) -> bool:
    """Whether a day lies in a year, a month or a day."""
    named = [name for name in ("year", "month", "day") if name in group.attributes]
    if group.attributes.get("dateTimeGrouping") not in named:
        raise _Unknown
    return all(whole(group.attributes[name]) == getattr(day, name) for name in named)


def _compares(filter: Element, shown: Shown) -> bool:
    """A comparison with a text, in which * and ? stand for others, or with a number."""
    compared, value = filter.attributes.get("operator", "equal"), filter.attributes.get("val", "")
    try:
        number = float(value)
    except ValueError:
        if (value.strip() and not isinstance(shown, str)) or compared not in ("equal", "notEqual") or "~" in value:
            raise _Unknown from None
        if not isinstance(shown, str):
            return compared == "notEqual"  # it is not empty
        pattern = value.casefold().strip().replace("[", "[[]")
        return fnmatch.fnmatchcase(shown.casefold(), pattern) == (compared == "equal")
    if not isinstance(shown, float):
        if shown and not shown.strip("0123456789.,-+() "):
            raise _Unknown  # a number as text
        return compared == "notEqual"
    return _COMPARED[compared](shown, number)


def _with_hidden(text: str, hidden: Mapping[int, bool]) -> str:
    edits = []
    for match in _ROW.finditer(text):
        row = needed(match[0].rstrip("/>") + "/>", "row")
        number = whole(row.attributes.get("r", "0"))
        if number in hidden and hidden[number] != (row.attributes.get("hidden") in _TRUE):
            edits.append((match.start(), match.end(),
                          with_attributes(match[0], {"hidden": "1" if hidden[number] else None})))
    return edited(text, edits)
