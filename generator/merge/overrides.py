"""Values typed over on Facts, the one sheet where that may be: each stays, and its note says what the filing says."""

from __future__ import annotations

import datetime
import re

from generator.merge.log import Override
from generator.merge.sides import SheetSides, followed_cell
from generator.sheets.contract import FACT, FACTS, SUPERSEDED, TYPED_OVER
from generator.xlsx.cells import at
from generator.xlsx.worksheet import Content, Place, StoredCell, Worksheet, same_content, shown, text_cell

ELSEWHERE = "put it on a sheet of your own, or start over with --fresh"
_REMARK = re.compile(rf"(?:; )?{re.escape(TYPED_OVER)}.*", re.S)
_INPUTS = ("Value", "Start", "End")
_DAY_ZERO = datetime.date(1899, 12, 30)


class Overrides:
    """The typed values of a sheet; on any other than Facts there are none."""

    def __init__(self, sides: SheetSides) -> None:
        self.sides = sides
        self.here = sides.name == FACTS
        self._base, self._ours = (_columns(sheet) if self.here else {} for sheet in (sides.base, sides.ours))

    def may_stand_at(self, place: Place) -> bool:
        """Whether a cell holds a value that was typed, or is there for one."""
        sides, (row, column) = self.sides, place
        return self.here and row > sides.base.frozen_rows and place in sides.base.cells and \
            column in (self._base.get(title) for title in _INPUTS) and \
            sides.styles.base.look(sides.base.cells[place].style) in ("Input", "Corrected")

    def is_remark(self, place: Place, base: Content | None, theirs: Content) -> bool:
        """Whether a note differs from what was made only in what the last build said of a value typed over."""
        return self._is_note(place) and self.without_remark(place, theirs) == (base[1] if base else "")

    def without_remark(self, place: Place, theirs: Content) -> str:
        """The reader's own words in a note."""
        return _REMARK.sub("", theirs[1]) if self._is_note(place) else theirs[1]

    def _is_note(self, place: Place) -> bool:
        return self.here and place[1] == self._base.get("Note")

    def keep(self, cells: dict[Place, str], place: Place) -> None:
        """A value typed over stays, and its note says what the filing says."""
        sides, typed = self.sides, self.sides.theirs.contents[place]
        target = sides.map.cell(*place)
        if target is None:
            sides.log.refuse(sides.where(place), f"{shown(typed)} was typed over a fact that is no longer there; "
                                                 f"{ELSEWHERE}")
            return
        now = sides.ours.contents.get(target)
        fact = " ".join(word for word in map(_date, self._fact(target[0])) if word)
        if same_content(now, typed):
            sides.log.notes.append(f"{sides.where(place)}: {fact}: the filing now says {shown(typed)} too; "
                                   "it is no longer typed over")
            return
        printed = self._words(target[0], "Printed") if place[1] == self._base["Value"] else ""
        filed = printed or (shown(now) if now else "nothing")
        look = sides.theirs.cells[place].style
        if not sides.styles.restyled(sides.base.styled(place), look):
            look = sides.styles.style(sides.ours.styled(target))
        cells[target] = followed_cell(sides, place).placed(*target, look)
        self._remark(cells, target[0], TYPED_OVER + filed)
        sides.log.overrides.append(Override(f"{sides.name}!{at(*target)}", fact, shown(typed), filed,
                                            self._newer(target[0])))

    def _remark(self, cells: dict[Place, str], row: int, text: str) -> None:
        """Say something of a row at the end of its note."""
        sides, place = self.sides, (row, self._ours["Note"])
        source = next((each for each, target in sides.map.rows.items() if target == row), row), self._base["Note"]
        before = sides.ours.words(*place) or _REMARK.sub("", sides.theirs.words(*source))
        style = sides.styles.style(sides.ours.styled(place)) if place in sides.ours.cells else \
            sides.theirs.cells.get(source, StoredCell()).style
        cells[place] = text_cell(place, style, f"{before}; {text}" if before else text)

    def _newer(self, row: int) -> str:
        """What another filing says of the same fact, if its figure is the one in force."""
        if self._words(row, "Version") != SUPERSEDED:
            return ""
        rows = range(self.sides.ours.frozen_rows + 1, self.sides.ours.last[0] + 1)
        return next((self._words(other, "Printed") or self._words(other, "Value") for other in rows
                     if other != row and self._words(other, "Version") != SUPERSEDED
                     and self._fact(other) == self._fact(row)), "")

    def _fact(self, row: int) -> list[str]:
        return [self._words(row, title) for title in FACT]

    def _words(self, row: int, title: str) -> str:
        return self.sides.ours.words(row, self._ours[title])


def _columns(sheet: Worksheet) -> dict[str, int]:
    """The columns of a table by their titles, which stand in its last frozen row."""
    return {sheet.words(sheet.frozen_rows, column): column for column in range(1, sheet.last[1] + 1)}


def _date(word: str) -> str:
    """A date as it is read, where a cell holds the number of its day."""
    try:
        return str(_DAY_ZERO + datetime.timedelta(days=float(word)))
    except ValueError:
        return word
