"""Stored values of the merged workbook: the reader's are his, and change only with what they are made from.

A formula of the reader's that has nothing to do with our cells keeps its bytes. One that depends on them gets the
engine's value where the engine also gave the value that was stored before; where it did not, what is stored stays only
while nothing that the formula reads has changed, and is taken away else: a cell without a value is no false number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.merge.calculation import Calculation, Name, content_of, sheet_values
from generator.merge.log import Log, counted
from generator.merge.positions import SheetMap
from generator.merge.readers import Readers, found_uses, name_uses, places, readers_of
from generator.merge.sides import Sides
from generator.xlsx.calculate import Address, NotCalculated, Value, known_values
from generator.xlsx.cells import at
from generator.xlsx.finish import stored_value
from generator.xlsx.markup import edited, with_head
from generator.xlsx.package import Package
from generator.xlsx.uses import Block
from generator.xlsx.worksheet import Content, Place, Worksheet, filled_cells

_REPRODUCED, _SAME = 1e-9, 1e-12
Filled = tuple[tuple[Address, Address], ...]
"""The cells that a formula fills, each as it was and as it is."""


@dataclass(frozen=True)
class Renewal:
    """The file as the reader left it and as it is merged, our sheets, where their cells have gone, and our names."""

    theirs: Package
    result: Package
    sheets: Sides[dict[str, Worksheet]]
    maps: Mapping[str, SheetMap]
    names: Collection[Name]
    is_typed: bool
    """Whether anything of the reader's stands among our cells."""

    @cached_property
    def then(self) -> Calculation:
        return Calculation(self.theirs, dict(self.sheets.theirs))

    @cached_property
    def now(self) -> Calculation:
        """A sheet on which nothing is otherwise is not read a second time."""
        same = {name: self.then.read[name] for name, part in self.then.parts.items()
                if name in self.then.read and self.result.parts.get(part) == self.theirs.parts[part]}
        return Calculation(self.result, same if self.is_typed else {**same, **self.sheets.ours})

    @cached_property
    def readers(self) -> Readers:
        return readers_of(self.then, self.sheets.base)

    @cached_property
    def formulas(self) -> set[Address]:
        """Our own."""
        return {(name, *place) for name, sheet in self.sheets.ours.items()
                for place, cell in sheet.cells.items() if cell.formula}

    def moved(self, name: str, place: Place) -> Place:
        """Where a cell of the reader's stands now."""
        return self.maps[name].cell(*place) or place if name in self.sheets.ours and name in self.maps else place

    def filled(self, number: int) -> Filled:
        """The cells that a formula fills, as they were and as they are."""
        name, area = self.readers.cells[number][0], self.readers.graph.fills[number]
        return tuple(((name, *place), (name, *self.moved(name, place)))
                     for place in (places(area, self.then.read[name].cells) if area else ()))


def renew_values(work: Renewal, log: Log) -> None:
    """Write the value that each formula has now where it differs from the stored one."""
    readers = work.readers
    cells = {number: work.filled(number) for number, (name, place) in readers.cells.items()
             if number in readers.dependent
             or (name in work.sheets.theirs and work.then.value((name, *place)) is None)}
    if not cells and not work.is_typed:
        return
    before, after, why = _calculated(work, cells, log)
    work.now.values = {address: value for address, value in after.items() if address in work.formulas}
    trusted, stale = _judged(work, cells, before, after)
    written: dict[Address, Value | None] = {new: None for number in stale for old, new in cells[number]
                                            if work.then.value(old)}
    written |= {new: after[new] for number in trusted for old, new in cells[number]
                if not _agree(work.then.value(old), after[new], _SAME)}
    if work.is_typed and after:
        made = dict(pair for sheet in work.sheets.ours.values() for pair in sheet_values(sheet))
        written |= {address: after.get(address) for address in work.formulas
                    if address not in after or not _agree(made.get(address), after[address], _SAME)}
    for name, part in work.now.parts.items():
        if here := {(row, column): value for (sheet, row, column), value in written.items() if sheet == name}:
            work.result.put(part, _renewed(work.result.text(part), here))
    if dropped := [f"{name}!{at(row, column)}" for name, row, column in sorted(written)
                   if written[name, row, column] is None]:
        shown = f"{', '.join(dropped[:5])}{' …' * (len(dropped) > 5)}"
        log.notes.append(f"{counted(len(dropped), 'formula')} ({shown}) without a value until a spreadsheet program "
                         f"opens the file: what they read has changed, and it cannot be calculated here{why}")


