"""Conditional formats of one of our sheets: the reader's rules first, then ours with the looks they have in theirs."""

from __future__ import annotations

from generator.merge.log import counted
from generator.merge.sides import Kept, Piece, SheetSides, followed_xml
from generator.xlsx.formula import normal
from generator.xlsx.markup import Edit, Element, edited, elements, plain, whole, with_attributes
from generator.xlsx.stylesheet import add_differential

RuleName = tuple[str, ...]


def conditional_formats(piece: Piece) -> Kept:
    """The blocks of theirs that hold rules of the reader's, and ours as made now."""
    base = {_name(area, rule): rule for area, rule in _rules(piece.base)}
    became: dict[str, int] = {}
    blocks: list[str] = []
    highest = kept = 0
    for block in elements(piece.theirs, "conditionalFormatting"):
        gone: list[Edit] = []
        for rule in elements(block.inner, "cfRule"):
            ours_then = base.get(_name(block.attributes.get("sqref", ""), rule))
            if ours_then is None:
                highest = max(highest, whole(rule.attributes.get("priority", "0")))
                kept += 1
                continue
            gone.append((rule.start, rule.end, ""))
            if "dxfId" in ours_then.attributes and "dxfId" in rule.attributes:
                became.setdefault(_look(piece.sheet, ours_then), whole(rule.attributes["dxfId"]))
        inner = edited(block.inner, gone)
        if "<" in inner:
            blocks.append(followed_xml(piece.sheet, edited(block.raw, [
                (block.inside - block.start, block.close - block.start, inner)])))
    return Kept("".join(blocks) + _ours(piece, became, highest),
                f"{counted(kept, 'conditional format')} of yours" if kept else "")


def rule_names(xml: str) -> set[RuleName]:
    """What tells the rules of a sheet from others."""
    return {_name(area, rule) for area, rule in _rules(xml)}


def _ours(piece: Piece, became: dict[str, int], highest: int) -> str:
    """Our rules, after the reader's; ``became`` gives the formats that theirs has for those of base."""
    styles, edits = piece.sheet.styles, []
    for rule in elements(piece.ours, "cfRule"):
        highest += 1
        changes: dict[str, str | None] = {"priority": str(highest)}
        if "dxfId" in rule.attributes:
            index = whole(rule.attributes["dxfId"])
            found = became.get(styles.ours.lists["dxfs"].item(index))
            changes["dxfId"] = str(add_differential(styles.theirs, styles.ours, index) if found is None else found)
        edits.append((rule.start, rule.end, with_attributes(rule.raw, changes)))
    return edited(piece.ours, edits)


def _rules(xml: str) -> list[tuple[str, Element]]:
    return [(block.attributes.get("sqref", ""), rule) for block in elements(xml, "conditionalFormatting")
            for rule in elements(block.inner, "cfRule")]


def _name(area: str, rule: Element) -> RuleName:
    """What tells a rule from others: its area, its kind and its formulas."""
    return (area, rule.attributes.get("type", ""), *(normal(plain(e.inner)) for e in elements(rule.inner, "formula")))


def _look(sheet: SheetSides, rule: Element) -> str:
    return sheet.styles.base.lists["dxfs"].item(whole(rule.attributes["dxfId"]))
