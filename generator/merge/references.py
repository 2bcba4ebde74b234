"""References to our sheets, followed to where the cell with the same name stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from generator.merge.positions import SheetMap
from generator.xlsx.cells import quoted
from generator.xlsx.formula import Corner, NotParsed, Reference, names, parsed, rewritten


class Unfollowable(Exception):
    """A reference whose target is no longer there, or that cannot be followed; the text says which and why."""


@dataclass
class Follower:
    """Rewrites formulas: ``maps`` are those of our sheets, ``tabs`` all sheets in order, ``gone`` our lost names."""

    maps: Mapping[str, SheetMap]
    tabs: list[str]
    gone: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._maps = {name.casefold(): found for name, found in self.maps.items()}
        self._moved = [name for name, found in self._maps.items() if found.moved]

    @property
    def has_moved(self) -> bool:
        """Whether any cell of our sheets stands elsewhere now."""
        return bool(self._moved)

    def concerns_part(self, xml: str, home: str = "") -> bool:
        """Whether a part that belongs to the sheet ``home``, or a piece of one, can hold such a formula."""
        if not self._moved and not self.gone:
            return False
        text = unescape(xml)
        is_through_sheets = any(":" in before[-80:] for before in text.split("!")[:-1])
        return is_through_sheets or self.concerns(text.replace(":", " "), home)

    def concerns(self, text: str, home: str = "") -> bool:
        """Whether a formula can hold anything that has to be followed."""
        folded = text.casefold().replace("''", "'")
        return any(name in folded for name in self._moved) or any(name in folded for name in self.gone) or (
            home.casefold() in self._maps and self._maps[home.casefold()].moved) or ":" in folded.partition("!")[0]

    def names_moved(self, text: str) -> bool:
        """Whether a text names a sheet whose cells have moved, as a reference does."""
        folded = text.casefold().replace("''", "'")
        return any(f"{name}!" in folded or f"{name}'!" in folded for name in self._moved)

    def formula(self, text: str, home: str = "") -> str:
        """A formula that stands on the sheet ``home`` (only ours count), followed. Raises Unfollowable."""
        if not self.concerns(text, home):
            return text
        try:
            if self.gone:
                self._names(text)
            return rewritten(text, lambda reference: self.reference(reference, home), self._text)
        except NotParsed as error:
            raise Unfollowable("its syntax cannot be followed") from error

    def location(self, text: str, home: str = "") -> str:
        """The target of a hyperlink: a reference with or without the # before it, or a name."""
        mark, reference = ("#", text[1:]) if text.startswith("#") else ("", text)
        found = parsed(reference)
        return mark + self.reference(found, home) if found else text

    def area(self, text: str, home: str) -> str:
        """An address or several, separated by spaces, on one of our sheets."""
        return " ".join(self.location(each, home) for each in text.split())

    def reference(self, reference: Reference, home: str) -> str:
        """One reference, as it was written where nothing moved. Raises Unfollowable."""
        sheets = reference.sheets
        if len(sheets) == 2:
            return self._through(reference, sheets)
        found = self._maps.get((sheets[0] if sheets else home).casefold())
        if found is None or not found.moved:
            return reference.text
        if len(reference.corners) == 1:
            return self._single(reference, found)
        if found.gone:
            raise Unfollowable(f"{reference} is no longer there")
        moved = self._range(reference, found)
        return reference.text if moved == reference.corners else str(Reference(reference.prefix, moved))

    def _single(self, reference: Reference, found: SheetMap) -> str:
        corner = reference.corners[0]
        assert corner.row and corner.column
        if place := found.cell(corner.row, corner.column):
            unmoved = place == (corner.row, corner.column)
            return reference.text if unmoved else str(Reference(reference.prefix, (corner.at(*place),)))
        link = found.links.get((corner.row, corner.column))
        gone = Unfollowable(f"{reference} is no longer there")
        if link is None:
            raise gone
        # The cell only showed another sheet's cell (Summary shows the newest periods): follow it to its origin.
        try:
            origin = parsed(self.reference(link, ""))
        except Unfollowable:
            raise gone from None
        assert origin
        self.notes.append(f"{reference} showed {origin} and is no longer there: it reads {origin} now")
        end = origin.corners[0]
        fixed = Corner(end.row, end.column, corner.row_fixed, corner.column_fixed)
        return f"{quoted(origin.sheets[0])}!{fixed}"

    def _range(self, reference: Reference, found: SheetMap) -> tuple[Corner, ...]:
        first, second = reference.corners
        rows: tuple[int | None, int | None] = (None, None)
        columns: tuple[int | None, int | None] = (None, None)
        if first.row and second.row:
            rows = found.row(first.row), found.row(second.row)
            self._together(reference, found, (first.row, second.row), rows)
        if first.column and second.column:
            columns = found.ends(first.row or 1, (first.column, second.column))
        if (first.row and None in rows) or (first.column and None in columns):
            raise Unfollowable(f"{reference}: an end of it is no longer there")
        return first.at(rows[0], columns[0]), second.at(rows[1], columns[1])

    def _together(self, reference: Reference, found: SheetMap, before: tuple[int, int],
                  after: tuple[int | None, int | None]) -> None:
        """Every row that stood inside a range stands inside it still, and none that stood outside."""
        if after[0] is None or after[1] is None:
            return
        low, high, bottom, top = min(before), max(before), min(after[0], after[1]), max(after[0], after[1])
        for row, target in found.rows.items():
            if target and (low <= row <= high) != (bottom <= target <= top):
                raise Unfollowable(f"{reference}: its rows no longer stand together")
            if low <= row <= high and target is None and high - low < 1000:
                self.notes.append(f"{reference}: row {row} inside it is no longer there")

    def _through(self, reference: Reference, sheets: list[str]) -> str:
        places = [self.tabs.index(name) for name in sheets if name in self.tabs]
        between = self.tabs[min(places):max(places) + 1] if len(places) == 2 else []
        if any(found.moved for name in between if (found := self._maps.get(name.casefold()))):
            raise Unfollowable(f"{reference} runs through several sheets")
        return reference.text

    def _text(self, text: str) -> str:
        """A text constant that is a whole reference, as INDIRECT and HYPERLINK take it; part of one is refused."""
        if "!" not in text:
            return text
        plain = text.replace('""', '"')
        moved = self.location(plain)
        if moved != plain or parsed(plain.removeprefix("#")):
            return moved.replace('"', '""')
        if self.names_moved(plain):
            raise Unfollowable(f'"{text}" is a part of a reference: it cannot be followed')
        return text

    def _names(self, text: str) -> None:
        for name in sorted(names(text)):
            if name.casefold() in self.gone:
                raise Unfollowable(f"the name {name} is no longer there")
