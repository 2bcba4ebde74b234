"""Charts, pictures and shapes on our sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.merge.log import counted
from generator.merge.sides import SheetPart, SheetSides, Sides
from generator.xlsx.markup import (
    Edit,
    Element,
    appended,
    attributes,
    edited,
    elements,
    local,
    needed,
    plain,
    root,
    whole,
    with_attributes,
)
from generator.xlsx.package import CHART, DRAWING, Package, relationship_id
from generator.xlsx.worksheet import Place

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_ROW_HEIGHT, _COLUMN_WIDTH = 200_000, 1_500_000
"""Of the rows and columns beside our charts, in EMU."""
_KINDS = ("barChart", "lineChart", "pieChart", "areaChart", "scatterChart", "trendline", "errBars")


@dataclass(frozen=True)
class Chart:
    """A chart on a drawing: its anchor, and its part."""

    anchor: Element
    part: str


Charts = Mapping[str, Chart]
Shift = Mapping[str, int]
"""By how many rows (``row``) and columns (``col``) something moves."""


@dataclass(frozen=True)
class Drawing:
    """A sheet's drawing; ``part`` is "" where it has none."""

    package: Package
    sheet: str
    part: str

    @classmethod
    def of(cls, where: SheetPart) -> Drawing:
        return cls(*where, where.related(DRAWING))

    @property
    def text(self) -> str:
        return self.package.text(self.part)

    @property
    def anchors(self) -> list[Element]:
        return list(elements(self.text, *_ANCHORS)) if self.part else []

    def charts(self) -> Charts:
        """The charts by their names."""
        found: dict[str, Chart] = {}
        for anchor in self.anchors:
            name = next(elements(anchor.inner, "cNvPr"), None)
            chart = next((e for e in elements(anchor.inner, "chart") if e.head), None)
            if name and chart:
                part = self.package.target(self.part, relationship_id(chart.attributes))
                called = name.attributes.get("name", "")
                found[called if called not in found else f"{called} ({len(found)})"] = Chart(anchor, part)
        return found


def merge_drawing(sheet: SheetSides, drawings: Sides[Drawing]) -> set[str]:
    """Merge a sheet's drawing into that of theirs. Returns the chart parts that are as we make them now."""
    base, result = drawings.base.charts(), drawings.theirs
    ours, new = _matched(drawings)
    if not result.part:
        if base:
            sheet.log.notes.append(f"{sheet.name}: the charts that you removed stay removed")
        return _add_charts(result, drawings.ours, new)
    theirs = _paired(drawings)
    for name in sorted(base.keys() & ours.keys() - theirs.keys()):
        sheet.log.notes.append(f"{sheet.name}: {name}, which you removed, stays removed")
    own = len(result.anchors) - len(theirs.keys() & base.keys())
    if own:
        sheet.log.kept.append(f"{sheet.name}: {counted(own, 'drawing object')} of yours")
    placed = {chart.part: _by(ours[name].anchor, base[name].anchor) for name, chart in theirs.items()
              if name in base and name in ours and not any(_by(chart.anchor, base[name].anchor).values())}
    done = _renew_charts(sheet, drawings, base, theirs, ours)
    _move(sheet, result, placed)
    _covered(sheet, result, new)
    return done | _add_charts(result, drawings.ours, new)


def _matched(drawings: Sides[Drawing]) -> tuple[Charts, Charts]:
    """The charts of ours by the names that base has for those that show the same, and the new ones by their own.

    They are numbered in order, so that a new one before them takes the name that another had.
    """
    base, left, found = drawings.base, dict(drawings.ours.charts()), dict[str, Chart]()
    for name, chart in base.charts().items():
        words = _titles(base, chart)
        same = next((other for other, each in left.items() if words & _titles(drawings.ours, each)), "")
        if same:
            found[name] = left.pop(same)
    return found, left


def _titles(drawing: Drawing, chart: Chart) -> set[str]:
    """What a chart of ours is called: by its title and by its alternative text."""
    title = next(elements(drawing.package.text(chart.part), "title"), None)
    return {_property(chart, "descr"), plain(title.inner).strip() if title else ""} - {""}


def _property(chart: Chart, name: str) -> str:
    return needed(chart.anchor.inner, "cNvPr").attributes.get(name, "")


def _paired(drawings: Sides[Drawing]) -> Charts:
    """The charts of theirs by the names that they have in base: a program that saves a file may number them anew."""
    base, theirs = drawings.base, drawings.theirs
    left, paired = dict(theirs.charts()), dict[str, Chart]()
    made, found = ({name: _meaning(each.package, chart.part) for name, chart in each.charts().items()}
                   for each in (base, theirs))
    for name, meaning in made.items():
        same = [other for other in left if found[other] == meaning]
        if same:
            paired[name] = left.pop(name if name in same else same[0])
    for name in made.keys() - paired.keys():
        if name in left:
            paired[name] = left.pop(name)
    return paired | {name if name not in paired else f"{name} of yours": chart for name, chart in left.items()}


def _renew_charts(sheet: SheetSides, drawings: Sides[Drawing], base: Charts, theirs: Charts, ours: Charts) -> set[str]:
    """Our charts go on over the new periods, unless the reader has changed them."""
    package, edits, done = drawings.theirs.package, list[Edit](), set()
    for name, chart in theirs.items():
        if name not in base:
            continue
        if _meaning(package, chart.part) != _meaning(drawings.base.package, base[name].part):
            sheet.log.notes.append(f"{sheet.name}: {name} stays as you changed it, over the periods it has")
        elif name not in ours:
            edits.append((chart.anchor.start, chart.anchor.end, ""))
            package.unrelate(drawings.theirs.part, chart.part)
            package.remove(chart.part)
        else:
            package.put(chart.part, drawings.ours.package.text(ours[name].part))
            done.add(chart.part)
            edits += _described(chart.anchor, base[name].anchor, ours[name].anchor)
    package.put(drawings.theirs.part, edited(drawings.theirs.text, edits))
    return done


