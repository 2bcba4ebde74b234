"""What was typed over on the sheet Facts: which figures and words differ from the inputs, and which cannot go back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.checks.proof import Proof
from generator.intake.editing.figures import in_the_form_of
from generator.merge.former import company_of
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.figure import NIL, NUMBER, WORDS, Figure, NotAFigure, can_be_read, parse
from generator.model.problem import Place
from generator.refused import Refused, reason
from generator.sheets.contract import FACTS, FACTS_TABLE, FORECAST, NOT_FACTS
from generator.sheets.facts_sheet import FactsSheet
from generator.xlsx.cells import Formula, Sheet, at
from generator.xlsx.container import LARGEST, NotAPackage
from generator.xlsx.package import Package
from generator.xlsx.parser import Unreadable
from generator.xlsx.worksheet import Content, Worksheet, read_sheets

_VALUE, _PRINTED = FACTS_TABLE.column("Value"), FACTS_TABLE.column("Printed")
_NAMES = tuple(map(FACTS_TABLE.column, FACTS_TABLE.names))
_EXCEL_DIGITS = 15
Named = tuple[str, ...]
"""What names a row of Facts: the words in its columns of FACTS_TABLE.names."""


@dataclass(frozen=True)
class Edit:
    """What was typed over on Facts: where it stands there and in the YAML, what is there and what comes there."""

    cell: str
    fact: Fact
    old: str
    new: str
    figure: Figure

    @property
    def place(self) -> Place:
        return self.fact.place


@dataclass
class Edits:
    """What was typed over on Facts; ``left`` says of each cell that cannot be taken back why, and what to do."""

    edits: list[Edit] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def find_edits(path: Path, proof: Proof) -> Edits:
    """The figures and words of a workbook's Facts that differ from the inputs, of results and of forecasts. Raises
    Refused where the workbook is another company's, cannot be read or was built from other inputs.
    """
    book = proof.book
    theirs = _facts_sheet(path, book)
    writer = FactsSheet(book, proof.grid, proof.templates.parameters, lambda _: 0)
    ours, facts = Sheet(FACTS, ""), writer.rows()
    writer.write(ours)
    found, columns = Edits(), _columns(theirs, path)
    rows: dict[Named, list[int]] = defaultdict(list)
    for row in range(FACTS_TABLE.titles_row + 1, theirs.last[0] + 1):
        if name := _named(theirs, row, columns):
            rows[name].append(row)
    made: dict[Named, list[int]] = defaultdict(list)
    for number in facts:
        made[tuple(_words_of(ours, number, column) for column in _NAMES)].append(number)
    unlike: list[str] = []
    for name, numbers in made.items():
        places = rows.get(name, [])
        if len(places) != len(numbers):
            unlike.append(f"{FACTS}: {_called(book, facts[numbers[0]])} is " + (
                f"there {len(places)} times" if places else "not there"))
            continue
        # A balance stands twice under one name where a table has two periods that end on its day.
        for number, row in zip(sorted(numbers, key=lambda each: _words_of(ours, each, _PRINTED)),
                               sorted(places, key=lambda each: theirs.words(each, columns["Printed"])), strict=True):
            fact, cell = facts[number], f"{FACTS}!{at(row, columns['Value'])}"
            then, now = theirs.words(row, columns["Printed"]), _words_of(ours, number, _PRINTED)
            typed = theirs.contents.get((row, columns["Value"]))
            if _is_as_built(typed, ours, number) or _is_same(typed, fact.figure):  # or taken back already
                continue
            if then != now:
                unlike.append(f"{cell}: was built when the filing said {then or 'nothing'}; the inputs now say "
                              f"{now or 'nothing'} ({fact.place})")
                continue
            _take(found, cell, fact, typed)
    if unlike:
        raise Refused(f"{path}: was built from other inputs than these:", *unlike[:10],
                      *[f"… and {len(unlike) - 10} more"] * (len(unlike) > 10),
                      "nothing was written; 'quarterbook build' first, which keeps what was typed over")
    found.left += _other_inputs(theirs, columns, ours, set(facts))
    return found


def as_corrections(found: Edits) -> Edits:
    """The edits that can stand beside what is printed, as corrections of it; words cannot, and are left."""
    words = [edit for edit in found.edits if edit.figure.kind == WORDS]
    return Edits([edit for edit in found.edits if edit not in words], [*found.left, *(
        f"{edit.cell} ({edit.place}): '{edit.new}' is no figure; what corrects a printed one is a figure"
        for edit in words)])


def _take(found: Edits, cell: str, fact: Fact, typed: Content | None) -> None:
    """One cell that is not as it was built: an edit, or why it is none."""
    where = f"{cell} ({fact.place})"
    if fact.figure.reason:
        found.left.append(f"{where}: has a correction already; change it in the filing")
        return
    if typed is None:
        found.left.append(f"{where}: was cleared; type nil in the filing for a printed dash, todo for what is to be "
                          "typed, or leave the row out there")
        return
    kind, text = typed
    if kind not in ("n", "s"):
        what = {"f": "a formula", "e": "an error", "b": "TRUE or FALSE"}.get(kind, "no number")
        found.left.append(f"{where}: {what} stands there; a filing has figures: put the value in its place")
        return
    old = _old_text(fact)
    try:
        new = _in_filing(old, kind, text)
        found.edits.append(Edit(cell, fact, old, new, parse(new)))
    except (NotAFigure, InvalidOperation) as error:
        found.left.append(f"{where}: {error or text}")


def _in_filing(old: str, kind: str, text: str) -> str:
    """What was typed on Facts as the filing's file says it in the place of ``old``. Raises NotAFigure and
    InvalidOperation."""
    typed = Figure(NUMBER, _exact(text), text) if kind == "n" else parse(text)
    if typed.kind in (NIL, WORDS):
        return "nil" if typed.kind == NIL else text.strip()
    if typed.mark and typed.mark != parse(old).mark:
        raise NotAFigure(f"'{text}' counts something else than the filing's {old} does; type the value alone")
    new = in_the_form_of(old, typed.value) if typed.value is not None else ""
    if not new or parse(new).value != typed.value:
        raise NotAFigure(f"'{text}' is no figure")
    return new


def _exact(text: str) -> Decimal:
    """A stored number with the digits that a spreadsheet shows of it. Raises NotAFigure for one that is none."""
    number = Decimal(text)
    if not number.is_finite():
        raise NotAFigure(f"'{text}' is no figure")
    if len(number.normalize().as_tuple().digits) > _EXCEL_DIGITS:
        number = Decimal(f"{float(text):.{_EXCEL_DIGITS}g}")
    return number


def _old_text(fact: Fact) -> str:
    """The figure as the filing's file has it, but for thousands commas."""
    return fact.figure.printed.replace(",", "")


