"""What a person did to a workbook, carried into the workbook made anew.

The user's package is the base: his parts stay byte for byte, but for references that must follow a fact to its new
place. The sheets that we own are made anew in it. Where something would be lost, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.merge.cells import Three
from generator.merge.comments import Notes, carry_notes
from generator.merge.drawings import Drawing, carry_drawing, carry_table, table_areas
from generator.merge.log import Finding, Log, Report
from generator.merge.positions import SheetMap, names_of, pure_links, sheet_map, vanished_map
from generator.merge.record import take_record, untouched, written
from generator.merge.references import Follower
from generator.merge.sections import put_together, with_objects
from generator.merge.styles import Styles, Translation
from generator.merge.user_parts import Parts, follow_on_ours
from generator.merge.values import renew_values
from generator.merge.workbook import (
    Names,
    add_sheet,
    calculate_on_load,
    is_from_1904,
    merge_names,
    remove_sheet,
    view_within,
)
from generator.xlsx.package import NotAPackage, Package
from generator.xlsx.worksheet import Sheet, Unreadable, empty_sheet, read_sheets, same_content


class NotCarried(Exception):
    """The user's work cannot be carried over without loss; ``findings`` say what stands in the way."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(f"{len(self.findings)} findings")


@dataclass(frozen=True)
class Carried:
    """The workbook with the user's work in it, and what was done."""

    package: bytes
    report: Report


def carry(old: bytes, new: bytes) -> Carried:
    """The user's workbook with our sheets as made now. An untouched old file gives exactly the new one.

    ``old`` is the file as the user left it, ``new`` the package of the same company as made now.
    Raises NotCarried.
    """
    try:
        mine, fresh = Package.read(old), Package.read(new)
        if untouched(mine):
            return Carried(new, Report())
        return _Merge(mine, fresh).carried()
    except (NotAPackage, Unreadable) as error:
        raise NotCarried([Finding("the file that is there", str(error))]) from error