def _meaning(package: Package, part: str) -> tuple[object, ...]:
    """What a chart says: its data, words, colours and kinds, however a program has written it."""
    text = package.text(part)
    data = tuple(plain(e.inner).replace("'", "").replace("$", "") for e in elements(text, "f"))
    said = tuple(plain(e.inner) for e in elements(text, "t") if e.inner not in ("", "None"))  # as openpyxl has no words
    kinds = tuple(sorted(local(e.name) for e in elements(text, *_KINDS)))
    colours = frozenset(e.attributes["val"].upper() for series in elements(text, "ser")
                        for e in elements(series.inner, "srgbClr"))
    return data, said, kinds, colours


def _described(theirs: Element, base: Element, ours: Element) -> list[Edit]:
    """The edit that gives a chart of ours its name and alternative text, unless the reader has written others."""
    before, found, now = (needed(anchor.inner, "cNvPr") for anchor in (base, theirs, ours))
    changes: dict[str, str | None] = {}
    for name in ("name", "descr"):
        was, has, said = (each.attributes.get(name, "") for each in (before, found, now))
        if has != said and has in ("", was):
            changes[name] = said
    return [(theirs.inside + found.start, theirs.inside + found.inside, with_attributes(found.tag, changes))]


def _corner(anchor: Element) -> Place | None:
    """The cell that an object hangs on."""
    start = next(elements(anchor.inner, "from"), None)
    return None if start is None else (whole(needed(start.inner, "row").inner) + 1,
                                       whole(needed(start.inner, "col").inner) + 1)


def _by(anchor: Element, other: Element) -> Shift:
    """How far one object hangs from where another does."""
    here, there = _corner(anchor) or (0, 0), _corner(other) or (0, 0)
    return {"row": here[0] - there[0], "col": here[1] - there[1]}


def _move(sheet: SheetSides, drawing: Drawing, placed: Mapping[str, Shift]) -> None:
    """Every object keeps its size, and its distance to the cell that it hangs on; charts of ours stand where they do
    now unless the reader moved them: ``placed`` are their parts, and how far they moved."""
    edits: list[Edit] = []
    parts = {chart.anchor.start: chart.part for chart in drawing.charts().values()}
    for anchor in drawing.anchors:
        if (corner := _corner(anchor)) is None:
            continue
        target = sheet.nearest(corner)
        shift = placed.get(parts.get(anchor.start, "")) or {"row": target[0] - corner[0], "col": target[1] - corner[1]}
        for element in elements(anchor.inner, "from", "to"):
            inside = anchor.inside + element.inside
            for number in elements(element.inner, "row", "col"):
                if by := shift[local(number.name)]:
                    edits.append((inside + number.inside, inside + number.close, str(max(0, whole(number.inner) + by))))
    drawing.package.put(drawing.part, edited(drawing.text, edits))


def _covered(sheet: SheetSides, drawing: Drawing, new: Charts) -> None:
    """Objects of the reader's that a new chart of ours will lie on are told of."""
    areas = [_area(chart.anchor) for chart in new.values()]
    for anchor in drawing.anchors:
        (top, left), (bottom, right) = _area(anchor)
        if any(top <= low and high <= bottom and left <= last and first <= right
               for (high, first), (low, last) in areas):
            name = next(elements(anchor.inner, "cNvPr"), None)
            called = name.attributes.get("name", "") if name else ""
            sheet.log.notes.append(f"{sheet.name}: {called or 'an object'} lies under a new chart of ours")


def _area(anchor: Element) -> tuple[Place, Place]:
    """The first and the last cell of an object; from its size where it hangs on one cell, in usual rows and columns."""
    first = _corner(anchor) or (1, 1)
    if end := next(elements(anchor.inner, "to"), None):
        row, column = (whole(needed(end.inner, name).inner) + 1 for name in ("row", "col"))
        return first, (row, column)
    size = next(elements(anchor.inner, "ext"), None)
    height, width = (whole(size.attributes.get(name, "0")) if size else 0 for name in ("cy", "cx"))
    return first, (first[0] + height // _ROW_HEIGHT, first[1] + width // _COLUMN_WIDTH)


def _add_charts(result: Drawing, ours: Drawing, charts: Charts) -> set[str]:
    """Charts of ours that theirs does not have yet."""
    if not charts:
        return set()
    source, package = ours.text, result.package
    part = result.part or package.add(result.sheet, DRAWING, edited(source, [
        (ours.anchors[0].start, ours.anchors[-1].end, "")])).target
    spaces = {name: value for name, value in attributes(root(source)).items() if name.startswith("xmlns")}
    done, added = set(), ""
    ids = [whole(e.attributes.get("id", "0")) for e in elements(package.text(part), "cNvPr")]
    for id, chart in enumerate(charts.values(), start=max(ids, default=0) + 1):
        new = package.add(part, CHART, ours.package.text(chart.part))
        anchor = chart.anchor.raw
        frame = next(e for e in elements(anchor, "chart") if e.head)
        anchor = edited(anchor, [(frame.start, frame.end, with_attributes(frame.raw, {"r:id": new.id}))])
        named = needed(anchor, "cNvPr")
        anchor = edited(anchor, [(named.start, named.inside, with_attributes(named.tag, {"id": str(id)}))])
        added += with_attributes(anchor, spaces)
        done.add(new.target)
    package.put(part, appended(package.text(part), added))
    return done
