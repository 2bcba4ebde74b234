"""What a reader did to a workbook, kept in the workbook made anew.

Their package becomes the result: its parts stay byte for byte, but for references that must follow a fact to its new
place. The sheets that we own are made anew in it. Where something would be lost, nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.merge.comments import Notes, merge_notes
from generator.merge.drawings import Drawing, merge_drawing
from generator.merge.dropped import LOOKS, NAMES, forget_dropped
from generator.merge.filters import apply_filters
from generator.merge.following import Following
from generator.merge.former import THE_FILE, MakeAgain, believe, made_again, refuse_another_company
from generator.merge.links import relate_links, targets_of
from generator.merge.log import Conflict, Log, NotMerged, Report, counted, mistake_of_ours
from generator.merge.moments import meanings, moments
from generator.merge.pivots import refresh_pivots
from generator.merge.positions import SheetMap, names_of, pure_links, sheet_map, unmoved_map, vanished_map
from generator.merge.recognition import recognise
from generator.merge.record import base_of, copy_record, renamed_in, untouched
from generator.merge.references import Follower
from generator.merge.retyped import retype
from generator.merge.sections import merged_sheet
from generator.merge.sides import SheetPart, SheetSides, Sides
from generator.merge.styles import Translation
from generator.merge.tables import merge_tables, moved_areas, table_meanings
from generator.merge.user_parts import follow_parts
from generator.merge.values import Renewal, renew_values
from generator.merge.vanished import of_the_reader
from generator.merge.windows import select_tabs, windows_now
from generator.merge.workbook import Names, WorkbookSides, add_sheet, defined_names, merge_workbook, remove_sheet
from generator.xlsx.container import NotAPackage
from generator.xlsx.formats import has_macros, put_into_format
from generator.xlsx.markup import Unreadable
from generator.xlsx.package import Package
from generator.xlsx.stylesheet import Stylesheet
from generator.xlsx.worksheet import Worksheet, empty_sheet, read_sheets


@dataclass(frozen=True)
class Merged:
    """The workbook with the reader's work in it, and what was done."""

    package: bytes
    report: Report


def merge(theirs: bytes, ours: bytes, make_again: MakeAgain | None = None) -> Merged:
    """The reader's workbook with our sheets as made now. An untouched one gives exactly ours.

    ``theirs`` is the file as the reader left it, ``ours`` the package of the same company as made now; ``make_again``
    makes that of then once more, which is asked for where a program has dropped the record of it. Raises NotMerged.
    """
    log = Log()
    try:
        found, now = Package.read(theirs), Package.read(ours)
        is_untouched = untouched(found)
        base = None if is_untouched else base_of(found)
        refuse_another_company(base or found, now)
        if is_untouched:
            return Merged(ours, Report())
        packages = Sides(base or made_again(found, now, make_again, log), found, now)
        sheets = _read(packages)
        if base is None:
            believe(sheets, Stylesheet(packages.base), log)
            forget_dropped(packages, sheets, log)
        return _merged(packages, sheets, log)
    except (NotAPackage, Unreadable) as error:
        raise NotMerged([Conflict(THE_FILE, str(error))]) from error
    except NotMerged:
        raise
    except Exception as error:
        raise NotMerged([mistake_of_ours(error)]) from error


@dataclass(frozen=True)
class _Work:
    """What the steps of a merge share; ``result``, which begins as theirs, is what they change."""

    packages: Sides[Package]
    sheets: Sides[dict[str, Worksheet]]
    names: Sides[Names]
    styles: Translation
    maps: Mapping[str, SheetMap]
    follow: Following
    result: Package


def _merged(packages: Sides[Package], sheets: Sides[dict[str, Worksheet]], log: Log) -> Merged:
    """The merge, step by step."""
    recognise(packages.theirs, sheets, log)
    log.stop_at_conflicts()
    work = _prepared(packages, sheets, log)
    result, follow = work.result, work.follow
    done = {part for name in sheets.ours for part in _merge_sheet(work, name)}
    _remove_vanished(work)
    work.styles.theirs.write(result)
    follow_parts(result, follow, moved_areas(packages.base, packages.ours), done)
    merge_workbook(WorkbookSides(result, work.names, follow, views := windows_now(packages.theirs, result)))
    select_tabs(result, views, packages.theirs.sheets().keys())
    retype(result, follow.follower.retyped, log)
    put_into_format(result, packages.ours)
    if has_macros(result):
        log.kept.append("your macros, as they are: what their code says of cells by address does not follow")
    refresh_pivots(result, packages.ours, sheets, meanings(work.names.theirs), log)
    log.stop_at_conflicts()
    copy_record(packages.ours, result)
    log.notes += [*follow.follower.notes, *follow.follower.said_of_ranges()]
    own = [name for name in packages.theirs.sheets() if name not in sheets.base]
    if own:
        log.kept.append(f"{counted(len(own), 'sheet')} of yours: {', '.join(own)}")
    renew_values(Renewal(packages.theirs, result, sheets, work.maps,
                         [(name, sheet.lower()) for name, sheet in work.names.ours], log.typed), log)
    apply_filters(result, sheets.theirs, work.maps, log)
    return Merged(result.bytes(), log.report())


