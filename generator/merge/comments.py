"""Notes and threaded comments on our sheets: the reader's move with their cells, ours are made anew between them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from generator.merge.dropped import NOTES
from generator.merge.log import counted
from generator.merge.sides import SheetPart, SheetSides, Sides
from generator.sheets.contract import CREATOR
from generator.xlsx.cells import at
from generator.xlsx.markup import (
    Edit,
    Element,
    appended,
    attributes,
    edited,
    elements,
    encoded,
    needed,
    plain,
    root,
    whole,
    with_attributes,
)
from generator.xlsx.package import COMMENT_BOXES, COMMENTS, Package
from generator.xlsx.worksheet import Place, place_of

_FIRST_BOX = 1025
"""From where programs number the boxes of a sheet."""


@dataclass(frozen=True)
class Notes:
    """The parts with a sheet's notes: their texts, and the boxes that show them; "" without any."""

    package: Package
    sheet: str
    texts: str
    boxes: str

    @classmethod
    def of(cls, where: SheetPart) -> Notes:
        return cls(*where, where.related(COMMENTS), where.related(COMMENT_BOXES))

    @property
    def comments(self) -> dict[Place, Element]:
        if not self.texts:
            return {}
        return {place_of(e.attributes["ref"]): e for e in elements(self.package.text(self.texts), "comment")}

    @property
    def words(self) -> dict[Place, str]:
        """What each note says."""
        return {place: _words(comment) for place, comment in self.comments.items()}

    @property
    def shapes(self) -> dict[Place, Element]:
        if not self.boxes:
            return {}
        found = {}
        for shape in elements(self.package.text(self.boxes), "shape"):
            row, column = next(elements(shape.inner, "Row"), None), next(elements(shape.inner, "Column"), None)
            if row and column and 'ObjectType="Note"' in shape.inner:
                found[whole(row.inner) + 1, whole(column.inner) + 1] = shape
        return found


Targets = Mapping[Place, Place | None]
"""Where each note of theirs stands in the result; None for one of ours that is no longer made."""


def merge_notes(sheet: SheetSides, notes: Sides[Notes]) -> None:
    """Merge the notes of a sheet; those of theirs are in the package that becomes the result."""
    _threads(sheet, notes.theirs)
    if not notes.theirs.texts:
        if notes.ours.texts:
            _copy(notes)
        return
    emptied = _emptied(notes) if sheet.log.is_made_again else frozenset()
    if emptied:
        sheet.log.dropped.add(NOTES)
    targets = _targets(sheet, notes, emptied)
    missing = notes.ours.comments.keys() - targets.values()
    own = sum(notes.base.words.get(place) != words for place, words in notes.theirs.words.items()
              if place not in emptied)
    if own:
        sheet.log.kept.append(f"{sheet.name}: {counted(own, 'note')} of yours")
    _write_texts(notes, targets, missing)
    _write_boxes(notes, targets, missing)


def _emptied(notes: Sides[Notes]) -> frozenset[Place]:
    """Our notes, where a program has kept none of their words."""
    ours = notes.base.words.keys() & notes.theirs.words.keys()
    return frozenset(ours) if not any(notes.theirs.words[place] for place in ours) else frozenset()


def _targets(sheet: SheetSides, notes: Sides[Notes], emptied: Set[Place]) -> Targets:
    base, theirs, ours = notes.base.words, notes.theirs.words, notes.ours.words
    targets: dict[Place, Place | None] = dict.fromkeys(emptied)
    for place, words in theirs.items():
        if place in emptied:
            continue
        if base.get(place) == words:
            targets[place] = place if ours.get(place) == words else None
            continue
        targets[place] = sheet.map.cell(*place)
        if targets[place] is None:
            sheet.log.refuse(sheet.where(place), f"your note {words!r} stands where nothing is any longer")
    for place, target in targets.items():
        if target in ours and theirs[place] != ours[target]:
            sheet.log.notes.append(f"{sheet.where(place)}: your note stands where ours would say {ours[target]!r}")
    return targets


def _words(comment: Element) -> str:
    return "".join(plain(e.inner) for e in elements(comment.inner, "t"))