# --- calculated ------------------------------------------------------------------------------------------------------


def _calculated(work: Renewal, cells: Mapping[int, Filled], log: Log,
                ) -> tuple[dict[Address, Value], dict[Address, Value], str]:
    """The engine's values of the reader's formulas in the file as it was, and of all that may have changed in the file
    as it is; and why there are none where it fails."""
    ours = work.formulas if work.is_typed else set()
    live, sheets = _live(work, cells, work.sheets.theirs if ours else ())
    used = [work.readers.names[number] for number in live if number in work.readers.names]
    filled = [pair for each in cells.values() for pair in each]
    at_work = [work.readers.cells[number] for number in live if number in work.readers.cells]
    our_sheets = {name.lower() for name in work.sheets.ours} if ours else set()
    why, before, after = "", {}, {}
    try:
        before = _values(work.then, sheets, {(name, *place) for name, place in at_work}, [*used, *work.names],
                         [old for old, _ in filled])  # our names: ours are calculated too where they store nothing
        moved = {(name, *work.moved(name, place)) for name, place in at_work}
        after = _values(work.now, sheets | our_sheets, ours | moved,
                        [*used, *work.names], [*(new for _, new in filled), *ours])
    except NotCalculated as error:
        why = f" ({error})"
        try:  # ours, without anything of the reader's
            after = _values(work.now, our_sheets, ours, work.names, ours)
        except NotCalculated:
            log.notes.append(f"stored values were not calculated anew{why}; a spreadsheet program does on opening")
    return before, after, why


def _values(calculation: Calculation, sheets: Collection[str], live: Collection[Address], names: Collection[Name],
            wanted: Collection[Address]) -> dict[Address, Value]:
    needed = {calculation.tabs[name] for name in sheets if name in calculation.tabs}
    return known_values(calculation.bare(needed, live, dict.fromkeys(names)), wanted) if wanted else {}


def _live(work: Renewal, cells: Mapping[int, Filled], others: Iterable[str]) -> tuple[set[int], set[str]]:
    """The formulas that have to be calculated, with the names in them: some, and what they read, or what stands on
    ``others``, that stores no value; and the sheets, in lower case, that all of them read or stand on."""
    readers, live, at_least = work.readers, set(cells), {name.lower() for name in others}
    unstored = {number: name.lower() for number, (name, place) in readers.cells.items()
                if number not in readers.dependent and work.then.value((name, *place)) is None}
    while True:
        live |= readers.read_names(live)
        sheets = at_least | readers.needed(live)
        sheets |= {readers.cells[number][0].lower() for number in live if number in readers.cells}
        if any(readers.graph.uses[number].anywhere for number in live):
            sheets |= {sheet for sheet, name in work.then.tabs.items() if not work.then.is_large(name)}
        more = {number for number, sheet in unstored.items() if sheet in sheets} - live
        if not more:
            break
        live |= more
    ours = {name.lower(): name for name in work.sheets.theirs}
    if any(work.then.value((ours[sheet], *place)) is None for sheet in sheets & ours.keys()
           for place in work.then.formulas(ours[sheet])):  # saved by a program that does not calculate
        sheets |= ours.keys()
    return live, sheets


# --- judged ----------------------------------------------------------------------------------------------------------


