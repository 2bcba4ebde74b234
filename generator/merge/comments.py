"""Notes and threaded comments on our sheets: the user's move with their cells, ours are made anew between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.merge.cells import Three
from generator.xlsx.cells import at, column_number
from generator.xlsx.markup import Element, attributes, edited, elements, encoded, plain, with_attributes
from generator.xlsx.package import RELATION, Package
from generator.xlsx.worksheet import Place

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Notes:
    """The parts with a sheet's notes: their texts, and the boxes that show them."""

    package: Package
    texts: str
    boxes: str

    @classmethod
    def of(cls, package: Package, sheet: str) -> Notes:
        return cls(package, package.related(sheet, "comments"), package.related(sheet, "vmlDrawing"))

    @property
    def comments(self) -> dict[Place, Element]:
        if not self.texts:
            return {}
        return {place(e.attributes["ref"]): e for e in elements(self.package.text(self.texts), "comment")}

    @property
    def shapes(self) -> dict[Place, Element]:
        if not self.boxes:
            return {}
        found = {}
        for shape in elements(self.package.text(self.boxes), "shape"):
            row, column = next(elements(shape.inner, "Row"), None), next(elements(shape.inner, "Column"), None)
            if row and column and 'ObjectType="Note"' in shape.inner:
                found[int(row.inner) + 1, int(column.inner) + 1] = shape
        return found


def place(address: str) -> Place:
    found = _ADDRESS.fullmatch(address.replace("$", ""))
    assert found, address
    return int(found[2]), column_number(found[1])


def carry_notes(three: Three, result: Package, part: str, old: Notes, new: Notes) -> None:
    """Merge the notes of a sheet into ``part``, whose package is the user's."""
    mine = Notes.of(result, part)
    _threads(three, result, part)
    if not mine.texts:
        if new.texts:
            _copy(result, part, new)
        return
    ours = {where: words(e) for where, e in old.comments.items()}
    made = {where: words(e) for where, e in new.comments.items()}
    targets: dict[Place, Place | None] = {}
    for where, comment in mine.comments.items():
        if ours.get(where) == words(comment):
            targets[where] = where if made.get(where) == words(comment) else None
            continue
        target = three.map.cell(*where)
        if target is None:
            three.log.refuse(three.where(where), f"your note {words(comment)!r} stands where nothing is any longer")
        targets[where] = target
    missing = {where for where in made if where not in targets.values()}
    for where, target in targets.items():
        if target in made and words(mine.comments[where]) != made[target]:
            three.log.notes.append(f"{three.where(where)}: your note stands where ours would say {made[target]!r}")
    his = sum(ours.get(where) != words(e) for where, e in mine.comments.items())
    if his:
        three.log.carried.append(f"{three.name}: {his} note{'s' * (his != 1)} of yours")
    _write_texts(result, mine, new, targets, missing)
    _write_boxes(result, mine, new, targets, missing)


def words(comment: Element) -> str:
    """What a note says."""
    return "".join(plain(e.inner) for e in elements(comment.inner, "t"))


def _copy(result: Package, part: str, new: Notes) -> None:
    texts, boxes = result.fresh("xl/comments{}.xml"), ""
    result.put(texts, new.package.text(new.texts), _COMMENTS)
    result.relate(part, RELATION + "comments", texts)
    boxes = result.fresh("xl/drawings/vmlDrawing{}.vml")
    result.put(boxes, new.package.text(new.boxes), _VML)
    result.relate(part, RELATION + "vmlDrawing", boxes)


def _write_texts(result: Package, mine: Notes, new: Notes, targets: dict[Place, Place | None],
                 missing: set[Place]) -> None:
    text = result.text(mine.texts)
    edits = []
    for where, comment in mine.comments.items():
        target = targets[where]
        if target is None:
            edits.append((comment.start, comment.end, ""))
        elif target != where:
            edits.append((comment.start, comment.end, with_attributes(comment.raw, {"ref": at(*target)})))
    if missing:
        authors = next(elements(text, "authors"))
        known = [plain(e.inner) for e in elements(authors.inner, "author")]
        if "Quarterbook" not in known:
            edits.append((authors.close, authors.close, f"<author>{encoded('Quarterbook')}</author>"))
            known.append("Quarterbook")
        end = text.rindex("</", 0, text.rindex("</"))
        index = str(known.index("Quarterbook"))
        added = "".join(with_attributes(new.comments[where].raw, {"authorId": index}) for where in sorted(missing))
        edits.append((end, end, added))
    result.put(mine.texts, edited(text, edits))


def _write_boxes(result: Package, mine: Notes, new: Notes, targets: dict[Place, Place | None],
                 missing: set[Place]) -> None:
    if not mine.boxes:
        return
    text = result.text(mine.boxes)
    edits = []
    for where, shape in mine.shapes.items():
        target = targets.get(where, where)
        if target is None:
            edits.append((shape.start, shape.end, ""))
        elif target != where:
            edits.append((shape.start, shape.end, _moved_box(shape, where, target)))
    if missing:
        root = attributes(_root(new.package.text(new.boxes)))
        spaces: dict[str, str | None] = {name: value for name, value in root.items() if name.startswith("xmlns")}
        taken = {e.attributes.get("id", "") for e in elements(text, "shape")}
        added, number = "", 1025
        for where in sorted(missing & new.shapes.keys()):
            while (name := f"_x0000_s{number}") in taken:
                number += 1
            taken.add(name)
            added += with_attributes(new.shapes[where].raw, {**spaces, "id": name})
        end = text.rindex("</")
        edits.append((end, end, added))
    result.put(mine.boxes, edited(text, edits))


def _root(text: str) -> str:
    found = re.search(r"<(?![?!])[^>]*>", text)
    return found[0] if found else ""


def _moved_box(shape: Element, where: Place, target: Place) -> str:
    raw = shape.raw
    edits = []
    for name, value in (("Row", target[0] - 1), ("Column", target[1] - 1)):
        element = next(elements(raw[1:], name))
        edits.append((element.inside + 1, element.close + 1, str(value)))
    for anchor in elements(raw[1:], "Anchor"):
        numbers = [int(number) for number in anchor.inner.split(",")]
        for index, by in ((0, 1), (2, 0), (4, 1), (6, 0)):
            numbers[index] = max(0, numbers[index] + target[by] - where[by])
        edits.append((anchor.inside + 1, anchor.close + 1, ", ".join(map(str, numbers))))
    return edited(raw, edits)


def _threads(three: Three, result: Package, part: str) -> None:
    """Threaded comments: their cells, and nothing else of them."""
    name = result.related(part, "threadedComment")
    if not name:
        return
    text, edits, count = result.text(name), [], 0
    for thread in elements(text, "threadedComment"):
        where = place(thread.attributes["ref"])
        target = three.map.cell(*where)
        count += 1
        if target is None:
            three.log.refuse(three.where(where), "your comment stands where nothing is any longer")
        elif target != where:
            edits.append((thread.start, thread.inside,
                          with_attributes(text[thread.start:thread.inside], {"ref": at(*target)})))
    three.log.carried.append(f"{three.name}: {count} threaded comment{'s' * (count != 1)}")
    result.put(name, edited(text, edits))
