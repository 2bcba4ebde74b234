"""An .xlsx package as parts and the relations between them, changed one part at a time."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.xlsx.finish import zipped
from generator.xlsx.markup import attributes, children, edited, elements, local

TYPES = "[Content_Types].xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY_RELATIONS = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships ' \
                   'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


class NotAPackage(Exception):
    """The bytes are no .xlsx package that can be followed."""


@dataclass(frozen=True)
class Relation:
    """A part's link to another part, or with ``external`` to something outside."""

    id: str
    type: str
    target: str
    external: bool


class Package:
    """The parts by name, as text where they are XML."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = dict(parts)

    @classmethod
    def read(cls, content: bytes) -> Package:
        """Raises NotAPackage."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as source:
                package = cls({info.filename: source.read(info) for info in source.infolist() if not info.is_dir()})
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise NotAPackage("not an .xlsx file, damaged, or protected by a password") from error
        if TYPES not in package.parts or not package.related("", "officeDocument"):
            raise NotAPackage("a zip file, but no workbook")
        return package

    def bytes(self) -> bytes:
        return zipped(self.parts)

    def text(self, part: str) -> str:
        """Raises NotAPackage for XML in another encoding than UTF-8."""
        try:
            return self.parts[part].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise NotAPackage(f"{part} is not written in UTF-8") from error

    def put(self, part: str, text: str, type: str = "") -> None:
        """Write a part; unchanged text leaves its bytes alone. A new part needs its content type."""
        if part in self.parts and self.text(part) == text:
            return
        self.parts[part] = text.encode("utf-8")
        if type:
            self._add_type(part, type)

    def remove(self, part: str) -> None:
        """Take a part out, with its relations and its content type."""
        self.parts.pop(part, None)
        self.parts.pop(relations_part(part), None)
        text = self.text(TYPES)
        gone = [e for e in elements(text, "Override") if e.attributes.get("PartName") == f"/{part}"]
        self.put(TYPES, edited(text, [(e.start, e.end, "") for e in gone]))

    def type_of(self, part: str) -> str:
        text = self.text(TYPES)
        for element in elements(text, "Override"):
            if element.attributes.get("PartName") == f"/{part}":
                return element.attributes["ContentType"]
        extension = part.rpartition(".")[2].lower()
        return next((e.attributes["ContentType"] for e in elements(text, "Default")
                     if e.attributes["Extension"].lower() == extension), "")

    def _add_type(self, part: str, type: str) -> None:
        text = self.text(TYPES)
        if self.type_of(part) != type:
            end = text.rindex("</")
            self.put(TYPES, f'{text[:end]}<Override PartName="/{part}" ContentType="{type}"/>{text[end:]}')

    def relations(self, part: str) -> list[Relation]:
        name = relations_part(part)
        if name not in self.parts:
            return []
        return [Relation(found["Id"], found["Type"], _resolved(part, found["Target"]) if inside else found["Target"],
                         not inside)
                for found in (attributes(e.head) for e in elements(self.text(name), "Relationship"))
                for inside in [found.get("TargetMode") != "External" and not found["Target"].startswith("#")]]

    def related(self, part: str, kind: str) -> str:
        """The first part that a part is linked to by a kind of relation, e.g. ``drawing``; "" without one."""
        return next((r.target for r in self.relations(part) if r.type.endswith(f"/{kind}") and not r.external), "")

    def target(self, part: str, id: str) -> str:
        return next((r.target for r in self.relations(part) if r.id == id), "")

    def relate(self, part: str, type: str, target: str) -> str:
        """Link a part to another; returns the relation's id, that of the link which is there already if there is."""
        found = self.relations(part)
        for each in found:
            if each.type == type and each.target == target:
                return each.id
        number = 1
        while f"rId{number}" in {each.id for each in found}:
            number += 1
        text = self.text(relations_part(part)) if found else _EMPTY_RELATIONS
        end = text.rindex("</")
        self.put(relations_part(part), f'{text[:end]}<Relationship Id="rId{number}" Type="{type}" '
                                       f'Target="/{target}"/>{text[end:]}')
        return f"rId{number}"

    def unrelate(self, part: str, target: str) -> None:
        name = relations_part(part)
        text = self.text(name)
        ids = {each.id for each in self.relations(part) if each.target == target and not each.external}
        self.put(name, edited(text, [(e.start, e.end, "") for e in elements(text, "Relationship")
                                     if e.attributes["Id"] in ids]))

    def fresh(self, pattern: str) -> str:
        """A part name that is not taken; ``pattern`` has {} where the number goes."""
        number = 1
        taken = {name.lower() for name in self.parts}
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    @property
    def workbook(self) -> str:
        return self.related("", "officeDocument")

    def sheets(self) -> dict[str, str]:
        """Worksheets and other sheets in order: name to part."""
        text = self.text(self.workbook)
        targets = {each.id: each.target for each in self.relations(self.workbook)}
        found = (e.attributes for e in elements(text, "sheet"))
        return {each["name"]: targets[_relation_id(each)] for each in found}

    def reached(self, part: str) -> Iterator[str]:
        """Every part that can be reached from a part, itself first."""
        seen, waiting = set(), [part]
        while waiting:
            current = waiting.pop(0)
            if current in seen or current not in self.parts:
                continue
            seen.add(current)
            yield current
            waiting += [r.target for r in self.relations(current) if not r.external]


def _relation_id(found: Mapping[str, str]) -> str:
    return next(value for name, value in found.items() if local(name) == "id" and ":" in name)


def relations_part(part: str) -> str:
    """The part that holds a part's relations; "" stands for the package itself."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    # From the top there is no way up, though LibreOffice writes one.
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]


def sections(text: str) -> tuple[str, list[tuple[str, str]], str]:
    """A part's root tag with what stands before it, its children by local name, and its end.

    Raises NotAPackage where a worksheet is written with a prefix, which no spreadsheet program does.
    """
    root = re.search(r"<(?![?!])([^>]*)>", text)
    assert root
    if root[1].partition(" ")[0].endswith(":worksheet"):
        raise NotAPackage("its XML is written in a form that cannot be followed")
    end = text.rindex("</")
    body = text[root.end():end]
    data = next(elements(body, "sheetData"), None)  # by far the largest, and none of its children matter here
    if data is None:
        return text[: root.end()], [(local(e.name), e.raw) for e in children(body)], text[end:]
    found = [(local(e.name), e.raw) for e in children(body[: data.start])]
    found.append(("sheetData", data.raw))
    return text[: root.end()], found + [(local(e.name), e.raw) for e in children(body[data.end:])], text[end:]
