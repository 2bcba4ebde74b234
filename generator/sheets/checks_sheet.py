"""The Checks sheet: every relation as live cells, the master check, and what nothing covers."""

from __future__ import annotations

from collections.abc import Sequence

from generator.checks.netting import turned
from generator.checks.proof import EXACT as EXACT_STATE
from generator.checks.proof import STATES
from generator.checks.relation import Relation
from generator.derivation.sources import Lost
from generator.diagnosis.protection import Tally
from generator.formulas.expression import Shown
from generator.model.fact import Fact
from generator.model.severity import HARD
from generator.model.statement import key
from generator.sheets.addresses import Addresses
from generator.sheets.axis import heading
from generator.sheets.contract import CHECKS, CHECKS_TABLE
from generator.sheets.remarks import two_bases
from generator.xlsx.cells import Formula, Pages, Sheet, absolute, at, on

ID, LABEL, PERIOD, KIND, LEFT, RIGHT, DIFFERENCE, EXACT, TOLERANCE, STATE, MASTER_FLAG, LOOK = range(
    1, len(CHECKS_TABLE.titles) + 1)
_HEADER = CHECKS_TABLE.titles_row
_LISTED = {KIND: "State", LEFT: "Left", RIGHT: "Right", DIFFERENCE: "Difference"}
"""What stands above the columns of the checks that are not exact; under State alone stand those of the table."""
_BOUND = "#,##0.0####;(#,##0.0####);0"


