"""Pivot tables over what is ours, however their source is written: a program that opens the file refreshes them."""

from __future__ import annotations

from collections.abc import Mapping, Set

from generator.merge.log import Log, counted
from generator.merge.moments import NameKey
from generator.merge.sides import Sides
from generator.xlsx.formula import NotParsed, Token, parsed, tokens
from generator.xlsx.markup import elements, with_attributes
from generator.xlsx.package import TABLE, Package
from generator.xlsx.worksheet import Worksheet


def refresh_pivots(result: Package, ours: Package, sheets: Sides[dict[str, Worksheet]], names: Mapping[NameKey, str],
                   log: Log) -> None:
    """Every cache over a sheet, a table or a name that stands for ours asks to be refreshed, where our sheets say
    something else than they did. One over a sheet of the reader's, or over another workbook, stays as it is."""
    if {name: sheet.contents for name, sheet in sheets.base.items()} == {
            name: sheet.contents for name, sheet in sheets.ours.items()}:
        return
    own = Sources(frozenset(name.casefold() for name in sheets.ours), _tables(ours), names)
    asked = 0
    for part in sorted(result.parts):
        if "pivotCacheDefinition" not in part.rpartition("/")[2] or not part.endswith(".xml"):
            continue
        text = result.text(part)
        cache = next(elements(text, "pivotCacheDefinition"), None)
        if cache is None or not any(own.holds(each.attributes) for each in
                                    elements(cache.inner, "worksheetSource", "rangeSet")):
            continue
        asked += 1
        if cache.attributes.get("refreshOnLoad") not in ("1", "true"):
            result.put(part, text[: cache.start] + with_attributes(cache.tag, {"refreshOnLoad": "1"})
                       + text[cache.inside:])
    if asked:
        log.notes.append(f"{counted(asked, 'source')} of pivot tables: refreshed when the file is opened")


class Sources:
    """What of a workbook is ours: sheets, tables, and the names that stand for either. All without case."""

    def __init__(self, sheets: Set[str], tables: Set[str], names: Mapping[NameKey, str]) -> None:
        self._sheets, self._tables, self._names = sheets, tables, names

    def holds(self, source: Mapping[str, str]) -> bool:
        """Whether a source, by the attributes of its element, is ours; one with a relationship is another file's."""
        if any(name.endswith(":id") for name in source):
            return False
        sheet, name = source.get("sheet", "").casefold(), source.get("name", "").casefold()
        return self._is_ours(name, sheet, frozenset()) if name else sheet in self._sheets

    def _is_ours(self, name: str, sheet: str, before: frozenset[str]) -> bool:
        """Whether a table or a name, or what it stands for, is ours; no name is asked twice."""
        name = name.rpartition("!")[2].partition("[")[0]
        if name in self._tables:
            return True
        meaning = self._names.get((name, sheet)) or self._names.get((name, ""), "")
        if not meaning or name in before:
            return False
        try:
            found = [str(token.value) for token in tokens(meaning) if token.type == Token.OPERAND]
        except NotParsed:
            return True  # refreshed once too often does no harm
        return any(self._speaks(each.strip('"'), sheet, before | {name}) for each in found)

    def _speaks(self, operand: str, sheet: str, before: frozenset[str]) -> bool:
        reference = parsed(operand)
        if reference is None:
            return self._is_ours(operand.casefold(), sheet, before)
        return any(each.casefold() in self._sheets for each in reference.sheets or [sheet])


def _tables(package: Package) -> frozenset[str]:
    """The names of a workbook's tables."""
    return frozenset(head.attributes.get(said, "").casefold() for part in package.sheets().values()
                     for each in package.relationships(part) if each.kind == TABLE.relationship
                     for head in elements(package.text(each.target), "table") for said in ("name", "displayName"))