def _copy(notes: Sides[Notes]) -> None:
    """Our notes, onto a sheet of theirs that has none."""
    result, ours = notes.theirs, notes.ours
    result.package.add(result.sheet, COMMENTS, ours.package.text(ours.texts))
    result.package.add(result.sheet, COMMENT_BOXES, ours.package.text(ours.boxes))


def _write_texts(notes: Sides[Notes], targets: Targets, missing: set[Place]) -> None:
    result = notes.theirs
    text, edits = result.package.text(result.texts), list[Edit]()
    for place, comment in result.comments.items():
        target = targets[place]
        if target is None:
            edits.append((comment.start, comment.end, ""))
        elif target != place:
            edits.append((comment.start, comment.end, with_attributes(comment.raw, {"ref": at(*target)})))
    if missing:
        authors = needed(text, "authors")
        known = [plain(e.inner) for e in elements(authors.inner, "author")]
        if CREATOR not in known:
            edits.append((authors.close, authors.close, f"<author>{encoded(CREATOR)}</author>"))
            known.append(CREATOR)
        end = text.rindex("</", 0, text.rindex("</"))
        index, ours = str(known.index(CREATOR)), notes.ours.comments
        edits.append((end, end, "".join(with_attributes(ours[place].raw, {"authorId": index})
                                        for place in sorted(missing))))
    result.package.put(result.texts, edited(text, edits))


def _write_boxes(notes: Sides[Notes], targets: Targets, missing: set[Place]) -> None:
    result = notes.theirs
    if not result.boxes:
        return
    text, edits = result.package.text(result.boxes), list[Edit]()
    for place, shape in result.shapes.items():
        target = targets.get(place, place)
        if target is None:
            edits.append((shape.start, shape.end, ""))
        elif target != place:
            edits.append((shape.start, shape.end, _moved_box(shape.raw, place, target)))
    added = _added_boxes(text, notes.ours, missing) if missing else ""
    result.package.put(result.boxes, appended(edited(text, edits), added))


def _added_boxes(text: str, ours: Notes, missing: set[Place]) -> str:
    """Boxes of ours for a part with others, under names that are free there."""
    spaces: dict[str, str | None] = {name: value for name, value in attributes(
        root(ours.package.text(ours.boxes))).items() if name.startswith("xmlns")}
    taken = {e.attributes.get("id", "") for e in elements(text, "shape")}
    shapes, added, number = ours.shapes, "", _FIRST_BOX
    for place in sorted(missing & shapes.keys()):
        while (name := f"_x0000_s{number}") in taken:
            number += 1
        taken.add(name)
        added += with_attributes(shapes[place].raw, {**spaces, "id": name})
    return added


def _moved_box(box: str, place: Place, target: Place) -> str:
    edits: list[Edit] = []
    for name, value in (("Row", target[0] - 1), ("Column", target[1] - 1)):
        element = needed(box, name)
        edits.append((element.inside, element.close, str(value)))
    for anchor in elements(box, "Anchor"):
        numbers = [whole(number) for number in anchor.inner.split(",")]
        for index, axis in ((0, 1), (2, 0), (4, 1), (6, 0)):
            numbers[index] = max(0, numbers[index] + target[axis] - place[axis])
        edits.append((anchor.inside, anchor.close, ", ".join(map(str, numbers))))
    return edited(box, edits)


def _threads(sheet: SheetSides, notes: Notes) -> None:
    """Threaded comments: their cells, and nothing else of them."""
    part = notes.package.related(notes.sheet, "threadedComment")
    if not part:
        return
    text, edits, count = notes.package.text(part), list[Edit](), 0
    for thread in elements(text, "threadedComment"):
        place = place_of(thread.attributes["ref"])
        target = sheet.map.cell(*place)
        count += 1
        if target is None:
            sheet.log.refuse(sheet.where(place), "your comment stands where nothing is any longer")
        elif target != place:
            edits.append((thread.start, thread.inside, with_attributes(thread.tag, {"ref": at(*target)})))
    sheet.log.kept.append(f"{sheet.name}: {counted(count, 'threaded comment')}")
    notes.package.put(part, edited(text, edits))
