"""The styles part of a package as lists that can be read, compared and added to; what is there stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from generator.xlsx.markup import Unreadable, appended, attributes, children, sections, whole, with_attributes
from generator.xlsx.package import Package

_FIRST_CUSTOM = 164
"""The number of the first format that is not one of Excel's own."""
_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_ORDER = (*_LISTS, "tableStyles", "colors", "extLst")
_LOOKS = (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))
"""The lists that a cell's format points into, each with the attribute that does."""


@dataclass
class StyleList:
    """One of the lists of a styles part; what is added stands at its end."""

    raw: str
    items: list[str]
    added: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [*self.items, *self.added]

    def item(self, index: int) -> str:
        """The item at an index. Raises Unreadable where there is none."""
        if not 0 <= index < len(self.items):
            raise Unreadable(f"a cell or a rule looks as number {index} of a list of {len(self.items)} in its styles")
        return self.items[index]

    def index(self, item: str) -> int:
        """The index of an item, which is added if none is like it."""
        found = self.all
        if item in found:
            return found.index(item)
        self.added.append(item)
        return len(found)

    def written(self) -> str:
        if not self.added:
            return self.raw
        return appended(with_attributes(self.raw, {"count": str(len(self.all))}), "".join(self.added))


class Stylesheet:
    """The styles part of a package."""

    def __init__(self, package: Package) -> None:
        self.part = package.related(package.workbook, "styles")
        self.root, found, self.end = sections(package.text(self.part))
        self.rest = [(name, raw) for name, raw in found if name not in _LISTS]
        self.lists = {name: StyleList(f"<{name}></{name}>", []) for name in _LISTS}
        self._known: dict[int, str] = {}
        for name, raw in found:
            if name in _LISTS:
                self.lists[name] = StyleList(raw, [e.raw for e in children(children(raw)[0].inner)])

    def look(self, style: int) -> str:
        """The named style of a style index."""
        if style not in self._known:
            form = attributes(self.lists["cellXfs"].item(style))
            self._known[style] = self._looks.get(form.get("xfId", "0"), "")
        return self._known[style]

    @property
    def names(self) -> list[str]:
        """The named styles."""
        return [attributes(each)["name"] for each in self.lists["cellStyles"].items]

    @cached_property
    def _looks(self) -> dict[str, str]:
        return {each["xfId"]: each["name"] for each in map(attributes, self.lists["cellStyles"].items)}

    def formats(self) -> dict[int, str]:
        """The number formats that are not Excel's own, by their numbers."""
        return {whole(each["numFmtId"]): each["formatCode"] for each in map(attributes, self.lists["numFmts"].all)}

    def meaning(self, style: int) -> tuple[str, ...]:
        """All that a style index stands for, comparable between packages that one program wrote."""
        raw = self.lists["cellXfs"].item(style)
        form = attributes(raw)
        number = whole(form.get("numFmtId", "0"))
        inner = "".join(e.raw for e in children(children(raw)[0].inner))
        return (self.look(style), self.formats().get(number, str(number)), *self.dress(style), inner)

    def dress(self, style: int) -> tuple[str, ...]:
        """The font, the fill and the border of a style index."""
        form = attributes(self.lists["cellXfs"].item(style))
        return tuple(self.lists[name].item(whole(form.get(attribute, "0"))) for name, attribute in _LOOKS)

    def write(self, package: Package) -> None:
        """Write what was added into a package that has this part."""
        if not any(each.added for each in self.lists.values()):
            return
        found = dict(self.rest)
        for name, each in self.lists.items():
            if each.items or each.added:
                found[name] = each.written()
        package.put(self.part, self.root + "".join(found[name] for name in _ORDER if name in found) + self.end)


def add_style(target: Stylesheet, source: Stylesheet, style: int) -> int:
    """A style of another package as one of this one, added if it is not there. Returns its index."""
    return target.lists["cellXfs"].index(_form(target, source, source.lists["cellXfs"].item(style), named=True))


def named_as(target: Stylesheet, found: int, source: Stylesheet, style: int) -> int:
    """A style as it looks, under the name that a style of another package has. Returns its index."""
    form = attributes(source.lists["cellXfs"].item(style)).get("xfId", "0")
    raw = target.lists["cellXfs"].item(found)
    return target.lists["cellXfs"].index(with_attributes(raw, {"xfId": str(_named(target, source, form))}))


def add_differential(target: Stylesheet, source: Stylesheet, index: int) -> int:
    """A differential format (of a conditional format) of another package as one of this one."""
    return target.lists["dxfs"].index(source.lists["dxfs"].item(index))


def _form(target: Stylesheet, source: Stylesheet, raw: str, named: bool) -> str:
    form = attributes(raw)
    changes: dict[str, str | None] = {}
    for name, attribute in _LOOKS:
        changes[attribute] = str(target.lists[name].index(source.lists[name].item(whole(form.get(attribute, "0")))))
    changes["numFmtId"] = str(_format(target, source, whole(form.get("numFmtId", "0"))))
    if named:
        changes["xfId"] = str(_named(target, source, form.get("xfId", "0")))
    # Said outright: a program may else take the named style's own, which may be another in this file.
    changes |= dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyNumberFormat"), "1")
    return with_attributes(raw, changes)


def _format(target: Stylesheet, source: Stylesheet, number: int) -> int:
    code = source.formats().get(number)
    if code is None:
        return number
    known = {text: each for each, text in target.formats().items()}
    if code in known:
        return known[code]
    free = max([*known.values(), _FIRST_CUSTOM - 1]) + 1
    original = next(raw for raw in source.lists["numFmts"].items if whole(attributes(raw)["numFmtId"]) == number)
    target.lists["numFmts"].added.append(with_attributes(original, {"numFmtId": str(free)}))
    return free


def _named(target: Stylesheet, source: Stylesheet, form: str) -> int:
    raw = next((each for each in source.lists["cellStyles"].items if attributes(each)["xfId"] == form), None)
    if raw is None:
        return 0
    known = target.lists["cellStyles"]
    for each in map(attributes, known.all):
        if each["name"] == attributes(raw)["name"]:
            return whole(each["xfId"])
    forms = target.lists["cellStyleXfs"]
    index = len(forms.all)
    forms.added.append(_form(target, source, source.lists["cellStyleXfs"].item(whole(form)), named=False))
    known.added.append(with_attributes(raw, {"xfId": str(index)}))
    return index