def _judged(work: Renewal, cells: Mapping[int, Filled], before: Mapping[Address, Value], after: Mapping[Address, Value],
            ) -> tuple[set[int], set[int]]:
    """The formulas whose new value can be believed, and those whose stored one cannot be any more."""
    failed = {number for number in cells if not _is_reproduced(work, number, cells[number], before, after)}
    graph = work.readers.graph
    doubtful = graph.spread(failed)
    trusted = set(cells) - doubtful
    if not doubtful:
        return trusted, set()
    changed = {number for number in trusted for old, new in cells[number]
               if not _agree(work.then.value(old), after[new], _SAME)}
    shown: dict[tuple[Block, Block], bool] = {}
    changed |= {number for number in doubtful | work.readers.read_names(doubtful)
                if _reads_otherwise(work, number, shown)}
    return trusted, graph.spread(changed) & doubtful & set(cells)


def _is_reproduced(work: Renewal, number: int, filled: Filled, before: Mapping[Address, Value],
                   after: Mapping[Address, Value]) -> bool:
    """Whether the engine gave the value that is stored, and gives one now; where none is, whether it knows how."""
    name, place = work.readers.cells[number]
    is_left = work.then.formulas(name)[place].is_left
    for old, new in filled:
        was, now, stored = before.get(old), after.get(new), work.then.value(old)
        if was is None or now is None or now == "#NAME?":
            return False
        if stored is None and (is_left or "e" in (content_of(was)[0], content_of(now)[0])):
            return False
        if stored is not None and not _agree(stored, was, _REPRODUCED):
            return False
    areas = work.readers.graph.uses[number].areas
    return not any(work.then.is_large(work.then.tabs.get(area.sheet, "")) for area in areas)


def _reads_otherwise(work: Renewal, number: int, shown: dict[tuple[Block, Block], bool]) -> bool:
    """Whether anything on our sheets that a formula reads by itself shows something else than before."""
    before = work.readers.graph.uses[number]
    if number in work.readers.names:
        name = work.readers.names[number]
        if name not in work.now.names:
            return True
        after = name_uses(work.now.names[name][2], name, work.now.scope)
    else:
        sheet, old = work.readers.cells[number]
        place = work.moved(sheet, old)
        found = work.now.formulas(sheet).get(place) if work.now.sheets([sheet]) else None
        if found is None:
            return True
        after = found_uses(sheet, place, found, work.now.scope)
    if before.anywhere or len(before.areas) != len(after.areas):
        return True
    ours = {name.lower() for name in work.sheets.base}
    for pair in zip(before.areas, after.areas, strict=True):
        if pair not in shown:
            shown[pair] = pair[0].sheet in ours and work.then.shows(pair[0]) != work.now.shows(pair[1])
        if shown[pair]:
            return True
    return False


def _agree(stored: Content | None, value: Value, tolerance: float) -> bool:
    """Whether a stored value is one that was calculated, but for the last digits of a number."""
    if isinstance(value, str | bool):
        return stored == content_of(value)
    if stored is None or stored[0] != "n":
        return False
    one, other = float(value), float(stored[1])
    return abs(one - other) <= max(tolerance * max(abs(one), abs(other)), 1e-12)


# --- written ---------------------------------------------------------------------------------------------------------


def _renewed(text: str, values: Mapping[Place, Value | None]) -> str:
    """A sheet with other values in some cells; None for none."""
    edits = []
    for place, cell, old in filled_cells(text, values):
        value = values[place]
        prefix = cell.name.removesuffix("c")
        kind, written = stored_value(value) if value is not None else ("", "")
        body = edited(cell.inner, [(each.start - cell.inside, each.end - cell.inside, "") for each in old])
        if value is not None:
            body += f"<{prefix}v>{written}</{prefix}v>"
        head = with_head(cell.head, {"t": None})
        edits.append((cell.start, cell.end, f"<{cell.name}{head}{kind}>{body}</{cell.name}>"))
    return edited(text, edits)
