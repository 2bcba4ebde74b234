"""Model and templates become sheets of cells, each with an address."""

from __future__ import annotations

from collections.abc import Iterable

from generator import __version__
from generator.checks.proof import Proof
from generator.diagnosis.protection import Protection
from generator.formulas.expression import Mention, RowKey
from generator.history.diff import changes
from generator.history.restatements import moved_ratios, restatements
from generator.history.snapshot import before_newest, snapshot
from generator.inputs.template import RowTemplate, Section, Templates
from generator.model.book import SHEETS, Book, Series
from generator.sheets.addresses import Addresses, Placed
from generator.sheets.axis import DAYS_ROW, KEY, LABEL, NOTE, STATUS_ROW, UNIT, Axis
from generator.sheets.changes_sheet import changes_sheet
from generator.sheets.checks_sheet import ChecksSheet
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.facts_sheet import VERSION, FactsSheet
from generator.sheets.front_sheets import VERSION_CELL, SummaryPlan, cover_sheet, filings_sheet, summary_sheet
from generator.sheets.restatements_sheet import restatements_sheet
from generator.sheets.row_labels import RowLabels
from generator.sheets.statement_sheets import Line, StatementWriter, lines
from generator.xlsx.cells import Book as Cells
from generator.xlsx.cells import Row, Sheet

PER_SHARE, RATIOS = "Per Share", "Ratios"


def lay_out(book: Book, templates: Templates, plan: SummaryPlan, input_hash: str) -> tuple[Cells, Proof]:
    """The whole workbook as cells, and its checks in memory."""
    proof = Proof(book, templates)
    grid, protection = proof.grid, Protection(proof)
    axis = Axis(grid)
    facts = FactsSheet(book, grid, templates.parameters, protection.proofs)
    blocks = {name: [line for statement in book.statements.values() if statement.sheet == name
                     for line in lines(statement, grid.rows[statement.key])] for name in SHEETS}
    computed_sections = {PER_SHARE: templates.per_share, RATIOS: templates.ratios}
    places, placed = _place(blocks, computed_sections), Placed()
    for series, row in places.items():
        placed.put(row.sheet, series, row.number, at_home=True)
    addresses = Addresses(proof.rows, axis, facts, placed)
    statements = StatementWriter(addresses, places)
    labels = RowLabels(proof.rows, placed.home, templates.concept_labels)
    computed = ComputedWriter(proof.trees, addresses, labels, statements)

    built: dict[str, Sheet] = {}
    writers = [_ComputedSheet(name, sections, blocks.get(name, []), addresses, statements, computed)
               for name, sections in computed_sections.items()]
    writers[-1].extra = _only_in_checks(templates)
    for writer in writers:
        writer.place_rows()
    for writer in writers:
        writer.place_helpers()
    for name, found in blocks.items():
        if found and name != PER_SHARE:
            built[name] = _statement_sheet(name, found, axis, facts, statements)
    built |= {writer.name: writer.write() for writer in writers}

    checks = ChecksSheet(addresses).sheet(proof.relations, protection.unproved)
    summary = summary_sheet(book, axis, computed, plan)
    restated = restatements(grid.versions)
    versions = [restatements_sheet(facts, restated, moved_ratios(proof))] if restated else []
    older = before_newest(book, templates)
    versions += [changes_sheet(book, older[1], changes(older[0], snapshot(proof)))] if older else []
    order = [summary, *(built[name] for name in (*SHEETS, RATIOS) if name in built),
             checks, *versions, facts.sheet, filings_sheet(book, facts.sheet)]
    names = facts.names | ({VERSION: VERSION_CELL} if restated else {})
    cover = cover_sheet(book, order, input_hash, bool(restated))
    created = book.filings[-1].filed
    return Cells((cover, *order), names, f"{book.company.name}: Quarterbook",
                 f"Quarterbook {__version__}, inputs {input_hash}", created), proof


def _place(blocks: dict[str, list[Line]], computed: dict[str, tuple[Section, ...]]) -> dict[Series, Row]:
    """The row of every series: statements from the first free row, below the computed rows where there are any."""
    places: dict[Series, Row] = {}
    for name, found in blocks.items():
        first = STATUS_ROW + 1
        if name in computed:
            first = DAYS_ROW + 1 + sum(1 + len(section.rows) for section in computed[name])
        places |= {line.series: Row(name, number) for number, line in enumerate(found, start=first) if line.series}
    return places