def _is_as_built(typed: Content | None, ours: Sheet, row: int) -> bool:
    cell = ours.cells.get((row, _VALUE))
    made = cell.value if cell else None
    if made is None or isinstance(made, str):
        return (typed[1] if typed else "") == (made or "")
    return typed is not None and typed[0] == "n" and float(typed[1]) == float(_words_of(ours, row, _VALUE))


def said(figure: Figure) -> tuple[str, Decimal | None, str]:
    """What a figure says, in whatever form it is printed."""
    return figure.kind, figure.value, figure.printed if figure.kind == WORDS else ""


def _is_same(typed: Content | None, figure: Figure) -> bool:
    """Whether words or a figure in a cell of text say what the filing says."""
    return typed is not None and typed[0] == "s" and can_be_read(typed[1]) and said(parse(typed[1])) == said(figure)


def _other_inputs(theirs: Worksheet, columns: Mapping[str, int], ours: Sheet, known: set[int]) -> Iterator[str]:
    """Parameters, splits and the like that were typed over: they stand in other files, and are said."""
    made = {tuple(_words_of(ours, row, column) for column in _NAMES): row for row, column in ours.cells
            if column == 1 and row > FACTS_TABLE.titles_row and row not in known}
    for row in range(FACTS_TABLE.titles_row + 1, theirs.last[0] + 1):
        name = _named(theirs, row, columns)
        if name is None or name[0] not in NOT_FACTS:
            continue
        number = made.get(name)
        if number and not _is_as_built(theirs.contents.get((row, columns["Value"])), ours, number):
            yield (f"{FACTS}!{at(row, columns['Value'])}: {name[0]} {name[1]} is no figure of a filing; change it in "
                   "company.yaml or templates/parameters.yaml")
        elif not number and any(map(dict(zip(FACTS_TABLE.names, name, strict=True)).get, ("Start", "End"))):
            yield (f"{FACTS}!{at(row, columns['End'])}: {name[0]} {name[1]} has other dates than the inputs; "
                   "change them in company.yaml or in the filing")


def _facts_sheet(path: Path, book: Book) -> Worksheet:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path}: has more than {LARGEST >> 20} MB, which is not read")
        package = Package.read(path.read_bytes())
        whose = company_of(package)
        sheet = read_sheets(package, (FACTS,)).get(FACTS)
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {reason(error)}") from error
    except (NotAPackage, Unreadable) as error:
        raise Refused(f"{path}: {error}") from error
    if sheet is None:
        raise Refused(f"{path}: is not a workbook that Quarterbook made: it has no sheet {FACTS}")
    if whose and whose[1] and whose != (book.company.name, book.company.code):
        raise Refused(f"{path}: is the workbook of {whose[0]} ({whose[1]}), the inputs are {book.company.name}'s "
                      f"({book.company.code})")
    return sheet


def _columns(sheet: Worksheet, path: Path) -> dict[str, int]:
    """The columns of Facts by their titles, wherever a reader has moved them to."""
    titles = {sheet.words(FACTS_TABLE.titles_row, column): column for column in range(1, sheet.last[1] + 1)}
    if lacking := [each for each in (*FACTS_TABLE.names, "Value", "Printed") if each not in titles]:
        raise Refused(f"{path}: {FACTS} has no column {', '.join(lacking)} in row {FACTS_TABLE.titles_row}")
    return titles


def _named(sheet: Worksheet, row: int, columns: Mapping[str, int]) -> Named | None:
    name = tuple(_whole(sheet.words(row, columns[title])) if title in ("Start", "End") else
                 sheet.words(row, columns[title]) for title in FACTS_TABLE.names)
    return name if name[0] else None


def _whole(day: str) -> str:
    """The number of a day without the decimals that some programs write."""
    return day.removesuffix(".0")


def _words_of(sheet: Sheet, row: int, column: int) -> str:
    """A constant of a sheet of ours as a stored cell has it: a date by its number."""
    cell = sheet.cells.get((row, column))
    value = cell.value if cell else None
    if value is None or isinstance(value, Formula):
        return ""
    if hasattr(value, "toordinal"):
        return str(value.toordinal() - 693594)
    return str(value)


def _called(book: Book, fact: Fact) -> str:
    statement, item, member = fact.series
    return f"{FORECAST + ' ' if fact.forecast else ''}{statement}.{item}{'@' + member if member else ''} for " \
           f"{book.company.calendar.name(fact.period)} of {fact.filing.key}"
