"""What was made when a file was built: by the record in it, or made again from the filings that it names."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.merge.log import Conflict, Log, NotMerged
from generator.merge.record import base_of
from generator.merge.sides import Sides
from generator.refused import Refused
from generator.sheets.contract import (
    COVER,
    CREATOR,
    FACTS,
    FACTS_TABLE,
    FILINGS,
    FILINGS_TABLE,
    SUBTITLE_ROW,
    TITLE_ROW,
)
from generator.xlsx.cells import at
from generator.xlsx.package import Package
from generator.xlsx.stylesheet import Stylesheet
from generator.xlsx.worksheet import Worksheet, read_sheets, shown

THE_FILE = "the file that is there"
MakeAgain = Callable[[tuple[str, ...]], bytes]
"""Makes the package once more from the filings with these keys; raises Refused where that can't be done."""
_COMPANY = re.compile(r"(.+) \((.+?)\)")


def refuse_another_company(theirs: Package, ours: Package) -> None:
    """Raises NotMerged where two workbooks are of companies with different codes."""
    (name, code), (now, other) = map(_company, (theirs, ours))
    if code and other and code != other:
        raise NotMerged([Conflict(THE_FILE, f"is the workbook of {name} ({code}), the inputs are {now}'s ({other}); "
                                            "give another -o")])


def company_of(theirs: Package) -> tuple[str, str] | None:
    """The name and the code of the company whose workbook it is ("" where the Cover has none); None where it is not
    ours."""
    base = base_of(theirs)
    return _company(base or theirs) if base or _filings(theirs) else None


def made_again(theirs: Package, ours: Package, make: MakeAgain | None, log: Log) -> Package:
    """What was made, where a program has dropped the record of it; ours, where that is of the same filings.

    Raises NotMerged.
    """
    filings = _filings(theirs)
    if not filings:
        raise NotMerged([Conflict(THE_FILE, f"is not a workbook that {CREATOR} made")])
    dropped = f"the program that saved it dropped {CREATOR}'s record of what was made"
    base, why = base_of(ours) if filings == _filings(ours) else None, ""
    try:
        if base is None and make:
            base = base_of(Package.read(make(filings)))
    except Refused as refused:
        why = f", and it can't be made again: {refused.lines[0]}"
    if base is None:
        raise NotMerged([Conflict(THE_FILE, f"{dropped}{why}; build it once more from the inputs it was made from, "
                                            "which puts the record back")])
    log.is_made_again = True
    log.hint = Conflict(THE_FILE, f"{dropped}, which was made again from the filings that it names and the other "
                                  "inputs as they are now; where those were changed since (a sum in statements.yaml), "
                                  "or another version of Quarterbook made the file, build it once with that version, "
                                  "without the new filings and with the other inputs as they were, which puts the "
                                  "record back, then with all")
    log.notes.append(f"{dropped}; it was made again from its {len(filings)} filing{'s' * (len(filings) != 1)}")
    return base


def believe(sheets: Sides[dict[str, Worksheet]], styles: Stylesheet, log: Log) -> None:
    """Titles and what the Cover says of the company are no filing's, and may have changed since a base made again was
    made: of these it takes what the file says. ``styles`` are those of base."""
    for name in sheets.base.keys() & sheets.theirs.keys():
        base, theirs = sheets.base[name], sheets.theirs[name].contents
        changed = [place for place, content in base.contents.items()
                   if (name == COVER or place[0] <= SUBTITLE_ROW) and content[0] == "s"
                   and theirs.get(place, content) != content and styles.look(base.cells[place].style) != "Input"]
        base.contents.update({place: theirs[place] for place in changed})
        if changed:
            log.notes.append(f"{name}: {', '.join(at(*place) for place in sorted(changed))}: as the inputs say it now; "
                             f"before, {shown(theirs[min(changed)])}")


def _company(package: Package) -> tuple[str, str]:
    """The name of the company and its code, as the Cover's title has them; "" where it has none."""
    cover = read_sheets(package, [COVER]).get(COVER)
    found = _COMPANY.fullmatch(cover.words(TITLE_ROW, 1)) if cover else None
    return (found[1], found[2]) if found else ("", "")


def _filings(package: Package) -> tuple[str, ...]:
    """The keys on the sheet Filings, from below its titles to the first empty row; without it, those on Facts."""
    sheets = read_sheets(package, [FILINGS, FACTS])
    for name, table in ((FILINGS, FILINGS_TABLE), (FACTS, FACTS_TABLE)):
        sheet, column = sheets.get(name), table.column("Filing")
        if sheet and sheet.words(table.titles_row, column) == "Filing":
            below = range(table.titles_row + 1, sheet.last[0] + 1)
            keys = [sheet.words(row, column) for row in below]
            if name == FILINGS:
                keys = [*keys, ""][:[*keys, ""].index("")]
            return tuple(sorted({key for key in keys if key}))
    return ()
