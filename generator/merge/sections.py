"""A sheet of ours put together: what becomes of every part of a worksheet's XML stands in one list, SECTIONS."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from generator.merge.cells import merged_cells
from generator.merge.conditional_formats import conditional_formats
from generator.merge.dimensions import columns, rows, sheet_format
from generator.merge.links import hyperlinks
from generator.merge.sides import Kept, Piece, SheetSides, followed_xml
from generator.merge.validations import validations
from generator.merge.views import views
from generator.xlsx.cells import at
from generator.xlsx.markup import appended, attributes, edited, elements, plain, with_attributes
from generator.xlsx.package import RELATIONSHIP, Relationship

Rule = Callable[[Piece], Kept]


@dataclass(frozen=True)
class Section:
    """A part of a worksheet's XML by its name, and what becomes of it."""

    name: str
    rule: Rule


# --- rules for any part ----------------------------------------------------------------------------------------------


def theirs(piece: Piece) -> Kept:
    """As the reader left it. What it names by relationships is put right by ``with_objects``."""
    return Kept(piece.theirs)


def ours_or_followed(piece: Piece) -> Kept:
    """As we make it; what we do not make and never made, as the reader left it, with what it refers to followed."""
    was_ours = bool(piece.base) and piece.theirs == piece.base
    return Kept(piece.ours or ("" if was_ours else followed_xml(piece.sheet, piece.theirs)))


def ignored_errors(piece: Piece) -> Kept:
    """As the reader left them; the one over all cells is none of theirs that SheetJS writes into every sheet."""
    extent = [e.attributes.get("ref") for e in elements(piece.sheet.theirs.section("dimension"), "dimension")]
    ignored = [e.attributes.get("sqref") for e in elements(piece.theirs, "ignoredError")]
    return Kept(piece.ours) if piece.sheet.log.is_made_again and ignored == extent else ours_or_followed(piece)


def added(piece: Piece) -> Kept:
    """The same, and said where the reader has put it there."""
    return Kept(ours_or_followed(piece).xml, f"your {piece.name}" if piece.theirs and not piece.base else "")


def unless_same(meaning: Callable[[str], object]) -> Rule:
    """Followed where the reader gave it another meaning (or it hangs on a part of theirs), else as we make it."""

    def rule(piece: Piece) -> Kept:
        changed = meaning(piece.theirs) != meaning(piece.base)
        if not changed and "r:id" not in piece.theirs:
            return Kept(piece.ours) if piece.base else ours_or_followed(piece)
        return Kept(followed_xml(piece.sheet, piece.theirs), f"your {piece.name}" if changed else "")

    return rule


# --- rules for one part ----------------------------------------------------------------------------------------------


def properties(piece: Piece) -> Kept:
    """Theirs where the tab was coloured or groups are summed up on another side, or a filter hides rows; whether pages
    are fitted goes with the page setup."""
    is_theirs = _tab(piece.theirs) != _tab(piece.base) or 'filterMode="1"' in piece.theirs
    found = piece.theirs if is_theirs else ours_or_followed(piece).xml
    setup = piece.sheet.each(lambda sheet: _setup(sheet.section("pageSetup")))
    fitted = _fitted(piece.theirs if setup.theirs != setup.base else piece.ours)
    if found and fitted != _fitted(found):
        found = _with_fitting(found, fitted)
    code = attributes(piece.theirs).get("codeName") if piece.theirs else None  # by which macros know the sheet
    return Kept(with_attributes(found or "<sheetPr/>", {"codeName": code}) if code and not is_theirs else found)


def _fitted(xml: str) -> bool:
    """Whether pages are as small as a number of them asks."""
    found = next(elements(xml, "pageSetUpPr"), None) if xml else None
    return found is not None and found.attributes.get("fitToPage") in ("1", "true")


def _with_fitting(xml: str, fitted: bool) -> str:
    """A sheet's properties that say whether pages are fitted; it is the last that they may say."""
    value = "1" if fitted else None
    if found := next(elements(xml, "pageSetUpPr"), None):
        return edited(xml, [(found.start, found.inside, with_attributes(found.tag, {"fitToPage": value}))])
    return appended(xml, '<pageSetUpPr fitToPage="1"/>')


def _tab(xml: str) -> tuple[str, ...]:
    """The colour of a sheet's tab and the side on which its groups are summed up, however they are written."""
    color, outline = (next(elements(xml, name), None) for name in ("tabColor", "outlinePr"))
    found, sides = (element.attributes if element else {} for element in (color, outline))
    return (found.get("rgb", "")[-6:].upper() + found.get("theme", "") + found.get("tint", ""),
            *("after" if sides.get(name, "1") in ("1", "true") else "before"
              for name in ("summaryBelow", "summaryRight")))


def extent(piece: Piece) -> Kept:
    """The area of the merged cells."""
    last_row, last_column = (max(place[axis] for place in piece.sheet.cells) for axis in (0, 1))
    return Kept(f'<dimension ref="A1:{at(last_row, last_column)}"/>')


