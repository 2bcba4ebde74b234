"""References followed wherever the list PLACES has a place for them, in a part of the reader's or in a piece of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.merge.following import Following
from generator.merge.positions import SheetMap, Unfollowable
from generator.merge.reference_places import KNOWN, PLACES, Kind, Spot
from generator.merge.relative import followed_everywhere, is_relative, offsets, parted
from generator.xlsx.cells import at
from generator.xlsx.formula import shifted
from generator.xlsx.located import Edit, Element, Scope, edited, walk
from generator.xlsx.package import relationship_id
from generator.xlsx.parser import encoded, whole
from generator.xlsx.worksheet import Place, place_of

_STRICT, _USUAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
_NUMBERS = (Kind.ROW, Kind.COLUMN, Kind.LINE, Kind.FILE)
_AT_HOME = (Kind.AREA, Kind.SEEN, *_NUMBERS)
"""What stands on the sheet that the text belongs to, and moves only with it."""
_BY_NAME: Mapping[str, list[tuple[Spot, Kind]]] = {
    place.element: sorted(((other, kind) for other, kind in PLACES.items() if other.element == place.element),
                          key=lambda each: each[0].within)
    for place, kind in PLACES.items() if kind not in (Kind.LEFT, Kind.CACHE)}
_RULES = ("conditionalFormatting", "dataValidation")
_NAMES = (*_BY_NAME, *{place.within for place in PLACES if place.within}, "row", "c", "scenario")


@dataclass(frozen=True)
class Passage:
    """A text of the reader's; ``home`` is the sheet it belongs to ("" for none), ``where`` how messages name it."""

    text: str
    where: str
    home: str
    follow: Following
    scope: Scope = field(default_factory=dict)
    mark: str = "="

    @property
    def map(self) -> SheetMap | None:
        """Where the cells of its sheet have gone, if that is one of ours whose cells have moved."""
        found = self.follow.follower.maps.get(self.home)
        return found if found and found.moved else None

    @cached_property
    def is_known(self) -> bool:
        """Whether it is all in namespaces whose schemas are known."""
        return all(_usual(space) in KNOWN for space in (*_declared(self.text), *filter(None, self.scope.values())))

    @cached_property
    def elements(self) -> list[Element]:
        """Those in which a reference can stand, and those that hold them; all where not all is known."""
        return walk(self.text, *(_NAMES if self.is_known else ()), scope=self.scope)

    @cached_property
    def addresses(self) -> Mapping[int, str]:
        """The addresses of its cells by their places in the text; one not written follows from the cell before it."""
        found: dict[int, str] = {}
        row, column = 0, 0
        for element in self.elements:
            if element.local == "row":
                row, column = whole(element.attributes.get("r", str(row + 1))), 0
            elif element.local == "c" and element.parent and element.parent.local == "row":
                address = element.attributes.get("r") or at(row, column + 1)
                column = place_of(address)[1]
                found[element.start] = address
        return found

    @cached_property
    def rules(self) -> Mapping[int, str]:
        """The cells of its conditional formats and validations, by the places of these in the text."""
        found: dict[int, str] = {}
        for element in self.elements:
            if element.local in _RULES and "sqref" in (head := element.attributes):
                found[element.start] = head["sqref"]
            elif element.local == "sqref" and element.parent and element.parent.local in _RULES:
                found[element.parent.start] = element.words
        return found


def followed(passage: Passage) -> str:
    """The text with all that it refers to followed; what cannot be is among the conflicts."""
    return edited(passage.text, edits(passage))


def edits(passage: Passage) -> Iterator[Edit]:
    """Every change that following the references of a text makes to it."""
    shared: dict[str, list[Element]] = {}
    for element in passage.elements:
        kinds = {attribute: kind for attribute, kind in _places(element) if kind not in _AT_HOME or passage.map}
        if "" in kinds and element.local == "f" and _is_shared(element):
            shared.setdefault(element.attributes.get("si", ""), []).append(element)
            continue
        for attribute, kind in kinds.items():
            yield from _text(passage, element, kind) if not attribute else _attribute(passage, element, attribute, kind)
        if not passage.is_known:
            _refuse_unknown(passage, element)
    for group in shared.values():
        yield from _shared(passage, group)


