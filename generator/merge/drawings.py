"""Charts, pictures and shapes on our sheets, and the table on Facts."""

from __future__ import annotations

from dataclasses import dataclass

from generator.merge.cells import Three
from generator.xlsx.cells import column_number, letter
from generator.xlsx.markup import Element, attributes, edited, elements, plain, with_attributes
from generator.xlsx.package import RELATION, Package

_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


@dataclass(frozen=True)
class Drawing:
    """A sheet's drawing and the charts on it by their names."""

    package: Package
    part: str

    @classmethod
    def of(cls, package: Package, sheet: str) -> Drawing:
        return cls(package, package.related(sheet, "drawing") if sheet else "")

    @property
    def anchors(self) -> list[Element]:
        return list(elements(self.package.text(self.part), *_ANCHORS)) if self.part else []

    def charts(self) -> dict[str, tuple[Element, str]]:
        """The anchors with a chart, by the name of the chart, with its part."""
        found = {}
        for anchor in self.anchors:
            name = next(elements(anchor.inner, "cNvPr"), None)
            chart = next((e for e in elements(anchor.inner, "chart") if e.head), None)
            if name and chart:
                id = next(value for key, value in chart.attributes.items() if key.endswith(":id"))
                found[name.attributes.get("name", "")] = anchor, self.package.target(self.part, id)
        return found


def carry_drawing(three: Three, result: Package, part: str, old: Drawing, new: Drawing) -> set[str]:
    """Merge a sheet's drawing into the user's package. Returns the chart parts that are as we make them now."""
    mine = Drawing.of(result, part)
    ours, made = old.charts(), new.charts()
    if not mine.part:
        if ours:
            three.log.notes.append(f"{three.name}: the charts that you removed stay removed")
        return set() if ours or not made else _add_charts(result, part, new, list(made))
    for name in ours.keys() & made.keys() - mine.charts().keys():
        three.log.notes.append(f"{three.name}: {name}, which you removed, stays removed")
    edits, done = [], set()
    for name, (anchor, chart) in mine.charts().items():
        if name not in ours or _meaning(result, chart) != _meaning(old.package, ours[name][1]):
            if name in ours:
                three.log.notes.append(f"{three.name}: {name} stays as you changed it, over the periods it has")
            continue
        if name not in made:
            edits.append((anchor.start, anchor.end, ""))
            continue
        result.put(chart, new.package.text(made[name][1]))
        done.add(chart)
        edits += _described(anchor, ours[name][0], made[name][0])
    his = len(mine.anchors) - len(mine.charts().keys() & ours.keys())
    if his:
        three.log.carried.append(f"{three.name}: {his} drawing object{'s' * (his != 1)} of yours")
    result.put(mine.part, edited(result.text(mine.part), edits))
    _move(three, result, mine)
    return done | _add_charts(result, part, new, [name for name in made if name not in ours])


def _meaning(package: Package, chart: str) -> tuple[object, ...]:
    """What a chart says: its data, words, colours and kinds, however a program has written it."""
    text = package.text(chart)
    data = tuple(plain(e.inner).replace("'", "").replace("$", "") for e in elements(text, "f"))
    said = tuple(plain(e.inner) for e in elements(text, "t") if e.inner)
    kinds = tuple(sorted(e.name.rpartition(":")[2] for e in elements(text, "barChart", "lineChart", "pieChart",
                                                                       "areaChart", "scatterChart", "trendline",
                                                                       "errBars")))
    colours = frozenset(e.attributes["val"].upper() for series in elements(text, "ser")
                        for e in elements(series.inner, "srgbClr"))
    return data, said, kinds, colours


def _described(anchor: Element, old: Element, new: Element) -> list[tuple[int, int, str]]:
    """The edit that gives a chart of ours its alternative text, unless the user has written his own."""
    mine = next(elements(anchor.inner, "cNvPr"))
    before, now = (next(elements(e.inner, "cNvPr")).attributes.get("descr", "") for e in (old, new))
    found = mine.attributes.get("descr", "")
    if found == now or found not in ("", before):
        return []
    start = anchor.inside + mine.start
    return [(start, anchor.inside + mine.end, with_attributes(mine.raw, {"descr": now}))]


