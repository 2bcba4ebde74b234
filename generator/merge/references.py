"""References to our sheets, followed to where the cell with the same name stands now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape

from generator.merge.area import Area, Site, Unknown, area_of
from generator.merge.counted import FUNCTIONS, Counting
from generator.merge.indirect import READERS, Retyped, Texts
from generator.merge.log import counted
from generator.merge.moments import AMoment
from generator.merge.positions import SheetMap, Unfollowable
from generator.xlsx.cells import quoted
from generator.xlsx.formula import Corner, NotParsed, Reference, names, parsed, rewritten, tokens
from generator.xlsx.worksheet import Place

_READS_TEXTS = tuple(f"{name.casefold()}(" for name in READERS)
_LOOKS_INSIDE = re.compile(rf"\b(?:{'|'.join((*READERS, *sorted(FUNCTIONS)))})\(", re.I)


@dataclass
class Follower:
    """Rewrites formulas: ``maps`` are those of our sheets, ``tabs`` all sheets in order, ``gone`` our lost names."""

    maps: Mapping[str, SheetMap]
    tabs: list[str]
    gone: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    widened: Counter[str] = field(default_factory=Counter)
    """How many ranges over all rows of a sheet reach its new last row, by sheet."""

    moments: tuple[AMoment, AMoment] | None = None
    """The workbook as its reader left it, and as it is made now, where they can be asked."""
    retyped: Retyped = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._maps = {name.casefold(): found for name, found in self.maps.items()}
        self._moved = [name for name, found in self._maps.items() if found.moved]
        self._areas: dict[Area, Area] = {}

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
        folded = text.casefold()  # found much faster in a long text than by a pattern
        return self._mentions(folded, home) or (bool(self._moved) and (
            any(each in folded for each in _READS_TEXTS)
            or (any(name in folded for name in self._named) and bool(self._naming.search(folded)))))

    def _mentions(self, text: str, home: str) -> bool:
        folded = text.casefold().replace("''", "'")
        return any(name in folded for name in self._moved) or any(name in folded for name in self.gone) or (
            home.casefold() in self._maps and self._maps[home.casefold()].moved) or ":" in folded.partition("!")[0]

    def names_moved(self, text: str) -> bool:
        """Whether a text names a sheet whose cells have moved, as a reference does."""
        folded = text.casefold().replace("''", "'")
        return any(f"{name}!" in folded or f"{name}'!" in folded for name in self._moved)

    @cached_property
    def _named(self) -> list[str]:
        """The reader's names that stand for cells of ours which moved."""
        return [name for (name, _), meaning in (self.moments[0].names if self.moments else {}).items()
                if self._mentions(meaning, "") and not name.startswith("_xlnm")]

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, self._named))})(?![\w.(])")

    def formula(self, text: str, home: str = "", place: Place | None = None) -> str:
        """A formula that stands on the sheet ``home``, followed; ``place`` is its cell. Raises Unfollowable."""
        if not self.concerns(text, home):
            return text
        try:
            if self.gone:
                self._names(text)
            return self.plain(self._looked_into(text, home, place) if _LOOKS_INSIDE.search(text) else text, home)
        except NotParsed as error:
            if not self._mentions(text, home):
                return text
            raise Unfollowable("its syntax cannot be followed") from error

    def plain(self, text: str, home: str) -> str:
        """A formula with its plain references followed, and texts that are a whole one. Raises Unfollowable and
        NotParsed."""
        return rewritten(text, lambda reference: self.reference(reference, home), self._text)

    def told(self, text: str, home: str) -> str:
        """The same without a word of it in the notes. Raises Unknown where it can't be followed."""
        try:
            return self.quiet.plain(text, home)
        except (Unfollowable, NotParsed) as error:
            raise Unknown from error

    def said_of_ranges(self) -> list[str]:
        """How many ranges grew with our lists."""
        return [f"{counted(count, 'range')} over all rows of {sheet or 'a sheet of ours'}: down to its last row now"
                for sheet, count in self.widened.items()]

    def _looked_into(self, text: str, home: str, place: Place | None) -> str:
        """Numbers that count in our ranges lead to the same as before; texts that are read as references must."""
        found = tokens(text)
        site = Site(home, place, found, tokens(self.quiet.plain(text, home)))
        self._texts.check(site)
        changes = self._counting.changes(site)
        return "".join(changes.get(index, str(token.value)) for index, token in enumerate(found))

    @cached_property
    def quiet(self) -> Follower:
        """The same, to ask where something is without a word of it in the notes."""
        return replace(self, notes=[], widened=Counter(), retyped={})

    @cached_property
    def _texts(self) -> Texts:
        then, now = self.moments or (None, None)
        return Texts(then, now, self.quiet.location, self._moved, frozenset(self._maps), self.retyped)

    @cached_property
    def _counting(self) -> Counting:
        then, now = self.moments or (None, None)
        return Counting(then, now, self._moved_map, self._followed_area)

    def _moved_map(self, sheet: str) -> SheetMap | None:
        found = self._maps.get(sheet.casefold())
        return found if found and found.moved else None

    def _followed_area(self, area: Area) -> Area:
        if area not in self._areas:
            self._areas[area] = self._area_now(area)
        return self._areas[area]

    def _area_now(self, area: Area) -> Area:
        ends = Corner(area.top, area.left, "", ""), Corner(area.bottom, area.right, "", "")
        before = Reference(f"{quoted(area.sheet)}!", ends)
        found = area_of(self.quiet.reference(before, "") or str(before), "")
        assert found
        return found

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
            rows = self._rows(reference, found, (first.row, second.row))
        if first.column and second.column:
            columns = found.ends(first.row or 1, (first.column, second.column))
        if (first.row and None in rows) or (first.column and None in columns):
            raise Unfollowable(f"{reference}: an end of it is no longer there")
        return first.at(rows[0], columns[0]), second.at(rows[1], columns[1])

    def _rows(self, reference: Reference, found: SheetMap, before: tuple[int, int]) -> tuple[int | None, int | None]:
        """Where the first and the last row of a range are now."""
        if reached := found.reached(before):
            if max(reached) != max(before):
                self.widened[reference.sheets[0] if reference.sheets else ""] += 1
            if found.bodies and min(before) <= found.bodies[0].first:
                return reached  # all rows, in whatever order they stand
        rows = reached or (found.row(before[0]), found.row(before[1]))
        self._together(reference, found, before, rows)
        return rows

    def _together(self, reference: Reference, found: SheetMap, before: tuple[int, int],
                  after: tuple[int | None, int | None]) -> None:
        """Every row that stood inside a range stands inside it still, and none that stood outside."""
        if after[0] is None or after[1] is None:
            return
        low, high, bottom, top = min(before), max(before), min(after[0], after[1]), max(after[0], after[1])
        gone = []
        for row, target in found.rows.items():
            if target and (low <= row <= high) != (bottom <= target <= top):
                raise Unfollowable(f"{reference}: its rows no longer stand together")
            if low <= row <= high and target is None and high - low < 1000:
                gone.append(str(row))
        if gone:
            shown = ", ".join(gone[:5]) + f" and {len(gone) - 5} more" * (len(gone) > 5)
            said = f"row {shown} inside it is" if len(gone) == 1 else f"rows {shown} inside it are"
            self.notes.append(f"{reference}: {said} no longer there")

    def _through(self, reference: Reference, sheets: list[str]) -> str:
        places = [self.tabs.index(name) for name in sheets if name in self.tabs]
        between = self.tabs[min(places):max(places) + 1] if len(places) == 2 else []
        if any(found.moved for name in between if (found := self._maps.get(name.casefold()))):
            raise Unfollowable(f"{reference} runs through several sheets")
        return reference.text

    def _text(self, text: str) -> str:
        """A text constant that is a whole reference, as INDIRECT and HYPERLINK take it."""
        if "!" not in text:
            return text
        plain = text.replace('""', '"')
        moved = self.location(plain)
        if moved != plain or parsed(plain.removeprefix("#")):
            return moved.replace('"', '""')
        return text

    def _names(self, text: str) -> None:
        for name in sorted(names(text)):
            if name.casefold() in self.gone:
                raise Unfollowable(f"the name {name} is no longer there")
