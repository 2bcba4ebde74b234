"""A sheet of ours put together: ours made anew, the user's conditional formats, validations and the rest between."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.merge.cells import Cells, Three
from generator.merge.dimensions import columns, rows
from generator.merge.references import Unfollowable
from generator.xlsx.cells import at
from generator.xlsx.formula import normal
from generator.xlsx.markup import Element, attributes, edited, elements, encoded, plain, with_attributes
from generator.xlsx.package import Package, sections
from generator.xlsx.worksheet import Place

ORDER = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
         "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews",
         "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions",
         "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
         "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture",
         "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_FORMULAS = ("f", "formula", "formula1", "formula2")
_AREAS = ("sqref",)
_PREFIX = re.compile(r'\s(xmlns(?::\w+)?|[\w]+:[\w]+)="[^"]*"')


def put_together(three: Three) -> str:
    """The sheet's XML, its drawings, notes and tables still as the user's file links them."""
    old, mine, new = three.old, three.mine, three.new
    made = {name: new.section(name) for name in ORDER}
    kept = {name: mine.section(name) for name in ORDER}
    cells = Cells(three).merge()
    follow = follower(three)
    result = {**{name: follow(kept[name]) for name in ORDER if name not in made or not made[name]}, **{
        name: raw for name, raw in made.items() if raw}}
    result["sheetData"], result["cols"] = rows(three, cells), columns(three)
    result["dimension"] = f'<dimension ref="{_extent(cells)}"/>'
    if _tab(kept["sheetPr"]) != _tab(old.section("sheetPr")) or "filterMode=\"1\"" in kept["sheetPr"]:
        result["sheetPr"] = kept["sheetPr"]
    if "<pane" in kept["sheetViews"] or (kept["sheetViews"] and "<pane" not in made["sheetViews"]):
        result["sheetViews"] = kept["sheetViews"]
    result["sheetFormatPr"] = _outlined(three)
    result["conditionalFormatting"] = _conditional(three, follow)
    result["hyperlinks"] = _hyperlinks(three, follow)
    if old.section("autoFilter") and "<filterColumn" in kept["autoFilter"]:
        result["autoFilter"] = with_attributes(kept["autoFilter"],
                                               {"ref": attributes(made["autoFilter"]).get("ref")})
    for name, plain_form in _PRINT.items():
        if "r:id" in kept[name] or plain_form(kept[name]) != plain_form(old.section(name)):
            result[name] = follow(kept[name])
            if plain_form(kept[name]) != plain_form(old.section(name)):
                three.log.carried.append(f"{three.name}: your {name}")
    result |= {name: kept[name] for name in ("drawing", "legacyDrawing", "tableParts")}
    for name in ("mergeCells", "dataValidations", "sheetProtection", "protectedRanges", "ignoredErrors", "extLst"):
        if kept[name] and not old.section(name):
            three.log.carried.append(f"{three.name}: your {name}")
    return _root(mine.root, new.root) + "".join(result[name] for name in ORDER if result.get(name)) + new.end


def with_objects(package: Package, part: str) -> str:
    """The sheet's XML with elements for its drawing, notes and tables as its relations name them now."""
    root, found, end = sections(package.text(part))
    raw = {name: "".join(each for other, each in found if other == name) for name, _ in found}
    links = {r.type.rpartition("/")[2]: r.id for r in package.relations(part) if not r.external}
    for name, kind in (("drawing", "drawing"), ("legacyDrawing", "vmlDrawing")):
        if kind in links and not raw.get(name):
            raw[name] = f'<{name} r:id="{links[kind]}"/>'
    tables = [r.id for r in package.relations(part) if r.type.endswith("/table")]
    if [e.attributes.get("r:id") for e in elements(raw.get("tableParts", ""), "tablePart")] != tables:
        written = "".join(f'<tablePart r:id="{id}"/>' for id in tables)
        raw["tableParts"] = f'<tableParts count="{len(tables)}">{written}</tableParts>' if tables else ""
    return root + "".join(raw[name] for name in ORDER if raw.get(name)) + end


def _extent(cells: dict[Place, str]) -> str:
    last_row, last_column = max(row for row, _ in cells), max(column for _, column in cells)
    return f"A1:{at(last_row, last_column)}"