def _only_in_checks(templates: Templates) -> list[Mention]:
    """Rows on a basis (LTM, average) that checks use and no computed row does."""
    used = {(m.row, m.basis) for row in templates.rows for m in row.mentions}
    return [m for check in templates.checks for side in (check.left, check.right, check.exact_within, check.tolerance)
            for m in (side.mentions if side else ()) if m.basis and (m.row, m.basis) not in used]


def _heading(sheet: Sheet, number: int, text: str, look: str, columns: Iterable[int]) -> None:
    for column in (KEY, LABEL, UNIT, NOTE, *columns):
        sheet.put(number, column, text if column == LABEL else None, look)


def _write_lines(sheet: Sheet, first: int, found: list[Line], axis: Axis, statements: StatementWriter) -> int:
    """Statement rows and their headings; returns the row after the last."""
    for number, line in enumerate(found, start=first):
        if line.series:
            statements.write(sheet, number, line.series)
        else:
            _heading(sheet, number, line.text, line.level, axis.columns.values() if line.level == "Section" else ())
    return first + len(found)


def _statement_sheet(name: str, found: list[Line], axis: Axis, facts: FactsSheet,
                     statements: StatementWriter) -> Sheet:
    sheet = axis.sheet(name, "statement", name, facts.calendar, with_days=False)
    _write_lines(sheet, STATUS_ROW + 1, found, axis, statements)
    return sheet


class _ComputedSheet:
    """Per Share or Ratios: computed rows, reported rows, then the rows they are linked to."""

    def __init__(self, name: str, sections: tuple[Section, ...], blocks: list[Line], addresses: Addresses,
                 statements: StatementWriter, computed: ComputedWriter) -> None:
        self.name, self.sections, self.blocks = name, sections, blocks
        self.axis, self.facts, self.placed = addresses.axis, addresses.facts, addresses.placed
        self.statements, self.computed = statements, computed
        self.rows: list[tuple[int, RowTemplate]] = []
        self.headings: list[tuple[int, str]] = []
        self.links: list[tuple[int, RowKey]] = []
        self.helpers: list[tuple[int, RowKey, str]] = []
        self.first_block = 0
        self.extra: list[Mention] = []

    def place_rows(self) -> None:
        """Give every computed row its number, so that formulas of any sheet can name it."""
        number = DAYS_ROW
        for section in self.sections:
            self.headings.append((number := number + 1, section.title))
            for row in section.rows:
                self.rows.append((number := number + 1, row))
                self.placed.put(self.name, row.id, number, at_home=True)
        self.first_block = number + 1

    def place_helpers(self) -> None:
        """Give the rows that computed rows need their numbers, below the rest, once every row has its home."""
        number = self.first_block - 1 + len(self.blocks)
        links, helpers = self.computed.needs(self.name, [row for _, row in self.rows], self.extra)
        if links:
            self.headings.append((number := number + 1, "Linked figures"))
        for key in links:
            self.links.append((number := number + 1, key))
            self.placed.put(self.name, key, number)
        if helpers:
            self.headings.append((number := number + 1, "Twelve months, averages, annualised"))
        for key, basis in helpers:
            self.helpers.append((number := number + 1, key, basis))
            self.placed.put(self.name, key, number, basis)

    def write(self) -> Sheet:
        splits = self.computed.grid.book.company.splits if self.name == PER_SHARE else ()
        remark = "".join(f"; split {s.new_shares} for {s.old_shares} effective {s.effective}" for s in splits)
        sheet = self.axis.sheet(self.name, "computed", self.name, self.facts.calendar, True, remark)
        sheet.widths |= {LABEL: 64, NOTE: 44}
        for number, title in self.headings:
            _heading(sheet, number, title, "Section", self.axis.columns.values())
        _write_lines(sheet, self.first_block, self.blocks, self.axis, self.statements)
        for number, row in self.rows:
            self.computed.write(sheet, number, row)
        for number, key in self.links:
            self.computed.write_link(sheet, number, key)
        for number, key, basis in self.helpers:
            self.computed.write_helper(sheet, number, key, basis)
        return sheet