def _move(three: Three, result: Package, mine: Drawing) -> None:
    """Every object keeps its size and its distance to the cell that it hangs on."""
    text, edits = result.text(mine.part), []
    for anchor in mine.anchors:
        start = next(elements(anchor.inner, "from"), None)
        if start is None:
            continue
        row, column = (int(next(elements(start.inner, name)).inner) + 1 for name in ("row", "col"))
        target = three.map.cell(row, column)
        if target is None:
            # Nothing of it is lost: it hangs on the next cell that is still there.
            near = next((r for r in range(row, 0, -1) if three.map.cell(r, column)), 1)
            target = three.map.cell(near, column) or (row, column)
        shift = {"row": target[0] - row, "col": target[1] - column}
        for corner in elements(anchor.inner, "from", "to"):
            for number in elements(corner.inner, "row", "col"):
                by = shift[number.name.rpartition(":")[2]]
                if by:
                    at = anchor.inside + corner.inside
                    edits.append((at + number.inside, at + number.close, str(max(0, int(number.inner) + by))))
    result.put(mine.part, edited(text, edits))


def _add_charts(result: Package, part: str, new: Drawing, names: list[str]) -> set[str]:
    """Charts of ours that the user's file does not have yet."""
    if not names:
        return set()
    source = new.package.text(new.part)
    drawing = result.related(part, "drawing")
    if not drawing:
        drawing = result.fresh("xl/drawings/drawing{}.xml")
        result.put(drawing, source[: new.anchors[0].start] + source[new.anchors[-1].end:], _DRAWING)
        result.relate(part, RELATION + "drawing", drawing)
    root = attributes(source[: source.index(">")])
    spaces = {name: value for name, value in root.items() if name.startswith("xmlns")}
    done, added = set(), ""
    for name in names:
        anchor, chart = new.charts()[name]
        target = result.fresh("xl/charts/chart{}.xml")
        result.put(target, new.package.text(chart), _CHART)
        id = result.relate(drawing, RELATION + "chart", target)
        frame = next(e for e in elements(anchor.raw[1:], "chart") if e.head)
        raw = edited(anchor.raw, [(frame.start + 1, frame.end + 1, with_attributes(frame.raw, {"r:id": id}))])
        added += with_attributes(raw, {**spaces, "xmlns": _XDR})
        done.add(target)
    text = result.text(drawing)
    end = text.rindex("</")
    result.put(drawing, text[:end] + added + text[end:])
    return done


def carry_table(three: Three, result: Package, part: str, old: tuple[Package, str],
                new: tuple[Package, str]) -> set[str]:
    """The Facts table over the new rows, with the columns that the user added to it. Returns our tables' names."""
    made, now = _tables(*old), _tables(*new)
    mine = _tables(result, part)
    for name, (source, table) in now.items():
        text = source.text(table)
        if name not in mine:
            if name in made:
                three.log.notes.append(f"{three.name}: the table {name}, which was removed, is there again")
            target = result.fresh("xl/tables/table{}.xml")
            ids = {int(attributes(result.text(p)[:2000])["id"]) for p in result.parts if p.startswith("xl/tables/")}
            written = with_attributes(text[text.index("<table"):], {"id": str(max(ids, default=0) + 1)})
            result.put(target, written, _TABLE)
            result.relate(part, RELATION + "table", target)
            continue
        after, found = _ref(source, table), _ref(*mine[name])
        before = _ref(*made[name]) if name in made else after
        _resize(result, mine[name][1], found, _combined(before, after, found))
    return set(now)


def table_areas(old: Package, new: Package) -> dict[tuple[str, str], str]:
    """The areas of our tables as they were made, by sheet and area, with the area that each has now."""
    found: dict[tuple[str, str], str] = {}
    for sheet, part in old.sheets().items():
        now = _tables(new, new.sheets().get(sheet, ""))
        found |= {(sheet, _ref(*table)): _ref(*now[name]) for name, table in _tables(old, part).items() if name in now}
    return found


def _tables(package: Package, sheet: str) -> dict[str, tuple[Package, str]]:
    found: dict[str, tuple[Package, str]] = {}
    for relation in package.relations(sheet) if sheet else []:
        if relation.type.endswith("/table"):
            head = next(elements(package.text(relation.target), "table")).attributes
            found[head.get("name", head.get("displayName", ""))] = package, relation.target
    return found


def _ref(package: Package, table: str) -> str:
    return next(elements(package.text(table), "table")).attributes["ref"]


def _combined(before: str, after: str, found: str) -> str:
    """The area as made now, and as much wider and longer as the user has made it."""
    (_, old_row, old_column), (start, new_row, new_column), (_, row, column) = map(_split, (before, after, found))
    return f"{start}:{letter(new_column + column - old_column)}{new_row + row - old_row}"


def _split(area: str) -> tuple[str, int, int]:
    start, _, end = area.partition(":")
    letters = end.rstrip("0123456789")
    return start, int(end[len(letters):]), column_number(letters)


def _resize(result: Package, table: str, found: str, area: str) -> None:
    if found != area:
        text = result.text(table)
        result.put(table, text.replace(f'ref="{found}"', f'ref="{area}"'))