def _root(mine: str, new: str) -> str:
    """The user's root tag, with the prefixes that we need."""
    found, needed = attributes(mine[mine.rindex("<"):]), attributes(new[new.rindex("<"):])
    needed["xmlns:r"] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    missing = {name: text for name, text in needed.items() if name not in found}
    start = mine.rindex("<")
    return mine[:start] + with_attributes(mine[start:], missing)


def _tab(properties: str) -> tuple[str, ...]:
    """The colour of a sheet's tab and the side on which its groups are summed up, however they are written."""
    color, outline = (next(elements(properties, name), None) for name in ("tabColor", "outlinePr"))
    found, sides = (element.attributes if element else {} for element in (color, outline))
    return (found.get("rgb", "")[-6:].upper() + found.get("theme", "") + found.get("tint", ""),
            *("after" if sides.get(name, "1") in ("1", "true") else "before"
              for name in ("summaryBelow", "summaryRight")))


def _outlined(three: Three) -> str:
    """The row and column formats, with room for the deepest group of either and the height the user gave to all."""
    raw, mine = three.new.section("sheetFormatPr"), attributes(three.mine.section("sheetFormatPr"))
    levels = {name: max(int(attributes(raw).get(name, "0")), int(mine.get(name, "0")))
              for name in ("outlineLevelRow", "outlineLevelCol")}
    changes: dict[str, str | None] = {name: str(level) for name, level in levels.items() if level}
    if mine.get("customHeight") in ("1", "true"):
        changes |= {name: mine.get(name) for name in ("defaultRowHeight", "customHeight")}
    return with_attributes(raw, changes)


def follower(three: Three) -> Callable[[str], str]:
    """Follows every address and formula inside a piece of a sheet's XML."""

    def follow(raw: str) -> str:
        if not raw or not (three.map.moved or three.follower.concerns(raw)):
            return raw
        edits: list[tuple[int, int, str]] = []
        for element in elements(raw, *_FORMULAS, *_AREAS):
            if any(each in element.inner for each in ("<",)):
                continue
            edits += _edit(three, element)
        return _with_areas(three, edited(raw, edits))

    return follow


def _edit(three: Three, element: Element) -> list[tuple[int, int, str]]:
    text = plain(element.inner)
    area = element.name.rpartition(":")[2] in _AREAS
    try:
        moved = three.follower.area(text, three.name) if area else three.follower.formula(text, three.name)
    except Unfollowable as error:
        three.log.refuse(three.name, f"{text}: {error}")
        return []
    if moved != text and not area:
        three.log.repointed.append(f"{three.name}: {text} → {moved}")
    return [(element.inside, element.close, encoded(moved))] if moved != text else []


def _with_areas(three: Three, raw: str) -> str:
    """The piece with its ref and sqref attributes followed, and the rows and columns of breaks."""

    def moved(match: re.Match[str]) -> str:
        try:
            return f'{match[1]}"{three.follower.area(match[2], three.name)}"'
        except Unfollowable as error:
            three.log.refuse(three.name, f"{match[2]}: {error}")
            return match[0]

    raw = re.sub(r'(\s(?:sqref|ref|r1|cell)=)"([A-Z$0-9: ]+)"', moved, raw)
    return re.sub(r'(<brk\b[^>]*?\sid=)"(\d+)"', lambda m: f'{m[1]}"{_break(three, raw, int(m[2]))}"', raw)


def _break(three: Three, raw: str, number: int) -> int:
    found = three.map.row(number) if raw.startswith("<rowBreaks") else three.map.column(number)
    return found or number


def _rules(raw: str) -> list[tuple[str, Element]]:
    return [(block.attributes.get("sqref", ""), rule) for block in elements(raw, "conditionalFormatting")
            for rule in elements(block.inner, "cfRule")]


def _rule_name(area: str, rule: Element) -> tuple[str, ...]:
    return (area, rule.attributes.get("type", ""), *(normal(plain(e.inner)) for e in elements(rule.inner, "formula")))