class _Merge:
    """One merge, step by step."""

    def __init__(self, mine: Package, fresh: Package) -> None:
        self.mine, self.fresh, self.result, self.log = mine, fresh, Package(mine.parts), Log()
        self.guessed = False
        self.made = self._record()
        self.tabs = list(mine.sheets())
        ours = {*self.made.sheets(), *fresh.sheets()}
        self.old, self.now = read_sheets(self.made, ours), read_sheets(fresh, ours)
        self.his = read_sheets(mine, {*self.made.sheets()})

    def carried(self) -> Carried:
        self._recognise()
        self._stop()
        styles = Styles(self.made), Styles(self.fresh), Styles(self.mine)
        self.translation = Translation(*styles, (
            (sheet.made(place), self.his[name].cells[place].style)
            for name, sheet in self.old.items() if name in self.his
            for place in sheet.cells if place in self.his[name].cells))
        maps = self._maps(styles[0], styles[1])
        self.follower = Follower(maps, self.tabs, self._gone_names())
        done: set[str] = set()
        for name in self.now:
            done |= self._sheet(name, maps.get(name))
        self._vanished()
        styles[2].write(self.result)
        areas = table_areas(self.made, self.fresh)
        Parts(self.result, self.follower, self.log, areas).follow_all(done)
        merge_names(self.result, self.tabs, Names(self.made, list(self.made.sheets())),
                    Names(self.fresh, list(self.fresh.sheets())), self.follower, self.log)
        self._stop()
        calculate_on_load(self.result)
        view_within(self.result)
        take_record(self.result, self.fresh)
        self.log.notes += self.follower.notes
        if len(self.tabs) > len(self.his):
            own = [name for name in self.tabs if name not in self.now]
            self.log.carried.append(f"{len(own)} sheet{'s' * (len(own) != 1)} of yours: {', '.join(own)}")
        if self.log.carried or self.log.overrides:  # else every value is as it was made
            renew_values(self.result, self.log)
        return Carried(self.result.bytes(), self.log.report())

    def _stop(self) -> None:
        if not self.log.findings:
            return
        if self.guessed:
            self.log.findings.insert(0, Finding(
                "the file that is there", "the program that saved it dropped Quarterbook's record of what was made; "
                "build it once more from the inputs it was made from, which puts the record back"))
        raise NotCarried(dict.fromkeys(self.log.findings))

    def _record(self) -> Package:
        """What was made; where a program has dropped the record, what is made now stands for it."""
        made = written(self.mine)
        if made is not None:
            return made
        found = written(self.fresh)
        is_ours = b"Quarterbook" in self.mine.parts.get("docProps/core.xml", b"") and "Facts" in self.mine.sheets()
        if not is_ours or found is None:
            raise NotCarried([Finding("the file that is there", "is not a workbook that Quarterbook made")])
        self.guessed = True
        self.log.notes.append("the program that saved the file dropped Quarterbook's record of it; what is made now "
                              "was taken as what was made then")
        return found

    def _recognise(self) -> None:
        """Our sheets are there under their names, their rows and columns where they were put."""
        if is_from_1904(self.mine):
            self.log.refuse("the file that is there", "counts its dates from 1904; ours would be four years off in it")
        for name, sheet in self.old.items():
            if name not in self.his:
                self._missing(name, sheet)
            else:
                self._in_place(sheet, self.his[name])
        for name in self.now.keys() - self.old.keys():
            if name in self.tabs:
                self.log.refuse(f"sheet {name}", "is a sheet of ours now; give yours another name")

    def _missing(self, name: str, sheet: Sheet) -> None:
        others = [each for each in self.tabs if each not in self.old]
        for each, found in read_sheets(self.mine, set(others)).items():
            if same_content(sheet, found) > 0.5:
                self.log.refuse(f"sheet {each}", f"was {name} and is ours: give it its name back")
                return
        self.log.notes.append(f"the sheet {name}, which you removed, is there again" * (name in self.now))

    def _in_place(self, made: Sheet, found: Sheet) -> None:
        """Every key and label that named a row or a column stands where it stood."""
        named = {place for place, content in made.contents.items() if content[0] != "f"
                 and (place[1] == 1 or place[0] <= made.frozen_rows)}
        wrong = {place for place in named if made.contents[place] != found.contents.get(place)}
        elsewhere = {(place[1] == 1, content) for place, content in found.contents.items()
                     if (place[1] == 1 or place[0] <= made.frozen_rows + 1) and made.contents.get(place) != content}
        moved = [place for place in wrong if (place[1] == 1, made.contents[place]) in elsewhere]
        if moved or len(wrong) > max(3, len(named) // 50):
            row = min(moved or wrong)[0]
            self.log.refuse(f"sheet {made.name}", "rows or columns of ours were inserted, deleted or sorted, the first "
                            f"at row {row}: undo that and put your own on a sheet of yours, or start over with --fresh")

    def _maps(self, old: Styles, new: Styles) -> dict[str, SheetMap]:
        found = {}
        for name, sheet in self.old.items():
            found[name] = sheet_map(names_of(sheet, old.look), names_of(self.now[name], new.look), pure_links(sheet)) \
                if name in self.now else vanished_map(sheet)
        return found

    def _gone_names(self) -> frozenset[str]:
        old, new = (Names(package, list(package.sheets())).read() for package in (self.made, self.fresh))
        return frozenset(name for name, sheet in old.keys() - new.keys() if not sheet)

    def _sheet(self, name: str, map: SheetMap | None) -> set[str]:
        """One of our sheets in the result. Returns the parts that need no following any more."""
        new = self.now[name]
        empty = empty_sheet(new)
        there = name in self.his
        old, his = (self.old[name], self.his[name]) if there else (empty, empty)
        if map is None or not there:
            map = SheetMap({}, [(1, {})], (0, 0), (0, 0), moved=False)
        three = Three(old, his, new, map, self.translation, self.follower, self.log)
        text = put_together(three)
        part = his.part if there else add_sheet(self.result, name, text, list(self.now))
        self.result.put(part, text)
        carry_notes(three, self.result, part, Notes.of(self.made, old.part), Notes.of(self.fresh, new.part))
        done = carry_drawing(three, self.result, part, Drawing.of(self.made, old.part),
                             Drawing.of(self.fresh, new.part))
        ours = carry_table(three, self.result, part, (self.made, old.part), (self.fresh, new.part))
        follow_on_ours(self.result, name, part, self.follower, self.log, ours)
        self.result.put(part, with_objects(self.result, part))
        return {*done, part}

    def _vanished(self) -> None:
        """Sheets of ours that are no longer made: gone, unless something of the user's stands on them."""
        for name in self.his.keys() - self.now.keys():
            made, found = self.old[name], self.his[name]
            own = [place for place in found.contents if place not in made.contents]
            old_notes = Notes.of(self.made, made.part).comments
            notes = [place for place in Notes.of(self.mine, found.part).comments if place not in old_notes]
            drawn = Drawing.of(self.mine, found.part).anchors[len(Drawing.of(self.made, made.part).anchors):]
            if own or notes or drawn:
                self.log.refuse(f"sheet {name}", "is no longer made, and something of yours stands on it; "
                                                 "move it to a sheet of your own")
            remove_sheet(self.result, name)
