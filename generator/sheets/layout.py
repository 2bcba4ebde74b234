"""Model and templates become sheets of cells, each with an address."""

from __future__ import annotations

from generator import __version__
from generator.checks.proof import Proof
from generator.derivation.rows import Rows
from generator.diagnosis.protection import Protection
from generator.formulas.expression import Mention
from generator.inputs.summary import SummaryPlan
from generator.inputs.template import RowSection, Templates
from generator.model.statement import SHEETS, Series
from generator.sheets.addresses import Addresses, Placed
from generator.sheets.axis import Axis
from generator.sheets.catalogue import kinds
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.context import Context
from generator.sheets.contract import DAYS_ROW, PER_SHARE, RATIOS, STATUS_ROW, VERSION
from generator.sheets.cover import VERSION_CELL
from generator.sheets.facts_sheet import FactsSheet
from generator.sheets.limits import refuse_unwritable
from generator.sheets.remarks import spare
from generator.sheets.row_labels import RowLabels
from generator.sheets.statement_sheets import Line, StatementWriter, lines
from generator.sheets.time_sheets import ComputedSheet, StatementSheet
from generator.xlsx.cells import Row, Sheet
from generator.xlsx.cells import Workbook as Cells


def lay_out(proof: Proof, plan: SummaryPlan, input_hash: str, folder: str = "") -> Cells:
    """The whole workbook as cells. ``input_hash`` stands for the files that it was made from, ``folder`` is the address
    of the company's folder as seen from the workbook.

    Raises Refused where a formula is one that no spreadsheet takes.
    """
    book, context = proof.book, _context(proof, plan, input_hash, folder)
    paper = "Letter" if book.company.currency == "USD" else "A4"
    sheets = []
    for kind in context.sheets:
        sheet = Sheet(kind.name, kind.tab, paper=paper)
        kind.write(sheet, context)
        spare(sheet)
        sheets.append(sheet)
    refuse_unwritable(sheets, proof, context.addresses.placed)
    names = context.facts.names | ({VERSION: VERSION_CELL} if context.has_versions else {})
    return Cells(tuple(sheets), names, book.company.name, f"{book.company.name}: Quarterbook",
                 f"Quarterbook {__version__}, inputs {input_hash}", book.filings[-1].filed)


def _context(proof: Proof, plan: SummaryPlan, input_hash: str, folder: str) -> Context:
    """Every row of every sheet with the time axis in its place, so that any formula can name it."""
    book, templates, grid, protection = proof.book, proof.templates, proof.grid, Protection(proof)
    facts = FactsSheet(book, grid, templates.parameters, protection.proofs, folder)
    own = list(dict.fromkeys(each.sheet for each in book.statements.values() if each.sheet not in SHEETS))
    blocks = {name: [line for statement in book.statements.values() if statement.sheet == name
                     for line in lines(statement, grid.rows[statement.key])] for name in (*SHEETS, *own)}
    sections = {PER_SHARE: templates.per_share, RATIOS: templates.ratios}
    places, placed = _place(blocks, sections), Placed()
    for series, row in places.items():
        placed.put(row.sheet, series, row.number, at_home=True)
    addresses = Addresses(proof.rows, Axis(grid), facts, placed)
    statements = StatementWriter(proof.trees, addresses, places)
    labels = RowLabels(proof.trees, placed.home, templates.concept_labels)
    computed = ComputedWriter(proof.trees, addresses, labels, statements)
    extra = {RATIOS: _only_in_checks(templates, proof.rows)}
    computed_sheets = {name: ComputedSheet(name, found, blocks.get(name, []), addresses, statements, computed,
                                           extra.get(name, ())) for name, found in sections.items()}
    for sheet in computed_sheets.values():
        sheet.place_rows()
    for sheet in computed_sheets.values():
        sheet.place_helpers()
    statement_sheets = {
        name: StatementSheet(name, found, addresses, statements, computed, templates.breakdowns.get(name, ()))
        for name, found in blocks.items() if found}
    return Context(proof, protection, plan, input_hash, addresses, computed, {**statement_sheets, **computed_sheets},
                   kinds(own))


def _place(blocks: dict[str, list[Line]], computed: dict[str, tuple[RowSection, ...]]) -> dict[Series, Row]:
    """The row of every series: statements from the first free row, below the computed rows where there are any."""
    places: dict[Series, Row] = {}
    for name, found in blocks.items():
        first = STATUS_ROW + 1
        if name in computed:
            first = DAYS_ROW + 1 + sum(1 + len(section.rows) for section in computed[name])
        places |= {line.series: Row(name, number) for number, line in enumerate(found, start=first) if line.series}
    return places


def _only_in_checks(templates: Templates, rows: Rows) -> list[Mention]:
    """Rows on a basis (LTM, average) that checks use and no computed row does, of what the company has."""
    used = {(m.row, m.basis) for row in templates.rows for m in row.mentions}
    return [m for check in templates.checks for formula in check.formulas
            for m in formula.mentions if m.basis and (m.row, m.basis) not in used and (
                rows.series(m.row) or m.row in rows.templates)]