def auto_filter(piece: Piece) -> Kept:
    """Over our rows as made now, with what the reader filters by."""
    if not piece.base or "<filterColumn" not in piece.theirs:
        return ours_or_followed(piece)
    return Kept(with_attributes(piece.theirs, {"ref": attributes(piece.ours).get("ref")}))


def _margins(xml: str) -> object:
    found = attributes(xml)
    return [f"{float(found[name]):.2f}" if name in found else "" for name in ("left", "right", "top", "bottom")]


def _setup(xml: str) -> object:
    found = attributes(xml)
    return (found.get("orientation", ""), found.get("paperSize", ""), found.get("fitToWidth", "1"),
            found.get("fitToHeight", "1"), found.get("scale", "100"))


def _words(xml: str) -> object:
    """What a page's header and footer say, without their fonts."""
    said = "".join(e.inner + "&amp;L" for e in elements(xml, "oddHeader", "oddFooter"))
    return re.sub(r"&[LCR](?=&[LCR]|$)", "", re.sub(r'&"[^"]*"|&\d+|\s', "", plain(said)))


def _breaks(xml: str) -> object:
    return {e.attributes["id"] for e in elements(xml, "brk")}


# --- every part of a worksheet, in the order of the schema -----------------------------------------------------------

SECTIONS = (
    Section("sheetPr", properties),
    Section("dimension", extent),
    Section("sheetViews", views),
    Section("sheetFormatPr", sheet_format),
    Section("cols", columns),
    Section("sheetData", rows),
    Section("sheetCalcPr", ours_or_followed),
    Section("sheetProtection", added),
    Section("protectedRanges", added),
    Section("scenarios", ours_or_followed),
    Section("autoFilter", auto_filter),
    Section("sortState", ours_or_followed),
    Section("dataConsolidate", ours_or_followed),
    Section("customSheetViews", ours_or_followed),
    Section("mergeCells", added),
    Section("phoneticPr", ours_or_followed),
    Section("conditionalFormatting", conditional_formats),
    Section("dataValidations", validations),
    Section("hyperlinks", hyperlinks),
    Section("printOptions", ours_or_followed),
    Section("pageMargins", unless_same(_margins)),
    Section("pageSetup", unless_same(_setup)),
    Section("headerFooter", unless_same(_words)),
    Section("rowBreaks", unless_same(_breaks)),
    Section("colBreaks", unless_same(_breaks)),
    Section("customProperties", ours_or_followed),
    Section("cellWatches", ours_or_followed),
    Section("ignoredErrors", ignored_errors),
    Section("smartTags", ours_or_followed),
    Section("drawing", theirs),
    Section("legacyDrawing", theirs),
    Section("legacyDrawingHF", ours_or_followed),
    Section("drawingHF", ours_or_followed),
    Section("picture", ours_or_followed),
    Section("oleObjects", ours_or_followed),
    Section("AlternateContent", ours_or_followed),  # of objects and controls
    Section("controls", ours_or_followed),
    Section("webPublishItems", ours_or_followed),
    Section("tableParts", theirs),
    Section("extLst", added),
)


@dataclass(frozen=True)
class SheetXml:
    """A sheet put together: its root tag, its parts by their names, its end."""

    root: str
    parts: dict[str, str]
    end: str

    def __str__(self) -> str:
        return self.root + "".join(self.parts.values()) + self.end

    def with_objects(self, relationships: list[Relationship]) -> SheetXml:
        """The sheet with elements for its drawing, notes and tables as its relationships name them now."""
        xml = dict(self.parts)
        ids = {each.kind: each.id for each in relationships}
        for name, kind in (("drawing", "drawing"), ("legacyDrawing", "vmlDrawing")):
            if kind in ids and not xml[name]:
                xml[name] = f'<{name} r:id="{ids[kind]}"/>'
        tables = [each.id for each in relationships if each.kind == "table"]
        if [e.attributes.get("r:id") for e in elements(xml["tableParts"], "tablePart")] != tables:
            written = "".join(f'<tablePart r:id="{id}"/>' for id in tables)
            xml["tableParts"] = f'<tableParts count="{len(tables)}">{written}</tableParts>' if tables else ""
        return replace(self, parts=xml)


def merged_sheet(sides: SheetSides) -> SheetXml:
    """The sheet's XML, its drawings, notes and tables still as their file links them."""
    sheet = replace(sides, cells=merged_cells(sides))
    written: dict[str, str] = {}
    for section in SECTIONS:
        name = section.name
        kept = section.rule(Piece(sheet.base.section(name), sheet.theirs.section(name), sheet.ours.section(name),
                                  name, sheet))
        written[name] = kept.xml
        if kept.said:
            sheet.log.kept.append(f"{sheet.name}: {kept.said}")
    return SheetXml(_root(sheet.theirs.root, sheet.ours.root), written, sheet.ours.end)


def _root(found: str, needed: str) -> str:
    """The root tag of theirs, with the prefixes that ours needs."""
    start = found.rindex("<")
    spaces = attributes(needed[needed.rindex("<"):]) | {"xmlns:r": RELATIONSHIP[:-1]}
    missing = {name: text for name, text in spaces.items() if name not in attributes(found[start:])}
    return found[:start] + with_attributes(found[start:], missing)
