"""The record of what was written, kept inside the package: what differs from it is the reader's work.

A custom XML part, which Excel and LibreOffice keep: the parts as they were made (formulas without their values),
packed, and a digest over the whole file. The digest tells an untouched file, the parts tell what was touched.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import re
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from generator.xlsx.located import Element, walk
from generator.xlsx.package import RELATIONSHIP, Package
from generator.xlsx.parser import Unreadable

_LARGEST = 256 * 1024 * 1024
_NAMESPACE = "urn:quarterbook:record"
_ID = "{6F2D0C1E-8B7A-4C55-9E0D-51A5C1B0F3D2}"
_PROPS = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_LEFT_OUT = re.compile(r"(docProps|customXml|xl/theme)/|_rels/\.rels$")
_STORED = re.compile(r"(</f>)<v>[^<]*</v>")  # in what has just been made
Renamed = tuple[str, str, str, str]
"""A sheet, a word that must stand beside ("" for none), a word that named a row, and the word that names it now."""


def recorded(package: bytes, renamed: Sequence[Renamed] = ()) -> bytes:
    """A finished package with the record of itself, and of what names its rows otherwise than before."""
    made = Package.read(package)
    record = _packed(made)
    item = _add(made)
    made.parts[item] = _item(_digest(made, item), record, renamed)
    return made.bytes()


def untouched(package: Package) -> bool:
    """Whether every part is still what was written when the record was."""
    item = _find(package)
    found = _record(package, item)
    return found is not None and found.attributes.get("digest") == _digest(package, item)


def base_of(package: Package) -> Package | None:
    """The parts as they were made, the base of a merge; None where the record is missing or damaged."""
    found = _record(package, _find(package))
    if found is None:
        return None
    try:
        unpacker = lzma.LZMADecompressor(memlimit=_LARGEST)
        parts = json.loads(unpacker.decompress(base64.b64decode(found.words), max_length=_LARGEST))
        return Package({str(name): text.encode("utf-8") for name, text in parts.items()}) if unpacker.eof else None
    except (ValueError, lzma.LZMAError, EOFError, AttributeError, RecursionError):
        return None


def renamed_in(package: Package) -> tuple[Renamed, ...]:
    """What names rows otherwise in a package than in those of before."""
    found = _record(package, _find(package))
    said = found.attributes.get("renamed") if found else None
    return tuple(tuple(each) for each in json.loads(said)) if said else ()


def copy_record(source: Package, target: Package) -> None:
    """Put the record of one package into another, in place of its own."""
    item = _find(target) or _add(target)
    target.parts[item] = source.parts[_find(source)]
    if any(each.target == item for each in target.relationships("")):
        target.unrelate("", item)
        target.relate(target.workbook, RELATIONSHIP + "customXml", item)


def _packed(made: Package) -> str:
    parts = {name: _STORED.sub(r"\1", made.text(name)) for name in made.parts if not _LEFT_OUT.match(name)}
    parts["_rels/.rels"] = made.text("_rels/.rels")
    packed = lzma.compress(json.dumps(parts, ensure_ascii=False).encode("utf-8"), preset=1)
    return base64.b64encode(packed).decode("ascii")


def _item(digest: str, record: str, renamed: Sequence[Renamed]) -> bytes:
    said = f" renamed={quoteattr(json.dumps(renamed), {chr(34): '&quot;'})}" if renamed else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<record xmlns="{_NAMESPACE}" digest="{digest}"{said}>'
            f"{record}</record>").encode("ascii")


def _digest(package: Package, item: str) -> str:
    """Over all parts but the record itself, in whatever order they stand."""
    digest = hashlib.sha256()
    for name in sorted(package.parts):
        if name != item:
            digest.update(f"{name}\0{len(package.parts[name])}\0".encode() + package.parts[name])
    return digest.hexdigest()


def _record(package: Package, item: str) -> Element | None:
    try:
        found = walk(package.text(item), "record") if item else []
    except Unreadable:
        return None
    return next((each for each in found if each.space == _NAMESPACE), None)


def _find(package: Package) -> str:
    # Not by its relation, which LibreOffice moves from the workbook to the package.
    return next((name for name, content in package.parts.items()
                 if name.startswith("customXml/") and _NAMESPACE.encode() in content[:400]
                 and _record(package, name)), "")


def _add(package: Package) -> str:
    """Room for the record: the part (still empty), its properties and the links between them."""
    item = package.free_name("customXml/item{}.xml")
    properties = package.free_name("customXml/itemProps{}.xml")
    package.put(properties,
                '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem '
                f'ds:itemID="{_ID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
                f'<ds:schemaRefs><ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>', _PROPS)
    package.relate(item, RELATIONSHIP + "customXmlProps", properties)
    package.relate(package.workbook, RELATIONSHIP + "customXml", item)
    return item


