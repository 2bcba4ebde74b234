"""Styles: a cell newly made looks as its like did in the user's file; only what is new there is added at its end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from generator.xlsx.markup import attributes, children, with_attributes
from generator.xlsx.package import Package, sections

_FIRST_CUSTOM = 164
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst")
_ITEM = {"numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellStyleXfs": "xf",
         "cellXfs": "xf", "cellStyles": "cellStyle", "dxfs": "dxf"}


Made = tuple[int, bool]


@dataclass
class Table:
    """One of the lists of a styles part; what is added stands at its end."""

    raw: str
    items: list[str]
    added: list[str] = field(default_factory=list)

    def place(self, item: str) -> int:
        """The index of an item, which is added if none is like it."""
        found = [*self.items, *self.added]
        if item in found:
            return found.index(item)
        self.added.append(item)
        return len(found)


class Styles:
    """The styles part of a package."""

    def __init__(self, package: Package) -> None:
        self.part = package.related(package.workbook, "styles")
        self.root, found, self.end = sections(package.text(self.part))
        self.rest = [(name, raw) for name, raw in found if name not in _ITEM]
        self.tables = {name: Table(f"<{name}></{name}>", []) for name in _ITEM}
        for name, raw in found:
            if name in _ITEM:
                self.tables[name] = Table(raw, [e.raw for e in children(children(raw)[0].inner)])

    def look(self, style: int) -> str:
        """The named style of a style index."""
        form = attributes(self.tables["cellXfs"].items[style])
        return self._looks.get(form.get("xfId", "0"), "")

    @cached_property
    def _looks(self) -> dict[str, str]:
        return {each["xfId"]: each["name"] for each in map(attributes, self.tables["cellStyles"].items)}

    def formats(self) -> dict[int, str]:
        return {int(each["numFmtId"]): each["formatCode"] for each in map(attributes, self.tables["numFmts"].items)}

    def meaning(self, style: int) -> tuple[str, ...]:
        """All that a style index stands for, comparable between packages of ours."""
        raw = self.tables["cellXfs"].items[style]
        form = attributes(raw)
        number = int(form.get("numFmtId", "0"))
        parts = [self.tables[table].items[int(form.get(name, "0"))]
                 for table, name in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))]
        inner = "".join(e.raw for e in children(children(raw)[0].inner))
        return (self.look(style), self.formats().get(number, str(number)), *parts, inner)

    def add(self, source: Styles, style: int) -> int:
        """Another package's style as one of this one, added if it is not there. Returns its index."""
        return self.tables["cellXfs"].place(self._form(source, source.tables["cellXfs"].items[style], named=True))

    def _form(self, source: Styles, raw: str, named: bool) -> str:
        form = attributes(raw)
        changes: dict[str, str | None] = {}
        for table, name in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            changes[name] = str(self.tables[table].place(source.tables[table].items[int(form.get(name, "0"))]))
        changes["numFmtId"] = str(self._format(source, int(form.get("numFmtId", "0"))))
        if named:
            changes["xfId"] = str(self._named(source, form.get("xfId", "0")))
        # Said outright: a program may else take the named style's own, which may be another in this file.
        changes |= dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyNumberFormat"), "1")
        return with_attributes(raw, changes)

    def _format(self, source: Styles, number: int) -> int:
        code = source.formats().get(number)
        if code is None:
            return number
        mine = {text: each for each, text in self.formats().items()}
        for raw in self.tables["numFmts"].added:
            mine[attributes(raw)["formatCode"]] = int(attributes(raw)["numFmtId"])
        if code in mine:
            return mine[code]
        fresh = max([*mine.values(), _FIRST_CUSTOM - 1]) + 1
        original = next(raw for raw in source.tables["numFmts"].items if int(attributes(raw)["numFmtId"]) == number)
        self.tables["numFmts"].added.append(with_attributes(original, {"numFmtId": str(fresh)}))
        return fresh

    def _named(self, source: Styles, form: str) -> int:
        raw = next((each for each in source.tables["cellStyles"].items if attributes(each)["xfId"] == form), None)
        if raw is None:
            return 0
        mine = self.tables["cellStyles"]
        for each in map(attributes, [*mine.items, *mine.added]):
            if each["name"] == attributes(raw)["name"]:
                return int(each["xfId"])
        table = self.tables["cellStyleXfs"]
        index = len(table.items) + len(table.added)
        table.added.append(self._form(source, source.tables["cellStyleXfs"].items[int(form)], named=False))
        mine.added.append(with_attributes(raw, {"xfId": str(index)}))
        return index

    def add_difference(self, source: Styles, index: int) -> int:
        """Another package's differential format (of a conditional format) as one of this one."""
        return self.tables["dxfs"].place(source.tables["dxfs"].items[index])

    def write(self, package: Package) -> None:
        if not any(table.added for table in self.tables.values()):
            return
        found = dict(self.rest)
        for name, table in self.tables.items():
            if table.items or table.added:
                found[name] = _extended(name, table)
        package.put(self.part, self.root + "".join(found[name] for name in _ORDER if name in found) + self.end)


def _extended(name: str, table: Table) -> str:
    if not table.added:
        return table.raw
    raw = with_attributes(table.raw, {"count": str(len(table.items) + len(table.added))})
    if re.search(r"/>\s*$", raw) and len(table.items) == 0:
        raw = re.sub(r"\s*/>\s*$", f"></{name}>", raw)
    end = raw.rindex("</")
    return raw[:end] + "".join(table.added) + raw[end:]


class Translation:
    """From the style indexes of the new package to those of the user's file.

    ``seen`` are pairs of (style as made, style in the user's file) of all cells that were made and are still there:
    what most cells of a style became is what that style is now, whoever saved the file, however it was restyled.
    A style as made is its index and whether the cell is a hyperlink, which programs colour in their own way.
    """

    def __init__(self, old: Styles, new: Styles, mine: Styles, seen: Iterable[tuple[Made, int]]) -> None:
        self.old, self.new, self.mine = old, new, mine
        counted: dict[Made, Counter[int]] = {}
        for made, found in seen:
            counted.setdefault(made, Counter())[found] += 1
        self.became = {made: min(found, key=lambda each: (-found[each], each)) for made, found in counted.items()}
        self._meanings = {(old.meaning(made[0]), made[1]): found for made, found in self.became.items()}
        self._known: dict[Made, int] = {}

    def style(self, made: Made) -> int:
        """The index in the user's file of a style of the new package."""
        if made not in self._known:
            meaning = self.new.meaning(made[0])
            found = self._meanings.get((meaning, made[1]), self._meanings.get((meaning, False)))
            self._known[made] = self.mine.add(self.new, made[0]) if found is None else found
        return self._known[made]

    def restyled(self, made: Made, found: int) -> bool:
        """Whether a cell that was made with one style has been given a look of its own since."""
        return self.became.get(made, found) != found
