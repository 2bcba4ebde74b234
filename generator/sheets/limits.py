"""Formulas that no spreadsheet would take, told at the line that they come from before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks.proof import Proof
from generator.checks.relation import Relation
from generator.formulas.expression import Filed, RowAt, RowKey, Shown, leaves
from generator.model.problem import Place, Problems
from generator.sheets.addresses import Placed
from generator.sheets.contract import CHECKS, KEY
from generator.xlsx.cells import Formula, Sheet
from generator.xlsx.limits import unwritable


def refuse_unwritable(sheets: Iterable[Sheet], proof: Proof, placed: Placed) -> None:
    """Nothing where Excel takes every formula. Raises Refused with the lines of those that it would not take."""
    rows = {(sheet, number): row for (sheet, row, _), number in placed.rows.items()}
    relations = {relation.id: relation for relation in proof.relations}
    problems = Problems()
    told: set[tuple[str, int]] = set()
    for sheet in sheets:
        for (number, _), cell in sheet.cells.items():
            why = unwritable(cell.value) if isinstance(cell.value, Formula) else ""
            if not why or (sheet.name, number) in told:
                continue
            told.add((sheet.name, number))
            key = sheet.cells[number, KEY].value if (number, KEY) in sheet.cells else ""
            relation = relations.get(str(key)) if sheet.name == CHECKS else None
            row = rows.get((sheet.name, number))
            place = _of_relation(proof, relation) if relation else _of_row(proof, row) if row else Place(sheet.name)
            problems.add(place, f"the formula of '{key}' {why}; put subtotals between, or rows of their own")
    problems.refuse()


def _of_row(proof: Proof, row: RowKey) -> Place:
    """Where a row is declared."""
    series = proof.rows.series(row)
    if series:
        return proof.book.statements[series[0]].items[series[1]].place
    template = proof.rows.templates.get(str(row))
    return template.place if template else Place(str(row))


def _of_relation(proof: Proof, relation: Relation) -> Place:
    """Where a check is declared, or the first row or figure of one that follows from the statements."""
    for check in proof.templates.checks:
        if relation.label == check.label:
            return check.place
    for leaf in (*leaves(relation.left), *leaves(relation.right)):
        match leaf:
            case RowAt(row, _, _):
                return _of_row(proof, row)
            case Shown(fact) | Filed(fact):
                return fact.place
    return Place(CHECKS)
