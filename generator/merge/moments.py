"""The workbook as its reader left it and as it is made now, asked for what single cells and names say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.merge.area import Area, Scalar, Unknown
from generator.merge.arguments import worked_out
from generator.xlsx.markup import Element, Unreadable, plain
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Place, StoredCell, Worksheet, read_sheets

NameKey = tuple[str, str]
"""A defined name and the sheet it belongs to ("" for the whole workbook), both in lower case."""


@dataclass
class Sheets:
    """The worksheets of a package, read when they are asked for, after those that are read already."""

    package: Package
    found: dict[str, Worksheet | None]

    def __post_init__(self) -> None:
        self._written = {name.casefold(): name for name in self.package.sheets()}

    def sheet(self, name: str) -> Worksheet | None:
        folded = name.casefold()
        if folded not in self.found and folded in self._written:
            try:
                self.found[folded] = read_sheets(self.package, [self._written[folded]])[self._written[folded]]
            except (Unreadable, KeyError, ValueError, AssertionError):  # a chart sheet, or one that no one can read
                self.found[folded] = None
        return self.found.get(folded)


@dataclass
class AMoment:
    """One of the two. ``followed`` gives a formula of the reader's as it stands at that time; ``made`` are names that
    need no following, as ours are made now."""

    sheets: Callable[[str], Worksheet | None]
    names: Mapping[NameKey, str]
    made: Mapping[NameKey, str]
    ours: frozenset[str]
    is_now: bool
    followed: Callable[[str, str], str] = lambda formula, home: formula
    _shown: dict[tuple[str, Place], Scalar | Unknown] = field(default_factory=dict)

    def content(self, sheet: str, place: Place) -> tuple[str, str] | None:
        """What stands in a cell. Raises Unknown for a sheet that is not there."""
        if (found := self.sheets(sheet)) is None:
            raise Unknown
        return found.contents.get(place)

    def cell(self, sheet: str, place: Place, depth: int) -> Scalar:
        """What a cell shows. Raises Unknown."""
        key = (sheet.casefold(), place)
        if key not in self._shown:
            self._shown[key] = Unknown()  # as long as it leads back to itself
            try:
                self._shown[key] = self._cell(sheet, place, depth)
            except Unknown as error:
                self._shown[key] = error
        shown = self._shown[key]
        if isinstance(shown, Unknown):
            raise shown
        return shown

    def filled(self, area: Area) -> int:
        """How many cells of an area are not empty. Raises Unknown."""
        if (found := self.sheets(area.sheet)) is None:
            raise Unknown
        return sum(area.top <= row <= area.bottom and area.left <= column <= area.right
                   for row, column in found.contents)

    def meaning(self, name: str, sheet: str) -> str:
        """The formula of a defined name, as it is seen from a sheet. Raises Unknown."""
        folded = name.casefold()
        for key in ((folded, sheet.casefold()), (folded, "")):
            if key in self.made:
                return self.made[key]
            if key in self.names:
                return self.followed(self.names[key], sheet)
        raise Unknown

    def _cell(self, sheet: str, place: Place, depth: int) -> Scalar:
        content = self.content(sheet, place)
        if content is None:
            return None
        kind, text = content
        if kind == "n":
            return float(text)
        if kind == "b":
            return text == "1"
        if kind == "s":
            return text
        if kind != "f":
            raise Unknown
        return self._computed(sheet, place, text, depth)

    def _computed(self, sheet: str, place: Place, formula: str, depth: int) -> Scalar:
        """A formula of the reader's is worked out; of ours, and of his where that fails, the stored value is taken."""
        found = self.sheets(sheet)
        assert found
        is_ours = sheet.casefold() in self.ours
        try:
            if is_ours:
                return stored(found.cells[place])
            value = worked_out(self.followed(formula, sheet), self, sheet, place, depth + 1)
            if not isinstance(value, Area):
                return value
            if value.count > 1:
                raise Unknown
            return self.cell(value.sheet, value.place(0), depth + 1)
        except Unknown:
            if self.is_now or is_ours:
                raise
            return stored(found.cells[place])


def stored(cell: StoredCell) -> Scalar:
    """The value that a formula's cell stores. Raises Unknown."""
    found = cell.value([])
    if found is None or found[0] == "e":
        raise Unknown
    kind, text = found
    return float(text) if kind == "n" else text == "1" if kind == "b" else text


def moments(theirs: Package, then: Mapping[str, Worksheet], now: Mapping[str, Worksheet],
            names: Mapping[NameKey, str], made: Mapping[NameKey, str],
            followed: Callable[[str, str], str]) -> tuple[AMoment, AMoment]:
    """The reader's package, and the same with our sheets as made now: ``then`` and ``now`` are our sheets, ``names``
    the reader's and ``made`` our names. ``followed`` follows plain references, or raises Unknown."""
    old: dict[str, Worksheet | None] = {name.casefold(): sheet for name, sheet in then.items()}
    new: dict[str, Worksheet | None] = dict.fromkeys(old) | {name.casefold(): sheet for name, sheet in now.items()}
    ours, read = frozenset(old), Sheets(theirs, dict(old))

    def as_now(name: str) -> Worksheet | None:
        folded = name.casefold()
        return new[folded] if folded in new else read.sheet(name)

    return (AMoment(read.sheet, names, {}, ours, is_now=False),
            AMoment(as_now, names, made, frozenset(new), is_now=True, followed=followed))


def meanings(names: Mapping[tuple[str, str], Element]) -> Mapping[NameKey, str]:
    """What each defined name stands for."""
    return {(name, sheet.casefold()): plain(element.inner) for (name, sheet), element in names.items()}
