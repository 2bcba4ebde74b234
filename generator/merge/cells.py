"""The cells of one of our sheets: made anew, with what the reader typed and coloured in between."""

from __future__ import annotations

from generator.merge.log import counted
from generator.merge.overrides import ELSEWHERE, Overrides
from generator.merge.sides import SheetSides, followed_cell
from generator.xlsx.cells import at
from generator.xlsx.worksheet import Content, Place, StoredCell, same_content, shown, text_cell


def merged_cells(sides: SheetSides) -> dict[Place, str]:
    """Every cell's XML by its place."""
    cells = {place: cell.placed(*place, sides.styles.style(sides.ours.styled(place)))
             for place, cell in sides.ours.cells.items()}
    base, theirs, ours = (sheet.contents for sheet in (sides.base, sides.theirs, sides.ours))
    overrides = Overrides(sides)
    overridden: list[Place] = []
    typed: list[Place] = []
    for place in sorted(base.keys() | theirs.keys()):
        made, found = base.get(place), theirs.get(place)
        if same_content(made, found):
            continue
        if found and overrides.may_stand_at(place) and (made or sides.map.cell(*place) in ours):
            overridden.append(place)
        elif made and found and not overrides.here and _is_choice(sides, place):
            _choose(sides, cells, place)
        elif found and overrides.is_remark(place, made, found):
            continue
        elif found and not made:
            typed += _free(sides, cells, place, overrides)
        else:
            _typed_over(sides, place, made, found)
    _looks(sides, cells)
    for place in overridden:
        overrides.keep(cells, place)
    if typed:
        addresses = ", ".join(at(*place) for place in typed[:5])
        sides.log.kept.append(f"{sides.name}: {counted(len(typed), 'cell')} of yours "
                              f"({addresses}{' …' * (len(typed) > 5)})")
    return cells


def _typed_over(sides: SheetSides, place: Place, made: Content | None, found: Content | None) -> None:
    assert made
    sides.log.refuse(sides.where(place), f"{shown(made)} was typed over: {shown(found) if found else 'cleared'}; "
                                         f"{ELSEWHERE}")


def _free(sides: SheetSides, cells: dict[Place, str], place: Place, overrides: Overrides) -> list[Place]:
    """A cell of the reader's where we had written nothing; returned where it is kept."""
    cell, content = sides.theirs.cells[place], sides.theirs.contents[place]
    target = sides.map.cell(*place)
    if target is None:
        sides.log.refuse(sides.where(place), f"the row or column of your {shown(content)} is no longer there; "
                                             f"{ELSEWHERE}")
        return []
    if now := sides.ours.contents.get(target):
        sides.log.refuse(sides.where(place), f"your {shown(content)} stands where {sides.name}!{at(*target)} now has "
                                             f"{shown(now)}; {ELSEWHERE}")
        return []
    text = overrides.without_remark(place, content)
    cells[target] = followed_cell(sides, place).placed(*target, cell.style) if text == content[1] else \
        text_cell(target, cell.style, text)
    return [place]


def _looks(sides: SheetSides, cells: dict[Place, str]) -> None:
    """A cell that was given another look keeps it where it stands now."""
    kept = 0
    for place, cell in sides.theirs.cells.items():
        made = sides.base.cells.get(place)
        if place in sides.theirs.contents and made is None:
            continue  # a cell of the reader's: kept with its look
        if cell.style == 0 if made is None else not sides.styles.restyled(sides.base.styled(place), cell.style):
            continue
        target = sides.map.cell(*place)
        if target is None:
            sides.log.notes.append(f"{sides.where(place)}: its row or column is no longer there, nor is its look")
            continue
        now = sides.ours.cells.get(target)
        if now or target not in cells:
            cells[target] = (now or StoredCell()).placed(*target, cell.style)
        kept += 1
    if kept:
        sides.log.kept.append(f"{sides.name}: the looks of {counted(kept, 'cell')}")


def _is_choice(sides: SheetSides, place: Place) -> bool:
    """Whether a cell is there to be set by the reader, as the version shown is on the Cover."""
    return sides.styles.base.look(sides.base.cells[place].style) == "Input"


def _choose(sides: SheetSides, cells: dict[Place, str], place: Place) -> None:
    """What the reader has chosen stays chosen, as long as there is something to choose."""
    target = sides.map.cell(*place)
    typed = shown(sides.theirs.contents[place])
    if target is None or target not in sides.ours.contents:
        sides.log.notes.append(f"{sides.where(place)}: there is nothing to choose any more; it was {typed}")
        return
    cells[target] = sides.theirs.cells[place].placed(*target, sides.styles.style(sides.ours.styled(target)))
    sides.log.kept.append(f"{sides.where(place)}: {typed}")
