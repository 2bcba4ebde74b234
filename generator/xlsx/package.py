"""An .xlsx package in the words of OPC: parts, their content types and the relationships between them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.xlsx.container import NotAPackage, packed_parts, parts_of, zipped
from generator.xlsx.located import head_span
from generator.xlsx.markup import appended, edited, elements, local, with_attributes
from generator.xlsx.parser import Unreadable, check, encoded_value, root_at
from generator.xlsx.prefixes import RELATIONSHIPS, without_prefix

TYPES = "[Content_Types].xml"
RELATIONSHIP = f"{RELATIONSHIPS}/"
HYPERLINK = f"{RELATIONSHIP}hyperlink"
_NO_RELATIONSHIPS = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships ' \
                    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_WRITTEN_INTO = frozenset(("Types", "Relationships", "workbook", "styleSheet", "sst", "comments", "table"))
"""The roots of the parts of theirs that something of ours is put into."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
          (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""What a part in another encoding than UTF-8 begins with, whatever it says of itself."""
OTHER_ENCODINGS = tuple(mark for mark, _ in _MARKS[1:])
"""What a part begins with whose bytes are not those of its letters."""
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.\-]+)[\"']", re.A)
_STRICT = "http://purl.oclc.org/ooxml/"
OFFICE = "application/vnd.openxmlformats-officedocument."
_SPREADSHEET = OFFICE + "spreadsheetml."
_LARGE = 1024 * 1024


@dataclass(frozen=True)
class PartKind:
    """A kind of part: what its relationships are called, its content type, and its names with {} for a number."""

    relationship: str
    content_type: str
    name: str


WORKSHEET = PartKind("worksheet", _SPREADSHEET + "worksheet+xml", "xl/worksheets/sheet{}.xml")
COMMENTS = PartKind("comments", _SPREADSHEET + "comments+xml", "xl/comments{}.xml")
COMMENT_BOXES = PartKind("vmlDrawing", OFFICE + "vmlDrawing", "xl/drawings/vmlDrawing{}.vml")
DRAWING = PartKind("drawing", OFFICE + "drawing+xml", "xl/drawings/drawing{}.xml")
CHART = PartKind("chart", OFFICE + "drawingml.chart+xml", "xl/charts/chart{}.xml")
TABLE = PartKind("table", _SPREADSHEET + "table+xml", "xl/tables/table{}.xml")


@dataclass(frozen=True)
class Relationship:
    """A part's link to another part, or with ``external`` to something outside."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type, e.g. ``drawing``; "" for what is outside."""
        return "" if self.external else self.type.rpartition("/")[2]


class Package:
    """The parts by name, as text where they are XML."""

    def __init__(self, parts: Mapping[str, bytes], source: bytes = b"") -> None:
        self.parts = dict(parts)
        self._source, self._read = source, parts
        self._texts: dict[str, tuple[bytes, str]] = {}

    @classmethod
    def read(cls, content: bytes) -> Package:
        """Raises NotAPackage."""
        return _workbook(cls(parts_of(content), content))

    def bytes(self) -> bytes:
        """The whole; large parts that are as they were read stay as they are packed."""
        same = {name: content for name, content in self.parts.items()
                if len(content) > _LARGE and self._read.get(name) is content}
        return zipped(self.parts, dict(packed_parts(self._source, same)) if same and self._source else None)

    def copy(self) -> Package:
        """The same parts, to be changed."""
        made = Package(self.parts, self._source)
        made._texts = dict(self._texts)
        return made

    # --- parts and their content types ------------------------------------------------------------------------------

    def text(self, part: str) -> str:
        """A part of XML. Those that we write into are in the form that we write, without a prefix for their own
        namespace; a reader's sheets, drawings and the like are as they stand. Raises Unreadable."""
        if part not in self.parts:
            raise Unreadable(f"its part {part} is missing")
        content = self.parts[part]
        known = self._texts.get(part)
        if known is None or known[0] is not content:
            known = self._texts[part] = content, _text(part, content)
        return known[1]

    def put(self, part: str, text: str, content_type: str = "") -> None:
        """Write a part; unchanged text leaves its bytes alone. A new part needs its content type. Raises Unreadable."""
        if part in self.parts and self.text(part) == text:
            return
        self.parts[part] = text.encode("utf-8")
        if content_type:
            self.declare(part, content_type)

    def add(self, owner: str, kind: PartKind, text: str) -> Relationship:
        """A new part, and the relationship that leads to it from the part ``owner``."""
        part = self.free_name(kind.name)
        self.put(part, text, kind.content_type)
        type = RELATIONSHIP + kind.relationship
        return Relationship(self.relate(owner, type, part), type, part, external=False)

    def remove(self, part: str) -> None:
        """Take a part out, with its relationships and its content type."""
        self.parts.pop(part, None)
        self.parts.pop(relationships_part(part), None)
        text = self.text(TYPES)
        gone = [e for e in elements(text, "Override") if e.attributes.get("PartName") == f"/{part}"]
        self.put(TYPES, edited(text, [(e.start, e.end, "") for e in gone]))

    def free_name(self, pattern: str) -> str:
        """A part name that is not taken; ``pattern`` has {} where the number goes."""
        number = 1
        taken = {name.lower() for name in self.parts}
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def content_type(self, part: str) -> str:
        text = self.text(TYPES)
        for element in elements(text, "Override"):
            if element.attributes.get("PartName") == f"/{part}":
                return element.attributes["ContentType"]
        extension = part.rpartition(".")[2].lower()
        return next((e.attributes["ContentType"] for e in elements(text, "Default")
                     if e.attributes["Extension"].lower() == extension), "")

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a part is, unless that is said already."""
        if self.content_type(part) != content_type:
            added = f'<Override PartName="/{part}" ContentType="{content_type}"/>'
            self.put(TYPES, appended(self.text(TYPES), added))

    # --- relationships ----------------------------------------------------------------------------------------------

    def relationships(self, part: str) -> list[Relationship]:
        """Those of a part, in their order; "" stands for the package itself."""
        name = relationships_part(part)
        if name not in self.parts:
            return []
        return [_relationship(part, element.attributes) for element in elements(self.text(name), "Relationship")]

    def related(self, part: str, kind: str) -> str:
        """The first part that a part is linked to by a kind of relationship, e.g. ``drawing``; "" without one."""
        return next((each.target for each in self.relationships(part) if each.kind == kind), "")

    def target(self, part: str, id: str) -> str:
        return next((each.target for each in self.relationships(part) if each.id == id), "")

    def relate(self, part: str, type: str, target: str) -> str:
        """Link a part to another; returns the relationship's id, that of the one which is there already if there is."""
        found = self.relationships(part)
        for each in found:
            if each.type == type and each.target == target:
                return each.id
        number = 1
        while f"rId{number}" in {each.id for each in found}:
            number += 1
        self._relate(part, f"rId{number}", type, relative(target, posixpath.dirname(part)))
        return f"rId{number}"

    def relate_outside(self, part: str, type: str, address: str, id: str) -> None:
        """Link a part to an address outside of the package."""
        self._relate(part, id, type, address, ' TargetMode="External"')

    def _relate(self, part: str, id: str, type: str, target: str, mode: str = "") -> None:
        name = relationships_part(part)
        self.put(name, appended(self.text(name) if name in self.parts else _NO_RELATIONSHIPS, (
            f'<Relationship Id="{id}" Type="{type}" Target="{encoded_value(target)}"{mode}/>')))

    def unrelate(self, part: str, target: str) -> None:
        self.drop(part, {each.id for each in self.relationships(part) if each.target == target and not each.external})

    def drop(self, part: str, ids: Collection[str]) -> None:
        """Take relationships of a part out by their ids."""
        name = relationships_part(part)
        text = self.text(name)
        self.put(name, edited(text, [(e.start, e.end, "") for e in elements(text, "Relationship")
                                     if e.attributes["Id"] in ids]))

    def follow_places(self, relationships: str, follow: Callable[[str], str]) -> None:
        """Give the targets that are places in the workbook (#Sheet!A1) to ``follow``, in a part of relationships."""
        text, edits = self.text(relationships), []
        for element in elements(text, "Relationship"):
            target = _relationship(relationships, element.attributes).target
            if target.startswith("#") and (moved := follow(target)) != target:
                edits.append((element.start, element.end, with_attributes(element.raw, {"Target": moved})))
        self.put(relationships, edited(text, edits))

    def reached(self, part: str) -> Iterator[str]:
        """Every part that can be reached from a part, itself first."""
        seen, waiting = set(), [part]
        while waiting:
            current = waiting.pop(0)
            if current in seen or current not in self.parts:
                continue
            seen.add(current)
            yield current
            waiting += [each.target for each in self.relationships(current) if not each.external]

    # --- the workbook -----------------------------------------------------------------------------------------------

    @property
    def workbook(self) -> str:
        return self.related("", "officeDocument")

    def sheets(self) -> dict[str, str]:
        """Worksheets and other sheets in order: name to part; "" where it has none, as old modules of macros."""
        targets = {each.id: each.target for each in self.relationships(self.workbook)}
        found = (element.attributes for element in elements(self.text(self.workbook), "sheet"))
        return {each["name"]: targets.get(relationship_id(each), "") for each in found}


def _workbook(package: Package) -> Package:
    """A package that is a workbook, in the form of the standard that is used. Raises NotAPackage."""
    try:
        found = [each for each in package.relationships("") if each.kind == "officeDocument"]
        if TYPES not in package.parts or not found:
            raise NotAPackage("is a zip file, but no workbook")
        package.text(TYPES)
    except Unreadable as error:
        raise NotAPackage(str(error)) from error
    if found[0].type.startswith(_STRICT):
        raise NotAPackage("is saved as a Strict Open XML Spreadsheet; save it as an ordinary Excel workbook (.xlsx)")
    return package


def _text(part: str, content: bytes) -> str:
    try:
        text = _decoded(content)
        check(text)
        root = root_at(text)
        name = local(text[root + 1:head_span(text, root)[0]])
        return without_prefix(text, root) if name in _WRITTEN_INTO else text
    except Unreadable as error:
        raise Unreadable(f"{part}: {error}") from error


def _decoded(content: bytes) -> str:
    """A part's text, which says of itself that it is in UTF-8, as it will be where it is written."""
    found = _DECLARED.match(content)
    said = found[1].decode("ascii") if found else "utf-8"
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), said)
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise Unreadable(f"it is not written in {encoding.removesuffix('-sig').upper()}") from error
    if text.startswith("<?xml") and not (encoding == said and said.lower() == "utf-8"):
        text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text.partition("?>")[2]
    return text


def relative(target: str, folder: str) -> str:
    """Where a part is, as seen from a folder of the package: some programs know no other way of saying it."""
    return posixpath.relpath(f"/{target}", f"/{folder}")


def relationships_part(part: str) -> str:
    """The part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relationship_id(found: Mapping[str, str]) -> str:
    """The id of the relationship that an element names, whatever the prefix is in its part; "" for none."""
    return next((value for name, value in found.items() if local(name) == "id" and ":" in name), "")


def _relationship(part: str, found: Mapping[str, str]) -> Relationship:
    if missing := {"Id", "Type", "Target"} - found.keys():
        raise Unreadable(f"a relationship of {part or 'the file'} has no {min(missing)}")
    target = found["Target"]
    inside = found.get("TargetMode") != "External" and not target.startswith("#")
    return Relationship(found["Id"], found["Type"], _resolved(part, target) if inside else target, not inside)


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    # From the top there is no way up, though LibreOffice writes one.
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]