# --- places ----------------------------------------------------------------------------------------------------------


def _places(element: Element) -> Iterator[tuple[str, Kind]]:
    """The places that the list has for an element, those within another last: "" for its text, else an attribute."""
    for place, kind in _BY_NAME.get(element.local, ()):
        if _space(element) in (place.space, None) and (not place.within or _is_within(element, place.within)):
            yield place.attribute, kind


def _space(element: Element) -> str | None:
    return _usual(element.space)


def _usual(space: str | None) -> str | None:
    """A namespace by its usual name, which it does not have in a file of the strict kind."""
    if not space or not space.startswith(_STRICT):
        return space
    family, _, rest = space.removeprefix(_STRICT).partition("/")
    return f"{_USUAL}{family}/2006/{rest}"


def _is_within(element: Element, name: str) -> bool:
    return any(each.local == name for each in _holders(element))


def _holders(element: Element) -> Iterator[Element]:
    while element.parent:
        element = element.parent
        yield element


def _declared(text: str) -> Iterator[str]:
    """What is declared as a namespace anywhere in a text."""
    for piece in text.split("xmlns")[1:]:
        _, _, rest = piece[:400].partition("=")
        quote = rest.lstrip()[:1]
        if quote in ("'", '"'):
            yield rest.lstrip()[1:].partition(quote)[0]


# --- what becomes of them --------------------------------------------------------------------------------------------


def _text(passage: Passage, element: Element, kind: Kind) -> Iterator[Edit]:
    if not _is_leaf(element):
        return
    words = element.words
    moved = _moved(passage, element, kind, words)
    if moved != words:
        yield element.edit(moved)


def _is_leaf(element: Element) -> bool:
    return "<" not in element.inner or len(walk(element.raw, scope=element.scope)) == 1


def _attribute(passage: Passage, element: Element, name: str, kind: Kind) -> Iterator[Edit]:
    value = element.values.get(("", name))
    if value and (moved := _moved(passage, element, kind, value.words)) != value.words:
        start, end, written = value.edit(moved)
        yield start, end, written.replace("&apos;", "'") if passage.text[end] == '"' else written


def _moved(passage: Passage, element: Element, kind: Kind, words: str) -> str:
    """What stands in a place, followed."""
    follow, home, where = passage.follow, passage.home, _where(passage, element)
    if kind is Kind.FORMULA:
        equals = words[: len(words) - len(words.lstrip("= "))]
        formula = words[len(equals):]
        _refuse_where_cells_part(passage, element, formula, where)
        _refuse_where_an_array_parts(passage, element, formula, where)
        return equals + follow.formula(formula, where, home, passage.mark, _place(passage, element))
    if kind is Kind.LOCATION:
        if relationship_id(element.attributes):
            return words  # a place in another document
        return follow.location(words, f"{where}!{element.attributes.get('ref', '')}", home)
    if kind is Kind.AREA:
        return follow.area(words, where, home)
    if kind is Kind.SOURCE:
        return source(follow, element, where, home)
    if kind in _NUMBERS and passage.map and words.isdecimal():
        return _number(passage.map, kind, whole(words))
    if kind is Kind.SEEN:
        try:
            return follow.follower.area(words, home)
        except Unfollowable:
            return words
    if kind is Kind.REFUSED:
        follow.log.refuse(passage.where, f"what {element.local} says there of cells cannot be followed")
    return words


def source(follow: Following, element: Element, where: str, home: str = "") -> str:
    """The address ``ref`` on the sheet that an element names, followed; one in another workbook stays."""
    values = {local: value.words for (_, local), value in element.values.items()}
    area = values.get("ref", "")
    return area if "id" in values else follow.area(area, where, values.get("sheet", home))


