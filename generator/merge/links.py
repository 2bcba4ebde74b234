"""Hyperlinks on our sheets: ours as made now, and the reader's where they stand."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from generator.merge.log import counted
from generator.merge.sides import Kept, Piece, SheetPart, followed_xml
from generator.xlsx.markup import Element, attributes, elements
from generator.xlsx.package import HYPERLINK, Package, relationship_id

Lead = tuple[str, str]
"""The cell where a hyperlink stands, and where it leads."""


def hyperlinks(piece: Piece) -> Kept:
    """Ours as made now, and the reader's at the cells where they stand; where both would be, the reader's."""
    sheet = piece.sheet
    made, own = links(piece.base, sheet.targets.base), dict[str, str]()
    for link in elements(piece.theirs, "hyperlink"):
        if _lead(link, sheet.targets.theirs) not in made:
            moved = followed_xml(sheet, link.raw)
            own[attributes(moved)["ref"]] = moved
    ours = [each.raw for each in elements(piece.ours, "hyperlink") if each.attributes["ref"] not in own]
    found = "".join((*ours, *own.values()))
    return Kept(f"<hyperlinks>{found}</hyperlinks>" if found else "",
                f"{counted(len(own), 'hyperlink')} of yours" if own else "")


def links(xml: str, targets: Mapping[str, str]) -> set[Lead]:
    """Where the hyperlinks of a sheet stand and where they lead; ``targets`` are the addresses of its relationships."""
    return {_lead(each, targets) for each in elements(xml, "hyperlink")}


def _lead(link: Element, targets: Mapping[str, str]) -> Lead:
    """Where a hyperlink stands and where it leads, however that is written: programs write a way as seen from where
    they save a file, and put what is behind # into either place."""
    address, _, fragment = targets.get(relationship_id(link.attributes), "").partition("#")
    place = link.attributes.get("location", "").lstrip("#").replace("'", "")
    if address and not address.lower().startswith(("http:", "https:", "mailto:")):
        address = posixpath.basename(address.replace("\\", "/"))
    return link.attributes["ref"], "#".join((unquote(address).rstrip("/"), place or fragment))


def targets_of(where: SheetPart) -> Mapping[str, str]:
    """The addresses to which the relationships of a sheet lead, by their ids."""
    return {each.id: each.target for each in where.package.relationships(where.part)
            if each.external and each.type == HYPERLINK} if where.part else {}


def relate_links(ours: SheetPart, result: Package, part: str, xml: str) -> None:
    """The relationships that a merged sheet's hyperlinks name, those of ours among them, and no others."""
    named = {relationship_id(each.attributes) for each in elements(xml, "hyperlink")}
    there = targets_of(SheetPart(result, part))
    if gone := there.keys() - named:
        result.drop(part, gone)
    for id, address in targets_of(ours).items():
        if id in named and id not in there:
            result.relate_outside(part, HYPERLINK, address, id)