def _read(packages: Sides[Package]) -> Sides[dict[str, Worksheet]]:
    """Our sheets on each side; a sheet that is new in ours is none of theirs, whatever its name."""
    base, ours = packages.base, packages.ours
    return Sides(read_sheets(base, base.sheets()), read_sheets(packages.theirs, base.sheets()),
                 read_sheets(ours, ours.sheets()))


def _prepared(packages: Sides[Package], sheets: Sides[dict[str, Worksheet]], log: Log) -> _Work:
    styles = packages.each(Stylesheet)
    translation = Translation(styles.base, styles.theirs, styles.ours, (
        (sheet.styled(place), theirs.cells[place].style) for name, sheet in sheets.base.items()
        if (theirs := sheets.theirs.get(name)) for place in sheet.cells if place in theirs.cells), log.is_made_again)
    if translation.is_bare:
        log.dropped.add(LOOKS)
    if translation.are_names_gone:
        log.dropped.add(NAMES)
    renamed = renamed_in(packages.ours)
    maps = {name: sheet_map(names_of(sheet, styles.base.look), names_of(sheets.ours[name], styles.ours.look),
                            pure_links(sheet), [each for each in renamed if each[0] == name])
            if name in sheets.ours else vanished_map(sheet) for name, sheet in sheets.base.items()}
    names = packages.each(lambda package: defined_names(package, list(package.sheets())))
    gone = frozenset(name for name, sheet in names.base.keys() - names.ours.keys() if not sheet)
    follower = Follower(maps, list(packages.theirs.sheets()), gone)
    then, now = ({**meanings(each), **table_meanings(package, made)} for each, package, made in (
        (names.theirs, packages.theirs, sheets.theirs), (names.ours, packages.ours, sheets.ours)))
    follower.moments = moments(packages.theirs, sheets.theirs, sheets.ours, then, now, follower.told)
    return _Work(packages, sheets, names, translation, maps, Following(follower, log), packages.theirs.copy())


def _merge_sheet(work: _Work, name: str) -> set[str]:
    """One of our sheets in the result. Returns the parts that need no following any more."""
    ours, theirs = work.sheets.ours[name], work.sheets.theirs.get(name)
    base, map = (work.sheets.base[name], work.maps[name]) if theirs else (empty_sheet(ours), unmoved_map())
    parts = Sides(SheetPart(work.packages.base, base.part), SheetPart(work.result, theirs.part if theirs else ""),
                  SheetPart(work.packages.ours, ours.part))
    sheet = SheetSides(base, theirs or base, ours, map, work.styles, work.follow, targets=parts.each(targets_of))
    xml = merged_sheet(sheet)
    part = theirs.part if theirs else add_sheet(work.result, name, str(xml), list(work.sheets.ours))
    parts = replace(parts, theirs=SheetPart(work.result, part))
    merge_notes(sheet, parts.each(Notes.of))
    done = merge_drawing(sheet, parts.each(Drawing.of)) | merge_tables(sheet, parts)
    relate_links(parts.ours, work.result, part, xml.parts["hyperlinks"])
    work.result.put(part, str(xml.with_objects(work.result.relationships(part))))
    return {*done, part}


def _remove_vanished(work: _Work) -> None:
    """Sheets of ours that are no longer made: gone, unless something of the reader's stands on them."""
    for name in sorted(work.sheets.theirs.keys() - work.sheets.ours.keys()):
        base, theirs = work.sheets.base[name], work.sheets.theirs[name]
        found = of_the_reader(base, theirs, SheetPart(work.packages.base, base.part),
                              SheetPart(work.packages.theirs, theirs.part))
        if found:
            work.follow.log.refuse(f"sheet {name}", "is no longer made, and something of yours stands on it "
                                                    f"({found}); move it to a sheet of your own")
        remove_sheet(work.result, name)