def _refuse_where_cells_part(passage: Passage, element: Element, formula: str, where: str) -> None:
    """Refuse a rule for several cells that means another cell in each of them, where these no longer move alike."""
    follower = passage.follow.follower
    areas = next((passage.rules.get(each.start, "") for each in _holders(element) if each.local in _RULES), "")
    relative = is_relative(formula, follower, passage.home) if areas else (False, False)
    if not any(relative):
        return
    try:
        is_alike = len(followed_everywhere(formula, offsets(areas, *relative), follower, passage.home)) == 1
    except Unfollowable:
        is_alike = False
    if not is_alike:
        passage.follow.log.refuse(f"{where}!{areas}", f"{formula} means another cell in each of these, and they no "
                                                      "longer move alike; write it with $, or one rule a cell")


def _refuse_where_an_array_parts(passage: Passage, element: Element, formula: str, where: str) -> None:
    """Refuse a formula for so many cells, each of which shows a row or a column of ours, where others came between.
    One that spills (its cell has ``cm``) fills as many as there are."""
    if element.attributes.get("t") != "array" or (element.parent and "cm" in element.parent.attributes):
        return
    filled = element.attributes.get("ref", "")
    if found := parted(formula, filled, passage.follow.follower, passage.home):
        passage.follow.log.refuse(where, f"{{={formula}}} fills {filled} from {found}, in which others came between; "
                                         "write one formula a cell")


def _number(map: SheetMap, kind: Kind, number: int) -> str:
    first = 0 if kind in (Kind.LINE, Kind.FILE) else 1
    target = (map.row if kind in (Kind.ROW, Kind.LINE) else map.column)(number + 1 - first)
    return str(number if target is None else target - 1 + first)


def _where(passage: Passage, element: Element) -> str:
    """How messages name a place: a cell by its address, what stands in a scenario by the scenario's name."""
    for holder in _holders(element):
        if holder.local == "c" and (address := holder.attributes.get("r") or passage.addresses.get(holder.start)):
            return f"{passage.where}!{address}"
        if holder.local == "scenario":
            return f"{passage.where}: scenario {holder.attributes.get('name', '')}"
    return passage.where


def _place(passage: Passage, element: Element) -> Place | None:
    """The cell that a formula stands in."""
    holder = element.parent
    address = passage.addresses.get(holder.start) if holder and holder.local == "c" else None
    return place_of(address) if address else None


def _refuse_unknown(passage: Passage, element: Element) -> None:
    """Refuse what looks like a reference to a sheet that has moved, in a namespace of which nothing is known."""
    own = _space(element)
    said = [(_usual(space) or own, value.words) for (space, _), value in element.values.items()]
    if _is_leaf(element):
        said.append((own, element.words))
    for space, words in said:
        if space and space not in KNOWN and passage.follow.follower.names_moved(words):
            passage.follow.log.refuse(passage.where, f"{element.name} holds {words[:80]!r}, which cannot be followed")


# --- cells -----------------------------------------------------------------------------------------------------------


def _is_shared(element: Element) -> bool:
    return "shared" in element.tag and element.attributes.get("t") == "shared"


def _shared(passage: Passage, group: list[Element]) -> Iterator[Edit]:
    """A formula that several cells share; where it moves it is written out, as they may no longer move alike."""
    anchor = next((each for each in group if each.words), None)
    if anchor is None or not passage.follow.follower.concerns(anchor.words, passage.home):
        return
    cells = [_where(passage, each) for each in group]
    places = [place_of(cell.rpartition("!")[2]) for cell in cells]
    row, column = places[group.index(anchor)]
    before = [each.words or shifted(anchor.words, place[0] - row, place[1] - column)
              for each, place in zip(group, places, strict=True)]
    after = [passage.follow.formula(formula, cell, passage.home, place=place)
             for cell, place, formula in zip(cells, places, before, strict=True)]
    if before != after:
        for element, formula in zip(group, after, strict=True):
            yield element.start, element.end, f"<{element.name}>{encoded(formula)}</{element.name}>"