class ChecksSheet:
    """Writes the sheet."""

    def __init__(self, addresses: Addresses) -> None:
        self.grid, self.facts = addresses.rows.grid, addresses.facts
        self._addresses = addresses.on(CHECKS)

    def write(self, sheet: Sheet, relations: Sequence[Relation], states: Sequence[str],
              unproved: Sequence[tuple[Fact, Tally]]) -> None:
        """The sheet: a row a relation, its summary, and its lists, one of them of the figures to read a second time.

        ``states`` are those of the relations as the book is built.
        """
        sheet.freeze, sheet.header_rows = at(_HEADER + 1, 3), _HEADER
        sheet.widths = {ID: 36, LABEL: 48, PERIOD: 11, KIND: 12, LEFT: 16, RIGHT: 16, DIFFERENCE: 13, EXACT: 11,
                        TOLERANCE: 13, STATE: 9, MASTER_FLAG: 9, LOOK: 50}
        heading(sheet, f"{self.grid.book.company.name} · Checks", "", 2)
        first, last = _HEADER + 1, _HEADER + max(len(relations), 1)
        self._summary(sheet, first, last)
        for column, title in enumerate(CHECKS_TABLE.titles, start=1):
            sheet.put(_HEADER, column, title, "Header")
        for number, row in enumerate(relations, start=first):
            self._relation(sheet, number, row)
        sheet.filter = f"A{_HEADER}:{at(last, LOOK)}"
        sheet.state_ranges += [f"{at(first, STATE)}:{at(last, STATE)}", str(at(3, 2))]
        below = self._not_exact(sheet, last + 2, [(number, relation, state) for number, (relation, state) in enumerate(
            zip(relations, states, strict=True), start=first) if state != EXACT_STATE])
        self._lists(sheet, below, unproved)

    def _summary(self, sheet: Sheet, first: int, last: int) -> None:
        states = f"{absolute(first, STATE)}:{absolute(last, STATE)}"
        whole = f"{absolute(1, MASTER_FLAG)}:{absolute(last, MASTER_FLAG)}"
        flags = f"{absolute(first, MASTER_FLAG)}:{absolute(last, MASTER_FLAG)}"
        counted = {state: f'COUNTIFS({states},"{state}")' for state in ("EXACT", "ROUND", "FAIL", "n.a.")}
        hard = f"SUM({flags})"
        text = "&".join([f'{counted["EXACT"]}&" exact · "', f'{counted["ROUND"]}&" round · "',
                         f'{counted["n.a."]}&" n.a."'])
        sheet.put(3, 1, "Master check", "LabelTotal")
        sheet.put(3, 2, Formula(f'=IF({hard}=0,"✓ OK · ","✗ FAIL · "&{hard}&" hard · ")&B7'), "Jump")
        sheet.put(4, 1, "Where its link leads", "Label")
        sheet.put(4, 2, Formula(f'=IF({hard}=0,"#Checks!A1","#Checks!A"&MATCH(1,{whole},0))'), "Label")
        sheet.put(5, 1, "Other checks that fail", "Label")
        sheet.put(5, 2, Formula(f"={counted['FAIL']}-{hard}"), "Formula", "0")
        sheet.put(6, 1, "Not evaluated (n.a.)", "Label")
        sheet.put(6, 2, Formula(f"={counted['n.a.']}"), "Formula", "0")
        sheet.put(7, 1, "States", "Label")
        sheet.put(7, 2, Formula(f"={text}"), "Label")

    def _relation(self, sheet: Sheet, number: int, relation: Relation) -> None:
        left, right = at(number, LEFT), at(number, RIGHT)
        difference, state = at(number, DIFFERENCE), at(number, STATE)
        exact, tolerance = at(number, EXACT), at(number, TOLERANCE)
        sheet.put(number, ID, relation.id, "Note", target=self._target(relation))
        sheet.put(number, LABEL, relation.label, "Label")
        sheet.put(number, PERIOD, relation.period, "Unit")
        sheet.put(number, KIND, relation.severity.shown, "Unit")
        pattern = relation.rule.number_format
        for column, tree, shown in ((LEFT, relation.left, pattern), (RIGHT, relation.right, pattern),
                                    (EXACT, relation.exact_within, _BOUND), (TOLERANCE, relation.tolerance, _BOUND)):
            formula = self._addresses.formula(tree, left)
            sheet.put(number, column, Formula(f"={formula}"), "Link" if "!" in formula else "Formula", shown)
        sheet.put(number, DIFFERENCE, Formula(
            f'=IF(COUNT({left})*COUNT({right}),ROUND({left}-{right},check_digits),"n.a.")'), "Formula", pattern)
        apart = relation.severity.apart
        good, bad = ("FAIL", "EXACT") if apart else ("EXACT", "FAIL")
        middle = f'"{bad}"' if apart else f'IF(ABS({difference})<={tolerance},"ROUND","{bad}")'
        sheet.put(number, STATE, Formula(
            f'=IF(ISNUMBER({difference}),IF(ABS({difference})<={exact},"{good}",{middle}),"n.a.")'), "Unit")
        # Live in the kind too, so that a reader may see what a check made hard or soft would do.
        hard = relation.severity.shown if relation.severity.turns_master else HARD.shown
        sheet.put(number, MASTER_FLAG, Formula(
            f'=IF(AND({at(number, KIND)}="{hard}",{state}="FAIL"),1,0)'), "Unit", '0;0;""')
        sheet.put(number, LOOK, relation.look_at, "Note")

    def _target(self, relation: Relation) -> str:
        """Where a check's id leads: to the first cell or figure of its left side."""
        match relation.target:
            case None:
                return ""
            case Shown(fact):
                return self.facts.value(fact)
            case leaf:
                return self._addresses.of(leaf)

    def _not_exact(self, sheet: Sheet, row: int, found: Sequence[tuple[int, Relation, str]]) -> int:
        """What is printed of the sheet: the checks that are not exact as the book is built, their cells live."""
        sheet.put(row, ID, f"Not exact when built: {len(found)}", "Section")
        for column in range(LABEL, LOOK + 1):
            sheet.put(row, column, _LISTED.get(column), "Section")
        first = row
        for number, relation, _ in sorted(found, key=lambda each: STATES.index(each[2]), reverse=True):
            row += 1
            sheet.put(row, ID, relation.id, "Label", target=on(CHECKS, at(number, ID)))
            sheet.put(row, LABEL, relation.label, "Label")
            sheet.put(row, KIND, Formula(f"={at(number, STATE)}"), "Unit")
            for column in (LEFT, RIGHT, DIFFERENCE):
                sheet.put(row, column, Formula(f"={at(number, column)}"), "Formula", relation.rule.number_format)
        if not found:
            row += 1
            sheet.put(row, ID, "none", "Label")
        sheet.state_ranges.append(f"{at(first + 1, KIND)}:{at(row, KIND)}")
        sheet.pages = Pages(((first, ID), (row, DIFFERENCE)), (1, 7), blocks=((first, 1),))
        return row + 2

    def _lists(self, sheet: Sheet, row: int, unproved: Sequence[tuple[Fact, Tally]]) -> None:
        """Corrections, lost figures, figures still to be typed, and figures that nothing proves."""
        book = self.grid.book
        corrected = [fact for fact in book.facts if fact.figure.reason]
        row = self._list(sheet, row, "Corrections: printed wrongly in the source", [
            (self._fact_name(f), f"printed {f.figure.printed}: {f.figure.reason}", f) for f in corrected])
        lost = [(f"{key(series)} {slot.label}", self._how(entry.source), None)
                for rows in self.grid.rows.values() for series in rows for slot in self.grid.timeline.slots
                if (entry := self.grid.entry(series, slot)) and isinstance(entry.source, Lost)]
        row = self._list(sheet, row, "Lost in the source and derived", lost)
        row = self._list(sheet, row, "Still to be typed", [
            (self._fact_name(f), f"{f.heading} ({f.filing.key}, line {f.place.line})", None) for f in book.todo])
        mixed = [(f"{key(series)} {slot.label}", two_bases(self.grid.entry(series, slot)), None)
                 for rows in self.grid.rows.values() for series in rows for slot in self.grid.timeline.slots
                 if self.grid.mixes_versions(series, slot)]
        if mixed:
            row = self._list(sheet, row, "Mix two versions: compare with care", mixed)
        netted = [(f"{key(series)} {slot.label}", words, None)
                  for rows in self.grid.rows.values() for series in rows for slot in self.grid.timeline.slots
                  if (words := turned(self.grid, series, slot))]
        if netted:
            row = self._list(sheet, row, "Derived with a sign that the row never has in print", netted)
        if self.grid.printings.before_axis:
            row = self._list(sheet, row, "Figures before the first column: on Facts alone",
                             [(self._fact_name(f), f.heading, f) for f in self.grid.printings.before_axis])
        self._list(sheet, row, "Figures whose last digit no check proves: read these a second time",
                   [(self._fact_name(f), f"{f.heading}: {tally.said}{' slips would show' if tally.made else ''}", f)
                    for f, tally in unproved])

    def _how(self, source: Lost) -> str:
        total = key(source.total)
        return f"{total} less its other parts" if source.others else f"its other printing, {total}"

    def _fact_name(self, fact: Fact) -> str:
        return f"{key(fact.series)} {self.grid.book.when(fact.period)}"

    def _list(self, sheet: Sheet, row: int, title: str, entries: Sequence[tuple[str, str, Fact | None]]) -> int:
        sheet.put(row, 1, title, "Section")
        for column in range(2, LOOK + 1):
            sheet.put(row, column, None, "Section")
        for what, why, fact in entries or [("none", "", None)]:
            row += 1
            target = self.facts.value(fact) if fact else ""
            sheet.put(row, ID, what, "Note", target=target)
            sheet.put(row, LABEL, why, "Note")
            if fact:
                sheet.put(row, LEFT, Formula(f"={self.facts.value(fact)}"), "Link", "#,##0.####;(#,##0.####);0")
        return row + 2
