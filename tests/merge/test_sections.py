"""What becomes of a part of a worksheet, by its base, theirs and ours."""

from __future__ import annotations

import pytest

from generator.merge.following import Following
from generator.merge.log import Log
from generator.merge.positions import BandMap, SheetMap
from generator.merge.references import Follower
from generator.merge.sections import SECTIONS, Rule, added, ours_or_followed, theirs, unless_same
from generator.merge.sides import Kept, Piece, SheetSides, Sides
from generator.merge.styles import Translation
from generator.xlsx.package import RELATIONSHIP, TYPES, Package
from generator.xlsx.stylesheet import Stylesheet
from generator.xlsx.worksheet import Worksheet

# A row was inserted before row 3.
MOVED = SheetMap({1: 1, 2: 2, 3: 4}, [BandMap(1, {1: 1})], (3, 1), (4, 1))


def piece(base: str, theirs: str, ours: str) -> Piece:
    """A part on a sheet whose third row has become the fourth."""
    package = Package({TYPES: b"<Types></Types>", "styles.xml": b"<styleSheet></styleSheet>", "book.xml": b"<a></a>"})
    package.relate("", RELATIONSHIP + "officeDocument", "book.xml")
    package.relate("book.xml", RELATIONSHIP + "styles", "styles.xml")
    styles = Sides(*(Stylesheet(package) for _ in range(3)))
    sheet = Worksheet("S", "", "<worksheet>", [], "</worksheet>", [])
    follow = Following(Follower({"S": MOVED}, ["S"]), Log())
    return Piece(base, theirs, ours, "mergeCells", SheetSides(
        sheet, sheet, sheet, MOVED, Translation(styles.base, styles.theirs, styles.ours, []), follow))


THEIRS, FOLLOWED = '<mergeCell ref="A3"/>', '<mergeCell ref="A4"/>'
SAID = "your mergeCells"


@pytest.mark.parametrize(("rule", "base", "ours", "kept"), [
    (theirs, "", "", Kept(THEIRS)), (theirs, "", "<m/>", Kept(THEIRS)),
    (ours_or_followed, "", "", Kept(FOLLOWED)), (ours_or_followed, "", "<m/>", Kept("<m/>")),
    (added, "", "", Kept(FOLLOWED, SAID)), (added, "<m/>", "<m/>", Kept("<m/>")),
    (unless_same(len), "<m/>", "<m/>", Kept(FOLLOWED, SAID)), (unless_same(bool), "<m/>", "<m/>", Kept("<m/>"))])
def test_rules(rule: Rule, base: str, ours: str, kept: Kept) -> None:
    assert rule(piece(base, THEIRS, ours)) == kept


def test_every_part_stands_once_and_what_is_made_of_nothing_is_nothing() -> None:
    names = [section.name for section in SECTIONS]
    assert len(names) == len(set(names))
    for section in SECTIONS:
        if section.rule in (theirs, ours_or_followed, added):
            assert section.rule(piece("", "", "")) == Kept("")