def _conditional(three: Three, follow: Callable[[str], str]) -> str:
    """The user's rules first, in their order, then ours with formats found or added in his file."""
    old = {_rule_name(area, rule): rule for area, rule in _rules(three.old.section("conditionalFormatting"))}
    became: dict[str, int] = {}
    his, highest, kept = [], 0, 0
    for block in elements(three.mine.section("conditionalFormatting"), "conditionalFormatting"):
        gone = []
        for rule in elements(block.inner, "cfRule"):
            made = old.get(_rule_name(block.attributes.get("sqref", ""), rule))
            if made is None:
                highest = max(highest, int(rule.attributes.get("priority", "0")))
                kept += 1
                continue
            gone.append((rule.start, rule.end, ""))
            if "dxfId" in made.attributes and "dxfId" in rule.attributes:
                raw = three.styles.old.tables["dxfs"].items[int(made.attributes["dxfId"])]
                became.setdefault(raw, int(rule.attributes["dxfId"]))
        inner = edited(block.inner, gone)
        if "<" in inner:
            his.append(follow(block.raw[: block.inside - block.start] + inner + block.raw[block.close - block.start:]))
    if kept:
        three.log.carried.append(f"{three.name}: {kept} conditional format{'s' * (kept != 1)} of yours")
    return "".join(his) + _our_rules(three, became, highest)


def _our_rules(three: Three, became: dict[str, int], highest: int) -> str:
    raw, edits = three.new.section("conditionalFormatting"), []
    for rule in elements(raw, "cfRule"):
        highest += 1
        changes: dict[str, str | None] = {"priority": str(highest)}
        if "dxfId" in rule.attributes:
            index = int(rule.attributes["dxfId"])
            look = three.styles.new.tables["dxfs"].items[index]
            found = became.get(look)
            changes["dxfId"] = str(three.styles.mine.add_difference(three.styles.new, index)
                                   if found is None else found)
        edits.append((rule.start, rule.end, with_attributes(rule.raw, changes)))
    return edited(raw, edits)


def _hyperlinks(three: Three, follow: Callable[[str], str]) -> str:
    """Ours as made now, and the user's at the cells where they stand."""
    ours = {(link.attributes["ref"], _target(link)) for link in elements(three.old.section("hyperlinks"), "hyperlink")}
    new = list(elements(three.new.section("hyperlinks"), "hyperlink"))
    taken = {link.attributes["ref"] for link in new}
    his = []
    for link in elements(three.mine.section("hyperlinks"), "hyperlink"):
        if (link.attributes["ref"], _target(link)) in ours:
            continue
        moved = follow(link.raw)
        if attributes(moved)["ref"] in taken:
            three.log.refuse(f"{three.name}!{link.attributes['ref']}", "your hyperlink stands on one of ours")
        try:
            place = attributes(moved).get("location")
            if place:
                moved = with_attributes(moved, {"location": three.follower.location(place, three.name)})
        except Unfollowable as error:
            three.log.refuse(f"{three.name}!{link.attributes['ref']}", f"your hyperlink: {error}")
        his.append(moved)
    if his:
        three.log.carried.append(f"{three.name}: {len(his)} hyperlink{'s' * (len(his) != 1)} of yours")
    found = "".join([link.raw for link in new] + his)
    return f"<hyperlinks>{found}</hyperlinks>" if found else ""


def _target(link: Element) -> str:
    return link.attributes.get("location", "").lstrip("#").replace("'", "")


def _numbers(raw: str, *names: str) -> tuple[str, ...]:
    found = attributes(raw)
    return tuple(f"{float(found[name]):.2f}" if name in found else "" for name in names)


def _setup(raw: str) -> tuple[str, ...]:
    found = attributes(raw)
    return (found.get("orientation", ""), found.get("paperSize", ""), found.get("fitToWidth", "1"),
            found.get("fitToHeight", "1"), found.get("scale", "100"))


def _words(raw: str) -> str:
    """What a page's header and footer say, without their fonts."""
    said = "".join(e.inner + "&amp;L" for e in elements(raw, "oddHeader", "oddFooter"))
    return re.sub(r"&[LCR](?=&[LCR]|$)", "", re.sub(r'&"[^"]*"|&\d+|\s', "", plain(said)))


_PRINT: dict[str, Callable[[str], object]] = {
    "pageMargins": lambda raw: _numbers(raw, "left", "right", "top", "bottom"),
    "pageSetup": _setup,
    "headerFooter": _words,
    "rowBreaks": lambda raw: {e.attributes["id"] for e in elements(raw, "brk")},
    "colBreaks": lambda raw: {e.attributes["id"] for e in elements(raw, "brk")}}
