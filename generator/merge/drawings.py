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
    plain,
    root,
    with_attributes,
)
from generator.xlsx.package import CHART, DRAWING, Package, relationship_id

_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_KINDS = ("barChart", "lineChart", "pieChart", "areaChart", "scatterChart", "trendline", "errBars")


@dataclass(frozen=True)
class Chart:
    """A chart on a drawing: its anchor, and its part."""

    anchor: Element
    part: str


Charts = Mapping[str, Chart]


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
        found = {}
        for anchor in self.anchors:
            name = next(elements(anchor.inner, "cNvPr"), None)
            chart = next((e for e in elements(anchor.inner, "chart") if e.head), None)
            if name and chart:
                part = self.package.target(self.part, relationship_id(chart.attributes))
                found[name.attributes.get("name", "")] = Chart(anchor, part)
        return found


def merge_drawing(sheet: SheetSides, drawings: Sides[Drawing]) -> set[str]:
    """Merge a sheet's drawing into that of theirs. Returns the chart parts that are as we make them now."""
    base, ours, result = drawings.base.charts(), drawings.ours.charts(), drawings.theirs
    if not result.part:
        if base:
            sheet.log.notes.append(f"{sheet.name}: the charts that you removed stay removed")
        return set() if base else _add_charts(result, drawings.ours, ours)
    theirs = _paired(drawings)
    for name in sorted(base.keys() & ours.keys() - theirs.keys()):
        sheet.log.notes.append(f"{sheet.name}: {name}, which you removed, stays removed")
    own = len(result.anchors) - len(theirs.keys() & base.keys())
    if own:
        sheet.log.kept.append(f"{sheet.name}: {counted(own, 'drawing object')} of yours")
    done = _renew_charts(sheet, drawings, base, theirs, ours)
    _move(sheet, result)
    return done | _add_charts(result, drawings.ours, {name: each for name, each in ours.items() if name not in base})


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
    """The edit that gives a chart of ours its alternative text, unless the reader has written another."""
    properties = [next(elements(anchor.inner, "cNvPr")) for anchor in (base, theirs, ours)]
    before, found, now = (each.attributes.get("descr", "") for each in properties)
    if found == now or found not in ("", before):
        return []
    target = properties[1]
    return [(theirs.inside + target.start, theirs.inside + target.end, with_attributes(target.raw, {"descr": now}))]


def _move(sheet: SheetSides, drawing: Drawing) -> None:
    """Every object keeps its size and its distance to the cell that it hangs on."""
    edits: list[Edit] = []
    for anchor in drawing.anchors:
        start = next(elements(anchor.inner, "from"), None)
        if start is None:
            continue
        row, column = (int(next(elements(start.inner, name)).inner) + 1 for name in ("row", "col"))
        target = sheet.nearest((row, column))
        shift = {"row": target[0] - row, "col": target[1] - column}
        for corner in elements(anchor.inner, "from", "to"):
            inside = anchor.inside + corner.inside
            for number in elements(corner.inner, "row", "col"):
                if by := shift[local(number.name)]:
                    edits.append((inside + number.inside, inside + number.close, str(max(0, int(number.inner) + by))))
    drawing.package.put(drawing.part, edited(drawing.text, edits))


def _add_charts(result: Drawing, ours: Drawing, charts: Charts) -> set[str]:
    """Charts of ours that theirs does not have yet."""
    if not charts:
        return set()
    source, package = ours.text, result.package
    part = result.part or package.add(result.sheet, DRAWING, edited(source, [
        (ours.anchors[0].start, ours.anchors[-1].end, "")])).target
    spaces = {name: value for name, value in attributes(root(source)).items() if name.startswith("xmlns")}
    done, added = set(), ""
    for chart in charts.values():
        new = package.add(part, CHART, ours.package.text(chart.part))
        anchor = chart.anchor.raw
        frame = next(e for e in elements(anchor, "chart") if e.head)
        anchor = edited(anchor, [(frame.start, frame.end, with_attributes(frame.raw, {"r:id": new.id}))])
        added += with_attributes(anchor, {**spaces, "xmlns": _XDR})
        done.add(new.target)
    package.put(part, appended(package.text(part), added))
    return done
