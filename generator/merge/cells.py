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
    contents = sides.each(lambda sheet: sheet.contents)
    overrides = Overrides(sides)
    overridden: list[Place] = []
    typed: list[Place] = []
    for place in sorted(contents.base.keys() | contents.theirs.keys()):
        base, theirs = contents.base.get(place), contents.theirs.get(place)
        if same_content(base, theirs):
            continue
        sides.log.typed = True
        if theirs and overrides.may_stand_at(place) and (base or sides.map.cell(*place) in contents.ours):
            overridden.append(place)
        elif base and theirs and not overrides.here and _is_choice(sides, place):
            _choose(sides, cells, place)
        elif theirs and overrides.is_remark(place, base, theirs):
            continue
        elif theirs and not base:
            typed += _free(sides, cells, place, overrides)
        else:
            _typed_over(sides, place, base, theirs)
    _looks(sides, cells)
    for place in overridden:
        overrides.keep(cells, place)
    if typed:
        addresses = ", ".join(at(*place) for place in typed[:5])
        sides.log.kept.append(f"{sides.name}: {counted(len(typed), 'cell')} of yours "
                              f"({addresses}{' …' * (len(typed) > 5)})")
    return cells


def _typed_over(sides: SheetSides, place: Place, base: Content | None, theirs: Content | None) -> None:
    assert base
    typed = shown(theirs) if theirs else "cleared"
    if sides.log.is_made_again:
        sides.log.otherwise.append(f"{sides.where(place)}: {typed}, not {shown(base)}")
        return
    sides.log.refuse(sides.where(place), f"{shown(base)} was typed over: {typed}; {ELSEWHERE}")


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
        is_ours = place in sides.base.cells
        if place in sides.theirs.contents and place not in sides.base.contents:
            continue  # a cell of the reader's: kept with its look
        if not (sides.styles.restyled(sides.base.styled(place), cell.style) if is_ours else cell.style):
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
